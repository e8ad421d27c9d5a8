/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_NAME_FIELD_H
#define PECADDR_NAME_FIELD_H

#include "name.h"
#include "shorten.h"

/* A name being folded: both fields' letters, and what was seen on the way. */
struct folding {
    enum pecaddr_profile profile;
    uint32_t notes;
    bool profiled; /* a letter was seen that the two profiles write apart */
    struct atom given;
    struct atom surname;
};

/*
 * Reads one field to the letters of an atom, of which nothing is cut, and adds its notes. `trace` may
 * be NULL. Errors: those of the field, in the order of SPEC §2.
 */
int pecaddr__name_field(enum pecaddr_field which, struct pecaddr_text text,
                        const struct naming *naming, const struct pecaddr_trace *trace,
                        struct folding *folding, struct atom *atom, struct pecaddr_error *error);

#endif
