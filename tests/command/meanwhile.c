/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What somebody else does between two looks at a registry: a command that is run once, just before the
 * mailboxes on record are listed for the second time, the first being a look at their domains. Loaded before
 * SQLite (LD_PRELOAD).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define LIST "ORDER BY address, id"

__attribute__((visibility("default"))) int sqlite3_prepare_v2(sqlite3 *db, const char *sql,
                                                              int size,
                                                              sqlite3_stmt **ret_statement,
                                                              const char **ret_rest)
{
    int (*real)(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
    const char *meanwhile = getenv("PECADDR_TEST_MEANWHILE");
    static int lists;
    size_t end = strlen(sql);

    *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_prepare_v2");
    if (meanwhile && end >= strlen(LIST) && strcmp(sql + end - strlen(LIST), LIST) == 0 &&
        ++lists == 2) {
        unsetenv("LD_PRELOAD");
        if (system(meanwhile) != 0)
            abort();
        unsetenv("PECADDR_TEST_MEANWHILE");
    }
    return real(db, sql, size, ret_statement, ret_rest);
}
