/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_MIGRATIONS_H
#define PECADDR_REGISTRY_POSTGRES_MIGRATIONS_H

#include <stddef.h>

/* The schema; entry i brings version i to version i + 1. How many there are. */
size_t registry_postgres_migrations(const char *const **ret_migrations);

#endif
