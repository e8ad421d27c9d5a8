/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "bench.h"

#include <stdbool.h>

#include <pecaddr/registry.h>

/* The parts of claims.c. */

/* A roster of tools/gen/example_roster.py, as a file and as persons (claims-roster.c). */

struct roster {
    char *path;
    char *text; /* the persons point into it */
    struct pecaddr_person *persons;
    size_t n;
};

void roster_make(const char *folder, size_t n, struct roster *ret_roster);
void roster_free(struct roster *roster);

/*
 * A bare table: the columns of the registry's table of mailboxes and its unique indexes, as the
 * registry's own schema has them, and nothing else. Into it go the rows that came into the
 * registry (claims-sqlite.c, claims-postgres.c).
 */
struct bare;

struct engine {
    const char *name;
    bool (*is_there)(void);
    /* A new, empty registry: its URI, to be freed; and its end. */
    char *(*make)(const char *folder, const char *name);
    void (*remove)(const char *uri);
    /* A new bare table beside a registry, as durable as that one. */
    struct bare *(*bare_make)(const char *folder, const char *uri);
    /* Takes the rows that the registry has got since, in their order. */
    void (*bare_take)(struct bare *bare);
    /* Writes what was taken: an INSERT a row, one transaction. */
    void (*bare_write)(struct bare *bare);
    /* What the figures rest on, in a line. */
    void (*bare_describe)(const struct bare *bare);
    void (*bare_free)(struct bare *bare);
};

/* What a program costs (claims-program.c). */

struct cost {
    double seconds;
    double megabytes; /* the greatest at any time */
};

/* Runs a program; status 1 says that there are rows without an address. Nobody reads which. */
struct cost run_program(const char *const arguments[]);

extern const struct engine engine_sqlite, engine_postgres;

#endif
