/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/progress.h"

#include "runtime/output.h"
#include "runtime/terminal.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Seconds: of work that nobody has to be told about, and between two drawings. */
#define PATIENCE 2.0
#define INTERVAL 0.2

/* Of a total that is known, so much must be done before it says how long the rest takes. */
#define PERCENT_MIN 1

/* Of two units at most: nobody can know it better. */
static void describe_time(struct buffer *text, double seconds)
{
    unsigned long whole = (unsigned long)(seconds + 0.5);

    if (whole < 60)
        buffer_format(text, _("%lu s"), whole);
    else if (whole < 3600)
        buffer_format(text, _("%lu min %lu s"), whole / 60, whole % 60);
    else
        buffer_format(text, _("%lu h %lu min"), whole / 3600, whole / 60 % 60);
}

void progress_describe(struct buffer *line, size_t done, uint64_t bytes, uint64_t total,
                       double seconds)
{
    unsigned long rate = seconds > 0 ? (unsigned long)((double)done / seconds + 0.5) : 0;
    unsigned percent = total && bytes < total ? (unsigned)(100.0 * (double)bytes / (double)total)
                       : total                ? 100
                                              : 0;
    struct buffer left = {0};

    if (percent < PERCENT_MIN) {
        buffer_format(line, _("%zu done, %lu a second"), done, rate);
        return;
    }
    describe_time(&left, bytes < total ? seconds * (double)(total - bytes) / (double)bytes : 0);
    /* TRANSLATORS: the last is how long it still takes, such as "12 s" or "3 min 5 s". */
    buffer_format(line, _("%zu done, %lu a second; %u%%, %s left"), done, rate, percent, left.data);
    buffer_free(&left);
}

void progress_start(struct progress *progress)
{
    progress->begun = progress->clock();
    progress->drawn = progress->begun;
    progress->is_drawn = 0;
}

void progress_draw(struct progress *progress, size_t done, uint64_t bytes)
{
    struct buffer line = {0}, drawn = {0};
    double now;

    if (!progress->file)
        return;
    now = progress->clock();
    if (now - progress->begun <= PATIENCE || now - progress->drawn < INTERVAL)
        return;
    progress_describe(&line, done, bytes, progress->total, now - progress->begun);
    if (text_width((struct pecaddr_text){line.data, line.size}) < progress->width) {
        buffer_format(&drawn, PROGRESS_WIPE "%s", line.data);
        fwrite(drawn.data, 1, drawn.size, progress->file);
        fflush(progress->file);
        progress->drawn = now;
        progress->is_drawn = 1;
    }
    buffer_free(&line);
    buffer_free(&drawn);
}

void progress_wipe(struct progress *progress)
{
    if (!progress->is_drawn)
        return;
    fputs(PROGRESS_WIPE, progress->file);
    fflush(progress->file);
    progress->is_drawn = 0;
}

/* The command's own. */

static double monotonic_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct progress own = {.clock = monotonic_seconds};
static const uint64_t *own_offset;

static void wipe_own(void)
{
    progress_wipe(&own);
}

int progress_can_wipe(void)
{
    const char *terminal = getenv("TERM");

    return terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

void progress_begin(int fd, const uint64_t *offset, const struct output *output)
{
    struct stat status;
    int is_seen = isatty(STDERR_FILENO) && progress_can_wipe() && !message_is_quiet() &&
                  !(output && isatty(fileno(output->file)));

    own.file = is_seen ? stderr : NULL;
    own.width = is_seen ? terminal_columns(stderr) : 0;
    own.total =
        offset && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    own_offset = offset;
    message_before(wipe_own);
    progress_start(&own);
}

void progress_tell(size_t done)
{
    progress_draw(&own, done, own_offset ? *own_offset : 0);
}

void progress_end(void)
{
    progress_wipe(&own);
    own.file = NULL;
    own_offset = NULL;
}
