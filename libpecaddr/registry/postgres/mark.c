/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/mark.h"

#include "postgres/schema.h"
#include "store.h"

/* Where the registry is, and whether it issues new addresses there. */

static const char place_sql[] =
#include "postgres_place.inc"
    ;

static const char resume_sql[] =
#include "postgres_resume.inc"
    ;

/* Asking. */

int registry_postgres_send_place(struct connection *self, struct pecaddr_registry_error *error)
{
    return registry_postgres_send(self, &(struct statement){.sql = place_sql}, error);
}

/* Judging. */

static int say_moved(const struct connection *self, struct pecaddr_registry_error *error)
{
    if (self->place.same_server)
        registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: issues no new address, as the registry is on record in another database or "
            "table: this is a copy, or was restored, and would issue again what was issued "
            "since; bring in what is missing with `pecaddr registry import`, then let its "
            "owner say so with `pecaddr registry resume`",
            self->shown);
    else
        registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: issues no new address, as the registry is on record on another server: "
            "this is a copy, or was restored, and would issue again what was issued since; "
            "bring in what is missing with `pecaddr registry import`, then let its owner "
            "say so with `pecaddr registry resume`",
            self->shown);
    return STORE_STOPPED;
}

static int say_went_on(const struct connection *self, struct pecaddr_registry_error *error)
{
    registry_fail(
        error, PECADDR_E_STORAGE,
        "%s: issues no new address, as the server was promoted, or recovered to a point in "
        "time (timeline %lld, on record is %lld), and may lack what was issued last; bring "
        "in what is missing with `pecaddr registry import`, then let its owner say so with "
        "`pecaddr registry resume`",
        self->shown, (long long)self->place.timeline_now, (long long)self->place.timeline);
    return STORE_STOPPED;
}

static int say_waits_for_none(const struct connection *self, struct pecaddr_registry_error *error)
{
    registry_fail(error, PECADDR_E_STORAGE,
                  "%s: issues no new address, as the URI says failover=synchronous, and the server "
                  "waits for no standby: set synchronous_standby_names there",
                  self->shown);
    return STORE_STOPPED;
}

static int say_unsaid(const struct connection *self, struct pecaddr_registry_error *error)
{
    registry_fail(error, PECADDR_E_STORAGE,
                  "%s: issues no new address, as the URI names several servers, and not what a "
                  "failover may lose; add failover=synchronous if each commit waits for the server "
                  "that would be promoted, or else failover=allow-loss",
                  self->shown);
    return STORE_STOPPED;
}

/*
 * A timeline that only the owner could put on record is passed without writing: it only grows, so that
 * whoever says failover=synchronous passes each later one in the same way, and whoever does not is
 * still stopped. On a standby, which writes no log, only previews get here.
 */
int registry_postgres_judge_place(const struct connection *self,
                                  struct pecaddr_registry_error *error)
{
    const struct place *place = &self->place;
    bool standby = place->timeline_now == 0;

    if (self->failover == FAILOVER_ALLOW_LOSS)
        return PECADDR_OK;
    if (!place->same_server || !place->same_table)
        return say_moved(self, error);
    if (self->failover == FAILOVER_UNSAID && self->several)
        return say_unsaid(self, error);
    if (standby)
        return PECADDR_OK;
    if (self->failover == FAILOVER_SYNCHRONOUS) {
        if (place->timeline == 0 || place->timeline_now < place->timeline)
            return say_went_on(self, error);
        return place->waits ? PECADDR_OK : say_waits_for_none(self, error);
    }
    return place->timeline_now == place->timeline ? PECADDR_OK : say_went_on(self, error);
}

/* Writing. */

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

static int try_mark(struct connection *self, struct pecaddr_registry_error *error)
{
    char owner[DETAIL_MAX];
    bool is_owner;
    int r = begin_as_owner(self, &is_owner, owner, error);

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

/* Done twice it counts twice, and does no harm. */
int registry_postgres_put_mark(struct connection *self, struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(self);
    while ((r = try_mark(self, error)) == STORE_AGAIN || r == STORE_UNKNOWN) {
        registry_postgres_roll_back(self);
        registry_postgres_pause(self);
    }
    registry_postgres_roll_back(self);
    registry_postgres_forget_failures(self);
    return r;
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

int registry_postgres_bind(struct connection *self, const char *provinces,
                           struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(self);
    r = registry_postgres_connect(self, error);
    if (r == PECADDR_OK && strcmp(self->provinces, provinces) == 0)
        return PECADDR_DONE;
    while (r == STORE_AGAIN || r == STORE_UNKNOWN || r == PECADDR_OK) {
        r = try_bind(self, provinces, error);
        if (r != STORE_AGAIN && r != STORE_UNKNOWN)
            break;
        registry_postgres_roll_back(self);
        registry_postgres_pause(self);
    }
    registry_postgres_roll_back(self);
    registry_postgres_forget_failures(self);
    return r;
}
