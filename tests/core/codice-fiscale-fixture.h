/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CODICE_FISCALE_FIXTURE_H
#define CODICE_FISCALE_FIXTURE_H

/*
 * Codici fiscali that are made here: no country of birth has the code Z000, so none of them is a
 * person's.
 */
#include <stdbool.h>

#include "suite.h"

/* DM 23 Dec 1976, table of the odd places, in its own order and not that of codice-fiscale.c. */
static const struct {
    const char *characters;
    int value;
} odd_places[] = {
    {"0A", 1},  {"1B", 0},  {"2C", 5},  {"3D", 7}, {"4E", 9}, {"5F", 13}, {"6G", 15},
    {"7H", 17}, {"8I", 19}, {"9J", 21}, {"K", 2},  {"L", 4},  {"M", 18},  {"N", 20},
    {"O", 11},  {"P", 3},   {"Q", 6},   {"R", 8},  {"S", 12}, {"T", 14},  {"U", 16},
    {"V", 10},  {"W", 22},  {"X", 25},  {"Y", 24}, {"Z", 23},
};

static inline int odd_value(char c)
{
    for (size_t i = 0; i < N_OF(odd_places); i++)
        if (strchr(odd_places[i].characters, c) != NULL)
            return odd_places[i].value;
    return 0;
}

static inline int even_value(char c)
{
    return c <= '9' ? c - '0' : c - 'A';
}

/* Fifteen characters and the sixteenth that the decree gives them. */
static inline void complete(const char *fifteen, char holder[17])
{
    int sum = 0;

    memcpy(holder, fifteen, 15);
    for (int i = 0; i < 15; i++)
        sum += i % 2 == 0 ? odd_value(holder[i]) : even_value(holder[i]);
    holder[15] = (char)('A' + sum % 26);
    holder[16] = '\0';
}

#endif
