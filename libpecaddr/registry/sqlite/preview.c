/* SPDX-License-Identifier: BSD-3-Clause */
#include "store.h"

#include <stdlib.h>
#include <string.h>

/*
 * A store laid over another: what is written goes to the upper one, and hides what the lower one
 * has.
 *
 * A record of the lower store that is changed is copied to the upper one as it is afterwards. As no
 * record is ever deleted, and none loses its address or its codice fiscale, a record of the lower
 * store is hidden exactly when the upper one has its address. So the rules, which are the same code
 * (rules/), see what they would see if the lower store had been written to.
 */
struct preview {
    struct store store;
    struct store *lower;
    struct store *upper;
};

static struct preview *preview_of(struct store *store)
{
    return (struct preview *)store;
}

static void preview_call(struct store *store)
{
    struct preview *preview = preview_of(store);

    if (preview->lower->ops->call)
        preview->lower->ops->call(preview->lower);
}

static int preview_begin(struct store *store, enum pecaddr_mode mode,
                         struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    int r = preview->lower->ops->begin(preview->lower, PECADDR_CHECK, error);

    if (r != PECADDR_OK)
        return r;
    strcpy(store->provinces, preview->lower->provinces);
    r = preview->upper->ops->begin(preview->upper, mode, error);
    if (r != PECADDR_OK)
        preview->lower->ops->rollback(preview->lower);
    return r;
}

static int preview_commit(struct store *store, struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);

    preview->lower->ops->rollback(preview->lower);
    return preview->upper->ops->commit(preview->upper, error);
}

static void preview_rollback(struct store *store)
{
    struct preview *preview = preview_of(store);

    preview->lower->ops->rollback(preview->lower);
    preview->upper->ops->rollback(preview->upper);
}

static int preview_prefetch(struct store *store, registry_sought_fn *get, const void *user,
                            size_t n, bool alone, struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);

    int r = PECADDR_OK;

    if (preview->lower->ops->prefetch)
        r = preview->lower->ops->prefetch(preview->lower, get, user, n, alone, error);
    strcpy(store->own, preview->lower->own);
    return r;
}

static int preview_find_address(struct store *store, const char *address, struct record *ret_record,
                                struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    int r = preview->upper->ops->find_address(preview->upper, address, ret_record, error);

    if (r != PECADDR_NO_MATCH)
        return r;
    return preview->lower->ops->find_address(preview->lower, address, ret_record, error);
}

/* What was found in the lower store, unless the upper one hides it. */
static int unless_hidden(struct preview *preview, int found, const struct record *record,
                         struct pecaddr_registry_error *error)
{
    struct record hiding;
    int r;

    if (found != PECADDR_OK)
        return found;
    r = preview->upper->ops->find_address(preview->upper, record->address, &hiding, error);
    if (r != PECADDR_OK && r != PECADDR_NO_MATCH)
        return r;
    return r == PECADDR_OK ? PECADDR_NO_MATCH : PECADDR_OK;
}

static int preview_find_holder(struct store *store, const char *domain, const char *holder,
                               struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    int r = preview->upper->ops->find_holder(preview->upper, domain, holder, ret_record, error);

    if (r != PECADDR_NO_MATCH)
        return r;
    r = preview->lower->ops->find_holder(preview->lower, domain, holder, ret_record, error);
    return unless_hidden(preview, r, ret_record, error);
}

/* Whom to tell of the lower store's records. */
struct lower_records {
    struct preview *preview;
    registry_on_record_fn *each;
    void *user;
    struct pecaddr_registry_error *error;
};

/* One that the upper store hides is told by that, if it is still what is looked for. */
static int tell_lower(void *user, const struct record *record)
{
    const struct lower_records *lower = user;
    struct store *upper = lower->preview->upper;
    struct record hiding;
    int r = upper->ops->find_address(upper, record->address, &hiding, lower->error);

    return r == PECADDR_NO_MATCH ? lower->each(lower->user, record) : r;
}

static int preview_each_on_entry(struct store *store, const char *domain, const struct entry *entry,
                                 registry_on_record_fn *each, void *user,
                                 struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    struct lower_records lower = {preview, each, user, error};
    int r = preview->upper->ops->each_on_entry(preview->upper, domain, entry, each, user, error);

    if (r != PECADDR_OK)
        return r;
    return preview->lower->ops->each_on_entry(preview->lower, domain, entry, tell_lower, &lower,
                                              error);
}

static int preview_each_namesake(struct store *store, const struct namesakes *namesakes,
                                 registry_on_record_fn *each, void *user,
                                 struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    struct lower_records lower = {preview, each, user, error};
    int r = preview->upper->ops->each_namesake(preview->upper, namesakes, each, user, error);

    if (r != PECADDR_OK)
        return r;
    return preview->lower->ops->each_namesake(preview->lower, namesakes, tell_lower, &lower, error);
}

/* Nothing is released in the upper one: there are no steps in a preview. */
static int preview_each_released(struct store *store, const char *address,
                                 registry_on_record_fn *each, void *user,
                                 struct pecaddr_registry_error *error)
{
    struct store *lower = preview_of(store)->lower;

    return lower->ops->each_released(lower, address, each, user, error);
}

/* Of one that is changed here, what the lower store has of it, too. */
static int preview_each_version(struct store *store, const struct record *record,
                                registry_on_record_fn *each, void *user,
                                struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    struct store *lower = preview->lower;
    struct record beneath = *record;
    int r = PECADDR_OK;

    if (record->store == preview->upper) {
        r = preview->upper->ops->each_version(preview->upper, record, each, user, error);
        if (r == PECADDR_OK)
            r = lower->ops->find_address(lower, record->address, &beneath, error);
        if (r == PECADDR_OK)
            r = each(user, &beneath);
    }
    if (r == PECADDR_OK)
        r = lower->ops->each_version(lower, &beneath, each, user, error);
    return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
}

/* Nothing is given up in the upper one. */
static int preview_find_given_up(struct store *store, const struct record *heir,
                                 struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    struct store *lower = preview->lower;
    struct record beneath = *heir;
    int r = PECADDR_OK;

    if (heir->store == preview->upper)
        r = lower->ops->find_address(lower, heir->address, &beneath, error);
    return r == PECADDR_OK ? lower->ops->find_given_up(lower, &beneath, ret_record, error) : r;
}

/* As the one beneath: what comes back in a preview alone does so after any list was made. */
static int preview_find_return(struct store *store, const struct record *record,
                               char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);
    struct store *lower = preview->lower;
    struct record beneath = *record;
    int r = PECADDR_OK;

    if (record->store == preview->upper)
        r = lower->ops->find_address(lower, record->address, &beneath, error);
    return r == PECADDR_OK ? lower->ops->find_return(lower, &beneath, ret_day, error) : r;
}

/* As the one beneath would. */
static int preview_may_issue(struct store *store, struct pecaddr_registry_error *error)
{
    struct store *lower = preview_of(store)->lower;

    return lower->ops->may_issue ? lower->ops->may_issue(lower, error) : PECADDR_OK;
}

static int preview_insert(struct store *store, const struct record *record,
                          const struct issue *issue, enum pecaddr_act act, const char *why,
                          struct pecaddr_registry_error *error)
{
    struct preview *preview = preview_of(store);

    return preview->upper->ops->insert(preview->upper, record, issue, act, why, error);
}

static int preview_amend(struct store *store, const struct record *before,
                         const struct record *after, enum pecaddr_act act, const char *why,
                         struct pecaddr_registry_error *error)
{
    static const struct issue copied = {.receipt = "imported"};
    struct preview *preview = preview_of(store);

    if (before->store == preview->upper)
        return preview->upper->ops->amend(preview->upper, before, after, act, why, error);
    return preview->upper->ops->insert(preview->upper, after, &copied, PECADDR_ACT_IMPORT, "",
                                       error);
}

static void preview_close(struct store *store)
{
    struct preview *preview = preview_of(store);

    registry_store_close(preview->upper);
    free(preview);
}

/* It answers questions and takes in mailboxes: registry.c sees to it that nothing else is asked of it. */
static const struct store_ops preview_ops = {
    .call = preview_call,
    .begin = preview_begin,
    .commit = preview_commit,
    .rollback = preview_rollback,
    .prefetch = preview_prefetch,
    .find_address = preview_find_address,
    .find_holder = preview_find_holder,
    .each_on_entry = preview_each_on_entry,
    .each_namesake = preview_each_namesake,
    .each_released = preview_each_released,
    .each_version = preview_each_version,
    .find_return = preview_find_return,
    .find_given_up = preview_find_given_up,
    .may_issue = preview_may_issue,
    .insert = preview_insert,
    .amend = preview_amend,
    .close = preview_close,
};

int registry_preview_open(struct store *base, struct store **ret_store,
                          struct pecaddr_registry_error *error)
{
    struct preview *preview = malloc(sizeof *preview);
    int r;

    if (!preview)
        return registry_no_memory(error);
    *preview = (struct preview){.store = {.ops = &preview_ops}, .lower = base};
    /* SQLite keeps it in memory while it is small, then in a temporary file. */
    r = registry_sqlite_open_private("", &preview->upper, error);
    if (r != PECADDR_OK) {
        free(preview);
        return r;
    }
    *ret_store = &preview->store;
    return PECADDR_OK;
}
