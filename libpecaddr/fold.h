/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FOLD_H
#define PECADDR_FOLD_H

#include "base/ascii.h"
#include "base/text.h"

/* What a code point is to SPEC §2; of the characters of NFC, not of their decompositions. */
enum fold_class {
    CLASS_OTHER,      /* belongs in no name */
    CLASS_CONTROL,    /* nor in any text */
    CLASS_IGNORABLE,  /* default-ignorable, assigned or not */
    CLASS_SPACE,      /* White_Space except controls */
    CLASS_HYPHEN,     /* ASCII - */
    CLASS_DASH,       /* the other dashes */
    CLASS_DOT,        /* . */
    CLASS_COLON,      /* : */
    CLASS_COMMA,      /* , */
    CLASS_MIDDLE_DOT, /* · */
    CLASS_APOSTROPHE, /* apostrophes and spacing accents */
    CLASS_MARK,       /* combining marks */
    CLASS_LETTER,     /* of Latin script, with letters of its own */
    CLASS_LETTERLESS, /* of Latin script, but no letters are known for it */
    CLASS_FOREIGN     /* a letter of another script */
};

enum fold_flag {
    FOLD_UPPER = 1 << 0,      /* gc=Lu */
    FOLD_LOWER = 1 << 1,      /* gc=Ll */
    FOLD_DECOMPOSES = 1 << 2, /* has a canonical decomposition (Hangul aside) */
    FOLD_DIAERESIS = 1 << 3,  /* which contains U+0308, or is it */
    FOLD_RING = 1 << 4,       /* which contains U+030A, or is it */
    FOLD_VOWEL_A = 1 << 5,    /* whose base letter is A, full-width included */
    FOLD_VOWEL_O = 1 << 6,
    FOLD_VOWEL_U = 1 << 7
};

/* Everything that is known of a code point. */
struct fold_record {
    uint8_t kind;    /* enum fold_class */
    uint8_t ccc;     /* canonical combining class */
    uint8_t rule;    /* enum pecaddr_step_kind by which a letter is folded */
    uint8_t flags;   /* enum fold_flag */
    char letters[4]; /* what the letter without marks is, as profile anagrafe writes it */
};

const struct fold_record *pecaddr__fold_lookup(uint32_t code);

/* A letter as words are compared: lower case, without marks; a byte that no word has if not ASCII.
 */
static inline char fold_compared(uint32_t code, const struct fold_record *record)
{
    if (code < 0x80)
        return ascii_lower((char)code);
    return record->rule == PECADDR_STEP_BASE ? record->letters[0] : (char)0xFF;
}

/* The letters that a letter and its marks become, at most three. */
struct fold_letters {
    char data[4];
    size_t size;
    enum pecaddr_step_kind rule;
    bool profiled; /* the profiles differ here */
};

/*
 * Folds a letter (CLASS_LETTER) under a profile. `marks` are the FOLD_DIAERESIS and FOLD_RING flags
 * of the combining marks that follow it. Source: SPEC §2.
 */
struct fold_letters pecaddr__fold_letter(const struct fold_record *letter, unsigned marks,
                                         enum pecaddr_profile profile);

#endif
