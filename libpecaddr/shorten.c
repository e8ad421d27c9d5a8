/* SPDX-License-Identifier: BSD-3-Clause */
#include "shorten.h"

#include <string.h>

/* Words that no name ends in: SPEC §2. */
static const char *const particles[] = {
    "d",   "da",    "dal",  "dall", "dalla", "dalle", "dallo", "dai",  "dagli", "de",
    "dei", "degli", "del",  "dell", "della", "delle", "dello", "den",  "der",   "di",
    "do",  "dos",   "das",  "du",   "e",     "el",    "il",    "l",    "la",    "le",
    "li",  "lo",    "nell", "san",  "sant",  "santa", "santo", "sull", "al",    "alla",
    "gli", "ter",   "van",  "von",  "y",     "zu",    "zum",   "zur",  "af",
};

static bool is_particle(const struct atom *atom, size_t i)
{
    const char *letters = atom->letters + atom->words[i].start;

    for (size_t k = 0; k < ARRAY_SIZE(particles); k++)
        if (strlen(particles[k]) == atom->words[i].size &&
            memcmp(letters, particles[k], atom->words[i].size) == 0)
            return true;
    return false;
}

static bool holds_name(const struct atom *atom, size_t n_words)
{
    for (size_t i = 0; i < n_words; i++)
        if (!is_particle(atom, i))
            return true;
    return false;
}

static void report(const struct pecaddr_trace *trace, enum pecaddr_step_kind kind,
                   enum pecaddr_field which, const char *text, size_t size)
{
    struct pecaddr_step step = {
        .size = sizeof step, .kind = kind, .field = which, .text = {text, size}};

    if (trace)
        trace->step(trace->user, &step);
}

static void drop_last(struct atom *atom, enum pecaddr_field which,
                      const struct pecaddr_trace *trace)
{
    struct word last = atom->words[--atom->n_words];

    atom->size = last.start;
    report(trace, PECADDR_STEP_WORD_DROPPED, which, atom->letters + last.start, last.size);
}

/* With a dropped word go the particles that would then be last. */
static void drop_word(struct atom *atom, enum pecaddr_field which,
                      const struct pecaddr_trace *trace)
{
    drop_last(atom, which, trace);
    while (atom->n_words > 1 && is_particle(atom, atom->n_words - 1))
        drop_last(atom, which, trace);
}

static void cut(struct atom *atom, size_t size, enum pecaddr_field which,
                const struct pecaddr_trace *trace)
{
    if (atom->size <= size)
        return;
    report(trace, PECADDR_STEP_CUT, which, atom->letters + size, atom->size - size);
    atom->size = size;
}

void pecaddr__shorten(struct atom *given, struct atom *surname, size_t budget,
                      const struct pecaddr_trace *trace)
{
    size_t rest;

    while (given->size + surname->size > budget && given->n_words > 1)
        drop_word(given, PECADDR_FIELD_GIVEN, trace);
    while (given->size + surname->size > budget && holds_name(surname, surname->n_words - 1))
        drop_word(surname, PECADDR_FIELD_SURNAME, trace);
    if (given->size + surname->size <= budget)
        return;
    rest = given->size < budget ? budget - given->size : 0;
    cut(surname, rest > budget / 2 ? rest : budget / 2, PECADDR_FIELD_SURNAME, trace);
    cut(given, budget - surname->size, PECADDR_FIELD_GIVEN, trace);
}
