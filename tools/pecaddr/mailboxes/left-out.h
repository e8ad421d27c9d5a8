/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LEFT_OUT_H
#define LEFT_OUT_H

#include "runtime/memory.h"
#include "speech/sample.h"

#include <stddef.h>

/*
 * The mailboxes that a file for INI-PEC leaves out, as something is not on record. A reason that FAULTS_ALIKE have
 * is one of the whole registry, and is told once, with their count and the first of them (SPEC §6). It begins
 * zeroed.
 */
struct left_out {
    struct left_out_reason *reasons;
    size_t n, capacity;
    size_t count; /* of mailboxes */
    struct arena texts;
};

/* One more, and why: a constant format, looked up when it is said, for the address alone. */
void left_out_add(struct left_out *left_out, const char *format, const char *address);

void left_out_tell(const struct left_out *left_out, struct sample *shown);
void left_out_free(struct left_out *left_out);

#endif
