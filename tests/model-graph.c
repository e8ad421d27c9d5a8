/* SPDX-License-Identifier: BSD-3-Clause */
#include "model-graph.h"

#include <stdio.h>
#include <stdlib.h>

static void list_events(struct graph *graph)
{
    const struct world *world = graph->world;

    for (size_t i = 0; i < world->n_rows; i++)
        graph->events[graph->n_events++] =
            (struct model_event){EVENT_CLAIM, world->rows[i], NOBODY};
    for (int address = 0; address < (int)world->names * MODEL_PER_NAME; address++)
        for (enum model_kind kind = EVENT_ACTIVATE; kind < EVENT_KINDS; kind++)
            if (world->has[kind])
                graph->events[graph->n_events++] =
                    (struct model_event){.kind = kind, .address = address};
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

static void grow(struct graph *graph)
{
    graph->capacity = graph->capacity > 0 ? 2 * graph->capacity : 1024;
    graph->states = enlarge(graph->states, graph->capacity, sizeof *graph->states);
    graph->first = enlarge(graph->first, graph->capacity + 1, sizeof *graph->first);
    graph->transitions =
        enlarge(graph->transitions, graph->capacity * graph->n_events, sizeof *graph->transitions);
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
    if (event->kind != EVENT_CLAIM && !world->absent_too &&
        state->at[event->address].life == LIFE_FREE)
        return false;
    *after = *state;
    model_step(after, event);
    return graph_count_mailboxes(after) <= world->most;
}

/* Breadth first, from the empty registry. */
void graph_make(struct graph *graph)
{
    struct model_state state, after;

    list_events(graph);
    memset(&state, 0, sizeof state);
    number_of(graph, &state);
    for (uint32_t i = 0; i < graph->n_states; i++) {
        state = graph->states[i];
        graph->first[i] = graph->n_transitions;
        for (size_t k = 0; k < graph->n_events; k++)
            if (happens(graph->world, &state, &graph->events[k], &after)) {
                uint32_t to = number_of(graph, &after);

                graph->transitions[graph->n_transitions++] =
                    (struct transition){.to = to, .event = (uint16_t)k};
            }
    }
    graph->first[graph->n_states] = graph->n_transitions;
    graph->queue = allocate(graph->n_states, sizeof *graph->queue);
    graph->found_in = allocate(graph->n_states, sizeof *graph->found_in);
    graph->came_from = allocate(graph->n_states, sizeof *graph->came_from);
    graph->came_by = allocate(graph->n_states, sizeof *graph->came_by);
}

void graph_free(struct graph *graph)
{
    free(graph->states);
    free(graph->slots);
    free(graph->transitions);
    free(graph->first);
    free(graph->queue);
    free(graph->found_in);
    free(graph->came_from);
    free(graph->came_by);
}

#define NOTHING SIZE_MAX

/* A transition out of a state that is still to be seen, or NOTHING. */
static size_t find_uncovered(const struct graph *graph, uint32_t state)
{
    if (state % graph->share == 0)
        for (size_t i = graph->first[state]; i < graph->first[state + 1]; i++)
            if (!graph->transitions[i].covered)
                return i;
    return NOTHING;
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
        new = find_uncovered(graph, at);
        if (new == NOTHING)
            n = spread(graph, at, n);
    }
    if (new == NOTHING)
        return 0;
    for (way[length++] = new; at != from; at = graph->came_from[at])
        way[length++] = graph->came_by[at];
    return length;
}
