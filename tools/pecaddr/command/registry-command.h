/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REGISTRY_COMMAND_H
#define REGISTRY_COMMAND_H

#include "command/options.h"
#include "runtime/output.h"

#include <pecaddr/registry.h>

/*
 * What the subcommands of `registry` have in common: a registry that is opened, an output that is
 * opened, and something to do with both.
 */
struct registry_command {
    struct options options;
    char *uri;
    char *output_path;
    struct pecaddr_registry *registry;
    struct output output;
};

#define REGISTRY_HELP                                                                              \
    N_("where the addresses are on record, such as sqlite:registry.db or "                         \
       "postgresql://HOST/DATABASE")
#define SOURCE_HELP                                                                                \
    N_("addresses that exist besides: file:LIST, ldap://..., ldaps://... or exec:COMMAND; may be " \
       "given again")

#define REGISTRY_OPTION(command)                                                                   \
    {                                                                                              \
        "registry", 0, POPT_ARG_STRING, &(command).uri, 0, REGISTRY_HELP, "URI"                    \
    }
#define SOURCE_OPTION(command)                                                                     \
    {                                                                                              \
        "check", 0, POPT_ARG_ARGV, &(command).sources, 0, SOURCE_HELP, "URI"                       \
    }
#define OUTPUT_OPTION(command)                                                                     \
    {                                                                                              \
        "output", 0, POPT_ARG_STRING, &(command).output_path, 0,                                   \
            N_("write there, not to standard output"), N_("FILE")                                  \
    }
/* How a roster is read. */
#define ROSTER_OPTIONS(command)                                                                    \
    {"encoding",                                                                                   \
     0,                                                                                            \
     POPT_ARG_STRING,                                                                              \
     &(command).encoding,                                                                          \
     0,                                                                                            \
     N_("the roster's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "      \
        "iso-8859-15, cp850"),                                                                     \
     N_("NAME")},                                                                                  \
    {                                                                                              \
        "separator", 0, POPT_ARG_STRING, &(command).separator, 0,                                  \
            N_("the roster's; else found out: \";\", \",\", \"|\" or tab"), N_("CHARACTER")        \
    }

/* Opens a registry, and tells what its operator should know of it: 0, or a status with a message. */
int registry_open(const char *uri, struct pecaddr_registry **ret_registry);

/* Says that --registry is missing, if it is: 0, or EXIT_USAGE. */
int registry_command_check(const struct registry_command *command);

/* Opens registry and output: 0, or a status with a message. */
int registry_command_open(struct registry_command *command);

/*
 * Adds sources, NULL or ended by NULL, to a registry, and says of each list how many of its
 * addresses are of other domains than the scheme's: 0, or a status with a message. A list that
 * protects nobody in the domain is told before anything is done.
 */
int registry_command_add_sources(struct pecaddr_registry *registry, char *const *sources,
                                 const struct pecaddr_scheme *scheme);

/* Says of a list how many of its addresses are of a domain, where not all are. */
void registry_command_tell_list(const char *list, uint64_t of_domain, uint64_t of_others,
                                const char *domain);

/*
 * All of a subcommand that is about a registry and one file, as main(): `lacking` is said where there is
 * not one file; `run` does it, and answers the status.
 */
int registry_command_with_file(int argc, const char **argv, const struct usage *usage,
                               const char *lacking,
                               int (*run)(struct registry_command *command, const char *file));

/* Completes the output: the status of the command, `status` being what it has come to so far. */
int registry_command_finish(struct registry_command *command, int status);

/* Closes and frees all, whatever of it was opened. */
void registry_command_end(struct registry_command *command);

#endif
