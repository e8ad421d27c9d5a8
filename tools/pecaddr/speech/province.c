/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/province.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

struct name {
    char sigla[3];
    const char *name;
};

#include "speech/province-names.inc"

static int compare(const void *sigla, const void *name)
{
    return strcmp(sigla, ((const struct name *)name)->sigla);
}

const char *province_name(const char *sigla)
{
    const struct name *found = bsearch(sigla, names, ARRAY_SIZE(names), sizeof *names, compare);

    return found ? found->name : NULL;
}
