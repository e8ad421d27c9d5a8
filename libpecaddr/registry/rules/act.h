/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_ACT_H
#define PECADDR_REGISTRY_ACT_H

#include <pecaddr/registry.h>

/* The act of a name as in pecaddr_act_name(); 0 for another name or NULL. */
enum pecaddr_act registry_act_of(const char *name);

/* For an engine that keeps the act and the operator's words as one text: `relink: of the words`. */
#define REASON_SIZE (PECADDR_REASON_MAX + 16)
const char *registry_act_write(enum pecaddr_act act, const char *why, char reason[REASON_SIZE]);
enum pecaddr_act registry_act_read(const char *reason, const char **ret_why);

#endif
