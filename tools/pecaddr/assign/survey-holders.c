/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-holders.h"

#include "command/many.h"
#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

/* Every second one stays. */
static void thin(struct survey_holders *holders)
{
    holders->n /= 2;
    for (size_t i = 0; i < holders->n; i++)
        holders->sample[i] = holders->sample[2 * i];
    holders->thinning.times++;
}

void survey_holders_add(struct survey_holders *holders, const struct pecaddr_scheme *scheme,
                        const struct member *member, size_t line)
{
    const uint32_t has_more = PECADDR_MISMATCH_GIVEN | PECADDR_MISMATCH_FIRST_FITS;
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    int r;

    if (member->has_fault || !member->person.holder.size || !thinning_takes(&holders->thinning))
        return;
    r = pecaddr_holder_compare(scheme, &member->person, &comparison, NULL);
    if (r != PECADDR_OK && r != PECADDR_NO_MATCH)
        return;
    if (holders->n == SAMPLE_MAX)
        thin(holders);
    holders->sample[holders->n++] = (struct survey_holder){
        .line = line,
        .contradicts = r == PECADDR_NO_MATCH && comparison.mismatch != has_more,
    };
}

int survey_holders_check(const struct survey_holders *holders, const struct roster *roster)
{
    struct buffer column = {0};
    size_t others = 0, first = 0;

    for (size_t i = holders->n; i-- > 0;)
        if (holders->sample[i].contradicts) {
            others++;
            first = holders->sample[i].line;
        }
    /* Some few are wrong, or of a name that was changed. */
    if (!are_many(others, holders->n))
        return 0;
    header_show(roster, roster->column[ROSTER_HOLDER], &column);
    message(
        "%s: of %zu codici fiscali that were looked at, %zu are not of the name beside them, the "
        "first on line %zu (column %s); nobody was given an address",
        roster->input.name, holders->n, others, first, column.data);
    message(
        "if that column was sorted by itself, or shifted, make the roster again; if each of them "
        "is right, give --accept CF_MISMATCH, by this name");
    buffer_free(&column);
    return EXIT_USAGE;
}
