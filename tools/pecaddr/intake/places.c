/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/places.h"

#include "base/array.h"
#include "speech/province.h"
#include "speech/text.h"

#include <string.h>

/* `Ordine di Monza e della Brianza` has as many words. */
#define WORDS_MAX 6

/* Two letters that are more often a word than a sigla. */
static bool is_word(const char *two)
{
    static const char words[][3] = {"no", "si", "va", "so", "al", "lo", "le"};

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (strncmp(two, words[i], 2) == 0)
            return true;
    return false;
}

/* The Order that words are; false: they are none. */
static bool read_order(struct pecaddr_text words, char ret_sigla[3])
{
    struct pecaddr_text read = province_read(words);
    char sigla[3] = "";

    if (read.size != 2 || (words.size == 2 && is_word(words.data)))
        return false;
    sigla[0] = ascii_upper(read.data[0]);
    sigla[1] = ascii_upper(read.data[1]);
    if (!province_name(sigla))
        return false;
    memcpy(ret_sigla, sigla, sizeof sigla);
    return true;
}

/* The longest Order that begins here; what is behind it, or NULL: there is none. */
static const char *read_longest(const char *words, char ret_sigla[3])
{
    const char *behind = NULL, *at = words;

    for (size_t n = 0; n < WORDS_MAX && *at; n++) {
        size_t size = (size_t)(at - words) + strcspn(at, " ");

        at = text_next_word(at);
        if (read_order((struct pecaddr_text){words, size}, ret_sigla))
            behind = at;
    }
    return behind;
}

bool places_begin(const char *words)
{
    char first[3], second[3];
    const char *behind = read_longest(words, first);

    return behind && read_longest(behind, second) && strcmp(first, second) != 0;
}

bool places_stand(const char *words)
{
    while (*words && !places_begin(words))
        words = text_next_word(words);
    return *words;
}
