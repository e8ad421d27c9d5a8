/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/mark.h"

#include "postgres/schema.h"
#include "store.h"

/* Where the registry is, and whether it issues new addresses there. */

static const char place_sql[] =
#include "postgres_place.inc"
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
