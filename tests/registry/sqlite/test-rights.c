/* SPDX-License-Identifier: BSD-3-Clause */
/* A registry in SQLite whose files may not be read, or not be written, by everybody. SPEC §5. */
#define _DEFAULT_SOURCE /* setgroups() */
#include <grp.h>
#include <sys/stat.h>

#include "registry/registry-fixture.h"
#include "registry/sqlite/child-process.h"

/* Root may do anything: what needs a right to be lacking is tried as nobody. */
static void become_nobody(void)
{
    if (geteuid() == 0)
        CHILD_ASSERT(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0);
}

static void read_as_nobody(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL, *preview = NULL;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_OK);
    make_question(&question, &mario, 0);
    CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 1) == 0);
    CHILD_ASSERT(question.query.answer == PECADDR_HELD);
    CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) == PECADDR_E_STORAGE);
    CHILD_ASSERT(question.query.answer == PECADDR_UNANSWERED);
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), "cannot be written") != NULL);
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), folder->file) != NULL);
    /* A preview needs no right to write. */
    CHILD_ASSERT(pecaddr_registry_preview(registry, &preview, &error) == PECADDR_OK);
    make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 2, NULL}, 0);
    CHILD_ASSERT(pecaddr_registry_ask(preview, PECADDR_CLAIM, queries, 1) == 0);
    CHILD_ASSERT(question.query.answer == PECADDR_CLAIMED);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    _exit(0);
}

START_TEST(a_registry_that_may_not_be_written_can_be_read)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    pid_t child;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(chmod(folder.file, 0444), 0);
    ck_assert_int_eq(chmod(folder.path, 0777), 0);
    child = fork();
    if (child == 0)
        read_as_nobody(&folder);
    ck_assert_int_eq(wait_for(child), 0);
    remove_folder(&folder);
}
END_TEST

static void be_refused_as_nobody(const struct folder *folder, const char *sentence)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_E_STORAGE);
    if (strstr(error.message, sentence) == NULL || strstr(error.message, folder->file) == NULL)
        fprintf(stderr, "%s\n", error.message);
    CHILD_ASSERT(strstr(error.message, sentence) != NULL);
    CHILD_ASSERT(strstr(error.message, folder->file) != NULL);
    _exit(0);
}

START_TEST(what_may_not_be_read_is_refused_with_what_to_do)
{
    static const struct {
        mode_t file;
        mode_t folder;
        const char *sentence;
    } cases[] = {
        {0600, 0755, "no permission"},
        {0666, 0700, "no permission"},
        {0444, 0555, "is a folder that you need the right to write to"},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct folder folder;
        pid_t child;

        pecaddr_registry_close(make_registry(&folder));
        /* Only root's files are another's. */
        if (geteuid() != 0 && i < 2) {
            ck_assert_int_eq(chmod(folder.file, i == 0 ? 0 : 0600), 0);
            ck_assert_int_eq(chmod(folder.path, i == 0 ? 0755 : 0), 0);
        } else {
            ck_assert_int_eq(chmod(folder.file, cases[i].file), 0);
            ck_assert_int_eq(chmod(folder.path, cases[i].folder), 0);
        }
        child = fork();
        if (child == 0)
            be_refused_as_nobody(&folder, cases[i].sentence);
        ck_assert_int_eq(wait_for(child), 0);
        ck_assert_int_eq(chmod(folder.path, 0700), 0);
        remove_folder(&folder);
    }
}
END_TEST

/* SQLite leaves such files for who may only read: see sqlite/open.c. */
START_TEST(what_another_user_left_beside_the_registry_is_named_with_what_to_do)
{
    static const char *const tails[] = {"-wal", "-shm"};

    for (size_t i = 0; i < N_OF(tails); i++) {
        struct folder folder;
        char path[96];
        pid_t child;

        pecaddr_registry_close(make_registry(&folder));
        snprintf(path, sizeof path, "%s%s", folder.file, tails[i]);
        write_file(path, "", 0);
        ck_assert_int_eq(chmod(path, 0444), 0);
        ck_assert_int_eq(chmod(folder.file, 0666), 0);
        ck_assert_int_eq(chmod(folder.path, 0777), 0);
        child = fork();
        if (child == 0)
            be_refused_as_nobody(&folder, tails[i]);
        ck_assert_int_eq(wait_for(child), 0);
        ck_assert_int_eq(unlink(path), 0);
        child = fork();
        if (child == 0) {
            become_nobody();
            _exit(pecaddr_registry_init(folder.uri, NULL) == PECADDR_OK ? 0 : 1);
        }
        ck_assert_int_eq(wait_for(child), 0);
        remove_folder(&folder);
    }
}
END_TEST

static void init_in_vain_as_nobody(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_init(folder->uri, &error) == PECADDR_E_STORAGE);
    CHILD_ASSERT(strstr(error.message, "you need the right to write to") != NULL);
    _exit(0);
}

START_TEST(a_registry_can_not_be_made_where_one_may_not_write)
{
    struct folder folder;
    pid_t child;

    make_folder(&folder);
    ck_assert_int_eq(chmod(folder.path, 0555), 0);
    child = fork();
    if (child == 0)
        init_in_vain_as_nobody(&folder);
    ck_assert_int_eq(wait_for(child), 0);
    ck_assert_int_ne(access(folder.file, F_OK), 0);
    ck_assert_int_eq(chmod(folder.path, 0700), 0);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_registry_that_may_not_be_written_can_be_read,
        what_may_not_be_read_is_refused_with_what_to_do,
        what_another_user_left_beside_the_registry_is_named_with_what_to_do,
        a_registry_can_not_be_made_where_one_may_not_write,
    };
    return run_long_suite("rights", tests, N_OF(tests));
}
