/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the command costs before it does anything: the CPU time, user and system, of `pecaddr
 * candidates` for one person, from fork() to its end; in turns with that of a program that does
 * nothing (true), which is what the system itself needs.
 *
 *   ninja -C build tools/pecaddr/pecaddr tools/bench/startup
 *   build/tools/bench/startup build/tools/pecaddr/pecaddr [ROUNDS]
 *
 * Nearly all of it is loading libraries. A figure is the median of 200 rounds, if no other number
 * is given. The status is 1 if the bound is missed.
 */
#define _DEFAULT_SOURCE /* wait4() */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS   200
#define WARM_UPS 5
#define BOUND    10.0 /* milliseconds */

static double milliseconds(const struct timeval *time)
{
    return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

static double cost_of(char *const command[])
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
        die("%s: can not be run", command[0]);
    if (status != 0)
        die("%s: does not end well (%d)", command[0], status);
    return milliseconds(&usage.ru_utime) + milliseconds(&usage.ru_stime);
}

int main(int argc, char *argv[])
{
    char *nothing[] = {(char[]){"true"}, NULL};
    char *candidates[] = {argc > 1 ? argv[1] : NULL, (char[]){"candidates"},
                          (char[]){"--given=Mario"}, (char[]){"--surname=Rossi"},
                          (char[]){"--province=MC"}, (char[]){"--section=A"},
                          (char[]){"--number=1"},    NULL};
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS;
    double *ours, *least, ms;

    if (argc < 2 || rounds == 0)
        die("usage: startup PECADDR [ROUNDS]");
    ours = allocate(rounds, sizeof *ours);
    least = allocate(rounds, sizeof *least);
    for (size_t i = 0; i < WARM_UPS; i++)
        cost_of(candidates);
    for (size_t i = 0; i < rounds; i++) {
        ours[i] = cost_of(candidates);
        least[i] = cost_of(nothing);
    }
    ms = median(ours, rounds);
    printf("pecaddr candidates   %6.2f ms of CPU  (at most %.0f)  %s\n", ms, BOUND,
           ms <= BOUND ? "ok" : "MISSED");
    printf("true                 %6.2f ms of CPU\n", median(least, rounds));
    free(ours);
    free(least);
    return ms <= BOUND ? EXIT_SUCCESS : EXIT_FAILURE;
}
