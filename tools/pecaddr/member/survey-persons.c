/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/survey-persons.h"

#include "base/hash.h"
#include "runtime/memory.h"
#include "speech/text.h"

#include <stdlib.h>

/* The words of a row. */

#define FURTHER_BITS 4
#define FURTHER_MASK ((UINT64_C(1) << FURTHER_BITS) - 1)
#define NAME_BITS    12
#define NAME_MASK    ((UINT64_C(1) << NAME_BITS) - 1)
#define SHORT_BITS   22
#define SHORT_MASK   ((UINT64_C(1) << SHORT_BITS) - 1)
#define LINE_BITS    27
#define LAST_LINE    ((UINT64_C(1) << LINE_BITS) - 1)
#define LEFT_BIT     (UINT64_C(1) << 31)
#define ENTRY_SHIFT  32

/* By which word and from which bit on rows are sorted. */
enum word { BY_HOLDER, BY_ENTRY };
#define TOP_BIT      63
#define TOP_LINE_BIT (ENTRY_SHIFT - 2)

static uint64_t holder_of(const struct survey_person *row)
{
    return row->words[BY_HOLDER] >> NAME_BITS;
}

static uint64_t entry_of(const struct survey_person *row)
{
    return row->words[BY_ENTRY] >> ENTRY_SHIFT;
}

/* Whoever has left stands on no entry any more. */
static uint64_t live_entry_of(const struct survey_person *row)
{
    return row->words[BY_ENTRY] & LEFT_BIT ? 0 : entry_of(row);
}

static uint64_t name_of(const struct survey_person *row)
{
    return row->words[BY_HOLDER] & NAME_MASK;
}

static uint64_t further_name_of(const struct survey_person *row)
{
    return row->words[BY_ENTRY] & FURTHER_MASK;
}

static uint64_t line_of(const struct survey_person *row)
{
    return row->words[BY_ENTRY] >> FURTHER_BITS & LAST_LINE;
}

/* Lines beyond the last that can be told apart are one. */
static uint64_t shorten_line(size_t line)
{
    return line < LAST_LINE ? line : LAST_LINE;
}

/* What stands before the last bits of the codice fiscale when its rows were compared: of two on one entry
   they suffice. */

static uint64_t short_holder_of(const struct survey_person *row)
{
    return holder_of(row) & SHORT_MASK;
}

static void mark(struct survey_person *row, enum survey_contradiction what,
                 const struct survey_person *other)
{
    uint64_t said = (uint64_t)what << LINE_BITS | (other ? line_of(other) : 0);

    row->words[BY_HOLDER] = (said << SHORT_BITS | short_holder_of(row)) << NAME_BITS |
                            (row->words[BY_HOLDER] & NAME_MASK);
}

static enum survey_contradiction mark_of(const struct survey_person *row)
{
    return (enum survey_contradiction)(holder_of(row) >> (SHORT_BITS + LINE_BITS));
}

static uint64_t marked_line_of(const struct survey_person *row)
{
    return holder_of(row) >> SHORT_BITS & LAST_LINE;
}

/* A person's words. */

static uint64_t hash_holder(const struct pecaddr_person *person)
{
    uint64_t hash;

    if (!person->holder.size)
        return 0;
    hash =
        hash_end(hash_caseless(HASH_BEGIN, person->holder.data, person->holder.size)) >> NAME_BITS;
    return hash & SHORT_MASK ? hash : hash | 1;
}

/* How a name is told from others; 0: it is not known. */
struct name_hashes {
    uint64_t name;    /* surname and first given name */
    uint64_t further; /* what comes after the first given name */
};

/* So many letters of further given names tell those that do not agree from one that has more of them. */
#define FURTHER_LETTERS 3

static uint64_t cut_hash(uint64_t hash, unsigned bits)
{
    uint64_t cut = hash_end(hash) >> (64 - bits);

    return cut ? cut : 1;
}

/* Names that agree have the same, as the scheme folds them; what it cannot fold agrees with the same text
   alone. SPEC §5. */
static struct name_hashes hash_name(const struct pecaddr_scheme *scheme,
                                    const struct pecaddr_person *person)
{
    struct pecaddr_person named = PECADDR_PERSON_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct name_hashes hashes = {0};
    uint64_t hash;

    named.given = text_trim(person->given);
    named.surname = text_trim(person->surname);
    if (!named.given.size || !named.surname.size)
        return hashes;
    if (pecaddr_fold(scheme, &named, &folded, NULL) == PECADDR_OK) {
        named.given = (struct pecaddr_text){folded.given, folded.first_size};
        named.surname = (struct pecaddr_text){folded.surname, folded.surname_size};
        if (folded.given_size >= folded.first_size + FURTHER_LETTERS)
            hashes.further =
                cut_hash(hash_bytes(HASH_BEGIN, folded.given + folded.first_size, FURTHER_LETTERS),
                         FURTHER_BITS);
    }
    hash = hash_bytes(HASH_BEGIN, named.surname.data, named.surname.size);
    hash = hash_bytes(hash_byte(hash, ' '), named.given.data, named.given.size);
    hashes.name = cut_hash(hash, NAME_BITS);
    return hashes;
}

/* The number of a sigla; of one that is new, how many there are. */
static size_t sigla_number(const struct survey_persons *persons, struct pecaddr_text sigla)
{
    char first = ascii_lower(sigla.data[0]), second = ascii_lower(sigla.data[1]);
    size_t i = 0;

    while (i < persons->sigle_count &&
           (persons->sigle[i][0] != first || persons->sigle[i][1] != second))
        i++;
    return i;
}

static size_t learn_sigla(struct survey_persons *persons, struct pecaddr_text sigla)
{
    size_t i = sigla_number(persons, sigla);

    if (i < persons->sigle_count || i == SURVEY_SIGLE_MAX)
        return i;
    persons->sigle[i][0] = ascii_lower(sigla.data[0]);
    persons->sigle[i][1] = ascii_lower(sigla.data[1]);
    return persons->sigle_count++;
}

/* A whole entry in 32 bits: 7 of the province, 1 of the section, 24 of the number. Provinces beyond
   the last that can be told apart are none, and no row of theirs has an address. */
static uint64_t pack_entry(struct survey_persons *persons, const struct pecaddr_person *person)
{
    size_t sigla;

    if (person->province.size != 2 || !person->section || !person->number)
        return 0;
    sigla = learn_sigla(persons, person->province);
    return (uint64_t)(sigla < SURVEY_SIGLE_MAX ? sigla : SURVEY_SIGLE_MAX - 1) << 25 |
           (uint64_t)(person->section == 'B') << 24 | person->number;
}

void survey_persons_add(struct survey_persons *persons, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, size_t line, bool has_left)
{
    uint64_t holder = hash_holder(person), entry = pack_entry(persons, person);
    struct name_hashes hashes;

    if (person->holder.size)
        persons->with++;
    else
        persons->without++;
    if (!holder && !entry)
        return;
    hashes = hash_name(scheme, person);
    if (persons->n == persons->capacity) {
        persons->capacity = persons->capacity ? 2 * persons->capacity : 1024;
        persons->rows = memory_resize(persons->rows, persons->capacity * sizeof *persons->rows);
    }
    persons->rows[persons->n++] = (struct survey_person){{
        [BY_HOLDER] = holder << NAME_BITS | hashes.name,
        [BY_ENTRY] = entry << ENTRY_SHIFT | (has_left && hashes.name ? LEFT_BIT : 0) |
                     shorten_line(line) << FURTHER_BITS | hashes.further,
    }};
}

/* All together. */

static void swap(struct survey_person *a, struct survey_person *b)
{
    struct survey_person kept = *a;

    *a = *b;
    *b = kept;
}

/* By a word, one bit after the other: in place, since there is no room for a second copy. */
static void sort(struct survey_person *rows, size_t n, enum word by, unsigned bit)
{
    size_t low = 0, high = n;

    if (n < 2)
        return;
    while (low < high) {
        if (rows[low].words[by] >> bit & 1)
            swap(&rows[low], &rows[--high]);
        else
            low++;
    }
    if (bit) {
        sort(rows, low, by, bit - 1);
        sort(rows + low, n - low, by, bit - 1);
    }
}

typedef uint64_t fact_fn(const struct survey_person *row);

/* The first line of some on which a fact is known, but is not `than`; NULL: there is none. */
static const struct survey_person *first_other(const struct survey_person *rows, size_t n,
                                               fact_fn *fact, uint64_t than)
{
    const struct survey_person *first = NULL;

    for (size_t i = 0; i < n; i++)
        if (fact(&rows[i]) && fact(&rows[i]) != than &&
            (!first || line_of(&rows[i]) < line_of(first)))
            first = &rows[i];
    return first;
}

/* The first row on which a fact is known, and the first on which it is other; NULL: it is not. */
struct pair {
    const struct survey_person *first, *other;
};

static struct pair find_pair(const struct survey_person *rows, size_t n, fact_fn *fact)
{
    const struct survey_person *first = n > 1 ? first_other(rows, n, fact, 0) : NULL;

    return (struct pair){first, first ? first_other(rows, n, fact, fact(first)) : NULL};
}

/* One of the pair that says otherwise than a row, or NULL. */
static const struct survey_person *against(const struct pair *pair, const struct survey_person *row,
                                           fact_fn *fact)
{
    if (!pair->other || !fact(row))
        return NULL;
    return fact(row) != fact(pair->first) ? pair->first : pair->other;
}

/* What rows of one codice fiscale, or of one entry, say of its name. */
struct names {
    struct pair first, further;
};

static struct names find_names(const struct survey_person *rows, size_t n)
{
    return (struct names){find_pair(rows, n, name_of), find_pair(rows, n, further_name_of)};
}

/* A row whose name does not agree with that of a row, or NULL. */
static const struct survey_person *against_name(const struct names *names,
                                                const struct survey_person *row)
{
    const struct survey_person *other = against(&names->first, row, name_of);

    return other ? other : against(&names->further, row, further_name_of);
}

/* Rows of one codice fiscale. */
static void compare_holders(struct survey_person *rows, size_t n)
{
    int has_holder = holder_of(rows) != 0;
    struct names names = find_names(rows, has_holder ? n : 0);
    struct pair entries = find_pair(rows, has_holder ? n : 0, live_entry_of);

    for (size_t i = 0; i < n; i++) {
        const struct survey_person *name = against_name(&names, &rows[i]);
        const struct survey_person *entry = against(&entries, &rows[i], live_entry_of);
        const struct survey_person *live = live_entry_of(&rows[i]) ? NULL : entries.first;

        mark(&rows[i],
             name                                         ? SURVEY_HOLDER_NAMES
             : entry                                      ? SURVEY_HOLDER_ENTRIES
             : live && rows[i].words[BY_ENTRY] & LEFT_BIT ? SURVEY_CAME_BACK
                                                          : SURVEY_NONE,
             name    ? name
             : entry ? entry
                     : live);
    }
}

/* Rows of one entry, whose codici fiscali were compared. */
static void compare_entries(struct survey_person *rows, size_t n)
{
    struct names names = find_names(rows, entry_of(rows) ? n : 0);
    struct pair holders = find_pair(rows, entry_of(rows) ? n : 0, short_holder_of);

    for (size_t i = 0; i < n; i++) {
        const struct survey_person *name = against_name(&names, &rows[i]);
        const struct survey_person *holder = against(&holders, &rows[i], short_holder_of);

        if (mark_of(&rows[i]) == SURVEY_HOLDER_NAMES)
            continue;
        if (name)
            mark(&rows[i], holder ? SURVEY_ENTRY_PERSONS : SURVEY_ENTRY_NAMES, name);
        else if (holder)
            mark(&rows[i], SURVEY_ENTRY_HOLDERS, holder);
    }
}

static void compare_all(struct survey_persons *persons, enum word by, fact_fn *fact,
                        void (*compare)(struct survey_person *rows, size_t n))
{
    struct survey_person *rows = persons->rows;
    size_t end;

    sort(rows, persons->n, by, TOP_BIT);
    for (size_t i = 0; i < persons->n; i = end) {
        for (end = i + 1; end < persons->n && fact(&rows[end]) == fact(&rows[i]); end++)
            ;
        compare(&rows[i], end - i);
    }
}

void survey_persons_end(struct survey_persons *persons)
{
    size_t kept = 0;

    compare_all(persons, BY_HOLDER, holder_of, compare_holders);
    compare_all(persons, BY_ENTRY, entry_of, compare_entries);
    for (size_t i = 0; i < persons->n; i++)
        if (mark_of(&persons->rows[i]))
            persons->rows[kept++] = persons->rows[i];
    persons->n = persons->capacity = kept;
    if (persons->rows)
        persons->rows = memory_resize(persons->rows, (kept + 1) * sizeof *persons->rows);
    sort(persons->rows, kept, BY_ENTRY, TOP_LINE_BIT);
}

enum survey_contradiction survey_persons_contradiction(const struct survey_persons *persons,
                                                       size_t line, size_t *ret_other)
{
    size_t low = 0, high = persons->n;
    uint64_t wanted = shorten_line(line);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (line_of(&persons->rows[middle]) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == persons->n || line_of(&persons->rows[low]) != wanted)
        return SURVEY_NONE;
    *ret_other = (size_t)marked_line_of(&persons->rows[low]);
    return mark_of(&persons->rows[low]);
}

void survey_persons_free(struct survey_persons *persons)
{
    free(persons->rows);
    *persons = (struct survey_persons){0};
}
