/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sources of addresses that exist elsewhere: their URIs, and what they do to an answer, with lists in
 * files. SPEC §5.
 */
#include "registry/sources/source-fixture.h"

START_TEST(a_uri_that_names_no_source_is_refused)
{
    static const char *const uris[] = {
        "",
        "list",
        "file:",
        "file://host/list",
        "files:list",
        "file:a%2",
        "file:a%00",
        "file:a%zz",
        "file:a?size=3",
        "sqlite:a",
        "file:?",
        "file:a?x=%1",
        "file:a?empty",
        "file:a?empty=",
        "file:a?empty=yes",
        "file:a?empty=allow&empty=allow",
        "exec:a?empty=allow",
        "file:a?canary",
        "file:a?canary=b",
    };
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct folder folder;
    char uri[256];

    for (size_t i = 0; i < N_OF(uris); i++) {
        int r = add(registry, uris[i], message);

        /* The canary is looked at once the list is open. */
        ck_assert_msg(r == PECADDR_E_ARGUMENT || (r == PECADDR_E_STORAGE && i + 1 == N_OF(uris)),
                      "%s: %d %s", uris[i], r, message);
        ck_assert(message[0] != '\0');
    }
    make_folder(&folder);
    write_list(&folder, "a@pec.it\n");
    snprintf(uri, sizeof uri, "%s?canary=a@pec.it&canary=a@pec.it", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_ARGUMENT);
    snprintf(uri, sizeof uri, "%s?canary=a", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_add_source(NULL, folder.uri, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_add_source(registry, NULL, NULL), PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(percent_and_question_mark_are_written_in_hexadecimal)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;
    char uri[256], moved[160];

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    snprintf(moved, sizeof moved, "%s/50%% sì?", folder.path);
    ck_assert_int_eq(rename(folder.list, moved), 0);
    snprintf(uri, sizeof uri, "file:%s/50%%25 s%%c3%%AC%%3F", folder.path);
    add_well(registry, uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    snprintf(uri, sizeof uri, "file://%s/50%%25 sì%%3f?canary=MARIO.rossi%%40ingpec.eu",
             folder.path);
    add_well(registry, uri);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(rename(moved, folder.list), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_without_its_canary_is_refused)
{
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    snprintf(uri, sizeof uri, "%s?canary=ordine.macerata@ingpec.eu", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(message, "ordine.macerata@ingpec.eu"));
    /* It was not added. */
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FREE);
    write_list(&folder, "mario.rossi@ingpec.eu\nordine.macerata@ingpec.eu\n");
    add_well(registry, uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_that_says_present_makes_a_candidate_taken)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_TAKEN);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 1).answer,
                     PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(unless_the_registry_knows_that_very_address_as_this_persons)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_CLAIMED);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_HELD);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 1).answer,
                     PECADDR_HELD_ELSEWHERE);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 2, 0).answer,
                     PECADDR_TAKEN);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(any_number_of_sources_are_heard)
{
    struct pecaddr_registry *registry = open_memory(), *preview = NULL;
    struct folder first, second;

    make_folder(&first);
    make_folder(&second);
    write_list(&first, "mario.rossi@ingpec.eu\n");
    write_list(&second, "luca.verdi@ingpec.eu\n");
    add_well(registry, first.uri);
    add_well(registry, second.uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(registry, "Luca", "Verdi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(registry, "Anna", "Neri"), PECADDR_FREE);
    /* And by a preview. */
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(check_name(preview, "Mario", "Rossi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(preview, "Luca", "Verdi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(preview, "Anna", "Neri"), PECADDR_FREE);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    remove_folder(&first);
    remove_folder(&second);
}
END_TEST

START_TEST(a_source_that_can_not_answer_makes_the_question_fail)
{
    struct pecaddr_registry *registry = open_memory();
    struct pecaddr_query query;
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\nmario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer,
                     PECADDR_CLAIMED);
    /* The list is changed while it is in use. */
    ck_assert_int_eq(truncate(folder.list, 30), 0);
    query = ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 2, 0);
    ck_assert_int_eq(query.answer, PECADDR_FAILED);
    ck_assert_int_eq(query.failure, PECADDR_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    query = ask_about(registry, PECADDR_CLAIM, "Paola", "Bianchi", 3, 0);
    ck_assert_int_eq(query.answer, PECADDR_FAILED);
    /* Who is known needs no source. */
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer, PECADDR_HELD);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Two members: one of a known codice fiscale, and one who comes new. */
static void assign_two(struct pecaddr_registry *registry, uint32_t number, uint32_t new_number,
                       struct pecaddr_assignment outcomes[2])
{
    struct pecaddr_person known = PECADDR_PERSON_INIT, new = PECADDR_PERSON_INIT;
    const struct pecaddr_person *const persons[] = {&known, &new};
    struct pecaddr_assignment *const places[] = {&outcomes[0], &outcomes[1]};

    known.given = text("Mario");
    known.surname = text("Rossi");
    known.holder = text("RSSMRA80A01H501U");
    new.given = text("Luca");
    new.surname = text("Verdi");
    known.province = new.province = text("MC");
    known.section = new.section = 'A';
    known.number = number;
    new.number = new_number;
    outcomes[0] = outcomes[1] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), persons,
                                                   new_number > 0 ? 2 : 1, places, NULL, NULL),
                     PECADDR_OK);
}

/* The first look says that the entry is taken: no source was asked, and the call failed for nothing. */
START_TEST(a_source_is_heard_of_one_who_comes_on_the_entry_that_another_leaves_in_the_same_call)
{
    static const struct {
        const char *list;
        const char *address;
    } rows[] = {{"ada.neri@ingpec.eu\n", "luca.verdi@ingpec.eu"},
                {"luca.verdi@ingpec.eu\n", "luca.verdi.mc@ingpec.eu"}};

    for (size_t i = 0; i < 2 * N_OF(rows); i++) {
        struct pecaddr_registry *registry = open_memory(), *preview = NULL;
        struct pecaddr_assignment outcomes[2];
        struct folder folder;

        make_folder(&folder);
        write_list(&folder, rows[i / 2].list);
        assign_two(registry, 1, 0, outcomes);
        add_well(registry, folder.uri);
        ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
        assign_two(i % 2 ? preview : registry, 9, 1, outcomes);
        ck_assert_int_eq(outcomes[0].status, PECADDR_OK);
        ck_assert_uint_eq(outcomes[0].notes & PECADDR_NOTE_MOVED, PECADDR_NOTE_MOVED);
        ck_assert_int_eq(outcomes[1].status, PECADDR_OK);
        ck_assert_str_eq(outcomes[1].address, rows[i / 2].address);
        pecaddr_registry_close(preview);
        pecaddr_registry_close(registry);
        remove_folder(&folder);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_uri_that_names_no_source_is_refused,
        percent_and_question_mark_are_written_in_hexadecimal,
        a_source_without_its_canary_is_refused,
        a_source_that_says_present_makes_a_candidate_taken,
        unless_the_registry_knows_that_very_address_as_this_persons,
        any_number_of_sources_are_heard,
        a_source_that_can_not_answer_makes_the_question_fail,
        a_source_is_heard_of_one_who_comes_on_the_entry_that_another_leaves_in_the_same_call,
    };
    return run_suite("source", tests, N_OF(tests));
}
