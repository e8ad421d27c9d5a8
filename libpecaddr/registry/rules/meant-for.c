/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/life.h"

#include "rules/reasons.h"
#include "state.h"

/* For whom a step of a mailbox's life is meant. */

int registry_not_on_record(const char *address, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: not on record, or released; check the address", address);
}

/* The mailbox at an address; PECADDR_E_STATE when there is none. */
static int find_mailbox(struct store *store, const char *address, struct record *ret_known,
                        struct pecaddr_registry_error *error)
{
    int r = store->ops->find_address(store, address, ret_known, error);

    return r == PECADDR_NO_MATCH ? registry_not_on_record(address, error) : r;
}

/*
 * Whether nothing contradicts that a step is meant for somebody, and anything speaks for it where
 * anything is said of him: what can be compared with nothing may be anybody's.
 */
static bool may_be_meant(const struct step *step, const struct comparison *comparison)
{
    return registry_may_be_same(comparison) && (comparison->any || !registry_is_known(step->meant));
}

/* Whether one that was released was that of whom a step is certainly meant for: PECADDR_DONE. */
static int look_at_own(void *user, const struct record *record)
{
    const struct step *step = user;
    struct holder holder = registry_holder_of(record);
    struct comparison comparison = registry_compare(step->scheme, step->meant, &holder);

    return registry_are_one(&comparison) ? PECADDR_DONE : PECADDR_OK;
}

int registry_look_for_own(struct store *store, const struct step *step,
                          struct pecaddr_registry_error *error)
{
    return store->ops->each_released(store, step->address, look_at_own, (void *)step, error);
}

/* Whether somebody else stands on the entry of whom a step is meant for: PECADDR_DONE. */
static int look_at_entry(void *user, const struct record *record)
{
    const struct record *known = user;

    return record->id != known->id && registry_stands(record) ? PECADDR_DONE : PECADDR_OK;
}

static int look_for_other(struct store *store, const struct step *step, const struct record *known,
                          struct pecaddr_registry_error *error)
{
    return registry_entry_complete(&step->meant->entry)
               ? store->ops->each_on_entry(store, registry_address_domain(known->address),
                                           &step->meant->entry, look_at_entry, (void *)known, error)
               : PECADDR_OK;
}

int registry_check_meant(struct store *store, const struct step *step, const struct record *known,
                         struct pecaddr_registry_error *error)
{
    struct comparison comparison;
    struct holder holder;
    int r;

    if (!step->meant)
        return PECADDR_OK;
    holder = registry_holder_of(known);
    comparison = registry_compare(step->scheme, step->meant, &holder);
    if (!known->forgotten && !may_be_meant(step, &comparison))
        return registry_refuse_step(step->reason, known, &comparison, error);
    /* Whoever moved has left the former entry, and is a member on another. */
    if (comparison.entry == OTHER && step->act == PECADDR_ACT_LEAVE)
        return registry_refuse_step(step->reason, known, &comparison, error);
    if (comparison.entry == OTHER && !registry_are_one(&comparison)) {
        r = look_for_other(store, step, known, error);
        if (r == PECADDR_OK)
            r = registry_look_for_own(store, step, error);
        if (r != PECADDR_OK)
            return r == PECADDR_DONE ? registry_refuse_step(step->reason, known, &comparison, error)
                                     : r;
    }
    registry_tell_record(step->reason, known, &comparison);
    return PECADDR_OK;
}

int registry_find_meant(struct store *store, const struct step *step, struct record *ret_known,
                        struct pecaddr_registry_error *error)
{
    int r = find_mailbox(store, step->address, ret_known, error);

    return r == PECADDR_OK ? registry_check_meant(store, step, ret_known, error) : r;
}

bool registry_is_meant(const struct step *step, const struct record *record)
{
    struct comparison comparison;
    struct holder known;

    if (!step->meant)
        return true;
    known = registry_holder_of(record);
    comparison = registry_compare(step->scheme, step->meant, &known);
    return may_be_meant(step, &comparison);
}
