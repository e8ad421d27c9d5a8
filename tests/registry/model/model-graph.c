/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/model/model-graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *enlarge(void *memory, size_t n, size_t size)
{
    memory = realloc(memory, n * size);
    if (memory == NULL) {
        fputs("no memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

static void *allocate(size_t n, size_t size)
{
    return memset(enlarge(NULL, n, size), 0, n * size);
}

static void add_event(struct graph *graph, struct model_event event)
{
    if (!graph->world->has[event.kind])
        return;
    event.bound = graph->world->bound;
    event.past = graph->world->past;
    if (graph->n_events == graph->events_capacity) {
        graph->events_capacity = graph->events_capacity > 0 ? 2 * graph->events_capacity : 256;
        graph->events = enlarge(graph->events, graph->events_capacity, sizeof *graph->events);
    }
    graph->events[graph->n_events++] = event;
}

static void list_claims(struct graph *graph, struct model_facts who)
{
    const struct world *world = graph->world;
    struct model_event event = {.who = {who}, .address = NOBODY};

    event.kind = EVENT_CLAIM;
    add_event(graph, event);
    event.kind = EVENT_ACCEPT;
    add_event(graph, event);
    event.kind = EVENT_BATCH;
    for (size_t i = 0; i < world->n_rows; i++) {
        event.who[1] = world->rows[i];
        add_event(graph, event);
    }
}

static void add_step(struct graph *graph, struct model_event event)
{
    add_event(graph, event);
    event.is_meant = true;
    for (size_t i = 0; i < graph->world->n_meant; i++) {
        event.who[0] = graph->world->meant[i];
        add_event(graph, event);
    }
}

static void list_steps(struct graph *graph, int address)
{
    struct model_event event = {.address = address};

    for (event.kind = EVENT_ACTIVATE; event.kind <= EVENT_CHANGE; event.kind++)
        add_step(graph, event);
    for (event.kind = EVENT_RENAME; event.kind <= EVENT_CORRECT; event.kind++)
        for (event.value = 1; event.value <= graph->world->names; event.value++)
            add_step(graph, event);
    event.kind = EVENT_RELINK;
    for (event.value = 1; event.value <= graph->world->holders; event.value++)
        add_step(graph, event);
}

static void list_events(struct graph *graph)
{
    const struct world *world = graph->world;

    for (size_t i = 0; i < world->n_rows; i++)
        list_claims(graph, world->rows[i]);
    for (size_t i = 0; i < world->n_imports; i++)
        add_event(graph, (struct model_event){.kind = EVENT_IMPORT,
                                              .who = {world->imports[i].said},
                                              .address = world->imports[i].address,
                                              .value = (uint8_t)world->imports[i].life,
                                              .left = world->imports[i].left});
    add_event(graph, (struct model_event){.kind = EVENT_EXPIRE, .address = NOBODY});
    for (int address = 0; address < (int)world->names * MODEL_PER_NAME; address++)
        list_steps(graph, address);
}

static uint64_t hash_state(const struct model_state *state)
{
    const unsigned char *bytes = (const unsigned char *)state;
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < sizeof *state; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash ^ hash >> 32;
}

static uint32_t *find_slot(const struct graph *graph, const struct model_state *state)
{
    for (uint64_t at = hash_state(state);; at++) {
        uint32_t *slot = &graph->slots[at & (graph->n_slots - 1)];

        if (*slot == 0 || memcmp(&graph->states[*slot - 1], state, sizeof *state) == 0)
            return slot;
    }
}

static void grow(struct graph *graph)
{
    graph->capacity = graph->capacity > 0 ? 2 * graph->capacity : 1024;
    graph->states = enlarge(graph->states, graph->capacity, sizeof *graph->states);
    graph->first = enlarge(graph->first, graph->capacity + 1, sizeof *graph->first);
    free(graph->slots);
    graph->n_slots = 4 * graph->capacity;
    graph->slots = allocate(graph->n_slots, sizeof *graph->slots);
    for (uint32_t i = 0; i < graph->n_states; i++)
        *find_slot(graph, &graph->states[i]) = i + 1;
}

static uint32_t number_of(struct graph *graph, const struct model_state *state)
{
    uint32_t *slot;

    if (graph->n_states == graph->capacity)
        grow(graph);
    slot = find_slot(graph, state);
    if (*slot == 0) {
        graph->states[graph->n_states++] = *state;
        *slot = graph->n_states;
    }
    return *slot - 1;
}

unsigned graph_count_mailboxes(const struct model_state *state)
{
    unsigned n = 0;

    for (int i = 0; i < MODEL_ADDRESSES; i++)
        n += state->at[i].life != LIFE_FREE;
    return n;
}

/* Whether an event is one of the world, in a state: what it leads to is in `after`. */
static bool happens(const struct world *world, const struct model_state *state,
                    const struct model_event *event, struct model_state *after)
{
    bool is_step = event->kind >= EVENT_ACTIVATE;
    struct model_outcome outcomes[2];
    struct model_state between;

    if (is_step && !world->absent_too && state->at[event->address].life == LIFE_FREE)
        return false;
    if (event->kind == EVENT_RENAME && state->at[event->address].facts.name == event->value)
        return false; /* EVENT_CHANGE */
    *after = *state;
    if (event->kind == EVENT_ACCEPT) {
        struct model_event claim = *event;

        claim.kind = EVENT_CLAIM;
        model_step(after, &claim, outcomes, &between);
        if (outcomes[0].answer != ANSWER_REVIEW)
            return false; /* there is nothing to accept */
    }
    model_step(after, event, outcomes, &between);
    return graph_count_mailboxes(after) <= world->most;
}

/* Whether an event is a claim that meets something first. */
static bool meets_first(struct graph *graph, const struct model_state *state,
                        const struct model_event *event)
{
    struct model_state after = *state, between;
    struct model_outcome outcomes[2];
    bool is_new;

    if (event->kind > EVENT_BATCH)
        return false;
    model_step(&after, event, outcomes, &between);
    is_new = model_meet(&graph->met, state, event->who[0], outcomes[0]);
    return event->kind == EVENT_BATCH
               ? model_meet(&graph->met, &between, event->who[1], outcomes[1]) || is_new
               : is_new;
}

static void add_transition(struct graph *graph, struct transition transition)
{
    if (graph->n_transitions == graph->transitions_capacity) {
        graph->transitions_capacity =
            graph->transitions_capacity > 0 ? 2 * graph->transitions_capacity : 4096;
        graph->transitions =
            enlarge(graph->transitions, graph->transitions_capacity, sizeof *graph->transitions);
    }
    graph->transitions[graph->n_transitions++] = transition;
}

/* The first state is; else any, for neighbours are alike. */
static bool is_in_share(const struct graph *graph, uint32_t state)
{
    return (state * UINT32_C(2654435761) >> 16) % graph->share == 0;
}

static void count_unseen(struct graph *graph)
{
    graph->unseen = allocate(graph->n_states, sizeof *graph->unseen);
    for (uint32_t i = 0; i < graph->n_states; i++)
        for (size_t k = graph->first[i]; k < graph->first[i + 1]; k++) {
            struct transition *transition = &graph->transitions[k];

            transition->wanted = transition->wanted || is_in_share(graph, i);
            graph->unseen[i] = (uint16_t)(graph->unseen[i] + transition->wanted);
        }
}

void graph_cover(struct graph *graph, uint32_t from, struct transition *transition)
{
    if (transition->wanted && !transition->covered)
        graph->unseen[from]--;
    transition->covered = true;
}

/* Breadth first, from the empty registry. */
void graph_make(struct graph *graph)
{
    struct model_state state, after;
    unsigned ends = graph->world->ends;

    list_events(graph);
    memset(&state, 0, sizeof state);
    number_of(graph, &state);
    for (uint32_t i = 0; i < graph->n_states; i++) {
        bool ended;

        state = graph->states[i];
        ended = ends > 0 && graph_count_mailboxes(&state) >= ends;
        graph->first[i] = graph->n_transitions;
        for (size_t k = 0; !ended && k < graph->n_events; k++)
            if (happens(graph->world, &state, &graph->events[k], &after)) {
                uint32_t to = number_of(graph, &after);

                add_transition(graph, (struct transition){
                                          .to = to,
                                          .event = (uint16_t)k,
                                          .wanted = meets_first(graph, &state, &graph->events[k])});
            }
    }
    graph->first[graph->n_states] = graph->n_transitions;
    count_unseen(graph);
    graph->queue = allocate(graph->n_states, sizeof *graph->queue);
    graph->found_in = allocate(graph->n_states, sizeof *graph->found_in);
    graph->came_from = allocate(graph->n_states, sizeof *graph->came_from);
    graph->came_by = allocate(graph->n_states, sizeof *graph->came_by);
}

void graph_free(struct graph *graph)
{
    free(graph->events);
    free(graph->states);
    free(graph->slots);
    free(graph->transitions);
    free(graph->first);
    free(graph->unseen);
    free(graph->queue);
    free(graph->found_in);
    free(graph->came_from);
    free(graph->came_by);
}

#define NOTHING SIZE_MAX

/* A transition out of a state that is still to be seen, or NOTHING. */
static size_t find_unseen(const struct graph *graph, uint32_t state)
{
    size_t i = graph->first[state];

    if (graph->unseen[state] == 0)
        return NOTHING;
    while (!graph->transitions[i].wanted || graph->transitions[i].covered)
        i++;
    return i;
}

/* Goes one step further into the graph: all states that one leads to. */
static size_t spread(struct graph *graph, uint32_t from, size_t n)
{
    for (size_t i = graph->first[from]; i < graph->first[from + 1]; i++) {
        uint32_t to = graph->transitions[i].to;

        if (graph->found_in[to] == graph->search)
            continue;
        graph->found_in[to] = graph->search;
        graph->came_from[to] = from;
        graph->came_by[to] = i;
        graph->queue[n++] = to;
    }
    return n;
}

size_t graph_find_way(struct graph *graph, uint32_t from, size_t way[])
{
    size_t done = 0, n = 0, length = 0, new = NOTHING;
    uint32_t at = from;

    graph->search++;
    graph->queue[n++] = from;
    graph->found_in[from] = graph->search;
    while (done < n && new == NOTHING) {
        at = graph->queue[done++];
        new = find_unseen(graph, at);
        if (new == NOTHING)
            n = spread(graph, at, n);
    }
    if (new == NOTHING)
        return 0;
    for (way[length++] = new; at != from; at = graph->came_from[at])
        way[length++] = graph->came_by[at];
    return length;
}
