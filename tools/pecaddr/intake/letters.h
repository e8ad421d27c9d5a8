/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LETTERS_H
#define LETTERS_H

#include <pecaddr/pecaddr.h>

/*
 * Names in Windows-1250 (of central Europe) and Windows-1254 (Turkish) are text of Windows-1252 too,
 * of other letters: `MARUŠIČ` is `MARUŠIÈ`, `Yıldız` is `Yýldýz`. What gives them away is a letter
 * where no Italian, German or French name has it.
 */

/* The encodings that a name may have been meant in. */
enum letters_of {
    LETTERS_OF_1250,
    LETTERS_OF_1254,
    LETTERS_ENCODINGS,
};

/*
 *   is_strange   a letter stands where no such name has it.
 *   is_rare      or where one hardly has it: `Mattèi`, `MARIÈ`. This tells something where names of
 *                the same file are strange.
 *   is_misread   it was read wrong before the file was written, in UTF-8.
 *   of           the encoding that gives a likely letter in that place.
 */
struct letters {
    int is_strange;
    int is_rare;
    int is_misread;
    enum letters_of of;
};

/* The name of the encoding, as --encoding takes it. */
const char *letters_encoding(enum letters_of of);

/* Judges a name by its bytes, read as Windows-1252. */
struct letters letters_judge(struct pecaddr_text name);

/* The same of UTF-8: a spreadsheet that misread the bytes has saved what it showed. A name with a letter that
   Windows-1252 has not was read right. */
struct letters letters_judge_utf8(struct pecaddr_text name);

#endif
