/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "runtime/memory.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct output;

/*
 * A line for somebody who waits: how much is done, how fast, and how long it will still take. It
 * stands on a terminal only, from the third second on, is drawn again in its place at most five
 * times a second, and is gone before anything else is said and when the work ends.
 *
 *   clock   seconds of a clock that is never set; a test has its own.
 *   file    where the line goes; NULL: nowhere.
 *   width   columns of the terminal; a line that does not fit is not drawn.
 *   total   bytes of the input, 0 where that is not known: then nobody can say how long.
 */
struct progress {
    double (*clock)(void);
    FILE *file;
    size_t width;
    uint64_t total;
    /* The rest is its own. */
    double begun, drawn;
    int is_drawn;
};

/* A carriage return, and ECMA-48 EL: erases the line. */
#define PROGRESS_WIPE "\r\033[K"

/* Begins; draws, if it is time, with so many rows and so many bytes of the input done; takes the
   line away. */
void progress_start(struct progress *progress);
void progress_draw(struct progress *progress, size_t done, uint64_t bytes);
void progress_wipe(struct progress *progress);

/* The line itself, after so many seconds of work. */
void progress_describe(struct buffer *line, size_t done, uint64_t bytes, uint64_t total,
                       double seconds);

/*
 * That of the command. It is silent where nobody would see it, or would be disturbed: stderr is no
 * terminal, or one that cannot erase a line (TERM); --quiet; results go to the terminal too.
 *
 *   fd, offset   what is read, and how far: bytes; NULL: how much is to come is not known.
 *   output       where results go; NULL: there are none.
 */
void progress_begin(int fd, const uint64_t *offset, const struct output *output);
void progress_tell(size_t done);
void progress_end(void);

/* Whether the terminal of stderr can erase a line. */
int progress_can_wipe(void);

#endif
