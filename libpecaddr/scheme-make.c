/* SPDX-License-Identifier: BSD-3-Clause */
/* A scheme from its text: the only memory that the core ever allocates. SPEC §3. */
#include <stdlib.h>

#include "scheme-overlap.h"
#include "scheme-text.h"

#define TEXT_MAX 65536

/* Compares each rule with each; PECADDR_OK or PECADDR_E_MEMORY. */
static int find_clashes(struct made_scheme *made)
{
    struct pecaddr_scheme *scheme = &made->scheme;

    for (unsigned first = 0; first < scheme->n_rules; first++) {
        for (unsigned second = first + 1; second < scheme->n_rules; second++) {
            struct clash *clash = &made->clashes[scheme->n_clashes];
            int r = pecaddr__scheme_overlap(scheme, first, second, clash->local);

            if (r < 0)
                return r;
            if (r == 0)
                continue;
            clash->first = first;
            clash->second = second;
            scheme->n_clashes++;
        }
    }
    scheme->clashes = made->clashes;
    scheme->disjoint = scheme->n_clashes == 0;
    return PECADDR_OK;
}

static int fail_at(struct pecaddr_error *error, const char *message, size_t offset)
{
    pecaddr__fail(error, PECADDR_E_SCHEME, PECADDR_FIELD_SCHEME, offset);
    if (error)
        error->message = message;
    return PECADDR_E_SCHEME;
}

/* A scheme in memory that is there and zero. */
static int make(struct pecaddr_text text, const struct pecaddr_transliterator *transliterator,
                struct made_scheme *made, struct pecaddr_error *error)
{
    size_t offset;
    const char *message = pecaddr__scheme_read(text, transliterator, made, &offset);
    int r;

    if (message)
        return fail_at(error, message, offset);
    r = find_clashes(made);
    if (r != PECADDR_OK)
        return pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
    made->scheme.made = true;
    return PECADDR_OK;
}

EXPORT int pecaddr_scheme_parse(struct pecaddr_text text,
                                const struct pecaddr_transliterator *transliterator,
                                const struct pecaddr_scheme **ret_scheme,
                                struct pecaddr_error *error)
{
    struct made_scheme *made;
    int r;

    if (!error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!text_fits(text) || !ret_scheme)
        return pecaddr__fail_argument(error,
                                      "ret_scheme is NULL, or the text has a size and no data");
    if (transliterator &&
        (!STRUCT_FITS(transliterator) || !transliterator->name || !transliterator->transliterate))
        return pecaddr__fail_argument(
            error, SIZE_FAULT("pecaddr_transliterator",
                              "PECADDR_TRANSLITERATOR_INIT") "; name and "
                                                             "transliterate must not be NULL");
    if (text.size > TEXT_MAX)
        return pecaddr__fail(error, PECADDR_E_TOO_LONG, PECADDR_FIELD_SCHEME, TEXT_MAX);
    made = calloc(1, sizeof *made + text.size);
    if (!made)
        return pecaddr__fail(error, PECADDR_E_MEMORY, PECADDR_FIELD_NONE, 0);
    r = make(text, transliterator, made, error);
    if (r == PECADDR_OK)
        *ret_scheme = &made->scheme;
    else
        free(made);
    return r;
}

EXPORT void pecaddr_scheme_free(const struct pecaddr_scheme *scheme)
{
    if (scheme && scheme->made)
        free((void *)scheme);
}
