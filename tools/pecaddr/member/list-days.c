/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/list-days.h"

#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/text.h"
#include "table/cell.h"

#include <string.h>

static bool is_read(const struct roster *roster, size_t column, enum list_days days)
{
    const bool is_expiry = column == roster->column[ROSTER_EXPIRES];
    const bool is_leaving =
        column == roster->column[ROSTER_LEFT] || column == roster->column[ROSTER_CANCELLED];

    const bool is_activation = roster->outcome[column] == OUTCOME_DAY;
    const bool is_of_mailbox = is_expiry || roster->outcome[column] == OUTCOME_END ||
                               roster->outcome[column] == OUTCOME_RENEWED;

    switch (days) {
    case LIST_DAYS_OF_RECORD:
        return is_activation || is_expiry || is_leaving;
    case LIST_DAYS_OF_ACTIVATION:
        return is_activation || is_of_mailbox;
    case LIST_DAYS_OF_MAILBOX:
        return is_of_mailbox;
    case LIST_DAYS_OF_LEAVING:
        return is_leaving || roster->standing[column] == STANDING_EVENT ||
               roster->standing[column] == STANDING_LEAVING;
    }
    return false;
}

/* One or two digits: how many; 0 where there are none, or more. */
static size_t read_part(struct pecaddr_text text, size_t at, unsigned *ret_part)
{
    size_t n = 0;

    for (*ret_part = 0; at + n < text.size && n < 3 && ascii_is_digit(text.data[at + n]); n++)
        *ret_part = 10 * *ret_part + (unsigned)(text.data[at + n] - '0');
    return n < 3 ? n : 0;
}

/* The first two parts of a day, as 10 and 25 of 10/25/2026. */
static bool read_parts(const struct roster_cell *cell, unsigned parts[2])
{
    struct pecaddr_text text = text_trim(cell_meant(cell->text));
    size_t n = read_part(text, 0, &parts[0]), m;

    if (!n || n >= text.size || !strchr("/.-", text.data[n]) || !text.data[n])
        return false;
    m = read_part(text, n + 1, &parts[1]);
    return m && n + 1 + m + 1 < text.size && text.data[n + 1 + m] == text.data[n] &&
           ascii_is_digit(text.data[n + 1 + m + 1]);
}

static void note(struct list *list, const struct roster_row *row, enum list_days days)
{
    const struct roster *roster = &list->roster;

    for (size_t i = 0; i < row->n && i < roster->header.n; i++) {
        unsigned parts[2];

        if (!list->american[i] && is_read(roster, i, days) && read_parts(&row->cells[i], parts) &&
            parts[0] >= 1 && parts[0] <= 12 && parts[1] > 12 && parts[1] <= 31)
            list->american[i] = row->cells[i].line;
    }
}

static bool is_any(const struct roster *roster, enum list_days days)
{
    for (size_t i = 0; i < roster->header.n; i++)
        if (is_read(roster, i, days))
            return true;
    return false;
}

int list_find_days(struct list *list, enum list_days days)
{
    struct roster *roster = &list->roster;
    struct arena arena = {0};
    struct roster_row row;
    int r;

    if (list->form != LIST_ROWS || !is_any(roster, days))
        return 0;
    list->american = arena_new(&roster->header_arena, roster->header.n * sizeof *list->american);
    memset(list->american, 0, roster->header.n * sizeof *list->american);
    while ((r = roster_next(roster, &arena, &row)) > 0) {
        if (row.fault == ROW_GOOD)
            note(list, &row, days);
        arena_clear(&arena);
    }
    arena_free(&arena);
    if (r < 0)
        return EXIT_UNAVAILABLE;
    return (r = roster_check_unchanged(roster)) ? r : list_rewind(list);
}

static void describe(struct list *list, const struct roster_cell *cell, size_t column,
                     struct fault *fault)
{
    struct buffer name = {0}, text = {0};

    header_show(&list->roster, column, &name);
    header_show_cell(&list->roster, &text, cell);
    fault_set_what(fault, &list->chunk.arena,
                   N_("column %s says %s, and has days in American order, month first, as on line "
                      "%zu: nobody knows which day this is"),
                   name.data, text.data, list->american[column]);
    fault->what_to_do = N_("write the days of that column with the day first, such as 31/12/2030, "
                           "or like 2030-12-31");
    buffer_free(&name);
    buffer_free(&text);
}

bool list_has_doubtful_day(struct list *list, const struct list_entry *entry,
                           struct fault *ret_fault)
{
    const struct roster_row *row = entry->row;

    for (size_t i = 0; list->american && i < row->n && i < list->roster.header.n; i++) {
        unsigned parts[2];

        if (!list->american[i] || !read_parts(&row->cells[i], parts))
            continue;
        describe(list, &row->cells[i], i, ret_fault);
        return true;
    }
    return false;
}
