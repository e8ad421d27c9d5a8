/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_GRAPH_H
#define MODEL_GRAPH_H

#include <stddef.h>

#include "model.h"

/* Who there is, and what happens. */
struct world {
    const char *name;
    const struct model_row *rows;
    size_t n_rows;
    unsigned names;
    unsigned most;   /* so many mailboxes at once */
    bool absent_too; /* the operator also names addresses that are not on record */
    bool has[EVENT_KINDS];
};

/* All states that a world can reach, and every event out of each of them. */
struct transition {
    uint32_t to;
    uint16_t event;
    bool covered;
};

struct graph {
    const struct world *world;
    uint32_t share; /* only the events out of each share-th state are to be seen */
    struct model_event events[64 + (EVENT_KINDS - 1) * MODEL_ADDRESSES];
    size_t n_events;
    struct model_state *states; /* the first: nothing on record */
    uint32_t n_states;
    size_t capacity;
    uint32_t *slots; /* of the hash table: states, from 1 */
    size_t n_slots;
    struct transition *transitions; /* by the state that they lead out of */
    size_t *first;                  /* of each state, and one behind the last */
    size_t n_transitions;
    /* Of the last search. */
    uint32_t *queue, *found_in, *came_from;
    size_t *came_by;
    uint32_t search;
};

/* world and share are set by the caller, the rest is zero. */
void graph_make(struct graph *graph);
void graph_free(struct graph *graph);

unsigned graph_count_mailboxes(const struct model_state *state);

/*
 * The shortest way from a state to an event that is to be seen and was not: transitions, the last
 * one, which is it, first. Returns how many; 0 if there is none. `way` has room for n_states + 1.
 */
size_t graph_find_way(struct graph *graph, uint32_t from, size_t way[]);

#endif
