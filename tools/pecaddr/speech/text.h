/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TEXT_H
#define TEXT_H

#include "base/ascii.h"
#include "runtime/memory.h"

#include <pecaddr/pecaddr.h>

/* What a person sees of a text: characters, columns, and nothing that moves the cursor. */

/* A text that ends in NUL, NULL counting as absent. */
struct pecaddr_text text_of(const char *text);

/* Without white space (also no-break spaces) at its ends. */
struct pecaddr_text text_trim(struct pecaddr_text text);

/* The first word of a line of a list, such as an address: up to a space or separator, or in quotes.
 */
struct pecaddr_text text_first_word(struct pecaddr_text line);

/* What follows the first of words with a space between them; at the last, their end. */
const char *text_next_word(const char *words);

int text_is_ascii(struct pecaddr_text text);

/* Whether a text is well-formed UTF-8; if not, ret_offset is its first bad byte. */
int text_is_utf8(struct pecaddr_text text, size_t *ret_offset);

/* The bytes of the character at an offset; of ill-formed UTF-8 one byte. 0 at the end. */
size_t text_character(struct pecaddr_text text, size_t offset);

/* The place of a byte as people count: 1 for the first character. */
size_t text_position(struct pecaddr_text text, size_t offset);

/*
 * Appends a text so that a terminal shows it and nothing else happens: controls, bidi controls,
 * other invisible and unassigned characters become `U+200B`, ill-formed bytes `\xE8`.
 */
void text_show(struct buffer *buffer, struct pecaddr_text text);

/* Appends JSON, in which such characters can only stand in strings, with those in their escaped
   form:
   `\u202e`. Line ends and TABs lay it out, and stay. */
void text_escape_json(struct buffer *buffer, struct pecaddr_text json);

/* The same for one character, in quotes and with its number when it is not ASCII: `'ß' (U+00DF)`.
 */
void text_show_character(struct buffer *buffer, struct pecaddr_text text, size_t offset);

/* A name as a list shows it: of one that would fill the line, the beginning. Empty where there is none. */
char *text_name(struct pecaddr_text given, struct pecaddr_text surname);

/* The columns that a text takes on a terminal, after text_show(). */
size_t text_width(struct pecaddr_text text);

/* Whether a text is the same as another in ASCII, but for case. */
int text_equal(struct pecaddr_text text, const char *ascii);

/* The size of that one of some words, in ASCII, but for case, with which a text begins, and which no
   letter follows; 0: it begins with none. */
size_t text_word_at_start(struct pecaddr_text text, const char *const words[], size_t n);

#endif
