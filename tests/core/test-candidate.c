/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §1, §3: what a person's candidates are, and what they need. */
#include <stdio.h>

#include "core/made-scheme.h"
#include "scheme.h"

static const struct {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    char section;
    uint32_t number;
    const char *addresses[3];
} candidates[] = {
    {"the rule of Macerata",
     T("Niccolò"),
     T("D'Angelo De Sanctis"),
     T("MC"),
     'A',
     1234,
     {"niccolo.dangelodesanctis@ingpec.eu", "niccolo.dangelodesanctis.mc@ingpec.eu",
      "niccolo.dangelodesanctis.mc.a1234@ingpec.eu"}},
    {"province and section in any case",
     T("ADA"),
     T("ROSSI"),
     T("rM"),
     'b',
     7,
     {"ada.rossi@ingpec.eu", "ada.rossi.rm@ingpec.eu", "ada.rossi.rm.b7@ingpec.eu"}},
    {"the highest number",
     T("Ada"),
     T("Rossi"),
     T("mi"),
     'A',
     9999999,
     {"ada.rossi@ingpec.eu", "ada.rossi.mi@ingpec.eu", "ada.rossi.mi.a9999999@ingpec.eu"}},
    {"a number that ends in zeros",
     T("Ada"),
     T("Rossi"),
     T("NA"),
     'B',
     1000,
     {"ada.rossi@ingpec.eu", "ada.rossi.na@ingpec.eu", "ada.rossi.na.b1000@ingpec.eu"}},
};

START_TEST(candidates_are_the_three_levels_of_the_rule)
{
    struct pecaddr_person person = person_of(candidates[_i].given, candidates[_i].surname);

    person.province = candidates[_i].province;
    person.section = candidates[_i].section;
    person.number = candidates[_i].number;
    for (unsigned level = 0; level < 3; level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        size_t size = 0;
        int reserved = -1;
        int r = pecaddr_candidate(pecaddr_scheme_ingpec(), &person, level, address, sizeof address,
                                  &size, &reserved, NULL);

        ck_assert_msg(r == PECADDR_OK, "%s, level %u: %d", candidates[_i].what, level, r);
        ck_assert_str_eq(address, candidates[_i].addresses[level]);
        ck_assert_uint_eq(size, strlen(address));
        ck_assert_int_eq(reserved, 0);
    }
}
END_TEST

START_TEST(longest_local_part_has_64_octets)
{
    struct pecaddr_person person = person_of(text("Bartolomei'Bartolomei'Bartolomei'Bartolomei"),
                                             text("Bartolomei'Bartolomei'Bartolomei'Bartolomei"));
    char address[PECADDR_ADDRESS_MAX + 1];

    person.number = PECADDR_NUMBER_MAX;
    ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 2, address, sizeof address,
                                       NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq((size_t)(strchr(address, '@') - address), PECADDR_LOCAL_PART_MAX);
}
END_TEST

/* The longest local part at the longest domain: RFC 5321 §4.5.3.1.3. */
START_TEST(longest_address_has_254_octets)
{
    struct pecaddr_person person = person_of(text("Bartolomei'Bartolomei'Bartolomei'Bartolomei"),
                                             text("Bartolomei'Bartolomei'Bartolomei'Bartolomei"));
    char domain[PECADDR_ADDRESS_MAX - PECADDR_LOCAL_PART_MAX];
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();
    char address[PECADDR_ADDRESS_MAX + 1];
    size_t size;

    for (size_t i = 0; i < sizeof domain - 1; i++)
        domain[i] = i % 10 == 9 ? '.' : 'd';
    domain[sizeof domain - 1] = '\0';
    scheme.domain = domain;
    person.number = PECADDR_NUMBER_MAX;
    ck_assert_int_eq(
        pecaddr_candidate(&scheme, &person, 2, address, sizeof address, &size, NULL, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(size, PECADDR_ADDRESS_MAX);
    ck_assert_str_eq(address + PECADDR_LOCAL_PART_MAX + 1, domain);
}
END_TEST

START_TEST(fold_gives_the_letters_of_a_walk)
{
    struct pecaddr_person person = person_of(text("Ing. Jörg Otto"), text("D'Angelo"));
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    person.province = text("XX"); /* which is no matter of the name */
    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, &error), PECADDR_OK);
    ck_assert_uint_eq(folded.size, sizeof folded);
    ck_assert_str_eq(folded.given, "joergotto");
    ck_assert_uint_eq(folded.given_size, strlen("joergotto"));
    ck_assert_uint_eq(folded.first_size, strlen("joerg"));
    ck_assert_str_eq(folded.surname, "dangelo");
    ck_assert_uint_eq(folded.surname_size, strlen("dangelo"));
    ck_assert_uint_eq(folded.notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT);
    person.surname = text("D'Angel0");
    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, &error),
                     PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(error.offset, 7);
    ck_assert_str_eq(folded.surname, "dangelo");
}
END_TEST

/* Of a rule whose number is not known nobody can say that the profiles give the same. */
START_TEST(fold_without_what_the_first_rule_needs_notes_that_the_profiles_differ)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {surname}.{number}\nrule = {given}.{surname}.{number}");
    struct pecaddr_person person = person_of(text("Jörg"), text("Rossi"));
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;

    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_uint_eq(folded.notes, 0);
    person.number = 0;
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_uint_eq(folded.notes, PECADDR_NOTE_VARIANT);
}
END_TEST

START_TEST(scheme_has_no_level_beyond_its_last)
{
    static const unsigned levels[] = {3, 4, PECADDR_LEVELS_MAX, PECADDR_LEVEL_NONE};
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char address[PECADDR_ADDRESS_MAX + 1] = "untouched";

    for (size_t i = 0; i < N_OF(levels); i++) {
        ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &person, levels[i], address,
                                           sizeof address, NULL, NULL, &error),
                         PECADDR_E_EXHAUSTED);
        ck_assert_int_eq(error.code, PECADDR_E_EXHAUSTED);
        ck_assert_int_eq(error.field, PECADDR_FIELD_NONE);
        ck_assert_uint_eq(error.offset, 0);
        ck_assert_str_eq(address, "untouched");
    }
}
END_TEST

/* Provinces, sections, numbers. */

static const char orders[] =
    "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ EN "
    "FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OR PA "
    "PC PD PE PG PI PN PO PR PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SV TA TE TN TO "
    "TP TR TS TV UD VA VB VC VE VI VR VT VV ";

static int try_province(struct pecaddr_text province, struct pecaddr_error *error)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    char address[PECADDR_ADDRESS_MAX + 1];

    person.province = province;
    return pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address, sizeof address, NULL,
                             NULL, error);
}

START_TEST(province_is_one_of_the_106_orders_and_no_other_pair_of_letters)
{
    unsigned known = 0;

    for (char a = 'A'; a <= 'Z'; a++) {
        for (char b = 'A'; b <= 'Z'; b++) {
            char sigla[4] = {a, b, ' ', '\0'};
            int expected = strstr(orders, sigla) ? PECADDR_OK : PECADDR_E_PROVINCE;

            known += expected == PECADDR_OK;
            for (int lower = 0; lower <= 1; lower++) {
                int r = try_province((struct pecaddr_text){sigla, 2}, NULL);

                if (r != expected)
                    ck_abort_msg("%.2s: %d", sigla, r);
                sigla[0] = (char)(a + 32);
                sigla[1] = (char)(b + 32);
            }
        }
    }
    ck_assert_uint_eq(known, 106);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text province;
} wrong_provinces[] = {
    {"absent", {NULL, 0}},       {"empty", T("")},
    {"one letter", T("M")},      {"three letters", T("MCC")},
    {"a name", T("Macerata")},   {"a space before", T(" MC")},
    {"a space after", T("MC ")}, {"digits", T("12")},
    {"NUL", T("M\0")},           {"historical, FO", T("FO")},
    {"historical, PS", T("PS")}, {"without an Order of its own, SU", T("SU")},
    {"not ASCII", T("\u00C0")},  {"full width", T("ＭＣ")},
};

START_TEST(other_province_is_an_error_at_once)
{
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    int r = try_province(wrong_provinces[_i].province, &error);

    ck_assert_msg(r == PECADDR_E_PROVINCE, "%s: %d", wrong_provinces[_i].what, r);
    ck_assert_int_eq(error.code, PECADDR_E_PROVINCE);
    ck_assert_int_eq(error.field, PECADDR_FIELD_PROVINCE);
    ck_assert_uint_eq(error.offset, 0);
}
END_TEST

START_TEST(scheme_may_add_a_province)
{
    static const char *const added[] = {"xx"};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    char address[PECADDR_ADDRESS_MAX + 1];

    scheme.provinces = added;
    scheme.n_provinces = 1;
    person.province = text("XX");
    ck_assert_int_eq(
        pecaddr_candidate(&scheme, &person, 1, address, sizeof address, NULL, NULL, NULL),
        PECADDR_OK);
    ck_assert_str_eq(address, "ada.rossi.xx@ingpec.eu");
}
END_TEST

static const struct {
    const char *what;
    char section;
    uint32_t number;
    enum pecaddr_field field;
} wrong_entries[] = {
    {"no section", 0, 1, PECADDR_FIELD_SECTION},
    {"section C", 'C', 1, PECADDR_FIELD_SECTION},
    {"section 1", '1', 1, PECADDR_FIELD_SECTION},
    {"section space", ' ', 1, PECADDR_FIELD_SECTION},
    {"section beyond ASCII", (char)0xC1, 1, PECADDR_FIELD_SECTION},
    {"no number", 'A', 0, PECADDR_FIELD_NUMBER},
    {"eight digits", 'A', 10000000, PECADDR_FIELD_NUMBER},
    {"the highest integer", 'B', 0xFFFFFFFF, PECADDR_FIELD_NUMBER},
    {"section before number", 0, 0, PECADDR_FIELD_SECTION},
};

START_TEST(section_is_a_or_b_and_number_1_to_9999999)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char address[PECADDR_ADDRESS_MAX + 1] = "untouched";
    int r;

    person.section = wrong_entries[_i].section;
    person.number = wrong_entries[_i].number;
    r = pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address, sizeof address, NULL, NULL,
                          &error);
    ck_assert_msg(r == PECADDR_E_REGISTER, "%s: %d", wrong_entries[_i].what, r);
    ck_assert_int_eq(error.field, wrong_entries[_i].field);
    ck_assert_uint_eq(error.offset, 0);
    ck_assert_str_eq(address, "untouched");
}
END_TEST

START_TEST(data_is_checked_in_the_order_given_surname_province_section_number)
{
    struct pecaddr_person person = {.size = sizeof person};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char address[PECADDR_ADDRESS_MAX + 1];

    for (int step = PECADDR_FIELD_GIVEN; step <= PECADDR_FIELD_NUMBER; step++) {
        ck_assert_int_lt(pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address,
                                           sizeof address, NULL, NULL, &error),
                         0);
        ck_assert_int_eq((int)error.field, step);
        if (step == PECADDR_FIELD_GIVEN)
            person.given = text("Ada");
        else if (step == PECADDR_FIELD_SURNAME)
            person.surname = text("Rossi");
        else if (step == PECADDR_FIELD_PROVINCE)
            person.province = text("MC");
        else if (step == PECADDR_FIELD_SECTION)
            person.section = 'A';
    }
    person.number = 1;
    ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address, sizeof address,
                                       NULL, NULL, &error),
                     PECADDR_OK);
}
END_TEST

START_TEST(local_part_needs_what_the_first_rule_needs)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {given}.{surname}.{province}");
    struct pecaddr_person person = {
        .size = sizeof person, .given = T("Ada"), .surname = T("Rossi")};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char local[PECADDR_LOCAL_PART_MAX + 1];

    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local,
                                        NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(local, "ada.rossi");
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, NULL, &error),
        PECADDR_E_PROVINCE);
    ck_assert_int_eq(error.field, PECADDR_FIELD_PROVINCE);
}
END_TEST

START_TEST(other_rules_are_read_off_the_scheme)
{
    static const struct {
        unsigned level;
        const char *address;
    } expected[] = {
        {0, "a.rossi@example.org"},         {1, "adarossi@example.org"},
        {2, "rossi.ada.002@example.org"},   {3, "rossi.ada.003@example.org"},
        {100, "rossi.ada.100@example.org"}, {998, "rossi.ada.998@example.org"},
        {999, "rossi.ada.999@example.org"},
    };
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {initial}.{surname}\nrule = {given}{surname}\n"
                    "rule = {surname}.{given}.{counter:03}\nmax-counter = 999");
    struct pecaddr_person person = {
        .size = sizeof person, .given = T("Ada"), .surname = T("Rossi")};
    char address[PECADDR_ADDRESS_MAX + 1];

    for (size_t i = 0; i < N_OF(expected); i++) {
        ck_assert_int_eq(pecaddr_candidate(scheme, &person, expected[i].level, address,
                                           sizeof address, NULL, NULL, NULL),
                         PECADDR_OK);
        ck_assert_str_eq(address, expected[i].address);
    }
    ck_assert_int_eq(
        pecaddr_candidate(scheme, &person, 1001, address, sizeof address, NULL, NULL, NULL),
        PECADDR_E_EXHAUSTED);
}
END_TEST

/* Reserved names. */

static const struct {
    const char *given;
    const char *surname;
    int reserved[3];
} reserved_names[] = {
    {"Ordine", "Macerata", {1, 0, 0}},    {"ORDINE", "Di Roma", {1, 0, 0}},
    {"Ordinè", "Rossi", {1, 0, 0}},       {"Or-dine", "Rossi", {1, 0, 0}},
    {"Rossi", "Ordine", {0, 0, 0}},       {"Ordina", "Rossi", {0, 0, 0}},
    {"Ordine Maria", "Rossi", {0, 0, 0}},
};

START_TEST(addresses_of_the_orders_are_reserved)
{
    struct pecaddr_person person =
        person_of(text(reserved_names[_i].given), text(reserved_names[_i].surname));

    for (unsigned level = 0; level < 3; level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved = -1;

        ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &person, level, address,
                                           sizeof address, NULL, &reserved, NULL),
                         PECADDR_OK);
        ck_assert_msg(reserved == reserved_names[_i].reserved[level], "%s: %d", address, reserved);
    }
}
END_TEST

/* RFC 2142 §3 … §5; what a scheme without a dot could give. */
static const struct {
    const char *local;
    int reserved;
} functions[] = {
    {"info", 1},  {"marketing", 1}, {"sales", 1},      {"support", 1},    {"abuse", 1},
    {"noc", 1},   {"security", 1},  {"postmaster", 1}, {"hostmaster", 1}, {"usenet", 1},
    {"news", 1},  {"webmaster", 1}, {"www", 1},        {"uucp", 1},       {"ftp", 1},
    {"infos", 0}, {"inf", 0},       {"rossi", 0},
};

START_TEST(names_of_rfc_2142_are_reserved_in_every_scheme)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {given}{surname}");
    const char *local = functions[_i].local;
    struct pecaddr_person person = person_of((struct pecaddr_text){local, 1}, text(local + 1));
    char address[PECADDR_ADDRESS_MAX + 1];
    int reserved = -1;

    ck_assert_int_eq(
        pecaddr_candidate(scheme, &person, 0, address, sizeof address, NULL, &reserved, NULL),
        PECADDR_OK);
    ck_assert_msg(reserved == functions[_i].reserved, "%s: %d", address, reserved);
}
END_TEST

START_TEST(star_of_a_reserved_name_is_one_atom_without_dots)
{
    static const struct {
        const char *given;
        const char *surname;
        int reserved;
    } rows[] = {
        {"ada", "presidenza", 1},  {"mc", "presidenza", 1}, {"ada", "presidenzax", 0},
        {"ada", "xpresidenza", 0}, {"ordine", "rossi", 1},  {"co", "x", 0},
    };
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{province}\n"
                    "reserved = *.presidenza");

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_person person = person_of(text(rows[i].given), text(rows[i].surname));
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved = -1;

        ck_assert_int_eq(
            pecaddr_candidate(scheme, &person, 0, address, sizeof address, NULL, &reserved, NULL),
            PECADDR_OK);
        ck_assert_msg(reserved == rows[i].reserved, "%s: %d", address, reserved);
        ck_assert_int_eq(
            pecaddr_candidate(scheme, &person, 1, address, sizeof address, NULL, &reserved, NULL),
            PECADDR_OK);
        ck_assert_msg(reserved == 0, "%s: %d", address, reserved);
    }
}
END_TEST

START_TEST(buffer_too_small_says_what_is_needed)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char address[32] = "untouched";
    size_t size = 99;
    int reserved = 99;

    ck_assert_int_eq(
        pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, NULL, 0, &size, &reserved, &error),
        PECADDR_E_CAPACITY);
    ck_assert_uint_eq(size, strlen("ada.rossi@ingpec.eu"));
    ck_assert_int_eq(reserved, 99);
    ck_assert_int_eq(error.code, PECADDR_E_CAPACITY);
    ck_assert_int_eq(
        pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address, size, NULL, NULL, NULL),
        PECADDR_E_CAPACITY);
    ck_assert_str_eq(address, "untouched");
    ck_assert_int_eq(
        pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 0, address, size + 1, NULL, NULL, NULL),
        PECADDR_OK);
    ck_assert_str_eq(address, "ada.rossi@ingpec.eu");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("candidate");
    TCase *tc = tcase_create("levels");

    ADD(tc, candidates_are_the_three_levels_of_the_rule, candidates);
    tcase_add_test(tc, longest_local_part_has_64_octets);
    tcase_add_test(tc, longest_address_has_254_octets);
    tcase_add_test(tc, fold_gives_the_letters_of_a_walk);
    tcase_add_test(tc, fold_without_what_the_first_rule_needs_notes_that_the_profiles_differ);
    tcase_add_test(tc, scheme_has_no_level_beyond_its_last);
    tcase_add_test(tc, other_rules_are_read_off_the_scheme);
    tcase_add_test(tc, buffer_too_small_says_what_is_needed);
    suite_add_tcase(suite, tc);

    tc = tcase_create("data");
    tcase_add_test(tc, province_is_one_of_the_106_orders_and_no_other_pair_of_letters);
    ADD(tc, other_province_is_an_error_at_once, wrong_provinces);
    tcase_add_test(tc, scheme_may_add_a_province);
    ADD(tc, section_is_a_or_b_and_number_1_to_9999999, wrong_entries);
    tcase_add_test(tc, data_is_checked_in_the_order_given_surname_province_section_number);
    tcase_add_test(tc, local_part_needs_what_the_first_rule_needs);
    suite_add_tcase(suite, tc);

    tc = tcase_create("reserved");
    ADD(tc, addresses_of_the_orders_are_reserved, reserved_names);
    ADD(tc, names_of_rfc_2142_are_reserved_in_every_scheme, functions);
    tcase_add_test(tc, star_of_a_reserved_name_is_one_atom_without_dots);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
