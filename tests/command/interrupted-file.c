/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ctrl-C at the worst moment: a temporary file is on the disk, and who made it does not know yet.
 * Loaded before the C library (LD_PRELOAD).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>

__attribute__((visibility("default"))) int mkostemp(char *path, int flags)
{
    int (*real)(char *, int);
    int fd;

    *(void **)&real = dlsym(RTLD_NEXT, "mkostemp");
    fd = real(path, flags);
    raise(SIGINT);
    return fd;
}
