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

void report_section_begin(FILE *file, const char *id, const char *title);
void report_section_end(FILE *file);

#endif
