/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_LIBRARY_H
#define PECADDR_BASE_LIBRARY_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Libraries that only some uses need. With all that they need in turn (Kerberos, OpenSSL, GnuTLS,
 * C++) they take longer to load than most programs run, so they are loaded when such a use comes.
 *
 * None is ever unloaded: they leave threads, handlers at exit and other libraries behind.
 */

/* What is used of one: its names, and the table of pointers to them, in the same order. */
struct library {
    const char *soname;
    const char *const *names;
    size_t n;    /* at most LIBRARY_NAMES_MAX */
    void *table; /* all NULL until it is loaded */
};

/* Of a list of names X(…): each as a member of the table, of the type that its header says; and as
 * a text. */
#define LIBRARY_POINTER(name) __typeof__(name) *name;
#define LIBRARY_NAME(name)    #name,
#define LIBRARY_NAMES_MAX     64

static inline bool library_is_loaded(const struct library *library)
{
    void *first;

    memcpy(&first, library->table, sizeof first);
    return first;
}

/*
 * Fills in the table, all or nothing; false: the library cannot be loaded, or is too old, and
 * dlerror() says why. A pointer to a function is kept like any other (POSIX, dlsym()).
 * Thread rule: one thread at a time for each library.
 */
static inline bool library_load(const struct library *library)
{
    void *found[LIBRARY_NAMES_MAX];
    void *handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);

    if (!handle)
        return false;
    for (size_t i = 0; i < library->n; i++) {
        found[i] = dlsym(handle, library->names[i]);
        if (!found[i])
            return false;
    }
    memcpy(library->table, found, library->n * sizeof *found);
    return true;
}

#endif
