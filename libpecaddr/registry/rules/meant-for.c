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

/* Another mailbox that a step may be meant for as well, where its own is known. */
struct homonym {
    const struct step *step;
    const struct record *known;
    bool entry_differs; /* between the person and `known` */
    struct record found;
    struct comparison comparison;
};

static int take_homonym(struct homonym *homonym, const struct record *record)
{
    struct holder holder = registry_holder_of(record);

    homonym->found = *record;
    homonym->comparison = registry_compare(homonym->step->scheme, homonym->step->meant, &holder);
    return PECADDR_DONE;
}

static int look_at_homonym(void *user, const struct record *record)
{
    struct homonym *homonym = user;
    struct holder holder = registry_holder_of(record);
    struct comparison comparison =
        registry_compare(homonym->step->scheme, homonym->step->meant, &holder);

    return record->id == homonym->known->id || !registry_stands(record) ||
                   !may_be_meant(homonym->step, &comparison) ||
                   (comparison.entry == OTHER && !homonym->entry_differs)
               ? PECADDR_OK
               : take_homonym(homonym, record);
}

static bool ends_something(enum pecaddr_act act)
{
    return act == PECADDR_ACT_LEAVE || act == PECADDR_ACT_RETIRE || act == PECADDR_ACT_RELEASE ||
           act == PECADDR_ACT_FORGET;
}

/*
 * Where no codice fiscale is on record, the person's own may be another mailbox's. And where the name
 * alone says whose it is, and something is to end, it may be that of another of the name.
 */
static int look_for_homonym(struct store *store, const struct step *step,
                            const struct record *known, const struct comparison *comparison,
                            struct homonym *homonym, struct pecaddr_registry_error *error)
{
    const char *domain = registry_address_domain(known->address);
    struct holder meant = *step->meant;
    struct namesakes namesakes;
    struct record other;
    int r = PECADDR_NO_MATCH;

    if (comparison->holder == SAME || registry_are_one(comparison))
        return PECADDR_OK;
    if (meant.holder[0] != '\0')
        r = store->ops->find_holder(store, domain, meant.holder, &other, error);
    if (r == PECADDR_OK)
        return take_homonym(homonym, &other);
    if (r != PECADDR_NO_MATCH || !ends_something(step->act))
        return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
    if (known->entry.province[0] != '\0')
        meant.entry = known->entry;
    registry_namesakes_of(domain, &meant, &namesakes);
    return store->ops->each_namesake(store, &namesakes, look_at_homonym, homonym, error);
}

/* Where only the register entry differs it may be another of the same name, who stands there, or who has
 * the address since the one that is meant gave it back: PECADDR_DONE. */
static int look_for_successor(struct store *store, const struct step *step,
                              const struct record *known, const struct comparison *comparison,
                              struct pecaddr_registry_error *error)
{
    int r;

    if (comparison->entry != OTHER || registry_are_one(comparison))
        return PECADDR_OK;
    r = look_for_other(store, step, known, error);
    return r == PECADDR_OK ? registry_look_for_own(store, step, error) : r;
}

int registry_check_meant(struct store *store, const struct step *step, const struct record *known,
                         struct pecaddr_registry_error *error)
{
    struct homonym homonym = {.step = step, .known = known};
    struct comparison comparison;
    struct holder holder;
    int r = PECADDR_OK;

    if (!step->meant)
        return r;
    holder = registry_holder_of(known);
    comparison = registry_compare(step->scheme, step->meant, &holder);
    homonym.entry_differs = comparison.entry == OTHER;
    /* Whoever moved has left the former entry, and is a member on another. */
    if ((!known->forgotten && !may_be_meant(step, &comparison)) ||
        (homonym.entry_differs && step->act == PECADDR_ACT_LEAVE))
        r = PECADDR_DONE;
    if (r == PECADDR_OK)
        r = look_for_successor(store, step, known, &comparison, error);
    if (r == PECADDR_DONE)
        return registry_refuse_step(step->reason, PECADDR_CONTRADICTION_MEANT, known, &comparison,
                                    error);
    if (r == PECADDR_OK && !known->forgotten)
        r = look_for_homonym(store, step, known, &comparison, &homonym, error);
    if (r == PECADDR_DONE)
        return registry_refuse_step(step->reason, PECADDR_CONTRADICTION_HOMONYM, &homonym.found,
                                    &homonym.comparison, error);
    if (r == PECADDR_OK)
        registry_tell_record(step->reason, known, &comparison);
    return r;
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
