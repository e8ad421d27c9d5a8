/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: what each answer makes of a walk. */
#include "core/walk-fixture.h"

/* Each answer at each level, in each mode. */

static const char *const addresses[] = {"ada.rossi@ingpec.eu", "ada.rossi.mc@ingpec.eu",
                                        "ada.rossi.mc.a1234@ingpec.eu"};

static const struct {
    const char *what;
    enum pecaddr_mode mode;
    int answer;
    int status;
} answers[] = {
    {"free, checking", PECADDR_CHECK, PECADDR_FREE, PECADDR_OK},
    {"held, checking", PECADDR_CHECK, PECADDR_HELD, PECADDR_OK},
    {"claimed, claiming", PECADDR_CLAIM, PECADDR_CLAIMED, PECADDR_OK},
    {"held, claiming", PECADDR_CLAIM, PECADDR_HELD, PECADDR_OK},
    {"claimed, checking", PECADDR_CHECK, PECADDR_CLAIMED, PECADDR_E_UNAVAILABLE},
    {"free, claiming", PECADDR_CLAIM, PECADDR_FREE, PECADDR_E_UNAVAILABLE},
    {"failed, checking", PECADDR_CHECK, PECADDR_FAILED, PECADDR_E_UNAVAILABLE},
    {"failed, claiming", PECADDR_CLAIM, PECADDR_FAILED, PECADDR_E_UNAVAILABLE},
    {"unanswered, checking", PECADDR_CHECK, PECADDR_UNANSWERED, PECADDR_E_UNAVAILABLE},
    {"unanswered, claiming", PECADDR_CLAIM, PECADDR_UNANSWERED, PECADDR_E_UNAVAILABLE},
    {"reserved is no answer", PECADDR_CHECK, PECADDR_RESERVED, PECADDR_E_UNAVAILABLE},
    {"reserved is no answer", PECADDR_CLAIM, PECADDR_RESERVED, PECADDR_E_UNAVAILABLE},
    {"8", PECADDR_CHECK, 8, PECADDR_E_UNAVAILABLE},
    {"8", PECADDR_CLAIM, 8, PECADDR_E_UNAVAILABLE},
    {"255", PECADDR_CLAIM, 255, PECADDR_E_UNAVAILABLE},
    {"-1", PECADDR_CHECK, -1, PECADDR_E_UNAVAILABLE},
    {"-1", PECADDR_CLAIM, -1, PECADDR_E_UNAVAILABLE},
    {"the highest integer", PECADDR_CLAIM, 0x7FFFFFFF, PECADDR_E_UNAVAILABLE},
};

/* Puts a number in the place of an answer, as a careless callback would. */
static void set_answer(int value)
{
    ck_assert_uint_eq(sizeof value, sizeof query.answer);
    memcpy(&query.answer, &value, sizeof value);
}

START_TEST(answer_ends_the_walk_as_its_mode_has_it)
{
    for (unsigned level = 0; level < 3; level++) {
        begin(answers[_i].mode);
        for (unsigned taken = 0; taken < level; taken++)
            answer(PECADDR_TAKEN);
        ask();
        ck_assert_str_eq(query.address, addresses[level]);
        set_answer(answers[_i].answer);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
        if (answers[_i].status == PECADDR_OK)
            expect_address(level, query.answer, addresses[level]);
        else
            expect_none(answers[_i].status);
        ck_assert_uint_eq(assignment.tried, level + 1);
        for (unsigned before = 0; before < level; before++)
            ck_assert_int_eq(pecaddr_assignment_answer(&assignment, before), PECADDR_TAKEN);
        if (answers[_i].status == PECADDR_OK)
            ck_assert_int_eq((int)pecaddr_assignment_answer(&assignment, level),
                             answers[_i].answer);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, level + 1), PECADDR_UNANSWERED);
    }
}
END_TEST

START_TEST(taken_leads_to_the_next_level_and_all_taken_is_exhausted)
{
    begin(_i == 0 ? PECADDR_CHECK : PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        ask();
        ck_assert_uint_eq(query.level, level);
        ck_assert_str_eq(query.address, addresses[level]);
        answer(PECADDR_TAKEN);
    }
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 3);
    for (unsigned level = 0; level < 3; level++)
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, level), PECADDR_TAKEN);
    ck_assert_int_eq(assignment.failure, 0);
}
END_TEST

/* What a callback did wrong is told; an honest failure is none of these. */
static const struct {
    const char *what;
    enum pecaddr_mode mode;
    int answer;
    const char *word; /* in the message */
} faults[] = {
    {"free, claiming", PECADDR_CLAIM, PECADDR_FREE, "PECADDR_FREE to a claim"},
    {"claimed, checking", PECADDR_CHECK, PECADDR_CLAIMED, "PECADDR_CLAIMED to a check"},
    {"unanswered, checking", PECADDR_CHECK, PECADDR_UNANSWERED, "unanswered"},
    {"unanswered, claiming", PECADDR_CLAIM, PECADDR_UNANSWERED, "unanswered"},
    {"reserved", PECADDR_CLAIM, PECADDR_RESERVED, "none: see enum pecaddr_answer"},
    {"9", PECADDR_CLAIM, 9, "none: see enum pecaddr_answer"},
    {"-1", PECADDR_CHECK, -1, "none: see enum pecaddr_answer"},
    {"elsewhere, nowhere", PECADDR_CLAIM, PECADDR_HELD_ELSEWHERE, "PECADDR_HELD_ELSEWHERE"},
    {"refused for nothing", PECADDR_CLAIM, PECADDR_REFUSED, "PECADDR_REFUSED"},
    {"failed", PECADDR_CLAIM, PECADDR_FAILED, "could not be established"},
};

START_TEST(message_says_what_the_callback_did_wrong)
{
    begin(faults[_i].mode);
    answer(PECADDR_TAKEN);
    ask();
    set_answer(faults[_i].answer);
    query.failure = 33;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    expect_none(PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(assignment.failure, 33);
    ck_assert_int_eq(assignment.answer, PECADDR_FAILED);
    ck_assert_msg(strstr(assignment.message, faults[_i].word) != NULL, "%s: %s", faults[_i].what,
                  assignment.message);
    ck_assert_msg((faults[_i].answer == PECADDR_FAILED) ==
                      (strcmp(assignment.message, pecaddr_strerror(PECADDR_E_UNAVAILABLE)) == 0),
                  "%s: %s", faults[_i].what, assignment.message);
}
END_TEST

/* Refused. */

START_TEST(refused_for_a_reason_of_the_persons_is_the_status)
{
    for (int failure = -30; failure <= 5; failure++) {
        bool reason = failure <= PECADDR_E_ENCODING && failure >= PECADDR_E_REVIEW;

        begin(failure % 2 ? PECADDR_CHECK : PECADDR_CLAIM);
        answer(PECADDR_TAKEN);
        ask();
        query.answer = PECADDR_REFUSED;
        query.failure = failure;
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
        expect_none(reason ? failure : PECADDR_E_UNAVAILABLE);
        ck_assert_int_eq(assignment.answer, reason ? PECADDR_REFUSED : PECADDR_FAILED);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), assignment.answer);
        ck_assert_int_eq(assignment.failure, reason ? 0 : failure);
        ck_assert_int_eq(assignment.field, PECADDR_FIELD_NONE);
        ck_assert_uint_eq(assignment.offset, 0);
        ck_assert_uint_eq(assignment.tried, 2);
        if (reason)
            ck_assert_str_eq(assignment.message, pecaddr_strerror(failure));
    }
}
END_TEST

/* Notes that the callback adds. */

static void answer_noting(enum pecaddr_answer value, uint32_t notes)
{
    ask();
    query.answer = value;
    query.added_notes = notes;
    query.failure = PECADDR_E_HOLDER;
    strcpy(query.held, "ada.bianchi@ingpec.eu");
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

START_TEST(notes_of_all_answers_are_added_to_those_of_the_name)
{
    static const enum pecaddr_answer last[] = {PECADDR_CLAIMED,        PECADDR_HELD,
                                               PECADDR_HELD_ELSEWHERE, PECADDR_REFUSED,
                                               PECADDR_FAILED,         PECADDR_TAKEN};

    for (size_t i = 0; i < N_OF(last); i++) {
        person = person_of(text("Ing. Ada"), text("Rossi"));
        begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
        answer_noting(PECADDR_TAKEN, PECADDR_NOTE_NAMESAKE);
        ask();
        ck_assert_uint_eq(query.notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_NAMESAKE);
        ck_assert_uint_eq(query.added_notes, 0);
        answer_noting(PECADDR_TAKEN, 0);
        answer_noting(last[i], PECADDR_NOTE_MOVED | PECADDR_NOTE_RENAMED);
        finish();
        ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_NAMESAKE |
                                                PECADDR_NOTE_MOVED | PECADDR_NOTE_RENAMED);
    }
}
END_TEST

START_TEST(note_that_is_none_makes_any_answer_failed)
{
    static const enum pecaddr_answer values[] = {PECADDR_CLAIMED, PECADDR_TAKEN,
                                                 PECADDR_HELD,    PECADDR_HELD_ELSEWHERE,
                                                 PECADDR_REFUSED, PECADDR_FAILED};

    for (unsigned bit = 0; bit < 32; bit++) {
        uint32_t note = (uint32_t)1 << bit;
        bool known = pecaddr_note_name(note) != NULL;

        for (size_t i = 0; i < N_OF(values); i++) {
            begin(PECADDR_CLAIM);
            answer_noting(values[i], note | PECADDR_NOTE_DOUBT);
            if (known && values[i] == PECADDR_TAKEN)
                continue;
            finish();
            ck_assert_uint_eq(assignment.notes, known ? note | PECADDR_NOTE_DOUBT : 0);
            if (known)
                continue;
            ck_assert_int_eq(assignment.status, PECADDR_E_UNAVAILABLE);
            ck_assert_str_eq(assignment.address, "");
            ck_assert_ptr_nonnull(strstr(assignment.message, "added_notes"));
        }
    }
}
END_TEST

START_TEST(failure_reaches_the_result_unchanged)
{
    static const int failures[] = {-1, 1, 42, -2147483647 - 1, 2147483647};

    for (size_t i = 0; i < N_OF(failures); i++) {
        begin(PECADDR_CLAIM);
        answer(PECADDR_TAKEN);
        ask();
        query.answer = PECADDR_FAILED;
        query.failure = failures[i];
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
        expect_none(PECADDR_E_UNAVAILABLE);
        ck_assert_int_eq(assignment.failure, failures[i]);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_FAILED);
    }
}
END_TEST

/* Held elsewhere. */

static const struct {
    const char *what;
    const char *held;
    const char *address;
    unsigned level;
} elsewhere[] = {
    {"the candidate that is asked for", "ada.rossi@ingpec.eu", "ada.rossi@ingpec.eu", 0},
    {"a later candidate", "ada.rossi.mc@ingpec.eu", "ada.rossi.mc@ingpec.eu", 1},
    {"the last candidate", "ada.rossi.mc.a1234@ingpec.eu", "ada.rossi.mc.a1234@ingpec.eu", 2},
    {"upper case", "ADA.ROSSI.MC.A1234@INGPEC.EU", "ada.rossi.mc.a1234@ingpec.eu", 2},
    {"another name", "ada.bianchi@ingpec.eu", "ada.bianchi@ingpec.eu", PECADDR_LEVEL_NONE},
    {"another name in upper case", "Ada.BIANCHI.an@IngPec.EU", "ada.bianchi.an@ingpec.eu",
     PECADDR_LEVEL_NONE},
    {"another Order", "ada.rossi.an@ingpec.eu", "ada.rossi.an@ingpec.eu", PECADDR_LEVEL_NONE},
    {"another entry", "ada.rossi.mc.b1@ingpec.eu", "ada.rossi.mc.b1@ingpec.eu", PECADDR_LEVEL_NONE},
    {"of no rule", "a-r_2@ingpec.eu", "a-r_2@ingpec.eu", PECADDR_LEVEL_NONE},
};

START_TEST(held_elsewhere_ends_with_the_mailbox_that_the_person_has)
{
    for (int mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
        begin(mode == PECADDR_CHECK ? PECADDR_CHECK : PECADDR_CLAIM);
        answer_elsewhere(elsewhere[_i].held);
        expect_address(elsewhere[_i].level, PECADDR_HELD_ELSEWHERE, elsewhere[_i].address);
        ck_assert_uint_eq(assignment.tried, 1);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_HELD_ELSEWHERE);
    }
}
END_TEST

START_TEST(held_elsewhere_may_be_a_lower_level_than_the_one_asked)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    answer(PECADDR_TAKEN);
    answer_elsewhere("ada.rossi.mc@ingpec.eu");
    expect_address(1, PECADDR_HELD_ELSEWHERE, "ada.rossi.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 3);
}
END_TEST

static const struct {
    const char *what;
    const char *held;
} unfounded[] = {
    {"empty", ""},
    {"of another domain", "ada.rossi@example.org"},
    {"of a longer domain", "ada.rossi@ingpec.eu.example.org"},
    {"of a domain that ends alike", "ada.rossi@xingpec.eu"},
    {"of a subdomain", "ada.rossi@a.ingpec.eu"},
    {"a shorter domain", "ada.rossi@ingpec.e"},
    {"without domain", "ada.rossi"},
    {"without local part", "@ingpec.eu"},
    {"two @", "ada@rossi@ingpec.eu"},
    {"a dot first", ".ada@ingpec.eu"},
    {"a dot last", "ada.@ingpec.eu"},
    {"two dots", "ada..rossi@ingpec.eu"},
    {"a dot alone", ".@ingpec.eu"},
    {"a letter beyond ASCII", "nicol\u00F2@ingpec.eu"},
    {"a line break", "ada\n.rossi@ingpec.eu"},
    {"a line break at the end", "ada.rossi@ingpec.eu\n"},
    {"a space", "ada rossi@ingpec.eu"},
    {"in quotes", "\"ada rossi\"@ingpec.eu"},
    {"with a name", "Ada <ada.rossi@ingpec.eu>"},
};

START_TEST(held_elsewhere_without_an_address_of_the_domain_is_unavailable)
{
    begin(PECADDR_CLAIM);
    answer_elsewhere(unfounded[_i].held);
    expect_none(PECADDR_E_UNAVAILABLE);
}
END_TEST

START_TEST(held_elsewhere_without_nul_is_unavailable)
{
    begin(PECADDR_CLAIM);
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    memset(query.held, 'a', sizeof query.held);
    memcpy(query.held + sizeof query.held - 10, "@ingpec.eu", 10);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    expect_none(PECADDR_E_UNAVAILABLE);
}
END_TEST

START_TEST(held_elsewhere_has_a_local_part_of_64_octets_at_most)
{
    for (size_t size = 62; size <= 66; size++) {
        char held[PECADDR_ADDRESS_MAX + 1];

        memset(held, 'x', size);
        strcpy(held + size, "@ingpec.eu");
        begin(PECADDR_CLAIM);
        answer_elsewhere(held);
        if (size <= PECADDR_LOCAL_PART_MAX)
            expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, held);
        else
            expect_none(PECADDR_E_UNAVAILABLE);
    }
}
END_TEST

START_TEST(held_elsewhere_may_be_the_longest_address)
{
    char domain[PECADDR_ADDRESS_MAX - PECADDR_LOCAL_PART_MAX];
    char held[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    for (size_t i = 0; i < sizeof domain - 1; i++)
        domain[i] = i % 10 == 9 ? '.' : 'd';
    domain[sizeof domain - 1] = '\0';
    scheme.domain = domain;
    memset(held, 'x', PECADDR_LOCAL_PART_MAX);
    held[PECADDR_LOCAL_PART_MAX] = '@';
    strcpy(held + PECADDR_LOCAL_PART_MAX + 1, domain);
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(&scheme, PECADDR_CLAIM);
    answer_elsewhere(held);
    expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, held);
    ck_assert_uint_eq(assignment.address_size, PECADDR_ADDRESS_MAX);

    begin_with(&scheme, PECADDR_CLAIM);
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    memcpy(query.held, held, PECADDR_ADDRESS_MAX);
    query.held[PECADDR_ADDRESS_MAX] = 'x'; /* where its NUL should be */
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    expect_none(PECADDR_E_UNAVAILABLE);
}
END_TEST

/* RFC 5322 §3.2.3: letters and digits, in lower case as an answer has them, and these. */
START_TEST(held_elsewhere_is_of_the_characters_of_a_dot_atom)
{
    static const char atext[] = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.";

    for (int c = 1; c <= 255; c++) {
        char held[] = "a?b@ingpec.eu";
        char lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);

        held[1] = (char)c;
        begin(PECADDR_CLAIM);
        answer_elsewhere(held);
        finish();
        ck_assert_msg((assignment.status == PECADDR_OK) == (strchr(atext, lower) != NULL),
                      "0x%02X: %d", (unsigned)c, assignment.status);
    }
}
END_TEST

START_TEST(mailbox_that_the_scheme_reserves_has_no_level)
{
    unsigned level = 77;

    person = person_of(text("Ordine"), text("Macerata"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
    answer_elsewhere("ordine.macerata@ingpec.eu");
    expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, "ordine.macerata@ingpec.eu");
    ck_assert_int_eq(pecaddr_match(pecaddr_scheme_ingpec(), &person, text(assignment.address),
                                   &level, NULL, NULL),
                     PECADDR_NO_MATCH);
    ck_assert_uint_eq(level, 77);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk-answers");
    TCase *tc = tcase_create("walk-answers");

    ADD(tc, answer_ends_the_walk_as_its_mode_has_it, answers);
    tcase_add_loop_test(tc, taken_leads_to_the_next_level_and_all_taken_is_exhausted, 0, 2);
    ADD(tc, message_says_what_the_callback_did_wrong, faults);
    tcase_add_test(tc, refused_for_a_reason_of_the_persons_is_the_status);
    tcase_add_test(tc, notes_of_all_answers_are_added_to_those_of_the_name);
    tcase_add_test(tc, note_that_is_none_makes_any_answer_failed);
    tcase_add_test(tc, failure_reaches_the_result_unchanged);
    ADD(tc, held_elsewhere_ends_with_the_mailbox_that_the_person_has, elsewhere);
    tcase_add_test(tc, held_elsewhere_may_be_a_lower_level_than_the_one_asked);
    ADD(tc, held_elsewhere_without_an_address_of_the_domain_is_unavailable, unfounded);
    tcase_add_test(tc, held_elsewhere_without_nul_is_unavailable);
    tcase_add_test(tc, held_elsewhere_has_a_local_part_of_64_octets_at_most);
    tcase_add_test(tc, held_elsewhere_may_be_the_longest_address);
    tcase_add_test(tc, held_elsewhere_is_of_the_characters_of_a_dot_atom);
    tcase_add_test(tc, mailbox_that_the_scheme_reserves_has_no_level);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
