/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/namesakes.h"

#include "base/hash.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_FIRST 1024

/* Names come from a register, not from an enemy; one who chose his names could make the report slow,
   and no more. */
static size_t hash(const char *name, size_t size)
{
    return (size_t)hash_end(hash_bytes(HASH_BEGIN, name, size));
}

/* Where a name stands, or the empty slot where it belongs. */
static struct namesake *find(const struct namesakes *namesakes, const char *name, size_t size)
{
    size_t mask = namesakes->capacity - 1;
    size_t i = hash(name, size) & mask;

    while (namesakes->slots[i].name && (strncmp(namesakes->slots[i].name, name, size) != 0 ||
                                        namesakes->slots[i].name[size] != '\0'))
        i = (i + 1) & mask;
    return &namesakes->slots[i];
}

/* At most half of the slots are used, so that an empty one is near. */
static void grow(struct namesakes *namesakes)
{
    struct namesakes old = *namesakes;

    namesakes->capacity = old.capacity ? 2 * old.capacity : CAPACITY_FIRST;
    namesakes->slots = memory_new(namesakes->capacity * sizeof *namesakes->slots);
    for (size_t i = 0; i < old.capacity; i++) {
        const char *name = old.slots[i].name;

        if (name)
            *find(namesakes, name, strlen(name)) = old.slots[i];
    }
    free(old.slots);
}

void namesakes_add(struct namesakes *namesakes, struct pecaddr_text name)
{
    struct namesake *slot;

    if (2 * namesakes->n >= namesakes->capacity)
        grow(namesakes);
    slot = find(namesakes, name.data, name.size);
    if (!slot->name) {
        slot->name = arena_copy(&namesakes->arena, name.data, name.size);
        namesakes->n++;
    }
    slot->holders++;
}

static int comes_before(const struct namesake *a, const struct namesake *b)
{
    return a->holders != b->holders ? a->holders > b->holders : strcmp(a->name, b->name) < 0;
}

size_t namesakes_top(const struct namesakes *namesakes, struct namesake top[], size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < namesakes->capacity; i++) {
        const struct namesake *slot = &namesakes->slots[i];
        size_t place = found;

        if (!slot->name || slot->holders < 2)
            continue;
        while (place > 0 && comes_before(slot, &top[place - 1]))
            place--;
        if (place == n)
            continue;
        found += found < n;
        memmove(&top[place + 1], &top[place], (found - place - 1) * sizeof *top);
        top[place] = *slot;
    }
    return found;
}

void namesakes_free(struct namesakes *namesakes)
{
    free(namesakes->slots);
    arena_free(&namesakes->arena);
    *namesakes = (struct namesakes){0};
}
