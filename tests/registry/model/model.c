/* SPDX-License-Identifier: BSD-3-Clause */
/* The rules of SPEC §5. */
#include "registry/model/model.h"

/* What was ever active is nobody else's: its holder may come back to it, but not give it up. */
static bool may_be_given_up(const struct model_mailbox *mailbox)
{
    return mailbox->life == LIFE_RESERVED && !mailbox->was_active;
}

/* The table. */

enum verdict {
    STRANGER,
    KNOWN,       /* the same holder */
    CONTRADICTS, /* `HOLDER` */
    FORMER,      /* `HOLDER`: perhaps the next of that name */
    PERHAPS,     /* `NAMESAKE`, if of this Order or of none known, and in the way or of the name */
};

#define OR(likeness) 1U << (likeness)
#define ANY          ~0U

/*
 * The table of SPEC §5; and from the paragraph on what was ever active, which is what former entries
 * are of: "comes back to a holder who left or was retired only by codice fiscale and name; without a
 * codice fiscale on both sides it is the operator's explicit act, else `HOLDER`". Who asks without
 * codice fiscale on an entry that another has whose name is not on record is nobody's equal by the
 * table, but cannot be on record on the same entry. The first row that fits counts.
 */
static const struct {
    unsigned holder, entry, name;
    enum verdict verdict;
} table[] = {
    {OR(HOLDER_SAME), OR(ENTRY_SAME) | OR(ENTRY_UNKNOWN), ANY, KNOWN},
    {OR(HOLDER_SAME), OR(ENTRY_OTHER), OR(NAME_AGREES) | OR(NAME_UNKNOWN), KNOWN},
    {OR(HOLDER_SAME), OR(ENTRY_OTHER), OR(NAME_OTHER), CONTRADICTS},
    {OR(HOLDER_SAME), ANY, OR(NAME_AGREES) | OR(NAME_UNKNOWN), KNOWN},
    {OR(HOLDER_SAME), ANY, OR(NAME_OTHER), CONTRADICTS},
    {OR(HOLDER_MISSING), OR(ENTRY_SAME), OR(NAME_AGREES), KNOWN},
    {OR(HOLDER_MISSING), OR(ENTRY_SAME), OR(NAME_OTHER) | OR(NAME_UNKNOWN), CONTRADICTS},
    {OR(HOLDER_MISSING), OR(FORMER_SAME), OR(NAME_AGREES), FORMER},
    {OR(HOLDER_OTHER) | OR(HOLDER_OMOCODIA), OR(ENTRY_SAME), ANY, CONTRADICTS},
    {OR(HOLDER_MISSING) | OR(HOLDER_OMOCODIA), ANY, OR(NAME_AGREES) | OR(NAME_UNKNOWN), PERHAPS},
};

static enum verdict judge(struct model_facts who, const struct model_mailbox *mailbox)
{
    struct model_likeness likeness = model_compare(who, mailbox);

    if (mailbox->life == LIFE_FREE)
        return STRANGER;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if ((table[i].holder >> likeness.holder & 1) && (table[i].entry >> likeness.entry & 1) &&
            (table[i].name >> likeness.name & 1))
            return table[i].verdict;
    return STRANGER;
}

bool model_is_former(const struct model_mailbox *mailbox, struct model_facts who)
{
    return judge(who, mailbox) == FORMER;
}

/* Claims. */

int model_find_holder(const struct model_state *state, unsigned holder, int but)
{
    for (int i = 0; holder != 0 && i < MODEL_ADDRESSES; i++)
        if (i != but && state->at[i].life != LIFE_FREE && state->at[i].facts.holder == holder)
            return i;
    return NOBODY;
}

int model_find_standing(const struct model_state *state, unsigned entry, int but)
{
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (i != but && model_stands(&state->at[i]) &&
            model_compare_entries(state->at[i].facts.entry, entry) == ENTRY_SAME)
            return i;
    return NOBODY;
}

static int find_former(const struct model_state *state, struct model_facts who)
{
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (judge(who, &state->at[i]) == FORMER)
            return i;
    return NOBODY;
}

static bool is_elsewhere(struct model_likeness likeness)
{
    return likeness.entry == ENTRY_OTHER || likeness.entry == FORMER_OTHER;
}

static struct model_outcome contradict(enum model_reason reason, int address)
{
    return (struct model_outcome){.answer = ANSWER_HOLDER, .reason = reason, .address = address};
}

void model_gain_name(struct model_facts *facts, unsigned name)
{
    if (facts->name == 0 ||
        (facts->name == SURNAME_ALONE && model_is_whole_name(facts->name, name)))
        facts->name = (uint8_t)name;
}

/* Whether an entry is one that the holder of a mailbox has left: an old roster may say it. */
static bool is_behind(const struct model_mailbox *mailbox, unsigned entry)
{
    return (mailbox->was_on >> entry & 1) != 0 ||
           (mailbox->facts.entry == entry && !model_stands(mailbox));
}

/* What is asked for besides the facts of who asks. */
struct asked {
    bool accepted; /* the notes were looked at */
    bool past;     /* where the holder was counts */
    bool twice;    /* the call has the codice fiscale on another entry too */
};

/* A known holder asked: what was not on record is now, and if he had left he is back. */
static struct model_outcome come_back(struct model_mailbox *mailbox, int address,
                                      struct model_facts who, struct asked asked)
{
    struct model_likeness likeness = model_compare(who, mailbox);
    unsigned notes = 0;

    notes |= is_elsewhere(likeness) ? NOTE_MOVED : 0;
    notes |= model_stands(mailbox) ? 0 : NOTE_RETURNED;
    notes |= mailbox->facts.name != 0 && !model_is_whole_name(mailbox->facts.name, who.name)
                 ? NOTE_RENAMED
                 : 0;
    if (asked.past && !asked.accepted && is_behind(mailbox, who.entry) &&
        (notes & (NOTE_MOVED | NOTE_RETURNED)) != 0)
        return (struct model_outcome){.answer = ANSWER_REVIEW, .address = address, .notes = notes};
    if (asked.past && mailbox->facts.entry != 0 && mailbox->facts.entry <= MODEL_ENTRIES &&
        mailbox->facts.entry != who.entry)
        mailbox->was_on |= (uint8_t)(1U << mailbox->facts.entry);
    if (mailbox->life == LIFE_RETIRED) {
        mailbox->life = LIFE_RESERVED;
        mailbox->expires = DAY_NONE;
    }
    mailbox->left = 0;
    if (mailbox->facts.holder == 0)
        mailbox->facts.holder = who.holder;
    mailbox->facts.entry = who.entry;
    model_gain_name(&mailbox->facts, who.name);
    return (struct model_outcome){
        .answer = address == model_candidate(who.name, who.entry, 0) ? ANSWER_HELD
                                                                     : ANSWER_HELD_ELSEWHERE,
        .address = address,
        .notes = notes,
    };
}

/* Whether the holder of a mailbox is perhaps the one who asks. */
static bool is_namesake(const struct model_mailbox *mailbox, struct model_facts who)
{
    unsigned order = model_entries[mailbox->facts.entry].order;

    return judge(who, mailbox) == PERHAPS &&
           (order == 0 || order == model_entries[who.entry].order);
}

/* Whether anybody is whose whole name is on record, whatever the address. */
static bool has_namesake(const struct model_state *state, struct model_facts who)
{
    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        unsigned name = state->at[i].facts.name;

        if (name != 0 && name != SURNAME_ALONE &&
            model_compare_names(name, who.name) == NAME_AGREES && is_namesake(&state->at[i], who))
            return true;
    }
    return false;
}

static struct model_outcome claim_first_free(struct model_state *state, struct model_facts who,
                                             bool accepted)
{
    struct model_outcome outcome = {.answer = ANSWER_EXHAUSTED, .address = NOBODY};

    for (unsigned level = 0; level < MODEL_LEVELS; level++) {
        int address = model_candidate(who.name, who.entry, level);

        if (state->at[address].life != LIFE_FREE) {
            outcome.notes |= is_namesake(&state->at[address], who) ? NOTE_NAMESAKE : 0;
            continue;
        }
        outcome.address = address;
        outcome.notes |= has_namesake(state, who) ? NOTE_NAMESAKE : 0;
        outcome.answer = outcome.notes != 0 && !accepted ? ANSWER_REVIEW : ANSWER_CLAIMED;
        if (outcome.answer == ANSWER_CLAIMED)
            state->at[address] = (struct model_mailbox){.life = LIFE_RESERVED, .facts = who};
        break;
    }
    return outcome;
}

static struct model_outcome claim_known(struct model_state *state, struct model_facts who,
                                        struct asked asked)
{
    int known = model_find_holder(state, who.holder, NOBODY);
    int standing = model_find_standing(state, who.entry, NOBODY);
    int former;

    /* No fact recognises anybody whom another contradicts. */
    if (standing != NOBODY && known != NOBODY && standing != known)
        return contradict(REASON_ENTRY, standing);
    if (known != NOBODY && judge(who, &state->at[known]) == CONTRADICTS)
        return contradict(REASON_NAME, known);
    if (known != NOBODY && asked.twice && is_elsewhere(model_compare(who, &state->at[known])))
        return contradict(REASON_ENTRIES, known);
    if (known != NOBODY)
        return come_back(&state->at[known], known, who, asked);
    if (standing != NOBODY && judge(who, &state->at[standing]) == CONTRADICTS)
        return contradict(REASON_ENTRY, standing);
    if (standing != NOBODY)
        return come_back(&state->at[standing], standing, who, asked);
    former = find_former(state, who);
    if (former != NOBODY)
        return contradict(REASON_FORMER, former);
    return claim_first_free(state, who, asked.accepted);
}

/* Whether a registry has to do with an Order. */
static bool is_own(const struct model_event *event, unsigned entry)
{
    return event->bound == 0 || (event->bound >> model_entries[entry].order & 1) != 0;
}

static struct model_outcome claim(struct model_state *state, const struct model_event *event,
                                  size_t i, bool twice)
{
    if (!is_own(event, event->who[i].entry))
        return (struct model_outcome){
            .answer = ANSWER_PROVINCE, .reason = REASON_PROVINCE, .address = NOBODY};
    return claim_known(state, event->who[i],
                       (struct asked){.accepted = event->kind != EVENT_CLAIM,
                                      .past = event->past,
                                      .twice = twice});
}

/* The operator's acts. */

/* Whether what is said of a person is on record of nobody, and what is on record was not said. */
static bool nothing_is_known_of_both(struct model_facts a, struct model_facts b)
{
    return (a.holder == 0 || b.holder == 0) && (a.name == 0 || b.name == 0) &&
           (a.entry == 0 || b.entry == 0);
}

/*
 * Whether a mailbox may be that of the person whom a step is meant for: "where the table would not
 * say the same holder it is `HOLDER`", but that an entry is told, not refused, which differs alone,
 * where anything agrees. It asks for nothing, so that an entry that is not in force is as good as one
 * that is. Where nothing is known on both sides nothing agrees; of one who was forgotten nothing is, and
 * nothing is done to it whoever is meant.
 */
bool model_may_be_meant(const struct model_mailbox *mailbox, struct model_facts who)
{
    enum likeness_of_name name = model_compare_names(who.name, mailbox->facts.name);
    bool other_entry = model_compare_entries(who.entry, mailbox->facts.entry) == ENTRY_OTHER;

    if (mailbox->forgotten)
        return true;
    if (nothing_is_known_of_both(mailbox->facts, who))
        return false;

    switch (model_compare_holders(who.holder, mailbox->facts.holder)) {
    case HOLDER_SAME:
        return name != NAME_OTHER || !other_entry;
    case HOLDER_MISSING:
        return name == NAME_AGREES || (name == NAME_UNKNOWN && !other_entry);
    default:
        return false;
    }
}

static bool ends_something(enum model_kind kind)
{
    return kind == EVENT_LEAVE || kind == EVENT_RETIRE || kind == EVENT_RELEASE ||
           kind == EVENT_FORGET;
}

/*
 * "Where no codice fiscale says whose the mailbox is, another one on record with the person's is meant";
 * and where the name alone says it, no mailbox ends while another of the Order may be meant.
 */
bool model_is_homonym(const struct model_state *state, const struct model_event *event, int address)
{
    const struct model_mailbox *mailbox = &state->at[event->address], *other = &state->at[address];
    struct model_facts who = event->who[0];
    unsigned order = model_entries[mailbox->facts.entry].order;
    bool entry_differs = model_compare_entries(who.entry, mailbox->facts.entry) == ENTRY_OTHER;

    if (address == event->address || other->life == LIFE_FREE ||
        model_compare_holders(who.holder, mailbox->facts.holder) != HOLDER_MISSING ||
        model_are_one(who, mailbox->facts))
        return false;
    if (model_find_holder(state, who.holder, NOBODY) != NOBODY)
        return other->facts.holder == who.holder;
    if (order == 0)
        order = model_entries[who.entry].order;
    return ends_something(event->kind) && model_stands(other) &&
           other->facts.name != SURNAME_ALONE &&
           model_compare_names(who.name, other->facts.name) == NAME_AGREES &&
           (order == 0 || model_entries[other->facts.entry].order == 0 ||
            model_entries[other->facts.entry].order == order) &&
           model_may_be_meant(other, who) &&
           (entry_differs || model_compare_entries(who.entry, other->facts.entry) != ENTRY_OTHER);
}

static bool has_homonym(const struct model_state *state, const struct model_event *event)
{
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (model_is_homonym(state, event, i))
            return true;
    return false;
}

static enum model_answer set(uint8_t *fact, uint8_t value)
{
    enum model_answer answer = *fact == value ? ANSWER_NOTHING_TO_DO : ANSWER_DONE;

    *fact = value;
    return answer;
}

/* What lacks for candidates. */
static enum model_answer find_lacking(unsigned name, unsigned entry)
{
    if (name == 0 || name == SURNAME_ALONE)
        return ANSWER_NO_NAME;
    return entry == 0 || entry == PROVINCE_ALONE ? ANSWER_NO_ENTRY : ANSWER_DONE;
}

/* The holder gets another address, under `name`; all else of the mailbox stays. */
static struct model_outcome change(struct model_state *state, const struct model_event *event,
                                   unsigned name)
{
    struct model_outcome outcome = {.answer = ANSWER_WRONG_STATE, .address = NOBODY};
    struct model_mailbox *mailbox = &state->at[event->address];

    if (!may_be_given_up(mailbox))
        return outcome;
    outcome.answer = ANSWER_PROVINCE;
    if (mailbox->facts.entry != 0 && !is_own(event, mailbox->facts.entry))
        return outcome;
    outcome.answer = find_lacking(name, mailbox->facts.entry);
    for (unsigned level = 0; outcome.answer == ANSWER_DONE && level < MODEL_LEVELS; level++) {
        int other = model_candidate(name, mailbox->facts.entry, level);

        if (state->at[other].life != LIFE_FREE)
            continue;
        outcome.address = other;
        state->at[other] = *mailbox;
        state->at[other].facts.name = (uint8_t)name;
        *mailbox = (struct model_mailbox){.life = LIFE_FREE};
        return outcome;
    }
    if (outcome.answer == ANSWER_DONE)
        outcome.answer = ANSWER_EXHAUSTED;
    return outcome;
}

/* At any time; what the address was issued for stays with it. */
static enum model_answer correct(struct model_mailbox *mailbox, unsigned name)
{
    if (mailbox->life == LIFE_FREE || mailbox->forgotten)
        return ANSWER_WRONG_STATE;
    return set(&mailbox->facts.name, (uint8_t)name);
}

/* That it is the same person is the operator's word. */
static enum model_answer relink(struct model_state *state, int address, unsigned holder)
{
    struct model_mailbox *mailbox = &state->at[address];

    if (mailbox->life == LIFE_FREE || mailbox->forgotten)
        return ANSWER_WRONG_STATE;
    if (mailbox->facts.holder == holder)
        return ANSWER_NOTHING_TO_DO;
    if (model_find_holder(state, holder, address) != NOBODY)
        return ANSWER_HOLDER;
    mailbox->facts.holder = (uint8_t)holder;
    return ANSWER_DONE;
}

static enum model_answer operate(struct model_mailbox *mailbox, enum model_kind kind)
{
    switch (kind) {
    case EVENT_ACTIVATE: /* until the early day */
        if (mailbox->life == LIFE_ACTIVE && mailbox->expires == DAY_EARLY)
            return ANSWER_NOTHING_TO_DO;
        if (mailbox->life != LIFE_RESERVED &&
            (mailbox->life != LIFE_ACTIVE || mailbox->expires != DAY_NONE))
            return ANSWER_WRONG_STATE;
        mailbox->life = LIFE_ACTIVE;
        mailbox->was_active = 1;
        mailbox->expires = DAY_EARLY;
        return ANSWER_DONE;
    case EVENT_RELEASE:
        if (!may_be_given_up(mailbox))
            return ANSWER_WRONG_STATE;
        *mailbox = (struct model_mailbox){.life = LIFE_FREE};
        return ANSWER_DONE;
    case EVENT_RETIRE:
        if (mailbox->life != LIFE_ACTIVE && mailbox->life != LIFE_RETIRED)
            return ANSWER_WRONG_STATE;
        return set(&mailbox->life, LIFE_RETIRED);
    case EVENT_LEAVE:
        return mailbox->life == LIFE_ACTIVE ||
                       (mailbox->life == LIFE_RETIRED && !mailbox->forgotten)
                   ? set(&mailbox->left, 1)
                   : ANSWER_WRONG_STATE;
    case EVENT_FORGET: /* all but the address, and that it ended */
        if (mailbox->life != LIFE_RETIRED)
            return ANSWER_WRONG_STATE;
        mailbox->facts = (struct model_facts){0, 0, 0};
        mailbox->was_on = 0;
        return set(&mailbox->forgotten, 1);
    default: /* EVENT_RENEW */
        return mailbox->life == LIFE_ACTIVE ? set(&mailbox->expires, DAY_LATE) : ANSWER_WRONG_STATE;
    }
}

/* The address of the outcome is how many it retires. */
static struct model_outcome expire(struct model_state *state)
{
    struct model_outcome outcome = {.answer = ANSWER_DONE, .address = 0};

    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (state->at[i].life == LIFE_ACTIVE && state->at[i].expires == DAY_EARLY) {
            state->at[i].life = LIFE_RETIRED;
            outcome.address++;
        }
    return outcome;
}

/* Two entries of one codice fiscale in one call are never a transfer. */
static bool are_two_entries(const struct model_facts who[2])
{
    return model_compare_holders(who[0].holder, who[1].holder) == HOLDER_SAME &&
           who[0].entry != who[1].entry;
}

/* Whoever is on another entry now is a member there, though the former one was left. */
static bool has_moved(const struct model_mailbox *mailbox, struct model_facts who)
{
    return model_compare_entries(who.entry, mailbox->facts.entry) == ENTRY_OTHER;
}

/* "An entry alone that differs is told, not refused, where … nobody else stands on it." */
static bool is_of_another_entry(const struct model_state *state, const struct model_event *event)
{
    const struct model_mailbox *mailbox = &state->at[event->address];
    struct model_facts who = event->who[0];

    return !mailbox->forgotten && has_moved(mailbox, who) && !model_are_one(who, mailbox->facts) &&
           model_find_standing(state, who.entry, event->address) != NOBODY;
}

static struct model_outcome take_step(struct model_state *state, const struct model_event *event)
{
    struct model_outcome outcome = {.address = NOBODY};
    struct model_mailbox *mailbox = &state->at[event->address];

    if (event->is_meant && mailbox->life != LIFE_FREE &&
        (!model_may_be_meant(mailbox, event->who[0]) ||
         (event->kind == EVENT_LEAVE && has_moved(mailbox, event->who[0])) ||
         is_of_another_entry(state, event))) {
        outcome.answer = ANSWER_HOLDER;
        outcome.reason = REASON_MEANT;
        return outcome;
    }
    if (event->is_meant && mailbox->life != LIFE_FREE && !mailbox->forgotten &&
        has_homonym(state, event))
        return contradict(REASON_HOMONYM, NOBODY);
    switch (event->kind) {
    case EVENT_CHANGE:
        return change(state, event, mailbox->facts.name);
    case EVENT_RENAME:
        return change(state, event, event->value);
    case EVENT_CORRECT:
        outcome.answer = correct(mailbox, event->value);
        return outcome;
    case EVENT_RELINK:
        outcome.answer = relink(state, event->address, event->value);
        return outcome;
    default:
        outcome.answer = operate(mailbox, event->kind);
        return outcome;
    }
}

void model_step(struct model_state *state, const struct model_event *event,
                struct model_outcome ret_outcomes[2], struct model_state *ret_between)
{
    struct model_outcome outcome = {.address = NOBODY};
    bool twice = event->kind == EVENT_BATCH && are_two_entries(event->who);

    if (event->kind <= EVENT_BATCH)
        outcome = claim(state, event, 0, twice);
    else if (event->kind == EVENT_IMPORT)
        outcome.answer = model_import(state, event);
    else if (event->kind == EVENT_EXPIRE)
        outcome = expire(state);
    else
        outcome = take_step(state, event);
    ret_outcomes[0] = outcome;
    *ret_between = *state;
    if (event->kind == EVENT_BATCH)
        ret_outcomes[1] = claim(state, event, 1, twice);
}
