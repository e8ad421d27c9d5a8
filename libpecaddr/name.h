/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_NAME_H
#define PECADDR_NAME_H

#include "codice-fiscale.h"
#include "status.h"

/* What a scheme says about names. */
struct naming {
    enum pecaddr_profile profile;
    bool variant_accepted; /* an address that differs under the other profile is no matter */
    bool given_first;      /* only the first given name counts */
    bool initial_only;     /* and of it only the first letter */
    bool needs_given;      /* some rule has given names or their initial */
    bool needs_surname;
    bool overlong_fail; /* too long is an error, not shortened */
    unsigned budget;    /* letters that both atoms together may have */
    const struct pecaddr_transliterator *transliterator; /* NULL: other scripts are refused */
};

/* The other of the two profiles. */
static inline enum pecaddr_profile other_profile(enum pecaddr_profile profile)
{
    return profile == PECADDR_PROFILE_ANAGRAFE ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
}

/*
 * Folds a person's names under a profile, character by character. `trace` may be NULL. See also
 * pecaddr__name_fast().
 *
 *   ret_profiled   whether a letter was seen that the profiles write apart.
 *   ret_codes      what the names give for a codice fiscale, before anything is cut; may be NULL.
 *
 * Errors: those of pecaddr_local_part() that concern the name. Source: SPEC §2.
 */
int pecaddr__name_plain(const struct naming *naming, enum pecaddr_profile profile,
                        const struct pecaddr_person *person, const struct pecaddr_trace *trace,
                        struct pecaddr_folded *ret_folded, bool *ret_profiled,
                        struct holder_codes *ret_codes, struct pecaddr_error *error);

/*
 * Whether two persons' names agree, and whether they do so as a whole: pecaddr_same_name(). Returns
 * PECADDR_OK, PECADDR_NO_MATCH, or an error of the name.
 */
int pecaddr__name_agree(const struct naming *naming, const struct pecaddr_person *a,
                        const struct pecaddr_person *b, bool *ret_whole,
                        struct pecaddr_error *error);

#endif
