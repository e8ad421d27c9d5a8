/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: a batch whose rows are of one person, or wait for one another. */
#include "core/batch-fixture.h"
#include "core/batch-script.h"

/* The smallest rosters in which a person comes twice and the order of the questions matters. */

/* Alba's first candidate is taken, Anna's is reserved: both come to ask for a.neri.mc. */
START_TEST(person_whose_candidate_is_reserved_does_not_overtake_an_earlier_one)
{
    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = person_of(text("Alba"), text("Neri"));
    roster.rows[1] = person_of(text("Anna"), text("Neri"));
    roster.rows[1].number = 2;
    model_take(&start, skipping, &roster.rows[0], 0);
    expect_one_by_one_under(skipping, mode_number(_i), "taken, then reserved");
    ck_assert_str_eq(found.rows[0].address, "a.neri.mc@example.org");
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_EXHAUSTED);
}
END_TEST

/* Both lack level 0; Alba has level 1 before her, Anna skips it: she must not be first at level 2.
 */
START_TEST(person_whose_later_candidate_is_reserved_does_not_overtake_an_earlier_one)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{province}\n"
                    "rule = {initial}.{surname}.00\nreserved = *.neri.mc");

    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = person_of(text("Alba"), text("Neri"));
    roster.rows[0].province = text("AN");
    roster.rows[1] = person_of(text("Anna"), text("Neri"));
    for (unsigned level = 0; level <= 1; level++) {
        model_take(&start, scheme, &roster.rows[0], level);
        model_take(&start, scheme, &roster.rows[1], level);
    }
    ck_assert(pecaddr_scheme_is_disjoint(scheme));
    expect_one_by_one_under(scheme, mode_number(_i), "a level that is reserved");
    ck_assert_str_eq(found.rows[0].address, "a.neri.00@example.org");
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_EXHAUSTED);
}
END_TEST

START_TEST(person_who_comes_twice_is_told_the_mailbox_at_the_first_question)
{
    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    model_take(&start, pecaddr_scheme_ingpec(), &roster.rows[0], 0);
    expect_one_by_one(mode_number(_i), "the same row twice");
    ck_assert_str_eq(found.rows[1].address, "ada.neri.mc@ingpec.eu");
    ck_assert_int_eq(pecaddr_assignment_answer(&found.rows[1], 0), PECADDR_HELD_ELSEWHERE);
    ck_assert_uint_eq(found.rows[1].tried, 1);
}
END_TEST

START_TEST(row_is_not_given_what_only_a_later_row_of_the_same_entry_brings_to_light)
{
    start = (struct registry){.n = 0};
    roster.n = 1;
    roster.rows[0] = person_of(text("Ada"), text("Neri"));
    roster.rows[0].holder = text(model_holders[0][0]);
    roster.rows[0].number = 9;
    model_one_by_one(&start, pecaddr_scheme_ingpec(), PECADDR_CLAIM, &roster, &expected);
    ck_assert_str_eq(expected.rows[0].address, "ada.neri@ingpec.eu");
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    roster.rows[1].holder = text(model_holders[0][0]);
    expect_one_by_one(PECADDR_CLAIM, "without codice fiscale, then transferred to that entry");
    ck_assert_str_eq(found.rows[0].address, "ada.neri.mc@ingpec.eu");
    ck_assert_str_eq(found.rows[1].address, "ada.neri@ingpec.eu");
}
END_TEST

/* Two rows, and whether they are one person: then the second is told the first one's address. */

#define CF       "RSSDAA70A41E783W"
#define OTHER_CF "RSSDAA70A41E784Y"

static const struct {
    const char *what;
    const char *first; /* codici fiscali */
    const char *second;
    const char *province;
    char section;
    uint32_t number;
    const char *given;
    const char *surname;
    bool same;
} repeats[] = {
    {"codice fiscale", CF, CF, "MC", 'A', 2, "Ada", "Bianchi", true},
    {"codice fiscale in lower case", CF, "rssdaa70a41e783w", "MC", 'A', 2, "Ada", "Bianchi", true},
    {"codice fiscale with spaces", CF, " RSS DAA 70A41 E783W ", "MC", 'A', 2, "Ada", "Bianchi",
     true},
    {"codice fiscale and name", CF, CF, "MC", 'A', 2, "Ada", "Rossi", true},
    {"provisional, with spaces", "00000000018", "000 000 000 18", "MC", 'A', 2, "Ada", "Bianchi",
     true},
    {"two provisional ones", "00000000018", "00000000026", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry, without codici fiscali", "", "", "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry in the other case", "", "", "mc", 'a', 1, "ADA", "rossì", true},
    {"entry, the second without", CF, "", "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry, the first without", "", CF, "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry of another surname", "", "", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry of other given names", "", "", "MC", 'A', 1, "Eva", "Rossi", false},
    {"entry of more given names", "", "", "MC", 'A', 1, "Ada Eva", "Rossi", false},
    {"entry of the same letters", "", "", "MC", 'A', 1, "Ad", "Arossi", false},
    {"entry of another name, the second without", CF, "", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry of another name, the first without", "", CF, "MC", 'A', 1, "Ada", "Bianchi", false},
    {"two codici fiscali, one entry and name", CF, OTHER_CF, "MC", 'A', 1, "Ada", "Rossi", false},
    {"two numbers", "", "", "MC", 'A', 2, "Ada", "Rossi", false},
    {"two sections", "", "", "MC", 'B', 1, "Ada", "Rossi", false},
    {"two provinces", "", "", "AN", 'A', 1, "Ada", "Rossi", false},
    {"nothing but the domain", "", "", "AN", 'B', 2, "Eva", "Bianchi", false},
};

static void make_repeat(int i)
{
    make_homonyms();
    people[0].holder = text(repeats[i].first);
    people[1] = person_of(text(repeats[i].given), text(repeats[i].surname));
    people[1].holder = text(repeats[i].second);
    people[1].province = text(repeats[i].province);
    people[1].section = repeats[i].section;
    people[1].number = repeats[i].number;
}

START_TEST(two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FAILED},
                                        {PECADDR_FAILED}}};
    char address[PECADDR_ADDRESS_MAX + 1];
    bool asked;

    make_repeat(_i);
    ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &people[1], 0, address,
                                       sizeof address, NULL, NULL, NULL),
                     PECADDR_OK);
    asked = strcmp(address, "ada.rossi@ingpec.eu") == 0; /* for what the first was given */
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    if (repeats[_i].same) {
        ck_assert_msg(strcmp(given[1].address, given[0].address) == 0, "%s: %s", repeats[_i].what,
                      given[1].address);
        ck_assert_int_eq(given[1].answer, asked ? PECADDR_HELD : PECADDR_HELD_ELSEWHERE);
        ck_assert_uint_eq(given[1].level,
                          asked || !strcmp(repeats[_i].surname, "Rossi") ? 0 : PECADDR_LEVEL_NONE);
    } else {
        ck_assert_msg(strcmp(given[1].address, given[0].address) != 0, "%s", repeats[_i].what);
        ck_assert_int_eq(given[1].answer, PECADDR_FREE);
        ck_assert_uint_eq(given[1].level, asked);
    }
}
END_TEST

/* Those who might be one wait for each other, so the first call asks for one of them only. */
START_TEST(rows_that_share_codice_fiscale_or_entry_are_not_asked_at_once)
{
    struct script script = {.answers = {{PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED}}};
    bool entry = strcmp(repeats[_i].province, "MC") == 0 || strcmp(repeats[_i].province, "mc") == 0;

    make_repeat(_i);
    entry = entry && people[1].number == 1 && repeats[_i].section != 'B';
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    ck_assert_msg(script.sizes[0] == (entry || repeats[_i].same ? 1 : 4), "%s: %zu at once",
                  repeats[_i].what, script.sizes[0]);
}
END_TEST

/* Whoever has another codice fiscale than the first of an entry is somebody else, now as later. */
START_TEST(entry_is_the_first_codice_fiscales_also_when_a_row_without_one_came_after)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE}}};
    bool first_has_it = _i == 0;

    make_homonyms();
    for (size_t i = 0; i < SCRIPTED; i++)
        people[i].number = 1;
    people[first_has_it ? 0 : 1].holder = text(CF);
    people[2].holder = text(OTHER_CF);
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    ck_assert_str_eq(given[1].address, "ada.rossi@ingpec.eu");
    ck_assert_int_eq(given[1].answer, PECADDR_HELD);
    ck_assert_str_eq(given[2].address, "ada.rossi.mc@ingpec.eu");
    ck_assert_str_eq(given[3].address, "ada.rossi@ingpec.eu");
    ck_assert_int_eq(given[3].answer, PECADDR_HELD);
}
END_TEST

START_TEST(person_whose_candidates_are_all_reserved_is_told_so_and_not_asked)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{province}\n"
                    "reserved = *.neri\nreserved = *.neri.*");
    struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

    for (roster.n = 1; roster.n <= 2; roster.n++) {
        start = (struct registry){.n = 0};
        roster.rows[0] = person_of(text("Ada"), text("Neri"));
        roster.rows[1] = person_of(text("Ada"), text("Rossi"));
        expect_one_by_one_under(scheme, mode_number(_i), "all reserved");
        ck_assert_int_eq(found.rows[0].status, PECADDR_E_EXHAUSTED);
        ck_assert_uint_eq(found.rows[0].tried, 2);
        ck_assert_int_eq(found.rows[0].answer, PECADDR_RESERVED);
    }
    batch.fail_at = 1;
    batch.failure = 7;
    roster.n = 2;
    ck_assert_int_eq(run(&batch, mode_number(_i)), PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(found.rows[0].status, PECADDR_E_EXHAUSTED);
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_UNAVAILABLE);
}
END_TEST

/* A row that waits for the next segment is not read twice: a transliterator counts. */

static int count_reading(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                         size_t *ret_size)
{
    (void)text;
    MODEL_HOLDS(capacity >= 3);
    memcpy(buffer, "ada", 3);
    *ret_size = 3;
    ++*(unsigned *)user;
    return 0;
}

START_TEST(name_of_a_row_that_waits_is_folded_once)
{
    static const char lines[] = "name = other\ndomain = example.org\ntransliterate = icu\n"
                                "rule = {given}.{surname}\nrule = {given}.{surname}.{number}\n";
    unsigned readings = 0;
    struct pecaddr_transliterator transliterator = PECADDR_TRANSLITERATOR_INIT;
    const struct pecaddr_scheme *scheme;
    unsigned alone = 0;

    transliterator.name = "icu";
    transliterator.transliterate = count_reading;
    transliterator.user = &readings;
    ck_assert_int_eq(pecaddr_scheme_parse(text(lines), &transliterator, &scheme, NULL), PECADDR_OK);
    start = (struct registry){.n = 0};
    roster.rows[0] = person_of(text("Άδα"), text("Neri"));
    roster.rows[1] = roster.rows[2] = roster.rows[0];
    for (roster.n = 1; roster.n <= 3; roster.n++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

        right = start;
        readings = 0;
        ck_assert_int_eq(run(&batch, PECADDR_CLAIM), PECADDR_OK);
        ck_assert_str_eq(found.rows[roster.n - 1].address, "ada.neri@example.org");
        alone = roster.n == 1 ? readings : alone;
        ck_assert_uint_eq(readings, alone * (unsigned)roster.n);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("batch-repeats");
    TCase *tc = tcase_create("batch-repeats");

    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_add_loop_test(tc, person_whose_candidate_is_reserved_does_not_overtake_an_earlier_one, 0,
                        2);
    tcase_add_loop_test(
        tc, person_whose_later_candidate_is_reserved_does_not_overtake_an_earlier_one, 0, 2);
    tcase_add_loop_test(tc, person_who_comes_twice_is_told_the_mailbox_at_the_first_question, 0, 2);
    tcase_add_test(tc, row_is_not_given_what_only_a_later_row_of_the_same_entry_brings_to_light);
    ADD(tc, two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name, repeats);
    ADD(tc, rows_that_share_codice_fiscale_or_entry_are_not_asked_at_once, repeats);
    tcase_add_loop_test(
        tc, entry_is_the_first_codice_fiscales_also_when_a_row_without_one_came_after, 0, 2);
    tcase_add_loop_test(tc, person_whose_candidates_are_all_reserved_is_told_so_and_not_asked, 0,
                        2);
    tcase_add_test(tc, name_of_a_row_that_waits_is_folded_once);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
