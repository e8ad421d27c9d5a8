/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-numbers.h"

#include "base/ascii.h"
#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* Every second one stays. */
static void thin(struct survey_numbers *numbers)
{
    numbers->n /= 2;
    for (size_t i = 0; i < numbers->n; i++)
        numbers->sample[i] = numbers->sample[2 * i];
    numbers->thinning.times++;
}

void survey_numbers_add(struct survey_numbers *numbers, const struct member *member, size_t line)
{
    const struct pecaddr_person *person = &member->person;
    struct survey_number one = {.line = line, .section = person->section, .number = person->number};

    if (member->has_fault || person->province.size != 2 || !person->section || !person->number ||
        pecaddr_holder_check(person->holder, one.holder, sizeof one.holder, NULL) != PECADDR_OK)
        return;
    for (size_t i = 0; i < 2; i++)
        one.province[i] = ascii_upper(person->province.data[i]);
    if (!thinning_takes(&numbers->thinning))
        return;
    if (numbers->n == SAMPLE_MAX)
        thin(numbers);
    numbers->sample[numbers->n++] = one;
}

/* What is on record of those in the sample. */
struct comparison {
    const char *domain;
    const struct survey_number *row;
    size_t same, other;
    const struct survey_number *first; /* of those with another, and which */
    char section;
    uint32_t number;
};

/* Whoever has left, or is of another Order, may well have another; what is not on record is none. */
static int compare(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct comparison *comparison = user;
    const struct survey_number *row = comparison->row;
    const char *at = strchr(mailbox->address, '@');

    if (!at || strcmp(at + 1, comparison->domain) != 0 || *mailbox->left ||
        mailbox->state == PECADDR_STATE_RETIRED || strcmp(mailbox->province, row->province) != 0 ||
        !mailbox->section || !mailbox->number)
        return 0;
    if (mailbox->section == row->section && mailbox->number == row->number) {
        comparison->same++;
    } else if (comparison->other++ == 0) {
        comparison->first = row;
        comparison->section = mailbox->section;
        comparison->number = mailbox->number;
    }
    return 0;
}

static int look_up(const struct survey_numbers *numbers, struct pecaddr_registry *registry,
                   struct comparison *comparison)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    int r = PECADDR_OK;

    for (size_t i = 0; i < numbers->n && r == PECADDR_OK; i++) {
        comparison->row = &numbers->sample[i];
        search.holder = numbers->sample[i].holder;
        r = pecaddr_registry_find(registry, &search, compare, comparison, &error);
    }
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* Some few change their section, or had a wrong number, in a month. */
enum { FEW = 5, PART = 10 };

int survey_numbers_check(const struct survey_numbers *numbers, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry)
{
    struct comparison found = {.domain = pecaddr_scheme_domain(scheme)};
    const struct survey_number *first;
    struct buffer column = {0};
    int status = look_up(numbers, registry, &found);

    if (status || found.other < FEW || found.other * PART < found.same + found.other)
        return status;
    first = found.first;
    header_show(roster, roster->column[ROSTER_NUMBER], &column);
    message(
        "%s: of %zu members on record who were looked at, %zu stand in it with another number, "
        "the first on line %zu with %c %u, on record with %c %u (column %s); nobody was given an "
        "address",
        roster->input.name, found.same + found.other, found.other, first->line, first->section,
        (unsigned)first->number, found.section, (unsigned)found.number, column.data);
    message("if that column was sorted by itself, or shifted, make the roster again; if the "
            "register was renumbered, or the numbers on record are wrong, give --renumbered");
    buffer_free(&column);
    return EXIT_USAGE;
}
