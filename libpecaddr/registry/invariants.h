/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_INVARIANTS_H
#define PECADDR_REGISTRY_INVARIANTS_H

#include "store.h"

#include <pecaddr/registry.h>

/* What must hold in a registry, asked of either engine: invariants.sql. */

/* How an engine says what the other says otherwise; `?` stands for a column. */
struct dialect {
    const char *schema;    /* before the name of a table */
    const char *unindexed; /* after a table of which no index may be used */
    const char *living;    /* of an alias */
    const char *same;      /* of values that may be NULL */
    const char *differ;
    const char *now;    /* the number of the last transaction */
    const char *back;   /* whether a version is of an earlier transaction than the one before it */
    const char *day;    /* whether it is a date or NULL; never NULL itself */
    const char *moment; /* whether it is a moment */
    const char *own;    /* of the question REGISTRY, what this engine alone has */
};

/* A row of an answer; empty and 0: nothing. */
struct answer {
    const char *address;
    const char *other;
    uint64_t revision;
    const char *fact;
};

typedef int registry_on_answer_fn(void *user, const struct answer *answer);

/*
 * Whoever puts questions to an engine. `ask` returns what `each` returned when that was not
 * PECADDR_OK. Where the database cannot be read it may say so itself and set `broken`.
 */
struct questioner {
    int (*ask)(struct questioner *self, const char *sql, bool by_index, registry_on_answer_fn *each,
               void *user, struct pecaddr_registry_error *error);
    bool broken;
};

/*
 * Asks all of them, each without indexes, of which each row is told, and with them; and tells where
 * the answers are not the same.
 */
int registry_ask_invariants(struct questioner *questioner, const struct dialect *dialect,
                            const struct verifier *verifier, struct pecaddr_registry_error *error);

#endif
