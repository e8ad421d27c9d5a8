/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NAME_WORDS_H
#define NAME_WORDS_H

#include "intake/roster.h"

/*
 * Whether a word in a name's cell is none of a name: registers write there that somebody has died or
 * left (`FRANCESCO DECEDUTO`), and programs put `NULL` behind what is empty. Six letters of a codice
 * fiscale often agree with such a cell, too.
 */
int name_words_are_doubtful(struct pecaddr_text name, enum roster_field field);

#endif
