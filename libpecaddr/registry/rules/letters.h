/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LETTERS_H
#define PECADDR_REGISTRY_LETTERS_H

#include "record.h"

/* Puts the letters of a record's names on record, by which people are found (SPEC §5). */
void registry_set_letters(struct record *record);

#endif
