/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FUZZ_TARGET_H
#define PECADDR_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libFuzzer calls. Always returns 0; a property that does not hold aborts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property: never compiled out. */
#define HOLDS(property)                                                                            \
    do {                                                                                           \
        if (!(property)) {                                                                         \
            dprintf(2, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property);               \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Bytes taken off the front of an input; none are left when it is used up. */
struct bytes {
    const uint8_t *data;
    size_t size;
};

static inline uint8_t take_byte(struct bytes *input)
{
    if (input->size == 0)
        return 0;
    input->size--;
    return *input->data++;
}

/* The bytes up to the next newline, which no name may hold. */
static inline struct bytes take_line(struct bytes *input)
{
    const uint8_t *newline = input->size ? memchr(input->data, '\n', input->size) : NULL;
    size_t size = newline ? (size_t)(newline - input->data) : input->size;
    struct bytes line = {input->data, size};

    input->data += newline ? size + 1 : size;
    input->size -= newline ? size + 1 : size;
    return line;
}

#endif
