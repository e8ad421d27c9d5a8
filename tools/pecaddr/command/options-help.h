/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OPTIONS_HELP_H
#define OPTIONS_HELP_H

#include "command/options.h"

/*
 * Answers --help of a subcommand: a status. popt could do it, but in a language of its own choice,
 * and with columns only as the locale's encoding allows.
 *
 *   table   all options, ended by POPT_TABLEEND.
 *   name    how the subcommand is called.
 */
int options_help(const struct poptOption *table, const char *name, const struct usage *usage);

#endif
