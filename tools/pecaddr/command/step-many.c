/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-many.h"

#include "command/many.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/message.h"

#include <stdlib.h>
#include <string.h>

/* An Order: how many of its active mailboxes there are, and of how many the file takes the step. */
struct order {
    char domain[PECADDR_ADDRESS_MAX + 1];
    char province[3];
    size_t active, taken;
};

struct many {
    const struct step_command *step;
    struct order *orders;
    size_t n;
};

/* Whether a mailbox is one of those of which a step takes some: who has left does not leave again. */
static bool counts(const struct many *many, enum pecaddr_state state, const char *left)
{
    return state == PECADDR_STATE_ACTIVE && (many->step->kind->act != PECADDR_ACT_LEAVE || !*left);
}

static struct order *find_order(const struct many *many, const char *address, const char *province)
{
    const char *domain = strchr(address, '@');

    for (size_t i = 0; i < many->n; i++)
        if (domain && strcmp(many->orders[i].domain, domain + 1) == 0 &&
            strcmp(many->orders[i].province, province) == 0)
            return &many->orders[i];
    return NULL;
}

static struct order *order_of(struct many *many, const char *address, const char *province)
{
    struct order *order = find_order(many, address, province);
    const char *domain = strchr(address, '@');

    if (order || !domain)
        return order;
    many->orders = memory_resize(many->orders, (many->n + 1) * sizeof *many->orders);
    order = &many->orders[many->n++];
    *order = (struct order){.active = 0};
    strcpy(order->domain, domain + 1);
    strcpy(order->province, province);
    return order;
}

/* Of what is asked, that which would be done: their addresses. A message where it cannot be known. */
static int try(struct taking *taking, const char *addresses[], size_t *ret_n)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    *ret_n = 0;
    step_taking_ask(taking);
    for (size_t i = 0; i < taking->n; i++)
        taking->asked[i].dry_run = 1;
    r = pecaddr_registry_step_batch(taking->step->command.registry, taking->step->kind->act,
                                    taking->asked_pointers, taking->n, taking->results,
                                    taking->reason_pointers, NULL, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    for (size_t i = 0; i < taking->n; i++)
        if (taking->results[i] == PECADDR_OK ||
            (taking->step->addresses_alone && step_taking_is_uncompared(taking, i)))
            addresses[(*ret_n)++] = taking->asked[i].address;
    return 0;
}

static int count_taken(struct many *many, struct taking *taking)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    const char *addresses[CHUNK_ROWS];
    size_t n;
    int r = try(taking, addresses, &n);

    if (r)
        return r;
    for (size_t i = 0; i < n; i++)
        taking->reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
    r = pecaddr_registry_look_up(taking->step->command.registry, addresses, n, taking->results,
                                 taking->reason_pointers, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    for (size_t i = 0; i < n; i++) {
        const struct pecaddr_reason *on_record = &taking->reasons[i];
        struct order *order = counts(many, on_record->state, on_record->left)
                                  ? order_of(many, on_record->address, on_record->province)
                                  : NULL;

        if (order)
            order->taken++;
    }
    return 0;
}

static int count_active(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct many *many = user;
    struct order *order = find_order(many, mailbox->address, mailbox->province);

    if (order && counts(many, mailbox->state, mailbox->left))
        order->active++;
    return 0;
}

static bool is_too_many(const struct order *order)
{
    return are_many(order->taken, order->active);
}

/* Of all orders; where the file takes few of each, nobody need count the others. */
static int count_others(struct many *many)
{
    struct pecaddr_registry *registry = many->step->command.registry;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    bool is_any = false;
    int r;

    for (size_t i = 0; i < many->n; i++)
        is_any = is_any || is_too_many(&many->orders[i]);
    if (!is_any)
        return 0;
    search.state = PECADDR_STATE_ACTIVE;
    r = pecaddr_registry_find(registry, &search, count_active, many, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* Of a file; or, without one, of all that have expired. */
static int refuse(const struct many *many, const char *file)
{
    int status = 0;

    for (size_t i = 0; i < many->n; i++) {
        const struct order *order = &many->orders[i];

        if (!is_too_many(order))
            continue;
        if (file)
            message(many->step->kind->too_many, file, order->taken, order->active,
                    *order->province ? order->province : _("not known"));
        else
            message("%zu of %zu active mailboxes on record (Order: %s) have expired; nothing was "
                    "done",
                    order->taken, order->active,
                    *order->province ? order->province : _("not known"));
        status = EXIT_USAGE;
    }
    if (status && !file)
        message("perhaps renewals were not put on record (registry renew --from); --dry-run lists "
                "what has expired; if it is right so, give --so-many");
    else if (status)
        message("see whether it is the right file, and whether a column of it was shifted; if it "
                "is right so, give --so-many");
    return status;
}

int step_many_check(struct taking *taking)
{
    struct many many = {.step = taking->step};
    struct list *list = taking->list;
    int r;

    while ((r = list_read(list)) == 0 && list->n)
        if ((r = interrupt_came() ? step_interrupted(taking->step, list->roster.input.name)
                                  : count_taken(&many, taking)) != 0)
            break;
    if (r == 0 && (r = count_others(&many)) == 0 &&
        (r = refuse(&many, list->roster.input.name)) == 0)
        r = list_rewind(list);
    free(many.orders);
    return r;
}

static int count_expired(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct many *many = user;
    struct order *order = order_of(many, mailbox->address, mailbox->province);

    if (order)
        order->taken++;
    return 0;
}

int step_many_check_expired(const struct step_command *step, const char *day)
{
    struct many many = {.step = step};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = pecaddr_registry_expire(step->command.registry, day, step->why, 1, count_expired, &many,
                                    NULL, &error);

    r = r == PECADDR_OK ? 0 : message_registry(&error, r);
    if (r == 0 && (r = count_others(&many)) == 0)
        r = refuse(&many, NULL);
    free(many.orders);
    return r;
}
