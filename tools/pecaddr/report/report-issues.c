/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report-page.h"

#include "base/array.h"
#include "report/html.h"
#include "runtime/memory.h"

/* The section of issues over time. */

static void write_period(const struct report_month *period, const char *name, FILE *file)
{
    fprintf(file, "<tr><th scope=\"row\">%s</th>", name);
    html_cell_number(file, period->issued);
    html_cell_number(file, period->imported);
    fputs("</tr>\n", file);
}

static void describe_columns(struct buffer *about, const struct html_column columns[], size_t n)
{
    size_t most = 0, sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += columns[i].value;
        if (columns[i].value > columns[most].value)
            most = i;
    }
    buffer_format(about, "Da %s a %s: %s in tutto, di più in %s (%s).", columns[0].words,
                  columns[n - 1].words, html_digits(sum), columns[most].words,
                  html_digits(columns[most].value));
}

/* The first letters of each month, and the year below its January; below the first month too, where its
   year has room before the next. */
static void label_month(struct html_column *column, size_t month, size_t i, size_t n)
{
    int year = REPORT_YEAR_MIN + (int)(month / 12);

    snprintf(column->words, sizeof column->words, "%s", html_month(month % 12, year));
    snprintf(column->label, sizeof column->label, "%.3s", html_month(month % 12, year));
    column->is_minor = n > 12 && month % 3 != 0;
    if (month % 12 == 0 || (i == 0 && month % 12 < 9))
        snprintf(column->below, sizeof column->below, "%d", year);
}

static void write_months(const struct report *report, FILE *file)
{
    static const char *const headings[] = {"Mese", "#Assegnati", "#Importati"};
    struct html_column columns[REPORT_MONTHS_TOLD] = {{0}};
    size_t n = report->last_month - report->first_month + 1, issued = 0;
    struct buffer title = {0}, about = {0};

    for (size_t i = 0; i < n; i++) {
        label_month(&columns[i], report->first_month + i, i, n);
        columns[i].value = report->months[report->first_month + i].issued;
        issued += columns[i].value;
    }
    if (issued) {
        describe_columns(&about, columns, n);
        buffer_format(&title, "Indirizzi assegnati negli ultimi %zu mesi", n);
        html_columns(file, "grafico-mesi", title.data, about.data, columns, n);
    } else {
        fprintf(file, "<p>Negli ultimi %zu mesi non è stato assegnato nessun indirizzo.</p>\n", n);
    }
    html_more_begin(file, "I mesi in cifre");
    html_table_begin(file, "Indirizzi assegnati e importati, per mese", headings,
                     ARRAY_SIZE(headings));
    for (size_t i = 0; i < n; i++)
        write_period(&report->months[report->first_month + i], columns[i].words, file);
    html_table_end(file);
    html_more_end(file);
    buffer_free(&title);
    buffer_free(&about);
}

/* Years as far apart as their four digits need: on a narrow page some go unnamed. */
static int is_minor_year(size_t i, size_t n)
{
    size_t every = (n + 7) / 8;

    return (n - 1 - i) % every != 0;
}

static void write_years(const struct report *report, FILE *file)
{
    static const char *const headings[] = {"Anno", "#Assegnati", "#Importati"};
    struct html_column columns[REPORT_YEAR_MAX - REPORT_YEAR_MIN + 1] = {{0}};
    size_t n = (size_t)(report->last_year - report->first_year) + 1, issued = 0;
    struct buffer about = {0};

    for (size_t i = 0; i < n; i++) {
        int year = report->first_year + (int)i;

        snprintf(columns[i].words, sizeof columns[i].words, "%d", year);
        snprintf(columns[i].label, sizeof columns[i].label, "%d", year);
        columns[i].is_minor = is_minor_year(i, n);
        columns[i].value = report_year(report, year).issued;
        issued += columns[i].value;
        if (n > 25 && columns[i].is_minor)
            columns[i].label[0] = '\0';
    }
    if (issued) {
        describe_columns(&about, columns, n);
        html_columns(file, "grafico-anni", "Indirizzi assegnati, per anno", about.data, columns, n);
    }
    html_more_begin(file, "Gli anni in cifre");
    html_table_begin(file, "Indirizzi assegnati e importati, per anno", headings,
                     ARRAY_SIZE(headings));
    for (size_t i = 0; i < n; i++) {
        struct report_month year = report_year(report, report->first_year + (int)i);

        write_period(&year, columns[i].words, file);
    }
    html_table_end(file);
    html_more_end(file);
    buffer_free(&about);
}

void report_page_issues(const struct report *report, FILE *file)
{
    size_t imported = 0;

    for (size_t i = 0; i < REPORT_MONTHS; i++)
        imported += report->months[i].imported;
    fputs("<p>Quando gli indirizzi sono entrati nel registro, compresi quelli poi liberati.", file);
    if (imported)
        fprintf(
            file,
            " Gli importati, che esistevano già (%s), stanno solo nelle tabelle: la data è quella "
            "dell’importazione.",
            html_digits(imported));
    fputs("</p>\n", file);
    if (report->undated)
        fprintf(file, "<p>Indirizzi senza data, che qui non contano: %s.</p>\n",
                html_digits(report->undated));
    if (!report->first_year)
        return;
    write_months(report, file);
    if (report_has_years(report))
        write_years(report, file);
}
