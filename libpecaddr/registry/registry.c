/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* How many addresses a source is asked at once. */
#define SOURCE_BLOCK 256

struct pecaddr_registry {
    struct store *store;
    struct source **sources;
    size_t n_sources;
    struct pecaddr_registry *base; /* of a preview: its sources are heard too */
    struct question *questions;    /* of one call, kept for the next */
    size_t capacity;
    struct pecaddr_registry_error error; /* of the last call of pecaddr_registry_ask() */
};

/* What a URI can name. */

struct store_kind {
    const char *name;
    int (*init)(struct uri *uri, struct pecaddr_registry_error *error);
    int (*open)(struct uri *uri, struct store **ret_store, struct pecaddr_registry_error *error);
};

static const struct store_kind store_kinds[] = {
    {"memory", registry_memory_init, registry_memory_open},
    {"sqlite", registry_sqlite_init, registry_sqlite_open},
};

struct source_kind {
    const char *name;
    int (*open)(struct uri *uri, struct source **ret_source, struct pecaddr_registry_error *error);
};

static const struct source_kind source_kinds[] = {
    {"file", registry_file_open},
};

static int find_store_kind(const struct uri *uri, const struct store_kind **ret_kind,
                           struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < ARRAY_SIZE(store_kinds); i++) {
        if (strcmp(uri->kind, store_kinds[i].name) == 0) {
            *ret_kind = &store_kinds[i];
            return PECADDR_OK;
        }
    }
    return registry_fail(
        error, PECADDR_E_ARGUMENT,
        "%s: no registry has a URI of this kind; write sqlite:PATH or memory:", SHOWN(uri->text));
}

static int find_source_kind(const struct uri *uri, const struct source_kind **ret_kind,
                            struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < ARRAY_SIZE(source_kinds); i++) {
        if (strcmp(uri->kind, source_kinds[i].name) == 0) {
            *ret_kind = &source_kinds[i];
            return PECADDR_OK;
        }
    }
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: no source has a URI of this kind; write file:PATH", SHOWN(uri->text));
}

/* The handle. */

void registry_store_close(struct store *store)
{
    if (store != NULL)
        store->ops->close(store);
}

void registry_source_close(struct source *source)
{
    if (source != NULL)
        source->ops->close(source);
}

static int argument(struct pecaddr_registry_error *error, const char *what)
{
    return registry_fail(error, PECADDR_E_ARGUMENT, "%s", what);
}

/* Takes over the store, also when it fails. */
static int new_registry(struct store *store, struct pecaddr_registry *base,
                        struct pecaddr_registry **ret_registry,
                        struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = calloc(1, sizeof *registry);

    if (registry == NULL) {
        registry_store_close(store);
        return registry_no_memory(error);
    }
    registry->store = store;
    registry->base = base;
    registry->error.size = sizeof registry->error;
    *ret_registry = registry;
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_init(const char *uri, struct pecaddr_registry_error *error)
{
    const struct store_kind *kind = NULL;
    struct uri parsed;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (uri == NULL)
        return argument(error, "there is no URI");
    r = registry_uri_parse(uri, &parsed, error);
    if (r != PECADDR_OK)
        return r;
    r = find_store_kind(&parsed, &kind, error);
    if (r == PECADDR_OK)
        r = kind->init(&parsed, error);
    registry_uri_free(&parsed);
    return r;
}

EXPORT int pecaddr_registry_open(const char *uri, struct pecaddr_registry **ret_registry,
                                 struct pecaddr_registry_error *error)
{
    const struct store_kind *kind = NULL;
    struct store *store = NULL;
    struct uri parsed;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (uri == NULL || ret_registry == NULL)
        return argument(error, "there is no URI, or no place for the registry");
    r = registry_uri_parse(uri, &parsed, error);
    if (r != PECADDR_OK)
        return r;
    r = find_store_kind(&parsed, &kind, error);
    if (r == PECADDR_OK)
        r = kind->open(&parsed, &store, error);
    if (r == PECADDR_OK)
        r = new_registry(store, NULL, ret_registry, error);
    registry_uri_free(&parsed);
    return r;
}

EXPORT int pecaddr_registry_preview(struct pecaddr_registry *base,
                                    struct pecaddr_registry **ret_registry,
                                    struct pecaddr_registry_error *error)
{
    struct store *store = NULL;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (base == NULL || ret_registry == NULL)
        return argument(error, "there is no registry, or no place for the preview");
    r = registry_preview_open(base->store, &store, error);
    if (r == PECADDR_OK)
        r = new_registry(store, base, ret_registry, error);
    return r;
}

EXPORT void pecaddr_registry_close(struct pecaddr_registry *registry)
{
    if (registry == NULL)
        return;
    for (size_t i = 0; i < registry->n_sources; i++)
        registry_source_close(registry->sources[i]);
    registry_store_close(registry->store);
    free(registry->sources);
    free(registry->questions);
    free(registry);
}

/* Sources. */

/* A source proves itself before use. Source: SPEC §5. */
static int hear_canary(struct source *source, const char *uri, const char *canary,
                       struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    const char *const addresses[] = {address};
    enum presence presence = PRESENCE_FAILED;

    if (!registry_address_fold(canary, strlen(canary), address))
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: the canary %s is no address",
                             SHOWN(uri), SHOWN(canary));
    source->ops->ask(source, addresses, 1, &presence, error);
    if (presence == PRESENCE_FAILED)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: gave no answer about %s", SHOWN(uri),
                             SHOWN(address));
    if (presence == PRESENCE_ABSENT)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: does not know %s, which must be there; check whether this is the "
                             "right source, and whole",
                             SHOWN(uri), SHOWN(address));
    return PECADDR_OK;
}

static int open_source(const char *text, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    const struct source_kind *kind = NULL;
    struct source *source = NULL;
    const char *canary = NULL;
    struct uri uri;
    int r = registry_uri_parse(text, &uri, error);

    if (r != PECADDR_OK)
        return r;
    r = find_source_kind(&uri, &kind, error);
    if (r == PECADDR_OK) {
        canary = registry_uri_take(&uri, "canary");
        r = kind->open(&uri, &source, error);
    }
    if (r == PECADDR_OK && canary != NULL)
        r = hear_canary(source, text, canary, error);
    if (r == PECADDR_OK)
        *ret_source = source;
    else
        registry_source_close(source);
    registry_uri_free(&uri);
    return r;
}

EXPORT int pecaddr_registry_add_source(struct pecaddr_registry *registry, const char *uri,
                                       struct pecaddr_registry_error *error)
{
    struct source **sources;
    struct source *source = NULL;
    int r;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (registry == NULL || uri == NULL)
        return argument(error, "there is no registry, or no URI");
    r = open_source(uri, &source, error);
    if (r != PECADDR_OK)
        return r;
    sources = realloc(registry->sources, (registry->n_sources + 1) * sizeof(struct source *));
    if (sources == NULL) {
        registry_source_close(source);
        return registry_no_memory(error);
    }
    registry->sources = sources;
    registry->sources[registry->n_sources++] = source;
    return PECADDR_OK;
}

/* Asks a source what of a block those before it have called absent. */
static void ask_source(struct source *source, struct question questions[], size_t n,
                       struct pecaddr_registry_error *error)
{
    const char *addresses[SOURCE_BLOCK];
    enum presence presence[SOURCE_BLOCK] = {PRESENCE_FAILED};
    size_t asked[SOURCE_BLOCK];
    size_t n_asked = 0;

    for (size_t i = 0; i < n; i++) {
        if (questions[i].failure != 0 || questions[i].outside != PRESENCE_ABSENT)
            continue;
        addresses[n_asked] = questions[i].query->address;
        asked[n_asked++] = i;
    }
    if (n_asked == 0)
        return;
    source->ops->ask(source, addresses, n_asked, presence, error);
    for (size_t i = 0; i < n_asked; i++)
        questions[asked[i]].outside = presence[i];
}

static void hear_sources(struct pecaddr_registry *registry, struct question questions[], size_t n,
                         struct pecaddr_registry_error *error)
{
    if (registry->base != NULL)
        hear_sources(registry->base, questions, n, error);
    for (size_t i = 0; i < registry->n_sources; i++) {
        for (size_t done = 0; done < n; done += SOURCE_BLOCK) {
            size_t rest = n - done;

            ask_source(registry->sources[i], questions + done,
                       rest < SOURCE_BLOCK ? rest : SOURCE_BLOCK, error);
        }
    }
}

/* Questions. */

static bool text_fits(struct pecaddr_text text)
{
    return text.size == 0 || text.data != NULL;
}

/* Whether a question is one: the caller's mistakes, not the person's. */
static bool query_fits(const struct pecaddr_query *query)
{
    const struct pecaddr_person *person;
    char address[PECADDR_ADDRESS_MAX + 1];

    if (query == NULL || !registry_struct_fits(query, query->size, sizeof *query))
        return false;
    person = query->person;
    if (person == NULL || !registry_struct_fits(person, person->size, sizeof *person) ||
        !text_fits(person->given) || !text_fits(person->surname) || !text_fits(person->province) ||
        !text_fits(person->holder))
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
        r = pecaddr_holder_check(person->holder, question->holder, sizeof question->holder);
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
            return argument(&registry->error, "a question is not as pecaddr_walk_next() makes it");
        *question = (struct question){
            .query = queries[i],
            .domain = pecaddr_scheme_domain(queries[i]->scheme),
            .outside = PRESENCE_ABSENT,
        };
        question->failure = read_person(question);
    }
    return PECADDR_OK;
}

/* One transaction for all. */
static int settle_all(struct pecaddr_registry *registry, enum pecaddr_mode mode, size_t n)
{
    struct store *store = registry->store;
    int r = store->ops->begin(store, mode, &registry->error);

    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; r == PECADDR_OK && i < n; i++)
        r = registry_settle(store, mode, &registry->questions[i], &registry->error);
    if (r == PECADDR_OK)
        r = store->ops->commit(store, &registry->error);
    if (r != PECADDR_OK)
        store->ops->rollback(store);
    return r;
}

/* Nothing stands: what was answered before the failure was undone. */
static void unanswer(struct pecaddr_query *const queries[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        queries[i]->answer = PECADDR_UNANSWERED;
        queries[i]->failure = 0;
        queries[i]->held[0] = '\0';
    }
}

EXPORT int pecaddr_registry_ask(void *user, enum pecaddr_mode mode,
                                struct pecaddr_query *const queries[], size_t n)
{
    struct pecaddr_registry *registry = user;
    int r;

    if (registry == NULL)
        return PECADDR_E_ARGUMENT;
    registry->error.message[0] = '\0';
    if ((mode != PECADDR_CHECK && mode != PECADDR_CLAIM) || (n > 0 && queries == NULL))
        return argument(&registry->error, "there is no such mode, or there are no questions");
    r = read_queries(registry, queries, n);
    if (r != PECADDR_OK || n == 0)
        return r;
    unanswer(queries, n);
    hear_sources(registry, registry->questions, n, &registry->error);
    r = settle_all(registry, mode, n);
    if (r != PECADDR_OK)
        unanswer(queries, n);
    return r;
}

EXPORT const char *pecaddr_registry_message(const struct pecaddr_registry *registry)
{
    return registry != NULL ? registry->error.message : "";
}

/* What else can be done. */

/* A registry that is there and is no preview, and a caller's error that can be written. */
static int check_call(const struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (registry == NULL)
        return argument(error, "there is no registry");
    if (registry->base != NULL)
        return argument(error, "a preview only answers questions");
    return PECADDR_OK;
}

/* Folds an address, if one was given. */
static int read_address(const char *address, char ret_address[PECADDR_ADDRESS_MAX + 1],
                        struct pecaddr_registry_error *error)
{
    if (address != NULL && !registry_address_fold(address, strlen(address), ret_address))
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no address", SHOWN(address));
    return PECADDR_OK;
}

static int check_why(const char *why, struct pecaddr_registry_error *error)
{
    size_t size = why != NULL ? strlen(why) : 0;

    if (size == 0 || size > WHY_MAX || registry_text_check(why, size) != PECADDR_OK)
        return registry_fail(error, PECADDR_E_ARGUMENT, "the reason must be 1 to %d bytes of UTF-8",
                             WHY_MAX);
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_release(struct pecaddr_registry *registry, const char *address,
                                    const char *why, struct pecaddr_registry_error *error)
{
    char folded[PECADDR_ADDRESS_MAX + 1];
    struct store *store = NULL;
    int r = check_call(registry, error);

    if (r == PECADDR_OK && address == NULL)
        r = argument(error, "there is no address");
    if (r == PECADDR_OK)
        r = read_address(address, folded, error);
    if (r == PECADDR_OK)
        r = check_why(why, error);
    if (r != PECADDR_OK)
        return r;

    store = registry->store;
    r = store->ops->begin(store, PECADDR_CLAIM, error);
    if (r != PECADDR_OK)
        return r;
    r = registry_release_one(store, folded, why, error);
    if (r == PECADDR_OK)
        r = store->ops->commit(store, error);
    if (r != PECADDR_OK)
        store->ops->rollback(store);
    return r;
}

static bool mailboxes_fit(const struct pecaddr_mailbox *const mailboxes[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (mailboxes[i] == NULL ||
            !registry_struct_fits(mailboxes[i], mailboxes[i]->size, sizeof *mailboxes[i]))
            return false;
    return true;
}

EXPORT int pecaddr_registry_import(struct pecaddr_registry *registry,
                                   const struct pecaddr_mailbox *const mailboxes[], size_t n,
                                   int results[], struct pecaddr_registry_error *error)
{
    struct store *store = NULL;
    int *found;
    int r = check_call(registry, error);

    if (r != PECADDR_OK || n == 0)
        return r;
    if (mailboxes == NULL || results == NULL || !mailboxes_fit(mailboxes, n))
        return argument(error, "there are no mailboxes, or no place for the results");
    /* Kept apart until they stand, since outputs are untouched on failure. */
    found = calloc(n, sizeof *found);
    if (found == NULL)
        return registry_no_memory(error);

    store = registry->store;
    r = store->ops->begin(store, PECADDR_CLAIM, error);
    if (r != PECADDR_OK)
        goto out;
    for (size_t i = 0; r == PECADDR_OK && i < n; i++)
        r = registry_import_one(store, mailboxes[i], &found[i], error);
    if (r == PECADDR_OK)
        r = store->ops->commit(store, error);
    if (r != PECADDR_OK)
        store->ops->rollback(store);
    else
        memcpy(results, found, n * sizeof *found);
out:
    free(found);
    return r;
}

EXPORT int pecaddr_registry_each(struct pecaddr_registry *registry, const char *address,
                                 const char *holder, int all,
                                 int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                                 void *user, struct pecaddr_registry_error *error)
{
    char folded[PECADDR_ADDRESS_MAX + 1], upper[HOLDER_MAX + 1];
    int r = check_call(registry, error);

    if (r == PECADDR_OK && each == NULL)
        r = argument(error, "there is nobody to tell");
    if (r == PECADDR_OK)
        r = read_address(address, folded, error);
    if (r == PECADDR_OK && holder != NULL &&
        pecaddr_holder_check((struct pecaddr_text){holder, strlen(holder)}, upper, sizeof upper) !=
            PECADDR_OK)
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
    int r = check_call(registry, error);

    if (r == PECADDR_OK && each == NULL)
        r = argument(error, "there is nobody to tell");
    if (r == PECADDR_OK)
        r = read_address(address, folded, error);
    if (r != PECADDR_OK)
        return r;
    return registry->store->ops->history(registry->store, address != NULL ? folded : NULL, each,
                                         user, error);
}
