/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/name-words.h"

#include "base/array.h"
#include "intake/stand-in.h"
#include "speech/text.h"

#include <string.h>

/* Without their last letter, which is another for a woman. Shorter stems begin surnames: Cancellieri,
   Cessari, Mortellaro. */
static const char *const said[] = {"decedut", "defunt",     "cancellat", "sospes",
                                   "radiat",  "trasferit",  "cessat",    "dimess",
                                   "decadut", "dimissiona", "pensionat", "esercent"};

static int begins_so(struct pecaddr_text word)
{
    for (size_t i = 0; i < ARRAY_SIZE(said); i++) {
        struct pecaddr_text beginning = {word.data, strlen(said[i])};

        if (word.size > beginning.size && text_equal(beginning, said[i]))
            return 1;
    }
    return 0;
}

/* A dash between two surnames stands for nothing by itself, and is doubted by nobody. */
static int stands_for_nothing(struct pecaddr_text word, enum roster_field field)
{
    return ascii_is_letter(*word.data) && stand_in_read(word, field) == STAND_IN_NOTHING;
}

int name_words_are_doubtful(struct pecaddr_text name, enum roster_field field)
{
    for (size_t i = 0; i < name.size;) {
        struct pecaddr_text word = {name.data + i, 0};

        while (i + word.size < name.size && word.data[word.size] != ' ')
            word.size++;
        if (word.size > 1 && (begins_so(word) || stands_for_nothing(word, field)))
            return 1;
        i += word.size + 1;
    }
    return 0;
}
