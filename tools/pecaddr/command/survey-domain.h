/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_DOMAIN_H
#define SURVEY_DOMAIN_H

#include <pecaddr/registry.h>

/*
 * Whether a registry may be used under a scheme: not where addresses are on record, and none of the scheme's
 * domain. It would be another scheme's by a slip of --scheme, and everybody would have a second address.
 * SPEC §6. 0, or a status with a message.
 *
 *   option   by which its operator can say that the domain is new here, or NULL: none.
 *
 * As a rule the first address on record is of the domain, and no more of them is read.
 */
int survey_domain_check(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
                        const char *option);

#endif
