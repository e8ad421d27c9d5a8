/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whoever is on record is found, SPEC §6: by the name as it is folded, of which a beginning is enough,
 * by codice fiscale, register entry, state and date, and by what is not on record.
 */
#include "registry/registry-fixture.h"

#define MARIO CF_OF("RSSMRA", 1)
#define DARIA CF_OF("DLEDRA", 2)

/* A registry with them, and one more that was blocked. */
static struct pecaddr_registry *open_with_them(void)
{
    const struct {
        const char *address;
        const char *given, *surname;
        const char *province;
        char section;
        uint32_t number;
        const char *holder;
        enum pecaddr_state state;
        const char *expires;
    } on_record[] = {
        {"daria.delia@ingpec.eu", "DARIA", "D'ELIA", "AN", 'A', 5, DARIA, PECADDR_STATE_ACTIVE,
         "2030-06-30"},
        {"lucia.deluca@ingpec.eu", "LUCÌA", "DE LUCA", "MC", 'B', 5, NULL, PECADDR_STATE_ACTIVE,
         "2030-01-31"},
        {"mario.rossi@ingpec.eu", "Mario", "Rossi", "MC", 'A', 100, MARIO, PECADDR_STATE_RESERVED,
         "2030-01-31"},
        {"mario.rossi.an@ingpec.eu", "Mario Luca", "Rossi", "AN", 'A', 100, NULL,
         PECADDR_STATE_RETIRED, "2029-12-31"},
        {"studio@ingpec.eu", NULL, NULL, NULL, 0, 0, NULL, PECADDR_STATE_ACTIVE, NULL},
    };
    struct pecaddr_mailbox mailboxes[N_OF(on_record) + 1];
    const struct pecaddr_mailbox *pointers[N_OF(on_record) + 1];
    int results[N_OF(on_record) + 1];
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(on_record); i++)
        mailboxes[i] = (struct pecaddr_mailbox){.size = sizeof mailboxes[i],
                                                .address = on_record[i].address,
                                                .given = on_record[i].given,
                                                .surname = on_record[i].surname,
                                                .province = on_record[i].province,
                                                .section = on_record[i].section,
                                                .number = on_record[i].number,
                                                .holder = on_record[i].holder,
                                                .state = on_record[i].state,
                                                .expires = on_record[i].expires};
    mailboxes[N_OF(on_record)] = (struct pecaddr_mailbox){.size = sizeof *mailboxes,
                                                          .address = "anna.neri@ingpec.eu",
                                                          .state = PECADDR_STATE_ACTIVE,
                                                          .given = "Anna",
                                                          .surname = "Neri",
                                                          .holder = "NONE"};
    for (size_t i = 0; i < N_OF(pointers); i++)
        pointers[i] = &mailboxes[i];
    ck_assert_int_eq(
        pecaddr_registry_import(registry, pointers, N_OF(pointers), 0, results, NULL, NULL),
        PECADDR_OK);
    for (size_t i = 0; i < N_OF(on_record); i++)
        ck_assert_int_eq(results[i], PECADDR_OK);
    ck_assert_int_eq(results[N_OF(on_record)], PECADDR_E_HOLDER);
    return registry;
}

/* The local parts of what is told, each after a blank. */
static int add(void *user, const struct pecaddr_mailbox *mailbox)
{
    char *found = user;
    size_t size = strlen(found);

    snprintf(found + size, 512 - size, " %.*s", (int)strcspn(mailbox->address, "@"),
             mailbox->address);
    return 0;
}

#define FIND(...)                                                                                  \
    {                                                                                              \
        .size = sizeof(struct pecaddr_registry_search), __VA_ARGS__                                \
    }

START_TEST(whoever_is_on_record_is_found_by_what_is_known)
{
    const struct {
        const char *what;
        struct pecaddr_registry_search search;
        const char *found;
    } searches[] = {
        {"no condition", FIND(0),
         " anna.neri daria.delia lucia.deluca mario.rossi.an mario.rossi studio"},
        {"an address", FIND(.address = "Mario.Rossi@ingpec.eu"), " mario.rossi"},
        {"an address that is not there", FIND(.address = "mario.verdi@ingpec.eu"), ""},
        {"what is no codice fiscale", FIND(.holder = "DLEDRA80A01Z002X"), NULL},
        {"a surname", FIND(.surname = T("ROSSI")), " mario.rossi.an mario.rossi"},
        {"a surname as it is folded", FIND(.surname = T("d’èlia")), " daria.delia"},
        {"the beginning of two", FIND(.surname = T("De L")), " daria.delia lucia.deluca"},
        {"the beginning of one", FIND(.surname = T("delu")), " lucia.deluca"},
        {"the end of a surname", FIND(.surname = T("luca")), ""},
        {"more than the surname", FIND(.surname = T("Rossini")), ""},
        {"a given name", FIND(.given = T("Lucia")), " lucia.deluca"},
        {"the first of two", FIND(.given = T("Mario")), " mario.rossi.an mario.rossi"},
        {"both", FIND(.given = T("MARIO LUCA"), .surname = T("Rossi")), " mario.rossi.an"},
        {"a given name with another surname", FIND(.given = T("Mario"), .surname = T("De Luca")),
         ""},
        {"a province", FIND(.province = T("an")), " daria.delia mario.rossi.an"},
        {"a section", FIND(.section = 'b'), " lucia.deluca"},
        {"a number", FIND(.number = 100), " mario.rossi.an mario.rossi"},
        {"a register entry", FIND(.province = T("MC"), .section = 'A', .number = 100),
         " mario.rossi"},
        {"the entry of a retired one", FIND(.province = T("AN"), .section = 'A', .number = 100),
         " mario.rossi.an"},
        {"a register entry of nobody", FIND(.province = T("MC"), .section = 'A', .number = 5), ""},
        {"a state", FIND(.state = PECADDR_STATE_RETIRED), " mario.rossi.an"},
        {"those that expire", FIND(.expires_before = "2030-06-30"), " lucia.deluca"},
        {"those that expire on that day", FIND(.expires_before = "2030-07-01"),
         " daria.delia lucia.deluca"},
        {"those that expire, in a state",
         FIND(.expires_before = "2030-06-30", .state = PECADDR_STATE_RETIRED), " mario.rossi.an"},
        {"without a register entry", FIND(.without_entry = 1), " anna.neri studio"},
        {"without a codice fiscale", FIND(.without_holder = 1),
         " anna.neri lucia.deluca mario.rossi.an studio"},
        {"without one, by surname", FIND(.without_holder = 1, .surname = T("rossi")),
         " mario.rossi.an"},
        {"the blocked and the functions", FIND(.without_holder = 1, .without_entry = 1),
         " anna.neri studio"},
        {"all at once",
         FIND(.address = "daria.delia@ingpec.eu", .holder = DARIA, .given = T("da"),
              .surname = T("d"), .province = T("AN"), .section = 'A', .number = 5,
              .state = PECADDR_STATE_ACTIVE, .expires_before = "2031-01-01", .released = 1),
         " daria.delia"},
        {"all but one",
         FIND(.address = "daria.delia@ingpec.eu", .holder = DARIA, .given = T("da"),
              .surname = T("d"), .province = T("AN"), .section = 'A', .number = 6,
              .state = PECADDR_STATE_ACTIVE, .expires_before = "2031-01-01", .released = 1),
         ""},
    };
    struct pecaddr_registry *registry = open_with_them();

    for (size_t i = 0; i < N_OF(searches); i++) {
        char found[512] = "";
        int r = pecaddr_registry_find(registry, &searches[i].search, add, found, NULL);

        if (!searches[i].found) {
            ck_assert_msg(r == PECADDR_E_ARGUMENT, "%s: %d", searches[i].what, r);
            continue;
        }
        ck_assert_msg(r == PECADDR_OK, "%s: %d", searches[i].what, r);
        ck_assert_msg(strcmp(found, searches[i].found) == 0, "%s:%s", searches[i].what, found);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(no_search_is_one_for_all_and_each_codice_fiscale_finds_its_holder)
{
    const struct pecaddr_registry_search of_daria = FIND(.holder = DARIA);
    struct pecaddr_registry *registry = open_with_them();
    char found[512] = "";

    ck_assert_int_eq(pecaddr_registry_find(registry, NULL, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found,
                     " anna.neri daria.delia lucia.deluca mario.rossi.an mario.rossi studio");
    found[0] = '\0';
    ck_assert_int_eq(pecaddr_registry_find(registry, &of_daria, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found, " daria.delia");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_was_released_is_found_when_it_is_asked_for)
{
    struct pecaddr_registry *registry = open_with_them();
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry_search search = FIND(.surname = T("neri"));
    struct pecaddr_registry_search of_entry = FIND(.number = 200, .released = 1);
    const struct who anna = {"Anna", "Neri", "MC", 'A', 200, NULL};
    char found[512] = "";

    step.address = "anna.neri@ingpec.eu";
    step.why = "it was never in use";
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RELEASE, &step, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_find(registry, &search, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found, "");
    search.released = 1;
    ck_assert_int_eq(pecaddr_registry_find(registry, &search, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found, " anna.neri");
    search.released = 0;
    search.state = PECADDR_STATE_RELEASED;
    ck_assert_int_eq(pecaddr_registry_find(registry, &search, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found, " anna.neri anna.neri");
    found[0] = '\0';
    ck_assert_int_eq(pecaddr_registry_find(registry, &of_entry, add, found, NULL), PECADDR_OK);
    ck_assert_str_eq(found, " anna.neri");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_search_that_is_none_is_refused)
{
    static const struct {
        struct pecaddr_registry_search search;
        int code;
        const char *message;
    } cases[] = {
        {{.size = 3}, PECADDR_E_ARGUMENT, "the search is none"},
        {FIND(.given = {NULL, 1}), PECADDR_E_ARGUMENT, "the search is none"},
        {FIND(.surname = {NULL, 1}), PECADDR_E_ARGUMENT, "the search is none"},
        {FIND(.province = {NULL, 1}), PECADDR_E_ARGUMENT, "the search is none"},
        {FIND(.address = "x"), PECADDR_E_ARGUMENT, "x"},
        {FIND(.holder = "RSSMRA"), PECADDR_E_ARGUMENT, "RSSMRA: this is no codice fiscale"},
        {FIND(.given = T("Mario1")), PECADDR_E_UNEXPECTED, "the name that is looked for"},
        {FIND(.surname = T("Rossi2")), PECADDR_E_UNEXPECTED, "the name that is looked for"},
        {FIND(.surname = T("Rossi\xff")), PECADDR_E_ENCODING, "the name that is looked for"},
        {FIND(.surname = T("'")), PECADDR_E_EMPTY, "the name that is looked for"},
        {FIND(.province = T("Macerata")), PECADDR_E_PROVINCE, "sigla"},
        {FIND(.section = 'C'), PECADDR_E_REGISTER, "section A or B"},
        {FIND(.number = PECADDR_NUMBER_MAX + 1), PECADDR_E_REGISTER, "9999999"},
        {FIND(.state = 5), PECADDR_E_ARGUMENT, "no such state"},
        {FIND(.expires_before = "31/12/2030"), PECADDR_E_ARGUMENT, "YYYY-MM-DD"},
    };
    struct pecaddr_registry *registry = open_with_them();
    char found[512] = "";

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        int r = pecaddr_registry_find(registry, &cases[i].search, add, found, &error);

        ck_assert_msg(r == cases[i].code && error.code == r, "%zu: %d", i, r);
        ck_assert_msg(strstr(error.message, cases[i].message) != NULL, "%s", error.message);
    }
    ck_assert_int_eq(pecaddr_registry_find(registry, NULL, NULL, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_find(NULL, NULL, add, found, NULL), PECADDR_E_ARGUMENT);
    ck_assert_str_eq(found, "");
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        whoever_is_on_record_is_found_by_what_is_known,
        no_search_is_one_for_all_and_each_codice_fiscale_finds_its_holder,
        what_was_released_is_found_when_it_is_asked_for,
        a_search_that_is_none_is_refused,
    };

    return run_long_suite("find", tests, N_OF(tests));
}
