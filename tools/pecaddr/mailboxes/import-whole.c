/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/many.h"
#include "mailboxes/import.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>

/*
 * Whether so many rows of the file contradict themselves that none of it is believed: of a column that was
 * shifted also the rows come in that happen to fit, and they are namesakes with each other's mailbox.
 */

/* Those that follow each other are no slips either. */
static bool are_of_column(size_t some, size_t close, size_t all)
{
    return close >= MANY_AT_LEAST || are_many(some, all);
}

/* Rows of a kind, as they are shown. */
struct shown {
    bool (*is_one)(const struct import_names *names, const struct list_entry *entry);
    char *name; /* of the first */
    struct buffer address;
    size_t line;
    struct buffer why; /* of one that is crossed */
    size_t exchanged;  /* of all of them */
};

static bool is_crossed(const struct import_names *names, const struct list_entry *entry)
{
    struct arena arena = {0};
    struct fault fault;
    bool is_one = import_names_deny(names, entry, &arena, &fault);

    arena_free(&arena);
    return is_one;
}

static void show(const struct import *import, const struct list_entry *entry, struct shown *shown)
{
    const struct pecaddr_person *person = &entry->member.person;
    struct arena arena = {0};
    struct fault fault;

    if (entry->has_fault || entry->member.has_fault || !shown->is_one(&import->names, entry))
        return;
    shown->exchanged += import_names_are_exchanged(import->command.options.scheme, entry);
    if (shown->name)
        return;
    shown->name = text_name(person->given, person->surname);
    shown->line = entry->line;
    buffer_text(&shown->address, entry->address);
    if (import_names_deny(&import->names, entry, &arena, &fault))
        buffer_text(&shown->why, fault.what);
    arena_free(&arena);
}

static int read_shown(struct import *import, struct shown *shown)
{
    struct list *list = &import->list;
    int r = list_rewind(list);

    while (r == 0 && (r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++)
            show(import, &list->entries[i], shown);
    return r;
}

static void shown_free(struct shown *shown)
{
    free(shown->name);
    buffer_free(&shown->address);
    buffer_free(&shown->why);
}

static const char *file_name(const struct import *import)
{
    return import->list.roster.input.name;
}

static void tell_crossed(const struct import *import, const struct shown *shown)
{
    message("%s: of %zu rows with a name, %zu have an address that by the rules is somebody "
            "else's, the "
            "first on line %zu, %s: %s; nothing was done",
            file_name(import), import->names.named, import->names.crossed, shown->line,
            shown->address.data, shown->why.data);
    message("a column was sorted by itself, or shifted: make the file again, and import it before "
            "anybody is given an address");
}

static void tell_mismatched(const struct import *import, const struct shown *shown)
{
    message(
        "%s: of %zu rows with a codice fiscale, in %zu it is not of the name, the first on line "
        "%zu, %s, %s; nothing was done",
        file_name(import), import->names.with_holder, import->names.mismatched, shown->line,
        shown->name, shown->address.data);
    message(
        "if a column was sorted by itself or shifted, make the file again, and import it before "
        "anybody is given an address; if somebody has looked at them and they are right, give "
        "--accept CF_MISMATCH");
}

static void tell_unlike(const struct import *import, const struct shown *shown)
{
    message(
        "%s: of %zu rows with a name, in %zu it does not give the address at any level, the first "
        "on line %zu, %s, %s; nothing was done",
        file_name(import), import->names.named, import->names.unlike, shown->line, shown->name,
        shown->address.data);
    if (shown->exchanged * MANY_PART >= import->names.unlike)
        message("with given name and surname exchanged, %zu of them give it: if the names of these "
                "two columns are exchanged in the first row, correct them",
                shown->exchanged);
    else
        message(
            "if a column was sorted by itself, shifted or pasted over, make the file again, and "
            "import it before anybody is given an address");
    message("if these mailboxes have addresses of an older rule, give --other-rule");
}

static int refuse(struct import *import,
                  bool is_one(const struct import_names *names, const struct list_entry *entry),
                  void tell(const struct import *import, const struct shown *shown))
{
    struct shown shown = {.is_one = is_one};
    int r = read_shown(import, &shown);

    if (r == 0)
        tell(import, &shown);
    shown_free(&shown);
    return r ? r : EXIT_USAGE;
}

int import_check_whole(struct import *import)
{
    const struct import_names *names = &import->names;

    if (are_of_column(names->crossed, names->crossed_close, names->named))
        return refuse(import, is_crossed, tell_crossed);
    if (are_of_column(names->unlike, names->unlike_close, names->named) && !import->of_other_rule)
        return refuse(import, import_names_are_unlike, tell_unlike);
    if (are_of_column(names->mismatched, names->mismatched_close, names->with_holder) &&
        !import->accepts_mismatch)
        return refuse(import, import_names_are_mismatched, tell_mismatched);
    return 0;
}
