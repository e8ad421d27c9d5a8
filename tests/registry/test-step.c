/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Steps that are meant for somebody, SPEC §5: refused where another holds the mailbox, tried without
 * writing, and no error where it was so already.
 */
#include "registry/registry-fixture.h"
#include "registry/steps.h"

static const char anna_address[] = "anna.neri@ingpec.eu";

/* CF(1), CF(2), an omocodia of CF(1), as constants. */
#define ONE      "NRENNA00A01Z001D"
#define TWO      "NRENNA00A01Z002I"
#define OMOCODIA "NRENNA00A01Z00MV"

static struct pecaddr_registry *open_with_anna(const char *holder)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, holder};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    return registry;
}

static int step_for(struct pecaddr_registry *registry, enum pecaddr_act act, const char *date,
                    const struct pecaddr_person *person, int dry_run, struct pecaddr_reason *reason)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    step.address = anna_address;
    step.why = "test";
    step.date = date;
    step.person = person;
    step.dry_run = dry_run;
    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    r = pecaddr_registry_step(registry, act, &step, reason, &error);
    ck_assert(r >= 0 || (error.code == r && error.message[0] != '\0'));
    return r;
}

static void bring_in(struct pecaddr_registry *registry, const char *address, const struct who *who)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = address,
                                            .state = PECADDR_STATE_RESERVED,
                                            .given = who->given,
                                            .surname = who->surname,
                                            .holder = who->holder,
                                            .province = who->province,
                                            .section = who->section,
                                            .number = who->number};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_OK;

    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
}

/* A person of whom anything may be unknown. */
static struct pecaddr_person meant_person(const struct who *who)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = pecaddr_text_of(who->given);
    person.surname = pecaddr_text_of(who->surname);
    person.province = pecaddr_text_of(who->province);
    person.holder = pecaddr_text_of(who->holder);
    person.section = who->section;
    person.number = who->number;
    return person;
}

static const struct {
    const char *what;
    const char *holder; /* Anna's, on record */
    struct who who;     /* for whom the step is meant */
    int status;
    uint32_t differs;
} meant[] = {
    {"the very person", ONE, {"Anna", "Neri", "MC", 'A', 5, ONE}, PECADDR_OK, 0},
    {"nobody is said", ONE, {NULL, NULL, NULL, 0, 0, NULL}, PECADDR_OK, 0},
    {"the codice fiscale alone", ONE, {NULL, NULL, NULL, 0, 0, ONE}, PECADDR_OK, 0},
    {"the name alone", ONE, {"ANNA", "NERI", NULL, 0, 0, NULL}, PECADDR_OK, 0},
    {"more given names", ONE, {"Anna Luisa", "Neri", NULL, 0, 0, NULL}, PECADDR_OK, 0},
    {"the entry alone", ONE, {NULL, NULL, "MC", 'A', 5, NULL}, PECADDR_OK, 0},
    {"half of the entry", ONE, {NULL, NULL, NULL, 'A', 5, NULL}, PECADDR_OK, 0},
    {"another entry, and nothing that agrees",
     ONE,
     {NULL, NULL, "AN", 'B', 9, NULL},
     PECADDR_E_HOLDER,
     PECADDR_FACT_ENTRY},
    {"another province, and nothing that agrees",
     ONE,
     {NULL, NULL, "AN", 0, 0, NULL},
     PECADDR_E_HOLDER,
     PECADDR_FACT_ENTRY},
    {"another entry, and a codice fiscale where none is known",
     NULL,
     {NULL, NULL, "AN", 'B', 9, TWO},
     PECADDR_E_HOLDER,
     PECADDR_FACT_ENTRY},
    {"another entry, the same codice fiscale",
     ONE,
     {"Anna", "Neri", "AN", 'B', 9, ONE},
     PECADDR_OK,
     PECADDR_FACT_ENTRY},
    {"another entry, the same name",
     ONE,
     {"Anna", "Neri", "AN", 'B', 9, NULL},
     PECADDR_OK,
     PECADDR_FACT_ENTRY},
    {"another name on the entry, the same codice fiscale",
     ONE,
     {"Ada", "Neri", "MC", 'A', 5, ONE},
     PECADDR_OK,
     PECADDR_FACT_NAME},
    {"another name and entry, the same codice fiscale",
     ONE,
     {"Ada", "Neri", "AN", 'B', 9, ONE},
     PECADDR_E_HOLDER,
     PECADDR_FACT_NAME | PECADDR_FACT_ENTRY},
    {"another codice fiscale",
     ONE,
     {"Anna", "Neri", "MC", 'A', 5, TWO},
     PECADDR_E_HOLDER,
     PECADDR_FACT_HOLDER},
    {"an omocodia",
     ONE,
     {"Anna", "Neri", "MC", 'A', 5, OMOCODIA},
     PECADDR_E_HOLDER,
     PECADDR_FACT_HOLDER},
    {"another name", ONE, {"Ada", "Neri", NULL, 0, 0, NULL}, PECADDR_E_HOLDER, PECADDR_FACT_NAME},
    {"another surname on the entry",
     ONE,
     {"Anna", "Bruni", "MC", 'A', 5, NULL},
     PECADDR_E_HOLDER,
     PECADDR_FACT_NAME},
    {"a codice fiscale where none is known",
     NULL,
     {"Anna", "Neri", NULL, 0, 0, TWO},
     PECADDR_OK,
     0},
    {"one, and another name",
     NULL,
     {"Ada", "Neri", NULL, 0, 0, TWO},
     PECADDR_E_HOLDER,
     PECADDR_FACT_NAME},
    {"no codice fiscale", ONE, {NULL, NULL, NULL, 0, 0, "NRENNA00A01Z0010"}, PECADDR_E_HOLDER, 0},
    {"no province", ONE, {NULL, NULL, "M1", 0, 0, NULL}, PECADDR_E_PROVINCE, 0},
    {"no section", ONE, {NULL, NULL, NULL, 'C', 0, NULL}, PECADDR_E_REGISTER, 0},
};

START_TEST(a_step_meant_for_somebody_else_is_refused)
{
    const struct pecaddr_person person = meant_person(&meant[_i].who);
    struct pecaddr_registry *registry = open_with_anna(meant[_i].holder);
    struct pecaddr_reason reason;
    static struct dumped before, now;
    int r;

    dump_registry(registry, &before);
    r = step_for(registry, PECADDR_ACT_ACTIVATE, NULL, &person, 1, &reason);
    ck_assert_msg(r == meant[_i].status, "%s, dry: %d", meant[_i].what, r);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    r = step_for(registry, PECADDR_ACT_ACTIVATE, NULL, &person, 0, &reason);
    ck_assert_msg(r == meant[_i].status && reason.differs == meant[_i].differs, "%s: %d %x",
                  meant[_i].what, r, reason.differs);
    ck_assert_int_eq(reason.code, r);
    dump_registry(registry, &now);
    ck_assert((strcmp(now.text, before.text) == 0) == (r != PECADDR_OK));
    if (meant[_i].differs != 0) {
        ck_assert_str_eq(reason.address, anna_address);
        ck_assert_str_eq(reason.surname, "Neri");
        ck_assert_int_eq(reason.contradiction, r == PECADDR_OK ? PECADDR_CONTRADICTION_NONE
                                                               : PECADDR_CONTRADICTION_MEANT);
    }
    pecaddr_registry_close(registry);
}
END_TEST

/* What can be compared with nothing on record may be anybody's. */
/* Father and son: the number in the file is the other's. */
START_TEST(a_step_meant_for_whoever_stands_on_another_entry_is_refused)
{
    const struct who father = {"Mario", "Rossi", "MC", 'A', 102, NULL};
    const struct who son = {"Mario", "Rossi", "AN", 'A', 300, CF_OF("RSSMRA", 1)};
    const struct who nobody = {"Mario", "Rossi", "MC", 'A', 999, NULL};
    const struct who himself = {"Mario", "Rossi", "MC", 'A', 102, CF_OF("RSSMRA", 1)};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_person person = person_from(&father);

    ck_assert_int_eq(claim(registry, &father, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &son, 1), PECADDR_CLAIMED);
    step.address = "mario.rossi.an@ingpec.eu";
    step.why = "test";
    step.person = &person;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_E_HOLDER);
    step.dry_run = 1;
    person = person_from(&nobody);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_OK);
    person = person_from(&himself);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_step_for_somebody_of_whom_nothing_is_on_record_is_refused)
{
    static const struct {
        struct who known, meant;
    } persons[] = {
        {{"Anna", "Neri", "MC", 'A', 5, NULL}, {NULL, NULL, NULL, 0, 0, TWO}},
        {{NULL, NULL, NULL, 0, 0, ONE}, {"Anna", "Neri", "MC", 'A', 5, NULL}},
        {{NULL, NULL, "MC", 0, 0, ONE}, {"Anna", "Neri", NULL, 'A', 5, NULL}},
        {{"Anna", NULL, NULL, 0, 0, NULL}, {NULL, "Neri", NULL, 0, 0, ONE}},
        {{NULL, NULL, NULL, 0, 0, NULL}, {"Anna", "Neri", "MC", 'A', 5, ONE}},
    };
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(persons); i++) {
        const struct pecaddr_person person = meant_person(&persons[i].meant);
        struct pecaddr_reason reason = PECADDR_REASON_INIT;
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        char address[] = "a@ingpec.eu";
        struct kept kept;

        address[0] = (char)('a' + i);
        bring_in(registry, address, &persons[i].known);
        ck_assert_int_eq(
            pecaddr_registry_step(registry, PECADDR_ACT_ACTIVATE,
                                  STEP_OF(.address = address, .why = "test", .person = &person),
                                  &reason, &error),
            PECADDR_E_HOLDER);
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_MEANT);
        ck_assert_uint_eq(reason.differs, 0);
        ck_assert_uint_eq(reason.unknown,
                          PECADDR_FACT_HOLDER | PECADDR_FACT_ENTRY | PECADDR_FACT_NAME);
        ck_assert_str_eq(reason.address, address);
        ck_assert_msg(strstr(error.message,
                             "nothing that was said of the person that this is meant "
                             "for is on record for this mailbox") != NULL,
                      "%s", error.message);
        ck_assert_int_eq(look(registry, address, &kept)->state, PECADDR_STATE_RESERVED);
        STEP(release_mailbox(registry, address, "test", &step_error));
        /* Nor was it his who gave it back. */
        ck_assert_int_eq(
            pecaddr_registry_step(registry, PECADDR_ACT_RELEASE,
                                  STEP_OF(.address = address, .why = "test", .person = &person),
                                  &reason, NULL),
            PECADDR_E_STATE);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_was_so_already_is_no_error)
{
    static const struct {
        enum pecaddr_act act;
        const char *date;
    } steps[] = {{PECADDR_ACT_ACTIVATE, "2030-12-31"},
                 {PECADDR_ACT_RENEW, "2031-12-31"},
                 {PECADDR_ACT_LEAVE, "2028-05-01"},
                 {PECADDR_ACT_RETIRE, NULL}};
    struct pecaddr_registry *registry = open_with_anna(ONE);
    struct pecaddr_reason reason;

    for (size_t i = 0; i < N_OF(steps); i++) {
        ck_assert_int_eq(step_for(registry, steps[i].act, steps[i].date, NULL, 1, &reason),
                         PECADDR_OK);
        ck_assert_int_eq(step_for(registry, steps[i].act, steps[i].date, NULL, 0, &reason),
                         PECADDR_OK);
        ck_assert_int_eq(step_for(registry, steps[i].act, steps[i].date, NULL, 1, &reason),
                         PECADDR_DONE);
        ck_assert_int_eq(step_for(registry, steps[i].act, steps[i].date, NULL, 0, &reason),
                         PECADDR_DONE);
    }
    ck_assert_uint_eq(count_events(registry), 1 + N_OF(steps));
    pecaddr_registry_close(registry);
}
END_TEST

static const struct pecaddr_person *anna_or(const char *surname, struct pecaddr_person *ret_person)
{
    const struct who who = {"Anna", surname, "MC", 'A', 5, NULL};

    *ret_person = meant_person(&who);
    return ret_person;
}

START_TEST(an_address_that_its_holder_gave_back_already_is_no_error)
{
    struct pecaddr_registry *registry = open_with_anna(NULL);
    const struct who next = {"Anna", "Neri", "MC", 'A', 6, NULL};
    struct pecaddr_person person;
    struct pecaddr_reason reason;
    struct question question;

    ck_assert_int_eq(
        step_for(registry, PECADDR_ACT_RELEASE, NULL, anna_or("Neri", &person), 0, &reason),
        PECADDR_OK);
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        ck_assert_int_eq(step_for(registry, PECADDR_ACT_RELEASE, NULL, NULL, dry_run, &reason),
                         PECADDR_DONE);
        ck_assert_int_eq(step_for(registry, PECADDR_ACT_RELEASE, NULL, anna_or("Neri", &person),
                                  dry_run, &reason),
                         PECADDR_DONE);
        ck_assert_int_eq(step_for(registry, PECADDR_ACT_RELEASE, NULL, anna_or("Bruni", &person),
                                  dry_run, &reason),
                         PECADDR_E_STATE);
    }
    ck_assert_uint_eq(count_events(registry), 2);
    /* It is the next one's now. */
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &next, 0, &question), PECADDR_CLAIMED);
    ck_assert_int_eq(
        step_for(registry, PECADDR_ACT_RELEASE, NULL, anna_or("Bruni", &person), 0, &reason),
        PECADDR_E_HOLDER);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(whoever_has_an_address_after_somebody_of_the_name_gave_it_back_keeps_it)
{
    static const enum pecaddr_act acts[] = {PECADDR_ACT_ACTIVATE, PECADDR_ACT_RELEASE};
    struct pecaddr_registry *registry = open_with_anna(NULL);
    const struct who next = {"Anna", "Neri", "MC", 'A', 6, NULL};
    struct pecaddr_person person;
    struct pecaddr_reason reason;
    struct question question;
    unsigned n;

    ck_assert_int_eq(
        step_for(registry, PECADDR_ACT_RELEASE, NULL, anna_or("Neri", &person), 0, &reason),
        PECADDR_OK);
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &next, 0, &question), PECADDR_CLAIMED);
    n = count_events(registry);
    for (size_t i = 0; i < N_OF(acts); i++)
        ck_assert_int_eq(step_for(registry, acts[i], NULL, anna_or("Neri", &person), 0, &reason),
                         acts[i] == PECADDR_ACT_RELEASE ? PECADDR_DONE : PECADDR_E_HOLDER);
    ck_assert_uint_eq(count_events(registry), n);
    /* Her own mailbox is meant where she says so. */
    person = meant_person(&next);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_RELEASE, NULL, &person, 0, &reason),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(whoever_took_an_address_again_on_another_entry_is_known_by_the_codice_fiscale)
{
    const struct who then = {"Luca", "Riva", "MC", 'A', 51, CF(7)};
    const struct who now = {"Luca", "Riva", "MC", 'A', 52, CF(7)};
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person person = meant_person(&then);

    ck_assert_int_eq(claim(registry, &then, 0), PECADDR_CLAIMED);
    STEP(release_mailbox(registry, "luca.riva@ingpec.eu", "test", &step_error));
    ck_assert_int_eq(claim(registry, &now, 0), PECADDR_CLAIMED);
    step.address = "luca.riva@ingpec.eu";
    step.why = "test";
    step.person = &person;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_ACTIVATE, &step, NULL, NULL),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

/* The operator's word: the first codice fiscale that is known, also after the end. */
START_TEST(relinking_gives_a_former_holder_a_codice_fiscale_to_come_back_by)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, ONE};
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry *registry = open_with_anna(NULL);
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(step_for(registry, PECADDR_ACT_ACTIVATE, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_RETIRE, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(claim_failure(registry, &anna, 0), PECADDR_E_HOLDER);
    step.address = anna_address;
    step.why = "the register says so";
    step.holder = ONE;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELINK, &step, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(look(registry, anna_address, &kept)->state, PECADDR_STATE_RETIRED);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    ck_assert_int_eq(look(registry, anna_address, &kept)->state, PECADDR_STATE_RESERVED);
    pecaddr_registry_close(registry);
}
END_TEST

static int correct(struct pecaddr_registry *registry, const char *given, const char *surname,
                   struct pecaddr_registry_error *error)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;

    step.address = anna_address;
    step.why = "identity card";
    step.given = pecaddr_text_of(given);
    step.surname = pecaddr_text_of(surname);
    return pecaddr_registry_step(registry, PECADDR_ACT_CORRECT, &step, NULL, error);
}

static int relink(struct pecaddr_registry *registry, const char *holder)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;

    step.address = anna_address;
    step.why = "identity card";
    step.holder = holder;
    return pecaddr_registry_step(registry, PECADDR_ACT_RELINK, &step, NULL, NULL);
}

static int count_derived(void *user, const struct pecaddr_mailbox *mailbox, int status,
                         const char *expected)
{
    ck_assert_msg(status == PECADDR_OK, "%s: %d, %s", mailbox->address, status, expected);
    ++*(unsigned *)user;
    return 0;
}

START_TEST(a_name_is_corrected_at_any_time_and_the_address_stays)
{
    static const struct {
        enum pecaddr_act act;
        const char *date;
    } lives[] = {{0, NULL},
                 {PECADDR_ACT_ACTIVATE, NULL},
                 {PECADDR_ACT_LEAVE, "2028-05-01"},
                 {PECADDR_ACT_RETIRE, NULL}};
    static const char *const names[] = {"Anna Maria", "Anna Luisa", "Gianna", "Giovanna"};
    struct pecaddr_registry *registry = open_with_anna(ONE);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason;
    struct kept kept;
    unsigned derived = 0;

    for (size_t i = 0; i < N_OF(lives); i++) {
        if (lives[i].act != 0)
            ck_assert_int_eq(step_for(registry, lives[i].act, lives[i].date, NULL, 0, &reason),
                             PECADDR_OK);
        ck_assert_msg(correct(registry, names[i], "Neri", &error) == PECADDR_OK, "%s",
                      error.message);
        ck_assert_int_eq(correct(registry, names[i], "Neri", &error), PECADDR_DONE);
        look(registry, anna_address, &kept);
        ck_assert_str_eq(kept.mailbox.given, names[i]);
        ck_assert_str_eq(kept.mailbox.issued_given, "Anna");
        ck_assert_str_eq(kept.mailbox.issued_surname, "Neri");
    }
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, count_derived, NULL, &derived, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(derived, 1);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_name_that_is_none_corrects_nothing)
{
    struct pecaddr_registry *registry = open_with_anna(ONE);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_int_eq(correct(registry, "", "Neri", &error), PECADDR_E_EMPTY);
    ck_assert_int_eq(correct(registry, "Anna", "N3ri", &error), PECADDR_E_UNEXPECTED);
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

static int has_no_facts(void *user, const struct pecaddr_event *event)
{
    (void)user;
    return event->holder[0] != '\0' || event->given[0] != '\0' || event->surname[0] != '\0' ||
           event->province[0] != '\0' || event->number != 0;
}

static int is_told_as_forgotten(void *user, const struct pecaddr_mailbox *mailbox, int status,
                                const char *expected)
{
    (void)user;
    ck_assert_str_eq(expected, mailbox->address);
    return status == PECADDR_DONE ? 0 : 1;
}

START_TEST(of_a_retired_mailbox_the_holder_is_forgotten_and_the_address_is_not)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, ONE};
    const struct who next = {"Anna", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_with_anna(ONE);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct question question;
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason),
                     PECADDR_E_STATE);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_ACTIVATE, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(correct(registry, "Anna Maria", "Neri", &error), PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason),
                     PECADDR_E_STATE);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_RETIRE, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 1, &reason), PECADDR_OK);
    ck_assert_str_eq(look(registry, anna_address, &kept)->holder, ONE);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason), PECADDR_DONE);
    look(registry, anna_address, &kept);
    ck_assert_int_eq(kept.mailbox.state, PECADDR_STATE_RETIRED);
    ck_assert_str_eq(kept.mailbox.holder, "");
    ck_assert_str_eq(kept.mailbox.given, "");
    ck_assert_str_eq(kept.mailbox.surname, "");
    ck_assert_str_eq(kept.mailbox.issued_given, "");
    ck_assert_str_eq(kept.mailbox.issued_province, "");
    ck_assert_uint_eq(kept.mailbox.number, 0);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, has_no_facts, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(
        pecaddr_registry_verify(registry, NULL, is_told_as_forgotten, NULL, NULL, NULL),
        PECADDR_OK);
    ck_assert_int_eq(correct(registry, "Anna", "Neri", &error), PECADDR_E_STATE);
    ck_assert_str_eq(error.message,
                     "anna.neri@ingpec.eu: its holder was forgotten; nothing of it is "
                     "ever put on record again");
    ck_assert_int_eq(relink(registry, ONE), PECADDR_E_STATE);
    /* Nobody has the address again, the former holder neither. */
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &anna, 0, &question), PECADDR_TAKEN);
    ck_assert_uint_eq(question.query.added_notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_TAKEN);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_retired_mailbox_of_nobody_known_is_forgotten_once)
{
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = anna_address, .state = PECADDR_STATE_RETIRED};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    const struct pecaddr_mailbox of_anna = {.size = sizeof mailbox,
                                            .address = anna_address,
                                            .state = PECADDR_STATE_RETIRED,
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .holder = ONE};
    const struct pecaddr_mailbox *const later[] = {&of_anna};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    int result = 0;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(step_for(registry, PECADDR_ACT_FORGET, NULL, NULL, 0, &reason), PECADDR_DONE);
    ck_assert_uint_eq(count_events(registry), 2);
    /* A list that still has the holder does not bring him back. */
    ck_assert_int_eq(pecaddr_registry_import(registry, later, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(count_events(registry), 2);
    pecaddr_registry_close(registry);
}
END_TEST

/* The same persons: whoever may have it activated may have it changed. */
START_TEST(a_change_meant_for_somebody_else_is_refused)
{
    const struct pecaddr_person person = meant_person(&meant[_i].who);
    struct pecaddr_registry *registry = open_with_anna(meant[_i].holder);
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    static struct dumped before, now;

    step.address = anna_address;
    step.why = "test";
    step.person = &person;
    dump_registry(registry, &before);
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_reason reason = PECADDR_REASON_INIT;
        int r;

        step.dry_run = dry_run;
        r = pecaddr_registry_change(registry, &step, &assignment, &reason, &error);
        ck_assert_msg(r == meant[_i].status, "%s: %d", meant[_i].what, r);
        ck_assert_int_eq(reason.code, r);
        ck_assert_uint_eq(reason.differs, meant[_i].differs);
        ck_assert_str_eq(assignment.address, r == PECADDR_OK ? "anna.neri.mc@ingpec.eu" : "");
        dump_registry(registry, &now);
        ck_assert((strcmp(now.text, before.text) == 0) == (r != PECADDR_OK || dry_run != 0));
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_step_that_is_none_is_refused)
{
    struct pecaddr_registry *registry = open_with_anna(ONE);
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    static const enum pecaddr_act none[] = {0,
                                            PECADDR_ACT_ISSUE,
                                            PECADDR_ACT_IMPORT,
                                            PECADDR_ACT_BLOCK,
                                            PECADDR_ACT_CLAIM,
                                            PECADDR_ACT_CHANGE,
                                            PECADDR_ACT_EXPIRE,
                                            (enum pecaddr_act)99};

    step.address = anna_address;
    step.why = "test";
    for (size_t i = 0; i < N_OF(none); i++)
        ck_assert_int_eq(pecaddr_registry_step(registry, none[i], &step, NULL, NULL),
                         PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RENEW, &step, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    step.date = "2030-12-31";
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    step.date = NULL;
    step.holder = ONE;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    step.holder = NULL;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELINK, &step, NULL, NULL),
                     PECADDR_E_HOLDER);
    step.holder = ONE;
    ck_assert_int_eq(pecaddr_registry_change(registry, &step, &assignment, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    step.holder = NULL;
    step.date = "2030-12-31";
    ck_assert_int_eq(pecaddr_registry_change(registry, &step, &assignment, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    step.date = NULL;
    step.size = 3;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_change(registry, &step, &assignment, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_step_meant_for_whoever_stands_on_another_entry_is_refused,
        a_step_for_somebody_of_whom_nothing_is_on_record_is_refused,
        what_was_so_already_is_no_error,
        an_address_that_its_holder_gave_back_already_is_no_error,
        whoever_has_an_address_after_somebody_of_the_name_gave_it_back_keeps_it,
        whoever_took_an_address_again_on_another_entry_is_known_by_the_codice_fiscale,
        relinking_gives_a_former_holder_a_codice_fiscale_to_come_back_by,
        a_name_is_corrected_at_any_time_and_the_address_stays,
        a_name_that_is_none_corrects_nothing,
        of_a_retired_mailbox_the_holder_is_forgotten_and_the_address_is_not,
        a_retired_mailbox_of_nobody_known_is_forgotten_once,
        a_step_that_is_none_is_refused,
    };
    TCase *tcase = registry_case("step");
    Suite *suite = suite_create("step");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, a_step_meant_for_somebody_else_is_refused, N_OF(meant), 0);
    add_rows(tcase, a_change_meant_for_somebody_else_is_refused, N_OF(meant), 1);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
