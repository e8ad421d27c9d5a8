/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/life.h"

#include "rules/bound.h"
#include "rules/settle.h"
#include "rules/reasons.h"
#include "state.h"

#include <string.h>

int registry_change_record(struct store *store, const struct step *step, const struct record *known,
                           const struct record *after, struct pecaddr_registry_error *error)
{
    if (!registry_may_change(store, known, after, step->act))
        return registry_refuse_user(step->reason, known->address, known->entry.province, error);
    return store->ops->amend(store, known, after, step->act, step->why, error);
}

/* The day by a list is a local one: where that is not the day of UTC, it is the one after. */
int registry_look_for_return(struct store *store, const struct record *known, const char *since,
                             char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error)
{
    int r;

    if (!since || since[0] == '\0' || known->state != PECADDR_STATE_RESERVED)
        return PECADDR_OK;
    r = store->ops->find_return(store, known, ret_day, error);
    if (r == PECADDR_OK && strcmp(since, ret_day) < 0)
        return PECADDR_DONE;
    return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
}

/* What its holder has again is not in use by the list of then. */
static int check_since(struct store *store, const struct step *step, const struct record *known,
                       struct pecaddr_registry_error *error)
{
    char day[DATE_MAX + 1];
    int r = registry_look_for_return(store, known, step->since, day, error);

    if (r != PECADDR_DONE)
        return r;
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: it was activated on %s by the list, but it was given back, or had "
                         "ended, and was assigned again on %s; check whether the list is of before "
                         "that; if the mailbox is in use, name this address on the command line, "
                         "without --from",
                         known->address, step->since, day);
}

int registry_activate(struct store *store, const struct step *step,
                      struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_meant(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state == PECADDR_STATE_RETIRED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: retired; its holder has to ask for the address again first",
                             known.address);
    if (known.state == PECADDR_STATE_ACTIVE &&
        (!step->date || strcmp(step->date, known.expires) == 0))
        return PECADDR_DONE;
    if (known.state == PECADDR_STATE_ACTIVE && known.expires[0])
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: active; another date of expiry is put on record by renewing it",
                             known.address);
    r = check_since(store, step, &known, error);
    if (r != PECADDR_OK)
        return r;
    after = known;
    after.state = PECADDR_STATE_ACTIVE;
    if (step->date)
        strcpy(after.expires, step->date);
    return registry_change_record(store, step, &known, &after, error);
}

/* Whether one that was released was that of whom a step is meant for: PECADDR_DONE. */
static int look_at_released(void *user, const struct record *record)
{
    return registry_is_meant(user, record) ? PECADDR_DONE : PECADDR_OK;
}

/* The address is nobody's. One that this holder has given up already is no error. */
static int find_released(struct store *store, const struct step *step,
                         struct pecaddr_registry_error *error)
{
    int r = store->ops->each_released(store, step->address, look_at_released, (void *)step, error);

    return r == PECADDR_OK ? registry_not_on_record(step->address, error) : r;
}

/* The address is another's. One that was given back before that is no error. */
static int find_given_back(struct store *store, const struct step *step,
                           struct pecaddr_registry_error *error)
{
    int r = registry_look_for_own(store, step, error);

    if (r == PECADDR_DONE)
        registry_refuse_nobody(step->reason);
    return r == PECADDR_OK ? PECADDR_E_HOLDER : r;
}

int registry_release(struct store *store, const struct step *step,
                     struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = store->ops->find_address(store, step->address, &known, error);

    if (r == PECADDR_NO_MATCH)
        return find_released(store, step, error);
    if (r == PECADDR_OK)
        r = registry_check_meant(store, step, &known, error);
    if (r == PECADDR_E_HOLDER)
        return find_given_back(store, step, error);
    if (r != PECADDR_OK)
        return r;
    if (known.state != PECADDR_STATE_RESERVED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: %s; only a reserved address can be released: one that was "
                             "activated can never be given to anyone else",
                             known.address, pecaddr_state_name(known.state));
    if (known.used)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it was active before, so that it can never be given to "
                             "anyone else; its holder can have it activated again",
                             known.address);
    after = known;
    after.state = PECADDR_STATE_RELEASED;
    return registry_change_record(store, step, &known, &after, error);
}

/* Only kept from being given: it may be in use, or have ended. */
static bool is_nobodys(const struct record *known)
{
    const struct holder holder = registry_holder_of(known);

    return known->state == PECADDR_STATE_RESERVED && !known->used && !registry_is_known(&holder);
}

static int refuse_nobodys(const struct record *known, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: only blocked, as what was brought in with it was wrong, or nothing: "
                         "whose it is, and whether it is in use, is not on record; import its "
                         "corrected line, also if it has ended",
                         known->address);
}

/* Whether an earlier version of a mailbox was retired: PECADDR_DONE. */
static int look_at_end(void *user, const struct record *version)
{
    (void)user;
    return version->state == PECADDR_STATE_RETIRED ? PECADDR_DONE : PECADDR_OK;
}

/* What its holder has again has not ended by the list of then. */
static int look_for_end(struct store *store, const struct step *step, const struct record *known,
                        struct pecaddr_registry_error *error)
{
    int r = step->is_listed ? store->ops->each_version(store, known, look_at_end, NULL, error)
                            : PECADDR_OK;

    if (r != PECADDR_DONE)
        return r;
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: it was retired before, and its holder has it again since; check "
                         "whether the list is of before that; if it has ended again, name this "
                         "address on the command line, without --from",
                         known->address);
}

int registry_retire(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_meant(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state == PECADDR_STATE_RETIRED)
        return PECADDR_DONE;
    if (is_nobodys(&known))
        return refuse_nobodys(&known, error);
    if (known.state != PECADDR_STATE_ACTIVE && known.used)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it has to be activated again first", known.address);
    if (known.state != PECADDR_STATE_ACTIVE)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it was never in use and can be released instead",
                             known.address);
    r = look_for_end(store, step, &known, error);
    if (r != PECADDR_OK)
        return r;
    after = known;
    after.state = PECADDR_STATE_RETIRED;
    return registry_change_record(store, step, &known, &after, error);
}

/* What a holder who was forgotten is told nothing new of. */
static int find_remembered(struct store *store, const struct step *step, struct record *ret_known,
                           struct pecaddr_registry_error *error)
{
    int r = registry_find_meant(store, step, ret_known, error);

    if (r != PECADDR_OK || !ret_known->forgotten)
        return r;
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: its holder was forgotten; nothing of it is ever put on record again",
                         ret_known->address);
}

/* Only an active mailbox has a date to renew. */
static int check_active(const struct record *known, struct pecaddr_registry_error *error)
{
    if (known->state == PECADDR_STATE_ACTIVE)
        return PECADDR_OK;
    if (is_nobodys(known))
        return refuse_nobodys(known, error);
    if (known->state == PECADDR_STATE_RESERVED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it is not in use yet: activate it first, or release it",
                             known->address);
    return registry_fail(error, PECADDR_E_STATE, "%s: retired; it has ended", known->address);
}

/* Only what is or was in use outlives membership; that its holder left may come on record after its end. */
static int check_left(const struct record *known, struct pecaddr_registry_error *error)
{
    return known->state == PECADDR_STATE_RETIRED && !known->forgotten ? PECADDR_OK
                                                                      : check_active(known, error);
}

/* Whether an earlier version of a mailbox has the very leaving: PECADDR_DONE. */
static int look_at_leaving(void *user, const struct record *version)
{
    const struct step *step = user;

    return strcmp(version->left, step->date) == 0 ? PECADDR_DONE : PECADDR_OK;
}

/* Whoever left and came back has not left again on the day of then. */
static int look_for_leaving(struct store *store, const struct step *step,
                            const struct record *known, struct pecaddr_registry_error *error)
{
    int r = known->left[0] == '\0'
                ? store->ops->each_version(store, known, look_at_leaving, (void *)step, error)
                : PECADDR_OK;

    if (r != PECADDR_DONE)
        return r;
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: that its holder left on %s was on record already, and the holder has "
                         "come back since; if this is another leaving, give its own day",
                         known->address, step->date);
}

int registry_leave(struct store *store, const struct step *step,
                   struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_meant(store, step, &known, error);

    if (r == PECADDR_OK)
        r = check_left(&known, error);
    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.left, step->date) == 0)
        return PECADDR_DONE;
    r = look_for_leaving(store, step, &known, error);
    if (r != PECADDR_OK)
        return r;
    after = known;
    strcpy(after.left, step->date);
    return registry_change_record(store, step, &known, &after, error);
}

int registry_renew(struct store *store, const struct step *step,
                   struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_meant(store, step, &known, error);

    if (r == PECADDR_OK)
        r = check_active(&known, error);
    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.expires, step->date) == 0)
        return PECADDR_DONE;
    if (known.expires[0] && strcmp(step->date, known.expires) < 0 && !step->may_be_earlier)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: it expires on %s by what is on record, and a renewal sets no "
                             "earlier day; check the day and the year; if what is on record is "
                             "wrong, give --earlier",
                             known.address, known.expires);
    after = known;
    strcpy(after.expires, step->date);
    return registry_change_record(store, step, &known, &after, error);
}

int registry_relink(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error)
{
    struct record known, after, other;
    int r = find_remembered(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.holder, step->holder) == 0)
        return PECADDR_DONE;
    r = store->ops->find_holder(store, registry_address_domain(known.address), step->holder, &other,
                                error);
    if (r == PECADDR_OK) {
        registry_refuse_for(step->reason, PECADDR_E_HOLDER, PECADDR_CONTRADICTION_MAILBOX, &other,
                            NULL);
        return registry_fail(error, PECADDR_E_HOLDER,
                             "%s: this codice fiscale has a mailbox already, %s; look which of the "
                             "two is the person's",
                             step->holder, other.address);
    }
    if (r != PECADDR_NO_MATCH)
        return r;
    after = known;
    strcpy(after.holder, step->holder);
    return registry_change_record(store, step, &known, &after, error);
}

int registry_correct(struct store *store, const struct step *step,
                     struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = find_remembered(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    after = known;
    registry_set_name(&after, step->name);
    if (strcmp(after.given, known.given) == 0 && strcmp(after.surname, known.surname) == 0)
        return PECADDR_DONE;
    return registry_change_record(store, step, &known, &after, error);
}

int registry_retire_expired(struct store *store, const struct step *step, struct record *ret_known,
                            struct pecaddr_registry_error *error)
{
    int r = store->ops->find_address(store, step->address, ret_known, error);

    if (r == PECADDR_NO_MATCH)
        return PECADDR_DONE;
    if (r != PECADDR_OK)
        return r;
    if (ret_known->state != PECADDR_STATE_ACTIVE || ret_known->expires[0] == '\0' ||
        strcmp(ret_known->expires, step->date) >= 0)
        return PECADDR_DONE;
    return registry_retire(store, step, error);
}
