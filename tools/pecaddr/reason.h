/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REASON_H
#define REASON_H

#include "memory.h"

#include <pecaddr/registry.h>

/*
 * Appends why something happened to an address, for people. What the registry wrote by itself, such
 * as "issued" or "relink: ", is in the language; what a person gave as the reason stays as it is.
 */
void reason_show(struct buffer *buffer, const struct pecaddr_event *event);

#endif
