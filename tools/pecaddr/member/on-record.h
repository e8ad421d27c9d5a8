/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ON_RECORD_H
#define ON_RECORD_H

#include <pecaddr/registry.h>

#include <stdbool.h>

/*
 * Whether a mailbox is on record as a person's with this very codice fiscale and this very register entry, as far
 * as the person has them. Of what contradicts itself that alone says which part is right: where a fact is not on
 * record, whoever comes first would bring it. SPEC §6. 0, or a status with a message.
 */
int on_record_so(struct pecaddr_registry *registry, const char *address,
                 const struct pecaddr_person *person, bool *ret_is_so);

#endif
