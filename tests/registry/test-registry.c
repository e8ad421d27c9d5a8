/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry: who is known, what becomes of a mailbox, what is kept. SPEC §5.
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

/* Facts. */

START_TEST(the_facts_are_kept_as_they_were_given)
{
    const struct who nicolo = {"Dott. NICOLO'",   "D’Angelo  in Rossi", "mc", 'a', 1234,
                               CF_OF("DNGNCL", 3)};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct kept kept;
    char scheme[2048];

    make_question(&question, &nicolo, 2);
    question.query.notes = PECADDR_NOTE_TITLE | PECADDR_NOTE_MARITAL;
    question.reserved[0] = 1 << 1;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    mailbox = look(registry, question.address, &kept);
    ck_assert_uint_eq(mailbox->size, sizeof *mailbox);
    ck_assert_str_eq(mailbox->address, "nicolo.dangelo.mc.a1234@ingpec.eu");
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(mailbox->given, nicolo.given);
    ck_assert_str_eq(mailbox->surname, nicolo.surname);
    ck_assert_str_eq(mailbox->holder, nicolo.holder);
    ck_assert_str_eq(mailbox->province, "MC");
    ck_assert_int_eq(mailbox->section, 'A');
    ck_assert_uint_eq(mailbox->number, 1234);
    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), scheme, sizeof scheme, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(mailbox->scheme, scheme);
    ck_assert_uint_eq(mailbox->table_version, pecaddr_table_version());
    ck_assert_uint_eq(mailbox->level, 2);
    ck_assert_uint_eq(mailbox->notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_MARITAL);
    ck_assert_str_eq(mailbox->receipt, "taken,reserved,claimed");
    ck_assert_str_eq(mailbox->expires, "");
    ck_assert_uint_eq(strlen(mailbox->updated), strlen("2024-01-01T00:00:00.000Z"));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(the_schemes_text_is_stored_once)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, NULL};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM scheme"), 1);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(history_names_the_user_of_the_database_or_else_of_the_machine)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char name[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert(run_sql(folder.file, "SELECT author FROM event", name));
    ck_assert_str_ne(name, "");
    if (on_postgres())
        ck_assert_str_eq(name, OWNER);
    else if (geteuid() == 0)
        ck_assert_str_eq(name, "root");
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

struct listed {
    char text[1024];
    int stop_after;
};

static int list_address(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct listed *listed = user;

    strcat(strcat(listed->text, mailbox->address), " ");
    return --listed->stop_after == 0 ? 42 : 0;
}

START_TEST(mailboxes_are_told_in_the_order_of_their_addresses)
{
    const struct who persons[] = {{"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
                                  {"Anna", "Neri", "MC", 'A', 2, CF(2)},
                                  {"Zoe", "Alba", "MC", 'A', 3, NULL}};
    struct pecaddr_registry *registry = open_new();
    const struct {
        const char *what;
        const char *address;
        const char *holder;
        int all;
        int stop_after;
        const char *expected;
    } cases[] = {
        {"living", NULL, NULL, 0, 0, "anna.neri@ingpec.eu mario.rossi@ingpec.eu "},
        {"all", NULL, NULL, 1, 0, "anna.neri@ingpec.eu mario.rossi@ingpec.eu zoe.alba@ingpec.eu "},
        {"by address", "ANNA.neri@ingpec.eu", NULL, 0, 0, "anna.neri@ingpec.eu "},
        {"by address, released", "zoe.alba@ingpec.eu", NULL, 1, 0, "zoe.alba@ingpec.eu "},
        {"by address, living", "zoe.alba@ingpec.eu", NULL, 0, 0, ""},
        {"by holder", NULL, persons[0].holder, 0, 0, "mario.rossi@ingpec.eu "},
        {"by holder, all", NULL, persons[0].holder, 1, 0, "mario.rossi@ingpec.eu "},
        {"by both", "anna.neri@ingpec.eu", persons[0].holder, 1, 0, ""},
        {"until stopped", NULL, NULL, 1, 2, "anna.neri@ingpec.eu mario.rossi@ingpec.eu "},
    };

    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_int_eq(claim(registry, &persons[i], 0), PECADDR_CLAIMED);
    ck_assert_int_eq(release_mailbox(registry, "zoe.alba@ingpec.eu", "x", NULL), 0);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct listed listed = {.stop_after = cases[i].stop_after};
        int r = each_mailbox(registry, cases[i].address, cases[i].holder, cases[i].all,
                             list_address, &listed, NULL);

        ck_assert_msg(r == (cases[i].stop_after != 0 ? 42 : 0), "%s", cases[i].what);
        ck_assert_msg(strcmp(listed.text, cases[i].expected) == 0, "%s: %s", cases[i].what,
                      listed.text);
    }
    ck_assert_int_eq(each_mailbox(registry, "x", NULL, 0, list_address, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(each_mailbox(registry, NULL, "x", 0, list_address, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(each_mailbox(registry, NULL, NULL, 0, NULL, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_history(registry, "x", tell_event, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
}
END_TEST

/* Calls. */

START_TEST(questions_are_answered_as_if_one_after_the_other)
{
    const struct who persons[] = {
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
        {"Mario", "Rossi", "AN", 'A', 2, NULL},
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
        {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 2)},
        {"Luca", "Verdi", "MC", 'A', 1, CF_OF("VRDLCU", 3)},
        {"Luca", "Verdi", "AN", 'A', 2, CF_OF("VRDLCU", 4)},
        {"Luca", "Verdi", "", 'A', 3, CF_OF("VRDLCU", 4)},
    };
    static const enum pecaddr_answer expected[] = {
        PECADDR_CLAIMED, PECADDR_TAKEN,   PECADDR_HELD,    PECADDR_REFUSED,
        PECADDR_REFUSED, PECADDR_CLAIMED, PECADDR_REFUSED,
    };
    struct pecaddr_registry *registry = open_new();
    struct question questions[N_OF(persons)];
    struct pecaddr_query *queries[N_OF(persons)];

    for (size_t i = 0; i < N_OF(persons); i++) {
        make_question(&questions[i], &persons[i], 0);
        queries[i] = &questions[i].query;
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, N_OF(persons)), 0);
    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_msg(queries[i]->answer == expected[i], "%zu: %d", i, (int)queries[i]->answer);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_question_that_is_none_fails_the_call)
{
    struct pecaddr_registry *registry = open_new();
    struct question good, bad;
    struct pecaddr_query *queries[] = {&good.query, &bad.query};
    struct {
        struct pecaddr_query query;
        char tail;
    } longer;

    make_question(&good, &mario, 0);
#define REFUSED(change)                                                                            \
    do {                                                                                           \
        make_question(&bad, &mario, 1);                                                            \
        change;                                                                                    \
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2),                \
                         PECADDR_E_ARGUMENT);                                                      \
        ck_assert_str_ne(pecaddr_registry_message(registry), "");                                  \
        ck_assert_int_eq(good.query.answer, PECADDR_UNANSWERED);                                   \
    } while (0)
    REFUSED(bad.query.size--);
    REFUSED(bad.query.size += PECADDR_GROWTH_MAX + 1);
    REFUSED(bad.person.size += PECADDR_GROWTH_MAX + 1);
    REFUSED(bad.query.person = NULL);
    REFUSED(bad.person.size = 0);
    REFUSED(bad.query.scheme = NULL);
    REFUSED(bad.query.address = NULL);
    REFUSED(bad.query.address_size--);
    REFUSED(bad.address[0] = 'M');
    REFUSED(bad.address[bad.query.address_size - 1] = 'x');
    REFUSED(bad.query.level = PECADDR_LEVELS_MAX);
    REFUSED(bad.person.given.data = NULL);
    REFUSED(bad.person.holder.size = 16);
    REFUSED(queries[1] = NULL);
#undef REFUSED
    /* A longer struct of a later version, as long as it says nothing new. */
    memset(&longer, 0, sizeof longer);
    make_question(&bad, &mario, 1);
    longer.query = bad.query;
    longer.query.size = sizeof longer;
    queries[1] = &longer.query;
    longer.tail = 1;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 2), PECADDR_E_ARGUMENT);
    longer.tail = 0;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 2), 0);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");

    ck_assert_int_eq(pecaddr_registry_ask(registry, (enum pecaddr_mode)0, queries, 2),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, (enum pecaddr_mode)3, queries, 2),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, NULL, 2), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, NULL, 0), 0);
    ck_assert_int_eq(pecaddr_registry_ask(NULL, PECADDR_CHECK, queries, 2), PECADDR_E_ARGUMENT);
    ck_assert_str_eq(pecaddr_registry_message(NULL), "");
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(no_claim_stands_when_the_call_fails)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who moved = {"Mario", "Rossi", "AN", 'A', 2, CF_OF("RSSMRA", 2)};
    const struct who first = {"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 2)};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question questions[3];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query,
                                             &questions[2].query};

    ck_assert_int_eq(claim(registry, &first, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    /* A registry in which one mailbox cannot be issued, for a reason of its database. */
    forbid_addresses(folder.file, "luca%");
    registry = open_uri(folder.uri);
    make_question(&questions[0], &anna, 0);
    make_question(&questions[1], &moved, 1);
    make_question(&questions[2], &(struct who){"Luca", "Verdi", "MC", 'A', 8, NULL}, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 3), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "strange"));
    if (on_postgres())
        ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "postgresql:"));
    else
        ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), folder.file));
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(queries[i]->answer, PECADDR_UNANSWERED);
        ck_assert_str_eq(queries[i]->held, "");
    }
    ck_assert_uint_eq(count_events(registry), 1);
    /* And the handle goes on. */
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_HELD_ELSEWHERE);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_file_that_another_program_keeps_busy_is_an_error_that_says_so)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct pecaddr_registry_error error = {.size = sizeof error};
    char uri[POSTGRES_URI_MAX + 16];
    sqlite3 *db;

    pecaddr_registry_close(make_registry(&folder));
    snprintf(uri, sizeof uri, "%s?timeout=0", folder.uri);
    registry = open_uri(uri);
    ck_assert_int_eq(sqlite3_open(folder.file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    make_question(&question, &mario, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "another program"));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(release_mailbox(registry, "a@b.it", "x", &error), PECADDR_E_STORAGE);
    /* Readers do not wait for writers. */
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_entry_used_again_is_another_holder_also_where_rules_use_an_initial)
{
    static const char text[] = "name = x\ndomain = pec.example\nrule = {initial}.{surname}\n"
                               "rule = {given}.{surname}\n";
    static const char *const names[] = {"Mario", "Marco"};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_scheme *scheme = NULL;

    ck_assert_int_eq(
        pecaddr_scheme_parse((struct pecaddr_text){text, sizeof text - 1}, NULL, &scheme, NULL),
        PECADDR_OK);
    for (size_t i = 0; i < N_OF(names); i++) {
        struct pecaddr_query *queries[1];
        struct question question;

        make_question(&question, &mario, 0);
        question.person.given = text_of(names[i]);
        question.query.scheme = scheme;
        strcpy(question.address, "m.rossi@pec.example");
        question.query.address_size = strlen(question.address);
        queries[0] = &question.query;
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
        ck_assert_int_eq(question.query.answer, i == 0 ? PECADDR_CLAIMED : PECADDR_REFUSED);
        ck_assert_int_eq(question.query.failure, i == 0 ? 0 : PECADDR_E_HOLDER);
    }
    pecaddr_registry_close(registry);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(a_uri_that_names_no_registry_is_refused)
{
    static const char *const uris[] = {
        "",
        "registry",
        "sqlite:",
        "sqlite://host/registry",
        "sqlite:a%",
        "sqlite:a%00b",
        "sqlite:a?mode=rw",
        "sqlite:a?timeout=",
        "sqlite:a?timeout=-1",
        "sqlite:a?timeout=3601000",
        "sqlite:a?timeout=1&timeout=2",
        "sqlite3:a",
        "SQLITE:a",
        "memory:a",
        "memory:?timeout=1",
        "file:a",
        "postgres:a",
        "sqlite:a?1=1&2=2&3=3&4=4&5=5",
    };

    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;

        ck_assert_msg(pecaddr_registry_open(uris[i], &registry, &error) == PECADDR_E_ARGUMENT, "%s",
                      uris[i]);
        ck_assert_ptr_null(registry);
        ck_assert_int_eq(error.code, PECADDR_E_ARGUMENT);
        ck_assert_str_ne(error.message, "");
        ck_assert_msg(pecaddr_registry_init(uris[i], &error) == PECADDR_E_ARGUMENT, "%s", uris[i]);
    }
}
END_TEST

START_TEST(arguments_that_must_be_there_are_missed)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry_error small = {.size = sizeof small - 1};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    int result;

    ck_assert_int_eq(pecaddr_registry_open(NULL, &preview, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_open("memory:", NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_open("memory:", &preview, &small), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_init(NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_init("memory:", &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "sqlite:PATH"));
    ck_assert_int_eq(pecaddr_registry_preview(NULL, &preview, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_import(registry, NULL, 1, 0, &result, NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_import(registry, NULL, 0, 0, NULL, NULL, &error), PECADDR_OK);
    ck_assert_int_eq(release_mailbox(NULL, "a@b.it", "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, &error), PECADDR_OK);
    ck_assert_int_eq(release_mailbox(preview, "a@b.it", "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "preview"));
    ck_assert_int_eq(pecaddr_registry_history(preview, NULL, tell_event, NULL, &error),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    pecaddr_registry_close(NULL);
}
END_TEST

START_TEST(states_have_their_names)
{
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RESERVED), "reserved");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_ACTIVE), "active");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RETIRED), "retired");
    ck_assert_str_eq(pecaddr_state_name(PECADDR_STATE_RELEASED), "released");
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state)0));
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state)5));
    ck_assert_ptr_null(pecaddr_state_name((enum pecaddr_state) - 1));
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
        a_holder_is_a_right_codice_fiscale_and_always_the_register_entry,
        a_name_that_is_none_is_not_put_on_record,
        a_name_that_can_not_be_kept_is_refused,
        a_released_address_is_free_again_for_anyone,
        releasing_a_lower_level_leaves_the_holder_of_a_higher_one_where_he_is,
        only_a_reserved_address_is_released,
        a_reason_of_200_bytes_is_kept_whole,
        the_facts_are_kept_as_they_were_given,
        the_schemes_text_is_stored_once,
        history_names_the_user_of_the_database_or_else_of_the_machine,
        mailboxes_are_told_in_the_order_of_their_addresses,
        questions_are_answered_as_if_one_after_the_other,
        a_question_that_is_none_fails_the_call,
        no_claim_stands_when_the_call_fails,
        an_entry_used_again_is_another_holder_also_where_rules_use_an_initial,
        a_uri_that_names_no_registry_is_refused,
        arguments_that_must_be_there_are_missed,
        states_have_their_names,
        /* SQLite's alone: test-postgres.c has the like. */
        a_file_that_another_program_keeps_busy_is_an_error_that_says_so,
    };

    return run_long_suite("registry", tests, on_postgres() ? N_OF(tests) - 1 : N_OF(tests));
}
