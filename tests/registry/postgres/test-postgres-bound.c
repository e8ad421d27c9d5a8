/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Roles that are bound to provinces, SPEC §5: a step on another Order's mailbox is refused by the
 * database, but for the claim that brings the same codice fiscale to a province of one's own.
 */
#include "registry/registry-fixture.h"

static const char database[] = "pecaddr-bound";
static const char anna_address[] = "anna.neri@ingpec.eu";

/* The login of another Order than ISSUER's, Macerata. */
#define ANCONA "order_an"

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};
static const struct who luca = {"Luca", "Verdi", "AN", 'A', 6, NULL};

static struct pecaddr_registry *open_as(const char *user)
{
    char uri[POSTGRES_URI_MAX];

    postgres_uri(database, user, uri);
    return open_uri(uri);
}

static void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s: %s", user, sql, text);
}

static void must_say(const char *sql, const char *expected)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, OWNER, sql, text), "%s: %s", sql, text);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s", sql, text);
}

static void must_not(const char *user, const char *sql, const char *reason)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(!postgres_sql(database, user, sql, text), "%s: %s: was done", user, sql);
    ck_assert_msg(strstr(text, reason) != NULL, "%s: %s: %s", user, sql, text);
}

#define ELSEWHERE "this user is bound to provinces, and this is of another"
#define SAID      "this user is bound to other provinces"

/* Anna Neri of Macerata has an address; each Order is bound to its province. */
static void set_up(void)
{
    struct pecaddr_registry *registry;

    postgres_drop_all();
    postgres_make(database, true);
    registry = open_as(ISSUER);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must(OWNER, "INSERT INTO bound VALUES ('" ISSUER "', 'MC'), ('" ANCONA "', 'AN,PU')");
}

START_TEST(who_is_bound_issues_and_steps_in_provinces_of_his_own)
{
    const struct who pesaro = {"Anna", "Neri", "PU", 'A', 9, NULL};
    const struct pecaddr_text as_it_is = {0};
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_registry *registry = open_as(ANCONA);

    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &pesaro, 1), PECADDR_CLAIMED);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), "luca.verdi@ingpec.eu", as_it_is,
                        as_it_is, "x", &assignment, &step_error));
    STEP(activate_mailbox(registry, "luca.verdi.an@ingpec.eu", NULL, "x", &step_error));
    STEP(retire_mailbox(registry, "luca.verdi.an@ingpec.eu", "x", &step_error));
    must(ANCONA,
         "UPDATE mailbox SET holder = NULL, province = NULL, section = NULL, number = NULL, "
         "given = NULL, surname = NULL, given_letters = NULL, surname_letters = NULL, "
         "revision = revision + 1, changed_act = 'forget', changed_why = 'x' "
         "WHERE address = 'luca.verdi.an@ingpec.eu'");
    /* And sees that an address is another's. */
    {
        const struct who homonym = {"Anna", "Neri", "AN", 'A', 7, NULL};

        ck_assert_int_eq(claim(registry, &homonym, 0), PECADDR_TAKEN);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_step_on_the_mailbox_of_another_order_is_refused)
{
    static const char *const steps[] = {
        "state = 'active', used = true, changed_act = 'activate'",
        "state = 'released', changed_act = 'release'",
        "given = 'Anna Maria', changed_act = 'correct'",
        "expires = '2030-01-01', changed_act = 'renew'",
        "holder = 'NRENNA00A01Z002I', changed_act = 'relink'",
        /* What is no move, or no claim, or of another. */
        "expires = '2030-01-01', changed_act = 'claim'",
        "changed_act = 'claim'",
        "province = 'MC', number = 8, changed_act = 'claim'",
        "province = 'RM', changed_act = 'claim'",
        "province = 'AN', changed_act = 'renew'",
        "province = 'AN', expires = '2030-01-01', changed_act = 'claim'",
        "province = 'AN', state = 'active', used = true, changed_act = 'claim'",
    };
    const struct pecaddr_text as_it_is = {0};
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_registry *registry = open_as(ANCONA);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char sql[512];

    for (size_t i = 0; i < N_OF(steps); i++) {
        snprintf(sql, sizeof sql,
                 "UPDATE mailbox SET %s, revision = revision + 1, changed_why = 'x'", steps[i]);
        must_not(ANCONA, sql, ELSEWHERE);
    }
    ck_assert_int_eq(activate_mailbox(registry, anna_address, NULL, "x", &error),
                     PECADDR_E_PROVINCE);
    ck_assert_str_eq(error.message, "anna.neri@ingpec.eu is of the Order of MC, and " SAID
                                    "; let that Order do it");
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, as_it_is,
                                    as_it_is, "x", &assignment, &error),
                     PECADDR_E_PROVINCE);
    pecaddr_registry_close(registry);
    must_say("SELECT state || ' ' || province || ' ' || revision FROM mailbox", "reserved MC 1");
}
END_TEST

START_TEST(a_step_that_is_refused_says_why_also_in_a_dry_run)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry *registry = open_as(ANCONA);

    step.address = anna_address;
    step.why = "x";
    for (step.dry_run = 0; step.dry_run <= 1; step.dry_run++) {
        struct pecaddr_reason reason = PECADDR_REASON_INIT;

        ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, &reason, NULL),
                         PECADDR_E_PROVINCE);
        ck_assert_int_eq(reason.code, PECADDR_E_PROVINCE);
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_USER);
        ck_assert_str_eq(reason.province, "MC");
        ck_assert_str_eq(reason.address, anna_address);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(who_is_of_another_order_is_refused_and_the_others_are_done)
{
    const struct who own = {"Paolo", "Verdi", "MC", 'A', 9, NULL};
    const struct pecaddr_person first = person_from(&luca), second = person_from(&own);
    const struct pecaddr_person *const persons[] = {&first, &second};
    struct pecaddr_registry *registry = open_as(ISSUER), *preview = NULL;

    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    for (int real = 0; real <= 1; real++) {
        struct pecaddr_assignment one = PECADDR_ASSIGNMENT_INIT, two = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_assignment *const assignments[] = {&one, &two};
        struct pecaddr_reason reason = PECADDR_REASON_INIT;
        struct pecaddr_reason *const reasons[] = {&reason, NULL};
        struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

        ck_assert_int_eq(pecaddr_registry_assign_batch(real != 0 ? registry : preview,
                                                       pecaddr_scheme_ingpec(), persons, 2,
                                                       assignments, reasons, NULL),
                         PECADDR_OK);
        ck_assert_int_eq(one.status, PECADDR_E_PROVINCE);
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_USER);
        ck_assert_str_eq(reason.province, "AN");
        ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
        ck_assert_msg(strstr(told.message, SAID) != NULL, "%s", told.message);
        ck_assert_int_eq(two.status, PECADDR_OK);
        ck_assert_str_eq(two.address, "paolo.verdi@ingpec.eu");
        if (real == 0) {
            pecaddr_registry_close(preview);
            must_say("SELECT count(*) FROM mailbox", "1");
        }
    }
    pecaddr_registry_close(registry);
    must_say("SELECT string_agg(address, ' ' ORDER BY id) FROM mailbox",
             "anna.neri@ingpec.eu paolo.verdi@ingpec.eu");
}
END_TEST

/* A row of an Order's list. */
static struct pecaddr_mailbox row_of(const char *address, const char *province, uint32_t number)
{
    return (struct pecaddr_mailbox){.size = sizeof(struct pecaddr_mailbox),
                                    .address = address,
                                    .state = PECADDR_STATE_ACTIVE,
                                    .surname = "Neri",
                                    .province = province,
                                    .section = 'A',
                                    .number = number};
}

START_TEST(a_row_of_another_order_is_refused_and_blocked_and_the_others_are_done)
{
    const struct pecaddr_mailbox rows[] = {row_of("x@ingpec.eu", "AN", 9),
                                           row_of("y@ingpec.eu", "MC", 10),
                                           row_of(anna_address, "MC", 5)};
    const struct pecaddr_mailbox *const mailboxes[] = {&rows[0], &rows[1], &rows[2]};
    const struct pecaddr_mailbox *const first[] = {&rows[0]};
    struct pecaddr_registry *registry = open_as(ISSUER), *other = open_as(ANCONA);
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_reason *const reasons[] = {&reason, NULL, NULL};
    int results[3];

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 3, 0, results, reasons, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(results[0], PECADDR_E_PROVINCE);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_USER);
    ck_assert_str_eq(reason.province, "AN");
    ck_assert_int_eq(reason.blocked, 1);
    ck_assert_int_eq(results[1], PECADDR_OK);
    ck_assert_int_eq(results[2], PECADDR_OK);
    must_say("SELECT string_agg(address || ' ' || receipt || ' ' || coalesce(province, '-'), ', ' "
             "ORDER BY address) FROM mailbox WHERE id > 1",
             "x@ingpec.eu blocked -, y@ingpec.eu imported MC");
    /* Nothing new of what is another's, which is told; and what is whole is no error. */
    ck_assert_int_eq(pecaddr_registry_import(other, mailboxes + 1, 1, 0, results, reasons, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(results[0], PECADDR_DONE);
    {
        struct pecaddr_mailbox more = rows[1];
        const struct pecaddr_mailbox *const gained[] = {&more};

        more.given = "Ada";
        ck_assert_int_eq(pecaddr_registry_import(other, gained, 1, 0, results, reasons, NULL),
                         PECADDR_OK);
        ck_assert_int_eq(results[0], PECADDR_E_PROVINCE);
        ck_assert_str_eq(reason.address, "y@ingpec.eu");
        ck_assert_str_eq(reason.province, "MC");
    }
    /* Whose it is says the Order whose it is. */
    ck_assert_int_eq(pecaddr_registry_import(other, first, 1, 0, results, reasons, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(results[0], PECADDR_OK);
    must_say("SELECT state || ' ' || province FROM mailbox WHERE address = 'x@ingpec.eu'",
             "active AN");
    pecaddr_registry_close(other);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_blocked_only_the_owner_releases)
{
    const struct pecaddr_mailbox row = row_of("x@ingpec.eu", "AN", 9);
    const struct pecaddr_mailbox *const mailboxes[] = {&row};
    struct pecaddr_registry *registry = open_as(ISSUER);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int result = -1;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(release_mailbox(registry, "x@ingpec.eu", "x", &error), PECADDR_E_PROVINCE);
    ck_assert_str_eq(error.message, "x@ingpec.eu is on record without a province, and " SAID
                                    "; let the owner of the registry do it");
    pecaddr_registry_close(registry);
    must_not(ISSUER,
             "UPDATE mailbox SET state = 'released', revision = revision + 1, "
             "changed_act = 'release', changed_why = 'x' WHERE address = 'x@ingpec.eu'",
             ELSEWHERE);
    registry = open_as(OWNER);
    STEP(release_mailbox(registry, "x@ingpec.eu", "x", &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_blocked_comes_to_a_province_of_ones_own_by_an_import_alone)
{
    static const char *const others[] = {
        "province = 'AN', changed_act = 'import', changed_why = ''",
        "province = 'MC', changed_act = 'renew', changed_why = 'x'",
        "changed_act = 'import', changed_why = ''",
    };
    const struct pecaddr_mailbox row = row_of("x@ingpec.eu", "AN", 9);
    const struct pecaddr_mailbox *const mailboxes[] = {&row};
    struct pecaddr_registry *registry = open_as(ISSUER);
    char sql[512];
    int result = -1;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
    for (size_t i = 0; i < N_OF(others); i++) {
        snprintf(sql, sizeof sql,
                 "UPDATE mailbox SET %s, revision = revision + 1 WHERE address = 'x@ingpec.eu'",
                 others[i]);
        must_not(ISSUER, sql, ELSEWHERE);
    }
}
END_TEST

START_TEST(a_claim_brings_the_same_codice_fiscale_to_a_province_of_ones_own)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 8, anna.holder};
    const struct who other_name = {"Carla", "Longo", "AN", 'B', 8, anna.holder};
    struct pecaddr_registry *registry = open_as(ANCONA), *former = open_as(ISSUER);

    ck_assert_int_eq(claim(registry, &other_name, 0), PECADDR_REFUSED);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    /* Its date of expiry ends with it. */
    STEP(activate_mailbox(registry, anna_address, "2030-12-31", "x", &step_error));
    ck_assert_int_eq(retire_mailbox(former, anna_address, "x", NULL), PECADDR_E_PROVINCE);
    must_say("SELECT state || ' ' || province || ' ' || issued_province FROM mailbox",
             "active AN MC");
    /* Back from retired, too. */
    STEP(retire_mailbox(registry, anna_address, "x", &step_error));
    ck_assert_int_eq(claim(former, &anna, 0), PECADDR_HELD);
    must_say("SELECT state || ' ' || province FROM mailbox", "reserved MC");
    pecaddr_registry_close(former);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(nobody_is_sent_to_another_order)
{
    must_not(ISSUER,
             "UPDATE mailbox SET province = 'AN', revision = revision + 1, changed_act = 'claim', "
             "changed_why = ''",
             ELSEWHERE);
}
END_TEST

START_TEST(of_what_has_expired_each_retires_its_own)
{
    struct pecaddr_registry *registry = open_as(ISSUER);

    STEP(activate_mailbox(registry, anna_address, "2026-01-01", "x", &step_error));
    pecaddr_registry_close(registry);
    registry = open_as(ANCONA);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, "luca.verdi@ingpec.eu", "2026-01-01", "x", &step_error));
    STEP(pecaddr_registry_expire(registry, "2028-01-01", "x", 0, NULL, NULL, NULL, &step_error));
    pecaddr_registry_close(registry);
    must_say("SELECT string_agg(state, ' ' ORDER BY address) FROM mailbox", "active retired");
    registry = open_as(OWNER);
    STEP(pecaddr_registry_expire(registry, "2028-01-01", "x", 0, NULL, NULL, NULL, &step_error));
    pecaddr_registry_close(registry);
    must_say("SELECT string_agg(state, ' ' ORDER BY address) FROM mailbox", "retired retired");
}
END_TEST

START_TEST(who_is_not_bound_is_free)
{
    struct pecaddr_registry *registry;

    must(OWNER, "DELETE FROM bound WHERE role = '" ANCONA "'::regrole");
    registry = open_as(ANCONA);
    STEP(activate_mailbox(registry, anna_address, NULL, "x", &step_error));
    pecaddr_registry_close(registry);
    registry = open_as(OWNER);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_role_binds_all_its_members)
{
    struct pecaddr_registry *registry;

    must(OWNER, "DELETE FROM bound; INSERT INTO bound VALUES ('pecaddr_issuer', 'AN')");
    registry = open_as(ISSUER);
    ck_assert_int_eq(activate_mailbox(registry, anna_address, NULL, "x", NULL), PECADDR_E_PROVINCE);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    /* Who is bound by several has the provinces of all. */
    must(OWNER, "INSERT INTO bound VALUES ('" ISSUER "', 'MC')");
    registry = open_as(ISSUER);
    STEP(activate_mailbox(registry, anna_address, NULL, "x", &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(the_owner_alone_binds_and_only_roles_that_there_are)
{
    static const char *const others[] = {ISSUER, READER};

    for (size_t i = 0; i < N_OF(others); i++) {
        must_not(others[i], "DELETE FROM bound", "42501");
        must_not(others[i], "UPDATE bound SET provinces = 'MC,AN'", "42501");
        must_not(others[i], "INSERT INTO bound VALUES ('auditor', 'MC')", "42501");
    }
    must_not(OWNER, "INSERT INTO bound VALUES ('order_mx', 'MC')", "does not exist");
    must_not(OWNER, "UPDATE bound SET provinces = 'mc'", "bound_provinces_check");
    must_not(OWNER, "UPDATE bound SET provinces = ''", "bound_provinces_check");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        who_is_bound_issues_and_steps_in_provinces_of_his_own,
        a_step_on_the_mailbox_of_another_order_is_refused,
        a_step_that_is_refused_says_why_also_in_a_dry_run,
        who_is_of_another_order_is_refused_and_the_others_are_done,
        a_row_of_another_order_is_refused_and_blocked_and_the_others_are_done,
        what_is_blocked_only_the_owner_releases,
        what_is_blocked_comes_to_a_province_of_ones_own_by_an_import_alone,
        a_claim_brings_the_same_codice_fiscale_to_a_province_of_ones_own,
        nobody_is_sent_to_another_order,
        of_what_has_expired_each_retires_its_own,
        who_is_not_bound_is_free,
        a_role_binds_all_its_members,
        the_owner_alone_binds_and_only_roles_that_there_are,
    };
    Suite *suite = suite_create("postgres-bound");
    TCase *tcase = tcase_create("postgres-bound");

    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
