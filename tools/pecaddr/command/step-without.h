/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_WITHOUT_H
#define STEP_WITHOUT_H

#include "command/step-taking.h"

/*
 * Rows of those who left that have no address, of the step leave. Their person may have a mailbox in force on
 * record all the same: of somebody whose register entry changed since, a result of assign has none. Passed
 * over, it would be a member's for ever, and nobody would hear of it. SPEC §6.
 *
 * Who it is the registry tells, by the whole name and entry; of a row that has less nobody can know.
 *
 * Not where another row of the file has that address: then this one is of an entry that the person has left
 * for another, and that row says what is so. Of each address of the file 8 bytes are kept.
 */

/* Reads the addresses of the whole file, where it has such rows, and goes back to its first row. 0, or a status
   with a message. */
int step_without_begin(struct taking *taking);

/* Looks up the persons of the rows that were read last. 0, or a status with a message. */
int step_without_look(struct taking *taking);

/* Whether the person of a row has such a mailbox, or nobody can know: the fault of the row, made in the arena of
   the list. */
bool step_without_is_wrong(struct taking *taking, size_t entry, struct fault *ret_fault);

void step_without_end(struct taking *taking);

#endif
