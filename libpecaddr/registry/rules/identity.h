/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IDENTITY_H
#define PECADDR_REGISTRY_IDENTITY_H

#include "rules/holder.h"
#include "source.h"
#include "store.h"

#include <pecaddr/registry.h>

/* A question, made ready: name, holder and entry checked and folded, the sources heard. */
struct question {
    struct pecaddr_query *query;
    const char *domain;
    int failure; /* what is wrong with it, else 0 */
    enum presence outside;
    bool is_unheard; /* no source was asked: outside is PRESENCE_FAILED until one is */
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

/* The table of SPEC §5: who a person is, of those on record. */
enum recognition {
    STRANGER, /* nobody on record */
    KNOWN,    /* the holder of a mailbox on record */
    REFUSED   /* contradicts what is on record; the question has the reason */
};

/* Who asks; of a known holder the mailbox. */
int registry_recognise(struct store *store, const struct asking *asking,
                       const struct question *question, struct record *ret_known,
                       enum recognition *ret, struct pecaddr_registry_error *error);

/* How whoever asks is like the holder of a mailbox. */
struct comparison registry_compare_asking(const struct question *question,
                                          const struct record *record);

/* The facts of whoever asks; its texts live as long as the question. */
struct holder registry_holder_asking(const struct question *question);

/*
 * Whether the holder of a mailbox is perhaps the person: a new number, a return, an old list.
 * Not where the codici fiscali tell them apart, nor where the holder is of another Order.
 */
bool registry_is_namesake(const struct question *question, const struct record *record);

#endif
