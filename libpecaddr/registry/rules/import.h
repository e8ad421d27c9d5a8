/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IMPORT_H
#define PECADDR_REGISTRY_IMPORT_H

#include "store.h"

#include <pecaddr/registry.h>

/* Whether a mailbox comes with any fact about its holder that is valid. */
bool registry_import_has_facts(const struct pecaddr_mailbox *mailbox);

/* What bringing it in looks for first; false: it has no address. */
bool registry_import_seeks(const struct pecaddr_mailbox *mailbox, struct sought *ret_sought);

/* Brings in one mailbox inside a transaction. `flags` of enum pecaddr_import: with BLOCK its address is
 * put on record also where its facts are refused. */
int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, unsigned flags,
                        int *ret_result, struct pecaddr_reason *reason,
                        struct pecaddr_registry_error *error);

#endif
