/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ROW_RESULTS_H
#define ROW_RESULTS_H

#include "command/registry-command.h"
#include "speech/fault-list.h"
#include "table/records.h"

/*
 * What became of each row of a file, or of each address, as programs are told: line, pec, result, code and
 * error. People are told what was refused, and how many of all.
 */

/* Begins it on the output that is open, whoever it is for; NULL, as a text has none. */
struct records *row_results_begin(const struct registry_command *command);

/*
 * One more. Nothing is done where there are none.
 *
 *   line      of the file; 0: it is one of the command line.
 *   address   or NULL.
 *   result    a word; code, error   of one that was refused, or NULL.
 */
void row_results_add(struct records *results, size_t line, const char *address, const char *result,
                     const char *code, const char *error);
void row_results_add_fault(struct records *results, size_t line, const char *address,
                           const struct fault *fault);

/* Tells people what is wrong with the rows of a file by themselves, and empties the list. */
void row_results_tell_faults(const struct records *results, const struct registry_command *command,
                             struct fault_list *faults, const char *file);

#endif
