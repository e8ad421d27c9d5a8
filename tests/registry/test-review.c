/* SPDX-License-Identifier: BSD-3-Clause */
/* A doubt waits until a person has accepted its very notes, SPEC §2. */
#include "registry/past-fixture.h"

static int assign_accepting(struct pecaddr_registry *registry, const struct who *who,
                            uint32_t accepted, struct pecaddr_assignment *assignment,
                            struct pecaddr_reason *reason)
{
    struct pecaddr_person person = person_from(who);

    person.accepted = accepted;
    *assignment = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, assignment,
                                             reason, NULL),
                     PECADDR_OK);
    return assignment->status;
}

START_TEST(a_doubt_waits_until_its_very_notes_are_accepted)
{
    const struct who doubtful = {"Ing Anna", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
    static struct dumped before, now;

    dump_registry(registry, &before);
    ck_assert_int_eq(
        assign_accepting(registry, &doubtful, PECADDR_NOTE_MARITAL, &assignment, &reason),
        PECADDR_E_REVIEW);
    ck_assert_int_eq(assignment.answer, PECADDR_REFUSED);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_DOUBT);
    ck_assert_str_eq(reason.candidate, "inganna.neri@ingpec.eu");
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    ck_assert_int_eq(
        assign_accepting(registry, &doubtful, PECADDR_NOTE_DOUBT, &assignment, &reason),
        PECADDR_OK);
    ck_assert_str_eq(assignment.address, "inganna.neri@ingpec.eu");
    /* Whoever has an address keeps it. */
    ck_assert_int_eq(assign_accepting(registry, &doubtful, 0, &assignment, &reason), PECADDR_OK);
    ck_assert_int_eq(assignment.answer, PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_the_caller_doubts_waits_and_is_kept_as_what_the_core_doubts)
{
    const struct who na = {"Na", "Neri", "MC", 'A', 5, NULL};
    struct pecaddr_person person = person_from(&na);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;

    person.accepted = 0;
    person.noted = PECADDR_NOTE_DOUBT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_E_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_DOUBT);
    ck_assert_str_eq(reason.candidate, "na.neri@ingpec.eu");
    person.accepted = PECADDR_NOTE_DOUBT;
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_DOUBT);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_namesake_waits_with_the_address_that_it_would_be)
{
    const struct who again = NEW_NUMBER(NULL);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason reason;

    anna_stands_unknown(registry);
    ck_assert_int_eq(assign_accepting(registry, &again, PECADDR_NOTE_DOUBT, &assignment, &reason),
                     PECADDR_E_REVIEW);
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_str_eq(reason.candidate, "anna.neri.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_str_eq(reason.address, "anna.neri@ingpec.eu");
    ck_assert_str_eq(reason.given, "Anna");
    ck_assert_str_eq(reason.surname, "Neri");
    ck_assert_str_eq(reason.province, "MC");
    ck_assert_int_eq(reason.section, 'A');
    ck_assert_uint_eq(reason.number, 5);
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
    ck_assert_str_eq(
        told.message,
        "anna.neri.mc@ingpec.eu would be the address, but somebody has to look at this "
        "first: NAMESAKE; anna.neri@ingpec.eu belongs to Anna Neri (MC A 5), who may "
        "be "
        "the same person; correct the name, or accept the notes");
    ck_assert_int_eq(
        assign_accepting(registry, &again, PECADDR_NOTE_NAMESAKE, &assignment, &reason),
        PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.neri.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_NAMESAKE);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_doubt_waits_until_its_very_notes_are_accepted,
        what_the_caller_doubts_waits_and_is_kept_as_what_the_core_doubts,
        a_namesake_waits_with_the_address_that_it_would_be,
    };

    return run_long_suite("review", tests, N_OF(tests));
}
