/* SPDX-License-Identifier: BSD-3-Clause */
#include "candidate.h"
#include "walk.h"

EXPORT int pecaddr_resolve(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                           pecaddr_exists_fn *exists, void *user,
                           struct pecaddr_assignment *ret_assignment, struct pecaddr_error *error)
{
    struct pecaddr_walk walk = {.size = sizeof walk};
    struct pecaddr_query query = {.size = sizeof query};
    int r;

    if (!error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!scheme || !person_fits(person) || !exists || !ret_assignment ||
        !struct_fits(ret_assignment, ret_assignment->size, sizeof *ret_assignment))
        return pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    r = pecaddr__walk_begin(&walk, scheme, person, PECADDR_CHECK, error);
    if (r != PECADDR_OK)
        return r;
    while (pecaddr__walk_is_open(&walk)) {
        pecaddr__walk_ask(&walk, &query);
        r = exists(user, query.address);
        query.answer = r == 0 ? PECADDR_FREE : r == 1 ? PECADDR_TAKEN : PECADDR_FAILED;
        query.failure = r;
        pecaddr__walk_take(&walk, &query);
    }
    if (walk.status != PECADDR_OK) {
        pecaddr__fail(error, walk.status, PECADDR_FIELD_NONE, 0);
        if (error)
            error->failure = walk.failure;
        return walk.status;
    }
    pecaddr__walk_report(&walk, ret_assignment);
    return PECADDR_OK;
}
