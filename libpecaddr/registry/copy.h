/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_COPY_H
#define PECADDR_REGISTRY_COPY_H

#include "store.h"

/* Fills an empty store with all that is in another as it is at one moment. */
int registry_copy_store(struct store *from, struct store *to, struct pecaddr_registry_error *error);

#endif
