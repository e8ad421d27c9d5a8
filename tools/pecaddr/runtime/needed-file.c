/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/needed-file.h"

#include "base/array.h"
#include "base/percent.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "runtime/voice.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was told: files as the system knows them, and URIs. */
struct file {
    dev_t device;
    ino_t number;
};
static struct file *files;
static size_t n_files;
static char **uris;
static size_t n_uris;

static int is_file(const struct stat *status, const struct file *file)
{
    return status->st_dev == file->device && status->st_ino == file->number;
}

void needed_file_opened(int fd)
{
    struct stat status;

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    files = memory_resize(files, (n_files + 1) * sizeof *files);
    files[n_files++] = (struct file){status.st_dev, status.st_ino};
}

void needed_uri_opened(const char *uri)
{
    if (strncmp(uri, "sqlite:", 7) != 0 && strncmp(uri, "file:", 5) != 0)
        return;
    uris = memory_resize(uris, (n_uris + 1) * sizeof *uris);
    uris[n_uris++] = memory_copy(uri);
}

/* A part of a URI that could be opened, up to one of these bytes, with what is written as %XX read. */
static char *read_part(const char *at, const char *ends)
{
    char *part = memory_copy(at);

    part[strcspn(part, ends)] = '\0';
    percent_decode(part);
    return part;
}

static char *path_of(const char *uri)
{
    return read_part(strchr(uri, ':') + 1, "?");
}

/* Where the registry's mark is, if the URI says it; else NULL. */
static char *mark_of(const char *uri)
{
    const char *at = strchr(uri, '?');

    while (at && strncmp(at + 1, "mark=", 5) != 0)
        at = strchr(at + 1, '&');
    return at ? read_part(at + 6, "&") : NULL;
}

/* What SQLite keeps beside a file stands beside what a link to the file points to. */
static char *beside(const char *path, const char *suffix)
{
    struct buffer other = {0};
    char *real = realpath(path, NULL);

    buffer_format(&other, "%s%s", real ? real : path, suffix);
    free(real);
    return other.data;
}

static int is_same_file(const struct stat *status, const char *path)
{
    struct stat other;

    return stat(path, &other) == 0 && other.st_dev == status->st_dev &&
           other.st_ino == status->st_ino;
}

static void say_whose(const char *option, const char *output, const char *uri, int is_part,
                      int is_registry)
{
    if (is_part)
        voice_say("%s %s: this file is part of %s, which a result would destroy; write to another "
                  "file",
                  option, output, uri);
    else if (is_registry)
        voice_say("%s %s: this file is the registry %s, which a result would destroy; write to "
                  "another file",
                  option, output, uri);
    else
        voice_say("%s %s: this file is the list %s, which a result would destroy; write to another "
                  "file",
                  option, output, uri);
}

/* 0, or EXIT_USAGE: the file is that of a URI. A URI of a file has no secrets. */
static int check_uri(const char *option, const char *output, const struct stat *status,
                     const char *uri)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", "-mark"};
    int is_registry = strncmp(uri, "sqlite:", 7) == 0, r = 0;
    char *path = path_of(uri);

    for (size_t i = 0; i < (is_registry ? ARRAY_SIZE(suffixes) : 1) && r == 0; i++) {
        char *file = beside(path, suffixes[i]);

        if (is_same_file(status, file)) {
            say_whose(option, output, uri, i > 0, is_registry);
            r = EXIT_USAGE;
        }
        free(file);
    }
    free(path);
    path = is_registry ? mark_of(uri) : NULL;
    if (r == 0 && path && is_same_file(status, path)) {
        say_whose(option, output, uri, 1, is_registry);
        r = EXIT_USAGE;
    }
    free(path);
    return r;
}

int needed_file_check(const char *option, const char *path, int except)
{
    struct stat status, own;
    int r = 0;

    if (!path || strcmp(path, "-") == 0 || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return 0;
    for (size_t i = 0; i < n_uris && r == 0; i++)
        r = check_uri(option, path, &status, uris[i]);
    if (r || (except >= 0 && fstat(except, &own) == 0 && own.st_dev == status.st_dev &&
              own.st_ino == status.st_ino))
        return r;
    for (size_t i = 0; i < n_files; i++) {
        if (!is_file(&status, &files[i]))
            continue;
        voice_say(
            "%s %s: this file is read by the command, and a result would destroy it; write to "
            "another file",
            option, path);
        return EXIT_USAGE;
    }
    return 0;
}

/* Also by another name, such as /dev/stdout, where it is a file. */
static int is_stdout(const char *path)
{
    struct stat status;

    return !path || strcmp(path, "-") == 0 ||
           (fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode) &&
            is_same_file(&status, path));
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static int has_folder(const char *path, struct stat *ret_folder)
{
    struct buffer folder = {0};
    int r;

    buffer_append(&folder, path, (size_t)(base_name(path) - path));
    r = stat(folder.size ? folder.data : ".", ret_folder);
    buffer_free(&folder);
    return r == 0;
}

int is_same_path(const char *path, const char *other)
{
    struct stat status, folder, other_folder;

    if (is_stdout(path) || is_stdout(other))
        return is_stdout(path) && is_stdout(other);
    if (stat(path, &status) == 0)
        return S_ISREG(status.st_mode) && is_same_file(&status, other);
    return strcmp(base_name(path), base_name(other)) == 0 && has_folder(path, &folder) &&
           has_folder(other, &other_folder) && folder.st_dev == other_folder.st_dev &&
           folder.st_ino == other_folder.st_ino;
}
