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
 * is given. The status is 1 if the ratio is missed; the milliseconds are what is wished of a machine on
 * which the program that does nothing takes half a one.
 */
#include "bench.h"
#include "process.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS      200
#define WARM_UPS    5
#define WISHED      4.0 /* milliseconds */
#define BOUND_RATIO 8.0

int main(int argc, char *argv[])
{
    char *nothing[] = {(char[]){"true"}, NULL};
    char *candidates[] = {argc > 1 ? argv[1] : NULL, (char[]){"candidates"},
                          (char[]){"--given=Mario"}, (char[]){"--surname=Rossi"},
                          (char[]){"--province=MC"}, (char[]){"--section=A"},
                          (char[]){"--number=1"},    NULL};
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS;
    double *ours, *least, ms, least_ms, ratio;

    if (argc < 2 || rounds == 0)
        die("usage: startup PECADDR [ROUNDS]");
    ours = allocate(rounds, sizeof *ours);
    least = allocate(rounds, sizeof *least);
    for (size_t i = 0; i < WARM_UPS; i++)
        process_cost(candidates);
    for (size_t i = 0; i < rounds; i++) {
        ours[i] = process_cost(candidates);
        least[i] = process_cost(nothing);
    }
    ms = median(ours, rounds);
    least_ms = median(least, rounds);
    ratio = ms / least_ms;
    printf("pecaddr candidates   %6.2f ms of CPU  (at most %.0f)  %s\n", ms, WISHED,
           ms <= WISHED ? "ok" : "wished");
    printf("true                 %6.2f ms of CPU\n", least_ms);
    printf("ratio                %6.2f            (at most %.0f)  %s\n", ratio, BOUND_RATIO,
           ratio <= BOUND_RATIO ? "ok" : "MISSED");
    free(ours);
    free(least);
    return ratio <= BOUND_RATIO ? EXIT_SUCCESS : EXIT_FAILURE;
}
