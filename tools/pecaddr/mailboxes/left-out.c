/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/left-out.h"

#include "base/array.h"
#include "speech/fault-list.h"
#include "speech/language.h"
#include "speech/message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct left_out_reason {
    const char *format;
    size_t mailboxes;
    const char *first[FAULTS_ALIKE - 1]; /* their addresses */
};

static struct left_out_reason *reason_of(struct left_out *left_out, const char *format)
{
    for (size_t i = 0; i < left_out->n; i++)
        if (strcmp(left_out->reasons[i].format, format) == 0)
            return &left_out->reasons[i];
    if (left_out->n == left_out->capacity) {
        left_out->capacity = left_out->capacity ? 2 * left_out->capacity : 8;
        left_out->reasons =
            memory_resize(left_out->reasons, left_out->capacity * sizeof *left_out->reasons);
    }
    left_out->reasons[left_out->n] = (struct left_out_reason){.format = format};
    return &left_out->reasons[left_out->n++];
}

void left_out_add(struct left_out *left_out, const char *format, const char *address)
{
    struct left_out_reason *reason = reason_of(left_out, format);

    if (reason->mailboxes < ARRAY_SIZE(reason->first))
        reason->first[reason->mailboxes] = arena_copy(&left_out->texts, address, strlen(address));
    reason->mailboxes++;
    left_out->count++;
}

static void tell_reason(const struct left_out_reason *reason, struct sample *shown)
{
    bool is_shared = reason->mailboxes >= FAULTS_ALIKE;

    if (is_shared)
        message(
            "%zu mailboxes are left out for the same reason, told of the first; `pecaddr registry "
            "export --format csv` has what is on record of each",
            reason->mailboxes);
    for (size_t i = 0; i < (is_shared ? 1 : reason->mailboxes); i++)
        if (sample_takes(shown))
            message(reason->format, reason->first[i]);
}

void left_out_tell(const struct left_out *left_out, struct sample *shown)
{
    for (size_t i = 0; i < left_out->n; i++)
        tell_reason(&left_out->reasons[i], shown);
}

void left_out_free(struct left_out *left_out)
{
    free(left_out->reasons);
    arena_free(&left_out->texts);
    *left_out = (struct left_out){0};
}
