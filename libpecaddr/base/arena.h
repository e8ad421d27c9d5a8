/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_ARENA_H
#define PECADDR_BASE_ARENA_H

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * Many small pieces of memory that live and end together. All zero is an empty one. Pieces never
 * move; clearing keeps the blocks for the next ones. The core allocates only to make a scheme, and
 * has none.
 */
struct arena {
    struct arena_block *first;
    struct arena_block *current;
    size_t size; /* of all pieces since it was cleared */
};

#define ARENA_BLOCK ((size_t)64 * 1024)

struct arena_block {
    struct arena_block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char data[];
};

/* The next block in which `size` bytes fit: one that is there, or a new one after the current. */
static inline struct arena_block *arena_block_with_room(struct arena *arena, size_t size)
{
    struct arena_block **link = arena->current ? &arena->current->next : &arena->first;
    struct arena_block *block = *link;
    size_t capacity = size > ARENA_BLOCK ? size : ARENA_BLOCK;

    if (block && block->capacity >= size)
        return block;
    block = capacity < SIZE_MAX / 2 ? (struct arena_block *)malloc(sizeof *block + capacity) : NULL;
    if (!block)
        return NULL;
    block->next = *link;
    block->capacity = capacity;
    block->used = 0;
    *link = block;
    return block;
}

/* A piece that begins at a multiple of `alignment`; NULL without memory. */
static inline void *arena_take(struct arena *arena, size_t size, size_t alignment)
{
    struct arena_block *block = arena->current;
    size_t begin = block ? (block->used + alignment - 1) / alignment * alignment : 0;

    if (!block || begin > block->capacity || block->capacity - begin < size) {
        block = arena_block_with_room(arena, size);
        if (!block)
            return NULL;
        arena->current = block;
        begin = 0;
    }
    arena->size += begin + size - block->used;
    block->used = begin + size;
    return block->data + begin;
}

/* Blocks of the usual size are kept; what one giant piece took is given back. */
static inline void arena_clear(struct arena *arena)
{
    struct arena_block **link = &arena->first;

    while (*link) {
        struct arena_block *block = *link;

        block->used = 0;
        if (block->capacity == ARENA_BLOCK) {
            link = &block->next;
        } else {
            *link = block->next;
            free(block);
        }
    }
    arena->current = arena->first;
    arena->size = 0;
}

static inline void arena_free(struct arena *arena)
{
    while (arena->first) {
        struct arena_block *block = arena->first;

        arena->first = block->next;
        free(block);
    }
    *arena = (struct arena){0};
}

#endif
