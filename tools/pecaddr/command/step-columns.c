/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-columns.h"

#include "base/array.h"
#include "intake/header.h"
#include "intake/outcome.h"
#include "intake/standing.h"
#include "runtime/memory.h"
#include "speech/date.h"
#include "speech/text.h"
#include "table/cell.h"

#include <stdlib.h>
#include <string.h>

size_t step_columns_of(const struct list *list, const struct roster_row *row)
{
    size_t n = list->roster.header.n;

    return row->n < n ? row->n : n;
}

/* `Data trasferimento`: in a roster, of who came or of who went; in a list of those who left, of these. */
static bool is_of_moves(const struct roster *roster, size_t column)
{
    static const char *const words[] = {"trasferit", "trasferim", "trasf "};
    static const char *const others[] = {"da ", "dal ", "provenienza ", "pec ", "casella "};
    struct buffer name = {0};
    bool is;

    buffer_text(&name, "");
    header_simplify(roster, &roster->header.cells[column], &name);
    is = roster->standing[column] == STANDING_NONE &&
         header_has_word(name.data, words, ARRAY_SIZE(words)) &&
         !header_has_word(name.data, others, ARRAY_SIZE(others));
    buffer_free(&name);
    return is;
}

static bool has_moved(const struct roster *roster, const struct roster_row *row, size_t column)
{
    static const char *const none[] = {"", "no", "n", "0", "00 00 0000", "0000 00 00"};
    struct buffer value = {0};
    bool has;

    buffer_text(&value, "");
    header_simplify(roster, &row->cells[column], &value);
    has = !header_is_one_of(value.data, none, ARRAY_SIZE(none)) && is_of_moves(roster, column);
    buffer_free(&value);
    return has;
}

bool step_columns_ends(const struct list *list, const struct roster_row *row, size_t column)
{
    enum outcome outcome = outcome_of(&list->roster, row, column);

    return outcome == OUTCOME_ENDED || outcome == OUTCOME_DONE || outcome == OUTCOME_TO_END;
}

/* Not where what was asked for was done, which may be that it was made. */
static bool says_end(const struct list *list, const struct roster_row *row, size_t column)
{
    enum outcome outcome = outcome_of(&list->roster, row, column);

    return outcome == OUTCOME_ENDED || outcome == OUTCOME_TO_END;
}

/* `Trasferito da`, `Ordine di provenienza`: whoever has something there came. */
static bool came_from_elsewhere(const struct roster *roster, const struct roster_row *row)
{
    static const char *const words[] = {"trasferit", "trasferim", "trasf ", "provenienza "};
    static const char *const origins[] = {"da ", "dal ", "provenienza "};
    static const char *const others[] = {"data ", "pec ", "casella "};

    for (size_t i = 0; i < row->n && i < roster->header.n; i++)
        if (header_column_has_word(roster, i, words, ARRAY_SIZE(words)) &&
            header_column_has_word(roster, i, origins, ARRAY_SIZE(origins)) &&
            !header_column_has_word(roster, i, others, ARRAY_SIZE(others)) &&
            text_trim(cell_meant(row->cells[i].text)).size)
            return true;
    return false;
}

bool step_columns_leaves(struct list *list, const struct roster_row *row, size_t column)
{
    return standing_leaves(&list->roster, row, column, &list->chunk.arena) ||
           (has_moved(&list->roster, row, column) && !came_from_elsewhere(&list->roster, row));
}

static bool is_any(const struct roster *roster)
{
    for (size_t i = 0; i < roster->header.n; i++)
        if (roster->standing[i] != STANDING_NONE || roster->outcome[i] != OUTCOME_NONE)
            return true;
    return false;
}

static void note(enum pecaddr_act act, struct step_columns *columns, struct list *list,
                 const struct list_entry *entry)
{
    size_t n = step_columns_of(list, entry->row);

    for (size_t i = 0; i < n; i++) {
        columns->has_left[i] =
            columns->has_left[i] ||
            (act == PECADDR_ACT_LEAVE
                 ? step_columns_leaves(list, entry->row, i)
                 : standing_leaves(&list->roster, entry->row, i, &list->chunk.arena));
        columns->has_ended[i] = columns->has_ended[i] || step_columns_ends(list, entry->row, i);
        columns->has_end = columns->has_end || says_end(list, entry->row, i);
    }
}

/* Whether a row says that its holder left, is suspended, or what is not known to be of a member. */
static bool may_be_gone(struct list *list, const struct list_entry *entry)
{
    size_t column = 0;

    if (entry->has_fault || entry->member.has_fault || list->form != LIST_ROWS)
        return true;
    for (size_t i = 0; i < step_columns_of(list, entry->row); i++)
        if (step_columns_leaves(list, entry->row, i))
            return true;
    return standing_of_row(&list->roster, entry->row, &list->chunk.arena, &column) !=
           STANDING_MEMBER;
}

static bool has_day(struct list *list, const struct list_entry *entry)
{
    char day[DATE_SIZE];

    return date_read(text_of(step_columns_day_left(list, entry)), day) == 0;
}

static void note_all(enum pecaddr_act act, struct step_columns *columns, struct list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct list_entry *entry = &list->entries[i];

        columns->has_gone =
            columns->has_gone || (act == PECADDR_ACT_LEAVE && may_be_gone(list, entry));
        if (entry->has_fault)
            continue;
        if (list->form == LIST_ROWS)
            note(act, columns, list, entry);
        columns->has_day = columns->has_day || (act == PECADDR_ACT_LEAVE && has_day(list, entry));
        columns->has_without =
            columns->has_without ||
            (act == PECADDR_ACT_LEAVE && list->form == LIST_ROWS && !*entry->address);
    }
}

int step_columns_find(enum pecaddr_act act, struct list *list, struct step_columns *ret_columns)
{
    size_t n = list->roster.header.n;
    int r;

    *ret_columns = (struct step_columns){.has_day = false};
    if (list->form == LIST_LINES || (act != PECADDR_ACT_LEAVE && act != PECADDR_ACT_RETIRE) ||
        (act == PECADDR_ACT_RETIRE && (list->form != LIST_ROWS || !is_any(&list->roster))))
        return 0;
    ret_columns->has_left = memory_new(n * sizeof *ret_columns->has_left);
    ret_columns->has_ended = memory_new(n * sizeof *ret_columns->has_ended);
    while ((r = list_read(list)) == 0 && list->n)
        note_all(act, ret_columns, list);
    return r ? r : list_rewind(list);
}

void step_columns_free(struct step_columns *columns)
{
    free(columns->has_left);
    free(columns->has_ended);
}

bool step_columns_is_of_leaving(const struct list *list, size_t column)
{
    static const char *const suspensions[] = {"sospen", "sospes", "suspend"};
    const struct roster *roster = &list->roster;

    return (roster->standing[column] == STANDING_EVENT ||
            roster->standing[column] == STANDING_LEAVING) &&
           !header_column_has_word(roster, column, suspensions, ARRAY_SIZE(suspensions)) &&
           column != roster->column[ROSTER_NUMBER];
}

/* `Data decesso`, `Cessato il`. */
static bool is_of_days(const struct roster *roster, size_t column)
{
    static const char *const words[] = {"data ", "date ", "giorno ", "il ", "dal "};

    return header_column_has_word(roster, column, words, ARRAY_SIZE(words));
}

/* Three digits or more, and nothing else: 4/13/26, 46000, 2026-03-05 00:00:00. */
static bool is_like_day(const struct roster *roster, const struct roster_cell *cell)
{
    struct buffer value = {0};
    size_t digits = 0;
    bool is;

    buffer_text(&value, "");
    header_simplify(roster, cell, &value);
    for (size_t i = 0; i < value.size; i++)
        digits += ascii_is_digit(value.data[i]);
    is = digits > 2 && strspn(value.data, "0123456789 ") == value.size;
    buffer_free(&value);
    return is;
}

/* A yes says that somebody left, and not when. */
static bool is_word(const struct roster *roster, const struct roster_cell *cell)
{
    static const char *const yes[] = {"si", "s", "x", "1", "true", "vero", "yes", "y"};
    struct buffer value = {0};
    bool is;

    buffer_text(&value, "");
    header_simplify(roster, cell, &value);
    is = header_is_one_of(value.data, yes, ARRAY_SIZE(yes));
    buffer_free(&value);
    return is;
}

static const char *day_in(struct list *list, const struct roster_row *row, size_t column)
{
    const struct roster *roster = &list->roster;
    const struct roster_cell *cell = &row->cells[column];
    struct pecaddr_text text = text_trim(cell_meant(cell->text));
    char *day = arena_new(&list->chunk.arena, DATE_SIZE);

    if (date_read(text, day) == 0)
        return day;
    return is_like_day(roster, cell) || (is_of_days(roster, column) && !is_word(roster, cell))
               ? arena_copy(&list->chunk.arena, text.data, text.size)
               : "";
}

const char *step_columns_day_left(struct list *list, const struct list_entry *entry)
{
    const char *day = *entry->left ? entry->left : entry->cancelled;
    size_t n = list->form == LIST_ROWS ? step_columns_of(list, entry->row) : 0;

    for (size_t i = 0; i < n && !*day; i++)
        if (step_columns_is_of_leaving(list, i) &&
            standing_leaves(&list->roster, entry->row, i, &list->chunk.arena))
            day = day_in(list, entry->row, i);
    return day;
}

bool step_columns_is_of_member(const struct step_columns *columns, struct list *list,
                               const struct list_entry *entry)
{
    struct arena *arena = &list->chunk.arena;
    size_t n = list->form == LIST_ROWS ? step_columns_of(list, entry->row) : 0, column = 0;

    if (!columns->has_day || *step_columns_day_left(list, entry) || entry->is_cancelled)
        return false;
    for (size_t i = 0; i < n; i++)
        if (step_columns_leaves(list, entry->row, i))
            return false;
    return n == 0 ||
           standing_of_row(&list->roster, entry->row, arena, &column) == STANDING_MEMBER ||
           standing_suspends(&list->roster, entry->row, column, arena);
}

size_t step_columns_renewed(const struct list *list)
{
    if (list->form == LIST_ROWS)
        for (size_t i = 0; i < list->roster.header.n; i++)
            if (list->roster.outcome[i] == OUTCOME_RENEWED)
                return i;
    return ROSTER_NO_COLUMN;
}

const char *step_columns_expiry(enum pecaddr_act act, struct list *list,
                                const struct list_entry *entry)
{
    struct arena *arena = &list->chunk.arena;
    size_t column = step_columns_renewed(list);
    struct pecaddr_text text;
    char *day;

    if (column == ROSTER_NO_COLUMN || column >= entry->row->n)
        return entry->expires;
    text = text_trim(cell_meant(entry->row->cells[column].text));
    if (!text.size && act != PECADDR_ACT_RENEW)
        return entry->expires;
    day = arena_new(arena, DATE_SIZE);
    return date_read(text, day) == 0 ? day : arena_copy(arena, text.data, text.size);
}
