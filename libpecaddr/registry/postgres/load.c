/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/load.h"

#include <assert.h>

struct registry_libpq registry_libpq;

static const char *const names[] = {LIBPQ(LIBRARY_NAME)};
static_assert(ARRAY_SIZE(names) <= LIBRARY_NAMES_MAX, "LIBRARY_NAMES_MAX is too small");
static_assert(sizeof registry_libpq == ARRAY_SIZE(names) * sizeof(void *), "not pointers alone");

static const struct library libpq = {
    .soname = LIBPQ_SONAME,
    .names = names,
    .n = ARRAY_SIZE(names),
    .table = &registry_libpq,
};

int registry_load_libpq(const struct uri *uri, struct pecaddr_registry_error *error)
{
    char why[SHOWN_MAX];

    if (registry_load(&libpq, why))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: %s cannot be loaded (%s); install PostgreSQL's client library, 14 "
                         "or newer (Debian: libpq5)",
                         SHOWN_URI(uri->text), libpq.soname, why);
}
