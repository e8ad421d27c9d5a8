/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REGISTRY_CALLS_H
#define REGISTRY_CALLS_H

/*
 * A registry with a past, and each public function as a call on it that tells what it was told: for
 * tests of what all of them do when something goes wrong. A call checks by itself that outputs are
 * untouched when it fails.
 */
#include "registry/registry-fixture.h"

/* The past. */

#define GIVEN    5
#define SURNAMES 12
#define PERSONS  (GIVEN * SURNAMES)

static const char *const given_names[GIVEN] = {"Anna", "Marco", "Luca", "Paola", "Ugo"};
static const char *const surnames[SURNAMES] = {"Rossi", "Neri",  "Verdi", "Bianchi",
                                               "Riva",  "Sala",  "Longo", "Alba",
                                               "Ferri", "Costa", "Villa", "Fontana"};

/* One of many, each with an entry of his own, and with a codice fiscale or without. */
static inline struct who person_number(unsigned i, char holder[17])
{
    struct who who = {given_names[i % GIVEN], surnames[i / GIVEN], "MC", 'A', i + 1, NULL};

    if (i % 3 != 0)
        who.holder = holder_for(who.given, who.surname, i, holder);
    return who;
}

/* The first of all who had the codice fiscale and the entry that a change took from him. */
#define MOVED    1
#define RELINKED 2

static inline void live(struct pecaddr_registry *registry)
{
    char holder[17];
    struct who moved = person_number(MOVED, holder);

    moved.province = "AN";
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    STEP(relink_mailbox(registry, "luca.rossi@ingpec.eu", holder_for("Luca", "Rossi", 99, holder),
                        "test", &step_error));
    STEP(activate_mailbox(registry, "ugo.rossi@ingpec.eu", "2024-01-31", "test", &step_error));
    STEP(activate_mailbox(registry, "anna.sala@ingpec.eu", "2024-02-29", "test", &step_error));
    STEP(activate_mailbox(registry, "ugo.fontana@ingpec.eu", "2024-12-31", "test", &step_error));
    STEP(activate_mailbox(registry, "paola.riva@ingpec.eu", "2026-12-31", "test", &step_error));
    STEP(activate_mailbox(registry, "marco.alba@ingpec.eu", NULL, "test", &step_error));
    bring_to(registry, "luca.longo@ingpec.eu", PECADDR_STATE_RETIRED);
    bring_to(registry, "anna.costa@ingpec.eu", PECADDR_STATE_RELEASED);
    STEP(leave_mailbox(registry, "marco.alba@ingpec.eu", "2024-06-30", "test", &step_error));
}

/* A registry of so many that its tables and indexes take several pages. */
static inline struct pecaddr_registry *make_past(struct folder *folder)
{
    struct pecaddr_registry *registry = make_registry(folder);

    for (unsigned i = 0; i < PERSONS; i++) {
        char holder[17];
        struct who who = person_number(i, holder);

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    }
    live(registry);
    return registry;
}

/* What is told. */

/* With all that is told of it. */
static inline int tell_line_of_history(void *user, const struct pecaddr_event *e)
{
    return add_line(user, "%s %s %s %d>%d %d '%s' %s %s %s%c%u '%s' '%s' %s %s %x\n", e->address,
                    e->at, e->by, (int)e->from, (int)e->to, (int)e->act, e->why, e->other,
                    e->holder, e->province, e->section != 0 ? e->section : '-', e->number, e->given,
                    e->surname, e->expires, e->left, e->facts);
}

static inline int tell_verified(void *user, const struct pecaddr_mailbox *mailbox, int status,
                                const char *expected)
{
    dump_mailbox(user, mailbox);
    return add_line(user, "  verified %d %s\n", status, expected);
}

static inline void clear(struct dumped *told)
{
    told->size = 0;
    told->text[0] = '\0';
}

/* Calls. */

struct caller {
    const char *uri;
    struct pecaddr_registry *registry;
    struct pecaddr_registry *preview; /* one that failed, and is asked again */
    void (*previewed)(void);          /* told when a preview is open; may be NULL */
    struct pecaddr_registry_error error;
    const char *message; /* of the last call */
    struct dumped told;
    size_t expired; /* so far */
};

static inline void close_caller(struct caller *caller)
{
    pecaddr_registry_close(caller->preview);
    caller->preview = NULL;
    pecaddr_registry_close(caller->registry);
    caller->registry = NULL;
}

static inline int fail_with_message(struct caller *caller, int code)
{
    caller->message = caller->error.message;
    return code;
}

static inline int call_open(struct caller *caller)
{
    struct pecaddr_registry *registry = NULL;
    int r = pecaddr_registry_open(caller->uri, &registry, &caller->error);

    ck_assert((r == PECADDR_OK) == (registry != NULL));
    if (registry) {
        close_caller(caller);
        caller->registry = registry;
    }
    return fail_with_message(caller, r);
}

static inline int call_init(struct caller *caller)
{
    return fail_with_message(caller, pecaddr_registry_init(caller->uri, &caller->error));
}

static inline void tell_answer(struct caller *caller, const struct pecaddr_query *query)
{
    add_line(&caller->told, "%s %d %d %s\n", query->address, (int)query->answer, query->failure,
             query->held);
}

/* After a failure nothing is answered. */
static inline int ask_all(struct caller *caller, struct pecaddr_registry *registry,
                          enum pecaddr_mode mode, struct question questions[], size_t n)
{
    struct pecaddr_query *queries[8];
    int r;

    for (size_t i = 0; i < n; i++)
        queries[i] = &questions[i].query;
    r = pecaddr_registry_ask(registry, mode, queries, n);
    for (size_t i = 0; i < n; i++) {
        if (r == PECADDR_OK)
            tell_answer(caller, queries[i]);
        else
            ck_assert(queries[i]->answer == PECADDR_UNANSWERED && queries[i]->failure == 0 &&
                      queries[i]->held[0] == '\0');
    }
    caller->message = pecaddr_registry_message(registry);
    return r;
}

/* All sorts of persons: known by each way, changed, gone, and unknown. */
static inline int ask_many(struct caller *caller, struct pecaddr_registry *registry,
                           enum pecaddr_mode mode)
{
    char holders[4][17];
    const struct who stranger = {"Anna", "Rossi", "AN", 'A', 501, CF_OF("RSSNNA", 77)};
    const struct who other = {"Zoe", "Alba", "AN", 'B', 502, NULL};
    struct who known = person_number(10, holders[0]), moves = person_number(20, holders[1]);
    struct who by_entry = person_number(30, holders[2]), gains = person_number(33, holders[3]);
    struct question questions[6];

    moves.province = "AN";
    gains.holder = CF_OF("LNGPLA", 5);
    make_question(&questions[0], &known, 0);
    make_question(&questions[1], &moves, 0);
    make_question(&questions[2], &by_entry, 0);
    make_question(&questions[3], &gains, 1);
    make_question(&questions[4], &stranger, 0);
    make_question(&questions[5], &other, 0);
    return ask_all(caller, registry, mode, questions, N_OF(questions));
}

static inline int call_check(struct caller *caller)
{
    return ask_many(caller, caller->registry, PECADDR_CHECK);
}

static inline int call_claim(struct caller *caller)
{
    return ask_many(caller, caller->registry, PECADDR_CLAIM);
}

/* Who comes to an entry that another has left. */
static inline int call_claim_left_entry(struct caller *caller)
{
    char holder[17];
    struct who left = person_number(MOVED, holder);
    struct question question;

    left.given = "Zeno";
    left.holder = NULL;
    make_question(&question, &left, 0);
    return ask_all(caller, caller->registry, PECADDR_CLAIM, &question, 1);
}

/* Who has a codice fiscale that was replaced. */
static inline int call_check_replaced(struct caller *caller)
{
    char holder[17];
    struct who replaced = person_number(RELINKED, holder);
    struct question question;

    replaced.number = 700;
    make_question(&question, &replaced, 0);
    return ask_all(caller, caller->registry, PECADDR_CHECK, &question, 1);
}

static inline int call_assign(struct caller *caller)
{
    const struct who stranger = {"Anna", "Neri", "AN", 'A', 503, CF_OF("NRENNA", 55)};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_person person = person_from(&stranger);
    int r = pecaddr_registry_assign(caller->registry, pecaddr_scheme_ingpec(), &person, &assignment,
                                    &reason, &caller->error);

    ck_assert(r == PECADDR_OK || assignment.status != PECADDR_OK);
    if (r == PECADDR_OK)
        add_line(&caller->told, "%d %s\n", assignment.status, assignment.address);
    return fail_with_message(caller, r);
}

/* The same preview goes on after a failure. */
static inline int call_preview(struct caller *caller)
{
    int r = PECADDR_OK;

    if (!caller->preview) {
        r = pecaddr_registry_preview(caller->registry, &caller->preview, &caller->error);
        ck_assert((r == PECADDR_OK) == (caller->preview != NULL));
        if (r != PECADDR_OK)
            return fail_with_message(caller, r);
        if (caller->previewed)
            caller->previewed();
    }
    r = ask_many(caller, caller->preview, PECADDR_CLAIM);
    if (r != PECADDR_OK) {
        snprintf(caller->error.message, sizeof caller->error.message, "%s", caller->message);
        return fail_with_message(caller, r);
    }
    /* What it said lives as long as the preview. */
    snprintf(caller->error.message, sizeof caller->error.message, "%s", caller->message);
    caller->message = caller->error.message;
    pecaddr_registry_close(caller->preview);
    caller->preview = NULL;
    return r;
}

static inline int tell_each(struct caller *caller, const char *address, const char *holder, int all)
{
    return fail_with_message(caller, each_mailbox(caller->registry, address, holder, all,
                                                  dump_mailbox, &caller->told, &caller->error));
}

static inline int call_each(struct caller *caller)
{
    return tell_each(caller, NULL, NULL, 0);
}

static inline int call_each_ever(struct caller *caller)
{
    return tell_each(caller, NULL, NULL, 1);
}

static inline int call_each_of_address(struct caller *caller)
{
    return tell_each(caller, "anna.costa@ingpec.eu", NULL, 1);
}

static inline int call_each_of_holder(struct caller *caller)
{
    char holder[17];

    person_number(10, holder);
    return tell_each(caller, NULL, holder, 1);
}

static inline int tell_history(struct caller *caller, const char *address)
{
    return fail_with_message(caller, pecaddr_registry_history(caller->registry, address,
                                                              tell_line_of_history, &caller->told,
                                                              &caller->error));
}

static inline int call_look_up(struct caller *caller)
{
    const char *const addresses[] = {"anna.costa@ingpec.eu", "luca.longo@ingpec.eu"};
    struct pecaddr_reason first = PECADDR_REASON_INIT, second = PECADDR_REASON_INIT;
    struct pecaddr_reason *const reasons[] = {&first, &second};
    int results[] = {12345, 12345};
    int r =
        pecaddr_registry_look_up(caller->registry, addresses, 2, results, reasons, &caller->error);

    if (r == PECADDR_OK)
        add_line(&caller->told, "%d %d %s\n", results[0], results[1], first.address);
    else
        ck_assert(results[0] == 12345 && results[1] == 12345 && first.address[0] == '\0' &&
                  second.address[0] == '\0');
    return fail_with_message(caller, r);
}

static inline int call_history(struct caller *caller)
{
    return tell_history(caller, NULL);
}

static inline int call_history_of_address(struct caller *caller)
{
    return tell_history(caller, "luca.longo@ingpec.eu");
}

static inline int call_verify(struct caller *caller)
{
    return fail_with_message(caller, pecaddr_registry_verify(caller->registry, NULL, tell_verified,
                                                             NULL, &caller->told, &caller->error));
}

#define CALL_STEP(name, call)                                                                      \
    static int call_##name(struct caller *caller)                                                  \
    {                                                                                              \
        struct pecaddr_registry *registry = caller->registry;                                      \
        struct pecaddr_registry_error *error = &caller->error;                                     \
                                                                                                   \
        return fail_with_message(caller, name##_mailbox call);                                     \
    }

CALL_STEP(activate, (registry, "marco.neri@ingpec.eu", "2027-12-31", "test", error))
CALL_STEP(release, (registry, "marco.neri@ingpec.eu", "test", error))
CALL_STEP(retire, (registry, "paola.riva@ingpec.eu", "test", error))
CALL_STEP(leave, (registry, "paola.riva@ingpec.eu", "2025-06-30", "test", error))
CALL_STEP(renew, (registry, "paola.riva@ingpec.eu", "2028-12-31", "test", error))
CALL_STEP(relink, (registry, "luca.neri@ingpec.eu", CF_OF("NRELCU", 98), "test", error))

static inline int take_step(struct caller *caller, enum pecaddr_act act,
                            const struct pecaddr_registry_step *step)
{
    return fail_with_message(
        caller, pecaddr_registry_step(caller->registry, act, step, NULL, &caller->error));
}

static inline int call_correct(struct caller *caller)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;

    step.address = "marco.neri@ingpec.eu";
    step.why = "test";
    step.given = text_of("Marcello");
    step.surname = text_of("Neri");
    return take_step(caller, PECADDR_ACT_CORRECT, &step);
}

static inline int call_forget(struct caller *caller)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;

    step.address = "luca.longo@ingpec.eu";
    step.why = "test";
    return take_step(caller, PECADDR_ACT_FORGET, &step);
}

/* As if, for whom it is meant. */
static inline int call_dry_run(struct caller *caller)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    char holder[17];
    struct who who = person_number(6, holder);
    struct pecaddr_person person = person_from(&who);

    step.address = "marco.neri@ingpec.eu";
    step.why = "test";
    step.person = &person;
    step.dry_run = 1;
    return take_step(caller, PECADDR_ACT_ACTIVATE, &step);
}

static inline int call_expire(struct caller *caller)
{
    size_t count = 0;
    int r = pecaddr_registry_expire(caller->registry, "2025-01-01", "test", 0, NULL, NULL, &count,
                                    &caller->error);

    caller->expired += count;
    return fail_with_message(caller, r);
}

static inline int call_import(struct caller *caller)
{
    const struct pecaddr_mailbox mailboxes[] = {
        {.size = sizeof *mailboxes, .address = "pec01@ingpec.eu", .state = PECADDR_STATE_ACTIVE},
        {.size = sizeof *mailboxes,
         .address = "anna.neri@ingpec.eu",
         .state = PECADDR_STATE_ACTIVE,
         .given = "Anna",
         .surname = "Neri",
         .province = "MC",
         .section = 'A',
         .number = 6,
         .expires = "2027-12-31"},
        {.size = sizeof *mailboxes,
         .address = "luca.longo@ingpec.eu",
         .state = PECADDR_STATE_ACTIVE},
        {.size = sizeof *mailboxes,
         .address = "zoe.alba@ingpec.eu",
         .state = PECADDR_STATE_ACTIVE,
         .given = "Zoe",
         .surname = "Alba",
         .holder = CF_OF("LBAZOE", 9),
         .province = "AN",
         .section = 'B',
         .number = 900},
    };
    const struct pecaddr_mailbox *pointers[N_OF(mailboxes)];
    int results[N_OF(mailboxes)];
    int r;

    for (size_t i = 0; i < N_OF(mailboxes); i++) {
        pointers[i] = &mailboxes[i];
        results[i] = 12345;
    }
    r = pecaddr_registry_import(caller->registry, pointers, N_OF(mailboxes), 0, results, NULL,
                                &caller->error);
    for (size_t i = 0; i < N_OF(mailboxes); i++) {
        if (r == PECADDR_OK)
            add_line(&caller->told, "%d\n", results[i]);
        else
            ck_assert_int_eq(results[i], 12345);
    }
    return fail_with_message(caller, r);
}

static inline int call_change(struct caller *caller)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment, .address = "untouched"};
    int r = change_mailbox(caller->registry, pecaddr_scheme_ingpec(), "marco.neri@ingpec.eu",
                           text_of(NULL), text_of(NULL), "test", &assignment, &caller->error);

    if (r == PECADDR_OK)
        add_line(&caller->told, "%s\n", assignment.address);
    else
        ck_assert_str_eq(assignment.address, "untouched");
    return fail_with_message(caller, r);
}

/* What a call does to what is on record. */
enum effect { READS, WRITES, WRITES_ONE_BY_ONE };

struct call {
    const char *name;
    int (*call)(struct caller *caller);
    enum effect effect;
    bool opens; /* it needs no handle */
    bool previews;
};

static const struct call calls[] = {
    {"open", call_open, READS, true, false},
    {"init of one that is there", call_init, READS, true, false},
    {"claim", call_claim, WRITES, false, false},
    {"each", call_each, READS, false, false},
#define CALLS_SHORT 4 /* those that matter most */
    {"check", call_check, READS, false, false},
    {"check of a codice fiscale that was replaced", call_check_replaced, READS, false, false},
    {"claim on an entry that was left", call_claim_left_entry, WRITES, false, false},
    {"assign", call_assign, WRITES, false, false},
    {"preview", call_preview, READS, false, true},
    {"each that ever was", call_each_ever, READS, false, false},
    {"each of an address", call_each_of_address, READS, false, false},
    {"each of a holder", call_each_of_holder, READS, false, false},
    {"look up", call_look_up, READS, false, false},
    {"history", call_history, READS, false, false},
    {"history of an address", call_history_of_address, READS, false, false},
    {"verify", call_verify, READS, false, false},
    {"activate", call_activate, WRITES, false, false},
    {"release", call_release, WRITES, false, false},
    {"retire", call_retire, WRITES, false, false},
    {"leave", call_leave, WRITES, false, false},
    {"renew", call_renew, WRITES, false, false},
    {"relink", call_relink, WRITES, false, false},
    {"correct", call_correct, WRITES, false, false},
    {"forget", call_forget, WRITES, false, false},
    {"dry run of a step", call_dry_run, READS, false, false},
    {"expire", call_expire, WRITES_ONE_BY_ONE, false, false},
    {"import", call_import, WRITES, false, false},
    {"change", call_change, WRITES, false, false},
};

#endif
