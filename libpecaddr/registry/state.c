/* SPDX-License-Identifier: BSD-3-Clause */
#include "state.h"

#include "error.h"

#include <string.h>

/* The states of a mailbox and the steps between them, SPEC §5. */

static const char *const names[] = {
    [PECADDR_STATE_RESERVED] = N_("reserved"),
    [PECADDR_STATE_ACTIVE] = N_("active"),
    [PECADDR_STATE_RETIRED] = N_("retired"),
    [PECADDR_STATE_RELEASED] = N_("released"),
};

EXPORT const char *pecaddr_state_name(enum pecaddr_state state)
{
    /* What an enum holds that comes from another program may be anything. */
    size_t i = (size_t)state;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}

enum pecaddr_state registry_state_of(const char *name)
{
    for (size_t i = PECADDR_STATE_RESERVED; name && i < ARRAY_SIZE(names); i++)
        if (strcmp(name, names[i]) == 0)
            return (enum pecaddr_state)i;
    return 0;
}

bool registry_is_standing(enum pecaddr_state state, const char *left)
{
    return (state == PECADDR_STATE_RESERVED || state == PECADDR_STATE_ACTIVE) && left[0] == '\0';
}

bool registry_stands(const struct record *record)
{
    return registry_is_standing(record->state, record->left);
}

static int read_digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool registry_is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;

    if (strlen(text) != DATE_MAX || text[4] != '-' || text[7] != '-')
        return false;
    year = read_digits(text, 4);
    month = read_digits(text + 5, 2);
    day = read_digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    if (month == 2 && day == 29)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1];
}
