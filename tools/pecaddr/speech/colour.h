/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COLOUR_H
#define COLOUR_H

#include <stdio.h>

/*
 * Colours, for a person at a terminal: where a stream is none, TERM is `dumb` or not there, or
 * NO_COLOR is set (no-color.org), all of this is empty texts.
 */
enum colour {
    COLOUR_NONE,
    COLOUR_ERROR,  /* the code of an error */
    COLOUR_REVIEW, /* what a person should look at */
    COLOUR_TITLE,  /* of a column */
};

/* What is written before and after a text in a colour. */
const char *colour_begin(FILE *stream, enum colour colour);
const char *colour_end(FILE *stream, enum colour colour);

#endif
