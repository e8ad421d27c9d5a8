/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/column.h"

#include "speech/date.h"

const char *column_title(const struct column *column)
{
    return language_word(column_kind(column) == COLUMN_FLAG ? "flag" : "title", column->name);
}

const char *column_shown(const struct column *column, const char *cell)
{
    static const char *const flags[] = {N_("yes"), N_("no")};
    static char moment[MOMENT_SIZE], date[DATE_SIZE];

    (void)flags;
    if (!cell)
        return NULL;
    switch (column_kind(column)) {
    case COLUMN_WORD:
    case COLUMN_FLAG:
        return language_word(column->name, cell);
    case COLUMN_MOMENT:
        return date_show_moment(cell, moment) == 0 ? moment : cell;
    case COLUMN_DATE:
        return date_show(cell, date) == 0 ? date : cell;
    default:
        return cell;
    }
}

const char *column_in_result(const struct column *column)
{
    return result_is_for_programs() ? column->name : column_title(column);
}
