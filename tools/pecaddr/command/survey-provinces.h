/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_PROVINCES_H
#define SURVEY_PROVINCES_H

#include "intake/roster.h"

#include <pecaddr/registry.h>

/* Which provinces stand in a roster, by their sigle, and on how many rows. */
struct survey_provinces {
    struct {
        size_t rows;
        size_t line; /* the first */
    } of[26][26];
};

void survey_provinces_add(struct survey_provinces *provinces, struct pecaddr_text sigla,
                          size_t line);

/* `MC 410, AN 2 (the first on line 7), of no Order 1`: those that the scheme knows, the most frequent
   first, and how many of so many rows have none of them. */
void survey_provinces_show(const struct survey_provinces *provinces,
                           const struct pecaddr_scheme *scheme, size_t rows, struct buffer *buffer);

/*
 * Whether the roster may be done as it is: not if members of provinces stand in it to which the
 * registry is not bound; nor if several do and it is bound to none, unless that was said to be right.
 * 0, or a status with a message. SPEC §6.
 *
 *   said_by   what says the province where no column does: --province, or the environment.
 */
int survey_provinces_check(const struct survey_provinces *provinces, const struct roster *roster,
                           const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                           const char *said_by, int may_be_several);

/* The same of a province that is asked for, where no file is read; empty: of none. */
int survey_provinces_check_said(struct pecaddr_registry *registry, const char *sigla);

/* The same of mailboxes that exist, which may be of any province where the registry is bound to none.
   `is_said`: --province says that of all rows. */
int survey_provinces_check_bound(const struct survey_provinces *provinces,
                                 const struct roster *roster, const struct pecaddr_scheme *scheme,
                                 struct pecaddr_registry *registry, bool is_said);

#endif
