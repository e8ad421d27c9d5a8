/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROCESS_H
#define PROCESS_H

/* The CPU time, user and system, in milliseconds, that a program takes from fork() to its end; what
   it writes goes nowhere. Ends the benchmark where it cannot be run, or does not end well. */
double process_cost(char *const command[]);

#endif
