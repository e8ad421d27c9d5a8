/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/subject.h"

#include "base/array.h"
#include "command/scheme-file.h"
#include "runtime/exit-status.h"
#include "speech/codice-fiscale.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/sentence.h"
#include "speech/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Why an address is, or is not, right. */

const struct pecaddr_scheme *audit_scheme_of(struct auditor *auditor,
                                             const struct book_entry *entry)
{
    if (!*entry->scheme || strcmp(entry->scheme, auditor->canonical) == 0)
        return auditor->scheme;
    if (auditor->older_text != entry->scheme) {
        pecaddr_scheme_free(auditor->older);
        auditor->older = NULL;
        auditor->older_text = entry->scheme;
        scheme_parse(text_of(entry->scheme), &auditor->older, NULL);
    }
    return auditor->older;
}

int audit_gives(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
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

/* The name and register entry for which a mailbox was issued. */
struct issued {
    struct arena *texts;
    const char *given;
    const char *surname;
    uint32_t number;
    char section;
    char province[3];
    /* What was on record of the entry before it first changed. */
    bool has_changed;
    uint32_t first_number;
    char first_section;
    char first_province[3];
};

static void note_first_entry(struct issued *first, uint32_t number, char section,
                             const char *province)
{
    first->has_changed = true;
    first->first_number = number;
    first->first_section = section;
    memcpy(first->first_province, province, strnlen(province, 2));
}

/* The first given name, surname and whole entry that a change replaced. Of an address that was given back,
   history also tells of those who had it before. */
static int look_for_first(void *user, const struct pecaddr_event *event)
{
    struct issued *first = user;

    if (!event->from)
        *first = (struct issued){.texts = first->texts, .given = "", .surname = ""};
    if (!*first->given)
        first->given = arena_copy(first->texts, event->given, strlen(event->given));
    if (!*first->surname)
        first->surname = arena_copy(first->texts, event->surname, strlen(event->surname));
    if (!first->has_changed && (event->facts & (uint32_t)PECADDR_FACT_ENTRY) != 0)
        note_first_entry(first, event->number, event->section, event->province);
    if (first->number || !event->number || !event->section || !*event->province)
        return 0;
    first->number = event->number;
    first->section = event->section;
    memcpy(first->province, event->province, strnlen(event->province, 2));
    return 0;
}

/* Of a mailbox that was imported it is what was on record before the first transfer and the first
   correction. 0, or -1 with a message. */
static int find_issued(const struct auditor *auditor, const struct book_entry *entry,
                       struct issued *ret_issued)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct issued issued = {
        .texts = &auditor->book->texts,
        .given = entry->issued_given,
        .surname = entry->issued_surname,
        .number = entry->issued_number,
        .section = entry->issued_section,
    };
    int r = PECADDR_OK;

    memcpy(issued.province, entry->issued_province, sizeof issued.province);
    if (!issued.number || !*issued.given || !*issued.surname)
        r = pecaddr_registry_history(auditor->registry, entry->address, look_for_first, &issued,
                                     &error);
    if (r < 0)
        return message_registry(&error, r), -1;
    if (!*issued.given)
        issued.given = entry->given;
    if (!*issued.surname)
        issued.surname = entry->surname;
    if (!issued.has_changed)
        note_first_entry(&issued, entry->number, entry->section, entry->province);
    if (!issued.number) {
        issued.number = entry->number;
        issued.section = entry->section;
        memcpy(issued.province, entry->province, sizeof issued.province);
    }
    *ret_issued = issued;
    return 0;
}

static bool is_transferred(const struct book_entry *entry, const struct issued *issued)
{
    return entry->number != issued->number || entry->section != issued->section ||
           strcmp(entry->province, issued->province) != 0;
}

static void describe_issued_name(struct buffer *why, const struct book_entry *entry,
                                 const struct issued *issued)
{
    bool is_on_record =
        strcmp(issued->given, entry->given) == 0 && strcmp(issued->surname, entry->surname) == 0;

    buffer_format(why,
                  is_on_record
                      ? in_result("issued for the name on record, %s %s, which was corrected")
                      : in_result("issued for the name %s %s, before it was corrected on record"),
                  issued->given, issued->surname);
}

static void describe_issued_entry(struct buffer *why, const struct book_entry *entry,
                                  const struct issued *issued)
{
    char first_section = issued->section ? issued->section : '?';
    char section = entry->section ? entry->section : '?';

    if (is_transferred(entry, issued))
        buffer_format(why,
                      in_result("issued for the entry %s %c %lu, before the transfer to %s %c %lu"),
                      issued->province, first_section, (unsigned long)issued->number,
                      entry->province, section, (unsigned long)entry->number);
    else
        buffer_format(why, in_result("issued for the entry on record, %s %c %lu"), issued->province,
                      first_section, (unsigned long)issued->number);
}

static struct pecaddr_person issued_to(const struct issued *issued)
{
    return (struct pecaddr_person){
        .size = sizeof(struct pecaddr_person),
        .given = text_of(issued->given),
        .surname = text_of(issued->surname),
        .province = text_of(issued->province),
        .section = issued->section,
        .number = issued->number,
    };
}

/* The person with the register entry that the address itself names, as far as it does. */
static bool take_entry_of_address(const struct pecaddr_scheme *scheme, const char *address,
                                  struct pecaddr_person *person)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};

    if (pecaddr_parse(scheme, text_of(address), &parsed) != PECADDR_OK ||
        parsed.kind != PECADDR_ADDRESS_PERSON)
        return false;
    person->province = parsed.province.size ? parsed.province : person->province;
    person->section = parsed.section ? parsed.section : person->section;
    person->number = parsed.number ? parsed.number : person->number;
    return true;
}

/* Whether a mailbox came in while its holder's entry was not on record as a whole, and the name gives its address
   with some entry, such as that of another Order, that nothing known then contradicts: an entry that was gained
   later need not be that of its issue. */
static bool gives_with_unknown_entry(const struct pecaddr_scheme *scheme,
                                     const struct book_entry *entry, const struct issued *issued,
                                     unsigned *ret_level)
{
    struct pecaddr_person person = issued_to(issued);

    if (entry->level != PECADDR_LEVEL_NONE ||
        (issued->first_number && issued->first_section && *issued->first_province))
        return false;
    return take_entry_of_address(scheme, entry->address, &person) &&
           (!issued->first_number || person.number == issued->first_number) &&
           (!issued->first_section || person.section == issued->first_section) &&
           (!*issued->first_province || text_equal(person.province, issued->first_province)) &&
           audit_gives(scheme, &person, entry, ret_level);
}

int audit_explain_by_record(struct auditor *auditor, const struct subject *subject,
                            struct finding *finding)
{
    const struct book_entry *entry = finding->entry;
    const struct pecaddr_scheme *scheme = audit_scheme_of(auditor, entry);
    struct pecaddr_person person;
    struct issued issued;
    bool is_by_entry;

    if (!auditor->registry || !scheme || !audit_has_name(entry))
        return 0;
    if (find_issued(auditor, entry, &issued) < 0)
        return -1;
    person = issued_to(&issued);
    is_by_entry = audit_gives(scheme, &person, entry, &finding->level);
    if (!is_by_entry && !gives_with_unknown_entry(scheme, entry, &issued, &finding->level))
        return 0;
    if (!audit_is_named(auditor, subject, issued.given, issued.surname))
        describe_issued_name(&finding->why, entry, &issued);
    else if (scheme != auditor->scheme)
        buffer_format(&finding->why, in_result("issued under another scheme, %s, as on record"),
                      pecaddr_scheme_name(scheme));
    else if (!is_by_entry || !issued.number)
        buffer_text(&finding->why, in_result("issued for a register entry that is not on record"));
    else
        describe_issued_entry(&finding->why, entry, &issued);
    return 1;
}

void audit_explain_difference(const struct auditor *auditor, const struct subject *subject,
                              struct finding *finding)
{
    const struct pecaddr_scheme *scheme = auditor->scheme;
    const struct book_entry *entry = finding->entry;
    struct pecaddr_person person = audit_person_of(entry), with_entry = *subject->person;
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
    } else if (!audit_is_of_domain(entry->address, pecaddr_scheme_domain(scheme))) {
        buffer_format(why, in_result("not an address of %s"), pecaddr_scheme_domain(scheme));
    } else if (audit_has_name(entry) &&
               !audit_is_named(auditor, subject, entry->given, entry->surname) &&
               pecaddr_match(scheme, &person, text_of(entry->address), NULL, NULL, NULL) ==
                   PECADDR_OK) {
        buffer_format(why, in_result("made for another name: %s %s"), entry->given, entry->surname);
    } else if (take_entry_of_address(scheme, entry->address, &with_entry)) {
        if (pecaddr_match(scheme, &with_entry, text_of(entry->address), NULL, NULL, NULL) ==
            PECADDR_OK)
            buffer_text(why, in_result("made for another register entry"));
        else
            buffer_text(why, in_result("the rules give this address to another name"));
    } else {
        buffer_format(why, in_result("the rules of the scheme %s do not give it"),
                      pecaddr_scheme_name(scheme));
    }
}

void audit_expect_level(const struct auditor *auditor, const struct subject *subject,
                        struct finding *finding)
{
    unsigned level = finding->level == PECADDR_LEVEL_NONE ? 0 : finding->level;

    if (pecaddr_candidate(auditor->scheme, subject->person, level, finding->expected,
                          sizeof finding->expected, NULL, NULL, NULL) != PECADDR_OK)
        *finding->expected = '\0';
}

int audit_is_of_another_row(const struct auditor *auditor, const struct subject *subject,
                            const struct book_entry *entry)
{
    const struct pecaddr_person *person = subject->person;

    if (!entry->is_explained || !entry->explained_given)
        return 0;
    return !audit_is_named(auditor, subject, entry->explained_given, entry->explained_surname) ||
           (entry->explained_number && person->number &&
            (entry->explained_number != person->number ||
             (entry->explained_section && subject->section &&
              entry->explained_section != subject->section) ||
             (*entry->explained_province && *subject->province &&
              strcmp(entry->explained_province, subject->province) != 0)));
}

void audit_explain_mailbox(struct auditor *auditor, const struct subject *subject,
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
            if (!other->is_explained && !audit_is_of_domain(other->address, domain) &&
                !audit_is_anothers(auditor, subject, other)) {
                other->is_explained = 1;
                other->explained_line = subject->line;
            }
    }
}
