/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/past.h"

#include "base/hash.h"
#include "speech/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define UTC_SIZE sizeof "2030-12-31T00:00:00.000Z"

/* A mailbox that was put on record or changed since. */
struct past_mailbox {
    const char *address;
    enum pecaddr_state state; /* then; 0: it was not on record */
    /* What it was then, of what was changed since: see enum pecaddr_fact. */
    unsigned changed;
    const char *holder;
    const char *given, *surname;
    const char *left;
    uint32_t number;
    char section;
    char province[3];
    struct past_days days;
};

struct past {
    struct period period;
    struct past_mailbox *mailboxes;
    size_t n, capacity;
    struct past_edge edge;
    struct arena texts;
    uint32_t *places; /* by address: counted from 1, so that 0 is free */
    size_t places_count;
};

/* A moment of this machine's time as history writes it. */
static void moment_of(struct tm local, char ret_moment[UTC_SIZE])
{
    time_t moment;
    struct tm utc;

    local.tm_isdst = -1;
    moment = mktime(&local);
    gmtime_r(&moment, &utc);
    strftime(ret_moment, UTC_SIZE, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
}

/* Finding. */

static size_t hash_of(const char *address)
{
    return (size_t)hash_end(hash_bytes(HASH_BEGIN, address, strlen(address)));
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

static const struct past_mailbox *find(const struct past *past, const char *address)
{
    uint32_t place = past && past->n ? *place_of(past, address) : 0;

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

/* The first change of a fact since then tells what it was. */
static int changes_first(struct past_mailbox *mailbox, const struct pecaddr_event *event,
                         unsigned fact)
{
    if (!(event->facts & fact) || mailbox->changed & fact)
        return 0;
    mailbox->changed |= fact;
    return 1;
}

static const char *keep(struct past *past, const char *text)
{
    return arena_copy(&past->texts, text, strlen(text));
}

static void note_facts(struct past *past, struct past_mailbox *mailbox,
                       const struct pecaddr_event *event)
{
    if (changes_first(mailbox, event, PECADDR_FACT_HOLDER))
        mailbox->holder = keep(past, event->holder);
    if (changes_first(mailbox, event, PECADDR_FACT_LEFT))
        mailbox->left = keep(past, event->left);
    if (changes_first(mailbox, event, PECADDR_FACT_NAME)) {
        mailbox->given = keep(past, event->given);
        mailbox->surname = keep(past, event->surname);
    }
    if (changes_first(mailbox, event, PECADDR_FACT_ENTRY)) {
        mailbox->number = event->number;
        mailbox->section = event->section;
        memcpy(mailbox->province, event->province, strnlen(event->province, 2));
    }
}

/* The last change that is not told. */
static void note_edge(struct past_edge *edge, const struct pecaddr_event *event)
{
    if (strcmp(event->at, edge->at) < 0)
        return;
    snprintf(edge->at, sizeof edge->at, "%s", event->at);
    snprintf(edge->address, sizeof edge->address, "%s", event->address);
}

static int note_event(void *user, const struct pecaddr_event *event)
{
    struct past *past = user;
    struct past_mailbox *mailbox;

    /* That whoever gave an address back is forgotten changes nothing of the mailbox that has it now. */
    if (event->from == PECADDR_STATE_RELEASED)
        return 0;
    if (strcmp(event->at, past->period.since) < 0 || event->change <= past->period.after) {
        note_edge(&past->edge, event);
        return 0;
    }
    mailbox = mailbox_of(past, event);
    note_facts(past, mailbox, event);
    if (event->change > past->period.until)
        return 0;
    if (event->facts & PECADDR_FACT_ENTRY && strcmp(event->province, mailbox->province) == 0)
        date_of_moment(event->at, mailbox->days.moved);
    if (event->to == PECADDR_STATE_RETIRED)
        date_of_moment(event->at, mailbox->days.retired);
    return 0;
}

/* Two digits at most, and what follows them; -1: there are none. */
static int read_two(const char **text, int max)
{
    const char *c = *text;
    int value = 0;

    while (c < *text + 2 && *c >= '0' && *c <= '9')
        value = 10 * value + (*c++ - '0');
    if (c == *text || value > max)
        return -1;
    *text = c;
    return value;
}

/* ` 15:30`, `T15:30:00`, or nothing: the day begins. */
static int read_hour(const char *text, struct tm *ret_local)
{
    if (!*text)
        return 0;
    if (*text != ' ' && *text != 'T')
        return -1;
    text++;
    if ((ret_local->tm_hour = read_two(&text, 23)) < 0 || *text++ != ':' ||
        (ret_local->tm_min = read_two(&text, 59)) < 0)
        return -1;
    if (*text == ':') {
        text++;
        if ((ret_local->tm_sec = read_two(&text, 59)) < 0)
            return -1;
    }
    return *text ? -1 : 0;
}

const char *period_since(const char *text, struct period *ret_period)
{
    size_t day = strcspn(text, " T");
    struct tm local = {0};
    char date[DATE_SIZE];
    const char *fault = date_fault((struct pecaddr_text){text, day}, DATE_NOT_TO_COME, date);

    if (fault)
        return fault;
    local.tm_year = atoi(date) - 1900;
    local.tm_mon = atoi(date + 5) - 1;
    local.tm_mday = atoi(date + 8);
    if (read_hour(text + day, &local) != 0)
        return N_("after the day there is no hour, such as 15:30");
    *ret_period = (struct period){.until = UINT64_MAX};
    moment_of(local, ret_period->since);
    return NULL;
}

struct period period_of(uint64_t from, uint64_t to)
{
    return (struct period){.after = from - 1, .until = to};
}

int past_read(struct past **ret_past, struct pecaddr_registry *registry,
              const struct period *period)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct past *past = memory_new(sizeof *past);
    int r;

    *ret_past = past;
    past->period = *period;
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

int past_at(const struct past *past, const struct pecaddr_mailbox *now,
            struct pecaddr_mailbox *ret_then)
{
    const struct past_mailbox *before = find(past, now->address);

    *ret_then = *now;
    if (!before)
        return 1;
    ret_then->state = before->state;
    if (before->changed & PECADDR_FACT_HOLDER)
        ret_then->holder = before->holder;
    if (before->changed & PECADDR_FACT_LEFT)
        ret_then->left = before->left;
    if (before->changed & PECADDR_FACT_NAME) {
        ret_then->given = before->given;
        ret_then->surname = before->surname;
    }
    if (before->changed & PECADDR_FACT_ENTRY) {
        ret_then->province = before->province;
        ret_then->section = before->section;
        ret_then->number = before->number;
    }
    return before->state != 0;
}

int past_changed(const struct past *past, const char *address, struct past_days *ret_days)
{
    const struct past_mailbox *before = find(past, address);

    *ret_days = before ? before->days : (struct past_days){.moved = ""};
    return before != NULL;
}

const struct past_edge *past_edge(const struct past *past)
{
    return &past->edge;
}
