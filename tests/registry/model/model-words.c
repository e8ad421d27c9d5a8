/* SPDX-License-Identifier: BSD-3-Clause */
/* What differs, in words: the state of the model, and how one came there. */
#include "registry/model/model-replay.h"

#include <inttypes.h>
#include <stdarg.h>

static const char *const kind_names[EVENT_KINDS] = {
    [EVENT_CLAIM] = "claim",      [EVENT_ACCEPT] = "claim, accepted",
    [EVENT_BATCH] = "both claim", [EVENT_IMPORT] = "import",
    [EVENT_EXPIRE] = "expire",    [EVENT_ACTIVATE] = "activate",
    [EVENT_RELEASE] = "release",  [EVENT_RETIRE] = "retire",
    [EVENT_LEAVE] = "leave",      [EVENT_RENEW] = "renew",
    [EVENT_CHANGE] = "change",    [EVENT_RENAME] = "change, under the name",
    [EVENT_CORRECT] = "correct",  [EVENT_RELINK] = "relink",
    [EVENT_FORGET] = "forget",
};

const char *replay_backend(const struct replay *replay)
{
    return replay->in_memory ? "memory" : on_postgres() ? "postgres" : "sqlite";
}

static void print_facts(struct model_facts facts)
{
    const struct model_entry *entry = &model_entries[facts.entry];

    fprintf(stderr, " '%s' '%s', %s %c %u, %s", model_names[facts.name].given,
            model_names[facts.name].surname, entry->province,
            entry->section != 0 ? entry->section : '-', entry->number,
            facts.holder != 0 ? HOLDER(facts.holder) : "no codice fiscale");
}

static void print_event(const struct model_event *event)
{
    fprintf(stderr, "  %s", kind_names[event->kind]);
    if (event->address != NOBODY)
        fprintf(stderr, " %s", LOCAL_PART(event->address));
    if (event->kind <= EVENT_IMPORT)
        print_facts(event->who[0]);
    if (event->kind == EVENT_BATCH) {
        fputs(" and", stderr);
        print_facts(event->who[1]);
    }
    if (event->kind == EVENT_RENAME || event->kind == EVENT_CORRECT)
        fprintf(stderr, " %s", model_names[event->value].local_part);
    if (event->kind == EVENT_RELINK)
        fprintf(stderr, " %s", HOLDER(event->value));
    if (event->is_meant) {
        fputs(", meant for", stderr);
        print_facts(event->who[0]);
    }
    fprintf(stderr, "%s\n", event->left ? ", left" : "");
}

static void print_state(const struct model_state *state)
{
    static const char *const lives[] = {"free", "reserved", "active", "retired"};

    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        const struct model_mailbox *mailbox = &state->at[i];

        if (mailbox->life == LIFE_FREE)
            continue;
        fprintf(stderr, "  %s: %s%s%s%s,", LOCAL_PART(i), lives[mailbox->life],
                mailbox->was_active ? ", was active" : "", mailbox->left ? ", left" : "",
                mailbox->forgotten ? ", forgotten" : "");
        print_facts(mailbox->facts);
        fputs("\n", stderr);
    }
}

void replay_differ(const struct replay *replay, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "model (%s, %s), step %" PRIu64 ": ", replay->graph.world->name,
            replay_backend(replay), replay->steps);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nthe state of the model is\n");
    print_state(&replay->graph.states[replay->here.at]);
    fprintf(stderr, "and the last events were\n");
    for (uint64_t i = replay->steps < RECENT ? 0 : replay->steps - RECENT; i < replay->steps; i++)
        if (replay->recent[i % RECENT] != NULL)
            print_event(replay->recent[i % RECENT]);
    ck_abort_msg("the registry is not as the model: see above");
}
