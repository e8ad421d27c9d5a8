/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_TAKING_H
#define STEP_TAKING_H

#include "command/known.h"
#include "command/step-columns.h"
#include "command/step.h"
#include "member/list.h"
#include "speech/fault-list.h"

/*
 * What is asked for the entries that were read together, and what was answered.
 *
 *   place       of each entry among what is asked; NOT_ASKED.
 *   n_others    rows that are about somebody else than the holder.
 *   n_of_other_order   of those that differ: by the province alone.
 *   differing   rows of which the register entry, or the name beside the same codice fiscale, is
 *               another one on record: they are told, and kept from nothing.
 */
struct taking {
    struct step_command *step;
    struct list *list;
    struct step_columns columns;
    size_t place[CHUNK_ROWS];
    size_t n;
    struct pecaddr_registry_step asked[CHUNK_ROWS];
    const struct pecaddr_registry_step *asked_pointers[CHUNK_ROWS];
    int results[CHUNK_ROWS];
    struct pecaddr_reason reasons[CHUNK_ROWS], *reason_pointers[CHUNK_ROWS];
    struct pecaddr_registry_error errors[CHUNK_ROWS], *error_pointers[CHUNK_ROWS];
    size_t n_others, n_of_other_order;
    struct sample differing;
    struct fault_list faults;      /* what is wrong with rows by themselves */
    struct buffer addresses;       /* of the file, as step-without.h keeps them */
    bool is_looked_up[CHUNK_ROWS]; /* of a row that has no address: what is known of its person */
    struct known known[CHUNK_ROWS];
};

#define NOT_ASKED SIZE_MAX

/* Whether nothing is asked of a line: where it has an address, why, and on which line that stands. */
bool step_taking_keeps(struct taking *taking, const struct list_entry *entry,
                       struct fault *ret_fault, size_t *ret_line);

/* Whether a row says whose mailbox it is about. A section or a province alone tells nobody from the others. */
bool step_taking_says_whose(const struct list_entry *entry);

/* What is asked for the entries that were read last, and where. */
void step_taking_ask(struct taking *taking);

/* Whether it was refused as nothing that a row says is on record for the mailbox. */
bool step_taking_is_uncompared(const struct taking *taking, size_t i);

#endif
