/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/icu.h"

#include "base/array.h"
#include "speech/message.h"

#include <assert.h>

#define TEXT(name)             #name
#define ICU_NAME(member, name) TEXT(name),

static const char *const names[] = {ICU(ICU_NAME)};
static_assert(ARRAY_SIZE(names) <= LIBRARY_NAMES_MAX, "LIBRARY_NAMES_MAX is too small");
static_assert(sizeof(struct icu) == ARRAY_SIZE(names) * sizeof(void *), "not pointers alone");

const struct icu *icu_load(void)
{
    static struct icu icu;
    static const struct library library = {
        .soname = PECADDR_ICU_SONAME,
        .names = names,
        .n = ARRAY_SIZE(names),
        .table = &icu,
    };

    if (library_is_loaded(&library) || library_load(&library))
        return &icu;
    message("%s cannot be loaded (%s); install it as it came with this command, and ICU with it",
            library.soname, dlerror());
    return NULL;
}
