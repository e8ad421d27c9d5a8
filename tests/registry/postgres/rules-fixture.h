/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H

/* A registry in PostgreSQL with one mailbox of each kind; raw SQL that is done there or refused. */
#include "registry/registry-fixture.h"

/* Made before the tests. */
static const char database[] = "pecaddr-rules";

#define BY(act) "revision = revision + 1, changed_act = '" act "', changed_why = 'test'"
#define CHG     BY("claim")

#define FORGET                                                                                     \
    "holder = NULL, province = NULL, section = NULL, number = NULL, given = NULL, "                \
    "surname = NULL, " BY("forget")

#define COLUMNS                                                                                    \
    "INSERT INTO mailbox (state, address, holder, province, section, number, given, surname, "     \
    "scheme, table_version, level, notes, receipt, used, changed_act, changed_why) VALUES "
#define ISSUED(address, holder, province, number)                                                  \
    "('reserved', " address ", " holder ", " province ", 'A', " number ", 'X', 'Y', 1, 1, 0, 0, "  \
    "'claimed', false, 'issue', '')"
#define INSERT(address, holder, province, number)                                                  \
    COLUMNS ISSUED("'" address "'", holder, "'" province "'", #number)
#define IMPORT "INSERT INTO mailbox (notes, receipt, changed_act, changed_why, state, used, address"
#define IMPORTED(as, in_use, address)                                                              \
    "(0, 'imported', 'import', '', '" as "', " in_use ", '" address "'"
#define ACTIVE(address) IMPORTED("active", "true", address)

#define INSTEAD_OF(address, number, former)                                                        \
    "INSERT INTO mailbox (state, address, province, section, number, given, surname, scheme, "     \
    "table_version, level, notes, receipt, used, changed_act, changed_why, instead_of) VALUES "    \
    "('reserved', '" address "', 'MC', 'A', " number ", 'X', 'Y', 1, 1, 0, 0, 'claimed', false, "  \
    "'change', 'x', " former ")"

#define TELL(n, from, to)                                                                          \
    "INSERT INTO told (domain, province, range_number, change_from, change_to) VALUES "            \
    "('ingpec.eu', '', " n ", " from ", " to ")"

#define ONE   "'NRENNA00A01Z001D'"
#define TWO   "'NRENNA00A01Z002I'"
#define THREE "'12345678903'"
#define NINE  "'98765432103'"
#define NEW   "'12345678911'"

/*
 * A registry with one mailbox of each kind:
 *   1 reserved, MC A 1, ONE      2 active, MC A 2, TWO            3 retired, MC A 3, THREE
 *   4 released, MC A 4           5 reserved, MC A 5, without codice fiscale
 *   6 retired, MC A 6, without   7 imported, active, MC A 7, without codice fiscale and name
 *   8 active, MC A 8, left       9 reserved, MC A 9, NINE, and active before
 *   10 imported, active, nothing known                        11 the same, retired
 *   12 blocked                   13 retired, MC A 13, forgotten
 */
static const char *const each_kind[] = {
    "INSERT INTO scheme (text) VALUES ('x')",
    INSERT("one@ingpec.eu", ONE, "MC", 1),
    INSERT("two@ingpec.eu", TWO, "MC", 2),
    INSERT("three@ingpec.eu", THREE, "MC", 3),
    INSERT("four@ingpec.eu", "NULL", "MC", 4),
    INSERT("five@ingpec.eu", "NULL", "MC", 5),
    INSERT("six@ingpec.eu", "NULL", "MC", 6),
    IMPORT ", province, section, number) VALUES " ACTIVE("seven@ingpec.eu") ", 'MC', 'A', 7)",
    INSERT("eight@ingpec.eu", "NULL", "MC", 8),
    INSERT("nine@ingpec.eu", NINE, "MC", 9),
    IMPORT ") VALUES " ACTIVE("ten@ingpec.eu") ")",
    IMPORT ") VALUES " IMPORTED("retired", "true", "eleven@ingpec.eu") ")",
    "INSERT INTO mailbox (state, address, notes, receipt, used, changed_act, changed_why) VALUES "
    "('reserved', 'twelve@ingpec.eu', 0, 'blocked', false, 'block', '')",
    INSERT("thirteen@ingpec.eu", "NULL", "MC", 13),
    "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id IN (2, 3, 6, 8, 9, 13)",
    "UPDATE mailbox SET state = 'retired', " CHG " WHERE id IN (3, 6, 9, 13)",
    "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 9",
    "UPDATE mailbox SET left_on = '2028-05-01', " CHG " WHERE id = 8",
    "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 4",
    "UPDATE mailbox SET " FORGET " WHERE id = 13",
};

static inline void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s", sql, text);
}

/* All that is in the registry, in short. */
static inline void fingerprint(char text[POSTGRES_TEXT_MAX])
{
    ck_assert_msg(
        postgres_sql(database, OWNER,
                     "SELECT md5(string_agg(line, ';' ORDER BY line)) FROM ("
                     "SELECT 'm' || m::text AS line FROM mailbox AS m UNION ALL "
                     "SELECT 'h' || h::text FROM history AS h UNION ALL "
                     "SELECT 's' || s::text FROM scheme AS s UNION ALL "
                     "SELECT 'R' || r::text FROM registry AS r UNION ALL "
                     "SELECT 'b' || count(*)::text FROM bucket UNION ALL "
                     "SELECT 'T' || t::text FROM told AS t UNION ALL "
                     "SELECT 'v' || v::text FROM version AS v UNION ALL "
                     "SELECT 't' || tgname || tgenabled::text FROM pg_trigger WHERE NOT "
                     "tgisinternal UNION ALL "
                     "SELECT 'r' || relname || coalesce(relacl::text, '') FROM pg_class "
                     "WHERE relnamespace = 'pecaddr'::regnamespace UNION ALL "
                     "SELECT 'p' || proname || prosrc || coalesce(proacl::text, '') FROM pg_proc "
                     "WHERE pronamespace = 'pecaddr'::regnamespace) AS everything",
                     text),
        "%s", text);
}

/* What was there before a test. */
static char before[POSTGRES_TEXT_MAX];

static inline void set_up(void)
{
    struct postgres_session *session;
    char text[POSTGRES_TEXT_MAX];

    postgres_drop_all();
    postgres_make(database, true);
    session = postgres_connect(database, ISSUER);
    for (size_t i = 0; i < N_OF(each_kind); i++)
        ck_assert_msg(postgres_do(session, each_kind[i], text), "%s: %s", each_kind[i], text);
    postgres_disconnect(session);
    fingerprint(before);
}

/* Runs SQL that must fail for a reason. */
static inline void must_not(const char *user, const char *what, const char *sql, const char *reason)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(!postgres_sql(database, user, sql, text), "%s, %s: was done", user, what);
    ck_assert_msg(strstr(text, reason) != NULL, "%s, %s: %s", user, what, text);
}

/* And nothing may have changed. */
static inline void assert_unchanged(const char *what)
{
    char now[POSTGRES_TEXT_MAX];

    fingerprint(now);
    ck_assert_msg(strcmp(before, now) == 0, "%s: something changed", what);
}

#endif
