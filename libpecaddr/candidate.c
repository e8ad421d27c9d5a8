/* SPDX-License-Identifier: BSD-3-Clause */
#include "candidate.h"

#include <assert.h>

#include "name-fast.h"

static inline size_t put(char *local, size_t size, const char *text, size_t length)
{
    memcpy(local + size, text, length);
    return size + length;
}

/*
 * The letters of a name. Two steps of eight bytes are nearly all names, so that nothing depends on
 * their length; there is room for that where they stand and where they go.
 */
static inline size_t put_letters(char *local, size_t size, const char *letters, size_t length)
{
    memcpy(local + size, letters, 8);
    memcpy(local + size + 8, letters + 8, 8);
    if (length > 16)
        memcpy(local + size + 16, letters + 16, length - 16);
    return size + length;
}

static size_t put_number(char *local, size_t size, uint32_t number, unsigned width)
{
    char digits[10];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || sizeof digits - at < width);
    return put(local, size, digits + at, sizeof digits - at);
}

/* What a placeholder that is no name stands for. */
static size_t put_fact(char *local, size_t size, const struct piece *piece,
                       const struct facts *facts, unsigned counter)
{
    switch (piece->placeholder) {
    case PLACEHOLDER_INITIAL:
        return put(local, size, facts->name.given, 1);
    case PLACEHOLDER_PROVINCE:
        return put(local, size, facts->province, 2);
    case PLACEHOLDER_SECTION:
        return put(local, size, &facts->section, 1);
    case PLACEHOLDER_NUMBER:
        return put_number(local, size, facts->number, 0);
    case PLACEHOLDER_COUNTER:
        return put_number(local, size, counter, piece->width);
    default:
        return size;
    }
}

size_t pecaddr__candidate_local_part(const struct pecaddr_scheme *scheme, const struct facts *facts,
                                     unsigned level, char local[LOCAL_PART_ROOM])
{
    const struct pecaddr_folded *name = &facts->name;
    unsigned counter;
    const struct rule *rule = scheme_rule_at(scheme, level, &counter);
    const struct piece *piece = rule->pieces;
    const struct piece *end = piece + rule->n;
    size_t size = 0;

    if (rule->between) {
        size = put_letters(local, size, name->given, name->given_size);
        local[size++] = rule->between;
        size = put_letters(local, size, name->surname, name->surname_size);
        piece += 3;
    }
    for (; piece < end; piece++) {
        if (piece->placeholder == PLACEHOLDER_GIVEN)
            size = put_letters(local, size, name->given, name->given_size);
        else if (piece->placeholder == PLACEHOLDER_SURNAME)
            size = put_letters(local, size, name->surname, name->surname_size);
        else if (!piece->placeholder)
            local[size++] = piece->literal;
        else
            size = put_fact(local, size, piece, facts, counter);
    }
    assert(size <= PECADDR_LOCAL_PART_MAX);
    return size;
}

size_t pecaddr__candidate_address(const struct pecaddr_scheme *scheme, const struct facts *facts,
                                  unsigned level, char address[PECADDR_ADDRESS_MAX + 1],
                                  size_t *ret_local_size)
{
    size_t local_size = pecaddr__candidate_local_part(scheme, facts, level, address);
    size_t domain_size = strlen(scheme->domain);

    address[local_size] = '@';
    memcpy(address + local_size + 1, scheme->domain, domain_size + 1);
    *ret_local_size = local_size;
    return local_size + 1 + domain_size;
}

static void report_other(const struct pecaddr_trace *trace, const char *local, size_t size)
{
    struct pecaddr_step step = {
        .size = sizeof step, .kind = PECADDR_STEP_OTHER_PROFILE, .text = {local, size}};

    trace->step(trace->user, &step);
}

/*
 * Notes where the other profile gives another local part at level 0: SPEC §2. Where facts are
 * missing that the first rule needs, another name is another local part.
 */
static void note_variant(const struct pecaddr_scheme *scheme, enum other_name other_name,
                         const struct pecaddr_folded *other, const struct pecaddr_trace *trace,
                         struct facts *facts)
{
    struct facts other_facts;
    char local[2][LOCAL_PART_ROOM];
    size_t size[2];
    bool has_all;

    if (other_name == OTHER_FOLDED && folded_equal(&facts->name, other))
        return;
    has_all = !(scheme->rules[0].needs & ~facts->has);
    if (other_name == OTHER_FOLDED && has_all && (trace || scheme->rules[0].between != '.')) {
        other_facts = *facts;
        other_facts.name = *other;
        size[0] = pecaddr__candidate_local_part(scheme, facts, 0, local[0]);
        size[1] = pecaddr__candidate_local_part(scheme, &other_facts, 0, local[1]);
        if (size[0] == size[1] && memcmp(local[0], local[1], size[0]) == 0)
            return;
        /* What the scheme would refuse is no local part to be told. */
        if (trace && !(scheme->naming.overlong_fail && other->notes & PECADDR_NOTE_SHORTENED))
            report_other(trace, local[1], size[1]);
    }
    facts->name.notes |= PECADDR_NOTE_VARIANT;
}

/* The same for a name that is plain to see under both profiles; false where it is not. */
static bool note_variant_quickly(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *person, struct facts *facts)
{
    struct pecaddr_folded other;
    bool profiled;

    if (scheme->naming.variant_accepted)
        return true;
    if (!pecaddr__name_fast(&scheme->naming, other_profile(scheme->naming.profile), person, &other,
                            &profiled, NULL))
        return false;
    note_variant(scheme, OTHER_FOLDED, &other, NULL, facts);
    return true;
}

/* Most calls: a name that is plain to see, without codice fiscale, and nothing else is needed. */
static inline bool read_quickly(const struct pecaddr_scheme *scheme,
                                const struct pecaddr_person *person, unsigned needs,
                                const struct pecaddr_trace *trace, struct facts *ret_facts)
{
    bool profiled;

    if (trace || person->holder.size > 0 || person->noted || needs & PLACEHOLDERS_OF_ENTRY ||
        !pecaddr__name_fast(&scheme->naming, scheme->naming.profile, person, &ret_facts->name,
                            &profiled, NULL))
        return false;
    ret_facts->has = PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_INITIAL;
    return !profiled || note_variant_quickly(scheme, person, ret_facts);
}

int pecaddr__candidate_read(const struct pecaddr_scheme *scheme,
                            const struct pecaddr_person *person, unsigned needs,
                            const struct pecaddr_trace *trace, struct facts *ret_facts,
                            struct pecaddr_error *error)
{
    enum other_name other_name;
    struct pecaddr_folded other;
    int r =
        pecaddr__person_read(scheme, person, needs, trace, ret_facts, &other_name, &other, error);

    if (r == PECADDR_OK && other_name != OTHER_SAME && !scheme->naming.variant_accepted)
        note_variant(scheme, other_name, &other, trace, ret_facts);
    if (r == PECADDR_OK)
        ret_facts->name.notes |= person->noted;
    return r;
}

/*
 * Nearly all local parts: two names of sixteen letters at most with a character between, straight
 * to a buffer that has room for any. False, and nothing is written, where it is another.
 */
static inline bool join_names(const struct rule *rule, const struct pecaddr_folded *name,
                              char *buffer, size_t capacity, size_t *ret_size)
{
    size_t size;

    if (rule->n != 3 || !rule->between || name->given_size > 16 || name->surname_size > 16 ||
        !buffer || capacity <= PECADDR_LOCAL_PART_MAX)
        return false;
    size = put_letters(buffer, 0, name->given, name->given_size);
    buffer[size++] = rule->between;
    size = put_letters(buffer, size, name->surname, name->surname_size);
    buffer[size] = '\0';
    if (ret_size)
        *ret_size = size;
    return true;
}

EXPORT int pecaddr_local_part(const struct pecaddr_scheme *scheme,
                              const struct pecaddr_person *person,
                              const struct pecaddr_trace *trace, char *buffer, size_t capacity,
                              size_t *ret_size, uint32_t *ret_notes, struct pecaddr_error *error)
{
    struct facts facts;
    char local[LOCAL_PART_ROOM];
    size_t size;
    int r = person_check_texts(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (trace && (!STRUCT_FITS(trace) || !trace->step))
        return pecaddr__fail_argument(
            error, SIZE_FAULT("pecaddr_trace", "PECADDR_TRACE_INIT") "; step must not be NULL");
    if (!read_quickly(scheme, person, scheme->rules[0].needs, trace, &facts)) {
        /* Its notes too: what is read quickly has none. */
        r = person_check(scheme, person, error);
        if (r == PECADDR_OK)
            r = pecaddr__candidate_read(scheme, person, scheme->rules[0].needs, trace, &facts,
                                        error);
    }
    if (r != PECADDR_OK)
        return r;
    if (!join_names(scheme->rules, &facts.name, buffer, capacity, ret_size)) {
        size = pecaddr__candidate_local_part(scheme, &facts, 0, local);
        r = text_put(local, size, buffer, capacity, ret_size);
        if (r != PECADDR_OK)
            return pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
    }
    if (ret_notes)
        *ret_notes = facts.name.notes;
    return PECADDR_OK;
}

EXPORT int pecaddr_fold(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                        struct pecaddr_folded *ret_folded, struct pecaddr_error *error)
{
    struct facts facts;
    int r = person_check(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (!STRUCT_FITS(ret_folded))
        return pecaddr__fail_argument(error, SIZE_FAULT("pecaddr_folded", "PECADDR_FOLDED_INIT"));
    memset(&facts.name, 0, sizeof facts.name); /* all of it is given to the caller */
    r = pecaddr__candidate_read(scheme, person, 0, NULL, &facts, error);
    if (r != PECADDR_OK)
        return r;
    facts.name.size = ret_folded->size;
    *ret_folded = facts.name;
    return PECADDR_OK;
}

EXPORT int pecaddr_candidate(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, unsigned level, char *buffer,
                             size_t capacity, size_t *ret_size, int *ret_reserved,
                             struct pecaddr_error *error)
{
    struct facts facts;
    char address[PECADDR_ADDRESS_MAX + 1];
    size_t size;
    size_t local_size;
    int r = person_check(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (level >= pecaddr_scheme_levels(scheme))
        return pecaddr__fail(error, PECADDR_E_EXHAUSTED, PECADDR_FIELD_NONE, 0);
    r = pecaddr__candidate_read(scheme, person, scheme->needs, NULL, &facts, error);
    if (r != PECADDR_OK)
        return r;
    size = pecaddr__candidate_address(scheme, &facts, level, address, &local_size);
    r = text_put(address, size, buffer, capacity, ret_size);
    if (r != PECADDR_OK)
        return pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
    if (ret_reserved)
        *ret_reserved = pecaddr__scheme_reserves(scheme, address, local_size);
    return PECADDR_OK;
}
