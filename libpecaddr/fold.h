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
    FOLD_UPPER = 1 << 0,     /* gc=Lu */
    FOLD_LOWER = 1 << 1,     /* gc=Ll */
    FOLD_UNSTABLE = 1 << 2,  /* of class 0, but NFC may replace it or join it to another */
    FOLD_DIAERESIS = 1 << 3, /* its decomposition contains U+0308, or it is that */
    FOLD_RING = 1 << 4,      /* the same of U+030A */
    FOLD_VOWEL_A = 1 << 5,   /* its base letter is A, full-width included */
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

/* Code points below it, which most names have alone, are found by one look into one table. */
#define FOLD_NEAR 0x300

extern const struct fold_record pecaddr__fold_records[];
extern const uint8_t pecaddr__fold_near[FOLD_NEAR];

/* The same for all others. */
const struct fold_record *pecaddr__fold_lookup_far(uint32_t code);

static inline const struct fold_record *pecaddr__fold_lookup(uint32_t code)
{
    return code < FOLD_NEAR ? &pecaddr__fold_records[pecaddr__fold_near[code]]
                            : pecaddr__fold_lookup_far(code);
}

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

/* `NICOLò`: what Caps Lock leaves small on an Italian keyboard, at the end of a word. SPEC §2. */
static inline bool is_vowel_of_caps_lock(uint32_t code)
{
    return code == 0xE8 || code == 0xEC || code == 0xF2 || code == 0xF9; /* è ì ò ù */
}

#endif
