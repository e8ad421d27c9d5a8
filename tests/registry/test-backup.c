/* SPDX-License-Identifier: BSD-3-Clause */
/* Backups of a registry that is in use, in SQLite or PostgreSQL (with-postgres.py), SPEC §5. */
#include "registry/backup-fixture.h"

#include <sys/stat.h>
#include <sys/wait.h>

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
    const TTest *const tests[] = {
        a_backup_tells_all_that_the_registry_told,
        a_backup_overwrites_no_file_and_leaves_none,
        a_registry_is_backed_up_while_another_process_writes,
        a_backup_of_a_server_is_a_registry_of_its_own,
    };

    return run_long_suite("backup", tests, on_postgres() ? N_OF(tests) : N_OF(tests) - 1);
}
