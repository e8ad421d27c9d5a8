/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The frozen tables against a second opinion: libunistring's, for every code point that its version
 * of Unicode knows. What Unicode 15.0 assigned after that is left to tests/reference.
 */
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "fold.h"
#include "nfc.h"
#include "suite.h"

#define CODES 0x110000u

/* Assigned in libunistring's Unicode 14: what it calls unassigned may be assigned in 15.0. */
static bool is_known(uint32_t code)
{
    return !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Cn) &&
           (code & 0x1FF800) != 0xD800;
}

static bool has_category(uint32_t code, uint32_t mask)
{
    return uc_is_general_category_withtable(code, mask);
}

static bool is_class(uint32_t code, enum fold_class kind)
{
    return pecaddr__fold_lookup(code)->kind == kind;
}

/* Whether the full canonical decomposition contains a code point. */
static bool contains(uint32_t code, uint32_t part)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int n;

    while ((n = uc_canonical_decomposition(code, parts)) > 0) {
        if (n == 2 && parts[1] == part)
            return true;
        code = parts[0];
    }
    return code == part;
}

/* The first code point of the full canonical decomposition. */
static uint32_t base_of(uint32_t code)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

    while (uc_canonical_decomposition(code, parts) > 0)
        code = parts[0];
    return code;
}

#define FOR_EACH_KNOWN(code)                                                                       \
    for (uint32_t code = 0; code < CODES; code++)                                                  \
        if (is_known(code))

START_TEST(combining_classes_are_those_of_unicode)
{
    FOR_EACH_KNOWN(code)
    {
        if (pecaddr__fold_lookup(code)->ccc != uc_combining_class(code))
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(case_is_the_general_category)
{
    FOR_EACH_KNOWN(code)
    {
        unsigned flags = pecaddr__fold_lookup(code)->flags;
        bool sign = is_class(code, CLASS_APOSTROPHE); /* U+A78B, U+A78C: no letters here */

        if (((flags & FOLD_UPPER) != 0) != (has_category(code, UC_CATEGORY_MASK_Lu) && !sign) ||
            ((flags & FOLD_LOWER) != 0) != (has_category(code, UC_CATEGORY_MASK_Ll) && !sign))
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(controls_are_gc_cc)
{
    FOR_EACH_KNOWN(code)
    {
        if (is_class(code, CLASS_CONTROL) != has_category(code, UC_CATEGORY_MASK_Cc))
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(ignorable_is_default_ignorable_assigned_or_not)
{
    for (uint32_t code = 0; code < CODES; code++)
        if (is_class(code, CLASS_IGNORABLE) != uc_is_property_default_ignorable_code_point(code))
            ck_abort_msg("U+%04X", code);
}
END_TEST

START_TEST(spaces_are_white_space_except_controls)
{
    FOR_EACH_KNOWN(code)
    {
        bool space = uc_is_property_white_space(code) && !has_category(code, UC_CATEGORY_MASK_Cc);

        if (is_class(code, CLASS_SPACE) != space)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(dashes_are_gc_pd_and_minus_except_the_ascii_hyphen)
{
    FOR_EACH_KNOWN(code)
    {
        bool dash = (has_category(code, UC_CATEGORY_MASK_Pd) || code == 0x2212) && code != '-';

        if (is_class(code, CLASS_DASH) != dash)
            ck_abort_msg("U+%04X", code);
    }
    ck_assert(is_class('-', CLASS_HYPHEN));
}
END_TEST

START_TEST(marks_are_gc_m_unless_ignorable)
{
    FOR_EACH_KNOWN(code)
    {
        bool mark = has_category(code, UC_CATEGORY_MASK_M) && !is_class(code, CLASS_IGNORABLE);

        if (is_class(code, CLASS_MARK) != mark)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(apostrophes_are_the_row_of_the_spec)
{
    static const uint32_t row[] = {
        0x27,  0x60,  0xB4,  0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0x2B9,  0x2BB,
        0x2BC, 0x2BD, 0x2BE, 0x2BF,  0x2C8,  0x2CA,  0x2CB,  0xA78B, 0xA78C, 0xFF07,
    };
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_SIZE(row); i++)
        if (!is_class(row[i], CLASS_APOSTROPHE))
            ck_abort_msg("U+%04X", row[i]);
    for (uint32_t code = 0; code < CODES; code++)
        n += is_class(code, CLASS_APOSTROPHE);
    ck_assert_uint_eq(n, ARRAY_SIZE(row));
}
END_TEST

START_TEST(foreign_letters_are_those_of_no_latin_script)
{
    const uc_script_t *latin = uc_script_byname("Latin");

    FOR_EACH_KNOWN(code)
    {
        bool letter = has_category(code, UC_CATEGORY_MASK_L) && !is_class(code, CLASS_IGNORABLE) &&
                      !is_class(code, CLASS_APOSTROPHE) && base_of(code) == code;

        if (letter && is_class(code, CLASS_FOREIGN) != (uc_script(code) != latin))
            ck_abort_msg("U+%04X", code);
        if (!letter && base_of(code) == code && is_class(code, CLASS_FOREIGN))
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(every_latin_letter_with_marks_has_the_letters_of_its_base)
{
    FOR_EACH_KNOWN(code)
    {
        const struct fold_record *letter = pecaddr__fold_lookup(code);

        if (letter->kind == CLASS_LETTER &&
            strcmp(letter->letters, pecaddr__fold_lookup(base_of(code))->letters) != 0)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(both_cases_of_a_letter_have_the_same_letters)
{
    FOR_EACH_KNOWN(code)
    {
        const struct fold_record *letter = pecaddr__fold_lookup(code);
        const struct fold_record *lower = pecaddr__fold_lookup(uc_tolower(code));

        if (letter->kind == CLASS_LETTER && lower->kind == CLASS_LETTER &&
            strcmp(letter->letters, lower->letters) != 0)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(diaeresis_and_ring_of_letters_and_marks_are_those_of_their_decomposition)
{
    FOR_EACH_KNOWN(code)
    {
        bool both = is_class(code, CLASS_LETTER) || is_class(code, CLASS_MARK);
        unsigned expected = (both && contains(code, 0x308) ? FOLD_DIAERESIS : 0u) |
                            (both && contains(code, 0x30A) ? FOLD_RING : 0u);

        if ((pecaddr__fold_lookup(code)->flags & (FOLD_DIAERESIS | FOLD_RING)) != expected)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

/* A full-width letter as its ASCII letter, others as they are. */
static uint32_t narrow(uint32_t code)
{
    return code > 0xFF00 && code < 0xFF5F ? code - 0xFEE0 : code;
}

START_TEST(vowels_are_the_letters_whose_base_is_a_o_or_u)
{
    FOR_EACH_KNOWN(code)
    {
        uint32_t base = is_class(code, CLASS_LETTER) ? narrow(base_of(code)) & ~0x20u : 0;
        unsigned expected = 0;

        if (base == 'A')
            expected = FOLD_VOWEL_A;
        else if (base == 'O')
            expected = FOLD_VOWEL_O;
        else if (base == 'U')
            expected = FOLD_VOWEL_U;
        if ((pecaddr__fold_lookup(code)->flags & (FOLD_VOWEL_A | FOLD_VOWEL_O | FOLD_VOWEL_U)) !=
            expected)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

/* SPEC §2: the letters that it names one by one, in both cases. */
static const struct {
    uint32_t code;
    const char *letters;
} named[] = {{0xC6, "ae"}, {0xE6, "ae"}, {0x152, "oe"}, {0x153, "oe"}, {0xDF, "ss"}, {0x1E9E, "ss"},
             {0xDE, "th"}, {0xFE, "th"}, {0x132, "ij"}, {0x133, "ij"}, {0xD0, "d"},  {0xF0, "d"},
             {0x110, "d"}, {0x111, "d"}, {0x126, "h"},  {0x127, "h"},  {0x131, "i"}, {0x141, "l"},
             {0x142, "l"}, {0x13F, "l"}, {0x140, "l"},  {0x14A, "n"},  {0x14B, "n"}, {0x149, "n"},
             {0x138, "k"}, {0x166, "t"}, {0x167, "t"},  {0x17F, "s"}};

/* The rule of a base letter, and its letters; NULL where Latin-ASCII's row says them. */
static unsigned rule_of(uint32_t base, const char **ret_letters)
{
    static const char *const alphabet[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                           "j", "k", "l", "m", "n", "o", "p", "q", "r",
                                           "s", "t", "u", "v", "w", "x", "y", "z"};
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

    *ret_letters = NULL;
    if (narrow(base) < 0x80) {
        *ret_letters = alphabet[(narrow(base) | 0x20) - 'a'];
        return base < 0x80 ? PECADDR_STEP_LETTER : PECADDR_STEP_COMPATIBLE;
    }
    if (base >= 0xFB00 && base <= 0xFB06) {
        *ret_letters = ligatures[base - 0xFB00];
        return PECADDR_STEP_COMPATIBLE;
    }
    if (base == 0xAA || base == 0xBA) {
        *ret_letters = base == 0xAA ? "a" : "o";
        return PECADDR_STEP_COMPATIBLE;
    }
    if (base == 0xD8 || base == 0xF8) {
        *ret_letters = "oe";
        return PECADDR_STEP_STROKE;
    }
    for (size_t i = 0; i < ARRAY_SIZE(named); i++)
        if (named[i].code == base) {
            *ret_letters = named[i].letters;
            return PECADDR_STEP_REGISTRY;
        }
    return PECADDR_STEP_LATIN;
}

START_TEST(letters_and_their_rules_are_those_of_the_spec)
{
    FOR_EACH_KNOWN(code)
    {
        const struct fold_record *record = pecaddr__fold_lookup(code);
        const char *letters = "";
        unsigned rule = 0;

        if (record->kind == CLASS_LETTER)
            rule = rule_of(base_of(code), &letters);
        if (rule == PECADDR_STEP_LETTER && base_of(code) != code)
            rule = PECADDR_STEP_BASE;
        if (record->rule != rule || (letters && strcmp(record->letters, letters) != 0))
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

static uint64_t hashed(uint64_t hash, uint32_t value)
{
    return (hash ^ value) * 0x100000001B3u;
}

/*
 * All that the tables say, as one number: however they are packed, table version 1 says this. A
 * published version is never changed.
 */
START_TEST(the_tables_of_version_1_are_frozen)
{
    uint64_t hash = 0xCBF29CE484222325u;

    for (uint32_t code = 0; code < CODES; code++) {
        const struct fold_record *record = pecaddr__fold_lookup(code);
        uint32_t parts[4];
        size_t n = pecaddr__nfc_decompose(code, parts);

        hash = hashed(hashed(hash, record->kind), record->ccc);
        hash = hashed(hashed(hash, record->rule), record->flags & ~(unsigned)FOLD_UNSTABLE);
        for (size_t i = 0; i < sizeof record->letters; i++)
            hash = hashed(hash, (uint8_t)record->letters[i]);
        for (size_t i = 0; i < n; i++)
            hash = hashed(hash, parts[i]);
    }
    ck_assert_uint_eq(pecaddr_table_version(), 1);
    ck_assert_msg(hash == 0xA477825079023787u, "0x%llX", (unsigned long long)hash);
}
END_TEST

START_TEST(a_letter_is_profiled_where_the_profiles_differ)
{
    static const unsigned marks[] = {0, FOLD_DIAERESIS, FOLD_RING, FOLD_DIAERESIS | FOLD_RING};

    for (uint32_t code = 0; code < CODES; code++) {
        const struct fold_record *letter = pecaddr__fold_lookup(code);

        for (size_t i = 0; letter->kind == CLASS_LETTER && i < ARRAY_SIZE(marks); i++) {
            struct fold_letters anagrafe =
                pecaddr__fold_letter(letter, marks[i], PECADDR_PROFILE_ANAGRAFE);
            struct fold_letters plain =
                pecaddr__fold_letter(letter, marks[i], PECADDR_PROFILE_PLAIN);
            bool differ =
                anagrafe.size != plain.size || memcmp(anagrafe.data, plain.data, plain.size) != 0;

            if (anagrafe.profiled != differ || plain.profiled != differ ||
                anagrafe.rule != plain.rule)
                ck_abort_msg("U+%04X, marks %zu", code, i);
        }
    }
}
END_TEST

START_TEST(letters_are_one_to_three_of_a_to_z_and_no_more_than_their_utf8_bytes)
{
    for (uint32_t code = 0; code < CODES; code++) {
        const struct fold_record *record = pecaddr__fold_lookup(code);
        size_t size = strlen(record->letters);
        size_t bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

        if ((record->kind == CLASS_LETTER) != (size > 0) || size > 3 || size > bytes ||
            strspn(record->letters, "abcdefghijklmnopqrstuvwxyz") != size)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

START_TEST(surrogates_private_use_and_noncharacters_belong_in_no_name)
{
    static const uint32_t codes[] = {0xD800, 0xDFFF,  0xE000,  0xF8FF,   0xFDD0,
                                     0xFFFE, 0x1FFFF, 0xF0000, 0x10FFFD, 0x10FFFF};

    for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
        ck_assert_msg(is_class(codes[i], CLASS_OTHER), "U+%04X", codes[i]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        combining_classes_are_those_of_unicode,
        case_is_the_general_category,
        controls_are_gc_cc,
        ignorable_is_default_ignorable_assigned_or_not,
        spaces_are_white_space_except_controls,
        dashes_are_gc_pd_and_minus_except_the_ascii_hyphen,
        marks_are_gc_m_unless_ignorable,
        apostrophes_are_the_row_of_the_spec,
        foreign_letters_are_those_of_no_latin_script,
        every_latin_letter_with_marks_has_the_letters_of_its_base,
        both_cases_of_a_letter_have_the_same_letters,
        diaeresis_and_ring_of_letters_and_marks_are_those_of_their_decomposition,
        vowels_are_the_letters_whose_base_is_a_o_or_u,
        letters_and_their_rules_are_those_of_the_spec,
        the_tables_of_version_1_are_frozen,
        a_letter_is_profiled_where_the_profiles_differ,
        letters_are_one_to_three_of_a_to_z_and_no_more_than_their_utf8_bytes,
        surrogates_private_use_and_noncharacters_belong_in_no_name,
    };

    return run_suite("fold", tests, ARRAY_SIZE(tests));
}
