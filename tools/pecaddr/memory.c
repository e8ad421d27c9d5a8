/* SPDX-License-Identifier: BSD-3-Clause */
#include "memory.h"

#include "command.h"
#include "message.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)256 * 1024)

struct arena_block {
    struct arena_block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char data[];
};

static _Noreturn void out_of_memory(void)
{
    message("there is not enough memory");
    exit(EXIT_UNAVAILABLE);
}

void *memory_new(size_t size)
{
    void *memory = calloc(1, size ? size : 1);

    if (!memory)
        out_of_memory();
    return memory;
}

void *memory_resize(void *memory, size_t size)
{
    void *resized = realloc(memory, size);

    if (!resized)
        out_of_memory();
    return resized;
}

char *memory_copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(memory_new(size), text, size);
}

/* Makes room for `size` more bytes and a NUL. */
static void buffer_reserve(struct buffer *buffer, size_t size)
{
    if (size >= SIZE_MAX / 4 - buffer->size)
        out_of_memory();
    if (buffer->size + size < buffer->capacity)
        return;
    buffer->capacity = 2 * (buffer->size + size) + 64;
    buffer->data = memory_resize(buffer->data, buffer->capacity);
}

void buffer_append(struct buffer *buffer, const void *data, size_t size)
{
    buffer_reserve(buffer, size);
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_format_list(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    int size;

    /* Into what room there is; if that is too little, the size is known then. */
    va_copy(again, arguments);
    buffer_reserve(buffer, 0);
    size =
        vsnprintf(buffer->data + buffer->size, buffer->capacity - buffer->size, format, arguments);
    if (size > 0 && (size_t)size >= buffer->capacity - buffer->size) {
        buffer_reserve(buffer, (size_t)size);
        vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, again);
    }
    va_end(again);
    if (size > 0)
        buffer->size += (size_t)size;
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    buffer_format_list(buffer, format, arguments);
    va_end(arguments);
}

void buffer_clear(struct buffer *buffer)
{
    buffer_reserve(buffer, 0);
    buffer->size = 0;
    buffer->data[0] = '\0';
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

static struct arena_block *block_new(size_t capacity)
{
    struct arena_block *block;

    if (capacity > SIZE_MAX / 2)
        out_of_memory();
    block = malloc(sizeof *block + capacity);
    if (!block)
        out_of_memory();
    block->next = NULL;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

/* The next block in which `size` bytes fit: one that is there, or a new one after the current. */
static struct arena_block *block_with_room(struct arena *arena, size_t size)
{
    struct arena_block **link = arena->current ? &arena->current->next : &arena->first;
    struct arena_block *block = *link;

    if (!block || block->capacity < size) {
        block = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
        block->next = *link;
        *link = block;
    }
    return block;
}

/* What begins at a multiple of `alignment`. */
static void *take(struct arena *arena, size_t size, size_t alignment)
{
    struct arena_block *block = arena->current;
    size_t begin = block ? (block->used + alignment - 1) / alignment * alignment : 0;

    if (!block || begin > block->capacity || block->capacity - begin < size) {
        block = arena->current = block_with_room(arena, size);
        begin = 0;
    }
    arena->size += begin + size - block->used;
    block->used = begin + size;
    return block->data + begin;
}

void *arena_new(struct arena *arena, size_t size)
{
    return take(arena, size, alignof(max_align_t));
}

/* Texts stand one right after the other: there may be millions. */
char *arena_copy(struct arena *arena, const char *data, size_t size)
{
    char *copy = take(arena, size + 1, 1);

    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    struct buffer text = {0};
    va_list arguments;
    char *copy;

    va_start(arguments, format);
    buffer_format_list(&text, format, arguments);
    va_end(arguments);
    copy = arena_copy(arena, text.data, text.size);
    buffer_free(&text);
    return copy;
}

/* Blocks of the usual size are kept; a giant row's is given back. */
void arena_clear(struct arena *arena)
{
    struct arena_block **link = &arena->first;

    while (*link) {
        struct arena_block *block = *link;

        block->used = 0;
        if (block->capacity == BLOCK_SIZE) {
            link = &block->next;
        } else {
            *link = block->next;
            free(block);
        }
    }
    arena->current = arena->first;
    arena->size = 0;
}

void arena_free(struct arena *arena)
{
    while (arena->first) {
        struct arena_block *block = arena->first;

        arena->first = block->next;
        free(block);
    }
    *arena = (struct arena){0};
}
