/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-record.h"

#include "base/ascii.h"
#include "command/many.h"
#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

static void free_member(struct survey_member *member)
{
    free(member->given);
    free(member->surname);
}

/* Every second one stays. */
static void thin(struct survey_record *record)
{
    for (size_t i = 0; i < record->n; i++) {
        if (i % 2 != 0)
            free_member(&record->sample[i]);
        else
            record->sample[i / 2] = record->sample[i];
    }
    record->n /= 2;
    record->thinning.times++;
}

static char *copy(struct pecaddr_text text)
{
    char *chars = memory_new(text.size + 1);

    if (text.size)
        memcpy(chars, text.data, text.size);
    chars[text.size] = '\0';
    return chars;
}

void survey_record_add(struct survey_record *record, const struct member *member, size_t line)
{
    const struct pecaddr_person *person = &member->person;
    struct survey_member one = {.line = line, .section = person->section, .number = person->number};

    if (member->has_fault || person->province.size != 2 || !person->section || !person->number ||
        (person->holder.size &&
         pecaddr_holder_check(person->holder, one.holder, sizeof one.holder, NULL) != PECADDR_OK))
        return;
    for (size_t i = 0; i < 2; i++)
        one.province[i] = ascii_upper(person->province.data[i]);
    if (!thinning_takes(&record->thinning))
        return;
    if (record->n == SAMPLE_MAX)
        thin(record);
    one.given = copy(person->given);
    one.surname = copy(person->surname);
    record->sample[record->n++] = one;
}

/* How many of those who are on record are there otherwise, and the first of them. */
struct others {
    size_t n;
    const struct survey_member *row;
    char province[3];
    char section;
    uint32_t number;
    char *name;
};

/* What is on record of those in the sample. */
struct comparison {
    const struct pecaddr_scheme *scheme;
    const struct survey_member *row;
    bool found;
    size_t n;
    struct others numbers, orders, names;
    bool is_by_entry; /* and so were, of those of another name: */
    size_t names_by_entry;
};

static void note(struct others *others, const struct survey_member *row,
                 const struct pecaddr_mailbox *mailbox)
{
    if (others->n++ != 0)
        return;
    others->row = row;
    memcpy(others->province, mailbox->province, strnlen(mailbox->province, 2) + 1);
    others->section = mailbox->section;
    others->number = mailbox->number;
    others->name = text_name(text_of(mailbox->given), text_of(mailbox->surname));
}

static bool has_other_name(const struct pecaddr_scheme *scheme, const struct survey_member *row,
                           const struct pecaddr_mailbox *mailbox)
{
    struct pecaddr_person said = PECADDR_PERSON_INIT, known = PECADDR_PERSON_INIT;

    if (!*mailbox->given || !*mailbox->surname)
        return false;
    said.given = text_of(row->given);
    said.surname = text_of(row->surname);
    known.given = text_of(mailbox->given);
    known.surname = text_of(mailbox->surname);
    return pecaddr_same_name(scheme, &said, &known, NULL, NULL) == PECADDR_NO_MATCH;
}

/* Whoever has left, or has no number on record, may well have another; of another domain it is another
   mailbox. */
static int compare(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct comparison *comparison = user;
    const struct survey_member *row = comparison->row;
    const char *at = strchr(mailbox->address, '@');

    if (comparison->found || !at ||
        strcmp(at + 1, pecaddr_scheme_domain(comparison->scheme)) != 0 || *mailbox->left ||
        mailbox->state == PECADDR_STATE_RETIRED || !*mailbox->province || !mailbox->section ||
        !mailbox->number)
        return 0;
    comparison->found = true;
    comparison->n++;
    if (has_other_name(comparison->scheme, row, mailbox)) {
        comparison->names_by_entry += comparison->is_by_entry;
        note(&comparison->names, row, mailbox);
    } else if (strcmp(mailbox->province, row->province) != 0) {
        note(&comparison->orders, row, mailbox);
    } else if (mailbox->section != row->section || mailbox->number != row->number) {
        note(&comparison->numbers, row, mailbox);
    }
    return 0;
}

/* By the codice fiscale; else whoever stands on the entry. */
static int look_up(const struct survey_record *record, struct pecaddr_registry *registry,
                   struct comparison *comparison)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = PECADDR_OK;

    for (size_t i = 0; i < record->n && r == PECADDR_OK; i++) {
        const struct survey_member *row = &record->sample[i];
        struct pecaddr_registry_search by_holder = PECADDR_REGISTRY_SEARCH_INIT;
        struct pecaddr_registry_search by_entry = PECADDR_REGISTRY_SEARCH_INIT;

        comparison->row = row;
        comparison->found = comparison->is_by_entry = false;
        by_holder.holder = row->holder;
        by_entry.province = text_of(row->province);
        by_entry.section = row->section;
        by_entry.number = row->number;
        if (*row->holder)
            r = pecaddr_registry_find(registry, &by_holder, compare, comparison, &error);
        comparison->is_by_entry = !comparison->found;
        if (r == PECADDR_OK && !comparison->found)
            r = pecaddr_registry_find(registry, &by_entry, compare, comparison, &error);
    }
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

static int refuse_numbers(const struct comparison *found, const struct roster *roster)
{
    const struct others *others = &found->numbers;
    struct buffer column = {0};

    header_show(roster, roster->column[ROSTER_NUMBER], &column);
    message(
        "%s: of %zu members on record who were looked at, %zu stand in it with another number, "
        "the first on line %zu with %c %u, on record with %c %u (column %s); nobody was given an "
        "address",
        roster->input.name, found->n, others->n, others->row->line, others->row->section,
        (unsigned)others->row->number, others->section, (unsigned)others->number, column.data);
    message(
        "if that column was sorted by itself, or shifted, make the roster again; if the roster is "
        "older than a renumbering that is on record, take today's; if the register was "
        "renumbered, or so many have changed section, or the numbers on record are wrong, give "
        "--renumbered");
    buffer_free(&column);
    return EXIT_USAGE;
}

static int refuse_orders(const struct comparison *found, const struct roster *roster)
{
    const struct others *others = &found->orders;

    message(
        "%s: of %zu members on record who were looked at, %zu stand in it under another Order, the "
        "first on line %zu under %s, on record under %s; nobody was given an address",
        roster->input.name, found->n, others->n, others->row->line, others->row->province,
        others->province);
    message(
        "if it is the roster of that Order, say its province; if it is older than transfers that "
        "are on record, take today's; if the Orders were joined, or so many have moved, give "
        "--renumbered");
    return EXIT_USAGE;
}

/* Where the register was renumbered, whoever is known by his entry alone looks like another. */
static int refuse_names(const struct comparison *found, const struct roster *roster,
                        bool is_renumbered)
{
    const struct others *others = &found->names;
    char *name = text_name(text_of(others->row->given), text_of(others->row->surname));

    message(
        "%s: of %zu members on record who were looked at, %zu stand in it under another name, the "
        "first on line %zu as %s, on record as %s (%s %c %u); nobody was given an address",
        roster->input.name, found->n, others->n, others->row->line, name, others->name,
        others->province, others->section, (unsigned)others->number);
    if (is_renumbered && found->names_by_entry == found->names.n)
        message("without a codice fiscale on record nobody is known by a new number: put the "
                "codici fiscali on record first, by registry import of a list that has them beside "
                "the old numbers; then give --renumbered");
    else
        message(
            "if a column of names was sorted by itself, or shifted, or it is the roster of another "
            "Order, make the roster again; if the names on record are wrong, give --renamed");
    free(name);
    return EXIT_USAGE;
}

int survey_record_check(const struct survey_record *record, const struct roster *roster,
                        const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                        int may_be_renumbered, int may_be_renamed)
{
    struct comparison found = {.scheme = scheme};
    int status = look_up(record, registry, &found);

    if (status == 0 && !may_be_renamed && are_many(found.names.n, found.n))
        status = refuse_names(&found, roster, may_be_renumbered);
    else if (status == 0 && !may_be_renumbered && are_many(found.orders.n, found.n))
        status = refuse_orders(&found, roster);
    else if (status == 0 && !may_be_renumbered && are_many(found.numbers.n, found.n))
        status = refuse_numbers(&found, roster);
    free(found.numbers.name);
    free(found.orders.name);
    free(found.names.name);
    return status;
}

void survey_record_free(struct survey_record *record)
{
    for (size_t i = 0; i < record->n; i++)
        free_member(&record->sample[i]);
}
