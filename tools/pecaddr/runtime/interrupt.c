/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/interrupt.h"

#include "base/array.h"
#include "runtime/memory.h"
#include "runtime/output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static volatile sig_atomic_t caught;

/* What is said at the first one, made beforehand: a handler may make nothing. */
static char *notice;
static size_t notice_size;

static void die(int number)
{
    sigset_t one;

    output_remove_unfinished();
    signal(number, SIG_DFL);
    sigemptyset(&one);
    sigaddset(&one, number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    raise(number);
    _exit(128 + number);
}

static void note_signal(int number)
{
    int error = errno;

    if (caught)
        die(number);
    caught = number;
    if (notice && write(STDERR_FILENO, notice, notice_size) < 0)
        notice = NULL; /* nobody is there to read it */
    errno = error;
}

static void free_notice(void)
{
    char *text = notice;

    notice = NULL;
    free(text);
}

static void handle_with(void (*handler)(int))
{
    for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
        struct sigaction action = {0};

        if (sigaction(signals[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)
            continue;
        action = (struct sigaction){.sa_handler = handler, .sa_flags = SA_RESTART};
        sigemptyset(&action.sa_mask);
        for (size_t other = 0; other < ARRAY_SIZE(signals); other++)
            sigaddset(&action.sa_mask, signals[other]);
        sigaction(signals[i], &action, NULL);
    }
}

void interrupt_begin(void)
{
    handle_with(die);
}

void interrupt_note(const char *text)
{
    static int registered;

    if (text && !notice) {
        notice_size = strlen(text);
        notice = memory_copy(text);
    }
    if (!registered && atexit(free_notice) == 0)
        registered = 1;
    handle_with(note_signal);
}

int interrupt_came(void)
{
    return caught;
}

/* One that comes before the wait has begun must end it too: so it is let in only by the wait. */
int interrupt_wait(int fd)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    sigset_t held, before;

    sigemptyset(&held);
    for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
        sigaddset(&held, signals[i]);
    sigprocmask(SIG_BLOCK, &held, &before);
    while (!caught && ppoll(&wanted, 1, NULL, &before) < 0 && errno == EINTR)
        continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return caught;
}

void interrupt_obey(void)
{
    if (!caught)
        return;
    fflush(NULL); /* a signal ends a program without it */
    die(caught);
}
