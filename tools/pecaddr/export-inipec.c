/* SPDX-License-Identifier: BSD-3-Clause */
#include "export-inipec.h"

#include "command.h"
#include "inipec.h"
#include "language.h"
#include "message.h"
#include "past.h"
#include "text.h"

#include <string.h>

struct export
{
    FILE *file;
    const struct pecaddr_scheme *scheme;
    const char *province;
    struct past *past; /* NULL: all is to be told */
    char order[3];     /* the first that was met, where none was asked for */
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

/* A member's line now; and as it was then, for who is not in the Order any more. */

static struct inipec_member member_now(const struct pecaddr_mailbox *mailbox)
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

static struct inipec_member member_then(const struct pecaddr_mailbox *mailbox,
                                        const struct past_mailbox *before)
{
    struct inipec_member member = member_now(mailbox);

    if (past_changed(before, PECADDR_FACT_HOLDER))
        member.holder = before->holder;
    if (past_changed(before, PECADDR_FACT_ENTRY)) {
        member.section = before->section;
        member.number = before->number;
    }
    if (past_changed(before, PECADDR_FACT_NAME))
        member.given = member.surname = ""; /* one was not known */
    return member;
}

static int is_of_order(const struct export *export, const char *province)
{
    return !*export->province || strcmp(export->province, province) == 0;
}

static int was_told(const struct export *export, const struct pecaddr_mailbox *mailbox,
                    const struct past_mailbox *before)
{
    const struct inipec_member member = member_then(mailbox, before);
    const char *province =
        past_changed(before, PECADDR_FACT_ENTRY) ? before->province : mailbox->province;

    return export->past && past_was_active(before, mailbox) && is_of_order(export, province) &&
           !inipec_fault(&member);
}

static int is_same(const struct inipec_member *a, const struct inipec_member *b)
{
    return strcmp(a->holder, b->holder) == 0 && a->section == b->section && a->number == b->number;
}

/* The day on which a member was one no more. */
static const char *day_cancelled(const struct export *export, const struct pecaddr_mailbox *mailbox,
                                 const struct past_mailbox *before)
{
    if (!is_of_order(export, mailbox->province))
        return before->moved;
    return *mailbox->left ? mailbox->left : before->retired;
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
static int can_be_told(struct export *export, const struct pecaddr_mailbox *mailbox,
                       const struct past_mailbox *before)
{
    const struct inipec_member member = member_now(mailbox);
    const char *fault = inipec_fault(&member);

    if (!fault && *export->province && !*mailbox->province)
        fault = N_("%s: left out, as it is not on record of which Order its holder is; put the "
                   "province on record with `pecaddr registry import`");
    if (!fault)
        return is_of_order(export, mailbox->province);
    if ((!export->past || before) &&
        (!*mailbox->province || is_of_order(export, mailbox->province)))
        leave_out(export, fault, mailbox->address);
    return 0;
}

static int tell_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;
    const struct past_mailbox *before =
        export->past ? past_find(export->past, mailbox->address) : NULL;
    const struct inipec_member now = member_now(mailbox), then = member_then(mailbox, before);
    int was, is;

    if (is_function(export, mailbox->address)) {
        export->functions += (size_t)is_in_order(mailbox);
        return 0;
    }
    export->reserved += mailbox->state == PECADDR_STATE_RESERVED;
    was = was_told(export, mailbox, before);
    is = is_in_order(mailbox) && can_be_told(export, mailbox, before);
    if (is && !was)
        tell(export, &now, INIPEC_INSERT, "");
    else if (is && !is_same(&now, &then))
        tell(export, &now, INIPEC_UPDATE, "");
    else if (was && !is)
        tell(export, &then, INIPEC_DELETE, day_cancelled(export, mailbox, before));
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
    int r = pecaddr_registry_each(registry, NULL, NULL, 0, tell_each, export, &error);

    return r < 0 ? message_registry(&error, r) : r == EXIT_USAGE ? r : 0;
}

int export_inipec(FILE *file, struct pecaddr_registry *registry,
                  const struct pecaddr_scheme *scheme, const char *province,
                  const char since[DATE_SIZE])
{
    struct export export = {.file = file, .scheme = scheme, .province = province};
    int r = *province ? 0 : each(&export, registry, look_for_orders);

    if (r == 0 && *since)
        r = past_read(&export.past, registry, since);
    if (r == 0)
        r = each(&export, registry, tell_mailbox);
    past_free(export.past);
    if (r)
        return r;
    write_totals(&export);
    return export.left_out ? EXIT_ROWS : EXIT_DONE;
}
