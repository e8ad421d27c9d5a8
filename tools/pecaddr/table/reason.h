/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REASON_H
#define REASON_H

#include "runtime/memory.h"

#include <pecaddr/registry.h>

/*
 * Appends why something happened to an address, for people: what was done, in the language, and the
 * reason that a person gave, as it is.
 */
void reason_show(struct buffer *buffer, const struct pecaddr_event *event);

#endif
