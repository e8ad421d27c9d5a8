/* SPDX-License-Identifier: BSD-3-Clause */
#include "ask.h"
#include "rules/reasons.h"

#include <stdlib.h>

/* Persons in, outcomes and reasons out. */

/* A batch while it is being asked. */
struct assigning {
    struct pecaddr_registry *registry;
    const struct pecaddr_person *const *persons;
    struct pecaddr_reason *const *reasons; /* NULL: nobody wants them */
    size_t n;
    size_t next; /* after the last person who was first asked about */
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

static int ask_for(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                   size_t n)
{
    struct assigning *self = user;
    struct pecaddr_registry *registry = self->registry;
    int r = registry_read_queries(registry, queries, n);

    for (size_t i = 0; r == PECADDR_OK && self->reasons != NULL && i < n; i++) {
        if (queries[i]->user == NULL)
            queries[i]->user = reason_of(self, queries[i]->person);
        registry->questions[i].reason = queries[i]->user;
    }
    if (r != PECADDR_OK || n == 0)
        return r;
    return registry_ask(registry,
                        (struct asking){.questions = registry->questions,
                                        .n = n,
                                        .persons = self->persons,
                                        .n_persons = self->n},
                        mode);
}

static int reserve_scratch(struct pecaddr_registry *registry, size_t n)
{
    size_t size = pecaddr_batch_scratch_size(n);
    void *scratch;

    if (size <= registry->scratch_size && registry->scratch != NULL)
        return PECADDR_OK;
    scratch = malloc(size);
    if (scratch == NULL)
        return registry_no_memory(&registry->error);
    free(registry->scratch);
    registry->scratch = scratch;
    registry->scratch_size = size;
    return PECADDR_OK;
}

/* An error of the person's own, which the walk found before anybody was asked. */
static void tell_own_errors(const struct assigning *self,
                            struct pecaddr_assignment *const assignments[])
{
    for (size_t i = 0; self->reasons != NULL && i < self->n; i++) {
        struct pecaddr_reason *reason = self->reasons[i];
        int status = assignments[i]->status;

        if (reason != NULL && reason->code == PECADDR_OK && status != PECADDR_OK &&
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

static int assign(struct assigning *self, const struct pecaddr_scheme *scheme,
                  struct pecaddr_assignment *const assignments[])
{
    struct pecaddr_registry *registry = self->registry;
    int r = reserve_scratch(registry, self->n);

    for (size_t i = 0; self->reasons != NULL && i < self->n; i++)
        registry_refuse_nobody(self->reasons[i]);
    if (r == PECADDR_OK)
        r = pecaddr_resolve_batch(scheme, self->persons, self->n, PECADDR_CLAIM, ask_for, self,
                                  registry->scratch, registry->scratch_size, assignments);
    if (r != PECADDR_OK)
        return registry->error.message[0] != '\0'
                   ? registry->error.code
                   : registry_fail(&registry->error, r, "%s", pecaddr_strerror(r));
    tell_own_errors(self, assignments);
    if (!any_is_unavailable(assignments, self->n))
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
    struct assigning self = {
        .registry = registry, .persons = persons, .reasons = ret_reasons, .n = n};
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (registry == NULL || scheme == NULL ||
        (n > 0 && (persons == NULL || ret_assignments == NULL)) ||
        !registry_reasons_fit(ret_reasons, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no registry, no scheme, no person, or no place for the "
                             "outcome");
    registry_no_failure(&registry->error);
    if (n == 0)
        return PECADDR_OK;
    r = assign(&self, scheme, ret_assignments);
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
