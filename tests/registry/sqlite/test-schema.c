/* SPDX-License-Identifier: BSD-3-Clause */
/* What the database itself holds in SQLite, by its schema. SPEC §5. */
#include "registry/invented-migration.h"
#include "registry/sqlite/refused-changes.h"
#include "registry/sqlite/refused-mailboxes.h"
#include "registry/sqlite/refused-records.h"

/* Whether each rule of the schema that a trigger holds is broken by one of the cases. */
static void assert_each_rule_is_tried(const char *const said[], size_t n)
{
    const char *rule = present_schema();
    unsigned rules = 0;

    for (; (rule = strstr(rule, "RAISE(ROLLBACK, '")) != NULL; rules++) {
        char sentence[128];
        size_t i = 0;

        ck_assert_int_eq(sscanf(rule, "RAISE(ROLLBACK, '%127[^']", sentence), 1);
        while (i < n && strcmp(said[i], sentence) != 0)
            i++;
        ck_assert_msg(i < n, "no case breaks the rule: %s", sentence);
        rule += strlen(sentence);
    }
    ck_assert_uint_ge(rules, 35);
}

#define N_REFUSED (N_OF(refused_changes) + N_OF(refused_mailboxes) + N_OF(refused_records))

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    static const struct {
        const struct refused *cases;
        size_t n;
    } tables[] = {
        {refused_changes, N_OF(refused_changes)},
        {refused_mailboxes, N_OF(refused_mailboxes)},
        {refused_records, N_OF(refused_records)},
    };
    static char messages[N_REFUSED][256];
    const char *said[N_REFUSED];
    struct folder folder;
    size_t size, now_size, n = 0;
    unsigned char *before, *now;

    make_each_kind(&folder);
    before = read_file(folder.file, &size);
    for (size_t t = 0; t < N_OF(tables); t++) {
        for (const struct refused *refused = tables[t].cases;
             refused < tables[t].cases + tables[t].n; refused++, n++) {
            said[n] = messages[n];
            ck_assert_msg(!run_sql(folder.file, refused->sql, messages[n]), "%s was done",
                          refused->what);
            ck_assert_msg(strstr(messages[n], refused->rule) != NULL, "%s: %s", refused->what,
                          messages[n]);
        }
    }
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    assert_each_rule_is_tried(said, n);
    free(before);
    free(now);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_database_allows_what_the_rules_allow)
{
    /* Done one after the other; `kept`: what history keeps of holder, entry and name before. */
    static const struct {
        const char *what;
        const char *sql;
        const char *kept;
    } cases[] = {
        {"another scheme", "INSERT INTO scheme (text) VALUES ('x')", ""},
        {"expiry of a retired one where another stands", UPDATE("expires = '2030-01-01'", 10), ""},
        {"renewal", UPDATE("expires = '2030-02-28'", 2), ""},
        {"leaving", UPDATE("left_on = '2024-02-29'", 2), ""},
        {"another day of leaving", UPDATE("left_on = '2024-03-01'", 2), ""},
        {"renewal of one that left", UPDATE("expires = '2031-02-28'", 7), ""},
        {"return to the entry", UPDATE("left_on = NULL", 2), ""},
        {"transfer", UPDATE("province = 'AN', section = 'B', number = 9" KEEP_ENTRY, 2), "MC A 2"},
        {"transfer to another province", UPDATE("province = 'AP'", 2), "AN B 9"},
        {"transfer to another section", UPDATE("section = 'A'", 2), "AP B 9"},
        {"transfer to another number", UPDATE("number = 10", 2), "AP A 9"},
        {"transfer and renewal", UPDATE("number = 11, expires = '2032-01-01'", 2), "AP A 10"},
        {"transfer to the entry of a retired one", UPDATE("number = 6, province = 'MC'", 2),
         "AP A 11"},
        {"transfer of a reserved one to the entry of one that left and was retired",
         UPDATE("number = 10" KEEP("number"), 1), "MC A 1"},
        {"relink of a reserved one", BECAUSE("relink", "x", "holder = " OTHER, 1),
         "NRENNA00A01Z001D"},
        {"relink of an active one", BECAUSE("relink", "y", "holder = '00000000018'", 2),
         "VRDLCU00A01Z002Z"},
        {"relink of one that left", BECAUSE("relink", "z", "holder = '00000000034'", 7),
         "CNTPIA00A01Z008J"},
        {"return with a transfer", UPDATE("left_on = NULL, number = 88" KEEP("number"), 7),
         "MC A 8"},
        {"retirement of one that left, where another stands",
         UPDATE("left_on = '2024-04-01'", 7) ";" UPDATE("state = 'retired'", 7), ""},
        {"retired to reserved with a transfer",
         UPDATE("state = 'reserved', number = 89" KEEP("number"), 10), "MC A 11"},
        {"retired to reserved", UPDATE("state = 'reserved'", 3), ""},
        {"and back", UPDATE("state = 'active'", 3) ";" UPDATE("state = 'retired'", 3), ""},
        {"retired to reserved and left no more",
         UPDATE("state = 'reserved', left_on = NULL, number = 90" KEEP("number"), 9), "MC A 10"},
        {"reserved to active and expiry",
         UPDATE("state = 'active', used = 1, expires = '2030-01-01'", 1), ""},
        {"active to retired", UPDATE("state = 'retired'", 2), ""},
        {"relink of a retired one", RELINK("holder = '00000000026'", 3), "LBAZOE00A01Z003D"},
        {"and it comes back", UPDATE("state = 'reserved'", 3), ""},
        {"relink of a retired one whose codice fiscale was not known",
         RELINK("holder = '00000000042'", 6), ""},
        {"correction of an active one", CORRECT("given = 'Lea'" KEEP("given"), 7), "Pia Conti"},
        {"correction of a retired one", CORRECT("surname = 'Sala'" KEEP("surname"), 6),
         "Eva Longo"},
        {"correction of a reserved one, with its letters",
         CORRECT("given = 'Lia', given_letters = 'lia'" KEEP("given"), 8), "Leo Conti"},
        {"correction back", CORRECT("given = 'Leo', given_letters = 'leo'", 8), "Lia Conti"},
        {"correction of what was not known", CORRECT("given = 'X'", 17), "Y"},
        {"a move back", UPDATE("number = 96", 24), "MC A 98"},
        {"forgetting one that was issued and moved",
         UPDATE("state = 'active'", 9) ";" UPDATE("state = 'retired'", 9) ";" FORGET(NOTHING_KNOWN,
                                                                                     9),
         ""},
        {"forgetting one, then what was given up for it",
         UPDATE("state = 'active', used = 1", 27) ";" UPDATE("state = 'retired'", 27) ";" FORGET(
             NOTHING_KNOWN, 27) ";" FORGET(NOTHING_KNOWN, 26),
         ""},
        {"codice fiscale of a released one", UPDATE("holder = " HOLDER(4), 5), ""},
        {"blocked to retired, with all its facts",
         BECAUSE("import", "",
                 "state = 'retired', used = 1, given = 'Lia', surname = 'Re', province = 'AN', "
                 "section = 'A', number = 700, holder = '00000000125', left_on = '2024-02-29', "
                 "expires = '2024-12-31'",
                 23),
         ""},
        {"codice fiscale with another reason", BECAUSE("renew", "x", "holder = '00000000059'", 8),
         ""},
        {"codice fiscale that comes by relink",
         BECAUSE("relink", "x", "holder = '00000000067'", 11), ""},
        {"section that was unknown, then number",
         UPDATE("section = 'A'", 13) ";" UPDATE("number = 19", 13), "MC A"},
        {"number that was unknown", UPDATE("number = 21", 21), "MC"},
        {"then section", UPDATE("section = 'A'", 21), "MC 21"},
        {"number that was unknown, then province",
         UPDATE("number = 22", 22) ";" UPDATE("province = 'MC'", 22), "A 22"},
        {"codice fiscale of an active one", UPDATE("holder = '00000000083'", 21), ""},
        {"what is unknown of a name", UPDATE("given = 'X', surname = 'Y'", 12), ""},
        {"reserved to released", UPDATE("state = 'released', released = 1", 5), ""},
        {"address and entry of a released one",
         NEW "(1, 'reserved', 'ugo.riva@ingpec.eu', NULL, " ON("MC", "4"), ""},
        {"instead of a released one", HEIR("5", "y@ingpec.eu", HOLDER(5), "MC", "A", "5"), ""},
        {"entry of one that left",
         BRING "(1, 'active', 'z@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 1, " BY_IMPORT
               ";" NEW "(1, 'reserved', 'w@ingpec.eu', NULL, " ON("TO", "1"),
         ""},
        {"one that left the entry where another stands",
         BRING "(1, 'active', 'v@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 1, " BY_IMPORT "",
         ""},
        {"imported and only reserved",
         BRING "(1, 'reserved', 'u@ingpec.eu', NULL, NULL, NULL, NULL, NULL, 1, " BY_IMPORT "", ""},
        {"holder and entry in another domain",
         NEW "(1, 'reserved', 'a@third.it', " HOLDER(2) ", " ON("MC", "8"), ""},
        {"number in another province", NEW "(1, 'reserved', 'b@ingpec.eu', NULL, " ON("RM", "8"),
         ""},
        {"number in another section",
         NEW "(1, 'reserved', 'c@ingpec.eu', NULL, 'MC', 'B', 8, " CLAIMED, ""},
        {"transfer to a number that stands in another section",
         UPDATE("section = 'B', number = 11" KEEP("section"), 1), "MC A 10"},
        {"transfer to an entry that stands in another domain",
         UPDATE("section = 'A', number = 1", 1), "MC B 11"},
        {"another that left",
         BRING "(1, 'active', 's@ingpec.eu', NULL, 'TO', 'A', 2, '2024-01-31', 1, " BY_IMPORT, ""},
        {"transfer to the entry of one that left",
         UPDATE("province = 'TO', number = 2" KEEP("province"), 1), "MC A 1"},
    };
    struct folder folder;
    char kept[256];

    make_each_kind(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        static const char versions[] = "SELECT sum(revision - 1) FROM mailbox";
        static const char archived[] = "SELECT count(*) FROM history";

        do_sql(folder.file, "UPDATE registry SET change = change + 1");
        ck_assert_msg(run_sql(folder.file, cases[i].sql, kept), "%s: %s", cases[i].what, kept);
        ck_assert_msg(count_sql(folder.file, archived) == count_sql(folder.file, versions), "%s",
                      cases[i].what);
        ck_assert(run_sql(folder.file,
                          "SELECT trim(coalesce(old_holder, '') || coalesce(' ' || old_province, "
                          "'') || coalesce(' ' || old_section, '') || coalesce(' ' || old_number, "
                          "'') || coalesce(' ' || old_given, '') || coalesce(' ' || old_surname, "
                          "'')) FROM (SELECT * FROM event ORDER BY change, mailbox, revision)",
                          kept));
        ck_assert_msg(strcmp(kept, cases[i].kept) == 0, "%s: history keeps %s", cases[i].what,
                      kept);
    }
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_database_refuses_what_the_rules_forbid,
        the_database_allows_what_the_rules_allow,
    };
    return run_long_suite("schema", tests, N_OF(tests));
}
