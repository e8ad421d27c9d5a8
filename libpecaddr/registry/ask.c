/* SPDX-License-Identifier: BSD-3-Clause */
#include "ask.h"
#include "transact.h"
#include "rules/reasons.h"
#include "rules/settle.h"

#include <stdlib.h>
#include <string.h>

/* Whether a question is one: the caller's mistakes, not the person's. */
static bool query_fits(const struct pecaddr_query *query)
{
    char address[PECADDR_ADDRESS_MAX + 1];

    return STRUCT_FITS(query) && person_texts_fit(query->person) && query->scheme &&
           query->folded && query->address && query->level < PECADDR_LEVELS_MAX &&
           registry_address_fold(query->address, query->address_size, address) &&
           strcmp(address, query->address) == 0 &&
           strcmp(registry_address_domain(address), pecaddr_scheme_domain(query->scheme)) == 0;
}

/* A holder is a codice fiscale and, always, the register entry, whose province is that of an Order of the
   scheme, also where no rule has it. Source: SPEC §3, §5. */
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
                                question->entry.province) ||
        !pecaddr_scheme_has_province(question->query->scheme, person->province))
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
    if (!questions)
        return registry_no_memory(&registry->error);
    registry->questions = questions;
    registry->capacity = n;
    return PECADDR_OK;
}

int registry_read_queries(struct pecaddr_registry *registry, struct pecaddr_query *const queries[],
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

/* Nothing stands: what was answered before a failure was undone, or, in doubt, is kept. */
static void unanswer(const struct asking *asking, bool in_doubt)
{
    for (size_t i = 0; i < asking->n; i++) {
        struct question *question = &asking->questions[i];
        struct pecaddr_query *query = question->query;

        if (!in_doubt || question->tried == PECADDR_UNANSWERED) {
            question->tried = in_doubt ? query->answer : PECADDR_UNANSWERED;
            question->tried_notes = in_doubt ? query->added_notes : 0;
        }
        query->answer = PECADDR_UNANSWERED;
        query->failure = 0;
        query->added_notes = 0;
        query->held[0] = '\0';
        registry_refuse_nobody_yet(question->reason);
    }
}

/* What was claimed, or changed, by a try that was done after all is told as it was then: it is new, though
 * it is found on record now. */
static void tell_what_was_tried(const struct question *question)
{
    struct pecaddr_query *query = question->query;

    if (query->answer == PECADDR_HELD || query->answer == PECADDR_HELD_ELSEWHERE)
        query->added_notes |= question->tried_notes;
    if (question->tried == PECADDR_CLAIMED && query->answer == PECADDR_HELD)
        query->answer = PECADDR_CLAIMED;
}

static bool sought_by_question(const void *user, size_t i, struct sought *ret_sought)
{
    const struct asking *asking = user;
    const struct question *question = &asking->questions[i];
    struct holder asks;

    if (question->failure != 0)
        return false;
    strcpy(ret_sought->address, question->query->address);
    strcpy(ret_sought->holder, question->holder);
    ret_sought->entry = question->entry;
    asks = registry_holder_asking(question);
    registry_namesakes_of(question->domain, &asks, &ret_sought->namesakes);
    return true;
}

int registry_settle_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct asking *asking = user;
    int r;

    unanswer(asking, store->in_doubt);
    r = registry_prefetch(store, sought_by_question, asking, asking->n, true, error);
    for (size_t i = 0; r == PECADDR_OK && i < asking->n; i++) {
        r = registry_settle(store, asking, i, error);
        tell_what_was_tried(&asking->questions[i]);
    }
    return r;
}

/* What rests on a source that was not asked is undone, unless a try before may have been done:
   PECADDR_NO_MATCH. */
static int settle_heard(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct asking *asking = user;
    int r = registry_settle_all(store, user, error);

    for (size_t i = 0; r == PECADDR_OK && !store->in_doubt && i < asking->n; i++)
        if (registry_needs_sources(&asking->questions[i]))
            return PECADDR_NO_MATCH;
    return r;
}

/* One transaction for all. */
static int settle(struct pecaddr_registry *registry, struct asking *asking, enum pecaddr_mode mode)
{
    asking->mode = mode;
    asking->told = &registry->error;
    return registry_transact(registry->store, mode, true,
                             mode == PECADDR_CLAIM ? settle_heard : registry_settle_all, asking,
                             &registry->error);
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
 * what the registry cannot answer alone. That may change: by others, and by the claims themselves,
 * where one moves off an entry on which another comes. Then the sources are heard of that, too, and
 * all is claimed anew.
 */
static int ask_with_sources(struct pecaddr_registry *registry, struct asking *asking,
                            enum pecaddr_mode mode)
{
    int r = settle(registry, asking, PECADDR_CHECK);

    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < asking->n; i++) {
        asking->questions[i].outside = PRESENCE_FAILED;
        asking->questions[i].is_unheard = true;
    }
    do {
        registry_hear_sources(registry, asking->n);
        r = mode == PECADDR_CLAIM ? settle(registry, asking, mode) : PECADDR_OK;
    } while (r == PECADDR_NO_MATCH);
    if (mode == PECADDR_CHECK)
        answer_from_outside(asking);
    return r;
}

int registry_ask(struct pecaddr_registry *registry, struct asking asking, enum pecaddr_mode mode)
{
    int r = registry_has_sources(registry) ? ask_with_sources(registry, &asking, mode)
                                           : settle(registry, &asking, mode);

    if (r != PECADDR_OK)
        unanswer(&asking, false);
    return r;
}

EXPORT int pecaddr_registry_ask(void *user, enum pecaddr_mode mode,
                                struct pecaddr_query *const queries[], size_t n)
{
    struct pecaddr_registry *registry = user;
    int r;

    if (!registry)
        return PECADDR_E_ARGUMENT;
    registry_no_failure(&registry->error);
    if ((mode != PECADDR_CHECK && mode != PECADDR_CLAIM) || (n > 0 && !queries))
        return registry_fail(&registry->error, PECADDR_E_ARGUMENT,
                             "there is no such mode, or there are no questions");
    r = registry_read_queries(registry, queries, n);
    if (r != PECADDR_OK || n == 0)
        return r;
    return registry_ask(registry, (struct asking){.questions = registry->questions, .n = n}, mode);
}
