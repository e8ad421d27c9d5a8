/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/output.h"

#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "runtime/needed-file.h"
#include "runtime/voice.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The files that are being written; removed when the command ends without moving them. A signal
   handler reads it, so each place is changed at one stroke. */
#define UNFINISHED_MAX 4

static char *volatile unfinished[UNFINISHED_MAX];

void output_remove_unfinished(void)
{
    for (size_t i = 0; i < UNFINISHED_MAX; i++) {
        const char *path = unfinished[i];

        unfinished[i] = NULL;
        if (path)
            unlink(path);
    }
}

/* The place of a file, or of none: NULL is a free one. */
static char *volatile *place_of(const char *path)
{
    for (size_t i = 0; i < UNFINISHED_MAX; i++)
        if (unfinished[i] == path)
            return &unfinished[i];
    return NULL;
}

/* Of a write that is long past the reason is forgotten; a pipe still knows that it has no reader. */
static bool is_broken_pipe(const struct output *output, int error)
{
    struct pollfd end = {.fd = output->file ? fileno(output->file) : -1};

    return error == EPIPE || (error == 0 && end.fd >= 0 && poll(&end, 1, 0) == 1 &&
                              (end.revents & (POLLERR | POLLHUP)) != 0);
}

/* 0: the write that failed is long past, and its reason forgotten. */
static int complain(struct output *output, int error)
{
    output->reader_is_gone = is_broken_pipe(output, error);
    if (output->reader_is_gone)
        return EXIT_UNAVAILABLE;
    voice_say("%s cannot be written: %s", output->name,
              error ? voice_error(error) : voice_words("the disk is full"));
    return EXIT_UNAVAILABLE;
}

static size_t folder_size(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The rights that the file has, or that a new one would have. */
static mode_t rights_of(const char *path)
{
    struct stat status;
    mode_t mask;

    if (stat(path, &status) == 0)
        return status.st_mode & 0777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* A database in the place of a result is a slip, whoever's it is. */
static int is_database(const char *path)
{
    static const char magic[] = "SQLite format 3"; /* with its NUL, sqlite.org/fileformat.html */
    char begin[sizeof magic] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, begin, sizeof begin) : -1;

    if (fd >= 0)
        close(fd);
    return size == (ssize_t)sizeof begin && memcmp(begin, magic, sizeof magic) == 0;
}

static int open_temporary(struct output *output)
{
    static int registered;
    size_t folder = folder_size(output->target);
    char *volatile *place = place_of(NULL);
    struct buffer path = {0};
    int fd;

    if (!place)
        return complain(output, EMFILE);
    buffer_append(&path, output->target, folder);
    buffer_format(&path, ".%s.XXXXXX", output->target + folder);
    output->temporary = path.data;
    *place = output->temporary; /* before it is there: a signal may come as soon as it is */
    fd = mkostemp(output->temporary, O_CLOEXEC);
    if (fd < 0)
        return complain(output, errno);
    if (!registered && atexit(output_remove_unfinished) == 0)
        registered = 1;
    output->file = fdopen(fd, "w");
    if (!output->file) {
        close(fd);
        return complain(output, errno);
    }
    return 0;
}

/* Those that are open: no two of them go to one place. */
static const struct output *opened[UNFINISHED_MAX];

static void remember(const struct output *output, const struct output *instead)
{
    for (size_t i = 0; i < UNFINISHED_MAX; i++) {
        if (opened[i] == output) {
            opened[i] = instead;
            return;
        }
    }
}

static int is_taken(const char *path)
{
    for (size_t i = 0; i < UNFINISHED_MAX; i++)
        if (opened[i] && is_same_path(path, opened[i]->path))
            return 1;
    return 0;
}

/* There is a link, and not what it points to: nobody knows what the file is. */
static bool is_dangling(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && stat(path, &status) != 0;
}

static int open_place(struct output *output, const char *option, const char *path)
{
    struct stat status;
    int is_new;

    *output =
        (struct output){.file = stdout, .name = voice_words("standard output"), .option = option};
    if (!path || strcmp(path, "-") == 0)
        return 0;
    output->name = path;
    is_new = stat(path, &status) != 0;
    if (is_new && is_dangling(path)) {
        voice_say("%s %s: this is a link to a file that is not there; write to another file, or "
                  "remove the link",
                  output->option, path);
        return EXIT_USAGE;
    }
    if (!is_new && S_ISDIR(status.st_mode))
        return complain(output, EISDIR);
    if (!is_new && !S_ISREG(status.st_mode)) { /* such as /dev/null: there is nothing to move */
        output->file = fopen(path, "w");
        return output->file ? 0 : complain(output, errno);
    }
    if (!is_new && is_database(path)) {
        voice_say("%s %s: this file is a database, which a result would destroy; write to another "
                  "file",
                  output->option, path);
        return EXIT_USAGE;
    }
    if (!is_new && access(path, W_OK) != 0)
        return complain(output, errno);
    /* A link stays one: what it points to is replaced. */
    output->target = is_new ? memory_copy(path) : realpath(path, NULL);
    if (!output->target || open_temporary(output) != 0) {
        if (!output->target)
            complain(output, errno);
        output_discard(output);
        return EXIT_UNAVAILABLE;
    }
    return 0;
}

static int open_checked(struct output *output, const char *option, const char *path, int fd)
{
    int r = needed_file_check(option, path, fd);

    *output = (struct output){.file = stdout, .option = option};
    if (r == 0 && is_taken(path)) {
        voice_say("%s %s: the result goes there", option, path ? path : "-");
        r = EXIT_USAGE;
    }
    if (r == 0)
        r = open_place(output, option, path);
    if (r)
        return r;
    output->path = path;
    output->is_terminal = isatty(fileno(output->file)) == 1;
    remember(NULL, output);
    return 0;
}

int output_open_for(struct output *output, const char *option, const char *path)
{
    return open_checked(output, option, path, -1);
}

int output_open_over(struct output *output, const char *path, int fd)
{
    return open_checked(output, "--output", path, fd);
}

int output_open(struct output *output, const char *path)
{
    return output_open_over(output, path, -1);
}

#define BLOCK_SIZE (8 * OUTPUT_ROOM_MAX)

static void write_block(struct output *output)
{
    const char *data = output->block;
    size_t left = output->block_size;

    while (left && !output->error) {
        ssize_t written = write(fileno(output->file), data, left);

        if (written > 0) {
            data += written;
            left -= (size_t)written;
        } else if (written < 0 && errno != EINTR) {
            output->error = errno;
        }
    }
    output->block_size = 0;
}

char *output_room(struct output *output, size_t size)
{
    if (!output->block)
        output->block = memory_new(BLOCK_SIZE);
    if (output->block_size + size > BLOCK_SIZE)
        output_flush(output);
    return output->block + output->block_size;
}

void output_flush(struct output *output)
{
    if (fflush(output->file) != 0 && !output->error)
        output->error = errno;
    if (output->block_size)
        write_block(output);
}

int output_check(struct output *output)
{
    output_flush(output);
    if (!output->error && !ferror(output->file))
        return 0;
    return complain(output, output->error);
}

/* A file's new name is on the disk only when its folder is. Where that cannot be asked for, it is
   left to the system. */
static void sync_folder(const char *path)
{
    struct buffer folder = {0};
    int fd;

    buffer_append(&folder, path, folder_size(path));
    fd = open(folder.size ? folder.data : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    buffer_free(&folder);
}

int output_commit(struct output *output)
{
    int r = output_check(output), error = 0;

    if (!output->target) {
        if (r == 0 && output->file == stdout && close(STDOUT_FILENO) != 0)
            error = errno;
        if (output->file != stdout && fclose(output->file) != 0)
            error = errno;
        output->file = NULL;
        if (r == 0 && error)
            r = complain(output, error);
        output_discard(output);
        return r;
    }
    if (r == 0)
        fchmod(fileno(output->file), rights_of(output->target));
    if (r == 0 && fsync(fileno(output->file)) != 0)
        error = errno;
    if (fclose(output->file) != 0 && !error)
        error = errno;
    output->file = NULL;
    if (r == 0 && !error && rename(output->temporary, output->target) != 0)
        error = errno;
    if (r == 0 && !error) {
        *place_of(output->temporary) = NULL;
        output->is_in_place = true;
        sync_folder(output->target);
    } else if (r == 0) {
        r = complain(output, error);
    }
    output_discard(output);
    return r;
}

void output_take_back(struct output *output)
{
    char *real = output->is_in_place ? realpath(output->path, NULL) : NULL;

    if (real && unlink(real) == 0)
        sync_folder(real);
    free(real);
    output->is_in_place = false;
}

bool output_would_replace(const char *path)
{
    struct stat status;

    return path && stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

void output_discard(struct output *output)
{
    char *volatile *place;

    remember(output, NULL);
    if (output->file && output->file != stdout)
        fclose(output->file);
    place = output->temporary ? place_of(output->temporary) : NULL;
    if (place) {
        unlink(output->temporary);
        *place = NULL;
    }
    free(output->temporary);
    free(output->target);
    free(output->block);
    output->block = NULL;
    output->block_size = 0;
    output->file = NULL;
    output->temporary = output->target = NULL;
}
