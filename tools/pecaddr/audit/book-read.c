/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/book-read.h"

#include "member/list.h"
#include "speech/fault-list.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* A registry. */

struct of_domain {
    struct book *book;
    const char *domain;
};

static int take_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    const struct of_domain *wanted = user;
    const char *at = strrchr(mailbox->address, '@');

    if (at && strcmp(at + 1, wanted->domain) == 0)
        book_add(wanted->book, mailbox, 0);
    return 0;
}

int book_read_registry(struct book *book, struct pecaddr_registry *registry, const char *domain)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct of_domain wanted = {book, domain};
    int r = pecaddr_registry_find(registry, NULL, take_mailbox, &wanted, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    book_index(book);
    return 0;
}

/* A list. */

struct reading {
    struct book *book;
    struct list list;
    size_t errors;
    struct fault_list faults; /* of lines by themselves */
};

static void note_fault(struct reading *reading, const struct list_entry *entry, size_t line,
                       const struct fault *fault)
{
    reading->errors++;
    fault_list_add(&reading->faults, line, &entry->member.person, fault);
}

static const char *copy(struct reading *reading, struct pecaddr_text text)
{
    return arena_copy(&reading->list.chunk.arena, text.data, text.size);
}

static enum pecaddr_state state_of(const struct list_entry *entry)
{
    if (entry->is_cancelled)
        return PECADDR_STATE_RETIRED;
    return entry->state ? entry->state : PECADDR_STATE_ACTIVE;
}

/* What else a line says may be wrong: then it is told, and the mailbox counts all the same. A
   codice fiscale that is wrong is still not that of a person who has another. */
static void add_entry(struct reading *reading, const struct list_entry *entry)
{
    const struct member *member = &entry->member;
    struct book_entry *added;
    struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox,
        .address = entry->address,
        .state = state_of(entry),
        .given = copy(reading, text_trim(member->person.given)),
        .surname = copy(reading, text_trim(member->person.surname)),
        .holder = entry->holder,
        .province = copy(reading, member->person.province),
        .section = member->person.section,
        .number = member->person.number,
        .scheme = "",
        .level = PECADDR_LEVEL_NONE,
        .left = entry->left,
        .issued_province = "",
        .issued_given = "",
        .issued_surname = "",
        .since = "",
    };

    if (entry->has_fault) {
        note_fault(reading, entry, entry->fault_line, &entry->fault);
        return;
    }
    if (!*entry->address)
        return;
    if (member->has_fault)
        note_fault(reading, entry, member->fault_line, &member->fault);
    book_add(reading->book, &mailbox, entry->line);
    added = &reading->book->entries[reading->book->n - 1];
    added->is_update = entry->is_update != 0;
    added->is_cancelled = entry->is_cancelled != 0;
}

static int read_list(struct reading *reading, const char *path)
{
    struct list *list = &reading->list;
    int r = list_open(list, path, NULL, NULL);

    while (r == 0 && (r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++)
            add_entry(reading, &list->entries[i]);
    fault_list_tell(&reading->faults, list->roster.input.name, NULL, NULL);
    return r;
}

/* Whether two lines on one address can be about one person: the later one may be an update that
   corrects the codice fiscale, of the same name and number. */
static int is_same_holder(const struct book_entry *a, const struct book_entry *b)
{
    if (*a->holder && *b->holder && strcmp(a->holder, b->holder) == 0)
        return 1;
    if (*a->holder && *b->holder)
        return b->is_update && a->number && a->number == b->number && *a->surname &&
               strcmp(a->given, b->given) == 0 && strcmp(a->surname, b->surname) == 0;
    return (!a->number || !b->number || a->number == b->number) &&
           (!*a->surname || !*b->surname || strcmp(a->surname, b->surname) == 0);
}

/* A later line on an address takes the place of those before it: INI-PEC's updates. One of another
   holder does so too, but only after the first was cancelled. */
static void settle_repetitions(struct reading *reading)
{
    struct book *book = reading->book;

    for (size_t i = 0; i < book->n; i++) {
        struct book_entry *entry = &book->entries[i], *other;

        other = book_find(book, BOOK_ADDRESS, entry, NULL);
        if (other && other < entry && !other->is_cancelled && !is_same_holder(other, entry)) {
            struct buffer what = {0};
            struct fault fault = {
                .code = pecaddr_status_name(PECADDR_E_STATE),
                .field = PECADDR_FIELD_ADDRESS,
                .text = text_of(entry->address),
            };

            buffer_format(&what, _("this address is another person's on line %zu"), other->line);
            fault.what = what.data;
            reading->errors++;
            fault_report(reading->list.roster.input.name, entry->line, &fault);
            buffer_free(&what);
            entry->is_gone = 1;
            continue;
        }
        if (other && other < entry)
            other->is_gone = 1;
        if (entry->state == PECADDR_STATE_RELEASED)
            entry->is_gone = 1;
    }
}

int book_read_list(struct book *book, const char *path, size_t *ret_errors)
{
    struct reading *reading = memory_new(sizeof *reading);
    int r;

    reading->book = book;
    reading->list.roster.input.fd = -1;
    r = read_list(reading, path);
    if (r == 0) {
        book_index(book);
        settle_repetitions(reading);
    }
    *ret_errors = reading->errors;
    list_close(&reading->list);
    free(reading);
    return r;
}
