/* SPDX-License-Identifier: BSD-3-Clause */
#include "shorten.h"

/* A word that no name ends in: SPEC §2. */
static bool ends_no_name(const struct atom *atom, size_t i)
{
    const struct word *word = &atom->words[i];

    return word_kinds_of(atom->letters + word->start, word->size) & WORD_PARTICLE;
}

static bool holds_name(const struct atom *atom, size_t n_words)
{
    for (size_t i = 0; i < n_words; i++)
        if (!ends_no_name(atom, i))
            return true;
    return false;
}

static void report(const struct pecaddr_trace *trace, enum pecaddr_step_kind kind,
                   enum pecaddr_field which, const char *text, size_t size)
{
    struct pecaddr_step step;

    if (!trace)
        return;
    step = (struct pecaddr_step){
        .size = sizeof step, .kind = kind, .field = which, .text = {text, size}};
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
    while (atom->n_words > 1 && ends_no_name(atom, atom->n_words - 1))
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
    while (given->size + surname->size > budget && surname->n_words > 1 &&
           holds_name(surname, surname->n_words - 1))
        drop_word(surname, PECADDR_FIELD_SURNAME, trace);
    if (given->size + surname->size <= budget)
        return;
    rest = given->size < budget ? budget - given->size : 0;
    cut(surname, rest > budget / 2 ? rest : budget / 2, PECADDR_FIELD_SURNAME, trace);
    cut(given, budget - surname->size, PECADDR_FIELD_GIVEN, trace);
}
