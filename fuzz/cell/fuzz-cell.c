/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cell of any bytes, as a day and as a codice fiscale: what is read is a day of the calendar, or has the right check
 * character; it is read again as itself, however people write it; and what is not read has a reason. Input: the cell.
 */
#include "../target.h"
#include "speech/date.h"

#include <stdbool.h>
#include <time.h>

/* Days. */

static bool equal(const char *one, const char *other)
{
    return strcmp(one, other) == 0;
}

static struct pecaddr_text text_of_day(const char *day)
{
    return (struct pecaddr_text){day, strlen(day)};
}

/* By the calendar of the C library: any other date is moved to one. */
static bool is_of_calendar(const char *day)
{
    struct tm parts = {.tm_hour = 12};
    char again[DATE_SIZE];

    if (sscanf(day, "%4d-%2d-%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) != 3)
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    timegm(&parts);
    strftime(again, sizeof again, "%Y-%m-%d", &parts);
    return equal(day, again);
}

static void check_read(struct pecaddr_text cell, const char *day)
{
    char again[DATE_SIZE], shown[DATE_SIZE];

    HOLDS(is_of_calendar(day));
    HOLDS(date_read(text_of_day(day), again) == 0 && equal(day, again));
    HOLDS(date_read_earliest(cell, again) == 0 && equal(day, again));
    HOLDS(date_show(day, shown) == 0 && date_read(text_of_day(shown), again) == 0 &&
          equal(day, again));
    HOLDS(!date_fault(cell, DATE_ANY, again));
    HOLDS(!date_fault(cell, DATE_NOT_PAST, again) || !date_fault(cell, DATE_NOT_TO_COME, again));
}

static void check_day(struct pecaddr_text cell)
{
    char day[DATE_SIZE] = "untouched", earliest[DATE_SIZE] = "untouched";

    if (date_read(cell, day) == 0) {
        check_read(cell, day);
        return;
    }
    HOLDS(equal(day, "untouched"));
    HOLDS(date_fault(cell, DATE_ANY, day) && date_advice(cell));
    HOLDS(date_read_earliest(cell, earliest) == 0 ? is_of_calendar(earliest)
                                                  : equal(earliest, "untouched"));
}

/* Codici fiscali. */

/* As people write it: in lower case, in groups. */
static void check_written(const char *holder, size_t size)
{
    char written[2 * PECADDR_HOLDER_MAX + 1], again[PECADDR_HOLDER_MAX + 1];
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        if (i % 3 == 0 && i > 0)
            written[n++] = ' ';
        written[n++] = holder[i] >= 'A' && holder[i] <= 'Z' ? (char)(holder[i] + 32) : holder[i];
    }
    HOLDS(pecaddr_holder_check((struct pecaddr_text){written, n}, again, sizeof again, NULL) ==
          PECADDR_OK);
    HOLDS(equal(holder, again));
}

/* Any other last character is a wrong one. */
static void check_last(const char *holder, size_t size)
{
    const char first = size == PECADDR_HOLDER_MAX ? 'A' : '0';
    const char last = size == PECADDR_HOLDER_MAX ? 'Z' : '9';
    char other[PECADDR_HOLDER_MAX + 1];

    memcpy(other, holder, size);
    for (char c = first; c <= last; c++) {
        other[size - 1] = c;
        HOLDS((pecaddr_holder_check((struct pecaddr_text){other, size}, NULL, 0, NULL) ==
               PECADDR_OK) == (c == holder[size - 1]));
    }
}

static void check_holder(struct pecaddr_text cell)
{
    char holder[PECADDR_HOLDER_MAX + 1] = "untouched";
    size_t size = 0;

    if (pecaddr_holder_check(cell, holder, sizeof holder, &size) != PECADDR_OK) {
        HOLDS(equal(holder, "untouched"));
        return;
    }
    HOLDS(size == 11 || size == PECADDR_HOLDER_MAX);
    HOLDS(size == strlen(holder));
    check_written(holder, size);
    check_last(holder, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct pecaddr_text cell = {(const char *)data, size};

    check_day(cell);
    check_holder(cell);
    return 0;
}
