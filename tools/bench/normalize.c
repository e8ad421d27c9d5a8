/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `pecaddr normalize` costs: the CPU time, user and system, for a file of a million names
 * (names-corpus.h), in turns with that of
 *
 *   iconv -f UTF-8 -t ASCII//TRANSLIT
 *
 * on the same file, which gives ASCII too, and knows nothing of names. Both write to nowhere.
 *
 *   ninja -C build tools/pecaddr/pecaddr tools/bench/normalize
 *   build/tools/bench/normalize build/tools/pecaddr/pecaddr [LINES [ROUNDS]]
 *
 * A figure is the median of 11 rounds, if no other number is given. The status is 1 if the bound
 * is missed.
 */
#include "bench.h"
#include "names-corpus.h"
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LINES  1000000
#define ROUNDS 11
#define BOUND  5.0

/* Given names, a TAB, surnames. */
static void write_names(size_t n, int fd)
{
    struct corpus corpus;
    FILE *file = fdopen(fd, "w");

    if (file == NULL)
        die("the names cannot be written");
    corpus_make(n, &corpus);
    for (size_t i = 0; i < corpus.n; i++) {
        const struct corpus_row *row = &corpus.rows[i];
        const char *given = corpus.text + row->offset;

        fprintf(file, "%.*s\t%.*s\n", row->given_size, given, row->surname_size,
                given + row->given_size);
    }
    corpus_free(&corpus);
    if (fclose(file) != 0)
        die("the names cannot be written");
}

int main(int argc, char *argv[])
{
    char path[] = "/tmp/pecaddr-names-XXXXXX";
    char *normalize[] = {argc > 1 ? argv[1] : NULL, (char[]){"normalize"}, path, NULL};
    char *notes[] = {normalize[0], normalize[1], (char[]){"--notes"}, path, NULL};
    char *iconv[] = {(char[]){"env"},
                     (char[]){"LC_ALL=C.UTF-8"},
                     (char[]){"iconv"},
                     (char[]){"-f"},
                     (char[]){"UTF-8"},
                     (char[]){"-t"},
                     (char[]){"ASCII//TRANSLIT"},
                     path,
                     NULL};
    char *const *const contestants[] = {normalize, notes, iconv};
    static const char *const names[] = {"pecaddr normalize", "pecaddr normalize --notes", "iconv"};
    enum { OURS, WITH_NOTES, THEIRS, CONTESTANTS };
    size_t lines = argc > 2 ? strtoul(argv[2], NULL, 10) : LINES;
    size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : ROUNDS;
    double *costs[CONTESTANTS], ms[CONTESTANTS], ratio;
    int fd;

    if (argc < 2 || lines == 0 || lines > CORPUS_ROWS_MAX || rounds == 0)
        die("usage: normalize PECADDR [LINES [ROUNDS]]");
    fd = mkstemp(path);
    if (fd < 0)
        die("%s cannot be made", path);
    write_names(lines, fd);
    for (size_t c = 0; c < CONTESTANTS; c++)
        costs[c] = allocate(rounds, sizeof *costs[c]);
    for (size_t i = 0; i < rounds; i++)
        for (size_t c = 0; c < CONTESTANTS; c++)
            costs[c][i] = process_cost(contestants[c]);
    unlink(path);
    for (size_t c = 0; c < CONTESTANTS; c++) {
        ms[c] = median(costs[c], rounds);
        printf("%-26s %8.1f ms of CPU for %zu lines\n", names[c], ms[c], lines);
        free(costs[c]);
    }
    ratio = ms[OURS] / ms[THEIRS];
    printf("ratio %.2f normalize / iconv, at most %.0f: %s\n", ratio, BOUND,
           ratio <= BOUND ? "ok" : "MISSED");
    printf("ratio %.2f normalize --notes / iconv\n", ms[WITH_NOTES] / ms[THEIRS]);
    return ratio <= BOUND ? EXIT_SUCCESS : EXIT_FAILURE;
}
