/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_HOLDER_H
#define STEP_HOLDER_H

#include "command/step.h"

/*
 * Whose mailbox a step of one address is taken for: an address that was typed may be that of another of the
 * name.
 */

/* Finds who holds an address, before the step; nothing is known where the registry does not answer. */
void step_holder_find(const struct step_command *step, const char *address,
                      struct pecaddr_reason *ret_known);

/* Tells whose mailbox the step was taken for or, of a dry run, would be; and where a corrected name has
   nothing of the one before. */
void step_holder_tell(const struct step_command *step, const char *address,
                      const struct pecaddr_reason *known);

#endif
