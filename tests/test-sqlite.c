/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry in SQLite: what the database itself holds, files of all kinds, many processes at
 * once, crashes. SPEC §5.
 */
#define _DEFAULT_SOURCE /* setgroups() */
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "registry-fixture.h"

/* The database itself. */

/*
 * A registry with one mailbox of each kind:
 *   1 reserved, Anna, MC A 1, with codice fiscale   2 active, Luca, MC A 2, with codice fiscale
 *   3 retired, Zoe, MC A 3, with codice fiscale     4 released, Ugo, MC A 4
 *   5 reserved, Ivo, MC A 5, without codice fiscale 6 retired, Eva, MC A 6, without
 *   7 imported, MC A 7, with codice fiscale, without name
 */
static void make_each_kind(struct folder *folder)
{
    const struct who persons[] = {
        {"Anna", "Neri", "MC", 'A', 1, CF(1)}, {"Luca", "Verdi", "MC", 'A', 2, CF(2)},
        {"Zoe", "Alba", "MC", 'A', 3, CF(3)},  {"Ugo", "Riva", "MC", 'A', 4, CF(4)},
        {"Ivo", "Sala", "MC", 'A', 5, NULL},   {"Eva", "Longo", "MC", 'A', 6, NULL},
    };
    struct pecaddr_registry *registry = make_registry(folder);

    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_int_eq(claim(registry, &persons[i], 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    set_state(folder->file, "luca.verdi@ingpec.eu", "active");
    set_state(folder->file, "zoe.alba@ingpec.eu", "active");
    set_state(folder->file, "zoe.alba@ingpec.eu", "retired");
    set_state(folder->file, "ugo.riva@ingpec.eu", "released");
    set_state(folder->file, "eva.longo@ingpec.eu", "active");
    set_state(folder->file, "eva.longo@ingpec.eu", "retired");
    do_sql(folder->file,
           "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
           "notes, receipt, changed_by, changed_why) VALUES (1, 'active', 'g@ingpec.eu', "
           "'12345678911', 'MC', 'A', 7, 0, 'imported', 'x', 'x')");
}

#define NEW                                                                                        \
    "(revision, state, address, holder, province, section, number, given, surname, scheme, "       \
    "table_version, level, notes, receipt, changed_by, changed_why) "
#define AN(number) "'AN', 'A', " #number ", 'X', 'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"

/* The holders of the mailboxes, as SQL. */
#define HOLDER(id) "(SELECT holder FROM mailbox WHERE id = " #id ")"

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    static const struct {
        const char *what;
        const char *sql;
    } cases[] = {
        /* An address never changes, nor how it was issued. */
        {"address of a reserved one",
         "UPDATE mailbox SET address = 'x.y@ingpec.eu', " CHANGE " WHERE id = 1"},
        {"address of an active one",
         "UPDATE mailbox SET address = 'x.y@ingpec.eu', " CHANGE " WHERE id = 2"},
        {"id", "UPDATE mailbox SET id = 77, " CHANGE " WHERE id = 1"},
        {"domain", "UPDATE mailbox SET domain = 'pec.it', " CHANGE " WHERE id = 1"},
        {"scheme", "UPDATE mailbox SET scheme = NULL, " CHANGE " WHERE id = 1"},
        {"level", "UPDATE mailbox SET level = 1, " CHANGE " WHERE id = 1"},
        {"receipt", "UPDATE mailbox SET receipt = 'x', " CHANGE " WHERE id = 1"},
        {"table version", "UPDATE mailbox SET table_version = 2, " CHANGE " WHERE id = 1"},
        {"notes", "UPDATE mailbox SET notes = 1, " CHANGE " WHERE id = 1"},
        /* Nor does its holder. */
        {"codice fiscale",
         "UPDATE mailbox SET holder = 'XQAAAW80A01Z000A', " CHANGE " WHERE id = 1"},
        {"no codice fiscale any more", "UPDATE mailbox SET holder = NULL, " CHANGE " WHERE id = 2"},
        {"codice fiscale of another",
         "UPDATE mailbox SET holder = " HOLDER(1) ", " CHANGE " WHERE id = 5"},
        {"codice fiscale of a retired one",
         "UPDATE mailbox SET holder = " HOLDER(3) ", " CHANGE " WHERE id = 5"},
        {"codice fiscale for a retired one",
         "UPDATE mailbox SET holder = '12345678903', " CHANGE " WHERE id = 6"},
        {"no codice fiscale", "UPDATE mailbox SET holder = 'x', " CHANGE " WHERE id = 5"},
        {"lower case", "UPDATE mailbox SET holder = 'xqaaaw80a01z000a', " CHANGE " WHERE id = 5"},
        {"name", "UPDATE mailbox SET given = 'X', " CHANGE " WHERE id = 1"},
        {"surname", "UPDATE mailbox SET surname = 'X', " CHANGE " WHERE id = 2"},
        {"no surname any more", "UPDATE mailbox SET surname = NULL, " CHANGE " WHERE id = 2"},
        {"empty name", "UPDATE mailbox SET given = '', " CHANGE " WHERE id = 7"},
        {"empty surname", "UPDATE mailbox SET surname = '', " CHANGE " WHERE id = 7"},
        {"long name", "UPDATE mailbox SET given = hex(zeroblob(513)), " CHANGE " WHERE id = 7"},
        {"long surname",
         "UPDATE mailbox SET surname = hex(zeroblob(513)), " CHANGE " WHERE id = 7"},
        {"transfer without codice fiscale",
         "UPDATE mailbox SET number = 99, " CHANGE " WHERE id = 5"},
        {"transfer of a retired one", "UPDATE mailbox SET number = 99, " CHANGE " WHERE id = 3"},
        {"transfer to another's entry", "UPDATE mailbox SET number = 2, " CHANGE " WHERE id = 1"},
        {"no province any more", "UPDATE mailbox SET province = NULL, " CHANGE " WHERE id = 7"},
        {"no section any more", "UPDATE mailbox SET section = NULL, " CHANGE " WHERE id = 7"},
        {"no number any more", "UPDATE mailbox SET number = NULL, " CHANGE " WHERE id = 7"},
        {"section C", "UPDATE mailbox SET section = 'C', " CHANGE " WHERE id = 1"},
        {"number 0", "UPDATE mailbox SET number = 0, " CHANGE " WHERE id = 1"},
        {"number as text", "UPDATE mailbox SET number = 'x', " CHANGE " WHERE id = 1"},
        {"province in lower case", "UPDATE mailbox SET province = 'an', " CHANGE " WHERE id = 1"},
        {"expires on no day", "UPDATE mailbox SET expires = '2023-02-29', " CHANGE " WHERE id = 1"},
        {"left now", "UPDATE mailbox SET left_on = 'now', " CHANGE " WHERE id = 1"},
        /* Transitions. */
        {"reserved to retired", "UPDATE mailbox SET state = 'retired', " CHANGE " WHERE id = 1"},
        {"active to reserved", "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 2"},
        {"active to released", "UPDATE mailbox SET state = 'released', " CHANGE " WHERE id = 2"},
        {"retired to active", "UPDATE mailbox SET state = 'active', " CHANGE " WHERE id = 3"},
        {"retired to released", "UPDATE mailbox SET state = 'released', " CHANGE " WHERE id = 3"},
        {"retired to reserved for another",
         "UPDATE mailbox SET state = 'reserved', holder = '12345678903', " CHANGE " WHERE id = 3"},
        {"retired to reserved for nobody known",
         "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 6"},
        {"retired to reserved for anyone",
         "UPDATE mailbox SET state = 'reserved', holder = '12345678903', " CHANGE " WHERE id = 6"},
        {"released to reserved", "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 4"},
        {"released expires", "UPDATE mailbox SET expires = '2030-01-01', " CHANGE " WHERE id = 4"},
        {"unknown state", "UPDATE mailbox SET state = 'free', " CHANGE " WHERE id = 1"},
        {"everything at once", "UPDATE mailbox SET state = 'active', " CHANGE},
        /* A change says who and why. */
        {"no reason", "UPDATE mailbox SET state = 'active' WHERE id = 1"},
        {"an old reason", "UPDATE mailbox SET state = 'active', changed_why = 'x' WHERE id = 1"},
        {"a gap in the history", "UPDATE mailbox SET state = 'active', revision = revision + 2, "
                                 "changed_by = 'x', changed_why = 'x' WHERE id = 1"},
        {"an empty reason", "UPDATE mailbox SET state = 'active', revision = revision + 1, "
                            "changed_by = 'x', changed_why = '' WHERE id = 1"},
        {"nobody", "UPDATE mailbox SET state = 'active', revision = revision + 1, "
                   "changed_by = '', changed_why = 'x' WHERE id = 1"},
        /* Nothing is deleted or replaced. */
        {"delete", "DELETE FROM mailbox WHERE id = 1"},
        {"delete a released one", "DELETE FROM mailbox WHERE id = 4"},
        {"delete all", "DELETE FROM mailbox"},
        {"delete history", "DELETE FROM history"},
        {"delete a scheme", "DELETE FROM scheme"},
        {"change a scheme", "UPDATE scheme SET text = 'x'"},
        {"a scheme without text", "INSERT INTO scheme (text) VALUES ('')"},
        {"a scheme before the first", "INSERT INTO scheme (id, text) VALUES (-1, 'x')"},
        {"replace a scheme", "INSERT OR REPLACE INTO scheme (id, text) VALUES (1, 'x')"},
        {"replace a text", "INSERT OR REPLACE INTO scheme (text) SELECT text FROM scheme"},
        {"replace by id", "INSERT OR REPLACE INTO mailbox (id, revision, state, address, notes, "
                          "receipt, changed_by, changed_why) VALUES (2, 1, 'active', "
                          "'x@ingpec.eu', 0, 'imported', 'x', 'x')"},
        {"replace by address", "INSERT OR REPLACE INTO mailbox " NEW
                               "VALUES (1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN(1)},
        {"replace by holder", "INSERT OR REPLACE INTO mailbox " NEW
                              "VALUES (1, 'reserved', 'x@ingpec.eu', " HOLDER(2) ", " AN(1)},
        {"replace by entry", "INSERT OR REPLACE INTO mailbox " NEW
                             "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'MC', 'A', 1, 'X', 'Y', "
                             "1, 1, 0, 0, 'claimed', 'x', 'x')"},
        {"replace by update", "UPDATE OR REPLACE mailbox SET number = 2, " CHANGE " WHERE id = 1"},
        {"replace a holder by update",
         "UPDATE OR REPLACE mailbox SET holder = " HOLDER(2) ", " CHANGE " WHERE id = 5"},
        {"upsert",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN(
             1) " ON CONFLICT DO UPDATE SET holder = NULL"},
        /* One live mailbox for each address, holder and entry. */
        {"address twice",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'anna.neri@ingpec.eu', NULL, " AN(1)},
        {"address of a retired one",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'zoe.alba@ingpec.eu', NULL, " AN(1)},
        {"holder twice",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', " HOLDER(1) ", " AN(1)},
        {"holder of a retired one",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', " HOLDER(3) ", " AN(1)},
        {"entry twice", "INSERT INTO mailbox " NEW
                        "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'MC', 'A', 5, 'X', 'Y', 1, 1, "
                        "0, 0, 'claimed', 'x', 'x')"},
        /* A mailbox begins whole, as reserved, or active when it was imported. */
        {"born active",
         "INSERT INTO mailbox " NEW "VALUES (1, 'active', 'x@ingpec.eu', NULL, " AN(1)},
        {"born retired",
         "INSERT INTO mailbox " NEW "VALUES (1, 'retired', 'x@ingpec.eu', NULL, " AN(1)},
        {"born released",
         "INSERT INTO mailbox " NEW "VALUES (1, 'released', 'x@ingpec.eu', NULL, " AN(1)},
        {"born old",
         "INSERT INTO mailbox " NEW "VALUES (2, 'reserved', 'x@ingpec.eu', NULL, " AN(1)},
        {"born before the first",
         "INSERT INTO mailbox (id, revision, state, address, notes, receipt, changed_by, "
         "changed_why) VALUES (-1, 1, 'active', 'x@ingpec.eu', 0, 'imported', 'x', 'x')"},
        {"table version 0",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, "
         "'X', 'Y', 1, 0, 0, 0, 'claimed', 'x', 'x')"},
        {"level -1",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, "
         "'X', 'Y', 1, 1, -1, 0, 'claimed', 'x', 'x')"},
        {"notes -1",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, "
         "'X', 'Y', 1, 1, 0, -1, 'claimed', 'x', 'x')"},
        {"no receipt",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, "
         "'X', 'Y', 1, 1, 0, 0, '', 'x', 'x')"},
        {"issued without entry",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, NULL, NULL, NULL, "
         "'X', 'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"},
        {"issued without name", "INSERT INTO mailbox " NEW
                                "VALUES (1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, "
                                "'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"},
        {"upper case",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'X@ingpec.eu', NULL, " AN(1)},
        {"no address", "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x', NULL, " AN(1)},
        {"two @", "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'x@y@z', NULL, " AN(1)},
        {"not ASCII", "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'è@y.it', NULL, " AN(1)},
        {"no text", "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', x'40', NULL, " AN(1)},
        /* History is written by the triggers alone. */
        {"history changed", "UPDATE history SET why = 'x' WHERE id = 1"},
        {"history forged", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                           "VALUES (1, 2, 'x', 'active', 'x')"},
        {"history of nothing", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                               "VALUES (99, 1, 'x', 'active', 'x')"},
        {"history replaced", "INSERT OR REPLACE INTO history (id, mailbox, revision, author, "
                             "new_state, why) SELECT id, mailbox, revision, author, new_state, why "
                             "FROM history WHERE id = 1"},
        {"history replaced by revision",
         "INSERT OR REPLACE INTO history (mailbox, revision, author, new_state, why) SELECT "
         "mailbox, revision, author, new_state, why FROM history WHERE id = 1"},
    };
    struct folder folder;
    size_t size, now_size;
    unsigned char *before, *now;
    char message[256];

    make_each_kind(&folder);
    before = read_file(folder.file, &size);
    for (size_t i = 0; i < N_OF(cases); i++)
        ck_assert_msg(!run_sql(folder.file, cases[i].sql, message), "%s was done", cases[i].what);
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    free(before);
    free(now);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_database_allows_what_the_rules_allow)
{
    static const struct {
        const char *what;
        const char *sql;
    } cases[] = {
        {"reserved to active", "UPDATE mailbox SET state = 'active', " CHANGE " WHERE id = 1"},
        {"expiry", "UPDATE mailbox SET expires = '2030-02-28', " CHANGE " WHERE id = 2"},
        {"leaving", "UPDATE mailbox SET left_on = '2024-02-29', " CHANGE " WHERE id = 2"},
        {"transfer of an active one", "UPDATE mailbox SET province = 'AN', section = 'B', number "
                                      "= 9, " CHANGE " WHERE id = 2"},
        {"active to retired", "UPDATE mailbox SET state = 'retired', " CHANGE " WHERE id = 2"},
        {"retired to reserved", "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 3"},
        {"codice fiscale that comes",
         "UPDATE mailbox SET holder = '12345678903', " CHANGE " WHERE id = 5"},
        {"reserved to released", "UPDATE mailbox SET state = 'released', " CHANGE " WHERE id = 5"},
        {"address of a released one",
         "INSERT INTO mailbox " NEW "VALUES (1, 'reserved', 'ugo.riva@ingpec.eu', NULL, " AN(1)},
    };
    struct folder folder;

    make_each_kind(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        int events = count_sql(folder.file, "SELECT count(*) FROM history");

        do_sql(folder.file, cases[i].sql);
        ck_assert_msg(count_sql(folder.file, "SELECT count(*) FROM history") == events + 1, "%s",
                      cases[i].what);
    }
    ck_assert_int_eq(count_sql(folder.file, "SELECT sum(revision) = (SELECT count(*) FROM history) "
                                            "FROM mailbox"),
                     1);
    remove_folder(&folder);
}
END_TEST

/* Files that are no registry. */

static int try_open(const char *uri, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = NULL;
    int r;

    *error = (struct pecaddr_registry_error){.size = sizeof *error};
    r = pecaddr_registry_open(uri, &registry, error);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(error->code, r);
    return r;
}

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

START_TEST(damage_that_is_met_later_is_an_error_and_no_answer)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    unsigned char *bytes;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    size_t size, page;
    char root[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert(run_sql(folder.file,
                      "SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_entry'", root));
    page = (size_t)atoi(root);
    bytes = read_file(folder.file, &size);
    memset(bytes + (page - 1) * 4096, 0x55, 4096);
    write_file(folder.file, bytes, size);
    free(bytes);
    registry = open_uri(folder.uri);
    make_question(&question, &mario, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "backup"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_path_is_never_an_option_of_the_storage_engine)
{
    static const char *const names[] = {"file:x", ":memory:", "a b%25c%3Fd", "x;y", "é"};
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
    for (size_t i = 0; i < N_OF(names); i++)
        ck_assert_int_eq(unlink(strcmp(names[i], "a b%25c%3Fd") == 0 ? "a b%c?d" : names[i]), 0);
    ck_assert_int_eq(chdir(before), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_write_that_fails_is_an_error_and_no_claim_stands)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct rlimit before, limit;
    void (*handler)(int);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){4096, before.rlim_max};
    handler = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 2, NULL}, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "check the disk"));
    ck_assert_uint_eq(count_events(registry), 1);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Other processes. */

/* Waits for a child; its exit status, or minus the signal that ended it. */
static int wait_for(pid_t child)
{
    int status;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* In a child: a check that needs no Check. Ends it with the number of the line. */
#define CHILD_ASSERT(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

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
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), "can not be written") != NULL);
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

START_TEST(a_registry_that_is_moved_away_while_in_use_takes_no_claim)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_query *queries[1];
    struct question question;
    char copy[96];

    snprintf(copy, sizeof copy, "%s.copy", folder.file);
    make_question(&question, &mario, 0);
    queries[0] = &question.query;
    ck_assert_int_eq(rename(folder.file, copy), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "moved, replaced or deleted"));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(rename(copy, folder.file), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

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
        {0444, 0555, "its folder"},
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

static void init_in_vain_as_nobody(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_init(folder->uri, &error) == PECADDR_E_STORAGE);
    CHILD_ASSERT(strstr(error.message, "no permission") != NULL);
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
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM history"), SETS * ORDERS * 2);
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

    *who =
        (struct who){"Anna",          set_name(person / 4, name),         orders[person % 2], 'A',
                     (uint32_t)i + 1, holder_of((unsigned)person, holder)};
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
    static const int after[] = {0, 1, 2, 5, 13, 29, 35, 36, 37, 44, 47};
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

/* In a child: ended by a signal as soon as a file would grow over a size. */
static void limit_files(rlim_t size)
{
    const struct rlimit limit = {size, size}, no_core = {0, 0};

    CHILD_ASSERT(setrlimit(RLIMIT_CORE, &no_core) == 0);
    CHILD_ASSERT(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    signal(SIGXFSZ, SIG_DFL);
}

START_TEST(a_run_that_ends_at_any_write_leaves_each_claim_whole_or_absent)
{
    struct undisturbed undisturbed;
    bool ended = true;

    run_undisturbed(&undisturbed);
    for (rlim_t size = 1; ended; size += size < 40000 ? 4099 : 40009) {
        struct folder folder;
        pid_t child;
        int status;

        pecaddr_registry_close(make_registry(&folder));
        child = fork();
        if (child == 0) {
            struct pecaddr_registry *registry = NULL;

            limit_files(size);
            if (pecaddr_registry_open(folder.uri, &registry, NULL) != PECADDR_OK)
                _exit(2);
            issue_crash_roster(registry, NULL);
            _exit(0);
        }
        status = wait_for(child);
        ck_assert(status == 0 || status == -SIGXFSZ);
        ended = status != 0;
        assert_completes(&folder, &undisturbed);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(init_that_ends_at_any_write_leaves_nothing_or_a_whole_registry)
{
    bool ended = true;
    int crashes = 0;

    for (rlim_t size = 1; ended; size += 512) {
        struct pecaddr_registry_error error;
        struct folder folder;
        pid_t child;
        int status;

        make_folder(&folder);
        child = fork();
        if (child == 0) {
            limit_files(size);
            _exit(pecaddr_registry_init(folder.uri, NULL) == PECADDR_OK ? 0 : 1);
        }
        status = wait_for(child);
        ck_assert(status == 0 || status == -SIGXFSZ);
        ended = status != 0;
        crashes += ended;
        /* What is there now is a registry or can be made one. */
        if (try_open(folder.uri, &error) != PECADDR_OK)
            ck_assert_msg(strstr(error.message, "pecaddr registry init") != NULL, "%s",
                          error.message);
        init(&folder);
        ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_OK);
        assert_whole(folder.file);
        remove_folder(&folder);
    }
    ck_assert_int_gt(crashes, 20);
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
        the_database_refuses_what_the_rules_forbid,
        the_database_allows_what_the_rules_allow,
        opening_never_makes_a_registry,
        a_registry_that_is_there_keeps_all_it_holds,
        an_empty_file_is_no_registry_but_may_become_one,
        what_is_no_registry_is_refused_untouched_with_what_is_wrong,
        damage_that_is_met_later_is_an_error_and_no_answer,
        a_write_that_fails_is_an_error_and_no_claim_stands,
        a_path_is_never_an_option_of_the_storage_engine,
        a_registry_that_is_moved_away_while_in_use_takes_no_claim,
        a_registry_that_may_not_be_written_can_be_read,
        what_may_not_be_read_is_refused_with_what_to_do,
        a_registry_can_not_be_made_where_one_may_not_write,
        many_orders_at_once_give_each_person_one_address_without_gaps,
        a_killed_run_leaves_each_claim_whole_or_absent_and_runs_again_to_the_end,
        a_run_that_ends_at_any_write_leaves_each_claim_whole_or_absent,
        init_that_ends_at_any_write_leaves_nothing_or_a_whole_registry,
        processes_that_make_one_registry_at_once_make_one,
    };

    return run_long_suite("sqlite", tests, N_OF(tests));
}
