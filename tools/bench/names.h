/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NAMES_H
#define NAMES_H

#include "names-corpus.h"

#include <stdbool.h>
#include <stddef.h>

/* What a contestant of names.c may write for one field. */
#define NAMES_BUFFER_SIZE 512

/*
 * Turns a field into ASCII letters, as well as the library can; at most NAMES_BUFFER_SIZE bytes.
 * Returns how many; 0: it cannot.
 */
typedef size_t names_convert_fn(const char *text, size_t size, char *buffer);

struct contestant {
    const char *name;
    /* The library as it runs, such as `ICU 72.1`; NULL for a floor. */
    const char *(*version)(void);
    /* Opens what is opened once; false: that is not to be had here. NULL: nothing is to be opened.
     */
    bool (*open)(void);
    /* NULL: the library was not there when this was built. */
    names_convert_fn *convert;
    /* The rows from `first` on, one after the other; false: one cannot be converted. */
    bool (*convert_rows)(const struct corpus *corpus, size_t first, size_t n);
    bool keeps_case;
};

extern const struct contestant contestant_iconv, contestant_icu_transliterator, contestant_icu_nfd,
    contestant_unistring, contestant_utf8proc;

/* Makes the compiler believe that the buffer is read. */
static inline void consume(const char *buffer)
{
    __asm__ volatile("" : : "r"(buffer) : "memory");
}

/* What convert_rows is for those who take one field at a time: compiled into each of them, so that
   nobody is called through a pointer. */
__attribute__((always_inline)) static inline bool
convert_both_fields(names_convert_fn *convert, const struct corpus *corpus, size_t first, size_t n)
{
    char buffer[2 * NAMES_BUFFER_SIZE];
    bool fine = true;

    for (size_t i = first; i < first + n; i++) {
        const struct corpus_row *row = &corpus->rows[i];
        const char *given = corpus->text + row->offset;
        size_t size = convert(given, row->given_size, buffer);

        fine &= size > 0;
        fine &= convert(given + row->given_size, row->surname_size, buffer + size) > 0;
        consume(buffer);
    }
    return fine;
}

#endif
