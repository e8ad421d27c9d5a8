/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/input.h"

#include "base/utf8.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/memory.h"
#include "runtime/needed-file.h"
#include "runtime/output.h"
#include "speech/language.h"
#include "speech/message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#define READ_SIZE ((size_t)64 * 1024)

/* A unit of UTF-16 becomes at most three bytes of UTF-8; before it a surrogate may be left over. */
#define EXPANSION 3

int input_open(struct input *input, const char *path)
{
    struct stat status;

    *input = (struct input){.name = path, .fd = STDIN_FILENO, .newline = '\n'};
    if (strcmp(path, "-") == 0) {
        input->name = _("standard input");
    } else {
        input->fd = open(path, O_RDONLY | O_CLOEXEC);
        if (input->fd < 0) {
            input_complain(input);
            return EXIT_USAGE;
        }
    }
    if (fstat(input->fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        message("%s: this is a folder; a file is needed", input->name);
        input_close(input);
        return EXIT_USAGE;
    }
    needed_file_opened(input->fd);
    input->buffer = memory_new(INPUT_LINE_MAX);
    return 0;
}

void input_close(struct input *input)
{
    if (input->fd > STDERR_FILENO)
        close(input->fd);
    input->fd = -1;
    free(input->buffer);
    input->buffer = NULL;
}

void input_complain(const struct input *input)
{
    message("%s cannot be read: %s", input->name, language_error(errno));
}

static int write_all(int fd, const char *data, size_t size)
{
    while (size) {
        ssize_t written = write(fd, data, size);

        if (written < 0 && errno != EINTR)
            return -1;
        if (written > 0) {
            data += written;
            size -= (size_t)written;
        }
    }
    return 0;
}

/* The name is gone at once, so that nothing is left behind whatever happens. */
static int nameless_file(void)
{
    const char *folder = getenv("TMPDIR");
    struct buffer path = {0};
    int fd;

    buffer_format(&path, "%s/pecaddr-XXXXXX", folder && *folder ? folder : "/tmp");
    fd = mkostemp(path.data, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.data);
    buffer_free(&path);
    return fd;
}

int input_make_seekable(struct input *input)
{
    struct stat status;
    ssize_t size;
    int fd;

    if (fstat(input->fd, &status) == 0 && S_ISREG(status.st_mode))
        return 0;
    fd = nameless_file();
    if (fd < 0) {
        message("no temporary file for %s: %s; set TMPDIR to a folder that can be written",
                input->name, language_error(errno));
        return EXIT_UNAVAILABLE;
    }
    while ((size = read(input->fd, input->buffer, READ_SIZE)) != 0) {
        if (size < 0) {
            input_complain(input);
            close(fd);
            return EXIT_UNAVAILABLE;
        }
        if (write_all(fd, input->buffer, (size_t)size) < 0) {
            message("the temporary file for %s cannot be written: %s", input->name,
                    language_error(errno));
            close(fd);
            return EXIT_UNAVAILABLE;
        }
    }
    if (input->fd > STDERR_FILENO)
        close(input->fd);
    input->fd = fd;
    return input_seek(input, 0, 0);
}

int input_seek(struct input *input, uint64_t offset, size_t line)
{
    if (lseek(input->fd, (off_t)offset, SEEK_SET) < 0) {
        input_complain(input);
        return EXIT_UNAVAILABLE;
    }
    input->line = line;
    input->offset = offset;
    input->begin = input->end = 0;
    input->at_end = input->in_line = 0;
    input->pending_size = 0;
    input->surrogate = 0;
    return 0;
}

/* Appends a code point or an unpaired surrogate as UTF-8; there is room. */
static void put_character(struct input *input, uint32_t c)
{
    uint8_t *bytes = (uint8_t *)input->buffer;

    U8_APPEND_UNSAFE(bytes, input->end, c);
}

static void put_unit(struct input *input, uint16_t unit)
{
    if (input->surrogate) {
        if (U16_IS_TRAIL(unit)) {
            put_character(input, (uint32_t)U16_GET_SUPPLEMENTARY(input->surrogate, unit));
            input->surrogate = 0;
            return;
        }
        put_character(input, input->surrogate);
        input->surrogate = 0;
    }
    if (U16_IS_LEAD(unit))
        input->surrogate = unit;
    else
        put_character(input, unit);
}

static void put_utf16(struct input *input, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        input->pending[input->pending_size++] = bytes[i];
        if (input->pending_size == 2) {
            unsigned first = input->pending[0], second = input->pending[1];

            input->pending_size = 0;
            put_unit(input, (uint16_t)(input->form == INPUT_UTF16LE ? first | second << 8
                                                                    : first << 8 | second));
        }
    }
}

/* What is left at the end of a file that stops in mid-character: bytes that are no UTF-8. */
static void put_remains(struct input *input)
{
    if (input->surrogate)
        put_character(input, input->surrogate);
    if (input->pending_size)
        input->buffer[input->end++] = (char)0xFF;
    input->surrogate = 0;
    input->pending_size = 0;
}

/* Reads more into the buffer, in which there is room. -1 when that failed. */
static int fill(struct input *input)
{
    unsigned char units[READ_SIZE / EXPANSION];
    size_t room = INPUT_LINE_MAX - input->end;
    char *target = input->buffer + input->end;
    ssize_t size;

    if (input->answers) {
        output_flush(input->answers);
        if (interrupt_wait(input->fd) != 0)
            return -1;
    }
    if (input->form != INPUT_BYTES) {
        target = (char *)units;
        room = room / EXPANSION < sizeof units ? room / EXPANSION : sizeof units;
    }
    do
        size = read(input->fd, target, room < READ_SIZE ? room : READ_SIZE);
    while (size < 0 && errno == EINTR);
    if (size < 0) {
        input_complain(input);
        return -1;
    }
    input->at_end = size == 0;
    if (input->form == INPUT_BYTES)
        input->end += (size_t)size;
    else if (size)
        put_utf16(input, units, (size_t)size);
    else
        put_remains(input);
    return 0;
}

/* Room for at least one read, unless the line in the buffer takes it all. */
static int make_room(struct input *input)
{
    if (input->begin) {
        memmove(input->buffer, input->buffer + input->begin, input->end - input->begin);
        input->end -= input->begin;
        input->begin = 0;
    }
    return INPUT_LINE_MAX - input->end > 4 * EXPANSION;
}

/* A piece of a line that is cut where no character of UTF-8 is. */
static size_t piece_size(const char *data, size_t size)
{
    size_t back = 1;

    while (back < 4 && utf8_goes_on(data[size - back]))
        back++;
    return ((unsigned char)data[size - back] & 0xC0) == 0xC0 ? size - back : size;
}

/* How many bytes of the file it was that became these. */
static uint64_t bytes_in_file(const struct input *input, const char *data, size_t size)
{
    uint64_t bytes = 0;

    if (input->form == INPUT_BYTES)
        return size;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)data[i];

        if (byte == 0xFF) /* half a unit at the end */
            bytes += 1;
        else if ((byte & 0xC0) != 0x80)
            bytes += byte >= 0xF0 ? 4 : 2;
    }
    return bytes;
}

/* Whether nothing is left, or Ctrl-Z alone after the last line, by which programs of DOS end a
   text. */
static int is_end_of_text(const struct input *input)
{
    size_t i = input->begin;

    if (!input->at_end)
        return 0;
    while (i < input->end && input->buffer[i] == '\x1A' && !input->in_line)
        i++;
    return i == input->end;
}

int input_line(struct input *input, struct input_line *ret_line)
{
    const char *newline = NULL;
    size_t searched = 0;

    for (;;) {
        size_t size = input->end - input->begin;
        const char *data = input->buffer + input->begin;

        newline = size > searched ? memchr(data + searched, input->newline, size - searched) : NULL;
        searched = size;
        if (is_end_of_text(input))
            return 0;
        if (newline || input->at_end || !make_room(input)) {
            *ret_line = (struct input_line){
                .data = input->buffer + input->begin,
                .size = newline ? (size_t)(newline - data) + 1 : size,
                .partial = !newline && !input->at_end,
            };
            break;
        }
        if (fill(input) < 0)
            return -1;
    }
    if (!input->in_line)
        input->line++;
    if (ret_line->partial)
        ret_line->size = piece_size(ret_line->data, ret_line->size);
    input->in_line = ret_line->partial;
    input->begin += ret_line->size;
    input->offset += bytes_in_file(input, ret_line->data, ret_line->size);
    return 1;
}

int input_skip_bom(struct input *input)
{
    static const char bom[] = "\xEF\xBB\xBF";

    while (input->end - input->begin < 3 && !input->at_end)
        if (fill(input) < 0)
            return -1;
    if (input->end - input->begin >= 3 && memcmp(input->buffer + input->begin, bom, 3) == 0) {
        input->begin += 3;
        input->offset += 3;
    }
    return 0;
}
