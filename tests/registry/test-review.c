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

/* clang-format off */
/* One on record, with an address that is no candidate of Anna Neri's. */
static const struct {
    const char *what;
    struct pecaddr_mailbox known;
    struct who who; /* asks */
    bool perhaps;   /* it may be the same person */
} elsewhere[] = {
#define KNOWN(...) {.size = sizeof(struct pecaddr_mailbox), .state = PECADDR_STATE_ACTIVE, __VA_ARGS__}
#define MC(n)      .province = "MC", .section = 'B', .number = n
    {"an address of an older rule",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9)), ANNA, true},
    {"and neither has a codice fiscale",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9)), ANNA_UNKNOWN, true},
    {"and none was given",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = ONE), ANNA_UNKNOWN, true},
    {"more given names on record",
     KNOWN(.address = "annaluisa.neri@ingpec.eu", .given = "ANNA LUISA", .surname = "NERI", MC(9)), ANNA, true},
    {"fewer given names on record",
     KNOWN(.address = "anna.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9)),
     {"Anna Luisa", "Neri", "MC", 'A', 5, NULL}, true},
    {"other given names after the first",
     KNOWN(.address = "annarosa.neri@ingpec.eu", .given = "Anna Rosa", .surname = "Neri", MC(9)),
     {"Anna Luisa", "Neri", "MC", 'A', 5, NULL}, false},
    {"a given name that only begins alike",
     KNOWN(.address = "annarita.neri@ingpec.eu", .given = "Annarita", .surname = "Neri", MC(9)), ANNA, false},
    {"another surname",
     KNOWN(.address = "a.nero@ingpec.eu", .given = "Anna", .surname = "Nero", MC(9)), ANNA, false},
    {"a provisional codice fiscale on record",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = PROVISIONAL), ANNA, true},
    {"a provisional one that is given",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = ONE),
     {"Anna", "Neri", "MC", 'A', 5, PROVISIONAL}, true},
    {"an omocodia on record",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = OMOCODIA), ANNA, true},
    {"an omocodia that is given",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = ONE), ANNA_OMOCODIA, true},
    {"another codice fiscale",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = TWO), ANNA, false},
    {"another omocodia",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", MC(9), .holder = TWO), ANNA_OMOCODIA, false},
    {"another Order",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri", .province = "AN", .section = 'B',
           .number = 9), ANNA, false},
    {"no Order is known",
     KNOWN(.address = "a.neri@ingpec.eu", .given = "Anna", .surname = "Neri"), ANNA, true},
    {"retired", {.size = sizeof(struct pecaddr_mailbox), .state = PECADDR_STATE_RETIRED, .address = "a.neri@ingpec.eu",
                 .given = "Anna", .surname = "Neri", MC(9)}, ANNA, true},
    {"another domain",
     KNOWN(.address = "a.neri@archiworldpec.it", .given = "Anna", .surname = "Neri", MC(9)), ANNA, false},
    {"a name that is not whole", KNOWN(.address = "a.neri@ingpec.eu", .surname = "Neri", MC(9)), ANNA, false},
#undef KNOWN
#undef MC
};
/* clang-format on */

static void judge_elsewhere(struct pecaddr_registry *registry, size_t row)
{
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
    int status = assign_accepting(registry, &elsewhere[row].who, 0, &assignment, &reason);

    ck_assert_msg(status == (elsewhere[row].perhaps ? PECADDR_E_REVIEW : PECADDR_OK), "%s: %d",
                  elsewhere[row].what, status);
    if (!elsewhere[row].perhaps)
        return;
    ck_assert_uint_eq(reason.notes, PECADDR_NOTE_NAMESAKE);
    ck_assert_str_eq(reason.address, elsewhere[row].known.address);
    ck_assert_int_eq(assign_accepting(registry, &elsewhere[row].who, PECADDR_NOTE_NAMESAKE,
                                      &assignment, &reason),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.answer, PECADDR_CLAIMED);
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_NAMESAKE);
}

static int keep_notes(void *user, const struct pecaddr_mailbox *mailbox)
{
    if (mailbox->receipt && strstr(mailbox->receipt, "claimed"))
        *(uint32_t *)user = mailbox->notes;
    return 0;
}

/* Two mailboxes of one person come of it as easily as of a new number. */
START_TEST(whoever_may_have_another_address_waits)
{
    const struct pecaddr_mailbox *const known[] = {&elsewhere[_i].known};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    uint32_t notes = 0;
    struct question question;
    int result;

    STEP(pecaddr_registry_import(registry, known, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
    ask(registry, PECADDR_CHECK, &elsewhere[_i].who, 1, &question);
    ck_assert_int_eq(question.query.answer, PECADDR_FREE);
    ck_assert_uint_eq(question.query.added_notes,
                      elsewhere[_i].perhaps ? PECADDR_NOTE_NAMESAKE : 0);

    STEP(pecaddr_registry_preview(registry, &preview, &step_error));
    judge_elsewhere(preview, (size_t)_i);
    pecaddr_registry_close(preview);
    judge_elsewhere(registry, (size_t)_i);
    STEP(pecaddr_registry_find(registry, &search, keep_notes, &notes, &step_error));
    ck_assert_uint_eq(notes, elsewhere[_i].perhaps ? PECADDR_NOTE_NAMESAKE : 0);
    pecaddr_registry_close(registry);
}
END_TEST

/* Who is known for certain, then who is not, then who may be that one: in one transaction. */
START_TEST(whoever_may_have_come_a_moment_ago_waits)
{
    const struct who who[] = {{"Luca", "Verdi", "MC", 'A', 8, CF_OF("VRDLCU", 2)},
                              {"Anna Luisa", "Neri", "MC", 'A', 9, NULL},
                              ANNA};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_person persons[N_OF(who)];
    const struct pecaddr_person *asking[N_OF(who)];
    struct pecaddr_assignment given[N_OF(who)], *givens[N_OF(who)];

    for (size_t i = 0; i < N_OF(who); i++) {
        persons[i] = person_from(&who[i]);
        persons[i].accepted = 0;
        asking[i] = &persons[i];
        given[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        givens[i] = &given[i];
    }
    STEP(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), asking, N_OF(who), givens,
                                       NULL, &step_error));
    ck_assert_int_eq(given[0].answer, PECADDR_CLAIMED);
    ck_assert_int_eq(given[1].answer, PECADDR_CLAIMED);
    ck_assert_int_eq(given[2].status, PECADDR_E_REVIEW);
    pecaddr_registry_close(registry);
}
END_TEST

/* What one transaction saw is not what the next one sees. */
START_TEST(whoever_came_by_another_handle_is_looked_for)
{
    const struct who certain = {"Luca", "Verdi", "MC", 'A', 8, CF_OF("VRDLCU", 2)};
    const struct who uncertain = {"Anna Luisa", "Neri", "MC", 'A', 9, NULL}, asks = ANNA;
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder), *other = open_uri(folder.uri);
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;

    ck_assert_int_eq(assign_accepting(registry, &certain, 0, &assignment, &reason), PECADDR_OK);
    ck_assert_int_eq(assign_accepting(other, &uncertain, 0, &assignment, &reason), PECADDR_OK);
    ck_assert_int_eq(assign_accepting(registry, &asks, 0, &assignment, &reason), PECADDR_E_REVIEW);
    pecaddr_registry_close(other);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

static void a_list_knows_no_entry(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox known = {.size = sizeof known,
                                          .address = anna_address,
                                          .state = PECADDR_STATE_ACTIVE,
                                          .given = "Anna",
                                          .surname = "Neri",
                                          .holder = ONE};
    const struct pecaddr_mailbox *const mailboxes[] = {&known};
    int result;

    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
}

/* Neither the codice fiscale of somebody else beside Anna's name, nor another's name and entry by hers. */
START_TEST(facts_that_contradict_each_other_do_not_come_on_record)
{
    static const struct {
        const char *what;
        void (*past)(struct pecaddr_registry *registry);
        struct who who;
        int status;
    } rows[] = {
        {"a codice fiscale would be gained",
         anna_stands_unknown,
         {"Anna", "Neri", "MC", 'A', 5, "VRDLCU00A01Z001U"},
         PECADDR_E_REVIEW},
        {"an entry would be gained",
         a_list_knows_no_entry,
         {"Luca", "Verdi", "MC", 'A', 200, ONE},
         PECADDR_E_REVIEW},
        {"another name stands beside it", anna_stands, ADA_ONE, PECADDR_E_REVIEW},
        {"it fits the first given name",
         anna_stands_unknown,
         {"Anna Maria", "Neri", "MC", 'A', 5, ONE},
         PECADDR_OK},
        {"it is of the name", anna_stands_unknown, ANNA, PECADDR_OK},
        {"it is of the name, and of none on record",
         anna_stands_unknown,
         {"Anna Maria", "Neri", "MC", 'A', 5, "NRENMR00A01Z001S"},
         PECADDR_E_REVIEW},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_registry *registry = open_new();
        struct pecaddr_assignment assignment;
        struct pecaddr_reason reason;
        unsigned before;

        rows[i].past(registry);
        before = count_events(registry);
        ck_assert_msg(assign_accepting(registry, &rows[i].who, 0, &assignment, &reason) ==
                          rows[i].status,
                      "%s: %d", rows[i].what, assignment.status);
        if (rows[i].status == PECADDR_E_REVIEW) {
            ck_assert_msg(count_events(registry) == before, "%s", rows[i].what);
            ck_assert_str_eq(reason.candidate, anna_address);
            ck_assert((reason.notes & (PECADDR_NOTE_CF_MISMATCH | PECADDR_NOTE_RENAMED)) != 0);
            ck_assert_int_eq(assign_accepting(registry, &rows[i].who, PECADDR_NOTES_REVIEW,
                                              &assignment, &reason),
                             PECADDR_OK);
            ck_assert_str_eq(assignment.address, anna_address);
            /* Once they are on record so, nothing is new. */
            if (rows[i].past == anna_stands_unknown)
                ck_assert_int_eq(assign_accepting(registry, &rows[i].who, 0, &assignment, &reason),
                                 PECADDR_OK);
        }
        pecaddr_registry_close(registry);
    }
}
END_TEST

#define BACK (PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED)

/* Old rosters have those who left since, and those who moved, where they were. */
static const struct {
    const char *what;
    void (*past)(struct pecaddr_registry *registry);
    struct who who;
    uint32_t accepted;
    uint32_t waits; /* for these notes */
} backs[] = {
    {"left, on the entry that was left", anna_left, ANNA, 0, PECADDR_NOTE_RETURNED},
    {"another note is accepted", anna_left, ANNA, PECADDR_NOTE_MOVED, PECADDR_NOTE_RETURNED},
    {"all notes to review are", anna_left, ANNA, PECADDR_NOTES_REVIEW, PECADDR_NOTE_RETURNED},
    {"this one is", anna_left, ANNA, PECADDR_NOTE_RETURNED, 0},
    {"left, on another entry", anna_left, ANNA_THERE, 0, 0},
    {"retired", anna_retired, ANNA, 0, PECADDR_NOTE_RETURNED},
    {"retired, on another entry", anna_retired, ANNA_THERE, 0, 0},
    {"moved away", anna_stands, ANNA_THERE, 0, 0},
    {"back where she moved from", anna_moved, ANNA, 0, PECADDR_NOTE_MOVED},
    {"which is accepted", anna_moved, ANNA, PECADDR_NOTE_MOVED, 0},
    {"moved and retired, where she moved from", anna_moved_and_retired, ANNA, 0, BACK},
    {"one of the two is accepted", anna_moved_and_retired, ANNA, PECADDR_NOTE_RETURNED,
     PECADDR_NOTE_MOVED},
    {"both are", anna_moved_and_retired, ANNA, BACK, 0},
    {"moved and retired, on a third entry", anna_moved_and_retired, NEW_NUMBER(ONE), 0, 0},
    {"as on record, after moving", anna_moved, ANNA_THERE, 0, 0},
};

static void judge_back(struct pecaddr_registry *registry, size_t i)
{
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
    int status = assign_accepting(registry, &backs[i].who, backs[i].accepted, &assignment, &reason);

    ck_assert_msg(status == (backs[i].waits != 0 ? PECADDR_E_REVIEW : PECADDR_OK), "%s: %d",
                  backs[i].what, status);
    ck_assert_msg(reason.notes == backs[i].waits, "%s: %x", backs[i].what, reason.notes);
    if (backs[i].waits == 0)
        return;
    ck_assert_uint_eq(assignment.notes & backs[i].waits, backs[i].waits);
    ck_assert_str_eq(reason.candidate, anna_address);
    ck_assert_str_eq(reason.address, anna_address);
    ck_assert_str_eq(reason.surname, "Neri");
}

START_TEST(a_holder_comes_back_to_an_entry_that_was_left_when_a_person_has_looked)
{
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    unsigned before;

    backs[_i].past(registry);
    before = count_events(registry);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    judge_back(preview, (size_t)_i);
    pecaddr_registry_close(preview);
    judge_back(registry, (size_t)_i);
    ck_assert_msg(backs[_i].waits == 0 || count_events(registry) == before, "%s: written",
                  backs[_i].what);
    pecaddr_registry_close(registry);
}
END_TEST

/* Two moves that a preview alone saw, and one before it. */
START_TEST(a_preview_knows_where_a_holder_was)
{
    const struct who moves[] = {ANNA_THERE, NEW_NUMBER(ONE)}, old[] = {ANNA, ANNA_THERE};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;

    anna_stands(registry);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    for (size_t i = 0; i < N_OF(moves); i++)
        ck_assert_int_eq(assign_accepting(preview, &moves[i], 0, &assignment, &reason), PECADDR_OK);
    for (size_t i = 0; i < N_OF(old); i++)
        ck_assert_int_eq(assign_accepting(preview, &old[i], 0, &assignment, &reason),
                         PECADDR_E_REVIEW);
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
    ck_assert_str_eq(told.message,
                     "anna.neri@ingpec.eu belongs to Anna Neri (" ONE ", MC A 6), who "
                     "would be back on a register entry that he had left, as by an older roster; "
                     "somebody has to look at this first: MOVED; if it is so, accept the notes");
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
}
END_TEST

/* A section and a number are an entry with their province alone. */
START_TEST(of_an_entry_that_is_not_whole_nothing_is_told)
{
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    reason.code = PECADDR_E_HOLDER;
    reason.contradiction = PECADDR_CONTRADICTION_MEANT;
    reason.differs = PECADDR_FACT_NAME;
    strcpy(reason.address, anna_address);
    strcpy(reason.surname, "Neri");
    reason.section = 'A';
    reason.number = 5;
    ck_assert_int_eq(pecaddr_reason_tell(&reason, &told), PECADDR_OK);
    ck_assert_str_eq(told.message,
                     "anna.neri@ingpec.eu belongs to Neri, who has another name than the "
                     "person that this is meant for; check the address and the person");
}
END_TEST

/* The mailbox is a new one, and its holder moved before he had it. */
START_TEST(where_a_holder_was_is_known_after_a_change)
{
    const struct who there = ANNA_THERE, old = ANNA;
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason;

    anna_stands(registry);
    ck_assert_int_eq(assign_accepting(registry, &there, 0, &assignment, &reason), PECADDR_OK);
    step.address = anna_address;
    step.scheme = pecaddr_scheme_ingpec();
    step.why = "test";
    step.given = pecaddr_text_of("Anna Luisa");
    step.surname = pecaddr_text_of("Neri");
    STEP(pecaddr_registry_change(registry, &step, &assignment, NULL, &step_error));
    ck_assert_str_eq(assignment.address, "annaluisa.neri@ingpec.eu");

    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(assign_accepting(preview, &old, 0, &assignment, &reason), PECADDR_E_REVIEW);
    pecaddr_registry_close(preview);
    ck_assert_int_eq(assign_accepting(registry, &old, 0, &assignment, &reason), PECADDR_E_REVIEW);
    ck_assert_uint_eq(reason.notes & PECADDR_NOTE_MOVED, PECADDR_NOTE_MOVED);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_doubt_waits_until_its_very_notes_are_accepted,
        what_the_caller_doubts_waits_and_is_kept_as_what_the_core_doubts,
        a_namesake_waits_with_the_address_that_it_would_be,
        whoever_may_have_come_a_moment_ago_waits,
        whoever_came_by_another_handle_is_looked_for,
        facts_that_contradict_each_other_do_not_come_on_record,
        a_preview_knows_where_a_holder_was,
        of_an_entry_that_is_not_whole_nothing_is_told,
        where_a_holder_was_is_known_after_a_change,
    };

    TCase *tcase = registry_case("review");
    Suite *suite = suite_create("review");

    suite_add_tcase(suite, tcase);
    add_rows(tcase, a_holder_comes_back_to_an_entry_that_was_left_when_a_person_has_looked,
             N_OF(backs), 0);
    add_rows(tcase, whoever_may_have_another_address_waits, N_OF(elsewhere), 0);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
