/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The extension of SQLite: doc/sql.md. SQLite knows two kinds of functions: those that are deterministic, which may
 * stand in indexes and generated columns, and all others. So pecaddr_local_part() alone is deterministic: what the
 * others answer a later version may answer better (SPEC §2).
 */
#include "sqlite/value.h"

SQLITE_EXTENSION_INIT1

#define EXPORT __attribute__((visibility("default")))

enum { TEXTS_MAX = 4 };

/* A call whose arguments were read: all texts but the last, which is the scheme where there is one more. */
struct call {
    sqlite3_context *context;
    struct pecaddr_text texts[TEXTS_MAX];
    const struct pecaddr_scheme *scheme;
    int scheme_at; /* its argument, while SQLite does not keep the scheme; else 0 */
};

static void free_scheme(void *scheme)
{
    pecaddr_scheme_free(scheme);
}

static void fail(sqlite3_context *context, const struct pecaddr_error *error)
{
    char *sentence;

    if (error->code == PECADDR_E_MEMORY) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sentence = error_sentence(error);
    if (sentence)
        sqlite3_result_error(context, sentence, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(sentence);
}

/* The scheme of an argument, which SQLite keeps from row to row where it is constant. */
static bool read_scheme(struct call *call, sqlite3_value *value, int at)
{
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_text text;

    call->scheme = sqlite3_get_auxdata(call->context, at);
    if (call->scheme)
        return true;
    if (!value_read(value, &text)) {
        sqlite3_result_error_nomem(call->context);
        return false;
    }
    if (sql_scheme_make(text, &call->scheme, &error) != PECADDR_OK) {
        fail(call->context, &error);
        return false;
    }
    call->scheme_at = at;
    return true;
}

/* False where the result is set already: NULL where an argument is, or an error. */
static bool call_begin(sqlite3_context *context, int n, sqlite3_value **values, int n_texts,
                       struct call *call)
{
    call->context = context;
    call->scheme = pecaddr_scheme_ingpec();
    call->scheme_at = 0;
    for (int i = 0; i < n; i++)
        if (value_is_null(values[i]))
            return false;
    for (int i = 0; i < n_texts; i++)
        if (!value_read(values[i], &call->texts[i])) {
            sqlite3_result_error_nomem(context);
            return false;
        }
    return n == n_texts || read_scheme(call, values[n_texts], n_texts);
}

/* Hands over what was made last of all, as SQLite may free it at once. */
static void call_end(struct call *call)
{
    if (call->scheme_at)
        sqlite3_set_auxdata(call->context, call->scheme_at, (void *)(uintptr_t)call->scheme,
                            free_scheme);
}

/* The same for the functions of a name. */
static bool name_begin(sqlite3_context *context, int n, sqlite3_value **values, struct call *call,
                       struct sql_answer *ret_answer)
{
    if (!call_begin(context, n, values, 2, call))
        return false;
    sql_answer(call->scheme, call->texts[0], call->texts[1], ret_answer);
    return true;
}

static void put_local_part(sqlite3_context *context, const struct sql_answer *answer)
{
    sqlite3_result_text(context, answer->local_part, (int)answer->size, SQLITE_TRANSIENT);
}

static void local_part(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct sql_answer answer;
    struct call call;

    if (!name_begin(context, n, values, &call, &answer))
        return;
    if (answer.error.code == PECADDR_OK)
        put_local_part(context, &answer);
    else
        fail(context, &answer.error);
    call_end(&call);
}

static void try_local_part(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct sql_answer answer;
    struct call call;

    if (!name_begin(context, n, values, &call, &answer))
        return;
    if (answer.error.code == PECADDR_OK)
        put_local_part(context, &answer);
    call_end(&call);
}

static void status(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct sql_answer answer;
    struct call call;

    if (!name_begin(context, n, values, &call, &answer))
        return;
    sqlite3_result_text(context, pecaddr_status_name(answer.error.code), -1, SQLITE_STATIC);
    call_end(&call);
}

/* Joined by commas, there being no arrays. */
static void put_notes(sqlite3_context *context, uint32_t notes)
{
    sqlite3_str *joined = sqlite3_str_new(sqlite3_context_db_handle(context));
    const char *note;
    char *text;
    int failure;

    while ((note = sql_note_take(&notes)) != NULL)
        sqlite3_str_appendf(joined, "%s%s", sqlite3_str_length(joined) ? "," : "", note);
    failure = sqlite3_str_errcode(joined);
    text = sqlite3_str_finish(joined); /* NULL where it is empty, too */
    if (failure != SQLITE_OK)
        sqlite3_result_error_code(context, failure);
    else
        sqlite3_result_text(context, text ? text : "", -1, SQLITE_TRANSIENT);
    sqlite3_free(text);
}

static void notes(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct sql_answer answer;
    struct call call;

    if (!name_begin(context, n, values, &call, &answer))
        return;
    if (answer.error.code == PECADDR_OK)
        put_notes(context, answer.notes);
    call_end(&call);
}

static void level(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct call call;
    unsigned found;

    if (!call_begin(context, n, values, 1, &call))
        return;
    if (sql_level(call.scheme, call.texts[0], &found))
        sqlite3_result_int64(context, found);
    call_end(&call);
}

static void same_name(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct call call;
    int r;

    if (!call_begin(context, n, values, 4, &call))
        return;
    r = sql_same_name(call.scheme, call.texts);
    if (r >= 0)
        sqlite3_result_int(context, r == PECADDR_OK);
    call_end(&call);
}

static void table_version(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    (void)values;
    sqlite3_result_int64(context, pecaddr_table_version());
}

static const struct {
    const char *name;
    int n; /* arguments, at least */
    int n_max;
    int flags;
    void (*function)(sqlite3_context *context, int n, sqlite3_value **values);
} functions[] = {
    {"pecaddr_local_part", 2, 3, SQLITE_DETERMINISTIC, local_part},
    {"pecaddr_try_local_part", 2, 3, 0, try_local_part},
    {"pecaddr_status", 2, 3, 0, status},
    {"pecaddr_notes", 2, 3, 0, notes},
    {"pecaddr_level", 1, 2, 0, level},
    {"pecaddr_same_name", 4, 5, 0, same_name},
    {"pecaddr_table_version", 0, 0, 0, table_version},
};

EXPORT int sqlite3_pecaddr_init(sqlite3 *db, char **ret_message, const sqlite3_api_routines *api);
EXPORT int sqlite3_pecaddr_init(sqlite3 *db, char **ret_message, const sqlite3_api_routines *api)
{
    const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
    int r = SQLITE_OK;

    SQLITE_EXTENSION_INIT2(api);
    (void)ret_message;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        for (int n = functions[i].n; r == SQLITE_OK && n <= functions[i].n_max; n++)
            r = sqlite3_create_function(db, functions[i].name, n, flags | functions[i].flags, NULL,
                                        functions[i].function, NULL, NULL);
    return r != SQLITE_OK
               ? r
               : sqlite3_create_module(db, "pecaddr_candidates", &candidates_module, NULL);
}
