/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VECTORS_H
#define VECTORS_H

#include "suite.h"

/* The committed vectors, one line after the other; tests/vectors/README.md has their format. */

#define VECTORS_COLUMNS_MAX 8

struct vectors {
    const char *path;
    FILE *file;
    char *header; /* the first line */
    char *line;
    size_t capacity;
    size_t number; /* of the present line, from 1 */
    size_t n;      /* its columns */
    char *columns[VECTORS_COLUMNS_MAX];
};

static inline struct vectors vectors_open(const char *path)
{
    struct vectors vectors = {.path = path, .file = fopen(path, "r"), .number = 1};
    size_t capacity = 0;

    ck_assert_msg(vectors.file != NULL, "%s", path);
    ck_assert_int_gt(getline(&vectors.header, &capacity, vectors.file), 0);
    return vectors;
}

/* False at the end. */
static inline bool vectors_next(struct vectors *vectors)
{
    if (getline(&vectors->line, &vectors->capacity, vectors->file) <= 0)
        return false;
    vectors->line[strcspn(vectors->line, "\n")] = '\0';
    vectors->number++;
    vectors->n = 0;
    for (char *next = vectors->line; next && vectors->n < VECTORS_COLUMNS_MAX;) {
        vectors->columns[vectors->n++] = next;
        next = strchr(next, '\t');
        if (next)
            *next++ = '\0';
    }
    return true;
}

static inline void vectors_close(struct vectors *vectors)
{
    free(vectors->line);
    free(vectors->header);
    fclose(vectors->file);
}

static inline int vectors_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* Replaces the escapes, in place. */
static inline struct pecaddr_text vectors_unescape(char *text)
{
    size_t size = 0;

    for (const char *c = text; *c; c++) {
        if (*c != '\\') {
            text[size++] = *c;
            continue;
        }
        switch (*++c) {
        case 't':
            text[size++] = '\t';
            break;
        case 'n':
            text[size++] = '\n';
            break;
        case 'r':
            text[size++] = '\r';
            break;
        case 'x':
            text[size++] = (char)(vectors_digit(c[1]) * 16 + vectors_digit(c[2]));
            c += 2;
            break;
        default:
            text[size++] = *c;
            break;
        }
    }
    return (struct pecaddr_text){text, size};
}

#endif
