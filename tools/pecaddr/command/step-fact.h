/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_FACT_H
#define STEP_FACT_H

#include "command/step.h"
#include "member/list.h"

/* The fact of a step for a line of a file, such as a day: what stands in it, or on the command line. NULL:
   there is none. */
const char *step_fact_of(const struct step_command *step, struct list *list,
                         const struct list_entry *entry);

/* Whether it cannot be taken for a line, as far as the line goes: why, made in the arena of the list. */
bool step_fact_is_bad(const struct step_command *step, struct list *list,
                      const struct list_entry *entry, struct fault *ret_fault);

#endif
