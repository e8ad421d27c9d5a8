/* SPDX-License-Identifier: BSD-3-Clause */
/* The facts of the model, and how two sides are alike. */
#include "registry/model/model.h"

#include <stdio.h>

const struct model_name model_names[] = {
    {"", "", "", 0},
    {"Francesco", "Rossi", "francesco.rossi", 1},
    {"Francesco Luca", "Rossi", "francescoluca.rossi", 1},
    {"Francesca", "Russo", "francesca.russo", 2},
    [SURNAME_ALONE] = {"", "Rossi", "", 1},
};

const struct model_entry model_entries[] = {
    {"", "", 0, 0, 0, 0},          {"MC", "mc", 'A', 'a', 11, 1},
    {"MC", "mc", 'A', 'a', 12, 1}, {"AN", "an", 'A', 'a', 13, 2},
    {"PU", "pu", 'B', 'b', 14, 3}, [PROVINCE_ALONE] = {"MC", "mc", 0, 0, 0, 1},
};

int model_candidate(unsigned name, unsigned entry, unsigned level)
{
    unsigned at[MODEL_LEVELS] = {0, model_entries[entry].order, MODEL_ORDERS + entry};

    return (int)((name - 1) * MODEL_PER_NAME + at[level]);
}

unsigned model_level(int address)
{
    unsigned at = (unsigned)address % MODEL_PER_NAME;

    return at == 0 ? 0 : at <= MODEL_ORDERS ? 1 : 2;
}

unsigned model_name_of(int address)
{
    return (unsigned)address / MODEL_PER_NAME + 1;
}

bool model_stands(const struct model_mailbox *mailbox)
{
    return (mailbox->life == LIFE_RESERVED || mailbox->life == LIFE_ACTIVE) && !mailbox->left;
}

/* Likeness. */

enum likeness_of_holder model_compare_holders(unsigned a, unsigned b)
{
    if (a == 0 || b == 0)
        return HOLDER_MISSING;
    if (a == b)
        return HOLDER_SAME;
    return (a == OMOCODIA_OF_1 ? 1 : a) == (b == OMOCODIA_OF_1 ? 1 : b) ? HOLDER_OMOCODIA
                                                                        : HOLDER_OTHER;
}

enum likeness_of_entry model_compare_entries(unsigned a, unsigned b)
{
    if (a == 0 || b == 0)
        return ENTRY_UNKNOWN;
    if (model_entries[a].order != model_entries[b].order)
        return ENTRY_OTHER;
    if (a == PROVINCE_ALONE || b == PROVINCE_ALONE)
        return ENTRY_UNKNOWN;
    return a == b ? ENTRY_SAME : ENTRY_OTHER;
}

enum likeness_of_name model_compare_names(unsigned a, unsigned b)
{
    if (a == 0 || b == 0)
        return NAME_UNKNOWN;
    return model_names[a].person == model_names[b].person ? NAME_AGREES : NAME_OTHER;
}

bool model_are_one(struct model_facts a, struct model_facts b)
{
    enum likeness_of_entry entry = model_compare_entries(a.entry, b.entry);
    enum likeness_of_name name = model_compare_names(a.name, b.name);

    switch (model_compare_holders(a.holder, b.holder)) {
    case HOLDER_SAME:
        return entry != ENTRY_OTHER || name != NAME_OTHER;
    case HOLDER_MISSING:
        return entry == ENTRY_SAME && name == NAME_AGREES;
    default:
        return false;
    }
}

bool model_is_whole_name(unsigned a, unsigned b)
{
    return model_compare_names(a, b) == NAME_AGREES &&
           (a == b || a == SURNAME_ALONE || b == SURNAME_ALONE);
}

struct model_likeness model_compare(struct model_facts who, const struct model_mailbox *mailbox)
{
    unsigned entry = model_compare_entries(who.entry, mailbox->facts.entry);

    return (struct model_likeness){
        .holder = model_compare_holders(who.holder, mailbox->facts.holder),
        .entry = model_stands(mailbox) ? entry : entry + FORMER_SAME,
        .name = model_compare_names(who.name, mailbox->facts.name),
    };
}

const char *model_describe(struct model_likeness likeness, char text[96])
{
    static const char *const holders[] = {"the same", "missing on a side", "other by omocodia",
                                          "other"};
    static const char *const entries[] = {
        "the same",         "not on record",         "other",
        "the same, former", "not on record, former", "other, former"};
    static const char *const names[] = {"agrees", "not on record", "other"};

    snprintf(text, 96, "codice fiscale %s, entry %s, name %s", holders[likeness.holder],
             entries[likeness.entry], names[likeness.name]);
    return text;
}

/* What is met. */

static bool meet(bool *what)
{
    bool is_new = !*what;

    *what = true;
    return is_new;
}

static unsigned level_for(struct model_facts who, int address)
{
    unsigned level = 0;

    while (level < MODEL_LEVELS && model_candidate(who.name, who.entry, level) != address)
        level++;
    return level;
}

/* Whether a mailbox counts for one who asks: it is of the codice fiscale, or of the entry, or a
 * candidate below the address that is given. */
static bool counts(struct model_likeness likeness, struct model_facts who, int address,
                   struct model_outcome outcome)
{
    return likeness.holder == HOLDER_SAME || likeness.entry == ENTRY_SAME ||
           likeness.entry == FORMER_SAME ||
           level_for(who, address) < level_for(who, outcome.address);
}

bool model_meet(struct model_met *met, const struct model_state *state, struct model_facts who,
                struct model_outcome outcome)
{
    bool is_new = meet(&met->answers[outcome.answer]);

    is_new = meet(&met->reasons[outcome.reason]) || is_new;
    is_new = meet(&met->notes[outcome.notes]) || is_new;
    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        struct model_likeness likeness = model_compare(who, &state->at[i]);

        if (state->at[i].life != LIFE_FREE && counts(likeness, who, i, outcome))
            is_new = meet(&met->likeness[likeness.holder][likeness.entry][likeness.name]) || is_new;
    }
    return is_new;
}
