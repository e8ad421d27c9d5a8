/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef WORDS_H
#define WORDS_H

#include "runtime/memory.h"
#include "speech/language.h"

#include <pecaddr/pecaddr.h>

/* What the library says in numbers, in words: in English, to be given to gettext(). */

/* A note as a sentence, such as for `DOUBT`. */
const char *note_sentence(uint32_t note);

/* The same of a person under a scheme, in_language or in_result: CF_MISMATCH tells what differs.
   NULL: nobody is known. */
void note_describe(struct buffer *buffer, uint32_t note, const struct pecaddr_scheme *scheme,
                   const struct pecaddr_person *person, language_fn *in);

/* What a claim may wait for: the notes that ask for review, and those of a holder who would be back on
   an entry that he had left. */
#define NOTES_THAT_WAIT                                                                            \
    ((uint32_t)(PECADDR_NOTES_REVIEW | PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED))

/* Notes as their names, joined by commas. */
void notes_names(struct buffer *buffer, uint32_t notes);

/* `note: NAME: sentence` on stderr for each of the notes. */
void remark_notes(uint32_t notes, const struct pecaddr_scheme *scheme,
                  const struct pecaddr_person *person);

/* What happened to a stretch of a name, and by which rule that is so. */
const char *step_rule(enum pecaddr_step_kind kind);
const char *step_source(enum pecaddr_step_kind kind);

/* A rule of a scheme for people: with the names of what it asks for in the language. */
void rule_show(struct buffer *buffer, const char *rule);

/* What a candidate was answered, for people; and for programs, NULL where it was not asked. */
const char *answer_words(enum pecaddr_answer answer);
const char *answer_name(enum pecaddr_answer answer);

#endif
