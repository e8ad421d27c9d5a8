/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is known, and as whom: the rules of identity of SPEC §5 for mailboxes with a past.
 */
#include "registry/past-fixture.h"

/* clang-format off */
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

int main(void)
{
    const TTest *const tests[] = {
        a_reason_tells_which_facts_differ,
        letters_of_a_name_come_on_record_with_it,
        an_entry_that_is_none_is_no_second_one,
        an_entry_is_of_an_order_of_the_scheme,
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
