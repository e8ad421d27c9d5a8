/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/uri-files.h"

#include "base/array.h"
#include "base/percent.h"
#include "runtime/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Whoever asks, and the last answer. */
struct asking {
    uri_file_fn *file;
    void *user;
    int answer;
};

static void tell(struct asking *asking, const char *path, enum uri_file which)
{
    if (!asking->answer && *path)
        asking->answer = asking->file(asking->user, path, which);
}

static void tell_in(struct asking *asking, const char *folder, const char *name)
{
    struct buffer path = {0};

    buffer_format(&path, "%s/%s", folder, name);
    tell(asking, path.data, URI_NAMED);
    buffer_free(&path);
}

/* A part of a URI that could be opened, up to one of these bytes, with what is written as %XX read. */
static char *read_part(const char *at, const char *ends)
{
    char *part = memory_copy(at);

    part[strcspn(part, ends)] = '\0';
    percent_decode(part);
    return part;
}

/* What SQLite keeps beside a file stands beside what a link to the file points to. */
static void tell_sqlite(struct asking *asking, const char *path)
{
    static const char *const suffixes[] = {"-wal", "-shm", "-journal", "-mark"};
    char *real = realpath(path, NULL);

    tell(asking, path, URI_REGISTRY);
    for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
        struct buffer part = {0};

        buffer_format(&part, "%s%s", real ? real : path, suffixes[i]);
        tell(asking, part.data, URI_PART);
        buffer_free(&part);
    }
    free(real);
}

/* A program without a folder is one of PATH. */
static void tell_program(struct asking *asking, const char *name)
{
    const char *folders = getenv("PATH");
    char *left = memory_copy(folders ? folders : "");
    char *rest = NULL;

    for (char *folder = strtok_r(left, ":", &rest); folder; folder = strtok_r(NULL, ":", &rest))
        tell_in(asking, folder, name);
    free(left);
}

/* The pieces of a command's line. What the shell would make of it is not worked out: each piece may be
   a file. */
static void tell_pieces(struct asking *asking, const char *line, const char *between)
{
    char *left = memory_copy(line);
    char *rest = NULL;

    for (char *piece = strtok_r(left, between, &rest); piece;
         piece = strtok_r(NULL, between, &rest)) {
        tell(asking, piece, URI_NAMED);
        if (!strchr(piece, '/'))
            tell_program(asking, piece);
    }
    free(left);
}

static void tell_command(struct asking *asking, const char *line)
{
    tell_pieces(asking, line, " \t\n;|&<>()`='\"");
    tell_pieces(asking, line, "\n;|&<>`'\""); /* a name with spaces is in quotes */
}

/* What libpq reads by itself. PostgreSQL, 34.15 and 34.16. */
static void tell_postgres(struct asking *asking)
{
    static const char *const variables[] = {"PGPASSFILE", "PGSERVICEFILE", "PGSSLCERT",
                                            "PGSSLKEY",   "PGSSLROOTCERT", "PGSSLCRL"};
    static const char *const usual[] = {".pgpass",
                                        ".pg_service.conf",
                                        ".postgresql/postgresql.crt",
                                        ".postgresql/postgresql.key",
                                        ".postgresql/root.crt",
                                        ".postgresql/root.crl"};
    const char *home = getenv("HOME");

    for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
        const char *path = getenv(variables[i]);

        tell(asking, path ? path : "", URI_NAMED);
    }
    for (size_t i = 0; home && i < ARRAY_SIZE(usual); i++)
        tell_in(asking, home, usual[i]);
}

/* NAME=VALUE after the `?`; an LDAP URI has more of these. */
static void tell_settings(struct asking *asking, const char *uri, bool is_sqlite)
{
    for (const char *at = strchr(uri, '?'); at; at = strpbrk(at + 1, "?&")) {
        size_t name = strcspn(at + 1, "=?&");
        char *value;

        if (at[1 + name] != '=')
            continue;
        value = read_part(at + 1 + name + 1, "?&");
        tell(asking, value, is_sqlite && strncmp(at + 1, "mark=", 5) == 0 ? URI_PART : URI_NAMED);
        free(value);
    }
}

int uri_files(const char *uri, uri_file_fn *file, void *user)
{
    struct asking asking = {.file = file, .user = user};
    const char *colon = strchr(uri, ':');
    const size_t kind = colon ? (size_t)(colon - uri) : 0;
    const bool is_sqlite = kind == 6 && strncmp(uri, "sqlite", kind) == 0;
    char *path = read_part(colon ? colon + 1 : "", "?");

    if (is_sqlite)
        tell_sqlite(&asking, path);
    else if (kind == 4 && strncmp(uri, "file", kind) == 0)
        tell(&asking, path, URI_LIST);
    else if (kind == 4 && strncmp(uri, "exec", kind) == 0)
        tell_command(&asking, path);
    else if (strncmp(uri, "postgres", 8) == 0)
        tell_postgres(&asking);
    free(path);
    tell_settings(&asking, uri, is_sqlite);
    return asking.answer;
}
