/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Persons of one call, each of whom sees what those before him did; and what two of them contradict.
 * SPEC §5.
 */
#include "registry/past-fixture.h"

START_TEST(two_entries_of_one_codice_fiscale_in_one_call_are_no_transfer)
{
    const struct who rows[] = {ANNA_THERE, ADA_THERE, {"Anna", "Neri", "PU", 'A', 3, ONE}, ANNA};
    static const int status[] = {PECADDR_E_HOLDER, PECADDR_E_HOLDER, PECADDR_E_HOLDER, PECADDR_OK};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person persons[N_OF(rows)];
    const struct pecaddr_person *pointers[N_OF(rows)];
    struct pecaddr_assignment assignments[N_OF(rows)], *outcomes[N_OF(rows)];
    struct pecaddr_reason reasons[N_OF(rows)], *whys[N_OF(rows)];
    struct told told;

    anna_stands(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        persons[i] = person_from(&rows[i]);
        pointers[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        outcomes[i] = &assignments[i];
        reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        whys[i] = &reasons[i];
    }
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(rows), outcomes, whys, NULL),
                     PECADDR_OK);
    for (size_t i = 0; i < N_OF(rows); i++)
        ck_assert_msg(assignments[i].status == status[i], "%zu: %d", i, assignments[i].status);
    ck_assert_int_eq(reasons[0].contradiction, PECADDR_CONTRADICTION_ENTRIES);
    ck_assert_int_eq(reasons[1].contradiction, PECADDR_CONTRADICTION_NAME);
    ck_assert_int_eq(reasons[2].contradiction, PECADDR_CONTRADICTION_ENTRIES);
    ck_assert_int_eq(reasons[3].contradiction, PECADDR_CONTRADICTION_NONE);
    ck_assert_str_eq(history(registry, anna_address, &told), ">reserved issue\n");
    pecaddr_registry_close(registry);
}
END_TEST

/* The same of questions, of which each knows its own domain. */
START_TEST(two_entries_of_one_codice_fiscale_in_one_domain_are_no_transfer)
{
    static const char text[] = "name = other\ndomain = pec.example\nrule = {given}.{surname}\n";
    static const char address[] = "anna.neri@pec.example";
    const struct who here = ANNA, there = ANNA_THERE;
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_scheme *scheme = NULL;
    struct question questions[2];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query};

    anna_stands(registry);
    make_question(&questions[0], &here, 0);
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_HELD);
    ck_assert_int_eq(queries[1]->answer, PECADDR_REFUSED);
    ck_assert_int_eq(queries[1]->failure, PECADDR_E_HOLDER);

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &scheme, NULL), PECADDR_OK);
    make_question(&questions[0], &here, 0);
    strcpy(questions[0].address, address);
    questions[0].query.address_size = strlen(address);
    questions[0].query.scheme = scheme;
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_HELD);
    ck_assert_uint_eq(queries[1]->added_notes, PECADDR_NOTE_MOVED);
    pecaddr_scheme_free(scheme);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_return_to_the_entry_on_record_is_no_transfer)
{
    const struct who here = ANNA, there = ANNA_THERE;
    struct pecaddr_registry *registry = open_new();
    struct question questions[2];
    struct pecaddr_query *const queries[] = {&questions[0].query, &questions[1].query};

    anna_left(registry);
    make_question(&questions[0], &here, 0);
    make_question(&questions[1], &there, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 2), 0);
    ck_assert_int_eq(queries[0]->answer, PECADDR_HELD);
    ck_assert_uint_eq(queries[0]->added_notes, PECADDR_NOTE_RETURNED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_REFUSED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(identity_within_one_call_is_as_if_one_after_the_other)
{
    const struct {
        int call;
        struct who who;
        enum pecaddr_answer answer;
    } rows[] = {
        /* Anna moves away, and another takes her number. */
        {0, {"Anna", "Neri", "AN", 'B', 9, CF(1)}, PECADDR_HELD},
        {0, {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)}, PECADDR_CLAIMED},
        {0, {"Anna", "Neri", "MC", 'A', 5, NULL}, PECADDR_REFUSED},
        {0, {"Luca", "Verdi", "MC", 'A', 5, NULL}, PECADDR_HELD},
        /* Luca moves to where nobody is, and Anna comes back. */
        {1, {"Luca", "Verdi", "AN", 'A', 1, CF_OF("VRDLCU", 2)}, PECADDR_HELD},
        {1, {"Anna", "Neri", "MC", 'A', 5, CF(1)}, PECADDR_HELD},
        {1, {"Anna", "Neri", "MC", 'A', 5, CF(3)}, PECADDR_REFUSED},
        /* Somebody new without codice fiscale, who gains one, and a third who has it too. */
        {2, {"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_CLAIMED},
        {2, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 4)}, PECADDR_HELD},
        {2, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_REFUSED},
        {3, {"Ivo", "Sala", "MC", 'A', 7, CF_OF("SLAVIO", 4)}, PECADDR_HELD},
        {3, {"Ivo", "Sala", "MC", 'A', 6, NULL}, PECADDR_TAKEN},
        {3, {"Ivo", "Sala", "MC", 'A', 6, CF_OF("SLAVIO", 5)}, PECADDR_TAKEN},
    };
    struct pecaddr_registry *registry = open_new();
    static struct question questions[N_OF(rows)];
    struct told told;

    anna_stands(registry);
    for (size_t i = 0, n; i < N_OF(rows); i += n) {
        struct pecaddr_query *queries[N_OF(rows)];

        for (n = 0; i + n < N_OF(rows) && rows[i + n].call == rows[i].call; n++) {
            make_question(&questions[i + n], &rows[i + n].who, 0);
            queries[n] = &questions[i + n].query;
        }
        ck_assert_msg(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, n) == PECADDR_OK, "%s",
                      pecaddr_registry_message(registry));
        for (size_t k = 0; k < n; k++)
            ck_assert_msg(queries[k]->answer == rows[i + k].answer, "%zu: %d %d", i + k,
                          (int)queries[k]->answer, queries[k]->failure);
    }
    ck_assert_str_eq(history(registry, anna_address, &told),
                     ">reserved issue\n"
                     "reserved>reserved claim entry=MCA5\n"
                     "reserved>reserved claim entry=ANB9\n");
    ck_assert_str_eq(history(registry, "ivo.sala@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>reserved claim holder=\n"
                     "reserved>reserved claim entry=MCA6\n");
    pecaddr_registry_close(registry);
}
END_TEST

/* More questions than one message to a server holds. */
START_TEST(a_call_of_thousands_gives_each_person_an_address)
{
    enum { PERSONS = 3000 };
    static struct question questions[PERSONS];
    static struct pecaddr_query *queries[PERSONS];
    static char surnames[PERSONS][5], holders[PERSONS][17];
    struct pecaddr_registry *registry = open_new();

    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < PERSONS; i++) {
            struct who who = {"Ugo", surnames[i], "MC", i % 2 == 0 ? 'A' : 'B', 1 + i, NULL};

            snprintf(surnames[i], 5, "X%c%c%c", 'a' + (int)(i % 26), 'a' + (int)(i / 26 % 26),
                     'a' + (int)(i / 676));
            if (i % 3 == 0)
                who.holder = holder_for(who.given, who.surname, i / 3, holders[i]);
            make_question(&questions[i], &who, 0);
            queries[i] = &questions[i].query;
        }
        ck_assert_msg(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, PERSONS) == PECADDR_OK,
                      "%s", pecaddr_registry_message(registry));
        for (int i = 0; i < PERSONS; i++)
            ck_assert_int_eq(queries[i]->answer, round == 0 ? PECADDR_CLAIMED : PECADDR_HELD);
    }
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        two_entries_of_one_codice_fiscale_in_one_call_are_no_transfer,
        two_entries_of_one_codice_fiscale_in_one_domain_are_no_transfer,
        a_return_to_the_entry_on_record_is_no_transfer,
        identity_within_one_call_is_as_if_one_after_the_other,
        a_call_of_thousands_gives_each_person_an_address,
    };

    return run_long_suite("one-call", tests, N_OF(tests));
}
