/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Loaded before all else (LD_PRELOAD): the library that PECADDR_TEST_MISSING names is not
 * installed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

__attribute__((visibility("default"))) void *dlopen(const char *name, int flags)
{
    static void *(*real)(const char *, int);
    const char *missing = getenv("PECADDR_TEST_MISSING");

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    /* The loader then says in its own words that there is no such file. */
    if (name != NULL && missing != NULL && strcmp(name, missing) == 0)
        name = "/nonexistent/library.so";
    return real(name, flags);
}
