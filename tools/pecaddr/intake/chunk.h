/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CHUNK_H
#define CHUNK_H

#include "intake/roster.h"
#include "runtime/memory.h"

/*
 * So many rows are read, put to the registry in one go, and written; then the next. It is what
 * bounds the memory that a roster takes, whatever its length. More at once cost the registry less;
 * fewer make whoever interrupts wait less, which matters where each row takes its time.
 */
#define CHUNK_ROWS     1000
#define CHUNK_ROWS_MAX 4000
#define CHUNK_BYTES    ((size_t)8 * 1024 * 1024)

struct chunk {
    struct arena arena;
    struct roster_row rows[CHUNK_ROWS_MAX];
    size_t n;
};

/* Reads the next rows, so many at most; n is 0 at the end. 0, or EXIT_UNAVAILABLE with a message. */
int chunk_read(struct chunk *chunk, struct roster *roster, size_t most);

#endif
