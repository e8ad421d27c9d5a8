/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_TEXT_H
#define PECADDR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pecaddr/pecaddr.h>

#define EXPORT            __attribute__((visibility("default")))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

/* ASCII only, whatever the locale says. */
static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool ascii_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/*
 * Whether a struct of the caller, `size` bytes by its own word, holds all that this library knows
 * (`known` bytes) and nothing beyond that it does not know: the tail must be zero.
 */
bool pecaddr__struct_fits(const void *object, size_t size, size_t known);

/*
 * Fills in the caller's error, if there is one, and returns `code`, so that a function can end with
 * `return pecaddr__fail(…)`. The message is what the code means.
 */
int pecaddr__fail(struct pecaddr_error *error, int code, enum pecaddr_field field, size_t offset);

/* Whether the caller's error is absent or of a size that can be written. */
bool pecaddr__error_fits(const struct pecaddr_error *error);

/* Copies `size` bytes and a NUL to the caller's buffer, or says that it is too small. */
int pecaddr__put_text(const char *text, size_t size, char *buffer, size_t capacity,
                      size_t *ret_size);

#endif
