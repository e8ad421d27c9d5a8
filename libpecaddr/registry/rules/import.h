/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IMPORT_H
#define PECADDR_REGISTRY_IMPORT_H

#include "store.h"

#include <pecaddr/registry.h>

/* Brings in one mailbox inside a transaction. */
int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, int *ret_result,
                        struct pecaddr_registry_error *error);

#endif
