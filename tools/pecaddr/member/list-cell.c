/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/list-cell.h"

#include "intake/header.h"
#include "speech/language.h"

void list_blame_cell(struct list *list, const struct roster_row *row, size_t column,
                     const char *what, const char *what_to_do, struct fault *fault)
{
    struct buffer name = {0}, cell = {0};

    header_show(&list->roster, column, &name);
    header_show_cell(&list->roster, &cell, &row->cells[column]);
    fault_set_what(fault, &list->chunk.arena, what, name.data, cell.data);
    fault->what_to_do = what_to_do;
    buffer_free(&name);
    buffer_free(&cell);
}
