/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdint.h>

struct output;

/*
 * A file, or standard input, read line by line in constant memory.
 *
 *   form      UTF-16 is handed out as UTF-8, an unpaired surrogate as its three bytes.
 * A Ctrl-Z alone after the last line is no line: programs of DOS end a text so.
 *
 *   answers   flushed before each read, for whoever types a line and waits: then reading fails also
 *             where somebody interrupts it (interrupt.h), without a message. May be NULL.
 */

enum input_form { INPUT_BYTES, INPUT_UTF16LE, INPUT_UTF16BE };

struct input {
    const char *name; /* for messages */
    int fd;
    enum input_form form;
    char newline; /* '\n', or '\r' for old Macintosh files */
    struct output *answers;
    size_t line;     /* of the line handed out last, from 1 */
    uint64_t offset; /* in the file, of what is handed out next */
    /* The rest is its own. */
    char *buffer;
    size_t begin, end;
    int at_end, in_line;
    unsigned char pending[2]; /* of UTF-16: a byte of half a unit */
    size_t pending_size;
    uint16_t surrogate;
};

/*
 * A line, or a piece of one.
 *
 *   data, size   with its line end. Lives until the next call.
 *   partial      more of this line follows: it is longer than INPUT_LINE_MAX.
 */
struct input_line {
    const char *data;
    size_t size;
    int partial;
};

#define INPUT_LINE_MAX ((size_t)256 * 1024)

/* Opens a file; "-" is standard input. 0, or EXIT_USAGE with a message. */
int input_open(struct input *input, const char *path);
void input_close(struct input *input);

/* Makes what is no regular file (standard input, a pipe) one that can be read twice: it is copied
   to a nameless temporary file. 0, or a status with a message. */
int input_make_seekable(struct input *input);

/* Goes to the beginning of a line of a seekable file: a byte of it, and the number of lines before.
   0, or a status with a message. */
int input_seek(struct input *input, uint64_t offset, size_t line);

/* The next line: 1; 0 at the end; -1 when reading failed, with a message. */
int input_line(struct input *input, struct input_line *ret_line);

/* Over the byte order mark of UTF-8, if the file begins with it. -1 as input_line(). */
int input_skip_bom(struct input *input);

/* Says why a file cannot be read (errno). */
void input_complain(const struct input *input);

#endif
