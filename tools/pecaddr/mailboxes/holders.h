/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOLDERS_H
#define HOLDERS_H

#include "runtime/memory.h"

#include <stddef.h>

/* Who holds mailboxes, to find those who have more than one: some 80 bytes for each. It begins zeroed. */
struct holders {
    struct held *all;
    size_t n, capacity;
    struct arena texts;
};

/* Notes a mailbox; without a codice fiscale nothing. */
void holders_add(struct holders *holders, const char *holder, const char *address);

/* Tells two addresses of each codice fiscale that has more; how many such there are. */
size_t holders_each_twice(struct holders *holders,
                          void (*each)(void *user, const char *holder, const char *first,
                                       const char *second),
                          void *user);
void holders_free(struct holders *holders);

#endif
