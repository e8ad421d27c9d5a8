/* SPDX-License-Identifier: BSD-3-Clause */
#include "ask.h"
#include "rules/reasons.h"
#include "transact.h"

#include <stdlib.h>

/* Persons in, outcomes and reasons out. */

/* A batch while it is being asked. */
struct assigning {
    struct pecaddr_registry *registry;
    const struct pecaddr_scheme *scheme;
    const struct pecaddr_person *const *persons;
    struct pecaddr_assignment *const *assignments;
    struct pecaddr_reason *const *reasons; /* NULL: nobody wants them */
    size_t n;
    size_t next; /* after the last person who was first asked about */
    /* Of a batch that is one transaction: where it is, and what has ended it. */
    struct store *store;
    struct pecaddr_registry_error *error;
    int failure;
};

/* The reason of a person who is first asked about: persons come in their order. */
static struct pecaddr_reason *reason_of(struct assigning *self, const struct pecaddr_person *person)
{
    for (size_t i = 0; i < self->n; i++) {
        size_t at = (self->next + i) % self->n;

        if (self->persons[at] == person) {
            self->next = at + 1;
            return self->reasons[at];
        }
    }
    return NULL;
}

/* Makes questions of queries. */
static int read_queries(struct assigning *self, struct pecaddr_query *const queries[], size_t n)
{
    struct pecaddr_registry *registry = self->registry;
    int r = registry_read_queries(registry, queries, n);

    for (size_t i = 0; r == PECADDR_OK && self->reasons && i < n; i++) {
        if (!queries[i]->user)
            queries[i]->user = reason_of(self, queries[i]->person);
        registry->questions[i].reason = queries[i]->user;
    }
    return r;
}

static struct asking asking_of(const struct assigning *self, size_t n)
{
    return (struct asking){.questions = self->registry->questions,
                           .n = n,
                           .persons = self->persons,
                           .n_persons = self->n,
                           .mode = PECADDR_CLAIM,
                           .told = &self->registry->error};
}

/* Asks level by level, each in a transaction of its own. */
static int ask_for(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                   size_t n)
{
    struct assigning *self = user;
    int r = read_queries(self, queries, n);

    return r == PECADDR_OK ? registry_ask(self->registry, asking_of(self, n), mode) : r;
}

/* Asks within the transaction that is open. */
static int ask_within(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                      size_t n)
{
    struct assigning *self = user;
    struct asking asking;

    (void)mode;
    self->failure = read_queries(self, queries, n);
    asking = asking_of(self, n);
    if (self->failure != PECADDR_OK)
        registry_fail_with(self->error, self->failure, &self->registry->error);
    else
        self->failure = registry_settle_all(self->store, &asking, self->error);
    return self->failure;
}

/* Nobody can be asked. */
static int ask_nobody(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                      size_t n)
{
    const struct assigning *self = user;

    (void)mode;
    (void)queries;
    (void)n;
    return self->failure;
}

static int reserve_scratch(struct pecaddr_registry *registry, size_t n)
{
    size_t size = pecaddr_batch_scratch_size(n);
    void *scratch;

    if (size <= registry->scratch_size && registry->scratch)
        return PECADDR_OK;
    scratch = malloc(size);
    if (!scratch)
        return registry_no_memory(&registry->error);
    free(registry->scratch);
    registry->scratch = scratch;
    registry->scratch_size = size;
    return PECADDR_OK;
}

/* An error of the person's own, which the walk found before anybody was asked. */
static void tell_own_errors(const struct assigning *self)
{
    for (size_t i = 0; self->reasons && i < self->n; i++) {
        struct pecaddr_reason *reason = self->reasons[i];
        int status = self->assignments[i]->status;

        if (reason && reason->code == PECADDR_OK && status != PECADDR_OK &&
            status != PECADDR_E_UNAVAILABLE)
            registry_refuse_person(reason, status);
    }
}

static bool any_is_unavailable(struct pecaddr_assignment *const assignments[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (assignments[i]->status == PECADDR_E_UNAVAILABLE)
            return true;
    return false;
}

static int resolve(struct assigning *self, pecaddr_ask_fn *ask)
{
    self->next = 0;
    for (size_t i = 0; self->reasons && i < self->n; i++)
        registry_refuse_nobody(self->reasons[i]);
    return pecaddr_resolve_batch(self->scheme, self->persons, self->n, PECADDR_CLAIM, ask, self,
                                 self->registry->scratch, self->registry->scratch_size,
                                 self->assignments);
}

static int resolve_within(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct assigning *self = user;
    int r;

    self->store = store;
    self->error = error;
    self->failure = PECADDR_OK;
    r = resolve(self, ask_within);
    return self->failure != PECADDR_OK ? self->failure : r;
}

/* All levels in one transaction: after a failure nobody has been given anything. */
static int resolve_at_once(struct assigning *self)
{
    struct pecaddr_registry *registry = self->registry;

    self->failure = registry_transact(registry->store, PECADDR_CLAIM, true, resolve_within, self,
                                      &registry->error);
    return self->failure == PECADDR_OK ? PECADDR_OK : resolve(self, ask_nobody);
}

/*
 * A store that is its writer's alone takes the whole batch in one transaction, which costs less than
 * one a level. Where claims lock what they are about, in an order that is the same for all, the next
 * level's locks would come too late; and nobody waits for a source within a transaction.
 */
static bool is_done_at_once(const struct pecaddr_registry *registry)
{
    return !registry->store->ops->prefetch && !registry_has_sources(registry);
}

/* Nobody could be asked: what an earlier call has left there is nobody's outcome. */
static void forget_outcomes(const struct assigning *self)
{
    for (size_t i = 0; i < self->n; i++) {
        struct pecaddr_assignment *assignment = self->assignments[i];

        if (!STRUCT_FITS(assignment))
            continue;
        *assignment = (struct pecaddr_assignment){
            .size = assignment->size, .status = PECADDR_E_UNAVAILABLE, .level = PECADDR_LEVEL_NONE};
        if (self->reasons)
            registry_refuse_nobody(self->reasons[i]);
    }
}

static int assign(struct assigning *self)
{
    struct pecaddr_registry *registry = self->registry;
    int r = reserve_scratch(registry, self->n);

    if (r != PECADDR_OK)
        forget_outcomes(self);
    else
        r = is_done_at_once(registry) ? resolve_at_once(self) : resolve(self, ask_for);
    if (r != PECADDR_OK)
        return registry->error.message[0] != '\0'
                   ? registry->error.code
                   : registry_fail(&registry->error, r, "%s", pecaddr_strerror(r));
    tell_own_errors(self);
    if (!any_is_unavailable(self->assignments, self->n))
        return PECADDR_OK;
    return registry->error.message[0] != '\0'
               ? registry->error.code
               : registry_fail(&registry->error, PECADDR_E_UNAVAILABLE, "%s",
                               pecaddr_strerror(PECADDR_E_UNAVAILABLE));
}

EXPORT int pecaddr_registry_assign_batch(struct pecaddr_registry *registry,
                                         const struct pecaddr_scheme *scheme,
                                         const struct pecaddr_person *const persons[], size_t n,
                                         struct pecaddr_assignment *const ret_assignments[],
                                         struct pecaddr_reason *const ret_reasons[],
                                         struct pecaddr_registry_error *error)
{
    struct assigning self = {.registry = registry,
                             .scheme = scheme,
                             .persons = persons,
                             .assignments = ret_assignments,
                             .reasons = ret_reasons,
                             .n = n};
    int r;

    if (registry)
        registry_no_failure(&registry->error);
    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!registry || !scheme || (n > 0 && (!persons || !ret_assignments)) ||
        !registry_reasons_fit(ret_reasons, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no registry, no scheme, no person, or no place for the "
                             "outcome");
    if (n == 0)
        return PECADDR_OK;
    r = assign(&self);
    return r == PECADDR_OK ? r : registry_fail_with(error, r, &registry->error);
}

EXPORT int pecaddr_registry_assign(struct pecaddr_registry *registry,
                                   const struct pecaddr_scheme *scheme,
                                   const struct pecaddr_person *person,
                                   struct pecaddr_assignment *ret_assignment,
                                   struct pecaddr_reason *ret_reason,
                                   struct pecaddr_registry_error *error)
{
    return pecaddr_registry_assign_batch(registry, scheme,
                                         (const struct pecaddr_person *const[]){person}, 1,
                                         (struct pecaddr_assignment *const[]){ret_assignment},
                                         (struct pecaddr_reason *const[]){ret_reason}, error);
}
