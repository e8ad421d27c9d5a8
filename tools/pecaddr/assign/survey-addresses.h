/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_ADDRESSES_H
#define SURVEY_ADDRESSES_H

#include "intake/chunk.h"
#include "member/person.h"
#include "intake/roster.h"

#include <pecaddr/registry.h>

/*
 * Addresses of the scheme's domain that stand in a roster's columns, whatever those are called, such
 * as the mailboxes that members had before there was a registry. Those that are on record must be
 * the person's; of others nobody knows whose they are, and they might be given to a homonym.
 */
struct survey_addresses {
    size_t unknown;   /* that are not on record */
    int is_in_result; /* they stand where pecaddr wrote them */
    size_t line, column;
    char first[PECADDR_ADDRESS_MAX + 1]; /* of these, where it stands, and what it is */
    /* Rows whose address is on record, and not as the person's, in order. */
    size_t *lines;
    size_t n, capacity;
};

/* Takes the rows of a chunk, and the person of each, where it can be read. 0, or a status with a
   message. */
int survey_addresses_add(struct survey_addresses *addresses, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                         struct chunk *chunk, const struct member members[]);

/* Whether all are on record: 0, or a status with a message. */
int survey_addresses_check(const struct survey_addresses *addresses, const struct roster *roster,
                           const struct pecaddr_scheme *scheme);

/* Whether the row on a line has an address that is another's. */
int survey_addresses_are_others(const struct survey_addresses *addresses, size_t line);

/* The first such address of a row that is not `own`, lower-case; 0 where there is none. */
int survey_addresses_first(const struct roster *roster, const struct pecaddr_scheme *scheme,
                           const struct roster_row *row, const char *own, struct arena *arena,
                           char ret_address[PECADDR_ADDRESS_MAX + 1]);

void survey_addresses_free(struct survey_addresses *addresses);

#endif
