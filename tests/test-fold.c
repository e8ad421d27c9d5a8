/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The frozen tables against a second opinion: libunistring's, for every code point that its version
 * of Unicode knows. What Unicode 15.0 assigned after that is left to tests/reference.
 */
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#include "../libpecaddr/fold.h"
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
        ck_assert_msg(is_class(row[i], CLASS_APOSTROPHE), "U+%04X", row[i]);
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
        letters_are_one_to_three_of_a_to_z_and_no_more_than_their_utf8_bytes,
        surrogates_private_use_and_noncharacters_belong_in_no_name,
    };

    return run_suite("fold", tests, ARRAY_SIZE(tests));
}
