/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "runtime/memory.h"

#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdbool.h>

/*
 * What the command says beside its result, on stderr: the one place that does. Whatever comes from
 * a file or the command line is made harmless for a terminal on its way out (text.h).
 */

/* Anything that keeps the command from its work; and remarks, which --quiet silences. The format is
   looked up in the language (language.h). */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
void remark(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A remark that asks for a look by a person. */
void remark_review(const char *format, ...) __attribute__((format(printf, 1, 2)));
void message_quiet(void);
int message_is_quiet(void);

/* Lends the runtime its voice (runtime/voice.h): before anything else. */
void message_begin(void);

/* What is done before anything is said: whatever else stands on the terminal's line is wiped. */
void message_before(void (*clear)(void));

/*
 * What is wrong with a row, a line, or what the command line says of a person.
 *
 *   code      a name of pecaddr_status_name().
 *   name      what the field is called where it is none of the core's; else NULL.
 *   column    what the file calls its column, in quotes, where that is not what we call it; else NULL.
 *   field, text, offset   where: text is the field as it stands in the file, UTF-8 unless
 *             position says the character (from 1). A text without data: no place is named.
 *   what      the sentence; what_to_do   the advice. NULL where there is none. Constants are in
 *             English, and looked up when they are said; what was made of parts is in the language,
 *             and
 *   what_english   the same in English, for programs; NULL where no program is told it.
 */
struct fault {
    const char *code;
    enum pecaddr_field field;
    const char *name;
    const char *column;
    struct pecaddr_text text;
    size_t offset;
    size_t position;
    const char *what;
    const char *what_to_do;
    const char *what_english;
    const char
        *format; /* of which the sentence was made: fault_set_what(), or the registry's own */
};

/* Whether it is advised by the very text of the field, such as FC for FO: another text is another mistake. */
bool fault_is_of_text(const struct fault *fault);

/* Makes the sentence of parts, in the arena, as `what` and `what_english`. The format is looked up.
 */
void fault_set_what(struct fault *fault, struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The fault that the core found with a person. */
struct fault fault_of(const struct pecaddr_error *error, const struct pecaddr_person *person);

/* Why a person was refused: an error of the data, or what is on record, as the registry tells it. Its
   words live as long as the arena. */
struct fault fault_of_refusal(const struct pecaddr_assignment *assignment,
                              const struct pecaddr_reason *reason,
                              const struct pecaddr_person *person, struct arena *arena);

/* What the registry says of a row or an address that it refused: its code and its sentence, which
   live as long as the arena. The place is the caller's to name. */
struct fault fault_of_told(const struct pecaddr_registry_error *told, struct arena *arena);
struct fault fault_of_reason(const struct pecaddr_reason *reason, struct arena *arena);

/* Code, place, sentence and advice in one line, as for the column `errore`: for a result, which
   programs are given in English (in_result()). */
void fault_describe(struct buffer *buffer, const struct fault *fault);

/* The same for people, whatever is given to programs besides. */
void fault_describe_to_people(struct buffer *buffer, const struct fault *fault);

/* Place, sentence and advice in the language. And these, with what stands before them and the code, on
   stderr. */
void fault_words(struct buffer *buffer, const struct fault *fault);
void fault_say(const char *place, const char *code, const char *words);

/* `FILE:LINE: CODE: message` on stderr; without a file `pecaddr: CODE: message`. */
void fault_report(const char *file, size_t line, const struct fault *fault);

/* A field in words. */
const char *field_name(enum pecaddr_field field);

/* A registry's failure: says why, and answers what status it is. */
int message_registry(const struct pecaddr_registry_error *error, int code);

/* What a registry warns of, as a remark that asks for a look by a person. */
void remark_registry(const struct pecaddr_registry_error *warning);

/* Why a registry or its sources gave no answer; EXIT_UNAVAILABLE. */
int message_unavailable(const struct pecaddr_registry_error *error);

#endif
