/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/codice-fiscale.h"

#include "speech/language.h"

#include <string.h>

/* The letters of a codice fiscale that come from the surname, and then from the given names. */
#define HALF 3

uint32_t codice_fiscale_mismatch(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *person)
{
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;

    return pecaddr_holder_compare(scheme, person, &comparison, NULL) == PECADDR_NO_MATCH
               ? comparison.mismatch
               : 0;
}

/* A comparison, and the halves of the codice fiscale as they are written. */
struct contradiction {
    struct pecaddr_holder_comparison comparison;
    char surname[HALF + 1];
    char given[HALF + 1];
};

static int contradicts(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                       struct contradiction *ret)
{
    char holder[PECADDR_HOLDER_MAX + 1];

    *ret = (struct contradiction){.comparison = PECADDR_HOLDER_COMPARISON_INIT};
    if (pecaddr_holder_compare(scheme, person, &ret->comparison, NULL) != PECADDR_NO_MATCH ||
        pecaddr_holder_check(person->holder, holder, sizeof holder, NULL) != PECADDR_OK)
        return 0;
    memcpy(ret->surname, holder, HALF);
    memcpy(ret->given, holder + HALF, HALF);
    return 1;
}

static void describe_given(struct buffer *buffer, const struct contradiction *found,
                           language_fn *in)
{
    if (found->comparison.mismatch & PECADDR_MISMATCH_FIRST_FITS)
        buffer_format(buffer,
                      in(N_("the codice fiscale has %s for the given names, which fits the first "
                            "one alone, and all of them give %s; check whether the others are in "
                            "the identity document")),
                      found->given, found->comparison.given);
    else
        buffer_format(buffer,
                      in(N_("the codice fiscale has %s for the given names, and these given names "
                            "give %s; check both")),
                      found->given, found->comparison.given);
}

void codice_fiscale_describe(struct buffer *buffer, const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, language_fn *in)
{
    struct contradiction found;
    uint32_t mismatch;

    if (!contradicts(scheme, person, &found)) {
        buffer_text(buffer, in(N_("the codice fiscale does not fit the name; check both")));
        return;
    }
    mismatch = found.comparison.mismatch;
    if (mismatch & PECADDR_MISMATCH_SWAPPED)
        buffer_format(
            buffer,
            in(N_("the codice fiscale begins with %s %s, which fits if given names and "
                  "surname are exchanged; check whether each stands in the other's place")),
            found.surname, found.given);
    else if (mismatch & PECADDR_MISMATCH_SURNAME && mismatch & PECADDR_MISMATCH_GIVEN)
        buffer_format(
            buffer,
            in(N_("the codice fiscale begins with %s %s, and this name gives %s %s; check "
                  "both")),
            found.surname, found.given, found.comparison.surname, found.comparison.given);
    else if (mismatch & PECADDR_MISMATCH_SURNAME)
        buffer_format(buffer,
                      in(N_("the codice fiscale has %s for the surname, and this surname gives %s; "
                            "check both")),
                      found.surname, found.comparison.surname);
    else
        describe_given(buffer, &found, in);
}
