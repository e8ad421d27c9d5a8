/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-load.h"

#include <assert.h>

struct registry_libldap registry_libldap;

static const char *const names[] = {LIBLDAP(LIBRARY_NAME)};
static_assert(ARRAY_SIZE(names) <= LIBRARY_NAMES_MAX, "LIBRARY_NAMES_MAX is too small");
static_assert(sizeof registry_libldap == ARRAY_SIZE(names) * sizeof(void *), "not pointers alone");

static const struct library libldap = {
    .soname = LIBLDAP_SONAME,
    .names = names,
    .n = ARRAY_SIZE(names),
    .table = &registry_libldap,
};

int registry_load_libldap(const struct uri *uri, struct pecaddr_registry_error *error)
{
    char why[SHOWN_MAX];

    if (registry_load(&libldap, why))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: %s cannot be loaded (%s); install OpenLDAP's library (Debian 12: "
                         "libldap-2.5-0)",
                         SHOWN_URI(uri->text), libldap.soname, why);
}
