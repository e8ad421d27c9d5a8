/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/outcome.h"

#include "base/array.h"
#include "intake/header.h"

#include <string.h>

enum outcome_kind outcome_kind_named(const char *name)
{
    static const char *const outcomes[] = {"esito",      "esito attivazione", "esito richiesta",
                                           "esito pec",  "stato casella",     "stato casella pec",
                                           "stato pec",  "stato richiesta",   "casella attiva",
                                           "pec attiva", "stato attivazione", "attivata",
                                           "attivato",   "attivazione",       "risultato"};
    static const char *const days[] = {"data attivazione", "data di attivazione",
                                       "attivata il",      "attivato il",
                                       "data creazione",   "data creazione casella"};

    if (header_is_one_of(name, outcomes, ARRAY_SIZE(outcomes)))
        return OUTCOME_WORD;
    return header_is_one_of(name, days, ARRAY_SIZE(days)) ? OUTCOME_DAY : OUTCOME_NONE;
}

/* `value` is simplified. */
static int is_done(const char *value)
{
    static const char *const yes[] = {"si", "s", "x", "1", "ok", "yes", "y", "true", "vero"};
    static const char *const words[] = {"attiva ",    "attivo ", "attivat",   "active ",
                                        "activated ", "creat",   "positiv",   "completat",
                                        "eseguit",    "riuscit", "confermat", "rilasciat"};
    static const char *const denials[] = {"non ", "not ", "da ",     "in ",    "no ",     "ko ",
                                          "err",  "mai ", "inattiv", "rifiut", "disattiv"};

    return header_is_one_of(value, yes, ARRAY_SIZE(yes)) ||
           (header_has_word(value, words, ARRAY_SIZE(words)) &&
            !header_has_word(value, denials, ARRAY_SIZE(denials)));
}

/* In a column of standing: what is about to be. */
static int is_to_be(const char *value)
{
    static const char *const words[] = {"attivare ", "attivazione "};

    return header_has_word(value, words, ARRAY_SIZE(words));
}

bool outcome_denies(const struct roster *roster, const struct roster_row *row, size_t column)
{
    enum outcome_kind kind = roster->outcome[column];
    struct buffer value = {0};
    bool is_denied;

    if (kind == OUTCOME_NONE && roster->standing[column] != STANDING_STATE)
        return false;
    buffer_text(&value, "");
    header_simplify(roster, &row->cells[column], &value);
    is_denied = kind == OUTCOME_WORD  ? !is_done(value.data)
                : kind == OUTCOME_DAY ? !value.data[strcspn(value.data, "123456789")]
                                      : is_to_be(value.data);
    buffer_free(&value);
    return is_denied;
}
