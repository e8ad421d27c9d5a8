/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/import.h"
#include "rules/reasons.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

static bool mailboxes_fit(const struct pecaddr_mailbox *const mailboxes[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!STRUCT_FITS(mailboxes[i]))
            return false;
    return true;
}

/* Mailboxes to bring in, and what became of each. */
struct arrivals {
    const struct pecaddr_mailbox *const *mailboxes;
    size_t n;
    unsigned flags; /* of enum pecaddr_import */
    int *results;
    struct pecaddr_reason *const *reasons; /* NULL: nobody wants them */
};

static bool sought_by_arrival(const void *user, size_t i, struct sought *ret_sought)
{
    const struct arrivals *arrivals = user;

    return registry_import_seeks(arrivals->mailboxes[i], ret_sought);
}

static int import_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct arrivals *arrivals = user;
    int r = registry_prefetch(store, sought_by_arrival, arrivals, arrivals->n, false, error);

    for (size_t i = 0; r == PECADDR_OK && i < arrivals->n; i++)
        r = registry_import_one(store, arrivals->mailboxes[i], arrivals->flags,
                                &arrivals->results[i],
                                arrivals->reasons ? arrivals->reasons[i] : NULL, error);
    return r == PECADDR_OK && (arrivals->flags & PECADDR_IMPORT_DRY_RUN) != 0 ? WOULD_BE_DONE : r;
}

/* A list without one valid fact may be any text with addresses in it, and blocks nothing. */
static bool any_has_facts(const struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->n; i++)
        if (registry_import_has_facts(arrivals->mailboxes[i]))
            return true;
    return false;
}

EXPORT int pecaddr_registry_import(struct pecaddr_registry *registry,
                                   const struct pecaddr_mailbox *const mailboxes[], size_t n,
                                   unsigned flags, int results[],
                                   struct pecaddr_reason *const reasons[],
                                   struct pecaddr_registry_error *error)
{
    const unsigned known =
        PECADDR_IMPORT_DRY_RUN | PECADDR_IMPORT_BLOCK | PECADDR_IMPORT_ACCEPT_MISMATCH;
    struct arrivals arrivals = {.mailboxes = mailboxes, .n = n, .flags = flags, .reasons = reasons};
    int r = registry_check_handle(registry, error);

    if (r != PECADDR_OK || n == 0)
        return r;
    if ((flags & ~known) != 0)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no such way to bring in mailboxes");
    if (!mailboxes || !results || !mailboxes_fit(mailboxes, n) || !registry_reasons_fit(reasons, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there are no mailboxes, or no place for the results");
    if (any_has_facts(&arrivals))
        arrivals.flags |= PECADDR_IMPORT_BLOCK;
    /* Kept apart until they stand, since outputs are untouched on failure. */
    arrivals.results = calloc(n, sizeof *arrivals.results);
    if (!arrivals.results)
        return registry_no_memory(error);
    r = registry_transact(registry->store, PECADDR_CLAIM, true, import_all, &arrivals, error);
    if (r == WOULD_BE_DONE)
        r = PECADDR_OK;
    if (r == PECADDR_OK)
        memcpy(results, arrivals.results, n * sizeof *results);
    /* Nothing was done: what was said of one or another of them is of nothing that stands. */
    for (size_t i = 0; r != PECADDR_OK && reasons && i < n; i++)
        registry_refuse_nobody(reasons[i]);
    free(arrivals.results);
    return r;
}
