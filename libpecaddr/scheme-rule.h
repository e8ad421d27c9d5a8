/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SCHEME_RULE_H
#define PECADDR_SCHEME_RULE_H

#include "scheme.h"

/* What a rule may add to the names: they keep a letter each. RFC 5321 §4.5.3.1.1. */
#define SUFFIX_MAX (PECADDR_LOCAL_PART_MAX - 2)

/* What is wrong with a rule that adds more. */
extern const char pecaddr__rule_too_long[];

/*
 * Reads a rule into its pieces, which must live as long as it does; its text is left to the caller.
 * Returns NULL, or what is wrong. Source: SPEC §3.
 */
const char *pecaddr__rule_compile(struct pecaddr_text text, struct piece pieces[RULE_PIECES_MAX],
                                  struct rule *ret_rule);

/* The characters of a rule that are no letters of given names or surname, at most. */
unsigned pecaddr__rule_suffix(const struct rule *rule, unsigned max_counter);

#endif
