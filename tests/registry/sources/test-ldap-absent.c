/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a build without LDAP says of directories.
 */
#include <pecaddr/registry.h>

#include "registry/whole-sentence.h"
#include "suite.h"

START_TEST(a_build_without_ldap_says_so)
{
    static const char *const uris[] = {"ldap://localhost/dc=example,dc=it",
                                       "ldaps://localhost/dc=example,dc=it?canary=a@example.it"};
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    ck_assert_int_eq(pecaddr_registry_open("memory:", &registry, NULL), PECADDR_OK);
    for (size_t i = 0; i < N_OF(uris); i++) {
        ck_assert_int_eq(pecaddr_registry_add_source(registry, uris[i], &error),
                         PECADDR_E_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(error.message, "this build has no LDAP"));
    }
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_build_without_ldap_says_so};

    return run_suite("ldap-absent", tests, N_OF(tests));
}
