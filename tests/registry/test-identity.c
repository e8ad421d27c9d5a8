/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is known, and as whom: the rules of identity of SPEC §5 for mailboxes with a past.
 */
#include "registry/registry-fixture.h"

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
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
}

static void leaves(struct pecaddr_registry *registry, const char *holder)
{
    stands(registry, holder);
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
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
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    STEP(retire_mailbox(registry, mailbox.address, "test", &step_error));
}

/* One who came from a plain list, with the entry and without a name. */
static void a_nameless_one_stands(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "a.n@ingpec.eu",
                                            .state = PECADDR_STATE_ACTIVE,
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
}

/* From a plain list. */
static void a_list_has_the_address(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = anna_address, .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
}

/* A list that knows the codice fiscale of Anna's address, and of the rest what it is given. */
static void a_list_knows(struct pecaddr_registry *registry, struct pecaddr_mailbox known)
{
    const struct pecaddr_mailbox *const mailboxes[] = {&known};
    int result;

    known.size = sizeof known;
    known.address = anna_address;
    known.state = PECADDR_STATE_ACTIVE;
    known.holder = CF(1);
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
}

static void a_list_knows_her_province(struct pecaddr_registry *registry)
{
    a_list_knows(registry,
                 (struct pecaddr_mailbox){.given = "Anna", .surname = "Neri", .province = "MC"});
}

static void a_list_knows_another_province(struct pecaddr_registry *registry)
{
    a_list_knows(registry,
                 (struct pecaddr_mailbox){.given = "Anna", .surname = "Neri", .province = "AN"});
}

static void a_list_knows_another_section(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){.surname = "Neri", .section = 'B'});
}

static void a_list_knows_another_number(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){.given = "Anna", .number = 9});
}

static void a_list_knows_her_surname(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){
                               .surname = "Neri", .province = "MC", .section = 'A', .number = 5});
}

static void a_list_knows_her_given_name(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){
                               .given = "Anna", .province = "MC", .section = 'A', .number = 5});
}

/* Her codice fiscale was wrong until it was corrected. */
static void anna_was_corrected(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
    STEP(relink_mailbox(registry, anna_address, CF(2), "test", &step_error));
}

static void a_nameless_one_left(struct pecaddr_registry *registry)
{
    a_nameless_one_stands(registry);
    STEP(leave_mailbox(registry, "a.n@ingpec.eu", "2028-05-01", "test", &step_error));
}

/* Who asks. CF(1), CF(2) and an omocodia of CF(1), as constants. */
#define ONE      "NRENNA00A01Z001D"
#define TWO      "NRENNA00A01Z002I"
#define OMOCODIA "NRENNA00A01Z00MV"

/* clang-format off */
#define ANNA                 {"Anna", "Neri", "MC", 'A', 5, ONE}
#define ANNA_UNKNOWN         {"ANNA", "Né-ri", "mc", 'a', 5, NULL} /* the same name */
#define ANNA_TWO             {"Anna", "Neri", "MC", 'A', 5, TWO}
#define ANNA_OMOCODIA        {"Anna", "Neri", "MC", 'A', 5, OMOCODIA}
#define ANNA_THERE           {"Anna", "Neri", "AN", 'B', 9, ONE}
#define ANNA_LUISA_THERE     {"Anna Luisa", "Neri", "AN", 'B', 9, ONE}
#define ADA                  {"Ada", "Neri", "MC", 'A', 5, NULL}
#define ADA_ONE              {"Ada", "Neri", "MC", 'A', 5, ONE}
#define ADA_TWO              {"Ada", "Neri", "MC", 'A', 5, TWO}
#define ADA_THERE            {"Ada", "Neri", "AN", 'B', 9, ONE}
#define NEW_NUMBER(holder)   {"Anna", "Neri", "MC", 'A', 6, holder}
#define OTHER_ORDER(holder)  {"Anna", "Neri", "AN", 'A', 5, holder}

#define NONE                "" /* nothing is written */
#define ISSUED              ">reserved issue"
#define GAINED              "reserved>reserved claim holder="
#define RETIRED_BACK(entry) "retired>reserved claim" entry " expires=2029-12-31 left=2028-05-01"
#define LEFT_BACK(entry)    "active>active claim" entry " left=2028-05-01"

#define CONTRADICTED(which) PECADDR_REFUSED, 0, PECADDR_CONTRADICTION_##which, NONE
#define IS_MOVED            PECADDR_NOTE_MOVED
#define RETURNED            PECADDR_NOTE_RETURNED
#define RENAMED             PECADDR_NOTE_RENAMED
#define NAMESAKE            PECADDR_NOTE_NAMESAKE

static const struct {
    const char *what;
    void (*past)(struct pecaddr_registry *registry);
    struct who who;
    enum pecaddr_answer answer; /* of a claim at level 0 */
    uint32_t notes;             /* that the answer adds */
    enum pecaddr_contradiction contradiction;
    const char *why;            /* what history says of it */
} identities[] = {
    /* The codice fiscale is known. */
    {"known by the codice fiscale", anna_stands, ANNA, PECADDR_HELD, 0, 0, NONE},
    {"known by it on the entry, under another name", anna_stands, ADA_ONE, PECADDR_HELD_ELSEWHERE, RENAMED, 0, NONE},
    {"known by it on another entry", anna_stands, ANNA_THERE, PECADDR_HELD, IS_MOVED, 0,
     "reserved>reserved claim entry=MCA5"},
    {"known by it on another entry, under more given names", anna_stands, ANNA_LUISA_THERE, PECADDR_HELD_ELSEWHERE,
     IS_MOVED | RENAMED, 0, "reserved>reserved claim entry=MCA5"},
    {"known by it on another entry, under another name", anna_stands, ADA_THERE, CONTRADICTED(NAME)},
    {"known by it after moving", anna_moved, ANNA_THERE, PECADDR_HELD, 0, 0, NONE},
    {"known by it, moving back", anna_moved, ANNA, PECADDR_HELD, IS_MOVED, 0, "reserved>reserved claim entry=ANB9"},
    {"known by it, retired", anna_retired, ANNA, PECADDR_HELD, RETURNED, 0, RETIRED_BACK("")},
    {"known by it, retired, under another name", anna_retired, ADA_ONE, CONTRADICTED(NAME)},
    {"known by it, retired, on another entry", anna_retired, ANNA_THERE, PECADDR_HELD, IS_MOVED | RETURNED, 0,
     RETIRED_BACK(" entry=MCA5")},
    {"known by it, left", anna_left, ANNA, PECADDR_HELD, RETURNED, 0, LEFT_BACK("")},
    {"known by it, left, under another name", anna_left, ADA_ONE, CONTRADICTED(NAME)},
    {"known by it, left, on another entry", anna_left, ANNA_THERE, PECADDR_HELD, IS_MOVED | RETURNED, 0,
     LEFT_BACK(" entry=MCA5")},
    {"known by it, left, on another entry, under another name", anna_left, ADA_THERE, CONTRADICTED(NAME)},
    {"known by it, but another stands there", luca_followed, ANNA, CONTRADICTED(ENTRY)},
    {"known by it, moved, but another stands there", luca_followed_who_moved, ANNA, CONTRADICTED(ENTRY)},
    {"known by it, another stood there and retired", two_retired, ANNA, PECADDR_HELD, RETURNED, 0, RETIRED_BACK("")},

    /* It is not known, and somebody stands there. */
    {"somebody with another one stands there", anna_stands, ANNA_TWO, CONTRADICTED(ENTRY)},
    {"somebody with an omocodia of it stands there", anna_stands, ANNA_OMOCODIA, CONTRADICTED(ENTRY)},
    {"somebody without one stands there, same name", anna_stands_unknown, ANNA, PECADDR_HELD, 0, 0, GAINED},
    {"somebody without one stands there, other name", anna_stands_unknown, ADA_TWO, CONTRADICTED(ENTRY)},
    {"none given, same name", anna_stands, ANNA_UNKNOWN, PECADDR_HELD, 0, 0, NONE},
    {"none given, other name", anna_stands, ADA, CONTRADICTED(ENTRY)},
    {"neither has one, same name", anna_stands_unknown, ANNA_UNKNOWN, PECADDR_HELD, 0, 0, NONE},
    {"neither has one, other name", anna_stands_unknown, ADA, CONTRADICTED(ENTRY)},
    {"none given: who stands there, not who left", a_homonym_followed, ANNA_UNKNOWN, PECADDR_HELD_ELSEWHERE, 0, 0,
     NONE},
    {"another stands where one of the name left", luca_followed, ANNA_UNKNOWN, CONTRADICTED(ENTRY)},
    {"who stands there has no name", a_nameless_one_stands, ANNA_UNKNOWN, CONTRADICTED(ENTRY)},

    /* Nobody stands there: who left. The same number and the same name may be the next one's. */
    {"retired, none given", anna_retired, ANNA_UNKNOWN, CONTRADICTED(FORMER)},
    {"retired without, none given", anna_retired_unknown, ANNA_UNKNOWN, CONTRADICTED(FORMER)},
    {"retired without, one given", anna_retired_unknown, ANNA_TWO, CONTRADICTED(FORMER)},
    {"retired with another", anna_retired, ANNA_TWO, PECADDR_TAKEN, 0, 0, NONE},
    {"retired with an omocodia of it", anna_retired, ANNA_OMOCODIA, PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"retired, other name", anna_retired, ADA, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"retired without, other name", anna_retired_unknown, ADA_TWO, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"left, none given", anna_left, ANNA_UNKNOWN, CONTRADICTED(FORMER)},
    {"left without, one given", anna_left_unknown, ANNA_TWO, CONTRADICTED(FORMER)},
    {"left with another", anna_left, ANNA_TWO, PECADDR_TAKEN, 0, 0, NONE},
    {"left, other name", anna_left, ADA, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"two of the name retired, none given", two_retired, ANNA_UNKNOWN, CONTRADICTED(FORMER)},
    {"a nameless one left", a_nameless_one_left, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, 0, ISSUED},

    /* Nobody stands there: who moved. */
    {"moved to another Order, none given", anna_moved, ANNA_UNKNOWN, PECADDR_TAKEN, 0, 0, NONE},
    {"moved, another one given", anna_moved, ANNA_TWO, PECADDR_TAKEN, 0, 0, NONE},
    {"moved, other name", anna_moved, ADA, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"moved to another Order and retired, none given", anna_moved_and_retired, ANNA_UNKNOWN, PECADDR_TAKEN, 0, 0, NONE},
    {"moved and retired, other name", anna_moved_and_retired, ADA, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"one moved, one retired, none given", one_moved_and_one_retired, ANNA_UNKNOWN, CONTRADICTED(FORMER)},
    {"none given on the entry that she moved to", anna_moved, {"Anna", "Neri", "AN", 'B', 9, NULL}, PECADDR_HELD, 0, 0,
     NONE},

    /* Another entry of the same Order, or of another. */
    {"a new number, neither has one", anna_stands_unknown, NEW_NUMBER(NULL), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"a new number, one given", anna_stands_unknown, NEW_NUMBER(TWO), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"a new number, none given", anna_stands, NEW_NUMBER(NULL), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"a new number, an omocodia given", anna_stands, NEW_NUMBER(OMOCODIA), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"a new number, another one given", anna_stands, NEW_NUMBER(TWO), PECADDR_TAKEN, 0, 0, NONE},
    {"a return on a new number, none given", anna_retired, NEW_NUMBER(NULL), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"a return on a new number, one given", anna_retired_unknown, NEW_NUMBER(ONE), PECADDR_TAKEN, NAMESAKE, 0, NONE},
    {"another Order, neither has one", anna_stands_unknown, OTHER_ORDER(NULL), PECADDR_TAKEN, 0, 0, NONE},
    {"another Order, none given", anna_left, OTHER_ORDER(NULL), PECADDR_TAKEN, 0, 0, NONE},
    {"another section is another entry", anna_retired, {"Anna", "Neri", "MC", 'B', 5, NULL}, PECADDR_TAKEN, NAMESAKE, 0,
     NONE},
    {"a new number, with a codice fiscale that was hers by mistake", anna_was_corrected, NEW_NUMBER(ONE), PECADDR_TAKEN,
     0, 0, NONE},
    {"an address of which nothing is known", a_list_has_the_address, ANNA, PECADDR_TAKEN, NAMESAKE, 0, NONE},

    /* What is not on record contradicts nothing, and is gained; half of it may contradict. */
    {"her province alone is on record", a_list_knows_her_province, ANNA, PECADDR_HELD, 0, 0,
     "active>active claim entry=MC"},
    {"another province alone", a_list_knows_another_province, ANNA, PECADDR_HELD, IS_MOVED, 0,
     "active>active claim entry=AN"},
    {"another province alone, under another name", a_list_knows_another_province, ADA_ONE, CONTRADICTED(NAME)},
    {"another section alone", a_list_knows_another_section, ANNA, PECADDR_HELD, IS_MOVED, 0,
     "active>active claim entry=B name= Neri"},
    {"another number alone, under another name", a_list_knows_another_number, ADA_ONE, CONTRADICTED(NAME)},
    {"another number alone", a_list_knows_another_number, ANNA, PECADDR_HELD, IS_MOVED, 0,
     "active>active claim entry=9 name=Anna"},
    {"her surname alone", a_list_knows_her_surname, ANNA, PECADDR_HELD, 0, 0, "active>active claim name= Neri"},
    {"her surname alone, under another", a_list_knows_her_surname, {"Anna", "Verdi", "MC", 'A', 5, ONE},
     PECADDR_HELD_ELSEWHERE, RENAMED, 0, NONE},
    {"her given name alone", a_list_knows_her_given_name, ANNA, PECADDR_HELD, 0, 0, "active>active claim name=Anna"},
    {"her given name alone, which stays as it is", a_list_knows_her_given_name, {"ANNA LUISA", "Neri", "MC", 'A', 5, ONE},
     PECADDR_HELD_ELSEWHERE, RENAMED, 0, "active>active claim name=Anna"},
    {"her surname alone, which stays as it is", a_list_knows_her_surname, {"Anna", "NERI", "MC", 'A', 5, ONE}, PECADDR_HELD,
     0, 0, "active>active claim name= Neri"},
    {"her given name alone, and another asks", a_list_knows_her_given_name, ADA_ONE, PECADDR_HELD_ELSEWHERE, RENAMED, 0,
     NONE},

    /* Nobody was ever there. */
    {"a stranger", nothing_happened, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"what was given back is nobody's", anna_gave_back, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"what was given back by one who moved", anna_moved_and_gave_back, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, 0, ISSUED},
    {"another domain is another mailbox", retired_in_another_domain, ANNA_UNKNOWN, PECADDR_CLAIMED, 0, 0, ISSUED},
};
/* clang-format on */

static int last_line(void *user, const struct pecaddr_event *event)
{
    describe_event(event, user, 600);
    return 0;
}

/* The answer to a check or a claim is that of the row. */
static void judge(struct pecaddr_registry *registry, enum pecaddr_mode mode, size_t row)
{
    enum pecaddr_answer answer = identities[row].answer;
    int failure = answer == PECADDR_REFUSED ? PECADDR_E_HOLDER : 0;
    struct question question;

    if (mode == PECADDR_CHECK && answer == PECADDR_CLAIMED)
        answer = PECADDR_FREE;
    ask(registry, mode, &identities[row].who, 0, &question);
    ck_assert_msg(question.query.answer == answer && question.query.failure == failure &&
                      question.query.added_notes == identities[row].notes,
                  "%s: %s: %d %d %x", identities[row].what,
                  mode == PECADDR_CHECK ? "check" : "claim", (int)question.query.answer,
                  question.query.failure, (unsigned)question.query.added_notes);
}

/* Asked again it is the same holder, and nothing new. */
static void judge_again(struct pecaddr_registry *registry, size_t row)
{
    static struct dumped before, now;
    enum pecaddr_answer answer = identities[row].answer;

    dump_registry(registry, &before);
    ck_assert_int_eq(claim(registry, &identities[row].who, 0),
                     answer == PECADDR_CLAIMED ? PECADDR_HELD : answer);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
}

START_TEST(who_asks_is_known_by_the_rules_of_identity)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry = open_new();
    char why[600] = "";

    ck_assert_str_eq(CF(1), ONE);
    ck_assert_str_eq(CF(2), TWO);
    identities[_i].past(registry);
    dump_registry(registry, &before);
    judge(registry, PECADDR_CHECK, (size_t)_i);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);

    judge(registry, PECADDR_CLAIM, (size_t)_i);
    dump_registry(registry, &now);
    if (strcmp(identities[_i].why, NONE) == 0) {
        ck_assert_msg(strcmp(now.text, before.text) == 0, "%s: something was written",
                      identities[_i].what);
    } else {
        ck_assert_int_eq(pecaddr_registry_history(registry, NULL, last_line, why, NULL),
                         PECADDR_OK);
        ck_assert_msg(strcmp(why, identities[_i].why) == 0, "%s: %s", identities[_i].what, why);
    }
    judge_again(registry, (size_t)_i);
    pecaddr_registry_close(registry);
}
END_TEST

/* The same as one call, which tells the reason. */
START_TEST(who_is_refused_is_told_who_holds_what)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person person = person_from(&identities[_i].who);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    bool refused = identities[_i].answer == PECADDR_REFUSED;

    identities[_i].past(registry);
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, &error),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, refused ? PECADDR_E_HOLDER : PECADDR_OK);
    ck_assert_msg(reason.contradiction == identities[_i].contradiction, "%s: %d",
                  identities[_i].what, (int)reason.contradiction);
    ck_assert_int_eq(reason.code, assignment.status);
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &error), refused ? PECADDR_OK : PECADDR_NO_MATCH);
    if (refused) {
        ck_assert_int_eq(error.code, PECADDR_E_HOLDER);
        ck_assert_ptr_nonnull(strchr(reason.address, '@'));
        ck_assert_ptr_nonnull(strstr(error.message, reason.address));
        ck_assert_ptr_nonnull(strstr(error.message, reason.surname));
    }
    pecaddr_registry_close(registry);
}
END_TEST

/* What differs, as fields. */
START_TEST(a_reason_tells_which_facts_differ)
{
    const struct {
        const char *what;
        struct who who;
        uint32_t differs, unknown;
        int omocodia;
    } rows[] = {
        {"another name on another entry", ADA_THERE, PECADDR_FACT_ENTRY | PECADDR_FACT_NAME, 0, 0},
        {"another codice fiscale", ANNA_TWO, PECADDR_FACT_HOLDER, 0, 0},
        {"an omocodia", ANNA_OMOCODIA, PECADDR_FACT_HOLDER, 0, 1},
        {"another name", ADA, PECADDR_FACT_NAME, PECADDR_FACT_HOLDER, 0},
        {"all but the entry", ADA_TWO, PECADDR_FACT_HOLDER | PECADDR_FACT_NAME, 0, 0},
    };
    struct pecaddr_registry *registry = open_new();

    anna_stands(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_person person = person_from(&rows[i].who);
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_reason reason = PECADDR_REASON_INIT;

        ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                                 &assignment, &reason, NULL),
                         PECADDR_OK);
        ck_assert_msg(reason.differs == rows[i].differs && reason.unknown == rows[i].unknown &&
                          reason.omocodia == rows[i].omocodia,
                      "%s: %x %x %d", rows[i].what, reason.differs, reason.unknown,
                      reason.omocodia);
        ck_assert_str_eq(reason.address, anna_address);
        ck_assert_str_eq(reason.holder, ONE);
        ck_assert_str_eq(reason.given, "Anna");
        ck_assert_str_eq(reason.surname, "Neri");
        ck_assert_str_eq(reason.province, "MC");
        ck_assert_int_eq(reason.section, 'A');
        ck_assert_uint_eq(reason.number, 5);
        ck_assert_int_eq(reason.state, PECADDR_STATE_RESERVED);
    }
    pecaddr_registry_close(registry);
}
END_TEST

/* Reviews. */

static int assign_accepting(struct pecaddr_registry *registry, const struct who *who,
                            uint32_t accepted, struct pecaddr_assignment *assignment,
                            struct pecaddr_reason *reason)
{
    struct pecaddr_person person = person_from(who);

    person.accepted = accepted;
    *assignment = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, assignment,
                                             reason, NULL),
                     PECADDR_OK);
    return assignment->status;
}

START_TEST(a_doubt_waits_until_its_very_notes_are_accepted)
{
    const struct who doubtful = {"Ing Anna", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
    static struct dumped before, now;

    dump_registry(registry, &before);
    ck_assert_int_eq(
        assign_accepting(registry, &doubtful, PECADDR_NOTE_MARITAL, &assignment, &reason),
        PECADDR_E_REVIEW);
    ck_assert_int_eq(assignment.answer, PECADDR_REFUSED);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_DOUBT);
    ck_assert_str_eq(reason.candidate, "inganna.neri@ingpec.eu");
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    ck_assert_int_eq(
        assign_accepting(registry, &doubtful, PECADDR_NOTE_DOUBT, &assignment, &reason),
        PECADDR_OK);
    ck_assert_str_eq(assignment.address, "inganna.neri@ingpec.eu");
    /* Whoever has an address keeps it. */
    ck_assert_int_eq(assign_accepting(registry, &doubtful, 0, &assignment, &reason), PECADDR_OK);
    ck_assert_int_eq(assignment.answer, PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_the_caller_doubts_waits_and_is_kept_as_what_the_core_doubts)
{
    const struct who na = {"Na", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_person person = person_from(&na);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;

    person.accepted = 0;
    person.noted = PECADDR_NOTE_DOUBT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_E_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_DOUBT);
    ck_assert_str_eq(reason.candidate, "na.neri@ingpec.eu");
    person.accepted = PECADDR_NOTE_DOUBT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_DOUBT);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_namesake_waits_with_the_address_that_it_would_be)
{
    const struct who again = NEW_NUMBER(NULL);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason;

    anna_stands_unknown(registry);
    ck_assert_int_eq(assign_accepting(registry, &again, PECADDR_NOTE_DOUBT, &assignment, &reason),
                     PECADDR_E_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_str_eq(reason.candidate, "anna.neri.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_str_eq(reason.address, "anna.neri@ingpec.eu");
    ck_assert_str_eq(reason.given, "Anna");
    ck_assert_str_eq(reason.surname, "Neri");
    ck_assert_str_eq(reason.province, "MC");
    ck_assert_int_eq(reason.section, 'A');
    ck_assert_uint_eq(reason.number, 5);
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
    ck_assert_str_eq(
        told.message,
        "anna.neri.mc@ingpec.eu would be the address, but somebody has to look at this "
        "first: NAMESAKE; anna.neri@ingpec.eu belongs to Anna Neri (MC A 5), who may be "
        "the same person; correct the name, or accept the notes");
    ck_assert_int_eq(
        assign_accepting(registry, &again, PECADDR_NOTE_NAMESAKE, &assignment, &reason),
        PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.neri.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_NAMESAKE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(two_entries_of_one_codice_fiscale_in_one_call_are_no_transfer)
{
    const struct who rows[] = {ANNA_THERE, ADA_THERE, {"Anna", "Neri", "PU", 'A', 3, ONE}, ANNA};
    static const int status[] = {PECADDR_E_HOLDER, PECADDR_E_HOLDER, PECADDR_E_HOLDER, PECADDR_OK};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person persons[N_OF(rows)];
    const struct pecaddr_person *pointers[N_OF(rows)];
    struct pecaddr_assignment assignments[N_OF(rows)], *outcomes[N_OF(rows)];
    struct pecaddr_reason reasons[N_OF(rows)], *whys[N_OF(rows)];
    struct told told;

    anna_stands(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        persons[i] = person_from(&rows[i]);
        pointers[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        outcomes[i] = &assignments[i];
        reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        whys[i] = &reasons[i];
    }
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(rows), outcomes, whys, NULL),
                     PECADDR_OK);
    for (size_t i = 0; i < N_OF(rows); i++)
        ck_assert_msg(assignments[i].status == status[i], "%zu: %d", i, assignments[i].status);
    ck_assert_int_eq(reasons[0].contradiction, PECADDR_CONTRADICTION_ENTRIES);
    ck_assert_int_eq(reasons[1].contradiction, PECADDR_CONTRADICTION_NAME);
    ck_assert_int_eq(reasons[2].contradiction, PECADDR_CONTRADICTION_ENTRIES);
    ck_assert_int_eq(reasons[3].contradiction, PECADDR_CONTRADICTION_NONE);
    ck_assert_str_eq(history(registry, anna_address, &told), ">reserved issue\n");
    pecaddr_registry_close(registry);
}
END_TEST

/* The same of questions, of which each knows its own domain. */
START_TEST(two_entries_of_one_codice_fiscale_in_one_domain_are_no_transfer)
{
    static const char text[] = "name = other\ndomain = pec.example\nrule = {given}.{surname}\n";
    static const char address[] = "anna.neri@pec.example";
    const struct who here = ANNA, there = ANNA_THERE;
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_scheme *scheme = NULL;
    struct question questions[2];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query};

    anna_stands(registry);
    make_question(&questions[0], &here, 0);
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_HELD);
    ck_assert_int_eq(queries[1]->answer, PECADDR_REFUSED);
    ck_assert_int_eq(queries[1]->failure, PECADDR_E_HOLDER);

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &scheme, NULL), PECADDR_OK);
    make_question(&questions[0], &here, 0);
    strcpy(questions[0].address, address);
    questions[0].query.address_size = strlen(address);
    questions[0].query.scheme = scheme;
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_HELD);
    ck_assert_uint_eq(queries[1]->added_notes, PECADDR_NOTE_MOVED);
    pecaddr_scheme_free(scheme);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_return_to_the_entry_on_record_is_no_transfer)
{
    const struct who here = ANNA, there = ANNA_THERE;
    struct pecaddr_registry *registry = open_new();
    struct question questions[2];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query};

    anna_left(registry);
    make_question(&questions[0], &here, 0);
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_HELD);
    ck_assert_uint_eq(queries[0]->added_notes, PECADDR_NOTE_RETURNED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_REFUSED);
    pecaddr_registry_close(registry);
}
END_TEST

static void she_asks(struct pecaddr_registry *registry)
{
    const struct who who = ANNA;

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
}

static void a_list_knows_her_whole_name(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox known = {.size = sizeof known,
                                          .address = anna_address,
                                          .state = PECADDR_STATE_ACTIVE,
                                          .given = "Anna",
                                          .surname = "Neri",
                                          .holder = CF(1)};
    const struct pecaddr_mailbox *const mailboxes[] = {&known};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
}

/* By which people are found. */
static void assert_letters_come(void (*with)(struct pecaddr_registry *registry))
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    a_list_knows_her_surname(registry);
    with(registry);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE "
                                            "given_letters = 'anna' AND surname_letters = 'neri'"),
                     1);
    remove_folder(&folder);
}

START_TEST(letters_of_a_name_come_on_record_with_it)
{
    assert_letters_come(she_asks);
    assert_letters_come(a_list_knows_her_whole_name);
}
END_TEST

START_TEST(an_entry_that_is_none_is_no_second_one)
{
    const struct who rows[] = {{"Anna", "Neri", "M1", 'A', 3, ONE}, ANNA_THERE, OTHER_ORDER(NULL)};
    static const int status[] = {PECADDR_E_PROVINCE, PECADDR_OK, PECADDR_OK};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person persons[N_OF(rows)];
    const struct pecaddr_person *pointers[N_OF(rows)];
    struct pecaddr_assignment assignments[N_OF(rows)], *outcomes[N_OF(rows)];

    anna_stands(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        persons[i] = person_from(&rows[i]);
        pointers[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        outcomes[i] = &assignments[i];
    }
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(rows), outcomes, NULL, NULL),
                     PECADDR_OK);
    for (size_t i = 0; i < N_OF(rows); i++)
        ck_assert_msg(assignments[i].status == status[i], "%zu: %d", i, assignments[i].status);
    ck_assert_uint_eq(assignments[1].notes, PECADDR_NOTE_MOVED);
    pecaddr_registry_close(registry);
}
END_TEST

/* A slip would be on record, and be a transfer when it is mended: also where no rule has the province. */
START_TEST(an_entry_is_of_an_order_of_the_scheme)
{
    static const struct {
        const char *province;
        int status;
    } rows[] = {{"MX", PECADDR_E_PROVINCE},
                {"FO", PECADDR_E_PROVINCE},
                {"mc", PECADDR_OK},
                {"SU", PECADDR_OK}};
    static const char text[] =
        "name = other\ndomain = pec.example\nprovince = SU\nrule = {given}.{surname}\n"
        "rule = {given}.{surname}.{counter}\n";
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_scheme *scheme = NULL;

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &scheme, NULL), PECADDR_OK);
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct who who = {"Anna", "Neri", rows[i].province, 'A', (uint32_t)i + 1, NULL};
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_person person = person_from(&who);

        person.accepted = PECADDR_NOTES_REVIEW;
        ck_assert_int_eq(
            pecaddr_registry_assign(registry, scheme, &person, &assignment, NULL, NULL),
            PECADDR_OK);
        ck_assert_msg(assignment.status == rows[i].status, "%s: %d", rows[i].province,
                      assignment.status);
    }
    pecaddr_scheme_free(scheme);
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
                     ">reserved issue\n"
                     "reserved>active activate expires=: test\n"
                     "active>active leave left=: test\n"
                     "active>retired retire: test\n"
                     "retired>reserved claim expires=2029-12-31 left=2028-05-01\n");
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
        int call;
        struct who who;
        enum pecaddr_answer answer;
    } rows[] = {
        /* Anna moves away, and another takes her number. */
        {0, {"Anna", "Neri", "AN", 'B', 9, CF(1)}, PECADDR_HELD},
        {0, {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)}, PECADDR_CLAIMED},
        {0, {"Anna", "Neri", "MC", 'A', 5, NULL}, PECADDR_REFUSED},
        {0, {"Luca", "Verdi", "MC", 'A', 5, NULL}, PECADDR_HELD},
        /* Luca moves to where nobody is, and Anna comes back. */
        {1, {"Luca", "Verdi", "AN", 'A', 1, CF_OF("VRDLCU", 2)}, PECADDR_HELD},
        {1, {"Anna", "Neri", "MC", 'A', 5, CF(1)}, PECADDR_HELD},
        {1, {"Anna", "Neri", "MC", 'A', 5, CF(3)}, PECADDR_REFUSED},
        /* Somebody new without codice fiscale, who gains one, and a third who has it too. */
        {2, {"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_CLAIMED},
        {2, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 4)}, PECADDR_HELD},
        {2, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_REFUSED},
        {3, {"Ivo", "Sala", "MC", 'A', 7, CF_OF("SLAVIO", 4)}, PECADDR_HELD},
        {3, {"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_TAKEN},
        {3, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_TAKEN},
    };
    struct pecaddr_registry *registry = open_new();
    static struct question questions[N_OF(rows)];
    struct told told;

    anna_stands(registry);
    for (size_t i = 0, n; i < N_OF(rows); i += n) {
        struct pecaddr_query *queries[N_OF(rows)];

        for (n = 0; i + n < N_OF(rows) && rows[i + n].call == rows[i].call; n++) {
            make_question(&questions[i + n], &rows[i + n].who, 0);
            queries[n] = &questions[i + n].query;
        }
        ck_assert_msg(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, n) == PECADDR_OK, "%s",
                      pecaddr_registry_message(registry));
        for (size_t k = 0; k < n; k++)
            ck_assert_msg(queries[k]->answer == rows[i + k].answer, "%zu: %d %d", i + k,
                          (int)queries[k]->answer, queries[k]->failure);
    }
    ck_assert_str_eq(history(registry, anna_address, &told),
                     ">reserved issue\n"
                     "reserved>reserved claim entry=MCA5\n"
                     "reserved>reserved claim entry=ANB9\n");
    ck_assert_str_eq(history(registry, "ivo.sala@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>reserved claim holder=\n"
                     "reserved>reserved claim entry=MCA6\n");
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
        a_reason_tells_which_facts_differ,
        a_doubt_waits_until_its_very_notes_are_accepted,
        what_the_caller_doubts_waits_and_is_kept_as_what_the_core_doubts,
        a_namesake_waits_with_the_address_that_it_would_be,
        two_entries_of_one_codice_fiscale_in_one_call_are_no_transfer,
        two_entries_of_one_codice_fiscale_in_one_domain_are_no_transfer,
        a_return_to_the_entry_on_record_is_no_transfer,
        letters_of_a_name_come_on_record_with_it,
        an_entry_that_is_none_is_no_second_one,
        an_entry_is_of_an_order_of_the_scheme,
        a_retired_mailbox_comes_back_reserved_without_expiry_and_leaving,
        who_left_and_registers_again_has_the_active_mailbox_again,
        a_retired_mailbox_is_never_issued_to_anyone_else,
        who_left_and_whose_number_is_anothers_now_comes_back_on_another,
        the_entry_of_the_issue_stays_through_a_transfer,
        history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced,
        identity_within_one_call_is_as_if_one_after_the_other,
        a_call_of_thousands_gives_each_person_an_address,
    };
    TCase *tcase = registry_case("identity");
    Suite *suite = suite_create("identity");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, who_asks_is_known_by_the_rules_of_identity, N_OF(identities), 0);
    add_rows(tcase, who_is_refused_is_told_who_holds_what, N_OF(identities), 1);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
