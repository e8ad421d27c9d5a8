/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey-holders.h"

#include "base/hash.h"
#include "runtime/memory.h"

#include <stdlib.h>

static uint64_t hash_of(const struct pecaddr_person *person)
{
    return hash_end(hash_caseless(HASH_BEGIN, person->holder.data, person->holder.size));
}

/* The number of a sigla; of one that is new, how many there are. */
static size_t sigla_number(const struct survey_holders *holders, struct pecaddr_text sigla)
{
    char first = ascii_lower(sigla.data[0]), second = ascii_lower(sigla.data[1]);
    size_t i = 0;

    while (i < holders->sigle_count &&
           (holders->sigle[i][0] != first || holders->sigle[i][1] != second))
        i++;
    return i;
}

/* A whole entry in 32 bits: 7 of the province, 1 of the section, 24 of the number. Provinces beyond
   the last that can be told apart are none, and no row of theirs has an address. */
static uint32_t entry_of(const struct survey_holders *holders, const struct pecaddr_person *person)
{
    size_t sigla = sigla_number(holders, person->province);

    return (uint32_t)(sigla < SURVEY_SIGLE_MAX ? sigla : SURVEY_SIGLE_MAX - 1) << 25 |
           (uint32_t)(person->section == 'B') << 24 | person->number;
}

static int is_whole(const struct pecaddr_person *person)
{
    return person->holder.size && person->province.size == 2 && person->section && person->number;
}

static void learn_sigla(struct survey_holders *holders, struct pecaddr_text sigla)
{
    size_t i = sigla_number(holders, sigla);

    if (i < holders->sigle_count || i == SURVEY_SIGLE_MAX)
        return;
    holders->sigle[i][0] = ascii_lower(sigla.data[0]);
    holders->sigle[i][1] = ascii_lower(sigla.data[1]);
    holders->sigle_count++;
}

void survey_holders_add(struct survey_holders *holders, const struct pecaddr_person *person,
                        size_t line)
{
    if (person->holder.size)
        holders->with++;
    else
        holders->without++;
    if (!is_whole(person))
        return;
    learn_sigla(holders, person->province);
    if (holders->n == holders->capacity) {
        holders->capacity = holders->capacity ? 2 * holders->capacity : 1024;
        holders->rows = memory_resize(holders->rows, holders->capacity * sizeof *holders->rows);
    }
    holders->rows[holders->n++] = (struct survey_holder){
        .holder = hash_of(person),
        .entry = entry_of(holders, person),
        .line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX,
    };
}

static void swap(struct survey_holder *a, struct survey_holder *b)
{
    struct survey_holder kept = *a;

    *a = *b;
    *b = kept;
}

/* By hash, one bit after the other: in place, since there is no room for a second copy. */
static void sort(struct survey_holder *rows, size_t n, unsigned bit)
{
    size_t low = 0, high = n;

    if (n < 2)
        return;
    while (low < high) {
        if (rows[low].holder >> bit & 1)
            swap(&rows[low], &rows[--high]);
        else
            low++;
    }
    if (bit) {
        sort(rows, low, bit - 1);
        sort(rows + low, n - low, bit - 1);
    }
}

void survey_holders_end(struct survey_holders *holders)
{
    struct survey_holder *rows = holders->rows;
    size_t kept = 0, end;

    sort(rows, holders->n, 63);
    for (size_t i = 0; i < holders->n; i = end) {
        int differ = 0;

        for (end = i; end < holders->n && rows[end].holder == rows[i].holder; end++)
            differ |= rows[end].entry != rows[i].entry;
        for (size_t k = i; k < end && differ; k++)
            rows[kept++] = rows[k];
    }
    holders->n = holders->capacity = kept;
    if (rows)
        holders->rows = memory_resize(rows, (kept + 1) * sizeof *rows);
}

size_t survey_holders_other(const struct survey_holders *holders,
                            const struct pecaddr_person *person)
{
    size_t low = 0, high = holders->n;
    uint64_t hash;
    uint32_t entry;

    if (!holders->n || !is_whole(person))
        return 0;
    hash = hash_of(person);
    entry = entry_of(holders, person);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (holders->rows[middle].holder < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < holders->n && holders->rows[low].holder == hash; low++)
        if (holders->rows[low].entry != entry)
            return holders->rows[low].line;
    return 0;
}

void survey_holders_free(struct survey_holders *holders)
{
    free(holders->rows);
    *holders = (struct survey_holders){0};
}
