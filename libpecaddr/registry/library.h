/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LIBRARY_H
#define PECADDR_REGISTRY_LIBRARY_H

#include "error.h"

#include <pecaddr/registry.h>

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

/*
 * Loads a library and fills in its table, once for all threads; false: it cannot be loaded, or is
 * too old. The next call tries again.
 */
bool registry_load(const struct library *library, char ret_why[SHOWN_MAX]);

#endif
