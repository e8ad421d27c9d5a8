/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/colour.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_wanted(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

    return !(no_color && *no_color) && terminal && *terminal && strcmp(terminal, "dumb") != 0 &&
           isatty(fileno(stream));
}

/* ECMA-48 8.3.117, SGR. */
const char *colour_begin(FILE *stream, enum colour colour)
{
    static const char *const codes[] = {
        [COLOUR_NONE] = "",
        [COLOUR_ERROR] = "\033[1;31m",
        [COLOUR_REVIEW] = "\033[33m",
        [COLOUR_TITLE] = "\033[1m",
    };

    return colour != COLOUR_NONE && is_wanted(stream) ? codes[colour] : "";
}

const char *colour_end(FILE *stream, enum colour colour)
{
    return colour != COLOUR_NONE && is_wanted(stream) ? "\033[0m" : "";
}
