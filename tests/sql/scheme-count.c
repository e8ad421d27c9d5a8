/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Preloaded into an engine: counts the schemes that a process makes and frees. When it ends it adds a line with its
 * number and both to the file PECADDR_TEST_SCHEMES, if it made any. It is linked with libpecaddr, so that the next
 * function of a name is that library's, which an engine loads for its extension alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pecaddr/pecaddr.h>

#define EXPORT __attribute__((visibility("default")))

static unsigned long made, freed;

EXPORT int pecaddr_scheme_parse(struct pecaddr_text text,
                                const struct pecaddr_transliterator *transliterator,
                                const struct pecaddr_scheme **ret_scheme,
                                struct pecaddr_error *error)
{
    int (*parse)(struct pecaddr_text, const struct pecaddr_transliterator *,
                 const struct pecaddr_scheme **, struct pecaddr_error *);
    int r;

    *(void **)&parse = dlsym(RTLD_NEXT, "pecaddr_scheme_parse");
    r = parse(text, transliterator, ret_scheme, error);
    made += r == PECADDR_OK;
    return r;
}

EXPORT void pecaddr_scheme_free(const struct pecaddr_scheme *scheme)
{
    void (*release)(const struct pecaddr_scheme *);

    *(void **)&release = dlsym(RTLD_NEXT, "pecaddr_scheme_free");
    freed += scheme && scheme != pecaddr_scheme_ingpec();
    release(scheme);
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("PECADDR_TEST_SCHEMES");
    FILE *file = path && made ? fopen(path, "a") : NULL;

    if (!file)
        return;
    fprintf(file, "%ld %lu %lu\n", (long)getpid(), made, freed);
    fclose(file);
}
