/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: pecaddr_resolve(), one person against the plain existence check. */
#include "suite.h"

/* A check that answers from a script and keeps what it was asked. */
struct script {
    int answers[3];
    unsigned asked;
    char addresses[3][PECADDR_ADDRESS_MAX + 1];
};

static int exists(void *user, const char *address)
{
    struct script *script = user;

    ck_assert_uint_lt(script->asked, 3);
    ck_assert_uint_le(strlen(address), PECADDR_ADDRESS_MAX);
    strcpy(script->addresses[script->asked], address);
    return script->answers[script->asked++];
}

static const char *const candidates[] = {"ada.rossi@ingpec.eu", "ada.rossi.mc@ingpec.eu",
                                         "ada.rossi.mc.a1234@ingpec.eu"};

static const struct {
    const char *what;
    int answers[3];
    unsigned asked;
    int status;
    int failure;
} scripts[] = {
    {"absent", {0}, 1, PECADDR_OK, 0},
    {"present, absent", {1, 0}, 2, PECADDR_OK, 0},
    {"present, present, absent", {1, 1, 0}, 3, PECADDR_OK, 0},
    {"all present", {1, 1, 1}, 3, PECADDR_E_EXHAUSTED, 0},
    {"failed", {-1}, 1, PECADDR_E_UNAVAILABLE, -1},
    {"2 is no answer", {2}, 1, PECADDR_E_UNAVAILABLE, 2},
    {"present, failed", {1, -5}, 2, PECADDR_E_UNAVAILABLE, -5},
    {"present, present, failed", {1, 1, 2147483647}, 3, PECADDR_E_UNAVAILABLE, 2147483647},
    {"the lowest integer", {-2147483647 - 1}, 1, PECADDR_E_UNAVAILABLE, -2147483647 - 1},
};

START_TEST(present_leads_on_absent_ends_anything_else_fails)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_assignment assignment = {.size = sizeof assignment, .status = 77};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct script script = {.asked = 0};
    unsigned last = scripts[_i].asked - 1;
    int r;

    memcpy(script.answers, scripts[_i].answers, sizeof script.answers);
    r = pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, &script, &assignment, &error);
    ck_assert_msg(r == scripts[_i].status, "%s: %d", scripts[_i].what, r);
    ck_assert_uint_eq(script.asked, scripts[_i].asked);
    for (unsigned level = 0; level < script.asked; level++)
        ck_assert_str_eq(script.addresses[level], candidates[level]);
    if (r != PECADDR_OK) {
        ck_assert_int_eq(error.code, r);
        ck_assert_int_eq(error.failure, scripts[_i].failure);
        ck_assert_int_eq(error.field, PECADDR_FIELD_NONE);
        ck_assert_uint_eq(error.offset, 0);
        if (r == PECADDR_E_UNAVAILABLE)
            ck_assert_ptr_nonnull(strstr(error.message, "exists returned neither 0"));
        else
            ck_assert_str_eq(error.message, pecaddr_strerror(r));
        ck_assert_int_eq(assignment.status, 77);
        return;
    }
    ck_assert_int_eq(error.code, 0);
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_str_eq(assignment.address, candidates[last]);
    ck_assert_uint_eq(assignment.address_size, strlen(candidates[last]));
    ck_assert_uint_eq(assignment.level, last);
    ck_assert_uint_eq(assignment.tried, last + 1);
    ck_assert_int_eq(assignment.answer, PECADDR_FREE);
    ck_assert_int_eq(assignment.failure, 0);
    ck_assert_uint_eq(assignment.notes, 0);
    ck_assert_uint_eq(assignment.table_version, 1);
    for (unsigned level = 0; level < last; level++)
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, level), PECADDR_TAKEN);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, last), PECADDR_FREE);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, last + 1), PECADDR_UNANSWERED);
}
END_TEST

START_TEST(without_error_struct_the_outcome_is_the_same)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_assignment assignment = {.size = sizeof assignment, .status = 77};
    struct script script = {.asked = 0};

    memcpy(script.answers, scripts[_i].answers, sizeof script.answers);
    ck_assert_int_eq(
        pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, &script, &assignment, NULL),
        scripts[_i].status);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    uint32_t number;
    int status;
    enum pecaddr_field field;
    size_t offset;
} refusals[] = {
    {"a digit", T("Ada"), T("Ros3i"), T("MC"), 1, PECADDR_E_UNEXPECTED, PECADDR_FIELD_SURNAME, 3},
    {"no name", T(""), T("Rossi"), T("MC"), 1, PECADDR_E_EMPTY, PECADDR_FIELD_GIVEN, 0},
    {"Windows-1252", T("Nicol\xF2"), T("Rossi"), T("MC"), 1, PECADDR_E_ENCODING,
     PECADDR_FIELD_GIVEN, 5},
    {"a province that is none", T("Ada"), T("Rossi"), T("XX"), 1, PECADDR_E_PROVINCE,
     PECADDR_FIELD_PROVINCE, 0},
    {"no number", T("Ada"), T("Rossi"), T("MC"), 0, PECADDR_E_REGISTER, PECADDR_FIELD_NUMBER, 0},
};

START_TEST(wrong_data_is_refused_before_the_first_question)
{
    struct pecaddr_person person = person_of(refusals[_i].given, refusals[_i].surname);
    struct pecaddr_assignment assignment = {.size = sizeof assignment, .status = 77};
    struct pecaddr_error error = {.size = sizeof error, .failure = 5};
    struct script script = {.asked = 0};
    int r;

    person.province = refusals[_i].province;
    person.number = refusals[_i].number;
    r = pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, &script, &assignment, &error);
    ck_assert_msg(r == refusals[_i].status, "%s: %d", refusals[_i].what, r);
    ck_assert_int_eq(error.code, r);
    ck_assert_int_eq(error.field, refusals[_i].field);
    ck_assert_uint_eq(error.offset, refusals[_i].offset);
    ck_assert_int_eq(error.failure, 0);
    ck_assert_uint_eq(script.asked, 0);
    ck_assert_int_eq(assignment.status, 77);
}
END_TEST

START_TEST(reserved_candidate_is_not_asked)
{
    struct pecaddr_person person = person_of(text("Ordine"), text("Macerata"));
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct script script = {.asked = 0};

    ck_assert_int_eq(
        pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, &script, &assignment, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(script.asked, 1);
    ck_assert_str_eq(script.addresses[0], "ordine.macerata.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.level, 1);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_RESERVED);
}
END_TEST

START_TEST(notes_reach_the_result)
{
    struct pecaddr_person person = person_of(text("Ing. Jörg"), text("Rossi ved. Neri"));
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct script script = {.asked = 0};

    ck_assert_int_eq(
        pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, &script, &assignment, NULL),
        PECADDR_OK);
    ck_assert_str_eq(assignment.address, "joerg.rossi@ingpec.eu");
    ck_assert_uint_eq(assignment.notes,
                      PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT | PECADDR_NOTE_MARITAL);
}
END_TEST

/* A mailbox server that creates what was given. */
static int exists_once_issued(void *user, const char *address)
{
    return strcmp(user, address) == 0;
}

START_TEST(asked_again_after_issuing_it_gives_the_next_level)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    char issued[PECADDR_ADDRESS_MAX + 1] = "";

    for (unsigned level = 0; level < 2; level++) {
        ck_assert_int_eq(pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists_once_issued,
                                         issued, &assignment, NULL),
                         PECADDR_OK);
        ck_assert_uint_eq(assignment.level, level);
        strcpy(issued, assignment.address);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("resolve");
    TCase *tc = tcase_create("resolve");

    ADD(tc, present_leads_on_absent_ends_anything_else_fails, scripts);
    ADD(tc, without_error_struct_the_outcome_is_the_same, scripts);
    ADD(tc, wrong_data_is_refused_before_the_first_question, refusals);
    tcase_add_test(tc, reserved_candidate_is_not_asked);
    tcase_add_test(tc, notes_reach_the_result);
    tcase_add_test(tc, asked_again_after_issuing_it_gives_the_next_level);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
