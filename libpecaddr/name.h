/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_NAME_H
#define PECADDR_NAME_H

#include "text.h"

/* What a scheme says about names. */
struct naming {
    enum pecaddr_profile profile;
    bool given_first;   /* only the first given name counts */
    bool initial_only;  /* and of it only the first letter */
    bool overlong_fail; /* too long is an error, not shortened */
    unsigned budget;    /* letters that both atoms together may have */
    const struct pecaddr_transliterator *transliterator; /* NULL: other scripts are refused */
};

/* The other of the two profiles. */
static inline enum pecaddr_profile other_profile(enum pecaddr_profile profile)
{
    return profile == PECADDR_PROFILE_ANAGRAFE ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
}

/* A name as the two atoms of a local part, [a-z]+ each. */
struct name {
    uint32_t notes;
    unsigned char given_size;
    unsigned char surname_size;
    char given[PECADDR_LOCAL_PART_MAX];
    char surname[PECADDR_LOCAL_PART_MAX];
};

/*
 * Folds a name under the profile of `naming`, and says in its notes where the other profile gives
 * other atoms. `trace` may be NULL. Errors: those of pecaddr_local_part() that concern the name.
 * Source: SPEC §2.
 */
int pecaddr__name_fold(const struct naming *naming, struct pecaddr_text given,
                       struct pecaddr_text surname, const struct pecaddr_trace *trace,
                       struct name *ret_name, struct pecaddr_error *error);

#endif
