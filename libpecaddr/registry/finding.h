/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_FINDING_H
#define PECADDR_REGISTRY_FINDING_H

#include "error.h"
#include "store.h"

#include <pecaddr/registry.h>

/* A kind by its name, which need not end with a NUL; 0: none. */
enum pecaddr_finding_kind registry_finding_of(const char *name, size_t size);

int registry_tell_finding(const struct verifier *verifier, const struct pecaddr_finding *finding);

/* One that is about no mailbox. */
int registry_tell_found(const struct verifier *verifier, enum pecaddr_finding_kind kind,
                        const char *what, const char *detail);

#endif
