/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_CANDIDATE_H
#define PECADDR_CANDIDATE_H

#include "person.h"

/*
 * A person's facts for candidates: pecaddr__person_read(), and whether the other profile gives
 * another local part.
 */
int pecaddr__candidate_read(const struct pecaddr_scheme *scheme,
                            const struct pecaddr_person *person, unsigned needs,
                            const struct pecaddr_trace *trace, struct facts *ret_facts,
                            struct pecaddr_error *error);

/* The address at a level, with its NUL; returns its size, and that of its local part. */
size_t pecaddr__candidate_address(const struct pecaddr_scheme *scheme, const struct facts *facts,
                                  unsigned level, char address[PECADDR_ADDRESS_MAX + 1],
                                  size_t *ret_local_size);

/*
 * Room for a local part that is written in steps of eight bytes: the bytes after its end
 * are of no meaning.
 */
#define LOCAL_PART_ROOM (PECADDR_LOCAL_PART_MAX + 16)

/* The local part at a level, which a scheme that was made never lets grow too long. Its size. */
size_t pecaddr__candidate_local_part(const struct pecaddr_scheme *scheme, const struct facts *facts,
                                     unsigned level, char local[LOCAL_PART_ROOM]);

#endif
