/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/stand-in.h"

#include "base/array.h"
#include "speech/text.h"

#include <string.h>

/* Columns, by the field that is read from them. */
#define COLUMN(field) (1U << (field))
#define NAMES         (COLUMN(ROSTER_GIVEN) | COLUMN(ROSTER_SURNAME))
#define PROVINCES     COLUMN(ROSTER_PROVINCE)
#define ENTRIES       (COLUMN(ROSTER_SECTION) | COLUMN(ROSTER_NUMBER))
#define HOLDERS       COLUMN(ROSTER_HOLDER)
#define DATES         (COLUMN(ROSTER_EXPIRES) | COLUMN(ROSTER_CANCELLED) | COLUMN(ROSTER_LEFT))
#define ALL           (~0U)

struct word {
    const char *text;
    unsigned nothing; /* the columns in which it stands for nothing */
};

static const struct word words[] = {
    {"null", ALL},
    {"(null)", ALL},
    {"[null]", ALL},
    {"<null>", ALL},
    {"\\n", ALL}, /* MySQL and PostgreSQL export so */
    {"none", ALL},
    {"nat", ALL},
    {"undefined", ALL},
    {"#n/d", ALL},
    {"#n/a", ALL},
    {"n/d", ALL},
    {"n/a", ALL},
    {"n.d.", ALL},
    {"n.d", ALL},
    {"nd", ALL},
    {"nd.", ALL},
    {"n.n.", ALL},
    {"n.p.", ALL},
    {"non noto", ALL},
    /* Naples, and perhaps a name. */
    {"na", ALL & ~NAMES & ~PROVINCES},
    {"n.a.", ALL & ~NAMES & ~PROVINCES},
    {"nan", ALL & ~NAMES},
    {"nil", ALL & ~NAMES},
    /* Surnames; and somebody whose death has no date that is known has died. */
    {"sconosciuto", ENTRIES | HOLDERS},
    {"ignoto", ENTRIES | HOLDERS},
    {"mancante", ENTRIES | HOLDERS},
    {"assente", ENTRIES | HOLDERS},
    {"non disponibile", ENTRIES | HOLDERS},
    {"non pervenuto", ENTRIES | HOLDERS},
};

#define LONGEST 15 /* of them */

static const char *const perhaps[] = {"na", "n.a.", "nan", "nil"};

/* Nothing but some characters, or the dashes beyond ASCII, in UTF-8: U+2010 … 2015, U+2212. */
static int is_only(struct pecaddr_text text, const char *characters)
{
    for (size_t i = 0; i < text.size; i++) {
        const char *at = text.data + i;

        if (text.size - i >= 3 && ((memcmp(at, "\xE2\x80", 2) == 0 &&
                                    (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x95) ||
                                   memcmp(at, "\xE2\x88\x92", 3) == 0))
            i += 2;
        else if (!*at || !strchr(characters, *at))
            return 0;
    }
    return text.size > 0;
}

/* Dashes, dots, the empty mask of a date; in a column of dates or codici fiscali also one of noughts;
   and letters X, but one alone is a mark. */
static int is_filling(struct pecaddr_text text, unsigned column)
{
    return is_only(text, "-._/ ") || (text.size >= 3 && is_only(text, "xX")) ||
           (column & (DATES | HOLDERS) && is_only(text, "0-/. "));
}

static int is_word(struct pecaddr_text text, unsigned column)
{
    char first = ascii_lower(*text.data);

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (*words[i].text == first && words[i].nothing & column && text_equal(text, words[i].text))
            return 1;
    return 0;
}

enum stand_in stand_in_read(struct pecaddr_text text, enum roster_field field)
{
    struct pecaddr_text trimmed = text_trim(text);
    unsigned column = COLUMN(field);

    if (is_filling(trimmed, column))
        return STAND_IN_NOTHING;
    if (!trimmed.size || trimmed.size > LONGEST)
        return STAND_IN_NONE;
    if (is_word(trimmed, column))
        return STAND_IN_NOTHING;
    for (size_t i = 0; i < ARRAY_SIZE(perhaps) && column & NAMES; i++)
        if (text_equal(trimmed, perhaps[i]))
            return STAND_IN_PERHAPS;
    return STAND_IN_NONE;
}
