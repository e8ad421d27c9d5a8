/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-addresses.h"

#include "runtime/exit-status.h"
#include "intake/header.h"
#include "command/known.h"
#include "member/row-addresses.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* An address of a row; `is_asking`: of somebody whom the registry does not refuse. */
struct found {
    size_t row, line, column;
    int is_asking;
    char address[PECADDR_ADDRESS_MAX + 1];
};

/* Each address of a row is put into the buffer. */
static void find(const struct roster *roster, const struct pecaddr_scheme *scheme,
                 const struct chunk *chunk, size_t row, struct arena *arena, struct buffer *found)
{
    struct found one = {.row = row, .line = chunk->rows[row].line};
    struct row_addresses addresses;

    row_addresses_begin(&addresses, roster, scheme, &chunk->rows[row], arena);
    while (row_addresses_next(&addresses)) {
        one.column = addresses.column;
        memcpy(one.address, addresses.address, sizeof one.address);
        buffer_append(found, &one, sizeof one);
    }
}

static void note_line(struct survey_addresses *addresses, size_t line)
{
    if (addresses->n && addresses->lines[addresses->n - 1] == line)
        return;
    if (addresses->n == addresses->capacity) {
        addresses->capacity = addresses->capacity ? 2 * addresses->capacity : 64;
        addresses->lines =
            memory_resize(addresses->lines, addresses->capacity * sizeof *addresses->lines);
    }
    addresses->lines[addresses->n++] = line;
}

/* One that is not the person's as far as the registry knows, and what that knows of it. Of what
   pecaddr wrote itself, what was released since is known, and nobody's. */
static void judge(struct survey_addresses *addresses, const struct roster *roster,
                  const struct found *found, int result, const struct pecaddr_reason *on_record)
{
    int is_own = found->column == roster->added[ADDED_PEC];

    if (result == PECADDR_OK && found->is_asking)
        note_line(addresses, found->line);
    if (result == PECADDR_OK || (is_own && on_record->state == PECADDR_STATE_RELEASED))
        return;
    if (addresses->unknown++ == 0) {
        addresses->is_in_result = is_own;
        addresses->line = found->line;
        addresses->column = found->column;
        memcpy(addresses->first, found->address, sizeof found->address);
    }
}

static int judge_all(struct survey_addresses *addresses, const struct roster *roster,
                     struct pecaddr_registry *registry, const struct found found[], size_t n)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    const char **texts = memory_new((n + 1) * sizeof *texts);
    int *results = memory_new((n + 1) * sizeof *results);
    struct pecaddr_reason *reasons = memory_new((n + 1) * sizeof *reasons);
    struct pecaddr_reason **pointers = memory_new((n + 1) * sizeof *pointers);
    int r;

    for (size_t i = 0; i < n; i++) {
        texts[i] = found[i].address;
        reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        pointers[i] = &reasons[i];
    }
    r = pecaddr_registry_look_up(registry, texts, n, results, pointers, &error);
    for (size_t i = 0; i < n && r == PECADDR_OK; i++)
        judge(addresses, roster, &found[i], results[i], &reasons[i]);
    free(pointers);
    free(reasons);
    free(results);
    free(texts);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* Keeps those that are not the person's of their row; 0, or a status with a message. */
static int keep_others(const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                       const struct member members[], struct found found[], size_t *n)
{
    const struct pecaddr_person **persons = memory_new(*n * sizeof *persons);
    struct known *known = memory_new(*n * sizeof *known);
    size_t asked = 0, at = 0, kept = 0;
    int status;

    for (size_t i = 0; i < *n; i++)
        if (!members[found[i].row].has_fault)
            persons[asked++] = &members[found[i].row].person;
    status = known_ask(registry, scheme, persons, asked, known);
    for (size_t i = 0; i < *n && status == 0; i++) {
        const struct known *person = members[found[i].row].has_fault ? NULL : &known[at++];

        if (person && strcmp(person->address, found[i].address) == 0)
            continue;
        found[kept] = found[i];
        found[kept++].is_asking = person && !person->is_refused;
    }
    *n = kept;
    free(known);
    free(persons);
    return status;
}

int survey_addresses_add(struct survey_addresses *addresses, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                         struct chunk *chunk, const struct member members[])
{
    struct buffer buffer = {0};
    struct found *found;
    size_t n;
    int status = 0;

    for (size_t i = 0; i < chunk->n; i++)
        find(roster, scheme, chunk, i, &chunk->arena, &buffer);
    found = (struct found *)(void *)buffer.data;
    n = buffer.size / sizeof *found;
    if (n)
        status = keep_others(scheme, registry, members, found, &n);
    if (n && status == 0)
        status = judge_all(addresses, roster, registry, found, n);
    buffer_free(&buffer);
    return status;
}

int survey_addresses_check(const struct survey_addresses *addresses, const struct roster *roster,
                           const struct pecaddr_scheme *scheme)
{
    struct buffer column = {0};

    if (!addresses->unknown)
        return 0;
    header_show(roster, addresses->column, &column);
    message(ngettext("%s: %zu address of %s stands in it that is not on record, %s on line %zu, "
                     "column %s; nobody was given an address",
                     "%s: %zu addresses of %s stand in it that are not on record, the first %s on "
                     "line %zu, column %s; nobody was given an address",
                     addresses->unknown),
            roster->input.name, addresses->unknown, pecaddr_scheme_domain(scheme), addresses->first,
            addresses->line, column.data);
    if (addresses->is_in_result)
        message("this is a result of assign: give the registry that it was made with by "
                "--registry; if that is lost, put a backup back with pecaddr registry restore, or "
                "bring them in, as reserved, with pecaddr registry import");
    else
        message(
            "if they are mailboxes that exist, bring them in first, with pecaddr registry import, "
            "from a copy of the file in which this column is called pec; delete them from the "
            "roster only if nobody has them");
    buffer_free(&column);
    return EXIT_USAGE;
}

static int compare_lines(const void *a, const void *b)
{
    size_t one = *(const size_t *)a, other = *(const size_t *)b;

    return (one > other) - (one < other);
}

int survey_addresses_are_others(const struct survey_addresses *addresses, size_t line)
{
    return addresses->n && bsearch(&line, addresses->lines, addresses->n, sizeof *addresses->lines,
                                   compare_lines) != NULL;
}

int survey_addresses_first(const struct roster *roster, const struct pecaddr_scheme *scheme,
                           const struct roster_row *row, const char *own, struct arena *arena,
                           char ret_address[PECADDR_ADDRESS_MAX + 1])
{
    struct row_addresses addresses;

    row_addresses_begin(&addresses, roster, scheme, row, arena);
    while (row_addresses_next(&addresses))
        if (strcmp(addresses.address, own) != 0) {
            memcpy(ret_address, addresses.address, sizeof addresses.address);
            return 1;
        }
    return 0;
}

void survey_addresses_free(struct survey_addresses *addresses)
{
    free(addresses->lines);
    *addresses = (struct survey_addresses){0};
}
