/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_QUESTION_H
#define STEP_QUESTION_H

#include "command/step-columns.h"
#include "speech/text.h"

/*
 * Whether a row contradicts a step (step-state.h): the question, and what is found. What one step has much
 * of is in a file of its own.
 */

/*
 * What a step is taken for, and by what.
 *
 *   columns   what they say in the whole file.
 *   entry     the row.
 */
struct question {
    struct list *list;
    const struct step_columns *columns;
    const struct list_entry *entry;
};

/* What a row says against a step, and what to do. */
struct contradiction {
    const char
        *what; /* with the column and, unless that is empty, the cell; where two contradict each
                         other, with both */
    const char *what_to_do;
};

/* A contradiction, or NULL; the column that says it, and the other, or ROSTER_NO_COLUMN. */
struct finding {
    const struct contradiction *contradiction;
    size_t column, other;
};

static inline struct finding found_nothing(void)
{
    return (struct finding){NULL, ROSTER_NO_COLUMN, ROSTER_NO_COLUMN};
}

static inline struct finding found(const struct contradiction *contradiction, size_t column)
{
    return (struct finding){contradiction, column, ROSTER_NO_COLUMN};
}

/* The one that fits a cell that may be empty. */
static inline struct finding found_either(const struct question *question,
                                          const struct contradiction *filled,
                                          const struct contradiction *empty, size_t column)
{
    return found(text_trim(question->entry->row->cells[column].text).size ? filled : empty, column);
}

/* step-member.c: whether the holder has not left by what a row says. */
struct finding step_finds_member(const struct question *question);

#endif
