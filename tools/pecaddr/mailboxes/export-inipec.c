/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/export-inipec.h"

#include "intake/inipec.h"
#include "mailboxes/holders.h"
#include "mailboxes/left-out.h"
#include "mailboxes/past.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/sample.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* A mailbox as it was found, as far as INI-PEC asks. */
struct found {
    const char *address, *given, *surname, *holder, *left;
    enum pecaddr_state state;
    uint32_t number;
    char section;
    char province[3];
};

struct export
{
    FILE *file;
    const struct pecaddr_scheme *scheme;
    const char *province;
    struct past *before; /* what has changed since the last was told; NULL: all is to be told */
    struct past *after;  /* what has changed since what is told; NULL: nothing */
    /* Those that have changed, where what is told ends before now: how each was then is only read when
       all are found, so that nothing that is done meanwhile passes for what was done before. */
    int keeps;
    struct found *found;
    size_t n, capacity;
    struct arena texts;
    char order[3]; /* the first that was met, where none was asked for */
    size_t told[INIPEC_DELETE + 1];
    size_t functions, reserved;
    struct left_out left_out;
    struct sample shown;    /* of those that are left out, or have two */
    struct holders holders; /* of the members as they are told */
};

static int is_in_order(const struct pecaddr_mailbox *mailbox)
{
    return mailbox->state == PECADDR_STATE_ACTIVE && !*mailbox->left;
}

static int is_reserved(const struct export *export, const char *address)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};

    return pecaddr_parse(export->scheme, text_of(address), &parsed) == PECADDR_OK &&
           parsed.kind == PECADDR_ADDRESS_RESERVED;
}

/* Nobody's: a reserved name of the scheme's domain, or, of any other, one of which no person is on
   record. */
static int is_function(const struct export *export, const struct pecaddr_mailbox *mailbox)
{
    const char *at = strrchr(mailbox->address, '@');
    struct buffer here = {0};
    int is;

    if (is_reserved(export, mailbox->address))
        return 1;
    if (!at || *mailbox->given || *mailbox->surname || *mailbox->holder || mailbox->number)
        return 0;
    buffer_format(&here, "%.*s@%s", (int)(at - mailbox->address), mailbox->address,
                  pecaddr_scheme_domain(export->scheme));
    is = is_reserved(export, here.data);
    buffer_free(&here);
    return is;
}

/* Several Orders use the same numbers, and each tells its own members only. */
static int look_for_orders(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;

    if (!is_in_order(mailbox) || !*mailbox->province || is_function(export, mailbox))
        return 0;
    if (!*export->order)
        memcpy(export->order, mailbox->province, strnlen(mailbox->province, 2));
    if (strcmp(export->order, mailbox->province) == 0)
        return 0;
    message("there are members of several Orders on record, such as %s and %s; give --province for "
            "the one whose members are to be told",
            export->order, mailbox->province);
    return EXIT_USAGE;
}

static struct inipec_member member_of(const struct pecaddr_mailbox *mailbox)
{
    return (struct inipec_member){
        .address = mailbox->address,
        .given = mailbox->given,
        .surname = mailbox->surname,
        .holder = mailbox->holder,
        .section = mailbox->section,
        .number = mailbox->number,
    };
}

static int is_of_order(const struct export *export, const char *province)
{
    return !*export->province || strcmp(export->province, province) == 0;
}

static int was_told(const struct export *export, const struct pecaddr_mailbox *then)
{
    const struct inipec_member member = member_of(then);

    return export->before && is_in_order(then) && is_of_order(export, then->province) &&
           !inipec_fault(&member);
}

static int is_same(const struct inipec_member *a, const struct inipec_member *b)
{
    return strcmp(a->holder, b->holder) == 0 && a->section == b->section &&
           a->number == b->number && strcmp(a->given, b->given) == 0 &&
           strcmp(a->surname, b->surname) == 0;
}

/* The day on which a member was one no more. */
static const char *day_cancelled(const struct export *export, const struct pecaddr_mailbox *now,
                                 const struct past_days *days)
{
    if (!is_of_order(export, now->province))
        return days->moved;
    return *now->left ? now->left : days->retired;
}

static void tell(struct export *export, const struct inipec_member *member, enum inipec_state state,
                 const char *cancelled)
{
    export->told[state]++;
    inipec_write(export->file, member, state, cancelled);
}

/* By itself, as it asks for something to be done with this very address. */
static void leave_out_alone(struct export *export, const char *format, const char *address)
{
    export->left_out.count++;
    if (sample_takes(&export->shown))
        message(format, address);
}

/* Whether somebody in the Order can be told; what cannot is told the operator when all is, or when
   it has changed. */
static int can_be_told(struct export *export, const struct pecaddr_mailbox *mailbox, int changed)
{
    const struct inipec_member member = member_of(mailbox);
    const char *fault = inipec_fault(&member);

    if (!fault && *export->province && !*mailbox->province)
        fault = N_("%s: left out, as it is not on record of which Order its holder is; put the "
                   "province on record with `pecaddr registry import`");
    if (!fault)
        return is_of_order(export, mailbox->province);
    if ((!export->before || changed) &&
        (!*mailbox->province || is_of_order(export, mailbox->province)))
        left_out_add(&export->left_out, fault, mailbox->address);
    return 0;
}

/* Nothing is known any more of one who was forgotten after INI-PEC was told of him: neither what it was told
   of the end, nor, where it was not, what it had to be. */
static int was_forgotten(const struct export *export, const struct pecaddr_mailbox *now,
                         const struct pecaddr_mailbox *then)
{
    return export->before && is_in_order(then) && now->state == PECADDR_STATE_RETIRED &&
           !*now->holder && !*now->given && !*now->surname && !now->number;
}

static int tell_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;
    struct pecaddr_mailbox now, then;
    struct past_days days;
    struct inipec_member member_now, member_then;
    int changed = past_changed(export->before, mailbox->address, &days);
    int was, is;

    is = past_at(export->after, mailbox, &now);
    was = past_at(export->before, mailbox, &then);
    if (is_function(export, mailbox)) {
        export->functions += (size_t)(is && is_in_order(&now));
        return 0;
    }
    if (was && is && was_forgotten(export, &now, &then)) {
        leave_out_alone(
            export,
            N_("%s: it has ended, and its holder was forgotten since, so that nothing can be "
               "told of "
               "it; if INI-PEC has it still, delete it there by hand"),
            mailbox->address);
        return 0;
    }
    export->reserved += is && now.state == PECADDR_STATE_RESERVED;
    was = was && was_told(export, &then);
    is = is && is_in_order(&now) && can_be_told(export, &now, changed);
    if (is)
        holders_add(&export->holders, now.holder, mailbox->address);
    member_now = member_of(&now);
    member_then = member_of(&then);
    if (is && !was)
        tell(export, &member_now, INIPEC_INSERT, "");
    else if (is && !is_same(&member_now, &member_then))
        tell(export, &member_now, INIPEC_UPDATE, "");
    else if (was && !is)
        tell(export, &member_then, INIPEC_DELETE, day_cancelled(export, &now, &days));
    return ferror(export->file) ? PECADDR_DONE : 0;
}

static void keep(struct export *export, const struct pecaddr_mailbox *mailbox)
{
    struct arena *texts = &export->texts;
    struct found *found;

    if (export->n == export->capacity) {
        export->capacity = export->capacity ? 2 * export->capacity : 1024;
        export->found = memory_resize(export->found, export->capacity * sizeof *export->found);
    }
    found = &export->found[export->n++];
    *found = (struct found){
        .address = arena_copy(texts, mailbox->address, strlen(mailbox->address)),
        .given = arena_copy(texts, mailbox->given, strlen(mailbox->given)),
        .surname = arena_copy(texts, mailbox->surname, strlen(mailbox->surname)),
        .holder = arena_copy(texts, mailbox->holder, strlen(mailbox->holder)),
        .left = arena_copy(texts, mailbox->left, strlen(mailbox->left)),
        .state = mailbox->state,
        .number = mailbox->number,
        .section = mailbox->section,
    };
    memcpy(found->province, mailbox->province, strnlen(mailbox->province, 2));
}

static int keep_or_tell(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;
    struct past_days days;

    if (!export->keeps || !past_changed(export->before, mailbox->address, &days))
        return tell_mailbox(export, mailbox);
    keep(export, mailbox);
    return 0;
}

static void tell_kept(struct export *export)
{
    int r = 0;

    for (size_t i = 0; r == 0 && i < export->n; i++) {
        const struct found *found = &export->found[i];
        const struct pecaddr_mailbox mailbox = {
            .size = sizeof mailbox,
            .address = found->address,
            .state = found->state,
            .given = found->given,
            .surname = found->surname,
            .holder = found->holder,
            .province = found->province,
            .section = found->section,
            .number = found->number,
            .left = found->left,
        };

        r = tell_mailbox(export, &mailbox);
    }
}

/* INI-PEC has one address of each member. */
static void tell_twice(void *user, const char *holder, const char *first, const char *second)
{
    struct export *export = user;

    if (sample_takes(&export->shown))
        message("%s: two active mailboxes, %s and %s, and INI-PEC has one of each member; retire "
                "the one "
                "that is not used",
                holder, first, second);
}

static void write_totals(const struct export *export)
{
    remark("INI-PEC: %zu to insert, %zu to update, %zu to delete; %zu left out",
           export->told[INIPEC_INSERT], export->told[INIPEC_UPDATE], export->told[INIPEC_DELETE],
           export->left_out.count);
    if (export->reserved || export->functions)
        remark("besides: %zu addresses that are not active yet, %zu of functions", export->reserved,
               export->functions);
}

/* What lies just before the period, as nobody hears of it by this file. */
static void tell_edge(const struct export *export, const struct period *period)
{
    const struct past_edge *edge = past_edge(export->before);
    char since[MOMENT_SIZE], last[MOMENT_SIZE];

    if (!*period->since || date_show_moment(period->since, since) != 0)
        return;
    if (!*edge->at || date_show_moment(edge->at, last) != 0)
        remark("INI-PEC: all that has changed since %s; nothing had changed before that", since);
    else
        remark(
            "INI-PEC: all that has changed since %s; the last change before that, which this file "
            "does not tell, was on %s, of %s",
            since, last, edge->address);
}

static int each(struct export *export, struct pecaddr_registry *registry,
                int (*tell_each)(void *user, const struct pecaddr_mailbox *mailbox))
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_find(registry, NULL, tell_each, export, &error);

    return r < 0 ? message_registry(&error, r) : r == EXIT_USAGE ? r : 0;
}

/* What is to be told of, and how it was before. */
static int read_before(struct export *export, struct pecaddr_registry *registry,
                       const struct period *period)
{
    int r = past_read(&export->before, registry, period);

    export->keeps = period->until < UINT64_MAX;
    if (r == 0)
        tell_edge(export, period);
    return r;
}

/* What was kept, as it was at the end of the period. */
static int read_after(struct export *export, struct pecaddr_registry *registry,
                      const struct period *period)
{
    const struct period rest = {.after = period->until, .until = UINT64_MAX};
    int r = past_read(&export->after, registry, &rest);

    if (r == 0)
        tell_kept(export);
    return r;
}

int export_inipec_check(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
                        const char *province)
{
    struct export export = {.scheme = scheme, .province = province};

    return *province ? 0 : each(&export, registry, look_for_orders);
}

int export_inipec(FILE *file, struct pecaddr_registry *registry,
                  const struct pecaddr_scheme *scheme, const char *province,
                  const struct period *period)
{
    struct export export = {.file = file, .scheme = scheme, .province = province};
    size_t twice = 0;
    int r = period ? read_before(&export, registry, period) : 0;

    if (r == 0)
        r = each(&export, registry, keep_or_tell);
    if (r == 0 && export.keeps)
        r = read_after(&export, registry, period);
    if (r == 0) {
        left_out_tell(&export.left_out, &export.shown);
        twice = holders_each_twice(&export.holders, tell_twice, &export);
    }
    past_free(export.before);
    past_free(export.after);
    free(export.found);
    arena_free(&export.texts);
    holders_free(&export.holders);
    if (r == 0) {
        sample_end(&export.shown);
        write_totals(&export);
        r = export.left_out.count || twice ? EXIT_ROWS : EXIT_DONE;
    }
    left_out_free(&export.left_out);
    return r;
}
