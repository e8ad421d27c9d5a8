/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/person-options.h"

#include "base/array.h"
#include "command/scheme-file.h"
#include "intake/entry.h"
#include "runtime/exit-status.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

struct member member_from_options(const struct person_options *options, struct arena *arena)
{
    const struct entry_text entry = {
        .province = text_trim(text_of(options->province)),
        .section = text_trim(text_of(options->section)),
        .number = text_trim(text_of(options->number)),
        .holder = text_trim(text_of(options->holder)),
    };

    return member_from_texts(text_of(options->given), text_of(options->surname), &entry, arena);
}

static int check_facts(const struct options *options, const struct person_options *person,
                       int asks_registry)
{
    const struct pecaddr_scheme *scheme = options->scheme;
    const struct {
        const char *name;
        const char *value;
        int is_needed;
    } facts[] = {
        {"given", person->given, 1},
        {"surname", person->surname, 1},
        {"province", person->province, asks_registry || scheme_uses(scheme, "{province}")},
        {"number", person->number, asks_registry || scheme_uses(scheme, "{number}")},
    };
    char section = 'A';
    uint32_t number;

    for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
        if (facts[i].is_needed && !facts[i].value)
            return options_fault(options, "--%s is missing", facts[i].name);
    if (person->section || (!asks_registry && !scheme_uses(scheme, "{section}")))
        return 0;
    /* The number may name the section: A 1234. */
    if (!person->number ||
        (entry_parse(text_of(person->number), &section, &number) == ENTRY_FINE && !section))
        return options_fault(options, "--section is missing");
    return 0;
}

int person_options_check(const struct options *options, struct person_options *person,
                         int asks_registry)
{
    options_from_environment(&person->province, "PECADDR_PROVINCE");
    options_province(&person->province);
    return check_facts(options, person, asks_registry);
}
