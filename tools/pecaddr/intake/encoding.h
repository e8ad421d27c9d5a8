/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ENCODING_H
#define ENCODING_H

#include "runtime/memory.h"

#include <pecaddr/pecaddr.h>

#include <stdio.h>

struct icu;

/*
 * The encodings in which rosters come: found out, read, and written again.
 *
 * Cells are parsed, kept and written as the bytes that they are; only those that pecaddr reads are
 * decoded. So what passes through stays what it was, down to the byte. (UTF-16 is read as UTF-8
 * and made UTF-16 again on its way out, which loses nothing either.)
 */

enum encoding_kind {
    ENCODING_UTF8 = 1,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_TABLE, /* one byte, one character */
};

struct encoding {
    enum encoding_kind kind;
    const char *name;
    int has_bom;
    /* ENCODING_TABLE: each byte as UTF-8; an empty text where the encoding has no character. */
    char utf8[256][4];
};

/* An encoding by one of its names, which must outlive it: one of encoding_names(), or another that
   ICU has, of one byte for each character, that contains ASCII. 0, or a status with a message. ICU is
   loaded for all but UTF. */
int encoding_named(struct encoding *encoding, const char *name);

/* Whether it is one of one byte for each character that encoding_named() would take. */
int encoding_is_known(const struct icu *icu, const char *name);

/* The name of one that is no table. */
const char *encoding_kind_name(enum encoding_kind kind);

/* The names that --encoding knows, in one line. */
const char *encoding_names(void);

/*
 * A cell as UTF-8, made in the arena where it is not that already. 0, or -1 where the bytes are
 * none of the encoding's characters; ret_offset is the byte of the cell where that begins.
 */
int encoding_decode(const struct encoding *encoding, struct arena *arena, struct pecaddr_text cell,
                    struct pecaddr_text *ret_text, size_t *ret_offset);

/* Appends UTF-8 in the bytes that cells are kept in; what the encoding cannot say as `U+1E9E`. */
void encoding_encode(const struct encoding *encoding, struct buffer *buffer,
                     struct pecaddr_text text);

/* Writes kept bytes to a file of this encoding. */
void encoding_write(const struct encoding *encoding, FILE *file, const char *data, size_t size);
void encoding_write_bom(const struct encoding *encoding, FILE *file);

#endif
