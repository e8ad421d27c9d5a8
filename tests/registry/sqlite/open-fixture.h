/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OPEN_FIXTURE_H
#define OPEN_FIXTURE_H

/* Opening what may be no registry. */
#include "registry/registry-fixture.h"

static inline int try_open(const char *uri, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = NULL;
    int r;

    *error = (struct pecaddr_registry_error){.size = sizeof *error};
    r = pecaddr_registry_open(uri, &registry, error);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(error->code, r);
    return r;
}

#endif
