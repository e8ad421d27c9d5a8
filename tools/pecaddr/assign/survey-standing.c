/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-standing.h"

#include "intake/header.h"
#include "speech/language.h"
#include "speech/message.h"

enum standing survey_standing_add(struct survey_standing *standing, const struct roster *roster,
                                  const struct roster_row *row, struct arena *arena)
{
    size_t column = 0;
    enum standing found = standing_of_row(roster, row, arena, &column);
    enum standing told = found == STANDING_LEFT ? STANDING_ENDED : found;

    if (standing->of[told].rows++ == 0) {
        standing->of[told].line = row->line;
        standing->of[told].column = column;
    }
    return found;
}

int survey_standing_says_any(const struct survey_standing *standing)
{
    return standing->of[STANDING_ENDED].rows || standing->of[STANDING_UNKNOWN].rows;
}

void survey_standing_tell(const struct survey_standing *standing, const struct roster *roster)
{
    size_t ended = standing->of[STANDING_ENDED].rows, unknown = standing->of[STANDING_UNKNOWN].rows;
    struct buffer column = {0};

    if (ended) {
        header_show(roster, standing->of[STANDING_ENDED].column, &column);
        remark(ngettext("%s: %zu row is of somebody who has left or is suspended, on line %zu by "
                        "column %s: no new address; whoever has one keeps it",
                        "%s: %zu rows are of people who have left or are suspended, the first on "
                        "line %zu by column %s: no new address; whoever has one keeps it",
                        ended),
               roster->input.name, ended, standing->of[STANDING_ENDED].line, column.data);
    }
    buffer_free(&column);
    if (unknown) {
        header_show(roster, standing->of[STANDING_UNKNOWN].column, &column);
        remark(ngettext("%s: of %zu row it is not known whether the person is a member, on line "
                        "%zu by column %s: no new address",
                        "%s: of %zu rows it is not known whether the person is a member, the "
                        "first on line %zu by column %s: no new address",
                        unknown),
               roster->input.name, unknown, standing->of[STANDING_UNKNOWN].line, column.data);
    }
    buffer_free(&column);
}
