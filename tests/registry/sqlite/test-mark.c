/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A registry in SQLite knows when it has gone back in time, SPEC §5: one that knows less than its
 * mark issues no new address, and all else goes on.
 */
#include "registry/registry-fixture.h"

#include <sys/stat.h>

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};
static const struct who luca = {"Luca", "Verdi", "MC", 'A', 6, NULL};
static const struct who homonym = {"Anna", "Neri", "AN", 'A', 7, "NRENNA00A01Z002I"};

static char mark_path[96];

static struct pecaddr_registry *make_marked(struct folder *folder)
{
    struct pecaddr_registry *registry = make_registry(folder);

    snprintf(mark_path, sizeof mark_path, "%s-mark", folder->file);
    return registry;
}

/* The file as it is now, its log taken in. */
struct copy {
    unsigned char *bytes;
    size_t size;
};

static struct copy copy_of(const struct folder *folder)
{
    struct copy copy;

    do_sql(folder->file, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy.bytes = read_file(folder->file, &copy.size);
    return copy;
}

static void put_back(const struct folder *folder, const struct copy *copy)
{
    static const char *const tails[] = {"-wal", "-shm"};
    char path[96];

    for (size_t i = 0; i < N_OF(tails); i++) {
        snprintf(path, sizeof path, "%s%s", folder->file, tails[i]);
        unlink(path);
    }
    write_file(folder->file, copy->bytes, copy->size);
}

static void resume(struct pecaddr_registry *registry)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_msg(pecaddr_registry_resume(registry, &error) == PECADDR_OK, "%s", error.message);
}

START_TEST(an_older_file_put_back_issues_nothing_again)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct copy before = copy_of(&folder);

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    put_back(&folder, &before);
    registry = open_uri(folder.uri);
    assert_stopped(registry, &homonym, "knows of later changes");
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
    free(before.bytes);
    remove_folder(&folder);
}
END_TEST

START_TEST(known_holders_checks_and_steps_go_on_in_an_older_file)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct copy before;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    before = copy_of(&folder);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    put_back(&folder, &before);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &luca, 0), PECADDR_FREE);
    /* What is written now does not make it the right one, however much it is. */
    STEP(activate_mailbox(registry, "anna.neri@ingpec.eu", NULL, "test", &step_error));
    assert_stopped(registry, &luca, "knows of later changes");
    STEP(renew_mailbox(registry, "anna.neri@ingpec.eu", "2030-12-31", "test", &step_error));
    STEP(renew_mailbox(registry, "anna.neri@ingpec.eu", "2031-12-31", "test", &step_error));
    assert_stopped(registry, &luca, "knows of later changes");
    resume(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    free(before.bytes);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_roster_goes_on_for_those_who_are_known)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct copy before;
    const struct who moved = {"Anna", "Neri", "AN", 'A', 8, anna.holder};
    struct pecaddr_person persons[] = {person_from(&luca), person_from(&moved)};
    const struct pecaddr_person *const pointers[] = {&persons[0], &persons[1]};
    struct pecaddr_assignment first = PECADDR_ASSIGNMENT_INIT, second = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_assignment *const outcomes[] = {&first, &second};

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    before = copy_of(&folder);
    ck_assert_int_eq(claim(registry, &homonym, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    put_back(&folder, &before);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers, 2,
                                                   outcomes, NULL, NULL),
                     PECADDR_E_STORAGE);
    ck_assert_int_eq(first.status, PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(second.status, PECADDR_OK);
    ck_assert_uint_eq(second.notes, PECADDR_NOTE_MOVED);
    pecaddr_registry_close(registry);
    free(before.bytes);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_older_file_issues_again_when_the_operator_says_so)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct copy before = copy_of(&folder), later;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    later = copy_of(&folder);
    pecaddr_registry_close(registry);
    put_back(&folder, &before);
    registry = open_uri(folder.uri);
    assert_stopped(registry, &luca, "knows of later changes");
    resume(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(claim(registry, &homonym, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    /* From then on the one that was further before is the older one. */
    put_back(&folder, &later);
    registry = open_uri(folder.uri);
    assert_stopped(registry, &luca, "knows of later changes");
    pecaddr_registry_close(registry);
    free(before.bytes);
    free(later.bytes);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_without_a_right_mark_issues_nothing)
{
    static const struct {
        const char *what;
        const char *mark; /* NULL: none */
        const char *said;
    } marks[] = {
        {"none", NULL, "is not there"},
        {"empty", "", "cannot be read"},
        {"no mark", "mario.rossi@ingpec.eu\n", "cannot be read"},
        {"cut", "pecaddr-mark 0123456789abcdef0123456789abcdef 0000000001 0000000000000000000",
         "cannot be read"},
        {"too long",
         "pecaddr-mark 0123456789abcdef0123456789abcdef 0000000001 00000000000000000001\n\n",
         "cannot be read"},
        {"a number that is none",
         "pecaddr-mark 0123456789abcdef0123456789abcdef 0000000001 0000000000000000000x\n",
         "cannot be read"},
        {"another registry's",
         "pecaddr-mark 0123456789abcdef0123456789abcdef 0000000001 00000000000000000001\n",
         "another registry"},
    };

    for (size_t i = 0; i < N_OF(marks); i++) {
        struct folder folder;
        struct pecaddr_registry *registry = make_marked(&folder);

        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
        ck_assert_int_eq(unlink(mark_path), 0);
        if (marks[i].mark != NULL)
            write_file(mark_path, marks[i].mark, strlen(marks[i].mark));
        assert_stopped(registry, &luca, marks[i].said);
        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
        resume(registry);
        ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(a_preview_stops_where_the_registry_would)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder), *preview = NULL;

    ck_assert_int_eq(unlink(mark_path), 0);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    assert_stopped(preview, &anna, "is not there");
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_change_of_address_stops_too)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    const struct pecaddr_text as_it_is = {0};

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(unlink(mark_path), 0);
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), "anna.neri@ingpec.eu",
                                    as_it_is, as_it_is, "test", &assignment, NULL),
                     PECADDR_E_STORAGE);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_mark_lies_where_the_uri_says)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    char uri[256], elsewhere[96];
    struct stat file;

    pecaddr_registry_close(registry);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", folder.path);
    snprintf(uri, sizeof uri, "%s?mark=%s", folder.uri, elsewhere);
    registry = open_uri(uri);
    assert_stopped(registry, &anna, "is not there");
    resume(registry);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(stat(elsewhere, &file), 0);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(unlink(elsewhere), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_link_has_the_mark_of_its_file)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    char link[96], uri[128];

    pecaddr_registry_close(registry);
    snprintf(link, sizeof link, "%s/link", folder.path);
    ck_assert_int_eq(symlink(folder.file, link), 0);
    snprintf(uri, sizeof uri, "sqlite:%s", link);
    registry = open_uri(uri);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(unlink(link), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_lost_registry_is_not_made_anew)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_marked(&folder);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(unlink(folder.file), 0);
    ck_assert_int_eq(pecaddr_registry_init(folder.uri, &error), PECADDR_E_STORAGE);
    ck_assert_msg(strstr(error.message, "there was one") != NULL, "%s", error.message);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_older_file_put_back_issues_nothing_again,
        known_holders_checks_and_steps_go_on_in_an_older_file,
        a_roster_goes_on_for_those_who_are_known,
        an_older_file_issues_again_when_the_operator_says_so,
        a_registry_without_a_right_mark_issues_nothing,
        a_preview_stops_where_the_registry_would,
        a_change_of_address_stops_too,
        the_mark_lies_where_the_uri_says,
        a_link_has_the_mark_of_its_file,
        a_lost_registry_is_not_made_anew,
    };

    return run_suite("mark", tests, N_OF(tests));
}
