/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/explain.h"

#include "command/registry-command.h"
#include "runtime/memory.h"
#include "speech/words.h"

#include <pecaddr/registry.h>

#include <stdlib.h>

static void take_step(void *user, const struct pecaddr_step *step)
{
    struct explain *explain = user;
    struct explained *last = explain->n ? &explain->steps[explain->n - 1] : NULL;

    if (last && step->kind == PECADDR_STEP_LETTER && last->kind == PECADDR_STEP_LETTER &&
        last->field == step->field && last->offset + last->length == step->offset) {
        last->length += step->length;
    } else {
        explain->steps = memory_resize(explain->steps, (explain->n + 1) * sizeof *explain->steps);
        last = &explain->steps[explain->n++];
        *last = (struct explained){step->kind, step->field, step->offset, step->length, {0}};
    }
    buffer_append(&last->output, step->text.data, step->text.size);
}

void explain_fold(struct explain *explain)
{
    struct pecaddr_trace trace = PECADDR_TRACE_INIT;

    trace.step = take_step;
    trace.user = explain;
    pecaddr_local_part(explain->options.scheme, &explain->member.person, &trace,
                       explain->local_part, sizeof explain->local_part, NULL, &explain->notes,
                       NULL);
    explain->has_fault = member_fault(explain->options.scheme, &explain->member, &explain->fault);
}

static int ask_registry(struct explain *explain, struct pecaddr_registry *registry,
                        struct pecaddr_reason *ret_reason)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *preview = NULL;
    struct pecaddr_person person = explain->member.person;
    int r = pecaddr_registry_preview(registry, &preview, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    person.accepted = NOTES_THAT_WAIT;
    r = pecaddr_registry_assign(preview, explain->options.scheme, &person, &explain->assignment,
                                ret_reason, &error);
    pecaddr_registry_close(preview);
    return r == PECADDR_OK ? 0 : message_unavailable(&error);
}

int explain_ask(struct explain *explain)
{
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry *registry = NULL;
    int r = registry_open(explain->uri, &registry);

    if (r)
        return r;
    explain->assignment = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    r = ask_registry(explain, registry, &reason);
    pecaddr_registry_close(registry);
    if (r)
        return r;
    explain->was_asked = 1;
    explain->notes |= explain->assignment.notes;
    if (explain->assignment.status != PECADDR_OK) {
        explain->has_fault = 1;
        explain->fault = fault_of_refusal(&explain->assignment, &reason, &explain->member.person,
                                          &explain->arena);
    }
    return 0;
}

void explain_end(struct explain *explain)
{
    for (size_t i = 0; i < explain->n; i++)
        buffer_free(&explain->steps[i].output);
    free(explain->steps);
    arena_free(&explain->arena);
    options_end(&explain->options);
}
