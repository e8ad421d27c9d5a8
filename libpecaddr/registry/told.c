/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "transact.h"

#include <string.h>

/* What a directory outside was told of, SPEC §5: range by range, in which each change is once. */
struct telling {
    const char *domain;
    char province[3];
    struct pecaddr_told told;
};

static int last_told(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct telling *telling = user;

    return store->ops->last_told(store, telling->domain, telling->province, &telling->told, error);
}

static int tell(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct telling *telling = user;

    return store->ops->tell(store, telling->domain, telling->province, &telling->told, error);
}

static int check(const struct pecaddr_registry *registry, const char *domain, const char *province,
                 const struct pecaddr_told *told, struct telling *telling,
                 struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && (!domain || !*domain || !STRUCT_FITS(told)))
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "there is no domain, or no place for the range");
    if (r == PECADDR_OK && province && *province &&
        !registry_province_fold(province, strlen(province), telling->province))
        r = registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no province; give its sigla",
                          SHOWN(province));
    telling->domain = domain;
    telling->told.size = sizeof telling->told;
    return r;
}

/* Told twice is not told once: a transaction whose outcome is unknown is not tried again. */
EXPORT int pecaddr_registry_tell(struct pecaddr_registry *registry, const char *domain,
                                 const char *province, struct pecaddr_told *ret_told,
                                 struct pecaddr_registry_error *error)
{
    struct telling telling = {.province = ""};
    int r = check(registry, domain, province, ret_told, &telling, error);

    if (r == PECADDR_OK)
        r = registry_transact(registry->store, PECADDR_CLAIM, false, tell, &telling, error);
    if (r == PECADDR_OK)
        *ret_told = telling.told;
    return r;
}

EXPORT int pecaddr_registry_last_told(struct pecaddr_registry *registry, const char *domain,
                                      const char *province, struct pecaddr_told *ret_told,
                                      struct pecaddr_registry_error *error)
{
    struct telling telling = {.province = ""};
    int r = check(registry, domain, province, ret_told, &telling, error);

    if (r == PECADDR_OK)
        r = registry_transact(registry->store, PECADDR_CHECK, true, last_told, &telling, error);
    if (r == PECADDR_OK)
        *ret_told = telling.told;
    return r;
}
