/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CODICE_FISCALE_H
#define CODICE_FISCALE_H

#include "runtime/memory.h"
#include "speech/language.h"

#include <pecaddr/pecaddr.h>

/* How a person's codice fiscale contradicts the name: enum pecaddr_mismatch bits; 0 when it does
   not, or when there is nothing to compare. */
uint32_t codice_fiscale_mismatch(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *person);

/* PECADDR_NOTE_CF_MISMATCH as a sentence, in_language or in_result: which half contradicts the
   name, what the name gives, and what may have happened. */
void codice_fiscale_describe(struct buffer *buffer, const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, language_fn *in);

#endif
