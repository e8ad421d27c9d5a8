/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/coming.h"

#include "base/array.h"
#include "intake/header.h"

#include <string.h>

/* Whatever ends a membership, or a mailbox. */
static const char *const ends[] = {"cancel", "canc ",    "cessa",   "cess ",   "dimiss",   "dimess",
                                   "radia",  "sospen",   "sospes",  "suspend", "espul",    "expel",
                                   "decad",  "ritirat",  "retired", "inattiv", "inactive", "disatt",
                                   "revoc",  "annullat", "termina", "usci",    "resign"};
/* Which nobody comes back from. */
static const char *const deaths[] = {"deces", "deced", "defunt", "mort", "deceas", "death"};
static const char *const returns[] = {"riammess", "riammission", "reintegr",
                                      "reiscri",  "riscri",      "rientr"};
/* Where these stand beside an end, it may not have happened. */
static const char *const doubts[] = {"non ",    "mai ",     "richie", "domand", "istanz", "attesa ",
                                     "respin",  "rigett",   "negat",  "dinieg", "rifiut", "corso ",
                                     "eventua", "possibil", "senza ", "fino ",  "finche", "se ",
                                     "da riam", "da rein",  "not "};
static const char *const moves[] = {"trasferit", "trasferim", "trasf "};
static const char *const origins[] = {"provenien", "provien"};
static const char *const froms[] = {"da ", "dal ", "dall ", "dalla ", "dai ", "dagli "};
static const char *const tos[] = {"a ", "ad ", "al ", "all ", "alla ", "presso ", "verso "};

/* Whether the word at which a text begins is one of these. */
static bool begins_with(const char *text, const char *const stems[], size_t n)
{
    char word[32];
    size_t size = strcspn(text, " ");

    if (size >= sizeof word)
        size = sizeof word - 1;
    memcpy(word, text, size);
    word[size] = '\0';
    return header_has_word(word, stems, n);
}

#define BEGINS_WITH(text, stems) begins_with(text, stems, ARRAY_SIZE(stems))

static const char *next_word(const char *text)
{
    const char *space = strchr(text, ' ');

    return space ? space + 1 : text + strlen(text);
}

/* `Trasferito da`, `proveniente dall'Ordine`. */
static bool is_arrival(const char *word)
{
    return (BEGINS_WITH(word, moves) || BEGINS_WITH(word, origins)) &&
           BEGINS_WITH(next_word(word), froms);
}

/* `Trasferito da Ancona a Macerata`: of which Order that is a roster does not say. */
static bool goes_on(const char *arrival)
{
    const char *word = next_word(next_word(arrival));

    for (int i = 0; i < 5 && *word; i++, word = next_word(word))
        if (BEGINS_WITH(word, tos))
            return true;
    return false;
}

/* What is said of the words before one. */
struct told {
    const char *before; /* the word before; NULL: it is the first */
    int since_after;    /* words since `dopo`; 0: there was none */
    bool has_come, has_returned, has_end, is_last, is_unclear;
};

/* `Riammesso dopo la sospensione`. */
static bool is_past(const struct told *told)
{
    return told->has_come && told->since_after > 0 && told->since_after <= 3;
}

static bool is_end(const struct told *told, const char *word)
{
    static const char *const others[] = {"altr"}, *const orders[] = {"ordin"};

    if (BEGINS_WITH(word, others) && BEGINS_WITH(next_word(word), orders))
        return !told->before || !BEGINS_WITH(told->before, froms);
    return BEGINS_WITH(word, ends) || (BEGINS_WITH(word, moves) && !is_arrival(word));
}

static void hear(struct told *told, const char *word)
{
    static const char *const after[] = {"dopo ", "post "};

    told->since_after += told->since_after > 0;
    if (BEGINS_WITH(word, after))
        told->since_after = 1;
    if (is_arrival(word) || BEGINS_WITH(word, returns)) {
        told->has_come = told->is_last = true;
        told->has_returned = told->has_returned || !is_arrival(word);
        told->is_unclear = told->is_unclear || (is_arrival(word) && goes_on(word));
    } else if (is_end(told, word)) {
        told->has_end = true;
        told->is_last = told->is_last && is_past(told);
    }
    told->before = word;
}

enum coming coming_of(const char *value)
{
    struct told told = {.before = NULL};
    bool is_doubtful;

    for (const char *word = value; *word; word = next_word(word))
        hear(&told, word);
    if (!told.has_come || header_has_word(value, deaths, ARRAY_SIZE(deaths)))
        return COMING_UNSAID;
    is_doubtful = header_has_word(value, doubts, ARRAY_SIZE(doubts));
    if (told.is_unclear || !told.is_last || (told.has_end && is_doubtful))
        return COMING_UNCLEAR;
    return told.has_returned && is_doubtful ? COMING_DOUBTFUL : COMING_LAST;
}
