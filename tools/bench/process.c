/* SPDX-License-Identifier: BSD-3-Clause */
#define _DEFAULT_SOURCE /* wait4() */
#include "process.h"

#include "bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double milliseconds(const struct timeval *time)
{
    return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

double process_cost(char *const command[])
{
    struct rusage usage;
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        if (null >= 0 && dup2(null, STDOUT_FILENO) >= 0)
            execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        die("%s: cannot be run", command[0]);
    if (status != 0)
        die("%s: does not end well (%d)", command[0], status);
    return milliseconds(&usage.ru_utime) + milliseconds(&usage.ru_stime);
}
