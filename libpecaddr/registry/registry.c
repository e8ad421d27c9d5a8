/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/identity.h"
#include "rules/import.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

/* How many addresses a source is asked at once. */
#define SOURCE_BLOCK 256

/* Sources. */

/* Asks a source what of a block those before it have called absent. */
static void ask_source(struct source *source, const char *const addresses[], size_t n,
                       enum presence presence[], struct pecaddr_registry_error *error)
{
    const char *asked[SOURCE_BLOCK];
    enum presence answers[SOURCE_BLOCK] = {PRESENCE_FAILED};
    size_t places[SOURCE_BLOCK];
    size_t n_asked = 0;

    for (size_t i = 0; i < n; i++) {
        if (presence[i] != PRESENCE_ABSENT)
            continue;
        asked[n_asked] = addresses[i];
        places[n_asked++] = i;
    }
    if (n_asked == 0)
        return;
    source->ops->ask(source, asked, n_asked, answers, error);
    for (size_t i = 0; i < n_asked; i++)
        presence[places[i]] = answers[i];
}

/* At most a block. */
static void ask_sources(struct pecaddr_registry *registry, const char *const addresses[], size_t n,
                        enum presence presence[], struct pecaddr_registry_error *error)
{
    if (registry->base != NULL)
        ask_sources(registry->base, addresses, n, presence, error);
    for (size_t i = 0; i < registry->n_sources; i++)
        ask_source(registry->sources[i], addresses, n, presence, error);
}

static bool has_sources(const struct pecaddr_registry *registry)
{
    return registry->n_sources > 0 || (registry->base != NULL && has_sources(registry->base));
}

enum presence registry_hear(struct pecaddr_registry *registry, const char *address,
                            struct pecaddr_registry_error *error)
{
    enum presence presence = PRESENCE_ABSENT;

    ask_sources(registry, &address, 1, &presence, error);
    return presence;
}

/* Questions that the sources are asked at once. */
struct block {
    struct question *questions[SOURCE_BLOCK];
    const char *addresses[SOURCE_BLOCK];
    enum presence presence[SOURCE_BLOCK];
    size_t n;
};

/* Whether any of them was answered. */
static bool hear_block(struct pecaddr_registry *registry, struct block *block)
{
    bool heard = block->n == 0;

    ask_sources(registry, block->addresses, block->n, block->presence, &registry->error);
    for (size_t i = 0; i < block->n; i++) {
        block->questions[i]->outside = block->presence[i];
        heard = heard || block->presence[i] != PRESENCE_FAILED;
    }
    block->n = 0;
    return heard;
}

/*
 * Asks about what the registry itself has called free; the rest it can answer without. A source
 * that is dead is not waited for again and again: after a block without an answer all that is left
 * fails.
 */
static void hear_sources(struct pecaddr_registry *registry, size_t n)
{
    struct block block = {.n = 0};
    bool heard = true;

    for (size_t i = 0; i < n; i++)
        registry->questions[i].outside = PRESENCE_FAILED;
    for (size_t i = 0; i < n && heard; i++) {
        struct question *question = &registry->questions[i];

        if (question->query->answer == PECADDR_FREE) {
            block.questions[block.n] = question;
            block.addresses[block.n] = question->query->address;
            block.presence[block.n++] = PRESENCE_ABSENT;
        }
        if (block.n == SOURCE_BLOCK || i + 1 == n)
            heard = hear_block(registry, &block);
    }
}

/* Questions. */

/* Whether a question is one: the caller's mistakes, not the person's. */
static bool query_fits(const struct pecaddr_query *query)
{
    const struct pecaddr_person *person;
    char address[PECADDR_ADDRESS_MAX + 1];

    if (!STRUCT_FITS(query))
        return false;
    person = query->person;
    if (!STRUCT_FITS(person) || !text_fits(person->given) || !text_fits(person->surname) ||
        !text_fits(person->province) || !text_fits(person->holder))
        return false;
    return query->scheme != NULL && query->address != NULL && query->level < PECADDR_LEVELS_MAX &&
           registry_address_fold(query->address, query->address_size, address) &&
           strcmp(address, query->address) == 0 &&
           strcmp(registry_address_domain(address), pecaddr_scheme_domain(query->scheme)) == 0;
}

/* A holder is a codice fiscale and, always, the register entry. Source: SPEC §5. */
static int read_person(struct question *question)
{
    const struct pecaddr_query *query = question->query;
    const struct pecaddr_person *person = query->person;
    int r = pecaddr_local_part(query->scheme, person, NULL, question->local_part,
                               sizeof question->local_part, NULL, NULL, NULL);

    if (r == PECADDR_OK && person->holder.size > 0)
        r = pecaddr_holder_check(person->holder, question->holder, sizeof question->holder, NULL);
    if (r != PECADDR_OK)
        return r;
    if (!registry_province_fold(person->province.data, person->province.size,
                                question->entry.province))
        return PECADDR_E_PROVINCE;
    question->entry.section = registry_section_fold(person->section);
    question->entry.number = person->number;
    if (question->entry.section == 0 || person->number == 0 || person->number > PECADDR_NUMBER_MAX)
        return PECADDR_E_REGISTER;
    return PECADDR_OK;
}

static int reserve_questions(struct pecaddr_registry *registry, size_t n)
{
    struct question *questions;

    if (n <= registry->capacity)
        return PECADDR_OK;
    questions = n <= SIZE_MAX / sizeof *questions
                    ? realloc(registry->questions, n * sizeof *questions)
                    : NULL;
    if (questions == NULL)
        return registry_no_memory(&registry->error);
    registry->questions = questions;
    registry->capacity = n;
    return PECADDR_OK;
}

static int read_queries(struct pecaddr_registry *registry, struct pecaddr_query *const queries[],
                        size_t n)
{
    int r = reserve_questions(registry, n);

    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < n; i++) {
        struct question *question = &registry->questions[i];

        if (!query_fits(queries[i]))
            return registry_fail(&registry->error, PECADDR_E_ARGUMENT,
                                 "a question is not as pecaddr_walk_next() makes it");
        *question = (struct question){
            .query = queries[i],
            .domain = pecaddr_scheme_domain(queries[i]->scheme),
            .outside = PRESENCE_ABSENT,
        };
        question->failure = read_person(question);
    }
    return PECADDR_OK;
}

/* The questions of one call. */
struct call {
    struct question *questions;
    size_t n;
    enum pecaddr_mode mode;
};

/* Nothing stands: what was answered before a failure was undone. */
static void unanswer(const struct call *call)
{
    for (size_t i = 0; i < call->n; i++) {
        struct pecaddr_query *query = call->questions[i].query;

        query->answer = PECADDR_UNANSWERED;
        query->failure = 0;
        query->held[0] = '\0';
    }
}

static int settle_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct call *call = user;
    int r = PECADDR_OK;

    unanswer(call);
    if (store->ops->prefetch != NULL)
        r = store->ops->prefetch(store, call->questions, call->n, error);
    for (size_t i = 0; r == PECADDR_OK && i < call->n; i++)
        r = registry_settle(store, call->mode, &call->questions[i], error);
    return r;
}

/* One transaction for all. */
static int settle(struct pecaddr_registry *registry, struct call *call, enum pecaddr_mode mode)
{
    call->mode = mode;
    return registry_transact(registry->store, mode, true, settle_all, call, &registry->error);
}

/* What the registry alone called free, and a source knows or could not tell. */
static void answer_from_outside(struct call *call)
{
    for (size_t i = 0; i < call->n; i++) {
        struct pecaddr_query *query = call->questions[i].query;

        if (query->answer != PECADDR_FREE || call->questions[i].outside == PRESENCE_ABSENT)
            continue;
        query->answer =
            call->questions[i].outside == PRESENCE_PRESENT ? PECADDR_TAKEN : PECADDR_FAILED;
        query->failure = query->answer == PECADDR_FAILED ? PECADDR_E_UNAVAILABLE : 0;
    }
}

/*
 * External checks come first, then the claim (SPEC §5); but a source is slow, and is asked only
 * what the registry can not answer alone. What changes between the two looks at the registry so
 * that an unheard source is needed after all fails, and can be asked again.
 */
static int ask_with_sources(struct pecaddr_registry *registry, struct call *call,
                            enum pecaddr_mode mode)
{
    int r = settle(registry, call, PECADDR_CHECK);

    if (r != PECADDR_OK)
        return r;
    hear_sources(registry, call->n);
    if (mode == PECADDR_CLAIM)
        return settle(registry, call, mode);
    answer_from_outside(call);
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_ask(void *user, enum pecaddr_mode mode,
                                struct pecaddr_query *const queries[], size_t n)
{
    struct pecaddr_registry *registry = user;
    struct call call;
    int r;

    if (registry == NULL)
        return PECADDR_E_ARGUMENT;
    registry_no_failure(&registry->error);
    if ((mode != PECADDR_CHECK && mode != PECADDR_CLAIM) || (n > 0 && queries == NULL))
        return registry_fail(&registry->error, PECADDR_E_ARGUMENT,
                             "there is no such mode, or there are no questions");
    r = read_queries(registry, queries, n);
    if (r != PECADDR_OK || n == 0)
        return r;
    call = (struct call){.questions = registry->questions, .n = n};
    r = has_sources(registry) ? ask_with_sources(registry, &call, mode)
                              : settle(registry, &call, mode);
    if (r != PECADDR_OK)
        unanswer(&call);
    return r;
}

EXPORT const char *pecaddr_registry_message(const struct pecaddr_registry *registry)
{
    return registry != NULL ? registry->error.message : "";
}

EXPORT int pecaddr_registry_failure(const struct pecaddr_registry *registry,
                                    struct pecaddr_registry_error *ret_error)
{
    if (registry == NULL || ret_error == NULL || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    if (registry->error.message[0] == '\0')
        return PECADDR_NO_MATCH;
    registry_fail_with(ret_error, registry->error.code, &registry->error);
    return PECADDR_OK;
}

/* What else can be done. */

int registry_check_call(const struct pecaddr_registry *registry,
                        struct pecaddr_registry_error *error)
{
    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (registry == NULL)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no registry");
    if (registry->base != NULL)
        return registry_fail(error, PECADDR_E_ARGUMENT, "a preview only answers questions");
    return PECADDR_OK;
}

int registry_read_address(const char *address, char ret_address[PECADDR_ADDRESS_MAX + 1],
                          struct pecaddr_registry_error *error)
{
    if (address == NULL)
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no address");
    if (!registry_address_fold(address, strlen(address), ret_address))
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no address", SHOWN(address));
    return PECADDR_OK;
}

int registry_check_why(const char *why, struct pecaddr_registry_error *error)
{
    size_t size = why != NULL ? strlen(why) : 0;

    if (size == 0 || size > PECADDR_REASON_MAX || registry_text_check(why, size) != PECADDR_OK)
        return registry_fail(error, PECADDR_E_ARGUMENT, "the reason must be 1 to %d bytes of UTF-8",
                             PECADDR_REASON_MAX);
    return PECADDR_OK;
}

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
    int *results;
};

static int import_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct arrivals *arrivals = user;
    int r = PECADDR_OK;

    for (size_t i = 0; r == PECADDR_OK && i < arrivals->n; i++)
        r = registry_import_one(store, arrivals->mailboxes[i], &arrivals->results[i], error);
    return r;
}

EXPORT int pecaddr_registry_import(struct pecaddr_registry *registry,
                                   const struct pecaddr_mailbox *const mailboxes[], size_t n,
                                   int results[], struct pecaddr_registry_error *error)
{
    struct arrivals arrivals = {.mailboxes = mailboxes, .n = n};
    int r = registry_check_call(registry, error);

    if (r != PECADDR_OK || n == 0)
        return r;
    if (mailboxes == NULL || results == NULL || !mailboxes_fit(mailboxes, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there are no mailboxes, or no place for the results");
    /* Kept apart until they stand, since outputs are untouched on failure. */
    arrivals.results = calloc(n, sizeof *arrivals.results);
    if (arrivals.results == NULL)
        return registry_no_memory(error);
    r = registry_transact(registry->store, PECADDR_CLAIM, true, import_all, &arrivals, error);
    if (r == PECADDR_OK)
        memcpy(results, arrivals.results, n * sizeof *results);
    free(arrivals.results);
    return r;
}

EXPORT int pecaddr_registry_each(struct pecaddr_registry *registry, const char *address,
                                 const char *holder, int all,
                                 int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                                 void *user, struct pecaddr_registry_error *error)
{
    char folded[PECADDR_ADDRESS_MAX + 1], upper[PECADDR_HOLDER_MAX + 1];
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && each == NULL)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r == PECADDR_OK && address != NULL)
        r = registry_read_address(address, folded, error);
    if (r == PECADDR_OK && holder != NULL &&
        pecaddr_holder_check((struct pecaddr_text){holder, strlen(holder)}, upper, sizeof upper,
                             NULL) != PECADDR_OK)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no codice fiscale",
                          SHOWN(holder));
    if (r != PECADDR_OK)
        return r;
    return registry->store->ops->each(registry->store, address != NULL ? folded : NULL,
                                      holder != NULL ? upper : NULL, all != 0, each, user, error);
}

EXPORT int pecaddr_registry_history(struct pecaddr_registry *registry, const char *address,
                                    int (*each)(void *user, const struct pecaddr_event *event),
                                    void *user, struct pecaddr_registry_error *error)
{
    char folded[PECADDR_ADDRESS_MAX + 1];
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && each == NULL)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r == PECADDR_OK && address != NULL)
        r = registry_read_address(address, folded, error);
    if (r != PECADDR_OK)
        return r;
    return registry->store->ops->history(registry->store, address != NULL ? folded : NULL, each,
                                         user, error);
}
