/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/ascii.h"
#include "candidate.h"
#include "walk.h"

/* A local part that is being read back by a rule, in lower case. */
struct reading {
    const struct pecaddr_scheme *scheme;
    const char *local;
    size_t size;
    const struct piece *end; /* of the rule */
    unsigned letters;        /* that its atoms can have */
    unsigned solutions;      /* 2 stands for several */
    struct pecaddr_parsed current;
    struct pecaddr_parsed found;
};

static void read_pieces(struct reading *reading, const struct piece *piece, size_t at);

static void read_atom(struct reading *reading, const struct piece *next, size_t at,
                      struct pecaddr_text *atom, size_t longest)
{
    for (size_t end = at; end < reading->size && ascii_is_lower(reading->local[end]);) {
        end++;
        if (end - at > longest)
            return;
        *atom = (struct pecaddr_text){reading->local + at, end - at};
        read_pieces(reading, next, end);
    }
}

static void read_number(struct reading *reading, const struct piece *next, size_t at)
{
    uint32_t number = 0;

    for (size_t end = at; end < reading->size && ascii_is_digit(reading->local[end]);) {
        number = number * 10 + (uint32_t)(reading->local[end++] - '0');
        if (number == 0 || number > PECADDR_NUMBER_MAX)
            return;
        reading->current.number = number;
        read_pieces(reading, next, end);
    }
}

/* Counts from 2 to the scheme's limit, written with `width` digits at least. */
static void read_counter(struct reading *reading, const struct piece *next, size_t at,
                         unsigned width)
{
    unsigned counter = 0;
    unsigned last = (unsigned)reading->scheme->n_rules - 1;

    for (size_t end = at; end < reading->size && ascii_is_digit(reading->local[end]);) {
        counter = counter * 10 + (unsigned)(reading->local[end++] - '0');
        if (counter > reading->scheme->max_counter)
            return;
        if (counter < 2 || end - at < width || (end - at > width && reading->local[at] == '0'))
            continue;
        reading->current.level = last + counter - 2;
        read_pieces(reading, next, end);
    }
}

static void read_piece(struct reading *reading, const struct piece *piece, size_t at)
{
    const struct piece *next = piece + 1;
    const char *local = reading->local;
    size_t left = reading->size - at;

    switch (piece->placeholder) {
    case PLACEHOLDER_GIVEN:
        read_atom(reading, next, at, &reading->current.given, PECADDR_LOCAL_PART_MAX);
        break;
    case PLACEHOLDER_INITIAL:
        read_atom(reading, next, at, &reading->current.given, 1);
        break;
    case PLACEHOLDER_SURNAME:
        read_atom(reading, next, at, &reading->current.surname, PECADDR_LOCAL_PART_MAX);
        break;
    case PLACEHOLDER_PROVINCE:
        if (left >= 2 && pecaddr__scheme_has_province(reading->scheme, local + at, true)) {
            reading->current.province = (struct pecaddr_text){local + at, 2};
            read_pieces(reading, next, at + 2);
        }
        break;
    case PLACEHOLDER_SECTION:
        if (left >= 1 && (local[at] == 'a' || local[at] == 'b')) {
            reading->current.section = (char)(local[at] - 'a' + 'A');
            read_pieces(reading, next, at + 1);
        }
        break;
    case PLACEHOLDER_NUMBER:
        read_number(reading, next, at);
        break;
    case PLACEHOLDER_COUNTER:
        read_counter(reading, next, at, piece->width);
        break;
    default:
        if (left >= 1 && local[at] == piece->literal)
            read_pieces(reading, next, at + 1);
        break;
    }
}

/* Tries every way in which the rest of a rule gives the rest of the local part. */
static void read_pieces(struct reading *reading, const struct piece *piece, size_t at)
{
    const struct pecaddr_parsed *current = &reading->current;

    if (reading->solutions > 1)
        return;
    if (piece < reading->end) {
        read_piece(reading, piece, at);
    } else if (at == reading->size &&
               current->given.size + current->surname.size <= reading->letters) {
        reading->solutions++;
        reading->found = *current;
    }
}

/* The texts of what was found, in the caller's own address. */
static struct pecaddr_text in_address(struct pecaddr_text text, const char *local,
                                      struct pecaddr_text address)
{
    if (text.size == 0)
        return (struct pecaddr_text){NULL, 0};
    return (struct pecaddr_text){address.data + (text.data - local), text.size};
}

/* How one rule reads a local part: how often, and once how. */
static unsigned read_by_rule(const struct pecaddr_scheme *scheme, unsigned rule, const char *local,
                             size_t size, struct pecaddr_parsed *ret_found)
{
    struct reading reading = {.scheme = scheme, .local = local, .size = size};

    reading.current.level = rule;
    reading.end = scheme->rules[rule].pieces + scheme->rules[rule].n;
    reading.letters = pecaddr__scheme_rule_letters(scheme, &scheme->rules[rule]);
    read_pieces(&reading, scheme->rules[rule].pieces, 0);
    *ret_found = reading.found;
    return reading.solutions;
}

static void take_found(const struct pecaddr_parsed *found, const char *local,
                       struct pecaddr_text address, struct pecaddr_parsed *parsed)
{
    parsed->kind = PECADDR_ADDRESS_PERSON;
    parsed->level = found->level;
    parsed->given = in_address(found->given, local, address);
    parsed->surname = in_address(found->surname, local, address);
    parsed->province = in_address(found->province, local, address);
    parsed->section = found->section;
    parsed->number = found->number;
}

/*
 * Reads a local part by every rule. With several readings only what kind of address it is stands;
 * the level too, when they are all of one rule: there a counter stands apart from other digits.
 */
static void read_local_part(const struct pecaddr_scheme *scheme, const char *local, size_t size,
                            struct pecaddr_text address, struct pecaddr_parsed *parsed)
{
    struct pecaddr_parsed found;
    unsigned solutions = 0;
    unsigned rules = 0;

    for (unsigned rule = 0; rule < scheme->n_rules; rule++) {
        unsigned by_rule = read_by_rule(scheme, rule, local, size, &found);

        if (by_rule == 0)
            continue;
        take_found(&found, local, address, parsed);
        solutions += by_rule;
        rules++;
    }
    if (solutions > 1)
        *parsed = (struct pecaddr_parsed){.size = parsed->size,
                                          .kind = PECADDR_ADDRESS_PERSON,
                                          .level = rules > 1 ? PECADDR_LEVEL_NONE : parsed->level};
}

EXPORT int pecaddr_scheme_clash(const struct pecaddr_scheme *scheme, size_t i, char *buffer,
                                size_t capacity, struct pecaddr_parsed *ret_first,
                                struct pecaddr_parsed *ret_second)
{
    struct pecaddr_parsed *const ret[] = {ret_first, ret_second};
    const struct clash *clash;
    struct pecaddr_parsed found;
    size_t size;

    if (!scheme || !STRUCT_FITS(ret_first) || !STRUCT_FITS(ret_second))
        return PECADDR_E_ARGUMENT;
    if (i >= scheme->n_clashes)
        return PECADDR_NO_MATCH;
    clash = &scheme->clashes[i];
    if (text_put(clash->local, strlen(clash->local), buffer, capacity, &size) != PECADDR_OK)
        return PECADDR_E_CAPACITY;
    for (size_t k = 0; k < 2; k++) {
        read_by_rule(scheme, k ? clash->second : clash->first, buffer, size, &found);
        take_found(&found, buffer, (struct pecaddr_text){buffer, size}, ret[k]);
    }
    return PECADDR_OK;
}

/* The local part in lower case, if the address is of the scheme's domain; else it is empty. */
static size_t local_part_of(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
                            char local[PECADDR_LOCAL_PART_MAX])
{
    const char *at = address.size ? memchr(address.data, '@', address.size) : NULL;
    size_t size = at ? (size_t)(at - address.data) : 0;

    if (size == 0 || size > PECADDR_LOCAL_PART_MAX ||
        !ascii_equal(at + 1, address.size - size - 1, scheme->domain, strlen(scheme->domain)))
        return 0;
    for (size_t i = 0; i < size; i++)
        local[i] = ascii_lower(address.data[i]);
    return size;
}

EXPORT int pecaddr_parse(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
                         struct pecaddr_parsed *ret_parsed)
{
    char local[PECADDR_LOCAL_PART_MAX];
    size_t size;

    if (!scheme || !text_fits(address) || !STRUCT_FITS(ret_parsed))
        return PECADDR_E_ARGUMENT;
    *ret_parsed = (struct pecaddr_parsed){
        .size = ret_parsed->size, .kind = PECADDR_ADDRESS_FOREIGN, .level = PECADDR_LEVEL_NONE};
    size = local_part_of(scheme, address, local);
    if (pecaddr__scheme_reserves(scheme, local, size))
        ret_parsed->kind = PECADDR_ADDRESS_RESERVED;
    else
        read_local_part(scheme, local, size, address, ret_parsed);
    return PECADDR_OK;
}

/* The level at which a person's data under one profile gives a local part. */
static int match_profile(const struct pecaddr_scheme *scheme, enum pecaddr_profile profile,
                         const struct pecaddr_person *person, const char *local, size_t size,
                         unsigned *ret_level, struct pecaddr_error *error)
{
    unsigned levels = pecaddr_scheme_levels(scheme);
    struct facts facts;
    int r = pecaddr__person_read_back(scheme, profile, person, &facts, error);

    if (r != PECADDR_OK)
        return r;
    for (unsigned level = 0; level < levels; level++) {
        char candidate[LOCAL_PART_ROOM];
        unsigned counter;

        if (scheme_rule_at(scheme, level, &counter)->needs & ~facts.has)
            continue;
        if (pecaddr__candidate_local_part(scheme, &facts, level, candidate) == size &&
            memcmp(candidate, local, size) == 0) {
            *ret_level = level;
            return PECADDR_OK;
        }
    }
    return PECADDR_NO_MATCH;
}

/*
 * Both profiles are tried, the scheme's own first. A name that only one makes too long has no
 * address there; what else is wrong with a name is so under both.
 */
static int match_profiles(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                          const char *local, size_t size, unsigned *ret_level,
                          enum pecaddr_profile *ret_profile, struct pecaddr_error *error)
{
    enum pecaddr_profile own = scheme->naming.profile;
    enum pecaddr_profile other = other_profile(own);
    int by_other;
    int by_own = match_profile(scheme, own, person, local, size, ret_level, error);

    *ret_profile = own;
    if (by_own == PECADDR_OK)
        return PECADDR_OK;
    *ret_profile = other;
    by_other = match_profile(scheme, other, person, local, size, ret_level, NULL);
    return by_other < 0 ? by_own : by_other;
}

EXPORT int pecaddr_match(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                         struct pecaddr_text address, unsigned *ret_level,
                         enum pecaddr_profile *ret_profile, struct pecaddr_error *error)
{
    struct pecaddr_error fault = PECADDR_ERROR_INIT;
    char local[PECADDR_LOCAL_PART_MAX];
    enum pecaddr_profile profile;
    size_t size;
    unsigned level = PECADDR_LEVEL_NONE;
    int r = person_check(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (!text_fits(address))
        return pecaddr__fail_argument(error, "the address has a size and no data");
    size = local_part_of(scheme, address, local);
    r = match_profiles(scheme, person, local, size, &level, &profile, &fault);
    if (r < 0)
        return pecaddr__fail(error, r, fault.field, fault.offset);
    if (r == PECADDR_NO_MATCH || pecaddr__scheme_reserves(scheme, local, size))
        return PECADDR_NO_MATCH;
    if (ret_level)
        *ret_level = level;
    if (ret_profile)
        *ret_profile = profile;
    return PECADDR_OK;
}
