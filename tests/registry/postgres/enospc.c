/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Loaded into PostgreSQL's server before all else: while the file that PECADDR_TEST_DISK_FULL names
 * is there, the files of its databases cannot grow, as on a disk that is full.
 */
#define _GNU_SOURCE
/* Else the names without 64 are those with it. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

/* Whether a write that ends at `end` is refused: it would make a file of a database longer. */
static int is_full(int fd, off64_t end)
{
    const char *flag = getenv("PECADDR_TEST_DISK_FULL");
    char link[64], path[4096];
    struct stat64 status;
    ssize_t size;

    if (flag == NULL || access(flag, F_OK) != 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = readlink(link, path, sizeof path - 1);
    if (size < 0)
        return 0;
    path[size] = '\0';
    return strstr(path, "/base/") != NULL && fstat64(fd, &status) == 0 && end > status.st_size;
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    static ssize_t (*real)(int, const void *, size_t, off64_t);

    if (is_full(fd, offset + (off64_t)size)) {
        errno = ENOSPC;
        return -1;
    }
    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
    return real(fd, bytes, size, offset);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(fd, bytes, size, offset);
}

EXPORT int posix_fallocate64(int fd, off64_t offset, off64_t size)
{
    static int (*real)(int, off64_t, off64_t);

    if (is_full(fd, offset + size))
        return ENOSPC;
    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "posix_fallocate64");
    return real(fd, offset, size);
}

EXPORT int posix_fallocate(int fd, off_t offset, off_t size)
{
    return posix_fallocate64(fd, offset, size);
}
