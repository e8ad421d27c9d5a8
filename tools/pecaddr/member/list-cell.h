/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_CELL_H
#define LIST_CELL_H

#include "member/list.h"

/* What a cell of a row makes wrong: names the column and the cell by a format of both. Made in the arena of
   the list. */
void list_blame_cell(struct list *list, const struct roster_row *row, size_t column,
                     const char *what, const char *what_to_do, struct fault *fault);

/* The same of two cells that contradict each other: names both by a format of four. */
void list_blame_cells(struct list *list, const struct roster_row *row, const size_t columns[2],
                      const char *what, const char *what_to_do, struct fault *fault);

#endif
