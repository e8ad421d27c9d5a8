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

/* The same for the standard streams, which do not change: a line may be one of very many. */
static int is_wanted_once(FILE *stream)
{
    static signed char known[STDERR_FILENO + 1]; /* 1: yes, -1: no */
    const int fd = fileno(stream);

    if (fd != STDOUT_FILENO && fd != STDERR_FILENO)
        return is_wanted(stream);
    if (!known[fd])
        known[fd] = is_wanted(stream) ? 1 : -1;
    return known[fd] > 0;
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

    return colour != COLOUR_NONE && is_wanted_once(stream) ? codes[colour] : "";
}

const char *colour_end(FILE *stream, enum colour colour)
{
    return colour != COLOUR_NONE && is_wanted_once(stream) ? "\033[0m" : "";
}
