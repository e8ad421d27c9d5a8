/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/memory.h"

#include "runtime/exit-status.h"
#include "runtime/voice.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void out_of_memory(void)
{
    voice_say("there is not enough memory");
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

static void *take(struct arena *arena, size_t size, size_t alignment)
{
    void *piece = arena_take(arena, size, alignment);

    if (!piece)
        out_of_memory();
    return piece;
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
