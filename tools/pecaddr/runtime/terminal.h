/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* The columns of the terminal that a stream goes to; 80 where it does not say, 0: it is none. */
size_t terminal_columns(FILE *stream);

#endif
