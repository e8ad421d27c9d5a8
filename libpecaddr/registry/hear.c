/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/identity.h"

/* How many addresses a source is asked at once. */
#define SOURCE_BLOCK 256

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
    if (registry->base)
        ask_sources(registry->base, addresses, n, presence, error);
    for (size_t i = 0; i < registry->n_sources; i++)
        ask_source(registry->sources[i], addresses, n, presence, error);
}

bool registry_has_sources(const struct pecaddr_registry *registry)
{
    return registry->n_sources > 0 || (registry->base && registry_has_sources(registry->base));
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

bool registry_needs_sources(const struct question *question)
{
    const struct pecaddr_query *query = question->query;

    return question->is_unheard &&
           (query->answer == PECADDR_FREE ||
            (query->answer == PECADDR_FAILED && query->failure == PECADDR_E_UNAVAILABLE));
}

/*
 * Asks about what the registry itself has called free; the rest it can answer without. A source
 * that is dead is not waited for again and again: after a block without an answer all that is left
 * fails.
 */
void registry_hear_sources(struct pecaddr_registry *registry, size_t n)
{
    struct block block = {.n = 0};
    bool heard = true;

    for (size_t i = 0; i < n && heard; i++) {
        struct question *question = &registry->questions[i];

        if (registry_needs_sources(question)) {
            question->is_unheard = false;
            block.questions[block.n] = question;
            block.addresses[block.n] = question->query->address;
            block.presence[block.n++] = PRESENCE_ABSENT;
        }
        if (block.n == SOURCE_BLOCK || i + 1 == n)
            heard = hear_block(registry, &block);
    }
    for (size_t i = 0; i < n && !heard; i++)
        registry->questions[i].is_unheard = false;
}
