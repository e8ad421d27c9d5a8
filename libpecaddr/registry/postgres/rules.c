/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/rules.h"

#include "finding.h"
#include "postgres/migrations.h"
#include "postgres/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bodies of functions. */

/* A function as a schema makes it: `FUNCTION pecaddr.NAME(…) … $$BODY$$`. */
struct function {
    const char *name;
    int name_size;
    const char *body;
    int body_size;
    const char *end;
};

/* The next one; false: there is no other. */
static bool next_function(const char *sql, struct function *ret_function)
{
    static const char head[] = " FUNCTION pecaddr.";
    const char *place = strstr(sql, head);
    const char *begin, *end;

    /* Others are about functions that are there: triggers, rights. */
    while (place && strncmp(place - strlen("CREATE"), "CREATE", strlen("CREATE")) != 0 &&
           strncmp(place - strlen("REPLACE"), "REPLACE", strlen("REPLACE")) != 0)
        place = strstr(place + 1, head);
    begin = place ? strstr(place, "$$") : NULL;
    end = begin ? strstr(begin + 2, "$$") : NULL;
    if (!end)
        return false;
    place += sizeof head - 1;
    *ret_function = (struct function){
        .name = place,
        .name_size = (int)strcspn(place, "("),
        .body = begin + 2,
        .body_size = (int)(end - begin - 2),
        .end = end + 2,
    };
    return true;
}

/* Whether one is made anew by what follows. */
static bool is_replaced(const struct function *function, const char *const *migrations, size_t n)
{
    const char *sql = function->end;
    struct function later;

    for (size_t i = 0; i < n; i++) {
        for (; next_function(sql, &later); sql = later.end)
            if (later.name_size == function->name_size &&
                memcmp(later.name, function->name, (size_t)later.name_size) == 0)
                return true;
        sql = i + 1 < n ? migrations[i + 1] : "";
    }
    return false;
}

static int compare_function(struct connection *self, const struct verifier *verifier,
                            const struct function *function, struct pecaddr_registry_error *error)
{
    struct statement statement = {
        .sql = "SELECT prosrc = $2 FROM pg_catalog.pg_proc WHERE proname = $1 AND pronamespace = "
               "(SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pecaddr')"};
    char name[64], what[80];
    char *body = malloc((size_t)function->body_size + 1);
    PGresult *found = NULL;
    int r;

    if (!body)
        return registry_no_memory(error);
    snprintf(body, (size_t)function->body_size + 1, "%s", function->body);
    snprintf(name, sizeof name, "%.*s", function->name_size, function->name);
    registry_statement_text(&statement, name);
    registry_statement_text(&statement, body);
    r = registry_postgres_send(self, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(self, &found, error);
    free(body);
    if (r != PECADDR_OK)
        return r;
    snprintf(what, sizeof what, "function %s()", name);
    if (PQntuples(found) == 0)
        r = registry_tell_found(verifier, PECADDR_FINDING_RULE, what, N_("missing"));
    for (int i = 0; r == PECADDR_OK && i < PQntuples(found); i++)
        if (PQgetvalue(found, i, 0)[0] != 't')
            r = registry_tell_found(verifier, PECADDR_FINDING_RULE, what, N_("changed"));
    PQclear(found);
    return r;
}

int registry_postgres_compare_functions(struct connection *self, const struct verifier *verifier,
                                        struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    size_t n = registry_postgres_migrations(&migrations);
    struct function function;
    int r = PECADDR_OK;

    for (size_t i = 0; i < n; i++) {
        for (const char *sql = migrations[i]; r == PECADDR_OK && next_function(sql, &function);
             sql = function.end)
            if (!is_replaced(&function, migrations + i, n - i))
                r = compare_function(self, verifier, &function, error);
    }
    return r;
}

/* All else. */

static const char compare_sql[] =
#include "postgres_compare.inc"
    ;

/* Puts one text for another wherever it stands; NULL without memory. Frees `sql`. */
static char *put_for(char *sql, const char *old, const char *new)
{
    size_t n = 0, old_size = strlen(old), new_size = strlen(new);
    char *text, *end;

    if (!sql)
        return NULL;
    for (const char *c = sql; (c = strstr(c, old)) != NULL; c += old_size)
        n++;
    text = malloc(strlen(sql) + n * new_size + 1);
    end = text;
    for (const char *c = sql; text && *c != '\0';) {
        if (strncmp(c, old, old_size) == 0) {
            memcpy(end, new, new_size);
            end += new_size;
            c += old_size;
        } else {
            *end++ = *c++;
        }
    }
    if (text)
        *end = '\0';
    free(sql);
    return text;
}

/* Runs SQL of ours as if the temporary schema were the registry's. */
static int run_elsewhere(struct connection *self, const char *sql, const char *schema,
                         struct pecaddr_registry_error *error)
{
    char named[96];
    char *text;
    int r;

    snprintf(named, sizeof named, "SCHEMA %s", schema);
    text = put_for(strdup(sql), "CREATE SCHEMA pecaddr;", "");
    text = put_for(text, "SCHEMA pecaddr", named);
    text = put_for(text, "pecaddr.", "pg_temp.");
    if (!text)
        return registry_no_memory(error);
    r = registry_postgres_script(self, text, self->timeout, NULL, error);
    free(text);
    return r;
}

#define SCHEMA_MAX 64

/* The temporary schema, which a table makes; it must be empty, for a pooler may hand it on. */
static int find_schema(struct connection *self, char ret_schema[SCHEMA_MAX], bool *ret_empty,
                       struct pecaddr_registry_error *error)
{
    PGresult *found = NULL;
    int r = registry_postgres_script(
        self,
        "CREATE TEMPORARY TABLE pecaddr_first (); DROP TABLE pecaddr_first; "
        "SELECT nspname, NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid) AND "
        "NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid) "
        "FROM pg_namespace AS n WHERE n.oid = pg_my_temp_schema()",
        self->timeout, &found, error);

    if (r != PECADDR_OK)
        return r;
    *ret_empty = PQntuples(found) == 1 && PQgetvalue(found, 0, 1)[0] == 't';
    snprintf(ret_schema, SCHEMA_MAX, "%s", *ret_empty ? PQgetvalue(found, 0, 0) : "");
    PQclear(found);
    return PECADDR_OK;
}

/* Makes there what this version would make. */
static int make_expected(struct connection *self, const char *schema,
                         struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    size_t n = registry_postgres_migrations(&migrations);
    int r = PECADDR_OK;

    for (size_t i = 0; r == PECADDR_OK && i < n; i++)
        r = run_elsewhere(self, migrations[i], schema, error);
    return r == PECADDR_OK ? run_elsewhere(self, registry_postgres_grants, schema, error) : r;
}

static int compare_with(struct connection *self, const char *schema, PGresult **ret_found,
                        struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = compare_sql};
    int r;

    registry_statement_text(&statement, schema);
    r = registry_postgres_send(self, &statement, error);
    return r == PECADDR_OK ? registry_postgres_receive(self, ret_found, error) : r;
}

/* *ret_found NULL: the temporary schema is in use. */
static int find_differences(struct connection *self, PGresult **ret_found,
                            struct pecaddr_registry_error *error)
{
    char schema[SCHEMA_MAX];
    bool empty = false;
    int r = registry_postgres_script(self,
                                     "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
                                     "SET LOCAL search_path = pg_catalog, pg_temp; "
                                     "SET LOCAL client_min_messages = error",
                                     self->timeout, NULL, error);

    if (r == PECADDR_OK)
        r = find_schema(self, schema, &empty, error);
    if (r != PECADDR_OK || !empty)
        return r;
    r = make_expected(self, schema, error);
    return r == PECADDR_OK ? compare_with(self, schema, ret_found, error) : r;
}

static int tell_differences(const struct verifier *verifier, const PGresult *found)
{
    int r = PECADDR_OK;

    for (int i = 0; r == PECADDR_OK && i < PQntuples(found); i++) {
        char what[256];

        snprintf(what, sizeof what, "%s %s", PQgetvalue(found, i, 0), PQgetvalue(found, i, 1));
        r = registry_tell_found(verifier, PECADDR_FINDING_RULE, what, PQgetvalue(found, i, 2));
    }
    return r;
}

int registry_postgres_compare_rules(struct connection *self, const struct verifier *verifier,
                                    struct pecaddr_registry_error *error)
{
    const char *what = N_("the rules of the database, but the bodies of functions");
    PGresult *found = NULL;
    int r;

    self->state[0] = '\0';
    r = find_differences(self, &found, error);
    registry_postgres_roll_back(self);
    if (r != PECADDR_OK && self->conn && self->state[0] != '\0')
        return registry_tell_found(verifier, PECADDR_FINDING_UNCHECKED, what, self->detail);
    if (r == PECADDR_OK && !found)
        return registry_tell_found(
            verifier, PECADDR_FINDING_UNCHECKED, what,
            N_("this session has temporary tables already; connect to the server itself"));
    if (r == PECADDR_OK)
        r = tell_differences(verifier, found);
    PQclear(found);
    return r;
}
