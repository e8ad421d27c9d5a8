/* SPDX-License-Identifier: BSD-3-Clause */
#include "candidate.h"

#include <assert.h>
#include <string.h>

static bool text_fits(struct pecaddr_text text)
{
    return text.data || text.size == 0;
}

bool pecaddr__person_fits(const struct pecaddr_person *person)
{
    return person && pecaddr__struct_fits(person, person->size, sizeof *person) &&
           text_fits(person->given) && text_fits(person->surname) && text_fits(person->province) &&
           text_fits(person->holder);
}

static bool take_province(const struct pecaddr_scheme *scheme, struct pecaddr_text text,
                          char province[3])
{
    if (text.size != 2)
        return false;
    province[0] = ascii_lower(text.data[0]);
    province[1] = ascii_lower(text.data[1]);
    province[2] = '\0';
    return pecaddr__scheme_has_province(scheme, province, false);
}

int pecaddr__identity_read(const struct pecaddr_scheme *scheme, const struct naming *naming,
                           const struct pecaddr_person *person, unsigned needs,
                           const struct pecaddr_trace *trace, struct identity *ret_identity,
                           struct pecaddr_error *error)
{
    char section = ascii_lower(person->section);
    int r = pecaddr__name_fold(naming, person->given, person->surname, trace, &ret_identity->name,
                               error);

    if (r != PECADDR_OK)
        return r;
    ret_identity->has =
        PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_INITIAL | PLACEHOLDER_COUNTER;
    if (take_province(scheme, person->province, ret_identity->province))
        ret_identity->has |= PLACEHOLDER_PROVINCE;
    else if (needs & PLACEHOLDER_PROVINCE)
        return pecaddr__fail(error, PECADDR_E_PROVINCE, PECADDR_FIELD_PROVINCE, 0);
    if (section == 'a' || section == 'b')
        ret_identity->has |= PLACEHOLDER_SECTION;
    else if (needs & PLACEHOLDER_SECTION)
        return pecaddr__fail(error, PECADDR_E_REGISTER, PECADDR_FIELD_SECTION, 0);
    if (person->number >= 1 && person->number <= PECADDR_NUMBER_MAX)
        ret_identity->has |= PLACEHOLDER_NUMBER;
    else if (needs & PLACEHOLDER_NUMBER)
        return pecaddr__fail(error, PECADDR_E_REGISTER, PECADDR_FIELD_NUMBER, 0);
    ret_identity->section = section;
    ret_identity->number = person->number;
    return PECADDR_OK;
}

static size_t put(char *local, size_t size, const char *text, size_t length)
{
    assert(size + length <= PECADDR_LOCAL_PART_MAX);
    memcpy(local + size, text, length);
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

size_t pecaddr__identity_local_part(const struct pecaddr_scheme *scheme,
                                    const struct identity *identity, unsigned level,
                                    char local[PECADDR_LOCAL_PART_MAX])
{
    const struct name *name = &identity->name;
    unsigned counter;
    const char *rule = pecaddr__scheme_rule_at(scheme, level, &counter);
    struct piece piece;
    size_t size = 0;

    while (pecaddr__rule_next(&rule, &piece)) {
        switch (piece.placeholder) {
        case PLACEHOLDER_GIVEN:
            size = put(local, size, name->given, name->given_size);
            break;
        case PLACEHOLDER_INITIAL:
            size = put(local, size, name->given, 1);
            break;
        case PLACEHOLDER_SURNAME:
            size = put(local, size, name->surname, name->surname_size);
            break;
        case PLACEHOLDER_PROVINCE:
            size = put(local, size, identity->province, 2);
            break;
        case PLACEHOLDER_SECTION:
            size = put(local, size, &identity->section, 1);
            break;
        case PLACEHOLDER_NUMBER:
            size = put_number(local, size, identity->number, 0);
            break;
        case PLACEHOLDER_COUNTER:
            size = put_number(local, size, counter, piece.width);
            break;
        default:
            size = put(local, size, &piece.literal, 1);
            break;
        }
    }
    return size;
}

size_t pecaddr__identity_address(const struct pecaddr_scheme *scheme,
                                 const struct identity *identity, unsigned level,
                                 char address[PECADDR_ADDRESS_MAX + 1], size_t *ret_local_size)
{
    size_t local_size = pecaddr__identity_local_part(scheme, identity, level, address);
    size_t domain_size = strlen(scheme->domain);

    address[local_size] = '@';
    memcpy(address + local_size + 1, scheme->domain, domain_size + 1);
    *ret_local_size = local_size;
    return local_size + 1 + domain_size;
}

EXPORT int pecaddr_local_part(const struct pecaddr_scheme *scheme,
                              const struct pecaddr_person *person,
                              const struct pecaddr_trace *trace, char *buffer, size_t capacity,
                              size_t *ret_size, uint32_t *ret_notes, struct pecaddr_error *error)
{
    struct identity identity;
    char local[PECADDR_LOCAL_PART_MAX];
    size_t size;
    int r;

    if (!pecaddr__error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!scheme || !pecaddr__person_fits(person) ||
        (trace && (!pecaddr__struct_fits(trace, trace->size, sizeof *trace) || !trace->step)))
        return pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    r = pecaddr__identity_read(scheme, &scheme->naming, person,
                               pecaddr__rule_needs(scheme->rules[0]), trace, &identity, error);
    if (r != PECADDR_OK)
        return r;
    size = pecaddr__identity_local_part(scheme, &identity, 0, local);
    r = pecaddr__put_text(local, size, buffer, capacity, ret_size);
    if (r != PECADDR_OK)
        return pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
    if (ret_notes)
        *ret_notes = identity.name.notes;
    return PECADDR_OK;
}

EXPORT int pecaddr_candidate(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, unsigned level, char *buffer,
                             size_t capacity, size_t *ret_size, int *ret_reserved,
                             struct pecaddr_error *error)
{
    struct identity identity;
    char address[PECADDR_ADDRESS_MAX + 1];
    size_t size;
    size_t local_size;
    int r;

    if (!pecaddr__error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!scheme || !pecaddr__person_fits(person))
        return pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    if (level >= pecaddr_scheme_levels(scheme))
        return pecaddr__fail(error, PECADDR_E_EXHAUSTED, PECADDR_FIELD_NONE, 0);
    r = pecaddr__identity_read(scheme, &scheme->naming, person, pecaddr__scheme_needs(scheme), NULL,
                               &identity, error);
    if (r != PECADDR_OK)
        return r;
    size = pecaddr__identity_address(scheme, &identity, level, address, &local_size);
    r = pecaddr__put_text(address, size, buffer, capacity, ret_size);
    if (r != PECADDR_OK)
        return pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
    if (ret_reserved)
        *ret_reserved = pecaddr__scheme_reserves(scheme, address, local_size);
    return PECADDR_OK;
}
