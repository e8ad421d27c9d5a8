/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HTML_H
#define HTML_H

#include <stddef.h>
#include <stdio.h>

/*
 * HTML as the report needs it. Whatever does not come from this program goes through html_text() or
 * html_name(), so that it is text and nothing else.
 */

/* Text, escaped also for an attribute; what shows nothing or moves what is around it is named by
   its number (text_show()). */
void html_text(FILE *file, const char *text);

/* The same of a person or a name, which may be written from right to left; and of an address, which
   ends a line best before its domain. */
void html_name(FILE *file, const char *text);
void html_address(FILE *file, const char *address);

/* A number as Italians write it, `1.234`; in a buffer that lives until the next few calls. */
const char *html_digits(size_t number);

/* A share of a whole, `12,5 %` with a space that does not break. Only nothing is 0 and only all is
   100. As html_digits(). */
const char *html_share(size_t part, size_t whole);

/* A number as `<data>`, which programs can read. */
void html_number(FILE *file, size_t number);

/* `22 novembre 2026`, `novembre 2026`: a day as it is kept, a month from 0. As html_digits(). */
const char *html_day(const char *date);
const char *html_month(size_t month, int year);

/* A table, whose box scrolls when the page is too narrow. A heading that begins with # is of
   numbers. */
void html_table_begin(FILE *file, const char *caption, const char *const headings[], size_t n);
void html_table_end(FILE *file);
void html_cell_number(FILE *file, size_t number);

/*
 * What follows is shown when it is asked for, and on paper always. Closed <details> print nothing,
 * so the summary stands beside what it opens, and the style sheet hides that.
 */
void html_more_begin(FILE *file, const char *summary);
void html_more_end(FILE *file);

/* A figure in large type with what it is, in HTML of this program's own. */
void html_card(FILE *file, const char *id, size_t number, const char *label, const char *about);

/* One of several bars under each other. */
struct html_bar {
    const char *key; /* in front of the label; may be empty */
    const char *label;
    size_t value;
};

/* Of a column: its words for who points at it, and what stands below; years below months. */
struct html_column {
    size_t value;
    char words[24];
    char label[16];
    char below[16];
    int is_minor; /* its label is left out where there is little room */
};

/* Charts. Each is one image for who cannot see it: with a title, and what it shows in words. Both
   are HTML of this program's own; keys and labels may be any text. */
void html_bars(FILE *file, const char *id, const char *title, const char *about,
               const struct html_bar bars[], size_t n);
void html_columns(FILE *file, const char *id, const char *title, const char *about,
                  const struct html_column columns[], size_t n);

/* One bar of parts, the whole being all of them; at most three parts, told apart by pattern too. */
void html_parts(FILE *file, const char *id, const char *title, const char *about,
                const struct html_bar parts[], size_t n);

#endif
