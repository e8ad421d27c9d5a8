/* SPDX-License-Identifier: BSD-3-Clause */
#include "walk.h"

/* The check knows two answers; whatever else it returns is its own code for why it has none. */
static void answer(struct pecaddr_query *query, int existence)
{
    if (existence == 0) {
        query->answer = PECADDR_FREE;
    } else if (existence == 1) {
        query->answer = PECADDR_TAKEN;
    } else {
        query->answer = PECADDR_FAILED;
        query->failure = existence;
    }
}

static int fail(const struct pecaddr_walk *walk, struct pecaddr_error *error)
{
    pecaddr__fail(error, walk->status, PECADDR_FIELD_NONE, 0);
    if (error && walk->status == PECADDR_E_UNAVAILABLE) {
        error->failure = walk->failure;
        error->message = "exists returned neither 0 (absent) nor 1 (present), so whether the "
                         "address is free is not known: failure is what it returned";
    }
    return walk->status;
}

EXPORT int pecaddr_resolve(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                           pecaddr_exists_fn *exists, void *user,
                           struct pecaddr_assignment *ret_assignment, struct pecaddr_error *error)
{
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    int r = person_check(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (!exists)
        return pecaddr__fail_argument(error, "exists is NULL");
    if (!STRUCT_FITS(ret_assignment))
        return pecaddr__fail_argument(error,
                                      SIZE_FAULT("pecaddr_assignment", "PECADDR_ASSIGNMENT_INIT"));
    r = pecaddr__walk_begin(&walk, scheme, person, PECADDR_CHECK, error);
    if (r != PECADDR_OK)
        return r;
    while (pecaddr__walk_is_open(&walk)) {
        pecaddr__walk_ask(&walk, &query);
        answer(&query, exists(user, query.address));
        pecaddr__walk_take(&walk, &query);
    }
    if (walk.status != PECADDR_OK)
        return fail(&walk, error);
    pecaddr__walk_report(&walk, ret_assignment);
    return PECADDR_OK;
}
