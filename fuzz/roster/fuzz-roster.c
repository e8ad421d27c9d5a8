/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `pecaddr assign` of any bytes as a roster: what comes out has the rows that came in, an address on none
 * that is an error or waits, and none twice; where nothing is done, there is no result.
 *
 * Input: a byte for the options (of which bit 2 is a dry run, whose addresses are proposed), then the roster.
 */
#include "../quiet.h"
#include "commands/commands.h"
#include "intake/chunk.h"
#include "intake/roster.h"
#include "runtime/exit-status.h"

enum { ROWS_MAX = 64, ARGUMENTS_MAX = 16, DRY_RUN = 4 };

static int assign(uint8_t options)
{
    const char *arguments[ARGUMENTS_MAX] = {
        "pecaddr assign", quiet_folder.input,  "--registry", "memory:",
        "--output",       quiet_folder.output, "--format",   "csv"};
    int n = 8;

    if (options & 1) {
        arguments[n++] = "--province";
        arguments[n++] = "MC";
    } else {
        arguments[n++] = "--several-provinces";
    }
    if (options & 2) {
        arguments[n++] = "--accept";
        arguments[n++] = "all";
    }
    if (options & DRY_RUN)
        arguments[n++] = "--dry-run";
    return cmd_assign(n, arguments);
}

struct seen {
    size_t n;
    struct pecaddr_text addresses[ROWS_MAX];
};

static struct pecaddr_text cell(const struct roster *roster, const struct roster_row *row,
                                enum roster_added column)
{
    size_t at = roster->added[column];

    HOLDS(at != ROSTER_NO_COLUMN);
    return at < row->n ? row->cells[at].text : (struct pecaddr_text){"", 0};
}

static void check_row(const struct roster *roster, const struct roster_row *row, bool dry_run,
                      struct seen *seen)
{
    struct pecaddr_text pec = cell(roster, row, dry_run ? ADDED_PROPOSAL : ADDED_PEC);
    struct pecaddr_text is_new = cell(roster, row, ADDED_NEW);

    if (dry_run || cell(roster, row, ADDED_ERROR).size > 0)
        HOLDS(cell(roster, row, ADDED_PEC).size == 0);
    if (is_new.size != 3 || memcmp(is_new.data, "yes", 3) != 0)
        return;
    HOLDS(pec.size > 0);
    for (size_t i = 0; i < seen->n; i++)
        HOLDS(seen->addresses[i].size != pec.size ||
              memcmp(seen->addresses[i].data, pec.data, pec.size) != 0);
    if (seen->n < ROWS_MAX)
        seen->addresses[seen->n++] = pec;
}

/* The rows of a file, but for those in which nothing stands. */
static size_t read_rows(const char *path, bool is_result, bool dry_run)
{
    static struct roster roster;
    static struct arena arena;
    struct seen seen = {.n = 0};
    struct roster_row row;
    size_t n = 0;

    memset(&roster, 0, sizeof roster);
    HOLDS(roster_open(&roster, path, NULL, NULL) == 0);
    while (roster_next(&roster, &arena, &row) == 1) {
        n += !row.is_blank;
        if (is_result && !row.is_blank)
            check_row(&roster, &row, dry_run, &seen);
    }
    roster_close(&roster);
    arena_free(&arena);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = {data, size};
    uint8_t options = take_byte(&input);
    size_t n = 0, n_result = 0;
    int status;

    quiet_write(input);
    quiet_begin();
    status = assign(options);
    quiet_end();
    HOLDS(status == EXIT_DONE || status == EXIT_ROWS || status == EXIT_USAGE);
    HOLDS((access(quiet_folder.output, F_OK) == 0) == (status != EXIT_USAGE));
    if (status == EXIT_USAGE)
        return 0;
    quiet_begin();
    n = read_rows(quiet_folder.input, false, false);
    n_result = read_rows(quiet_folder.output, true, options & DRY_RUN);
    quiet_end();
    HOLDS(n == n_result);
    HOLDS(unlink(quiet_folder.output) == 0);
    return 0;
}
