/* SPDX-License-Identifier: BSD-3-Clause */
/* An older registry in SQLite: refused, brought up to date. SPEC §5. What a crash leaves: test-crash.c. */
#include "registry/sqlite/older-registry.h"
#include "registry/sqlite/open-fixture.h"

START_TEST(an_older_registry_is_brought_up_to_date_with_nothing_lost)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry;
    struct folder older, new;
    char text[256], sql[1024];

    make_folder(&older);
    make_older_registry(&older);
    invented_schema = SCHEMA_PRESENT;
    registry = open_uri(older.uri);
    dump_registry(registry, &before);
    pecaddr_registry_close(registry);

    invented_schema = SCHEMA_INVENTED;
    init(&older);
    ck_assert_int_eq(count_sql(older.file, "PRAGMA user_version"), SCHEMA_INVENTED);
    registry = open_uri(older.uri);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    assert_whole(older.file);
    ck_assert_int_eq(count_sql(older.file, "SELECT count(*) FROM invented"), 1);
    /* Once is enough. */
    init(&older);
    ck_assert_int_eq(count_sql(older.file, "SELECT count(*) FROM invented"), 1);

    /* All rules are those of a new one, by the same words. */
    make_folder(&new);
    init(&new);
    snprintf(sql, sizeof sql,
             "ATTACH '%s' AS new; SELECT (SELECT count(*) FROM (SELECT type, name, tbl_name, sql "
             "FROM main.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM "
             "new.sqlite_schema)) || ' ' || (SELECT count(*) FROM (SELECT type, name, tbl_name, "
             "sql FROM new.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM "
             "main.sqlite_schema))",
             new.file);
    ck_assert(run_sql(older.file, sql, text));
    ck_assert_str_eq(text, "0 0");
    remove_folder(&older);
    remove_folder(&new);
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

START_TEST(an_older_registry_is_refused_with_how_to_bring_it_up_to_date)
{
    struct pecaddr_registry_error error;
    unsigned char *before, *now;
    size_t size, now_size;
    struct folder folder;
    char hint[256];

    make_folder(&folder);
    make_older_registry(&folder);
    before = read_file(folder.file, &size);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    snprintf(hint, sizeof hint,
             "older version; bring it up to date with `pecaddr registry init "
             "--registry %s`",
             folder.uri);
    ck_assert_msg(strstr(error.message, hint) != NULL, "%s", error.message);
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    free(before);
    free(now);
    init(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_OK);
    remove_folder(&folder);
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

START_TEST(an_older_registry_whose_rules_were_changed_is_refused_untouched)
{
    static const char *const changes[] = {"DROP TRIGGER told_never_changed", /* would go anyway */
                                          "DROP TRIGGER history_is_true",
                                          "DROP INDEX mailbox_holder", "DROP VIEW event"};

    for (size_t i = 0; i < N_OF(changes); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        unsigned char *before, *now;
        size_t size, now_size;
        struct folder folder;

        make_folder(&folder);
        make_older_registry(&folder);
        do_sql(folder.file, changes[i]);
        before = read_file(folder.file, &size);
        ck_assert_int_eq(pecaddr_registry_init(folder.uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(strstr(error.message, "damaged") != NULL, "%s: %s", changes[i],
                      error.message);
        now = read_file(folder.file, &now_size);
        ck_assert_msg(size == now_size && memcmp(before, now, size) == 0, "%s", changes[i]);
        free(before);
        free(now);
        remove_folder(&folder);
    }
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_older_registry_is_brought_up_to_date_with_nothing_lost,
        an_older_registry_is_refused_with_how_to_bring_it_up_to_date,
        an_older_registry_whose_rules_were_changed_is_refused_untouched,
    };
    return run_long_suite("migrations", tests, N_OF(tests));
}
