/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ASSIGN_H
#define ASSIGN_H

#include "command/options.h"
#include "command/person-options.h"
#include "member/person.h"
#include "runtime/output.h"

#include <pecaddr/registry.h>

/*
 * `pecaddr assign`: what its two forms, a roster (assign-roster.c) and one person
 * (assign-person.c), have in common.
 */
struct assign {
    struct options options;
    struct person_options given;
    char *uri;
    char **sources;
    char *output_path;
    char *review_path;
    char *encoding;
    char *separator;
    int dry_run;
    int several_provinces;
    int renumbered;
    int renamed;
    int new_domain;
    int homonyms;
    int province_is_usual; /* said by the environment */
    char *accept;
    uint32_t accepted; /* the notes that --accept names */
    uint32_t
        accepts_all; /* those of all, which in a result fed back are those that stand in its rows */
    int accepts_mismatch; /* CF_MISMATCH is among them by its name */

    struct pecaddr_registry *registry;
    struct pecaddr_registry *preview; /* of --dry-run: forgets all */
    struct output output;
};

/* The two forms: a status, with messages. */
int assign_roster(struct assign *assign);
int assign_person(struct assign *assign);

/* Opens the registry and its sources, and then the output, which may be none of them, but the
   roster itself (an open file, or -1); and, when nothing more is asked of the registry itself, the
   preview of a dry run. 0, or a status with a message. */
int assign_open(struct assign *assign, int roster);
int assign_open_preview(struct assign *assign);

/* The registry that is asked: the real one, or that of a dry run. */
struct pecaddr_registry *assign_answering(const struct assign *assign);

/* Why somebody was refused. Its words live as long as the arena. */
struct fault assign_fault(const struct assign *assign, const struct member *member,
                          const struct pecaddr_assignment *outcome,
                          const struct pecaddr_reason *reason, struct arena *arena);

/* Whether an address was given just now, and not held before. */
int is_new(const struct pecaddr_assignment *outcome);

#endif
