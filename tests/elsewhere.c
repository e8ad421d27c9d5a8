/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files that lie elsewhere than they do: on a file system with the number PECADDR_TEST_STATFS, in a
 * mount or folder PECADDR_TEST_READ_ONLY that can only be read. So it is on any machine, without the
 * right to mount. Loaded before the C library (LD_PRELOAD), or linked with a test.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT int statfs(const char *path, struct statfs *ret_system)
{
    const char *number = getenv("PECADDR_TEST_STATFS");
    int r = (int)syscall(SYS_statfs, path, ret_system);

    if (r == 0 && number)
        ret_system->f_type = (__fsword_t)strtoul(number, NULL, 16);
    return r;
}
