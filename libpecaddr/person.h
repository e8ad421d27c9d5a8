/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_PERSON_H
#define PECADDR_PERSON_H

#include <string.h>

#include "scheme.h"

/* A person's facts, checked and folded once, and carried as one value. Points into nothing. */
struct facts {
    struct pecaddr_folded name;
    unsigned has; /* enum placeholder bits of what is there and right */
    char province[3];
    char section;
    uint32_t number;
    unsigned holder_size; /* 0: none was given */
    char holder[PECADDR_HOLDER_MAX + 1];
};

/* Whether two folded names are the same, letter for letter. */
static inline bool folded_equal(const struct pecaddr_folded *a, const struct pecaddr_folded *b)
{
    return a->given_size == b->given_size && a->surname_size == b->surname_size &&
           memcmp(a->given, b->given, a->given_size) == 0 &&
           memcmp(a->surname, b->surname, a->surname_size) == 0;
}

/* Whether the other profile gives another name. */
enum other_name {
    OTHER_SAME,   /* no letter makes a difference */
    OTHER_FOLDED, /* perhaps */
    OTHER_FAILS   /* it gives none: a transliterator said something else when it was asked again */
};

/* What to tell of a person that does not fit. */
#define PERSON_FAULT                                                                               \
    "struct pecaddr_person is NULL, its size is wrong, a text has a size and no data, or noted "   \
    "has more than review notes: begin it as PECADDR_PERSON_INIT, and give each text by "          \
    "PECADDR_TEXT() or pecaddr_text_of()"

/* Whether what the caller notes of one are notes to review. */
static inline bool person_notes_fit(const struct pecaddr_person *person)
{
    return !(person->noted & ~(uint32_t)PECADDR_NOTES_REVIEW);
}

static inline bool person_fits(const struct pecaddr_person *person)
{
    return person_texts_fit(person) && person_notes_fit(person);
}

/*
 * What every function that takes a scheme and a person checks first: them, and its error. Whoever
 * reads a person without notes as fast as can be leaves those for when there are some.
 */
static inline int person_check_texts(const struct pecaddr_scheme *scheme,
                                     const struct pecaddr_person *person,
                                     struct pecaddr_error *error)
{
    if (!error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!scheme)
        return pecaddr__fail_argument(error, "scheme is NULL");
    if (!person_texts_fit(person))
        return pecaddr__fail_argument(error, PERSON_FAULT);
    return PECADDR_OK;
}

static inline int person_check(const struct pecaddr_scheme *scheme,
                               const struct pecaddr_person *person, struct pecaddr_error *error)
{
    int r = person_check_texts(scheme, person, error);

    return r == PECADDR_OK && !person_notes_fit(person)
               ? pecaddr__fail_argument(error, PERSON_FAULT)
               : r;
}

/*
 * Checks and folds a person's facts under a scheme. Absent or wrong data is an error only where
 * `needs` (enum placeholder bits) wants it. The person is known to fit.
 *
 *   ret_facts   written but for what is not there: `has` and `holder_size` say what is.
 *   ret_other_name   whether the other profile gives another name, and
 *   ret_other        with OTHER_FOLDED that name.
 */
int pecaddr__person_read(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                         unsigned needs, const struct pecaddr_trace *trace, struct facts *ret_facts,
                         enum other_name *ret_other_name, struct pecaddr_folded *ret_other,
                         struct pecaddr_error *error);

/*
 * The same for comparing with an address that exists: under one profile, nothing but the name is
 * needed, and the province may be historical.
 */
int pecaddr__person_read_back(const struct pecaddr_scheme *scheme, enum pecaddr_profile profile,
                              const struct pecaddr_person *person, struct facts *ret_facts,
                              struct pecaddr_error *error);

#endif
