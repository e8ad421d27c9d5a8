/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2, §5: a person's name folded, two persons' names compared, and fields that no rule needs.
 */
#include "core/made-scheme.h"
#include "core/name-suite.h"

/* A person by names alone. */
static struct pecaddr_person named(struct pecaddr_text given, struct pecaddr_text surname)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = given;
    person.surname = surname;
    return person;
}

/* Whether names agree. */

enum agreement { OTHER, FIRST_AGREES, ALL_AGREE };

struct pair {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text other_given;
    struct pecaddr_text other_surname;
    enum agreement agreement;
};

static enum agreement compare(const struct pecaddr_scheme *scheme, const struct pecaddr_person *a,
                              const struct pecaddr_person *b)
{
    int whole = 99;
    int r = pecaddr_same_name(scheme, a, b, &whole, NULL);

    if (r == PECADDR_NO_MATCH)
        return OTHER;
    if (r != PECADDR_OK || (whole != 0 && whole != 1))
        ck_abort_msg("%s, whole %d", pecaddr_status_name(r), whole);
    return whole ? ALL_AGREE : FIRST_AGREES;
}

/* Either way round the answer is the same. */
static void expect_agreement(const struct pecaddr_scheme *scheme, const struct pair *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct pair *row = &rows[i];
        struct pecaddr_person a = named(row->given, row->surname);
        struct pecaddr_person b = named(row->other_given, row->other_surname);
        enum agreement there = compare(scheme, &a, &b);
        enum agreement back = compare(scheme, &b, &a);

        if (there != row->agreement || back != row->agreement)
            ck_abort_msg("%s: %d and %d, expected %d", row->what, (int)there, (int)back,
                         (int)row->agreement);
    }
}

START_TEST(names_agree_by_surname_and_first_given_name)
{
    static const struct pair rows[] = {
        {"equal", T("Mario"), T("Rossi"), T("Mario"), T("Rossi"), ALL_AGREE},
        {"in other letters", T("NICOLO'"), T("D’ANGELO"), T("Nicolò"), T("D'Angelo"), ALL_AGREE},
        {"words joined", T("Maria Grazia"), T("De Luca"), T("Maria Grazia"), T("DELUCA"),
         ALL_AGREE},
        {"all given names", T("Maria Grazia"), T("Rossi"), T("MARIA-GRAZIA"), T("Rossi"), OTHER},
        {"the first given name", T("Maria Grazia"), T("Rossi"), T("Maria"), T("Rossi"),
         FIRST_AGREES},
        {"another second one", T("Maria Grazia"), T("Rossi"), T("Maria Luisa"), T("Rossi"), OTHER},
        {"another second one of the same length", T("Gian Luca"), T("Rossi"), T("Gian Ugo A"),
         T("Rossi"), OTHER},
        {"more after all of them", T("Maria Grazia"), T("Rossi"), T("Maria Grazia Luisa"),
         T("Rossi"), FIRST_AGREES},
        {"joined given names", T("Maria Grazia"), T("Rossi"), T("Mariagrazia"), T("Rossi"), OTHER},
        {"another first one", T("Luisa Maria"), T("Rossi"), T("Maria Luisa"), T("Rossi"), OTHER},
        {"of the same length", T("Mario"), T("Rossi"), T("Maria"), T("Rossi"), OTHER},
        {"the beginning of the other", T("Mari"), T("Rossi"), T("Mario"), T("Rossi"), OTHER},
        {"another surname", T("Mario"), T("Rossi"), T("Mario"), T("Russi"), OTHER},
        {"the beginning of another surname", T("Mario"), T("Ross"), T("Mario"), T("Rossi"), OTHER},
        {"one word of a surname", T("Mario"), T("Rossi"), T("Mario"), T("Rossi Neri"), OTHER},
        {"the fields exchanged", T("Mario"), T("Rossi"), T("Rossi"), T("Mario"), OTHER},
        {"a title", T("Ing. Mario"), T("Rossi"), T("Mario"), T("Dott.Rossi"), ALL_AGREE},
        {"after a comma", T("Mario, Luigi"), T("Rossi"), T("Mario"), T("Rossi"), ALL_AGREE},
        {"a husband's name", T("Ada"), T("Rossi in Neri"), T("Ada"), T("Rossi"), ALL_AGREE},
        {"a birth surname", T("Ada"), T("Neri nata Rossi"), T("Ada"), T("Rossi"), ALL_AGREE},
        {"a word in doubt is one of the name", T("Ing Mario"), T("Rossi"), T("Mario"), T("Rossi"),
         OTHER},
        {"a first given name with a hyphen", T("Maria-Grazia Luisa"), T("Rossi"), T("Mariagrazia"),
         T("Rossi"), FIRST_AGREES},
        {"an umlaut and what the profile writes", T("Jörg"), T("Müller"), T("Joerg"), T("Mueller"),
         ALL_AGREE},
        {"an umlaut and what the other profile writes", T("Ada"), T("Müller"), T("Ada"),
         T("Muller"), OTHER},
        {"surnames that are shortened to one", T("Ada"), T(FORTY TEN "rossi"), T("Ada"),
         T(FORTY TEN "russi"), OTHER},
        {"given names that are dropped", T("Ada " FORTY), T(FORTY), T("Ada"), T(FORTY),
         FIRST_AGREES},
    };

    expect_agreement(pecaddr_scheme_ingpec(), rows, N_OF(rows));
}
END_TEST

START_TEST(names_agree_under_the_schemes_own_rules)
{
    static const struct pair plain[] = {
        {"an umlaut", T("Ada"), T("Müller"), T("Ada"), T("Muller"), ALL_AGREE},
        {"what the other profile writes", T("Ada"), T("Müller"), T("Ada"), T("Mueller"), OTHER},
    };
    static const struct pair surnames[] = {
        {"given names that no rule needs are compared", T("Ada"), T("Rossi"), T("Eva"), T("Rossi"),
         OTHER},
        {"they may be absent", T(""), T("Rossi"), T(""), T("Rossi"), ALL_AGREE},
        {"absent and known are not the same", T(""), T("Rossi"), T("Ada"), T("Rossi"), OTHER},
    };
    static const struct pair first[] = {
        {"all given names are compared where the scheme has the first", T("Ada Eva"), T("Rossi"),
         T("Ada"), T("Rossi"), FIRST_AGREES},
        {"and are the same", T("Ada Eva"), T("Rossi"), T("ADA EVA"), T("Rossi"), ALL_AGREE},
    };
    static const struct pair initial[] = {
        {"not the initial alone", T("Ada"), T("Rossi"), T("Aldo"), T("Rossi"), OTHER},
    };

    expect_agreement(make_scheme("profile = plain\nrule = {given}.{surname}"), plain, N_OF(plain));
    expect_agreement(make_scheme("rule = {surname}.{number}"), surnames, N_OF(surnames));
    expect_agreement(make_scheme("given = first\nrule = {given}.{surname}"), first, N_OF(first));
    expect_agreement(make_scheme("rule = {initial}.{surname}"), initial, N_OF(initial));
    expect_agreement(
        make_scheme("overlong = error\nrule = {given}.{surname}"),
        &(struct pair){"too long is no error", T(FORTY), T(FORTY), T(FORTY), T(FORTY), ALL_AGREE},
        1);
}
END_TEST

START_TEST(names_of_persons_in_error_are_not_compared)
{
    static const struct {
        const char *what;
        struct pecaddr_text given;
        struct pecaddr_text other_surname;
        int status;
        enum pecaddr_field field;
        size_t offset;
    } rows[] = {
        {"the first's", T("M4rio"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 1},
        {"the second's", T("Mario"), T("Ros\xFF"), PECADDR_E_ENCODING, S, 3},
        {"the first's before the second's", T("Ada1"), T("1"), PECADDR_E_UNEXPECTED, G, 3},
        {"a name that is empty", T("Mario"), T(""), PECADDR_E_EMPTY, S, 0},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_person a = named(rows[i].given, PECADDR_TEXT("Rossi"));
        struct pecaddr_person b = named(PECADDR_TEXT("Mario"), rows[i].other_surname);
        struct pecaddr_error error = PECADDR_ERROR_INIT;
        int whole = 99;
        int r = pecaddr_same_name(pecaddr_scheme_ingpec(), &a, &b, &whole, &error);

        if (r != rows[i].status || error.code != r || error.field != rows[i].field ||
            error.offset != rows[i].offset || whole != 99)
            ck_abort_msg("%s: %s in field %d at byte %zu, whole %d", rows[i].what,
                         pecaddr_status_name(r), (int)error.field, error.offset, whole);
    }
}
END_TEST

START_TEST(only_the_names_of_two_persons_are_read)
{
    struct pecaddr_person a = named(PECADDR_TEXT("Mario"), PECADDR_TEXT("Rossi"));
    struct pecaddr_person b = a;

    a.province = PECADDR_TEXT("nowhere");
    a.holder = PECADDR_TEXT("none");
    a.section = 'x';
    ck_assert_int_eq(compare(make_scheme("rule = {given}.{surname}.{province}{section}"), &a, &b),
                     ALL_AGREE);
    ck_assert_int_eq(pecaddr_same_name(pecaddr_scheme_ingpec(), &a, &b, NULL, NULL), PECADDR_OK);
    b.given = PECADDR_TEXT("Ada");
    ck_assert_int_eq(pecaddr_same_name(pecaddr_scheme_ingpec(), &a, &b, NULL, NULL),
                     PECADDR_NO_MATCH);
}
END_TEST

START_TEST(whole_tells_of_given_names_of_other_surnames_too)
{
    struct pecaddr_person a = named(PECADDR_TEXT("Mario Luca"), PECADDR_TEXT("Rossi"));
    struct pecaddr_person b = named(PECADDR_TEXT("Mario Luca"), PECADDR_TEXT("Rossi"));
    int whole = 99;

    ck_assert_int_eq(pecaddr_same_name(pecaddr_scheme_ingpec(), &a, &b, &whole, NULL), PECADDR_OK);
    ck_assert_int_eq(whole, 1);
    b.given = PECADDR_TEXT("Mario");
    ck_assert_int_eq(pecaddr_same_name(pecaddr_scheme_ingpec(), &a, &b, &whole, NULL), PECADDR_OK);
    ck_assert_int_eq(whole, 0);
}
END_TEST

/* A person who does not fit. */
static const struct {
    const char *what;
    struct pecaddr_person person;
} unfit[] = {
    {"no size", {.given = T("Ada"), .surname = T("Rossi")}},
    {"another size", {.size = sizeof(struct pecaddr_person) - 1}},
    {"given names without data", {.size = sizeof(struct pecaddr_person), .given = {NULL, 1}}},
    {"a surname without data", {.size = sizeof(struct pecaddr_person), .surname = {NULL, 1}}},
    {"a province without data", {.size = sizeof(struct pecaddr_person), .province = {NULL, 1}}},
    {"a codice fiscale without data", {.size = sizeof(struct pecaddr_person), .holder = {NULL, 1}}},
    {"a note that is none to review",
     {.size = sizeof(struct pecaddr_person), .noted = PECADDR_NOTE_TITLE}},
};

START_TEST(persons_that_do_not_fit_are_refused)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct pecaddr_person fit = named(PECADDR_TEXT("Ada"), PECADDR_TEXT("Rossi"));
    char local[PECADDR_LOCAL_PART_MAX + 1];

    for (size_t i = 0; i <= N_OF(unfit); i++) {
        const struct pecaddr_person *person = i < N_OF(unfit) ? &unfit[i].person : NULL;
        struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
        struct pecaddr_error error[4] = {PECADDR_ERROR_INIT, PECADDR_ERROR_INIT, PECADDR_ERROR_INIT,
                                         PECADDR_ERROR_INIT};
        int r[4] = {
            pecaddr_same_name(scheme, person, &fit, NULL, &error[0]),
            pecaddr_same_name(scheme, &fit, person, NULL, &error[1]),
            pecaddr_fold(scheme, person, &folded, &error[2]),
            pecaddr_local_part(scheme, person, NULL, local, sizeof local, NULL, NULL, &error[3]),
        };

        for (size_t k = 0; k < N_OF(r); k++)
            if (r[k] != PECADDR_E_ARGUMENT || error[k].code != r[k] ||
                !strstr(error[k].message, "pecaddr_person"))
                ck_abort_msg("%s, call %zu: %s, %s", person ? unfit[i].what : "NULL", k,
                             pecaddr_status_name(r[k]), error[k].message);
    }
}
END_TEST

START_TEST(what_the_caller_notes_stands_beside_what_the_core_finds)
{
    struct pecaddr_person person = named(PECADDR_TEXT("Na"), PECADDR_TEXT("Rossi"));
    char local[PECADDR_LOCAL_PART_MAX + 1];
    uint32_t notes = 0;

    person.noted = PECADDR_NOTE_DOUBT;
    for (int titled = 0; titled < 2; titled++) {
        person.given = titled ? PECADDR_TEXT("Ing. Na") : person.given;
        ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local,
                                            sizeof local, NULL, &notes, NULL),
                         PECADDR_OK);
        ck_assert_str_eq(local, "na.rossi");
        ck_assert_uint_eq(notes, PECADDR_NOTE_DOUBT | (titled ? PECADDR_NOTE_TITLE : 0));
    }
}
END_TEST

START_TEST(other_arguments_that_do_not_fit_are_refused)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct pecaddr_person person = named(PECADDR_TEXT("Ada"), PECADDR_TEXT("Rossi"));
    struct pecaddr_error sizeless = {0};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_folded wrong = {.size = 1};

    ck_assert_int_eq(pecaddr_same_name(NULL, &person, &person, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_str_eq(error.message, "scheme is NULL");
    ck_assert_int_eq(pecaddr_same_name(scheme, &person, &person, NULL, &sizeless),
                     PECADDR_E_ARGUMENT);
    error = (struct pecaddr_error)PECADDR_ERROR_INIT;
    ck_assert_int_eq(pecaddr_fold(NULL, &person, &folded, &error), PECADDR_E_ARGUMENT);
    ck_assert_str_eq(error.message, "scheme is NULL");
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, &sizeless), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_fold(scheme, &person, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "pecaddr_folded"));
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &wrong, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, NULL), PECADDR_OK);
}
END_TEST

/* Folding. */

struct folded_name {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    uint32_t notes;
    const char *folded_given;
    size_t first_size;
    const char *folded_surname;
};

static void expect_folded(const struct pecaddr_scheme *scheme, const struct folded_name *rows,
                          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct folded_name *row = &rows[i];
        struct pecaddr_person person = named(row->given, row->surname);
        struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
        int r = pecaddr_fold(scheme, &person, &folded, NULL);

        if (r != PECADDR_OK || folded.size != sizeof folded || folded.notes != row->notes ||
            strcmp(folded.given, row->folded_given) != 0 ||
            folded.given_size != strlen(folded.given) || folded.first_size != row->first_size ||
            strcmp(folded.surname, row->folded_surname) != 0 ||
            folded.surname_size != strlen(folded.surname))
            ck_abort_msg("%s: %s, notes %#x, %s (%zu, first %zu), %s (%zu)", row->what,
                         pecaddr_status_name(r), folded.notes, folded.given, folded.given_size,
                         folded.first_size, folded.surname, folded.surname_size);
    }
}

START_TEST(name_is_folded_as_it_stands_in_addresses)
{
    static const struct folded_name rows[] = {
        {"two given names", T("Maria Grazia"), T("Di Stasio"), 0, "mariagrazia", 5, "distasio"},
        {"one given name", T("Maria"), T("Rossi"), 0, "maria", 5, "rossi"},
        {"a first one with a hyphen", T("Maria-Grazia Ada"), T("Rossi"), 0, "mariagraziaada", 11,
         "rossi"},
        {"after a title", T("Ing. Ada Maria"), T("Rossi"), TITLE, "adamaria", 3, "rossi"},
        {"with notes of all kinds", T("Ing. Jörg Cav., Ada"), T("Rossi in Neri"),
         TITLE | COMMA | VARIANT | MARITAL | DOUBT, "joergcav", 5, "rossi"},
        {"a dropped given name", T("Alessandro Ada"), T(FORTY "x"), SHORTENED, "alessandro", 10,
         FORTY "x"},
        {"a first given name that is cut", T(FORTY " Ada"), T(FORTY "x"), SHORTENED,
         TWENTY "bartol", 26, TWENTY "barto"},
        {"a first given name of two words, one dropped", T("Maria-Grazia Ada"), T(FORTY "marco"),
         SHORTENED, "maria", 5, FORTY "marco"},
    };

    expect_folded(pecaddr_scheme_ingpec(), rows, N_OF(rows));
}
END_TEST

START_TEST(name_is_folded_as_its_scheme_has_it)
{
    static const struct folded_name first[] = {
        {"the first given name", T("Maria Grazia"), T("Rossi"), 0, "maria", 5, "rossi"},
    };
    static const struct folded_name initial[] = {
        {"the initial", T("Maria Grazia"), T("Rossi"), 0, "m", 1, "rossi"},
    };
    static const struct folded_name surnames[] = {
        {"given names that no rule needs", T("Maria Grazia"), T("Rossi"), 0, "mariagrazia", 5,
         "rossi"},
        {"given names that are absent", {NULL, 0}, T("Rossi"), 0, "", 0, "rossi"},
        {"given names beside a surname that is cut", T("Ing. Ada"), T(FORTY TWENTY),
         TITLE | SHORTENED, "ada", 3, FORTY TEN "bartol"},
        {"given names longer than a local part", T(FORTY TWENTY TEN), T("Rossi"), 0,
         FORTY TWENTY "bart", 64, "rossi"},
        {"given names of a local part's length", T(FORTY TWENTY "bart"), T("Rossi"), 0,
         FORTY TWENTY "bart", 64, "rossi"},
    };
    static const struct folded_name given[] = {
        {"a surname that is absent", T("Ada"), {NULL, 0}, 0, "ada", 3, ""},
        {"a surname longer than a local part", T("Ada"), T(FORTY TWENTY TEN), 0, "ada", 3,
         FORTY TWENTY "bart"},
    };

    expect_folded(make_scheme("given = first\nrule = {given}.{surname}"), first, N_OF(first));
    expect_folded(make_scheme("rule = {initial}.{surname}"), initial, N_OF(initial));
    expect_folded(make_scheme("rule = {surname}.{number}"), surnames, N_OF(surnames));
    expect_folded(make_scheme("rule = {given}.{number}"), given, N_OF(given));
}
END_TEST

START_TEST(name_in_error_is_not_folded)
{
    static const struct {
        const char *what;
        const char *given;
        const char *surname;
        const char *holder;
        int status;
        enum pecaddr_field field;
        size_t offset;
    } rows[] = {
        {"given names", "Ad4", "Rossi", "", PECADDR_E_UNEXPECTED, G, 2},
        {"a surname", "Ada", "", "", PECADDR_E_EMPTY, S, 0},
        {"a codice fiscale", "Ada", "Rossi", "X", PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0},
        {"a name before a codice fiscale", "Ada", "Ross1", "X", PECADDR_E_UNEXPECTED, S, 4},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_person person = named(text(rows[i].given), text(rows[i].surname));
        struct pecaddr_folded folded = {.size = sizeof folded, .notes = 99, .given = "untouched"};
        struct pecaddr_error error = PECADDR_ERROR_INIT;
        int r;

        person.holder = text(rows[i].holder);
        r = pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, &error);
        if (r != rows[i].status || error.code != r || error.field != rows[i].field ||
            error.offset != rows[i].offset || folded.notes != 99 ||
            strcmp(folded.given, "untouched") != 0)
            ck_abort_msg("%s: %s in field %d at byte %zu", rows[i].what, pecaddr_status_name(r),
                         (int)error.field, error.offset);
    }
}
END_TEST

START_TEST(register_entry_is_not_needed_to_fold)
{
    struct pecaddr_person person = named(PECADDR_TEXT("Ada"), PECADDR_TEXT("Rossi"));
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;

    person.province = PECADDR_TEXT("nowhere");
    person.section = 'x';
    ck_assert_int_eq(pecaddr_fold(make_scheme("rule = {given}.{surname}.{province}{section}"),
                                  &person, &folded, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(folded.surname, "rossi");
}
END_TEST

START_TEST(folded_name_of_a_newer_program_keeps_its_size)
{
    struct {
        struct pecaddr_folded known;
        char unknown[16];
    } newer = {.known = {.size = sizeof newer}};
    struct pecaddr_person person = named(PECADDR_TEXT("Ada"), PECADDR_TEXT("Rossi"));

    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), &person, &newer.known, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(newer.known.size, sizeof newer);
    ck_assert_str_eq(newer.known.given, "ada");
    newer.unknown[7] = 1;
    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), &person, &newer.known, NULL),
                     PECADDR_E_ARGUMENT);
}
END_TEST

/* Fields that no rule needs. */

START_TEST(field_that_no_rule_needs_may_be_absent_or_empty)
{
    static const struct answer surnames[] = {
        {"given names absent", {NULL, 0}, T("Rossi"), 0, "rossi.1234"},
        {"no bytes", T(""), T("Rossi"), 0, "rossi.1234"},
        {"nothing left", T("Ing. - '"), T("Rossi"), TITLE, "rossi.1234"},
        {"nothing before a comma", T(", Ada"), T("Rossi"), COMMA, "rossi.1234"},
        {"absent, and a surname of particles", {NULL, 0}, T("De La"), DOUBT, "dela.1234"},
    };
    static const struct answer given[] = {
        {"a surname absent", T("Ada"), {NULL, 0}, 0, "ada.1234"},
        {"spaces", T("Ada"), T("  "), 0, "ada.1234"},
        {"nothing left", T("Ada"), T("\u200B."), HIDDEN, "ada.1234"},
        {"absent, it is no particle and among no names", T("De Ada"), T(""), 0, "deada.1234"},
    };
    static const struct answer numbers[] = {
        {"both absent", {NULL, 0}, {NULL, 0}, 0, "mc1234"},
        {"both there", T("Ada"), T("Rossi"), 0, "mc1234"},
    };

    expect_answers(make_scheme("rule = {surname}.{number}"), surnames, N_OF(surnames));
    expect_answers(make_scheme("rule = {given}.{number}"), given, N_OF(given));
    expect_answers(make_scheme("rule = {province}{number}"), numbers, N_OF(numbers));
}
END_TEST

START_TEST(field_that_no_rule_needs_is_read_with_its_errors_and_notes)
{
    static const struct traced noted[] = {
        {"notes", T("Ing. Cav. Ada, Luisa"), T("Rossi"), TITLE | COMMA | DOUBT, "rossi.1234",
         "COMMA G13[, Luisa], TITLE G0[Ing.], DOUBT_ABBREVIATION G5[Cav.]"},
        {"the surname among them", T("Rossi Ada"), T("Rossi"), DOUBT, "rossi.1234",
         "DOUBT_REPEATED S0[Rossi]"},
    };
    static const struct refusal refused[] = {
        {"a digit", T("Ad4"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 2},
        {"another script", T("Ж"), T("Rossi"), PECADDR_E_SCRIPT, G, 0},
        {"ill-formed", T("\xFF"), T("Rossi"), PECADDR_E_ENCODING, G, 0},
        {"mojibake", T("NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 5},
        {"before the field that is needed", T("Ad4"), T(""), PECADDR_E_UNEXPECTED, G, 2},
        {"the field that is needed", T(""), T(""), PECADDR_E_EMPTY, S, 0},
    };
    const struct pecaddr_scheme *scheme = make_scheme("rule = {surname}.{number}");

    expect_steps(scheme, noted, N_OF(noted));
    expect_refusals(scheme, refused, N_OF(refused));
}
END_TEST

START_TEST(field_that_a_later_rule_needs_is_needed)
{
    static const struct refusal refused[] = {
        {"given names", T(""), T("Rossi"), PECADDR_E_EMPTY, G, 0},
    };

    expect_refusals(make_scheme("rule = {surname}.{number}\nrule = {given}.{surname}.{number}"),
                    refused, 1);
    expect_refusals(make_scheme("rule = {surname}.{number}\nrule = {initial}.{surname}.{number}"),
                    refused, 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        names_agree_by_surname_and_first_given_name,
        names_agree_under_the_schemes_own_rules,
        names_of_persons_in_error_are_not_compared,
        only_the_names_of_two_persons_are_read,
        whole_tells_of_given_names_of_other_surnames_too,
        persons_that_do_not_fit_are_refused,
        what_the_caller_notes_stands_beside_what_the_core_finds,
        other_arguments_that_do_not_fit_are_refused,
        name_is_folded_as_it_stands_in_addresses,
        name_is_folded_as_its_scheme_has_it,
        name_in_error_is_not_folded,
        register_entry_is_not_needed_to_fold,
        folded_name_of_a_newer_program_keeps_its_size,
        field_that_no_rule_needs_may_be_absent_or_empty,
        field_that_no_rule_needs_is_read_with_its_errors_and_notes,
        field_that_a_later_rule_needs_is_needed,
    };

    return run_suite("person", tests, N_OF(tests));
}
