/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LIBRARY_H
#define PECADDR_REGISTRY_LIBRARY_H

#include "error.h"

#include "base/library.h"

#include <pecaddr/registry.h>

/*
 * Loads a library and fills in its table, once for all threads; false: it cannot be loaded, or is
 * too old. The next call tries again.
 */
bool registry_load(const struct library *library, char ret_why[SHOWN_MAX]);

#endif
