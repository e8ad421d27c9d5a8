/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4, reading back: what kind of address it is, and whether it is this person's. */
#include <stdio.h>

#include "core/made-scheme.h"
#include "scheme.h"

struct reading {
    const char *what;
    struct pecaddr_text address;
    unsigned level;
    const char *given;
    const char *surname;
    const char *province;
    char section;
    uint32_t number;
};

static int same(struct pecaddr_text found, const char *expected)
{
    return found.size == strlen(expected) &&
           (found.size == 0 || memcmp(found.data, expected, found.size) == 0);
}

static void expect_reading(const struct pecaddr_scheme *scheme, const struct reading *row)
{
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

    if (pecaddr_parse(scheme, row->address, &parsed) != PECADDR_OK ||
        parsed.kind != PECADDR_ADDRESS_PERSON || parsed.size != sizeof parsed)
        ck_abort_msg("%s: kind %d", row->what, (int)parsed.kind);
    if (parsed.level != row->level)
        ck_abort_msg("%s: level %u", row->what, parsed.level);
    if (!same(parsed.given, row->given) || !same(parsed.surname, row->surname) ||
        !same(parsed.province, row->province))
        ck_abort_msg("%s: atoms or province", row->what);
    if (parsed.section != row->section || parsed.number != row->number)
        ck_abort_msg("%s: entry %d %u", row->what, parsed.section, parsed.number);
}

static void expect_kind(const struct pecaddr_scheme *scheme, const char *what,
                        struct pecaddr_text address, enum pecaddr_address_kind kind)
{
    struct pecaddr_parsed parsed;

    memset(&parsed, 0x5A, sizeof parsed);
    parsed.size = sizeof parsed;
    ck_assert_int_eq(pecaddr_parse(scheme, address, &parsed), PECADDR_OK);
    ck_assert_msg(parsed.kind == kind, "%s: kind %d", what, (int)parsed.kind);
    ck_assert_msg(parsed.level == PECADDR_LEVEL_NONE && parsed.given.size == 0 &&
                      parsed.surname.size == 0 && parsed.province.size == 0 &&
                      parsed.section == 0 && parsed.number == 0,
                  "%s: has parts", what);
}

#define TEN     "bartolomei"
#define FIFTY_1 TEN "." TEN TEN TEN TEN "x"

static const struct reading readings[] = {
    {"level 0", T("ada.rossi@ingpec.eu"), 0, "ada", "rossi", "", 0, 0},
    {"level 1", T("ada.rossi.mc@ingpec.eu"), 1, "ada", "rossi", "mc", 0, 0},
    {"level 2", T("ada.rossi.mc.a1234@ingpec.eu"), 2, "ada", "rossi", "mc", 'A', 1234},
    {"section B", T("ada.rossi.rm.b1@ingpec.eu"), 2, "ada", "rossi", "rm", 'B', 1},
    {"the highest number", T("a.b.na.a9999999@ingpec.eu"), 2, "a", "b", "na", 'A', 9999999},
    {"a number with zeros", T("a.b.na.b1000@ingpec.eu"), 2, "a", "b", "na", 'B', 1000},
    {"upper case", T("ADA.Rossi.MC.A12@IngPec.EU"), 2, "ADA", "Rossi", "MC", 'A', 12},
    {"level 0 whose surname is a sigla", T("ada.mc@ingpec.eu"), 0, "ada", "mc", "", 0, 0},
    {"level 1 whose surname is a sigla", T("ada.mc.mc@ingpec.eu"), 1, "ada", "mc", "mc", 0, 0},
    {"single letters", T("a.b@ingpec.eu"), 0, "a", "b", "", 0, 0},
    {"51 letters", T(FIFTY_1 "@ingpec.eu"), 0, TEN, TEN TEN TEN TEN "x", "", 0, 0},
    {"64 octets", T(FIFTY_1 ".mc.a9999999@ingpec.eu"), 2, TEN, TEN TEN TEN TEN "x", "mc", 'A',
     9999999},
    {"historical province FO", T("ada.rossi.fo@ingpec.eu"), 1, "ada", "rossi", "fo", 0, 0},
    {"historical province PS", T("ada.rossi.ps.a7@ingpec.eu"), 2, "ada", "rossi", "ps", 'A', 7},
    {"province OG", T("ada.rossi.og@ingpec.eu"), 1, "ada", "rossi", "og", 0, 0},
    {"province OT", T("ada.rossi.ot@ingpec.eu"), 1, "ada", "rossi", "ot", 0, 0},
    {"province CI", T("ada.rossi.ci@ingpec.eu"), 1, "ada", "rossi", "ci", 0, 0},
    {"province VS", T("ada.rossi.vs@ingpec.eu"), 1, "ada", "rossi", "vs", 0, 0},
    {"province SU", T("ada.rossi.SU@ingpec.eu"), 1, "ada", "rossi", "SU", 0, 0},
    {"a given name ordine with a sigla", T("ordine.rossi.mc@ingpec.eu"), 1, "ordine", "rossi", "mc",
     0, 0},
};

START_TEST(address_of_a_rule_is_read_into_its_parts)
{
    expect_reading(pecaddr_scheme_ingpec(), &readings[_i]);
}
END_TEST

START_TEST(address_may_have_one_letter)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {initial}\nrule = {initial}{number}");

    expect_reading(scheme,
                   &(struct reading){"one letter", T("A@example.org"), 0, "A", "", "", 0, 0});
}
END_TEST

START_TEST(texts_point_into_the_address_that_was_read)
{
    struct pecaddr_text address = T("Ada.Rossi.MC.A12@ingpec.eu");
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

    ck_assert_int_eq(pecaddr_parse(pecaddr_scheme_ingpec(), address, &parsed), PECADDR_OK);
    ck_assert_ptr_eq(parsed.given.data, address.data);
    ck_assert_ptr_eq(parsed.surname.data, address.data + 4);
    ck_assert_ptr_eq(parsed.province.data, address.data + 10);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text address;
} reserved[] = {
    {"an Order", T("ordine.macerata@ingpec.eu")},
    {"in upper case", T("ORDINE.Macerata@INGPEC.eu")},
    {"an Order, one letter", T("ordine.x@ingpec.eu")},
    {"RFC 2142", T("postmaster@ingpec.eu")},
    {"RFC 2142, in upper case", T("Abuse@ingpec.eu")},
    {"RFC 2142, info", T("info@ingpec.eu")},
    {"RFC 2142, www", T("www@ingpec.eu")},
    {"posta-certificata", T("posta-certificata@ingpec.eu")},
};

START_TEST(address_of_a_function_or_an_order_is_reserved)
{
    expect_kind(pecaddr_scheme_ingpec(), reserved[_i].what, reserved[_i].address,
                PECADDR_ADDRESS_RESERVED);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text address;
} foreign[] = {
    {"nothing", T("")},
    {"absent", {NULL, 0}},
    {"another domain", T("ada.rossi@example.org")},
    {"a longer domain", T("ada.rossi@ingpec.eu.it")},
    {"a domain with a dot at the end", T("ada.rossi@ingpec.eu.")},
    {"a subdomain", T("ada.rossi@a.ingpec.eu")},
    {"a domain that ends alike", T("ada.rossi@xingpec.eu")},
    {"reserved in another domain", T("ordine.macerata@example.org")},
    {"no domain", T("ada.rossi")},
    {"no @, but two bytes more than the domain", T("xxingpec.eu")},
    {"an empty domain", T("ada.rossi@")},
    {"no local part", T("@ingpec.eu")},
    {"two @", T("ada.rossi@ingpec.eu@ingpec.eu")},
    {"one atom", T("rossi@ingpec.eu")},
    {"an empty given name", T(".rossi@ingpec.eu")},
    {"an empty surname", T("ada.@ingpec.eu")},
    {"two dots", T("ada..rossi@ingpec.eu")},
    {"ordine and no atom", T("ordine.@ingpec.eu")},
    {"ordine and two atoms", T("ordine.degli.ingegneri@ingpec.eu")},
    {"ordine alone", T("ordine@ingpec.eu")},
    {"a dot at the end", T("ada.rossi.@ingpec.eu")},
    {"a third atom that is no sigla", T("ada.maria.rossi@ingpec.eu")},
    {"a sigla of no province", T("ada.rossi.xx@ingpec.eu")},
    {"a sigla and a letter", T("ada.rossi.mca@ingpec.eu")},
    {"level 2 without province", T("ada.rossi.a1234@ingpec.eu")},
    {"level 2 without number", T("ada.rossi.mc.a@ingpec.eu")},
    {"a section where the sigla stands", T("ada.rossi.a@ingpec.eu")},
    {"level 2 without section", T("ada.rossi.mc.1234@ingpec.eu")},
    {"section C", T("ada.rossi.mc.c1234@ingpec.eu")},
    {"leading zero", T("ada.rossi.mc.a0123@ingpec.eu")},
    {"number 0", T("ada.rossi.mc.a0@ingpec.eu")},
    {"eight digits", T("ada.rossi.mc.a10000000@ingpec.eu")},
    {"digits without end", T("a.b.mc.a99999999999999999999999999999@ingpec.eu")},
    {"a letter after the number", T("ada.rossi.mc.a12x@ingpec.eu")},
    {"an atom after the number", T("ada.rossi.mc.a12.b@ingpec.eu")},
    {"a digit in an atom", T("ada.ross1@ingpec.eu")},
    {"a homonym's digit", T("ada.rossi1@ingpec.eu")},
    {"a hyphen", T("ada.rossi-neri@ingpec.eu")},
    {"an underscore", T("ada_rossi@ingpec.eu")},
    {"an accent", T("nicolò.rossi@ingpec.eu")},
    {"a space before", T(" ada.rossi@ingpec.eu")},
    {"a space after", T("ada.rossi@ingpec.eu ")},
    {"a space before @", T("ada.rossi @ingpec.eu")},
    {"NUL after", T("ada.rossi@ingpec.eu\0")},
    {"NUL inside", T("ada.ro\0si@ingpec.eu")},
    {"a name before it", T("Ada <ada.rossi@ingpec.eu>")},
    {"52 letters", T(FIFTY_1 "x@ingpec.eu")},
    {"over 64 octets", T(TEN TEN TEN TEN "." TEN TEN TEN TEN "@ingpec.eu")},
    {"far over 64 octets",
     T(TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN ".rossi@ingpec.eu")},
};

START_TEST(near_misses_are_foreign)
{
    expect_kind(pecaddr_scheme_ingpec(), foreign[_i].what, foreign[_i].address,
                PECADDR_ADDRESS_FOREIGN);
}
END_TEST

/* Rules that overlap, and counters. */

static const char overlapping_rules[] =
    "rule = {given}{surname}\nrule = {given}{surname}{province}";
static const char counter_rules[] =
    "rule = {given}.{surname}\nrule = {given}.{surname}.{counter:03}\nmax-counter = 999";

static const struct {
    const char *address;
    unsigned level;
} overlaps[] = {
    {"adaneri@example.org", PECADDR_LEVEL_NONE}, /* Ada Neri; Ada Ne, Rieti */
    {"adaverdx@example.org", 0},                 /* no province ends in x */
    {"ab@example.org", 0},                       /* too short for a province */
    {"ami@example.org", 0},                      /* A Mi; nothing is left before Milano */
};

START_TEST(overlapping_rules_give_a_level_only_where_it_is_certain)
{
    const struct pecaddr_scheme *scheme = make_scheme(overlapping_rules);
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

    ck_assert_int_eq(pecaddr_parse(scheme, text(overlaps[_i].address), &parsed), PECADDR_OK);
    ck_assert_int_eq(parsed.kind, PECADDR_ADDRESS_PERSON);
    ck_assert_msg(parsed.level == overlaps[_i].level, "%s: level %u", overlaps[_i].address,
                  parsed.level);
}
END_TEST

START_TEST(parts_of_what_one_rule_reads_in_several_ways_are_not_told)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {given}{surname}");

    expect_reading(scheme, &(struct reading){"Ada Neri, Adane Ri", T("adaneri@example.org"), 0, "",
                                             "", "", 0, 0});
}
END_TEST

static const struct reading counters[] = {
    {"level 0", T("ada.rossi@example.org"), 0, "ada", "rossi", "", 0, 0},
    {"2", T("ada.rossi.002@example.org"), 1, "ada", "rossi", "", 0, 0},
    {"99", T("ada.rossi.099@example.org"), 98, "ada", "rossi", "", 0, 0},
    {"100", T("ada.rossi.100@example.org"), 99, "ada", "rossi", "", 0, 0},
    {"999", T("ada.rossi.999@example.org"), 998, "ada", "rossi", "", 0, 0},
};

START_TEST(counter_is_read_back_as_its_level)
{
    const struct pecaddr_scheme *scheme = make_scheme(counter_rules);

    expect_reading(scheme, &counters[_i]);
}
END_TEST

static const char *const wrong_counters[] = {
    "ada.rossi.2@example.org",
    "ada.rossi.001@example.org",
    "ada.rossi.000@example.org",
    "ada.rossi.0100@example.org",
    "ada.rossi.1000@example.org",
    "ada.rossi.@example.org",
    "ada.rossi.99999999999999999999@example.org",
};

START_TEST(counter_that_is_not_given_is_foreign)
{
    const struct pecaddr_scheme *scheme = make_scheme(counter_rules);

    expect_kind(scheme, wrong_counters[_i], text(wrong_counters[_i]), PECADDR_ADDRESS_FOREIGN);
}
END_TEST

/* Match. */

static int match(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                 const char *address, unsigned *ret_level, enum pecaddr_profile *ret_profile)
{
    *ret_level = 77;
    *ret_profile = 77;
    return pecaddr_match(scheme, person, text(address), ret_level, ret_profile, NULL);
}

static const struct {
    const char *what;
    const char *address;
    int status;
    unsigned level;
    enum pecaddr_profile profile;
} matches[] = {
    {"level 0", "joerg.mueller@ingpec.eu", PECADDR_OK, 0, PECADDR_PROFILE_ANAGRAFE},
    {"level 1", "joerg.mueller.mc@ingpec.eu", PECADDR_OK, 1, PECADDR_PROFILE_ANAGRAFE},
    {"level 2", "joerg.mueller.mc.a1234@ingpec.eu", PECADDR_OK, 2, PECADDR_PROFILE_ANAGRAFE},
    {"level 0, plain", "jorg.muller@ingpec.eu", PECADDR_OK, 0, PECADDR_PROFILE_PLAIN},
    {"level 1, plain", "jorg.muller.mc@ingpec.eu", PECADDR_OK, 1, PECADDR_PROFILE_PLAIN},
    {"level 2, plain", "jorg.muller.mc.a1234@ingpec.eu", PECADDR_OK, 2, PECADDR_PROFILE_PLAIN},
    {"upper case", "JOERG.Mueller.MC.A1234@INGPEC.EU", PECADDR_OK, 2, PECADDR_PROFILE_ANAGRAFE},
    {"one name of each profile", "jorg.mueller@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"another name", "joerg.miller@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"another province", "joerg.mueller.an@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"another section", "joerg.mueller.mc.b1234@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"another number", "joerg.mueller.mc.a1235@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"a number that begins alike", "joerg.mueller.mc.a12345@ingpec.eu", PECADDR_NO_MATCH, 77, 77},
    {"another domain", "joerg.mueller@example.org", PECADDR_NO_MATCH, 77, 77},
    {"no domain", "joerg.mueller", PECADDR_NO_MATCH, 77, 77},
    {"no address", "", PECADDR_NO_MATCH, 77, 77},
    {"a space after it", "joerg.mueller@ingpec.eu ", PECADDR_NO_MATCH, 77, 77},
};

START_TEST(match_says_level_and_profile_of_the_address_that_the_data_gives)
{
    struct pecaddr_person person = person_of(text("Jörg"), text("Müller"));
    unsigned level;
    enum pecaddr_profile profile;
    int r = match(pecaddr_scheme_ingpec(), &person, matches[_i].address, &level, &profile);

    ck_assert_msg(r == matches[_i].status && level == matches[_i].level &&
                      profile == matches[_i].profile,
                  "%s: %d, level %u, profile %d", matches[_i].what, r, level, (int)profile);
}
END_TEST

START_TEST(the_schemes_own_profile_is_tried_first)
{
    struct pecaddr_scheme plain = *pecaddr_scheme_ingpec();
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    unsigned level;
    enum pecaddr_profile profile;

    ck_assert_int_eq(
        match(pecaddr_scheme_ingpec(), &person, "ada.rossi@ingpec.eu", &level, &profile),
        PECADDR_OK);
    ck_assert_int_eq(profile, PECADDR_PROFILE_ANAGRAFE);
    plain.naming.profile = PECADDR_PROFILE_PLAIN;
    ck_assert_int_eq(match(&plain, &person, "ada.rossi@ingpec.eu", &level, &profile), PECADDR_OK);
    ck_assert_int_eq(profile, PECADDR_PROFILE_PLAIN);
    person.given = text("Jörg");
    ck_assert_int_eq(match(&plain, &person, "joerg.rossi@ingpec.eu", &level, &profile), PECADDR_OK);
    ck_assert_int_eq(profile, PECADDR_PROFILE_ANAGRAFE);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text province;
    char section;
    uint32_t number;
    int status[3];
} partial[] = {
    {"all there", T("mc"), 'a', 1234, {PECADDR_OK, PECADDR_OK, PECADDR_OK}},
    {"no province", {NULL, 0}, 'A', 1234, {PECADDR_OK, PECADDR_NO_MATCH, PECADDR_NO_MATCH}},
    {"a wrong province", T("XX"), 'A', 1234, {PECADDR_OK, PECADDR_NO_MATCH, PECADDR_NO_MATCH}},
    {"no section", T("MC"), 0, 1234, {PECADDR_OK, PECADDR_OK, PECADDR_NO_MATCH}},
    {"a wrong section", T("MC"), 'C', 1234, {PECADDR_OK, PECADDR_OK, PECADDR_NO_MATCH}},
    {"no number", T("MC"), 'A', 0, {PECADDR_OK, PECADDR_OK, PECADDR_NO_MATCH}},
    {"a wrong number", T("MC"), 'A', 10000000, {PECADDR_OK, PECADDR_OK, PECADDR_NO_MATCH}},
    {"nothing", {NULL, 0}, 0, 0, {PECADDR_OK, PECADDR_NO_MATCH, PECADDR_NO_MATCH}},
};

START_TEST(absent_or_wrong_data_leaves_its_levels_uncompared)
{
    static const char *const addresses[] = {"ada.rossi@ingpec.eu", "ada.rossi.mc@ingpec.eu",
                                            "ada.rossi.mc.a1234@ingpec.eu"};
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));

    person.province = partial[_i].province;
    person.section = partial[_i].section;
    person.number = partial[_i].number;
    for (unsigned expected = 0; expected < 3; expected++) {
        unsigned level;
        enum pecaddr_profile profile;
        int r = match(pecaddr_scheme_ingpec(), &person, addresses[expected], &level, &profile);

        ck_assert_msg(r == partial[_i].status[expected], "%s: %s: %d", partial[_i].what,
                      addresses[expected], r);
        if (r == PECADDR_OK)
            ck_assert_uint_eq(level, expected);
    }
}
END_TEST

/* Not even the address that such data would give. */
START_TEST(wrong_data_gives_no_address)
{
    static const struct {
        const char *province;
        char section;
        uint32_t number;
        const char *address;
    } rows[] = {
        {"XX", 'A', 1234, "ada.rossi.xx@ingpec.eu"},
        {"MC", 'C', 1234, "ada.rossi.mc.c1234@ingpec.eu"},
        {"MC", 'A', 0, "ada.rossi.mc.a0@ingpec.eu"},
        {"MC", 'A', 10000000, "ada.rossi.mc.a10000000@ingpec.eu"},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
        enum pecaddr_profile profile;
        unsigned level;

        person.province = text(rows[i].province);
        person.section = rows[i].section;
        person.number = rows[i].number;
        ck_assert_int_eq(match(pecaddr_scheme_ingpec(), &person, rows[i].address, &level, &profile),
                         PECADDR_NO_MATCH);
    }
}
END_TEST

START_TEST(match_has_the_errors_of_the_name)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Ro1ssi"));
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    unsigned level = 77;
    enum pecaddr_profile profile = 77;

    ck_assert_int_eq(pecaddr_match(pecaddr_scheme_ingpec(), &person, text("ada.rossi@ingpec.eu"),
                                   &level, &profile, &error),
                     PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(error.offset, 2);
    ck_assert_uint_eq(level, 77);
    ck_assert_int_eq((int)profile, 77);
}
END_TEST

START_TEST(outputs_of_match_may_be_absent)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));

    ck_assert_int_eq(pecaddr_match(pecaddr_scheme_ingpec(), &person, text("ada.rossi@ingpec.eu"),
                                   NULL, NULL, NULL),
                     PECADDR_OK);
}
END_TEST

/* ü is two letters under one profile and one under the other: only one of them fits. */
#define TEN_U "üüüüüüüüüü"

static const struct {
    const char *what;
    const char *profile;
    struct pecaddr_text surname;
    const char *address;
    int status;
    enum pecaddr_profile found;
} overlong[] = {
    {"the scheme's own fits", "plain", T(TEN_U TEN_U TEN_U),
     "ada.uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu@example.org", PECADDR_OK, PECADDR_PROFILE_PLAIN},
    {"the scheme's own fits, another address", "plain", T(TEN_U TEN_U TEN_U),
     "ada.rossi@example.org", PECADDR_NO_MATCH, 77},
    {"the other fits", "anagrafe", T(TEN_U TEN_U TEN_U),
     "ada.uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu@example.org", PECADDR_OK, PECADDR_PROFILE_PLAIN},
    {"the other fits, another address", "anagrafe", T(TEN_U TEN_U TEN_U), "ada.rossi@example.org",
     PECADDR_NO_MATCH, 77},
    {"both fit", "anagrafe", T(TEN_U), "ada.ueueueueueueueueueue@example.org", PECADDR_OK,
     PECADDR_PROFILE_ANAGRAFE},
    {"neither fits", "anagrafe", T(TEN_U TEN_U TEN_U TEN_U TEN_U TEN_U TEN_U),
     "ada.rossi@example.org", PECADDR_E_TOO_LONG, 77},
    {"neither fits", "plain", T(TEN_U TEN_U TEN_U TEN_U TEN_U TEN_U TEN_U), "ada.rossi@example.org",
     PECADDR_E_TOO_LONG, 77},
};

START_TEST(name_that_is_too_long_under_one_profile_is_matched_under_the_other)
{
    struct pecaddr_person person = person_of(text("Ada"), overlong[_i].surname);
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    enum pecaddr_profile profile = 77;
    char lines[200];
    int r;

    snprintf(lines, sizeof lines,
             "rule = {given}.{surname}\nrule = {given}.{surname}.{number}\noverlong = error\n"
             "profile = %s",
             overlong[_i].profile);
    r = pecaddr_match(make_scheme(lines), &person, text(overlong[_i].address), NULL, &profile,
                      &error);
    ck_assert_msg(r == overlong[_i].status, "%s: %d", overlong[_i].what, r);
    ck_assert_int_eq((int)profile, (int)overlong[_i].found);
    ck_assert_int_eq(error.code, r < 0 ? r : 0);
    ck_assert_int_eq(error.field, r < 0 ? PECADDR_FIELD_SURNAME : PECADDR_FIELD_NONE);
    ck_assert((error.message != NULL) == (r < 0));
}
END_TEST

START_TEST(province_that_is_read_back_is_matched)
{
    static const char *const historical[] = {"CI", "fo", "OG", "ot", "Ps", "SU", "vs"};

    for (size_t i = 0; i < N_OF(historical); i++) {
        struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
        struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
        char address[PECADDR_ADDRESS_MAX + 1];
        enum pecaddr_profile profile;
        unsigned level;

        person.province = text(historical[i]);
        snprintf(address, sizeof address, "ada.rossi.%s.a1234@ingpec.eu", historical[i]);
        ck_assert_int_eq(pecaddr_parse(pecaddr_scheme_ingpec(), text(address), &parsed),
                         PECADDR_OK);
        ck_assert_uint_eq(parsed.level, 2);
        ck_assert_int_eq(match(pecaddr_scheme_ingpec(), &person, address, &level, &profile),
                         PECADDR_OK);
        ck_assert_uint_eq(level, 2);
        snprintf(address, sizeof address, "ada.rossi.%s@ingpec.eu", historical[i]);
        ck_assert_int_eq(match(pecaddr_scheme_ingpec(), &person, address, &level, &profile),
                         PECADDR_OK);
        ck_assert_uint_eq(level, 1);
    }
}
END_TEST

START_TEST(what_no_rule_needs_may_be_absent)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {surname}.{number}\nrule = {surname}.{section}{number}");
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    enum pecaddr_profile profile;
    unsigned level;

    person.surname = text("Rossi");
    person.number = 12;
    ck_assert_int_eq(match(scheme, &person, "rossi.12@example.org", &level, &profile), PECADDR_OK);
    ck_assert_uint_eq(level, 0);
    ck_assert_int_eq(match(scheme, &person, "rossi.a12@example.org", &level, &profile),
                     PECADDR_NO_MATCH);
    person.section = 'A';
    ck_assert_int_eq(match(scheme, &person, "rossi.a12@example.org", &level, &profile), PECADDR_OK);
    ck_assert_uint_eq(level, 1);
    person.surname = (struct pecaddr_text){NULL, 0};
    ck_assert_int_eq(match(scheme, &person, "rossi.12@example.org", &level, &profile),
                     PECADDR_E_EMPTY);
}
END_TEST

/* As no codice fiscale stands in an address, a wrong one does not matter. */
START_TEST(codice_fiscale_is_not_looked_at)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    enum pecaddr_profile profile;
    unsigned level;

    person.holder = text("RSSDAA70A41E783X");
    ck_assert_int_eq(
        match(pecaddr_scheme_ingpec(), &person, "ada.rossi@ingpec.eu", &level, &profile),
        PECADDR_OK);
}
END_TEST

START_TEST(reserved_address_is_nobodys)
{
    struct pecaddr_person person = person_of(text("Ordine"), text("Macerata"));
    enum pecaddr_profile profile;
    unsigned level;

    ck_assert_int_eq(
        match(pecaddr_scheme_ingpec(), &person, "ordine.macerata@ingpec.eu", &level, &profile),
        PECADDR_NO_MATCH);
    ck_assert_int_eq(
        match(pecaddr_scheme_ingpec(), &person, "Ordine.macerata.MC@ingpec.eu", &level, &profile),
        PECADDR_OK);
    ck_assert_uint_eq(level, 1);
}
END_TEST

START_TEST(counter_is_matched_as_its_level)
{
    const struct pecaddr_scheme *scheme = make_scheme(counter_rules);
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));

    for (size_t i = 0; i < N_OF(counters); i++) {
        enum pecaddr_profile profile;
        unsigned level;

        ck_assert_int_eq(match(scheme, &person, counters[i].address.data, &level, &profile),
                         PECADDR_OK);
        ck_assert_uint_eq(level, counters[i].level);
    }
}
END_TEST

/* A small generator, the same on every machine. */
static uint32_t random_state;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

static const char *const given_names[] = {
    "Anna",
    "Marco",
    "MARIA GRAZIA",
    "Niccolò",
    "Jörg",
    "Åsa",
    "Andrea",
    "Francesca",
    "Gian-Luca",
    "Ing. Stefano",
    "Maria, Luisa",
    "Massimiliano Alessandro",
    "Øyvind",
    "Łukasz",
    "Desirée",
    "Li",
    "Ludovica Maddalena Margherita",
};

static const char *const surnames[] = {
    "Rossi",
    "BIANCHI",
    "D'Angelo De Sanctis",
    "Müller",
    "Di Stasio",
    "Mc",
    "Lo Russo",
    "Neri in Gallo",
    "Dell'Orto",
    "Weiß",
    "Ferrari-Bruno",
    "Šimić",
    "Bartolomei Bartolomei Bartolomei Bartolomei",
    "Nguyễn",
    "ROMANO'",
    "De Li",
};

static const char *const siglas[] = {"MC", "an", "Rm", "NA", "bz", "MI"};

START_TEST(every_candidate_reads_back_as_its_level_and_parts)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();

    random_state = 20210203;
    for (unsigned round = 0; round < 3000; round++) {
        const char *random_given = given_names[random_below(N_OF(given_names))];
        const char *random_surname = surnames[random_below(N_OF(surnames))];
        struct pecaddr_person person = person_of(text(random_given), text(random_surname));
        char local[PECADDR_LOCAL_PART_MAX + 1];
        char sigla[3] = "";
        char given[PECADDR_LOCAL_PART_MAX + 1];
        char *surname;

        person.province = text(siglas[random_below(N_OF(siglas))]);
        person.section = "AaBb"[random_below(4)];
        person.number = random_below(2) ? 9999999 : 2000;
        person.number = 1 + random_below(person.number);
        for (size_t i = 0; i < 2; i++)
            sigla[i] = (char)(person.province.data[i] | 0x20);
        if (pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, NULL, NULL) !=
            PECADDR_OK)
            ck_abort_msg("%s %s", random_given, random_surname);
        surname = strchr(local, '.');
        *surname++ = '\0';
        strcpy(given, local);
        for (unsigned level = 0; level < 3; level++) {
            char address[PECADDR_ADDRESS_MAX + 1];
            size_t size;
            unsigned found = 77;
            enum pecaddr_profile profile = 77;

            if (pecaddr_candidate(scheme, &person, level, address, sizeof address, &size, NULL,
                                  NULL) != PECADDR_OK)
                ck_abort_msg("%s has no level %u", local, level);
            expect_reading(scheme, &(struct reading){address,
                                                     {address, size},
                                                     level,
                                                     given,
                                                     surname,
                                                     level > 0 ? sigla : "",
                                                     level > 1 ? (char)(person.section & ~0x20) : 0,
                                                     level > 1 ? person.number : 0});
            if (match(scheme, &person, address, &found, &profile) != PECADDR_OK || found != level ||
                profile != PECADDR_PROFILE_ANAGRAFE)
                ck_abort_msg("%s: level %u, profile %d", address, found, (int)profile);
        }
    }
}
END_TEST

START_TEST(every_candidate_of_the_other_profile_matches_at_its_level)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct pecaddr_scheme plain = *scheme;

    plain.naming.profile = PECADDR_PROFILE_PLAIN;
    for (size_t i = 0; i < N_OF(given_names); i++) {
        for (size_t k = 0; k < N_OF(surnames); k++) {
            struct pecaddr_person person = person_of(text(given_names[i]), text(surnames[k]));
            char local[PECADDR_LOCAL_PART_MAX + 1];
            uint32_t notes;

            if (pecaddr_local_part(&plain, &person, NULL, local, sizeof local, NULL, &notes,
                                   NULL) != PECADDR_OK)
                ck_abort_msg("%s %s", given_names[i], surnames[k]);
            for (unsigned level = 0; level < 3; level++) {
                char address[PECADDR_ADDRESS_MAX + 1];
                unsigned found;
                enum pecaddr_profile profile;

                if (pecaddr_candidate(&plain, &person, level, address, sizeof address, NULL, NULL,
                                      NULL) != PECADDR_OK)
                    ck_abort_msg("%s has no level %u", local, level);
                if (match(scheme, &person, address, &found, &profile) != PECADDR_OK ||
                    found != level ||
                    profile != (notes & PECADDR_NOTE_VARIANT ? PECADDR_PROFILE_PLAIN
                                                             : PECADDR_PROFILE_ANAGRAFE))
                    ck_abort_msg("%s: level %u, profile %d", address, found, (int)profile);
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("address");
    TCase *tc = tcase_create("parse");

    ADD(tc, address_of_a_rule_is_read_into_its_parts, readings);
    tcase_add_test(tc, address_may_have_one_letter);
    tcase_add_test(tc, texts_point_into_the_address_that_was_read);
    ADD(tc, address_of_a_function_or_an_order_is_reserved, reserved);
    ADD(tc, near_misses_are_foreign, foreign);
    ADD(tc, overlapping_rules_give_a_level_only_where_it_is_certain, overlaps);
    tcase_add_test(tc, parts_of_what_one_rule_reads_in_several_ways_are_not_told);
    ADD(tc, counter_is_read_back_as_its_level, counters);
    ADD(tc, counter_that_is_not_given_is_foreign, wrong_counters);
    suite_add_tcase(suite, tc);

    tc = tcase_create("match");
    ADD(tc, match_says_level_and_profile_of_the_address_that_the_data_gives, matches);
    tcase_add_test(tc, the_schemes_own_profile_is_tried_first);
    ADD(tc, absent_or_wrong_data_leaves_its_levels_uncompared, partial);
    ADD(tc, name_that_is_too_long_under_one_profile_is_matched_under_the_other, overlong);
    tcase_add_test(tc, province_that_is_read_back_is_matched);
    tcase_add_test(tc, what_no_rule_needs_may_be_absent);
    tcase_add_test(tc, codice_fiscale_is_not_looked_at);
    tcase_add_test(tc, reserved_address_is_nobodys);
    tcase_add_test(tc, counter_is_matched_as_its_level);
    tcase_add_test(tc, wrong_data_gives_no_address);
    tcase_add_test(tc, match_has_the_errors_of_the_name);
    tcase_add_test(tc, outputs_of_match_may_be_absent);
    suite_add_tcase(suite, tc);

    tc = tcase_create("round trip");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, every_candidate_reads_back_as_its_level_and_parts);
    tcase_add_test(tc, every_candidate_of_the_other_profile_matches_at_its_level);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
