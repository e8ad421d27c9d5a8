/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CODICE_FISCALE_H
#define CODICE_FISCALE_H

#include "language.h"
#include "memory.h"

#include <pecaddr/pecaddr.h>

#include <stdint.h>

/* The letters that a codice fiscale takes from the surname, and from the given names. */
#define CODICE_FISCALE_LETTERS 3

/*
 * How the first six letters of a codice fiscale agree with a name (SPEC §6).
 *
 *   surname_differs, given_differs   the half that contradicts the name under both profiles; of a
 *                    name whose halves agree under one profile each, that of the profile
 *                    `anagrafe`.
 *   is_swapped       they would agree if given names and surname were exchanged.
 *   surname, given   the letters that the name gives, in upper case.
 */
struct codice_fiscale_match {
    int surname_differs;
    int given_differs;
    int is_swapped;
    char surname[CODICE_FISCALE_LETTERS + 1];
    char given[CODICE_FISCALE_LETTERS + 1];
};

/* Compares a person's codice fiscale, in upper case, with the name: whether they contradict each
   other. Where there is nothing to compare (a codice fiscale of digits, a name with an error) they
   do not. */
int codice_fiscale_contradicts(const struct pecaddr_person *person,
                               struct codice_fiscale_match *ret_match);

/* PECADDR_NOTE_CF_MISMATCH where they contradict each other; else 0. */
uint32_t codice_fiscale_notes(const struct pecaddr_person *person);

/* The note as a sentence, in_language or in_result: which half differs, and what it should be. */
void codice_fiscale_describe(struct buffer *buffer, const struct pecaddr_person *person,
                             language_fn *in);

#endif
