/* SPDX-License-Identifier: BSD-3-Clause */
/* The public headers, together and twice, in C99. */
#include "headers.h"

int main(void)
{
    return wrong_starts() + wrong_texts() + wrong_versions() + wrong_answers() > 0;
}
