/* SPDX-License-Identifier: BSD-3-Clause */
#include "library.h"

#include "address.h"

#include "base/utf8.h"

#include <pthread.h>
#include <string.h>

/* Of all tables: each is written once, under it, and whoever calls what is in one took it before.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What the loader says, in the language of the program. */
static void explain(char ret_why[SHOWN_MAX])
{
    const char *why = dlerror();

    if (!why || utf8_check(why, strlen(why)) < strlen(why))
        why = N_("the reason is not in UTF-8");
    strcpy(ret_why, SHOWN(why));
}

bool registry_load(const struct library *library, char ret_why[SHOWN_MAX])
{
    bool loaded;

    pthread_mutex_lock(&lock);
    loaded = library_is_loaded(library) || library_load(library);
    pthread_mutex_unlock(&lock);
    /* The loader keeps what it says for each thread. */
    if (!loaded)
        explain(ret_why);
    return loaded;
}
