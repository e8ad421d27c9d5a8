/* SPDX-License-Identifier: BSD-3-Clause */
#include "library.h"

#include "address.h"

#include "base/utf8.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

/*
 * Libraries that only some URIs need. With all that they need in turn (Kerberos, OpenSSL, GnuTLS)
 * they take longer to load than most programs run, so they are loaded when such a URI comes.
 *
 * None is ever unloaded: they leave threads, handlers at exit and other libraries behind.
 */

/* Of all tables: each is written once, under it, and whoever calls what is in one took it before.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_loaded(const struct library *library)
{
    void *first;

    memcpy(&first, library->table, sizeof first);
    return first != NULL;
}

/* All or nothing. A pointer to a function is kept like any other (POSIX, dlsym()). */
static bool load(const struct library *library)
{
    void *found[LIBRARY_NAMES_MAX];
    void *handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL)
        return false;
    for (size_t i = 0; i < library->n; i++) {
        found[i] = dlsym(handle, library->names[i]);
        if (found[i] == NULL)
            return false;
    }
    memcpy(library->table, found, library->n * sizeof *found);
    return true;
}

/* What the loader says, in the language of the program. */
static void explain(char ret_why[SHOWN_MAX])
{
    const char *why = dlerror();

    if (why == NULL || utf8_check(why, strlen(why)) < strlen(why))
        why = N_("the reason is not in UTF-8");
    strcpy(ret_why, SHOWN(why));
}

bool registry_load(const struct library *library, char ret_why[SHOWN_MAX])
{
    bool loaded;

    pthread_mutex_lock(&lock);
    loaded = is_loaded(library) || load(library);
    pthread_mutex_unlock(&lock);
    /* The loader keeps what it says for each thread. */
    if (!loaded)
        explain(ret_why);
    return loaded;
}
