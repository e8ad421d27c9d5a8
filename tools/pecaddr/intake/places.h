/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PLACES_H
#define PLACES_H

#include <stdbool.h>

/*
 * Orders that stand side by side in words: `Macerata – Ancona`, of which nobody knows from which somebody moved to
 * which. `Forlì-Cesena` and `Ancona (AN)` are one. Words are simple, as for coming_of().
 */

/* Whether two begin here; and whether two stand here or anywhere behind. */
bool places_begin(const char *words);
bool places_stand(const char *words);

#endif
