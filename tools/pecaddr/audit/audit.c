/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/audit.h"

#include "base/array.h"
#include "command/scheme-file.h"
#include "runtime/exit-status.h"
#include "speech/codice-fiscale.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/sentence.h"
#include "speech/text.h"

#include <pecaddr/icu.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const verdict_names[VERDICTS] = {
    NC_("verdict", "right"),   NC_("verdict", "differs"), NC_("verdict", "taken"),
    NC_("verdict", "missing"), NC_("verdict", "error"),   NC_("verdict", "orphaned"),
};

/* A person being judged. */
struct subject {
    const struct pecaddr_person *person;
    const struct answer *answer;
    struct pecaddr_text address;
    size_t line;
    uint32_t notes;
    char holder[PECADDR_HOLDER_MAX + 1];
    char province[3];
    char section;
};

/* The scheme but for its profile: what the other way to write ö gives. */
static int make_other_profile(struct auditor *auditor)
{
    static const char *const lines[] = {"profile = anagrafe\n", "profile = plain\n"};
    int is_plain = pecaddr_scheme_profile(auditor->scheme) == PECADDR_PROFILE_PLAIN;
    const char *own = lines[is_plain], *at = strstr(auditor->canonical, own);
    struct buffer text = {0};
    int r;

    buffer_append(&text, auditor->canonical, (size_t)(at - auditor->canonical));
    buffer_text(&text, lines[!is_plain]);
    buffer_text(&text, at + strlen(own));
    r = pecaddr_scheme_parse((struct pecaddr_text){text.data, text.size},
                             pecaddr_icu_transliterator(), &auditor->other_profile, NULL);
    buffer_free(&text);
    return r;
}

int auditor_begin(struct auditor *auditor)
{
    size_t size = 0;
    int r;

    pecaddr_scheme_canonical(auditor->scheme, NULL, 0, &size);
    auditor->canonical = memory_new(size + 1);
    pecaddr_scheme_canonical(auditor->scheme, auditor->canonical, size + 1, NULL);
    r = make_other_profile(auditor);
    if (r == PECADDR_OK)
        return 0;
    message("%s", gettext(pecaddr_strerror(r)));
    return EXIT_UNAVAILABLE;
}

void auditor_end(struct auditor *auditor)
{
    free(auditor->canonical);
    pecaddr_scheme_free(auditor->other_profile);
    pecaddr_scheme_free(auditor->older);
}

/* Who holds what. */

static struct pecaddr_person person_of(const struct book_entry *entry)
{
    return (struct pecaddr_person){
        .size = sizeof(struct pecaddr_person),
        .given = text_of(entry->given),
        .surname = text_of(entry->surname),
        .province = text_of(entry->province),
        .section = entry->section,
        .number = entry->number,
    };
}

static int has_name(const struct book_entry *entry)
{
    return *entry->given || *entry->surname;
}

static int is_of_domain(const char *address, const char *domain)
{
    const char *at = strrchr(address, '@');

    return at && strcmp(at + 1, domain) == 0;
}

/* Names are the same that have the same letters, also those that the scheme's rules leave out. SPEC
   §5. */
static int is_named(const struct auditor *auditor, const struct subject *subject, const char *given,
                    const char *surname)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    int is_whole;

    person.given = pecaddr_text_of(given);
    person.surname = pecaddr_text_of(surname);
    return pecaddr_same_name(auditor->scheme, subject->person, &person, &is_whole, NULL) ==
               PECADDR_OK &&
           is_whole;
}

/* Whether what is known of a mailbox says that it is somebody else's. */
static int is_anothers(const struct auditor *auditor, const struct subject *subject,
                       const struct book_entry *entry)
{
    if (*entry->holder && *subject->holder)
        return strcmp(entry->holder, subject->holder) != 0;
    if (entry->number && subject->person->number && entry->section && subject->section &&
        (entry->number != subject->person->number || entry->section != subject->section ||
         (*entry->province && *subject->province &&
          strcmp(entry->province, subject->province) != 0)))
        return 1;
    return has_name(entry) && !is_named(auditor, subject, entry->given, entry->surname);
}

struct book_entry *auditor_find_holder(const struct auditor *auditor, struct pecaddr_text holder)
{
    char upper[PECADDR_HOLDER_MAX + 1];
    struct book_entry like = {.holder = upper}, *entry = NULL, *found = NULL;
    const char *domain = pecaddr_scheme_domain(auditor->scheme);
    int best = -1;

    if (!holder.size || pecaddr_holder_check(holder, upper, sizeof upper, NULL) != PECADDR_OK)
        return NULL;
    while ((entry = book_find(auditor->book, BOOK_HOLDER, &like, entry)) != NULL) {
        int worth =
            2 * (entry->state != PECADDR_STATE_RETIRED) + is_of_domain(entry->address, domain);

        if (worth > best) {
            best = worth;
            found = entry;
        }
    }
    return found;
}

/* The mailboxes on a register entry: this person's, of the scheme's domain if there is one; or NULL
   and in ret_other another's if there is one. */
static struct book_entry *find_on_entry(const struct auditor *auditor,
                                        const struct subject *subject,
                                        const struct book_entry *like,
                                        struct book_entry **ret_other)
{
    const char *domain = pecaddr_scheme_domain(auditor->scheme);
    struct book_entry *entry = NULL, *found = NULL;

    while ((entry = book_find(auditor->book, BOOK_ENTRY, like, entry)) != NULL) {
        if (entry->state == PECADDR_STATE_RETIRED)
            continue;
        if (is_anothers(auditor, subject, entry))
            *ret_other = entry->has_left ? *ret_other : entry;
        else if (is_of_domain(entry->address, domain))
            return entry;
        else if (!found)
            found = entry;
    }
    return found;
}

/* By register entry, of which a list may not say the province or the section: then somebody else's
   number is no contradiction. ret_other: who else is on the entry. */
static struct book_entry *find_entry(const struct auditor *auditor, const struct subject *subject,
                                     struct book_entry **ret_other)
{
    struct book_entry like = {.number = subject->person->number}, *entry = NULL, *ignored;

    for (int known = 3; known >= 0 && like.number && !entry; known--) {
        int is_whole = known == 3 && *subject->province && subject->section;

        memcpy(like.province, known & 1 ? subject->province : "\0\0", sizeof like.province);
        like.section = known & 2 ? subject->section : '\0';
        entry = find_on_entry(auditor, subject, &like, is_whole ? ret_other : &ignored);
    }
    return entry;
}

static struct book_entry *find_address(const struct auditor *auditor, const char *address)
{
    struct book_entry like = {.address = address};

    return book_find(auditor->book, BOOK_ADDRESS, &like, NULL);
}

/* What the candidates of a person lead to. */
struct candidates {
    struct book_entry *own;             /* the last that may be this person's */
    struct book_entry *others;          /* the first that is somebody else's */
    char free[PECADDR_ADDRESS_MAX + 1]; /* the first that nobody has */
};

/*
 * Of several addresses that could be a person's the last is: the later rules say more, but for
 * what counts upwards, which says nothing. A number that nobody has does not end the counting:
 * whoever had it may have left.
 */
static void try_candidates(const struct auditor *auditor, const struct pecaddr_scheme *scheme,
                           const struct subject *subject, struct candidates *found)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        struct book_entry *entry;
        int reserved;

        if (pecaddr_candidate(scheme, subject->person, level, address, sizeof address, NULL,
                              &reserved, NULL) != PECADDR_OK)
            return;
        if (reserved)
            continue;
        entry = find_address(auditor, address);
        if (!entry) {
            if (!*found->free)
                memcpy(found->free, address, sizeof address);
        } else if (entry->is_explained || is_anothers(auditor, subject, entry)) {
            if (!found->others)
                found->others = entry;
        } else if (!found->own || !strstr(pecaddr_scheme_rule(scheme, level), "{counter")) {
            found->own = entry;
        }
    }
}

/* Why an address is, or is not, right. */

/* The scheme under which a mailbox was issued; that of the audit where it is the same or unknown.
   NULL: a scheme that this version cannot read. */
static const struct pecaddr_scheme *scheme_of(struct auditor *auditor,
                                              const struct book_entry *entry)
{
    if (!*entry->scheme || strcmp(entry->scheme, auditor->canonical) == 0)
        return auditor->scheme;
    if (auditor->older_text != entry->scheme) {
        pecaddr_scheme_free(auditor->older);
        auditor->older = NULL;
        auditor->older_text = entry->scheme;
        pecaddr_scheme_parse(text_of(entry->scheme), pecaddr_icu_transliterator(), &auditor->older,
                             NULL);
    }
    return auditor->older;
}

/* Whether the rules give a mailbox's address to a person, at the level on record if it is. */
static int gives(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                 const struct book_entry *entry, unsigned *ret_level)
{
    enum pecaddr_profile profile;
    char address[PECADDR_ADDRESS_MAX + 1];

    if (entry->level != PECADDR_LEVEL_NONE) {
        if (pecaddr_candidate(scheme, person, entry->level, address, sizeof address, NULL, NULL,
                              NULL) != PECADDR_OK ||
            strcmp(address, entry->address) != 0)
            return 0;
        *ret_level = entry->level;
        return 1;
    }
    return pecaddr_match(scheme, person, text_of(entry->address), ret_level, &profile, NULL) ==
               PECADDR_OK &&
           profile == pecaddr_scheme_profile(scheme);
}

/* The register entry that a holder had first, as the history has it; number 0: always the same. */
struct first_entry {
    uint32_t number;
    char section;
    char province[3];
};

/* The first whole entry that was left. Of an address that was given back, history also tells of
   those who had it before. */
static int look_for_transfer(void *user, const struct pecaddr_event *event)
{
    struct first_entry *first = user;

    if (!event->from)
        *first = (struct first_entry){0};
    if (first->number || !event->number || !event->section || !*event->province)
        return 0;
    first->number = event->number;
    first->section = event->section;
    memcpy(first->province, event->province, strnlen(event->province, 2));
    return 0;
}

/* The entry with which a mailbox was issued: that of its record; of one that was imported, that
   before the first transfer. 0, or -1 with a message. */
static int find_issued_entry(const struct auditor *auditor, const struct book_entry *entry,
                             struct first_entry *ret_first)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct first_entry first = {entry->issued_number, entry->issued_section, {0}};
    int r = PECADDR_OK;

    memcpy(first.province, entry->issued_province, sizeof first.province);
    if (!first.number)
        r = pecaddr_registry_history(auditor->registry, entry->address, look_for_transfer, &first,
                                     &error);
    if (r < 0)
        return message_registry(&error, r), -1;
    if (!first.number) {
        first = (struct first_entry){entry->number, entry->section, {0}};
        memcpy(first.province, entry->province, sizeof first.province);
    }
    *ret_first = first;
    return 0;
}

static int is_transferred(const struct book_entry *entry, const struct first_entry *first)
{
    return entry->number != first->number || entry->section != first->section ||
           strcmp(entry->province, first->province) != 0;
}

static void describe_issued_entry(struct buffer *why, const struct book_entry *entry,
                                  const struct first_entry *first)
{
    char first_section = first->section ? first->section : '?';
    char section = entry->section ? entry->section : '?';

    if (is_transferred(entry, first))
        buffer_format(why,
                      in_result("issued for the entry %s %c %lu, before the transfer to %s %c %lu"),
                      first->province, first_section, (unsigned long)first->number, entry->province,
                      section, (unsigned long)entry->number);
    else
        buffer_format(why, in_result("issued for the entry on record, %s %c %lu"), first->province,
                      first_section, (unsigned long)first->number);
}

/* Whether the record itself explains the address, by the name and entry with which it was issued:
   1 and why, 0, or -1 with a message. */
static int explain_by_record(struct auditor *auditor, const struct subject *subject,
                             struct finding *finding)
{
    const struct book_entry *entry = finding->entry;
    const struct pecaddr_scheme *scheme = scheme_of(auditor, entry);
    struct pecaddr_person person = person_of(entry);
    struct first_entry first;

    if (!auditor->registry || !scheme || !has_name(entry))
        return 0;
    if (find_issued_entry(auditor, entry, &first) < 0)
        return -1;
    person.province = text_of(first.province);
    person.section = first.section;
    person.number = first.number;
    if (!gives(scheme, &person, entry, &finding->level))
        return 0;
    if (!is_named(auditor, subject, entry->given, entry->surname))
        buffer_format(&finding->why,
                      in_result("issued for the name on record, %s %s, which was corrected"),
                      entry->given, entry->surname);
    else if (scheme != auditor->scheme)
        buffer_format(&finding->why, in_result("issued under another scheme, %s, as on record"),
                      pecaddr_scheme_name(scheme));
    else
        describe_issued_entry(&finding->why, entry, &first);
    return 1;
}

/* The best guess why an address is none that the rules give. */
static void explain_difference(const struct auditor *auditor, const struct subject *subject,
                               struct finding *finding)
{
    const struct pecaddr_scheme *scheme = auditor->scheme;
    const struct book_entry *entry = finding->entry;
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    struct pecaddr_person person = person_of(entry);
    enum pecaddr_profile profile;
    unsigned level = 0;
    struct buffer *why = &finding->why;

    if (pecaddr_match(scheme, subject->person, text_of(entry->address), &level, &profile, NULL) ==
        PECADDR_OK) {
        finding->level = level;
        buffer_format(why,
                      in_result("written by the other profile, %s: letters like \xC3\xB6 have two "
                                "customary spellings"),
                      profile == PECADDR_PROFILE_PLAIN ? "plain" : "anagrafe");
    } else if (!is_of_domain(entry->address, pecaddr_scheme_domain(scheme))) {
        buffer_format(why, in_result("not an address of %s"), pecaddr_scheme_domain(scheme));
    } else if (has_name(entry) && !is_named(auditor, subject, entry->given, entry->surname) &&
               pecaddr_match(scheme, &person, text_of(entry->address), NULL, NULL, NULL) ==
                   PECADDR_OK) {
        buffer_format(why, in_result("made for another name: %s %s"), entry->given, entry->surname);
    } else if (pecaddr_parse(scheme, text_of(entry->address), &parsed) == PECADDR_OK &&
               parsed.kind == PECADDR_ADDRESS_PERSON) {
        person = *subject->person;
        person.province = parsed.province.size ? parsed.province : person.province;
        person.section = parsed.section ? parsed.section : person.section;
        person.number = parsed.number ? parsed.number : person.number;
        if (pecaddr_match(scheme, &person, text_of(entry->address), NULL, NULL, NULL) == PECADDR_OK)
            buffer_text(why, in_result("made for another register entry"));
        else
            buffer_text(why, in_result("the rules give this address to another name"));
    } else {
        buffer_format(why, in_result("the rules of the scheme %s do not give it"),
                      pecaddr_scheme_name(scheme));
    }
}

static void expect_level(const struct auditor *auditor, const struct subject *subject,
                         struct finding *finding)
{
    unsigned level = finding->level == PECADDR_LEVEL_NONE ? 0 : finding->level;

    if (pecaddr_candidate(auditor->scheme, subject->person, level, finding->expected,
                          sizeof finding->expected, NULL, NULL, NULL) != PECADDR_OK)
        *finding->expected = '\0';
}

/* Whether an earlier row that is somebody else by its name or register entry has the mailbox. */
static int is_of_another_row(const struct auditor *auditor, const struct subject *subject,
                             const struct book_entry *entry)
{
    const struct pecaddr_person *person = subject->person;

    if (!entry->is_explained || !entry->explained_given)
        return 0;
    return !is_named(auditor, subject, entry->explained_given, entry->explained_surname) ||
           (entry->explained_number && person->number &&
            (entry->explained_number != person->number ||
             (entry->explained_section && subject->section &&
              entry->explained_section != subject->section) ||
             (*entry->explained_province && *subject->province &&
              strcmp(entry->explained_province, subject->province) != 0)));
}

static void explain_mailbox(struct auditor *auditor, const struct subject *subject,
                            struct book_entry *entry)
{
    static const enum book_key keys[] = {BOOK_HOLDER, BOOK_ENTRY};
    const struct pecaddr_person *person = subject->person;
    const char *domain = pecaddr_scheme_domain(auditor->scheme);

    entry->is_explained = 1;
    entry->explained_line = subject->line;
    entry->explained_given =
        arena_copy(&auditor->book->texts, person->given.data, person->given.size);
    entry->explained_surname =
        arena_copy(&auditor->book->texts, person->surname.data, person->surname.size);
    entry->explained_number = person->number;
    entry->explained_section = subject->section;
    memcpy(entry->explained_province, subject->province, sizeof entry->explained_province);
    /* The same person's mailboxes elsewhere need no other explanation. */
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        struct book_entry *other = NULL;

        while ((other = book_find(auditor->book, keys[i], entry, other)) != NULL)
            if (!other->is_explained && !is_of_domain(other->address, domain) &&
                !is_anothers(auditor, subject, other)) {
                other->is_explained = 1;
                other->explained_line = subject->line;
            }
    }
}

/* A person's own mailbox. */
static int judge_by_rules(struct auditor *auditor, const struct subject *subject,
                          struct finding *finding)
{
    struct book_entry *entry = finding->entry;
    int r;

    if (entry->is_cancelled) {
        finding->verdict = VERDICT_MISSING;
        buffer_format(&finding->why,
                      in_result("this person's address was cancelled on line %zu of the list"),
                      entry->line);
        return 0;
    }
    if (entry->state == PECADDR_STATE_RETIRED) {
        finding->verdict = VERDICT_MISSING;
        buffer_text(&finding->why, in_result("this person's mailbox is retired"));
        return 0;
    }
    if (subject->address.size && !text_equal(subject->address, entry->address)) {
        finding->verdict = VERDICT_DIFFERS;
        memcpy(finding->expected, entry->address, strlen(entry->address) + 1);
        buffer_text(&finding->why, in_result("the roster has another address for this person: "));
        buffer_append(&finding->why, subject->address.data, subject->address.size);
        return 0;
    }
    finding->verdict = VERDICT_RIGHT;
    if (scheme_of(auditor, entry) == auditor->scheme &&
        gives(auditor->scheme, subject->person, entry, &finding->level))
        return 0;
    r = explain_by_record(auditor, subject, finding);
    if (r != 0)
        return r < 0 ? EXIT_UNAVAILABLE : 0;
    if (scheme_of(auditor, entry) != auditor->scheme &&
        pecaddr_match(auditor->scheme, subject->person, text_of(entry->address), &finding->level,
                      NULL, NULL) == PECADDR_OK)
        return 0;
    finding->verdict = VERDICT_DIFFERS;
    finding->level = PECADDR_LEVEL_NONE;
    explain_difference(auditor, subject, finding);
    expect_level(auditor, subject, finding);
    return 0;
}

/* The mailbox is on record for another name, and the codice fiscale is not of the roster's. */
static int is_doubtful(const struct auditor *auditor, const struct subject *subject,
                       const struct book_entry *entry)
{
    return subject->notes & PECADDR_NOTE_CF_MISMATCH && has_name(entry) &&
           !is_named(auditor, subject, entry->given, entry->surname);
}

static int judge_own(struct auditor *auditor, const struct subject *subject,
                     struct finding *finding)
{
    struct book_entry *entry = finding->entry;
    int is_of_another = is_of_another_row(auditor, subject, entry), r;

    if (!is_of_another)
        explain_mailbox(auditor, subject, entry);
    r = judge_by_rules(auditor, subject, finding);
    if (r || finding->verdict != VERDICT_RIGHT ||
        !(is_of_another || is_doubtful(auditor, subject, entry)))
        return r;
    finding->verdict = VERDICT_DIFFERS;
    finding->level = PECADDR_LEVEL_NONE;
    buffer_clear(&finding->why);
    if (is_of_another) {
        buffer_format(&finding->why, in_result("the mailbox of line %zu"), entry->explained_line);
        return 0;
    }
    buffer_format(
        &finding->why,
        in_result("on record for another name, %s %s, and the codice fiscale contradicts the "
                  "roster's: "),
        entry->given, entry->surname);
    codice_fiscale_describe(&finding->why, auditor->scheme, subject->person, in_result);
    expect_level(auditor, subject, finding);
    return 0;
}

static void describe_holder(struct buffer *why, const struct book_entry *entry)
{
    if (entry->is_explained)
        buffer_format(why, in_result("%s is that of line %zu"), entry->address,
                      entry->explained_line);
    else
        buffer_format(why, in_result("%s is held by somebody else"), entry->address);
    if (has_name(entry))
        buffer_format(why, ", %s %s", entry->given, entry->surname);
    if (*entry->holder)
        buffer_format(why, ", %s", entry->holder);
    if (entry->number)
        buffer_format(why, ", %s%s%c %lu", entry->province, *entry->province ? " " : "",
                      entry->section ? entry->section : '?', (unsigned long)entry->number);
}

/* Whether it may be this person's but for the codice fiscale, of which one is wrong. */
static int differs_in_holder_alone(const struct auditor *auditor, const struct subject *subject,
                                   const struct book_entry *entry)
{
    return *subject->holder && *entry->holder && strcmp(subject->holder, entry->holder) != 0 &&
           entry->number && entry->number == subject->person->number &&
           (!entry->section || !subject->section || entry->section == subject->section) &&
           (!*entry->province || !*subject->province ||
            strcmp(entry->province, subject->province) == 0) &&
           is_named(auditor, subject, entry->given, entry->surname);
}

/* Nothing is this person's: because somebody else has it, or nobody. */
static void judge_none(const struct auditor *auditor, const struct subject *subject,
                       const struct candidates *candidates, struct book_entry *on_entry,
                       struct book_entry *on_address, struct finding *finding)
{
    struct book_entry *other = on_address ? on_address : on_entry ? on_entry : candidates->others;

    memcpy(finding->expected,
           subject->answer && subject->answer->assignment.status == PECADDR_OK
               ? subject->answer->assignment.address
               : candidates->free,
           sizeof finding->expected);
    finding->entry = other;
    finding->verdict = other ? VERDICT_TAKEN : VERDICT_MISSING;
    if (other && other == on_address)
        buffer_text(&finding->why, in_result("the roster's address is not this person's: "));
    else if (other && other == on_entry)
        buffer_text(&finding->why,
                    in_result("the register entry is on record for somebody else: "));
    if (other)
        describe_holder(&finding->why, other);
    else
        buffer_text(&finding->why, in_result("no address of this person is there"));
    if (other && differs_in_holder_alone(auditor, subject, other))
        buffer_text(&finding->why,
                    in_result("; name and number are this person's, so compare the two "
                              "codici fiscali"));
}

/* Whether what the registry has on record contradicts the person. */
static int is_refused(const struct answer *answer)
{
    return answer && answer->reason.contradiction != PECADDR_CONTRADICTION_NONE &&
           answer->reason.contradiction != PECADDR_CONTRADICTION_PERSON;
}

/* A mailbox of the same codice fiscale needs no other explanation. */
static void judge_refused(const struct auditor *auditor, const struct subject *subject,
                          struct finding *finding)
{
    const struct pecaddr_reason *reason = &subject->answer->reason;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    finding->verdict = VERDICT_TAKEN;
    finding->entry = find_address(auditor, reason->address);
    pecaddr_reason_tell(reason, &told);
    sentence_append(&finding->why, &told, reason->code, in_result);
    if (finding->entry && !finding->entry->is_explained &&
        !((reason->differs | reason->unknown) & PECADDR_FACT_HOLDER)) {
        finding->entry->is_explained = 1;
        finding->entry->explained_line = subject->line;
    }
}

/* The mailbox that the registry itself knows as the person's. */
static struct book_entry *find_known(const struct auditor *auditor, const struct answer *answer)
{
    return answer && answer->assignment.status == PECADDR_OK
               ? find_address(auditor, answer->assignment.address)
               : NULL;
}

static int read_subject(const struct auditor *auditor, struct subject *subject)
{
    const struct pecaddr_person *person = subject->person;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];

    subject->section = ascii_upper(person->section);
    for (size_t i = 0; i < 2 && person->province.size == 2; i++)
        subject->province[i] = ascii_upper(person->province.data[i]);
    if (person->holder.size && pecaddr_holder_check(person->holder, subject->holder,
                                                    sizeof subject->holder, NULL) != PECADDR_OK)
        *subject->holder = '\0';
    return pecaddr_local_part(auditor->scheme, person, NULL, local_part, sizeof local_part, NULL,
                              &subject->notes, NULL);
}

/* What the roster says the address is, as addresses are kept. */
static struct book_entry *find_stated(const struct auditor *auditor, struct pecaddr_text address)
{
    char lower[PECADDR_ADDRESS_MAX + 1] = {0};

    if (!address.size || address.size > PECADDR_ADDRESS_MAX)
        return NULL;
    for (size_t i = 0; i < address.size; i++)
        lower[i] = ascii_lower(address.data[i]);
    return find_address(auditor, lower);
}

int auditor_judge(struct auditor *auditor, const struct pecaddr_person *person,
                  const struct answer *answer, struct pecaddr_text address, size_t line,
                  struct finding *ret_finding)
{
    struct subject subject = {.person = person, .answer = answer, .address = address, .line = line};
    struct candidates candidates = {0};
    struct book_entry *stated = find_stated(auditor, address), *on_entry = NULL;
    struct finding *finding = ret_finding;

    *finding = (struct finding){.level = PECADDR_LEVEL_NONE};
    buffer_text(&finding->why, "");
    if (read_subject(auditor, &subject) != PECADDR_OK) {
        finding->verdict = VERDICT_ERROR;
        return 0;
    }
    if (is_refused(answer)) {
        judge_refused(auditor, &subject, finding);
        return 0;
    }
    finding->entry = find_known(auditor, answer);
    if (!finding->entry)
        finding->entry = auditor_find_holder(auditor, person->holder);
    if (!finding->entry)
        finding->entry = find_entry(auditor, &subject, &on_entry);
    if (!finding->entry && stated && !stated->is_explained &&
        !is_anothers(auditor, &subject, stated))
        finding->entry = stated;
    if (!finding->entry && !on_entry) {
        try_candidates(auditor, auditor->scheme, &subject, &candidates);
        if (!candidates.own && subject.notes & PECADDR_NOTE_VARIANT)
            try_candidates(auditor, auditor->other_profile, &subject, &candidates);
        finding->entry = candidates.own;
    }
    if (finding->entry)
        return judge_own(auditor, &subject, finding);
    judge_none(auditor, &subject, &candidates, on_entry, stated, finding);
    return 0;
}
