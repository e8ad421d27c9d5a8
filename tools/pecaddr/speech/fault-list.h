/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FAULT_LIST_H
#define FAULT_LIST_H

#include "speech/message.h"

/*
 * What is wrong with the rows of a file: told when all are read. A mistake that so many rows have is one of the
 * whole file, and is told once, with their count and the first of them. Of the others a terminal shows the
 * first twenty, with whose they are. It begins zeroed.
 */
#define FAULTS_ALIKE 20

struct fault_said {
    size_t line;
    char *name;  /* whose row it is; empty where nobody is known */
    char *words; /* place, sentence and advice */
};

struct fault_kind {
    const char *code;
    enum pecaddr_field field;
    const char *what;
    const char *what_to_do;
    int is_empty; /* the field, as far as it is told */
    char *text;   /* of the field, where the mistake is of that text alone; or NULL */
    size_t rows;
    struct fault_said said[FAULTS_ALIKE - 1];
};

struct fault_list {
    struct fault_kind *kinds;
    size_t n, capacity;
};

/* One more row. */
void fault_list_add(struct fault_list *list, size_t line, const struct pecaddr_person *person,
                    const struct fault *fault);

/*
 * Tells them, if there are any, and empties the list: whether each row was told.
 *
 *   file     in which the rows stand.
 *   result   where each of them has its error, and the column there; NULL: the result has none.
 */
bool fault_list_tell(struct fault_list *list, const char *file, const char *result,
                     const char *column);

/* The same of the mistakes of the whole file alone, where the result is read for the others. */
void fault_list_tell_shared(struct fault_list *list, const char *file, const char *result,
                            const char *column);

void fault_list_free(struct fault_list *list);

#endif
