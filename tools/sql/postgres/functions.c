/* SPDX-License-Identifier: BSD-3-Clause */
/* The functions of the extension of PostgreSQL, which pecaddr--1.0.sql declares: doc/sql.md. */
#include "postgres/engine.h"

#include <catalog/pg_type.h>
#include <funcapi.h>
#include <utils/array.h>
#include <utils/builtins.h>

/* What a name gives that is the first two arguments; the third is the scheme. */
struct named {
    struct argument given;
    struct argument surname;
    struct sql_answer answer;
};

static void ask(FunctionCallInfo call, struct named *named)
{
    named->given = argument_read(call, 0);
    named->surname = argument_read(call, 1);
    sql_answer(argument_scheme(call, 2), named->given.utf8, named->surname.utf8, &named->answer);
}

static Datum local_part_of(const struct named *named)
{
    return answer_text(named->answer.local_part, named->answer.size);
}

static const struct argument *faulty(const struct argument *given, const struct argument *surname,
                                     enum pecaddr_field field)
{
    return field == PECADDR_FIELD_GIVEN ? given : field == PECADDR_FIELD_SURNAME ? surname : NULL;
}

FUNCTION(pecaddr_sql_local_part);
Datum pecaddr_sql_local_part(PG_FUNCTION_ARGS)
{
    struct named named;

    ask(fcinfo, &named);
    if (named.answer.error.code != PECADDR_OK)
        raise_error(&named.answer.error,
                    faulty(&named.given, &named.surname, named.answer.error.field));
    return local_part_of(&named);
}

FUNCTION(pecaddr_sql_try_local_part);
Datum pecaddr_sql_try_local_part(PG_FUNCTION_ARGS)
{
    struct named named;

    ask(fcinfo, &named);
    if (named.answer.error.code != PECADDR_OK)
        PG_RETURN_NULL();
    return local_part_of(&named);
}

FUNCTION(pecaddr_sql_status);
Datum pecaddr_sql_status(PG_FUNCTION_ARGS)
{
    struct named named;

    ask(fcinfo, &named);
    return PointerGetDatum(cstring_to_text(pecaddr_status_name(named.answer.error.code)));
}

/* An array, of which SQL can ask `'DOUBT' = ANY (…)`; a text would have to be taken apart again. */
FUNCTION(pecaddr_sql_notes);
Datum pecaddr_sql_notes(PG_FUNCTION_ARGS)
{
    Datum names[32]; /* a note is a bit */
    int n = 0;
    struct named named;
    const char *name;

    ask(fcinfo, &named);
    if (named.answer.error.code != PECADDR_OK)
        PG_RETURN_NULL();
    while ((name = sql_note_take(&named.answer.notes)) != NULL)
        names[n++] = PointerGetDatum(cstring_to_text(name));
    return PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

FUNCTION(pecaddr_sql_level);
Datum pecaddr_sql_level(PG_FUNCTION_ARGS)
{
    struct argument address = argument_read(fcinfo, 0);
    unsigned level;

    if (!sql_level(argument_scheme(fcinfo, 1), address.utf8, &level))
        PG_RETURN_NULL();
    PG_RETURN_INT32((int32)level);
}

FUNCTION(pecaddr_sql_same_name);
Datum pecaddr_sql_same_name(PG_FUNCTION_ARGS)
{
    struct pecaddr_text names[4];
    int r;

    for (int i = 0; i < 4; i++)
        names[i] = argument_read(fcinfo, i).utf8;
    r = sql_same_name(argument_scheme(fcinfo, 4), names);
    if (r < 0)
        PG_RETURN_NULL();
    PG_RETURN_BOOL(r == PECADDR_OK);
}

FUNCTION(pecaddr_sql_table_version);
Datum pecaddr_sql_table_version(PG_FUNCTION_ARGS)
{
    (void)fcinfo;
    PG_RETURN_INT32((int32)pecaddr_table_version());
}

static struct pecaddr_text read_optional(FunctionCallInfo call, int i)
{
    struct pecaddr_text absent = {0};

    return call->args[i].isnull ? absent : argument_read(call, i).utf8;
}

/* The rows go to a store at once, as what a function keeps between two of them would take the scheme's place. */
static void put_candidates(FunctionCallInfo call, struct sql_candidates *candidates, int r)
{
    const ReturnSetInfo *result = (const ReturnSetInfo *)call->resultinfo;
    bool nulls[2] = {false, false};

    for (; r == PECADDR_OK; r = sql_candidates_next(candidates)) {
        const struct pecaddr_query *query = &candidates->query;
        Datum values[2] = {Int32GetDatum((int32)query->level),
                           answer_text(query->address, query->address_size)};

        tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
    }
}

/* Without names or scheme nothing is known, so there are no rows; what no rule needs may be NULL. */
FUNCTION(pecaddr_sql_candidates);
Datum pecaddr_sql_candidates(PG_FUNCTION_ARGS)
{
    struct sql_candidates candidates = {.person = PECADDR_PERSON_INIT};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct argument given, surname;
    int r;

    InitMaterializedSRF(fcinfo, 0);
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(5))
        return (Datum)0;
    given = argument_read(fcinfo, 0);
    surname = argument_read(fcinfo, 1);
    candidates.person.given = given.utf8;
    candidates.person.surname = surname.utf8;
    sql_person_enter(&candidates.person, read_optional(fcinfo, 2), read_optional(fcinfo, 3),
                     PG_ARGISNULL(4) ? 0 : PG_GETARG_INT32(4));
    r = sql_candidates_begin(&candidates, argument_scheme(fcinfo, 5), &error);
    if (r < 0)
        raise_error(&error, faulty(&given, &surname, error.field));
    put_candidates(fcinfo, &candidates, r);
    return (Datum)0;
}
