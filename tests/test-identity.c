/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is known, and as whom: the rules of identity of SPEC §5 for mailboxes with a past.
 */
#include "registry-fixture.h"

static const char anna_address[] = "anna.neri@ingpec.eu";

/*
 * Pasts of one register entry, MC A 5. Anna has the codice fiscale CF(1), where she has one.
 */

static struct who anna(const char *holder)
{
    return (struct who){"Anna", "Neri", "MC", 'A', 5, holder};
}

static void stands(struct pecaddr_registry *registry, const char *holder)
{
    const struct who who = anna(holder);

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
}

static void retires(struct pecaddr_registry *registry, const char *holder)
{
    stands(registry, holder);
    STEP(pecaddr_registry_activate(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(pecaddr_registry_leave(registry, anna_address, "2028-05-01", "test", &step_error));
    STEP(pecaddr_registry_retire(registry, anna_address, "test", &step_error));
}

static void leaves(struct pecaddr_registry *registry, const char *holder)
{
    stands(registry, holder);
    STEP(pecaddr_registry_activate(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(pecaddr_registry_leave(registry, anna_address, "2028-05-01", "test", &step_error));
}

static void transfers(struct pecaddr_registry *registry)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 9, CF(1)};

    stands(registry, CF(1));
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
}

static void nothing_happened(struct pecaddr_registry *registry)
{
    (void)registry;
}

static void anna_stands(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
}

static void anna_stands_unknown(struct pecaddr_registry *registry)
{
    stands(registry, NULL);
}

static void anna_retired(struct pecaddr_registry *registry)
{
    retires(registry, CF(1));
}

static void anna_retired_unknown(struct pecaddr_registry *registry)
{
    retires(registry, NULL);
}

static void anna_left(struct pecaddr_registry *registry)
{
    leaves(registry, CF(1));
}

static void anna_left_unknown(struct pecaddr_registry *registry)
{
    leaves(registry, NULL);
}

static void anna_moved(struct pecaddr_registry *registry)
{
    transfers(registry);
}

static void anna_moved_and_retired(struct pecaddr_registry *registry)
{
    transfers(registry);
    bring_to(registry, anna_address, PECADDR_STATE_RETIRED);
}

static void anna_moved_and_gave_back(struct pecaddr_registry *registry)
{
    transfers(registry);
    bring_to(registry, anna_address, PECADDR_STATE_RELEASED);
}

static void anna_gave_back(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
    bring_to(registry, anna_address, PECADDR_STATE_RELEASED);
}

/* Two of the name retired, one after the other, each with a codice fiscale. */
static void two_retired(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    retires(registry, CF(1));
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
}

/* Who retired has a homonym on the number now. */
static void a_homonym_followed(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    retires(registry, CF(1));
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
}

/* The number was given to somebody of another name. */
static void luca_followed(struct pecaddr_registry *registry)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};

    leaves(registry, CF(1));
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
}

static void luca_followed_who_moved(struct pecaddr_registry *registry)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};

    transfers(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
}

/* Who moved, and of whose name another retired from the entry. */
static void one_moved_and_one_retired(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    transfers(registry);
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
}

/* In another domain another mailbox: it says nothing about who stands here. */
static void retired_in_another_domain(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "anna.neri@archiworldpec.it",
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, &result, NULL), PECADDR_OK);
    STEP(pecaddr_registry_retire(registry, mailbox.address, "test", &step_error));
}

/* One who came from a plain list, with the entry and without a name. */
static void a_nameless_one_stands(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "a.n@ingpec.eu",
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, &result, NULL), PECADDR_OK);
}

static void a_nameless_one_left(struct pecaddr_registry *registry)
{
    a_nameless_one_stands(registry);
    STEP(pecaddr_registry_leave(registry, "a.n@ingpec.eu", "2028-05-01", "test", &step_error));
}

/* Who asks. */
#define ANNA                                                                                       \
    {                                                                                              \
        "Anna", "Neri", "MC", 'A', 5, ONE                                                          \
    }
#define ANNA_UNKNOWN                                                                               \
    {                                                                                              \
        "ANNA", "Né-ri", "mc", 'a', 5, NULL                                                        \
    } /* spelt otherwise: the same name */
#define ANNA_TWO                                                                                   \
    {                                                                                              \
        "Anna", "Neri", "MC", 'A', 5, TWO                                                          \
    }
#define ANNA_THERE                                                                                 \
    {                                                                                              \
        "Anna", "Neri", "AN", 'B', 9, ONE                                                          \
    }
#define OTHER                                                                                      \
    {                                                                                              \
        "Ada", "Neri", "MC", 'A', 5, NULL                                                          \
    }
#define OTHER_TWO                                                                                  \
    {                                                                                              \
        "Ada", "Neri", "MC", 'A', 5, TWO                                                           \
    }
#define OTHER_ONE                                                                                  \
    {                                                                                              \
        "Ada", "Neri", "MC", 'A', 5, ONE                                                           \
    }
/* CF(1) and CF(2), as constants. */
#define ONE "NRENNA00A01Z001D"
#define TWO "NRENNA00A01Z002I"

#define CAME_BACK "the holder came back"
#define GAINED    "codice fiscale put on record"
#define NONE      "" /* nothing is written */

static const struct {
    const char *what;
    void (*past)(struct pecaddr_registry *registry);
    struct who who;
    enum pecaddr_answer answer; /* of a claim at level 0 */
    int failure;
    const char *why; /* what history says of it */
} identities[] = {
    /* The codice fiscale is known. */
    {"known by the codice fiscale", anna_stands, ANNA, PECADDR_HELD, 0, NONE},
    {"known by it under a corrected name", anna_stands, OTHER_ONE, PECADDR_HELD_ELSEWHERE, 0, NONE},
    {"known by it on another entry", anna_stands, ANNA_THERE, PECADDR_HELD, 0,
     "transfer from MC A 5 to AN B 9"},
    {"known by it after moving", anna_moved, ANNA_THERE, PECADDR_HELD, 0, NONE},
    {"known by it, moving back", anna_moved, ANNA, PECADDR_HELD, 0,
     "transfer from AN B 9 to MC A 5"},
    {"known by it, retired", anna_retired, ANNA, PECADDR_HELD, 0, CAME_BACK},
    {"known by it, retired, on another entry", anna_retired, ANNA_THERE, PECADDR_HELD, 0,
     CAME_BACK "; transfer from MC A 5 to AN B 9"},
    {"known by it, left", anna_left, ANNA, PECADDR_HELD, 0, CAME_BACK},
    {"known by it, left, under a corrected name", anna_left, OTHER_ONE, PECADDR_HELD_ELSEWHERE, 0,
     CAME_BACK},
    {"known by it, left, on another entry", anna_left, ANNA_THERE, PECADDR_HELD, 0,
     CAME_BACK "; transfer from MC A 5 to AN B 9"},
    {"known by it, but another stands there", luca_followed, ANNA, PECADDR_FAILED, PECADDR_E_HOLDER,
     NONE},
    {"known by it, moved, but another stands there", luca_followed_who_moved, ANNA, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"known by it, another stood there and retired", two_retired, ANNA, PECADDR_HELD, 0, CAME_BACK},

    /* It is not known, and somebody stands there. */
    {"somebody with another one stands there", anna_stands, ANNA_TWO, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"somebody without one stands there, same name", anna_stands_unknown, ANNA, PECADDR_HELD, 0,
     GAINED},
    {"somebody without one stands there, other name", anna_stands_unknown, OTHER_TWO,
     PECADDR_FAILED, PECADDR_E_HOLDER, NONE},
    {"none given, same name", anna_stands, ANNA_UNKNOWN, PECADDR_HELD, 0, NONE},
    {"none given, other name", anna_stands, OTHER, PECADDR_FAILED, PECADDR_E_HOLDER, NONE},
    {"neither has one, same name", anna_stands_unknown, ANNA_UNKNOWN, PECADDR_HELD, 0, NONE},
    {"neither has one, other name", anna_stands_unknown, OTHER, PECADDR_FAILED, PECADDR_E_HOLDER,
     NONE},
    {"none given: who stands there, not who left", a_homonym_followed, ANNA_UNKNOWN,
     PECADDR_HELD_ELSEWHERE, 0, NONE},
    {"another stands where one of the name left", luca_followed, ANNA_UNKNOWN, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"who stands there has no name", a_nameless_one_stands, ANNA_UNKNOWN, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},

    /* Nobody stands there: who left. */
    {"retired, none given", anna_retired, ANNA_UNKNOWN, PECADDR_HELD, 0, CAME_BACK},
    {"retired without, none given", anna_retired_unknown, ANNA_UNKNOWN, PECADDR_HELD, 0, CAME_BACK},
    {"retired without, one given", anna_retired_unknown, ANNA_TWO, PECADDR_HELD, 0,
     CAME_BACK "; " GAINED},
    {"retired with another", anna_retired, ANNA_TWO, PECADDR_TAKEN, 0, NONE},
    {"retired, other name", anna_retired, OTHER, PECADDR_CLAIMED, 0, "issued"},
    {"retired without, other name", anna_retired_unknown, OTHER_TWO, PECADDR_CLAIMED, 0, "issued"},
    {"left, none given", anna_left, ANNA_UNKNOWN, PECADDR_HELD, 0, CAME_BACK},
    {"left without, one given", anna_left_unknown, ANNA_TWO, PECADDR_HELD, 0,
     CAME_BACK "; " GAINED},
    {"left with another", anna_left, ANNA_TWO, PECADDR_TAKEN, 0, NONE},
    {"left, other name", anna_left, OTHER, PECADDR_CLAIMED, 0, "issued"},
    {"two of the name retired, none given", two_retired, ANNA_UNKNOWN, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"a nameless one left", a_nameless_one_left, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, "issued"},

    /* Nobody stands there: who moved. */
    {"moved, none given", anna_moved, ANNA_UNKNOWN, PECADDR_FAILED, PECADDR_E_HOLDER, NONE},
    {"moved, another one given", anna_moved, ANNA_TWO, PECADDR_TAKEN, 0, NONE},
    {"moved, other name", anna_moved, OTHER, PECADDR_CLAIMED, 0, "issued"},
    {"moved and retired, none given", anna_moved_and_retired, ANNA_UNKNOWN, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"moved and retired, other name", anna_moved_and_retired, OTHER, PECADDR_CLAIMED, 0, "issued"},
    {"one moved, one retired, none given", one_moved_and_one_retired, ANNA_UNKNOWN, PECADDR_FAILED,
     PECADDR_E_HOLDER, NONE},
    {"none given on the entry that she moved to",
     anna_moved,
     {"Anna", "Neri", "AN", 'B', 9, NULL},
     PECADDR_HELD,
     0,
     NONE},

    /* Nobody was ever there. */
    {"a stranger", nothing_happened, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, "issued"},
    {"what was given back is nobody's", anna_gave_back, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, "issued"},
    {"what was given back by one who moved", anna_moved_and_gave_back, ANNA_UNKNOWN,
     PECADDR_CLAIMED, 0, "issued"},
    {"another domain is another mailbox", retired_in_another_domain, ANNA_UNKNOWN, PECADDR_CLAIMED,
     0, "issued"},
    {"another section is another entry",
     anna_retired,
     {"Anna", "Neri", "MC", 'B', 5, NULL},
     PECADDR_TAKEN,
     0,
     NONE},
    {"another Order's number is another entry",
     anna_left,
     {"Anna", "Neri", "AN", 'A', 5, NULL},
     PECADDR_TAKEN,
     0,
     NONE},
};

static int last_reason(void *user, const struct pecaddr_event *event)
{
    strcpy(user, event->why);
    return 0;
}

/* A row is judged in two ways: by a check, which writes nothing, and by a claim. */
START_TEST(who_asks_is_known_by_the_rules_of_identity)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry = open_new();
    enum pecaddr_answer checked = identities[_i].answer;
    struct question question;
    char why[600] = "";

    ck_assert_str_eq(CF(1), ONE);
    ck_assert_str_eq(CF(2), TWO);
    identities[_i].past(registry);
    dump_registry(registry, &before);
    if (checked == PECADDR_CLAIMED)
        checked = PECADDR_FREE;
    ask(registry, PECADDR_CHECK, &identities[_i].who, 0, &question);
    ck_assert_msg(question.query.answer == checked &&
                      question.query.failure == identities[_i].failure,
                  "%s: check: %d %d", identities[_i].what, (int)question.query.answer,
                  question.query.failure);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);

    ask(registry, PECADDR_CLAIM, &identities[_i].who, 0, &question);
    ck_assert_msg(question.query.answer == identities[_i].answer &&
                      question.query.failure == identities[_i].failure,
                  "%s: claim: %d %d", identities[_i].what, (int)question.query.answer,
                  question.query.failure);
    dump_registry(registry, &now);
    if (strcmp(identities[_i].why, NONE) == 0) {
        ck_assert_msg(strcmp(now.text, before.text) == 0, "%s: something was written",
                      identities[_i].what);
    } else {
        ck_assert_int_eq(pecaddr_registry_history(registry, NULL, last_reason, why, NULL),
                         PECADDR_OK);
        ck_assert_msg(strcmp(why, identities[_i].why) == 0, "%s: %s", identities[_i].what, why);
    }
    /* Asked again it is the same holder, and nothing new. */
    if (identities[_i].answer == PECADDR_CLAIMED)
        checked = PECADDR_HELD;
    before = now;
    ck_assert_int_eq(claim(registry, &identities[_i].who, 0), checked);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    pecaddr_registry_close(registry);
}
END_TEST

/* What comes back. */

START_TEST(a_retired_mailbox_comes_back_reserved_without_expiry_and_leaving)
{
    const struct who who = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;
    struct told told;

    anna_retired(registry);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->expires, "2029-12-31");
    ck_assert_str_eq(mailbox->left, "2028-05-01");
    ck_assert_int_eq(claim(registry, &who, 2), PECADDR_HELD_ELSEWHERE);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(mailbox->expires, "");
    ck_assert_str_eq(mailbox->left, "");
    ck_assert_str_eq(history(registry, anna_address, &told),
                     ">reserved issued\n"
                     "reserved>active test\n"
                     "active>active test\n"
                     "active>retired test\n"
                     "retired>reserved the holder came back\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(who_left_and_registers_again_has_the_active_mailbox_again)
{
    const struct who who = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    anna_left(registry);
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_ACTIVE);
    ck_assert_str_eq(mailbox->expires, "2029-12-31");
    ck_assert_str_eq(mailbox->left, "");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_retired_mailbox_is_never_issued_to_anyone_else)
{
    const struct who persons[] = {{"Anna", "Neri", "AN", 'A', 6, CF(2)},
                                  {"Anna", "Neri", "AN", 'A', 7, NULL},
                                  {"Anna", "Neri", "MC", 'A', 5, CF(3)}};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    anna_retired(registry);
    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_int_eq(claim(registry, &persons[i], 0), PECADDR_TAKEN);
    ck_assert_str_eq(look(registry, anna_address, &kept)->holder, CF(1));
    ck_assert_int_eq(kept.mailbox.state, PECADDR_STATE_RETIRED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(who_left_and_whose_number_is_anothers_now_comes_back_on_another)
{
    const struct who moved = {"Anna", "Neri", "MC", 'A', 6, CF(1)};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    luca_followed(registry);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    ck_assert_uint_eq(look(registry, anna_address, &kept)->number, 6);
    ck_assert_str_eq(kept.mailbox.left, "");
    ck_assert_uint_eq(look(registry, "luca.verdi@ingpec.eu", &kept)->number, 5);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(the_entry_of_the_issue_stays_through_a_transfer)
{
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    anna_moved(registry);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->province, "AN");
    ck_assert_int_eq(mailbox->section, 'B');
    ck_assert_uint_eq(mailbox->number, 9);
    ck_assert_str_eq(mailbox->issued_province, "MC");
    ck_assert_int_eq(mailbox->issued_section, 'A');
    ck_assert_uint_eq(mailbox->issued_number, 5);
    pecaddr_registry_close(registry);
}
END_TEST

static int keep_replaced(void *user, const struct pecaddr_event *event)
{
    snprintf(user, 256, "%s %s %c %u", event->holder, event->province,
             event->section != 0 ? event->section : '-', event->number);
    return 0;
}

START_TEST(history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced)
{
    const struct who with = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    char replaced[256] = "";

    anna_moved(registry);
    ck_assert_int_eq(
        pecaddr_registry_history(registry, anna_address, keep_replaced, replaced, NULL),
        PECADDR_OK);
    ck_assert_str_eq(replaced, " MC A 5");
    pecaddr_registry_close(registry);

    registry = open_new();
    anna_stands_unknown(registry);
    ck_assert_int_eq(claim(registry, &with, 0), PECADDR_HELD);
    ck_assert_int_eq(
        pecaddr_registry_history(registry, anna_address, keep_replaced, replaced, NULL),
        PECADDR_OK);
    /* There was none. */
    ck_assert_str_eq(replaced, "  - 0");
    pecaddr_registry_close(registry);
}
END_TEST

/* One call: each question sees what those before it did. */

START_TEST(identity_within_one_call_is_as_if_one_after_the_other)
{
    const struct {
        struct who who;
        enum pecaddr_answer answer;
        int failure;
    } rows[] = {
        /* Anna moves away, and another takes her number. */
        {{"Anna", "Neri", "AN", 'B', 9, CF(1)}, PECADDR_HELD, 0},
        {{"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)}, PECADDR_CLAIMED, 0},
        {{"Anna", "Neri", "MC", 'A', 5, NULL}, PECADDR_FAILED, PECADDR_E_HOLDER},
        {{"Luca", "Verdi", "MC", 'A', 5, NULL}, PECADDR_HELD, 0},
        /* Luca moves to where nobody is, and Anna comes back. */
        {{"Luca", "Verdi", "AN", 'A', 1, CF_OF("VRDLCU", 2)}, PECADDR_HELD, 0},
        {{"Anna", "Neri", "MC", 'A', 5, CF(1)}, PECADDR_HELD, 0},
        {{"Anna", "Neri", "MC", 'A', 5, CF(3)}, PECADDR_FAILED, PECADDR_E_HOLDER},
        /* Somebody new without codice fiscale, who gains one, and a third who has it too. */
        {{"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_CLAIMED, 0},
        {{"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 4)}, PECADDR_HELD, 0},
        {{"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_FAILED, PECADDR_E_HOLDER},
        {{"Ivo", "Sala", "MC", 'A', 7, CF_OF("SLAVIO", 4)}, PECADDR_HELD, 0},
        {{"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_FAILED, PECADDR_E_HOLDER},
        {{"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_TAKEN, 0},
    };
    struct pecaddr_registry *registry = open_new();
    static struct question questions[N_OF(rows)];
    struct pecaddr_query *queries[N_OF(rows)];
    struct told told;

    anna_stands(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        make_question(&questions[i], &rows[i].who, 0);
        queries[i] = &questions[i].query;
    }
    ck_assert_msg(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, N_OF(rows)) == PECADDR_OK,
                  "%s", pecaddr_registry_message(registry));
    for (size_t i = 0; i < N_OF(rows); i++)
        ck_assert_msg(queries[i]->answer == rows[i].answer &&
                          queries[i]->failure == rows[i].failure,
                      "%zu: %d %d", i, (int)queries[i]->answer, queries[i]->failure);
    ck_assert_str_eq(history(registry, anna_address, &told),
                     ">reserved issued\n"
                     "reserved>reserved transfer from MC A 5 to AN B 9\n"
                     "reserved>reserved transfer from AN B 9 to MC A 5\n");
    ck_assert_str_eq(history(registry, "ivo.sala@ingpec.eu", &told),
                     ">reserved issued\n"
                     "reserved>reserved codice fiscale put on record\n"
                     "reserved>reserved transfer from MC A 6 to MC A 7\n");
    pecaddr_registry_close(registry);
}
END_TEST

/* Claims with a codice fiscale that each of two persons had by mistake: theirs, and another's. */
static void assert_doubt_about_both(struct pecaddr_registry *registry, const char *holder)
{
    const struct who rows[] = {{"Anna", "Neri", "AN", 'A', 15, holder},
                               {"Luca", "Verdi", "AN", 'A', 16, holder},
                               {"Ugo", "Bruni", "AN", 'A', 17, holder}};
    struct question questions[N_OF(rows)];
    struct pecaddr_query *queries[N_OF(rows)];

    for (size_t i = 0; i < N_OF(rows); i++) {
        make_question(&questions[i], &rows[i], 0);
        queries[i] = &questions[i].query;
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, N_OF(rows)), 0);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(queries[i]->answer, PECADDR_FAILED);
        ck_assert_int_eq(queries[i]->failure, PECADDR_E_HOLDER);
    }
    ck_assert_int_eq(queries[2]->answer, PECADDR_CLAIMED);
}

/* Whoever is on record with a codice fiscale first, by mistake, and then with the right one. */
static void corrected(struct pecaddr_registry *registry, const struct who *who, const char *address,
                      const char *right)
{
    ck_assert_int_eq(claim(registry, who, 0), PECADDR_CLAIMED);
    STEP(pecaddr_registry_relink(registry, address, right, "test", &step_error));
}

START_TEST(a_codice_fiscale_that_was_replaced_twice_is_a_doubt_about_each)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 6, CF(1)};
    const struct who first = anna(CF(1));
    struct pecaddr_registry *registry = open_new(), *preview = NULL;

    corrected(registry, &first, anna_address, CF(2));
    corrected(registry, &luca, "luca.verdi@ingpec.eu", CF(3));
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    assert_doubt_about_both(preview, CF(1));
    pecaddr_registry_close(preview);
    assert_doubt_about_both(registry, CF(1));
    pecaddr_registry_close(registry);
}
END_TEST

/* More questions than one message to a server holds. */
START_TEST(a_call_of_thousands_gives_each_person_an_address)
{
    enum { PERSONS = 3000 };
    static struct question questions[PERSONS];
    static struct pecaddr_query *queries[PERSONS];
    static char surnames[PERSONS][5], holders[PERSONS][17];
    struct pecaddr_registry *registry = open_new();

    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < PERSONS; i++) {
            struct who who = {"Ugo", surnames[i], "MC", i % 2 == 0 ? 'A' : 'B', 1 + i, NULL};

            snprintf(surnames[i], 5, "X%c%c%c", 'a' + (int)(i % 26), 'a' + (int)(i / 26 % 26),
                     'a' + (int)(i / 676));
            if (i % 3 == 0)
                who.holder = holder_for(who.given, who.surname, i / 3, holders[i]);
            make_question(&questions[i], &who, 0);
            queries[i] = &questions[i].query;
        }
        ck_assert_msg(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, PERSONS) == PECADDR_OK,
                      "%s", pecaddr_registry_message(registry));
        for (int i = 0; i < PERSONS; i++)
            ck_assert_int_eq(queries[i]->answer, round == 0 ? PECADDR_CLAIMED : PECADDR_HELD);
    }
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_retired_mailbox_comes_back_reserved_without_expiry_and_leaving,
        who_left_and_registers_again_has_the_active_mailbox_again,
        a_retired_mailbox_is_never_issued_to_anyone_else,
        who_left_and_whose_number_is_anothers_now_comes_back_on_another,
        the_entry_of_the_issue_stays_through_a_transfer,
        history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced,
        identity_within_one_call_is_as_if_one_after_the_other,
        a_codice_fiscale_that_was_replaced_twice_is_a_doubt_about_each,
        a_call_of_thousands_gives_each_person_an_address,
    };
    TCase *tcase = registry_case("identity");
    Suite *suite = suite_create("identity");

    suite_add_tcase(suite, tcase);
    ADD(tcase, who_asks_is_known_by_the_rules_of_identity, identities);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
