/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_H
#define LIST_H

#include "intake/chunk.h"
#include "intake/roster.h"
#include "member/person.h"

#include <pecaddr/registry.h>

/*
 * A file of mailboxes: the one place that knows what such a list is. It begins with any number of
 * comments (#), and then is
 *
 *   LIST_LINES    one address at the start of each line, up to a space, `;`, `,` or TAB, also in
 *                 quotes; comments and empty lines anywhere; a first line without @ is a header.
 *                 This is what a source file:PATH of the registry reads.
 *   LIST_ROWS     CSV with a column pec, and any columns of a roster.
 *   LIST_INIPEC   INI-PEC without its header. SPEC §6.
 */
enum list_form { LIST_EMPTY, LIST_LINES, LIST_ROWS, LIST_INIPEC };

/* What the column nuovo of pecaddr assign says of a row: whether its address was given that day. */
enum list_new { LIST_NEW_UNSAID, LIST_NEW_YES, LIST_NEW_NO, LIST_NEW_OTHER };

/*
 * A line or row.
 *
 *   line           of the file.
 *   has_fault      nothing of it can be used, for the reason in `fault`, on fault_line.
 *   address        empty in a row without one.
 *   found          where nothing of it can be used: the address that stands in it all the same, or
 *                  an empty text.
 *   member         what else it says; it may have a fault of its own.
 *   holder         the codice fiscale, in upper case without spaces; as it stands where it is none.
 *   state          as registry export writes it, in English or Italian; 0 where it is not said.
 *   other_state    what stands there, where it is no state, nor one of INI-PEC's; else empty.
 *   is_update      INI-PEC's Stato 1: a line before it on the same mailbox is out of date.
 *   is_cancelled   INI-PEC has cancelled it: Stato 3, or a Data Cancellazione.
 *   expires, left, cancelled   days; as date_read() gives them, or as they stand where it cannot.
 *   is_new         UNSAID where there is no such column; OTHER: neither yes nor no stands there.
 *   has_more       of a line: something that is not read follows the address.
 *   row            as it was read; NULL of a line.
 *   n_cells, is_open   how many cells it has, of a line those after the first; whether it ends within
 *                      quotes.
 */
struct list_entry {
    size_t line;
    int has_fault;
    struct fault fault;
    size_t fault_line;
    const char *address;
    const char *found;
    struct member member;
    const char *holder;
    enum pecaddr_state state;
    const char *other_state;
    int is_update;
    int is_cancelled;
    const char *expires;
    const char *left;
    const char *cancelled;
    enum list_new is_new;
    int has_more;
    size_t n_cells;
    int is_open;
    const struct roster_row *row;
};

struct list {
    const char *province; /* of all of it, such as MC, where it does not say; set by the caller */
    bool is_of_step;   /* what its columns say of standing and outcome is read; set by the caller */
    bool is_of_import; /* the same, for what contradicts it alone */
    enum list_form form;
    struct roster roster;
    struct list_entry entries[CHUNK_ROWS];
    size_t n;
    size_t new_column; /* nuovo of pecaddr assign, or ROSTER_NO_COLUMN */
    bool is_record;    /* rows that registry show or export wrote: their state is that on record */
    size_t
        *american; /* of each column: the line of the first day that proves its order to be American
                         (list-days.h), or 0; NULL: not looked for */
    /* The rest is its own. */
    struct chunk chunk;
    int may_be_header; /* the next line */
    int is_first_row;  /* what was read as the header is a row */
    int in_long_line;
    int ends_with_entry; /* nothing was read after the last one */
};

/* Opens a list that was zeroed, as roster_open() does, finds out what it is, and says so. One that
   was cut in mid-line is refused, as it is as a source. 0, or a status with a message. */
int list_open(struct list *list, const char *path, const char *encoding, const char *separator);
void list_close(struct list *list);

/* Back to the first of them. 0, or a status with a message. */
int list_rewind(struct list *list);

/* Reads the next entries, which live until the next call; n is 0 at the end. 0, or a status with a
   message. */
int list_read(struct list *list);

/* Says that there is no address in a file that should have some; answers EXIT_USAGE. */
int list_lacks_all(const struct list *list);

#endif
