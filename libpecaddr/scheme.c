/* SPDX-License-Identifier: BSD-3-Clause */
#include "scheme.h"

#include <string.h>

#include "base/ascii.h"
#include "tables/provinces.inc"

/* RFC 2142 §3–§5, and the mailboxes of the PEC provider and of the Orders: never a person's. */
static const char *const always_reserved[] = {
    "abuse",     "ftp",       "hostmaster", "info",
    "marketing", "news",      "noc",        "postmaster",
    "sales",     "security",  "support",    "usenet",
    "uucp",      "webmaster", "www",        "posta-certificata",
    "ordine.*",
};

#define INGPEC_NAME                                                                                \
    {PLACEHOLDER_GIVEN, 0, 0}, {0, 0, '.'},                                                        \
    {                                                                                              \
        PLACEHOLDER_SURNAME, 0, 0                                                                  \
    }
#define INGPEC_PROVINCE                                                                            \
    {0, 0, '.'},                                                                                   \
    {                                                                                              \
        PLACEHOLDER_PROVINCE, 0, 0                                                                 \
    }
#define INGPEC_ENTRY                                                                               \
    {0, 0, '.'}, {PLACEHOLDER_SECTION, 0, 0},                                                      \
    {                                                                                              \
        PLACEHOLDER_NUMBER, 0, 0                                                                   \
    }

static const struct piece ingpec_pieces[] = {INGPEC_NAME, INGPEC_PROVINCE, INGPEC_ENTRY};

static const struct rule ingpec_rules[] = {
    {"{given}.{surname}", PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME, 3, ingpec_pieces, '.'},
    {"{given}.{surname}.{province}", PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_PROVINCE,
     5, ingpec_pieces, '.'},
    {"{given}.{surname}.{province}.{section}{number}",
     PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_PROVINCE | PLACEHOLDER_SECTION |
         PLACEHOLDER_NUMBER,
     8, ingpec_pieces, '.'},
};

/* 64 octets less `.`, and less `.mc.a9999999`, the longest suffix: RFC 5321 §4.5.3.1.1. */
static const struct pecaddr_scheme ingpec = {
    .name = "ingpec",
    .domain = "ingpec.eu",
    .naming = {.profile = PECADDR_PROFILE_ANAGRAFE,
               .budget = 51,
               .needs_given = true,
               .needs_surname = true},
    .rules = ingpec_rules,
    .n_rules = ARRAY_SIZE(ingpec_rules),
    .needs = PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_PROVINCE | PLACEHOLDER_SECTION |
             PLACEHOLDER_NUMBER,
    .disjoint = true,
};

EXPORT const struct pecaddr_scheme *pecaddr_scheme_ingpec(void)
{
    return &ingpec;
}

EXPORT const char *pecaddr_scheme_name(const struct pecaddr_scheme *scheme)
{
    return scheme->name;
}

EXPORT const char *pecaddr_scheme_domain(const struct pecaddr_scheme *scheme)
{
    return scheme->domain;
}

EXPORT enum pecaddr_profile pecaddr_scheme_profile(const struct pecaddr_scheme *scheme)
{
    return scheme->naming.profile;
}

EXPORT unsigned pecaddr_scheme_levels(const struct pecaddr_scheme *scheme)
{
    unsigned rules = (unsigned)scheme->n_rules;

    return scheme->max_counter ? rules + scheme->max_counter - 2 : rules;
}

EXPORT int pecaddr_scheme_is_disjoint(const struct pecaddr_scheme *scheme)
{
    return scheme->disjoint;
}

EXPORT const char *pecaddr_scheme_rule(const struct pecaddr_scheme *scheme, unsigned level)
{
    unsigned counter;

    return level < pecaddr_scheme_levels(scheme) ? scheme_rule_at(scheme, level, &counter)->text
                                                 : NULL;
}

unsigned pecaddr__scheme_rule_letters(const struct pecaddr_scheme *scheme, const struct rule *rule)
{
    bool has_given = rule->needs & (PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL);
    bool has_surname = rule->needs & PLACEHOLDER_SURNAME;
    unsigned letters = scheme->naming.budget;

    if (scheme->naming.needs_given && !has_given)
        letters--;
    if (scheme->naming.needs_surname && !has_surname)
        letters--;
    return letters;
}

bool pecaddr__pattern_matches(const char *pattern, const char *local, size_t size)
{
    size_t at = 0;

    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            size_t start = at;

            while (at < size && local[at] != '.')
                at++;
            if (at == start)
                return false;
        } else if (at == size || local[at++] != *pattern) {
            return false;
        }
    }
    return at == size;
}

bool pecaddr__scheme_reserves(const struct pecaddr_scheme *scheme, const char *local, size_t size)
{
    for (size_t i = 0; i < ARRAY_SIZE(always_reserved); i++)
        if (pecaddr__pattern_matches(always_reserved[i], local, size))
            return true;
    for (size_t i = 0; i < scheme->n_reserved; i++)
        if (pecaddr__pattern_matches(scheme->reserved[i], local, size))
            return true;
    return false;
}

bool pecaddr__scheme_has_province(const struct pecaddr_scheme *scheme, const char *sigla,
                                  bool historical)
{
    if (!ascii_is_lower(sigla[0]) || !ascii_is_lower(sigla[1]))
        return false;
    if (province_kinds[26 * (sigla[0] - 'a') + (sigla[1] - 'a')] >= (historical ? 1 : 2))
        return true;
    for (size_t i = 0; i < scheme->n_provinces; i++)
        if (memcmp(scheme->provinces[i], sigla, 2) == 0)
            return true;
    return false;
}

EXPORT int pecaddr_scheme_has_province(const struct pecaddr_scheme *scheme,
                                       struct pecaddr_text province)
{
    char sigla[2];

    if (province.size != sizeof sigla)
        return 0;
    sigla[0] = ascii_lower(province.data[0]);
    sigla[1] = ascii_lower(province.data[1]);
    return pecaddr__scheme_has_province(scheme, sigla, false);
}

/* Text that is counted, and written where there is a buffer, which has room. */
struct writer {
    char *buffer;
    size_t size;
};

static void write_text(struct writer *writer, const char *text)
{
    size_t size = strlen(text);

    if (writer->buffer)
        memcpy(writer->buffer + writer->size, text, size + 1);
    writer->size += size;
}

static void write_line(struct writer *writer, const char *key, const char *value)
{
    write_text(writer, key);
    write_text(writer, " = ");
    write_text(writer, value);
    write_text(writer, "\n");
}

static const char *number_text(unsigned number, char text[4])
{
    size_t at = 3;

    for (text[at] = '\0'; number > 0; number /= 10)
        text[--at] = (char)('0' + number % 10);
    return text + at;
}

static void write_canonical(struct writer *writer, const struct pecaddr_scheme *scheme)
{
    char number[4];
    bool anagrafe = scheme->naming.profile == PECADDR_PROFILE_ANAGRAFE;

    write_line(writer, "name", scheme->name);
    write_line(writer, "domain", scheme->domain);
    write_line(writer, "profile", anagrafe ? "anagrafe" : "plain");
    write_line(writer, "given", scheme->naming.given_first ? "first" : "all");
    write_line(writer, "transliterate",
               scheme->naming.transliterator ? scheme->naming.transliterator->name : "none");
    write_line(writer, "overlong", scheme->naming.overlong_fail ? "error" : "shorten");
    for (size_t i = 0; i < scheme->n_rules; i++)
        write_line(writer, "rule", scheme->rules[i].text);
    if (scheme->max_counter)
        write_line(writer, "max-counter", number_text(scheme->max_counter, number));
    for (size_t i = 0; i < scheme->n_reserved; i++)
        write_line(writer, "reserved", scheme->reserved[i]);
    for (size_t i = 0; i < scheme->n_provinces; i++)
        write_line(writer, "province", scheme->provinces[i]);
}

EXPORT int pecaddr_scheme_canonical(const struct pecaddr_scheme *scheme, char *buffer,
                                    size_t capacity, size_t *ret_size)
{
    struct writer writer = {0};

    if (!scheme)
        return PECADDR_E_ARGUMENT;
    write_canonical(&writer, scheme);
    if (ret_size)
        *ret_size = writer.size;
    if (!buffer || capacity <= writer.size)
        return PECADDR_E_CAPACITY;
    writer = (struct writer){.buffer = buffer};
    write_canonical(&writer, scheme);
    return PECADDR_OK;
}
