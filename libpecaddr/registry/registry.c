/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/identity.h"
#include "rules/import.h"
#include "rules/reasons.h"
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

EXPORT int pecaddr_registry_check_sources(struct pecaddr_registry *registry,
                                          const struct pecaddr_scheme *scheme,
                                          int (*each)(void *user,
                                                      const struct pecaddr_source_count *count),
                                          void *user, struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && !scheme)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is no scheme");
    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < registry->n_sources && r == PECADDR_OK; i++) {
        struct pecaddr_source_count count = PECADDR_SOURCE_COUNT_INIT;
        struct source *source = registry->sources[i];

        if (!source->ops->check)
            continue;
        r = source->ops->check(source, pecaddr_scheme_domain(scheme), &count, error);
        if (r == PECADDR_OK && each)
            r = each(user, &count);
    }
    return r;
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
    return query->scheme != NULL && query->folded != NULL && query->address != NULL &&
           query->level < PECADDR_LEVELS_MAX &&
           registry_address_fold(query->address, query->address_size, address) &&
           strcmp(address, query->address) == 0 &&
           strcmp(registry_address_domain(address), pecaddr_scheme_domain(query->scheme)) == 0;
}

/* A holder is a codice fiscale and, always, the register entry. Source: SPEC §5. */
static int read_person(struct question *question)
{
    const struct pecaddr_person *person = question->query->person;
    int r = registry_text_check(person->given.data, person->given.size);

    if (r == PECADDR_OK)
        r = registry_text_check(person->surname.data, person->surname.size);
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

/* Nothing stands: what was answered before a failure was undone. */
static void unanswer(const struct asking *asking)
{
    for (size_t i = 0; i < asking->n; i++) {
        struct pecaddr_query *query = asking->questions[i].query;

        query->answer = PECADDR_UNANSWERED;
        query->failure = 0;
        query->added_notes = 0;
        query->held[0] = '\0';
        registry_refuse_nobody(asking->questions[i].reason);
    }
}

static bool sought_by_question(const void *user, size_t i, struct sought *ret_sought)
{
    const struct asking *asking = user;
    const struct question *question = &asking->questions[i];

    if (question->failure != 0)
        return false;
    strcpy(ret_sought->address, question->query->address);
    strcpy(ret_sought->holder, question->holder);
    ret_sought->entry = question->entry;
    return true;
}

static int settle_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct asking *asking = user;
    int r;

    unanswer(asking);
    r = registry_prefetch(store, sought_by_question, asking, asking->n, true, error);
    for (size_t i = 0; r == PECADDR_OK && i < asking->n; i++)
        r = registry_settle(store, asking, i, error);
    return r;
}

/* One transaction for all. */
static int settle(struct pecaddr_registry *registry, struct asking *asking, enum pecaddr_mode mode)
{
    asking->mode = mode;
    asking->told = &registry->error;
    return registry_transact(registry->store, mode, true, settle_all, asking, &registry->error);
}

/* What the registry alone called free, and a source knows or could not tell. */
static void answer_from_outside(const struct asking *asking)
{
    for (size_t i = 0; i < asking->n; i++) {
        struct pecaddr_query *query = asking->questions[i].query;

        if (query->answer != PECADDR_FREE || asking->questions[i].outside == PRESENCE_ABSENT)
            continue;
        query->answer =
            asking->questions[i].outside == PRESENCE_PRESENT ? PECADDR_TAKEN : PECADDR_FAILED;
        query->failure = query->answer == PECADDR_FAILED ? PECADDR_E_UNAVAILABLE : 0;
    }
}

/*
 * External checks come first, then the claim (SPEC §5); but a source is slow, and is asked only
 * what the registry can not answer alone. What changes between the two looks at the registry so
 * that an unheard source is needed after all fails, and can be asked again.
 */
static int ask_with_sources(struct pecaddr_registry *registry, struct asking *asking,
                            enum pecaddr_mode mode)
{
    int r = settle(registry, asking, PECADDR_CHECK);

    if (r != PECADDR_OK)
        return r;
    hear_sources(registry, asking->n);
    if (mode == PECADDR_CLAIM)
        return settle(registry, asking, mode);
    answer_from_outside(asking);
    return PECADDR_OK;
}

static int ask(struct pecaddr_registry *registry, struct asking asking, enum pecaddr_mode mode)
{
    int r = has_sources(registry) ? ask_with_sources(registry, &asking, mode)
                                  : settle(registry, &asking, mode);

    if (r != PECADDR_OK)
        unanswer(&asking);
    return r;
}

EXPORT int pecaddr_registry_ask(void *user, enum pecaddr_mode mode,
                                struct pecaddr_query *const queries[], size_t n)
{
    struct pecaddr_registry *registry = user;
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
    return ask(registry, (struct asking){.questions = registry->questions, .n = n}, mode);
}

/* Assigning: persons in, outcomes and reasons out. */

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
    int r = read_queries(registry, queries, n);

    for (size_t i = 0; r == PECADDR_OK && self->reasons != NULL && i < n; i++) {
        if (queries[i]->user == NULL)
            queries[i]->user = reason_of(self, queries[i]->person);
        registry->questions[i].reason = queries[i]->user;
    }
    if (r != PECADDR_OK || n == 0)
        return r;
    return ask(registry,
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

static bool reasons_fit(struct pecaddr_reason *const reasons[], size_t n)
{
    for (size_t i = 0; reasons != NULL && i < n; i++)
        if (reasons[i] != NULL && !STRUCT_FITS(reasons[i]))
            return false;
    return true;
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
        (n > 0 && (persons == NULL || ret_assignments == NULL)) || !reasons_fit(ret_reasons, n))
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

EXPORT int pecaddr_registry_warning(const struct pecaddr_registry *registry,
                                    struct pecaddr_registry_error *ret_error)
{
    const struct store_ops *ops;

    if (registry == NULL || ret_error == NULL || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    ops = registry->store->ops;
    return ops->warn != NULL && ops->warn(registry->store, ret_error) ? PECADDR_OK
                                                                      : PECADDR_NO_MATCH;
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
    bool may_block;
    bool dry_run;
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
        r = registry_import_one(store, arrivals->mailboxes[i], arrivals->may_block,
                                &arrivals->results[i],
                                arrivals->reasons != NULL ? arrivals->reasons[i] : NULL, error);
    return r == PECADDR_OK && arrivals->dry_run ? WOULD_BE_DONE : r;
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
                                   int dry_run, int results[],
                                   struct pecaddr_reason *const reasons[],
                                   struct pecaddr_registry_error *error)
{
    struct arrivals arrivals = {
        .mailboxes = mailboxes, .n = n, .dry_run = dry_run != 0, .reasons = reasons};
    int r = registry_check_call(registry, error);

    if (r != PECADDR_OK || n == 0)
        return r;
    if (mailboxes == NULL || results == NULL || !mailboxes_fit(mailboxes, n) ||
        !reasons_fit(reasons, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there are no mailboxes, or no place for the results");
    arrivals.may_block = any_has_facts(&arrivals);
    /* Kept apart until they stand, since outputs are untouched on failure. */
    arrivals.results = calloc(n, sizeof *arrivals.results);
    if (arrivals.results == NULL)
        return registry_no_memory(error);
    r = registry_transact(registry->store, PECADDR_CLAIM, true, import_all, &arrivals, error);
    if (r == WOULD_BE_DONE)
        r = PECADDR_OK;
    if (r == PECADDR_OK)
        memcpy(results, arrivals.results, n * sizeof *results);
    free(arrivals.results);
    return r;
}

EXPORT int pecaddr_registry_resume(struct pecaddr_registry *registry,
                                   struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r != PECADDR_OK || registry->store->ops->resume == NULL)
        return r;
    return registry->store->ops->resume(registry->store, error);
}
