/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import-result.h"

#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

static int note(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct import_result *result = user;

    result->places = memory_resize(result->places, (result->n + 1) * sizeof *result->places);
    result->places[result->n++] = result->released.size;
    buffer_append(&result->released, mailbox->address, strlen(mailbox->address) + 1);
    return 0;
}

static int note_living(void *user, const struct pecaddr_mailbox *mailbox)
{
    (void)mailbox;
    *(int *)user = 1;
    return 0;
}

/* Those that were given to somebody again are not free. */
static int forget_living(struct import_result *result, struct pecaddr_registry *registry,
                         struct pecaddr_registry_error *error)
{
    size_t kept = 0;
    int r = PECADDR_OK;

    for (size_t i = 0; i < result->n && r == PECADDR_OK; i++) {
        struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
        int lives = 0;

        search.address = result->released.data + result->places[i];
        r = pecaddr_registry_find(registry, &search, note_living, &lives, error);
        if (!lives)
            result->places[kept++] = result->places[i];
    }
    result->n = kept;
    return r;
}

int import_result_learn(struct import_result *result, struct pecaddr_registry *registry)
{
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    search.state = PECADDR_STATE_RELEASED;
    search.released = 1;
    r = pecaddr_registry_find(registry, &search, note, result, &error);
    if (r == PECADDR_OK)
        r = forget_living(result, registry, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

int import_result_was_released(const struct import_result *result, const char *address)
{
    size_t low = 0, high = result->n;
    struct buffer folded = {0};
    int is;

    buffer_text(&folded, address);
    for (size_t i = 0; i < folded.size; i++)
        folded.data[i] = ascii_lower(folded.data[i]);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(result->released.data + result->places[middle], folded.data) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    is = low < result->n && strcmp(result->released.data + result->places[low], folded.data) == 0;
    buffer_free(&folded);
    return is;
}

void import_result_free(struct import_result *result)
{
    buffer_free(&result->released);
    free(result->places);
    *result = (struct import_result){0};
}
