/* SPDX-License-Identifier: BSD-3-Clause */
/* A registry in SQLite is made and opened; files of all kinds that are none. SPEC §5. */
#include <sys/stat.h>

#include "registry/sqlite/open-fixture.h"

START_TEST(opening_never_makes_a_registry)
{
    struct pecaddr_registry_error error;
    struct folder folder;
    char hint[160], uri[128];

    make_folder(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    snprintf(hint, sizeof hint, "`pecaddr registry init --registry %s`", folder.uri);
    ck_assert_uint_gt(strlen(error.message), strlen(hint));
    ck_assert_str_eq(error.message + strlen(error.message) - strlen(hint), hint);
    ck_assert_int_ne(access(folder.file, F_OK), 0);
    snprintf(uri, sizeof uri, "sqlite:%s/none/registry", folder.path);
    ck_assert_int_eq(try_open(uri, &error), PECADDR_E_STORAGE);
    ck_assert_int_eq(pecaddr_registry_init(uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "no such file or folder"));
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_that_is_there_keeps_all_it_holds)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct stat file;

    ck_assert_int_eq(stat(folder.file, &file), 0);
    ck_assert_int_eq(file.st_mode & 0007, 0); /* personal data */
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    init(&folder);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    init(&folder);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_empty_file_is_no_registry_but_may_become_one)
{
    struct pecaddr_registry_error error;
    struct folder folder;

    make_folder(&folder);
    write_file(folder.file, "", 0);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "pecaddr registry init"));
    init(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_OK);
    remove_folder(&folder);
}
END_TEST

/* Makes a file of each kind that is no registry, or not one that can be used. */

static void be_text(const struct folder *folder)
{
    write_file(folder->file, "PEC;Nome;Cognome\n", 17);
}

static void be_long_text(const struct folder *folder)
{
    char text[20000];

    memset(text, 'x', sizeof text);
    write_file(folder->file, text, sizeof text);
}

static void be_folder(const struct folder *folder)
{
    ck_assert_int_eq(mkdir(folder->file, 0700), 0);
}

static void be_pipe(const struct folder *folder)
{
    ck_assert_int_eq(mkfifo(folder->file, 0600), 0);
}

static void be_foreign(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "CREATE TABLE mailbox (x)");
}

static void be_foreign_by_id(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "PRAGMA application_id = 1");
}

static void be_newer(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "PRAGMA user_version = 2");
}

static void be_without_version(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "PRAGMA user_version = 0");
}

static void be_without_tables(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "PRAGMA application_id = 1346716481; PRAGMA user_version = 1");
}

static void be_without_trigger(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "DROP TRIGGER mailbox_never_deleted");
}

/* As it is written, but for its end: what was released would keep its holder from another mailbox. */
static void be_with_a_wider_index(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "DROP INDEX mailbox_holder; "
                         "CREATE UNIQUE INDEX mailbox_holder ON mailbox (holder, domain)");
}

static void be_truncated(const struct folder *folder)
{
    init(folder);
    ck_assert_int_eq(truncate(folder->file, 8192), 0);
}

static void be_truncated_in_a_page(const struct folder *folder)
{
    init(folder);
    ck_assert_int_eq(truncate(folder->file, 1000), 0);
}

static void be_garbled(const struct folder *folder)
{
    size_t size;
    unsigned char *bytes;

    init(folder);
    bytes = read_file(folder->file, &size);
    memset(bytes + 100, 0x55, 3000);
    write_file(folder->file, bytes, size);
    free(bytes);
}

START_TEST(what_is_no_registry_is_refused_untouched_with_what_is_wrong)
{
    static const struct {
        const char *what;
        void (*make)(const struct folder *folder);
        const char *sentence;
    } cases[] = {
        {"a text", be_text, "no registry"},
        {"a long text", be_long_text, "no registry"},
        {"a folder", be_folder, "folder"},
        {"a named pipe", be_pipe, "device"},
        {"another program's database", be_foreign, "another program"},
        {"another program's empty database", be_foreign_by_id, "another program"},
        {"a newer registry", be_newer, "newer version"},
        {"a registry without version", be_without_version, "damaged"},
        {"a registry without tables", be_without_tables, "damaged"},
        {"a registry without one of its triggers", be_without_trigger, "damaged"},
        {"a registry with a wider index", be_with_a_wider_index,
         "trigger mailbox_holder was changed"},
        {"a truncated registry", be_truncated, "damaged"},
        {"a registry cut in its first page", be_truncated_in_a_page, "damaged"},
        {"a garbled registry", be_garbled, "damaged"},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry_error error;
        unsigned char *before = NULL, *now;
        size_t size = 0, now_size;
        struct folder folder;
        struct stat file;
        bool regular;

        make_folder(&folder);
        cases[i].make(&folder);
        ck_assert_int_eq(stat(folder.file, &file), 0);
        regular = S_ISREG(file.st_mode);
        if (regular)
            before = read_file(folder.file, &size);
        ck_assert_msg(try_open(folder.uri, &error) == PECADDR_E_STORAGE, "%s", cases[i].what);
        ck_assert_msg(strstr(error.message, cases[i].sentence) != NULL &&
                          strstr(error.message, folder.file) != NULL,
                      "%s: %s", cases[i].what, error.message);
        error.message[0] = '\0';
        ck_assert_msg(pecaddr_registry_init(folder.uri, &error) == PECADDR_E_STORAGE, "%s",
                      cases[i].what);
        if (regular) {
            now = read_file(folder.file, &now_size);
            ck_assert_msg(size == now_size && memcmp(before, now, size) == 0, "%s", cases[i].what);
            free(now);
        }
        free(before);
        if (S_ISDIR(file.st_mode))
            ck_assert_int_eq(rmdir(folder.file), 0);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(a_path_is_never_an_option_of_the_storage_engine)
{
    static const char names[][16] = {"file:x", ":memory:", "a b%25c%3Fd", "x;y", "é"};
    static const char files[][16] = {"file:x", ":memory:", "a b%c?d", "x;y", "é"};
    char folder[64], before[4096], uri[128];

    snprintf(folder, sizeof folder, "%s/pecaddr-XXXXXX", parent_folder());
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    ck_assert_int_eq(chdir(folder), 0);
    for (size_t i = 0; i < N_OF(names); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry;

        snprintf(uri, sizeof uri, "sqlite:%s", names[i]);
        ck_assert_int_eq(try_open(uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(pecaddr_registry_init(uri, &error) == PECADDR_OK, "%s", error.message);
        registry = open_uri(uri);
        ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
        registry = open_uri(uri);
        ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
        pecaddr_registry_close(registry);
    }
    for (size_t i = 0; i < N_OF(names); i++) {
        char mark[96];

        snprintf(mark, sizeof mark, "%s-mark", files[i]);
        ck_assert_int_eq(unlink(files[i]), 0);
        ck_assert_int_eq(unlink(mark), 0);
    }
    ck_assert_int_eq(chdir(before), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        opening_never_makes_a_registry,
        a_registry_that_is_there_keeps_all_it_holds,
        an_empty_file_is_no_registry_but_may_become_one,
        what_is_no_registry_is_refused_untouched_with_what_is_wrong,
        a_path_is_never_an_option_of_the_storage_engine,
    };
    return run_long_suite("open", tests, N_OF(tests));
}
