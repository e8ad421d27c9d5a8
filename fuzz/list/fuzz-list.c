/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A list of any bytes, of addresses, of rows or INI-PEC's: what the command finds in it the registry's source
 * protects, or it refuses the list. Input: the list.
 */
#include "../quiet.h"
#include "address.h"
#include "member/list.h"
#include "source.h"

/* The list as a source, or NULL where it is refused. */
static struct source *open_source(void)
{
    struct source *source = NULL;
    struct uri uri;
    char text[128];

    snprintf(text, sizeof text, "file:%s?empty=allow", quiet_folder.input);
    HOLDS(registry_uri_parse(text, &uri, NULL) == PECADDR_OK);
    registry_file_open(&uri, &source, NULL);
    registry_uri_free(&uri);
    return source;
}

/* It is asked in lower case, as the core makes addresses. */
static bool is_protected(struct source *source, const char *address)
{
    char lower[PECADDR_ADDRESS_MAX + 1];
    const char *const addresses[] = {lower};
    enum presence presence = PRESENCE_FAILED;

    if (!registry_address_fold(address, strlen(address), lower))
        return true; /* what no scheme gives needs no protection */
    source->ops->ask(source, addresses, 1, &presence, NULL);
    return presence == PRESENCE_PRESENT;
}

/* The address in an entry, also where nothing else of it can be used; or an empty text. */
static const char *address_of(const struct list_entry *entry)
{
    return entry->has_fault ? entry->found : entry->address;
}

static void check_entries(struct list *list, struct source *source)
{
    while (list_read(list) == 0 && list->n > 0)
        for (size_t i = 0; i < list->n; i++)
            HOLDS(is_protected(source, address_of(&list->entries[i])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct list list;
    struct source *source;

    quiet_write((struct bytes){data, size});
    source = open_source();
    if (!source)
        return 0;
    memset(&list, 0, sizeof list);
    list.roster.input.fd = -1;
    quiet_begin();
    if (list_open(&list, quiet_folder.input, NULL, NULL) == 0)
        check_entries(&list, source);
    list_close(&list);
    quiet_end();
    registry_source_close(source);
    return 0;
}
