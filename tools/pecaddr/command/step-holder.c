/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-holder.h"

#include "command/step-list.h"
#include "speech/text.h"

#include <string.h>

void step_holder_find(const struct step_command *step, const char *address,
                      struct pecaddr_reason *ret_known)
{
    struct pecaddr_reason known = PECADDR_REASON_INIT, *reasons[] = {&known};
    int result;

    *ret_known = known;
    if (pecaddr_registry_look_up(step->command.registry, &address, 1, &result, reasons, NULL) ==
        PECADDR_OK)
        *ret_known = known;
}

static struct pecaddr_person person_of(const struct pecaddr_reason *known)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = text_of(known->given);
    person.surname = text_of(known->surname);
    person.holder = text_of(known->holder);
    person.province = text_of(known->province);
    person.section = known->section;
    person.number = known->number;
    return person;
}

/* Whether a corrected name has neither the given names nor the surname of the one before. */
static bool is_another_name(const struct step_command *step, const struct pecaddr_reason *known)
{
    const struct pecaddr_scheme *scheme = step->command.options.scheme;
    struct pecaddr_folded before = PECADDR_FOLDED_INIT, now = PECADDR_FOLDED_INIT;
    struct pecaddr_person person = person_of(known);

    if (!step->given || !step->surname ||
        pecaddr_fold(scheme, &person, &before, NULL) != PECADDR_OK)
        return false;
    person.given = text_of(step->given);
    person.surname = text_of(step->surname);
    return pecaddr_fold(scheme, &person, &now, NULL) == PECADDR_OK &&
           strcmp(before.surname, now.surname) != 0 &&
           (before.first_size != now.first_size ||
            memcmp(before.given, now.given, now.first_size) != 0);
}

void step_holder_tell(const struct step_command *step, const char *address,
                      const struct pecaddr_reason *known)
{
    const struct pecaddr_person person = person_of(known);
    struct buffer words = {0};

    step_describe_person(&words, &person);
    if (step->dry_run && words.size)
        remark("%s: it would be done to the mailbox of %s; a dry run: nothing was put on record",
               address, words.data);
    else if (step->dry_run)
        remark("%s: it would be done; a dry run: nothing was put on record", address);
    else if (words.size)
        remark("%s: it was done to the mailbox of %s", address, words.data);
    if (is_another_name(step, known))
        remark_review("%s: neither the given names nor the surname are those on record (%s); if "
                      "it is another person, this is the wrong address: correct the name back",
                      address, words.data);
    buffer_free(&words);
}
