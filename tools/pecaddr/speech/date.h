/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DATE_H
#define DATE_H

#include "speech/language.h"

#include <pecaddr/pecaddr.h>

/* Days, as the registry keeps them: YYYY-MM-DD. */

#define DATE_SIZE 11

/* What a day may be beside today. */
enum date_limit {
    DATE_ANY,
    DATE_NOT_PAST,   /* such as one on which a mailbox expires */
    DATE_NOT_TO_COME /* such as one on which somebody left */
};

/*
 * Reads a day as it is kept, or as Italian files have it: 31/12/2030, 31.12.2030, 31-12-2030. 0, or
 * -1 when it is no day of the calendar, or of a year in which no mailbox can begin or end: those
 * from 1990 to 2100 can, and others are slips of the pen.
 */
int date_read(struct pecaddr_text text, char ret_date[DATE_SIZE]);

/* The earliest day that a text can mean: as date_read() gives it; and of one without noughts (1/11/2026), of which nobody
   knows whether the day or the month comes first, the earlier. 0, or -1. */
int date_read_earliest(struct pecaddr_text text, char ret_date[DATE_SIZE]);

/* Reads a day that has a limit: NULL, or what is wrong, to be said after the text by gettext(). */
const char *date_fault(struct pecaddr_text text, enum date_limit limit, char ret_date[DATE_SIZE]);

/* What to do about a text in which date_fault() found one, to be said by gettext(). */
const char *date_advice(struct pecaddr_text text);

/* What day it is on this machine. */
void date_today(char ret_date[DATE_SIZE]);

/* The days from 1 January 1970 to a day as it is kept. */
long date_number(const char *date);

/* What day it was on this machine at a moment of UTC as the registry keeps it, such as
   2030-12-31T23:59:59.123Z. 0, or -1 when it is none. */
int date_of_moment(const char *moment, char ret_date[DATE_SIZE]);

/* A day as it is kept, and a moment with hour and minute, as people write them in the language:
   31/12/2030 in Italian, 2030-12-31 in English; 31/12/2030 23:59. 0, or -1 when it is none. */
int date_show(const char *date, char ret_date[DATE_SIZE]);
enum { MOMENT_SIZE = sizeof "2030-12-31 23:59" };
int date_show_moment(const char *moment, char ret_moment[MOMENT_SIZE]);

/* The same in a sentence: what is no day, such as a codice fiscale, as it is. In a result for programs,
   which in_result makes, a day stays as it is kept. */
const char *date_words(const char *date, language_fn *in, char room[DATE_SIZE]);

#endif
