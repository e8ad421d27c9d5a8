/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MOVERS_H
#define MOVERS_H

#include "runtime/memory.h"

#include <pecaddr/registry.h>

/*
 * Rows that are refused since somebody else is on their register entry, who moves off it further down in
 * the same roster: nobody has left, and the next run gives them their address. Of each row so refused 16
 * bytes are kept. It begins zeroed.
 */
struct movers {
    struct buffer refused;
    size_t n; /* of these, that are told, and the first of them */
    size_t first_line, first_other;
};

/* Takes a row that was refused, with the reason; and one whose person has moved and keeps the address. */
void movers_refused(struct movers *movers, const struct pecaddr_person *person,
                    const struct pecaddr_reason *reason, size_t line);
void movers_moved(struct movers *movers, const char *address, size_t line);

/* When all rows were taken. */
void movers_tell(const struct movers *movers);

void movers_free(struct movers *movers);

#endif
