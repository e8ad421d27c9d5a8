/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-state.h"

#include "intake/header.h"
#include "intake/outcome.h"
#include "intake/standing.h"
#include "speech/language.h"
#include "speech/text.h"

/* The column of a row that says it; how many there are where none does. */
static size_t find_denial(struct list *list, const struct roster_row *row)
{
    const struct roster *roster = &list->roster;
    size_t column = 0;

    if (standing_of_row(roster, row, &list->chunk.arena, &column) != STANDING_MEMBER)
        return column;
    for (column = 0; column < roster->header.n && column < row->n; column++)
        if (outcome_denies(roster, row, column))
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
