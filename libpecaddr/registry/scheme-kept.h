/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SCHEME_KEPT_H
#define PECADDR_REGISTRY_SCHEME_KEPT_H

#include "error.h"

#include <pecaddr/registry.h>

/* The canonical text of a scheme, which stores keep once, to be freed (scheme.c). */
int registry_scheme_text(const struct pecaddr_scheme *scheme, char **ret_text,
                         struct pecaddr_registry_error *error);

#endif
