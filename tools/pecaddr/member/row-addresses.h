/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ROW_ADDRESSES_H
#define ROW_ADDRESSES_H

#include "intake/roster.h"

#include <pecaddr/pecaddr.h>

/*
 * The addresses of a scheme's domain that stand in a row, whatever its columns are called and whatever
 * stands around them; but not those that the scheme reserves, nor those that pecaddr only proposed.
 *
 *   column    where one stands, from 0.
 *   address   it, in lower case.
 */
struct row_addresses {
    size_t column;
    char address[PECADDR_ADDRESS_MAX + 1];
    /* The rest is its own. */
    const struct roster *roster;
    const struct pecaddr_scheme *scheme;
    const struct roster_row *row;
    struct arena *arena;
    struct pecaddr_text text; /* of the column */
    size_t offset;            /* in it, after the last one */
};

/* Before the first of a row, which outlives it; cells are decoded in the arena. */
void row_addresses_begin(struct row_addresses *addresses, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, const struct roster_row *row,
                         struct arena *arena);

/* The next of them; false after the last. */
bool row_addresses_next(struct row_addresses *addresses);

#endif
