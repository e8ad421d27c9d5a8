/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ACCENT_H
#define ACCENT_H

#include <stddef.h>

/*
 * A byte above ASCII, and what stands around it: in which encodings it makes sense there.
 *
 *   before, after    '\n' at the ends of a line.
 *   letters_before   of its word, bytes above ASCII counted.
 */
struct accent {
    unsigned char byte;
    unsigned char before;
    unsigned char after;
    size_t letters_before;
};

/* Right after an ASCII letter: whether it makes sense as Windows-1252 (and not with the signs of
   misread DOS text of SPEC §2), as CP850, as the text of an old Macintosh. The last two know only
   the letters of Italian names: those of other languages would make symbols of Windows-1252 look
   like them. */
int accent_is_windows(const struct accent *accent);
int accent_is_dos(const struct accent *accent);
int accent_is_mac(const struct accent *accent);

/* Whether it must be one of the letters that ISO-8859-15 has where Windows-1252 has signs that cannot
   stand there: Š Œ œ Ÿ, and š ž where they are no misplaced ¨ or ¸. Ž proves nothing: in
   Windows-1252 it is ´. */
int accent_is_latin9(const struct accent *accent);

/* Whether it is that ´ (or Ž). */
int accent_is_acute(const struct accent *accent);

int accent_is_upper(unsigned char byte); /* of ASCII */
int accent_is_lower(unsigned char byte);

#endif
