/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether the rules still give what they gave, by the receipt of each address. SPEC §5. */
#include "registry/life-fixture.h"

/* What verifying told: `address: status expected`, a line each for those that do not hold. */
struct verified {
    unsigned n;
    unsigned n_ok;
    char text[2048];
    int stop;
};

static int note(void *user, const struct pecaddr_mailbox *mailbox, int status, const char *expected)
{
    struct verified *verified = user;
    size_t size = strlen(verified->text);

    verified->n++;
    if (status == PECADDR_OK)
        verified->n_ok++;
    else
        snprintf(verified->text + size, sizeof verified->text - size, "%s: %d %s\n",
                 mailbox->address, status, expected);
    return verified->stop;
}

static const char *verify(struct pecaddr_registry *registry, struct verified *verified)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    *verified = (struct verified){0};
    ck_assert_msg(pecaddr_registry_verify(registry, NULL, note, NULL, verified, &error) ==
                      PECADDR_OK,
                  "%s", error.message);
    return verified->text;
}

/* Mario at each level, and Anna who moved, changed, came by a list, left. */
static void make_lives(struct pecaddr_registry *registry)
{
    const struct who homonyms[] = {{"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 3)},
                                   {"Mario", "Rossi", "MC", 'A', 2, CF_OF("RSSMRA", 4)},
                                   {"MARIO", "ROSSI", "MC", 'A', 3, CF_OF("RSSMRA", 5)}};
    const struct who moved = {"Mario", "Rossi", "AN", 'A', 77, CF_OF("RSSMRA", 5)};
    const struct who ordine = {"Ordine", "Macerata", "MC", 'A', 8, NULL};
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = "x@ingpec.eu", .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_assignment assignment;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int result;

    for (unsigned i = 0; i < N_OF(homonyms); i++)
        ck_assert_int_eq(claim(registry, &homonyms[i], i), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &moved, 2), PECADDR_HELD_ELSEWHERE);
    active_and_left(registry);
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(claim(registry, &(struct who){"Luca", "Verdi", "MC", 'A', 9, NULL}, 0),
                     PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, "luca.verdi@ingpec.eu", "", "", &assignment), PECADDR_OK);
    /* One whose level 0 is reserved by the scheme. */
    make_question(&question, &ordine, 1);
    question.reserved[0] = 1;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
}

START_TEST(the_rules_give_every_address_again_from_its_receipt)
{
    struct pecaddr_registry *registry = open_new();
    struct verified verified;

    make_lives(registry);
    ck_assert_str_eq(verify(registry, &verified), "");
    /* Living ones: three homonyms, Anna, x, Luca's new one, Ordine. */
    ck_assert_uint_eq(verified.n, 7);
    ck_assert_uint_eq(verified.n_ok, 7);
    pecaddr_registry_close(registry);
}
END_TEST

/* Takes away what protects the records, as only the owner of the database can. */
static void unprotect(const char *file)
{
    char name[256], sql[300];

    if (on_postgres()) {
        do_sql(file, "ALTER TABLE mailbox DISABLE TRIGGER USER; "
                     "ALTER TABLE scheme DISABLE TRIGGER USER");
        return;
    }
    for (;;) {
        ck_assert(run_sql(file, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", name));
        if (name[0] == '\0')
            return;
        snprintf(sql, sizeof sql, "DROP TRIGGER %s", name);
        do_sql(file, sql);
    }
}

static const struct {
    const char *what;
    const char *sql; /* UPDATE … WHERE address = 'mario.rossi…' */
    const char *told;
} tampered[] = {
    {"another address",
     "UPDATE mailbox SET address = 'mario.bianchi@ingpec.eu' "
     "WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.bianchi@ingpec.eu: NO_MATCH mario.rossi@ingpec.eu\n"},
    {"another name", "UPDATE mailbox SET given = 'Luca' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: NO_MATCH luca.rossi@ingpec.eu\n"},
    {"a name that is none",
     "UPDATE mailbox SET given = 'M4rio' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: UNEXPECTED \n"},
    {"another level", "UPDATE mailbox SET level = 1 WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: NO_MATCH mario.rossi.mc@ingpec.eu\n"},
    {"an entry that it was not issued for",
     "UPDATE mailbox SET issued_number = 4 WHERE address = 'mario.rossi.mc.a3@ingpec.eu'",
     "mario.rossi.mc.a3@ingpec.eu: NO_MATCH mario.rossi.mc.a4@ingpec.eu\n"},
    {"a receipt of another level",
     "UPDATE mailbox SET receipt = 'taken,claimed' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: STATE mario.rossi@ingpec.eu\n"},
    {"a receipt that was never claimed",
     "UPDATE mailbox SET receipt = 'taken,taken' WHERE address = 'mario.rossi.mc@ingpec.eu'",
     "mario.rossi.mc@ingpec.eu: STATE mario.rossi.mc@ingpec.eu\n"},
    {"a receipt with a candidate reserved that is not",
     "UPDATE mailbox SET receipt = 'reserved,claimed' WHERE address = 'mario.rossi.mc@ingpec.eu'",
     "mario.rossi.mc@ingpec.eu: STATE mario.rossi.mc@ingpec.eu\n"},
    {"a receipt with a reserved candidate taken",
     "UPDATE mailbox SET receipt = 'taken,claimed' WHERE address = 'ordine.macerata.mc@ingpec.eu'",
     "ordine.macerata.mc@ingpec.eu: STATE ordine.macerata.mc@ingpec.eu\n"},
    {"tables that this version does not have",
     "UPDATE mailbox SET table_version = 2 WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: SCHEME \n"},
    {"the entry of now, by which nothing is judged",
     "UPDATE mailbox SET number = 99 WHERE address = 'mario.rossi.mc.a3@ingpec.eu'", ""},
};

/* Puts the numbers of the codes into an expected line. */
static void with_codes(const char *told, char ret_text[256])
{
    static const struct {
        const char *name;
        int code;
    } codes[] = {{": NO_MATCH ", PECADDR_NO_MATCH},
                 {": STATE ", PECADDR_E_STATE},
                 {": SCHEME ", PECADDR_E_SCHEME},
                 {": UNEXPECTED ", PECADDR_E_UNEXPECTED}};

    strcpy(ret_text, "");
    for (size_t i = 0; i < N_OF(codes); i++) {
        const char *place = strstr(told, codes[i].name);

        if (place != NULL)
            snprintf(ret_text, 256, "%.*s: %d %s", (int)(place - told), told, codes[i].code,
                     place + strlen(codes[i].name));
    }
}

START_TEST(an_address_that_the_rules_no_longer_give_is_named_with_what_they_give)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct verified verified;
    char expected[256];

    make_lives(registry);
    unprotect(folder.file);
    do_sql(folder.file, tampered[_i].sql);
    with_codes(tampered[_i].told, expected);
    ck_assert_msg(strcmp(verify(registry, &verified), expected) == 0, "%s: %s", tampered[_i].what,
                  verified.text);
    ck_assert_uint_eq(verified.n, 7);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_scheme_on_record_that_is_none_any_more_is_named)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct verified verified;
    char expected[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    unprotect(folder.file);
    do_sql(folder.file, "UPDATE scheme SET text = 'name = x'");
    snprintf(expected, sizeof expected, "%s: %d \n", mario_address, PECADDR_E_SCHEME);
    ck_assert_str_eq(verify(registry, &verified), expected);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(verifying_ends_when_it_is_told_to)
{
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct verified verified = {.stop = 42};

    make_lives(registry);
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, note, NULL, &verified, NULL), 42);
    ck_assert_uint_eq(verified.n, 1);
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, NULL, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_verify(NULL, NULL, note, NULL, &verified, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_verify(preview, NULL, note, NULL, &verified, NULL),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
}
END_TEST
int main(void)
{
    const TTest *const tests[] = {
        the_rules_give_every_address_again_from_its_receipt,
        a_scheme_on_record_that_is_none_any_more_is_named,
        verifying_ends_when_it_is_told_to,
    };
    TCase *tcase = registry_case("receipt");
    Suite *suite = suite_create("receipt");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, an_address_that_the_rules_no_longer_give_is_named_with_what_they_give,
             N_OF(tampered), 0);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
