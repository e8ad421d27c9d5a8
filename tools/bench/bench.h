/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include <pecaddr/registry.h>

/* Shared by the benchmarks of this folder. */

__attribute__((noreturn, format(printf, 1, 2))) void die(const char *format, ...);
void *allocate(size_t n, size_t size);

/* Seconds of a clock that is never set. */
double now(void);

double median(double values[], size_t n);

/* Persons (people.c). None of them is real: no municipality ever had the code Z000. */

struct person {
    struct pecaddr_person person;
    char given[32], surname[32], province[3], holder[17];
};

/* The i-th person, always the same one; i below 9,999,999. */
void make_person(size_t i, struct person *ret_person);

/* Recording what the library sends to the database, and sending it again (replay-*.c). */

struct replay;

struct replay_ops {
    /* A new, empty registry: its URI, to be freed. */
    char *(*make)(const char *name);
    void (*remove)(const char *uri);
    /* From now on what is sent to a registry that this opened is recorded; until stop. */
    void (*record)(void);
    void (*stop)(void);
    /* A connection on which what was recorded is sent again; and the sending. */
    struct replay *(*connect)(const char *uri);
    void (*replay)(struct replay *replay);
    void (*disconnect)(struct replay *replay);
    /* What the figures rest on, in a line. */
    void (*describe)(struct replay *replay);
};

extern const struct replay_ops replay_sqlite, replay_postgres;

#endif
