/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory that is there, or the command ends: with a message, status 3, and no half-made output
 * (output.h). The libraries never do this; a command may.
 */
void *memory_new(size_t size);
void *memory_resize(void *memory, size_t size);
char *memory_copy(const char *text);

/* A text or a list of bytes that grows. All zero is an empty one. Always ends in NUL once used. */
struct buffer {
    char *data;
    size_t size;
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const void *data, size_t size);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_format_list(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void buffer_clear(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

/*
 * Many small pieces that live and end together: those of one chunk of a roster. All zero is an
 * empty one. Pieces never move; clearing keeps the blocks for the next chunk.
 */
struct arena {
    struct arena_block *first;
    struct arena_block *current;
    size_t size; /* of all pieces since it was cleared */
};

void *arena_new(struct arena *arena, size_t size); /* aligned for anything */
char *arena_copy(struct arena *arena, const char *data, size_t size);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arena_clear(struct arena *arena);
void arena_free(struct arena *arena);

#endif
