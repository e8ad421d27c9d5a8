/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_TEXT_H
#define PECADDR_BASE_TEXT_H

#include "base/array.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <pecaddr/pecaddr.h>

#define EXPORT __attribute__((visibility("default")))

/* A text of the caller: absent only where it is said to have no bytes. */
static inline bool text_fits(struct pecaddr_text text)
{
    return text.data || text.size == 0;
}

/* Whether a text is that of a string. */
static inline bool text_is(struct pecaddr_text text, const char *string)
{
    return text.size == strlen(string) && memcmp(text.data, string, text.size) == 0;
}

/*
 * Whether a struct of the caller, `size` bytes by its own word, holds all that this library knows
 * (`known` bytes) and nothing beyond that it does not know: the tail must be zero. A size beyond
 * all growth was never set, and nothing is read by it.
 */
static inline bool struct_fits(const void *object, size_t size, size_t known)
{
    const unsigned char *bytes = (const unsigned char *)object;

    if (!object || size < known || size - known > PECADDR_GROWTH_MAX)
        return false;
    for (size_t i = known; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* The same for a pointer to a struct that begins with its size; it may be NULL. */
#define STRUCT_FITS(object) ((object) && struct_fits((object), (object)->size, sizeof *(object)))

/* Whether a person is there, of a known size, with no text that is absent but has a size. */
static inline bool person_texts_fit(const struct pecaddr_person *person)
{
    return STRUCT_FITS(person) && text_fits(person->given) && text_fits(person->surname) &&
           text_fits(person->province) && text_fits(person->holder);
}

/* Copies `size` bytes and a NUL to the caller's buffer, or says that it is too small. */
static inline int text_put(const char *text, size_t size, char *buffer, size_t capacity,
                           size_t *ret_size)
{
    if (!buffer || capacity <= size) {
        if (ret_size)
            *ret_size = size;
        return PECADDR_E_CAPACITY;
    }
    memcpy(buffer, text, size);
    buffer[size] = '\0';
    if (ret_size)
        *ret_size = size;
    return PECADDR_OK;
}

#endif
