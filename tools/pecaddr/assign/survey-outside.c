/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-outside.h"

#include "command/known.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* A source may take long for each. */
enum { ASKED_MAX = 64 };

struct asked {
    size_t n;
    const struct survey_member *rows[ASKED_MAX];
    struct pecaddr_person persons[ASKED_MAX];
    const struct pecaddr_person *pointers[ASKED_MAX];
    struct known known[ASKED_MAX];
};

/* As even as the sample is. */
static void choose(const struct survey_record *record, struct asked *asked)
{
    size_t step = (record->n + ASKED_MAX - 1) / ASKED_MAX;

    for (size_t i = 0; i < record->n; i += step) {
        const struct survey_member *row = &record->sample[i];
        struct pecaddr_person *person = &asked->persons[asked->n];

        *person = (struct pecaddr_person)PECADDR_PERSON_INIT;
        person->given = text_of(row->given);
        person->surname = text_of(row->surname);
        person->province = text_of(row->province);
        person->holder = text_of(row->holder);
        person->section = row->section;
        person->number = row->number;
        asked->rows[asked->n] = row;
        asked->pointers[asked->n++] = person;
    }
}

/* Which of the addresses that are taken are on record: the others a source has. */
static int look_up(const struct asked *asked, struct pecaddr_registry *registry,
                   int results[ASKED_MAX])
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    const char *addresses[ASKED_MAX];
    int r;

    for (size_t i = 0; i < asked->n; i++)
        addresses[i] = asked->known[i].taken;
    r = pecaddr_registry_look_up(registry, addresses, asked->n, results, NULL, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* Nearly all, of at least so many. */
enum { FEW = 5, OF_TEN = 9 };

static int judge(const struct asked *asked, const struct roster *roster, const int results[])
{
    size_t strangers = 0, outside = 0, first = 0;

    for (size_t i = 0; i < asked->n; i++) {
        const struct known *known = &asked->known[i];

        if (known->is_refused || *known->address)
            continue;
        strangers++;
        if (!*known->taken || results[i] != PECADDR_NO_MATCH)
            continue;
        if (outside++ == 0)
            first = i;
    }
    if (outside < FEW || outside * 10 < strangers * OF_TEN)
        return 0;
    message(
        "%s: of %zu members who were looked at and are not on record, the address of %zu exists "
        "already, outside of the registry, the first %s (line %zu); nobody was given an address",
        roster->input.name, strangers, outside, asked->known[first].taken,
        asked->rows[first]->line);
    message(
        "if these are their own mailboxes, bring them in first, with pecaddr registry import; if "
        "the "
        "roster is of another Order, its own registry knows them; if all are of others of the same "
        "name, give --homonyms");
    return EXIT_USAGE;
}

int survey_outside_check(const struct survey_record *record, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry)
{
    struct asked *asked = memory_new(sizeof *asked);
    int results[ASKED_MAX];
    int status = 0;

    *asked = (struct asked){.n = 0};
    if (record->n >= FEW) {
        choose(record, asked);
        status = known_ask(registry, scheme, asked->pointers, asked->n, asked->known);
        if (status == 0)
            status = look_up(asked, registry, results);
        if (status == 0)
            status = judge(asked, roster, results);
    }
    free(asked);
    return status;
}
