/* SPDX-License-Identifier: BSD-3-Clause */
#include "past.h"

#include "message.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOMENT_SIZE sizeof "2030-12-31T00:00:00.000Z"

struct past {
    char since[MOMENT_SIZE];
    struct past_mailbox *mailboxes;
    size_t n, capacity;
    struct arena texts;
    uint32_t *places; /* by address: counted from 1, so that 0 is free */
    size_t places_count;
};

/* The moment at which a day begins here, as history writes it. */
static void begin_of_day(const char *day, char ret_moment[MOMENT_SIZE])
{
    struct tm local = {
        .tm_year = atoi(day) - 1900,
        .tm_mon = atoi(day + 5) - 1,
        .tm_mday = atoi(day + 8),
        .tm_isdst = -1,
    };
    time_t moment = mktime(&local);
    struct tm utc;

    gmtime_r(&moment, &utc);
    strftime(ret_moment, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
}

/* The day here of a moment of history. */
static void day_of(const char *at, char ret_day[DATE_SIZE])
{
    struct tm utc = {
        .tm_year = atoi(at) - 1900,
        .tm_mon = atoi(at + 5) - 1,
        .tm_mday = atoi(at + 8),
        .tm_hour = atoi(at + 11),
        .tm_min = atoi(at + 14),
        .tm_sec = atoi(at + 17),
    };
    time_t moment = timegm(&utc);
    struct tm local;

    localtime_r(&moment, &local);
    strftime(ret_day, DATE_SIZE, "%Y-%m-%d", &local);
}

/* Finding. */

/* FNV-1a. */
static size_t hash_of(const char *address)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *address; address++)
        hash = (hash ^ (unsigned char)*address) * UINT64_C(1099511628211);
    return (size_t)(hash ^ hash >> 29);
}

/* The place of an address, or the free one where it would be. At most half of them are taken. */
static uint32_t *place_of(const struct past *past, const char *address)
{
    size_t i = hash_of(address);

    for (;; i++) {
        uint32_t *place = &past->places[i & (past->places_count - 1)];

        if (!*place || strcmp(past->mailboxes[*place - 1].address, address) == 0)
            return place;
    }
}

static void widen(struct past *past)
{
    past->capacity = past->capacity ? 2 * past->capacity : 1024;
    past->mailboxes = memory_resize(past->mailboxes, past->capacity * sizeof *past->mailboxes);
    free(past->places);
    past->places_count = 2 * past->capacity;
    past->places = memory_new(past->places_count * sizeof *past->places);
    for (size_t i = 0; i < past->n; i++)
        *place_of(past, past->mailboxes[i].address) = (uint32_t)i + 1;
}

const struct past_mailbox *past_find(const struct past *past, const char *address)
{
    uint32_t place = past->n ? *place_of(past, address) : 0;

    return place ? &past->mailboxes[place - 1] : NULL;
}

/* The mailbox of an event; the first says how it was. An address that was given back has another
   mailbox later, which was not there. */
static struct past_mailbox *mailbox_of(struct past *past, const struct pecaddr_event *event)
{
    struct past_mailbox *mailbox;
    uint32_t *place;

    if (past->n == past->capacity)
        widen(past);
    place = place_of(past, event->address);
    if (!*place) {
        mailbox = &past->mailboxes[past->n++];
        *place = (uint32_t)past->n;
        *mailbox = (struct past_mailbox){
            .address = arena_copy(&past->texts, event->address, strlen(event->address)),
            .state = event->from,
        };
    }
    mailbox = &past->mailboxes[*place - 1];
    if (!event->from)
        *mailbox = (struct past_mailbox){.address = mailbox->address};
    return mailbox;
}

/* Reading. */

/* The library's own words for facts that were unknown (identity.c, import.c of
 * libpecaddr-registry).
 */
static int says_incomplete(const char *why)
{
    static const char *const words[] = {
        "codice fiscale put on record",
        "register entry put on record",
        "name put on record",
        "put on record what was unknown",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(why, words[i]))
            return 1;
    return 0;
}

static int says_came_back(const char *why)
{
    static const char words[] = "the holder came back";

    return strncmp(why, words, strlen(words)) == 0;
}

/* A change of nothing but facts, while it was active. */
static void note_facts(struct past_mailbox *mailbox, const struct pecaddr_event *event)
{
    int is_incomplete = says_incomplete(event->why);

    mailbox->was_incomplete = mailbox->was_incomplete || is_incomplete;
    if (says_came_back(event->why))
        mailbox->had_left = mailbox->had_left || !mailbox->may_have_left;
    else if (!*event->holder && !event->number && !is_incomplete &&
             strcmp(event->why, "import: put on record when it expires") != 0)
        mailbox->may_have_left = 1;
}

static int note_event(void *user, const struct pecaddr_event *event)
{
    struct past *past = user;
    struct past_mailbox *mailbox;

    if (strcmp(event->at, past->since) < 0)
        return 0;
    mailbox = mailbox_of(past, event);
    if (*event->holder && !mailbox->holder)
        mailbox->holder = arena_copy(&past->texts, event->holder, strlen(event->holder));
    if (event->number) {
        if (!mailbox->has_entry) {
            mailbox->has_entry = 1;
            mailbox->number = event->number;
            mailbox->section = event->section;
            memcpy(mailbox->province, event->province, strnlen(event->province, 2));
        }
        day_of(event->at, mailbox->moved);
    }
    if (event->to == PECADDR_STATE_RETIRED)
        day_of(event->at, mailbox->retired);
    if (event->from == PECADDR_STATE_ACTIVE && event->to == PECADDR_STATE_ACTIVE)
        note_facts(mailbox, event);
    return 0;
}

int past_read(struct past **ret_past, struct pecaddr_registry *registry, const char day[DATE_SIZE])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct past *past = memory_new(sizeof *past);
    int r;

    *ret_past = past;
    begin_of_day(day, past->since);
    r = pecaddr_registry_history(registry, NULL, note_event, past, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

void past_free(struct past *past)
{
    if (!past)
        return;
    free(past->mailboxes);
    free(past->places);
    arena_free(&past->texts);
    free(past);
}

/*
 * History tells that a date was put on record, but not which. Who has left now, and of whom nothing
 * of the kind is told since, had left before; if it is told, it may have been that, and is taken
 * for it: to cancel somebody twice does no harm, not to cancel him does.
 */
int past_was_active(const struct past_mailbox *before, const struct pecaddr_mailbox *mailbox)
{
    if (!before)
        return mailbox->state == PECADDR_STATE_ACTIVE && !*mailbox->left;
    if (before->state != PECADDR_STATE_ACTIVE || before->had_left)
        return 0;
    return !*mailbox->left || before->may_have_left;
}
