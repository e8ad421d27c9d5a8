/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

/* What a URI can name. */

struct store_kind {
    const char *name;
    int (*init)(struct uri *uri, struct pecaddr_registry_error *error);
    int (*open)(struct uri *uri, struct store **ret_store, struct pecaddr_registry_error *error);
    /* NULL: no backup can be put back into it. */
    int (*restore)(struct uri *uri, const char *path, struct pecaddr_restored *ret_restored,
                   struct pecaddr_registry_error *error);
};

static const struct store_kind store_kinds[] = {
    {"memory", registry_memory_init, registry_memory_open, NULL},
    {"sqlite", registry_sqlite_init, registry_sqlite_open, registry_sqlite_restore},
    {"postgresql", registry_postgres_init, registry_postgres_open, NULL},
    {"postgres", registry_postgres_init, registry_postgres_open, NULL},
};

struct source_kind {
    const char *name;
    int (*open)(struct uri *uri, struct source **ret_source, struct pecaddr_registry_error *error);
};

static const struct source_kind source_kinds[] = {
    {"exec", registry_exec_open},
    {"file", registry_file_open},
    {"ldap", registry_ldap_open},
    {"ldaps", registry_ldap_open},
};

static int find_store_kind(const struct uri *uri, const struct store_kind **ret_kind,
                           struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < ARRAY_SIZE(store_kinds); i++) {
        if (strcmp(uri->kind, store_kinds[i].name) == 0) {
            *ret_kind = &store_kinds[i];
            return PECADDR_OK;
        }
    }
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: no registry has a URI of this kind; write sqlite:PATH, "
                         "postgresql://HOST/DATABASE or memory:",
                         SHOWN_URI(uri->text));
}

static int find_source_kind(const struct uri *uri, const struct source_kind **ret_kind,
                            struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < ARRAY_SIZE(source_kinds); i++) {
        if (strcmp(uri->kind, source_kinds[i].name) == 0) {
            *ret_kind = &source_kinds[i];
            return PECADDR_OK;
        }
    }
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: no source has a URI of this kind; write file:PATH, exec:COMMAND, "
                         "ldap://HOST/BASE or ldaps://HOST/BASE",
                         SHOWN_URI(uri->text));
}

/* The handle. */

void registry_store_close(struct store *store)
{
    if (store)
        store->ops->close(store);
}

void registry_source_close(struct source *source)
{
    if (source)
        source->ops->close(source);
}

/* Takes over the store, also when it fails. */
static int new_registry(struct store *store, struct pecaddr_registry *base,
                        struct pecaddr_registry **ret_registry,
                        struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = calloc(1, sizeof *registry);

    if (!registry) {
        registry_store_close(store);
        return registry_no_memory(error);
    }
    registry->store = store;
    registry->base = base;
    registry->error.size = sizeof registry->error;
    *ret_registry = registry;
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_init(const char *uri, struct pecaddr_registry_error *error)
{
    const struct store_kind *kind = NULL;
    struct uri parsed;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!uri)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no URI");
    r = registry_uri_parse(uri, &parsed, error);
    if (r != PECADDR_OK)
        return r;
    r = find_store_kind(&parsed, &kind, error);
    if (r == PECADDR_OK)
        r = kind->init(&parsed, error);
    registry_uri_free(&parsed);
    return r;
}

static int restore(struct uri *uri, const char *path, struct pecaddr_restored *ret_restored,
                   struct pecaddr_registry_error *error)
{
    const struct store_kind *kind = NULL;
    int r = find_store_kind(uri, &kind, error);

    if (r != PECADDR_OK)
        return r;
    if (!kind->restore)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: a backup is put back into a registry of sqlite:PATH; into a "
                             "new, empty one of another kind copy it with `pecaddr registry copy`",
                             SHOWN_URI(uri->text));
    return kind->restore(uri, path, ret_restored, error);
}

EXPORT int pecaddr_registry_restore(const char *uri, const char *path,
                                    struct pecaddr_restored *ret_restored,
                                    struct pecaddr_registry_error *error)
{
    struct uri parsed;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!uri || !path || path[0] == '\0' || (ret_restored && !STRUCT_FITS(ret_restored)))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no URI or no backup, or no place for what was done");
    r = registry_uri_parse(uri, &parsed, error);
    if (r != PECADDR_OK)
        return r;
    r = restore(&parsed, path, ret_restored, error);
    registry_uri_free(&parsed);
    return r;
}

EXPORT int pecaddr_registry_open(const char *uri, struct pecaddr_registry **ret_registry,
                                 struct pecaddr_registry_error *error)
{
    const struct store_kind *kind = NULL;
    struct store *store = NULL;
    struct uri parsed;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!uri || !ret_registry)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no URI, or no place for the registry");
    r = registry_uri_parse(uri, &parsed, error);
    if (r != PECADDR_OK)
        return r;
    r = find_store_kind(&parsed, &kind, error);
    if (r == PECADDR_OK)
        r = kind->open(&parsed, &store, error);
    if (r == PECADDR_OK)
        r = new_registry(store, NULL, ret_registry, error);
    registry_uri_free(&parsed);
    return r;
}

EXPORT int pecaddr_registry_preview(struct pecaddr_registry *base,
                                    struct pecaddr_registry **ret_registry,
                                    struct pecaddr_registry_error *error)
{
    struct store *store = NULL;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!base || !ret_registry)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no registry, or no place for the preview");
    r = registry_preview_open(base->store, &store, error);
    if (r == PECADDR_OK)
        r = new_registry(store, base, ret_registry, error);
    return r;
}

EXPORT void pecaddr_registry_close(struct pecaddr_registry *registry)
{
    if (!registry)
        return;
    for (size_t i = 0; i < registry->n_sources; i++)
        registry_source_close(registry->sources[i]);
    registry_store_close(registry->store);
    free(registry->sources);
    free(registry->questions);
    free(registry->scratch);
    free(registry);
}

/* Sources. */

/* A source proves itself before use. Source: SPEC §5. */
static int hear_canary(struct source *source, const char *uri, const char *canary,
                       struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    const char *const addresses[] = {address};
    enum presence presence = PRESENCE_FAILED;

    if (!registry_address_fold(canary, strlen(canary), address))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: the canary \"%s\" is no address; write canary=NAME@DOMAIN",
                             SHOWN_URI(uri), SHOWN(canary));
    source->ops->ask(source, addresses, 1, &presence, error);
    /* The source has said why. */
    if (presence == PRESENCE_FAILED)
        return registry_fail_as(error, PECADDR_E_STORAGE);
    if (presence == PRESENCE_ABSENT)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: does not know %s, which must be there; check whether this is the "
                             "right source, and whole",
                             SHOWN_URI(uri), SHOWN(address));
    return PECADDR_OK;
}

static int open_source(const char *text, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    const struct source_kind *kind = NULL;
    struct source *source = NULL;
    const char *canary = NULL;
    struct uri uri;
    int r = registry_uri_parse(text, &uri, error);

    if (r != PECADDR_OK)
        return r;
    r = find_source_kind(&uri, &kind, error);
    if (r == PECADDR_OK) {
        canary = registry_uri_take(&uri, "canary");
        r = kind->open(&uri, &source, error);
    }
    if (r == PECADDR_OK && canary)
        r = hear_canary(source, text, canary, error);
    if (r == PECADDR_OK)
        *ret_source = source;
    else
        registry_source_close(source);
    registry_uri_free(&uri);
    return r;
}

EXPORT int pecaddr_registry_add_source(struct pecaddr_registry *registry, const char *uri,
                                       struct pecaddr_registry_error *error)
{
    struct source **sources;
    struct source *source = NULL;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!registry || !uri)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no registry, or no URI");
    r = open_source(uri, &source, error);
    if (r != PECADDR_OK)
        return r;
    sources = realloc(registry->sources, (registry->n_sources + 1) * sizeof(struct source *));
    if (!sources) {
        registry_source_close(source);
        return registry_no_memory(error);
    }
    registry->sources = sources;
    registry->sources[registry->n_sources++] = source;
    return PECADDR_OK;
}
