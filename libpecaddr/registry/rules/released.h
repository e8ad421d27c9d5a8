/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_RELEASED_H
#define PECADDR_REGISTRY_RELEASED_H

#include "store.h"

/* What was released last at an address, which may be on record again; PECADDR_NO_MATCH: nothing. */
int registry_find_released(struct store *store, const char *address, struct record *ret_record,
                           struct pecaddr_registry_error *error);

#endif
