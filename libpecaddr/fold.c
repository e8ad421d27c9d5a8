/* SPDX-License-Identifier: BSD-3-Clause */
#include "fold.h"

#include <string.h>

/* A row of 4,096 code points: where its pages begin, and the 256 records that it has. */
struct fold_row {
    uint16_t pages;
    uint16_t records;
};

#include "tables/fold.inc"

/* Each stage says where the next one's 16 begin; they overlap where they can. */
const struct fold_record *pecaddr__fold_lookup_far(uint32_t code)
{
    const struct fold_row *row = &fold_rows[code >> 12];
    size_t blocks = fold_pages[row->pages + (code >> 8 & 15)];
    size_t leaves = fold_blocks[blocks + (code >> 4 & 15)];

    return &pecaddr__fold_records[row->records + fold_leaves[leaves + (code & 15)]];
}

static struct fold_letters letters_of(const char text[4], enum pecaddr_step_kind rule,
                                      bool profiled)
{
    struct fold_letters letters = {.rule = rule, .profiled = profiled};

    memcpy(letters.data, text, sizeof letters.data);
    letters.size = (size_t)(text[0] != 0) + (text[1] != 0) + (text[2] != 0);
    return letters;
}

/* Ä Ö Ü Å: the diaeresis goes before the ring, should a letter have both. */
static struct fold_letters fold_vowel(const struct fold_record *letter, bool diaeresis,
                                      enum pecaddr_profile profile)
{
    enum pecaddr_step_kind rule = diaeresis ? PECADDR_STEP_DIAERESIS : PECADDR_STEP_RING;
    struct fold_letters letters = letters_of(letter->letters, rule, true);

    if (profile == PECADDR_PROFILE_ANAGRAFE)
        letters.data[letters.size++] = diaeresis ? 'e' : 'a';
    return letters;
}

struct fold_letters pecaddr__fold_letter(const struct fold_record *letter, unsigned marks,
                                         enum pecaddr_profile profile)
{
    static const char o[4] = "o";
    static const char oe[4] = "oe";
    unsigned flags = letter->flags | marks;

    if ((flags & FOLD_DIAERESIS) && (flags & (FOLD_VOWEL_A | FOLD_VOWEL_O | FOLD_VOWEL_U)))
        return fold_vowel(letter, true, profile);
    if ((flags & FOLD_RING) && (flags & FOLD_VOWEL_A))
        return fold_vowel(letter, false, profile);
    if (letter->rule == PECADDR_STEP_STROKE)
        return letters_of(profile == PECADDR_PROFILE_ANAGRAFE ? oe : o, PECADDR_STEP_STROKE, true);
    return letters_of(letter->letters, (enum pecaddr_step_kind)letter->rule, false);
}
