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

#include <inttypes.h>
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

/* Who asks: all but the codice fiscale is known. */
static struct model_facts take_row(struct bytes *input)
{
    struct model_facts facts;

    facts.name = take_number(input, 1, MODEL_NAMES);
    facts.holder = take_number(input, 0, OMOCODIA_OF_1);
    facts.entry = take_number(input, 1, MODEL_ENTRIES);
    return facts;
}

/* Whom a list or a step means. */
static struct model_facts take_facts(struct bytes *input)
{
    struct model_facts facts;

    facts.name = take_number(input, 0, SURNAME_ALONE);
    facts.holder = take_number(input, 0, OMOCODIA_OF_1);
    facts.entry = take_number(input, 0, PROVINCE_ALONE);
    return facts;
}

static void take_import(struct bytes *input, struct model_event *event)
{
    uint8_t standing = take_byte(input);

    event->address = take_number(input, 0, MODEL_ADDRESSES - 1);
    event->who[0] = take_facts(input);
    event->value = (uint8_t)(LIFE_RESERVED + standing % 3);
    event->left = event->value != LIFE_RESERVED && (standing & 128) != 0;
}

static void take_step(struct bytes *input, struct model_event *event)
{
    uint8_t address = take_byte(input);

    event->address = address % MODEL_ADDRESSES;
    event->is_meant = (address & 128) != 0;
    if (event->is_meant)
        event->who[0] = take_facts(input);
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
        event.who[0] = take_row(input);
    if (event.kind == EVENT_BATCH)
        event.who[1] = take_row(input);
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
static void begin_registry(struct replay *replay, unsigned bound)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char provinces[3 * MODEL_ENTRIES + 1] = "";

    if (replay->registry && bound == 0 && replay->walks % WALKS != 0)
        return;
    pecaddr_registry_close(replay->registry);
    replay->registry = open_memory();
    replay->elsewhere = 0;
    for (unsigned i = 1; i <= MODEL_ENTRIES; i++)
        if ((bound >> model_entries[i].order & 1) != 0 &&
            strstr(provinces, model_entries[i].province) == NULL) {
            strcat(provinces, provinces[0] != '\0' ? "," : "");
            strcat(provinces, model_entries[i].province);
        }
    if (bound != 0)
        HOLDS(pecaddr_registry_bind(replay->registry, provinces, &error) == PECADDR_OK);
}

static void begin(struct replay *replay, unsigned bound)
{
    static const struct world world = {.name = "fuzz"};
    char text[512];

    begin_registry(replay, bound);
    replay->in_memory = true;
    replay->graph.world = &world;
    replay->here.at = 0;
    replay->here.n_lines = 0;
    replay->steps = 0;
    snprintf(text, sizeof text,
             "name = model\ndomain = walk%" PRIu64 ".ingpec.eu\nrule = {given}.{surname}\n"
             "rule = {given}.{surname}.{province}\n"
             "rule = {given}.{surname}.{province}.{section}{number}\n",
             replay->walks);
    HOLDS(pecaddr_scheme_parse(pecaddr_text_of(text), NULL, &replay->scheme, NULL) == PECADDR_OK);
    HOLDS(pecaddr_scheme_canonical(replay->scheme, replay->scheme_text, sizeof replay->scheme_text,
                                   NULL) == PECADDR_OK);
}

static void end(struct replay *replay, unsigned bound)
{
    replay_compare_history(replay);
    if (replay->walks % WALKS ==
        0) /* as of the first input: what is found is found again by itself */
        replay_check_invariants(replay);
    replay->elsewhere += graph_count_mailboxes(&replay->graph.states[replay->here.at]);
    replay->walks = bound != 0 ? replay->walks + WALKS - replay->walks % WALKS : replay->walks + 1;
    pecaddr_scheme_free(replay->scheme);
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
