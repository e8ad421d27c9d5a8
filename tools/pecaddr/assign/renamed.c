/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/renamed.h"

#include "speech/text.h"

static int take_name(void *user, const struct pecaddr_mailbox *mailbox)
{
    char **name = user;

    if (!*name && (*mailbox->given || *mailbox->surname))
        *name = text_name(text_of(mailbox->given), text_of(mailbox->surname));
    return 0;
}

char *renamed_on_record(struct pecaddr_registry *registry, const char *address)
{
    struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    char *name = NULL;

    search.address = address;
    pecaddr_registry_find(registry, &search, take_name, &name, &error);
    return name;
}
