/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An address that its holder changes before activation, SPEC §5: once; it is no error to ask again.
 */
#include "registry/life-fixture.h"
#include "registry/steps.h"

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, NULL};
static const char old[] = "anna.neri@ingpec.eu", new[] = "anna.neri.mc@ingpec.eu";

/* A given name to which no surname is said. */
static const char alone[] = "Giovanna";

/* What a change of `old` answers; where it is done, `expected` is the address that is told. */
static int change(struct pecaddr_registry *registry, const char *given,
                  const struct pecaddr_person *person, int dry_run, const char *expected)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    int r;

    step.address = old;
    step.why = "test";
    step.given = pecaddr_text_of(given);
    step.surname = pecaddr_text_of(given != NULL && given != alone ? "Neri" : NULL);
    step.person = person;
    step.dry_run = dry_run;
    r = pecaddr_registry_change(registry, &step, &assignment, &reason, &error);
    ck_assert_str_eq(assignment.address, expected);
    if (r == PECADDR_DONE) {
        ck_assert_int_eq(assignment.status, PECADDR_OK);
        ck_assert_int_eq(assignment.answer, PECADDR_HELD_ELSEWHERE);
        ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
        ck_assert_uint_eq(assignment.table_version, pecaddr_table_version());
        ck_assert_int_eq(reason.code, PECADDR_OK);
    }
    return r;
}

START_TEST(an_address_that_was_changed_already_is_no_error)
{
    struct pecaddr_registry *registry = open_new();
    unsigned n;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    n = count_events(registry);
    for (int dry_run = 1; dry_run >= 0; dry_run--)
        ck_assert_int_eq(change(registry, NULL, NULL, dry_run, new), PECADDR_DONE);
    STEP(activate_mailbox(registry, new, NULL, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_DONE);
    ck_assert_uint_eq(count_events(registry), n + 1);
    /* Whoever has none any more was given none. */
    STEP(retire_mailbox(registry, new, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(whoever_has_an_address_after_somebody_of_the_name_changed_it_keeps_it)
{
    static const struct who next = {"Anna", "Neri", "MC", 'A', 6, NULL};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_person person = person_from(&anna);
    unsigned n;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    n = count_events(registry);
    ck_assert_int_eq(change(registry, NULL, &person, 0, new), PECADDR_DONE);
    ck_assert_uint_eq(count_events(registry), n);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_that_was_only_given_back_was_not_changed)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    STEP(release_mailbox(registry, old, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    STEP(release_mailbox(registry, new, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_that_was_changed_for_another_name_is_not_changed_yet)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, "Gianna", NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_OK);
    ck_assert_int_eq(change(registry, "Gianna", NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_DONE);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_DONE);
    ck_assert_int_eq(change(registry, "Giovanna", NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(change(registry, alone, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(of_two_who_gave_an_address_up_nobody_is_guessed)
{
    const struct who next = {"Anna", "Neri", "AN", 'A', 6, CF(2)};
    const struct who lia = {"Lia", "Neri", "AN", 'A', 7, NULL};
    struct pecaddr_person first = person_from(&anna), second = person_from(&next),
                          third = person_from(&lia);
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    /* It is the next one's, nobody else's; and it was done for the first. */
    ck_assert_int_eq(change(registry, NULL, &third, 0, ""), PECADDR_E_HOLDER);
    first.holder = pecaddr_text_of(CF(3));
    ck_assert_int_eq(change(registry, NULL, &first, 0, new), PECADDR_DONE);
    ck_assert_int_eq(change(registry, NULL, &second, 0, "anna.neri.an@ingpec.eu"), PECADDR_OK);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    /* What the first gave up may as well be the second's, but not the other way round. */
    ck_assert_int_eq(change(registry, NULL, &second, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(change(registry, NULL, &first, 0, new), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_homonym_who_asks_for_a_change_gets_the_next_address)
{
    const struct who other = {"Mario", "Rossi", "AN", 'A', 1, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    const struct pecaddr_mailbox *mailbox;
    struct question question;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.level, 1);
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_int_eq(assignment.answer, PECADDR_CLAIMED);
    mailbox = look(registry, "mario.rossi.mc@ingpec.eu", &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(mailbox->receipt, "released,claimed");
    ck_assert_str_eq(mailbox->given, "Mario");
    ck_assert_uint_eq(mailbox->number, 1);
    ck_assert_str_eq(history(registry, mario_address, &told),
                     ">reserved issue\n"
                     "reserved>released change > mario.rossi.mc@ingpec.eu: asked for it\n");
    ck_assert_str_eq(history(registry, "mario.rossi.mc@ingpec.eu", &told),
                     ">reserved change > mario.rossi@ingpec.eu: asked for it\n");
    /* The holder is known at the new one, and the old one is free for others at once. */
    ck_assert_str_eq(claim_elsewhere(registry, &mario, 0, &question), "mario.rossi.mc@ingpec.eu");
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_goes_to_the_first_address_that_is_free_and_not_the_present_one)
{
    const struct who other = {"Mario", "Rossi", "MC", 'B', 2, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &other, 1), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc.a1@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "released,taken,claimed");
    /* And back: the walk begins at the beginning. */
    ck_assert_int_eq(change_to(registry, assignment.address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, mario_address);
    ck_assert_str_eq(look(registry, mario_address, &kept)->receipt, "claimed");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_corrected_name_gets_the_addresses_of_the_right_name)
{
    const struct who nera = {"Anna", "Nera", "AN", 'A', 2, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    reserved(registry);
    ck_assert_int_eq(change_to(registry, anna_address, "Anna Maria", "Neri", &assignment),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "annamaria.neri@ingpec.eu");
    mailbox = look(registry, assignment.address, &kept);
    ck_assert_str_eq(mailbox->given, "Anna Maria");
    ck_assert_str_eq(mailbox->holder, anna_known.holder);
    ck_assert_str_eq(mailbox->receipt, "claimed");
    ck_assert_int_eq(claim(registry, &nera, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, assignment.address, "Anna", "Nera", &assignment),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.nera.mc@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "taken,claimed");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_after_a_transfer_is_made_of_the_entry_of_now)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 9, anna_known.holder};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct kept kept;

    reserved(registry);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    ck_assert_int_eq(change_to(registry, anna_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.neri.an@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->issued_province, "AN");
    ck_assert_uint_eq(kept.mailbox.issued_number, 9);
    pecaddr_registry_close(registry);
}
END_TEST

/* Runs a change that must fail, and sees that nothing was done. */
static void refuse_change(struct pecaddr_registry *registry, const char *address, const char *given,
                          const char *surname, int expected)
{
    struct pecaddr_assignment assignment;
    static struct dumped before, now;
    int r;

    dump_registry(registry, &before);
    r = change_to(registry, address, given, surname, &assignment);
    ck_assert_msg(r == expected, "%s %s: %d", given, surname, r);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
}

START_TEST(a_change_to_a_name_that_is_none_is_refused)
{
    struct pecaddr_registry *registry = open_new();

    reserved(registry);
    refuse_change(registry, anna_address, "Anna1", "Neri", PECADDR_E_UNEXPECTED);
    refuse_change(registry, anna_address, "", "Neri", PECADDR_E_EMPTY);
    refuse_change(registry, anna_address, "Anna\xFF", "Neri", PECADDR_E_ENCODING);
    refuse_change(registry, anna_address, "\xCE\x91\xCE\xBD\xCE\xBD\xCE\xB1", "Neri",
                  PECADDR_E_SCRIPT);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(where_every_other_address_is_taken_a_change_is_exhausted)
{
    static const char *const taken[] = {"mario.rossi.mc@ingpec.eu", "mario.rossi.mc.a1@ingpec.eu"};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    for (size_t i = 0; i < N_OF(taken); i++) {
        const struct pecaddr_mailbox mailbox = {
            .size = sizeof mailbox, .address = taken[i], .state = PECADDR_STATE_ACTIVE};
        const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
        int result;

        ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                         0);
    }
    refuse_change(registry, mario_address, "", "", PECADDR_E_EXHAUSTED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_needs_the_scheme_of_the_domain)
{
    static const char other[] = "name = x\ndomain = pec.example\nrule = {given}.{surname}\n";
    const struct pecaddr_text as_it_is = {0};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_registry_error error = {.size = sizeof error};

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(other), NULL, &scheme, NULL), PECADDR_OK);
    reserved(registry);
    ck_assert_int_eq(change_mailbox(registry, scheme, anna_address, as_it_is, as_it_is, "x",
                                    &assignment, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "pec.example"));
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, as_it_is,
                                    as_it_is, "x", NULL, &error),
                     PECADDR_E_ARGUMENT);
    assignment.size--;
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, as_it_is,
                                    as_it_is, "x", &assignment, &error),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(a_change_is_one_transaction)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    forbid_addresses(folder.file, "mario.rossi.mc%");
    registry = open_uri(folder.uri);
    /* The old address is not released when the new one cannot be claimed. */
    refuse_change(registry, mario_address, "", "", PECADDR_E_STORAGE);
    allow_addresses(folder.file);
    pecaddr_registry_close(registry);
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

/* Lists beside the registry. */

static void add_list(struct pecaddr_registry *registry, const struct folder *folder,
                     const char *list)
{
    char path[96], uri[112];

    snprintf(path, sizeof path, "%s/list", folder->path);
    snprintf(uri, sizeof uri, "file:%s", path);
    write_file(path, list, strlen(list));
    STEP(pecaddr_registry_add_source(registry, uri, &step_error));
}

static void remove_list(const struct folder *folder)
{
    char path[96];

    snprintf(path, sizeof path, "%s/list", folder->path);
    ck_assert_int_eq(unlink(path), 0);
}

START_TEST(a_change_hears_the_sources)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_assignment assignment;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    add_list(registry, &folder, "mario.rossi.mc@ingpec.eu\nmario.rossi@ingpec.eu\n");
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc.a1@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "released,taken,claimed");
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_change_without_a_sources_answer_is_not_made)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char path[96];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    add_list(registry, &folder, "luca.verdi@ingpec.eu\nanna.neri@ingpec.eu\n");
    snprintf(path, sizeof path, "%s/list", folder.path);
    ck_assert_int_eq(truncate(path, 30), 0);
    refuse_change(registry, mario_address, "", "", PECADDR_E_UNAVAILABLE);
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_that_says_present_makes_a_candidate_taken_unless_it_is_the_persons)
{
    const struct who anna_elsewhere = {"Anna", "Neri", "AN", 'A', 8, CF(2)};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    reserved(registry);
    add_list(registry, &folder, "anna.neri@ingpec.eu\nmario.rossi@ingpec.eu\n");
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &anna_known, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(registry, &anna_elsewhere, 0), PECADDR_TAKEN);
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &mario, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST
int main(void)
{
    const TTest *const tests[] = {
        an_address_that_was_changed_already_is_no_error,
        whoever_has_an_address_after_somebody_of_the_name_changed_it_keeps_it,
        an_address_that_was_only_given_back_was_not_changed,
        an_address_that_was_changed_for_another_name_is_not_changed_yet,
        of_two_who_gave_an_address_up_nobody_is_guessed,
        a_homonym_who_asks_for_a_change_gets_the_next_address,
        a_change_goes_to_the_first_address_that_is_free_and_not_the_present_one,
        a_corrected_name_gets_the_addresses_of_the_right_name,
        a_change_after_a_transfer_is_made_of_the_entry_of_now,
        a_change_to_a_name_that_is_none_is_refused,
        where_every_other_address_is_taken_a_change_is_exhausted,
        a_change_needs_the_scheme_of_the_domain,
        a_change_is_one_transaction,
        a_change_hears_the_sources,
        a_change_without_a_sources_answer_is_not_made,
        a_source_that_says_present_makes_a_candidate_taken_unless_it_is_the_persons,
    };

    return run_long_suite("change", tests, N_OF(tests));
}
