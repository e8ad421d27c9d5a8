/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_STATE_H
#define PECADDR_REGISTRY_STATE_H

#include "record.h"

#include <pecaddr/registry.h>

/* The state of a name as in pecaddr_state_name(); 0 for another name or NULL. */
enum pecaddr_state registry_state_of(const char *name);

/* Whether a mailbox stands on its register entry: reserved or active, its holder in the Order; one
 * at most for each entry. Else its holder left it. `left` is empty or a date. */
bool registry_is_standing(enum pecaddr_state state, const char *left);
bool registry_stands(const struct record *record);

/* Whether a text is a day of the calendar, YYYY-MM-DD. */
bool registry_is_date(const char *text);

#endif
