/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_MEANT_H
#define PECADDR_REGISTRY_MEANT_H

#include "rules/holder.h"

#include <pecaddr/registry.h>

/* For whom a step is meant, read from the caller's person. */
struct meant {
    struct holder holder;
    char codice_fiscale[PECADDR_HOLDER_MAX + 1];
};

int registry_read_meant(const struct pecaddr_person *person, struct meant *ret_meant,
                        struct pecaddr_registry_error *error);

#endif
