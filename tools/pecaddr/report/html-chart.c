/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/html.h"

#include <string.h>

/*
 * Charts that need no script and are as wide as the page: what stands beside each other is placed
 * by shares of the width, and letters keep their size. Shapes are SVG, which prints as it is seen;
 * backgrounds often do not.
 */

#define BAR_HEIGHT   14
#define PLOT_HEIGHT  180
#define PLOT_TOP     18
#define LABEL_HEIGHT 22 /* and again below it, where there are years below months */
#define COLUMN_REMS  5  /* no column is wider */
#define TICKS_MAX    4
#define DIGIT_WIDTH  8

static void begin(FILE *file, const char *id, const char *title, const char *about,
                  const char *kind)
{
    fprintf(file, "<figure class=\"chart\">\n<figcaption id=\"%s-titolo\">%s</figcaption>\n", id,
            title);
    fprintf(file, "<p class=\"unseen\" id=\"%s-parole\">%s</p>\n", id, about);
    fprintf(file,
            "<div class=\"%s\" id=\"%s\" role=\"img\" aria-labelledby=\"%s-titolo\" "
            "aria-describedby=\"%s-parole\">\n",
            kind, id, id, id);
}

static void end(FILE *file)
{
    fputs("</div>\n</figure>\n", file);
}

/* A share as SVG wants it, with a point whatever the locale; in ten thousandths. */
static void percent(FILE *file, const char *attribute, size_t part, size_t whole)
{
    unsigned exact = whole ? (unsigned)(10000.0 * (double)part / (double)whole + 0.5) : 0;

    fprintf(file, " %s=\"%u.%02u%%\"", attribute, exact / 100, exact % 100);
}

void html_bars(FILE *file, const char *id, const char *title, const char *about,
               const struct html_bar bars[], size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        if (bars[i].value > most)
            most = bars[i].value;
    begin(file, id, title, about, "bars");
    for (size_t i = 0; i < n; i++) {
        fputs("<div class=\"row\"><span class=\"what\">", file);
        if (*bars[i].key) {
            fputs("<b>", file);
            html_text(file, bars[i].key);
            fputs("</b> ", file);
        }
        html_text(file, bars[i].label);
        fprintf(file, "</span><svg width=\"100%%\" height=\"%d\" aria-hidden=\"true\">",
                BAR_HEIGHT);
        fprintf(file, "<rect class=\"part-1\" height=\"%d\" rx=\"2\"", BAR_HEIGHT);
        percent(file, "width", bars[i].value, most);
        fprintf(file, "/></svg><span class=\"value\">%s</span></div>\n",
                html_digits(bars[i].value));
    }
    end(file);
}

/* Lines across a part, so that it is told apart without colour. */
static void write_hatch(FILE *file, const char *id)
{
    fprintf(file,
            "<defs><pattern id=\"%s-righe\" width=\"8\" height=\"8\" "
            "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            "<rect class=\"part-2\" width=\"8\" height=\"8\"/>"
            "<rect class=\"hatch\" width=\"2\" height=\"8\"/></pattern></defs>",
            id);
}

static void write_part(FILE *file, const char *id, size_t i)
{
    if (i == 1)
        fprintf(file, " fill=\"url(#%s-righe)\"", id);
    else
        fprintf(file, " class=\"part-%zu\"", i + 1);
}

void html_parts(FILE *file, const char *id, const char *title, const char *about,
                const struct html_bar parts[], size_t n)
{
    size_t whole = 0, before = 0;

    for (size_t i = 0; i < n; i++)
        whole += parts[i].value;
    begin(file, id, title, about, "parts");
    fputs("<svg width=\"100%\" height=\"28\" aria-hidden=\"true\">", file);
    write_hatch(file, id);
    for (size_t i = 0; i < n; i++) {
        fputs("<rect height=\"28\"", file);
        percent(file, "x", before, whole);
        percent(file, "width", parts[i].value, whole);
        write_part(file, id, i);
        fputs("/>", file);
        before += parts[i].value;
    }
    fputs("</svg>\n<div class=\"legend\">", file);
    for (size_t i = 0; i < n; i++) {
        fputs("<span><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" "
              "height=\"14\" rx=\"2\"",
              file);
        write_part(file, id, i);
        fprintf(file, "/></svg> %s %s</span>\n", parts[i].label, html_share(parts[i].value, whole));
    }
    fputs("</div>\n", file);
    end(file);
}

/* The distance of lines across: 1, 2 or 5 with zeros. */
static size_t step_of(size_t most)
{
    static const size_t factors[] = {1, 2, 5};

    for (size_t ten = 1;; ten *= 10)
        for (size_t i = 0; i < 3; i++)
            if (factors[i] * ten * TICKS_MAX >= most)
                return factors[i] * ten;
}

/* A column that is so many times as high as all others is cut off, or they would be seen no more. */
#define CUT       3
#define SCALE_MIN 5

static size_t scale_of(const struct html_column columns[], size_t n)
{
    size_t most = 0, second = 0;

    for (size_t i = 0; i < n; i++) {
        if (columns[i].value > most) {
            second = most;
            most = columns[i].value;
        } else if (columns[i].value > second) {
            second = columns[i].value;
        }
    }
    if (second && most / CUT >= second && most > SCALE_MIN)
        most = second + second / 4 > SCALE_MIN ? second + second / 4 : SCALE_MIN;
    return most ? most : 1;
}

static unsigned y_of(size_t value, size_t top)
{
    double share = value < top ? (double)value / (double)top : 1;

    return PLOT_TOP + PLOT_HEIGHT - (unsigned)(share * PLOT_HEIGHT + 0.5);
}

static void write_axis(FILE *file, size_t step, size_t top, unsigned height)
{
    unsigned width = (unsigned)strlen(html_digits(top)) * DIGIT_WIDTH + 8;

    fprintf(file, "<svg class=\"axis\" width=\"%u\" height=\"%u\" aria-hidden=\"true\">", width,
            height);
    for (size_t value = 0; value <= top; value += step)
        fprintf(file, "<text x=\"%u\" y=\"%u\" text-anchor=\"end\">%s</text>", width - 8,
                y_of(value, top) + 4, html_digits(value));
    fputs("</svg>", file);
}

static void write_column(FILE *file, const struct html_column *column, size_t i, size_t n,
                         size_t top)
{
    unsigned y = y_of(column->value, top);

    /* A column has a place of 20, of which it fills 14; its label stands in the middle. */
    if (column->value) {
        fputs("<rect class=\"part-1\"", file);
        percent(file, "x", 20 * i + 3, 20 * n);
        percent(file, "width", 14, 20 * n);
        fprintf(file, " y=\"%u\" height=\"%u\"><title>%s: %s</title></rect>", y,
                PLOT_TOP + PLOT_HEIGHT - y, column->words, html_digits(column->value));
    }
    if (column->value > top) {
        for (unsigned line = 0; line < 2; line++) {
            fputs("<rect class=\"cut\"", file);
            percent(file, "x", 20 * i + 2, 20 * n);
            percent(file, "width", 16, 20 * n);
            fprintf(file, " y=\"%u\" height=\"3\"/>", PLOT_TOP + 12 + 8 * line);
        }
        fputs("<text class=\"over\"", file);
        percent(file, "x", 20 * i + 10, 20 * n);
        fprintf(file, " y=\"%d\" text-anchor=\"middle\">%s</text>", PLOT_TOP - 5,
                html_digits(column->value));
    }
    if (*column->label) {
        fprintf(file, "<text%s", column->is_minor ? " class=\"minor\"" : "");
        percent(file, "x", 20 * i + 10, 20 * n);
        fprintf(file, " y=\"%d\" text-anchor=\"middle\">%s</text>", PLOT_TOP + PLOT_HEIGHT + 16,
                column->label);
    }
    if (*column->below) {
        fputs("<text", file);
        percent(file, "x", 20 * i + 3, 20 * n);
        fprintf(file, " y=\"%d\">%s</text>", PLOT_TOP + PLOT_HEIGHT + 34, column->below);
    }
}

void html_columns(FILE *file, const char *id, const char *title, const char *about,
                  const struct html_column columns[], size_t n)
{
    unsigned height = PLOT_TOP + PLOT_HEIGHT + LABEL_HEIGHT;
    size_t most = scale_of(columns, n), step, top, n_below = 0, n_over = 0;

    for (size_t i = 0; i < n; i++)
        n_below += *columns[i].below != '\0';
    height += n_below ? LABEL_HEIGHT : 0;
    step = step_of(most);
    top = (most + step - 1) / step * step;
    for (size_t i = 0; i < n; i++)
        n_over += columns[i].value > top;
    begin(file, id, title, about, "plot");
    write_axis(file, step, top, height);
    fprintf(file,
            "<svg width=\"100%%\" height=\"%u\" style=\"max-width:%zurem\" aria-hidden=\"true\">",
            height, COLUMN_REMS * n);
    for (size_t value = 0; value <= top; value += step)
        fprintf(file, "<line class=\"%s\" x2=\"100%%\" y1=\"%u\" y2=\"%u\"/>",
                value ? "grid" : "base", y_of(value, top), y_of(value, top));
    fputs("\n", file);
    for (size_t i = 0; i < n; i++)
        write_column(file, &columns[i], i, n, top);
    fputs("</svg>\n</div>\n", file);
    if (n_over)
        fputs("<p class=\"note\">La colonna interrotta supera la scala: il suo numero è scritto "
              "sopra.</p>\n",
              file);
    fputs("</figure>\n", file);
}
