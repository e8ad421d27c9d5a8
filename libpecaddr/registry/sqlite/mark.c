/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* F_OFD_SETLKW: locks of a handle, not of the process */
#include "sqlite/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One line of a fixed size, so that it is written by one call over the one before. */
#define LINE      "pecaddr-mark %s %010" PRId64 " %020" PRId64 "\n"
#define LINE_SIZE (13 + MARK_ID_SIZE + 1 + 10 + 1 + 20 + 1)

static const char tail[] = "-mark";

char *registry_mark_path(const char *path)
{
    char *real = realpath(path, NULL);
    const char *base = real ? real : path;
    size_t size = strlen(base);
    char *mark = malloc(size + sizeof tail);

    if (mark) {
        memcpy(mark, base, size);
        memcpy(mark + size, tail, sizeof tail);
    }
    free(real);
    return mark;
}

static bool is_id(const char *text)
{
    return strspn(text, "0123456789abcdef") == MARK_ID_SIZE && text[MARK_ID_SIZE] == ' ';
}

static bool read_number(const char *text, size_t size, char end, int64_t *ret_number)
{
    *ret_number = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9' || *ret_number > (INT64_MAX - 9) / 10)
            return false;
        *ret_number = *ret_number * 10 + (text[i] - '0');
    }
    return text[size] == end;
}

static enum mark_finding parse(const char *line, struct mark *ret_mark)
{
    const char *id = line + 13, *epoch = id + MARK_ID_SIZE + 1, *change = epoch + 11;

    if (memcmp(line, "pecaddr-mark ", 13) != 0 || !is_id(id) ||
        !read_number(epoch, 10, ' ', &ret_mark->epoch) ||
        !read_number(change, 20, '\n', &ret_mark->change))
        return MARK_UNREADABLE;
    memcpy(ret_mark->id, id, MARK_ID_SIZE);
    ret_mark->id[MARK_ID_SIZE] = '\0';
    return MARK_FITS;
}

static enum mark_finding read_from(int fd, struct mark *ret_mark)
{
    char line[LINE_SIZE + 2];
    ssize_t n;

    do
        n = pread(fd, line, sizeof line - 1, 0);
    while (n < 0 && errno == EINTR);
    if (n != LINE_SIZE)
        return n == 0 ? MARK_NONE : MARK_UNREADABLE;
    line[n] = '\0';
    return parse(line, ret_mark);
}

enum mark_finding registry_mark_read(const char *path, struct mark *ret_mark)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum mark_finding finding;

    if (fd < 0)
        return errno == ENOENT ? MARK_NONE : MARK_UNREADABLE;
    finding = read_from(fd, ret_mark);
    close(fd);
    return finding == MARK_NONE ? MARK_UNREADABLE : finding;
}

static bool is_further(const struct mark *a, const struct mark *b)
{
    return a->epoch > b->epoch || (a->epoch == b->epoch && a->change > b->change);
}

enum mark_finding registry_mark_compare(const struct mark *mark, const struct mark *registry)
{
    if (strcmp(mark->id, registry->id) != 0)
        return MARK_ANOTHER;
    return is_further(mark, registry) ? MARK_AHEAD : MARK_FITS;
}

/* Who writes at the same time waits for a few microseconds: until the other has compared. */
static bool lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int r;

    do
        r = fcntl(fd, F_OFD_SETLKW, &whole);
    while (r < 0 && errno == EINTR);
    return r == 0;
}

static bool write_to(int fd, const struct mark *mark, bool anew)
{
    struct mark found;
    char line[LINE_SIZE + 1];
    ssize_t n;

    if (!anew && read_from(fd, &found) == MARK_FITS && strcmp(found.id, mark->id) == 0 &&
        is_further(&found, mark))
        return true;
    snprintf(line, sizeof line, LINE, mark->id, mark->epoch, mark->change);
    do
        n = pwrite(fd, line, LINE_SIZE, 0);
    while (n < 0 && errno == EINTR);
    return n == LINE_SIZE && ftruncate(fd, LINE_SIZE) == 0;
}

bool registry_mark_write(const char *path, const struct mark *mark, bool anew)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    bool written;
    int why;

    if (fd < 0)
        return false;
    written = lock(fd) && write_to(fd, mark, anew);
    why = errno;
    close(fd);
    errno = why;
    return written;
}

int registry_mark_fail(enum mark_finding finding, const char *registry, const char *mark,
                       struct pecaddr_registry_error *error)
{
    switch (finding) {
    case MARK_NONE:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: issues no new address, as its mark %s is not there: it may be an "
                             "older copy, and would issue again what was issued since; if it is "
                             "the right one, say so with `pecaddr registry resume`",
                             SHOWN(registry), SHOWN(mark));
    case MARK_ANOTHER:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: issues no new address, as its mark %s is that of another "
                             "registry; put the right file there, or say that this is it with "
                             "`pecaddr registry resume`",
                             SHOWN(registry), SHOWN(mark));
    case MARK_AHEAD:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: issues no new address, as its mark %s knows of later changes: it "
                             "is an older copy, and would issue again what was issued since; bring "
                             "in what is missing with `pecaddr registry import`, then say so with "
                             "`pecaddr registry resume`",
                             SHOWN(registry), SHOWN(mark));
    default:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: issues no new address, as its mark %s cannot be read; look at "
                             "the file, and if the registry is the right one, say so with `pecaddr "
                             "registry resume`",
                             SHOWN(registry), SHOWN(mark));
    }
}
