/* SPDX-License-Identifier: BSD-3-Clause */
#include "fold.h"

#include <string.h>

#include "tables/fold.inc"

const struct fold_record *pecaddr__fold_lookup(uint32_t code)
{
    return &fold_records[fold_indices[fold_blocks[code / 256]][code % 256]];
}

static struct fold_letters letters_of(const char *text, enum pecaddr_step_kind rule, bool profiled)
{
    struct fold_letters letters = {.size = strlen(text), .rule = rule, .profiled = profiled};

    memcpy(letters.data, text, letters.size);
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
    unsigned flags = letter->flags | marks;

    if ((flags & FOLD_DIAERESIS) && (flags & (FOLD_VOWEL_A | FOLD_VOWEL_O | FOLD_VOWEL_U)))
        return fold_vowel(letter, true, profile);
    if ((flags & FOLD_RING) && (flags & FOLD_VOWEL_A))
        return fold_vowel(letter, false, profile);
    if (letter->rule == PECADDR_STEP_STROKE)
        return letters_of(profile == PECADDR_PROFILE_ANAGRAFE ? "oe" : "o", PECADDR_STEP_STROKE,
                          true);
    return letters_of(letter->letters, (enum pecaddr_step_kind)letter->rule, false);
}
