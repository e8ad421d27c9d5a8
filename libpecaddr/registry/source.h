/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SOURCE_H
#define PECADDR_REGISTRY_SOURCE_H

#include "uri.h"

#include <pecaddr/registry.h>

/* What a source says; nothing at all counts as failed. */
enum presence { PRESENCE_FAILED = 0, PRESENCE_ABSENT, PRESENCE_PRESENT };

/* Sources: which addresses exist elsewhere. */

struct source {
    const struct source_ops *ops;
};

struct source_ops {
    /* Answers n questions. `error`: when one failed, the sentence for the last that did. */
    void (*ask)(struct source *source, const char *const addresses[], size_t n,
                enum presence ret_presence[], struct pecaddr_registry_error *error);
    /* Says how many addresses it holds in a domain, and whether that will do; if not, `ask` fails
     * for each question of the domain. NULL: it cannot tell, and always may be asked. */
    int (*check)(struct source *source, const char *domain, struct pecaddr_source_count *ret_count,
                 struct pecaddr_registry_error *error);
    void (*close)(struct source *source);
};

void registry_source_close(struct source *source);

int registry_file_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);
int registry_exec_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);
/* For the kinds `ldap` and `ldaps`. */
int registry_ldap_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);

#endif
