/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IDENTITY_H
#define PECADDR_REGISTRY_IDENTITY_H

#include "source.h"
#include "store.h"

#include <pecaddr/registry.h>

/* A question, made ready: name, holder and entry checked and folded, the sources heard. */
struct question {
    struct pecaddr_query *query;
    const char *domain;
    int failure; /* what is wrong with it, else 0 */
    enum presence outside;
    struct entry entry;
    char holder[PECADDR_HOLDER_MAX + 1]; /* empty: none was given */
    struct pecaddr_reason *reason;       /* why it is refused; NULL: nobody wants to know */
    /* What a try answered of which nobody knows whether it was done; UNANSWERED: there was none. */
    enum pecaddr_answer tried;
    uint32_t tried_notes;
};

/* The questions of one call; and, where they are known, all the persons of the caller's batch, of
 * whom only some are asked about at once. */
struct asking {
    struct question *questions;
    size_t n;
    const struct pecaddr_person *const *persons;
    size_t n_persons;
    enum pecaddr_mode mode;
    struct pecaddr_registry_error *told; /* why somebody's question could not be answered */
};

/* Answers one of them inside a transaction of its mode. After an error nothing may stand. */
int registry_settle(struct store *store, const struct asking *asking, size_t i,
                    struct pecaddr_registry_error *error);

/* Puts the name of a person, known to fold and fit, on record. */
void registry_set_name(struct record *record, const struct pecaddr_person *person);

/*
 * What each candidate was answered up to a query's, which is being claimed. `given_up`: the address
 * that is released in the same act, or NULL.
 */
#define RECEIPT_MAX (PECADDR_LEVELS_MAX * sizeof "released,")
void registry_write_receipt(const struct pecaddr_query *query, const char *given_up,
                            char ret_receipt[RECEIPT_MAX]);

#endif
