/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SCHEME_H
#define PECADDR_SCHEME_H

#include "name.h"

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

/* Those of a register entry. */
#define PLACEHOLDERS_OF_ENTRY (PLACEHOLDER_PROVINCE | PLACEHOLDER_SECTION | PLACEHOLDER_NUMBER)

/* A piece of a rule: a placeholder, with a width if it is a counter, or else a literal character.
 */
struct piece {
    unsigned char placeholder; /* enum placeholder; 0: literal */
    unsigned char width;
    char literal;
};

/* More pieces than a rule of 64 characters and one of each placeholder can have. */
#define RULE_PIECES_MAX 72

/* A rule, read from its text once, when its scheme is made. */
struct rule {
    const char *text;
    unsigned needs; /* its placeholders */
    unsigned n;
    const struct piece *pieces;
    char between; /* of a rule that begins with {given}, this character and {surname}; else 0 */
};

/* What `between` is for these pieces. */
static inline char rule_between(const struct piece *pieces, unsigned n)
{
    return n >= 3 && pieces[0].placeholder == PLACEHOLDER_GIVEN && !pieces[1].placeholder &&
                   pieces[2].placeholder == PLACEHOLDER_SURNAME
               ? pieces[1].literal
               : '\0';
}

/* A naming scheme. */
struct pecaddr_scheme {
    const char *name;
    const char *domain;
    struct naming naming;
    const struct rule *rules;
    size_t n_rules;
    unsigned needs;              /* the placeholders of all rules */
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

/* The rule of a level, and the counter at that level, 0 if the rule has none. */
static inline const struct rule *scheme_rule_at(const struct pecaddr_scheme *scheme, unsigned level,
                                                unsigned *ret_counter)
{
    unsigned last = (unsigned)scheme->n_rules - 1;

    *ret_counter = scheme->max_counter && level >= last ? level - last + 2 : 0;
    return &scheme->rules[level < last ? level : last];
}

/*
 * How many letters of names the atoms of a rule can have together: those that both may have, but
 * for one that each name needs which another rule has and this one lacks. SPEC §2, §3.
 */
unsigned pecaddr__scheme_rule_letters(const struct pecaddr_scheme *scheme, const struct rule *rule);

/*
 * Whether a reserved name matches a local part, in lower case; `*` stands for one atom without
 * dots. One reserved name covers another when it matches its text.
 */
bool pecaddr__pattern_matches(const char *pattern, const char *local, size_t size);

/* Whether a local part, in lower case, is never a person's. Source: SPEC §3. */
bool pecaddr__scheme_reserves(const struct pecaddr_scheme *scheme, const char *local, size_t size);

/*
 * Whether this is the sigla (two letters, lower case) of an Order that the scheme issues for; with
 * `historical`, also of one that is no more. Source: SPEC §3.
 */
bool pecaddr__scheme_has_province(const struct pecaddr_scheme *scheme, const char *sigla,
                                  bool historical);

#endif
