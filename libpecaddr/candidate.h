/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_CANDIDATE_H
#define PECADDR_CANDIDATE_H

#include "scheme.h"

/* What a person's addresses are made of. Points into nothing. */
struct identity {
    struct name name;
    unsigned has; /* enum placeholder bits of what is there and right */
    char province[3];
    char section;
    uint32_t number;
};

/* Whether a person is there, of a known size, with no text that is absent but has a size. */
bool pecaddr__person_fits(const struct pecaddr_person *person);

/*
 * Folds a person's name under the profile of `naming` and takes what else there is. Absent or wrong
 * data is an error only where `needs` (enum placeholder bits) wants it. The person is known to fit.
 */
int pecaddr__identity_read(const struct pecaddr_scheme *scheme, const struct naming *naming,
                           const struct pecaddr_person *person, unsigned needs,
                           const struct pecaddr_trace *trace, struct identity *ret_identity,
                           struct pecaddr_error *error);

/* The address at a level, with its NUL; returns its size, and that of its local part. */
size_t pecaddr__identity_address(const struct pecaddr_scheme *scheme,
                                 const struct identity *identity, unsigned level,
                                 char address[PECADDR_ADDRESS_MAX + 1], size_t *ret_local_size);

/* The local part at a level, which a scheme that was made never lets grow too long. Its size. */
size_t pecaddr__identity_local_part(const struct pecaddr_scheme *scheme,
                                    const struct identity *identity, unsigned level,
                                    char local[PECADDR_LOCAL_PART_MAX]);

#endif
