/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CODICE_FISCALE_ROWS_H
#define CODICE_FISCALE_ROWS_H

/* Names, and the letters of codici fiscali that fit or contradict them. */
#include "core/codice-fiscale-fixture.h"
#include "core/made-scheme.h"

#define SURNAME PECADDR_MISMATCH_SURNAME
#define GIVEN   PECADDR_MISMATCH_GIVEN
#define SWAPPED PECADDR_MISMATCH_SWAPPED
#define FIRST   PECADDR_MISMATCH_FIRST_FITS

/* A codice fiscale that begins with six letters. */
static inline const char *holder_with(const char *six, char holder[17])
{
    char fifteen[16];

    snprintf(fifteen, sizeof fifteen, "%.6s80A01Z000", six);
    complete(fifteen, holder);
    return holder;
}

/* A scheme for each text, made once: rows are many. */
static inline const struct pecaddr_scheme *scheme_with(const char *lines)
{
    static struct {
        char lines[100];
        const struct pecaddr_scheme *scheme;
    } known[16];
    size_t i = 0;

    while (known[i].scheme && strcmp(known[i].lines, lines) != 0)
        ck_assert_uint_lt(++i, N_OF(known));
    if (!known[i].scheme) {
        snprintf(known[i].lines, sizeof known[i].lines, "%s", lines);
        known[i].scheme = make_scheme(lines);
    }
    return known[i].scheme;
}

struct comparison_row {
    const char *what;
    const char *given;
    const char *surname;
    const char *six;
    uint32_t mismatch;
    const char *surname_letters;
    const char *given_letters;
};

static inline struct pecaddr_person person_with(const struct comparison_row *row, char holder[17])
{
    struct pecaddr_person person = person_of(text(row->given), text(row->surname));

    person.holder = pecaddr_text_of(holder_with(row->six, holder));
    return person;
}

static const struct comparison_row halves[] = {
    {"both fit", "Mario", "Rossi", "RSSMRA", 0, "RSS", "MRA"},
    {"another surname", "Mario", "Rossi", "BNCMRA", SURNAME, "RSS", "MRA"},
    {"other given names", "Mario", "Rossi", "RSSLCU", GIVEN, "RSS", "MRA"},
    {"another name", "Mario", "Rossi", "BNCLCU", SURNAME | GIVEN, "RSS", "MRA"},
    {"first letter of the surname", "Mario", "Rossi", "BSSMRA", SURNAME, "RSS", "MRA"},
    {"second letter of the surname", "Mario", "Rossi", "RBSMRA", SURNAME, "RSS", "MRA"},
    {"third letter of the surname", "Mario", "Rossi", "RSBMRA", SURNAME, "RSS", "MRA"},
    {"first letter of the given names", "Mario", "Rossi", "RSSBRA", GIVEN, "RSS", "MRA"},
    {"second letter of the given names", "Mario", "Rossi", "RSSMBA", GIVEN, "RSS", "MRA"},
    {"third letter of the given names", "Mario", "Rossi", "RSSMRB", GIVEN, "RSS", "MRA"},
    /* DM 23 Dec 1976, art. 2-3. */
    {"vowels fill up", "Eva", "Riva", "RVIVEA", 0, "RVI", "VEA"},
    {"vowels in their order", "Aida", "Aiello", "LLADAI", 0, "LLA", "DAI"},
    {"X fills up", "Io", "Fo", "FOXIOX", 0, "FOX", "IOX"},
    {"X fills up twice", "U", "Q", "QXXUXX", 0, "QXX", "UXX"},
    {"vowels only", "Aia", "Eia", "EIAAIA", 0, "EIA", "AIA"},
    {"Y is a consonant", "Yuya", "Key", "KYEYYU", 0, "KYE", "YYU"},
    {"three consonants of a given name", "Marina", "Rossi", "RSSMRN", 0, "RSS", "MRN"},
    {"four: the second is left out", "Roberto", "Rossi", "RSSRRT", 0, "RSS", "RRT"},
    {"four: and not the third", "Roberto", "Rossi", "RSSRBT", GIVEN, "RSS", "RRT"},
    {"four: and not the fourth", "Roberto", "Rossi", "RSSRBR", GIVEN, "RSS", "RRT"},
    {"five: the first four count", "Alessandro", "Rossi", "RSSLSN", 0, "RSS", "LSN"},
    {"a surname of four keeps the first three", "Mario", "Martini", "MRTMRA", 0, "MRT", "MRA"},
    {"a surname of four as given names", "Mario", "Martini", "MTNMRA", SURNAME, "MRT", "MRA"},
    {"five vowels before a consonant", "Eoiuab", "Rossi", "RSSBEO", 0, "RSS", "BEO"},
    {"words are joined", "Maria Grazia", "Di Stasio", "DSTMGR", 0, "DST", "MGR"},
    {"apostrophes", "Nicolo'", "D'Angelo", "DNGNCL", 0, "DNG", "NCL"},
    {"titles and married names", "Dott. Mario", "Rossi in Bianchi", "RSSMRA", 0, "RSS", "MRA"},
    {"given names after a comma", "Mario, Luca", "Rossi", "RSSMRA", 0, "RSS", "MRA"},
    /* Exchanged. */
    {"exchanged", "Rossi", "Mario", "RSSMRA", SURNAME | GIVEN | SWAPPED, "MRA", "RSS"},
    {"exchanged: each by its own rule", "Martino", "Roberto", "MRTRRT", SURNAME | GIVEN | SWAPPED,
     "RBR", "MTN"},
    {"exchanged, but by the other rule", "Martino", "Roberto", "MTNRBR", SURNAME | GIVEN, "RBR",
     "MTN"},
    {"exchanged, one half", "Rossi", "Mario", "RSSLCU", SURNAME | GIVEN, "MRA", "RSS"},
    {"exchanged, the other half", "Rossi", "Mario", "BNCMRA", SURNAME | GIVEN, "MRA", "RSS"},
    {"exchanged, one half alike", "Martino", "Morto", "MRTMRT", GIVEN | SWAPPED, "MRT", "MTN"},
    {"the same both ways", "Mario", "Mario", "MRAMRA", 0, "MRA", "MRA"},
    /* The first given name alone. */
    {"the first alone", "Mario Luca", "Rossi", "RSSMRA", GIVEN | FIRST, "RSS", "MLC"},
    {"all of them", "Mario Luca", "Rossi", "RSSMLC", 0, "RSS", "MLC"},
    {"the second alone", "Mario Luca", "Rossi", "RSSLCU", GIVEN, "RSS", "MLC"},
    {"the first alone, another surname", "Mario Luca", "Rossi", "BNCMRA", SURNAME | GIVEN | FIRST,
     "RSS", "MLC"},
    {"the first alone, by the rule of four", "Roberto Ugo", "Rossi", "RSSRRT", 0, "RSS", "RRT"},
    {"the first ends at white space", "Anna-Maria Pia", "Rossi", "RSSNMR", 0, "RSS", "NMR"},
    {"no first at a dash", "Anna-Maria", "Rossi", "RSSNNA", GIVEN, "RSS", "NMR"},
    {"a title is no first", "Dott. Mario Luca", "Rossi", "RSSMRA", GIVEN | FIRST, "RSS", "MLC"},
    {"a surname has no first", "Mario", "Rossi Bo", "BOXMRA", SURNAME, "RSS", "MRA"},
};

/* Both halves under the same profile; else the one that contradicts less is told. */
static const struct profile_row {
    const char *profile;
    struct comparison_row row;
} profiles[] = {
    {"anagrafe", {"ae", "J\u00F6", "M\u00F6", "MOEJOE", 0, "MOE", "JOE"}},
    {"anagrafe", {"plain", "J\u00F6", "M\u00F6", "MOXJOX", 0, "MOX", "JOX"}},
    {"plain", {"ae, plain scheme", "J\u00F6", "M\u00F6", "MOEJOE", 0, "MOE", "JOE"}},
    {"plain", {"plain, plain scheme", "J\u00F6", "M\u00F6", "MOXJOX", 0, "MOX", "JOX"}},
    {"anagrafe", {"one each", "J\u00F6", "M\u00F6", "MOEJOX", SURNAME | GIVEN, "MOE", "JOE"}},
    {"plain",
     {"one each, plain scheme", "J\u00F6", "M\u00F6", "MOEJOX", SURNAME | GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"one each, the other way", "J\u00F6", "M\u00F6", "MOXJOE", SURNAME | GIVEN, "MOE", "JOE"}},
    {"anagrafe", {"one under the other", "J\u00F6", "M\u00F6", "MOXLCU", GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"surname under the other", "J\u00F6", "M\u00F6", "BNCJOX", SURNAME, "MOX", "JOX"}},
    {"plain", {"one under the other", "J\u00F6", "M\u00F6", "MOELCU", GIVEN, "MOE", "JOE"}},
    {"anagrafe", {"none", "J\u00F6", "M\u00F6", "BNCLCU", SURNAME | GIVEN, "MOE", "JOE"}},
    {"plain", {"none", "J\u00F6", "M\u00F6", "BNCLCU", SURNAME | GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"exchanged", "M\u00F6", "J\u00F6", "MOEJOE", SURNAME | GIVEN | SWAPPED, "JOE", "MOE"}},
    {"anagrafe",
     {"exchanged under the other", "M\u00F6", "J\u00F6", "MOXJOX", SURNAME | GIVEN | SWAPPED, "JOE",
      "MOE"}},
    {"anagrafe",
     {"exchanged under neither", "M\u00F6", "J\u00F6", "MOXJOE", SURNAME | GIVEN, "JOE", "MOE"}},
    {"anagrafe", {"a ring", "\u00C5", "\u00C5", "AAXAAX", 0, "AAX", "AAX"}},
    {"anagrafe", {"a ring, plain", "\u00C5", "\u00C5", "AXXAXX", 0, "AXX", "AXX"}},
    {"anagrafe", {"a stroke", "\u00D8", "\u00D8", "OEXOEX", 0, "OEX", "OEX"}},
    {"anagrafe", {"a stroke, plain", "\u00D8", "\u00D8", "OXXOXX", 0, "OXX", "OXX"}},
    {"anagrafe", {"the same under both", "J\u00F6rg", "M\u00FCller", "MLLJRG", 0, "MLL", "JRG"}},
    {"anagrafe", {"in one field", "Ugo", "M\u00F6", "MOXGUO", 0, "MOX", "GUO"}},
    {"anagrafe", {"no profile", "N\u00EDcol\u00F2", "Br\u00EB", "BRENCL", 0, "BRE", "NCL"}},
};

#endif
