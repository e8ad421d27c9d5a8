/* SPDX-License-Identifier: BSD-3-Clause */
/* Many processes at once on one registry in SQLite, also killed ones. SPEC §5. */
#include <signal.h>

#include "registry/registry-fixture.h"
#include "registry/sqlite/child-process.h"

/* Each name is borne by two persons in each of four Orders. */
#define SETS   60
#define ORDERS 4

static const char *const orders[ORDERS] = {"MC", "AN", "AP", "FM"};

static const char *set_name(int set, char name[3])
{
    name[0] = (char)('a' + set / 26);
    name[1] = (char)('a' + set % 26);
    name[2] = '\0';
    return name;
}

/* Resolves one person by claims, as a program of an Order would. */
static struct pecaddr_assignment assign(struct pecaddr_registry *registry, const struct who *who)
{
    struct pecaddr_person person = person_from(who);
    const struct pecaddr_person *const persons[] = {&person};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_assignment *const assignments[] = {&assignment};
    size_t size = pecaddr_batch_scratch_size(1);
    void *scratch = malloc(size);

    pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 1, PECADDR_CLAIM, pecaddr_registry_ask,
                          registry, scratch, size, assignments);
    free(scratch);
    return assignment;
}

static void issue_for_an_order(const char *uri, int order)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;
    char name[3];

    CHILD_ASSERT(pecaddr_registry_open(uri, &registry, &error) == PECADDR_OK);
    for (int set = 0; set < SETS; set++) {
        for (uint32_t i = 0; i < 2; i++) {
            const struct who who = {"Mario", set_name(set, name),       orders[order],
                                    'A',     (uint32_t)set * 2 + i + 1, NULL};
            struct pecaddr_assignment assignment = assign(registry, &who);

            if (assignment.status != PECADDR_OK)
                fprintf(stderr, "%s\n", pecaddr_registry_message(registry));
            CHILD_ASSERT(assignment.status == PECADDR_OK);
        }
    }
    pecaddr_registry_close(registry);
    _exit(0);
}

START_TEST(many_orders_at_once_give_each_person_one_address_without_gaps)
{
    struct folder folder;
    pid_t children[ORDERS];
    char uri[128];

    pecaddr_registry_close(make_registry(&folder));
    snprintf(uri, sizeof uri, "%s?timeout=600", folder.uri);
    for (int i = 0; i < ORDERS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            issue_for_an_order(uri, i);
    }
    for (int i = 0; i < ORDERS; i++)
        ck_assert_int_eq(wait_for(children[i]), 0);

    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox"), SETS * ORDERS * 2);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM event"), SETS * ORDERS * 2);
    /* Of each set one person has level 0; of those who have not, one in each Order level 1. */
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE level = 0"), SETS);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE level = 1"),
                     SETS * ORDERS);
    ck_assert_int_eq(count_sql(folder.file,
                               "SELECT count(*) FROM (SELECT surname, province FROM mailbox "
                               "WHERE level = 1 GROUP BY 1, 2)"),
                     SETS * ORDERS);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(DISTINCT surname) FROM mailbox "
                                            "WHERE level = 0"),
                     SETS);
    remove_folder(&folder);
}
END_TEST

/* A roster for the tests of crashes: homonyms, and a transfer of each third person at the end. */
#define CRASH_ROSTER 48

static void crash_person(int i, struct who *who, char name[3], char holder[17])
{
    int person = i < 36 ? i : (i - 36) * 3;

    *who = (struct who){
        "Anna", set_name(person / 4, name), orders[person % 2], 'A', (uint32_t)i + 1, NULL};
    who->holder = holder_for(who->given, who->surname, (unsigned)person, holder);
}

/* One line a person: what he was given. */
static void issue_crash_roster(struct pecaddr_registry *registry, char *list)
{
    struct who who;
    char name[3], holder[17];

    for (int i = 0; i < CRASH_ROSTER; i++) {
        struct pecaddr_assignment assignment;

        crash_person(i, &who, name, holder);
        assignment = assign(registry, &who);
        if (list != NULL) {
            ck_assert_int_eq(assignment.status, PECADDR_OK);
            strcat(strcat(list, assignment.address), "\n");
        }
    }
}

/* The list that an undisturbed run gives, and its mailboxes as text. */
struct undisturbed {
    char list[8192];
    char mailboxes[8192];
};

static void run_undisturbed(struct undisturbed *undisturbed)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    undisturbed->list[0] = '\0';
    issue_crash_roster(registry, undisturbed->list);
    pecaddr_registry_close(registry);
    dump_file(folder.file, undisturbed->mailboxes);
    remove_folder(&folder);
}

/* After a crash: all whole, and the same run again completes to what it would have been. */
static void assert_completes(const struct folder *folder, const struct undisturbed *undisturbed)
{
    struct pecaddr_registry *registry;
    char list[8192] = "", mailboxes[8192];

    assert_whole(folder->file);
    registry = open_uri(folder->uri);
    issue_crash_roster(registry, list);
    pecaddr_registry_close(registry);
    ck_assert_str_eq(list, undisturbed->list);
    dump_file(folder->file, mailboxes);
    assert_whole(folder->file);
    /* Transfers that were whole before the crash go forth and back once more: revisions differ. */
    ck_assert_uint_eq(strlen(mailboxes), strlen(undisturbed->mailboxes));
}

/* Claims, and after each says so, until it is killed. */
static void issue_until_killed(const char *uri, int pipe_end)
{
    struct pecaddr_registry *registry = NULL;
    struct who who;
    char name[3], holder[17];

    CHILD_ASSERT(pecaddr_registry_open(uri, &registry, NULL) == PECADDR_OK);
    for (int i = 0; i < CRASH_ROSTER; i++) {
        crash_person(i, &who, name, holder);
        CHILD_ASSERT(assign(registry, &who).status == PECADDR_OK);
        CHILD_ASSERT(write(pipe_end, "x", 1) == 1);
    }
    for (;;)
        pause();
}

START_TEST(a_killed_run_leaves_each_claim_whole_or_absent_and_runs_again_to_the_end)
{
    static const int after[] = {0, 13, 37, 47};
    struct undisturbed undisturbed;

    run_undisturbed(&undisturbed);
    for (size_t i = 0; i < N_OF(after); i++) {
        struct folder folder;
        int ends[2];
        pid_t child;
        char byte;

        pecaddr_registry_close(make_registry(&folder));
        ck_assert_int_eq(pipe(ends), 0);
        child = fork();
        if (child == 0)
            issue_until_killed(folder.uri, ends[1]);
        close(ends[1]);
        for (int claims = 0; claims < after[i]; claims++)
            ck_assert_int_eq(read(ends[0], &byte, 1), 1);
        ck_assert_int_eq(kill(child, SIGKILL), 0);
        ck_assert_int_eq(wait_for(child), -SIGKILL);
        close(ends[0]);
        ck_assert_int_ge(count_sql(folder.file, "SELECT coalesce(sum(revision), 0) FROM mailbox"),
                         after[i] == 0 ? 0 : 1);
        assert_completes(&folder, &undisturbed);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(processes_that_make_one_registry_at_once_make_one)
{
    struct folder folder;
    pid_t children[ORDERS];

    make_folder(&folder);
    for (int i = 0; i < ORDERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct pecaddr_registry *registry = NULL;
            struct question question;
            struct pecaddr_query *const queries[] = {&question.query};

            CHILD_ASSERT(pecaddr_registry_init(folder.uri, NULL) == PECADDR_OK);
            CHILD_ASSERT(pecaddr_registry_open(folder.uri, &registry, NULL) == PECADDR_OK);
            make_question(&question, &mario, 0);
            CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) == 0);
            CHILD_ASSERT(question.query.answer == PECADDR_CLAIMED ||
                         question.query.answer == PECADDR_HELD);
            pecaddr_registry_close(registry);
            _exit(0);
        }
    }
    for (int i = 0; i < ORDERS; i++)
        ck_assert_int_eq(wait_for(children[i]), 0);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox"), 1);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        many_orders_at_once_give_each_person_one_address_without_gaps,
        a_killed_run_leaves_each_claim_whole_or_absent_and_runs_again_to_the_end,
        processes_that_make_one_registry_at_once_make_one,
    };
    return run_long_suite("processes", tests, N_OF(tests));
}
