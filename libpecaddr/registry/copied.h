/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_COPIED_H
#define PECADDR_REGISTRY_COPIED_H

#include "error.h"

#include <pecaddr/registry.h>

/*
 * What a registry is made of, as it goes from one engine to another: rows of texts. NULL is what is
 * not known. Tables and columns have the same names in both.
 */

enum copied {
    COPIED_REGISTRY = 0, /* one row; `change`: the number of the last transaction */
    COPIED_SCHEME,
    COPIED_MAILBOX,
    COPIED_HISTORY,
    COPIED_TOLD,
    COPIED_TABLES,
    /* Not a table: one text, another one after anything was put on record. */
    COPIED_STATE = COPIED_TABLES
};

/* How a value is written. */
enum copied_type {
    COPIED_NUMBER,
    COPIED_TEXT,  /* never empty */
    COPIED_WORDS, /* may be empty, and is never unknown */
    COPIED_FLAG,  /* 0, 1 */
    COPIED_DATE,  /* YYYY-MM-DD */
    COPIED_MOMENT /* YYYY-MM-DDTHH:MM:SS.mmm or .mmmuuu, UTC, with a Z */
};

#define COPIED_COLUMNS_MAX 31

struct copied_table {
    const char *name;
    const char *order; /* by its key, for which there is an index */
    size_t n;
    struct {
        const char *name;
        enum copied_type type;
    } columns[COPIED_COLUMNS_MAX];
};

extern const struct copied_table registry_copied[COPIED_TABLES];

/* SQL for both: 1 where tables do not fit each other as the triggers would have made them. */
extern const char registry_copied_misfit[];

/* Takes one row; the texts live until it returns. Not PECADDR_OK: stop. */
typedef int registry_put_fn(void *user, const char *const cells[],
                            struct pecaddr_registry_error *error);

/* Where a store that is filled gets its rows from. */
struct feed {
    /* Gives each row of a table, in order. Returns what `put` did, or an error. */
    int (*pour)(void *user, enum copied table, registry_put_fn *put, void *put_user,
                struct pecaddr_registry_error *error);
    /* Before the end: whether all that was given still stands. */
    int (*confirm)(void *user, struct pecaddr_registry_error *error);
    void *user;
    /* Where the rows come from no new address is issued: nor is one where they go. */
    bool stopped;
};

/* SQL that is put together. */
struct sql {
    size_t size;
    char text[8192];
};
void registry_sql_add(struct sql *sql, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* `, ` before all but the first of a list. */
#define SQL_COMMA(i) ((i) > 0 ? ", " : "")

#endif
