/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a holder who is forgotten gave back, SPEC §5: the model knows free addresses alone, so it is read
 * out of what history has to tell.
 */
#include "registry/model/model-replay.h"

#define NO_LINE SIZE_MAX

/* A mailbox that was given back. */
struct given_back {
    size_t first, last; /* its lines */
    size_t heir;        /* the first line of the one that came instead, or NO_LINE */
    bool is_his;
};

static bool is_forgotten(const struct replay *replay, size_t first)
{
    for (size_t i = first; i < replay->here.n_lines; i++)
        if (replay->lines[i].first == first && replay->lines[i].act == PECADDR_ACT_FORGET)
            return true;
    return false;
}

/* A change has two lines, one after the other. */
static size_t find_heir(const struct replay *replay, size_t last)
{
    const struct line *line = &replay->lines[last];

    if (line->act != PECADDR_ACT_CHANGE)
        return NO_LINE;
    for (size_t i = last > 0 ? last - 1 : 0; i <= last + 1; i++)
        if (replay->lines[i].address == line->other && replay->lines[i].from == 0)
            return i;
    replay_differ(replay, "nothing came instead of %s", ADDRESS(line->address));
}

/* Whether the mailbox knows, or ever knew, its holder as the one who gave an address back. */
static bool knew(const struct replay *replay, size_t first, struct model_facts now,
                 struct model_facts facts)
{
    for (size_t i = first; i < replay->here.n_lines; i++)
        if (replay->lines[i].first == first && replay->lines[i].from != 0 &&
            model_are_one(replay->lines[i].before.facts, facts))
            return true;
    return model_are_one(now, facts);
}

/* Whether somebody else on record may be meant as well. */
static bool may_be_anothers(const struct model_state *state, int address, struct model_facts facts)
{
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (i != address && state->at[i].life != LIFE_FREE &&
            model_are_one(state->at[i].facts, facts))
            return true;
    return false;
}

static bool is_his(const struct replay *replay, const struct given_back all[], size_t n, size_t i,
                   int address, const struct model_state *before)
{
    struct model_facts facts = replay->lines[all[i].last].before.facts;
    size_t first = replay_first_line(replay, address);

    if (all[i].heir == NO_LINE)
        return knew(replay, first, before->at[address].facts, facts) &&
               !may_be_anothers(before, address, facts);
    for (size_t k = 0; k < n; k++)
        if (all[k].is_his && all[k].first == all[i].heir)
            return true;
    return all[i].heir == first;
}

void replay_forget_given_back(struct replay *replay, int address, const struct model_state *before)
{
    struct given_back *all = calloc(replay->here.n_lines + 1, sizeof *all);
    size_t n = 0;

    ck_assert_ptr_nonnull(all);
    for (size_t i = 0; i < replay->here.n_lines; i++)
        if (replay->lines[i].to == PECADDR_STATE_RELEASED &&
            !is_forgotten(replay, replay->lines[i].first))
            all[n++] = (struct given_back){
                .first = replay->lines[i].first, .last = i, .heir = find_heir(replay, i)};
    /* One that came instead of another is later. */
    for (size_t i = n; i-- > 0;)
        all[i].is_his = is_his(replay, all, n, i, address, before);
    for (size_t i = 0; i < n; i++) {
        if (!all[i].is_his)
            continue;
        replay_expect_line(replay, (struct line){.address = replay->lines[all[i].first].address,
                                                 .first = all[i].first,
                                                 .act = PECADDR_ACT_FORGET,
                                                 .from = PECADDR_STATE_RELEASED,
                                                 .to = PECADDR_STATE_RELEASED,
                                                 .other = NOBODY});
        replay->n_given_back++;
    }
    free(all);
}

/* The address that came instead of a mailbox that was given back, at the end of all changes; or NOBODY. */
static int find_last_heir(const struct replay *replay, size_t last)
{
    for (;;) {
        size_t first = find_heir(replay, last), next = NO_LINE;

        if (first == NO_LINE)
            return NOBODY;
        for (size_t i = first; i < replay->here.n_lines; i++)
            if (replay->lines[i].first == first && replay->lines[i].from != 0 &&
                replay->lines[i].from != PECADDR_STATE_RELEASED &&
                replay->lines[i].to == PECADDR_STATE_RELEASED)
                next = i;
        if (next == NO_LINE)
            return replay->lines[first].address;
        last = next;
    }
}

int replay_find_changed(const struct replay *replay, const struct model_event *event,
                        const struct model_state *before)
{
    int changed = NOBODY;

    for (size_t i = 0; i < replay->here.n_lines; i++) {
        const struct line *line = &replay->lines[i];
        const struct model_mailbox *heir;
        int address;

        if (line->address != event->address || line->from == PECADDR_STATE_RELEASED ||
            line->to != PECADDR_STATE_RELEASED ||
            (event->is_meant && (is_forgotten(replay, line->first) ||
                                 !model_may_be_meant(&line->before, event->who[0]))))
            continue;
        address = find_last_heir(replay, i);
        heir = address != NOBODY ? &before->at[address] : NULL;
        if (heir == NULL || heir->life == LIFE_RETIRED || heir->life == LIFE_FREE ||
            (event->kind == EVENT_RENAME && !model_is_whole_name(event->value, heir->facts.name)) ||
            address == changed)
            continue;
        if (changed != NOBODY)
            return NOBODY;
        changed = address;
    }
    return changed;
}

bool replay_gave_back(const struct replay *replay, int address, struct model_facts who)
{
    for (size_t i = 0; i < replay->here.n_lines; i++) {
        const struct line *line = &replay->lines[i];

        if (line->address == address && line->from != PECADDR_STATE_RELEASED &&
            line->to == PECADDR_STATE_RELEASED && !is_forgotten(replay, line->first) &&
            model_are_one(who, line->before.facts))
            return true;
    }
    return false;
}
