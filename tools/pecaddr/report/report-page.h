/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/report.h"

/* The parts of the page, in their order; each is a section with its heading. */
void report_page_totals(const struct report *report, FILE *file);
void report_page_levels(const struct report *report, FILE *file);
void report_page_provinces(const struct report *report, FILE *file);
void report_page_homonymy(const struct report *report, FILE *file);
void report_page_issues(const struct report *report, FILE *file);
void report_page_review(const struct report *report, FILE *file);

/* What a level is called, and what a note asks to look at; NULL where it asks for nothing. */
const char *report_rule_name(const struct report_rule *rule, char name[40]);
const char *report_reason_name(uint32_t note);

/* Whose registry it is, as far as that is known. Returns whether anything is. */
bool report_order(const struct report *report, struct buffer *order);

void report_section_begin(FILE *file, const char *id, const char *title);
void report_section_end(FILE *file);

#endif
