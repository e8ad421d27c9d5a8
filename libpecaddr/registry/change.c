/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "meant.h"
#include "rules/bound.h"
#include "rules/changed.h"
#include "rules/settle.h"
#include "rules/life.h"
#include "rules/reasons.h"
#include "transact.h"

#include <string.h>

/*
 * Another address for the holder of a reserved mailbox, SPEC §5: the walk of his candidates, in
 * which his present address counts as taken, and each question is an exchange of the two addresses
 * in one transaction. Sources are heard before it, so that nobody waits for them.
 */
struct change {
    struct pecaddr_registry *registry;
    struct step step;          /* with the present address */
    const struct holder *name; /* as it is right, or NULL */
    bool dry_run;
    struct record known; /* where it is done already, what came instead */
    /* Which version of which mailbox the candidates are made of. */
    int64_t id;
    int64_t revision;
    struct pecaddr_query *query;
};

/* What is not on record, or as another's, may have been changed already: PECADDR_DONE. */
static int find_meant(struct store *store, struct change *change,
                      struct pecaddr_registry_error *error)
{
    const struct step *step = &change->step;
    int r = registry_find_meant(store, step, &change->known, error);
    int changed;

    if (r != PECADDR_E_STATE && r != PECADDR_E_HOLDER)
        return r;
    changed = registry_find_changed(store, step, change->name, &change->known, error);
    if (changed == PECADDR_DONE)
        registry_refuse_nobody(step->reason);
    return changed == PECADDR_NO_MATCH ? r : changed;
}

static int find_reserved(struct store *store, struct change *change,
                         struct pecaddr_registry_error *error)
{
    const struct record *known = &change->known;
    int r = find_meant(store, change, error);

    if (r == PECADDR_OK && (known->state != PECADDR_STATE_RESERVED || known->used))
        return registry_fail(
            error, PECADDR_E_STATE, "%s: %s; after its activation an address can never be changed",
            change->step.address,
            known->state == PECADDR_STATE_RESERVED ? N_("reserved, but active before")
                                                   : pecaddr_state_name(known->state));
    return r;
}

/* What another Order's list has is kept in a registry that is bound to provinces, and given nothing
 * new. */
static int find_known(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct change *change = user;
    const char *province = change->known.entry.province;
    int r = find_reserved(store, change, error);

    if (r != PECADDR_OK || province[0] == '\0' || registry_is_among(store->provinces, province))
        return r;
    return registry_refuse_step_in(change->step.reason, province, error);
}

/* The holder as on record, under the name that is right. */
static struct pecaddr_person person_of(const struct change *change)
{
    const struct record *known = &change->known;
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = {known->given, strlen(known->given)},
        .surname = {known->surname, strlen(known->surname)},
        .province = {known->entry.province, strlen(known->entry.province)},
        .holder = {known->holder, strlen(known->holder)},
        .section = known->entry.section,
        .number = known->entry.number,
    };

    if (change->name) {
        person.given = change->name->given;
        person.surname = change->name->surname;
    }
    return person;
}

static int release_old(struct store *store, const struct change *change,
                       struct pecaddr_registry_error *error)
{
    struct record after = change->known;

    after.state = PECADDR_STATE_RELEASED;
    return registry_change_record(store, &change->step, &change->known, &after, error);
}

static int insert_new(struct store *store, const struct change *change,
                      struct pecaddr_registry_error *error)
{
    const struct pecaddr_query *query = change->query;
    struct record record = change->known;
    char receipt[RECEIPT_MAX];
    struct issue issue = {query->scheme, query->level, query->notes, receipt, change->known.id};

    strcpy(record.address, query->address);
    registry_set_name(&record, query->person);
    registry_write_receipt(query, change->step.address, receipt);
    return store->ops->insert(store, &record, &issue, PECADDR_ACT_CHANGE, change->step.why, error);
}

static bool sought_by_change(const void *user, size_t i, struct sought *ret_sought)
{
    const struct change *change = user;

    if (i == 0) {
        strcpy(ret_sought->address, change->step.address);
        strcpy(ret_sought->holder, change->known.holder);
        ret_sought->entry = change->known.entry;
    } else {
        strcpy(ret_sought->address, change->query->address);
    }
    return true;
}

/* Answers the query PECADDR_CLAIMED, or PECADDR_TAKEN when nothing was done. */
static int exchange(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct change *change = user;
    struct record other;
    int r = registry_prefetch(store, sought_by_change, change, 2, false, error);

    if (r == PECADDR_OK)
        r = find_reserved(store, change, error);
    if (r != PECADDR_OK && r != PECADDR_DONE)
        return r;
    /* Another's who was given the address meanwhile may be as new. */
    if (r == PECADDR_DONE || change->known.id != change->id ||
        change->known.revision != change->revision)
        return registry_fail(
            error, PECADDR_E_STATE,
            "%s: somebody else has just changed what is on record; look at it, and "
            "ask again",
            change->step.address);
    if (store->ops->may_issue) {
        r = store->ops->may_issue(store, error);
        if (r != PECADDR_OK)
            return r == STORE_STOPPED ? PECADDR_E_STORAGE : r;
    }
    r = store->ops->find_address(store, change->query->address, &other, error);
    if (r == PECADDR_OK) {
        change->query->answer = PECADDR_TAKEN;
        return PECADDR_DONE;
    }
    if (r != PECADDR_NO_MATCH)
        return r;
    r = release_old(store, change, error);
    if (r == PECADDR_OK)
        r = insert_new(store, change, error);
    if (r != PECADDR_OK)
        return r;
    change->query->answer = PECADDR_CLAIMED;
    return change->dry_run ? WOULD_BE_DONE : PECADDR_OK;
}

static int answer(struct change *change, struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = change->query;
    enum presence outside;
    int r;

    if (strcmp(query->address, change->step.address) == 0) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    outside = registry_hear(change->registry, query->address, error);
    if (outside == PRESENCE_FAILED)
        return registry_fail_as(error, PECADDR_E_UNAVAILABLE);
    if (outside == PRESENCE_PRESENT) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    r = registry_transact(change->registry->store, PECADDR_CLAIM, false, exchange, change, error);
    return r == PECADDR_DONE || r == WOULD_BE_DONE ? PECADDR_OK : r;
}

static int walk_on(struct change *change, struct pecaddr_walk *walk,
                   struct pecaddr_registry_error *error)
{
    struct pecaddr_query query = {.size = sizeof query};
    int r;

    change->query = &query;
    while ((r = pecaddr_walk_next(walk, &query)) == PECADDR_OK) {
        r = answer(change, error);
        if (r != PECADDR_OK)
            return r;
        r = pecaddr_walk_answer(walk, &query);
        if (r != PECADDR_OK)
            break;
    }
    return r == PECADDR_DONE ? PECADDR_OK : registry_fail(error, r, "%s", pecaddr_strerror(r));
}

/* All but the size, which is the caller's. */
static void tell_assignment(const struct pecaddr_assignment *assignment,
                            struct pecaddr_assignment *ret_assignment)
{
    size_t size = ret_assignment->size;

    *ret_assignment = *assignment;
    ret_assignment->size = size;
}

/* What the holder has instead already. */
static void tell_changed(const struct change *change, struct pecaddr_assignment *ret_assignment)
{
    struct pecaddr_assignment assignment = {
        .answer = PECADDR_HELD_ELSEWHERE,
        .level = PECADDR_LEVEL_NONE,
        .table_version = pecaddr_table_version(),
    };

    strcpy(assignment.address, change->known.address);
    tell_assignment(&assignment, ret_assignment);
}

static int change_address(struct change *change, const struct pecaddr_person *person,
                          struct pecaddr_assignment *ret_assignment,
                          struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_walk walk = {.size = sizeof walk};
    struct pecaddr_error fault = {.size = sizeof fault};
    int r = pecaddr_walk_init(&walk, change->step.scheme, person, PECADDR_CLAIM, &fault);

    if (r != PECADDR_OK)
        return registry_fail(error, r, "%s: no address can be made of the name or entry: %s",
                             change->step.address, fault.message);
    r = walk_on(change, &walk, error);
    if (r == PECADDR_OK)
        r = pecaddr_walk_result(&walk, &assignment);
    if (r == PECADDR_OK && assignment.status != PECADDR_OK)
        r = registry_fail(error, assignment.status,
                          "%s: every other address of this person is taken", change->step.address);
    if (r == PECADDR_OK)
        tell_assignment(&assignment, ret_assignment);
    return r;
}

/* What can be said before the registry is asked. */
static int read_step(const struct pecaddr_registry_step *given, struct change *change,
                     char ret_address[PECADDR_ADDRESS_MAX + 1], struct meant *ret_meant,
                     struct pecaddr_registry_error *error)
{
    const struct pecaddr_scheme *scheme = given->scheme ? given->scheme : pecaddr_scheme_ingpec();
    int r = registry_read_address(given->address, ret_address, error);

    if (r == PECADDR_OK)
        r = registry_check_why(given->why, error);
    if (r == PECADDR_OK &&
        strcmp(registry_address_domain(ret_address), pecaddr_scheme_domain(scheme)) != 0)
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: the scheme is one for addresses of %s; give the one for this domain",
                          ret_address, pecaddr_scheme_domain(scheme));
    if (r == PECADDR_OK && given->person)
        r = registry_read_meant(given->person, ret_meant, error);
    change->step.address = ret_address;
    change->step.why = given->why;
    change->step.scheme = scheme;
    change->step.meant = given->person ? &ret_meant->holder : NULL;
    change->dry_run = given->dry_run != 0;
    return r;
}

EXPORT int pecaddr_registry_change(struct pecaddr_registry *registry,
                                   const struct pecaddr_registry_step *given,
                                   struct pecaddr_assignment *ret_assignment,
                                   struct pecaddr_reason *ret_reason,
                                   struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    struct change change = {.registry = registry,
                            .step = {.act = PECADDR_ACT_CHANGE, .reason = ret_reason}};
    struct holder name;
    struct pecaddr_person person;
    struct meant meant;
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK &&
        (!STRUCT_FITS(given) || !text_fits(given->given) || !text_fits(given->surname) ||
         given->date || given->holder || !STRUCT_FITS(ret_assignment) ||
         (ret_reason && !STRUCT_FITS(ret_reason))))
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "there is no step, no name, or no place for the new address");
    if (r != PECADDR_OK)
        return r;
    registry_refuse_nobody(ret_reason);
    r = read_step(given, &change, address, &meant, error);
    if (r != PECADDR_OK) {
        registry_refuse_person(ret_reason, r);
        return r;
    }
    name = (struct holder){.holder = "", .given = given->given, .surname = given->surname};
    change.name = registry_is_known(&name) ? &name : NULL;
    r = registry_transact(registry->store, PECADDR_CHECK, true, find_known, &change, error);
    /* What that rests on has to be there to stay. */
    if (r == PECADDR_DONE)
        r = registry_transact(registry->store, PECADDR_CLAIM, true, find_known, &change, error);
    if (r == PECADDR_DONE)
        tell_changed(&change, ret_assignment);
    if (r != PECADDR_OK)
        return r;
    change.id = change.known.id;
    change.revision = change.known.revision;
    person = person_of(&change);
    return change_address(&change, &person, ret_assignment, error);
}
