/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mailboxes that exist already. SPEC §5.
 */
#include "registry/registry-fixture.h"

/* Import. */

/* One that is in use, unless it says otherwise. */
static int import_one(struct pecaddr_registry *registry, const struct pecaddr_mailbox *mailbox)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_mailbox whole = *mailbox;
    const struct pecaddr_mailbox *const mailboxes[] = {&whole};
    int result = 12345;

    whole.size = sizeof whole;
    if (whole.state == 0)
        whole.state = PECADDR_STATE_ACTIVE;
    ck_assert_msg(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &error) ==
                      PECADDR_OK,
                  "%s", error.message);
    return result;
}

START_TEST(mailboxes_that_exist_are_brought_in_as_active)
{
    const struct pecaddr_mailbox mailbox = {.address = "Anna.NERI@IngPec.eu",
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .holder = CF(1),
                                            .province = "mc",
                                            .section = 'a',
                                            .number = 5,
                                            .expires = "2028-02-29"};
    const struct pecaddr_mailbox unknown = {.address = "ordine.macerata@ingpec.eu"};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *found;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(import_one(registry, &mailbox), PECADDR_OK);
    found = look(registry, "anna.neri@ingpec.eu", &kept);
    ck_assert_int_eq(found->state, PECADDR_STATE_ACTIVE);
    ck_assert_str_eq(found->given, "Anna");
    ck_assert_str_eq(found->holder, mailbox.holder);
    ck_assert_str_eq(found->province, "MC");
    ck_assert_int_eq(found->section, 'A');
    ck_assert_uint_eq(found->number, 5);
    ck_assert_str_eq(found->expires, "2028-02-29");
    ck_assert_str_eq(found->scheme, "");
    ck_assert_uint_eq(found->level, PECADDR_LEVEL_NONE);
    ck_assert_str_eq(found->receipt, "imported");
    ck_assert_str_eq(history(registry, "anna.neri@ingpec.eu", &told), ">active import\n");
    ck_assert_int_eq(import_one(registry, &unknown), PECADDR_OK);
    found = look(registry, "ordine.macerata@ingpec.eu", &kept);
    ck_assert_str_eq(found->given, "");
    ck_assert_str_eq(found->holder, "");
    ck_assert_int_eq(found->section, 0);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_imported_mailbox_is_its_holders_and_taken_for_others)
{
    const struct pecaddr_mailbox plain = {.address = "mario.rossi@ingpec.eu"};
    const struct pecaddr_mailbox known = {.address = "a.neri@ingpec.eu", .holder = CF(1)};
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who later = {"Anna", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_new();
    struct question question;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(import_one(registry, &plain), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &known), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_str_eq(claim_elsewhere(registry, &anna, 0, &question), "a.neri@ingpec.eu");
    /* What was unknown is on record now, and tells who comes without codice fiscale. */
    ck_assert_str_eq(look(registry, "a.neri@ingpec.eu", &kept)->surname, "Neri");
    ck_assert_str_eq(history(registry, "a.neri@ingpec.eu", &told),
                     ">active import\n"
                     "active>active claim entry= name=\n");
    ck_assert_str_eq(claim_elsewhere(registry, &later, 0, &question), "a.neri@ingpec.eu");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(conflicts_of_an_import_are_listed_and_nothing_is_overwritten)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who ivo = {"Ivo", "Sala", "MC", 'A', 6, NULL};
    const struct who zoe = {"Zoe", "Alba", "MC", 'A', 7, CF_OF("LBAZOE", 3)};
    const struct {
        const char *what;
        struct pecaddr_mailbox mailbox;
        int expected;
    } cases[] = {
        {"the very same, by codice fiscale",
         {.address = "anna.neri@ingpec.eu", .holder = anna.holder},
         PECADDR_DONE},
        {"the very same, moved meanwhile",
         {.address = "anna.neri@ingpec.eu",
          .holder = anna.holder,
          .province = "AN",
          .section = 'B',
          .number = 9},
         PECADDR_NO_MATCH},
        {"the same holder under another name",
         {.address = "anna.neri@ingpec.eu",
          .given = "Eva",
          .surname = "Zeta",
          .holder = anna.holder},
         PECADDR_NO_MATCH},
        {"the same holder, who left",
         {.address = "anna.neri@ingpec.eu", .holder = anna.holder, .left = "2024-01-01"},
         PECADDR_NO_MATCH},
        {"the address is another's on the same entry, by name",
         {.address = "ivo.sala@ingpec.eu",
          .given = "Eva",
          .surname = "Zeta",
          .holder = CF(9),
          .province = "MC",
          .section = 'A',
          .number = 6},
         PECADDR_E_STATE},
        {"the very same, by entry",
         {.address = "ivo.sala@ingpec.eu", .province = "MC", .section = 'A', .number = 6},
         PECADDR_DONE},
        {"the address alone", {.address = "anna.neri@ingpec.eu"}, PECADDR_DONE},
        {"the address is another's, by codice fiscale",
         {.address = "anna.neri@ingpec.eu", .holder = CF(2)},
         PECADDR_E_STATE},
        {"the address is another's, by entry",
         {.address = "ivo.sala@ingpec.eu", .province = "MC", .section = 'A', .number = 8},
         PECADDR_E_STATE},
        {"the address is another's, by part of the entry",
         {.address = "ivo.sala@ingpec.eu", .number = 8},
         PECADDR_E_STATE},
        {"the address is another's, by name",
         {.address = "ivo.sala@ingpec.eu", .given = "Iva", .surname = "Sala"},
         PECADDR_E_STATE},
        {"the holder has another, by codice fiscale",
         {.address = "a.neri@ingpec.eu", .holder = anna.holder},
         PECADDR_E_HOLDER},
        {"the holder has another, retired",
         {.address = "z.alba@ingpec.eu", .holder = zoe.holder},
         PECADDR_E_HOLDER},
        {"the holder has another, by entry",
         {.address = "i.sala@ingpec.eu", .province = "MC", .section = 'A', .number = 6},
         PECADDR_E_HOLDER},
        {"the codice fiscale that comes is another's",
         {.address = "ivo.sala@ingpec.eu", .holder = anna.holder},
         PECADDR_E_HOLDER},
        {"a wrong codice fiscale",
         {.address = "x@ingpec.eu", .holder = "NRENNA00A01Z0010"},
         PECADDR_E_HOLDER},
        {"no address", {.address = NULL}, PECADDR_E_ARGUMENT},
        {"an empty address", {.address = ""}, PECADDR_E_ARGUMENT},
        {"not an address", {.address = "x.ingpec.eu"}, PECADDR_E_ARGUMENT},
        {"no date", {.address = "x@ingpec.eu", .expires = "31/12/2030"}, PECADDR_E_ARGUMENT},
        {"no day", {.address = "x@ingpec.eu", .expires = "2030-02-29"}, PECADDR_E_ARGUMENT},
        {"no month", {.address = "x@ingpec.eu", .expires = "2030-13-01"}, PECADDR_E_ARGUMENT},
        {"no province", {.address = "x@ingpec.eu", .province = "Macerata"}, PECADDR_E_PROVINCE},
        {"no section", {.address = "x@ingpec.eu", .section = 'X'}, PECADDR_E_REGISTER},
        {"no number", {.address = "x@ingpec.eu", .number = 10000000}, PECADDR_E_REGISTER},
        {"not UTF-8", {.address = "x@ingpec.eu", .given = "Nicol\xF2"}, PECADDR_E_ENCODING},
        {"one that has ended",
         {.address = "zoe.alba@ingpec.eu", .holder = zoe.holder},
         PECADDR_E_STATE},
        {"one that has ended, the address alone",
         {.address = "zoe.alba@ingpec.eu"},
         PECADDR_E_STATE},
    };
    static struct dumped before, now;
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &ivo, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &zoe, 0), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_ACTIVE);
    bring_to(registry, "ivo.sala@ingpec.eu", PECADDR_STATE_ACTIVE);
    bring_to(registry, "zoe.alba@ingpec.eu", PECADDR_STATE_RETIRED);
    dump_registry(registry, &before);
    for (size_t i = 0; i < N_OF(cases); i++) {
        int result = import_one(registry, &cases[i].mailbox);

        ck_assert_msg(result == cases[i].expected, "%s: %d", cases[i].what, result);
    }
    /* What was there is there as it was; beside it are the addresses that are blocked now. */
    dump_registry(registry, &now);
    for (char *line = strtok(before.text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        ck_assert_msg(strstr(now.text, line) != NULL, "%s", line);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_import_of_what_was_reserved_here_for_the_same_holder_activates_it)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who ivo = {"Ivo", "Sala", "MC", 'A', 6, NULL};
    const struct pecaddr_mailbox annas = {
        .address = "anna.neri@ingpec.eu", .holder = CF(1), .expires = "2030-01-01"};
    const struct pecaddr_mailbox anothers = {.address = "ivo.sala@ingpec.eu",
                                             .holder = CF(2),
                                             .province = "MC",
                                             .section = 'A',
                                             .number = 7};
    const struct pecaddr_mailbox alone = {.address = "ivo.sala@ingpec.eu"};
    const struct pecaddr_mailbox ivos = {
        .address = "ivo.sala@ingpec.eu", .given = "IVO", .surname = "Sala"};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *found;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &ivo, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(import_one(registry, &annas), PECADDR_OK);
    found = look(registry, "anna.neri@ingpec.eu", &kept);
    ck_assert_int_eq(found->state, PECADDR_STATE_ACTIVE);
    ck_assert_str_eq(found->expires, "2030-01-01");
    ck_assert_str_eq(found->receipt, "claimed");
    ck_assert_str_eq(history(registry, "anna.neri@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>active import expires=\n");
    ck_assert_int_eq(import_one(registry, &annas), PECADDR_DONE);
    /* Another holder's is a conflict, and stays as it is. */
    ck_assert_int_eq(import_one(registry, &anothers), PECADDR_E_STATE);
    ck_assert_int_eq(look(registry, "ivo.sala@ingpec.eu", &kept)->state, PECADDR_STATE_RESERVED);
    /* An address alone does not say whose it is. */
    ck_assert_int_eq(import_one(registry, &alone), PECADDR_E_STATE);
    ck_assert_int_eq(look(registry, "ivo.sala@ingpec.eu", &kept)->state, PECADDR_STATE_RESERVED);
    ck_assert_int_eq(import_one(registry, &ivos), PECADDR_OK);
    ck_assert_int_eq(look(registry, "ivo.sala@ingpec.eu", &kept)->state, PECADDR_STATE_ACTIVE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_imported_mailbox_whose_holder_left_frees_its_entry)
{
    const struct pecaddr_mailbox left = {.address = "eva.rosa@ingpec.eu",
                                         .given = "Eva",
                                         .surname = "Rosa",
                                         .province = "AN",
                                         .section = 'A',
                                         .number = 22,
                                         .left = "2020-01-31"};
    const struct pecaddr_mailbox next = {.address = "eva.oro@ingpec.eu",
                                         .given = "Eva",
                                         .surname = "Oro",
                                         .province = "AN",
                                         .section = 'A',
                                         .number = 22};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    ck_assert_int_eq(import_one(registry, &next), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &left), PECADDR_OK);
    ck_assert_str_eq(look(registry, left.address, &kept)->left, "2020-01-31");
    ck_assert_int_eq(import_one(registry, &left), PECADDR_DONE);
    ck_assert_int_eq(import_one(registry, &next), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_import_adds_what_was_unknown_of_a_mailbox)
{
    const struct pecaddr_mailbox plain = {.address = "anna.neri@ingpec.eu"};
    const struct pecaddr_mailbox more = {.address = "anna.neri@ingpec.eu",
                                         .given = "Anna",
                                         .surname = "Neri",
                                         .holder = CF(1),
                                         .number = 5};
    const struct pecaddr_mailbox most = {.address = "anna.neri@ingpec.eu",
                                         .holder = CF(1),
                                         .province = "MC",
                                         .section = 'A',
                                         .number = 5,
                                         .expires = "2030-01-01"};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *found;
    struct kept kept;

    ck_assert_int_eq(import_one(registry, &plain), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &plain), PECADDR_DONE);
    ck_assert_int_eq(import_one(registry, &more), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &more), PECADDR_DONE);
    ck_assert_int_eq(import_one(registry, &most), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &most), PECADDR_DONE);
    ck_assert_int_eq(import_one(registry, &plain), PECADDR_DONE);
    found = look(registry, "anna.neri@ingpec.eu", &kept);
    ck_assert_str_eq(found->given, "Anna");
    ck_assert_str_eq(found->holder, more.holder);
    ck_assert_str_eq(found->province, "MC");
    ck_assert_uint_eq(found->number, 5);
    ck_assert_str_eq(found->expires, "2030-01-01");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_import_adds_what_was_unknown_of_who_left_the_order)
{
    const struct pecaddr_mailbox plain = {.address = "eva.rosa@ingpec.eu", .left = "2024-01-31"};
    const struct pecaddr_mailbox more = {.address = "eva.rosa@ingpec.eu",
                                         .given = "Eva",
                                         .surname = "Rosa",
                                         .province = "MC",
                                         .section = 'A',
                                         .number = 5};
    const struct who other = {"Ugo", "Bo", "MC", 'A', 5, CF_OF("BOXGUO", 2)};
    const struct who eva = {"Eva", "Rosa", "MC", 'A', 5, NULL};
    const struct who eva_known = {"Eva", "Rosa", "MC", 'A', 5, CF_OF("RSOVEA", 1)};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *found;
    struct kept kept;

    ck_assert_int_eq(import_one(registry, &plain), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &more), PECADDR_OK);
    ck_assert_int_eq(import_one(registry, &more), PECADDR_DONE);
    found = look(registry, plain.address, &kept);
    ck_assert_str_eq(found->surname, "Rosa");
    ck_assert_str_eq(found->province, "MC");
    ck_assert_uint_eq(found->number, 5);
    ck_assert_str_eq(found->left, "2024-01-31");
    /* The entry is free for others; of the same name only the codice fiscale tells who it is. */
    ck_assert_int_eq(claim_failure(registry, &eva, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim_failure(registry, &eva_known, 0), PECADDR_E_HOLDER);
    ck_assert_str_eq(look(registry, plain.address, &kept)->left, "2024-01-31");
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_import_is_one_transaction_and_each_has_its_result)
{
    const struct pecaddr_mailbox mailboxes[] = {
        {.size = sizeof mailboxes[0], .address = "a@ingpec.eu", .holder = CF(1)},
        {.size = sizeof mailboxes[0], .address = "a@ingpec.eu", .holder = CF(2)},
        {.size = sizeof mailboxes[0], .address = "A@ingpec.eu", .holder = CF(1)},
        {.size = sizeof mailboxes[0], .address = "b@ingpec.eu", .holder = CF(1)},
        {.size = sizeof mailboxes[0], .address = "c@ingpec.eu"},
    };
    static const int expected[] = {PECADDR_OK, PECADDR_E_STATE, PECADDR_DONE, PECADDR_E_HOLDER,
                                   PECADDR_OK};
    const struct pecaddr_mailbox *pointers[N_OF(mailboxes)];
    struct pecaddr_registry_error error = {.size = sizeof error};
    int results[N_OF(mailboxes)] = {7, 7, 7, 7, 7};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    for (size_t i = 0; i < N_OF(mailboxes); i++)
        pointers[i] = &mailboxes[i];
    forbid_addresses(folder.file, "c%");
    ck_assert_int_eq(
        pecaddr_registry_import(registry, pointers, N_OF(mailboxes), 0, results, NULL, &error),
        PECADDR_E_STORAGE);
    ck_assert_int_eq(results[0], 7);
    ck_assert_uint_eq(count_events(registry), 0);
    allow_addresses(folder.file);
    ck_assert_int_eq(
        pecaddr_registry_import(registry, pointers, N_OF(mailboxes), 0, results, NULL, &error),
        PECADDR_OK);
    for (size_t i = 0; i < N_OF(mailboxes); i++)
        ck_assert_int_eq(results[i], expected[i]);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        mailboxes_that_exist_are_brought_in_as_active,
        an_imported_mailbox_is_its_holders_and_taken_for_others,
        conflicts_of_an_import_are_listed_and_nothing_is_overwritten,
        an_import_of_what_was_reserved_here_for_the_same_holder_activates_it,
        an_imported_mailbox_whose_holder_left_frees_its_entry,
        an_import_adds_what_was_unknown_of_a_mailbox,
        an_import_adds_what_was_unknown_of_who_left_the_order,
        an_import_is_one_transaction_and_each_has_its_result,
    };

    return run_long_suite("import", tests, N_OF(tests));
}
