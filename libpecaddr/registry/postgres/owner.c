/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/owner.h"

#include "postgres/schema.h"

#include <stdio.h>
#include <string.h>

/* What only the owner of the registry can do, each in a transaction of its own. */

static const char resume_sql[] =
#include "postgres_resume.inc"
    ;

static const char owner_sql[] =
    "SELECT pg_get_userbyid(relowner), pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class "
    "WHERE oid = 'pecaddr.registry'::regclass";

/* Begins, and says whether this user is the owner, and who is. */
static int begin_as_owner(struct connection *self, bool *ret_is_owner, char ret_owner[DETAIL_MAX],
                          struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = registry_postgres_connect(self, error);

    if (r == PECADDR_OK && !self->writable)
        r = registry_postgres_read_only(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_begin_as_owner(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_script(self, owner_sql, self->timeout, &result, error);
    if (r == PECADDR_OK) {
        registry_postgres_detail(PQgetvalue(result, 0, 0), ret_owner);
        *ret_is_owner = PQgetvalue(result, 0, 1)[0] == 't';
    }
    PQclear(result);
    return r;
}

/* Done twice it counts twice, and does no harm. */
static int try_mark(struct connection *self, const char *unused,
                    struct pecaddr_registry_error *error)
{
    char owner[DETAIL_MAX];
    bool is_owner;
    int r = begin_as_owner(self, &is_owner, owner, error);

    (void)unused;
    if (r == PECADDR_OK && !is_owner)
        r = registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: only the owner of the registry can say that it is the right one; run "
            "`pecaddr registry resume` as the user %s",
            self->shown, owner);
    if (r == PECADDR_OK)
        r = registry_postgres_settle(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_script(self, resume_sql, self->timeout, NULL, error);
    return r == PECADDR_OK ? registry_postgres_commit_as_owner(self, error) : r;
}

/* Binding. */

static const char any_sql[] = "SELECT EXISTS (SELECT FROM pecaddr.mailbox)";

static int check_empty(struct connection *self, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = registry_postgres_script(self, any_sql, self->timeout, &result, error);

    if (r == PECADDR_OK && PQgetvalue(result, 0, 0)[0] == 't')
        r = registry_fail(error, PECADDR_E_STATE,
                          "%s: mailboxes were put on record already; a registry is bound to "
                          "provinces while it is empty",
                          self->shown);
    PQclear(result);
    return r;
}

static int try_bind(struct connection *self, const char *provinces,
                    struct pecaddr_registry_error *error)
{
    char sql[PROVINCES_MAX + 64];
    char owner[DETAIL_MAX];
    bool is_owner;
    int r = begin_as_owner(self, &is_owner, owner, error);

    if (r == PECADDR_OK && strcmp(self->provinces, provinces) == 0)
        return PECADDR_DONE;
    if (r == PECADDR_OK && !is_owner)
        r = registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: only the owner of the registry can bind it to provinces; run this as "
            "the user %s",
            self->shown, owner);
    if (r == PECADDR_OK)
        r = check_empty(self, error);
    /* Letters and commas. */
    snprintf(sql, sizeof sql, "UPDATE pecaddr.registry SET provinces = '%s'", provinces);
    if (r == PECADDR_OK)
        r = registry_postgres_script(self, sql, self->timeout, NULL, error);
    if (r == PECADDR_OK)
        r = registry_postgres_commit_as_owner(self, error);
    if (r == PECADDR_OK)
        strcpy(self->provinces, provinces);
    return r;
}

/* Both can be done twice. */
static int until_done(struct connection *self,
                      int (*act)(struct connection *self, const char *argument,
                                 struct pecaddr_registry_error *error),
                      const char *argument, struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(self);
    while ((r = act(self, argument, error)) == STORE_AGAIN || r == STORE_UNKNOWN) {
        registry_postgres_roll_back(self);
        registry_postgres_pause(self);
    }
    registry_postgres_roll_back(self);
    registry_postgres_forget_failures(self);
    return r;
}

int registry_postgres_put_mark(struct connection *self, struct pecaddr_registry_error *error)
{
    return until_done(self, try_mark, NULL, error);
}

int registry_postgres_bind(struct connection *self, const char *provinces,
                           struct pecaddr_registry_error *error)
{
    return until_done(self, try_bind, provinces, error);
}
