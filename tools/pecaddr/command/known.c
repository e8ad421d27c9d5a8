/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/known.h"

#include "runtime/memory.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* A person's first question, by whose answer a known holder is known. */
struct asked {
    struct pecaddr_walk walk;
    struct pecaddr_query query;
};

static int ask(struct asked *asked, const struct pecaddr_scheme *scheme,
               const struct pecaddr_person *person)
{
    asked->walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    asked->query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    return pecaddr_walk_init(&asked->walk, scheme, person, PECADDR_CHECK, NULL) == PECADDR_OK &&
           pecaddr_walk_next(&asked->walk, &asked->query) == PECADDR_OK;
}

static void read_answer(const struct pecaddr_query *query, struct known *ret_known)
{
    ret_known->is_asked = true;
    ret_known->is_refused = query->answer == PECADDR_REFUSED;
    ret_known->has_moved = (query->added_notes & (uint32_t)PECADDR_NOTE_MOVED) != 0;
    ret_known->is_renamed = (query->added_notes & (uint32_t)PECADDR_NOTE_RENAMED) != 0;
    ret_known->has_returned = (query->added_notes & (uint32_t)PECADDR_NOTE_RETURNED) != 0;
    if (query->answer == PECADDR_HELD)
        memcpy(ret_known->address, query->address, query->address_size + 1);
    else if (query->answer == PECADDR_HELD_ELSEWHERE)
        memcpy(ret_known->address, query->held, sizeof query->held);
    else if (query->answer == PECADDR_TAKEN)
        memcpy(ret_known->taken, query->address, query->address_size + 1);
}

int known_ask(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
              const struct pecaddr_person *const persons[], size_t n, struct known ret_known[])
{
    struct asked *asked = memory_new(n * sizeof *asked);
    struct pecaddr_query **queries = memory_new(n * sizeof *queries);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t asked_count = 0;
    int status = 0;

    for (size_t i = 0; i < n; i++) {
        ret_known[i] = (struct known){.has_moved = 0};
        if (ask(&asked[i], scheme, persons[i])) {
            asked[i].query.user = &ret_known[i];
            queries[asked_count++] = &asked[i].query;
        }
    }
    if (asked_count && pecaddr_registry_ask(registry, PECADDR_CHECK, queries, asked_count) != 0) {
        pecaddr_registry_failure(registry, &error);
        status = message_unavailable(&error);
    }
    for (size_t i = 0; i < asked_count && status == 0; i++)
        read_answer(queries[i], queries[i]->user);
    free(queries);
    free(asked);
    return status;
}

static void read_mailbox(struct known *known, const struct pecaddr_reason *reason)
{
    known->state = reason->state;
    memcpy(known->province, reason->province, sizeof known->province);
    entry_words(known->entry, reason->province, reason->section, reason->number);
}

int known_look_up(struct pecaddr_registry *registry, struct known known[], size_t n)
{
    const char **addresses = memory_new(n * sizeof *addresses);
    struct known **found = memory_new(n * sizeof *found);
    int *results = memory_new(n * sizeof *results);
    struct pecaddr_reason *reasons = memory_new(n * sizeof *reasons);
    struct pecaddr_reason **pointers = memory_new(n * sizeof *pointers);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t asked = 0;
    int r = PECADDR_OK;

    for (size_t i = 0; i < n; i++)
        if (*known[i].address && !known[i].has_returned) {
            reasons[asked] = (struct pecaddr_reason)PECADDR_REASON_INIT;
            pointers[asked] = &reasons[asked];
            addresses[asked] = known[i].address;
            found[asked++] = &known[i];
        }
    if (asked)
        r = pecaddr_registry_look_up(registry, addresses, asked, results, pointers, &error);
    for (size_t i = 0; i < asked && r == PECADDR_OK; i++)
        if (results[i] == PECADDR_OK)
            read_mailbox(found[i], &reasons[i]);
    free(addresses);
    free(found);
    free(results);
    free(reasons);
    free(pointers);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

bool known_is_of_order(const struct known *known, const struct pecaddr_person *person)
{
    return known->state && text_equal(person->province, known->province);
}
