/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls: what is answered, what is no call, and what is left behind, of one that failed nothing, of one
 * that asked outside what it heard.
 */
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
    char uris[MANY][80];

    for (unsigned i = 0; i < MANY; i++) {
        char list[64];

        snprintf(list, sizeof list, "anna.neri.mc.a%u@ingpec.eu\n", i + 1);
        snprintf(uris[i], sizeof uris[i], "file:%s/pecaddr-list-%ld-%u", parent_folder(),
                 (long)getpid(), i);
        write_file(uris[i] + strlen("file:"), list, strlen(list));
        STEP(pecaddr_registry_add_source(registry, uris[i], &step_error));
    }
    for (unsigned i = 0; i <= MANY; i++) {
        const struct who anna = {"Anna", "Neri", "MC", 'A', i + 1, NULL};

        ck_assert_int_eq(check(registry, &anna, 2), i < MANY ? PECADDR_TAKEN : PECADDR_FREE);
    }
    for (unsigned i = 0; i < MANY; i++)
        ck_assert_int_eq(unlink(uris[i] + strlen("file:")), 0);
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

/* Answers, and arguments. */

START_TEST(questions_are_answered_as_if_one_after_the_other)
{
    const struct who persons[] = {
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
        {"Mario", "Rossi", "AN", 'A', 2, NULL},
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 2)},
        {"Luca", "Verdi", "MC", 'A', 1, CF_OF("VRDLCU", 3)},
        {"Luca", "Verdi", "AN", 'A', 2, CF_OF("VRDLCU", 4)},
        {"Luca", "Verdi", "", 'A', 3, CF_OF("VRDLCU", 4)},
    };
    static const enum pecaddr_answer expected[] = {
        PECADDR_CLAIMED, PECADDR_TAKEN,   PECADDR_HELD,    PECADDR_REFUSED,
        PECADDR_REFUSED, PECADDR_CLAIMED, PECADDR_REFUSED,
    };
    struct pecaddr_registry *registry = open_new();
    struct question questions[N_OF(persons)];
    struct pecaddr_query *queries[N_OF(persons)];

    for (size_t i = 0; i < N_OF(persons); i++) {
        make_question(&questions[i], &persons[i], 0);
        queries[i] = &questions[i].query;
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, N_OF(persons)), 0);
    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_msg(queries[i]->answer == expected[i], "%zu: %d", i, (int)queries[i]->answer);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_question_that_is_none_fails_the_call)
{
    struct pecaddr_registry *registry = open_new();
    struct question good, bad;
    struct pecaddr_query *queries[] = {&good.query, &bad.query};
    struct {
        struct pecaddr_query query;
        char tail;
    } longer;

    make_question(&good, &mario, 0);
#define REFUSED(change)                                                                            \
    do {                                                                                           \
        make_question(&bad, &mario, 1);                                                            \
        change;                                                                                    \
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2),                \
                         PECADDR_E_ARGUMENT);                                                      \
        ck_assert_str_ne(pecaddr_registry_message(registry), "");                                  \
        ck_assert_int_eq(good.query.answer, PECADDR_UNANSWERED);                                   \
    } while (0)
    REFUSED(bad.query.size--);
    REFUSED(bad.query.size += PECADDR_GROWTH_MAX + 1);
    REFUSED(bad.person.size += PECADDR_GROWTH_MAX + 1);
    REFUSED(bad.query.person = NULL);
    REFUSED(bad.person.size = 0);
    REFUSED(bad.query.scheme = NULL);
    REFUSED(bad.query.address = NULL);
    REFUSED(bad.query.address_size--);
    REFUSED(bad.address[0] = 'M');
    REFUSED(bad.address[bad.query.address_size - 1] = 'x');
    REFUSED(bad.query.level = PECADDR_LEVELS_MAX);
    REFUSED(bad.person.given.data = NULL);
    REFUSED(bad.person.holder.size = 16);
    REFUSED(queries[1] = NULL);
#undef REFUSED
    /* A longer struct of a later version, as long as it says nothing new. */
    memset(&longer, 0, sizeof longer);
    make_question(&bad, &mario, 1);
    longer.query = bad.query;
    longer.query.size = sizeof longer;
    queries[1] = &longer.query;
    longer.tail = 1;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 2), PECADDR_E_ARGUMENT);
    longer.tail = 0;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 2), 0);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");

    ck_assert_int_eq(pecaddr_registry_ask(registry, (enum pecaddr_mode)0, queries, 2),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, (enum pecaddr_mode)3, queries, 2),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, NULL, 2), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, NULL, 0), 0);
    ck_assert_int_eq(pecaddr_registry_ask(NULL, PECADDR_CHECK, queries, 2), PECADDR_E_ARGUMENT);
    ck_assert_str_eq(pecaddr_registry_message(NULL), "");
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(no_claim_stands_when_the_call_fails)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who moved = {"Mario", "Rossi", "AN", 'A', 2, CF_OF("RSSMRA", 2)};
    const struct who first = {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 2)};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question questions[3];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query,
                                             &questions[2].query};

    ck_assert_int_eq(claim(registry, &first, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    /* A registry in which one mailbox cannot be issued, for a reason of its database. */
    forbid_addresses(folder.file, "luca%");
    registry = open_uri(folder.uri);
    make_question(&questions[0], &anna, 0);
    make_question(&questions[1], &moved, 1);
    make_question(&questions[2], &(struct who){"Luca", "Verdi", "MC", 'A', 8, NULL}, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 3), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "strange"));
    if (on_postgres())
        ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "postgresql:"));
    else
        ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), folder.file));
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(queries[i]->answer, PECADDR_UNANSWERED);
        ck_assert_str_eq(queries[i]->held, "");
    }
    ck_assert_uint_eq(count_events(registry), 1);
    /* And the handle goes on. */
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_HELD_ELSEWHERE);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_file_that_another_program_keeps_busy_is_an_error_that_says_so)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct pecaddr_registry_error error = {.size = sizeof error};
    char uri[POSTGRES_URI_MAX + 16];
    sqlite3 *db;

    pecaddr_registry_close(make_registry(&folder));
    snprintf(uri, sizeof uri, "%s?timeout=0", folder.uri);
    registry = open_uri(uri);
    ck_assert_int_eq(sqlite3_open(folder.file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    make_question(&question, &mario, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "another program"));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(release_mailbox(registry, "a@b.it", "x", &error), PECADDR_E_STORAGE);
    /* Readers do not wait for writers. */
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_entry_used_again_is_another_holder_also_where_rules_use_an_initial)
{
    static const char text[] = "name = x\ndomain = pec.example\nrule = {initial}.{surname}\n"
                               "rule = {given}.{surname}\n";
    static const char *const names[] = {"Mario", "Marco"};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_scheme *scheme = NULL;

    ck_assert_int_eq(
        pecaddr_scheme_parse((struct pecaddr_text){text, sizeof text - 1}, NULL, &scheme, NULL),
        PECADDR_OK);
    for (size_t i = 0; i < N_OF(names); i++) {
        struct pecaddr_query *queries[1];
        struct question question;

        make_question(&question, &mario, 0);
        question.person.given = text_of(names[i]);
        question.query.scheme = scheme;
        strcpy(question.address, "m.rossi@pec.example");
        question.query.address_size = strlen(question.address);
        queries[0] = &question.query;
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
        ck_assert_int_eq(question.query.answer, i == 0 ? PECADDR_CLAIMED : PECADDR_REFUSED);
        ck_assert_int_eq(question.query.failure, i == 0 ? 0 : PECADDR_E_HOLDER);
    }
    pecaddr_registry_close(registry);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(a_uri_that_names_no_registry_is_refused)
{
    static const char *const uris[] = {
        "",
        "registry",
        "sqlite:",
        "sqlite://host/registry",
        "sqlite:a%",
        "sqlite:a%00b",
        "sqlite:a?mode=rw",
        "sqlite:a?timeout=",
        "sqlite:a?timeout=-1",
        "sqlite:a?timeout=3601000",
        "sqlite:a?timeout=1&timeout=2",
        "sqlite3:a",
        "SQLITE:a",
        "memory:a",
        "memory:?timeout=1",
        "file:a",
        "postgres:a",
        "sqlite:a?1=1&2=2&3=3&4=4&5=5",
    };

    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;

        ck_assert_msg(pecaddr_registry_open(uris[i], &registry, &error) == PECADDR_E_ARGUMENT, "%s",
                      uris[i]);
        ck_assert_ptr_null(registry);
        ck_assert_int_eq(error.code, PECADDR_E_ARGUMENT);
        ck_assert_str_ne(error.message, "");
        ck_assert_msg(pecaddr_registry_init(uris[i], &error) == PECADDR_E_ARGUMENT, "%s", uris[i]);
    }
}
END_TEST

START_TEST(arguments_that_must_be_there_are_missed)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry_error small = {.size = sizeof small - 1};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    int result;

    ck_assert_int_eq(pecaddr_registry_open(NULL, &preview, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_open("memory:", NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_open("memory:", &preview, &small), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_init(NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_init("memory:", &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "sqlite:PATH"));
    ck_assert_int_eq(pecaddr_registry_preview(NULL, &preview, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_import(registry, NULL, 1, 0, &result, NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_import(registry, NULL, 0, 0, NULL, NULL, &error), PECADDR_OK);
    ck_assert_int_eq(release_mailbox(NULL, "a@b.it", "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, &error), PECADDR_OK);
    ck_assert_int_eq(release_mailbox(preview, "a@b.it", "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "preview"));
    ck_assert_int_eq(pecaddr_registry_history(preview, NULL, tell_event, NULL, &error),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    pecaddr_registry_close(NULL);
}
END_TEST

START_TEST(states_have_their_names)
{
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RESERVED), "reserved");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_ACTIVE), "active");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RETIRED), "retired");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RELEASED), "released");
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state)0));
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state)5));
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state) - 1));
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
        questions_are_answered_as_if_one_after_the_other,
        a_question_that_is_none_fails_the_call,
        no_claim_stands_when_the_call_fails,
        an_entry_used_again_is_another_holder_also_where_rules_use_an_initial,
        a_uri_that_names_no_registry_is_refused,
        arguments_that_must_be_there_are_missed,
        states_have_their_names,
        /* SQLite's alone: test-postgres-transaction.c has the like. */
        a_file_that_another_program_keeps_busy_is_an_error_that_says_so,
    };

    return run_long_suite("calls", tests, on_postgres() ? N_OF(tests) - 1 : N_OF(tests));
}
