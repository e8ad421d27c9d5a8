/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the command costs on top of the registry: `pecaddr assign` of a roster, CSV to SQLite,
 * against the same claims through pecaddr_registry_ask() alone, in the same chunks, of the same
 * persons, each in a new registry; and how much memory the command takes.
 *
 *   meson setup build -Dtests=enabled && ninja -C build tools/bench/assign tools/pecaddr/pecaddr
 *   build/tools/bench/assign build/tools/pecaddr/pecaddr [ROWS]
 *
 * The questions are those that the walk of a batch asks, so they are made as the command makes
 * them; the clock runs in pecaddr_registry_ask() only. Of the command it runs from its start to its
 * end: reading, detecting, checking, claiming, writing. Files are in TMPDIR, or /tmp. The status is
 * 1 if a bound is missed.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROWS       1000000
#define ROWS_MAX   9000000
#define CHUNK      1000 /* as the command's */
#define TIMES_MAX  2.0
#define MEMORY_MAX 200.0 /* MB */

extern char **environ;

struct bench {
    const char *command;
    size_t rows;
    char folder[512];
    char roster[600], result[600];
};

/* The command. */

static void write_roster(const struct bench *bench)
{
    FILE *file = fopen(bench->roster, "w");

    if (file == NULL)
        die("%s: can not be made", bench->roster);
    fprintf(file, "cognome;nome;provincia;sezione;numero;codice_fiscale;studio\n");
    for (size_t i = 0; i < bench->rows; i++) {
        struct person who;

        make_person(i, &who);
        fprintf(file, "%s;%s;%s;%c;%u;%s;Studio %zu\n", who.surname, who.given, who.province,
                who.person.section, (unsigned)who.person.number, who.holder, i);
    }
    if (fclose(file) != 0)
        die("%s: can not be written", bench->roster);
}

static void make_registry(const struct bench *bench, const char *name, char uri[700])
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    snprintf(uri, 700, "sqlite:%s/%s", bench->folder, name);
    if (pecaddr_registry_init(uri, &error) != PECADDR_OK)
        die("%s", error.message);
}

struct cost {
    double seconds;
    double megabytes; /* the greatest at any time */
};

static struct cost run_command(const struct bench *bench)
{
    char uri[700];
    const char *arguments[] = {bench->command, "assign",      bench->roster, "--registry", uri,
                               "--output",     bench->result, "--quiet",     NULL};
    struct cost cost;
    struct rusage usage;
    double begin;
    pid_t pid;
    int status;

    make_registry(bench, "command.db", uri);
    begin = now();
    if (posix_spawn(&pid, bench->command, NULL, NULL, (char *const *)arguments, environ) != 0)
        die("%s: can not be run", bench->command);
    if (wait4(pid, &status, 0, &usage) != pid)
        die("%s: is gone", bench->command);
    cost.seconds = now() - begin;
    cost.megabytes = (double)usage.ru_maxrss * 1024 / 1e6;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        die("%s: ended with status %d", bench->command, status);
    return cost;
}

/* The registry alone. */

struct claims {
    struct pecaddr_registry *registry;
    double seconds;
};

static int ask(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[], size_t n)
{
    struct claims *claims = user;
    double begin = now();
    int r = pecaddr_registry_ask(claims->registry, mode, queries, n);

    claims->seconds += now() - begin;
    return r;
}

static void claim_chunk(struct claims *claims, size_t first, size_t n, void *scratch)
{
    static struct person persons[CHUNK];
    static struct pecaddr_assignment outcomes[CHUNK];
    const struct pecaddr_person *asked[CHUNK];
    struct pecaddr_assignment *answered[CHUNK];

    for (size_t i = 0; i < n; i++) {
        make_person(first + i, &persons[i]);
        outcomes[i] = (struct pecaddr_assignment){.size = sizeof outcomes[i]};
        asked[i] = &persons[i].person;
        answered[i] = &outcomes[i];
    }
    if (pecaddr_resolve_batch(pecaddr_scheme_ingpec(), asked, n, PECADDR_CLAIM, ask, claims,
                              scratch, pecaddr_batch_scratch_size(CHUNK), answered) != PECADDR_OK)
        die("%s", pecaddr_registry_message(claims->registry));
    for (size_t i = 0; i < n; i++)
        if (outcomes[i].answer != PECADDR_CLAIMED)
            die("%s %s: given nothing", persons[i].given, persons[i].surname);
}

static double time_claims(const struct bench *bench)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct claims claims = {0};
    void *scratch = allocate(1, pecaddr_batch_scratch_size(CHUNK));
    char uri[700];

    make_registry(bench, "claims.db", uri);
    if (pecaddr_registry_open(uri, &claims.registry, &error) != PECADDR_OK)
        die("%s", error.message);
    for (size_t done = 0; done < bench->rows; done += CHUNK)
        claim_chunk(&claims, done, bench->rows - done < CHUNK ? bench->rows - done : CHUNK,
                    scratch);
    pecaddr_registry_close(claims.registry);
    free(scratch);
    return claims.seconds;
}

/* The table. */

static bool is_missed(const char *what, double value, const char *unit, double bound)
{
    printf("%-40s %8.2f%s  (at most %.0f%s)  %s\n", what, value, unit, bound, unit,
           value <= bound ? "ok" : "MISSED");
    return value > bound;
}

static void make_folder(struct bench *bench)
{
    const char *parent = getenv("TMPDIR");

    snprintf(bench->folder, sizeof bench->folder, "%s/pecaddr-bench-XXXXXX",
             parent != NULL ? parent : "/tmp");
    if (mkdtemp(bench->folder) == NULL)
        die("%s: can not be made", bench->folder);
    snprintf(bench->roster, sizeof bench->roster, "%s/roster.csv", bench->folder);
    snprintf(bench->result, sizeof bench->result, "%s/result.csv", bench->folder);
}

static void remove_folder(const struct bench *bench)
{
    static const char *const names[] = {"roster.csv",     "result.csv",     "command.db",
                                        "command.db-wal", "command.db-shm", "claims.db",
                                        "claims.db-wal",  "claims.db-shm"};
    char path[700];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, names[i]);
        unlink(path);
    }
    rmdir(bench->folder);
}

int main(int argc, char *argv[])
{
    struct bench bench = {.command = argc > 1 ? argv[1] : NULL,
                          .rows = argc > 2 ? strtoul(argv[2], NULL, 10) : ROWS};
    struct cost cost;
    double claims;
    bool missed;

    if (bench.command == NULL || bench.rows == 0 || bench.rows > ROWS_MAX)
        die("usage: assign PECADDR [ROWS]");
    make_folder(&bench);
    write_roster(&bench);
    cost = run_command(&bench);
    claims = time_claims(&bench);
    remove_folder(&bench);
    printf("%-40s %8.2f s  %8.0f rows/s\n", "pecaddr assign, CSV to SQLite", cost.seconds,
           (double)bench.rows / cost.seconds);
    printf("%-40s %8.2f s  %8.0f rows/s\n", "the same through pecaddr_registry_ask()", claims,
           (double)bench.rows / claims);
    missed = is_missed("  assign : ask", cost.seconds / claims, "", TIMES_MAX);
    missed |= is_missed("  memory of assign", cost.megabytes, " MB", MEMORY_MAX);
    return missed ? 1 : 0;
}
