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

void list_blame_cells(struct list *list, const struct roster_row *row, const size_t columns[2],
                      const char *what, const char *what_to_do, struct fault *fault)
{
    struct buffer names[2] = {0}, cells[2] = {0};

    for (size_t i = 0; i < 2; i++) {
        header_show(&list->roster, columns[i], &names[i]);
        header_show_cell(&list->roster, &cells[i], &row->cells[columns[i]]);
    }
    fault_set_what(fault, &list->chunk.arena, what, names[0].data, cells[0].data, names[1].data,
                   cells[1].data);
    fault->what_to_do = what_to_do;
    for (size_t i = 0; i < 2; i++) {
        buffer_free(&names[i]);
        buffer_free(&cells[i]);
    }
}
