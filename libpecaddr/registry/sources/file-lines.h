/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_FILE_LINES_H
#define PECADDR_REGISTRY_FILE_LINES_H

#include <pecaddr/registry.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A byte more than the longest address: what is longer is none. */
#define FIELD_MAX (PECADDR_ADDRESS_MAX + 1)

/* A file read byte by byte. Zeroed but for its descriptor. */
struct reader {
    int fd;
    int failure; /* an errno */
    uint64_t offset;
    size_t position;
    size_t size;
    unsigned char buffer[65536];
};

/* A line of the list. */
struct line {
    uint64_t offset; /* of the field */
    size_t size;     /* of the field, at most FIELD_MAX */
    bool blank;      /* nothing but spaces and separators */
    uint64_t rest;   /* where the field has ended */
    bool has_at;     /* in the field */
    bool later_at;   /* in what follows */
    bool broken;     /* a quote without its other one */
    bool ended;      /* by a line break, not by the end of the file */
    bool open_quote; /* that end is within quotes, after the field */
    size_t n_cells;  /* after the field, where a separator of columns follows it */
    char field[FIELD_MAX];
};

/* A byte order mark, which some programs put before UTF-8. */
void registry_lines_skip_mark(struct reader *reader);

/* Whether a file begins as UTF-16 does. */
bool registry_lines_are_utf16(struct reader *reader);

/* False at the end of the file, or where it cannot be read: see `failure`. */
bool registry_lines_read(struct reader *reader, struct line *ret_line);

#endif
