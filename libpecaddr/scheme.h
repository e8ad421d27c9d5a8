/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SCHEME_H
#define PECADDR_SCHEME_H

#include "name.h"

/*
 * A naming scheme. A rule is its text, such as `{given}.{surname}.{province}`: what is checked
 * once, when the scheme is made, is read off the text each time.
 */
struct pecaddr_scheme {
    const char *name;
    const char *domain;
    struct naming naming;
    const char *const *rules;
    size_t n_rules;
    const char *const *reserved; /* the scheme's own, beside those that every scheme has */
    size_t n_reserved;
    const char *const *provinces; /* beside those of the 106 Orders, lower case */
    size_t n_provinces;
    unsigned max_counter; /* 0: the last rule has no counter */
    bool disjoint;
    const struct clash *clashes;
    size_t n_clashes;
    bool made; /* from text, to be freed */
};

/* Two rules that overlap, and a local part that both give. */
struct clash {
    unsigned first;
    unsigned second;
    char local[PECADDR_LOCAL_PART_MAX + 1];
};

/* The placeholders of rules, as bits of what a rule needs. */
enum placeholder {
    PLACEHOLDER_GIVEN = 1 << 0,
    PLACEHOLDER_SURNAME = 1 << 1,
    PLACEHOLDER_PROVINCE = 1 << 2,
    PLACEHOLDER_SECTION = 1 << 3,
    PLACEHOLDER_NUMBER = 1 << 4,
    PLACEHOLDER_COUNTER = 1 << 5,
    PLACEHOLDER_INITIAL = 1 << 6
};

/* A piece of a rule: a placeholder, with a width if it is a counter, or else a literal character.
 */
struct piece {
    enum placeholder placeholder; /* 0: literal */
    unsigned width;
    char literal;
};

/* Takes the next piece off a rule whose text is known to be right; false at its end. */
bool pecaddr__rule_next(const char **rule, struct piece *ret_piece);

/* The rule of a level, and the counter at that level, 0 if the rule has none. */
const char *pecaddr__scheme_rule_at(const struct pecaddr_scheme *scheme, unsigned level,
                                    unsigned *ret_counter);

/* The placeholder of a name, 0 when there is none. */
enum placeholder pecaddr__placeholder_find(const char *name, size_t size);

/* The placeholders in a rule, and in any rule of a scheme. */
unsigned pecaddr__rule_needs(const char *rule);
unsigned pecaddr__scheme_needs(const struct pecaddr_scheme *scheme);

/* Whether a local part, in lower case, is never a person's. Source: SPEC §3. */
bool pecaddr__scheme_reserves(const struct pecaddr_scheme *scheme, const char *local, size_t size);

/*
 * Whether this is the sigla (two letters, lower case) of an Order that the scheme issues for; with
 * `historical`, also of one that is no more. Source: SPEC §3.
 */
bool pecaddr__scheme_has_province(const struct pecaddr_scheme *scheme, const char *sigla,
                                  bool historical);

#endif
