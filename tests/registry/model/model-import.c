/* SPDX-License-Identifier: BSD-3-Clause */
/* What lists have, by the rules of SPEC §5. */
#include "registry/model/model.h"

/* Whether a list says that an address is that of the holder on record: former entries count. */
static bool is_same_holder(const struct model_mailbox *mailbox, struct model_facts said)
{
    enum likeness_of_holder holder = model_compare_holders(mailbox->facts.holder, said.holder);
    bool other_entry = model_compare_entries(mailbox->facts.entry, said.entry) == ENTRY_OTHER;
    bool other_name = model_compare_names(mailbox->facts.name, said.name) == NAME_OTHER;

    if (holder == HOLDER_SAME)
        return !(other_entry && other_name);
    return holder == HOLDER_MISSING && !other_entry && !other_name;
}

static bool has_facts(struct model_facts facts)
{
    return facts.name != 0 || facts.holder != 0 || facts.entry != 0;
}

/* Whether facts say who somebody is: a province is that of many. */
static bool says_whose(struct model_facts facts)
{
    return facts.name != 0 || facts.holder != 0 ||
           (facts.entry != 0 && facts.entry != PROVINCE_ALONE);
}

/* Whether it says so by any fact, and not only contradicts none; of a mailbox of whom nothing says
 * whose it is, whether it does. */
static bool says_who(const struct model_mailbox *mailbox, struct model_facts said)
{
    return model_compare_holders(mailbox->facts.holder, said.holder) == HOLDER_SAME ||
           model_compare_entries(mailbox->facts.entry, said.entry) == ENTRY_SAME ||
           model_compare_names(mailbox->facts.name, said.name) == NAME_AGREES ||
           (!says_whose(mailbox->facts) && says_whose(said));
}

/* Nothing that is on record is overwritten. */
static bool gain_facts(struct model_facts *facts, struct model_facts said)
{
    struct model_facts before = *facts;

    if (facts->holder == 0)
        facts->holder = said.holder;
    if (said.name != 0)
        model_gain_name(facts, said.name);
    if (facts->entry == 0 ||
        (facts->entry == PROVINCE_ALONE &&
         model_compare_entries(facts->entry, said.entry) == ENTRY_UNKNOWN && said.entry != 0))
        facts->entry = said.entry;
    return before.holder != facts->holder || before.name != facts->name ||
           before.entry != facts->entry;
}

static bool has_other_mailbox(const struct model_state *state, const struct model_mailbox *mailbox,
                              int address)
{
    return model_find_holder(state, mailbox->facts.holder, address) != NOBODY ||
           (model_stands(mailbox) &&
            model_find_standing(state, mailbox->facts.entry, address) != NOBODY);
}

/* A list has an address that is on record. One that has ended is told nothing new; one that is only
 * reserved is not activated, for ever, by a line that does not say whose it is; and it ends only where
 * nothing was known of it. */
static enum model_answer import_known(struct model_state *state, const struct model_event *event)
{
    struct model_mailbox *mailbox = &state->at[event->address];
    struct model_mailbox after = *mailbox;
    struct model_facts said = event->who[0];
    bool whose = !has_facts(mailbox->facts) && says_whose(said);
    bool activated = mailbox->life == LIFE_RESERVED && event->value == LIFE_ACTIVE;
    bool ended = mailbox->life == LIFE_RESERVED && event->value == LIFE_RETIRED && whose;
    bool left = event->left && whose && (activated || ended);
    bool differs = model_compare_entries(mailbox->facts.entry, said.entry) == ENTRY_OTHER ||
                   (said.name != 0 && mailbox->facts.name != 0 &&
                    !model_is_whole_name(mailbox->facts.name, said.name)) ||
                   (event->left && !mailbox->left && !left) ||
                   (mailbox->life != event->value && !activated && !ended);
    enum model_answer unchanged = differs ? ANSWER_KEPT : ANSWER_NOTHING_TO_DO;

    if (!is_same_holder(mailbox, said) ||
        (mailbox->life == LIFE_RETIRED && event->value != LIFE_RETIRED) ||
        (activated && !says_who(mailbox, said)))
        return ANSWER_WRONG_STATE;
    if (mailbox->life == LIFE_RETIRED)
        return unchanged;
    if (!((has_facts(mailbox->facts) || says_whose(said)) && gain_facts(&after.facts, said)) &&
        !activated)
        return unchanged;
    if (activated || ended) {
        after.life = event->value;
        after.was_active = 1;
        after.left = after.left || left;
    }
    if (has_other_mailbox(state, &after, event->address))
        return ANSWER_HOLDER;
    *mailbox = after;
    return differs ? ANSWER_KEPT : ANSWER_DONE;
}

/* What is refused may be in use all the same: nobody is to be given the address. */
enum model_answer model_import(struct model_state *state, const struct model_event *event)
{
    struct model_mailbox *mailbox = &state->at[event->address];
    struct model_mailbox incoming = {.life = event->value,
                                     .was_active = event->value != LIFE_RESERVED,
                                     .left = event->left,
                                     .facts = event->who[0]};

    if (mailbox->life != LIFE_FREE)
        return import_known(state, event);
    if (has_other_mailbox(state, &incoming, event->address)) {
        *mailbox = (struct model_mailbox){.life = LIFE_RESERVED};
        return ANSWER_HOLDER;
    }
    *mailbox = incoming;
    return ANSWER_DONE;
}
