/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/date.h"

#include "speech/language.h"
#include "speech/text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { YEAR_MIN = 1990, YEAR_MAX = 2100 };

/* The number that stands in n digits; -1 when they are none. */
static int digits(const char *at, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (!ascii_is_digit(at[i]))
            return -1;
        value = 10 * value + (at[i] - '0');
    }
    return value;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && is_leap_year);
}

/* A day of the calendar, as it is kept. 0, or -1. */
static int keep(int year, int month, int day, char ret_date[DATE_SIZE])
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return -1;
    snprintf(ret_date, DATE_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
    return 0;
}

int date_read(struct pecaddr_text text, char ret_date[DATE_SIZE])
{
    const char *at = text.data;
    int year, month, day;

    if (text.size != DATE_SIZE - 1)
        return -1;
    if (at[4] == '-' && at[7] == '-') {
        year = digits(at, 4);
        month = digits(at + 5, 2);
        day = digits(at + 8, 2);
    } else if (strchr("/.-", at[2]) && at[2] && at[5] == at[2]) {
        day = digits(at, 2);
        month = digits(at + 3, 2);
        year = digits(at + 6, 4);
    } else {
        return -1;
    }
    return keep(year, month, day, ret_date);
}

/* 1/11/2026: whether the day comes first is not known of it, as it is where there are two digits. */
static bool lacks_nought(struct pecaddr_text text)
{
    size_t n = 0, separators = 0;

    for (size_t i = 0; i < text.size; i++) {
        n += ascii_is_digit(text.data[i]);
        separators += strchr("/.-", text.data[i]) && text.data[i];
    }
    return text.size > 7 && text.size < DATE_SIZE - 1 && separators == 2 &&
           n + separators == text.size && digits(text.data + text.size - 4, 4) > 0;
}

int date_read_earliest(struct pecaddr_text text, char ret_date[DATE_SIZE])
{
    char one[DATE_SIZE] = "", other[DATE_SIZE] = "", parts[DATE_SIZE] = "";
    int first, second, year;

    if (!lacks_nought(text))
        return date_read(text, ret_date);
    memcpy(parts, text.data, text.size);
    if (sscanf(parts, "%d%*[/.-]%d%*[/.-]%d", &first, &second, &year) != 3 ||
        (keep(year, second, first, one) != 0 && keep(year, first, second, one) != 0))
        return -1;
    if (keep(year, first, second, other) == 0 && strcmp(other, one) < 0)
        memcpy(one, other, sizeof one);
    memcpy(ret_date, one, sizeof one);
    return 0;
}

static void write_local(time_t moment, char ret_date[DATE_SIZE])
{
    struct tm local;

    localtime_r(&moment, &local);
    strftime(ret_date, DATE_SIZE, "%Y-%m-%d", &local);
}

void date_today(char ret_date[DATE_SIZE])
{
    write_local(time(NULL), ret_date);
}

/* Days as they are kept are in order as texts are. */
const char *date_fault(struct pecaddr_text text, enum date_limit limit, char ret_date[DATE_SIZE])
{
    char today[DATE_SIZE];

    if (date_read(text, ret_date) != 0)
        return N_("this is no day of the years 1990 to 2100");
    date_today(today);
    if (limit == DATE_NOT_PAST && strcmp(ret_date, today) < 0)
        return N_("this day has passed already");
    if (limit == DATE_NOT_TO_COME && strcmp(ret_date, today) > 0)
        return N_("this day is still to come");
    return NULL;
}

/* A day that is written rightly is not to be written in another way. */
const char *date_advice(struct pecaddr_text text)
{
    char date[DATE_SIZE];

    if (lacks_nought(text))
        return N_("write day and month with two digits each, like 01/02/2030");
    if (date_read(text, date) != 0)
        return N_("write it like 2030-12-31 or 31/12/2030");
    return N_("check the day and the year");
}

/* Years begin in March here, so that the leap day is the last of one. */
long date_number(const char *date)
{
    long year = digits(date, 4), month = digits(date + 5, 2), day = digits(date + 8, 2);
    long leaps;

    if (month < 3)
        year--;
    month = (month + 9) % 12;
    leaps = year / 4 - year / 100 + year / 400;
    return 365 * year + leaps + (153 * month + 2) / 5 + day - 1 - 719468;
}

int date_show(const char *date, char ret_date[DATE_SIZE])
{
    char kept[DATE_SIZE];

    if (strlen(date) != DATE_SIZE - 1 || date[4] != '-' ||
        date_read((struct pecaddr_text){date, DATE_SIZE - 1}, kept) != 0)
        return -1;
    if (language_is_italian())
        snprintf(ret_date, DATE_SIZE, "%.2s/%.2s/%.4s", kept + 8, kept + 5, kept);
    else
        memcpy(ret_date, kept, DATE_SIZE);
    return 0;
}

const char *date_words(const char *date, language_fn *in, char room[DATE_SIZE])
{
    if ((in == in_result && result_is_for_programs()) || date_show(date, room) != 0)
        return date;
    return room;
}

static int read_moment(const char *moment, time_t *ret_moment)
{
    static const size_t time_size = sizeof "T00:00:00" - 1;
    char date[DATE_SIZE];
    const char *at = moment + DATE_SIZE - 1;
    int hour, minute, second;

    if (strlen(moment) < DATE_SIZE - 1 + time_size ||
        date_read((struct pecaddr_text){moment, DATE_SIZE - 1}, date) != 0)
        return -1;
    hour = digits(at + 1, 2);
    minute = digits(at + 4, 2);
    second = digits(at + 7, 2);
    if (at[0] != 'T' || hour < 0 || minute < 0 || second < 0)
        return -1;
    *ret_moment = (time_t)date_number(date) * 86400 + hour * 3600 + minute * 60 + second;
    return 0;
}

int date_of_moment(const char *moment, char ret_date[DATE_SIZE])
{
    time_t time;

    if (read_moment(moment, &time) != 0)
        return -1;
    write_local(time, ret_date);
    return 0;
}

int date_show_moment(const char *moment, char ret_moment[MOMENT_SIZE])
{
    struct tm local;
    time_t time;

    if (read_moment(moment, &time) != 0)
        return -1;
    localtime_r(&time, &local);
    strftime(ret_moment, MOMENT_SIZE, language_is_italian() ? "%d/%m/%Y %H:%M" : "%Y-%m-%d %H:%M",
             &local);
    return 0;
}
