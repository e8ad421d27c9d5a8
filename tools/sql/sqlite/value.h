/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SQL_SQLITE_VALUE_H
#define SQL_SQLITE_VALUE_H

#include <sqlite3ext.h>

#include "call.h"

/* What the files of the extension know of SQLite's values; its functions are called through a table of the host. */
extern const sqlite3_api_routines *sqlite3_api;

static inline bool value_is_null(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_NULL;
}

/*
 * An argument that is not NULL, as long as its value lives. A blob is its own bytes: as a text it would be read in the
 * encoding of the database, and a name would be another one in UTF-16. False where there is no memory.
 */
static inline bool value_read(sqlite3_value *value, struct pecaddr_text *ret_text)
{
    bool is_blob = sqlite3_value_type(value) == SQLITE_BLOB;

    ret_text->data = is_blob ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);
    ret_text->size = (size_t)sqlite3_value_bytes(value);
    return ret_text->data || is_blob;
}

/* Everything about an error in one sentence, as SQLite has no more room; to be freed with sqlite3_free(). */
static inline char *error_sentence(const struct pecaddr_error *error)
{
    char where[SQL_WHERE_SIZE];

    sql_error_where(error, where);
    return sqlite3_mprintf("%s: %s: %s", pecaddr_status_name(error->code), where, error->message);
}

/* pecaddr_candidates(). */
extern const sqlite3_module candidates_module;

#endif
