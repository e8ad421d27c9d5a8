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

/* Who holds what. */

struct pecaddr_person audit_person_of(const struct book_entry *entry)
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

int audit_has_name(const struct book_entry *entry)
{
    return *entry->given || *entry->surname;
}

int audit_is_of_domain(const char *address, const char *domain)
{
    const char *at = strrchr(address, '@');

    return at && strcmp(at + 1, domain) == 0;
}

int audit_is_named(const struct auditor *auditor, const struct subject *subject, const char *given,
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

int audit_is_anothers(const struct auditor *auditor, const struct subject *subject,
                      const struct book_entry *entry)
{
    if (*entry->holder && *subject->holder)
        return strcmp(entry->holder, subject->holder) != 0;
    if (entry->number && subject->person->number && entry->section && subject->section &&
        (entry->number != subject->person->number || entry->section != subject->section ||
         (*entry->province && *subject->province &&
          strcmp(entry->province, subject->province) != 0)))
        return 1;
    return audit_has_name(entry) && !audit_is_named(auditor, subject, entry->given, entry->surname);
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
        int worth = 2 * (entry->state != PECADDR_STATE_RETIRED) +
                    audit_is_of_domain(entry->address, domain);

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
        if (audit_is_anothers(auditor, subject, entry))
            *ret_other = entry->has_left ? *ret_other : entry;
        else if (audit_is_of_domain(entry->address, domain))
            return entry;
        else if (!found)
            found = entry;
    }
    return found;
}

struct book_entry *audit_find_entry(const struct auditor *auditor, const struct subject *subject,
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

struct book_entry *audit_find_address(const struct auditor *auditor, const char *address)
{
    struct book_entry like = {.address = address};

    return book_find(auditor->book, BOOK_ADDRESS, &like, NULL);
}
