/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How fast addresses are claimed: pecaddr_registry_ask() against a plain loop that sends the very
 * same statements to the same schema, in the same chunks and transactions; and, on PostgreSQL,
 * against itself, one person a call.
 *
 *   meson setup build -Dtests=enabled && ninja -C build tools/bench/claims
 *   tests/with-postgres.py --durable build/tools/bench/claims [PERSONS [sqlite|postgresql]]
 *
 * The plain loop has no rules in it and reads no results: what the library sends is recorded on a
 * registry of its own, and sent again, the same bytes in the same order, by replay-sqlite.c and
 * replay-postgres.c. So the ratio is what the library's own work costs.
 *
 * Three registries grow alike, block by block: one on which the block is recorded, whose time does
 * not count; then the library's and the loop's, which of them first in turns. A ratio is the median
 * of those of the blocks, each at the same size of the tables, so that what else the machine does
 * weighs little. Within a chunk the questions are sorted by address. Names and questions are made
 * while the clock does not run. Whoever is answered `taken` is asked about again in the next call,
 * one level up, as pecaddr_resolve_batch() does.
 *
 * Files are in TMPDIR, or /tmp, those of SQLite and of the server. The status is 1 if a bound is
 * missed.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK     1000
#define BLOCKS    50
#define LEVELS    3
#define ROWS      100 /* of each block, one a call */
#define ROWS_FROM 9000000

/* Persons, and their questions at each level. */
struct chunk {
    size_t n;
    struct person persons[CHUNK];
    char addresses[LEVELS][CHUNK][PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_query queries[LEVELS][CHUNK];
};

static void make_query(const struct pecaddr_scheme *scheme, struct chunk *chunk, size_t i,
                       unsigned level)
{
    struct pecaddr_query *query = &chunk->queries[level][i];
    char *address = chunk->addresses[level][i];
    int r;

    *query = (struct pecaddr_query){.size = sizeof *query,
                                    .person = &chunk->persons[i].person,
                                    .scheme = scheme,
                                    .address = address,
                                    .level = level};
    r = pecaddr_candidate(scheme, query->person, level, address, PECADDR_ADDRESS_MAX + 1,
                          &query->address_size, NULL, NULL);
    if (r != PECADDR_OK)
        die("%s %s: %s", chunk->persons[i].given, chunk->persons[i].surname, pecaddr_strerror(r));
}

static void make_chunk(const struct pecaddr_scheme *scheme, size_t first, size_t n,
                       struct chunk *chunk)
{
    chunk->n = n;
    for (size_t i = 0; i < n; i++) {
        make_person(first + i, &chunk->persons[i]);
        for (unsigned level = 0; level < LEVELS; level++)
            make_query(scheme, chunk, i, level);
    }
}

static int compare_queries(const void *a, const void *b)
{
    const struct pecaddr_query *const *x = a, *const *y = b;

    return strcmp((*x)->address, (*y)->address);
}

/* What became of the persons. */
struct outcome {
    size_t claimed[LEVELS];
    double seconds;
};

/* Claims an address for everybody of a chunk: a call for each level. */
static void claim_chunk(struct pecaddr_registry *registry, struct chunk *chunk,
                        struct outcome *outcome)
{
    struct pecaddr_query *queries[CHUNK];
    size_t open[CHUNK], n = chunk->n;

    for (size_t i = 0; i < n; i++)
        open[i] = i;
    for (unsigned level = 0; n > 0; level++) {
        double begin;
        size_t left = 0;
        int r;

        if (level == LEVELS)
            die("somebody has no address");
        for (size_t i = 0; i < n; i++)
            queries[i] = &chunk->queries[level][open[i]];
        qsort(queries, n, sizeof(struct pecaddr_query *), compare_queries);
        begin = now();
        r = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, n);
        outcome->seconds += now() - begin;
        if (r != PECADDR_OK)
            die("%s", pecaddr_registry_message(registry));
        for (size_t i = 0; i < n; i++) {
            enum pecaddr_answer answer = chunk->queries[level][open[i]].answer;

            if (answer != PECADDR_CLAIMED && answer != PECADDR_TAKEN)
                die("%s: an answer that there should not be, %d",
                    chunk->queries[level][open[i]].address, answer);
            outcome->claimed[level] += answer == PECADDR_CLAIMED;
            if (answer == PECADDR_TAKEN)
                open[left++] = open[i];
        }
        n = left;
    }
}

/* A measure: the persons of a block, and how long it took to claim for them. */

struct bench {
    const struct replay_ops *ops;
    const struct pecaddr_scheme *scheme, *row_scheme;
    char *uris[3]; /* recorded, the library's, the loop's */
    struct pecaddr_registry *recorded, *library;
    struct replay *loop;
    struct chunk *chunk;
    size_t block; /* persons in each */
    bool rows;    /* also one by one */
    struct outcome outcome, recorded_outcome, row_outcome;
    double loop_seconds, ratios[BLOCKS], row_ratios[BLOCKS];
};

static struct pecaddr_registry *open_registry(const char *uri)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    if (pecaddr_registry_open(uri, &registry, &error) != PECADDR_OK)
        die("%s", error.message);
    return registry;
}

static void begin_bench(struct bench *bench)
{
    static const char *const names[] = {"recorded", "library", "loop"};

    for (size_t i = 0; i < 3; i++)
        bench->uris[i] = bench->ops->make(names[i]);
    bench->recorded = open_registry(bench->uris[0]);
    bench->library = open_registry(bench->uris[1]);
    bench->loop = bench->ops->connect(bench->uris[2]);
    bench->chunk = allocate(1, sizeof *bench->chunk);
}

static void end_bench(struct bench *bench)
{
    pecaddr_registry_close(bench->recorded);
    pecaddr_registry_close(bench->library);
    bench->ops->disconnect(bench->loop);
    for (size_t i = 0; i < 3; i++) {
        bench->ops->remove(bench->uris[i]);
        free(bench->uris[i]);
    }
    free(bench->chunk);
}

static void claim_block(struct bench *bench, struct pecaddr_registry *registry, size_t block,
                        struct outcome *outcome)
{
    for (size_t done = 0; done < bench->block; done += CHUNK) {
        size_t rest = bench->block - done;

        make_chunk(bench->scheme, block * bench->block + done, rest < CHUNK ? rest : CHUNK,
                   bench->chunk);
        claim_chunk(registry, bench->chunk, outcome);
    }
}

static double time_library(struct bench *bench, size_t block)
{
    double before = bench->outcome.seconds;

    claim_block(bench, bench->library, block, &bench->outcome);
    return bench->outcome.seconds - before;
}

static double time_loop(struct bench *bench)
{
    double begin = now(), seconds;

    bench->ops->replay(bench->loop);
    seconds = now() - begin;
    bench->loop_seconds += seconds;
    return seconds;
}

/* One person a call, others, in the same tables: another domain, where nobody is in the way. */
static double time_rows(struct bench *bench, size_t block)
{
    double before = bench->row_outcome.seconds;

    for (size_t i = 0; i < ROWS; i++) {
        make_chunk(bench->row_scheme, ROWS_FROM + block * ROWS + i, 1, bench->chunk);
        claim_chunk(bench->library, bench->chunk, &bench->row_outcome);
    }
    return bench->row_outcome.seconds - before;
}

static void run_block(struct bench *bench, size_t block)
{
    double library, loop;

    bench->ops->record();
    claim_block(bench, bench->recorded, block, &bench->recorded_outcome);
    bench->ops->stop();
    if (block % 2 == 0) {
        library = time_library(bench, block);
        loop = time_loop(bench);
    } else {
        loop = time_loop(bench);
        library = time_library(bench, block);
    }
    bench->ratios[block] = loop / library;
    if (bench->rows)
        bench->row_ratios[block] =
            (time_rows(bench, block) / ROWS) / (library / (double)bench->block);
}

/* The table. */

static bool is_missed(const char *what, double ratio, double bound)
{
    printf("%-44s %8.2f  (at least %.1f)  %s\n", what, ratio, bound,
           ratio >= bound ? "ok" : "MISSED");
    return ratio < bound;
}

static void print_rate(const char *who, const char *what, double persons, double seconds)
{
    printf("%-12s %-40s %10.0f persons/s\n", who, what, persons / seconds);
}

static bool report(const struct bench *bench, const char *who, double bound)
{
    double persons = (double)bench->block * BLOCKS;
    double ratios[BLOCKS], row_ratios[BLOCKS];
    bool missed;

    memcpy(ratios, bench->ratios, sizeof ratios);
    memcpy(row_ratios, bench->row_ratios, sizeof row_ratios);
    if (memcmp(bench->outcome.claimed, bench->recorded_outcome.claimed,
               sizeof bench->outcome.claimed) != 0)
        die("%s: the same persons got other addresses", who);
    bench->ops->describe(bench->loop);
    printf("%.0f persons, %d a chunk, %d blocks; levels 0, 1, 2: %zu, %zu, %zu\n", persons, CHUNK,
           BLOCKS, bench->outcome.claimed[0], bench->outcome.claimed[1], bench->outcome.claimed[2]);
    print_rate(who, "pecaddr_registry_ask()", persons, bench->outcome.seconds);
    print_rate(who, "the same statements in a plain loop", persons, bench->loop_seconds);
    if (bench->rows)
        print_rate(who, "pecaddr_registry_ask(), one person a call", (double)ROWS * BLOCKS,
                   bench->row_outcome.seconds);
    missed = is_missed("  ask : plain loop, median of the blocks", median(ratios, BLOCKS), bound);
    printf("  from %.2f to %.2f\n", ratios[0], ratios[BLOCKS - 1]);
    if (bench->rows) {
        missed |= is_missed("  chunks : one a call, median of the blocks",
                            median(row_ratios, BLOCKS), 15);
        printf("  from %.1f to %.1f\n", row_ratios[0], row_ratios[BLOCKS - 1]);
    }
    printf("\n");
    return missed;
}

static const struct pecaddr_scheme *other_domain(void)
{
    static const char text[] = "name = rows\ndomain = rows.ingpec.eu\nrule = {given}.{surname}\n"
                               "rule = {given}.{surname}.{province}\n"
                               "rule = {given}.{surname}.{province}.{section}{number}\n";
    const struct pecaddr_scheme *scheme = NULL;

    if (pecaddr_scheme_parse((struct pecaddr_text){text, strlen(text)}, NULL, &scheme, NULL) !=
        PECADDR_OK)
        die("the scheme has a fault");
    return scheme;
}

static bool run_bench(const struct replay_ops *ops, const char *who, size_t persons, bool rows)
{
    struct bench bench = {.ops = ops,
                          .scheme = pecaddr_scheme_ingpec(),
                          .row_scheme = other_domain(),
                          .block = persons / BLOCKS,
                          .rows = rows};
    bool missed;

    begin_bench(&bench);
    for (size_t block = 0; block < BLOCKS; block++)
        run_block(&bench, block);
    missed = report(&bench, who, 0.8);
    end_bench(&bench);
    pecaddr_scheme_free(bench.row_scheme);
    return missed;
}

int main(int argc, char *argv[])
{
    size_t persons = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    const char *only = argc > 2 ? argv[2] : "";
    bool missed = false;

    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (persons < BLOCKS || persons > ROWS_FROM)
        die("usage: claims [PERSONS [sqlite|postgresql]]");
    if (strcmp(only, "postgresql") != 0)
        missed |= run_bench(&replay_sqlite, "SQLite", persons, false);
    if (strcmp(only, "sqlite") != 0)
        missed |= run_bench(&replay_postgres, "PostgreSQL", persons, true);
    return missed ? 1 : 0;
}
