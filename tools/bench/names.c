/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the local part of a name costs: pecaddr_local_part() against other libraries that turn the
 * same two fields into ASCII letters, and against two floors, in nanoseconds a person.
 *
 *   meson setup build -Dtests=enabled && ninja -C build tools/bench/names
 *   build/tools/bench/names [PERSONS [ROUNDS]]
 *
 * or `meson test --benchmark -C build`. doc/performance.md says what the contestants do, and what
 * the figures mean. The library asks its own questions of a name (titles, married names, mojibake,
 * doubts, lengths), which no other one does; they are within its time.
 *
 * The corpus is gone through in blocks of 2,000 persons. A block is brought into the cache while no
 * clock runs, then each contestant converts it, first of them another one in each block, and then
 * comes the next block. So other work of the machine, and a clock that rises or falls, meet all
 * contestants alike. The memory's bandwidth hardly matters: in passes over the whole corpus the
 * figures are the same within some percent.
 *
 * No contestant finds its branches learnt by heart: between two visits to a block lie all other
 * blocks, and what brings a block into the cache looks at no name. Right after another memcpy() of
 * the same names, whose lengths the processor then knows, memcpy() takes half of its time; so it
 * comes after the loop with the table, which calls none.
 *
 * What counts of a block is the best of all rounds, since other work can only add to it; the figure
 * is the sum over the blocks.
 *
 * The transliterator of ICU, some hundred times slower than a floor, converts every tenth block.
 *
 * The status is 0 when everything could be measured, however the ratios are; 1 when a contestant
 * cannot do its work, or the program is built with a sanitizer.
 */
#include "bench.h"
#include "names.h"

#include <pecaddr/pecaddr.h>

#include <assert.h>
#include <pecaddr/pecaddr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PERSONS     1000000
#define ROUNDS      7
#define BLOCK       2000
#define SLOW_BLOCKS 10 /* of which a slow contestant converts one */

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* Ours. */

static bool convert_person(const struct pecaddr_scheme *scheme, const char *given,
                           size_t given_size, const char *surname, size_t surname_size,
                           char *buffer, size_t *ret_size)
{
    struct pecaddr_person person = {
        .size = sizeof person, .given = {given, given_size}, .surname = {surname, surname_size}};
    uint32_t notes;
    int r = pecaddr_local_part(scheme, &person, NULL, buffer, PECADDR_LOCAL_PART_MAX + 1, ret_size,
                               &notes, NULL);

    consume((const char *)&notes);
    consume(buffer);
    return r == PECADDR_OK;
}

static bool local_part_rows(const struct corpus *corpus, size_t first, size_t n)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    char buffer[PECADDR_LOCAL_PART_MAX + 1];
    bool fine = true;

    for (size_t i = first; i < first + n; i++) {
        const struct corpus_row *row = &corpus->rows[i];
        const char *given = corpus->text + row->offset;
        size_t size;

        fine &= convert_person(scheme, given, row->given_size, given + row->given_size,
                               row->surname_size, buffer, &size);
    }
    return fine;
}

/* For the samples alone: what a surname becomes. */
static size_t local_part_surname(const char *text, size_t size, char *buffer)
{
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    size_t length;

    if (!convert_person(pecaddr_scheme_ingpec(), "A", 1, text, size, local_part, &length))
        return 0;
    memcpy(buffer, local_part + 2, length - 2);
    return length - 2;
}

static const char *version(void)
{
    static char text[32];

    snprintf(text, sizeof text, "libpecaddr %s", pecaddr_version());
    return text;
}

static const struct contestant ours = {.name = "pecaddr_local_part()",
                                       .version = version,
                                       .convert = local_part_surname,
                                       .convert_rows = local_part_rows};

/* The floors. */

static size_t copy(const char *text, size_t size, char *buffer)
{
    memcpy(buffer, text, size);
    return size;
}

static bool copy_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(copy, corpus, first, n);
}

/* The lower-case letter of each ASCII letter; 0 for all other bytes. */
static unsigned char lower_letters[256];

static bool open_table(void)
{
    for (int i = 0; i < 26; i++) {
        lower_letters['a' + i] = (unsigned char)('a' + i);
        lower_letters['A' + i] = (unsigned char)('a' + i);
    }
    return true;
}

/* A byte that is no letter is told at the end, so that each row is gone through whole. */
static size_t look_up(const char *text, size_t size, char *buffer)
{
    bool fine = true;

    for (size_t i = 0; i < size; i++) {
        unsigned char letter = lower_letters[(unsigned char)text[i]];

        fine &= letter != 0;
        buffer[i] = (char)letter;
    }
    consume((const char *)&fine);
    return size;
}

static bool look_up_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(look_up, corpus, first, n);
}

static const struct contestant floor_memcpy = {
    .name = "memcpy()", .convert = copy, .convert_rows = copy_rows};
static const struct contestant floor_table = {.name = "loop with a table of 256 bytes",
                                              .open = open_table,
                                              .convert = look_up,
                                              .convert_rows = look_up_rows};

/* Who takes part. */

enum { OURS, FLOOR_TABLE, FLOOR_MEMCPY, PEERS_FROM };

static const struct contestant *const contestants[] = {
    [OURS] = &ours,
    [FLOOR_TABLE] = &floor_table,
    [FLOOR_MEMCPY] = &floor_memcpy,
    [PEERS_FROM] = &contestant_iconv,
    &contestant_utf8proc,
    &contestant_icu_nfd,
    &contestant_unistring,
    &contestant_icu_transliterator,
};
#define CONTESTANTS N_OF(contestants)

static const struct corpus_set {
    enum corpus_kind kind;
    const char *title;
    const char *words; /* in the line of a ratio */
    size_t part;       /* the corpus has at most one in so many of all rows */
} sets[] = {
    {CORPUS_ALL, "all rows", "", 1},
    {CORPUS_LETTERS, "ASCII letters", ", rows of ASCII letters", 5},
    {CORPUS_ACCENTS, "non-ASCII", ", rows with non-ASCII letters", 1},
};
#define SETS N_OF(sets)

struct bench {
    size_t persons;
    size_t rounds;
    bool takes_part[CONTESTANTS];
    double ns[CONTESTANTS][SETS]; /* a person */
    bool failed;
};

static bool is_same(const char *converted, size_t size, const char *expected, bool keeps_case)
{
    if (size != strlen(expected))
        return false;
    for (size_t i = 0; i < size; i++) {
        bool upper = converted[i] >= 'A' && converted[i] <= 'Z';

        if ((keeps_case && upper ? converted[i] + 0x20 : converted[i]) != expected[i])
            return false;
    }
    return true;
}

/* Whether a contestant who says so turns letters with accents into those without. */
static bool converts_samples(const struct contestant *contestant)
{
    static const char *const samples[][2] = {
        {"Rossi", "rossi"},     {"ROSSI", "rossi"},     {"Nicolò", "nicolo"},
        {"NICOLÒ", "nicolo"},   {"DESIRÉE", "desiree"}, {"Macrì", "macri"},
        {"Cantù", "cantu"},     {"Laganà", "lagana"},   {"Gonçalves", "goncalves"},
        {"Marušić", "marusic"}, {"Noè", "noe"},
    };
    char buffer[NAMES_BUFFER_SIZE];

    for (size_t i = 0; i < N_OF(samples); i++) {
        size_t size = contestant->convert(samples[i][0], strlen(samples[i][0]), buffer);

        if (!is_same(buffer, size, samples[i][1], contestant->keeps_case)) {
            fprintf(stderr, "%s: makes %.*s of %s\n", contestant->name, (int)size, buffer,
                    samples[i][0]);
            return false;
        }
    }
    return true;
}

static void open_contestants(struct bench *bench)
{
    for (size_t i = 0; i < CONTESTANTS; i++) {
        const struct contestant *contestant = contestants[i];
        bool there = contestant->convert && (!contestant->open || contestant->open());

        bench->takes_part[i] = there;
        if (!there)
            printf("left out, as it is not there: %s\n", contestant->name);
        else if (contestant->version)
            bench->failed |= !converts_samples(contestant);
    }
}

/* The measure. */

static bool is_slow(size_t contestant)
{
    return contestants[contestant] == &contestant_icu_transliterator;
}

/* Of the blocks that a contestant converts, the best time of each. */
struct times {
    double *best; /* seconds, for each block; 0: not converted yet */
    size_t blocks;
};

static size_t block_size(const struct corpus *corpus, size_t block)
{
    size_t left = corpus->n - block * BLOCK;

    return left < BLOCK ? left : BLOCK;
}

#define CACHE_LINE 64

static void read_lines(const void *begin, const void *end)
{
    for (const volatile char *at = begin; at < (const volatile char *)end; at += CACHE_LINE)
        (void)*at;
}

static void bring_into_cache(const struct corpus *corpus, size_t first, size_t n)
{
    const struct corpus_row *last = &corpus->rows[first + n - 1];

    read_lines(corpus->text + corpus->rows[first].offset,
               corpus->text + last->offset + last->given_size + last->surname_size);
    read_lines(&corpus->rows[first], last + 1);
}

static void time_block(struct bench *bench, const struct corpus *corpus, size_t block,
                       size_t contestant, struct times *times)
{
    size_t n = block_size(corpus, block);
    double begin = now();
    bool fine = contestants[contestant]->convert_rows(corpus, block * BLOCK, n);
    double seconds = now() - begin;

    if (!fine && !bench->failed)
        fprintf(stderr, "%s: cannot convert all names\n", contestants[contestant]->name);
    bench->failed |= !fine;
    if (times->best[block] <= 0 || seconds < times->best[block])
        times->best[block] = seconds;
}

static void time_round(struct bench *bench, size_t round, const struct corpus *corpus,
                       struct times times[CONTESTANTS])
{
    for (size_t block = 0; block < times[OURS].blocks; block++) {
        bring_into_cache(corpus, block * BLOCK, block_size(corpus, block));
        for (size_t i = 0; i < CONTESTANTS; i++) {
            size_t contestant = (block + round + i) % CONTESTANTS;

            if (bench->takes_part[contestant] && (!is_slow(contestant) || block % SLOW_BLOCKS == 0))
                time_block(bench, corpus, block, contestant, &times[contestant]);
        }
    }
}

/* Nanoseconds a person. */
static double sum_up(const struct times *times, const struct corpus *corpus)
{
    double seconds = 0;
    size_t n = 0;

    for (size_t block = 0; block < times->blocks; block++)
        if (times->best[block] > 0) {
            seconds += times->best[block];
            n += block_size(corpus, block);
        }
    return n > 0 ? seconds / (double)n * 1e9 : 0;
}

static void describe(const struct corpus *corpus)
{
    struct corpus_shares shares = corpus_count(corpus);
    double percent = 100 / (double)corpus->n;

    printf("%zu persons, %.1f bytes each: several given names %.1f %%, several surnames %.1f %%,\n"
           "an apostrophe %.1f %%, a letter that is not ASCII %.1f %%, upper case %.1f %%, ASCII "
           "letters alone %.1f %%\n\n",
           corpus->n, (double)corpus->text_size / (double)corpus->n,
           (double)shares.several_given * percent, (double)shares.several_surnames * percent,
           (double)shares.apostrophe * percent, (double)shares.accents * percent,
           (double)shares.upper * percent, (double)shares.letters * percent);
}

/* A corpus, and how long its blocks took. */
struct measure {
    struct corpus corpus;
    struct times times[CONTESTANTS];
};

static void start(const struct corpus *all, const struct corpus_set *set,
                  struct measure *ret_measure)
{
    corpus_select(all, set->kind, all->n / set->part, &ret_measure->corpus);
    for (size_t i = 0; i < CONTESTANTS; i++) {
        struct times *times = &ret_measure->times[i];

        times->blocks = (ret_measure->corpus.n + BLOCK - 1) / BLOCK;
        times->best = allocate(times->blocks + 1, sizeof *times->best);
    }
}

static void finish(struct bench *bench, size_t set, struct measure *measure)
{
    for (size_t i = 0; i < CONTESTANTS; i++) {
        bench->ns[i][set] = sum_up(&measure->times[i], &measure->corpus);
        free(measure->times[i].best);
    }
    corpus_free(&measure->corpus);
}

static void measure_all(struct bench *bench)
{
    struct measure measures[SETS];
    struct corpus all;

    corpus_make(bench->persons, &all);
    describe(&all);
    for (size_t set = 0; set < SETS; set++)
        start(&all, &sets[set], &measures[set]);
    corpus_free(&all);
    for (size_t round = 0; round < bench->rounds; round++)
        for (size_t set = 0; set < SETS; set++)
            time_round(bench, round, &measures[set].corpus, measures[set].times);
    for (size_t set = 0; set < SETS; set++)
        finish(bench, set, &measures[set]);
}

/* The table. */

static void print_table(const struct bench *bench)
{
    printf("%-34s", "ns a person");
    for (size_t set = 0; set < SETS; set++)
        printf(" %15s", sets[set].title);
    printf("\n");
    for (size_t i = 0; i < CONTESTANTS; i++) {
        const struct contestant *contestant = contestants[i];

        if (!bench->takes_part[i])
            continue;
        printf("%-34s", contestant->name);
        for (size_t set = 0; set < SETS; set++)
            printf(" %15.1f", bench->ns[i][set]);
        if (contestant->version)
            printf("  %s", contestant->version());
        printf("\n");
    }
    printf("\n");
}

/* Of the peers; CONTESTANTS: there is none. */
static size_t fastest_peer(const struct bench *bench, size_t set)
{
    size_t fastest = CONTESTANTS;

    for (size_t i = PEERS_FROM; i < CONTESTANTS; i++)
        if (bench->takes_part[i] &&
            (fastest == CONTESTANTS || bench->ns[i][set] < bench->ns[fastest][set]))
            fastest = i;
    return fastest;
}

static void print_peer_ratio(const struct bench *bench, size_t set, const char *bound)
{
    size_t peer = fastest_peer(bench, set);

    if (peer == CONTESTANTS || bench->ns[OURS][set] <= 0)
        return;
    printf("ratio %.2f fastest peer (%s) / pecaddr_local_part%s%s\n",
           bench->ns[peer][set] / bench->ns[OURS][set], contestants[peer]->name, sets[set].words,
           bound);
}

static void print_ratios(const struct bench *bench)
{
    print_peer_ratio(bench, 0, ", at least 2");
    print_peer_ratio(bench, 1, "");
    print_peer_ratio(bench, 2, ", at least 1.5");
    printf("ratio %.2f pecaddr_local_part / memcpy, at most 5\n",
           bench->ns[OURS][0] / bench->ns[FLOOR_MEMCPY][0]);
    printf("ratio %.2f pecaddr_local_part / loop with a table\n",
           bench->ns[OURS][0] / bench->ns[FLOOR_TABLE][0]);
}

static bool has_assertions(void)
{
    bool on = false;

    assert((on = true));
    return on;
}

int main(int argc, char *argv[])
{
    struct bench bench = {.persons = argc > 1 ? strtoul(argv[1], NULL, 10) : PERSONS,
                          .rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS};

    if (argc > 3 || bench.persons == 0 || bench.persons > CORPUS_ROWS_MAX || bench.rounds == 0) {
        fprintf(stderr, "usage: names [PERSONS [ROUNDS]]\n");
        return 1;
    }
    if (strcmp(SANITIZER, "none") != 0) {
        fprintf(stderr, "built with a sanitizer (%s), whose work would be measured\n", SANITIZER);
        return 1;
    }
    printf("%s, assertions %s, no sanitizer; best of %zu rounds\n", COMPILER,
           has_assertions() ? "on" : "off", bench.rounds);
    open_contestants(&bench);
    if (bench.failed)
        return 1;
    measure_all(&bench);
    if (bench.failed)
        return 1;
    print_table(&bench);
    print_ratios(&bench);
    return 0;
}
