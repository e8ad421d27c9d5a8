/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/outcome.h"

#include "base/array.h"
#include "intake/header.h"
#include "speech/date.h"
#include "speech/text.h"

#include <string.h>

enum outcome_kind outcome_kind_named(const char *name)
{
    static const char *const answers[] = {"esito", "esito richiesta", "esito pec",
                                          "stato richiesta", "risultato"};
    static const char *const states[] = {"esito attivazione", "stato casella",  "stato casella pec",
                                         "stato pec",         "casella attiva", "pec attiva",
                                         "stato attivazione", "attivata",       "attivato",
                                         "attivazione"};
    static const char *const days[] = {"data attivazione", "data di attivazione",
                                       "attivata il",      "attivato il",
                                       "data creazione",   "data creazione casella"};
    static const char *const ends[] = {"data disattivazione",
                                       "data di disattivazione",
                                       "disattivata il",
                                       "disattivato il",
                                       "data chiusura",
                                       "data chiusura casella",
                                       "data chiusura pec",
                                       "data cessazione pec",
                                       "data cessazione casella",
                                       "data cessazione casella pec",
                                       "data cessazione della casella",
                                       "data revoca",
                                       "data revoca pec",
                                       "data revoca casella",
                                       "cessata",
                                       "pec cessata",
                                       "casella cessata",
                                       "casella pec cessata",
                                       "disattivata",
                                       "disattivato",
                                       "pec disattivata",
                                       "casella disattivata",
                                       "dismessa",
                                       "revocata",
                                       "pec revocata",
                                       "casella revocata",
                                       "chiusa",
                                       "pec chiusa",
                                       "casella chiusa"};
    static const char *const renewals[] = {"rinnovo", "stato rinnovo", "esito rinnovo", "rinnovata",
                                           "rinnovato"};

    if (header_is_one_of(name, answers, ARRAY_SIZE(answers)))
        return OUTCOME_ANSWER;
    if (header_is_one_of(name, states, ARRAY_SIZE(states)))
        return OUTCOME_STATE;
    if (header_is_one_of(name, days, ARRAY_SIZE(days)))
        return OUTCOME_DAY;
    if (header_is_one_of(name, renewals, ARRAY_SIZE(renewals)))
        return OUTCOME_RENEWAL;
    return header_is_one_of(name, ends, ARRAY_SIZE(ends)) ? OUTCOME_END : OUTCOME_NONE;
}

/* Values are simplified. */

static bool is_yes(const char *value)
{
    static const char *const yes[] = {"si", "s", "x", "1", "ok", "yes", "y", "true", "vero"};

    return header_is_one_of(value, yes, ARRAY_SIZE(yes));
}

static bool is_no(const char *value)
{
    static const char *const no[] = {"no", "n", "0", "false", "falso"};

    return header_is_one_of(value, no, ARRAY_SIZE(no));
}

static bool is_denied(const char *value)
{
    static const char *const denials[] = {"non ", "not ", "da ",     "in ",    "no ",     "ko ",
                                          "err",  "mai ", "inattiv", "rifiut", "disattiv"};

    return header_has_word(value, denials, ARRAY_SIZE(denials));
}

static bool says_active(const char *value)
{
    static const char *const words[] = {"attiva ", "attivo ",    "attivat",
                                        "active ", "activated ", "creat"};

    return header_has_word(value, words, ARRAY_SIZE(words)) && !is_denied(value);
}

static bool says_done(const char *value)
{
    static const char *const words[] = {"positiv", "completat", "eseguit",
                                        "riuscit", "confermat", "rilasciat"};

    return is_yes(value) || (header_has_word(value, words, ARRAY_SIZE(words)) && !is_denied(value));
}

static bool says_ended(const char *value)
{
    static const char *const words[] = {"disattiv", "cess",      "chius",    "revocat", "scadut",
                                        "sospes",   "cancellat", "terminat", "dismess", "eliminat"};

    return header_has_word(value, words, ARRAY_SIZE(words)) && strncmp(value, "non ", 4) != 0 &&
           strncmp(value, "not ", 4) != 0;
}

static enum outcome judge_word(enum outcome_kind kind, const char *value)
{
    static const char *const to_come[] = {"attivare ", "attivazione ", "creare ",  "creazione ",
                                          "attesa ",   "lavorazione ", "richiest", "prenotat"};

    if (!*value)
        return OUTCOME_LACKING;
    if (says_active(value))
        return OUTCOME_ACTIVE;
    if (says_done(value))
        return kind == OUTCOME_STATE ? OUTCOME_ACTIVE : OUTCOME_DONE;
    if (says_ended(value))
        return OUTCOME_ENDED;
    return kind == OUTCOME_STATE && header_has_word(value, to_come, ARRAY_SIZE(to_come))
               ? OUTCOME_TO_COME
               : OUTCOME_REFUSED;
}

static enum outcome judge_renewal(const char *value)
{
    static const char *const words[] = {"rinnovat"};

    return (is_yes(value) || header_has_word(value, words, ARRAY_SIZE(words))) && !is_denied(value)
               ? OUTCOME_ACTIVE
               : OUTCOME_UNSAID;
}

/* A state of INI-PEC's, of a mailbox, or of its holder: a word on the holder alone is a matter of
   standing.h. */
static enum outcome judge_state(const char *value)
{
    static const char *const inipec[] = {"1", "2"};
    static const char *const to_come[] = {"attivare ", "attivazione "};

    if (strcmp(value, "3") == 0)
        return OUTCOME_ENDED;
    if (header_has_word(value, to_come, ARRAY_SIZE(to_come)))
        return OUTCOME_REFUSED;
    return header_is_one_of(value, inipec, ARRAY_SIZE(inipec)) || says_active(value)
               ? OUTCOME_PERHAPS
               : OUTCOME_UNSAID;
}

/* `Attivo`; not `Iscritto attivo`, nor `In attività`. */
static bool is_of_members(const struct roster *roster, size_t column)
{
    static const char *const words[] = {"iscritt", "attivit"};

    return header_column_has_word(roster, column, words, ARRAY_SIZE(words));
}

static bool has_day(const char *value)
{
    return value[strcspn(value, "123456789")] != '\0';
}

/* A day that is still to come has not ended it; nor has the end of all days, as databases have it. */
static bool has_passed(const struct roster_cell *cell, const char *value)
{
    static const char *const never[] = {"9999", "2999"};
    char day[DATE_SIZE], today[DATE_SIZE];

    date_today(today);
    return date_read(text_trim(cell->text), day) == 0
               ? strcmp(day, today) <= 0
               : !header_has_word(value, never, ARRAY_SIZE(never));
}

static enum outcome judge_end(const struct roster_cell *cell, const char *value)
{
    if (is_no(value))
        return OUTCOME_GOES_ON;
    if (is_yes(value) || says_ended(value))
        return OUTCOME_ENDED;
    if (!has_day(value))
        return OUTCOME_UNSAID;
    return has_passed(cell, value) ? OUTCOME_ENDED : OUTCOME_GOES_ON;
}

enum outcome outcome_of(const struct roster *roster, const struct roster_row *row, size_t column)
{
    enum outcome_kind kind = roster->outcome[column];
    enum standing_kind standing = roster->standing[column];
    const struct roster_cell *cell = &row->cells[column];
    enum outcome outcome = OUTCOME_UNSAID;
    struct buffer value = {0};

    if (kind == OUTCOME_NONE && ((standing != STANDING_STATE && standing != STANDING_ACTIVE) ||
                                 column == roster->column[ROSTER_NUMBER]))
        return OUTCOME_UNSAID;
    buffer_text(&value, "");
    header_simplify(roster, cell, &value);
    if (kind == OUTCOME_ANSWER || kind == OUTCOME_STATE)
        outcome = judge_word(kind, value.data);
    else if (kind == OUTCOME_DAY)
        outcome = has_day(value.data) ? OUTCOME_ACTIVATED : OUTCOME_LACKING;
    else if (kind == OUTCOME_END)
        outcome = judge_end(cell, value.data);
    else if (kind == OUTCOME_RENEWAL)
        outcome = judge_renewal(value.data);
    else if (standing == STANDING_STATE)
        outcome = judge_state(value.data);
    else if (is_yes(value.data) && !is_of_members(roster, column))
        outcome = OUTCOME_PERHAPS;
    buffer_free(&value);
    return outcome;
}
