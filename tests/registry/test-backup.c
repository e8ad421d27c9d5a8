/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Backups of a registry that is in use, in SQLite or PostgreSQL (with-postgres.py), and putting them
 * back into one in SQLite, SPEC §5.
 */
#include "registry/registry-calls.h"
#include "registry/verify-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct who lia = {"Lia", "Bruni", "MC", 'A', 5001, NULL};
static const struct who ivo = {"Ivo", "Gatti", "MC", 'A', 5002, NULL};

/* In the folder of the registry. */

static const char *beside(const struct folder *folder, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", folder->path, name);
    return path;
}
#define BESIDE(folder, name) beside(folder, name, (char[128]){0})

static const char *uri_of(const char *path, char uri[160])
{
    snprintf(uri, 160, "sqlite:%s", path);
    return uri;
}
#define URI_OF(path) uri_of(path, (char[160]){0})

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void assert_whole_sqlite(const char *path)
{
    char text[256];

    ck_assert(run_sqlite(path, "PRAGMA integrity_check", text));
    ck_assert_str_eq(text, "ok");
}

static int count_sqlite(const char *path, const char *sql)
{
    char text[256];

    ck_assert_msg(run_sqlite(path, sql, text), "%s: %s", sql, text);
    return atoi(text);
}

/* Removes all that a test has left in the folder. */
static void clear_folder(const struct folder *folder)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf -- '%s'", folder->path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(mkdir(folder->path, 0700), 0);
    remove_folder(folder);
}

static void dump_uri(const char *uri, struct dumped *all)
{
    struct pecaddr_registry *registry = open_uri(uri);

    dump_registry(registry, all);
    pecaddr_registry_close(registry);
}

static void assert_same(const char *uri, const char *other)
{
    struct dumped *one = calloc(1, sizeof *one), *two = calloc(1, sizeof *two);

    dump_uri(uri, one);
    dump_uri(other, two);
    ck_assert_str_eq(one->text, two->text);
    free(one);
    free(two);
}

/* Whether a file is one registry, whole, with nothing beside it. */
static void assert_backup(const char *path)
{
    struct pecaddr_registry *registry;
    char log[140];
    struct stat file;

    snprintf(log, sizeof log, "%s-wal", path);
    ck_assert(!is_there(log));
    ck_assert_int_eq(stat(path, &file), 0);
    ck_assert_uint_eq(file.st_mode & 0777, 0600);
    assert_whole_sqlite(path);
    registry = open_uri(URI_OF(path));
    assert_verified(registry);
    pecaddr_registry_close(registry);
}

static void back_up(struct pecaddr_registry *registry, const char *path)
{
    STEP(pecaddr_registry_backup(registry, path, &step_error));
}

static enum pecaddr_restoration restore(const char *uri, const char *path, char aside[128])
{
    struct pecaddr_restored *restored = calloc(1, sizeof *restored);
    enum pecaddr_restoration what;

    restored->size = sizeof *restored;
    STEP(pecaddr_registry_restore(uri, path, restored, &step_error));
    what = restored->what;
    if (aside)
        snprintf(aside, 128, "%.127s", restored->aside);
    free(restored);
    return what;
}

static void assert_not_restored(const char *uri, const char *path, int code, const char *said)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = pecaddr_registry_restore(uri, path, NULL, &error);

    ck_assert_msg(r == code && strstr(error.message, said) != NULL, "%d %s", r, error.message);
}

/* Nobody new is given an address until it is said to be the right one. */
static void assert_waits(struct pecaddr_registry *registry)
{
    static uint32_t number = 5003;
    const struct who stranger = {"Ivo", "Gatti", "AN", 'A', number++, NULL};
    struct pecaddr_person person = person_from(&stranger);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    assert_stopped(registry, &stranger, "pecaddr registry resume");
    STEP(pecaddr_registry_resume(registry, &step_error));
    STEP(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, &assignment, NULL,
                                 &step_error));
}

/* Backups. */

START_TEST(a_backup_tells_all_that_the_registry_told)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_past(&folder);
    const char *path = BESIDE(&folder, "backup");

    back_up(registry, path);
    assert_backup(path);
    assert_same(folder.uri, URI_OF(path));
    pecaddr_registry_close(registry);
    /* It issues nothing where it lies. */
    registry = open_uri(URI_OF(path));
    assert_waits(registry);
    pecaddr_registry_close(registry);
    clear_folder(&folder);
}
END_TEST

START_TEST(a_backup_overwrites_no_file_and_leaves_none)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_past(&folder);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    const char *path = BESIDE(&folder, "backup"), *none = BESIDE(&folder, "none/backup");
    size_t size;
    unsigned char *bytes;

    write_file(path, "mine", 4);
    ck_assert_int_eq(pecaddr_registry_backup(registry, path, &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "there is a file already"));
    bytes = read_file(path, &size);
    ck_assert(size == 4 && memcmp(bytes, "mine", 4) == 0);
    free(bytes);
    ck_assert_int_eq(pecaddr_registry_backup(registry, none, &error), PECADDR_E_STORAGE);
    ck_assert_int_eq(pecaddr_registry_backup(registry, "", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_backup(registry, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_backup(NULL, path, &error), PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    /* With nothing else left in it, the folder goes away. */
    ck_assert_int_eq(unlink(path), 0);
    remove_folder(&folder);
}
END_TEST

/* Somebody who claims, and says so, until there is nobody left. */
static void claim_all(const char *uri)
{
    struct pecaddr_registry *registry = open_uri(uri);

    for (unsigned i = 0; i < PERSONS; i++) {
        char holder[17];
        struct who who = person_number(i, holder);

        if (claim(registry, &who, 0) != PECADDR_CLAIMED)
            _exit(1);
    }
    pecaddr_registry_close(registry);
    _exit(0);
}

/* Each is of one moment: whole, with all that the one before had. */
START_TEST(a_registry_is_backed_up_while_another_process_writes)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char path[128];
    int n = 0, before = 0, status = 0;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0)
        claim_all(folder.uri);
    do {
        int found;

        snprintf(path, sizeof path, "%s/backup-%d", folder.path, n++);
        back_up(registry, path);
        assert_backup(path);
        found = count_sqlite(path, "SELECT count(*) FROM mailbox");
        ck_assert_int_ge(found, before);
        before = found;
    } while (waitpid(child, &status, WNOHANG) == 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    back_up(registry, BESIDE(&folder, "last"));
    ck_assert_int_eq(count_sqlite(BESIDE(&folder, "last"), "SELECT count(*) FROM mailbox"),
                     PERSONS);
    pecaddr_registry_close(registry);
    clear_folder(&folder);
}
END_TEST

/* Restores, into SQLite alone. */

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

START_TEST(a_restored_registry_is_the_backup_and_issues_nothing_until_it_is_resumed)
{
    struct put_back all;

    pecaddr_registry_close(make_backup(&all));
    ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_OVER);
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
    char sql[96], said[256], impatient[POSTGRES_URI_MAX + 16];
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
        ck_assert_int_eq(restore(all.folder.uri, all.backup, NULL), PECADDR_RESTORED_OVER);
        assert_whole_sqlite(all.folder.file);
        ck_assert_int_eq(count_sqlite(all.folder.file, "PRAGMA page_size"), size);
        registry = open_uri(all.folder.uri);
    }
    pecaddr_registry_close(registry);
    assert_put_back(&all);
    clear_folder(&all.folder);
}
END_TEST

/* Byte 19 of a file: 2 where it has a log. */
static bool has_log(const char *file)
{
    size_t size;
    unsigned char *bytes = read_file(file, &size);
    bool has = size > 18 && bytes[18] == 2;

    free(bytes);
    return has;
}

START_TEST(where_a_backup_with_pages_of_another_size_does_not_fit_the_log_stays)
{
    struct put_back all;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct rlimit before, small;
    char said[256];
    int r;

    pecaddr_registry_close(make_backup(&all));
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
    assert_not_restored(uri, path, PECADDR_E_STORAGE, "triggers were changed");
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
START_TEST(a_backup_of_a_server_is_a_registry_of_its_own)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_past(&folder);
    const char *path = BESIDE(&folder, "backup"), *file = BESIDE(&folder, "registry.copy");

    back_up(registry, path);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(restore(URI_OF(file), path, NULL), PECADDR_RESTORED_ANEW);
    assert_same(folder.uri, URI_OF(file));
    registry = open_uri(URI_OF(file));
    assert_waits(registry);
    pecaddr_registry_close(registry);
    clear_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const everywhere[] = {
        a_backup_tells_all_that_the_registry_told,
        a_backup_overwrites_no_file_and_leaves_none,
        a_registry_is_backed_up_while_another_process_writes,
        a_backup_of_a_server_is_a_registry_of_its_own,
    };
    const TTest *const here[] = {
        a_backup_tells_all_that_the_registry_told,
        a_backup_overwrites_no_file_and_leaves_none,
        a_registry_is_backed_up_while_another_process_writes,
        a_restored_registry_is_the_backup_and_issues_nothing_until_it_is_resumed,
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

    return on_postgres() ? run_long_suite("backup", everywhere, N_OF(everywhere))
                         : run_long_suite("backup", here, N_OF(here));
}
