/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/holders.h"

#include <stdlib.h>
#include <string.h>

struct held {
    const char *holder;
    const char *address;
};

void holders_add(struct holders *holders, const char *holder, const char *address)
{
    if (!*holder)
        return;
    if (holders->n == holders->capacity) {
        holders->capacity = holders->capacity ? 2 * holders->capacity : 1024;
        holders->all = memory_resize(holders->all, holders->capacity * sizeof *holders->all);
    }
    holders->all[holders->n++] = (struct held){
        .holder = arena_copy(&holders->texts, holder, strlen(holder)),
        .address = arena_copy(&holders->texts, address, strlen(address)),
    };
}

static int compare(const void *a, const void *b)
{
    const struct held *one = a, *other = b;
    int order = strcmp(one->holder, other->holder);

    return order ? order : strcmp(one->address, other->address);
}

size_t holders_each_twice(struct holders *holders,
                          void (*each)(void *user, const char *holder, const char *first,
                                       const char *second),
                          void *user)
{
    size_t count = 0;

    if (holders->n)
        qsort(holders->all, holders->n, sizeof *holders->all, compare);
    for (size_t i = 1; i < holders->n; i++) {
        const struct held *first = &holders->all[i - 1], *second = &holders->all[i];

        if (strcmp(first->holder, second->holder) != 0)
            continue;
        count++;
        each(user, first->holder, first->address, second->address);
    }
    return count;
}

void holders_free(struct holders *holders)
{
    free(holders->all);
    arena_free(&holders->texts);
}
