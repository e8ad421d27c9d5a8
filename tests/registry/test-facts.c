/* SPDX-License-Identifier: BSD-3-Clause */
/* What the registry keeps, and in which order it is told. SPEC §5. */
#include "registry/registry-fixture.h"

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

int main(void)
{
    const TTest *const tests[] = {
        the_facts_are_kept_as_they_were_given,
        the_schemes_text_is_stored_once,
        history_names_the_user_of_the_database_or_else_of_the_machine,
        mailboxes_are_told_in_the_order_of_their_addresses,
    };

    return run_long_suite("facts", tests, N_OF(tests));
}
