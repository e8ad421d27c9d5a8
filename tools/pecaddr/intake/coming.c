/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/coming.h"

#include "base/array.h"
#include "intake/header.h"
#include "intake/places.h"
#include "speech/date.h"
#include "speech/text.h"

#include <stdio.h>
#include <string.h>

/* Whatever ends a membership, or a mailbox. */
static const char *const ends[] = {"cancel", "canc ",    "cessa",   "cess ",   "dimiss",   "dimess",
                                   "radia",  "sospen",   "sospes",  "suspend", "espul",    "expel",
                                   "decad",  "ritirat",  "retired", "inattiv", "inactive", "disatt",
                                   "revoc",  "annullat", "termina", "usci",    "resign"};
/* Which nobody comes back from. */
static const char *const deaths[] = {"deces", "deced", "defunt", "mort", "deceas", "death"};
/* That somebody came back; the same as a plan, or as what is done now. */
static const char *const returns[] = {"riammesso", "riammessa",  "riammess ", "reiscritt",
                                      "riscritt",  "reintegrat", "rientrat"};
static const char *const plans[] = {"riammess", "riammission", "reintegr",
                                    "reiscri",  "riscri",      "rientr"};
/* Where these stand beside an end, it may not have happened. */
static const char *const doubts[] = {"non ",    "mai ",         "richie",
                                     "domand",  "istanz",       "attesa ",
                                     "respin",  "rigett",       "negat",
                                     "dinieg",  "rifiut",       "corso ",
                                     "eventua", "possibil",     "senza ",
                                     "fino ",   "finche",       "se ",
                                     "da riam", "da rein",      "not ",
                                     "esclus",  "purche",       "salvo ",
                                     "qualora", "previo ",      "dopo il pagamento",
                                     "previa ", "preclus",      "vietat",
                                     "entro ",  "dopo il vers", "dopo pag",
                                     "va ",     "venga "};
/* Nor has it where these do, beside an end or not; the accents may have been lost. */
static const char *const futures[] = {"sara ",   "sara\xCC",   "sar\xC3",  "sar ",  "saranno",
                                      "verra ",  "verra\xCC",  "verr\xC3", "verr ", "verranno",
                                      "previst", "subordinat", "condizion"};
static const char *const moves[] = {"trasferit", "trasferim", "trasf "};
static const char *const origins[] = {"provenien", "provien"};
static const char *const others[] = {"altr"};
static const char *const froms[] = {"da ", "dal ", "dall ", "dalla ", "dai ", "dagli "};
static const char *const tos[] = {"a ", "ad ", "al ", "all ", "alla ", "in ", "presso ", "verso "};
static const char *const tos_arrow[] = {"\xE2\x86\x92", "\xE2\x87\x92"};
static const char *const orders[] = {"ordin"};

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

static size_t word_size(const char *word)
{
    return strcspn(word, " ");
}

/* A day, a month, or what begins one: of `dal 15/05/2023`, `dal mese di maggio`. */
static bool is_of_time(const char *word)
{
    static const char *const times[] = {
        "gennaio ", "febbraio ",  "marzo ",   "aprile ",   "maggio ",   "giugno ", "luglio ",
        "agosto ",  "settembre ", "ottobre ", "novembre ", "dicembre ", "gen ",    "feb ",
        "mar ",     "apr ",       "mag ",     "giu ",      "lug ",      "ago ",    "set ",
        "sett ",    "ott ",       "nov ",     "dic ",      "giorn",     "mese ",   "mesi ",
        "anno ",    "anni ",      "data ",    "oggi ",     "ieri ",     "domani ", "primo ",
        "inizio ",  "fine ",      "tempo ",   "poco ",     "decorr",    "prossim", "corrente ",
        "scors"};

    return ascii_is_digit(*word) || BEGINS_WITH(word, times);
}

/* `Trasferito da`, `proveniente dall'Ordine`; not `trasferito dal 15/05/2023`. */
static bool is_arrival(const char *word)
{
    const char *from = text_next_word(word);
    const char *origin = text_next_word(from);

    return (BEGINS_WITH(word, moves) || BEGINS_WITH(word, origins)) && BEGINS_WITH(from, froms) &&
           *origin && !is_of_time(origin);
}

/* `A Macerata`, `in provincia di`; not `in data`, `al 31/12`, `alla sezione B`. */
static bool is_destination(const char *word)
{
    static const char *const others_than_places[] = {
        "seguito ", "far ",   "partire ", "domanda ",  "richiesta ", "norma ",
        "base ",    "forza ", "virtu ",   "esecuzion", "entrata ",   "n ",
        "numero ",  "sez ",   "sezione ", "settore "};
    const char *place = text_next_word(word);

    if (BEGINS_WITH(word, tos_arrow))
        return true;
    return BEGINS_WITH(word, tos) && !is_of_time(place) && !BEGINS_WITH(place, others_than_places);
}

/* Two letters, such as a province has, that are no article or preposition. */
static bool is_sigla(const char *word)
{
    static const char *const others_of_two[] = {"di ", "il ", "la ", "lo ", "da ", "in ", "ed ",
                                                "ex ", "ad ", "un ", "nr ", "al ", "si ", "le "};

    return word_size(word) == 2 && !ascii_is_digit(*word) && !BEGINS_WITH(word, others_of_two);
}

/* `Trasferito da Ancona a Macerata`, `da Ancona - Macerata`: of which Order that is a roster does not say. */
static bool goes_on(const char *arrival)
{
    static const char *const ofs[] = {"dell ", "del "};
    const char *origin = text_next_word(text_next_word(arrival)), *before = origin;
    int n_orders = BEGINS_WITH(origin, orders);

    for (const char *word = text_next_word(origin); *word;
         before = word, word = text_next_word(word)) {
        n_orders += BEGINS_WITH(word, orders) && !BEGINS_WITH(before, ofs);
        if (is_destination(word) || (is_sigla(before) && is_sigla(word)) || n_orders > 1)
            return true;
    }
    return places_stand(origin);
}

/* `Trasferimento Macerata – Ancona`: from which to which is not known. */
static bool is_move_either_way(const char *word)
{
    return BEGINS_WITH(word, moves) && places_begin(text_next_word(word));
}

/* What is said of the words before one. */
struct told {
    const char *before;  /* the word before; NULL: it is the first */
    const char *article; /* that behind `dopo`, or `post` itself; NULL: there was none */
    int since_article;   /* words since */
    bool has_come, has_returned, has_end, is_last, is_open, is_planned, is_unclear;
};

/* `Riammesso dopo la sospensione`; not `riammesso nel 2018, dopo sospeso`. */
static bool is_past(const struct told *told, const char *word)
{
    static const char *const events[] = {"sospension", "cancellazion", "radiazion", "dimission",
                                         "cessazion",  "decadenza",    "espulsion"};

    return told->has_come && told->article && told->since_article <= 2 && BEGINS_WITH(word, events);
}

static bool is_end(const struct told *told, const char *word)
{
    if (BEGINS_WITH(word, others) && BEGINS_WITH(text_next_word(word), orders))
        return !told->before || !BEGINS_WITH(told->before, froms);
    return BEGINS_WITH(word, ends) || (BEGINS_WITH(word, moves) && !is_arrival(word));
}

static void look_for_article(struct told *told, const char *word)
{
    static const char *const after[] = {"dopo "}, *const post[] = {"post "};
    static const char *const articles[] = {"la ", "il ", "l ", "una ", "un "};
    bool is_behind = told->before && BEGINS_WITH(told->before, after);

    told->since_article++;
    if ((is_behind && BEGINS_WITH(word, articles)) || BEGINS_WITH(word, post)) {
        told->article = word;
        told->since_article = 0;
    }
}

static void hear_coming(struct told *told, bool is_return)
{
    told->has_come = told->is_last = true;
    told->has_returned = told->has_returned || is_return;
}

/* Only who came back undoes an end: he who came from elsewhere may have left for there. */
static void hear(struct told *told, const char *word)
{
    look_for_article(told, word);
    if (is_arrival(word) || (!told->is_open && is_move_either_way(word))) {
        told->is_unclear = told->is_unclear || !is_arrival(word) || goes_on(word);
        told->is_planned = told->is_planned || told->is_open;
        hear_coming(told, false);
    } else if (BEGINS_WITH(word, returns)) {
        told->is_open = false;
        hear_coming(told, true);
    } else if (BEGINS_WITH(word, plans)) {
        told->is_planned = told->is_planned || told->is_open;
        hear_coming(told, true);
    } else if (is_end(told, word)) {
        bool is_over = is_past(told, word);

        told->has_end = true;
        told->is_open = told->is_open || !is_over;
        told->is_last = told->is_last && is_over;
    }
    told->before = word;
}

/* The digits of a word, of which it has a number and no more; -1 where it is another. */
static int number_of(const char *word, size_t n_min, size_t n_max)
{
    size_t size = word_size(word);
    int number = 0;

    if (size < n_min || size > n_max || strspn(word, "0123456789") < size)
        return -1;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + (word[i] - '0');
    return number;
}

/* Whether a day, or a year, that begins with a word is after another as it is kept. */
static bool is_after(const char *word, const char *than)
{
    const char *second = text_next_word(word);
    int day = number_of(word, 1, 2), month = number_of(second, 1, 2);
    int year = number_of(text_next_word(second), 4, 4), year_alone = number_of(word, 4, 4);
    int short_year = number_of(text_next_word(second), 2, 2);
    char written[sizeof "2147483647-2147483647-2147483647"];

    if (short_year >= 0 && short_year < 60)
        year = 2000 + short_year;
    if (year_alone > 1990 && year_alone < 2100)
        snprintf(written, sizeof written, "%d", year_alone);
    else if (day > 0 && month > 0 && year > 1990 && year < 2100)
        snprintf(written, sizeof written, "%d-%02d-%02d", year, month, day);
    else
        return false;
    return strncmp(written, than, strlen(written)) > 0;
}

static bool has_day_to_come(const char *value)
{
    static const char *const numbers[] = {"n ", "nr ", "num", "prot", "delibera "};
    const char *before = "";
    char today[DATE_SIZE];

    date_today(today);
    for (const char *word = value; *word; before = word, word = text_next_word(word))
        if (is_after(word, today) && !BEGINS_WITH(before, numbers))
            return true;
    return false;
}

enum coming coming_of(const char *value)
{
    struct told told = {.before = NULL};
    bool is_doubtful, is_to_come;

    for (const char *word = value; *word; word = text_next_word(word))
        hear(&told, word);
    if (!told.has_come || header_has_word(value, deaths, ARRAY_SIZE(deaths)))
        return COMING_UNSAID;
    is_to_come = told.has_returned &&
                 (header_has_word(value, futures, ARRAY_SIZE(futures)) || has_day_to_come(value));
    is_doubtful = header_has_word(value, doubts, ARRAY_SIZE(doubts));
    if (told.is_unclear || !told.is_last || is_to_come || (told.has_end && is_doubtful))
        return COMING_UNCLEAR;
    if (told.is_planned)
        return COMING_OPEN;
    return told.has_returned && is_doubtful ? COMING_DOUBTFUL : COMING_LAST;
}
