/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"

/* What the file says as a whole, before any of it is put on record. */

static const struct pecaddr_scheme *scheme_of(const struct import *import)
{
    return import->command.options.scheme;
}

static void add(struct import *import, const struct list_entry *entry)
{
    struct import_row row;

    import_judge(import, entry, &row);
    if (row.fate == IMPORT_FACTS)
        import_names_add(&import->names, scheme_of(import), entry);
}

/* Also a row that is refused says whose an address may be. */
static void look_at(struct import *import, const struct list_entry *entry)
{
    if (!entry->has_fault && !entry->member.has_fault)
        import_names_look_at(&import->names, scheme_of(import), entry);
}

static int each(struct import *import,
                void entry(struct import *import, const struct list_entry *entry))
{
    struct list *list = &import->list;
    int r;

    while ((r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++)
            entry(import, &list->entries[i]);
    return r ? r : list_rewind(list);
}

int import_survey(struct import *import)
{
    int r;

    if (import->list.form == LIST_LINES)
        return 0;
    r = each(import, add);
    import_names_end(&import->names);
    return r || !import_names_are_doubted(&import->names) ? r : each(import, look_at);
}

int import_survey_record(struct import *import)
{
    return import_names_look_at_record(&import->names, scheme_of(import), import->command.registry);
}
