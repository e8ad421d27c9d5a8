/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_CHANGED_H
#define PECADDR_REGISTRY_CHANGED_H

#include "rules/life.h"

/*
 * The mailbox that whom a step is meant for has instead of the address, which was given up for it, and
 * that is reserved or active. `name`: as the address was to be changed for it, or NULL.
 *
 * Returns: PECADDR_DONE; PECADDR_NO_MATCH, there is none, or it is not certain which; an error.
 */
int registry_find_changed(struct store *store, const struct step *step, const struct holder *name,
                          struct record *ret_now, struct pecaddr_registry_error *error);

#endif
