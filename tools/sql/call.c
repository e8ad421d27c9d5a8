/* SPDX-License-Identifier: BSD-3-Clause */
#include "call.h"

#include "base/field-key.h"

#include <stdio.h>
#include <string.h>

/* The text of a built-in scheme; NULL: there is none of this name. */
static const char *find_builtin(struct pecaddr_text name)
{
    char copy[64];

    if (name.size >= sizeof copy || memchr(name.data, '\0', name.size))
        return NULL;
    memcpy(copy, name.data, name.size);
    copy[name.size] = '\0';
    return pecaddr_scheme_builtin(copy);
}

static int fail_unknown(struct pecaddr_error *error)
{
    error->code = PECADDR_E_SCHEME;
    error->field = PECADDR_FIELD_SCHEME;
    error->offset = 0;
    error->message =
        "no scheme of this name is built in; a scheme is the name of one that is, such as "
        "`ingpec`, or a text of lines such as `rule = {given}.{surname}`";
    return error->code;
}

int sql_scheme_make(struct pecaddr_text text, const struct pecaddr_scheme **ret_scheme,
                    struct pecaddr_error *error)
{
    const char *builtin;

    if (text.size > 0 && memchr(text.data, '=', text.size))
        return pecaddr_scheme_parse(text, NULL, ret_scheme, error);
    builtin = text.size > 0 ? find_builtin(text) : NULL;
    return builtin ? pecaddr_scheme_parse(pecaddr_text_of(builtin), NULL, ret_scheme, error)
                   : fail_unknown(error);
}

void sql_answer(const struct pecaddr_scheme *scheme, struct pecaddr_text given,
                struct pecaddr_text surname, struct sql_answer *ret_answer)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = given;
    person.surname = surname;
    ret_answer->error = (struct pecaddr_error)PECADDR_ERROR_INIT;
    pecaddr_local_part(scheme, &person, NULL, ret_answer->local_part, sizeof ret_answer->local_part,
                       &ret_answer->size, &ret_answer->notes, &ret_answer->error);
}

const char *sql_note_take(uint32_t *notes)
{
    uint32_t lowest = *notes & (~*notes + 1);

    *notes ^= lowest;
    return pecaddr_note_name(lowest);
}

int sql_same_name(const struct pecaddr_scheme *scheme, const struct pecaddr_text names[4])
{
    struct pecaddr_person a = PECADDR_PERSON_INIT, b = PECADDR_PERSON_INIT;

    a.given = names[0];
    a.surname = names[1];
    b.given = names[2];
    b.surname = names[3];
    return pecaddr_same_name(scheme, &a, &b, NULL, NULL);
}

bool sql_level(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
               unsigned *ret_level)
{
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

    if (pecaddr_parse(scheme, address, &parsed) != PECADDR_OK ||
        parsed.kind != PECADDR_ADDRESS_PERSON || parsed.level == PECADDR_LEVEL_NONE)
        return false;
    *ret_level = parsed.level;
    return true;
}

void sql_person_enter(struct pecaddr_person *person, struct pecaddr_text province,
                      struct pecaddr_text section, int64_t number)
{
    person->province = province;
    person->section = section.size > 1 ? '?' : section.size ? *section.data : '\0';
    person->number = number >= 0 && number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

int sql_candidates_begin(struct sql_candidates *candidates, const struct pecaddr_scheme *scheme,
                         struct pecaddr_error *error)
{
    int r;

    candidates->walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    candidates->query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    r = pecaddr_walk_init(&candidates->walk, scheme, &candidates->person, PECADDR_CHECK, error);
    return r != PECADDR_OK ? r : pecaddr_walk_next(&candidates->walk, &candidates->query);
}

int sql_candidates_next(struct sql_candidates *candidates)
{
    candidates->query.answer = PECADDR_TAKEN;
    pecaddr_walk_answer(&candidates->walk, &candidates->query);
    return pecaddr_walk_next(&candidates->walk, &candidates->query);
}

void sql_error_where(const struct pecaddr_error *error, char ret_where[SQL_WHERE_SIZE])
{
    const char *field = field_key(error->field);

    snprintf(ret_where, SQL_WHERE_SIZE, "%s, byte %zu", field ? field : "arguments", error->offset);
}
