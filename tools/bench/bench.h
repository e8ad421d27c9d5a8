/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

/* Shared by the benchmarks of this folder. */

__attribute__((noreturn, format(printf, 1, 2))) void die(const char *format, ...);
void *allocate(size_t n, size_t size);

/* Seconds of a clock that is never set. */
double now(void);

double median(double values[], size_t n);

#endif
