/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/outside.h"

#include "speech/language.h"
#include "speech/message.h"

#include <stdlib.h>

/* Rows, and their candidates at level 0. */
struct longer {
    size_t n;
    size_t rows[CHUNK_ROWS_MAX];
    char addresses[CHUNK_ROWS_MAX][PECADDR_ADDRESS_MAX + 1];
    const char *pointers[CHUNK_ROWS_MAX];
    int results[CHUNK_ROWS_MAX];
};

static void find(const struct work *work, struct longer *longer)
{
    const struct pecaddr_scheme *scheme = work->assign->options.scheme;

    for (size_t i = 0; i < work->chunk.n; i++) {
        const struct pecaddr_assignment *outcome = &work->outcomes[i];
        char *address = longer->addresses[longer->n];
        int reserved = 0;

        if (!work->is_asked[i] || outcome->status != PECADDR_OK || !is_new(outcome) ||
            outcome->level == 0 || outcome->level >= PECADDR_LEVELS_MAX ||
            pecaddr_candidate(scheme, &work->members[i].person, 0, address, PECADDR_ADDRESS_MAX + 1,
                              NULL, &reserved, NULL) != PECADDR_OK ||
            reserved)
            continue;
        longer->pointers[longer->n] = address;
        longer->rows[longer->n++] = i;
    }
}

static void tell(struct work *work, size_t i, const char *taken)
{
    const struct pecaddr_person *person = &work->members[i].person;

    if (!sample_takes(&work->outside))
        return;
    remark_review(
        "%s:%zu: %.*s %.*s: %s exists already, outside of the registry, so that it is %s; if "
        "that is this person's own mailbox, release this one, and bring it in with pecaddr "
        "registry import",
        work->roster.input.name, work->chunk.rows[i].line, (int)person->given.size,
        person->given.data, (int)person->surname.size, person->surname.data, taken,
        work->outcomes[i].address);
}

void outside_tell(struct work *work)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct longer *longer;

    if (!work->assign->sources || message_is_quiet())
        return;
    longer = memory_new(sizeof *longer);
    longer->n = 0;
    find(work, longer);
    if (longer->n &&
        pecaddr_registry_look_up(assign_answering(work->assign), longer->pointers, longer->n,
                                 longer->results, NULL, &error) == PECADDR_OK)
        for (size_t k = 0; k < longer->n; k++)
            if (longer->results[k] == PECADDR_NO_MATCH)
                tell(work, longer->rows[k], longer->addresses[k]);
    free(longer);
}
