/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_HOLDER_H
#define PECADDR_REGISTRY_HOLDER_H

#include "record.h"

#include <pecaddr/registry.h>

/* The facts by which a holder is known, as far as they are. */
struct holder {
    const char *holder; /* codice fiscale, folded; empty: unknown */
    struct entry entry;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    /* The name as the built-in scheme folds it, where that was done already; or NULL. */
    const struct pecaddr_folded *folded;
};

/* One fact of two: not known on one side, the same, or other. Source: SPEC §5. */
enum likeness { UNKNOWN = 0, SAME, OTHER };

/*
 * Two holders, fact by fact.
 *
 *   name       SAME where the names agree: pecaddr_same_name().
 *   whole      all given names agree too.
 *   omocodia   the codici fiscali are OTHER, but by omocodia alone.
 *   entry      OTHER where any part that both know differs; SAME where both are whole and alike.
 *   any        anything is known on both sides, if only a part of a name or an entry.
 */
struct comparison {
    enum likeness holder;
    enum likeness entry;
    enum likeness name;
    bool whole;
    bool omocodia;
    bool any;
};

/* Whether anything is known of one. */
bool registry_is_known(const struct holder *holder);

struct holder registry_holder_of(const struct record *record);

/* The scheme says how names are folded. */
struct comparison registry_compare(const struct pecaddr_scheme *scheme, const struct holder *a,
                                   const struct holder *b);

/* Among whom one may be on record in a domain: of the entry's province, or of none known. */
void registry_namesakes_of(const char *domain, const struct holder *holder,
                           struct namesakes *ret_namesakes);

/*
 * Whether nothing that is known on both sides contradicts that the two are one holder: the rows of
 * SPEC §5's table that say so. What is not known contradicts nothing; a register entry alone that
 * differs is a transfer, or told.
 */
bool registry_may_be_same(const struct comparison *comparison);

/* Whether the table says that they are: without codice fiscale on both sides the entry and the name
 * have to say so together. */
bool registry_are_one(const struct comparison *comparison);

/* Whether the codice fiscale of a person contradicts the name beside it. One that fits the first given name
 * alone is of the person. */
bool registry_contradicts_itself(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *person);

/* The same of a codice fiscale, or none, and the whole name of a record, where it has one. */
bool registry_contradicts_name(const struct pecaddr_scheme *scheme, const struct record *record,
                               const char *holder);

/* What differs, or is unknown on one side, as enum pecaddr_fact bits. */
uint32_t registry_facts_that_are(const struct comparison *comparison, enum likeness likeness);

#endif
