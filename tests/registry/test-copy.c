/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A registry that is copied whole into an empty one, in SQLite or PostgreSQL, SPEC §5. On a server
 * (with-postgres.py) each test is run from and to both.
 */
#include "registry/registry-calls.h"
#include "registry/verify-fixture.h"

static const struct who lia = {"Lia", "Bruni", "MC", 'A', 5001, NULL};
static const struct who homonym = {"Lia", "Bruni", "AN", 'A', 5002, NULL};

/* From where, to where. */

struct place {
    bool server;
    char file[96]; /* or what stands for it */
    char uri[POSTGRES_URI_MAX];
};

struct way {
    struct folder folder;
    struct place from, to;
};

static void make_place(struct place *place, const struct folder *folder, const char *tail)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char database[64];

    snprintf(place->file, sizeof place->file, "%s%s", folder->file, tail);
    if (place->server) {
        database_of(place->file, database);
        postgres_make(database, true);
        postgres_uri(database, OWNER, place->uri);
        return;
    }
    snprintf(place->uri, sizeof place->uri, "sqlite:%s", place->file);
    ck_assert_msg(pecaddr_registry_init(place->uri, &error) == PECADDR_OK, "%s", error.message);
}

/* The ways that there are here. */
static int n_ways(void)
{
    return on_postgres() ? 4 : 1;
}

static bool is_from_server(int i)
{
    return (i & 1) != 0;
}

static bool is_to_server(int i)
{
    return (i & 2) != 0;
}

/* The ith of them. */
static void make_way(struct way *way, int i)
{
    make_folder(&way->folder);
    way->from.server = is_from_server(i);
    way->to.server = is_to_server(i);
    make_place(&way->from, &way->folder, "");
    make_place(&way->to, &way->folder, ".copy");
}

static bool sql_at(const struct place *place, const char *user, const char *sql, char buffer[256])
{
    char database[64], text[POSTGRES_TEXT_MAX];
    bool done;

    if (!place->server)
        return run_sqlite(place->file, sql, buffer);
    database_of(place->file, database);
    done = postgres_sql(database, user, sql, text);
    snprintf(buffer, 256, "%.255s", text);
    return done;
}

static void do_at(const struct place *place, const char *sql)
{
    char text[256];

    ck_assert_msg(sql_at(place, OWNER, sql, text), "%s: %s", sql, text);
}

static void assert_at(const struct place *place, const char *sql, const char *expected)
{
    char text[256];

    ck_assert_msg(sql_at(place, OWNER, sql, text), "%s: %s", sql, text);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s, not %s", sql, text, expected);
}

/* What is copied. */

static void bring_in(struct pecaddr_registry *registry, const char *address, const char *holder)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = address,
                                            .state = PECADDR_STATE_ACTIVE,
                                            .holder = holder,
                                            .province = "MC"};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_OK;

    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
}

static void step(struct pecaddr_registry *registry, enum pecaddr_act act, const char *address,
                 const char *given, const char *surname)
{
    struct pecaddr_registry_step s = PECADDR_REGISTRY_STEP_INIT;

    s.address = address;
    s.given = pecaddr_text_of(given);
    s.surname = pecaddr_text_of(surname);
    s.why = "test";
    STEP(pecaddr_registry_step(registry, act, &s, NULL, &step_error));
}

/* Somebody in every state and after every act. */
static void fill(const struct place *place)
{
    struct pecaddr_registry *registry = open_uri(place->uri);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    const struct pecaddr_text as_it_is = {0};

    for (unsigned i = 0; i < PERSONS; i++) {
        char holder[17];
        struct who who = person_number(i, holder);

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    }
    live(registry);
    step(registry, PECADDR_ACT_CORRECT, "ugo.rossi@ingpec.eu", "Ugo Maria", "Rossi");
    bring_to(registry, "paola.sala@ingpec.eu", PECADDR_STATE_RETIRED);
    step(registry, PECADDR_ACT_FORGET, "paola.sala@ingpec.eu", NULL, NULL);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), "marco.villa@ingpec.eu", as_it_is,
                        as_it_is, "test", &assignment, &step_error));
    bring_in(registry, "ordine@ingpec.eu", NULL);
    bring_in(registry, "lia.re@ingpec.eu", CF_OF("REXLIA", 7));
    bring_in(registry, "lea.re@ingpec.eu", "no codice fiscale");
    pecaddr_registry_close(registry);
    do_at(place, place->server
                     ? "INSERT INTO told (domain, province, range_number, change_from, change_to) "
                       "VALUES ('ingpec.eu', 'MC', 1, 1, 3), ('ingpec.eu', '', 1, 1, 4)"
                     : "INSERT INTO told (domain, province, range_number, change_from, change_to, "
                       "by) VALUES ('ingpec.eu', 'MC', 1, 1, 3, 'mario'), "
                       "('ingpec.eu', '', 1, 1, 4, 'mario')");
}

static void dump_uri(const char *uri, struct dumped *all)
{
    struct pecaddr_registry *registry = open_uri(uri);

    dump_registry(registry, all);
    assert_verified(registry);
    pecaddr_registry_close(registry);
}

static int try_copy(const char *from_uri, const char *to_uri, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *from = open_uri(from_uri), *to = open_uri(to_uri);
    int r = pecaddr_registry_copy(from, to, error);

    pecaddr_registry_close(to);
    pecaddr_registry_close(from);
    return r;
}

static void copy(const struct way *way)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_msg(try_copy(way->from.uri, way->to.uri, &error) == PECADDR_OK, "%s", error.message);
}

static void assert_empty(const struct place *place)
{
    assert_at(place,
              "SELECT (SELECT count(*) FROM mailbox) + (SELECT count(*) FROM history) "
              "+ (SELECT count(*) FROM scheme) + (SELECT count(*) FROM told)",
              "0");
}

/* The rules hold for whatever SQL comes. */
static void assert_guarded(const struct place *place)
{
    static const struct {
        const char *table;
        const char *sql;
    } forbidden[] = {
        {"mailbox", "DELETE FROM mailbox"},
        {"mailbox", "UPDATE mailbox SET address = 'x@ingpec.eu'"},
        {"history", "DELETE FROM history"},
        {"told", "DELETE FROM told"},
        {"scheme", "UPDATE scheme SET text = 'x'"},
        {"registry", "DELETE FROM registry"},
    };
    char sql[128], text[256];

    for (size_t i = 0; i < N_OF(forbidden); i++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", forbidden[i].table);
        ck_assert(sql_at(place, OWNER, sql, text));
        ck_assert_msg(strcmp(text, "0") == 0 || !sql_at(place, OWNER, forbidden[i].sql, text), "%s",
                      forbidden[i].sql);
    }
}

START_TEST(a_copy_tells_all_that_the_registry_told)
{
    struct dumped *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);

    for (int i = 0; i < n_ways(); i++) {
        struct way way;

        make_way(&way, i);
        fill(&way.from);
        copy(&way);
        dump_uri(way.from.uri, before);
        dump_uri(way.to.uri, after);
        ck_assert_str_eq(before->text, after->text);
        assert_guarded(&way.to);
        remove_folder(&way.folder);
    }
    free(before);
    free(after);
}
END_TEST

/* All that is on record, and is told by no function. */
START_TEST(a_copy_has_the_numbers_ranges_and_identity_of_the_registry)
{
    static const char *const same[] = {
        "SELECT id FROM registry",
        "SELECT epoch FROM registry",
        "SELECT provinces FROM registry",
        "SELECT sum(change) FROM mailbox",
        "SELECT sum(change) FROM history",
        "SELECT sum(id * revision) FROM mailbox",
        "SELECT max(text) FROM scheme",
        "SELECT count(given_letters) FROM mailbox",
        "SELECT sum(change_to * range_number) FROM told",
        "SELECT max(by) FROM told",
        "SELECT sum(CASE WHEN used THEN 1 ELSE 0 END) FROM mailbox",
    };

    for (int i = 0; i < n_ways(); i++) {
        struct way way;

        make_way(&way, i);
        do_at(&way.from, "UPDATE registry SET provinces = 'AN,MC', epoch = epoch + 1");
        fill(&way.from);
        copy(&way);
        for (size_t j = 0; j < N_OF(same); j++) {
            char text[256];

            ck_assert_msg(sql_at(&way.from, OWNER, same[j], text), "%s: %s", same[j], text);
            assert_at(&way.to, same[j], text);
        }
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(a_copy_goes_on_where_the_registry_was)
{
    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry *from, *to;
        struct way way;
        struct told told;
        char holder[17];
        struct who who = person_number(7, holder);

        make_way(&way, i);
        fill(&way.from);
        from = open_uri(way.from.uri);
        to = open_uri(way.to.uri);
        STEP(pecaddr_registry_copy(from, to, &step_error));
        pecaddr_registry_close(from);
        ck_assert_int_eq(claim(to, &who, 0), PECADDR_HELD);
        ck_assert_int_eq(claim(to, &lia, 0), PECADDR_CLAIMED);
        /* What triggers do is done for the handle that copied, too. */
        STEP(activate_mailbox(to, "lia.bruni@ingpec.eu", NULL, "test", &step_error));
        ck_assert_str_eq(history(to, "lia.bruni@ingpec.eu", &told),
                         ">reserved issue\nreserved>active activate: test\n");
        pecaddr_registry_close(to);
        assert_at(&way.to,
                  "SELECT count(*) FROM mailbox WHERE id >= "
                  "(SELECT id FROM mailbox WHERE address = 'lia.bruni@ingpec.eu')",
                  "1");
        assert_at(&way.to,
                  "SELECT count(*) FROM mailbox WHERE change >= (SELECT change FROM history WHERE "
                  "mailbox = (SELECT id FROM mailbox WHERE address = 'lia.bruni@ingpec.eu'))",
                  "1");
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(a_retired_address_is_not_issued_again_after_the_move)
{
    const struct who known = {"Lia", "Bruni", "MC", 'A', 5001, CF_OF("BRNLIA", 1)};

    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry *registry;
        struct way way;

        make_way(&way, i);
        registry = open_uri(way.from.uri);
        ck_assert_int_eq(claim(registry, &known, 0), PECADDR_CLAIMED);
        bring_to(registry, "lia.bruni@ingpec.eu", PECADDR_STATE_RETIRED);
        pecaddr_registry_close(registry);
        copy(&way);
        registry = open_uri(way.to.uri);
        ck_assert_int_eq(claim(registry, &homonym, 0), PECADDR_TAKEN);
        ck_assert_int_eq(claim(registry, &known, 0), PECADDR_HELD);
        pecaddr_registry_close(registry);
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(into_a_registry_that_is_not_empty_nothing_is_copied)
{
    struct dumped *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);

    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_registry *registry;
        struct way way;

        make_way(&way, i);
        fill(&way.from);
        registry = open_uri(way.to.uri);
        ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
        dump_uri(way.to.uri, before);
        ck_assert_int_eq(try_copy(way.from.uri, way.to.uri, &error), PECADDR_E_STATE);
        ck_assert_ptr_nonnull(strstr(error.message, "already"));
        dump_uri(way.to.uri, after);
        ck_assert_str_eq(before->text, after->text);
        assert_guarded(&way.to);
        remove_folder(&way.folder);
    }
    free(before);
    free(after);
}
END_TEST

/* What another program does, or what goes wrong, while a statement of SQLite runs. */

static struct {
    const char *statement;
    void (*act)(sqlite3 *db);
    const struct way *way;
} meanwhile;

static int trace(unsigned type, void *user, void *statement, void *sql)
{
    const char *file = sqlite3_db_filename(user, "main");

    (void)type;
    (void)statement;
    /* What only compares schemas is in memory. */
    if (meanwhile.statement && file && file[0] != '\0' && strstr(sql, meanwhile.statement)) {
        meanwhile.statement = NULL;
        meanwhile.act(user);
    }
    return 0;
}

static int extend(sqlite3 *db, char **ret_message, const struct sqlite3_api_routines *routines)
{
    (void)ret_message;
    (void)routines;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, db);
}

static void await(const char *statement, void (*act)(sqlite3 *db), const struct way *way)
{
    ck_assert_int_eq(sqlite3_auto_extension((void (*)(void))extend), SQLITE_OK);
    meanwhile.statement = statement;
    meanwhile.act = act;
    meanwhile.way = way;
}

static void write_to_it(sqlite3 *db)
{
    static unsigned n;
    struct pecaddr_registry *registry = open_uri(meanwhile.way->from.uri);
    char day[16];

    (void)db;
    snprintf(day, sizeof day, "2031-01-%02u", ++n);
    STEP(renew_mailbox(registry, "paola.riva@ingpec.eu", day, "test", &step_error));
    pecaddr_registry_close(registry);
}

static void interrupt(sqlite3 *db)
{
    sqlite3_interrupt(db);
}

/* Statements of the registry that is copied. */
static const char *const moments[] = {"FROM scheme ORDER", "FROM mailbox ORDER", "FROM told ORDER"};

/* A copy, while one of whose statements something happens, leaves nothing. */
static void assert_not_copied(const struct way *way, const char *statement,
                              void (*act)(sqlite3 *db), struct pecaddr_registry_error *ret_error)
{
    await(statement, act, way);
    ck_assert_int_eq(try_copy(way->from.uri, way->to.uri, ret_error), PECADDR_E_STORAGE);
    ck_assert_ptr_null(meanwhile.statement);
    assert_empty(&way->to);
    assert_guarded(&way->to);
}

START_TEST(what_was_written_to_while_it_was_copied_is_not_copied)
{
    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct way way;

        if (is_from_server(i))
            continue;
        make_way(&way, i);
        fill(&way.from);
        for (size_t j = 0; j < N_OF(moments); j++) {
            assert_not_copied(&way, moments[j], write_to_it, &error);
            ck_assert_ptr_nonnull(strstr(error.message, "was written to while"));
        }
        copy(&way);
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(a_copy_that_fails_leaves_nothing)
{
    static const char *const inside[] = {"INSERT INTO mailbox (id", "INSERT INTO told",
                                         "CREATE UNIQUE INDEX mailbox_entry", "SELECT CASE WHEN"};

    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct way way;

        if (is_from_server(i) && is_to_server(i))
            continue;
        make_way(&way, i);
        fill(&way.from);
        for (size_t j = 0; !way.from.server && j < N_OF(moments); j++)
            assert_not_copied(&way, moments[j], interrupt, &error);
        for (size_t j = 0; !way.to.server && j < N_OF(inside); j++)
            assert_not_copied(&way, inside[j], interrupt, &error);
        copy(&way);
        remove_folder(&way.folder);
    }
}
END_TEST

/* Whoever may write the file can switch off the triggers. */
static void forge(const char *file, const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    ck_assert_int_gt(sqlite3_changes(db), 0);
    sqlite3_close(db);
}

START_TEST(what_does_not_belong_together_is_not_copied)
{
    static const char *const forged[] = {
        "DELETE FROM history WHERE mailbox = (SELECT min(mailbox) FROM history)",
        "UPDATE history SET mailbox = 9999 WHERE mailbox = (SELECT min(mailbox) FROM history)",
        "UPDATE mailbox SET scheme = 9 WHERE id = 1",
        "UPDATE mailbox SET instead_of = 1 WHERE id = 2",
    };

    for (int i = 0; i < n_ways(); i++) {
        for (size_t j = 0; !is_from_server(i) && j < N_OF(forged); j++) {
            struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
            struct way way;

            make_way(&way, i);
            fill(&way.from);
            forge(way.from.file, forged[j]);
            ck_assert_int_eq(try_copy(way.from.uri, way.to.uri, &error), PECADDR_E_STORAGE);
            ck_assert_msg(strstr(error.message, "do not belong together") != NULL, "%s",
                          error.message);
            assert_empty(&way.to);
            remove_folder(&way.folder);
        }
    }
}
END_TEST

START_TEST(what_issues_nothing_new_does_not_where_it_is_copied_to)
{
    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_person person = person_from(&lia);
        struct pecaddr_registry *registry;
        struct way way;
        char mark[128];

        if (is_from_server(i))
            continue;
        make_way(&way, i);
        fill(&way.from);
        snprintf(mark, sizeof mark, "%s-mark", way.from.file);
        ck_assert_int_eq(unlink(mark), 0);
        copy(&way);
        registry = open_uri(way.to.uri);
        ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                                 &assignment, NULL, &error),
                         PECADDR_E_STORAGE);
        ck_assert_ptr_nonnull(strstr(error.message, "pecaddr registry resume"));
        ck_assert_int_eq(pecaddr_registry_resume(registry, &error), PECADDR_OK);
        ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(an_issuer_copies_nothing_into_a_registry)
{
    for (int i = 0; i < n_ways(); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        char database[64], uri[POSTGRES_URI_MAX];
        struct way way;

        if (!is_to_server(i) || is_from_server(i))
            continue;
        make_way(&way, i);
        fill(&way.from);
        database_of(way.to.file, database);
        postgres_uri(database, ISSUER, uri);
        ck_assert_int_eq(try_copy(way.from.uri, uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(strstr(error.message, "no right") != NULL, "%s", error.message);
        assert_empty(&way.to);
        assert_guarded(&way.to);
        remove_folder(&way.folder);
    }
}
END_TEST

START_TEST(a_registry_is_not_copied_into_itself)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(pecaddr_registry_copy(registry, registry, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_copy(registry, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_copy(NULL, registry, &error), PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_copy_tells_all_that_the_registry_told,
        a_copy_has_the_numbers_ranges_and_identity_of_the_registry,
        a_copy_goes_on_where_the_registry_was,
        a_retired_address_is_not_issued_again_after_the_move,
        into_a_registry_that_is_not_empty_nothing_is_copied,
        what_was_written_to_while_it_was_copied_is_not_copied,
        a_copy_that_fails_leaves_nothing,
        what_does_not_belong_together_is_not_copied,
        what_issues_nothing_new_does_not_where_it_is_copied_to,
        an_issuer_copies_nothing_into_a_registry,
        a_registry_is_not_copied_into_itself,
    };

    return run_long_suite("copy", tests, N_OF(tests));
}
