/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_RECORD_H
#define PECADDR_REGISTRY_RECORD_H

#include "address.h"

#include <pecaddr/registry.h>

#define DATE_MAX 10

/* Provinces, as `MC` or `AN,MC`, with their NUL: room for more than there ever were. */
#define PROVINCES_MAX 1024

/* What a store knows of a living mailbox. Empty texts and zeros are unknown. */
struct record {
    const struct store *store; /* that it came from, and to which `id` and `revision` belong */
    int64_t id;
    int64_t revision;
    enum pecaddr_state state;
    bool used;          /* it was active once: its address is never anybody else's */
    bool forgotten;     /* its holder was, and nothing of it ever changes again */
    struct entry entry; /* the holder's now, or the last */
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1];
    char expires[DATE_MAX + 1];
    char left[DATE_MAX + 1];
    char given[PECADDR_FIELD_MAX + 1];
    char surname[PECADDR_FIELD_MAX + 1];
    /* The names as folded, a–z; empty also where they cannot be: see rules/letters.h. */
    char given_letters[PECADDR_LOCAL_PART_MAX + 1];
    char surname_letters[PECADDR_LOCAL_PART_MAX + 1];
};

/*
 * Who may be one person by the names, in a domain and a province or in none known: whoever has the letters
 * of the surname, and given names whose letters begin with those of the first. Empty: any province, any
 * given names; of a surname that cannot be folded nobody. `all`: also those whose codice fiscale says for
 * certain who they are, being neither provisional nor one with letters for digits (omocodia).
 */
struct namesakes {
    const char *domain;
    char province[3];
    bool all;
    char surname[PECADDR_LOCAL_PART_MAX + 1];
    char first[PECADDR_LOCAL_PART_MAX + 1];
};

/* How a mailbox was issued; scheme NULL: it was imported. */
struct issue {
    const struct pecaddr_scheme *scheme;
    unsigned level;
    uint32_t notes;
    const char *receipt;
    int64_t instead_of; /* the id of the mailbox that its holder gave up for it; 0: none */
};

#endif
