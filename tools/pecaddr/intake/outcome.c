/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/outcome.h"

#include "base/array.h"
#include "intake/header.h"
#include "speech/text.h"
#include "table/cell.h"

#include <string.h>

/* `Errore`, `Motivo rifiuto`, `Codice errore`; not `Rifiuti speciali`. */
static bool is_of_errors(const char *name)
{
    static const char *const alone[] = {"errore",    "errori",    "error",    "errors",
                                        "anomalia",  "anomalie",  "scarto",   "rifiuto",
                                        "scartata",  "scartato",  "respinta", "respinto",
                                        "rifiutata", "rifiutato", "motivo ko"};
    static const char *const heads[] = {
        "motivo ",      "motivi ", "motivazione ", "causa ",     "causale ", "codice ", "cod ",
        "descrizione ", "descr ",  "messaggio ",   "dettaglio ", "data ",    "numero "};
    static const char *const tails[] = {"errore ",        "errori ",   "rifiuto ",  "scarto ",
                                        "respingimento ", "anomalia ", "anomalie ", "ko "};

    return header_is_one_of(name, alone, ARRAY_SIZE(alone)) ||
           (header_has_word(name, heads, ARRAY_SIZE(heads)) &&
            header_has_word(name, tails, ARRAY_SIZE(tails)));
}

enum outcome_kind outcome_kind_named(const char *name)
{
    static const char *const answers[] = {
        "esito",           "esito richiesta",   "esito pec",        "stato richiesta",
        "risultato",       "esito lavorazione", "esito pratica",    "esito operazione",
        "stato pratica",   "stato lavorazione", "stato operazione", "esito conferma",
        "conferma",        "confermata",        "confermato",       "conferma attivazione",
        "conferma gestore"};
    static const char *const reports[] = {
        "descrizione esito", "descr esito",     "dettaglio esito",   "note esito",   "messaggio",
        "messaggi",          "messaggio esito", "messaggio gestore", "codice esito", "cod esito"};
    static const char *const remarks[] = {"motivo",           "motivazione", "note gestore",
                                          "note del gestore", "note pec",    "note casella"};
    static const char *const requests[] = {"operazione", "tipo operazione", "tipo di operazione",
                                           "richiesta",  "tipo richiesta",  "tipo di richiesta",
                                           "azione",     "movimento",       "tipo movimento"};
    static const char *const renewed[] = {"nuova scadenza",        "nuova scadenza pec",
                                          "nuova data scadenza",   "nuova data di scadenza",
                                          "scadenza nuova",        "scadenza rinnovo",
                                          "scadenza dopo rinnovo", "data scadenza rinnovo",
                                          "prossima scadenza",     "scadenza aggiornata"};
    static const char *const states[] = {"esito attivazione", "stato casella",  "stato casella pec",
                                         "stato pec",         "casella attiva", "pec attiva",
                                         "stato attivazione", "attivata",       "attivato",
                                         "attivazione"};
    static const char *const days[] = {
        "data attivazione",     "data di attivazione",     "attivata il", "attivato il",
        "data creazione",       "data creazione casella",  "attiva dal",  "attivo dal",
        "data attivazione pec", "data attivazione casella"};
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
    static const char *const renewals[] = {
        "rinnovo",   "stato rinnovo",      "esito rinnovo", "rinnovata",
        "rinnovato", "rinnovo effettuato", "rinnovo fatto", "stato del rinnovo"};

    if (header_is_one_of(name, answers, ARRAY_SIZE(answers)))
        return OUTCOME_ANSWER;
    if (header_is_one_of(name, states, ARRAY_SIZE(states)))
        return OUTCOME_STATE;
    if (header_is_one_of(name, days, ARRAY_SIZE(days)))
        return OUTCOME_DAY;
    if (header_is_one_of(name, renewals, ARRAY_SIZE(renewals)))
        return OUTCOME_RENEWAL;
    if (header_is_one_of(name, renewed, ARRAY_SIZE(renewed)))
        return OUTCOME_RENEWED;
    if (header_is_one_of(name, reports, ARRAY_SIZE(reports)))
        return OUTCOME_REPORT;
    if (header_is_one_of(name, remarks, ARRAY_SIZE(remarks)))
        return OUTCOME_REMARK;
    if (header_is_one_of(name, requests, ARRAY_SIZE(requests)))
        return OUTCOME_REQUEST;
    if (is_of_errors(name))
        return OUTCOME_ERROR;
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
    static const char *const denials[] = {
        "non ",    "not ",   "da ",      "in ",     "no ",   "ko ",    "err",    "mai ",
        "inattiv", "rifiut", "disattiv", "respint", "scart", "annull", "fallit", "negativ"};

    return header_has_word(value, denials, ARRAY_SIZE(denials));
}

static bool says_active(const char *value)
{
    static const char *const words[] = {"attiva ", "attivo ",    "attivat", "riattivat",
                                        "active ", "activated ", "creat"};

    return header_has_word(value, words, ARRAY_SIZE(words)) && !is_denied(value);
}

static bool says_done(const char *value)
{
    static const char *const words[] = {"positiv",   "completat", "eseguit", "riuscit", "confermat",
                                        "rilasciat", "success",   "evas",    "conclus", "ok "};

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
    if (says_active(value) || (kind == OUTCOME_STATE && says_done(value)))
        return says_ended(value) ? OUTCOME_UNCLEAR : OUTCOME_ACTIVE;
    if (says_done(value))
        return OUTCOME_DONE;
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

/* A number alone is a code, of which nobody knows what it says. */
static enum outcome judge_report(const char *value)
{
    return value[strspn(value, "0123456789 ")] ? judge_word(OUTCOME_ANSWER, value) : OUTCOME_UNSAID;
}

static enum outcome judge_error(const char *value)
{
    static const char *const none[] = {"ok",    "n d",   "nd",      "null",   "none",
                                       "false", "falso", "nessuno", "nessuna"};
    static const char *const denials[] = {"no ", "nessun ", "senza "};
    static const char *const errors[] = {"error", "anomal"};
    bool is_none = !value[strspn(value, "0 ")] || is_no(value) ||
                   header_is_one_of(value, none, ARRAY_SIZE(none));

    for (size_t i = 0; i < ARRAY_SIZE(denials) && !is_none; i++)
        is_none = strncmp(value, denials[i], strlen(denials[i])) == 0 &&
                  header_has_word(value, errors, ARRAY_SIZE(errors));
    return is_none ? OUTCOME_UNSAID : OUTCOME_REFUSED;
}

static enum outcome judge_remark(const char *value)
{
    static const char *const words[] = {"non valid", "rifiut",    "respint",    "scart",
                                        "errat",     "errore",    "mancant",    "manca ",
                                        "attesa ",   "fallit",    "annullat",   "incomplet",
                                        "ko ",       "non attiv", "da complet", "lavorazione "};

    return header_has_word(value, words, ARRAY_SIZE(words)) ? OUTCOME_REFUSED : OUTCOME_UNSAID;
}

static enum outcome judge_request(const char *value)
{
    static const char *const ends[] = {"disattiv", "cessa",  "chius",   "revoc",  "cancell",
                                       "dismiss",  "elimin", "disdett", "recess", "terminaz"};
    static const char *const renewals[] = {"rinnov"};
    static const char *const makes[] = {"attiv", "riattiv", "nuov", "creaz", "crea ", "rilasc"};

    if (header_has_word(value, ends, ARRAY_SIZE(ends)))
        return OUTCOME_TO_END;
    if (is_denied(value) || strncmp(value, "mancat", 6) == 0)
        return OUTCOME_UNSAID;
    if (header_has_word(value, renewals, ARRAY_SIZE(renewals)))
        return OUTCOME_ACTIVE;
    return header_has_word(value, makes, ARRAY_SIZE(makes)) ? OUTCOME_GOES_ON : OUTCOME_UNSAID;
}

/* A state of INI-PEC's, of a mailbox, or of its holder: a word on the holder alone is a matter of
   standing.h. */
static enum outcome judge_state(const char *value)
{
    static const char *const inipec[] = {"1", "2"};
    static const char *const to_come[] = {"attivare ", "attivazione "};

    if (strcmp(value, "3") == 0)
        return OUTCOME_ENDED;
    if (judge_renewal(value) == OUTCOME_ACTIVE && !is_yes(value))
        return OUTCOME_ACTIVE;
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

/* Whether a day is still to come. */
static bool is_to_come(const struct roster_cell *cell)
{
    char day[DATE_SIZE], today[DATE_SIZE];

    date_today(today);
    return date_read(text_trim(cell->text), day) == 0 && strcmp(day, today) > 0;
}

static enum outcome judge_day(const struct roster_cell *cell, const char *value)
{
    if (!has_day(value))
        return OUTCOME_LACKING;
    if (says_ended(value))
        return OUTCOME_UNCLEAR;
    return is_to_come(cell) ? OUTCOME_TO_COME : OUTCOME_ACTIVATED;
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

/* A column of standing may be of the mailbox. */
static enum outcome judge_standing(const struct roster *roster, size_t column, const char *value)
{
    if (roster->standing[column] == STANDING_STATE)
        return judge_state(value);
    return is_yes(value) && !is_of_members(roster, column) ? OUTCOME_PERHAPS : OUTCOME_UNSAID;
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
    switch (kind) {
    case OUTCOME_ANSWER:
    case OUTCOME_STATE:
        outcome = judge_word(kind, value.data);
        break;
    case OUTCOME_REPORT:
        outcome = judge_report(value.data);
        break;
    case OUTCOME_ERROR:
        outcome = judge_error(value.data);
        break;
    case OUTCOME_REMARK:
        outcome = judge_remark(value.data);
        break;
    case OUTCOME_REQUEST:
        outcome = judge_request(value.data);
        break;
    case OUTCOME_DAY:
        outcome = judge_day(cell, value.data);
        break;
    case OUTCOME_END:
        outcome = judge_end(cell, value.data);
        break;
    case OUTCOME_RENEWAL:
        outcome = judge_renewal(value.data);
        break;
    case OUTCOME_RENEWED:
        outcome = is_to_come(cell) ? OUTCOME_ACTIVE : OUTCOME_UNSAID;
        break;
    case OUTCOME_NONE:
        outcome = judge_standing(roster, column, value.data);
        break;
    }
    buffer_free(&value);
    return outcome;
}

/* 2026-03-05 00:00:00, 5/3/2026 10:33. */
static struct pecaddr_text without_hour(struct pecaddr_text text)
{
    size_t n = 0;

    while (n < text.size && text.data[n] != ' ' && text.data[n] != 'T')
        n++;
    return (struct pecaddr_text){text.data, n};
}

int outcome_day(const struct roster *roster, const struct roster_row *row, char ret_day[DATE_SIZE])
{
    char day[DATE_SIZE];
    int r = -1;

    for (size_t i = 0; i < row->n && i < roster->header.n; i++) {
        struct pecaddr_text text = text_trim(cell_meant(row->cells[i].text));

        if (roster->outcome[i] != OUTCOME_DAY || date_read_earliest(without_hour(text), day) != 0 ||
            (r == 0 && strcmp(day, ret_day) <= 0))
            continue;
        memcpy(ret_day, day, sizeof day);
        r = 0;
    }
    return r;
}
