/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FUZZ_QUIET_H
#define PECADDR_FUZZ_QUIET_H

#include "runtime/needed-file.h"
#include "target.h"

#include <unistd.h>

/*
 * The command within a fuzz target: what it says of an input is not shown, and of the files that it reads
 * nothing is remembered, as it runs once for each input.
 */

void needed_file_opened(int fd)
{
    (void)fd;
}

void needed_uri_opened(const char *uri)
{
    (void)uri;
}

int needed_file_check(const char *option, const char *path, int except)
{
    (void)option;
    (void)path;
    (void)except;
    return 0;
}

int is_same_path(const char *path, const char *other)
{
    return path && other && strcmp(path, other) == 0;
}

/* Nothing is shown from here to quiet_end(). */
static FILE *shown;

static inline void quiet_begin(void)
{
    static FILE *nowhere;

    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    HOLDS(nowhere);
    shown = stderr;
    stderr = nowhere;
}

static inline void quiet_end(void)
{
    fflush(stderr);
    stderr = shown;
}

/* A folder for the files of a target, gone with it. */
struct quiet_folder {
    char path[64], input[80], output[80];
};

static struct quiet_folder quiet_folder;

static inline void quiet_remove_folder(void)
{
    unlink(quiet_folder.input);
    unlink(quiet_folder.output);
    rmdir(quiet_folder.path);
}

/* An input as a file. */
static inline void quiet_write(struct bytes input)
{
    FILE *file;

    if (!quiet_folder.path[0]) {
        strcpy(quiet_folder.path, "/tmp/pecaddr-fuzz-XXXXXX");
        HOLDS(mkdtemp(quiet_folder.path));
        snprintf(quiet_folder.input, sizeof quiet_folder.input, "%s/input", quiet_folder.path);
        snprintf(quiet_folder.output, sizeof quiet_folder.output, "%s/output", quiet_folder.path);
        atexit(quiet_remove_folder);
    }
    file = fopen(quiet_folder.input, "w");
    HOLDS(file && fwrite(input.data, 1, input.size, file) == input.size && fclose(file) == 0);
}

#endif
