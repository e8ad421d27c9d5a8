/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"

#include <string.h>

EXPORT const char *pecaddr_registry_message(const struct pecaddr_registry *registry)
{
    return registry ? registry->error.message : "";
}

EXPORT int pecaddr_registry_failure(const struct pecaddr_registry *registry,
                                    struct pecaddr_registry_error *ret_error)
{
    if (!registry || !ret_error || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    if (registry->error.message[0] == '\0')
        return PECADDR_NO_MATCH;
    registry_fail_with(ret_error, registry->error.code, &registry->error);
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_warning(const struct pecaddr_registry *registry,
                                    struct pecaddr_registry_error *ret_error)
{
    const struct store_ops *ops;

    if (!registry || !ret_error || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    ops = registry->store->ops;
    return ops->warn && ops->warn(registry->store, ret_error) ? PECADDR_OK : PECADDR_NO_MATCH;
}

int registry_check_handle(const struct pecaddr_registry *registry,
                          struct pecaddr_registry_error *error)
{
    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!registry)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no registry");
    return PECADDR_OK;
}

int registry_check_call(const struct pecaddr_registry *registry,
                        struct pecaddr_registry_error *error)
{
    int r = registry_check_handle(registry, error);

    if (r == PECADDR_OK && registry->base)
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "a preview only answers questions and takes in mailboxes");
    return r;
}

int registry_read_address(const char *address, char ret_address[PECADDR_ADDRESS_MAX + 1],
                          struct pecaddr_registry_error *error)
{
    if (!address)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no address");
    if (!registry_address_fold(address, strlen(address), ret_address))
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no address", SHOWN(address));
    return PECADDR_OK;
}

int registry_check_why(const char *why, struct pecaddr_registry_error *error)
{
    size_t size = why ? strlen(why) : 0;

    if (size == 0 || size > PECADDR_REASON_MAX || registry_text_check(why, size) != PECADDR_OK)
        return registry_fail(error, PECADDR_E_ARGUMENT, "the reason must be 1 to %d bytes of UTF-8",
                             PECADDR_REASON_MAX);
    return PECADDR_OK;
}

bool registry_reasons_fit(struct pecaddr_reason *const reasons[], size_t n)
{
    for (size_t i = 0; reasons && i < n; i++)
        if (reasons[i] && !STRUCT_FITS(reasons[i]))
            return false;
    return true;
}

EXPORT int pecaddr_registry_resume(struct pecaddr_registry *registry,
                                   struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r != PECADDR_OK || !registry->store->ops->resume)
        return r;
    return registry->store->ops->resume(registry->store, error);
}
