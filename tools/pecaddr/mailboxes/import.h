/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef IMPORT_H
#define IMPORT_H

#include "command/registry-command.h"
#include "command/row-results.h"
#include "command/survey-provinces.h"
#include "mailboxes/import-names.h"
#include "member/list.h"
#include "member/survey-persons.h"
#include "speech/language.h"
#include "speech/sample.h"

/*
 * Mailboxes that exist already, brought in from a file: it is looked through once (import-survey.c); then
 * its rows are read (import-read.c), put to the registry a chunk at a time (import-run.c), and told
 * (import-tell.c). What contradicts the record, and
 * why a row is refused, the registry says. Addresses of the scheme's domain that stand in columns
 * that are not read may be in use, too: in the end those that are not on record by then are blocked
 * (import-others.c).
 */

/*
 * What is done with a row.
 *
 *   IMPORT_FACTS     it is brought in.
 *   IMPORT_BLOCK     it has a fault of its own: its address alone is brought in, so that nobody is
 *                    given it.
 *   IMPORT_FAULT     nothing but its fault is told.
 *   IMPORT_WITHOUT, IMPORT_RELEASED   it is passed over: it has no address, or says that it is free.
 */
enum import_fate { IMPORT_FACTS, IMPORT_BLOCK, IMPORT_FAULT, IMPORT_WITHOUT, IMPORT_RELEASED };

/*
 * A row of the chunk.
 *
 *   fault, line   of IMPORT_BLOCK and IMPORT_FAULT: what is wrong with it, and where it is told.
 *   place         among the mailboxes; IMPORT_NO_PLACE: the registry is not asked.
 */
#define IMPORT_NO_PLACE ((size_t)-1)
struct import_row {
    enum import_fate fate;
    struct fault fault;
    size_t line;
    size_t place;
};

struct import {
    struct registry_command command;
    char *encoding;
    char *separator;
    char *province;
    int several_provinces;
    char *accept;
    int accepts_mismatch;
    int new_domain;
    int of_other_rule; /* addresses that names do not give, too */
    int dry_run;
    struct pecaddr_registry *preview; /* of a dry run */
    struct list list;
    int is_result;           /* the file is one of assign */
    struct records *records; /* for programs; NULL for people */
    struct import_row rows[CHUNK_ROWS];

    /* Whether any row says whose its address is: one of a list in which none does may be anything, and
       blocks nothing. */
    int has_facts;
    bool state_is_of_holder;   /* the column stato says who is a member, not what mailboxes are */
    struct import_names names; /* which rows contradict themselves */
    struct survey_persons persons; /* and which contradict each other */
    struct survey_provinces provinces;
    size_t read; /* rows of which the province is known, if they have one */

    /* The mailboxes of the chunk, and what became of each. */
    struct pecaddr_mailbox mailboxes[CHUNK_ROWS];
    const struct pecaddr_mailbox *pointers[CHUNK_ROWS];
    int results[CHUNK_ROWS];
    struct pecaddr_reason reasons[CHUNK_ROWS];
    struct pecaddr_reason *reason_pointers[CHUNK_ROWS];
    size_t n;

    size_t added, present, differing, errors, blocked, without;
    size_t completed, activated; /* of those present */
    size_t unlike;               /* of all on record: addresses that names do not give */
    size_t expired;              /* of these: active, by a day that has passed */
    size_t released, cancelled, without_province;
    size_t elsewhere; /* of other domains than the scheme's, such as: */
    char first_elsewhere[PECADDR_ADDRESS_MAX + 1];
    bool has_others; /* some stand in columns that are not read */
    size_t others;   /* of these, that are blocked by it, such as: */
    struct buffer first_other;
    struct sample shown; /* of the rows that contradict what is on record */
    struct sample shown_unlike;
    struct fault_list faults; /* what else is wrong with rows */
};

/* Looks through the list, and back to its beginning: whether any row says whose its address is, which
   provinces stand in it, and which rows contradict themselves. Then holds it against the registry: its
   domains, its provinces, and whoever is on record. 0, or a status with a message. */
int import_survey(struct import *import);
int import_survey_record(struct import *import);

/* Whether so many rows contradict themselves that nothing of the file is believed (import-whole.c). 0, or a
   status with a message. */
int import_check_whole(struct import *import);

/* Brings in all of it, and tells of each row. 0, or a status with a message. */
int import_run(struct import *import);

/* Takes a row that brings a mailbox in; and, when all are there, whether another row has another codice
   fiscale or another name on its entry, or its codice fiscale on another entry or with another name, and the record
   does not say that this one is right: its fault. 0, or a status with a message (import-persons.c). */
void import_persons_add(struct import *import, const struct list_entry *entry);
int import_persons_deny(struct import *import, const struct list_entry *entry, struct fault *fault,
                        bool *ret_denied);

/* What is done with a row by itself; and the state in which it comes in. */
enum pecaddr_state import_state_of(const struct import *import, const struct list_entry *entry);
void import_judge(struct import *import, const struct list_entry *entry, struct import_row *row);

/* Whether what stands in the column of the state is said of the holder: Iscritto, Deceduto. */
bool import_state_is_of_holder(struct list *list, const struct list_entry *entry);

/* Whether a row says in such columns that its mailbox was in use and is no more, and in none anything else
   of it. */
bool import_standing_has_ended(const struct list *list, const struct list_entry *entry);

/* Whether a row says that its mailbox is not in the state in which it would come in, or that its holder
   is no member. */
bool import_standing_denies(struct list *list, const struct list_entry *entry,
                            enum pecaddr_state state, struct fault *fault);

/* Makes the mailboxes of the chunk that was read: 0, or a status with a message; and one of an address
   alone. */
int import_read(struct import *import);
void import_add_blocked(struct import *import, const char *address, enum pecaddr_state state);

/* Puts the mailboxes that were made to the registry: 0, or a status with a message. */
int import_put(struct import *import);

/* Whether the chunk has addresses in columns that are not read; and blocks those that are not on
   record: 0, or a status with a message. */
void import_look_for_others(struct import *import);
int import_block_others(struct import *import);

/* Tells what became of its rows, in their order; and of an address that stands in another column. */
void import_tell_begin(struct import *import);
void import_tell(struct import *import);
void import_tell_other(struct import *import, size_t line, const char *address, const char *error);

/* What a row says otherwise than the record (import-differ.c), where its result is PECADDR_NO_MATCH, and
   the way out; to be freed. */
char *import_describe_differences(const struct import *import, const struct import_row *row,
                                  language_fn *in);

/* Whether that is but how INI-PEC is told of it, which hears of a member who has left as it hears of a
   mailbox that has ended. */
bool import_is_told_so(const struct import *import, const struct list_entry *entry,
                       const struct import_row *row);

/* Tells what is wrong with rows that has not been told; and how many there are of all. */
void import_tell_faults(struct import *import);
void import_tell_totals(const struct import *import);

#endif
