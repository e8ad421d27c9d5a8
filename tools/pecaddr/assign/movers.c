/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/movers.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "speech/language.h"
#include "speech/message.h"

#include <string.h>

/* A row, and the hash of the mailbox whose holder is on its entry. */
struct refused {
    uint64_t address;
    size_t line;
};

static uint64_t hash_address(const char *address)
{
    return hash_end(hash_caseless(HASH_BEGIN, address, strlen(address)));
}

void movers_refused(struct movers *movers, const struct pecaddr_person *person,
                    const struct pecaddr_reason *reason, size_t line)
{
    const struct refused refused = {hash_address(reason->address), line};

    if (*reason->address && reason->code == PECADDR_E_HOLDER && reason->number == person->number &&
        reason->section == ascii_upper(person->section))
        buffer_append(&movers->refused, &refused, sizeof refused);
}

void movers_moved(struct movers *movers, const char *address, size_t line)
{
    const struct refused *refused = (const struct refused *)(const void *)movers->refused.data;
    size_t n = movers->refused.size / sizeof *refused;
    uint64_t hash = n ? hash_address(address) : 0;

    for (size_t i = 0; i < n; i++) {
        if (refused[i].address != hash)
            continue;
        if (!movers->n++) {
            movers->first_line = refused[i].line;
            movers->first_other = line;
        }
    }
}

void movers_tell(const struct movers *movers)
{
    if (movers->n)
        remark(
            ngettext("%zu row, line %zu, is an error only because the holder of its register "
                     "entry stands further down in this roster, on line %zu, on another one: run "
                     "the command once more; nobody is to be recorded as having left",
                     "%zu rows, the first on line %zu, are errors only because the holders of "
                     "their register entries stand further down in this roster, the first on "
                     "line %zu, on others: run the command once more; nobody is to be recorded "
                     "as having left",
                     movers->n),
            movers->n, movers->first_line, movers->first_other);
}

void movers_free(struct movers *movers)
{
    buffer_free(&movers->refused);
}
