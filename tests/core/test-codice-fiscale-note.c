/* SPDX-License-Identifier: BSD-3-Clause */
/* That a codice fiscale contradicts the name is noted, by a walk and a batch too (SPEC §2). */
#include "core/codice-fiscale-rows.h"

struct told {
    size_t n;
    enum pecaddr_field fields[4];
    char letters[4][4];
};

static void take_step(void *user, const struct pecaddr_step *step)
{
    struct told *told = user;

    if (step->kind != PECADDR_STEP_HOLDER_MISMATCH)
        return;
    ck_assert_uint_eq(step->size, sizeof *step);
    ck_assert_uint_eq(step->offset, 0);
    ck_assert_uint_eq(step->length, 0);
    ck_assert_uint_eq(step->text.size, 3);
    ck_assert_uint_lt(told->n, 4);
    told->fields[told->n] = step->field;
    memcpy(told->letters[told->n++], step->text.data, 3);
}

/* What pecaddr_local_part() says of a row, with and without a trace: notes and steps. */
static void expect_note(const struct pecaddr_scheme *scheme, const struct comparison_row *row)
{
    struct told told = {0};
    struct pecaddr_trace trace = PECADDR_TRACE_INIT;
    char holder[17], local[PECADDR_LOCAL_PART_MAX + 1];
    struct pecaddr_person person = person_with(row, holder);
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    uint32_t expected = row->mismatch ? PECADDR_NOTE_CF_MISMATCH : 0;
    uint32_t notes = 0;
    size_t n = 0;

    trace.step = take_step;
    trace.user = &told;
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, &trace, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_msg((notes & PECADDR_NOTE_CF_MISMATCH) == expected, "%s", row->what);
    if (row->mismatch & SURNAME) {
        ck_assert_int_eq(told.fields[n], PECADDR_FIELD_SURNAME);
        ck_assert_str_eq(told.letters[n++], row->surname_letters);
    }
    if (row->mismatch & GIVEN) {
        ck_assert_int_eq(told.fields[n], PECADDR_FIELD_GIVEN);
        ck_assert_str_eq(told.letters[n++], row->given_letters);
    }
    ck_assert_msg(told.n == n, "%s: %zu steps", row->what, told.n);
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, expected);
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_uint_eq(folded.notes & PECADDR_NOTE_CF_MISMATCH, expected);
    person.holder = text("");
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, 0);
}

START_TEST(a_contradiction_is_noted_with_a_step_for_each_half)
{
    expect_note(pecaddr_scheme_ingpec(), &halves[_i]);
}
END_TEST

START_TEST(it_is_noted_as_it_is_compared_under_either_profile)
{
    char lines[80];

    snprintf(lines, sizeof lines, "profile = %s\nrule = {given}.{surname}", profiles[_i].profile);
    expect_note(scheme_with(lines), &profiles[_i].row);
}
END_TEST

/* A walk's questions and its result, and the rows of a batch, each its own. */

static int claim_all(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                     size_t n)
{
    uint32_t *notes = user;

    ck_assert_int_eq(mode, PECADDR_CLAIM);
    for (size_t i = 0; i < n; i++) {
        *notes |= queries[i]->notes;
        queries[i]->answer = PECADDR_CLAIMED;
    }
    return 0;
}

START_TEST(a_walk_carries_the_note_and_refuses_a_wrong_codice_fiscale)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    char holder[17], address[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_person person = person_with(&halves[1], holder);
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_OK);
    ck_assert_uint_eq(query.notes, PECADDR_NOTE_CF_MISMATCH);
    query.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_OK);
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_CF_MISMATCH);
    holder[15] = holder[15] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, &error),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(error.field, PECADDR_FIELD_HOLDER);
    ck_assert_int_eq(
        pecaddr_candidate(scheme, &person, 0, address, sizeof address, NULL, NULL, &error),
        PECADDR_E_HOLDER);
    /* The entry comes before it. */
    person.number = 0;
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, &error),
                     PECADDR_E_REGISTER);
}
END_TEST

START_TEST(a_batch_notes_each_of_its_rows)
{
    enum { N = 4 };
    static const size_t rows[N] = {0, 1, 2, 3};
    char holders[N][17];
    struct pecaddr_person persons[N];
    const struct pecaddr_person *pointers[N];
    struct pecaddr_assignment results[N];
    struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);
    uint32_t seen = 0;

    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < N; i++) {
        persons[i] = person_with(&halves[rows[i]], holders[i]);
        persons[i].number = (uint32_t)(i + 1);
        pointers[i] = &persons[i];
        results[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        ret[i] = &results[i];
    }
    holders[2][15] = '!';
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), pointers, N, PECADDR_CLAIM,
                                           claim_all, &seen, scratch, size, ret),
                     PECADDR_OK);
    free(scratch);
    ck_assert_int_eq(results[0].status, PECADDR_OK);
    ck_assert_uint_eq(results[0].notes, 0);
    ck_assert_int_eq(results[1].status, PECADDR_OK);
    ck_assert_uint_eq(results[1].notes, PECADDR_NOTE_CF_MISMATCH);
    ck_assert_int_eq(results[2].status, PECADDR_E_HOLDER);
    ck_assert_int_eq(results[2].field, PECADDR_FIELD_HOLDER);
    ck_assert_int_eq(results[3].status, PECADDR_OK);
    ck_assert_uint_eq(results[3].notes, PECADDR_NOTE_CF_MISMATCH);
    ck_assert_uint_eq(seen, PECADDR_NOTE_CF_MISMATCH);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("codice-fiscale-note");
    TCase *tc = tcase_create("codice-fiscale-note");

    ADD(tc, a_contradiction_is_noted_with_a_step_for_each_half, halves);
    ADD(tc, it_is_noted_as_it_is_compared_under_either_profile, profiles);
    tcase_add_test(tc, a_walk_carries_the_note_and_refuses_a_wrong_codice_fiscale);
    tcase_add_test(tc, a_batch_notes_each_of_its_rows);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
