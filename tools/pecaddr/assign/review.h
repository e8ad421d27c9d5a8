/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REVIEW_H
#define REVIEW_H

#include "intake/roster.h"
#include "member/person.h"
#include "runtime/output.h"
#include "speech/language.h"

#include <pecaddr/registry.h>

/*
 * What a person should look at: rows whose name has a review note (SPEC §2), in a list at the end
 * of the work; and with --review FILE, those rows and the rows with errors, in the roster's own
 * form, to be corrected and fed back.
 */

/* The fault REVIEW of somebody who is given nothing because of notes: their sentences, and what to
   do. Its words live as long as the arena. */
struct fault review_fault(const struct pecaddr_scheme *scheme, const struct pecaddr_reason *reason,
                          const struct member *member, const char *what_to_do, struct arena *arena);

/* A note as a sentence, in_language or in_result: of a name by its member, of a namesake by the reason, with who has
   which mailbox. */
void review_describe_note(struct buffer *buffer, uint32_t note, const struct pecaddr_scheme *scheme,
                          const struct pecaddr_reason *reason, const struct member *member,
                          language_fn *in);

/* The note RENAMED, with the name on record. */
void review_describe_renamed(struct buffer *buffer, const char *on_record, language_fn *in);

/* How many rows are listed; those beyond are counted. */
#define REVIEW_LISTED_MAX 20

/* A row of the list: texts are its own. */
struct review_row {
    size_t line;
    char *name;
    char *address;
    char *notes;
    char *meaning;
};

struct review {
    struct output file; /* of --review; its `file` is NULL without it */
    struct review_row rows[REVIEW_LISTED_MAX];
    size_t n;       /* listed */
    size_t count;   /* all that are to be looked at */
    uint32_t notes; /* all that they have */
    size_t errors;  /* rows besides, that FILE has because of another error */
};

/* Adds a row to the list, with the notes for which it waits and the address that it would be; `notes`: these, and
   those that were accepted of it. */
void review_add(struct review *review, const struct pecaddr_scheme *scheme, size_t line,
                const struct member *member, const struct pecaddr_reason *reason, uint32_t notes);

/* Tells the list on stderr. */
void review_tell(const struct review *review);

void review_free(struct review *review);

#endif
