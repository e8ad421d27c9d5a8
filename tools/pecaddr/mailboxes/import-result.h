/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef IMPORT_RESULT_H
#define IMPORT_RESULT_H

#include "runtime/memory.h"

#include <pecaddr/registry.h>

/*
 * A result of assign that is brought in says of no mailbox that it is active: what is on record stays
 * as it is, what was released stays free, and the rest is reserved, as assign does.
 *
 *   is_one     the file is one.
 *   released   the addresses that were released here and are nobody's now, in order.
 */
struct import_result {
    int is_one;
    const char **released;
    size_t n, capacity;
    struct arena texts;
};

/* Learns which addresses were released: before the preview of a dry run is opened. 0, or a status with
   a message. */
int import_result_learn(struct import_result *result, struct pecaddr_registry *registry);

int import_result_was_released(const struct import_result *result, const char *address);

void import_result_free(struct import_result *result);

#endif
