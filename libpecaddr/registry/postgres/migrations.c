/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/migrations.h"

#include "error.h"

/* By itself, so that a test can put migrations in its place that nobody needs yet. */

size_t registry_postgres_migrations(const char *const **ret_migrations)
{
    static const char *const migrations[] = {
#include "postgres_schema.inc"
    };

    *ret_migrations = migrations;
    return ARRAY_SIZE(migrations);
}
