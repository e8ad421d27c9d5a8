/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Imports at their edges, SPEC §5: what is refused still blocks its address, every state comes in,
 * each row has its reason, and a dry run says the same and writes nothing.
 */
#include "registry/registry-fixture.h"

/* A row in short; of one in use, where its state is 0. */
struct row {
    const char *address;
    const char *given, *surname;
    const char *province;
    uint32_t number;
    const char *holder;
    enum pecaddr_state state;
    const char *left;
    const char *expires;
    const char *receipt;
};

static struct pecaddr_mailbox mailbox_of(const struct row *row)
{
    return (struct pecaddr_mailbox){.size = sizeof(struct pecaddr_mailbox),
                                    .address = row->address,
                                    .state = row->state ? row->state : PECADDR_STATE_ACTIVE,
                                    .given = row->given,
                                    .surname = row->surname,
                                    .holder = row->holder,
                                    .province = row->province,
                                    .section = row->number != 0 ? 'A' : 0,
                                    .number = row->number,
                                    .left = row->left,
                                    .expires = row->expires,
                                    .receipt = row->receipt};
}

static int bring_in(struct pecaddr_registry *registry, const struct row *row, unsigned flags,
                    struct pecaddr_reason *reason)
{
    const struct pecaddr_mailbox mailbox = mailbox_of(row);
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_reason *const reasons[] = {reason};
    int result = 77;

    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, flags, &result, reasons, NULL),
                     PECADDR_OK);
    return result;
}

/* A sentence with its one %s, or none, filled in. */
static void fill_in(char text[PECADDR_REGISTRY_MESSAGE_MAX], const char *sentence, const char *part)
{
    const char *at = strstr(sentence, "%s");

    if (at == NULL)
        snprintf(text, PECADDR_REGISTRY_MESSAGE_MAX, "%s", sentence);
    else
        snprintf(text, PECADDR_REGISTRY_MESSAGE_MAX, "%.*s%s%s", (int)(at - sentence), sentence,
                 part, at + 2);
}

#define MARIO CF_OF("RSSMRA", 1)

static const char mario_mc[] = "mario.rossi.mc@ingpec.eu";

/* Mario has his mailbox. */
static struct pecaddr_registry *open_with_mario(void)
{
    const struct row first = {
        "mario.rossi@ingpec.eu", "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;

    ck_assert_int_eq(bring_in(registry, &first, 0, &reason), PECADDR_OK);
    return registry;
}

START_TEST(an_address_in_use_that_is_refused_is_given_to_nobody)
{
    const struct row second = {mario_mc, "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL};
    const struct who homonym = {"Mario", "Rossi", "MC", 'A', 200, CF_OF("RSSMRA", 2)};
    struct pecaddr_person person = person_from(&homonym);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &second, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_MAILBOX);
    ck_assert_str_eq(reason.address, "mario.rossi@ingpec.eu");
    ck_assert_str_eq(reason.holder, MARIO);
    ck_assert_int_eq(look(registry, mario_mc, &kept)->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(kept.mailbox.receipt, "blocked");
    ck_assert_str_eq(kept.mailbox.holder, "");
    ck_assert_str_eq(kept.mailbox.given, "");
    ck_assert_str_eq(kept.mailbox.province, "");
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc.a200@ingpec.eu");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_blocked_address_is_free_after_its_release)
{
    const struct row second = {mario_mc, "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL};
    const struct who homonym = {"Mario", "Rossi", "MC", 'A', 200, CF_OF("RSSMRA", 2)};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_reason reason;

    ck_assert_int_eq(bring_in(registry, &second, 0, &reason), PECADDR_E_HOLDER);
    step.address = mario_mc;
    step.why = "it was never in use";
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(claim(registry, &homonym, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_blocked_address_is_its_holders_when_the_right_row_comes)
{
    const struct row wrong = {"luca.verdi@ingpec.eu", "Luca", "Verdi", "MC", 300,
                              "VRDLCU80A01Z0010",     0,      NULL,    NULL, NULL};
    const struct row right = {"luca.verdi@ingpec.eu", "Luca", "Verdi", "MC", 300,
                              CF_OF("VRDLCU", 3),     0,      NULL,    NULL, NULL};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &wrong, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_PERSON);
    ck_assert_str_eq(look(registry, right.address, &kept)->receipt, "blocked");
    ck_assert_int_eq(bring_in(registry, &right, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(look(registry, right.address, &kept)->state, PECADDR_STATE_ACTIVE);
    ck_assert_str_eq(kept.mailbox.holder, right.holder);
    ck_assert_str_eq(kept.mailbox.surname, "Verdi");
    ck_assert_uint_eq(kept.mailbox.number, 300);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_blocked_address_that_has_ended_is_retired_when_the_right_row_comes)
{
    static const char luca_verdi[] = "luca.verdi@ingpec.eu";
    const struct row wrong = {
        luca_verdi, "Luca", "Verdi", "MC", 300, "VRDLCU80A01Z0010", PECADDR_STATE_RETIRED,
        NULL,       NULL,   NULL};
    /* A province says of nobody who he is. */
    const struct row bare = {
        .address = luca_verdi, .province = "MC", .state = PECADDR_STATE_RETIRED};
    const struct row right = {
        luca_verdi,   "Luca",       "Verdi", "MC", 300, CF_OF("VRDLCU", 3), PECADDR_STATE_RETIRED,
        "2024-02-29", "2024-12-31", NULL};
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 300, CF_OF("VRDLCU", 3)};
    const struct who homonym = {"Luca", "Verdi", "MC", 'A', 301, CF_OF("VRDLCU", 4)};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &wrong, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_int_eq(look(registry, luca_verdi, &kept)->state, PECADDR_STATE_RESERVED);
    ck_assert_int_eq(retire_mailbox(registry, luca_verdi, "test", &error), PECADDR_E_STATE);
    ck_assert_ptr_nonnull(strstr(error.message, "only blocked"));
    ck_assert_int_eq(bring_in(registry, &bare, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_STATE);
    ck_assert_int_eq(bring_in(registry, &right, 0, &reason), PECADDR_OK);
    ck_assert_uint_eq(reason.differs, 0);
    ck_assert_int_eq(look(registry, luca_verdi, &kept)->state, PECADDR_STATE_RETIRED);
    ck_assert_str_eq(kept.mailbox.holder, right.holder);
    ck_assert_str_eq(kept.mailbox.surname, "Verdi");
    ck_assert_uint_eq(kept.mailbox.number, 300);
    ck_assert_str_eq(kept.mailbox.expires, "2024-12-31");
    ck_assert_str_eq(kept.mailbox.left, "2024-02-29");
    ck_assert_int_eq(bring_in(registry, &right, 0, &reason), PECADDR_DONE);
    ck_assert_int_eq(claim(registry, &homonym, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_known_to_be_somebodys_and_reserved_is_not_retired_by_a_list)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 300, CF_OF("VRDLCU", 3)};
    const struct row row = {"luca.verdi@ingpec.eu", "Luca", "Verdi", "MC", 300, CF_OF("VRDLCU", 3),
                            PECADDR_STATE_RETIRED,  NULL,   NULL,    NULL};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_STATE);
    ck_assert_int_eq(look(registry, row.address, &kept)->state, PECADDR_STATE_RESERVED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_blocked_address_is_not_put_into_use_by_a_row_that_does_not_say_whose_it_is)
{
    const struct row wrong = {mario_mc, "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL};
    const struct row plain = {.address = mario_mc, .province = "MC"};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &wrong, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_int_eq(bring_in(registry, &plain, 0, &reason), PECADDR_E_STATE);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_ADDRESS);
    ck_assert_int_eq(look(registry, mario_mc, &kept)->state, PECADDR_STATE_RESERVED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(no_half_of_another_name_is_put_beside_the_half_on_record)
{
    const struct row surname = {
        "neri@ingpec.eu", NULL, "Neri", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    const struct row other = {
        "neri@ingpec.eu", "Ada", "Verdi", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    const struct row whole = {
        "neri@ingpec.eu", "Anna", "Neri", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &surname, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, &other, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_str_eq(look(registry, surname.address, &kept)->given, "");
    ck_assert_int_eq(bring_in(registry, &whole, 0, &reason), PECADDR_OK);
    ck_assert_str_eq(look(registry, surname.address, &kept)->given, "Anna");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(more_given_names_are_told_and_not_put_on_record)
{
    const struct row one = {"neri@ingpec.eu", "Anna", "Neri", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    const struct row more = {
        "neri@ingpec.eu", "Anna Luisa", "Neri", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    const struct row same = {"neri@ingpec.eu", "ANNA", "NERI", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &one, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, &more, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_int_eq(bring_in(registry, &same, 0, &reason), PECADDR_DONE);
    ck_assert_str_eq(look(registry, one.address, &kept)->given, "Anna");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(no_part_of_another_entry_is_put_beside_the_part_on_record)
{
    const struct row province = {
        "neri@ingpec.eu", "Anna", "Neri", "MC", 0, CF(1), 0, NULL, NULL, NULL};
    const struct row other = {
        "neri@ingpec.eu", "Anna", "Neri", "AN", 9, CF(1), 0, NULL, NULL, NULL};
    const struct row whole = {
        "neri@ingpec.eu", "Anna", "Neri", "MC", 5, CF(1), 0, NULL, NULL, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &province, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, &other, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(look(registry, province.address, &kept)->number, 0);
    ck_assert_int_eq(bring_in(registry, &whole, 0, &reason), PECADDR_OK);
    ck_assert_uint_eq(look(registry, province.address, &kept)->number, 5);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(whatever_is_refused_blocks_its_address)
{
    static const struct {
        const char *what;
        struct row row;
        int result;
        enum pecaddr_fact refused;
    } rows[] = {
        {"a wrong codice fiscale",
         {.holder = "RSSMRA80A01Z0010"},
         PECADDR_E_HOLDER,
         PECADDR_FACT_HOLDER},
        {"no province", {.province = "M1"}, PECADDR_E_PROVINCE, PECADDR_FACT_ENTRY},
        {"no number", {.number = 10000000}, PECADDR_E_REGISTER, PECADDR_FACT_ENTRY},
        {"no name", {.given = "Ugo\xFF"}, PECADDR_E_ENCODING, PECADDR_FACT_NAME},
        {"no day of leaving", {.left = "2024-02-30"}, PECADDR_E_ARGUMENT, PECADDR_FACT_LEFT},
        {"no day of expiry", {.expires = "31/12/2030"}, PECADDR_E_ARGUMENT, PECADDR_FACT_EXPIRES},
        {"no state that comes in",
         {.state = PECADDR_STATE_RELEASED},
         PECADDR_E_ARGUMENT,
         PECADDR_FACT_STATE},
        {"reserved by one who left",
         {.state = PECADDR_STATE_RESERVED, .left = "2024-02-28"},
         PECADDR_E_ARGUMENT,
         PECADDR_FACT_LEFT},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_registry *registry = open_new();
        struct row row = rows[i].row;
        struct pecaddr_reason reason;
        struct kept kept;

        row.address = "ugo.bruni@ingpec.eu";
        row.surname = "Bruni";
        ck_assert_msg(bring_in(registry, &row, 0, &reason) == rows[i].result, "%s", rows[i].what);
        ck_assert_int_eq(reason.code, rows[i].result);
        ck_assert_msg(reason.refused == (uint32_t)rows[i].refused, "%s", rows[i].what);
        ck_assert_int_eq(reason.blocked, 1);
        ck_assert_msg(strcmp(look(registry, row.address, &kept)->receipt, "blocked") == 0, "%s",
                      rows[i].what);
        /* Once more it is there already, and stays as it is. */
        ck_assert_int_eq(bring_in(registry, &row, 0, &reason), rows[i].result);
        ck_assert_int_eq(reason.blocked, 0);
        ck_assert_uint_eq(count_events(registry), 1);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(a_list_without_one_valid_fact_blocks_nothing)
{
    const struct row garbage = {
        "ugo.bruni@ingpec.eu", NULL, NULL, "??", 0, "not one", 0, NULL, NULL, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;

    ck_assert_int_eq(bring_in(registry, &garbage, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_uint_eq(count_events(registry), 0);
    /* Facts that the caller does not believe are none. */
    {
        const struct pecaddr_mailbox unbelieved = {.size = sizeof unbelieved,
                                                   .address = "luca.verdi@ingpec.eu",
                                                   .given = "Luca",
                                                   .surname = "Verdi",
                                                   .receipt = "blocked"},
                                     wrong = {.size = sizeof wrong,
                                              .address = "ugo.bruni@ingpec.eu",
                                              .holder = "not one"};
        const struct pecaddr_mailbox *const list[] = {&wrong, &unbelieved};
        int results[N_OF(list)];

        ck_assert_int_eq(
            pecaddr_registry_import(registry, list, N_OF(list), 0, results, NULL, NULL),
            PECADDR_OK);
        ck_assert_int_eq(results[0], PECADDR_E_HOLDER);
        ck_assert_uint_eq(count_events(registry), 1);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_the_caller_does_not_believe_blocks_its_address_alone)
{
    const struct row first = {.address = "ugo.bruni@ingpec.eu", .receipt = "blocked"};
    const struct row row = {"luca.verdi@ingpec.eu", "Luca", "Verdi",  "MC", 300,
                            CF_OF("VRDLCU", 3),     0,      "no day", NULL, "blocked"};
    const struct row known = {
        "mario.rossi@ingpec.eu", "Mario", "Rossi", "AN", 7, MARIO, 0, NULL, NULL, "blocked"};
    const struct row homonym = {"luca.verdi.mc@ingpec.eu", "Luca",      "Verdi", "MC", 300,
                                CF_OF("VRDLCU", 3),        .left = NULL};
    struct pecaddr_registry *registry = open_with_mario();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &first, 1, &reason), PECADDR_OK);
    ck_assert_uint_eq(count_events(registry), 1);
    ck_assert_int_eq(bring_in(registry, &first, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(reason.code, PECADDR_OK);
    ck_assert_int_eq(reason.blocked, 1);
    ck_assert_str_eq(look(registry, row.address, &kept)->receipt, "blocked");
    ck_assert_int_eq(kept.mailbox.state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(kept.mailbox.surname, "");
    ck_assert_str_eq(kept.mailbox.holder, "");
    ck_assert_uint_eq(kept.mailbox.number, 0);
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_DONE);
    ck_assert_int_eq(reason.blocked, 0);
    /* Nobody else's facts change by it; and nobody is taken for its holder. */
    ck_assert_int_eq(bring_in(registry, &known, 0, &reason), PECADDR_DONE);
    ck_assert_str_eq(reason.address, known.address);
    ck_assert_str_eq(look(registry, known.address, &kept)->province, "MC");
    ck_assert_int_eq(bring_in(registry, &homonym, 0, &reason), PECADDR_OK);
    ck_assert_uint_eq(count_events(registry), 4);
    pecaddr_registry_close(registry);
}
END_TEST

/* A column of codici fiscali that was shifted by a row. */
START_TEST(a_codice_fiscale_that_is_not_of_the_name_is_refused_and_blocks_the_address)
{
    const struct row shifted = {
        "luca.verdi@ingpec.eu", "Luca", "Verdi", "MC", 300, CF(3), .left = NULL};
    const struct row right = {"luca.verdi@ingpec.eu", "Luca",      "Verdi", "MC", 300,
                              CF_OF("VRDLCU", 3),     .left = NULL};
    const struct row first_fits = {"anna.neri@ingpec.eu", "Anna Luisa", "Neri", "MC", 301, CF(4),
                                   .left = NULL};
    const struct row unknown = {"ugo.bruni@ingpec.eu", "Ugo", "Bruni", "MC", 302, NULL,
                                .left = NULL};
    const struct row more = {"ugo.bruni@ingpec.eu", "Ugo Maria", "Bruni", "MC", 302,
                             "BRNGMR00A01Z001C",    .left = NULL};
    struct row gains = unknown;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &shifted, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_int_eq(reason.blocked, 1);
    ck_assert_uint_eq(reason.refused, PECADDR_FACT_HOLDER | PECADDR_FACT_NAME);
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
    ck_assert_ptr_nonnull(strstr(told.message, "the codice fiscale is not of this name"));
    ck_assert_str_eq(look(registry, shifted.address, &kept)->holder, "");
    ck_assert_int_eq(bring_in(registry, &right, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(look(registry, right.address, &kept)->state, PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(bring_in(registry, &first_fits, 0, &reason), PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, &unknown, 0, &reason), PECADDR_OK);
    gains.holder = CF(5);
    ck_assert_int_eq(bring_in(registry, &gains, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_str_eq(look(registry, gains.address, &kept)->holder, "");
    ck_assert_int_eq(bring_in(registry, &gains,
                              PECADDR_IMPORT_ACCEPT_MISMATCH | PECADDR_IMPORT_DRY_RUN, &reason),
                     PECADDR_OK);
    /* Nor does one that is of the line's name, and not of that on record. */
    ck_assert_int_eq(bring_in(registry, &more, 0, &reason), PECADDR_E_HOLDER);
    ck_assert_str_eq(look(registry, gains.address, &kept)->holder, "");
    /* The operator's word that it is right is heard. */
    STEP(relink_mailbox(registry, gains.address, CF(5), "test", &step_error));
    ck_assert_int_eq(bring_in(registry, &gains, 0, &reason), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(every_state_comes_in_and_keeps_its_address)
{
    static const enum pecaddr_state states[] = {PECADDR_STATE_RESERVED, PECADDR_STATE_ACTIVE,
                                                PECADDR_STATE_RETIRED};

    for (size_t i = 0; i < N_OF(states); i++) {
        const struct row row = {"mario.rossi@ingpec.eu",
                                "Mario",
                                "Rossi",
                                "MC",
                                100,
                                MARIO,
                                states[i],
                                NULL,
                                NULL,
                                NULL};
        const struct who homonym = {"Mario", "Rossi", "MC", 'A', 200, CF_OF("RSSMRA", 2)};
        struct pecaddr_registry *registry = open_new();
        struct pecaddr_reason reason;
        struct kept kept;

        ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_OK);
        ck_assert_int_eq(look(registry, row.address, &kept)->state, states[i]);
        ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_DONE);
        ck_assert_int_eq(claim(registry, &homonym, 0), PECADDR_TAKEN);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(a_state_that_differs_is_told_and_kept)
{
    const struct row active = {"mario.rossi@ingpec.eu", "Mario", "Rossi", "MC", 100, MARIO,
                               PECADDR_STATE_ACTIVE,    NULL,    NULL,    NULL};
    struct row row = active;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &active, 0, &reason), PECADDR_OK);
    row.state = PECADDR_STATE_RETIRED;
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_NO_MATCH);
    row.state = PECADDR_STATE_RESERVED;
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_int_eq(reason.state, PECADDR_STATE_ACTIVE);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_STATE);
    ck_assert_int_eq(look(registry, active.address, &kept)->state, PECADDR_STATE_ACTIVE);
    pecaddr_registry_close(registry);
}
END_TEST

/* The rows of a table of SPEC §5 for what is on record under the very address. */
START_TEST(an_address_on_record_is_its_holders_by_the_table)
{
    static const struct {
        const char *what;
        const char *given, *surname, *province;
        uint32_t number;
        int holder; /* of CF_OF("RSSMRA"); 0: none */
        int result;
        uint32_t differs;
    } rows[] = {
        {"the very same", "Mario", "Rossi", "MC", 100, 1, PECADDR_DONE, 0},
        {"more given names", "Mario Luca", "Rossi", "MC", 100, 1, PECADDR_NO_MATCH,
         PECADDR_FACT_NAME},
        {"another name on the same entry", "Maria", "Verdi", "MC", 100, 1, PECADDR_NO_MATCH,
         PECADDR_FACT_NAME},
        {"another entry", "Mario", "Rossi", "AN", 7, 1, PECADDR_NO_MATCH, PECADDR_FACT_ENTRY},
        {"another entry and name", "Maria", "Verdi", "AN", 7, 1, PECADDR_E_STATE,
         PECADDR_FACT_ENTRY | PECADDR_FACT_NAME},
        {"another codice fiscale", "Mario", "Rossi", "MC", 100, 2, PECADDR_E_STATE,
         PECADDR_FACT_HOLDER},
        {"none, the same name and entry", "Mario", "Rossi", "MC", 100, 0, PECADDR_DONE, 0},
        {"none, another name", "Maria", "Rossi", "MC", 100, 0, PECADDR_E_STATE, PECADDR_FACT_NAME},
        {"none, another entry", "Mario", "Rossi", "MC", 101, 0, PECADDR_E_STATE,
         PECADDR_FACT_ENTRY},
        {"nothing but the address", NULL, NULL, NULL, 0, 0, PECADDR_DONE, 0},
    };
    struct pecaddr_registry *registry = open_with_mario();

    for (size_t i = 0; i < N_OF(rows); i++) {
        char holder[17] = "";
        const struct row row = {
            "mario.rossi@ingpec.eu",
            rows[i].given,
            rows[i].surname,
            rows[i].province,
            rows[i].number,
            rows[i].holder != 0 ? holder_of("RSSMRA", (unsigned)rows[i].holder, holder) : NULL,
            0,
            NULL,
            NULL,
            NULL};
        struct pecaddr_reason reason;

        ck_assert_msg(bring_in(registry, &row, 0, &reason) == rows[i].result, "%s", rows[i].what);
        ck_assert_msg(reason.differs == rows[i].differs, "%s: %x", rows[i].what, reason.differs);
        ck_assert_str_eq(reason.address, "mario.rossi@ingpec.eu");
        ck_assert_int_eq(reason.contradiction, rows[i].result == PECADDR_E_STATE
                                                   ? PECADDR_CONTRADICTION_ADDRESS
                                                   : PECADDR_CONTRADICTION_NONE);
    }
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_day_that_differs_is_told_and_kept)
{
    const struct row first = {
        "ugo.bruni@ingpec.eu", "Ugo", "Bruni",      "MC",           1, CF_OF("BRNGUO", 1),
        PECADDR_STATE_ACTIVE,  NULL,  "2030-12-31", .receipt = NULL};
    struct row row = first;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;

    ck_assert_int_eq(bring_in(registry, &first, 0, &reason), PECADDR_OK);
    row.expires = "2029-12-31";
    row.left = "2024-02-29";
    ck_assert_int_eq(bring_in(registry, &row, 0, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_EXPIRES | PECADDR_FACT_LEFT);
    ck_assert_str_eq(reason.expires, "2030-12-31");
    ck_assert_str_eq(reason.left, "");
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

/* Who it is, what differs, what to do. */
START_TEST(a_conflict_is_told_in_a_sentence)
{
    static const struct {
        struct row row;
        const char *sentence;
    } rows[] = {
        {{mario_mc, "Mario", "Rossi", "MC", 100, NULL, .left = NULL},
         "mario.rossi@ingpec.eu belongs to Mario Rossi (%s, MC A 100), who has this register "
         "entry; correct the number, or, if this holder has left the Order, put that on record "
         "first"},
        {{"mario.rossi@ingpec.eu", "Maria", "Neri", "AN", 7, NULL, .left = NULL},
         "mario.rossi@ingpec.eu belongs to Mario Rossi (%s, MC A 100), who has another name and "
         "another register entry; correct the address or the person, or what is on record"},
        {{"ugo.bruni@ingpec.eu", .expires = "soon"},
         "the date of expiry is none; write a day that the calendar has as YYYY-MM-DD"},
        {{"ugo.bruni@ingpec.eu", .left = "soon"},
         "the day of leaving is none, or nobody can have left, as the mailbox is only reserved; "
         "write a day that the calendar has as YYYY-MM-DD"},
        {{"ugo.bruni@ingpec.eu", .state = PECADDR_STATE_RELEASED},
         "a mailbox comes in as reserved, active or retired"},
    };
    struct pecaddr_registry *registry = open_with_mario();

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_reason reason;
        char expected[PECADDR_REGISTRY_MESSAGE_MAX];

        bring_in(registry, &rows[i].row, 1, &reason);
        ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
        fill_in(expected, rows[i].sentence, MARIO);
        ck_assert_str_eq(told.message, expected);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_dry_run_says_the_same_and_writes_nothing)
{
    const struct row rows[] = {
        {"mario.rossi@ingpec.eu", "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL},
        {mario_mc, "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL},
        {"luca.verdi@ingpec.eu", "Luca", "Verdi", "MC", 101, NULL, PECADDR_STATE_RETIRED, NULL,
         NULL, NULL},
        {"mario.rossi@ingpec.eu", "Mario", "Rossi", "MC", 100, MARIO, 0, NULL, NULL, NULL},
    };
    static const int expected[] = {PECADDR_OK, PECADDR_E_HOLDER, PECADDR_OK, PECADDR_DONE};
    static const unsigned flags[] = {PECADDR_IMPORT_DRY_RUN, 0};
    struct pecaddr_mailbox mailboxes[N_OF(rows)];
    const struct pecaddr_mailbox *pointers[N_OF(rows)];
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(rows); i++) {
        mailboxes[i] = mailbox_of(&rows[i]);
        pointers[i] = &mailboxes[i];
    }
    for (size_t pass = 0; pass < N_OF(flags); pass++) {
        int results[N_OF(rows)];

        ck_assert_uint_eq(count_events(registry), 0);
        ck_assert_int_eq(pecaddr_registry_import(registry, pointers, N_OF(rows), flags[pass],
                                                 results, NULL, NULL),
                         PECADDR_OK);
        for (size_t i = 0; i < N_OF(rows); i++)
            ck_assert_msg(results[i] == expected[i], "%zu: %d", i, results[i]);
    }
    ck_assert_uint_eq(count_events(registry), 3);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_address_in_use_that_is_refused_is_given_to_nobody,
        a_blocked_address_is_free_after_its_release,
        a_blocked_address_is_its_holders_when_the_right_row_comes,
        a_blocked_address_that_has_ended_is_retired_when_the_right_row_comes,
        what_is_known_to_be_somebodys_and_reserved_is_not_retired_by_a_list,
        a_blocked_address_is_not_put_into_use_by_a_row_that_does_not_say_whose_it_is,
        no_half_of_another_name_is_put_beside_the_half_on_record,
        more_given_names_are_told_and_not_put_on_record,
        no_part_of_another_entry_is_put_beside_the_part_on_record,
        whatever_is_refused_blocks_its_address,
        a_list_without_one_valid_fact_blocks_nothing,
        what_the_caller_does_not_believe_blocks_its_address_alone,
        a_codice_fiscale_that_is_not_of_the_name_is_refused_and_blocks_the_address,
        every_state_comes_in_and_keeps_its_address,
        a_state_that_differs_is_told_and_kept,
        an_address_on_record_is_its_holders_by_the_table,
        a_day_that_differs_is_told_and_kept,
        a_conflict_is_told_in_a_sentence,
        a_dry_run_says_the_same_and_writes_nothing,
    };

    return run_long_suite("import-edges", tests, N_OF(tests));
}
