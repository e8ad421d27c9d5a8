/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Where results go: standard output, or a file that is whole or not there. There may be several.
 *
 * A file is written beside its final name (`.NAME.XXXXXX`, same folder), for its owner's eyes only,
 * and moved into place when it is complete and on the disk; until then an older one stays as it
 * was. What the command leaves behind by ending early, out of memory or interrupted, is removed;
 * only a power cut or SIGKILL can leave the temporary file.
 */
struct output {
    FILE *file;
    int is_terminal;    /* what is written is looked at */
    const char *name;   /* for messages */
    const char *option; /* that named it, for messages */
    const char *path;   /* NULL: standard output */
    int error;          /* why output_flush() failed first: errno */
    char *target;       /* NULL: nothing is to be moved */
    char *temporary;
    bool is_in_place;    /* a file that was moved there */
    bool reader_is_gone; /* of a pipe (| head): who reads no more is told nothing */
    char *block;         /* of output_room() */
    size_t block_size;
};

/* Opens; NULL or "-" is standard output. 0, EXIT_UNAVAILABLE, or EXIT_USAGE where the file is needed
   (needed-file.h), a database, that of another output, or a link to nothing; with a message. */
int output_open(struct output *output, const char *path);

/* The same where the result may take the place of an open file that it is made of; -1: of none. */
int output_open_over(struct output *output, const char *path, int fd);

/* The same for another option than --output, such as --review. */
int output_open_for(struct output *output, const char *option, const char *path);

/*
 * For results of very many short lines: room for so many bytes, at most OUTPUT_ROOM_MAX, at the end of
 * a large block that is written when it is full; and how many of them were written there. What goes to
 * `file` besides would come before.
 */
#define OUTPUT_ROOM_MAX ((size_t)32 * 1024)
char *output_room(struct output *output, size_t size);
static inline void output_wrote(struct output *output, size_t size)
{
    output->block_size += size;
}

/* Writes what is waiting; that this failed is told by output_check(). */
void output_flush(struct output *output);

/* Whether anything could not be written so far: 0, or EXIT_UNAVAILABLE with a message, unless the
   reader is gone. */
int output_check(struct output *output);

/* Writes all that is left, and moves the file into place. As output_check(). */
int output_commit(struct output *output);

/* Removes what was moved into place, where nothing was replaced by it (output_would_replace()). */
void output_take_back(struct output *output);

/* Whether a result would replace a file in which something is. */
bool output_would_replace(const char *path);

/* Gives up: the temporary file goes, an older file stays. After a commit it does nothing. */
void output_discard(struct output *output);

/* Removes all that is being written and not in place yet. A signal handler may call it. */
void output_remove_unfinished(void);

#endif
