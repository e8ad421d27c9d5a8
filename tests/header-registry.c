/* SPDX-License-Identifier: BSD-3-Clause */
/* registry.h needs nothing before it. */
#include <pecaddr/registry.h>

int main(void)
{
    pecaddr_registry_close(NULL);
    return pecaddr_state_name(PECADDR_STATE_ACTIVE) == NULL;
}
