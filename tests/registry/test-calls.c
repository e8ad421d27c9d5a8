/* SPDX-License-Identifier: BSD-3-Clause */
/* What a call leaves behind: of one that failed nothing, of one that asked outside what it heard. */
#include "registry/registry-fixture.h"

#include <malloc.h>

/* Questions. */

static int ask_three(struct pecaddr_registry *registry, struct question questions[3])
{
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query,
                                             &questions[2].query};

    return pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 3);
}

static bool is_unanswered(const struct question *question)
{
    return question->query.answer == PECADDR_UNANSWERED && question->query.failure == 0 &&
           question->query.held[0] == '\0';
}

START_TEST(a_question_has_no_answer_when_its_call_fails)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who without_entry = {"Ugo", "Riva", "Macerata", 'A', 6, NULL};
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 8, NULL};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question questions[3];

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    forbid_addresses(folder.file, "luca%");
    registry = open_uri(folder.uri);
    make_question(&questions[0], &anna, 1);
    make_question(&questions[1], &without_entry, 0);
    make_question(&questions[2], &luca, 0);
    ck_assert_int_eq(ask_three(registry, questions), PECADDR_E_STORAGE);
    for (size_t i = 0; i < 3; i++)
        ck_assert_msg(is_unanswered(&questions[i]), "%zu", i);
    /* Where the call does not fail all three have one. */
    pecaddr_registry_close(registry);
    allow_addresses(folder.file);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(ask_three(registry, questions), PECADDR_OK);
    ck_assert_int_eq(questions[0].query.answer, PECADDR_HELD_ELSEWHERE);
    ck_assert_str_eq(questions[0].query.held, "anna.neri@ingpec.eu");
    ck_assert_int_eq(questions[1].query.failure, PECADDR_E_PROVINCE);
    ck_assert_int_eq(questions[2].query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_question_that_was_answered_before_is_answered_anew)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    struct pecaddr_registry *registry = open_new();
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};

    make_question(&question, &anna, 0);
    question.query.answer = PECADDR_HELD_ELSEWHERE;
    question.query.failure = PECADDR_E_HOLDER;
    strcpy(question.query.held, "ugo.riva@ingpec.eu");
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_FREE);
    ck_assert_int_eq(question.query.failure, 0);
    ck_assert_str_eq(question.query.held, "");
    pecaddr_registry_close(registry);
}
END_TEST

/* Sources. */

/* One that says of each address what this says of the one that begins with `a`, `p`, or else. */
#define COMMAND                                                                                    \
    "exec:while read a; do case $a in anna*) echo \"$a absent\";; paola*) echo \"$a present\";; "  \
    "*) echo \"$a failed\";; esac; done"

START_TEST(a_check_says_what_was_heard_outside_of_each)
{
    static const struct {
        const char *given;
        enum pecaddr_answer answer;
        int failure;
    } cases[] = {
        {"Anna", PECADDR_FREE, 0},
        {"Paola", PECADDR_TAKEN, 0},
        {"Ugo", PECADDR_FAILED, PECADDR_E_UNAVAILABLE},
        {"Luca", PECADDR_TAKEN, 0}, /* on record; nobody asks outside */
    };
    struct pecaddr_registry *registry = open_new();
    struct question questions[N_OF(cases)];
    struct pecaddr_query *queries[N_OF(cases)];

    ck_assert_int_eq(claim(registry, &(struct who){"Luca", "Neri", "AN", 'A', 9, NULL}, 0),
                     PECADDR_CLAIMED);
    STEP(pecaddr_registry_add_source(registry, COMMAND, &step_error));
    for (size_t i = 0; i < N_OF(cases); i++) {
        const struct who who = {cases[i].given, "Neri", "MC", 'A', (uint32_t)i + 1, NULL};

        make_question(&questions[i], &who, 0);
        queries[i] = &questions[i].query;
        queries[i]->failure = PECADDR_E_HOLDER;
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, N_OF(cases)),
                     PECADDR_OK);
    for (size_t i = 0; i < N_OF(cases); i++) {
        ck_assert_msg(queries[i]->answer == cases[i].answer, "%s: %d", cases[i].given,
                      queries[i]->answer);
        ck_assert_msg(queries[i]->failure == cases[i].failure, "%s: %d", cases[i].given,
                      queries[i]->failure);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(each_of_many_sources_is_heard)
{
    enum { MANY = 9 };
    struct pecaddr_registry *registry = open_new();
    char paths[MANY][64];

    for (unsigned i = 0; i < MANY; i++) {
        char list[64], uri[80];

        snprintf(list, sizeof list, "anna.neri.mc.a%u@ingpec.eu\n", i + 1);
        snprintf(paths[i], sizeof paths[i], "%s/pecaddr-list-%ld-%u", parent_folder(),
                 (long)getpid(), i);
        write_file(paths[i], list, strlen(list));
        snprintf(uri, sizeof uri, "file:%s", paths[i]);
        STEP(pecaddr_registry_add_source(registry, uri, &step_error));
    }
    for (unsigned i = 0; i <= MANY; i++) {
        const struct who anna = {"Anna", "Neri", "MC", 'A', i + 1, NULL};

        ck_assert_int_eq(check(registry, &anna, 2), i < MANY ? PECADDR_TAKEN : PECADDR_FREE);
    }
    for (unsigned i = 0; i < MANY; i++)
        ck_assert_int_eq(unlink(paths[i]), 0);
    pecaddr_registry_close(registry);
}
END_TEST

/* Memory. */

/* Sanitizers count by themselves, and say that nothing is in use. */
static size_t memory_in_use(void)
{
    return mallinfo2().uordblks;
}

START_TEST(a_uri_that_is_refused_leaves_no_memory_behind)
{
    static const char *const forms[] = {"sqlite:%s%%0", "sqlite:%s?timeout",
                                        "sqlite:%s?timeout=%%0", "sqlite:%s?a=1", "%s:a%%"};
    static char path[100001], uri[100100];

    memset(path, 'a', sizeof path - 1);
    for (size_t i = 0; i < N_OF(forms); i++) {
        size_t before = memory_in_use();

        snprintf(uri, sizeof uri, forms[i], path);
        for (int round = 0; round < 20; round++) {
            struct pecaddr_registry *registry = NULL;

            ck_assert_int_eq(pecaddr_registry_open(uri, &registry, NULL), PECADDR_E_ARGUMENT);
            ck_assert_int_eq(pecaddr_registry_init(uri, NULL), PECADDR_E_ARGUMENT);
        }
        ck_assert_msg(memory_in_use() < before + sizeof path, "%s", forms[i]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_question_has_no_answer_when_its_call_fails,
        a_question_that_was_answered_before_is_answered_anew,
        a_check_says_what_was_heard_outside_of_each,
        each_of_many_sources_is_heard,
        a_uri_that_is_refused_leaves_no_memory_behind,
    };

    return run_long_suite("calls", tests, N_OF(tests));
}
