/* SPDX-License-Identifier: BSD-3-Clause */
/* Backups are put back into a registry in SQLite, SPEC §5. */
#include "registry/backup-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct who lia = {"Lia", "Bruni", "MC", 'A', 5001, NULL};
static const struct who ivo = {"Ivo", "Gatti", "MC", 'A', 5002, NULL};

static void assert_not_restored(const char *uri, const char *path, int code, const char *said)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = pecaddr_registry_restore(uri, path, NULL, &error);

    ck_assert_msg(r == code && strstr(error.message, said) != NULL, "%d %s", r, error.message);
}

struct put_back {
    struct folder folder;
    char backup[128];
    char mark[128];
};

/* A registry, its backup, and what was issued since. */
static struct pecaddr_registry *make_backup(struct put_back *all)
{
    struct pecaddr_registry *registry = make_past(&all->folder);

    beside(&all->folder, "backup", all->backup);
    beside(&all->folder, "registry-mark", all->mark);
    ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_CLAIMED);
    back_up(registry, all->backup);
    ck_assert_int_eq(claim(registry, &ivo, 0), PECADDR_CLAIMED);
    return registry;
}

/* It is what the backup was, and waits. */
static void assert_put_back(const struct put_back *all)
{
    struct pecaddr_registry *registry;

    assert_whole_sqlite(all->folder.file);
    assert_same(all->folder.uri, URI_OF(all->backup));
    registry = open_uri(all->folder.uri);
    ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_HELD);
    assert_waits(registry);
    pecaddr_registry_close(registry);
}

static void lose(const char *path)
{
    ck_assert_msg(unlink(path) == 0, "%s", path);
}

/* Byte 19 of a file: 2 where it has a log. */
static bool has_log(const char *file)
{
    size_t size;
    unsigned char *bytes = read_file(file, &size);
    bool has = size > 18 && bytes[18] == 2;

    free(bytes);
    return has;
}

/* What was there before a restore, Ivo's address too, is a registry that issues nothing. */
static void assert_kept(const char *aside)
{
    struct pecaddr_registry *registry;

    ck_assert(!has_log(aside));
    assert_whole_sqlite(aside);
    registry = open_uri(URI_OF(aside));
    ck_assert_int_eq(check(registry, &ivo, 0), PECADDR_HELD);
    assert_waits(registry);
    pecaddr_registry_close(registry);
}

START_TEST(a_restored_registry_is_the_backup_and_issues_nothing_until_it_is_resumed)
{
    struct put_back all;

    pecaddr_registry_close(make_backup(&all));
    ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_OVER);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(what_was_there_is_kept_to_the_last_claim)
{
    struct put_back all;
    struct pecaddr_registry *registry = make_backup(&all);
    char first[128], second[128];

    /* Ivo's claim is in the log alone while somebody has it open. */
    ck_assert_int_eq(restore(all.folder.uri, all.backup, first), PECADDR_RESTORED_OVER);
    assert_kept(first);
    ck_assert_int_eq(restore(all.folder.uri, first, second), PECADDR_RESTORED_OVER);
    ck_assert_str_ne(first, second);
    assert_same(URI_OF(second), URI_OF(all.backup));
    ck_assert_int_eq(check(registry, &ivo, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    clear_folder(&all.folder);
}
END_TEST

/* Claims until it is refused, and says by its status how many were its own. */
static void claim_until_refused(const char *uri)
{
    struct pecaddr_registry *registry = open_uri(uri);
    int n = 0;

    for (unsigned i = 0; i < PERSONS; i++) {
        char holder[17];
        const struct who who = person_number(i, holder);
        struct pecaddr_person person = person_from(&who);
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

        person.province = pecaddr_text_of("AN");
        person.number += 6000;
        person.holder.size = 0;
        person.accepted = PECADDR_NOTES_REVIEW;
        if (pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, &assignment, NULL,
                                    NULL) != PECADDR_OK)
            break;
        n++;
    }
    pecaddr_registry_close(registry);
    _exit(n);
}

/* Whatever was claimed before the lock is in the copy, and nothing can be claimed after it. */
START_TEST(what_is_claimed_meanwhile_is_kept_too)
{
    struct put_back all;
    char aside[128];
    int status = 0, n = 0;
    pid_t child, ended = 0;

    pecaddr_registry_close(make_backup(&all));
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        claim_until_refused(all.folder.uri);
    while (n == 0 && (ended = waitpid(child, &status, WNOHANG)) == 0)
        n = count_sqlite(all.folder.file, "SELECT count(*) FROM mailbox WHERE number > 6000");
    ck_assert_int_eq(restore(all.folder.uri, all.backup, aside), PECADDR_RESTORED_OVER);
    ck_assert_int_eq(ended, 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    n = count_sqlite(aside, "SELECT count(*) FROM mailbox WHERE number > 6000");
    ck_assert_int_eq(n, WEXITSTATUS(status));
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(what_was_there_is_kept_where_it_has_no_log)
{
    struct put_back all;
    char aside[128];

    pecaddr_registry_close(make_backup(&all));
    do_sql(all.folder.file, "PRAGMA journal_mode = DELETE");
    ck_assert_int_eq(restore(all.folder.uri, all.backup, aside), PECADDR_RESTORED_OVER);
    assert_kept(aside);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(without_a_mark_or_with_one_that_knows_no_more_it_waits_too)
{
    struct put_back all;
    struct pecaddr_registry *registry = make_backup(&all);

    pecaddr_registry_close(registry);
    lose(all.mark);
    restore(all.folder.uri, all.backup, NULL);
    assert_put_back(&all);
    /* Now file and mark know the same, and the file is lost: the mark may not know the last of it. */
    lose(all.backup);
    registry = open_uri(all.folder.uri);
    back_up(registry, all.backup);
    pecaddr_registry_close(registry);
    lose(all.folder.file);
    ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_ANEW);
    registry = open_uri(all.folder.uri);
    assert_waits(registry);
    pecaddr_registry_close(registry);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(who_has_it_open_goes_on_with_what_was_put_back)
{
    struct put_back all;
    struct pecaddr_registry *registry = make_backup(&all), *other = open_uri(all.folder.uri);

    ck_assert_int_eq(check(other, &ivo, 0), PECADDR_HELD);
    restore(all.folder.uri, all.backup, NULL);
    ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_HELD);
    ck_assert_int_eq(check(other, &ivo, 0), PECADDR_FREE);
    assert_waits(other);
    ck_assert_int_eq(claim(registry, &ivo, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    pecaddr_registry_close(other);
    assert_whole_sqlite(all.folder.file);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(a_backup_with_pages_of_another_size_is_put_back)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct put_back all;
    struct pecaddr_registry *registry = make_backup(&all);
    char sql[96], said[256], impatient[POSTGRES_URI_MAX + 16], aside[128];
    int r;

    snprintf(impatient, sizeof impatient, "%s?timeout=0", all.folder.uri);
    for (int size = 1024; size <= 65536; size *= 8) {
        snprintf(sql, sizeof sql, "PRAGMA journal_mode = DELETE; PRAGMA page_size = %d; VACUUM",
                 size);
        ck_assert(run_sqlite(all.backup, sql, said));
        /* Who has it open may need its log. */
        r = pecaddr_registry_restore(impatient, all.backup, NULL, &error);
        ck_assert_msg(r == PECADDR_E_STORAGE &&
                          strstr(error.message, "pages of another size") != NULL,
                      "%d: %d %s", size, r, error.message);
        pecaddr_registry_close(registry);
        ck_assert_int_eq(restore(all.folder.uri, all.backup, aside), PECADDR_RESTORED_OVER);
        if (size == 1024)
            assert_kept(aside);
        assert_whole_sqlite(all.folder.file);
        ck_assert_int_eq(count_sqlite(all.folder.file, "PRAGMA page_size"), size);
        registry = open_uri(all.folder.uri);
    }
    pecaddr_registry_close(registry);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(where_a_backup_with_pages_of_another_size_does_not_fit_the_log_stays)
{
    struct put_back all;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct rlimit before, small;
    char said[256], aside[128];
    int r;

    pecaddr_registry_close(make_backup(&all));
    beside(&all.folder, "registry-aside-1", aside);
    ck_assert(run_sqlite(all.backup,
                         "PRAGMA journal_mode = DELETE; PRAGMA page_size = 65536; VACUUM", said));
    ck_assert(has_log(all.folder.file));
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 512 * 1024;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    r = pecaddr_registry_restore(all.folder.uri, all.backup, NULL, &error);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert_msg(r == PECADDR_E_STORAGE, "%d: %s", r, error.message);
    ck_assert(has_log(all.folder.file));
    assert_whole_sqlite(all.folder.file);
    ck_assert(!is_there(aside));
    clear_folder(&all.folder);
}
END_TEST

/* As it is after a crash: a log that was not taken in, of a file that was lost. */
START_TEST(the_log_of_a_file_that_was_lost_does_no_harm)
{
    for (int keep = 0; keep < 2; keep++) {
        struct put_back all;
        struct pecaddr_registry *registry = make_backup(&all);
        char log[128], kept[128], aside[128];

        beside(&all.folder, "registry-wal", log);
        beside(&all.folder, "kept", kept);
        ck_assert(is_there(log));
        copy_file(log, kept);
        pecaddr_registry_close(registry);
        copy_file(kept, log);
        lose(kept);
        if (keep == 0)
            lose(all.folder.file);
        ck_assert_int_eq(restore(all.folder.uri, all.backup, aside),
                         keep ? PECADDR_RESTORED_OVER : PECADDR_RESTORED_ANEW);
        assert_put_back(&all);
        clear_folder(&all.folder);
    }
}
END_TEST

START_TEST(a_file_that_can_not_be_opened_is_moved_aside_with_its_logs)
{
    static const char *const tails[] = {"-wal", "-shm", "-journal"};
    struct put_back all;
    char aside[128], path[160];
    size_t size;
    unsigned char *bytes;

    pecaddr_registry_close(make_backup(&all));
    for (int i = 0; i < 2; i++) {
        write_file(all.folder.file, "no database, but long enough to be looked at as one", 51);
        for (size_t j = 0; j < N_OF(tails); j++) {
            snprintf(path, sizeof path, "%s%s", all.folder.file, tails[j]);
            write_file(path, tails[j], 4);
        }
        ck_assert_int_eq(restore(all.folder.uri, all.backup, aside), PECADDR_RESTORED_BESIDE);
        assert_put_back(&all);
        bytes = read_file(aside, &size);
        ck_assert(size == 51 && memcmp(bytes, "no database", 11) == 0);
        free(bytes);
        for (size_t j = 0; j < N_OF(tails); j++) {
            snprintf(path, sizeof path, "%s%s", aside, tails[j]);
            bytes = read_file(path, &size);
            ck_assert(size == 4 && memcmp(bytes, tails[j], 4) == 0);
            free(bytes);
        }
    }
    clear_folder(&all.folder);
}
END_TEST

/* The mark stays beside the file that a link leads to, and so does what was moved aside. */
START_TEST(a_registry_behind_a_link_is_restored_where_the_link_leads_to)
{
    struct put_back all;
    char moved[128], aside[128], link[128];
    ssize_t size;

    pecaddr_registry_close(make_backup(&all));
    beside(&all.folder, "moved", moved);
    ck_assert_int_eq(rename(all.folder.file, moved), 0);
    lose(all.mark);
    beside(&all.folder, "moved-mark", all.mark);
    ck_assert_int_eq(symlink("moved", all.folder.file), 0);
    write_file(moved, "no database, but long enough to be looked at as one", 51);
    ck_assert_int_eq(restore(all.folder.uri, all.backup, aside), PECADDR_RESTORED_BESIDE);
    size = readlink(all.folder.file, link, sizeof link);
    ck_assert(size == 5 && memcmp(link, "moved", 5) == 0);
    ck_assert_ptr_nonnull(strstr(aside, "moved-aside-"));
    ck_assert(is_there(all.mark));
    ck_assert_int_eq(pecaddr_registry_init(all.folder.uri, NULL), PECADDR_OK);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

/* Nothing is in it, but the registry that it is a copy of has issued since. */
START_TEST(init_is_no_word_of_the_operators_for_an_empty_copy_without_a_mark)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char copy[128];

    beside(&folder, "copy", copy);
    back_up(registry, copy);
    ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(pecaddr_registry_init(URI_OF(copy), NULL), PECADDR_OK);
    registry = open_uri(URI_OF(copy));
    assert_waits(registry);
    pecaddr_registry_close(registry);
    clear_folder(&folder);
}
END_TEST

START_TEST(a_damaged_registry_is_restored_where_it_is)
{
    struct put_back all;
    size_t size, page;
    unsigned char *bytes;

    pecaddr_registry_close(make_backup(&all));
    do_sql(all.folder.file, "PRAGMA journal_mode = DELETE");
    page = (size_t)count_sql(all.folder.file,
                             "SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_holder'");
    bytes = read_file(all.folder.file, &size);
    ck_assert_uint_lt(page * 4096, size);
    memset(bytes + (page - 1) * 4096, 0x5A, 4096);
    write_file(all.folder.file, bytes, size);
    free(bytes);
    ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_OVER);
    assert_put_back(&all);
    /* Rules that somebody took away are there again. */
    do_sql(all.folder.file, "DROP TRIGGER mailbox_never_deleted");
    ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_OVER);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(what_is_no_whole_backup_of_this_registry_is_not_restored)
{
    struct put_back all, other;
    struct dumped *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);
    const char *uri = all.folder.uri;
    char path[128];
    size_t size;
    unsigned char *bytes;

    pecaddr_registry_close(make_backup(&all));
    pecaddr_registry_close(make_backup(&other));
    dump_uri(uri, before);
    assert_not_restored(uri, BESIDE(&all.folder, "none"), PECADDR_E_STORAGE, "cannot be read");
    assert_not_restored(uri, all.folder.path, PECADDR_E_STORAGE, all.folder.path);
    assert_not_restored(uri, all.folder.file, PECADDR_E_ARGUMENT, "the registry itself");
    assert_not_restored(uri, other.backup, PECADDR_E_STATE, "another registry");
    beside(&all.folder, "bad", path);
    write_file(path, "", 0);
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "is empty");
    write_file(path, "mario.rossi@ingpec.eu\n", 22);
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "no registry");
    copy_file(all.backup, path);
    do_sql(path, "DROP TRIGGER mailbox_never_deleted");
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "trigger mailbox_never_deleted was changed");
    bytes = read_file(all.backup, &size);
    memset(bytes + size - 8 * 4096, 0x5A, 4096);
    write_file(path, bytes, size);
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "damaged");
    write_file(path, bytes, size / 2);
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "damaged");
    free(bytes);
    dump_uri(uri, after);
    ck_assert_str_eq(before->text, after->text);
    /* Of one that was lost the mark knows which it was. */
    lose(all.folder.file);
    assert_not_restored(uri, other.backup, PECADDR_E_STATE, "another registry");
    ck_assert(!is_there(all.folder.file));
    free(before);
    free(after);
    clear_folder(&all.folder);
    clear_folder(&other.folder);
}
END_TEST

START_TEST(what_is_no_registry_of_ours_is_not_overwritten)
{
    struct put_back all;
    const char *path;
    char uri[160];

    pecaddr_registry_close(make_backup(&all));
    path = BESIDE(&all.folder, "foreign");
    uri_of(path, uri);
    write_file(path, "", 0);
    do_sql(path, "CREATE TABLE mine (x)");
    assert_not_restored(uri, all.backup, PECADDR_E_STORAGE, "another program");
    ck_assert_int_eq(count_sql(path, "SELECT count(*) FROM mine"), 0);
    assert_not_restored(URI_OF(all.folder.path), all.backup, PECADDR_E_STORAGE, "a folder");
    assert_not_restored(URI_OF(BESIDE(&all.folder, "none/registry")), all.backup, PECADDR_E_STORAGE,
                        "none");
    assert_not_restored("memory:", all.backup, PECADDR_E_ARGUMENT, "pecaddr registry copy");
    assert_not_restored("postgresql://localhost/pec", all.backup, PECADDR_E_ARGUMENT,
                        "pecaddr registry copy");
    ck_assert_int_eq(pecaddr_registry_restore(NULL, all.backup, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_restore(uri, NULL, NULL, NULL), PECADDR_E_ARGUMENT);
    clear_folder(&all.folder);
}
END_TEST

START_TEST(the_mark_of_a_restored_registry_lies_where_the_uri_says)
{
    struct put_back all;
    struct pecaddr_registry *registry = make_backup(&all);
    char uri[400], elsewhere[128];

    pecaddr_registry_close(registry);
    beside(&all.folder, "elsewhere", elsewhere);
    snprintf(uri, sizeof uri, "%s?mark=%s", all.folder.uri, elsewhere);
    ck_assert_int_eq(rename(all.mark, elsewhere), 0);
    restore(uri, all.backup, NULL);
    ck_assert(!is_there(all.mark));
    registry = open_uri(uri);
    assert_waits(registry);
    pecaddr_registry_close(registry);
    clear_folder(&all.folder);
}
END_TEST

/* From a server: into a file, and from there into a new registry. */
int main(void)
{
    const TTest *const tests[] = {
        a_restored_registry_is_the_backup_and_issues_nothing_until_it_is_resumed,
        what_was_there_is_kept_to_the_last_claim,
        what_is_claimed_meanwhile_is_kept_too,
        what_was_there_is_kept_where_it_has_no_log,
        without_a_mark_or_with_one_that_knows_no_more_it_waits_too,
        who_has_it_open_goes_on_with_what_was_put_back,
        a_backup_with_pages_of_another_size_is_put_back,
        where_a_backup_with_pages_of_another_size_does_not_fit_the_log_stays,
        the_log_of_a_file_that_was_lost_does_no_harm,
        a_file_that_can_not_be_opened_is_moved_aside_with_its_logs,
        a_damaged_registry_is_restored_where_it_is,
        what_is_no_whole_backup_of_this_registry_is_not_restored,
        what_is_no_registry_of_ours_is_not_overwritten,
        a_registry_behind_a_link_is_restored_where_the_link_leads_to,
        init_is_no_word_of_the_operators_for_an_empty_copy_without_a_mark,
        the_mark_of_a_restored_registry_lies_where_the_uri_says,
    };

    return run_long_suite("restore", tests, N_OF(tests));
}
