/* SPDX-License-Identifier: BSD-3-Clause */
/* A step that another mailbox's holder may be meant for as well, SPEC §5. */
#include "registry/registry-fixture.h"

#define FIRST  "RSSMRA80A01E783K"
#define SECOND "RSSMRA71B02E783N"

/* clang-format off */
static const struct {
    const char *what;
    const char *first, *second; /* their codici fiscali, where there are any */
    enum pecaddr_act act;
    struct who who;             /* that the first's mailbox, MC A 11, is said to be of */
    int status;
} steps[] = {
    {"his name alone", NULL, NULL, PECADDR_ACT_LEAVE, {"Mario", "Rossi", NULL, 0, 0, NULL}, PECADDR_E_HOLDER},
    {"his name, with a further given name", NULL, NULL, PECADDR_ACT_RETIRE, {"Mario Luca", "Rossi", NULL, 0, 0, NULL},
     PECADDR_E_HOLDER},
    {"his surname alone", NULL, NULL, PECADDR_ACT_LEAVE, {NULL, "Rossi", NULL, 0, 0, NULL}, PECADDR_E_HOLDER},
    {"his name and province", FIRST, SECOND, PECADDR_ACT_RETIRE, {"Mario", "Rossi", "MC", 0, 0, NULL}, PECADDR_E_HOLDER},
    {"his number, too", FIRST, SECOND, PECADDR_ACT_RETIRE, {"Mario", "Rossi", NULL, 0, 11, NULL}, PECADDR_OK},
    {"his entry, too", NULL, NULL, PECADDR_ACT_RETIRE, {"Mario", "Rossi", "MC", 'A', 11, NULL}, PECADDR_OK},
    {"his codice fiscale, too", FIRST, NULL, PECADDR_ACT_RETIRE, {"Mario", "Rossi", NULL, 0, 0, FIRST}, PECADDR_OK},
    {"a codice fiscale, neither's on record", NULL, NULL, PECADDR_ACT_LEAVE, {"Mario", "Rossi", NULL, 0, 0, FIRST},
     PECADDR_E_HOLDER},
    {"a codice fiscale, the other's is known to be another", NULL, SECOND, PECADDR_ACT_LEAVE,
     {"Mario", "Rossi", NULL, 0, 0, FIRST}, PECADDR_OK},
    {"the other's codice fiscale", NULL, SECOND, PECADDR_ACT_LEAVE, {"Mario", "Rossi", NULL, 0, 0, SECOND}, PECADDR_E_HOLDER},
    {"the same for what ends nothing", NULL, SECOND, PECADDR_ACT_RENEW, {"Mario", "Rossi", NULL, 0, 0, SECOND},
     PECADDR_E_HOLDER},
    {"what ends nothing, by his name alone", NULL, NULL, PECADDR_ACT_RENEW, {"Mario", "Rossi", NULL, 0, 0, NULL}, PECADDR_OK},
};
/* clang-format on */

static int put_on_record(struct pecaddr_registry *registry, const char *address, unsigned number,
                         const char *holder)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = address,
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = "Mario",
                                            .surname = "Rossi",
                                            .holder = holder,
                                            .province = "MC",
                                            .section = 'A',
                                            .number = number};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_E_STATE;

    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    return result;
}

START_TEST(nothing_ends_that_may_be_anothers)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_person person = person_from(&steps[_i].who);
    int r;

    ck_assert_int_eq(put_on_record(registry, "mario.rossi@ingpec.eu", 11, steps[_i].first),
                     PECADDR_OK);
    ck_assert_int_eq(put_on_record(registry, "mario.rossi.mc@ingpec.eu", 12, steps[_i].second),
                     PECADDR_OK);
    step.address = "mario.rossi@ingpec.eu";
    step.why = "test";
    step.person = &person;
    step.date = steps[_i].act == PECADDR_ACT_RETIRE ? NULL : "2030-01-31";
    r = pecaddr_registry_step(registry, steps[_i].act, &step, &reason, &error);
    ck_assert_msg(r == steps[_i].status, "%s: %d %s", steps[_i].what, r, error.message);
    if (r == PECADDR_E_HOLDER) {
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_HOMONYM);
        ck_assert_str_eq(reason.address, "mario.rossi.mc@ingpec.eu");
        ck_assert_ptr_nonnull(strstr(error.message, "mario.rossi.mc@ingpec.eu belongs to Mario "));
        ck_assert_ptr_nonnull(strstr(error.message, steps[_i].second && steps[_i].who.holder
                                                        ? "who has the codice fiscale of the person"
                                                        : "who has the same name, and may be"));
    }
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_case("homonym");
    Suite *suite = suite_create("homonym");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, nothing_ends_that_may_be_anothers, N_OF(steps), 0);
    return suite_run(suite);
}
