/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "transact.h"

#include <string.h>

/* The provinces that a registry is for, SPEC §5. */

/* As they stand on record: each once, in order. */
static bool add_province(char provinces[PROVINCES_MAX], const char sigla[3])
{
    char *at = provinces;
    size_t size = strlen(provinces);

    while (at[0] != '\0' && strncmp(at, sigla, 2) < 0)
        at += 2 + (at[2] == ',');
    if (strncmp(at, sigla, 2) == 0)
        return true;
    if (size + 4 > PROVINCES_MAX)
        return false;
    if (at[0] != '\0') {
        memmove(at + 3, at, size - (size_t)(at - provinces) + 1);
        at[2] = ',';
    } else if (size > 0) {
        *at++ = ',';
        at[2] = '\0';
    } else {
        at[2] = '\0';
    }
    memcpy(at, sigla, 2);
    return true;
}

/* `mc, AN` → `AN,MC`. */
static bool read_provinces(const char *text, char ret_provinces[PROVINCES_MAX])
{
    ret_provinces[0] = '\0';
    for (;;) {
        size_t size;
        char sigla[3];

        text += strspn(text, " ");
        size = strcspn(text, " ,");
        if (!registry_province_fold(text, size, sigla) || !add_province(ret_provinces, sigla))
            return false;
        text += size;
        text += strspn(text, " ");
        if (*text == '\0')
            return true;
        if (*text++ != ',')
            return false;
    }
}

EXPORT int pecaddr_registry_bind(struct pecaddr_registry *registry, const char *provinces,
                                 struct pecaddr_registry_error *error)
{
    char read[PROVINCES_MAX];
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && (!provinces || !read_provinces(provinces, read)))
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: these are no provinces; give their sigle, such as MC or AN,MC",
                          SHOWN(provinces ? provinces : ""));
    return r == PECADDR_OK ? registry->store->ops->bind(registry->store, read, error) : r;
}

struct told_provinces {
    char text[PROVINCES_MAX];
};

static int take_provinces(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct told_provinces *told = user;

    (void)error;
    strcpy(told->text, store->provinces);
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_provinces(struct pecaddr_registry *registry, char *buffer,
                                      size_t capacity, size_t *ret_size,
                                      struct pecaddr_registry_error *error)
{
    struct told_provinces told;
    size_t size;
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && !buffer && capacity > 0)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is no place for the provinces");
    if (r == PECADDR_OK)
        r = registry_transact(registry->store, PECADDR_CHECK, true, take_provinces, &told, error);
    if (r != PECADDR_OK)
        return r;
    size = strlen(told.text);
    if (ret_size)
        *ret_size = size;
    if (!buffer || size >= capacity)
        return registry_fail(error, PECADDR_E_CAPACITY, "there is no place for the provinces");
    memcpy(buffer, told.text, size + 1);
    return PECADDR_OK;
}
