/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/survey-domain.h"

#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

enum { SHOWN_MAX = 4, FOUND = 1 };

/* The domains on record, in the order in which they are met. */
struct domains {
    const char *wanted;
    struct {
        char name[PECADDR_ADDRESS_MAX + 1];
        size_t addresses;
    } shown[SHOWN_MAX];
    size_t n;
    size_t others; /* addresses of more domains */
};

static void add(struct domains *domains, const char *name)
{
    for (size_t i = 0; i < domains->n; i++)
        if (strcmp(domains->shown[i].name, name) == 0) {
            domains->shown[i].addresses++;
            return;
        }
    if (domains->n == SHOWN_MAX) {
        domains->others++;
        return;
    }
    strcpy(domains->shown[domains->n].name, name);
    domains->shown[domains->n++].addresses = 1;
}

static int look_at(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct domains *domains = user;
    const char *at = strchr(mailbox->address, '@');

    if (!at)
        return 0;
    if (text_equal(text_of(at + 1), domains->wanted))
        return FOUND;
    add(domains, at + 1);
    return 0;
}

static int refuse(const struct domains *domains, const struct pecaddr_scheme *scheme,
                  const char *option)
{
    struct buffer shown = {0};

    for (size_t i = 0; i < domains->n; i++)
        buffer_format(&shown, "%s%s %zu", i ? ", " : "", domains->shown[i].name,
                      domains->shown[i].addresses);
    if (domains->others)
        buffer_format(&shown, _(", others %zu"), domains->others);
    message(
        "no address of %s, the domain of the scheme %s, is on record, but these are: %s; nothing "
        "was done",
        domains->wanted, pecaddr_scheme_name(scheme), shown.data);
    if (option)
        message(
            "if the scheme is the wrong one, give the right one by --scheme; if the domain is new "
            "in this registry, give %s",
            option);
    else
        message("give the right scheme by --scheme");
    buffer_free(&shown);
    return EXIT_USAGE;
}

int survey_domain_check(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
                        const char *option)
{
    struct domains domains = {.wanted = pecaddr_scheme_domain(scheme)};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = pecaddr_registry_find(registry, NULL, look_at, &domains, &error);

    if (r == FOUND || (r == PECADDR_OK && !domains.n))
        return 0;
    return r == PECADDR_OK ? refuse(&domains, scheme, option) : message_registry(&error, r);
}
