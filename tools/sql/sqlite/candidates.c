/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pecaddr_candidates(): a table that is there without being made. Its hidden columns are the arguments; they are named so
 * that a join with the members' own table needs no names of tables.
 */
#include "sqlite/value.h"

#include <string.h>

enum column { LEVEL, ADDRESS, GIVEN, SURNAME, PROVINCE, SECTION, NUMBER, SCHEME, COLUMNS };
enum { ARGUMENTS = COLUMNS - GIVEN };

static const char columns[] = "CREATE TABLE x (level INTEGER, address TEXT, for_given HIDDEN, "
                              "for_surname HIDDEN, for_province HIDDEN, for_section HIDDEN, "
                              "for_number HIDDEN, for_scheme HIDDEN)";

struct cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *arguments[ARGUMENTS]; /* copies; NULL: not given */
    struct sql_candidates candidates;
    const struct pecaddr_scheme *scheme;
    bool ended;
};

static int table_connect(sqlite3 *db, void *user, int n, const char *const *arguments,
                         sqlite3_vtab **ret_table, char **ret_message)
{
    int r = sqlite3_declare_vtab(db, columns);

    (void)user;
    (void)n;
    (void)arguments;
    (void)ret_message;
    if (r != SQLITE_OK)
        return r;
    *ret_table = sqlite3_malloc(sizeof **ret_table);
    if (!*ret_table)
        return SQLITE_NOMEM;
    **ret_table = (sqlite3_vtab){0};
    sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
    return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int fail(sqlite3_vtab *table, char *sentence)
{
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sentence;
    return sentence ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* The arguments that are given come to the filter in the order of the columns; idxNum has a bit for each. */
static int table_plan(sqlite3_vtab *table, sqlite3_index_info *plan)
{
    const int needed = 1 << GIVEN | 1 << SURNAME;
    int at[COLUMNS] = {0}; /* the constraint of each, from 1 */
    int next = 1;

    for (int i = 0; i < plan->nConstraint; i++) {
        int column = plan->aConstraint[i].iColumn;

        if (column < GIVEN || plan->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!plan->aConstraint[i].usable)
            return SQLITE_CONSTRAINT; /* another order of the join has it */
        at[column] = i + 1;
    }
    for (int column = GIVEN; column < COLUMNS; column++)
        if (at[column]) {
            plan->aConstraintUsage[at[column] - 1].argvIndex = next++;
            plan->aConstraintUsage[at[column] - 1].omit = 1;
            plan->idxNum |= 1 << column;
        }
    if ((plan->idxNum & needed) != needed)
        return fail(table, sqlite3_mprintf("pecaddr_candidates() takes given names, surname, "
                                           "province, section, number and scheme"));
    plan->estimatedCost = 10;
    plan->estimatedRows = 3;
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
    struct cursor *cursor = sqlite3_malloc(sizeof *cursor);

    (void)table;
    if (!cursor)
        return SQLITE_NOMEM;
    *cursor = (struct cursor){.ended = true};
    *ret_cursor = &cursor->base;
    return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    for (int i = 0; i < ARGUMENTS; i++)
        sqlite3_value_free(cursor->arguments[i]);
    pecaddr_scheme_free(cursor->scheme);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static sqlite3_value *argument(const struct cursor *cursor, enum column column)
{
    return cursor->arguments[column - GIVEN];
}

/* An argument as a text, which is absent where it is NULL or not given. */
static bool read_argument(const struct cursor *cursor, enum column column,
                          struct pecaddr_text *ret_text)
{
    sqlite3_value *value = argument(cursor, column);

    *ret_text = (struct pecaddr_text){0};
    return !value || value_is_null(value) || value_read(value, ret_text);
}

static bool is_same(const struct cursor *cursor, sqlite3_value *other)
{
    struct pecaddr_text a, b;

    return argument(cursor, SCHEME) && read_argument(cursor, SCHEME, &a) && value_read(other, &b) &&
           a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Takes copies of the arguments. The scheme stays where it is that of the row before, of a join. */
static int take_arguments(struct cursor *cursor, int given, sqlite3_value **values)
{
    for (int column = GIVEN; column < COLUMNS; column++) {
        sqlite3_value *value = given & 1 << column ? *values++ : NULL;

        if (column == SCHEME && !(value && cursor->scheme && is_same(cursor, value))) {
            pecaddr_scheme_free(cursor->scheme);
            cursor->scheme = NULL;
        }
        sqlite3_value_free(cursor->arguments[column - GIVEN]);
        cursor->arguments[column - GIVEN] = value ? sqlite3_value_dup(value) : NULL;
        if (value && !cursor->arguments[column - GIVEN])
            return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

/* A registration number; what is none is out of range. */
static int64_t read_number(const struct cursor *cursor)
{
    sqlite3_value *value = argument(cursor, NUMBER);

    if (!value || value_is_null(value))
        return 0;
    return sqlite3_value_numeric_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : -1;
}

static bool read_person(struct cursor *cursor)
{
    struct pecaddr_person *person = &cursor->candidates.person;
    struct pecaddr_text province, section;

    *person = (struct pecaddr_person)PECADDR_PERSON_INIT;
    if (!read_argument(cursor, GIVEN, &person->given) ||
        !read_argument(cursor, SURNAME, &person->surname) ||
        !read_argument(cursor, PROVINCE, &province) || !read_argument(cursor, SECTION, &section))
        return false;
    sql_person_enter(person, province, section, read_number(cursor));
    return true;
}

/* Where no scheme is given, or the one before is gone. */
static int make_scheme(struct cursor *cursor, struct pecaddr_error *error)
{
    struct pecaddr_text text;

    if (cursor->scheme)
        return PECADDR_OK;
    if (!argument(cursor, SCHEME)) {
        cursor->scheme = pecaddr_scheme_ingpec();
        return PECADDR_OK;
    }
    return read_argument(cursor, SCHEME, &text) ? sql_scheme_make(text, &cursor->scheme, error)
                                                : PECADDR_E_MEMORY;
}

/* Without names, or with a scheme that is NULL, nothing is known, so there are no rows. */
static bool is_known(const struct cursor *cursor)
{
    return !value_is_null(argument(cursor, GIVEN)) && !value_is_null(argument(cursor, SURNAME)) &&
           !(argument(cursor, SCHEME) && value_is_null(argument(cursor, SCHEME)));
}

static int cursor_filter(sqlite3_vtab_cursor *base, int given, const char *name, int n,
                         sqlite3_value **values)
{
    struct cursor *cursor = (struct cursor *)base;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    int r = take_arguments(cursor, given, values);

    (void)name;
    (void)n;
    cursor->ended = true;
    if (r != SQLITE_OK)
        return r;
    if (!is_known(cursor))
        return SQLITE_OK;
    if (!read_person(cursor))
        return SQLITE_NOMEM;
    r = make_scheme(cursor, &error);
    if (r == PECADDR_OK)
        r = sql_candidates_begin(&cursor->candidates, cursor->scheme, &error);
    if (r == PECADDR_E_MEMORY)
        return SQLITE_NOMEM;
    if (r < 0)
        return fail(base->pVtab, error_sentence(&error));
    cursor->ended = r == PECADDR_DONE;
    return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    cursor->ended = sql_candidates_next(&cursor->candidates) != PECADDR_OK;
    return SQLITE_OK;
}

static int cursor_ended(sqlite3_vtab_cursor *base)
{
    return ((struct cursor *)base)->ended;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    struct cursor *cursor = (struct cursor *)base;
    const struct pecaddr_query *query = &cursor->candidates.query;

    if (column == LEVEL)
        sqlite3_result_int64(context, query->level);
    else if (column == ADDRESS)
        sqlite3_result_text(context, query->address, (int)query->address_size, SQLITE_TRANSIENT);
    else if (argument(cursor, (enum column)column))
        sqlite3_result_value(context, argument(cursor, (enum column)column));
    return SQLITE_OK;
}

static int cursor_row(sqlite3_vtab_cursor *base, sqlite3_int64 *ret_row)
{
    *ret_row = ((struct cursor *)base)->candidates.query.level;
    return SQLITE_OK;
}

/* Without xCreate it cannot be made under another name. */
const sqlite3_module candidates_module = {
    .xConnect = table_connect,
    .xBestIndex = table_plan,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_ended,
    .xColumn = cursor_column,
    .xRowid = cursor_row,
};
