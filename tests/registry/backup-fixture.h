/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BACKUP_FIXTURE_H
#define BACKUP_FIXTURE_H

/* A registry, and others beside it in its folder. */
#include "registry/registry-calls.h"
#include "registry/verify-fixture.h"

#include <sys/stat.h>

/* In the folder of the registry. */

static inline const char *beside(const struct folder *folder, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", folder->path, name);
    return path;
}
#define BESIDE(folder, name) beside(folder, name, (char[128]){0})

static inline const char *uri_of(const char *path, char uri[160])
{
    snprintf(uri, 160, "sqlite:%s", path);
    return uri;
}
#define URI_OF(path) uri_of(path, (char[160]){0})

static inline bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static inline void assert_whole_sqlite(const char *path)
{
    char text[256];

    ck_assert(run_sqlite(path, "PRAGMA integrity_check", text));
    ck_assert_str_eq(text, "ok");
}

static inline int count_sqlite(const char *path, const char *sql)
{
    char text[256];

    ck_assert_msg(run_sqlite(path, sql, text), "%s: %s", sql, text);
    return atoi(text);
}

/* Removes all that a test has left in the folder. */
static inline void clear_folder(const struct folder *folder)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf -- '%s'", folder->path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(mkdir(folder->path, 0700), 0);
    remove_folder(folder);
}

static inline void dump_uri(const char *uri, struct dumped *all)
{
    struct pecaddr_registry *registry = open_uri(uri);

    dump_registry(registry, all);
    pecaddr_registry_close(registry);
}

static inline void assert_same(const char *uri, const char *other)
{
    struct dumped *one = calloc(1, sizeof *one), *two = calloc(1, sizeof *two);

    dump_uri(uri, one);
    dump_uri(other, two);
    ck_assert_str_eq(one->text, two->text);
    free(one);
    free(two);
}

static inline void back_up(struct pecaddr_registry *registry, const char *path)
{
    STEP(pecaddr_registry_backup(registry, path, &step_error));
}

static inline enum pecaddr_restoration restore(const char *uri, const char *path, char aside[128])
{
    struct pecaddr_restored *restored = calloc(1, sizeof *restored);
    enum pecaddr_restoration what;

    restored->size = sizeof *restored;
    STEP(pecaddr_registry_restore(uri, path, restored, &step_error));
    what = restored->what;
    if (aside)
        snprintf(aside, 128, "%.127s", restored->aside);
    free(restored);
    return what;
}

/* Nobody new is given an address until it is said to be the right one. */
static inline void assert_waits(struct pecaddr_registry *registry)
{
    static uint32_t number = 5003;
    const struct who stranger = {"Ivo", "Gatti", "AN", 'A', number++, NULL};
    struct pecaddr_person person = person_from(&stranger);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    assert_stopped(registry, &stranger, "pecaddr registry resume");
    STEP(pecaddr_registry_resume(registry, &step_error));
    STEP(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, &assignment, NULL,
                                 &step_error));
}

#endif
