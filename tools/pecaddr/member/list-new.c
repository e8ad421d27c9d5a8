/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/list-new.h"

#include "base/ascii.h"
#include "intake/header.h"
#include "speech/text.h"

#include <string.h>

/* The column nuovo, though others that pecaddr added with it were deleted. */
void list_find_new(struct list *list)
{
    const struct roster *roster = &list->roster;
    struct buffer name = {0};

    list->new_column = list->form == LIST_ROWS ? roster->added[ADDED_NEW] : ROSTER_NO_COLUMN;
    if (list->form == LIST_ROWS && list->new_column == ROSTER_NO_COLUMN)
        for (size_t i = 0; i < roster->header.n; i++) {
            header_simplify(roster, &roster->header.cells[i], &name);
            if (name.data && strcmp(name.data, header_added[ADDED_NEW]) == 0)
                list->new_column = i;
        }
    buffer_free(&name);
}

/* Whether the header has a name, in either language. */
static bool has_column(const struct roster *roster, const char *const names[2])
{
    struct buffer name = {0};
    bool has = false;

    for (size_t i = 0; i < roster->header.n && !has; i++) {
        buffer_text(&name, "");
        header_simplify(roster, &roster->header.cells[i], &name);
        has = header_is_one_of(name.data, names, 2);
    }
    buffer_free(&name);
    return has;
}

bool list_is_of_assign(const struct list *list)
{
    const char *const beside[] = {header_added[ADDED_LEVEL], header_added[ADDED_PROPOSAL]};

    return list->new_column != ROSTER_NO_COLUMN && has_column(&list->roster, beside);
}

/* Nobody else has both moments beside a mailbox. */
void list_find_record(struct list *list)
{
    static const char *const created[] = {"created", "creato"}, *const updated[] = {"updated",
                                                                                    "modificato"};

    list->is_record = list->form == LIST_ROWS && has_column(&list->roster, created) &&
                      has_column(&list->roster, updated);
}

/* As it is written in either language; an accent is a byte or two, as the file is encoded. */
enum list_new list_new_of(const struct list *list, const struct roster_row *row)
{
    size_t column = list->new_column;
    struct pecaddr_text text;

    if (column == ROSTER_NO_COLUMN)
        return LIST_NEW_UNSAID;
    text = column < row->n ? text_trim(row->cells[column].text) : (struct pecaddr_text){0};
    if (text_equal(text, "no"))
        return LIST_NEW_NO;
    if (text_equal(text, "yes") || text_equal(text, "si") ||
        (text.size > 1 && text.size < 4 && ascii_lower(text.data[0]) == 's' &&
         (unsigned char)text.data[1] > 0x7F))
        return LIST_NEW_YES;
    return LIST_NEW_OTHER;
}
