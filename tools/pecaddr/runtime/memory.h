/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MEMORY_H
#define MEMORY_H

#include "base/arena.h"

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

/* Pieces of an arena (base/arena.h), such as those of one chunk of a roster. */
void *arena_new(struct arena *arena, size_t size); /* aligned for anything */
char *arena_copy(struct arena *arena, const char *data, size_t size);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
