/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "claims.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct cost run_program(const char *const arguments[])
{
    posix_spawn_file_actions_t actions;
    struct cost cost;
    struct rusage usage;
    double begin = now();
    pid_t pid;
    int status;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, arguments[0], &actions, NULL, (char *const *)arguments, environ) != 0)
        die("%s: cannot be run", arguments[0]);
    if (wait4(pid, &status, 0, &usage) != pid)
        die("%s: is gone", arguments[0]);
    posix_spawn_file_actions_destroy(&actions);
    cost.seconds = now() - begin;
    cost.megabytes = (double)usage.ru_maxrss * 1024 / 1e6;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        die("%s %s: ended with status %d", arguments[0], arguments[1], status);
    return cost;
}
