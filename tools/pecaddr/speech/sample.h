/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stddef.h>

/*
 * Of the many that can be said alike of the rows of a file, a terminal shows the first twenty, as
 * more of them would push away what has to be read. Where stderr is a file or a program, all are
 * said. It begins zeroed.
 */
struct sample {
    size_t said;
    size_t held_back;
};

/* Whether one more is said. */
int sample_takes(struct sample *sample);

/* Says how many were held back, and how they are had. */
void sample_end(const struct sample *sample);

#endif
