/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REPORT_H
#define REPORT_H

#include "report/count.h"
#include "report/namesakes.h"
#include "runtime/memory.h"
#include "speech/date.h"

#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdbool.h>
#include <stdio.h>

/*
 * What `pecaddr report` tells of a registry: counted in one pass, so that all figures are of one
 * moment, then written as a page for people or as JSON for programs.
 */

#define REPORT_YEAR_MIN      1990
#define REPORT_YEAR_MAX      2100
#define REPORT_MONTHS        (12 * (REPORT_YEAR_MAX - REPORT_YEAR_MIN + 1))
#define REPORT_MONTHS_TOLD   24
#define REPORT_REVIEW_MAX    500 /* rows that are listed */
#define REPORT_TOP           20  /* names with most holders */
#define REPORT_HOLDERS       4   /* names are counted by 1, 2, 3, and 4 or more holders */
#define REPORT_NOTES         13  /* bits of enum pecaddr_note */
#define REPORT_PROVINCES_MAX 512
#define REPORT_SCHEMES       200 /* of more, the others are counted together */

/*
 * Addresses of one rule of a domain, whichever schemes have it at these levels. Without a rule
 * those that were imported (first PECADDR_LEVEL_NONE), or of a scheme that cannot be read.
 */
struct report_rule {
    char *domain;
    char *rule;
    unsigned first, last; /* levels; they differ for a counter */
    char example[PECADDR_ADDRESS_MAX + 1];
    struct count count;
};

/* When mailboxes were put on record: by the rules; brought in. */
struct report_month {
    size_t issued;
    size_t imported;
};

/* A mailbox that asks for review. */
struct report_row {
    const char *address;
    const char *given;
    const char *surname;
    const char *entry;
    const char *state;
    uint32_t notes;
    uint32_t mismatch; /* with PECADDR_NOTE_CF_MISMATCH: enum pecaddr_mismatch bits */
    int is_imported;
};

/* Those of one state: how many, how many with each note, and the first of them. */
struct report_review {
    size_t n;
    size_t by_note[REPORT_NOTES];
    size_t n_rows;
    struct report_row rows[REPORT_REVIEW_MAX];
};

enum { REPORT_RESERVED, REPORT_ACTIVE, REPORT_REVIEWS };

/* What became of mailboxes in a year: by the rules, by steps. Imported ones are in none of them. */
struct report_events {
    int year;
    size_t issued, activated, left, ceased;
};

struct report {
    const struct pecaddr_scheme *scheme;  /* by which imported addresses are read */
    const char *title;                    /* NULL: the usual one */
    bool without_names;                   /* an edition that names nobody */
    char provinces[REPORT_PROVINCES_MAX]; /* to which the registry is bound: `AN,MC`; empty: none */
    struct buffer registry;               /* its URI, as it may be shown */
    char made[DATE_SIZE];
    char today[DATE_SIZE]; /* from which expiry is counted */

    struct counts counts;
    struct report_events events; /* of the year of `today` */
    struct report_rule *rules;
    size_t n_rules;

    struct namesakes namesakes;
    size_t nameless; /* addresses that do not say a name */
    size_t names_of[REPORT_HOLDERS + 1];
    struct namesake top[REPORT_TOP];
    size_t n_top;

    struct report_month months[REPORT_MONTHS];
    size_t undated;
    size_t first_month, last_month; /* of those told; first_year of all */
    int first_year, last_year;      /* 0 where there is nothing */

    struct report_review reviews[REPORT_REVIEWS];
    size_t listed[REPORT_REVIEWS]; /* rows that are listed: REPORT_REVIEW_MAX in all */

    struct arena arena;
    struct report_scheme *schemes;
    size_t n_schemes;
};

/* Counts all that is on record; `made`, `today`, `scheme` and what is wanted are set. As
   pecaddr_registry_find(). The year's events are read besides, from the history. */
int report_count(struct report *report, struct pecaddr_registry *registry,
                 struct pecaddr_registry_error *error);

/* All years together, or 0 where the months told are all there is. */
int report_has_years(const struct report *report);
struct report_month report_year(const struct report *report, int year);

/* Provinces with an address, most first: their two letters in upper case. */
struct report_province {
    char sigla[3];
    const char *name; /* empty where it is not known */
    const struct count *count;
};
size_t report_provinces(const struct report *report,
                        struct report_province ret[COUNT_LETTERS * COUNT_LETTERS]);

void report_write_page(const struct report *report, FILE *file);
void report_write_sheet(const struct report *report, FILE *file);
void report_write_json(const struct report *report, FILE *file);

void report_free(struct report *report);

#endif
