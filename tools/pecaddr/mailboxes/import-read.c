/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "intake/outcome.h"
#include "mailboxes/import.h"
#include "member/list-days.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/date.h"

#include <string.h>

/* The receipt of what comes in without its facts. */
static const char blocked[] = "blocked";

/* A day that cannot be. One on which a mailbox expired is no fault: it may not be retired yet. */
static int has_bad_date(struct list *list, const struct list_entry *entry, struct fault *fault)
{
    struct arena *arena = &list->chunk.arena;
    const struct {
        const char *text;
        enum date_limit limit;
        const char *format;
    } dates[] = {
        {entry->expires, DATE_ANY, N_("its date of expiry \"%s\": %s")},
        {entry->left, DATE_NOT_TO_COME, N_("the day \"%s\" on which its holder left: %s")},
        {entry->cancelled, DATE_NOT_TO_COME, N_("the day \"%s\" on which it was cancelled: %s")},
    };

    if (list_has_doubtful_day(list, entry, fault))
        return 1;
    for (size_t i = 0; i < ARRAY_SIZE(dates); i++) {
        char day[DATE_SIZE];
        const char *what =
            *dates[i].text ? date_fault(text_of(dates[i].text), dates[i].limit, day) : NULL;

        if (!what)
            continue;
        fault_set_what(fault, arena, dates[i].format, dates[i].text, what);
        fault->what = arena_format(arena, gettext(dates[i].format), dates[i].text, gettext(what));
        fault->what_to_do = date_advice(text_of(dates[i].text));
        return 1;
    }
    return 0;
}

/* What may be the name in another encoding is not put on record as a name. */
static int has_strange_letters(struct arena *arena, const struct list_entry *entry,
                               struct fault *fault)
{
    const struct letters *letters = &entry->member.letters;
    const char *encoding = letters_encoding(letters->of);

    if (!letters->is_strange || letters->is_misread)
        return 0;
    fault->code = pecaddr_status_name(PECADDR_E_REVIEW);
    fault_set_what(fault, arena,
                   N_("the letters of its holder's name look like %s: with --encoding %s they are "
                      "read so"),
                   encoding, encoding);
    fault->what_to_do =
        N_("look at the names, and say the encoding of the file; if these are right, "
           "--encoding windows-1252");
    return 1;
}

static int has_bad_state(const struct import *import, struct arena *arena,
                         const struct list_entry *entry, struct fault *fault)
{
    if (!*entry->other_state || import->state_is_of_holder)
        return 0;
    fault_set_what(fault, arena, N_("its state \"%s\" is none"), entry->other_state);
    fault->what_to_do = N_("write reserved, active or retired; if the column means something else, "
                           "give it another name");
    return 1;
}

/* Whether any fact of its holder can be read. */
static int says_whose(const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;

    return person->given.size || person->surname.size || person->province.size || person->section ||
           person->number ||
           (person->holder.size &&
            pecaddr_holder_check(person->holder, NULL, 0, NULL) == PECADDR_OK);
}

/* A list has what is in use; a result of assign says of no state, which stays as on record. What INI-PEC
   has cancelled has ended. */
enum pecaddr_state import_state_of(const struct import *import, const struct list_entry *entry)
{
    if (entry->is_cancelled)
        return PECADDR_STATE_RETIRED;
    /* Cessato is the holder there, and denies a mailbox that would be active. */
    if (entry->state && !(entry->state == PECADDR_STATE_RETIRED && import->state_is_of_holder))
        return entry->state;
    if (import->is_result)
        return 0;
    return !*entry->other_state && import_standing_has_ended(&import->list, entry)
               ? PECADDR_STATE_RETIRED
               : PECADDR_STATE_ACTIVE;
}

void import_judge(struct import *import, const struct list_entry *entry, struct import_row *row)
{
    struct arena *arena = &import->list.chunk.arena;

    *row = (struct import_row){
        .line = entry->line,
        .place = IMPORT_NO_PLACE,
        .fault = {.code = pecaddr_status_name(PECADDR_E_ARGUMENT),
                  .field = PECADDR_FIELD_ADDRESS,
                  .text = text_of(entry->address)},
    };
    if (entry->has_fault) {
        row->fate = *entry->found ? IMPORT_BLOCK : IMPORT_FAULT;
        row->fault = entry->fault;
        row->line = entry->fault_line;
    } else if (!*entry->address) {
        row->fate = IMPORT_WITHOUT;
    } else if (entry->state == PECADDR_STATE_RELEASED) {
        row->fate = IMPORT_RELEASED;
    } else if (entry->member.has_fault) {
        row->fate = IMPORT_BLOCK;
        row->fault = entry->member.fault;
        row->line = entry->member.fault_line;
    } else if (has_strange_letters(arena, entry, &row->fault) ||
               has_bad_state(import, arena, entry, &row->fault) ||
               has_bad_date(&import->list, entry, &row->fault) ||
               import_standing_denies(&import->list, entry, import_state_of(import, entry),
                                      &row->fault)) {
        row->fate = IMPORT_BLOCK;
    } else {
        row->fate = IMPORT_FACTS;
    }
    if ((row->fate == IMPORT_FACTS || row->fate == IMPORT_BLOCK) && says_whose(entry))
        import->has_facts = 1;
}

/* With all that the file and the record say of others. */
static int judge(struct import *import, const struct list_entry *entry, struct import_row *row)
{
    bool is_denied;
    int r = 0;

    import_judge(import, entry, row);
    if (row->fate != IMPORT_FACTS)
        return 0;
    is_denied = import_names_deny(&import->names, entry, &import->list.chunk.arena, &row->fault);
    if (!is_denied)
        r = import_persons_deny(import, entry, &row->fault, &is_denied);
    if (is_denied)
        row->fate = IMPORT_BLOCK;
    return r;
}

static const char *copy(struct import *import, struct pecaddr_text text)
{
    return arena_copy(&import->list.chunk.arena, text.data, text.size);
}

/* The day on which the file says that a mailbox was activated; empty. */
static const char *since(struct import *import, const struct list_entry *entry)
{
    char day[DATE_SIZE];

    return import->list.form == LIST_ROWS && outcome_day(&import->list.roster, entry->row, day) == 0
               ? copy(import, text_of(day))
               : "";
}

/* Whoever INI-PEC has cancelled has left. */
static struct pecaddr_mailbox facts_of(struct import *import, const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;
    struct pecaddr_mailbox mailbox = PECADDR_MAILBOX_INIT;

    mailbox.address = entry->address;
    mailbox.state = import_state_of(import, entry);
    mailbox.given = copy(import, text_trim(person->given));
    mailbox.surname = copy(import, text_trim(person->surname));
    mailbox.holder = copy(import, person->holder);
    mailbox.province = copy(import, person->province);
    mailbox.section = person->section;
    mailbox.number = person->number;
    mailbox.expires = entry->expires;
    mailbox.left = *entry->left ? entry->left : entry->cancelled;
    mailbox.since = since(import, entry);
    return mailbox;
}

static void add(struct import *import, const struct pecaddr_mailbox *mailbox)
{
    import->mailboxes[import->n] = *mailbox;
    import->pointers[import->n] = &import->mailboxes[import->n];
    import->reasons[import->n] = (struct pecaddr_reason)PECADDR_REASON_INIT;
    import->reason_pointers[import->n] = &import->reasons[import->n];
    import->n++;
}

void import_add_blocked(struct import *import, const char *address, enum pecaddr_state state)
{
    struct pecaddr_mailbox mailbox = PECADDR_MAILBOX_INIT;

    mailbox.address = address;
    mailbox.state = state;
    mailbox.receipt = blocked;
    add(import, &mailbox);
}

static void add_row(struct import *import, const struct list_entry *entry, struct import_row *row)
{
    row->place = import->n;
    if (row->fate == IMPORT_FACTS) {
        const struct pecaddr_mailbox mailbox = facts_of(import, entry);

        add(import, &mailbox);
    } else {
        import_add_blocked(import, *entry->found ? entry->found : entry->address,
                           import_state_of(import, entry));
    }
}

int import_read(struct import *import)
{
    const struct list *list = &import->list;
    int r = 0;

    import->n = 0;
    for (size_t i = 0; i < list->n && r == 0; i++)
        r = judge(import, &list->entries[i], &import->rows[i]);
    for (size_t i = 0; i < list->n && r == 0; i++) {
        struct import_row *row = &import->rows[i];

        if (row->fate == IMPORT_FACTS || (row->fate == IMPORT_BLOCK && import->has_facts))
            add_row(import, &list->entries[i], row);
    }
    return r;
}
