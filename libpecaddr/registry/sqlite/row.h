/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_ROW_H
#define PECADDR_REGISTRY_SQLITE_ROW_H

#include "record.h"

#include <sqlite3.h>

/*
 * A row that a statement gives, read by one who trusts no schema: a program may have switched the
 * rules off, and a disk may have garbled a page. What could not have been put on record is damage;
 * so are facts that must be there and are not.
 *
 * A cell that is damaged reads as if it were unknown, and is kept in mind: so a row is read whole,
 * and then asked once.
 */
struct row {
    sqlite3_stmt *cells;
    bool damaged;
};

/* What of a cell can be unknown, which is NULL. */
enum need { MAY_LACK, MUST_BE };

/* A text of so many bytes, none of which is NUL; empty: unknown. */
const char *registry_row_text(struct row *row, int column, enum need need, size_t min, size_t max);

/* A number from `min` to `max`; 0: unknown. */
int64_t registry_row_number(struct row *row, int column, enum need need, int64_t min, int64_t max);

/* The texts that have a form. */
const char *registry_row_address(struct row *row, int column, enum need need);
const char *registry_row_holder(struct row *row, int column);
const char *registry_row_province(struct row *row, int column);
/* Some, joined by commas, or an empty text. */
const char *registry_row_provinces(struct row *row, int column);
char registry_row_section(struct row *row, int column);
const char *registry_row_date(struct row *row, int column);
const char *registry_row_moment(struct row *row, int column);
const char *registry_row_name(struct row *row, int column);
const char *registry_row_letters(struct row *row, int column); /* of a name, as folded */

/* The column of a mailbox's state, to be read: none where the row does not say the same twice. */
#define SQLITE_STATE "CASE WHEN released IS (state = 'released') THEN state END"

/* A state; 0: unknown. */
enum pecaddr_state registry_row_state(struct row *row, int column, enum need need);

/* What a row has of an entry. */
uint32_t registry_row_entry_number(struct row *row, int column);

#endif
