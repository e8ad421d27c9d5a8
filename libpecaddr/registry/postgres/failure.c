/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/connection.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What goes wrong with a server, in sentences, and whether it is worth another try. */

/* Time. */

/* Longer each time, and not the same for all who try again. */
#define PAUSE_MIN 10u
#define PAUSE_MAX 500u

void registry_postgres_pause(const struct connection *self)
{
    unsigned shift = self->n_failures < 6 ? self->n_failures : 6;
    unsigned pause = PAUSE_MIN << shift < PAUSE_MAX ? PAUSE_MIN << shift : PAUSE_MAX;
    struct timespec rest;

    clock_gettime(CLOCK_MONOTONIC, &rest);
    pause = pause / 2 + (unsigned)(rest.tv_nsec / 1000 % (pause / 2 + 1));
    rest = (struct timespec){.tv_nsec = (long)pause * 1000000};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        continue;
}

/* Errors. */

const char *registry_postgres_detail(const char *text, char buffer[DETAIL_MAX])
{
    size_t n = 0;

    if (!text || utf8_check(text, strlen(text)) < strlen(text))
        text = "its message is not in UTF-8";
    for (; *text != '\0' && n < DETAIL_MAX - 1; text++) {
        char c = *text == '\n' || *text == '\t' ? ' ' : *text;

        if (c != ' ' || (n > 0 && buffer[n - 1] != ' '))
            buffer[n++] = c;
    }
    while (n > 0 && (buffer[n - 1] == ' ' || buffer[n - 1] == '.'))
        n--;
    if (*text != '\0')
        n = utf8_whole(buffer, n);
    buffer[n] = '\0';
    return buffer;
}

static const struct {
    const char *format;
    const char *doubtful;
} sayings[] = {
    [PLAIN] = {N_("%s: %s"), N_("%s: %s; whether an earlier try was done is unknown")},
    [NO_CONNECTION] = {N_("%s: cannot connect: %s"),
                       N_("%s: cannot connect: %s; whether an earlier try was done is unknown")},
    [DAMAGED] = {N_("%s: the registry is damaged (%s); restore it from a backup"),
                 N_("%s: the registry is damaged (%s); restore it from a backup; whether an "
                    "earlier try was done is unknown")},
    [BUSY] = {N_("%s: other programs have been writing to the registry for more than %s seconds; "
                 "try again, or wait longer with ?timeout=SECONDS"),
              N_("%s: other programs have been writing to the registry for more than %s seconds; "
                 "try again, or wait longer with ?timeout=SECONDS; whether an earlier try was done "
                 "is unknown")},
    [STOPPED] = {N_("%s: the server stopped the statement, perhaps as it was taking more than %s "
                    "seconds; try again, or wait longer with ?timeout=SECONDS"),
                 N_("%s: the server stopped the statement, perhaps as it was taking more than %s "
                    "seconds; try again, or wait longer with ?timeout=SECONDS; whether an earlier "
                    "try was done is unknown")},
    [NO_RIGHT] = {N_("%s: this user has no right to do this (%s); make a registry as a user who "
                     "may make schemas, and use it as one who has the role pecaddr_issuer or "
                     "pecaddr_reader"),
                  N_("%s: this user has no right to do this (%s); make a registry as a user who "
                     "may make schemas, and use it as one who has the role pecaddr_issuer or "
                     "pecaddr_reader; whether an earlier try was done is unknown")},
    [REGISTRY_REFUSED] = {N_("%s: the registry refused: %s"),
                          N_("%s: the registry refused: %s; whether an earlier try was done is "
                             "unknown")},
    [REFUSED] = {N_("%s: the server refused: %s"),
                 N_("%s: the server refused: %s; whether an earlier try was done is unknown")},
};

static void say(const struct connection *self, struct pecaddr_registry_error *error,
                enum saying saying, const char *text)
{
    registry_fail(error, PECADDR_E_STORAGE,
                  self->unknown ? sayings[saying].doubtful : sayings[saying].format, self->shown,
                  text);
}

void registry_postgres_forget_failures(struct connection *self)
{
    self->n_failures = 0;
    self->unknown = false;
}

int registry_postgres_fail_saying(struct connection *self, enum saying saying, const char *text,
                                  struct pecaddr_registry_error *error)
{
    self->failed = true;
    say(self, error, saying, text);
    registry_postgres_forget_failures(self);
    return PECADDR_E_STORAGE;
}

int registry_postgres_fail(struct connection *self, struct pecaddr_registry_error *error,
                           const char *what)
{
    return registry_postgres_fail_saying(self, PLAIN, what, error);
}

int registry_postgres_damaged(struct connection *self, const char *what,
                              struct pecaddr_registry_error *error)
{
    return registry_postgres_fail_saying(self, DAMAGED, what, error);
}

static int again(struct connection *self, int code, enum saying saying, const char *text,
                 struct pecaddr_registry_error *error)
{
    int64_t now = registry_now();

    if (self->n_failures++ == 0)
        self->give_up = now + (int64_t)self->timeout * 1000;
    /* The sentence of what is unknown says so itself. */
    if (code == STORE_UNKNOWN)
        self->unknown = false;
    if (now >= self->give_up)
        return registry_postgres_fail_saying(self, saying, text, error);
    self->failed = true;
    say(self, error, saying, text);
    if (code == STORE_UNKNOWN)
        self->unknown = true;
    return code;
}

int registry_postgres_again(struct connection *self, int code, const char *what,
                            struct pecaddr_registry_error *error)
{
    return again(self, code, PLAIN, what, error);
}

int registry_postgres_no_connection(struct connection *self, const char *why,
                                    struct pecaddr_registry_error *error)
{
    return again(self, STORE_AGAIN, NO_CONNECTION, why, error);
}
