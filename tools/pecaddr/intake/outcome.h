/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "intake/roster.h"

/*
 * What a provider's list says of each mailbox: whether it was made, and is active.
 */

/* What a column that is called so would say. `name` is as header_simplify() makes it. */
enum outcome_kind outcome_kind_named(const char *name);

/* Whether a cell says that a mailbox is not active: of a column of its outcome, in which an empty cell says
   so, too; or of a state that is still to come. */
bool outcome_denies(const struct roster *roster, const struct roster_row *row, size_t column);

#endif
