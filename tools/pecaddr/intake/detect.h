/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DETECT_H
#define DETECT_H

#include "intake/encoding.h"
#include "intake/input.h"

/* How an encoding is known. */
enum detected {
    DETECTED_FORCED = 1,
    DETECTED_MARK,    /* by the byte order mark */
    DETECTED_FOUND,   /* by what the bytes say */
    DETECTED_ASSUMED, /* they say nothing: the usual one */
};

/*
 * What the bytes of a file say.
 *
 *   dos, windows   how many accents make sense only in CP850, only in Windows-1252, and the line of
 *                  the first; both: the file is a mixture.
 *   either         how many could be letters of names in both, and are not the same ones.
 *   mac            how many make sense only as the text of an old Macintosh.
 *   latin9, acute  how many are letters only in ISO-8859-15; how many are ´ in Windows-1252 and a
 *                  letter there.
 *   high, foreign  bytes that are letters in the encodings of other alphabets, and those that
 *                  follow two such bytes: no name in Latin letters has three accents in a row.
 *   c1             bytes from 0x80 to 0x9F, which no ISO-8859 has.
 *   good, bad      characters above ASCII that are UTF-8, bytes that are not.
 *   bad_line       of the first byte that is not UTF-8.
 *   other          what ICU believes the encoding to be, where that is another.
 */
struct detection {
    struct encoding encoding;
    enum detected how;
    size_t begin;            /* the first byte after the byte order mark */
    char newline;            /* as struct input has it */
    const char *line_ending; /* "\n", "\r\n" or "\r" */
    size_t dos, dos_line;
    size_t windows, windows_line;
    size_t either, either_line;
    size_t mac, mac_line;
    size_t latin9, latin9_line;
    size_t acute, acute_line;
    size_t high;
    size_t foreign, foreign_line;
    size_t c1;
    size_t good;
    size_t bad, bad_line;
    char other[32];
    int is_unmarked_utf16; /* its bytes say UTF-16, and something else is forced */
    size_t nul_line;       /* of the first NUL byte, 0 where there is none */
    size_t unended_line;   /* the last line, where it has no line end; else 0 */
};

/*
 * Reads a seekable file once and finds out its encoding and line ending.
 *
 *   forced   a name as encoding_named() takes it, or NULL.
 *
 * Decided by, in this order:
 *   - the byte order mark;
 *   - NUL bytes that are the upper halves of UTF-16;
 *   - UTF-8, when all of it is, or more of its accents are than are not: then the others are errors
 *     of their rows;
 *   - CP850, when at least ten accents make sense only so for each that makes sense only as
 *     Windows-1252;
 *   - the text of an old Macintosh, by the same measure, is refused: it must be forced;
 *   - so is text of another alphabet, when most of its bytes above ASCII stand three in a row;
 *   - ISO-8859-15, by letters that only it has, and none of them is ´ in Windows-1252;
 *   - Windows-1252, by its bytes that no ISO-8859 has; ISO-8859-1 is its other half;
 *   - ICU's detector, which is believed where it says Windows-1252 or ISO-8859-1; any other name
 *     that it is sure of is kept in `other`, for a warning;
 *   - else Windows-1252.
 *
 * Returns 0, the input ready to be read from its first line on; or a status with a message.
 */
int detect(struct input *input, const char *forced, struct detection *ret_detection);

/* Whether some lines of the file alone are sure to be taken for the same encoding. */
int detection_holds_for_parts(const struct detection *detection);

#endif
