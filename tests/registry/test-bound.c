/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A registry that is bound to provinces, SPEC §5: questions about persons of other Orders are refused,
 * what is in use there is kept.
 */
#include "registry/registry-fixture.h"

static struct pecaddr_registry *open_bound(const char *provinces)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(pecaddr_registry_bind(registry, provinces, NULL), PECADDR_OK);
    return registry;
}

static const struct who of_macerata = {"Mario", "Rossi", "MC", 'A', 1, NULL};
static const struct who of_ancona = {"Lucia", "Verdi", "AN", 'A', 2, NULL};
static const struct who of_rome = {"Anna", "Neri", "RM", 'A', 3, NULL};

START_TEST(whoever_is_of_another_order_is_refused)
{
    struct pecaddr_registry *registry = open_bound("mc, AN");
    struct pecaddr_registry *preview = NULL;
    struct question question;
    struct pecaddr_person person = person_from(&of_rome);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;

    ck_assert_int_eq(claim(registry, &of_macerata, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &of_ancona, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &of_rome, 0, &question), PECADDR_REFUSED);
    ck_assert_int_eq(question.query.failure, PECADDR_E_PROVINCE);
    ck_assert_int_eq(ask(registry, PECADDR_CHECK, &of_rome, 0, &question), PECADDR_REFUSED);
    ck_assert_int_eq(question.query.failure, PECADDR_E_PROVINCE);
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_E_PROVINCE);
    ck_assert_str_eq(assignment.address, "");
    ck_assert_int_eq(reason.code, PECADDR_E_PROVINCE);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_PROVINCE);
    ck_assert_str_eq(reason.province, "RM");
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(ask(preview, PECADDR_CLAIM, &of_rome, 0, &question), PECADDR_REFUSED);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_in_use_elsewhere_is_imported_and_never_given)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "mario.rossi@ingpec.eu",
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = "Mario",
                                            .surname = "Rossi",
                                            .province = "RM",
                                            .section = 'A',
                                            .number = 7};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_registry *registry = open_bound("MC");
    int result = 77;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
    ck_assert_int_eq(claim(registry, &of_macerata, 0), PECADDR_TAKEN);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_gives_nobody_of_another_order_an_address)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "anna.neri@ingpec.eu",
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .province = "RM",
                                            .section = 'A',
                                            .number = 3,
                                            .state = PECADDR_STATE_RESERVED};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_registry *registry = open_bound("MC");
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    int result = 77;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    step.address = "anna.neri@ingpec.eu";
    step.why = "test";
    ck_assert_int_eq(pecaddr_registry_change(registry, &step, &assignment, &reason, &error),
                     PECADDR_E_PROVINCE);
    ck_assert_str_eq(assignment.address, "");
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_PROVINCE);
    ck_assert_str_eq(reason.province, "RM");
    ck_assert_msg(strstr(error.message, "bound to other provinces") != NULL, "%s", error.message);
    ck_assert_int_eq(release_mailbox(registry, "anna.neri@ingpec.eu", "test", &error), PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(provinces_are_told_in_order_and_another_handle_knows_them)
{
    static const struct {
        const char *given, *told;
    } cases[] = {
        {"MC", "MC"},
        {"mc,an", "AN,MC"},
        {" RM , an,MC ", "AN,MC,RM"},
        {"AN,MC,RM,BO", "AN,BO,MC,RM"},
        {"MC,MC,AN,MC", "AN,MC"},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        char told[64] = "", small[2] = "x";
        struct folder folder;
        struct pecaddr_registry *registry = make_registry(&folder), *other = open_uri(folder.uri);
        size_t size = 77;

        ck_assert_int_eq(pecaddr_registry_provinces(registry, told, sizeof told, &size, NULL),
                         PECADDR_OK);
        ck_assert_str_eq(told, "");
        ck_assert_uint_eq(size, 0);
        ck_assert_int_eq(pecaddr_registry_bind(registry, cases[i].given, NULL), PECADDR_OK);
        ck_assert_int_eq(pecaddr_registry_bind(registry, cases[i].given, NULL), PECADDR_DONE);
        pecaddr_registry_close(other);
        other = open_uri(folder.uri);
        ck_assert_int_eq(pecaddr_registry_provinces(other, told, sizeof told, &size, NULL),
                         PECADDR_OK);
        ck_assert_str_eq(told, cases[i].told);
        ck_assert_uint_eq(size, strlen(cases[i].told));
        ck_assert_int_eq(pecaddr_registry_provinces(other, small, sizeof small, &size, NULL),
                         PECADDR_E_CAPACITY);
        ck_assert_str_eq(small, "x");
        ck_assert_int_eq(pecaddr_registry_provinces(other, NULL, 0, &size, NULL),
                         PECADDR_E_CAPACITY);
        pecaddr_registry_close(other);
        pecaddr_registry_close(registry);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(only_an_empty_registry_is_bound)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char told[8] = "";

    ck_assert_int_eq(claim(registry, &of_rome, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(pecaddr_registry_bind(registry, "MC", &error), PECADDR_E_STATE);
    ck_assert_msg(strstr(error.message, "mailboxes were put on record already") != NULL, "%s",
                  error.message);
    ck_assert_int_eq(pecaddr_registry_provinces(registry, told, sizeof told, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(told, "");
    ck_assert_int_eq(claim(registry, &of_macerata, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_no_province_is_refused)
{
    static const char *const none[] = {"",    " ",     "M",     "Macerata", "MC,",
                                       ",MC", "MC;AN", "MC AN", "M1"};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    for (size_t i = 0; i < N_OF(none); i++)
        ck_assert_msg(pecaddr_registry_bind(registry, none[i], &error) == PECADDR_E_ARGUMENT, "%s",
                      none[i]);
    ck_assert_msg(strstr(error.message, "these are no provinces") != NULL, "%s", error.message);
    ck_assert_int_eq(pecaddr_registry_bind(registry, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_bind(NULL, "MC", NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_provinces(registry, NULL, 5, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(claim(registry, &of_rome, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        whoever_is_of_another_order_is_refused,
        what_is_in_use_elsewhere_is_imported_and_never_given,
        a_change_gives_nobody_of_another_order_an_address,
        provinces_are_told_in_order_and_another_handle_knows_them,
        only_an_empty_registry_is_bound,
        what_is_no_province_is_refused,
    };

    return run_long_suite("bound", tests, N_OF(tests));
}
