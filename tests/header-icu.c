/* SPDX-License-Identifier: BSD-3-Clause */
/* icu.h needs nothing before it. */
#include <pecaddr/icu.h>

int main(void)
{
    return pecaddr_icu_transliterator() == NULL;
}
