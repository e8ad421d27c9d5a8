/* SPDX-License-Identifier: BSD-3-Clause */
#include "act.h"

#include "error.h"

#include <string.h>

/* What is done to a mailbox, SPEC §5. */

static const char *const names[] = {
    [PECADDR_ACT_ISSUE] = "issue",       [PECADDR_ACT_IMPORT] = "import",
    [PECADDR_ACT_BLOCK] = "block",       [PECADDR_ACT_CLAIM] = "claim",
    [PECADDR_ACT_ACTIVATE] = "activate", [PECADDR_ACT_RELEASE] = "release",
    [PECADDR_ACT_CHANGE] = "change",     [PECADDR_ACT_CORRECT] = "correct",
    [PECADDR_ACT_RENEW] = "renew",       [PECADDR_ACT_LEAVE] = "leave",
    [PECADDR_ACT_RETIRE] = "retire",     [PECADDR_ACT_EXPIRE] = "expire",
    [PECADDR_ACT_RELINK] = "relink",     [PECADDR_ACT_FORGET] = "forget",
};

EXPORT const char *pecaddr_act_name(enum pecaddr_act act)
{
    /* What an enum holds that comes from another program may be anything. */
    size_t i = (size_t)act;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}

enum pecaddr_act registry_act_of(const char *name)
{
    for (size_t i = PECADDR_ACT_ISSUE; name && i < ARRAY_SIZE(names); i++)
        if (strcmp(name, names[i]) == 0)
            return (enum pecaddr_act)i;
    return 0;
}
