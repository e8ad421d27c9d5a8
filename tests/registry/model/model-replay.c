/* SPDX-License-Identifier: BSD-3-Clause */
/* Events, as a caller brings them about, and their answers against the model. */
#include "registry/model/model-replay.h"

/* Claims. */

struct claimed {
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
};

static struct pecaddr_person person_of_facts(struct model_facts facts, char holder[17])
{
    const struct model_entry *entry = &model_entries[facts.entry];
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = pecaddr_text_of(model_names[facts.name].given);
    person.surname = pecaddr_text_of(model_names[facts.name].surname);
    person.province = pecaddr_text_of(entry->province);
    person.holder = pecaddr_text_of(replay_holder(facts.holder, holder));
    person.section = entry->section;
    person.number = entry->number;
    return person;
}

static const enum pecaddr_state states[] = {
    [LIFE_FREE] = 0,
    [LIFE_RESERVED] = PECADDR_STATE_RESERVED,
    [LIFE_ACTIVE] = PECADDR_STATE_ACTIVE,
    [LIFE_RETIRED] = PECADDR_STATE_RETIRED,
};

/* One, or two in one call. */
static void do_claims(struct replay *replay, const struct model_event *event,
                      struct claimed claimed[2])
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t n = event->kind == EVENT_BATCH ? 2 : 1;
    struct pecaddr_person persons[2];
    const struct pecaddr_person *pointers[2];
    struct pecaddr_assignment *assignments[2];
    struct pecaddr_reason *reasons[2];
    char holders[2][17] = {"", ""};

    for (size_t i = 0; i < n; i++) {
        claimed[i].assignment = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        claimed[i].reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
        persons[i] = person_of_facts(event->who[i], holders[i]);
        persons[i].accepted = event->kind == EVENT_CLAIM ? 0 : PECADDR_NOTE_NAMESAKE;
        if (event->kind != EVENT_CLAIM || !event->past)
            persons[i].accepted |= PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED;
        pointers[i] = &persons[i];
        assignments[i] = &claimed[i].assignment;
        reasons[i] = &claimed[i].reason;
    }
    if (pecaddr_registry_assign_batch(replay->registry, replay->scheme, pointers, n, assignments,
                                      reasons, &error) != PECADDR_OK)
        replay_differ(replay, "the registry does not answer: %s", error.message);
}

static unsigned level_for(struct model_facts who, int address)
{
    for (unsigned level = 0; address != NOBODY && level < MODEL_LEVELS; level++)
        if (model_candidate(who.name, who.entry, level) == address)
            return level;
    return PECADDR_LEVEL_NONE;
}

static uint32_t notes_of(unsigned notes)
{
    return (notes & NOTE_MOVED ? (uint32_t)PECADDR_NOTE_MOVED : 0) |
           (notes & NOTE_RETURNED ? (uint32_t)PECADDR_NOTE_RETURNED : 0) |
           (notes & NOTE_RENAMED ? (uint32_t)PECADDR_NOTE_RENAMED : 0) |
           (notes & NOTE_NAMESAKE ? (uint32_t)PECADDR_NOTE_NAMESAKE : 0);
}

/* Whether who waits has the address already. */
static bool is_of_known(struct model_outcome outcome)
{
    return (outcome.notes & (NOTE_MOVED | NOTE_RETURNED)) != 0;
}

/* The mailbox that is told to be in the way, and what differs from it. */
static void compare_in_the_way(const struct replay *replay, struct model_facts who,
                               const struct model_state *before, const struct pecaddr_reason *found,
                               int address)
{
    const struct model_mailbox *mailbox = &before->at[address];
    struct model_likeness likeness = model_compare(who, mailbox);
    unsigned entry = likeness.entry % FORMER_SAME;
    uint32_t differs = 0, unknown = 0;
    const char *name = found->address;

    differs |= likeness.holder >= HOLDER_OMOCODIA ? PECADDR_FACT_HOLDER : 0;
    differs |= entry == ENTRY_OTHER ? PECADDR_FACT_ENTRY : 0;
    differs |= likeness.name == NAME_OTHER ? PECADDR_FACT_NAME : 0;
    unknown |= likeness.holder == HOLDER_MISSING ? PECADDR_FACT_HOLDER : 0;
    unknown |= entry == ENTRY_UNKNOWN ? PECADDR_FACT_ENTRY : 0;
    unknown |= likeness.name == NAME_UNKNOWN ? PECADDR_FACT_NAME : 0;
    replay_same_number(replay, name, "what differs", found->differs, differs);
    replay_same_number(replay, name, "what is unknown", found->unknown, unknown);
    replay_same_number(replay, name, "omocodia", (unsigned)found->omocodia,
                       likeness.holder == HOLDER_OMOCODIA);
    replay_same_text(replay, name, "who holds it", found->holder, HOLDER(mailbox->facts.holder));
    replay_same_text(replay, name, "given of who holds it", found->given,
                     model_names[mailbox->facts.name].given);
    replay_same_text(replay, name, "province of who holds it", found->province,
                     model_entries[mailbox->facts.entry].province);
    replay_same_number(replay, name, "number of who holds it", found->number,
                       model_entries[mailbox->facts.entry].number);
    replay_same_text(replay, name, "when who holds it left", found->left,
                     mailbox->left ? LEFT(address) : "");
}

static void compare_reason(const struct replay *replay, struct model_facts who,
                           const struct model_state *before, struct model_outcome expected,
                           const struct pecaddr_reason *found)
{
    static const enum pecaddr_contradiction contradictions[] = {
        [REASON_NONE] = PECADDR_CONTRADICTION_NONE,
        [REASON_NAME] = PECADDR_CONTRADICTION_NAME,
        [REASON_ENTRY] = PECADDR_CONTRADICTION_ENTRY,
        [REASON_FORMER] = PECADDR_CONTRADICTION_FORMER,
        [REASON_ENTRIES] = PECADDR_CONTRADICTION_ENTRIES,
        [REASON_PROVINCE] = PECADDR_CONTRADICTION_PROVINCE,
    };
    int address;

    if (expected.answer == ANSWER_REVIEW) {
        replay_same_number(replay, "reason", "contradiction", found->contradiction,
                           PECADDR_CONTRADICTION_REVIEW);
        replay_same_number(replay, "reason", "notes", found->notes, notes_of(expected.notes));
        replay_same_text(replay, "reason", "candidate", found->candidate,
                         ADDRESS(expected.address));
        if (is_of_known(expected)) {
            replay_same_text(replay, "reason", "address", found->address,
                             ADDRESS(expected.address));
            compare_in_the_way(replay, who, before, found, expected.address);
        }
        return;
    }
    if (expected.answer == ANSWER_EXHAUSTED)
        return;
    replay_same_number(replay, "reason", "contradiction", found->contradiction,
                       contradictions[expected.reason]);
    if (expected.reason == REASON_PROVINCE)
        replay_same_text(replay, "reason", "province", found->province,
                         model_entries[who.entry].province);
    if (expected.reason == REASON_NONE || expected.reason == REASON_PROVINCE)
        return;
    address = replay_find_address(replay, found->address);
    if (address == NOBODY ||
        (address != expected.address &&
         (expected.reason != REASON_FORMER || !model_is_former(&before->at[address], who))))
        replay_differ(replay, "`%s` is told to be in the way, not %s", found->address,
                      ADDRESS(expected.address));
    compare_in_the_way(replay, who, before, found, address);
}

/* status, failure, answer, level, tried, notes, address and reason are all that a claim can say. */
static void compare_claim(const struct replay *replay, struct model_facts who,
                          const struct model_state *before, struct model_outcome expected,
                          const struct claimed *claimed)
{
    static const struct {
        int status;
        enum pecaddr_answer answer;
    } answers[] = {
        [ANSWER_CLAIMED] = {PECADDR_OK, PECADDR_CLAIMED},
        [ANSWER_HELD] = {PECADDR_OK, PECADDR_HELD},
        [ANSWER_HELD_ELSEWHERE] = {PECADDR_OK, PECADDR_HELD_ELSEWHERE},
        [ANSWER_HOLDER] = {PECADDR_E_HOLDER, PECADDR_REFUSED},
        [ANSWER_REVIEW] = {PECADDR_E_REVIEW, PECADDR_REFUSED},
        [ANSWER_PROVINCE] = {PECADDR_E_PROVINCE, PECADDR_REFUSED},
        [ANSWER_EXHAUSTED] = {PECADDR_E_EXHAUSTED, PECADDR_TAKEN},
    };
    const struct pecaddr_assignment *found = &claimed->assignment;
    bool walked = expected.answer == ANSWER_CLAIMED ||
                  (expected.answer == ANSWER_REVIEW && !is_of_known(expected));
    bool given = answers[expected.answer].status == PECADDR_OK;
    int address = given ? expected.address : NOBODY;
    unsigned tried = walked                                ? level_for(who, expected.address) + 1
                     : expected.answer == ANSWER_EXHAUSTED ? MODEL_LEVELS
                                                           : 1;

    if (found->status != answers[expected.answer].status || found->failure != 0 ||
        found->answer != answers[expected.answer].answer)
        replay_differ(replay,
                      "status %d, failure %d, answer %d, address %s, contradiction %d; not "
                      "%d, 0, %d, %s, reason %d",
                      found->status, found->failure, found->answer, found->address,
                      claimed->reason.contradiction, answers[expected.answer].status,
                      answers[expected.answer].answer, ADDRESS(address), expected.reason);
    replay_same_text(replay, "claim", "address", found->address, ADDRESS(address));
    replay_same_number(replay, found->address, "level", found->level, level_for(who, address));
    replay_same_number(replay, found->address, "tried", found->tried, tried);
    replay_same_number(replay, found->address, "notes", found->notes, notes_of(expected.notes));
    compare_reason(replay, who, before, expected, &claimed->reason);
}

/* The operator's acts. */

/* The day of leaving that a list has: of one who has left that on record. */
static unsigned left_on_list(const struct replay *replay, int address)
{
    return replay->graph.states[replay->here.at].at[address].left
               ? replay_count_left(replay, address, replay->here.n_lines)
               : 0;
}

static int do_import(struct replay *replay, const struct model_event *event,
                     struct pecaddr_registry_error *error)
{
    const struct model_entry *entry = &model_entries[event->who[0].entry];
    const char *holder = HOLDER(event->who[0].holder);
    const char *address = ADDRESS(event->address);
    struct pecaddr_mailbox mailbox = PECADDR_MAILBOX_INIT;
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    char day[11];
    int result = 1;
    int r;

    mailbox.address = address;
    mailbox.given = model_names[event->who[0].name].given;
    mailbox.surname = model_names[event->who[0].name].surname;
    mailbox.holder = holder;
    mailbox.province = entry->province;
    mailbox.section = entry->section;
    mailbox.number = entry->number;
    mailbox.state = states[event->value];
    mailbox.left = event->left ? replay_left_day(left_on_list(replay, event->address), day) : NULL;
    r = pecaddr_registry_import(replay->registry, mailboxes, 1, 0, &result, NULL, error);
    if (r != PECADDR_OK)
        replay_differ(replay, "%d, %s", r, error->message);
    return result;
}

/* How many it retires, as the address. */
static int do_expire(struct replay *replay, int *ret_count, struct pecaddr_registry_error *error)
{
    char day[11];
    size_t count = 0;
    int r = pecaddr_registry_expire(replay->registry, replay_expired(replay, day), "the model", 0,
                                    NULL, NULL, &count, error);

    *ret_count = (int)count;
    return r;
}

static enum pecaddr_act act_of(enum model_kind kind)
{
    static const enum pecaddr_act acts[] = {
        [EVENT_CLAIM] = PECADDR_ACT_CLAIM,     [EVENT_ACCEPT] = PECADDR_ACT_CLAIM,
        [EVENT_BATCH] = PECADDR_ACT_CLAIM,     [EVENT_IMPORT] = PECADDR_ACT_IMPORT,
        [EVENT_EXPIRE] = PECADDR_ACT_EXPIRE,   [EVENT_ACTIVATE] = PECADDR_ACT_ACTIVATE,
        [EVENT_RELEASE] = PECADDR_ACT_RELEASE, [EVENT_RETIRE] = PECADDR_ACT_RETIRE,
        [EVENT_LEAVE] = PECADDR_ACT_LEAVE,     [EVENT_RENEW] = PECADDR_ACT_RENEW,
        [EVENT_FORGET] = PECADDR_ACT_FORGET,   [EVENT_CHANGE] = PECADDR_ACT_CHANGE,
        [EVENT_RENAME] = PECADDR_ACT_CHANGE,   [EVENT_CORRECT] = PECADDR_ACT_CORRECT,
        [EVENT_RELINK] = PECADDR_ACT_RELINK,
    };

    return acts[kind];
}

/* Which day of leaving a mailbox has; of one whose holder has come back, the next. */
static unsigned left_already(const struct replay *replay, int address)
{
    bool has_left = replay->graph.states[replay->here.at].at[address].left;

    return replay_count_left(replay, address, replay->here.n_lines) + (has_left ? 0 : 1);
}

/* One of a single mailbox; a change gives an address. */
static int take_step(struct replay *replay, const struct model_event *event,
                     struct pecaddr_assignment *ret_assignment, struct pecaddr_reason *ret_reason,
                     struct pecaddr_registry_error *error)
{
    bool is_change = event->kind == EVENT_CHANGE || event->kind == EVENT_RENAME;
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_person person;
    char holder[17] = "";
    char relinked[17] = "";
    char day[11] = "";

    step.address = ADDRESS(event->address);
    step.why = "the model";
    step.scheme = replay->scheme;
    if (event->is_meant) {
        person = person_of_facts(event->who[0], holder);
        step.person = &person;
    }
    if (event->kind == EVENT_ACTIVATE || event->kind == EVENT_RENEW)
        step.date = replay_day(replay, event->kind == EVENT_ACTIVATE ? DAY_EARLY : DAY_LATE, day);
    if (event->kind == EVENT_LEAVE)
        step.date = replay_left_day(left_already(replay, event->address), day);
    if (event->kind == EVENT_RENAME || event->kind == EVENT_CORRECT) {
        step.given = pecaddr_text_of(model_names[event->value].given);
        step.surname = pecaddr_text_of(model_names[event->value].surname);
    }
    if (event->kind == EVENT_RELINK)
        step.holder = replay_holder(event->value, relinked);
    return is_change
               ? pecaddr_registry_change(replay->registry, &step, ret_assignment, ret_reason, error)
               : pecaddr_registry_step(replay->registry, act_of(event->kind), &step, ret_reason,
                                       error);
}

/* What somebody is told whom a step is meant for: how he differs from the holder, also when it is
 * done. */
static void compare_meant(const struct replay *replay, const struct model_event *event,
                          const struct model_state *before, struct model_outcome expected,
                          const struct pecaddr_reason *found)
{
    static const enum pecaddr_contradiction contradictions[REASONS] = {
        [REASON_MEANT] = PECADDR_CONTRADICTION_MEANT,
        [REASON_HOMONYM] = PECADDR_CONTRADICTION_HOMONYM,
    };
    bool is_refused = contradictions[expected.reason] != PECADDR_CONTRADICTION_NONE;
    int address = event->address;

    if (!event->is_meant ||
        (!is_refused && expected.answer != ANSWER_DONE && expected.answer != ANSWER_NOTHING_TO_DO))
        return;
    replay_same_number(replay, "reason", "contradiction", found->contradiction,
                       contradictions[expected.reason]);
    if (expected.reason == REASON_HOMONYM) {
        /* Any of them may be told. */
        for (address = 0; address < MODEL_ADDRESSES - 1; address++)
            if (model_is_homonym(before, event, address) &&
                strcmp(found->address, ADDRESS(address)) == 0)
                break;
    }
    replay_same_text(replay, "reason", "address", found->address, ADDRESS(address));
    compare_in_the_way(replay, event->who[0], before, found, address);
}

/* Whether somebody gave an address back, in which case giving it back again is no error. The model
   forgets those who did. */
static bool was_released(const struct replay *replay, int address)
{
    for (size_t i = 0; i < replay->here.n_lines; i++)
        if (replay->lines[i].address == address && replay->lines[i].to == PECADDR_STATE_RELEASED)
            return true;
    return false;
}

/* Whether another of the name has an address since the one whom a step is meant for gave it back: the
   model forgets who that was. A leaving of another entry is nobody's in any case. */
static bool is_next_ones(const struct replay *replay, const struct model_event *event,
                         const struct model_state *before)
{
    const struct model_mailbox *mailbox;
    struct model_facts who = event->who[0];

    if (!event->is_meant)
        return false;
    mailbox = &before->at[event->address];
    return event->kind != EVENT_LEAVE && mailbox->life != LIFE_FREE && !mailbox->forgotten &&
           model_compare_entries(who.entry, mailbox->facts.entry) == ENTRY_OTHER &&
           !model_are_one(who, mailbox->facts) && model_may_be_meant(mailbox, who) &&
           replay_gave_back(replay, event->address, who);
}

/* Nothing is done to it. */
static void pass_over(struct replay *replay, const struct model_event *event,
                      const struct model_state *before)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    bool is_change = event->kind == EVENT_CHANGE || event->kind == EVENT_RENAME;
    int address = is_change ? replay_find_changed(replay, event, before) : NOBODY;
    int status =
        event->kind == EVENT_RELEASE || address != NOBODY ? PECADDR_DONE : PECADDR_E_HOLDER;
    int r = take_step(replay, event, &assignment, &reason, &error);

    if (r != status)
        replay_differ(replay, "status %d, not %d: %s", r, status, error.message);
    replay_same_text(replay, "change", "address", assignment.address, ADDRESS(address));
}

/* Whether the mailbox is, or may be, that of somebody else than the one who is meant. */
static bool is_anothers(struct model_outcome expected)
{
    return expected.reason == REASON_MEANT || expected.reason == REASON_HOMONYM;
}

static void operate(struct replay *replay, const struct model_event *event,
                    const struct model_state *before, struct model_outcome expected)
{
    static const int statuses[] = {
        [ANSWER_DONE] = PECADDR_OK,
        [ANSWER_NOTHING_TO_DO] = PECADDR_DONE,
        [ANSWER_KEPT] = PECADDR_NO_MATCH,
        [ANSWER_WRONG_STATE] = PECADDR_E_STATE,
        [ANSWER_HOLDER] = PECADDR_E_HOLDER,
        [ANSWER_PROVINCE] = PECADDR_E_PROVINCE,
        [ANSWER_NO_NAME] = PECADDR_E_EMPTY,
        [ANSWER_NO_ENTRY] = PECADDR_E_PROVINCE,
        [ANSWER_EXHAUSTED] = PECADDR_E_EXHAUSTED,
    };
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    bool is_change = event->kind == EVENT_CHANGE || event->kind == EVENT_RENAME;
    int status = statuses[expected.answer], address = expected.address;
    struct model_event to_anybody = *event;
    int count = 0;
    int r;

    if (is_next_ones(replay, event, before)) {
        pass_over(replay, event, before);
        if (is_anothers(expected))
            return;
        to_anybody.is_meant = false;
        event = &to_anybody;
    }
    if (event->kind == EVENT_RELEASE && before->at[event->address].life == LIFE_FREE &&
        was_released(replay, event->address))
        status = PECADDR_DONE;
    if (event->kind == EVENT_RELEASE && is_anothers(expected) &&
        replay_gave_back(replay, event->address, event->who[0])) {
        expected.reason = 0;
        status = PECADDR_DONE;
    }
    if (is_change && (before->at[event->address].life == LIFE_FREE || is_anothers(expected))) {
        address = replay_find_changed(replay, event, before);
        status = address != NOBODY ? PECADDR_DONE : status;
    }
    if (expected.answer == ANSWER_NO_ENTRY &&
        before->at[event->address].facts.entry == PROVINCE_ALONE)
        status = PECADDR_E_REGISTER;
    if (event->kind == EVENT_IMPORT)
        r = do_import(replay, event, &error);
    else if (event->kind == EVENT_EXPIRE)
        r = do_expire(replay, &count, &error);
    else
        r = take_step(replay, event, &assignment, &reason, &error);
    if (r < 0 && event->kind != EVENT_IMPORT && (error.code != r || error.message[0] == '\0'))
        replay_differ(replay, "%d, and the error is %d, `%s`", r, error.code, error.message);
    if (r != status)
        replay_differ(replay, "status %d, not %d: %s", r, status, error.message);
    if (!is_change || status != PECADDR_DONE)
        compare_meant(replay, event, before, expected, &reason);
    if (event->kind == EVENT_EXPIRE)
        replay_same_number(replay, "expire", "how many", (unsigned)count,
                           (unsigned)expected.address);
    else /* where no address was given the output is untouched */
        replay_same_text(replay, "change", "address", assignment.address, ADDRESS(address));
    if (assignment.address[0] != '\0') {
        replay_same_number(replay, "change", "status", (unsigned)assignment.status, PECADDR_OK);
        replay_same_number(replay, "change", "answer", assignment.answer,
                           r == PECADDR_DONE ? PECADDR_HELD_ELSEWHERE : PECADDR_CLAIMED);
        replay_same_number(replay, "change", "level", assignment.level,
                           r == PECADDR_DONE ? PECADDR_LEVEL_NONE : model_level(address));
    }
}

/* What is on record of it. */

/* How an address is issued, perhaps instead of one that is given up: what each candidate was. */
static void note_issue(struct replay *replay, int address, const struct model_state *after,
                       int given_up, unsigned notes)
{
    struct issued *issued = &replay->here.issued[address];
    unsigned name = model_name_of(address);

    *issued = (struct issued){.facts = after->at[address].facts, .notes = notes_of(notes)};
    for (unsigned level = 0; level < model_level(address); level++)
        strcat(issued->receipt,
               given_up != NOBODY && model_candidate(name, issued->facts.entry, level) == given_up
                   ? "released,"
                   : "taken,");
    strcat(issued->receipt, "claimed");
}

/* `refused`: its facts are, and it is blocked. */
static void note_import(struct replay *replay, int address, bool refused)
{
    struct issued *issued = &replay->here.issued[address];

    *issued = (struct issued){.imported = true};
    strcpy(issued->receipt, refused ? "blocked" : "imported");
}

void replay_expect_line(struct replay *replay, struct line line)
{
    struct place *here = &replay->here;

    if (here->n_lines == replay->lines_capacity) {
        replay->lines_capacity = replay->lines_capacity > 0 ? 2 * replay->lines_capacity : 256;
        replay->lines = realloc(replay->lines, replay->lines_capacity * sizeof *replay->lines);
        ck_assert_ptr_nonnull(replay->lines);
    }
    replay->lines[here->n_lines++] = line;
}

size_t replay_first_line(const struct replay *replay, int address)
{
    size_t i = replay->here.n_lines;

    while (i-- > 0)
        if (replay->lines[i].address == address && replay->lines[i].from == 0)
            return i;
    replay_differ(replay, "nothing was ever at %s", ADDRESS(address));
}

static uint32_t changed_facts(const struct model_mailbox *a, const struct model_mailbox *b)
{
    return (a->facts.holder != b->facts.holder ? (uint32_t)PECADDR_FACT_HOLDER : 0) |
           (a->facts.entry != b->facts.entry ? (uint32_t)PECADDR_FACT_ENTRY : 0) |
           (a->facts.name != b->facts.name ? (uint32_t)PECADDR_FACT_NAME : 0) |
           (a->expires != b->expires ? (uint32_t)PECADDR_FACT_EXPIRES : 0) |
           (a->left != b->left ? (uint32_t)PECADDR_FACT_LEFT : 0);
}

static enum pecaddr_act act_that_is_told(enum model_kind kind, enum model_answer answer)
{
    if (answer == ANSWER_CLAIMED)
        return PECADDR_ACT_ISSUE;
    return kind == EVENT_IMPORT && answer == ANSWER_HOLDER ? PECADDR_ACT_BLOCK : act_of(kind);
}

/* What history must tell of a step. */
static void note_lines(struct replay *replay, const struct model_event *event,
                       struct model_outcome outcome, const struct model_state *before,
                       const struct model_state *after)
{
    bool is_change = event->kind == EVENT_CHANGE || event->kind == EVENT_RENAME;

    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        const struct model_mailbox *a = &before->at[i], *b = &after->at[i];
        bool lives = a->life != LIFE_FREE && b->life != LIFE_FREE;
        struct line line = {.address = i,
                            .act = act_that_is_told(event->kind, outcome.answer),
                            .from = states[a->life],
                            .to = b->life != LIFE_FREE ? states[b->life] : PECADDR_STATE_RELEASED,
                            .facts = lives ? changed_facts(a, b) : 0,
                            .before = *a,
                            .other = NOBODY};

        if (is_change)
            line.other = a->life != LIFE_FREE ? outcome.address : event->address;
        if (memcmp(a, b, sizeof *a) == 0)
            continue;
        line.first = a->life != LIFE_FREE ? replay_first_line(replay, i) : replay->here.n_lines;
        replay_expect_line(replay, line);
    }
}

static void settle_claim(struct replay *replay, const struct model_event *event,
                         struct model_facts who, const struct model_state *before,
                         const struct model_state *after, struct model_outcome expected,
                         const struct claimed *claimed)
{
    compare_claim(replay, who, before, expected, claimed);
    if (expected.answer == ANSWER_CLAIMED)
        note_issue(replay, expected.address, after, NOBODY, expected.notes);
    note_lines(replay, event, expected, before, after);
    model_meet(&replay->met, before, who, expected);
}

static void settle_act(struct replay *replay, const struct model_event *event,
                       const struct model_state *before, const struct model_state *after,
                       struct model_outcome expected)
{
    operate(replay, event, before, expected);
    if (event->kind == EVENT_IMPORT && before->at[event->address].life == LIFE_FREE)
        note_import(replay, event->address, expected.answer == ANSWER_HOLDER);
    else if (event->kind != EVENT_EXPIRE && expected.address != NOBODY)
        note_issue(replay, expected.address, after, event->address, 0);
    if (event->kind == EVENT_FORGET && expected.answer == ANSWER_DONE)
        replay_forget_given_back(replay, event->address, before);
    note_lines(replay, event, expected, before, after);
}

void replay_step(struct replay *replay, struct transition *transition)
{
    struct graph *graph = &replay->graph;
    const struct model_event *event = &graph->events[transition->event];
    struct model_state before = graph->states[replay->here.at], after = before, between;
    struct model_outcome expected[2];
    struct claimed claimed[2];

    model_step(&after, event, expected, &between);
    replay->recent[replay->steps++ % RECENT] = event;
    if (event->kind <= EVENT_BATCH) {
        do_claims(replay, event, claimed);
        settle_claim(replay, event, event->who[0], &before, &between, expected[0], &claimed[0]);
        if (event->kind == EVENT_BATCH)
            settle_claim(replay, event, event->who[1], &between, &after, expected[1], &claimed[1]);
    } else {
        settle_act(replay, event, &before, &after, expected[0]);
    }
    replay->n_covered += !transition->covered;
    graph_cover(graph, replay->here.at, transition);
    replay->here.at = transition->to;
    replay_compare_record(replay);
}
