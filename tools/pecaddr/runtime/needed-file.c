/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/needed-file.h"

#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "runtime/uri-files.h"
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
    uris = memory_resize(uris, (n_uris + 1) * sizeof *uris);
    uris[n_uris++] = memory_copy(uri);
}

static int is_same_file(const struct stat *status, const char *path)
{
    struct stat other;

    return stat(path, &other) == 0 && other.st_dev == status->st_dev &&
           other.st_ino == status->st_ino;
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

/* The result, and the URI that it is held against. */
struct result {
    const char *option;
    const char *path;
    const char *uri;
};

/* The URI of a file has no secrets; that of a command or a server may. */
static void say_whose(const struct result *result, enum uri_file which)
{
    switch (which) {
    case URI_REGISTRY:
        voice_say("%s %s: this file is the registry %s, which a result would destroy; write to "
                  "another file",
                  result->option, result->path, result->uri);
        break;
    case URI_LIST:
        voice_say("%s %s: this file is the list %s, which a result would destroy; write to another "
                  "file",
                  result->option, result->path, result->uri);
        break;
    case URI_PART:
        voice_say("%s %s: this file is part of %s, which a result would destroy; write to another "
                  "file",
                  result->option, result->path, result->uri);
        break;
    case URI_NAMED:
        voice_say(
            "%s %s: this file is needed by the registry or by what --check asks, and a result "
            "would destroy it; write to another file",
            result->option, result->path);
        break;
    }
}

/* What SQLite keeps need not be there yet; another name may be that of no file. */
static int check_uri_file(void *user, const char *path, enum uri_file which)
{
    const struct result *result = user;
    struct stat status;

    if (!is_same_path(result->path, path) || (which == URI_NAMED && stat(path, &status) != 0))
        return 0;
    say_whose(result, which);
    return EXIT_USAGE;
}

int needed_file_check(const char *option, const char *path, int except)
{
    struct stat status, own;
    int r = 0;

    if (!path || strcmp(path, "-") == 0)
        return 0;
    for (size_t i = 0; i < n_uris && r == 0; i++) {
        struct result result = {option, path, uris[i]};

        r = uri_files(uris[i], check_uri_file, &result);
    }
    if (r || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return r;
    if (except >= 0 && fstat(except, &own) == 0 && own.st_dev == status.st_dev &&
        own.st_ino == status.st_ino)
        return 0;
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
