/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCHEME_FILE_H
#define SCHEME_FILE_H

#include "runtime/memory.h"
#include "speech/language.h"

#include <pecaddr/pecaddr.h>

/* Naming schemes as the command meets them: by name, or in files. SPEC §3. */

/* What is wrong with a scheme file; line 0: with the file as a whole. */
struct scheme_fault {
    size_t line;
    struct buffer message;
};

/*
 * A scheme by its built-in name, or from a file: a name with `/` or `.`, or one under which there
 * is a file.
 *
 *   ret_scheme   to be freed with pecaddr_scheme_free().
 *   ret_fault    may be NULL; its message is to be freed.
 *
 * Returns 0, or a status after a message such as `FILE:LINE: SCHEME: sentence`: then there is no
 * scheme, not even of what could be read.
 */
int scheme_load(const char *name, const struct pecaddr_scheme **ret_scheme,
                struct scheme_fault *ret_fault);

/*
 * A scheme from its text, with ICU if it transliterates: as pecaddr_scheme_parse(), whose error is
 * PECADDR_E_UNAVAILABLE, after a message, where ICU cannot be loaded.
 */
int scheme_parse(struct pecaddr_text text, const struct pecaddr_scheme **ret_scheme,
                 struct pecaddr_error *error);

/* Whether any rule has a placeholder, such as `{province}`. */
int scheme_uses(const struct pecaddr_scheme *scheme, const char *placeholder);

/* Whether a member may be of a province, by its sigla. */
int scheme_takes_province(const struct pecaddr_scheme *scheme, const char *sigla);

/* The first and the last level of the rule of a level: they differ for one with a counter. */
unsigned scheme_rule_first(const struct pecaddr_scheme *scheme, unsigned level);
unsigned scheme_rule_last(const struct pecaddr_scheme *scheme, unsigned level);

/* The address of a level for the person of the examples: PECADDR_OK, or why there is none. */
int scheme_example(const struct pecaddr_scheme *scheme, unsigned level,
                   char address[PECADDR_ADDRESS_MAX + 1], int *ret_reserved);

/* Whether the addresses of all levels are reserved for the person of the examples. */
int scheme_reserves_example(const struct pecaddr_scheme *scheme);

/*
 * A pair of rules that overlap, in words: two persons, and the one address that both could get.
 * Appends the sentence, in_language or in_result: 1; or 0 when there is no such pair.
 */
int scheme_clash_words(const struct pecaddr_scheme *scheme, size_t i, struct buffer *sentence,
                       language_fn *in);

/* The remark that rules overlap, if they do. */
void scheme_remark_overlap(const struct pecaddr_scheme *scheme);

#endif
