/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CODICE_FISCALE_H
#define CODICE_FISCALE_H

#include <pecaddr/pecaddr.h>

#include <stdint.h>

/*
 * PECADDR_NOTE_CF_MISMATCH where the first six letters of a person's codice fiscale, in upper case,
 * contradict the name under both profiles (SPEC §6); else 0, also where there is nothing to
 * compare: a codice fiscale of digits, a name with an error.
 */
uint32_t codice_fiscale_notes(const struct pecaddr_person *person);

#endif
