/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-state.h"

#include "base/array.h"
#include "intake/header.h"
#include "intake/standing.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

/* A column that says what has become of a mailbox; an empty cell says that nothing has. */
static int is_of_outcome(const char *name)
{
    static const char *const names[] = {"esito",      "esito attivazione", "esito richiesta",
                                        "esito pec",  "stato casella",     "stato casella pec",
                                        "stato pec",  "stato richiesta",   "casella attiva",
                                        "pec attiva", "stato attivazione", "attivata",
                                        "attivato",   "attivazione",       "risultato"};

    return header_is_one_of(name, names, ARRAY_SIZE(names));
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

/* A day on which it was activated, where there is one. */
static int is_day(const char *name)
{
    static const char *const names[] = {"data attivazione", "data di attivazione",
                                        "attivata il",      "attivato il",
                                        "data creazione",   "data creazione casella"};

    return header_is_one_of(name, names, ARRAY_SIZE(names));
}

static int denies(const struct roster *roster, const struct roster_row *row, size_t column)
{
    struct buffer name = {0}, value = {0};
    int is_denied = 0;

    buffer_text(&name, "");
    buffer_text(&value, "");
    header_simplify(roster, &roster->header.cells[column], &name);
    header_simplify(roster, &row->cells[column], &value);
    if (is_of_outcome(name.data))
        is_denied = !is_done(value.data);
    else if (is_day(name.data))
        is_denied = !value.data[strcspn(value.data, "123456789")];
    else if (roster->standing[column] == STANDING_STATE)
        is_denied = is_to_be(value.data);
    buffer_free(&name);
    buffer_free(&value);
    return is_denied;
}

/* The column of a row that says it; how many there are where none does. */
static size_t find_denial(struct list *list, const struct roster_row *row)
{
    const struct roster *roster = &list->roster;
    size_t column = 0;

    if (standing_of_row(roster, row, &list->chunk.arena, &column) != STANDING_MEMBER)
        return column;
    for (column = 0; column < roster->header.n && column < row->n; column++)
        if (denies(roster, row, column))
            return column;
    return roster->header.n;
}

static void describe(struct list *list, const struct roster_row *row, size_t column,
                     struct fault *fault)
{
    struct buffer name = {0}, cell = {0};

    header_show(&list->roster, column, &name);
    header_show_cell(&list->roster, &cell, &row->cells[column]);
    fault_set_what(fault, &list->chunk.arena,
                   N_("column %s says %s: perhaps the mailbox is not active, or its holder is no "
                      "member any more"),
                   name.data, cell.data);
    fault->what_to_do = N_("check it; if the mailbox is active, correct that cell or delete the "
                           "column; else leave the row out");
    buffer_free(&name);
    buffer_free(&cell);
}

int step_state_denies(struct list *list, const struct list_entry *entry, struct fault *ret_fault)
{
    size_t column;

    *ret_fault = (struct fault){.code = pecaddr_status_name(PECADDR_E_STATE),
                                .field = PECADDR_FIELD_ADDRESS,
                                .text = text_of(entry->address)};
    if (list->form == LIST_INIPEC) {
        ret_fault->what = N_("by its row this mailbox has ceased");
        ret_fault->what_to_do = N_("leave the row out, or see whether it is the right file");
        return entry->is_cancelled;
    }
    if (list->form != LIST_ROWS ||
        (column = find_denial(list, entry->row)) == list->roster.header.n)
        return 0;
    describe(list, entry->row, column, ret_fault);
    return 1;
}
