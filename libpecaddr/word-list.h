/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_WORD_LIST_H
#define PECADDR_WORD_LIST_H

#include "base/text.h"

/* What a word is that SPEC §2 names. */
enum word_kind {
    WORD_TITLE_DOTLESS = 1 << 0,      /* a title without its dots: `ing` */
    WORD_TITLE_FULL = 1 << 1,         /* a title in full: `ingegnere` */
    WORD_TITLE_REST = 1 << 2,         /* what hangs on a title written otherwise: `ssa` */
    WORD_ADDITION = 1 << 3,           /* what is added to names: `junior`, `detto` */
    WORD_BORN = 1 << 4,               /* what stands before a birth surname: `nata` */
    WORD_MARITAL = 1 << 5,            /* what stands before a spouse's surname: `ved.` */
    WORD_NOT_AFTER_PARTICLE = 1 << 6, /* neither of the two after a particle: `Della Vedova` */
    WORD_IN = 1 << 7,                 /* `in` */
    WORD_PARTICLE = 1 << 8,           /* `de`, `san` */
    WORD_SURNAME = 1 << 9             /* a particle that is a surname, too: `Santo` */
};

/* No listed word has more letters; its letters are two numbers, the first letter in the lowest
 * byte. */
#define LISTED_WORD_MAX 16

struct listed_word {
    uint64_t low;
    uint64_t high;
    uint16_t kinds;
};

extern const struct listed_word pecaddr__words[];
extern const uint8_t pecaddr__word_slots[];

#include "tables/words.inc"

/* The enum word_kind bits of a word; 0 when it is none that is listed. */
static inline unsigned word_kinds(uint64_t low, uint64_t high)
{
    uint64_t slot = (low + high * WORD_SPREAD) * WORD_MULTIPLIER >> (64 - WORD_SLOT_BITS);
    const struct listed_word *word = &pecaddr__words[pecaddr__word_slots[slot]];

    return word->low == low && word->high == high ? word->kinds : 0;
}

/* The same for a word as text. */
static inline unsigned word_kinds_of(const char *letters, size_t size)
{
    uint64_t halves[2] = {0, 0};

    if (size > LISTED_WORD_MAX)
        return 0;
    for (size_t i = 0; i < size; i++)
        halves[i / 8] |= (uint64_t)(unsigned char)letters[i] << 8 * (i % 8);
    return word_kinds(halves[0], halves[1]);
}

#endif
