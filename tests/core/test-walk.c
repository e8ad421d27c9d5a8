/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: the walk gives the next question and takes its answer. */
#include <stdbool.h>

#include "core/made-scheme.h"
#include "scheme.h"

static struct pecaddr_person person;
static struct pecaddr_walk walk;
static struct pecaddr_query query;
static struct pecaddr_assignment assignment;

static void begin_with(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode)
{
    walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    memset(&assignment, 0x5A, sizeof assignment);
    assignment.size = sizeof assignment;
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, mode, NULL), PECADDR_OK);
}

/* A walk of Ada Rossi, Macerata, A 1234. */
static void begin(enum pecaddr_mode mode)
{
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(pecaddr_scheme_ingpec(), mode);
}

static void ask(void)
{
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_OK);
}

static void answer(enum pecaddr_answer value)
{
    ask();
    query.answer = value;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

/* Answers once more what was asked, which must be in vain. */
static void answer_late(const struct pecaddr_query *asked)
{
    struct pecaddr_query late = *asked;

    late.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &late), PECADDR_E_STATE);
}

static void answer_elsewhere(const char *held)
{
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    strcpy(query.held, held);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

/* The walk has ended; its outcome is taken. */
static void finish(void)
{
    struct pecaddr_query untouched = {.size = sizeof untouched, .level = 77};

    ck_assert_int_eq(pecaddr_walk_next(&walk, &untouched), PECADDR_DONE);
    ck_assert_uint_eq(untouched.level, 77);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_OK);
    ck_assert_uint_eq(assignment.table_version, pecaddr_table_version());
    ck_assert_ptr_nonnull(assignment.message);
    ck_assert_uint_eq(strlen(assignment.address), assignment.address_size);
}

static void expect_address(unsigned level, enum pecaddr_answer value, const char *address)
{
    finish();
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_str_eq(assignment.address, address);
    ck_assert_uint_eq(assignment.level, level);
    ck_assert_int_eq(assignment.answer, value);
    ck_assert_int_eq(assignment.failure, 0);
}

static void expect_none(int status)
{
    finish();
    ck_assert_int_eq(assignment.status, status);
    ck_assert_str_eq(assignment.address, "");
    ck_assert_uint_eq(assignment.address_size, 0);
    ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
}

START_TEST(first_question_is_level_0)
{
    begin(PECADDR_CHECK);
    query.answer = PECADDR_FREE;
    query.failure = 5;
    query.added_notes = PECADDR_NOTE_MOVED;
    query.user = &person;
    strcpy(query.held, "old");
    ask();
    ck_assert_ptr_eq(query.person, &person);
    ck_assert_ptr_eq(query.scheme, pecaddr_scheme_ingpec());
    ck_assert_str_eq(query.address, "ada.rossi@ingpec.eu");
    ck_assert_uint_eq(query.address_size, strlen("ada.rossi@ingpec.eu"));
    ck_assert_uint_eq(query.level, 0);
    ck_assert_uint_eq(query.notes, 0);
    ck_assert_int_eq(query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(query.failure, 0);
    ck_assert_uint_eq(query.added_notes, 0);
    ck_assert_str_eq(query.held, "");
    ck_assert_uint_eq(query.size, sizeof query);
}
END_TEST

START_TEST(user_of_a_question_is_left_alone)
{
    begin(PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        query.user = &person + level;
        ask();
        ck_assert_ptr_eq(query.user, &person + level);
        answer(PECADDR_TAKEN);
    }
}
END_TEST

START_TEST(question_has_what_the_name_was_folded_to_in_the_memory_of_the_walk)
{
    const unsigned char *memory = (const unsigned char *)&walk;

    person = person_of(text("Ing. Jörg Otto"), text("D'Angelo"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        ask();
        ck_assert_uint_eq(query.folded->size, sizeof *query.folded);
        ck_assert_str_eq(query.folded->given, "joergotto");
        ck_assert_uint_eq(query.folded->given_size, strlen("joergotto"));
        ck_assert_uint_eq(query.folded->first_size, strlen("joerg"));
        ck_assert_str_eq(query.folded->surname, "dangelo");
        ck_assert_uint_eq(query.folded->surname_size, strlen("dangelo"));
        ck_assert_uint_eq(query.folded->notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT);
        ck_assert((const unsigned char *)query.folded > memory &&
                  (const unsigned char *)(query.folded + 1) <= memory + sizeof walk);
        answer(PECADDR_TAKEN);
    }
}
END_TEST

START_TEST(question_has_the_notes_of_the_name)
{
    person = person_of(text("Ing. Jörg"), text("Rossi in Neri"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CHECK);
    ask();
    ck_assert_uint_eq(query.notes,
                      PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT | PECADDR_NOTE_MARITAL);
    answer(PECADDR_FREE);
    finish();
    ck_assert_uint_eq(assignment.notes, query.notes);
}
END_TEST

START_TEST(asking_again_is_the_same_question)
{
    begin(PECADDR_CHECK);
    for (unsigned level = 0; level < 3; level++) {
        struct pecaddr_query again = PECADDR_QUERY_INIT;

        ask();
        ck_assert_int_eq(pecaddr_walk_next(&walk, &again), PECADDR_OK);
        ck_assert_uint_eq(query.level, level);
        ck_assert_uint_eq(again.level, level);
        ck_assert_str_eq(again.address, query.address);
        ck_assert_ptr_eq(again.person, query.person);
        again.answer = PECADDR_TAKEN;
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &again), PECADDR_OK);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    }
    expect_none(PECADDR_E_EXHAUSTED);
}
END_TEST

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

/* Reserved candidates. */

START_TEST(reserved_candidate_is_skipped_and_counts_as_taken)
{
    person = person_of(text("Ordine"), text("Macerata"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
    ask();
    ck_assert_uint_eq(query.level, 1);
    ck_assert_str_eq(query.address, "ordine.macerata.mc@ingpec.eu");
    ck_assert_ptr_nonnull(query.reserved);
    ck_assert_int_eq(query.reserved[0], 1);
    answer(PECADDR_CLAIMED);
    expect_address(1, PECADDR_CLAIMED, "ordine.macerata.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 2);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_RESERVED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_CLAIMED);
}
END_TEST

START_TEST(reserved_candidates_at_the_end_leave_the_walk_exhausted)
{
    static const char *const own[] = {"ada.rossi.mc", "ada.rossi.mc.*"};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.reserved = own;
    scheme.n_reserved = 2;
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(&scheme, PECADDR_CHECK);
    answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 3);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_TAKEN);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_RESERVED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 2), PECADDR_RESERVED);
    ck_assert_int_eq(assignment.answer, PECADDR_RESERVED);
}
END_TEST

START_TEST(walk_whose_candidates_are_all_reserved_asks_nothing)
{
    static const char *const own[] = {"ada.rossi", "ada.rossi.mc", "ada.rossi.mc.*"};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.reserved = own;
    scheme.n_reserved = 3;
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(&scheme, PECADDR_CHECK);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_RESERVED);
}
END_TEST

START_TEST(reserved_candidates_are_told_at_each_level)
{
    static const unsigned own[] = {1, 7, 8, 9, 15, 17, 24};
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 30\n"
        "reserved = ada.rossi.2\nreserved = ada.rossi.8\nreserved = ada.rossi.9\n"
        "reserved = ada.rossi.10\nreserved = ada.rossi.16\nreserved = ada.rossi.18\n"
        "reserved = ada.rossi.25");
    unsigned next = 0;

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    while (pecaddr_walk_next(&walk, &query) == PECADDR_OK)
        answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 30);
    for (unsigned level = 0; level < 30; level++) {
        bool reserved = next < N_OF(own) && own[next] == level;

        next += reserved;
        ck_assert_msg(pecaddr_assignment_answer(&assignment, level) ==
                          (reserved ? PECADDR_RESERVED : PECADDR_TAKEN),
                      "level %u", level);
    }
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 30), PECADDR_UNANSWERED);
}
END_TEST

START_TEST(counter_walks_to_its_limit)
{
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 12");

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    for (unsigned level = 0; level < 11; level++)
        answer(PECADDR_TAKEN);
    ask();
    ck_assert_str_eq(query.address, "ada.rossi.12@example.org");
    ck_assert_uint_eq(query.level, 11);
    answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 12);
}
END_TEST

START_TEST(mailbox_beyond_the_limit_of_a_counter_has_no_level)
{
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 4");

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    answer_elsewhere("ada.rossi.4@example.org");
    expect_address(3, PECADDR_HELD_ELSEWHERE, "ada.rossi.4@example.org");
    begin_with(scheme, PECADDR_CLAIM);
    answer_elsewhere("ada.rossi.5@example.org");
    expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, "ada.rossi.5@example.org");
}
END_TEST

/* Questions that are not open. */

START_TEST(answer_to_a_question_that_was_answered_is_refused)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    answer(PECADDR_CLAIMED);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    expect_address(1, PECADDR_CLAIMED, "ada.rossi.mc@ingpec.eu");
}
END_TEST

START_TEST(answer_to_the_question_of_another_walk_is_refused)
{
    struct pecaddr_walk other = PECADDR_WALK_INIT;
    struct pecaddr_query theirs = PECADDR_QUERY_INIT;
    struct pecaddr_person they = person_of(text("Ada"), text("Neri"));

    begin(PECADDR_CLAIM);
    ask();
    ck_assert_int_eq(pecaddr_walk_init(&other, pecaddr_scheme_ingpec(), &they, PECADDR_CLAIM, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&other, &theirs), PECADDR_OK);
    theirs.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &theirs), PECADDR_E_STATE);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
}
END_TEST

/* Another person's or another walk's question in the same memory. */

static const struct {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    struct pecaddr_text holder;
    char section;
    uint32_t number;
    enum pecaddr_mode mode;
} others[] = {
    {"given names", T("Anna"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"their end", T("Ade"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"surname", T("Ada"), T("Neri"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"its end", T("Ada"), T("Rosso"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"names of the same letters",
     T("Ad"),
     T("Arossi"),
     T("MC"),
     {NULL, 0},
     'A',
     1234,
     PECADDR_CLAIM},
    {"province", T("Ada"), T("Rossi"), T("AN"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"section", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'B', 1234, PECADDR_CLAIM},
    {"number", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1235, PECADDR_CLAIM},
    {"holder", T("Ada"), T("Rossi"), T("MC"), T("RSSDAA70A41E783W"), 'A', 1234, PECADDR_CLAIM},
    {"mode", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CHECK},
};

/* All of these come to ask for a.it, so that nothing but the mark tells their questions apart. */
START_TEST(late_answer_to_the_question_of_another_person_is_refused)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {initial}.it\nrule = {given}.{province}.{section}{number}");

    for (int zeroed = 0; zeroed <= 1; zeroed++) {
        struct pecaddr_person first = person_of(text("Ada"), text("Rossi"));
        struct pecaddr_query late;

        person = first;
        begin_with(scheme, PECADDR_CLAIM);
        ask();
        late = query;
        person = person_of(others[_i].given, others[_i].surname);
        person.province = others[_i].province;
        person.holder = others[_i].holder;
        person.section = others[_i].section;
        person.number = others[_i].number;
        if (zeroed)
            walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, others[_i].mode, NULL),
                         PECADDR_OK);
        ask();
        ck_assert_str_eq(query.address, "a.it@example.org");
        ck_assert_msg(query.mark != late.mark, "%s: the same mark", others[_i].what);
        answer_late(&late);
        ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
        answer(PECADDR_HELD);
        expect_address(0, PECADDR_HELD, "a.it@example.org");
    }
}
END_TEST

START_TEST(late_answer_to_an_earlier_walk_of_the_same_person_is_refused)
{
    struct pecaddr_query late[3];

    begin(PECADDR_CLAIM);
    for (size_t i = 0; i < N_OF(late); i++) {
        ask();
        late[i] = query;
        ck_assert_int_eq(
            pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
            PECADDR_OK);
        for (size_t k = 0; k <= i; k++)
            answer_late(&late[k]);
    }
    answer(PECADDR_CLAIMED);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
}
END_TEST

/* What lies on the stack must not come into a mark. */
static void soil_stack(int with)
{
    volatile unsigned char soil[8192];

    for (size_t i = 0; i < sizeof soil; i++)
        soil[i] = (unsigned char)with;
}

START_TEST(very_same_question_in_zeroed_memory_is_the_same)
{
    struct pecaddr_query first;

    soil_stack(0x55);
    begin(PECADDR_CLAIM);
    ask();
    first = query;
    soil_stack(0xAA);
    begin(PECADDR_CLAIM);
    first.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &first), PECADDR_OK);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
}
END_TEST

/* Ada Ada comes to ask for the same address at both levels. */
START_TEST(late_answer_to_another_level_with_the_same_address_is_refused)
{
    struct pecaddr_query late;

    person = person_of(text("Ada"), text("Ada"));
    begin_with(make_scheme("rule = {given}.{surname}\nrule = {surname}.{given}"), PECADDR_CLAIM);
    ask();
    late = query;
    answer(PECADDR_TAKEN);
    ask();
    ck_assert_str_eq(query.address, "ada.ada@example.org");
    ck_assert_uint_eq(query.level, 1);
    answer_late(&late);
}
END_TEST

START_TEST(late_answer_under_another_scheme_is_refused)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {given}.{surname}");
    struct pecaddr_scheme of_another_domain = *scheme;
    const struct pecaddr_scheme *next[] = {make_scheme("rule = {surname}.{given}"),
                                           &of_another_domain};

    of_another_domain.domain = "example.orx";
    person = person_of(text("Ada"), text("Rossi"));
    for (size_t i = 0; i < N_OF(next); i++) {
        struct pecaddr_query late;

        begin_with(scheme, PECADDR_CLAIM);
        ask();
        late = query;
        begin_with(next[i], PECADDR_CLAIM);
        ask();
        answer_late(&late);
    }
}
END_TEST

START_TEST(answer_whose_mark_was_changed_is_refused)
{
    begin(PECADDR_CLAIM);
    ask();
    query.mark++;
    answer_late(&query);
    ask();
    query.mark = 0;
    answer_late(&query);
}
END_TEST

START_TEST(answer_in_another_walk_of_the_same_person_is_refused)
{
    struct pecaddr_walk other = PECADDR_WALK_INIT;
    struct pecaddr_query theirs = PECADDR_QUERY_INIT;

    begin(PECADDR_CLAIM);
    ask();
    ck_assert_int_eq(
        pecaddr_walk_init(&other, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&other, &theirs), PECADDR_OK);
    answer_late(&theirs);
}
END_TEST

START_TEST(answer_before_any_question_is_refused)
{
    begin(PECADDR_CLAIM);
    query.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    ask();
    ck_assert_uint_eq(query.level, 0);
}
END_TEST

START_TEST(result_of_an_open_walk_is_refused)
{
    begin(PECADDR_CLAIM);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
    ck_assert_int_eq(assignment.status, 0x5A5A5A5A);
    ask();
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
    ck_assert_int_eq(assignment.status, 0x5A5A5A5A);
    answer(PECADDR_CLAIMED);
    finish();
}
END_TEST

/* Nothing is asked, answered or told. */
static void expect_no_walk(int without)
{
    struct pecaddr_query untouched = {.size = sizeof untouched, .level = 77};

    assignment = (struct pecaddr_assignment){.size = sizeof assignment, .status = 77};
    ck_assert_int_eq(pecaddr_walk_next(&walk, &untouched), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &untouched), without);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), without);
    ck_assert_uint_eq(untouched.level, 77);
    ck_assert_int_eq(assignment.status, 77);
}

START_TEST(zeroed_walk_is_no_walk)
{
    memset(&walk, 0, sizeof walk);
    expect_no_walk(PECADDR_E_ARGUMENT);
    walk.size = sizeof walk;
    expect_no_walk(PECADDR_E_STATE);
}
END_TEST

/* Why a walk may fail to begin. */
static const struct {
    const char *what;
    int status;
} failures[] = {
    {"the name", PECADDR_E_UNEXPECTED},   {"the entry", PECADDR_E_REGISTER},
    {"no scheme", PECADDR_E_ARGUMENT},    {"no person", PECADDR_E_ARGUMENT},
    {"no mode", PECADDR_E_ARGUMENT},      {"a person of no size", PECADDR_E_ARGUMENT},
    {"codice fiscale", PECADDR_E_HOLDER}, {"an error of no size", PECADDR_E_ARGUMENT},
};

static int fail_to_begin(int how)
{
    const struct pecaddr_scheme *scheme = how == 2 ? NULL : pecaddr_scheme_ingpec();
    int number = how == 4 ? 0 : (int)PECADDR_CLAIM;
    struct pecaddr_error error = {.size = how == 7 ? 1 : sizeof error};
    enum pecaddr_mode mode;

    memcpy(&mode, &number, sizeof mode);
    person = person_of(text("Luigi"), text(how == 0 ? "Ro1ssi" : "Rossi"));
    if (how == 1)
        person.number = 0;
    if (how == 5)
        person.size = 1;
    if (how == 6)
        person.holder = text("RSSDAA70A41E783X");
    return pecaddr_walk_init(&walk, scheme, how == 3 ? NULL : &person, mode, &error);
}

START_TEST(walk_that_could_not_begin_is_no_walk_whatever_it_was_before)
{
    for (int before = 0; before <= 2; before++) {
        begin(PECADDR_CLAIM);
        if (before == 0)
            walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        else
            ask();
        if (before == 2)
            answer(PECADDR_CLAIMED);
        ck_assert_msg(fail_to_begin(_i) == failures[_i].status, "%s", failures[_i].what);
        expect_no_walk(PECADDR_E_STATE);
        answer_late(&query);
        ck_assert_uint_eq(walk.size, sizeof walk);
        ck_assert_ptr_null(walk.person);
    }
}
END_TEST

START_TEST(late_answer_is_refused_also_when_a_walk_could_not_begin_in_between)
{
    struct pecaddr_query late;

    begin(PECADDR_CLAIM);
    ask();
    late = query;
    ck_assert_int_eq(fail_to_begin(_i), failures[_i].status);
    person = person_of(text("Ada"), text("Rossi"));
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    answer_late(&late);
}
END_TEST

START_TEST(walk_that_could_not_begin_says_why)
{
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    person = person_of(text("Ada"), text("Ro1ssi"));
    walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, &error),
        PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(error.offset, 2);
}
END_TEST

START_TEST(what_any_rule_needs_is_checked_before_the_first_question)
{
    static const struct {
        enum pecaddr_field field;
        int status;
    } rows[] = {
        {PECADDR_FIELD_PROVINCE, PECADDR_E_PROVINCE},
        {PECADDR_FIELD_SECTION, PECADDR_E_REGISTER},
        {PECADDR_FIELD_NUMBER, PECADDR_E_REGISTER},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_error error = PECADDR_ERROR_INIT;

        person = person_of(text("Ada"), text("Rossi"));
        if (rows[i].field == PECADDR_FIELD_PROVINCE)
            person.province = text("XX");
        else if (rows[i].field == PECADDR_FIELD_SECTION)
            person.section = 'C';
        else
            person.number = 0;
        walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        ck_assert_int_eq(
            pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CHECK, &error),
            rows[i].status);
        ck_assert_int_eq(error.code, rows[i].status);
        ck_assert_int_eq(error.field, rows[i].field);
    }
}
END_TEST

START_TEST(mode_is_check_or_claim)
{
    static const int modes[] = {0, 3, -1, 255};

    person = person_of(text("Ada"), text("Rossi"));
    for (size_t i = 0; i < N_OF(modes); i++) {
        enum pecaddr_mode mode;

        memcpy(&mode, &modes[i], sizeof mode);
        walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        ck_assert_int_eq(pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, mode, NULL),
                         PECADDR_E_ARGUMENT);
    }
}
END_TEST

START_TEST(walk_may_begin_anew_in_the_same_place)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    answer(PECADDR_FAILED);
    expect_none(PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    answer(PECADDR_CLAIMED);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *tc = tcase_create("questions");

    tcase_add_test(tc, first_question_is_level_0);
    tcase_add_test(tc, question_has_the_notes_of_the_name);
    tcase_add_test(tc, user_of_a_question_is_left_alone);
    tcase_add_test(tc, question_has_what_the_name_was_folded_to_in_the_memory_of_the_walk);
    tcase_add_test(tc, asking_again_is_the_same_question);
    tcase_add_test(tc, what_any_rule_needs_is_checked_before_the_first_question);
    tcase_add_test(tc, mode_is_check_or_claim);
    suite_add_tcase(suite, tc);

    tc = tcase_create("answers");
    ADD(tc, answer_ends_the_walk_as_its_mode_has_it, answers);
    tcase_add_loop_test(tc, taken_leads_to_the_next_level_and_all_taken_is_exhausted, 0, 2);
    tcase_add_test(tc, failure_reaches_the_result_unchanged);
    ADD(tc, message_says_what_the_callback_did_wrong, faults);
    tcase_add_test(tc, refused_for_a_reason_of_the_persons_is_the_status);
    tcase_add_test(tc, notes_of_all_answers_are_added_to_those_of_the_name);
    tcase_add_test(tc, note_that_is_none_makes_any_answer_failed);
    ADD(tc, held_elsewhere_ends_with_the_mailbox_that_the_person_has, elsewhere);
    tcase_add_test(tc, held_elsewhere_may_be_a_lower_level_than_the_one_asked);
    ADD(tc, held_elsewhere_without_an_address_of_the_domain_is_unavailable, unfounded);
    tcase_add_test(tc, held_elsewhere_without_nul_is_unavailable);
    tcase_add_test(tc, held_elsewhere_has_a_local_part_of_64_octets_at_most);
    tcase_add_test(tc, held_elsewhere_may_be_the_longest_address);
    tcase_add_test(tc, held_elsewhere_is_of_the_characters_of_a_dot_atom);
    tcase_add_test(tc, mailbox_that_the_scheme_reserves_has_no_level);
    suite_add_tcase(suite, tc);

    tc = tcase_create("reserved");
    tcase_add_test(tc, reserved_candidate_is_skipped_and_counts_as_taken);
    tcase_add_test(tc, reserved_candidates_at_the_end_leave_the_walk_exhausted);
    tcase_add_test(tc, walk_whose_candidates_are_all_reserved_asks_nothing);
    tcase_add_test(tc, reserved_candidates_are_told_at_each_level);
    tcase_add_test(tc, counter_walks_to_its_limit);
    tcase_add_test(tc, mailbox_beyond_the_limit_of_a_counter_has_no_level);
    suite_add_tcase(suite, tc);

    tc = tcase_create("state");
    tcase_add_test(tc, answer_to_a_question_that_was_answered_is_refused);
    tcase_add_test(tc, answer_to_the_question_of_another_walk_is_refused);
    ADD(tc, late_answer_to_the_question_of_another_person_is_refused, others);
    tcase_add_test(tc, late_answer_to_an_earlier_walk_of_the_same_person_is_refused);
    tcase_add_test(tc, very_same_question_in_zeroed_memory_is_the_same);
    tcase_add_test(tc, late_answer_to_another_level_with_the_same_address_is_refused);
    tcase_add_test(tc, late_answer_under_another_scheme_is_refused);
    tcase_add_test(tc, answer_whose_mark_was_changed_is_refused);
    tcase_add_test(tc, answer_in_another_walk_of_the_same_person_is_refused);
    tcase_add_test(tc, answer_before_any_question_is_refused);
    tcase_add_test(tc, result_of_an_open_walk_is_refused);
    tcase_add_test(tc, zeroed_walk_is_no_walk);
    ADD(tc, walk_that_could_not_begin_is_no_walk_whatever_it_was_before, failures);
    ADD(tc, late_answer_is_refused_also_when_a_walk_could_not_begin_in_between, failures);
    tcase_add_test(tc, walk_that_could_not_begin_says_why);
    tcase_add_test(tc, walk_may_begin_anew_in_the_same_place);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
