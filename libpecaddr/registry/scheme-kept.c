/* SPDX-License-Identifier: BSD-3-Clause */
#include "scheme-kept.h"

#include <stdlib.h>

int registry_scheme_text(const struct pecaddr_scheme *scheme, char **ret_text,
                         struct pecaddr_registry_error *error)
{
    size_t size = 0;
    char *text;
    int r;

    pecaddr_scheme_canonical(scheme, NULL, 0, &size);
    text = malloc(size + 1);
    if (!text)
        return registry_no_memory(error);
    r = pecaddr_scheme_canonical(scheme, text, size + 1, &size);
    if (r != PECADDR_OK) {
        free(text);
        return registry_fail(error, r, "the scheme has no text: %s", pecaddr_strerror(r));
    }
    *ret_text = text;
    return PECADDR_OK;
}
