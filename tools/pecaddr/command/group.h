/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GROUP_H
#define GROUP_H

#include <stddef.h>

/* A command of a group such as `pecaddr registry`: its name, and how its help calls it. */
struct subcommand {
    const char *name;
    int (*run)(int argc, const char **argv);
    const char *called;
};

/* Runs the one of n commands of a group that argv[1] names, or tells the group's usage. */
int run_subcommand(const char *group, const char *usage, const struct subcommand commands[],
                   size_t n, int argc, const char **argv);

#endif
