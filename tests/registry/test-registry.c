/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry: who is known, and what becomes of a mailbox. SPEC §5.
 */
#include "registry/registry-fixture.h"

/* Identity. */

START_TEST(a_free_address_is_claimed_and_then_held)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_of_another_is_taken)
{
    const struct who other = {"Mario", "Rossi", "AN", 'A', 1, CF_OF("RSSMRA", 1)};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(check(registry, &other, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &other, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(checking_writes_nothing)
{
    const struct who with_holder = {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)};
    const struct who moved = {"Mario", "Rossi", "AN", 'B', 2, CF_OF("RSSMRA", 1)};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert_uint_eq(count_events(registry), 0);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(check(registry, &with_holder, 0), PECADDR_HELD);
    ck_assert_uint_eq(count_events(registry), 1);
    ck_assert_int_eq(claim(registry, &with_holder, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &moved, 0), PECADDR_HELD);
    ck_assert_uint_eq(count_events(registry), 2);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_holder_is_known_by_the_codice_fiscale)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who corrected = {"Anna Maria", "Nero", "MC", 'A', 5, CF(1)};
    struct pecaddr_registry *registry = open_new();
    struct question question;

    ck_assert_int_eq(claim(registry, &anna, 1), PECADDR_CLAIMED);
    /* Whatever is asked: a lower level that is free, a name that was corrected. */
    ck_assert_str_eq(claim_elsewhere(registry, &anna, 0, &question), "anna.neri.mc@ingpec.eu");
    ck_assert_str_eq(claim_elsewhere(registry, &corrected, 0, &question), "anna.neri.mc@ingpec.eu");
    ck_assert_int_eq(check(registry, &corrected, 0), PECADDR_HELD_ELSEWHERE);
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(codici_fiscali_are_compared_in_upper_case)
{
    const struct who upper = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    struct who lower = upper;
    struct pecaddr_registry *registry = open_new();
    struct kept kept;
    char holder[17];

    for (int i = 0; i < 17; i++)
        holder[i] = upper.holder[i] >= 'A' ? (char)(upper.holder[i] + 32) : upper.holder[i];
    lower.holder = holder;
    lower.number = 6;
    ck_assert_int_eq(claim(registry, &lower, 0), PECADDR_CLAIMED);
    ck_assert_str_eq(look(registry, "anna.neri@ingpec.eu", &kept)->holder, upper.holder);
    ck_assert_int_eq(claim(registry, &upper, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(without_codice_fiscale_the_entry_is_recognised_if_the_name_gives_the_same_local_part)
{
    const struct who nicolo = {"NICOLO'", "D'Angelo", "MC", 'A', 7, NULL};
    const struct who spelt = {"Nicolò", "D’ ANGELO", "mc", 'a', 7, NULL};
    const struct who other = {"Nicola", "D'Angelo", "MC", 'A', 7, NULL};
    const struct who section = {"Nicolò", "D'Angelo", "MC", 'B', 7, NULL};
    const struct who province = {"Nicolò", "D'Angelo", "AN", 'A', 7, NULL};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &nicolo, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &spelt, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(registry, &spelt, 1), PECADDR_HELD_ELSEWHERE);
    /* Orders use numbers again. */
    ck_assert_int_eq(claim_failure(registry, &other, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim(registry, &section, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &province, 0), PECADDR_TAKEN);
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_holder_with_codice_fiscale_is_recognised_without_it)
{
    const struct who with = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who without = {"Anna", "Neri", "MC", 'A', 5, NULL};
    const struct who other = {"Anna", "Nera", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &with, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &without, 0), PECADDR_HELD);
    ck_assert_int_eq(claim_failure(registry, &other, 0), PECADDR_E_HOLDER);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_row_gains_the_codice_fiscale_when_one_comes)
{
    const struct who without = {"Anna", "Neri", "MC", 'A', 5, NULL};
    const struct who with = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who second = {"Anna", "Neri", "MC", 'A', 5, CF(2)};
    const struct who renamed = {"Anna", "Nera", "MC", 'A', 5, CF(2)};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &without, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim_failure(registry, &renamed, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim(registry, &with, 0), PECADDR_HELD);
    ck_assert_str_eq(look(registry, "anna.neri@ingpec.eu", &kept)->holder, with.holder);
    ck_assert_str_eq(history(registry, "anna.neri@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>reserved claim holder=\n");
    ck_assert_int_eq(claim_failure(registry, &second, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim(registry, &without, 0), PECADDR_HELD);
    ck_assert_uint_eq(count_events(registry), 2);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(two_codici_fiscali_on_one_entry_are_an_error_and_nothing_is_done)
{
    const struct who first = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who second = {"Anna", "Neri", "MC", 'A', 5, CF(2)};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &first, 0), PECADDR_CLAIMED);
    for (unsigned level = 0; level < 3; level++)
        ck_assert_int_eq(claim_failure(registry, &second, level), PECADDR_E_HOLDER);
    ck_assert_uint_eq(count_events(registry), 1);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_transfer_keeps_the_address_and_history_says_so)
{
    const struct who before = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who after = {"Anna", "Neri", "AN", 'B', 77, CF(1)};
    const struct who next = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};
    const struct who stale = {"Anna", "Neri", "AN", 'B', 77, NULL};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct question question;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &before, 1), PECADDR_CLAIMED);
    ck_assert_str_eq(claim_elsewhere(registry, &after, 1, &question), "anna.neri.mc@ingpec.eu");
    mailbox = look(registry, "anna.neri.mc@ingpec.eu", &kept);
    ck_assert_str_eq(mailbox->province, "AN");
    ck_assert_int_eq(mailbox->section, 'B');
    ck_assert_uint_eq(mailbox->number, 77);
    ck_assert_str_eq(history(registry, "anna.neri.mc@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>reserved claim entry=MCA5\n");
    /* The old entry is free for another, and the new one is hers. */
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &stale, 0), PECADDR_HELD_ELSEWHERE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_active_address_stays_through_a_transfer)
{
    const struct who before = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who after = {"Anna", "Neri", "AN", 'B', 77, CF(1)};
    struct pecaddr_registry *registry = open_new();
    struct told told;

    ck_assert_int_eq(claim(registry, &before, 0), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(claim(registry, &after, 0), PECADDR_HELD);
    ck_assert_str_eq(history(registry, "anna.neri@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>active activate: test\n"
                     "active>active claim entry=MCA5\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_transfer_to_another_holders_entry_is_an_error_and_nothing_is_done)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who luca = {"Luca", "Verdi", "AN", 'A', 6, CF_OF("VRDLCU", 2)};
    const struct who paola = {"Paola", "Bianchi", "AN", 'A', 7, NULL};
    const struct who onto_luca = {"Anna", "Neri", "AN", 'A', 6, CF(1)};
    const struct who onto_paola = {"Paola", "Bianchi", "AN", 'A', 7, CF(1)};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &paola, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim_failure(registry, &onto_luca, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim_failure(registry, &onto_paola, 0), PECADDR_E_HOLDER);
    ck_assert_uint_eq(count_events(registry), 3);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(another_domain_is_another_mailbox)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox elsewhere = {.size = sizeof elsewhere,
                                              .address = "anna.neri@archiworldpec.it",
                                              .state = PECADDR_STATE_ACTIVE,
                                              .given = "Anna",
                                              .surname = "Neri",
                                              .holder = anna.holder,
                                              .province = "MC",
                                              .section = 'A',
                                              .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&elsewhere};
    int results[1] = {1};

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, results, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(results[0], PECADDR_OK);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

/* What can be wrong with a person, and what is said of it. */
START_TEST(a_holder_is_a_right_codice_fiscale_and_always_the_register_entry)
{
    const struct {
        const char *what;
        struct who who;
        int failure;
    } cases[] = {
        {"wrong check character", {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001!"}, -9},
        {"too short", {"Anna", "Neri", "MC", 'A', 5, "NRENNA00"}, PECADDR_E_HOLDER},
        {"all zeros", {"Anna", "Neri", "MC", 'A', 5, "00000000000"}, PECADDR_E_HOLDER},
        {"no province", {"Anna", "Neri", "", 'A', 5, CF(1)}, PECADDR_E_PROVINCE},
        {"NULL province", {"Anna", "Neri", NULL, 'A', 5, CF(1)}, PECADDR_E_PROVINCE},
        {"one letter", {"Anna", "Neri", "M", 'A', 5, CF(1)}, PECADDR_E_PROVINCE},
        {"a digit", {"Anna", "Neri", "M1", 'A', 5, CF(1)}, PECADDR_E_PROVINCE},
        {"no section", {"Anna", "Neri", "MC", 0, 5, CF(1)}, PECADDR_E_REGISTER},
        {"section C", {"Anna", "Neri", "MC", 'C', 5, CF(1)}, PECADDR_E_REGISTER},
        {"no number", {"Anna", "Neri", "MC", 'A', 0, CF(1)}, PECADDR_E_REGISTER},
        {"number too high", {"Anna", "Neri", "MC", 'A', 10000000, CF(1)}, PECADDR_E_REGISTER},
    };
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(PECADDR_E_HOLDER, -9);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct question question;
        struct pecaddr_query *const queries[] = {&question.query};

        /* The address is made of right data: only the registry sees the wrong. */
        if (strcmp(cases[i].what, "a digit") == 0)
            make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 5, NULL}, 0);
        else
            make_question(&question, &cases[i].who, 0);
        question.person = person_from(&cases[i].who);
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
        ck_assert_msg(question.query.answer == PECADDR_REFUSED &&
                          question.query.failure == cases[i].failure,
                      "%s: %d", cases[i].what, question.query.failure);
    }
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_name_that_is_none_is_not_put_on_record)
{
    static const struct {
        const char *given;
        int failure;
    } cases[] = {{"", PECADDR_E_EMPTY},
                 {"Ann\xFF", PECADDR_E_ENCODING},
                 {"Anna1", PECADDR_E_UNEXPECTED},
                 {"\xCE\x91\xCE\xBD\xCE\xBD\xCE\xB1", PECADDR_E_SCRIPT}};
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_person person = person_from(&mario);
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        struct pecaddr_reason reason = PECADDR_REASON_INIT;

        person.given = text_of(cases[i].given);
        ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                                 &assignment, &reason, NULL),
                         PECADDR_OK);
        ck_assert_int_eq(assignment.status, cases[i].failure);
        ck_assert_int_eq(reason.code, cases[i].failure);
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_PERSON);
    }
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

/* Whatever a question says that no walk made. */
START_TEST(a_name_that_can_not_be_kept_is_refused)
{
    static char long_name[PECADDR_FIELD_MAX + 2];
    static const struct {
        const char *given;
        int failure;
    } cases[] = {{"Ann\xFF", PECADDR_E_ENCODING}, {long_name, PECADDR_E_TOO_LONG}};
    struct pecaddr_registry *registry = open_new();
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};

    memset(long_name, 'a', sizeof long_name - 1);
    for (size_t i = 0; i < 2 * N_OF(cases); i++) {
        make_question(&question, &mario, 0);
        if (i % 2 == 0)
            question.person.given = text_of(cases[i / 2].given);
        else
            question.person.surname = text_of(cases[i / 2].given);
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
        ck_assert_int_eq(question.query.answer, PECADDR_REFUSED);
        ck_assert_int_eq(question.query.failure, cases[i / 2].failure);
    }
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

/* The number was used again: surname and first given name are the same by chance. */
START_TEST(another_second_given_name_on_the_number_is_somebody_else)
{
    const struct who grazia = {"Maria Grazia", "Verdi", "MC", 'A', 102, NULL};
    const struct who teresa = {"Maria Teresa", "Verdi", "MC", 'A', 102, CF_OF("VRDMTR", 1)};
    const struct who maria = {"Maria", "Verdi", "MC", 'A', 102, NULL};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    ck_assert_int_eq(claim(registry, &grazia, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim_failure(registry, &teresa, 0), PECADDR_E_HOLDER);
    ck_assert_str_eq(look(registry, "mariagrazia.verdi@ingpec.eu", &kept)->holder, "");
    ck_assert_int_eq(claim(registry, &maria, 0), PECADDR_HELD_ELSEWHERE);
    pecaddr_registry_close(registry);
}
END_TEST

/* Life. */

START_TEST(a_released_address_is_free_again_for_anyone)
{
    const struct who other = {"Mario", "Rossi", "AN", 'A', 1, NULL};
    struct pecaddr_registry *registry = open_new();
    struct kept kept = {0};
    struct told told;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_TAKEN);
    ck_assert_int_eq(release_mailbox(registry, "MARIO.Rossi@ingpec.eu", "wrong name", NULL),
                     PECADDR_OK);
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &mario, 1), PECADDR_CLAIMED);
    ck_assert_str_eq(history(registry, "mario.rossi@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>released release: wrong name\n"
                     ">reserved issue\n");
    ck_assert_int_eq(
        each_mailbox(registry, "mario.rossi@ingpec.eu", NULL, 1, keep_mailbox, &kept, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(kept.n, 2);
    ck_assert_str_eq(kept.mailbox.province, "AN");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(releasing_a_lower_level_leaves_the_holder_of_a_higher_one_where_he_is)
{
    const struct who other = {"Mario", "Rossi", "AN", 'A', 1, NULL};
    struct pecaddr_registry *registry = open_new();
    struct question question;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &other, 1), PECADDR_CLAIMED);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", "x", NULL), PECADDR_OK);
    ck_assert_str_eq(claim_elsewhere(registry, &other, 0, &question), "mario.rossi.an@ingpec.eu");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(only_a_reserved_address_is_released)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = {.size = sizeof error};
    char long_reason[202];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(release_mailbox(registry, "x.y@ingpec.eu", "x", &error), PECADDR_E_STATE);
    ck_assert_ptr_nonnull(strstr(error.message, "not on record"));
    ck_assert_int_eq(release_mailbox(registry, "x.y", "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(release_mailbox(registry, NULL, "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", "", &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", "\xFF", &error),
                     PECADDR_E_ARGUMENT);
    memset(long_reason, 'x', 201);
    long_reason[201] = '\0';
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", long_reason, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_uint_eq(count_events(registry), 1);

    bring_to(registry, "mario.rossi@ingpec.eu", PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", "x", &error),
                     PECADDR_E_STATE);
    ck_assert_ptr_nonnull(strstr(error.message, "active"));
    STEP(retire_mailbox(registry, "mario.rossi@ingpec.eu", "test", &step_error));
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", "x", &error),
                     PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_reason_of_200_bytes_is_kept_whole)
{
    struct pecaddr_registry *registry = open_new();
    struct told told;
    char reason[201], expected[300];

    memset(reason, 'x', 200);
    reason[200] = '\0';
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(release_mailbox(registry, "mario.rossi@ingpec.eu", reason, NULL), PECADDR_OK);
    snprintf(expected, sizeof expected, ">reserved issue\nreserved>released release: %s\n", reason);
    ck_assert_str_eq(history(registry, NULL, &told), expected);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_free_address_is_claimed_and_then_held,
        an_address_of_another_is_taken,
        checking_writes_nothing,
        a_holder_is_known_by_the_codice_fiscale,
        codici_fiscali_are_compared_in_upper_case,
        without_codice_fiscale_the_entry_is_recognised_if_the_name_gives_the_same_local_part,
        a_holder_with_codice_fiscale_is_recognised_without_it,
        a_row_gains_the_codice_fiscale_when_one_comes,
        two_codici_fiscali_on_one_entry_are_an_error_and_nothing_is_done,
        a_transfer_keeps_the_address_and_history_says_so,
        an_active_address_stays_through_a_transfer,
        a_transfer_to_another_holders_entry_is_an_error_and_nothing_is_done,
        another_domain_is_another_mailbox,
        another_second_given_name_on_the_number_is_somebody_else,
        a_holder_is_a_right_codice_fiscale_and_always_the_register_entry,
        a_name_that_is_none_is_not_put_on_record,
        a_name_that_can_not_be_kept_is_refused,
        a_released_address_is_free_again_for_anyone,
        releasing_a_lower_level_leaves_the_holder_of_a_higher_one_where_he_is,
        only_a_reserved_address_is_released,
        a_reason_of_200_bytes_is_kept_whole,
    };

    return run_long_suite("registry", tests, N_OF(tests));
}
