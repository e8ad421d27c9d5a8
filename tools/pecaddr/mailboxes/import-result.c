/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import-result.h"

#include "base/ascii.h"
#include "command/registry-command.h"
#include "speech/message.h"

#include <stdlib.h>
#include <string.h>

static int note(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct import_result *result = user;

    if (result->n == result->capacity) {
        result->capacity = result->capacity ? 2 * result->capacity : 64;
        result->released =
            memory_resize(result->released, result->capacity * sizeof *result->released);
    }
    result->released[result->n++] =
        arena_copy(&result->texts, mailbox->address, strlen(mailbox->address));
    return 0;
}

/* Those that were given to somebody again are not free. */
static int forget_living(struct import_result *result, struct pecaddr_registry *registry)
{
    size_t kept = 0;
    int status = 0;

    for (size_t i = 0; i < result->n && status == 0; i++) {
        int lives;

        status = registry_has_address(registry, result->released[i], 0, &lives);
        if (status == 0 && !lives)
            result->released[kept++] = result->released[i];
    }
    result->n = kept;
    return status;
}

int import_result_learn(struct import_result *result, struct pecaddr_registry *registry)
{
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    search.state = PECADDR_STATE_RELEASED;
    search.released = 1;
    r = pecaddr_registry_find(registry, &search, note, result, &error);
    return r == PECADDR_OK ? forget_living(result, registry) : message_registry(&error, r);
}

/* An address in any case, and one of the registry's. */
static int compare_addresses(const void *key, const void *element)
{
    const char *address = key, *released = *(const char *const *)element;

    while (*address && ascii_lower(*address) == *released) {
        address++;
        released++;
    }
    return (unsigned char)ascii_lower(*address) - (unsigned char)*released;
}

int import_result_was_released(const struct import_result *result, const char *address)
{
    return result->n && bsearch(address, result->released, result->n, sizeof *result->released,
                                compare_addresses) != NULL;
}

void import_result_free(struct import_result *result)
{
    free(result->released);
    arena_free(&result->texts);
    *result = (struct import_result){0};
}
