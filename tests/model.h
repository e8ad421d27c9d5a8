/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_H
#define MODEL_H

/*
 * SPEC §5 as a model: who asks, what state each mailbox is in, what each event is answered and
 * leads to. It is written from the specification and shares no code with the library: no names are
 * folded here, no database is asked, addresses are numbers.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The register entries, of three Orders: two of them in one. */
static const struct model_entry {
    const char *province, *lower_province;
    char section, lower_section;
    unsigned number;
    unsigned order;
} model_entries[] = {{"MC", "mc", 'A', 'a', 11, 0},
                     {"MC", "mc", 'A', 'a', 12, 0},
                     {"AN", "an", 'A', 'a', 13, 1},
                     {"PU", "pu", 'B', 'b', 14, 2}};

/* Both give a codice fiscale that begins with RSSMRA, so that any holder may have either. */
static const struct model_name {
    const char *given;
    const char *surname;
    const char *local_part;
} model_names[] = {{"Mario", "Rossi", "mario.rossi"}, {"Maura", "Russo", "maura.russo"}};

/*
 * The addresses that the rules of `ingpec` can give to a name: one at level 0, one for each Order
 * at level 1, one for each entry at level 2. Those of the second name come after those of the
 * first.
 */
enum {
    MODEL_LEVELS = 3,
    MODEL_ORDERS = 3,
    MODEL_ENTRIES = 4,
    MODEL_NAMES = 2,
    MODEL_PER_NAME = 1 + MODEL_ORDERS + MODEL_ENTRIES
};
enum { MODEL_ADDRESSES = MODEL_NAMES * MODEL_PER_NAME, NOBODY = -1, DOUBT = -2 };

static inline int model_candidate(unsigned name, unsigned entry, unsigned level)
{
    unsigned at[MODEL_LEVELS] = {0, 1 + model_entries[entry].order, 1 + MODEL_ORDERS + entry};

    return (int)(name * MODEL_PER_NAME + at[level]);
}

static inline unsigned model_level(int address)
{
    unsigned at = (unsigned)address % MODEL_PER_NAME;

    return at == 0 ? 0 : at <= MODEL_ORDERS ? 1 : 2;
}

/* All that counts of one address; the name is that of the address. */
enum model_life { LIFE_FREE = 0, LIFE_RESERVED, LIFE_ACTIVE, LIFE_RETIRED };
struct model_mailbox {
    uint8_t life;
    uint8_t was_active;
    uint8_t left;   /* the holder left the Order */
    uint8_t holder; /* the codice fiscale, from 1; 0: unknown */
    uint8_t entry;
    uint8_t moved; /* bit n: the holder moved away from entry n */
};
struct model_state {
    struct model_mailbox at[MODEL_ADDRESSES];
};

/* A row of a roster: who asks. */
struct model_row {
    uint8_t name, holder, entry;
};

/* What happens: a row asks, or the operator does something about an address. */
enum model_kind {
    EVENT_CLAIM,
    EVENT_ACTIVATE,
    EVENT_RELEASE,
    EVENT_RETIRE,
    EVENT_LEAVE,
    EVENT_CHANGE,
    EVENT_CORRECT,
    EVENT_KINDS
};
struct model_event {
    enum model_kind kind;
    struct model_row row; /* EVENT_CLAIM */
    int address;          /* the others */
};

enum model_answer {
    ANSWER_DONE,
    ANSWER_NOTHING_TO_DO,
    ANSWER_CLAIMED,
    ANSWER_HELD,
    ANSWER_HELD_ELSEWHERE,
    ANSWER_WRONG_STATE,
    ANSWER_CONFLICT,
    ANSWER_EXHAUSTED
};
struct model_outcome {
    enum model_answer answer;
    int address; /* of a claim that is answered with one, or of a change; or NOBODY */
};

static inline bool model_stands(const struct model_mailbox *mailbox)
{
    return (mailbox->life == LIFE_RESERVED || mailbox->life == LIFE_ACTIVE) && !mailbox->left;
}

/* What was ever active is nobody else's: its holder may come back to it, but not give it up. */
static inline bool model_may_be_given_up(const struct model_mailbox *mailbox)
{
    return mailbox->life == LIFE_RESERVED && !mailbox->was_active;
}

/* Whether a mailbox could be that of a row that is not known by the codice fiscale. */
static inline bool model_fits(const struct model_state *state, int address, struct model_row row)
{
    return address / MODEL_PER_NAME == row.name && !(state->at[address].holder && row.holder);
}

/* Whose mailbox a row asks for: NOBODY, a stranger; DOUBT, it contradicts what is on record. */
static inline int model_recognise(const struct model_state *state, struct model_row row)
{
    int known = NOBODY, standing = NOBODY, left = NOBODY;
    unsigned n_left = 0, n_moved = 0;

    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        const struct model_mailbox *mailbox = &state->at[i];

        if (mailbox->life == LIFE_FREE)
            continue;
        if (row.holder && mailbox->holder == row.holder)
            known = i;
        if (mailbox->entry == row.entry && model_stands(mailbox)) {
            standing = i;
        } else if (mailbox->entry == row.entry && model_fits(state, i, row) &&
                   mailbox->life == LIFE_RETIRED && !mailbox->holder) {
            n_moved++; /* one that has ended comes back by the codice fiscale alone */
        } else if (mailbox->entry == row.entry && model_fits(state, i, row)) {
            left = i;
            n_left++;
        } else if (mailbox->moved >> row.entry & 1 && model_fits(state, i, row)) {
            n_moved++;
        }
    }
    if (known != NOBODY)
        return standing == NOBODY || standing == known ? known : DOUBT;
    if (standing != NOBODY)
        return model_fits(state, standing, row) ? standing : DOUBT;
    return n_moved > 0 || n_left > 1 ? DOUBT : left;
}

/*
 * A known holder asked with a row: what was unknown of him is known now, and if he had left he is
 * back. Only one with a codice fiscale is known on another entry.
 */
static inline void model_come_back(struct model_mailbox *mailbox, struct model_row row)
{
    if (mailbox->life == LIFE_RETIRED)
        mailbox->life = LIFE_RESERVED;
    mailbox->left = 0;
    if (!mailbox->holder)
        mailbox->holder = row.holder;
    if (mailbox->entry != row.entry)
        mailbox->moved |= (uint8_t)(1 << mailbox->entry);
    mailbox->entry = row.entry;
}

/* The first candidate that is free, and not `but`. */
static inline int model_first_free(const struct model_state *state, unsigned name, unsigned entry)
{
    for (unsigned level = 0; level < MODEL_LEVELS; level++) {
        int address = model_candidate(name, entry, level);

        if (state->at[address].life == LIFE_FREE)
            return address;
    }
    return NOBODY;
}

static inline struct model_outcome model_claim(struct model_state *state, struct model_row row)
{
    int known = model_recognise(state, row);
    int address;

    if (known == DOUBT)
        return (struct model_outcome){ANSWER_CONFLICT, NOBODY};
    if (known != NOBODY) {
        model_come_back(&state->at[known], row);
        return (struct model_outcome){
            known == model_candidate(row.name, row.entry, 0) ? ANSWER_HELD : ANSWER_HELD_ELSEWHERE,
            known};
    }
    address = model_first_free(state, row.name, row.entry);
    if (address == NOBODY)
        return (struct model_outcome){ANSWER_EXHAUSTED, NOBODY};
    state->at[address] =
        (struct model_mailbox){.life = LIFE_RESERVED, .holder = row.holder, .entry = row.entry};
    return (struct model_outcome){ANSWER_CLAIMED, address};
}

/* The holder gets another address, under `name`; all else of the mailbox stays. */
static inline struct model_outcome model_change(struct model_state *state, int address,
                                                unsigned name)
{
    struct model_mailbox *mailbox = &state->at[address];
    int other;

    if (!model_may_be_given_up(mailbox))
        return (struct model_outcome){ANSWER_WRONG_STATE, NOBODY};
    other = model_first_free(state, name, mailbox->entry);
    if (other == NOBODY)
        return (struct model_outcome){ANSWER_EXHAUSTED, NOBODY};
    state->at[other] = *mailbox;
    *mailbox = (struct model_mailbox){.life = LIFE_FREE};
    return (struct model_outcome){ANSWER_DONE, other};
}

static inline enum model_answer model_operate(struct model_mailbox *mailbox, enum model_kind kind)
{
    switch (kind) {
    case EVENT_ACTIVATE:
        if (mailbox->life == LIFE_ACTIVE)
            return ANSWER_NOTHING_TO_DO;
        if (mailbox->life != LIFE_RESERVED)
            return ANSWER_WRONG_STATE;
        mailbox->life = LIFE_ACTIVE;
        mailbox->was_active = 1;
        return ANSWER_DONE;
    case EVENT_RELEASE:
        if (!model_may_be_given_up(mailbox))
            return ANSWER_WRONG_STATE;
        *mailbox = (struct model_mailbox){.life = LIFE_FREE};
        return ANSWER_DONE;
    case EVENT_RETIRE:
        if (mailbox->life == LIFE_RETIRED)
            return ANSWER_NOTHING_TO_DO;
        if (mailbox->life != LIFE_ACTIVE)
            return ANSWER_WRONG_STATE;
        mailbox->life = LIFE_RETIRED;
        return ANSWER_DONE;
    default: /* EVENT_LEAVE */
        if (mailbox->life != LIFE_ACTIVE)
            return ANSWER_WRONG_STATE;
        if (mailbox->left)
            return ANSWER_NOTHING_TO_DO;
        mailbox->left = 1;
        return ANSWER_DONE;
    }
}

/* The answer to an event; the state becomes what it leads to. */
static inline struct model_outcome model_step(struct model_state *state,
                                              const struct model_event *event)
{
    unsigned name = event->kind == EVENT_CLAIM ? 0 : (unsigned)event->address / MODEL_PER_NAME;

    switch (event->kind) {
    case EVENT_CLAIM:
        return model_claim(state, event->row);
    case EVENT_CHANGE:
        return model_change(state, event->address, name);
    case EVENT_CORRECT: /* the name turns out to be the other one */
        return model_change(state, event->address, 1 - name);
    default:
        return (struct model_outcome){model_operate(&state->at[event->address], event->kind),
                                      NOBODY};
    }
}

#endif
