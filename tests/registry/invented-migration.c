/* SPDX-License-Identifier: BSD-3-Clause */
/* In place of migrations.c of both engines. */
#include "registry/invented-migration.h"

#include "postgres/migrations.h"
#include "sqlite/sqlite.h"

size_t invented_schema = SCHEMA_PRESENT;

const char *present_schema(void)
{
    const char *const *migrations;

    registry_sqlite_migrations(&migrations);
    return migrations[0];
}

size_t registry_sqlite_migrations(const char *const **ret_migrations)
{
    static const char *const migrations[] = {
#include "sqlite_schema.inc"
        , "CREATE TABLE invented (mailbox INTEGER PRIMARY KEY) STRICT;"
          "INSERT INTO invented SELECT id FROM mailbox;"
          "ALTER TABLE scheme ADD COLUMN invented TEXT;"
          "DROP TRIGGER told_never_changed;"
          "CREATE TRIGGER invented_begins BEFORE INSERT ON mailbox WHEN NEW.number = 77 "
          "BEGIN SELECT RAISE(ROLLBACK, 'invented'); END"};

    *ret_migrations = migrations;
    return invented_schema;
}

size_t registry_postgres_migrations(const char *const **ret_migrations)
{
    static const char *const migrations[] = {
#include "postgres_schema.inc"
        , "CREATE TABLE pecaddr.invented (mailbox bigint PRIMARY KEY);"
          "INSERT INTO pecaddr.invented SELECT id FROM pecaddr.mailbox;"
          "ALTER TABLE pecaddr.scheme ADD COLUMN invented text;"
          "ALTER TABLE pecaddr.mailbox ADD CONSTRAINT invented CHECK (number <> 77)"};

    *ret_migrations = migrations;
    return invented_schema;
}
