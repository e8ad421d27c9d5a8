/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_CLOCK_H
#define PECADDR_REGISTRY_CLOCK_H

#include "base/text.h"

#include <pecaddr/registry.h>

/* Since some moment in the past. */
int64_t registry_now(void);

/* Until a deadline; 0 once it has passed. */
int registry_time_left(int64_t deadline);

#endif
