/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"

#include "command/scheme-file.h"
#include "speech/codice-fiscale.h"
#include "speech/province.h"
#include "speech/text.h"
#include "table/mailbox.h"

#include <stdlib.h>
#include <string.h>

/* A scheme under which addresses were issued, read once; NULL where it cannot be. */
struct report_scheme {
    char *text;
    const struct pecaddr_scheme *scheme;
};

/* By rule. */

/* Schemes change rarely, so the one of the mailbox before is tried first, being the last. */
static const struct report_scheme *scheme_of(struct report *report, const char *text)
{
    struct report_scheme *seen = report->schemes;

    if (!*text)
        return NULL;
    for (size_t i = report->n_schemes; i-- > 0;) {
        if (strcmp(seen[i].text, text) == 0) {
            struct report_scheme found = seen[i];

            seen[i] = seen[report->n_schemes - 1];
            seen[report->n_schemes - 1] = found;
            return &seen[report->n_schemes - 1];
        }
    }
    if (report->n_schemes == REPORT_SCHEMES)
        return NULL;
    seen = memory_resize(seen, (report->n_schemes + 1) * sizeof *seen);
    report->schemes = seen;
    seen += report->n_schemes++;
    *seen = (struct report_scheme){.text = memory_copy(text)};
    scheme_parse(text_of(text), &seen->scheme, NULL);
    return seen;
}

static struct report_rule *new_rule(struct report *report, const char *domain, const char *rule,
                                    unsigned first)
{
    struct report_rule *fresh;

    report->rules = memory_resize(report->rules, (report->n_rules + 1) * sizeof *report->rules);
    fresh = &report->rules[report->n_rules++];
    *fresh = (struct report_rule){
        .domain = memory_copy(domain), .rule = memory_copy(rule), .first = first, .last = first};
    return fresh;
}

/* Of how many domains and rules there is no end, in a registry that somebody made for that. */
static struct report_rule *rule_of(struct report *report, const struct pecaddr_mailbox *mailbox,
                                   const struct pecaddr_scheme *scheme)
{
    const char *at = strrchr(mailbox->address, '@');
    const char *domain = at ? at + 1 : "";
    const char *rule = scheme ? pecaddr_scheme_rule(scheme, mailbox->level) : NULL;
    unsigned first = rule ? scheme_rule_first(scheme, mailbox->level) : mailbox->level;
    struct report_rule *fresh;

    if (report->n_rules >= PECADDR_LEVELS_MAX) {
        domain = "";
        rule = NULL;
        first = mailbox->level;
    }
    for (size_t i = 0; i < report->n_rules; i++) {
        struct report_rule *known = &report->rules[i];

        if (known->first == first && strcmp(known->rule, rule ? rule : "") == 0 &&
            strcmp(known->domain, domain) == 0)
            return known;
    }
    fresh = new_rule(report, domain, rule ? rule : "", first);
    if (rule) {
        int is_reserved;

        fresh->last = scheme_rule_last(scheme, first);
        if (scheme_example(scheme, first, fresh->example, &is_reserved) != PECADDR_OK)
            *fresh->example = '\0';
    }
    return fresh;
}

static int compare_rules(const void *a, const void *b)
{
    const struct report_rule *one = a, *other = b;
    int by_domain = strcmp(one->domain, other->domain);

    if (by_domain)
        return by_domain;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return strcmp(one->rule, other->rule);
}

/* By name. */

/*
 * The name of an address: what it is at level 0, which is what homonyms share. Of an address that
 * was issued the person on record says it, of one that was imported its own form.
 */
static int find_name(const struct report *report, const struct pecaddr_mailbox *mailbox,
                     const struct pecaddr_scheme *scheme, char name[PECADDR_ADDRESS_MAX + 1])
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    struct pecaddr_person person = {.size = sizeof person};
    unsigned level = mailbox->level;
    size_t size;

    if (scheme) {
        person.given = text_of(mailbox->given);
        person.surname = text_of(mailbox->surname);
        person.province = text_of(mailbox->issued_province);
        person.section = mailbox->issued_section;
        person.number = mailbox->issued_number;
    } else {
        scheme = report->scheme;
        if (pecaddr_parse(scheme, text_of(mailbox->address), &parsed) != PECADDR_OK ||
            parsed.kind != PECADDR_ADDRESS_PERSON)
            return 0;
        person.given = parsed.given;
        person.surname = parsed.surname;
        person.province = parsed.province;
        person.section = parsed.section;
        person.number = parsed.number;
        level = parsed.level;
    }
    if (level == 0) {
        strcpy(name, mailbox->address);
        return 1;
    }
    if (pecaddr_local_part(scheme, &person, NULL, name, PECADDR_LOCAL_PART_MAX + 1, &size, NULL,
                           NULL) != PECADDR_OK)
        return 0;
    snprintf(name + size, PECADDR_ADDRESS_MAX + 1 - size, "@%s", pecaddr_scheme_domain(scheme));
    return 1;
}

static void add_name(struct report *report, const struct pecaddr_mailbox *mailbox,
                     const struct pecaddr_scheme *scheme)
{
    char name[PECADDR_ADDRESS_MAX + 1];

    if (mailbox->state == PECADDR_STATE_RELEASED)
        return;
    if (strlen(mailbox->address) <= PECADDR_ADDRESS_MAX && find_name(report, mailbox, scheme, name))
        namesakes_add(&report->namesakes, text_of(name));
    else
        report->nameless++;
}

static void count_names(struct report *report)
{
    const struct namesakes *names = &report->namesakes;

    for (size_t i = 0; i < names->capacity; i++) {
        size_t holders = names->slots[i].holders;

        if (holders)
            report->names_of[holders < REPORT_HOLDERS ? holders : REPORT_HOLDERS]++;
    }
    report->n_top = report->without_names ? 0 : namesakes_top(names, report->top, REPORT_TOP);
}

/* By time. */

static int month_of(const char date[DATE_SIZE], size_t *ret_month)
{
    unsigned long year = strtoul(date, NULL, 10), month = strtoul(date + 5, NULL, 10);

    if (year < REPORT_YEAR_MIN || year > REPORT_YEAR_MAX || month < 1 || month > 12)
        return -1;
    *ret_month = 12 * (year - REPORT_YEAR_MIN) + month - 1;
    return 0;
}

static void add_month(struct report *report, const struct pecaddr_mailbox *mailbox)
{
    char date[DATE_SIZE];
    size_t month;

    if (date_of_moment(mailbox->created, date) != 0 || month_of(date, &month) != 0)
        report->undated++;
    else if (mailbox->level == PECADDR_LEVEL_NONE)
        report->months[month].imported++;
    else
        report->months[month].issued++;
}

static int is_month_empty(const struct report_month *month)
{
    return !month->issued && !month->imported;
}

/* A year at least up to now is told month by month, two at most. */
static void choose_months(struct report *report)
{
    const struct report_month *months = report->months;
    size_t first = 0, last = REPORT_MONTHS, now;

    while (first < REPORT_MONTHS && is_month_empty(&months[first]))
        first++;
    if (first == REPORT_MONTHS)
        return;
    while (is_month_empty(&months[last - 1]))
        last--;
    last--;
    if (month_of(report->made, &now) == 0 && now > last)
        last = now;
    report->first_year = REPORT_YEAR_MIN + (int)(first / 12);
    report->last_year = REPORT_YEAR_MIN + (int)(last / 12);
    report->last_month = last;
    report->first_month = last < 11 ? 0 : last - 11;
    if (first < report->first_month)
        report->first_month = first;
    if (last - report->first_month >= REPORT_MONTHS_TOLD)
        report->first_month = last - REPORT_MONTHS_TOLD + 1;
}

struct report_month report_year(const struct report *report, int year)
{
    const struct report_month *month = &report->months[12 * (year - REPORT_YEAR_MIN)];
    struct report_month all = {0, 0};

    for (size_t i = 0; i < 12; i++) {
        all.issued += month[i].issued;
        all.imported += month[i].imported;
    }
    return all;
}

int report_has_years(const struct report *report)
{
    for (size_t i = 0; i < report->first_month; i++)
        if (!is_month_empty(&report->months[i]))
            return 1;
    return 0;
}

/* By what a person has to look at. */

static const char *keep(struct report *report, const char *text)
{
    return arena_copy(&report->arena, text, strlen(text));
}

static void add_row(struct report *report, struct report_review *review,
                    const struct pecaddr_mailbox *mailbox, uint32_t notes, uint32_t mismatch)
{
    char entry[ENTRY_WORDS_SIZE];

    if (review->n_rows == REPORT_REVIEW_MAX)
        return;
    review->rows[review->n_rows++] = (struct report_row){
        .address = keep(report, mailbox->address),
        .given = keep(report, mailbox->given),
        .surname = keep(report, mailbox->surname),
        .entry =
            keep(report, entry_words(entry, mailbox->province, mailbox->section, mailbox->number)),
        .state = pecaddr_state_name(mailbox->state),
        .notes = notes,
        .mismatch = mismatch,
        .is_imported = mailbox->level == PECADDR_LEVEL_NONE,
    };
}

/* The registry keeps the notes with which the address was issued; whether the codice fiscale fits
   is asked anew, as it may have been relinked since, and of an import none are kept. */
static void add_review(struct report *report, const struct pecaddr_mailbox *mailbox,
                       const struct pecaddr_scheme *scheme)
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = text_of(mailbox->given),
        .surname = text_of(mailbox->surname),
        .holder = text_of(mailbox->holder),
    };
    uint32_t notes = mailbox->notes & PECADDR_NOTES_REVIEW & ~(uint32_t)PECADDR_NOTE_CF_MISMATCH;
    uint32_t mismatch;
    struct report_review *review;

    if (mailbox->state != PECADDR_STATE_RESERVED && mailbox->state != PECADDR_STATE_ACTIVE)
        return;
    mismatch = codice_fiscale_mismatch(scheme ? scheme : report->scheme, &person);
    notes |= mismatch ? PECADDR_NOTE_CF_MISMATCH : 0;
    if (!notes)
        return;
    review =
        &report
             ->reviews[mailbox->state == PECADDR_STATE_RESERVED ? REPORT_RESERVED : REPORT_ACTIVE];
    review->n++;
    for (size_t i = 0; i < REPORT_NOTES; i++)
        review->by_note[i] += notes >> i & 1;
    add_row(report, review, mailbox, notes, mismatch);
}

/* Those that can still be changed come first. */
static void choose_rows(struct report *report)
{
    size_t left = report->without_names ? 0 : REPORT_REVIEW_MAX;

    for (size_t i = 0; i < REPORT_REVIEWS; i++) {
        size_t n = report->reviews[i].n_rows;

        report->listed[i] = n < left ? n : left;
        left -= report->listed[i];
    }
}

/* By province. */

static int compare_provinces(const void *a, const void *b)
{
    const struct report_province *one = a, *other = b;
    size_t n_one = count_total(one->count), n_other = count_total(other->count);

    if (n_one != n_other)
        return n_one > n_other ? -1 : 1;
    return strcmp(one->sigla, other->sigla);
}

size_t report_provinces(const struct report *report,
                        struct report_province ret[COUNT_LETTERS * COUNT_LETTERS])
{
    size_t n = 0;

    for (size_t i = 0; i < COUNT_LETTERS * COUNT_LETTERS; i++) {
        const struct count *count = &report->counts.provinces[i / COUNT_LETTERS][i % COUNT_LETTERS];
        struct report_province *province = &ret[n];
        const char *name;

        if (!count_any(count))
            continue;
        *province = (struct report_province){
            .sigla = {(char)('A' + i / COUNT_LETTERS), (char)('A' + i % COUNT_LETTERS), '\0'},
            .count = count};
        name = province_name(province->sigla);
        province->name = name ? name : "";
        n++;
    }
    qsort(ret, n, sizeof *ret, compare_provinces);
    return n;
}

/* All. */

static int year_of(const char *date)
{
    return (int)strtoul(date, NULL, 10);
}

static int add_event(void *user, const struct pecaddr_event *event)
{
    struct report *report = user;
    char date[DATE_SIZE];

    if (date_of_moment(event->at, date) != 0 || year_of(date) != report->events.year)
        return 0;
    report->events.activated += event->act == PECADDR_ACT_ACTIVATE && event->from != event->to;
    report->events.ceased += event->act == PECADDR_ACT_RETIRE || event->act == PECADDR_ACT_EXPIRE;
    return 0;
}

static int add_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct report *report = user;
    const struct report_scheme *seen = NULL;
    const struct pecaddr_scheme *scheme = NULL;

    if (!pecaddr_state_name(mailbox->state))
        return 0;
    if (mailbox->level != PECADDR_LEVEL_NONE && (seen = scheme_of(report, mailbox->scheme)) != NULL)
        scheme = seen->scheme;
    counts_add(&report->counts, mailbox);
    rule_of(report, mailbox, scheme)->count.of[mailbox->state]++;
    add_name(report, mailbox, scheme);
    add_month(report, mailbox);
    add_review(report, mailbox, scheme);
    report->events.left += *mailbox->left && year_of(mailbox->left) == report->events.year;
    return 0;
}

int report_count(struct report *report, struct pecaddr_registry *registry,
                 struct pecaddr_registry_error *error)
{
    const struct pecaddr_registry_search all = {.size = sizeof all, .released = 1};
    int r;

    size_t size;

    report->counts.day = date_number(report->today);
    report->events.year = year_of(report->today);
    r = pecaddr_registry_provinces(registry, report->provinces, sizeof report->provinces, &size,
                                   error);
    if (r != PECADDR_OK)
        return r;
    r = pecaddr_registry_find(registry, &all, add_mailbox, report, error);
    if (r == PECADDR_OK)
        r = pecaddr_registry_history(registry, NULL, add_event, report, error);
    if (r != PECADDR_OK)
        return r;
    if (report->events.year >= REPORT_YEAR_MIN && report->events.year <= REPORT_YEAR_MAX)
        report->events.issued = report_year(report, report->events.year).issued;
    counts_sort(&report->counts);
    if (report->n_rules)
        qsort(report->rules, report->n_rules, sizeof *report->rules, compare_rules);
    count_names(report);
    choose_months(report);
    choose_rows(report);
    return PECADDR_OK;
}

void report_free(struct report *report)
{
    if (!report)
        return;
    for (size_t i = 0; i < report->n_schemes; i++) {
        pecaddr_scheme_free(report->schemes[i].scheme);
        free(report->schemes[i].text);
    }
    for (size_t i = 0; i < report->n_rules; i++) {
        free(report->rules[i].domain);
        free(report->rules[i].rule);
    }
    free(report->schemes);
    free(report->rules);
    namesakes_free(&report->namesakes);
    arena_free(&report->arena);
    buffer_free(&report->registry);
    free(report);
}
