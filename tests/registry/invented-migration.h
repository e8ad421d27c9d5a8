/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INVENTED_MIGRATION_H
#define INVENTED_MIGRATION_H

#include <stddef.h>

/*
 * The registry's migrations in SQLite, and one more, which nobody needs: a program that is linked with
 * it makes registries of the present schema, or of one that follows it.
 */
#define SCHEMA_PRESENT  1
#define SCHEMA_INVENTED 2
extern size_t invented_schema; /* the last one that is known: at first SCHEMA_PRESENT */

const char *present_schema(void);

#endif
