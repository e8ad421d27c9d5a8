/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry against the model (tests/registry/model/model.h): what the worlds of its tests leave out,
 * as they walk every order of few events, any who ask, lists and steps for anybody, in some order.
 *
 * Input: a byte for the Orders that the registry is bound to (bits 0–2, if bit 7), and whether old rosters
 * wait (bit 3); then of each event its kind, and what the kind asks for: the facts of one or two persons,
 * an address, a value.
 */
#include "../target.h"
#include "registry/model/model-replay.h"

#include <stdarg.h>

enum { EVENTS_MAX = 24 };

/* What Check's assertions call, which is otherwise heard by a test's runner alone. */

void _mark_point(const char *file, int line)
{
    (void)file;
    (void)line;
}

void _ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...)
{
    va_list arguments;

    fprintf(stderr, "%s:%d: %s: ", file, line, expr);
    va_start(arguments, msg);
    if (msg)
        vfprintf(stderr, msg, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

/* One of `first` to `last`. */
static uint8_t take_number(struct bytes *input, unsigned first, unsigned last)
{
    return (uint8_t)(first + take_byte(input) % (last - first + 1));
}

/* Facts with numbers of at least so much: 1 of who asks, and of whom only the codice fiscale may be unknown;
 * 0 of whom a list or a step means. */
static struct model_facts take_facts(struct bytes *input, unsigned least)
{
    struct model_facts facts;

    facts.name = take_number(input, least, least > 0 ? (unsigned)MODEL_NAMES : SURNAME_ALONE);
    facts.holder = take_number(input, 0, OMOCODIA_OF_1);
    facts.entry = take_number(input, least, least > 0 ? (unsigned)MODEL_ENTRIES : PROVINCE_ALONE);
    return facts;
}

static void take_import(struct bytes *input, struct model_event *event)
{
    uint8_t standing = take_byte(input);

    event->address = take_number(input, 0, MODEL_ADDRESSES - 1);
    event->who[0] = take_facts(input, 0);
    event->value = (uint8_t)(LIFE_RESERVED + standing % 3);
    event->left = event->value != LIFE_RESERVED && (standing & 128) != 0;
}

static void take_step(struct bytes *input, struct model_event *event)
{
    uint8_t address = take_byte(input);

    event->address = address % MODEL_ADDRESSES;
    event->is_meant = (address & 128) != 0;
    if (event->is_meant)
        event->who[0] = take_facts(input, 0);
    event->is_meant =
        event->who[0].name != 0 || event->who[0].holder != 0 || event->who[0].entry != 0;
    if (event->kind == EVENT_RENAME || event->kind == EVENT_CORRECT)
        event->value = take_number(input, 1, MODEL_NAMES);
    if (event->kind == EVENT_RELINK)
        event->value = take_number(input, 1, OMOCODIA_OF_1);
}

static struct model_event take_event(struct bytes *input)
{
    struct model_event event = {.kind = take_byte(input) % EVENT_KINDS, .address = NOBODY};

    if (event.kind <= EVENT_BATCH)
        event.who[0] = take_facts(input, 1);
    if (event.kind == EVENT_BATCH)
        event.who[1] = take_facts(input, 1);
    if (event.kind == EVENT_IMPORT)
        take_import(input, &event);
    if (event.kind >= EVENT_ACTIVATE)
        take_step(input, &event);
    return event;
}

/* Whether the model answers an event in a state. Of two in one batch whose names agree, which one waits is
 * for the batch to say (SPEC §5). */
static bool happens(const struct model_state *state, const struct model_event *event)
{
    const struct model_mailbox *mailbox = &state->at[event->address != NOBODY ? event->address : 0];

    if (event->kind == EVENT_BATCH)
        return model_compare_names(event->who[0].name, event->who[1].name) != NAME_AGREES;
    if (event->kind < EVENT_ACTIVATE)
        return true;
    return mailbox->life != LIFE_FREE &&
           (event->kind != EVENT_RENAME || mailbox->facts.name != event->value);
}

/* One registry after the other, each for some inputs, which have a domain each; of one that is bound, for
 * one input. */
static void begin(struct replay *replay, unsigned bound)
{
    static const struct world world = {.name = "fuzz"};

    if (!replay->registry || bound != 0 || replay->walks % WALKS == 0) {
        pecaddr_registry_close(replay->registry);
        replay->registry = open_memory();
        replay->elsewhere = 0;
        replay_bind(replay, bound);
    }
    replay->in_memory = true;
    replay->graph.world = &world;
    replay->steps = 0;
    replay_begin_walk(replay);
}

/* The first of a registry's inputs is looked at whole, so that what is found is found again by itself. */
static void end(struct replay *replay, unsigned bound)
{
    if (replay->walks % WALKS == 0)
        replay_check_invariants(replay);
    replay_end_walk(replay);
    while (bound != 0 && replay->walks % WALKS != 0)
        replay->walks++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model_state states[EVENTS_MAX + 1];
    static struct model_event events[EVENTS_MAX];
    static struct replay replay = {.graph = {.states = states, .events = events}};
    struct bytes input = {data, size};
    uint8_t setting = take_byte(&input);
    uint8_t bound = (uint8_t)(setting & 128 ? (setting & 7) << 1 : 0);
    uint16_t n = 0;

    begin(&replay, bound);
    while (input.size > 0 && n < EVENTS_MAX) {
        struct transition transition = {.to = n + 1u, .event = n};
        struct model_outcome outcomes[2];
        struct model_state between;

        events[n] = take_event(&input);
        events[n].bound = bound;
        events[n].past = (setting & 8) != 0;
        if (!happens(&states[n], &events[n]))
            continue;
        states[n + 1] = states[n];
        model_step(&states[n + 1], &events[n], outcomes, &between);
        replay_step(&replay, &transition);
        n++;
    }
    end(&replay, bound);
    return 0;
}
