/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OUTSIDE_H
#define OUTSIDE_H

#include "assign/assign-work.h"

/*
 * Of the chunk's rows that were given a new address, tells those whose simplest one a source has
 * (--check), and the registry has not: it may be that very person's, who comes from an Order with another
 * registry.
 */
void outside_tell(struct work *work);

#endif
