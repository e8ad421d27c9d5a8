/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/export-inipec.h"

#include "intake/inipec.h"
#include "mailboxes/past.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

struct export
{
    FILE *file;
    const struct pecaddr_scheme *scheme;
    const char *province;
    struct past *before; /* what has changed since the last was told; NULL: all is to be told */
    struct past *after;  /* what has changed since what is told; NULL: nothing */
    char order[3];       /* the first that was met, where none was asked for */
    size_t told[INIPEC_DELETE + 1];
    size_t functions, reserved, left_out;
};

static int is_in_order(const struct pecaddr_mailbox *mailbox)
{
    return mailbox->state == PECADDR_STATE_ACTIVE && !*mailbox->left;
}

static int is_function(const struct export *export, const char *address)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};

    return pecaddr_parse(export->scheme, text_of(address), &parsed) == PECADDR_OK &&
           parsed.kind == PECADDR_ADDRESS_RESERVED;
}

/* Several Orders use the same numbers, and each tells its own members only. */
static int look_for_orders(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;

    if (!is_in_order(mailbox) || !*mailbox->province || is_function(export, mailbox->address))
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

static void leave_out(struct export *export, const char *format, const char *address)
{
    export->left_out++;
    message(format, address);
}

/* Whether somebody in the Order can be told; what can not is told the operator when all is, or when
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
        leave_out(export, fault, mailbox->address);
    return 0;
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
    if (is_function(export, mailbox->address)) {
        export->functions += (size_t)(is && is_in_order(&now));
        return 0;
    }
    export->reserved += is && now.state == PECADDR_STATE_RESERVED;
    was = was && was_told(export, &then);
    is = is && is_in_order(&now) && can_be_told(export, &now, changed);
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

static void write_totals(const struct export *export)
{
    remark("INI-PEC: %zu to insert, %zu to update, %zu to delete; %zu left out",
           export->told[INIPEC_INSERT], export->told[INIPEC_UPDATE], export->told[INIPEC_DELETE],
           export->left_out);
    if (export->reserved || export->functions)
        remark("besides: %zu addresses that are not active yet, %zu of functions", export->reserved,
               export->functions);
}

static int each(struct export *export, struct pecaddr_registry *registry,
                int (*tell_each)(void *user, const struct pecaddr_mailbox *mailbox))
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_find(registry, NULL, tell_each, export, &error);

    return r < 0 ? message_registry(&error, r) : r == EXIT_USAGE ? r : 0;
}

/* What is to be told of, and how it was before. */
static int read_past(struct export *export, struct pecaddr_registry *registry,
                     const struct period *period)
{
    const struct period rest = {.after = period->until, .until = UINT64_MAX};
    int r = past_read(&export->before, registry, period);

    if (r == 0 && period->until < UINT64_MAX)
        r = past_read(&export->after, registry, &rest);
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
    int r = period ? read_past(&export, registry, period) : 0;

    if (r == 0)
        r = each(&export, registry, tell_mailbox);
    past_free(export.before);
    past_free(export.after);
    if (r)
        return r;
    write_totals(&export);
    return export.left_out ? EXIT_ROWS : EXIT_DONE;
}
