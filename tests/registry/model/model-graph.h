/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_GRAPH_H
#define MODEL_GRAPH_H

#include <stddef.h>

#include "registry/model/model.h"

/* Who there is, and what happens. */
struct world {
    const char *name;
    const struct model_facts *rows; /* who asks */
    size_t n_rows;
    const struct model_import {
        int address;
        struct model_facts said;
        enum model_life life;
        bool left;
    } * imports; /* what lists have */
    size_t n_imports;
    const struct model_facts *meant; /* for whom steps are meant; for whoever it is, too */
    size_t n_meant;
    uint8_t bound;    /* the Orders that the registry is bound to, as in struct model_event */
    unsigned names;   /* that addresses on record can have: the first ones */
    unsigned holders; /* that a mailbox can be relinked to: the first ones */
    unsigned most;    /* so many mailboxes at once */
    unsigned ends;    /* nothing happens any more with so many; 0: it always goes on */
    bool past;        /* where holders were counts: as in struct model_event */
    bool absent_too;  /* the operator also names addresses that are not on record */
    bool has[EVENT_KINDS];
    /* What has to be met in it, whatever share of it is seen; in sets of enum model_answer,
     * model_reason and of notes one bit for each. */
    bool meets_table;
    unsigned answers, reasons, notes;
};

extern const struct world worlds[];
extern const size_t n_worlds;

/* All states that a world can reach, and every event out of each of them. */
struct transition {
    uint32_t to;
    uint16_t event;
    bool wanted; /* is to be seen, whatever the share: a claim that meets something first */
    bool covered;
};

struct graph {
    const struct world *world;
    uint32_t share; /* only the events out of one state of so many are to be seen */
    struct model_event *events;
    size_t n_events, events_capacity;
    struct model_state *states; /* the first: nothing on record */
    uint32_t n_states;
    size_t capacity;
    uint32_t *slots; /* of the hash table: states, from 1 */
    size_t n_slots;
    struct transition *transitions; /* by the state that they lead out of */
    size_t *first;                  /* of each state, and one behind the last */
    size_t n_transitions, transitions_capacity;
    uint16_t *unseen; /* of each state: transitions out of it that are to be seen and were not */
    struct model_met met; /* by all claims */
    /* Of the last search. */
    uint32_t *queue, *found_in, *came_from;
    size_t *came_by;
    uint32_t search;
};

/* world and share are set by the caller, the rest is zero. */
void graph_make(struct graph *graph);
void graph_free(struct graph *graph);

/* A transition out of a state is seen. */
void graph_cover(struct graph *graph, uint32_t from, struct transition *transition);

unsigned graph_count_mailboxes(const struct model_state *state);

/*
 * The shortest way from a state to an event that is to be seen and was not: transitions, the last
 * one, which is it, first. Returns how many; 0 if there is none. `way` has room for n_states + 1.
 */
size_t graph_find_way(struct graph *graph, uint32_t from, size_t way[]);

#endif
