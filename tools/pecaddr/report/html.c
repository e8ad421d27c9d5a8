/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/html.h"

#include "base/array.h"
#include "runtime/memory.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS     16
#define TEXT_SIZE 40

/* A narrow page has room for so many. */
#define COLUMNS_NARROW 5

static char *next_text(void)
{
    static char texts[TEXTS][TEXT_SIZE];
    static size_t next;

    return texts[next++ % TEXTS];
}

static void write_escaped(FILE *file, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '&':
            fputs("&amp;", file);
            break;
        case '<':
            fputs("&lt;", file);
            break;
        case '>':
            fputs("&gt;", file);
            break;
        case '"':
            fputs("&quot;", file);
            break;
        case '\'':
            fputs("&#39;", file);
            break;
        default:
            putc(text[i], file);
        }
    }
}

void html_text(FILE *file, const char *text)
{
    struct buffer shown = {0};

    text_show(&shown, text_of(text));
    write_escaped(file, shown.data, shown.size);
    buffer_free(&shown);
}

void html_name(FILE *file, const char *text)
{
    fputs("<bdi>", file);
    html_text(file, text);
    fputs("</bdi>", file);
}

void html_address(FILE *file, const char *address)
{
    const char *at = strrchr(address, '@');
    struct buffer local = {0};

    fputs("<bdi>", file);
    if (at) {
        buffer_append(&local, address, (size_t)(at - address));
        html_text(file, local.data);
        fputs("<wbr>", file);
        buffer_free(&local);
    }
    html_text(file, at ? at : address);
    fputs("</bdi>", file);
}

const char *html_digits(size_t number)
{
    char *text = next_text(), *at = text + TEXT_SIZE - 1;

    *at = '\0';
    for (size_t n = 0; n == 0 || number; n++, number /= 10) {
        if (n && n % 3 == 0)
            *--at = '.';
        *--at = (char)('0' + number % 10);
    }
    return at;
}

const char *html_share(size_t part, size_t whole)
{
    char *text = next_text();
    double exact = whole ? 1000.0 * (double)part / (double)whole : 0;
    unsigned tenths = (unsigned)(exact + 0.5);

    if (part && !tenths)
        tenths = 1;
    if (part < whole && tenths == 1000)
        tenths = 999;
    snprintf(text, TEXT_SIZE, "%u,%u\xC2\xA0%%", tenths / 10, tenths % 10);
    return text;
}

void html_number(FILE *file, size_t number)
{
    fprintf(file, "<data value=\"%zu\">%s</data>", number, html_digits(number));
}

static const char *month_name(unsigned long month)
{
    static const char *const names[] = {"gennaio",   "febbraio", "marzo",    "aprile",
                                        "maggio",    "giugno",   "luglio",   "agosto",
                                        "settembre", "ottobre",  "novembre", "dicembre"};

    return names[month % ARRAY_SIZE(names)];
}

const char *html_month(size_t month, int year)
{
    char *text = next_text();

    snprintf(text, TEXT_SIZE, "%s %d", month_name(month), year);
    return text;
}

const char *html_day(const char *date)
{
    char *text = next_text();
    unsigned long year = strtoul(date, NULL, 10), month = strtoul(date + 5, NULL, 10);
    unsigned long day = strtoul(date + 8, NULL, 10);

    snprintf(text, TEXT_SIZE, "%lu%s %s %lu", day, day == 1 ? "º" : "", month_name(month + 11),
             year);
    return text;
}

void html_table_begin(FILE *file, const char *caption, const char *const headings[], size_t n)
{
    fprintf(file, "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" aria-label=\"",
            n > COLUMNS_NARROW ? " wide" : "");
    html_text(file, caption);
    fputs("\">\n<table>\n<caption>", file);
    html_text(file, caption);
    fputs("</caption>\n<thead><tr>", file);
    for (size_t i = 0; i < n; i++) {
        int is_number = headings[i][0] == '#';

        fprintf(file, "<th scope=\"col\"%s>%s</th>", is_number ? " class=\"n\"" : "",
                headings[i] + is_number);
    }
    fputs("</tr></thead>\n<tbody>\n", file);
}

void html_table_end(FILE *file)
{
    fputs("</tbody>\n</table>\n</div>\n", file);
}

void html_cell_number(FILE *file, size_t number)
{
    fputs("<td class=\"n\">", file);
    html_number(file, number);
    fputs("</td>", file);
}

void html_more_begin(FILE *file, const char *summary)
{
    fprintf(file,
            "<details class=\"toggle\"><summary>%s</summary></details>\n<div class=\"more\">\n",
            summary);
}

void html_more_end(FILE *file)
{
    fputs("</div>\n", file);
}

void html_card(FILE *file, const char *id, size_t number, const char *label, const char *about)
{
    fprintf(file,
            "<li class=\"card\" id=\"%s\"><span class=\"label\">%s</span> <strong "
            "style=\"--signs:%zu\">",
            id, label, strlen(html_digits(number)));
    html_number(file, number);
    fprintf(file, "</strong> <span class=\"about\">%s</span></li>\n", about);
}
