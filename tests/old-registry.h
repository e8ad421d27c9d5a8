/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OLD_REGISTRY_H
#define OLD_REGISTRY_H

/* A registry of schema 1: old-registry.sql. */
#include "registry-fixture.h"

static const char old_schema[] =
#include "sqlite_schema_1.inc"
    ;

static const char old_mailboxes[] =
#include "old-registry.inc"
    ;

static inline void make_old_registry(const struct folder *folder, const char *journal_mode)
{
    char scheme[2048];
    char *sql;

    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), scheme, sizeof scheme, NULL),
                     PECADDR_OK);
    sql = sqlite3_mprintf("PRAGMA journal_mode = %s; PRAGMA application_id = 1346716481; "
                          "PRAGMA user_version = 1; BEGIN; %s;"
                          "INSERT INTO scheme (text) VALUES (%Q); %s; COMMIT",
                          journal_mode, old_schema, scheme, old_mailboxes);
    ck_assert_ptr_nonnull(sql);
    write_file(folder->file, "", 0);
    do_sql(folder->file, sql);
    sqlite3_free(sql);
}

#endif
