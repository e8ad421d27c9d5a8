/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROVINCE_H
#define PROVINCE_H

#include "runtime/memory.h"
#include "speech/language.h"

#include <pecaddr/pecaddr.h>

#include <stdbool.h>

/* The provinces by name, as people know them. */

/* The Italian name of a province, also of one that is no more; NULL. */
const char *province_name(const char *sigla);

/*
 * A province as it is written, as its sigla: `Macerata`, `ROMA (RM)`, `Valle d'Aosta/Aosta`, `Provincia
 * di Forlì-Cesena`; case, accents, apostrophes and dashes do not matter. Whatever is not the name of
 * exactly one province that has an Order is itself, a sigla too.
 */
struct pecaddr_text province_read(struct pecaddr_text text);

/* What may have been meant by a text that is no Order's province: the advice in a clause, appended. Never
   certain enough to be read. False where it is not known. */
bool province_advise(struct buffer *advice, struct pecaddr_text text, language_fn *in);

#endif
