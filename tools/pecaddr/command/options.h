/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "speech/language.h" /* in which the tables of options are marked */
#include "table/records.h"

#include <pecaddr/pecaddr.h>

#include <popt.h>

/*
 * A subcommand's command line: its own options, and those that all have (SPEC §6).
 */
struct options {
    const struct pecaddr_scheme *scheme;
    enum format format;
    int quiet;
    const char **arguments; /* that are no options; ends with NULL */
    size_t argument_count;
    /* The rest is its own. */
    poptContext context;
    struct poptOption *own;
    char **given; /* by option: the value that stands, to find those that are given twice */
    char *scheme_name;
    char *format_name;
    char *cells;
    char *lang; /* language_begin() has read it: it stands here to be explained */
};

/* What --help says of a subcommand: `pecaddr NAME [OPTION...] ARGUMENTS`, then its options, then
   these paragraphs. */
struct usage {
    const char *arguments;
    const char *about;
};

/* Answers --version: a status. */
int print_version(void);

#define OPTIONS_GO_ON (-1)

/*
 * Reads a command line.
 *
 *   own   the subcommand's options, ended by POPT_TABLEEND. Their texts are freed by
 *         options_end(), their POPT_ARG_ARGV lists too.
 *
 * Returns OPTIONS_GO_ON, or the status with which the command ends at once: --help and --version
 * were answered, or the line has a fault and a message was given. options_end() is called in any
 * case.
 */
int options_begin(struct options *options, int argc, const char **argv,
                  const struct poptOption *own, const struct usage *usage);
void options_end(struct options *options);

/* What an option that was not given is by the environment: --registry (PECADDR_REGISTRY) is read so in
   every command. */
void options_from_environment(char **value, const char *variable);

/* A province that was given by its name is given by its sigla; so is each of several, `AN,Macerata`. What
   is no name stays. --province is read so in every command. */
void options_province(char **province);

/* Says what is wrong with the command line and where help is; answers EXIT_USAGE. */
int options_fault(const struct options *options, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
