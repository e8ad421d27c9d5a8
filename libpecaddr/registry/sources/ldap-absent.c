/* SPDX-License-Identifier: BSD-3-Clause */
#include "source.h"

/* Instead of ldap.c, in a build without libldap. */

int registry_ldap_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    (void)ret_source;
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: this build has no LDAP; install one that was built with it "
                         "(-Dldap=enabled)",
                         SHOWN_URI(uri->text));
}
