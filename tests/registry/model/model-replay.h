/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_REPLAY_H
#define MODEL_REPLAY_H

/* A model (model.h) that is replayed on a registry: each step, and what is then on record. */
#include "registry/model/model-graph.h"
#include "registry/registry-fixture.h"

#define RECENT 16

/* So many walks in one registry, each in a domain of its own: another domain is another mailbox. */
#define WALKS 16

/* What history has to tell of an address: what was done, from (0: none) state to state, and which facts
 * changed. */
struct line {
    int address;
    size_t first; /* of the lines of the same mailbox */
    enum pecaddr_act act;
    enum pecaddr_state from, to;
    uint32_t facts;
    struct model_mailbox before;
    int other; /* address, of a change */
};

/* How each address was issued that is on record. */
struct issued {
    bool imported;
    struct model_facts facts;
    uint32_t notes;
    char receipt[64];
};

/* Where a walk is: what is put back with an older state of the registry. */
struct place {
    uint32_t at;
    struct issued issued[MODEL_ADDRESSES];
    size_t n_lines;
};

struct replay {
    struct graph graph;
    bool in_memory;
    struct pecaddr_registry *registry;
    struct folder folder;
    const struct pecaddr_scheme *scheme; /* of this walk */
    char scheme_text[1024];
    unsigned elsewhere; /* mailboxes in the domains of the walks before */
    struct place here;
    struct line *lines; /* of this walk */
    size_t lines_capacity;
    bool is_kept; /* a copy of the registry, of `kept`, as it was at a step */
    struct place kept;
    uint64_t kept_at;
    uint64_t steps, walks, checks, restored;
    size_t n_covered;
    uint64_t n_given_back; /* mailboxes, whose holders were forgotten */
    const struct model_event *recent[RECENT];
    unsigned told, told_elsewhere; /* of a comparison */
    struct model_met met;
};

const char *replay_backend(const struct replay *replay);

/* Binds the registry, in which nothing is, to Orders: one bit for each, none at all to none. */
void replay_bind(struct replay *replay, unsigned orders);

/* A walk in a domain of its own, from the empty state; at its end all of its history is compared. */
void replay_begin_walk(struct replay *replay);
void replay_end_walk(struct replay *replay);

/* One transition, and all that is on record after it. */
void replay_step(struct replay *replay, struct transition *transition);

/* A line that history must have; and the first one of the mailbox that has an address. */
void replay_expect_line(struct replay *replay, struct line line);
size_t replay_first_line(const struct replay *replay, int address);

/* Expects that the holder of a mailbox is forgotten wherever he gave an address back. */
void replay_forget_given_back(struct replay *replay, int address, const struct model_state *before);

/* Whether somebody, for certain, gave an address back. */
bool replay_gave_back(const struct replay *replay, int address, struct model_facts who);

/* The address that whom a change is meant for has already instead, or NOBODY. */
int replay_find_changed(const struct replay *replay, const struct model_event *event,
                        const struct model_state *before);

/* All that is on record is as in the model. */
void replay_compare_record(struct replay *replay);

/* The history of this walk is what was done, line by line. */
void replay_compare_history(struct replay *replay);

/* What must hold at every instant. */
void replay_check_invariants(struct replay *replay);

/* Says what differs, in which state, and how one came there. */
__attribute__((noreturn, format(printf, 2, 3))) void replay_differ(const struct replay *replay,
                                                                   const char *format, ...);
void replay_same_text(const struct replay *replay, const char *address, const char *what,
                      const char *found, const char *expected);
void replay_same_number(const struct replay *replay, const char *address, const char *what,
                        uint64_t found, uint64_t expected);

/* Facts as the registry has them. */
const char *replay_local_part(int address, char text[PECADDR_LOCAL_PART_MAX + 1]);
const char *replay_address(const struct replay *replay, int address,
                           char text[PECADDR_ADDRESS_MAX + 1]); /* nobody's is empty */
const char *replay_holder(unsigned holder, char text[17]);
const char *replay_day(const struct replay *replay, enum model_day day, char text[11]);
#define LOCAL_PART(address) replay_local_part(address, (char[PECADDR_LOCAL_PART_MAX + 1]){0})
#define ADDRESS(address)    replay_address(replay, address, (char[PECADDR_ADDRESS_MAX + 1]){0})
#define HOLDER(holder)      replay_holder(holder, (char[17]){0})
#define DAY(day)            replay_day(replay, day, (char[11]){0})

/* The number of an address of this walk; NOBODY if it is of another walk. */
int replay_find_address(const struct replay *replay, const char *address);

/* When holders leave: each time on another day, but that of a list is the first; and when, in this walk, what expires on the early day has expired: nothing of
 * the walks before, whose days are later. */
const char *replay_left_day(unsigned times, char text[11]);
unsigned replay_count_left(const struct replay *replay, int address, size_t n_lines);
#define LEFT(address)                                                                              \
    replay_left_day(replay_count_left(replay, address, replay->here.n_lines), (char[11]){0})
const char *replay_expired(const struct replay *replay, char text[11]);

#endif
