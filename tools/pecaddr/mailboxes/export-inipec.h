/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EXPORT_INIPEC_H
#define EXPORT_INIPEC_H

#include "mailboxes/past.h"

#include <pecaddr/registry.h>

#include <stdio.h>

/*
 * What an Order has to tell INI-PEC: of a registry the active mailboxes whose holders are in the
 * Order, each to be inserted; or what has changed of that in a period, as if it had happened in one
 * go. Addresses of functions are nobody's.
 *
 *   scheme     says which addresses are of functions.
 *   province   the Order's sigla in upper case; empty: all that is on record is one Order's.
 *   period     NULL: all.
 *
 * Returns EXIT_DONE; EXIT_ROWS, some members were left out, with a message for each; or a status
 * with a message.
 */
int export_inipec(FILE *file, struct pecaddr_registry *registry,
                  const struct pecaddr_scheme *scheme, const char *province,
                  const struct period *period);

/* Whether it is known whose members to tell: 0, or a status with a message, EXIT_USAGE where the
   registry has members of several Orders and no province is given. */
int export_inipec_check(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
                        const char *province);

#endif
