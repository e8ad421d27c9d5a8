/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INTERRUPTED_H
#define INTERRUPTED_H

#include "runtime/interrupt.h"

/* From now on Ctrl-C and its like are noted and not obeyed (interrupt_note()), and somebody who waits
   at a terminal is told so. */
void interrupt_watch(void);

/* If one came: says that nothing was changed, and answers EXIT_UNAVAILABLE; else 0. For work that
   only reads. */
int interrupt_stops_reading(void);

#endif
