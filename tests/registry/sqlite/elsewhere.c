/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files that lie elsewhere than they do: on a file system with the number PECADDR_TEST_STATFS, or only
 * what begins with the path PECADDR_TEST_STATFS_AT; what begins with the path PECADDR_TEST_READ_ONLY, in
 * a mount for reading only. So it is on any machine, without the right to mount. Loaded before the C
 * library (LD_PRELOAD), or linked with a test.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static bool is_below(const char *path, const char *beginning)
{
    return strncmp(path, beginning, strlen(beginning)) == 0;
}

EXPORT int statfs(const char *path, struct statfs *ret_system)
{
    const char *number = getenv("PECADDR_TEST_STATFS");
    const char *at = getenv("PECADDR_TEST_STATFS_AT");
    int r = (int)syscall(SYS_statfs, path, ret_system);

    if (r == 0 && number && (!at || is_below(path, at)))
        ret_system->f_type = (__fsword_t)strtoul(number, NULL, 16);
    return r;
}

static bool is_read_only(const char *path)
{
    const char *beginning = getenv("PECADDR_TEST_READ_ONLY");

    return beginning && is_below(path, beginning);
}

EXPORT int access(const char *path, int mode)
{
    int r = (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);

    if (r == 0 && (mode & W_OK) && is_read_only(path)) {
        errno = EROFS;
        return -1;
    }
    return r;
}

EXPORT int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list arguments;

    va_start(arguments, flags);
    if (flags & O_CREAT)
        mode = va_arg(arguments, mode_t);
    va_end(arguments);
    if ((flags & O_ACCMODE) != O_RDONLY && is_read_only(path)) {
        errno = EROFS;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
