/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/changed.h"

/*
 * What came instead of an address that was changed, SPEC §5: "already done is no error". That an address
 * was given up for another one is on record, so that nobody is guessed; where several who gave it up have
 * another one each, and it is not said who is meant, it is nobody's.
 */
struct changing {
    struct store *store;
    const struct step *step;
    const struct holder *name;
    struct record *now;
    size_t n;
    struct pecaddr_registry_error *error;
};

/* The one at the end of all changes, or the last that was given back. */
static int find_last_heir(const struct changing *self, const struct record *given_up,
                          struct record *ret_record)
{
    struct record heir = *given_up;
    int r = PECADDR_OK;

    while (r == PECADDR_OK && heir.state == PECADDR_STATE_RELEASED) {
        const struct record before = heir;

        r = self->store->ops->find_heir(self->store, &before, &heir, self->error);
    }
    *ret_record = heir;
    return r;
}

/* Whether it is of the name that the address was to be changed for. */
static bool fits(const struct changing *self, const struct record *record)
{
    const struct holder holder = registry_holder_of(record);

    return !self->name || registry_compare(self->step->scheme, self->name, &holder).whole;
}

static int look_at_given_up(void *user, const struct record *record)
{
    struct changing *self = user;
    struct record heir;
    int r;

    if (!registry_is_meant(self->step, record))
        return PECADDR_OK;
    r = find_last_heir(self, record, &heir);
    if (r != PECADDR_OK)
        return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
    if ((heir.state != PECADDR_STATE_RESERVED && heir.state != PECADDR_STATE_ACTIVE) ||
        !fits(self, &heir) || (self->n > 0 && heir.id == self->now->id))
        return PECADDR_OK;
    *self->now = heir;
    self->n++;
    return PECADDR_OK;
}

int registry_find_changed(struct store *store, const struct step *step, const struct holder *name,
                          struct record *ret_now, struct pecaddr_registry_error *error)
{
    struct record now;
    struct changing self = {
        .store = store, .step = step, .name = name, .now = &now, .error = error};
    int r = store->ops->each_released(store, step->address, look_at_given_up, &self, error);

    if (r != PECADDR_OK)
        return r;
    if (self.n != 1)
        return PECADDR_NO_MATCH;
    *ret_now = now;
    return PECADDR_DONE;
}
