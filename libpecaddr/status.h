/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_STATUS_H
#define PECADDR_STATUS_H

#include "base/text.h"

/*
 * Fills in the caller's error, if there is one, and returns `code`, so that a function can end with
 * `return pecaddr__fail(…)`. The message is what the code means.
 */
int pecaddr__fail(struct pecaddr_error *error, int code, enum pecaddr_field field, size_t offset);

/* The same with a message of its own, for a wrong argument. */
int pecaddr__fail_argument(struct pecaddr_error *error, const char *message);

/* Whether a set of notes has no bit that is none. */
bool pecaddr__notes_are_known(uint32_t notes);

/* Whether the caller's error is absent or of a size that can be written. */
static inline bool error_fits(const struct pecaddr_error *error)
{
    return !error || STRUCT_FITS(error);
}

/* What to tell of a struct that does not fit. */
#define SIZE_FAULT(type, INIT)                                                                     \
    "struct " type " is NULL, or its size is wrong: begin it as " INIT ", and zero what is not "   \
    "set"

#endif
