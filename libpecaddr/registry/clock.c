/* SPDX-License-Identifier: BSD-3-Clause */
#include "clock.h"

#include <limits.h>
#include <time.h>

int64_t registry_now(void)
{
    struct timespec now = {0};

    /* It is there, on every system that has POSIX timers, and cannot fail. */
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int registry_time_left(int64_t deadline)
{
    int64_t left = deadline - registry_now();

    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}
