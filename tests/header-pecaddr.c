/* SPDX-License-Identifier: BSD-3-Clause */
/* pecaddr.h needs nothing before it. */
#include <pecaddr/pecaddr.h>

int main(void)
{
    return pecaddr_scheme_ingpec() == NULL;
}
