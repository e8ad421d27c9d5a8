/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/survey-provinces.h"

#include "command/scheme-file.h"
#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS 26

void survey_provinces_add(struct survey_provinces *provinces, struct pecaddr_text sigla,
                          size_t line)
{
    size_t first, second;

    if (sigla.size != 2 || !ascii_is_letter(sigla.data[0]) || !ascii_is_letter(sigla.data[1]))
        return;
    first = (size_t)(ascii_lower(sigla.data[0]) - 'a');
    second = (size_t)(ascii_lower(sigla.data[1]) - 'a');
    if (provinces->of[first][second].rows++ == 0)
        provinces->of[first][second].line = line;
}

/* One province of the roster. */
struct province {
    char sigla[3];
    size_t rows, line;
};

static void insert(struct province *sorted, size_t n, struct province province)
{
    while (n && sorted[n - 1].rows < province.rows) {
        sorted[n] = sorted[n - 1];
        n--;
    }
    sorted[n] = province;
}

/* Those that the scheme takes, by how many rows they have: what is no Order's sigla is an error of its
   rows, and says nothing of the roster. */
static size_t sort(const struct survey_provinces *provinces, const struct pecaddr_scheme *scheme,
                   struct province sorted[LETTERS * LETTERS])
{
    size_t n = 0;

    for (size_t i = 0; i < LETTERS; i++)
        for (size_t k = 0; k < LETTERS; k++) {
            struct province province = {
                .sigla = {(char)('A' + i), (char)('A' + k), '\0'},
                .rows = provinces->of[i][k].rows,
                .line = provinces->of[i][k].line,
            };

            if (province.rows && scheme_takes_province(scheme, province.sigla))
                insert(sorted, n++, province);
        }
    return n;
}

/* The most frequent province needs no line: that of the others is where to look. */
static void show(const struct province provinces[], size_t n, struct buffer *buffer)
{
    enum { SHOWN_MAX = 8 };

    for (size_t i = 0; i < n && i < SHOWN_MAX; i++) {
        buffer_format(buffer, "%s%s %zu", i ? ", " : "", provinces[i].sigla, provinces[i].rows);
        if (i)
            buffer_format(buffer, _(" (the first on line %zu)"), provinces[i].line);
    }
    if (n > SHOWN_MAX)
        buffer_format(buffer, _(" and %zu more"), n - SHOWN_MAX);
}

void survey_provinces_show(const struct survey_provinces *provinces,
                           const struct pecaddr_scheme *scheme, size_t rows, struct buffer *buffer)
{
    struct province sorted[LETTERS * LETTERS];
    size_t n = sort(provinces, scheme, sorted);

    show(sorted, n, buffer);
    for (size_t i = 0; i < n; i++)
        rows -= sorted[i].rows;
    if (rows)
        buffer_format(buffer, n ? _(", of no Order %zu") : _("of no Order %zu"), rows);
}

static int read_bound(struct pecaddr_registry *registry, struct buffer *ret_bound)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t size = 0;
    int r = pecaddr_registry_provinces(registry, NULL, 0, &size, &error);

    if (r == PECADDR_E_CAPACITY) {
        char *bound = memory_new(size + 1);

        r = pecaddr_registry_provinces(registry, bound, size + 1, NULL, &error);
        buffer_text(ret_bound, bound);
        free(bound);
    } else {
        buffer_text(ret_bound, "");
    }
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* Whether a sigla is one of `AN,MC`. */
static int is_among(const char *sigla, const char *bound)
{
    for (const char *at = bound; *at; at += at[2] ? 3 : 2)
        if (strncmp(at, sigla, 2) == 0)
            return 1;
    return 0;
}

/* It was said of the whole roster. */
static int refuse_said(const struct roster *roster, const char *said_by, const char *sigla,
                       const char *bound)
{
    message("%s: %s says %s, and the registry is that of %s; nothing was done", roster->input.name,
            said_by, sigla, bound);
    message("give the province of the registry, or the registry of that Order");
    return EXIT_USAGE;
}

static int refuse_other(const struct roster *roster, const struct province *first, size_t rows,
                        const char *bound, bool may_be_others)
{
    struct buffer column = {0};

    header_show(roster, roster->column[ROSTER_PROVINCE], &column);
    message(ngettext("%s: %zu row has another province than the registry's, %s, such as %s on line "
                     "%zu (%s); nothing was done",
                     "%s: %zu rows have another province than the registry's, %s, such as %s on "
                     "line %zu (%s); nothing was done",
                     rows),
            roster->input.name, rows, bound, first->sigla, first->line, column.data);
    if (may_be_others)
        message("if that column is not the Order's (where people live, or were born), give it "
                "another name, and --province, such as --province %.2s; if the mailboxes are of "
                "other Orders' members, give --several-provinces; else correct those rows",
                bound);
    else
        message("if that column is not the Order's (where people live, or were born), give "
                "--province, such as --province %.2s, and no column is asked; else correct those "
                "rows",
                bound);
    buffer_free(&column);
    return EXIT_USAGE;
}

static int refuse_several(const struct roster *roster, const struct province sorted[], size_t n)
{
    struct buffer column = {0}, shown = {0};

    header_show(roster, roster->column[ROSTER_PROVINCE], &column);
    show(sorted, n, &shown);
    message("%s: several provinces stand in %s: %s; nothing was done", roster->input.name,
            column.data, shown.data);
    message("if that column is not the Order's (where people live, or were born), give --province, "
            "such as --province %s, and no column is asked; if the roster is of several Orders, "
            "give --several-provinces",
            sorted[0].sigla);
    buffer_free(&column);
    buffer_free(&shown);
    return EXIT_USAGE;
}

/* Rows of provinces to which the registry is not bound; `said_by`: what says it of all of them, or NULL, a
 * column does. 0, or a status with a message. */
static int refuse_others(const struct roster *roster, const struct province sorted[], size_t n,
                         const struct buffer *bound, const char *said_by, bool may_be_others)
{
    const struct province *first = NULL;
    size_t others = 0;

    for (size_t i = 0; i < n && bound->size; i++)
        if (!is_among(sorted[i].sigla, bound->data)) {
            first = first ? first : &sorted[i];
            others += sorted[i].rows;
        }
    if (!first)
        return 0;
    return said_by ? refuse_said(roster, said_by, first->sigla, bound->data)
                   : refuse_other(roster, first, others, bound->data, may_be_others);
}

int survey_provinces_check(const struct survey_provinces *provinces, const struct roster *roster,
                           const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                           const char *said_by, int may_be_several)
{
    struct province sorted[LETTERS * LETTERS];
    size_t n = sort(provinces, scheme, sorted);
    bool is_said = roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN;
    struct buffer bound = {0};
    int status = read_bound(registry, &bound);

    if (status == 0)
        status = refuse_others(roster, sorted, n, &bound, is_said ? said_by : NULL, false);
    if (status == 0 && !bound.size && n > 1 && !may_be_several)
        status = refuse_several(roster, sorted, n);
    buffer_free(&bound);
    return status;
}

int survey_provinces_check_bound(const struct survey_provinces *provinces,
                                 const struct roster *roster, const struct pecaddr_scheme *scheme,
                                 struct pecaddr_registry *registry, bool is_said)
{
    struct province sorted[LETTERS * LETTERS];
    size_t n = sort(provinces, scheme, sorted);
    struct buffer bound = {0};
    int status = read_bound(registry, &bound);

    if (status == 0)
        status = refuse_others(roster, sorted, n, &bound, is_said ? "--province" : NULL, true);
    buffer_free(&bound);
    return status;
}

int survey_provinces_check_said(struct pecaddr_registry *registry, const char *sigla)
{
    struct buffer bound = {0};
    int status = read_bound(registry, &bound);

    if (status == 0 && *sigla && bound.size && !is_among(sigla, bound.data)) {
        message("--province says %s, and the registry is that of %s; nothing was done", sigla,
                bound.data);
        message("give the province of the registry, or the registry of that Order");
        status = EXIT_USAGE;
    }
    buffer_free(&bound);
    return status;
}
