/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DETECT_H
#define DETECT_H

#include "encoding.h"
#include "input.h"

/*
 * What the bytes of a file say.
 *
 *   dos, windows   how many accents make sense only in CP850, only in Windows-1252, and the line of
 *                  the first; both: the file is a mixture.
 *   good, bad      characters above ASCII that are UTF-8, bytes that are not.
 *   bad_line       of the first byte that is not UTF-8.
 */
struct detection {
    struct encoding encoding;
    size_t begin;            /* the first byte after the byte order mark */
    char newline;            /* as struct input has it */
    const char *line_ending; /* "\n", "\r\n" or "\r" */
    size_t dos, dos_line;
    size_t windows, windows_line;
    size_t good;
    size_t bad, bad_line;
    size_t nul_line; /* of the first NUL byte, 0 where there is none */
};

/*
 * Reads a seekable file once and finds out its encoding and line ending.
 *
 *   forced   a name of encoding_names(), or NULL.
 *
 * Decided by the byte order mark; else UTF-8 when all of it is (or more of its accents are than
 * are not: then the others are errors of their rows); else CP850 when at least ten accents make
 * sense only so for each that makes sense only as Windows-1252; else Windows-1252.
 *
 * Returns 0, the input ready to be read from its first line on; or a status with a message.
 */
int detect(struct input *input, const char *forced, struct detection *ret_detection);

#endif
