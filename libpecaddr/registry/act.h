/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_ACT_H
#define PECADDR_REGISTRY_ACT_H

#include <pecaddr/registry.h>

/* The act of a name as in pecaddr_act_name(); 0 for another name or NULL. */
enum pecaddr_act registry_act_of(const char *name);

#endif
