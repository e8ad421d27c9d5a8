/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MADE_SCHEME_H
#define MADE_SCHEME_H

#include "suite.h"

/* A scheme for tests: name and domain stand before the lines given; freed when the program ends. */

#define MADE_SCHEMES_MAX 64

static const struct pecaddr_scheme *made_schemes[MADE_SCHEMES_MAX];
static size_t n_made_schemes;
static int freed_at_exit;

static inline void free_made_schemes(void)
{
    while (n_made_schemes > 0)
        pecaddr_scheme_free(made_schemes[--n_made_schemes]);
}

static inline const struct pecaddr_scheme *make_scheme(const char *lines)
{
    struct pecaddr_error error = {.size = sizeof error};
    char text[2000];
    int size = snprintf(text, sizeof text, "name = other\ndomain = example.org\n%s\n", lines);

    ck_assert_int_lt(size, (int)sizeof text);
    ck_assert_uint_lt(n_made_schemes, MADE_SCHEMES_MAX);
    ck_assert_msg(pecaddr_scheme_parse((struct pecaddr_text){text, (size_t)size}, NULL,
                                       &made_schemes[n_made_schemes], &error) == PECADDR_OK,
                  "%s: %s", lines, error.message);
    if (!freed_at_exit)
        freed_at_exit = atexit(free_made_schemes) == 0;
    return made_schemes[n_made_schemes++];
}

#endif
