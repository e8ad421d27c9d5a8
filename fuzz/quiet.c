/* SPDX-License-Identifier: BSD-3-Clause */
#include "quiet.h"

#include "runtime/needed-file.h"

/* Of the files that the command reads nothing is remembered, as it runs once for each input. */

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

static FILE *shown;

void quiet_begin(void)
{
    static FILE *nowhere;

    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    HOLDS(nowhere);
    shown = stderr;
    stderr = nowhere;
}

void quiet_end(void)
{
    fflush(stderr);
    stderr = shown;
}

struct quiet_folder quiet_folder;

static void remove_folder(void)
{
    unlink(quiet_folder.input);
    unlink(quiet_folder.output);
    rmdir(quiet_folder.path);
}

void quiet_write(struct bytes input)
{
    FILE *file;

    if (!quiet_folder.path[0]) {
        strcpy(quiet_folder.path, "/tmp/pecaddr-fuzz-XXXXXX");
        HOLDS(mkdtemp(quiet_folder.path));
        snprintf(quiet_folder.input, sizeof quiet_folder.input, "%s/input", quiet_folder.path);
        snprintf(quiet_folder.output, sizeof quiet_folder.output, "%s/output", quiet_folder.path);
        atexit(remove_folder);
    }
    file = fopen(quiet_folder.input, "w");
    HOLDS(file && fwrite(input.data, 1, input.size, file) == input.size && fclose(file) == 0);
}
