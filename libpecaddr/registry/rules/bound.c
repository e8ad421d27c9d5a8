/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/bound.h"

#include <string.h>

bool registry_is_among(const char *provinces, const char *province)
{
    if (provinces[0] == '\0')
        return true;
    for (; provinces[0] != '\0' && provinces[1] != '\0'; provinces += 2 + (provinces[2] == ','))
        if (strncmp(provinces, province, 2) == 0)
            return true;
    return false;
}

bool registry_may_begin(const struct store *store, const struct record *record)
{
    return record->entry.province[0] == '\0' ||
           registry_is_among(store->own, record->entry.province);
}

/* An address that was only kept from being given: whoever has it says so. */
static bool is_nobodys(const struct record *record)
{
    return record->state == PECADDR_STATE_RESERVED && record->holder[0] == '\0' &&
           record->given[0] == '\0' && record->surname[0] == '\0' &&
           record->entry.province[0] == '\0' && record->entry.section == 0 &&
           record->entry.number == 0;
}

/* A claim that brings the holder of a codice fiscale. */
static bool brings(const struct record *before, const struct record *after)
{
    bool returns = before->state == PECADDR_STATE_RETIRED && after->state == PECADDR_STATE_RESERVED;

    return before->holder[0] != '\0' && strcmp(before->holder, after->holder) == 0 &&
           (returns ||
            (after->state == before->state && strcmp(after->expires, before->expires) == 0));
}

bool registry_may_change(const struct store *store, const struct record *before,
                         const struct record *after, enum pecaddr_act act)
{
    bool own_before = registry_is_among(store->own, before->entry.province);
    bool own_after = registry_is_among(store->own, after->entry.province);

    if (own_before && (own_after || act == PECADDR_ACT_FORGET))
        return true;
    if (!own_after)
        return false;
    return act == PECADDR_ACT_CLAIM    ? brings(before, after)
           : act == PECADDR_ACT_IMPORT ? is_nobodys(before)
                                       : false;
}
