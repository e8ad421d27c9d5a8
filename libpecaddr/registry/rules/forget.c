/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/bound.h"
#include "rules/holder.h"
#include "rules/life.h"
#include "rules/reasons.h"

#include <stdlib.h>

/*
 * The holder of a retired mailbox is forgotten, SPEC §5: there, and wherever he gave an address back.
 *
 * What was given up for another mailbox goes with that one. What was only given back is his whom the
 * table says to be one with its holder, as he is or was on record; but not as long as somebody else is
 * who may be meant as well.
 */

struct forgetting {
    struct store *store;
    const struct step *step;
    const struct record *known; /* the retired one */
    struct pecaddr_registry_error *error;
    /* What he gave back, each once; after the one, if any, that came instead of it. */
    struct record *given_back;
    size_t n;
    size_t max;
};

static bool are_one(const struct forgetting *self, const struct record *a, const struct record *b)
{
    struct holder one = registry_holder_of(a), other = registry_holder_of(b);
    struct comparison comparison = registry_compare(self->step->scheme, &one, &other);

    return registry_are_one(&comparison);
}

static int add(struct forgetting *self, const struct record *record)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->given_back[i].id == record->id)
            return PECADDR_OK;
    if (self->n == self->max) {
        size_t max = self->max > 0 ? 2 * self->max : 4;
        struct record *larger = realloc(self->given_back, max * sizeof *larger);

        if (!larger)
            return registry_no_memory(self->error);
        self->given_back = larger;
        self->max = max;
    }
    self->given_back[self->n++] = *record;
    return PECADDR_OK;
}

/* Looking for what he gave back, as one version of the mailbox knows him. */
struct looking {
    struct forgetting *forgetting;
    const struct record *version;
};

static int add_if_his(void *user, const struct record *record)
{
    const struct looking *looking = user;

    return are_one(looking->forgetting, looking->version, record) ? add(looking->forgetting, record)
                                                                  : PECADDR_OK;
}

static int look_for(void *user, const struct record *version)
{
    struct forgetting *self = user;
    struct looking looking = {self, version};

    if (version->holder[0] == '\0' && !registry_entry_complete(&version->entry))
        return PECADDR_OK;
    return self->store->ops->each_given_back(
        self->store, registry_address_domain(self->known->address), version->holder,
        &version->entry, add_if_his, &looking, self->error);
}

/* Whether somebody else on an entry may be meant as well: PECADDR_DONE. */
static int look_at_other(void *user, const struct record *record)
{
    const struct looking *looking = user;

    return record->id != looking->forgetting->known->id &&
                   are_one(looking->forgetting, record, looking->version)
               ? PECADDR_DONE
               : PECADDR_OK;
}

/* Whether what was given back is, or may be, another's who is on record: PECADDR_DONE. */
static int is_anothers(struct forgetting *self, const struct record *record)
{
    const struct store_ops *ops = self->store->ops;
    const char *domain = registry_address_domain(record->address);
    struct looking looking = {self, record};
    struct record other;
    int r = ops->find_heir(self->store, record, &other, self->error);

    if (r == PECADDR_OK)
        return PECADDR_DONE;
    if (r == PECADDR_NO_MATCH && record->holder[0] != '\0') {
        r = ops->find_holder(self->store, domain, record->holder, &other, self->error);
        if (r == PECADDR_OK)
            r = look_at_other(&looking, &other);
    }
    if (r == PECADDR_NO_MATCH)
        r = PECADDR_OK;
    if (r == PECADDR_OK && registry_entry_complete(&record->entry))
        r = ops->each_on_entry(self->store, domain, &record->entry, look_at_other, &looking,
                               self->error);
    return r;
}

static int leave_out_others(struct forgetting *self)
{
    size_t n = 0;
    int r = PECADDR_OK;

    for (size_t i = 0; i < self->n && (r == PECADDR_OK || r == PECADDR_DONE); i++) {
        r = is_anothers(self, &self->given_back[i]);
        if (r == PECADDR_OK)
            self->given_back[n++] = self->given_back[i];
    }
    self->n = n;
    return r == PECADDR_DONE ? PECADDR_OK : r;
}

/* What was given up for the mailbox, or for what is among what was given back, and so on. */
static int add_given_up(struct forgetting *self)
{
    int r = PECADDR_OK;

    for (size_t i = 0; i <= self->n && r == PECADDR_OK; i++) {
        const struct record *heir = i == 0 ? self->known : &self->given_back[i - 1];
        struct record record;

        r = self->store->ops->find_given_up(self->store, heir, &record, self->error);
        r = r == PECADDR_OK ? add(self, &record) : r == PECADDR_NO_MATCH ? PECADDR_OK : r;
    }
    return r;
}

static int find_given_back(struct forgetting *self)
{
    int r = look_for(self, self->known);

    if (r == PECADDR_OK)
        r = self->store->ops->each_version(self->store, self->known, look_for, self, self->error);
    if (r == PECADDR_OK)
        r = leave_out_others(self);
    return r == PECADDR_OK ? add_given_up(self) : r;
}

static struct record forgotten(const struct record *record)
{
    struct record after = *record;

    after.forgotten = true;
    after.holder[0] = after.given[0] = after.surname[0] = '\0';
    after.given_letters[0] = after.surname_letters[0] = '\0';
    after.entry = (struct entry){.section = 0};
    return after;
}

/* All that he gave back, or nothing: before anything is written. */
static int check_user(const struct forgetting *self)
{
    for (size_t i = 0; i < self->n; i++) {
        const struct record *record = &self->given_back[i], after = forgotten(record);

        if (registry_may_change(self->store, record, &after, PECADDR_ACT_FORGET))
            continue;
        registry_refuse_user(self->step->reason, record->address, record->entry.province, NULL);
        return registry_fail(self->error, PECADDR_E_PROVINCE,
                             "%s: its holder also gave back %s, of another Order, and this user is "
                             "bound to provinces; let the owner of the registry do it",
                             self->known->address, record->address);
    }
    return PECADDR_OK;
}

static int forget(struct forgetting *self)
{
    struct record after = forgotten(self->known);
    int r = check_user(self);

    if (r == PECADDR_OK)
        r = registry_change_record(self->store, self->step, self->known, &after, self->error);
    for (size_t i = 0; i < self->n && r == PECADDR_OK; i++) {
        after = forgotten(&self->given_back[i]);
        r = registry_change_record(self->store, self->step, &self->given_back[i], &after,
                                   self->error);
    }
    return r;
}

/* What INI-PEC was not told of could not be told any more, as nobody would know whose mailbox it was. */
static int check_told(const struct forgetting *self)
{
    bool untold = false;
    int r = self->store->ops->is_untold(self->store, self->known, &untold, self->error);

    if (r == PECADDR_OK && untold)
        r = registry_fail(self->error, PECADDR_E_STATE,
                          "%s: INI-PEC has not been told yet that it has ended, and could not be "
                          "when its holder is forgotten; make its next file first, with "
                          "`pecaddr registry export --inipec --next`",
                          self->known->address);
    return r;
}

int registry_forget(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error)
{
    struct record known;
    struct forgetting self = {.store = store, .step = step, .known = &known, .error = error};
    int r = registry_find_meant(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state != PECADDR_STATE_RETIRED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: %s; of a retired mailbox alone its holder can be forgotten",
                             known.address, pecaddr_state_name(known.state));
    if (known.forgotten)
        return PECADDR_DONE;
    r = check_told(&self);
    if (r == PECADDR_OK)
        r = find_given_back(&self);
    if (r == PECADDR_OK)
        r = forget(&self);
    free(self.given_back);
    return r;
}
