/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OLDER_REGISTRY_H
#define OLDER_REGISTRY_H

#include "registry/invented-migration.h"
#include "registry/registry-fixture.h"

/* A registry of the present schema with one mailbox; from then on it is an older one. */
static inline void make_older_registry(const struct folder *folder)
{
    struct pecaddr_registry *registry;

    invented_schema = SCHEMA_PRESENT;
    init(folder);
    registry = open_uri(folder->uri);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    invented_schema = SCHEMA_INVENTED;
}

#endif
