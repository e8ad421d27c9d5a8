/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The holder of a retired mailbox is forgotten, SPEC §5: there, in its history, and wherever he gave an
 * address back; and nobody else is.
 */
#include "registry/registry-fixture.h"
#include "registry/steps.h"

/* CF(1), CF(2), an omocodia of CF(1), and a provisional one, as constants. */
#define ONE         "NRENNA00A01Z001D"
#define TWO         "NRENNA00A01Z002I"
#define OMOCODIA    "NRENNA00A01Z00MV"
#define PROVISIONAL "12345678903"

#define GIVEN_BACK "back@ingpec.eu"
#define RETIRED    "retired@ingpec.eu"
#define OTHERS     "other@ingpec.eu"

static int forget(struct pecaddr_registry *registry, const char *address, int dry_run,
                  struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_FORGET,
                                 STEP_OF(.address = address, .why = "law", .dry_run = dry_run),
                                 NULL, error);
}

/* A codice fiscale that is not of the name comes by a relink alone. */
static void bring_in(struct pecaddr_registry *registry, const char *address,
                     enum pecaddr_state state, const struct who *who)
{
    const bool relinked = who->holder && who->given && strcmp(who->given, "Ada") == 0;
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox,
        .address = address,
        .state = state,
        .given = who->given,
        .surname = who->surname,
        .holder = relinked ? NULL : who->holder,
        .province = who->province,
        .section = who->section,
        .number = who->number,
    };
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_OK;

    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
    if (relinked)
        STEP(relink_mailbox(registry, address, who->holder, "test", &step_error));
}

/* The only mailbox that was given back at an address. */
static const struct pecaddr_mailbox *look_at_given_back(struct pecaddr_registry *registry,
                                                        const char *address, struct kept *kept)
{
    const struct pecaddr_registry_search search = {
        .size = sizeof search, .address = address, .state = PECADDR_STATE_RELEASED, .released = 1};

    memset(kept, 0, sizeof *kept);
    STEP(pecaddr_registry_find(registry, &search, keep_mailbox, kept, &step_error));
    ck_assert_uint_eq(kept->n, 1);
    return &kept->mailbox;
}

static int fail_on_finding(void *user, const struct pecaddr_finding *finding)
{
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    (void)user;
    pecaddr_finding_tell(finding, &told);
    ck_assert_msg(finding->kind == PECADDR_FINDING_UNCHECKED, "%s", told.message);
    return 0;
}

static int count_forgotten(void *user, const struct pecaddr_mailbox *mailbox, int status,
                           const char *expected)
{
    ck_assert_msg(status >= 0, "%s: %s", mailbox->address, expected);
    *(unsigned *)user += status == PECADDR_DONE;
    return 0;
}

static void assert_sound(struct pecaddr_registry *registry, unsigned n_forgotten)
{
    unsigned n = 0;

    STEP(
        pecaddr_registry_verify(registry, NULL, count_forgotten, fail_on_finding, &n, &step_error));
    ck_assert_uint_eq(n, n_forgotten);
}

/* Whether any text of all that the registry tells has a name in it. */
static bool is_told(struct pecaddr_registry *registry, const char *name)
{
    struct dumped *all = calloc(1, sizeof *all);
    bool is;

    dump_registry(registry, all);
    is = strstr(all->text, name) != NULL;
    free(all);
    return is;
}

/* Who gave an address back, who is forgotten after that, and who else is on record. */
#define ANNA(holder)                                                                               \
    {                                                                                              \
        "Anna", "Neri", "MC", 'A', 5, holder                                                       \
    }
#define MOVED(holder)                                                                              \
    {                                                                                              \
        "Anna", "Neri", "AN", 'A', 9, holder                                                       \
    }
static const struct {
    const char *what;
    struct who back, retired, other;
    bool is_forgotten;
} known[] = {
    {"all facts", ANNA(ONE), ANNA(ONE), {0}, true},
    {"the codice fiscale, and the name", MOVED(ONE), ANNA(ONE), {0}, true},
    {"the codice fiscale, and the entry", {"Ada", "Re", "MC", 'A', 5, ONE}, ANNA(ONE), {0}, true},
    {"the codice fiscale alone", {NULL, NULL, NULL, 0, 0, ONE}, ANNA(ONE), {0}, true},
    {"the codice fiscale of another person",
     {"Ada", "Re", "AN", 'A', 9, ONE},
     ANNA(ONE),
     {0},
     false},
    {"entry and name", ANNA(NULL), ANNA(NULL), {0}, true},
    {"entry and a name that agrees",
     {"Anna Maria", "Neri", "MC", 'A', 5, NULL},
     ANNA(NULL),
     {0},
     true},
    {"entry and name, and a codice fiscale", ANNA(ONE), ANNA(NULL), {0}, true},
    {"entry and name, and no codice fiscale", ANNA(NULL), ANNA(ONE), {0}, true},
    {"the name, on another entry", MOVED(NULL), ANNA(ONE), {0}, false},
    {"the name alone", {"Anna", "Neri", NULL, 0, 0, NULL}, ANNA(ONE), {0}, false},
    {"the name, and part of the entry",
     {"Anna", "Neri", "MC", 'A', 0, NULL},
     ANNA(ONE),
     {0},
     false},
    {"the entry alone", {NULL, NULL, "MC", 'A', 5, NULL}, ANNA(ONE), {0}, false},
    {"another name on the entry", {"Ada", "Re", "MC", 'A', 5, NULL}, ANNA(NULL), {0}, false},
    {"another codice fiscale", ANNA(TWO), ANNA(ONE), {0}, false},
    {"an omocodia", ANNA(OMOCODIA), ANNA(ONE), {0}, false},
    {"nothing", {NULL, NULL, NULL, 0, 0, NULL}, {NULL, NULL, NULL, 0, 0, NULL}, {0}, false},
    {"entry and name of another, too", ANNA(NULL), ANNA(ONE), ANNA(TWO), false},
    {"the codice fiscale of another", ANNA(TWO), ANNA(NULL), MOVED(TWO), false},
    {"and another of the name elsewhere", ANNA(NULL), ANNA(ONE), MOVED(TWO), true},
};

START_TEST(whoever_is_forgotten_is_where_an_address_was_given_back)
{
    struct pecaddr_registry *registry = open_new();
    static struct dumped before, now;
    struct pecaddr_mailbox back;
    struct kept kept;

    bring_in(registry, GIVEN_BACK, PECADDR_STATE_RESERVED, &known[_i].back);
    STEP(release_mailbox(registry, GIVEN_BACK, "test", &step_error));
    bring_in(registry, RETIRED, PECADDR_STATE_RETIRED, &known[_i].retired);
    if (known[_i].other.surname != NULL)
        bring_in(registry, OTHERS, PECADDR_STATE_ACTIVE, &known[_i].other);
    dump_registry(registry, &before);
    STEP(forget(registry, RETIRED, 1, &step_error));
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    STEP(forget(registry, RETIRED, 0, &step_error));
    ck_assert_int_eq(forget(registry, RETIRED, 0, NULL), PECADDR_DONE);
    back = *look_at_given_back(registry, GIVEN_BACK, &kept);
    if (known[_i].is_forgotten) {
        ck_assert_msg(back.holder[0] == '\0' && back.given[0] == '\0' && back.surname[0] == '\0' &&
                          back.province[0] == '\0' && back.section == 0 && back.number == 0,
                      "%s: %s", known[_i].what, back.surname);
        ck_assert(known[_i].other.surname != NULL || !is_told(registry, "Neri"));
    } else {
        ck_assert_msg(strcmp(back.surname, known[_i].back.surname ? known[_i].back.surname : "") ==
                              0 &&
                          back.number == known[_i].back.number,
                      "%s: `%s`", known[_i].what, back.surname);
    }
    if (known[_i].other.surname != NULL)
        ck_assert_str_eq(look(registry, OTHERS, &kept)->holder, known[_i].other.holder);
    assert_sound(registry, 0);
    pecaddr_registry_close(registry);
}
END_TEST

static void change_to(struct pecaddr_registry *registry, const char *address, const char *given,
                      const char *expected)
{
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), address, pecaddr_text_of(given),
                        pecaddr_text_of(given != NULL ? "Neri" : NULL), "test", &assignment,
                        &step_error));
    ck_assert_str_eq(assignment.address, expected);
}

/* What was given up for it is the holder's, whatever was put on record of him since. */
START_TEST(what_was_given_up_for_the_mailbox_is_forgotten_with_it)
{
    const struct who anna = ANNA(ONE), next = {"Anna", "Neri", "MC", 'A', 6, TWO};
    struct pecaddr_registry *registry = open_new();
    struct told told;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    change_to(registry, "anna.neri@ingpec.eu", NULL, "anna.neri.mc@ingpec.eu");
    change_to(registry, "anna.neri.mc@ingpec.eu", "Gianna", "gianna.neri@ingpec.eu");
    /* Somebody else has the first by now. */
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    bring_to(registry, "gianna.neri@ingpec.eu", PECADDR_STATE_RETIRED);
    STEP(relink_mailbox(registry, "gianna.neri@ingpec.eu", CF(3), "test", &step_error));
    STEP(pecaddr_registry_step(registry, PECADDR_ACT_CORRECT,
                               STEP_OF(.address = "gianna.neri@ingpec.eu",
                                       .given = pecaddr_text_of("Lia"),
                                       .surname = pecaddr_text_of("Re"), .why = "test"),
                               NULL, &step_error));
    STEP(forget(registry, "gianna.neri@ingpec.eu", 0, &step_error));
    ck_assert(!is_told(registry, ONE));
    ck_assert(!is_told(registry, "Gianna"));
    ck_assert_str_eq(history(registry, "anna.neri.mc@ingpec.eu", &told),
                     ">reserved change > anna.neri@ingpec.eu: test\n"
                     "reserved>released change > gianna.neri@ingpec.eu: test\n"
                     "released>released forget: law\n");
    /* Nothing of the one who has the address is touched. */
    ck_assert_str_eq(history(registry, "anna.neri@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>released change > anna.neri.mc@ingpec.eu: test\n"
                     ">reserved issue\n"
                     "released>released forget: law\n");
    ck_assert_str_eq(look(registry, "anna.neri@ingpec.eu", &kept)->holder, TWO);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_HELD);
    assert_sound(registry, 1);
    pecaddr_registry_close(registry);
}
END_TEST

/* What was given up for a mailbox that lives is of that one, though it looks like the other's. */
START_TEST(what_was_given_up_for_another_mailbox_stays_with_that)
{
    const struct who anna = ANNA(NULL);
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    change_to(registry, "anna.neri@ingpec.eu", NULL, "anna.neri.mc@ingpec.eu");
    STEP(activate_mailbox(registry, "anna.neri.mc@ingpec.eu", NULL, "test", &step_error));
    STEP(leave_mailbox(registry, "anna.neri.mc@ingpec.eu", "2026-01-31", "test", &step_error));
    bring_in(registry, RETIRED, PECADDR_STATE_RETIRED, &anna);
    STEP(forget(registry, RETIRED, 0, &step_error));
    ck_assert_str_eq(look_at_given_back(registry, "anna.neri@ingpec.eu", &kept)->surname, "Neri");
    assert_sound(registry, 0);
    /* It goes with its own. */
    STEP(retire_mailbox(registry, "anna.neri.mc@ingpec.eu", "test", &step_error));
    STEP(forget(registry, "anna.neri.mc@ingpec.eu", 0, &step_error));
    ck_assert(!is_told(registry, "Neri"));
    assert_sound(registry, 1);
    pecaddr_registry_close(registry);
}
END_TEST

/* As the mailbox knew him once: on the entry before, by the codice fiscale before. */
START_TEST(what_a_holder_gave_back_before_a_transfer_or_a_relink_is_forgotten)
{
    const struct who provisional = ANNA(PROVISIONAL), before = ANNA(NULL), now = MOVED(ONE),
                     here = ANNA(ONE);
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    bring_in(registry, GIVEN_BACK, PECADDR_STATE_RESERVED, &provisional);
    STEP(release_mailbox(registry, GIVEN_BACK, "test", &step_error));
    bring_in(registry, OTHERS, PECADDR_STATE_RESERVED, &before);
    STEP(release_mailbox(registry, OTHERS, "test", &step_error));
    ck_assert_int_eq(claim(registry, &provisional, 0), PECADDR_CLAIMED);
    STEP(relink_mailbox(registry, "anna.neri@ingpec.eu", ONE, "test", &step_error));
    ck_assert_int_eq(claim(registry, &now, 0), PECADDR_HELD);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_RETIRED);
    /* Another domain is another mailbox. */
    bring_in(registry, "anna.neri@pec.it", PECADDR_STATE_RESERVED, &here);
    STEP(release_mailbox(registry, "anna.neri@pec.it", "test", &step_error));
    STEP(forget(registry, "anna.neri@ingpec.eu", 0, &step_error));
    ck_assert_str_eq(look_at_given_back(registry, GIVEN_BACK, &kept)->surname, "");
    ck_assert_str_eq(look_at_given_back(registry, OTHERS, &kept)->surname, "");
    ck_assert_str_eq(look_at_given_back(registry, "anna.neri@pec.it", &kept)->surname, "Neri");
    ck_assert(!is_told(registry, PROVISIONAL));
    assert_sound(registry, 1);
    pecaddr_registry_close(registry);
}
END_TEST

/* Each once, in one transaction. */
START_TEST(two_are_forgotten_in_one_call_and_what_both_gave_back_once)
{
    const struct who anna = ANNA(ONE), lia = {"Lia", "Re", "MC", 'A', 7, CF_OF("REXLIA", 1)};
    const struct pecaddr_registry_step *const steps[] = {STEP_OF(.address = RETIRED, .why = "law"),
                                                         STEP_OF(.address = OTHERS, .why = "law"),
                                                         STEP_OF(.address = RETIRED, .why = "law")};
    struct pecaddr_registry *registry = open_new();
    int results[N_OF(steps)] = {0};

    for (int i = 0; i < 2; i++) {
        bring_in(registry, GIVEN_BACK, PECADDR_STATE_RESERVED, &anna);
        STEP(release_mailbox(registry, GIVEN_BACK, "test", &step_error));
        bring_in(registry, GIVEN_BACK, PECADDR_STATE_RESERVED, &lia);
        STEP(release_mailbox(registry, GIVEN_BACK, "test", &step_error));
    }
    bring_in(registry, RETIRED, PECADDR_STATE_RETIRED, &anna);
    bring_in(registry, OTHERS, PECADDR_STATE_RETIRED, &lia);
    STEP(pecaddr_registry_step_batch(registry, PECADDR_ACT_FORGET, steps, N_OF(steps), results,
                                     NULL, NULL, &step_error));
    ck_assert_int_eq(results[0], PECADDR_OK);
    ck_assert_int_eq(results[1], PECADDR_OK);
    ck_assert_int_eq(results[2], PECADDR_DONE);
    ck_assert(!is_told(registry, "Neri"));
    ck_assert(!is_told(registry, "Lia"));
    ck_assert_uint_eq(count_events(registry), 4 * 2 + 2 + 4 + 2);
    assert_sound(registry, 0);
    pecaddr_registry_close(registry);
}
END_TEST

/* A backup is a copy, from either engine. */
START_TEST(a_copy_has_nothing_of_whoever_was_forgotten)
{
    const struct who anna = ANNA(ONE);
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char path[96], uri[128];

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    change_to(registry, "anna.neri@ingpec.eu", NULL, "anna.neri.mc@ingpec.eu");
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
    STEP(forget(registry, "anna.neri.mc@ingpec.eu", 0, &step_error));
    snprintf(path, sizeof path, "%s.backup", folder.file);
    STEP(pecaddr_registry_backup(registry, path, &step_error));
    pecaddr_registry_close(registry);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    registry = open_uri(uri);
    ck_assert(!is_told(registry, "Neri"));
    ck_assert_uint_eq(count_events(registry), 7);
    assert_sound(registry, 1);
    pecaddr_registry_close(registry);
    unlink(path);
    remove_folder(&folder);
}
END_TEST

/* Whoever has forgotten an address gives it back once more: it is on nobody's record. */
START_TEST(an_address_of_whoever_was_forgotten_was_given_back_already)
{
    const struct who anna = ANNA(ONE);
    struct pecaddr_person person = person_from(&anna);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    change_to(registry, "anna.neri@ingpec.eu", NULL, "anna.neri.mc@ingpec.eu");
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
    STEP(forget(registry, "anna.neri.mc@ingpec.eu", 0, &step_error));
    step.address = "anna.neri@ingpec.eu";
    step.why = "test";
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_DONE);
    /* That it was hers nothing says any more. */
    step.person = &person;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    assert_sound(registry, 1);
    pecaddr_registry_close(registry);
}
END_TEST

static void tell(struct pecaddr_registry *registry, const char *province)
{
    struct pecaddr_told told = PECADDR_TOLD_INIT;

    STEP(pecaddr_registry_tell(registry, "ingpec.eu", province, &told, &step_error));
}

/* Who is not known any more cannot be told of. Where nobody ever is told, nobody has to be. */
START_TEST(nobody_is_forgotten_before_inipec_was_told_of_the_end)
{
    static const char *const streams[] = {"MC", NULL};
    const struct who anna = ANNA(ONE), lia = {"Lia", "Re", "AN", 'A', 7, TWO};

    for (size_t i = 0; i < N_OF(streams); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_registry *registry = open_new();
        struct kept kept;

        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
        ck_assert_int_eq(claim(registry, &lia, 0), PECADDR_CLAIMED);
        tell(registry, streams[i]);
        bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_RETIRED);
        for (int dry_run = 0; dry_run < 2; dry_run++) {
            ck_assert_int_eq(forget(registry, "anna.neri@ingpec.eu", dry_run, &error),
                             PECADDR_E_STATE);
            ck_assert_ptr_nonnull(strstr(error.message, "INI-PEC has not been told yet"));
        }
        ck_assert_str_eq(look(registry, "anna.neri@ingpec.eu", &kept)->surname, "Neri");
        tell(registry, "FM");
        ck_assert_int_eq(forget(registry, "anna.neri@ingpec.eu", 0, &error), PECADDR_E_STATE);
        tell(registry, streams[i]);
        STEP(forget(registry, "anna.neri@ingpec.eu", 0, &step_error));
        bring_to(registry, "lia.re@ingpec.eu", PECADDR_STATE_RETIRED);
        ck_assert_int_eq(forget(registry, "lia.re@ingpec.eu", 0, &error),
                         streams[i] ? PECADDR_OK : PECADDR_E_STATE);
        assert_sound(registry, streams[i] ? 2 : 1);
        pecaddr_registry_close(registry);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_was_given_up_for_the_mailbox_is_forgotten_with_it,
        what_was_given_up_for_another_mailbox_stays_with_that,
        what_a_holder_gave_back_before_a_transfer_or_a_relink_is_forgotten,
        two_are_forgotten_in_one_call_and_what_both_gave_back_once,
        a_copy_has_nothing_of_whoever_was_forgotten,
        an_address_of_whoever_was_forgotten_was_given_back_already,
        nobody_is_forgotten_before_inipec_was_told_of_the_end,
    };
    TCase *tcase = registry_case("forget");
    Suite *suite = suite_create("forget");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, whoever_is_forgotten_is_where_an_address_was_given_back, N_OF(known), 0);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
