/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What addresses cost, as ratios, in one run:
 *
 *   claims ENGINE   claims through the registry, pecaddr_registry_assign_batch(), against a bare
 *                   table that gets the same rows
 *   import ENGINE   pecaddr_registry_import() of the same persons against claims
 *   activate ENGINE `pecaddr registry activate --from` of the mailboxes that were claimed, from its
 *                   start to its end, against their claims
 *   assign claims   `pecaddr assign` of the roster, from its start to its end, against claims
 *   assign python   the same against twenty-lines.py
 *
 * where ENGINE is sqlite or postgresql.
 *
 *   ninja -C build tools/bench/claims tools/pecaddr/pecaddr
 *   tests/with-postgres.py --durable build/tools/bench/claims [OPTION]... [WORD]...
 *
 * Measured are the rows whose name has all the words: `claims sqlite`, `import`, `postgresql`.
 * Without a server those of PostgreSQL are left out. Options are -n PERSONS, -r ROUNDS, and
 * -c CHUNK, how many persons are put to the registry at once.
 *
 * Persons are those of a roster that tools/gen/example_roster.py makes. The bare table has the
 * columns and the unique indexes of the registry's own schema; it is written by a prepared
 * statement, an INSERT a row, in the registry's chunks, a transaction each, as durably. All that
 * is compared grows alike, chunk by chunk in turns, so that what else the machine does, and the
 * size of the tables, weigh on both. Each round begins with empty ones and gives a ratio; what is
 * printed is the median. Files are in TMPDIR, or /tmp. The status is 1 if a limit is missed.
 */
#define _GNU_SOURCE
#include "claims.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PERSONS    200000
#define ROUNDS     5
#define ROUNDS_MAX 101
#define CHUNK      1000
#define MEMORY_MAX 200.0 /* MB */
#define IMPORT_MAX 120.0 /* seconds of a round after which nobody more is brought in */

/* The table. */

struct row {
    const char *name;
    const char *first, *second;
    double limit;
    bool wished; /* the limit is a wish, whose miss is told and no failure */
    /* Of each round, in microseconds a person. */
    double firsts[ROUNDS_MAX], seconds[ROUNDS_MAX];
    size_t rounds;
};

enum {
    CLAIMS_SQLITE,
    IMPORT_SQLITE,
    CLAIMS_POSTGRES,
    IMPORT_POSTGRES,
    ACTIVATE_SQLITE,
    ACTIVATE_POSTGRES,
    ASSIGN_CLAIMS,
    ASSIGN_PYTHON,
    ROWS
};

static struct row rows[ROWS] = {
    [CLAIMS_SQLITE] = {.name = "claims sqlite",
                       .first = "claim",
                       .second = "bare table",
                       .limit = 2.5},
    [IMPORT_SQLITE] = {.name = "import sqlite", .first = "import", .second = "claim", .limit = 2.0},
    [CLAIMS_POSTGRES] = {.name = "claims postgresql",
                         .first = "claim",
                         .second = "bare table",
                         .limit = 3.0},
    [IMPORT_POSTGRES] = {.name = "import postgresql",
                         .first = "import",
                         .second = "claim",
                         .limit = 2.0},
    [ACTIVATE_SQLITE] = {.name = "activate sqlite",
                         .first = "activate --from",
                         .second = "claim",
                         .limit = 1.5},
    [ACTIVATE_POSTGRES] = {.name = "activate postgresql",
                           .first = "activate --from",
                           .second = "claim",
                           .limit = 1.5},
    [ASSIGN_CLAIMS] = {.name = "assign claims",
                       .first = "assign",
                       .second = "claims alone",
                       .limit = 1.5},
    [ASSIGN_PYTHON] = {.name = "assign python",
                       .first = "assign",
                       .second = "twenty-lines.py",
                       .limit = 1.0,
                       .wished = true},
};

/* A round of a row: how many seconds both took for so many persons. */
static void note(struct row *row, double first, double second, size_t persons)
{
    row->firsts[row->rounds] = first * 1e6 / (double)persons;
    row->seconds[row->rounds++] = second * 1e6 / (double)persons;
}

static double median_of(const double values[], size_t n)
{
    double copy[ROUNDS_MAX];

    memcpy(copy, values, n * sizeof *values);
    return median(copy, n);
}

/* Whether the limit is missed. */
static bool print_row(const struct row *row)
{
    const char *miss = row->wished ? "wished" : "MISSED";
    double ratios[ROUNDS_MAX], ratio;
    bool misses;

    for (size_t i = 0; i < row->rounds; i++)
        ratios[i] = row->firsts[i] / row->seconds[i];
    ratio = median(ratios, row->rounds);
    misses = ratio > row->limit;
    printf("%-19s %6.2f  %5.2f to %5.2f  at most %.1f  %-6s  %7.1f us %s, %.1f us %s\n", row->name,
           ratio, ratios[0], ratios[row->rounds - 1], row->limit, misses ? miss : "ok",
           median_of(row->firsts, row->rounds), row->first, median_of(row->seconds, row->rounds),
           row->second);
    return misses && !row->wished;
}

/* The run: what it is told, and what all rows share. */
struct bench {
    size_t persons, rounds, chunk;
    char *const *words;
    char folder[512];
    struct roster roster;
    double megabytes; /* of `assign`, the greatest at any time */
};

/* Claims. */

static struct pecaddr_registry *open_registry(const char *uri)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    if (pecaddr_registry_open(uri, &registry, &error) != PECADDR_OK)
        die("%s", error.message);
    return registry;
}

/* Persons that are put to a registry at once, and what they are given. */
struct chunk {
    size_t n, capacity;
    const struct pecaddr_person **persons;
    struct pecaddr_assignment *assignments, **pointers;
    /* To be brought in. */
    struct pecaddr_mailbox *mailboxes;
    const struct pecaddr_mailbox **arrivals;
    int *results;
};

static struct chunk *chunk_new(size_t capacity)
{
    struct chunk *chunk = allocate(1, sizeof *chunk);

    chunk->capacity = capacity;
    chunk->persons = allocate(capacity, sizeof(struct pecaddr_person *));
    chunk->assignments = allocate(capacity, sizeof *chunk->assignments);
    chunk->pointers = allocate(capacity, sizeof(struct pecaddr_assignment *));
    chunk->mailboxes = allocate(capacity, sizeof *chunk->mailboxes);
    chunk->arrivals = allocate(capacity, sizeof(struct pecaddr_mailbox *));
    chunk->results = allocate(capacity, sizeof *chunk->results);
    return chunk;
}

static void chunk_free(struct chunk *chunk)
{
    free(chunk->persons);
    free(chunk->assignments);
    free(chunk->pointers);
    free(chunk->mailboxes);
    free(chunk->arrivals);
    free(chunk->results);
    free(chunk);
}

static void take_persons(const struct roster *roster, size_t first, struct chunk *chunk)
{
    size_t left = roster->n - first;

    chunk->n = left < chunk->capacity ? left : chunk->capacity;
    for (size_t i = 0; i < chunk->n; i++) {
        chunk->persons[i] = &roster->persons[first + i];
        chunk->assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        chunk->pointers[i] = &chunk->assignments[i];
    }
}

/* How long it takes to claim for a chunk. A row in a thousand is broken and is given nothing. */
static double claim(struct pecaddr_registry *registry, struct chunk *chunk)
{
    double begin = now(), seconds;
    size_t claimed = 0;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), chunk->persons,
                                          chunk->n, chunk->pointers, NULL, &error);

    seconds = now() - begin;
    if (r != PECADDR_OK)
        die("%s", error.message);
    for (size_t i = 0; i < chunk->n; i++)
        claimed += chunk->assignments[i].answer == PECADDR_CLAIMED;
    if (claimed < chunk->n * 9 / 10)
        die("only %zu of %zu persons were given an address", claimed, chunk->n);
    return seconds;
}

static struct pecaddr_mailbox mailbox_of(const struct pecaddr_person *person, const char *address)
{
    struct pecaddr_mailbox mailbox = PECADDR_MAILBOX_INIT;

    mailbox.address = address;
    mailbox.state = PECADDR_STATE_ACTIVE;
    mailbox.given = person->given.data;
    mailbox.surname = person->surname.data;
    mailbox.holder = person->holder.data;
    mailbox.province = person->province.data;
    mailbox.section = person->section;
    mailbox.number = person->number;
    return mailbox;
}

/* How long it takes to bring in what the persons of a chunk were given. */
static double import(struct pecaddr_registry *registry, struct chunk *chunk)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t n = 0;
    double begin, seconds;

    for (size_t i = 0; i < chunk->n; i++) {
        if (chunk->assignments[i].answer != PECADDR_CLAIMED)
            continue;
        chunk->mailboxes[n] = mailbox_of(chunk->persons[i], chunk->assignments[i].address);
        chunk->arrivals[n] = &chunk->mailboxes[n];
        n++;
    }
    begin = now();
    if (pecaddr_registry_import(registry, chunk->arrivals, n, 0, chunk->results, NULL, &error) !=
        PECADDR_OK)
        die("%s", error.message);
    seconds = now() - begin;
    for (size_t i = 0; i < n; i++)
        if (chunk->results[i] != PECADDR_OK)
            die("%s: not brought in: %s", chunk->mailboxes[i].address,
                pecaddr_strerror(chunk->results[i]));
    return seconds;
}

/* How long it takes to write what the registry has got since into a bare table. */
static double write_bare(const struct engine *engine, struct bare *bare)
{
    double begin;

    engine->bare_take(bare);
    begin = now();
    engine->bare_write(bare);
    return now() - begin;
}

static FILE *begin_confirmed(const struct bench *bench, char ret_path[1024])
{
    FILE *file;

    snprintf(ret_path, 1024, "%s/confirmed.csv", bench->folder);
    file = fopen(ret_path, "w");
    if (!file)
        die("%s: cannot be written", ret_path);
    fputs("pec;nome;cognome;codice_fiscale;provincia;sezione;numero\n", file);
    return file;
}

/* How long it takes to put on record that all of a file are in use. */
static double run_activate(FILE *file, const char *path, const char *uri)
{
    const char *arguments[] = {PECADDR,     "registry",   "activate", "--from", path,
                               "--expires", "2090-12-31", "--why",    "bench",  "--registry",
                               uri,         "--quiet",    NULL};
    double seconds;

    if (fclose(file) != 0)
        die("%s: cannot be written", path);
    seconds = run_program(arguments).seconds;
    unlink(path);
    return seconds;
}

/* What somebody has confirmed who makes mailboxes: all that was given. */
static void write_confirmed(FILE *file, const struct chunk *chunk)
{
    for (size_t i = 0; i < chunk->n; i++) {
        const struct pecaddr_person *person = chunk->persons[i];

        if (chunk->assignments[i].answer == PECADDR_CLAIMED)
            fprintf(file, "%s;%s;%s;%s;%s;%c;%u\n", chunk->assignments[i].address,
                    person->given.data, person->surname.data, person->holder.data,
                    person->province.data, person->section, (unsigned)person->number);
    }
}

/* A round: claims, beside a bare table and a registry that imports, and before an activation, if
   those rows are not NULL. How long the claims took. */
static double run_engine(const struct engine *engine, const struct bench *bench, struct row *claims,
                         struct row *imports, struct row *activates)
{
    char *uri = engine->make(bench->folder, "claims");
    char *import_uri = imports ? engine->make(bench->folder, "imports") : NULL;
    struct pecaddr_registry *import_registry = imports ? open_registry(import_uri) : NULL;
    struct pecaddr_registry *registry = open_registry(uri);
    struct bare *bare = claims ? engine->bare_make(bench->folder, uri) : NULL;
    struct chunk *chunk = chunk_new(bench->chunk);
    double claimed = 0, written = 0, imported = 0, claimed_of_imported = 0;
    size_t arrived = 0;
    char confirmed[1024];
    FILE *file = activates ? begin_confirmed(bench, confirmed) : NULL;

    for (size_t done = 0; done < bench->roster.n; done += chunk->n) {
        take_persons(&bench->roster, done, chunk);
        claimed += claim(registry, chunk);
        if (file)
            write_confirmed(file, chunk);
        if (claims)
            written += write_bare(engine, bare);
        if (imports && imported < IMPORT_MAX) {
            imported += import(import_registry, chunk);
            claimed_of_imported = claimed;
            arrived += chunk->n;
        }
    }
    if (claims) {
        note(claims, claimed, written, bench->roster.n);
        if (claims->rounds == 1)
            engine->bare_describe(bare);
        engine->bare_free(bare);
    }
    if (imports) {
        note(imports, imported, claimed_of_imported, arrived);
        pecaddr_registry_close(import_registry);
        engine->remove(import_uri);
        free(import_uri);
    }
    pecaddr_registry_close(registry);
    if (file)
        note(activates, run_activate(file, confirmed, uri), claimed, bench->roster.n);
    engine->remove(uri);
    free(uri);
    chunk_free(chunk);
    return claimed;
}

static struct cost run_assign(const struct bench *bench, const char *result)
{
    char *uri = engine_sqlite.make(bench->folder, "assign");
    const char *arguments[] = {
        PECADDR, "assign",  bench->roster.path,    "--registry", uri,   "--output",
        result,  "--quiet", "--several-provinces", "--accept",   "all", NULL};
    struct cost cost = run_program(arguments);

    engine_sqlite.remove(uri);
    free(uri);
    unlink(result);
    return cost;
}

static double run_python(const struct bench *bench, const char *result)
{
    char database[1024];
    const char *arguments[] = {
        "python3", SOURCE_ROOT "/tools/bench/twenty-lines.py", bench->roster.path, database, result,
        NULL};
    double seconds;

    snprintf(database, sizeof database, "%s/twenty-lines", bench->folder);
    seconds = run_program(arguments).seconds;
    unlink(database);
    unlink(result);
    return seconds;
}

static void run_command(struct bench *bench, struct row *claims, struct row *python)
{
    char result[1024];
    struct cost cost;

    snprintf(result, sizeof result, "%s/result", bench->folder);
    cost = run_assign(bench, result);
    if (cost.megabytes > bench->megabytes)
        bench->megabytes = cost.megabytes;
    if (claims)
        note(claims, cost.seconds, run_engine(&engine_sqlite, bench, NULL, NULL, NULL),
             bench->roster.n);
    if (python)
        note(python, cost.seconds, run_python(bench, result), bench->roster.n);
}

/* The run. */

static void read_options(int argc, char *argv[], struct bench *bench)
{
    int option;

    while ((option = getopt(argc, argv, "n:r:c:")) != -1) {
        size_t number = optarg ? strtoul(optarg, NULL, 10) : 0;

        if (option == 'n')
            bench->persons = number;
        else if (option == 'r')
            bench->rounds = number;
        else if (option == 'c')
            bench->chunk = number;
        else
            die("usage: claims [-n PERSONS] [-r ROUNDS] [-c CHUNK] [WORD...]");
    }
    if (bench->persons == 0 || bench->chunk == 0 || bench->rounds == 0 ||
        bench->rounds > ROUNDS_MAX)
        die("persons and a chunk are 1 or more, rounds 1 to %d", ROUNDS_MAX);
    bench->words = argv + optind;
}

/* The row if it is measured, or NULL. */
static struct row *chosen(const struct bench *bench, size_t i)
{
    for (char *const *word = bench->words; *word; word++)
        if (!strstr(rows[i].name, *word))
            return NULL;
    return &rows[i];
}

static void run_round(struct bench *bench)
{
    struct row *first = chosen(bench, CLAIMS_SQLITE), *second = chosen(bench, IMPORT_SQLITE);
    struct row *third = chosen(bench, ACTIVATE_SQLITE);

    if (first || second || third)
        run_engine(&engine_sqlite, bench, first, second, third);
    first = chosen(bench, CLAIMS_POSTGRES);
    second = chosen(bench, IMPORT_POSTGRES);
    third = chosen(bench, ACTIVATE_POSTGRES);
    if ((first || second || third) && engine_postgres.is_there())
        run_engine(&engine_postgres, bench, first, second, third);
    first = chosen(bench, ASSIGN_CLAIMS);
    second = chosen(bench, ASSIGN_PYTHON);
    if (first || second)
        run_command(bench, first, second);
}

/* Whether a limit is missed. */
static bool print_table(const struct bench *bench)
{
    bool missed = bench->megabytes > MEMORY_MAX, any = false;

    printf(
        "%zu persons, %zu a chunk, %zu rounds: the median of the ratios; the least, the greatest\n",
        bench->persons, bench->chunk, bench->rounds);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].rounds == 0)
            continue;
        any = true;
        missed |= print_row(&rows[i]);
    }
    if (!any)
        die("no row has all these words, or there is no server");
    if (bench->megabytes > 0)
        printf("%-19s %6.0f MB                 at most %.0f  %s\n", "assign memory",
               bench->megabytes, MEMORY_MAX, bench->megabytes <= MEMORY_MAX ? "ok" : "MISSED");
    return missed;
}

int main(int argc, char *argv[])
{
    struct bench bench = {.persons = PERSONS, .rounds = ROUNDS, .chunk = CHUNK};
    const char *parent = getenv("TMPDIR");

    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    read_options(argc, argv, &bench);
    snprintf(bench.folder, sizeof bench.folder, "%s/pecaddr-bench-XXXXXX",
             parent ? parent : "/tmp");
    if (!mkdtemp(bench.folder))
        die("%s: cannot be made", bench.folder);
    roster_make(bench.folder, bench.persons, &bench.roster);
    for (size_t round = 0; round < bench.rounds; round++)
        run_round(&bench);
    unlink(bench.roster.path);
    roster_free(&bench.roster);
    if (rmdir(bench.folder) != 0)
        printf("%s: something was left there\n", bench.folder);
    return print_table(&bench) ? 1 : 0;
}
