/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_H
#define STEP_H

#include "command/registry-command.h"
#include "command/row-results.h"
#include "intake/roster.h"
#include "speech/message.h"
#include "speech/sample.h"
#include "speech/date.h"

/*
 * A step in the life of mailboxes: what `registry activate`, `release`, `retire`, `leave`, `renew`,
 * `relink`, `correct` and `forget` have in common. It is taken for the addresses of the command
 * line, or for those of a file (step-list.h), each whole or not at all; one that is refused is
 * told, and the others are done. What a row of a file says of a person has to be the
 * holder's: else it is refused.
 */

/*
 * What a step is, and how it is told.
 *
 *   act             the library's.
 *   done            what is said of an address, its %s, for which it was taken.
 *   done_with_fact  what is said where there is a fact, the second %s; NULL: the same.
 *   already         what is said where it was so before.
 *   total           what is said of many: how many were taken, %zu, and how many were so before, %zu;
 *                   NULL where is_one.
 *   total_dry       the same of a dry run.
 *   fact            the option that has the fact: `expires`, `left`, `holder`; NULL: there is none.
 *   column          of a file, that has it, a day: ROSTER_EXPIRES or ROSTER_LEFT; 0: no day.
 *   limit           what day it may be.
 *   is_for_new      of the rows of what pecaddr assign wrote it is taken for those alone whose address was
 *                   new then: the others have had theirs for longer.
 *   is_needed       it is not taken without the fact.
 *   is_one          it is taken for one address at a time.
 *   too_many        what is said where a file takes it for a large part of an Order: the file, %s, how many
 *                   of how many, %zu, and the province, %s; NULL: it is taken for any number.
 *   names_holder    it writes the holder's name or codice fiscale: where they contradict each other, that is
 *                   told, and keeps it from nothing.
 */
struct step_kind {
    enum pecaddr_act act;
    const char *done;
    const char *done_with_fact;
    const char *already;
    const char *total;
    const char *total_dry;
    const char *fact;
    enum roster_field column;
    enum date_limit limit;
    int is_for_new;
    int is_needed;
    int is_one;
    const char *too_many;
    bool names_holder;
};

struct step_command {
    const struct step_kind *kind;
    struct registry_command command;
    char *why;
    char *from;
    char *encoding;
    char *separator;
    char *fact;
    char *given, *surname; /* the holder's, as they are right, or NULL */
    int addresses_alone;   /* the rows of a file need not say whose mailboxes they mean */
    int so_many;           /* of an Order as a file has are right */
    int earlier;           /* than on record may be the day: that is wrong */
    int dry_run;
    /* The rest is its own. */
    struct records *records;
    size_t done, already, errors, without, not_new, members;
    struct sample shown;         /* of the rows of a file that the registry refused */
    struct buffer names_without; /* of the first who have no address */
    int status;
};

#define WHY_OPTION(step)                                                                           \
    {                                                                                              \
        "why", 0, POPT_ARG_STRING, &(step).why, 0, N_("the reason, for the history"), N_("TEXT")   \
    }
#define RIGHT_NAME_OPTIONS(name)                                                                   \
    {"given",    0, POPT_ARG_STRING, &(name).given, 0, N_("given names, as they are right"),       \
     N_("NAMES")},                                                                                 \
    {                                                                                              \
        "surname", 0, POPT_ARG_STRING, &(name).surname, 0, N_("surname, as it is right"),          \
            N_("NAMES")                                                                            \
    }
#define DRY_RUN_OPTION(step)                                                                       \
    {                                                                                              \
        "dry-run", 0, POPT_ARG_NONE, &(step).dry_run, 0,                                           \
            N_("say what would happen; write nothing"), NULL                                       \
    }
#define FROM_OPTIONS(step)                                                                         \
    {"from",                                                                                       \
     0,                                                                                            \
     POPT_ARG_STRING,                                                                              \
     &(step).from,                                                                                 \
     0,                                                                                            \
     N_("for all addresses of a list, or of a CSV file with a column pec; - is standard input"),   \
     N_("FILE")},                                                                                  \
        {"encoding", 0, POPT_ARG_STRING, &(step).encoding, 0, N_("FILE's; else found out"),        \
         N_("NAME")},                                                                              \
        {"separator",    0, POPT_ARG_STRING, &(step).separator, 0, N_("FILE's; else found out"),   \
         N_("CHARACTER")},                                                                         \
    {                                                                                              \
        "addresses-alone", 0, POPT_ARG_NONE, &(step).addresses_alone, 0,                           \
            N_("FILE need not say whose the addresses are: you have checked them"), NULL           \
    }

#define SO_MANY_OPTION(step)                                                                       \
    {                                                                                              \
        "so-many", 0, POPT_ARG_NONE, &(step).so_many, 0,                                           \
            N_("it may be a tenth or more of an Order: it is right so"), NULL                      \
    }

/* The whole command: 0, or a status with messages. */
int step_command_main(struct step_command *step, int argc, const char **argv,
                      const struct poptOption *own, const struct usage *usage);

/* Its parts. Whether --why is there and can be kept; 0, or EXIT_USAGE with a message. */
int step_check_why(const struct options *options, const char *why);

/* Reads a day of the command line into ret_date; 0, or EXIT_USAGE with a message. */
int step_check_date(const struct options *options, const char *name, const char *text,
                    enum date_limit limit, char ret_date[]);

/* When the options have been read; 0, or a status with messages. */
int step_command_check(struct step_command *step);
int step_command_run(struct step_command *step);

/* Begins to tell what is done; step_count_done() counts an address that is done, `r` being what the
   step answered, on a line of a file or 0, and tells programs; step_finish() ends it: the status of
   the command. */
void step_begin(struct step_command *step);
void step_count_done(struct step_command *step, size_t line, const char *address, int r);
int step_finish(struct step_command *step, int status);

/* Tells of an address, or of a line of a file, why it was not done; and tells programs alone, for people
   are told of all the lines together. */
void step_tell_fault(struct step_command *step, const char *file, size_t line, const char *address,
                     const struct fault *fault);
void step_count_fault(struct step_command *step, size_t line, const char *address,
                      const struct fault *fault);

/* What the library is asked for an address, meant for a person or, where that is NULL, for whoever
   holds it. */
struct pecaddr_registry_step step_asked(const struct step_command *step, const char *address,
                                        const char *fact, const struct pecaddr_person *person);

/* Tells, as a note, where a name and a codice fiscale contradict each other; what is NULL is that on record at
   the address. */
void step_remark_mismatch(const struct registry_command *command, const char *address,
                          const char *given, const char *surname, const char *holder);

/* Whether the others can be done all the same. */
int step_is_of_one(int r);

/* Says before what it was interrupted; EXIT_UNAVAILABLE. */
int step_interrupted(const struct step_command *step, const char *before);

void step_command_end(struct step_command *step);

#endif
