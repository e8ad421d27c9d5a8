/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/survey-domain.h"
#include "mailboxes/import.h"
#include "speech/language.h"
#include "speech/message.h"

/* What the file says as a whole, before any of it is put on record. */

static const struct pecaddr_scheme *scheme_of(const struct import *import)
{
    return import->command.options.scheme;
}

static void add(struct import *import, const struct list_entry *entry)
{
    struct import_row row;

    import_judge(import, entry, &row);
    if (!entry->has_fault && !entry->member.has_fault && *entry->address) {
        import->read++;
        survey_provinces_add(&import->provinces, entry->member.person.province, entry->line);
    }
    if (row.fate != IMPORT_FACTS)
        return;
    import_names_add(&import->names, scheme_of(import), entry);
    import_persons_add(import, entry);
}

/* Of one file the column is about mailboxes, or about members. */
static void look_at_state(struct import *import, const struct list_entry *entry)
{
    if (!entry->has_fault && import_state_is_of_holder(&import->list, entry))
        import->state_is_of_holder = true;
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

/* Where a column says them. */
static void tell_provinces(const struct import *import)
{
    const struct roster *roster = &import->list.roster;
    struct buffer shown = {0};

    if (!import->read || roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN)
        return;
    survey_provinces_show(&import->provinces, scheme_of(import), import->read, &shown);
    remark(ngettext("%s: %zu row with an address; province: %s",
                    "%s: %zu rows with an address; province: %s", import->read),
           roster->input.name, import->read, shown.data);
    buffer_free(&shown);
}

int import_survey(struct import *import)
{
    int r;

    if (import->list.form == LIST_LINES)
        return 0;
    r = import->list.roster.column[ROSTER_STATE] == ROSTER_NO_COLUMN ? 0
                                                                     : each(import, look_at_state);
    if (r == 0)
        r = each(import, add);
    import_names_end(&import->names);
    survey_persons_end(&import->persons);
    if (r == 0)
        tell_provinces(import);
    return r || !import_names_are_doubted(&import->names) ? r : each(import, look_at);
}

int import_survey_record(struct import *import)
{
    struct pecaddr_registry *registry = import->command.registry;
    int r =
        import->new_domain ? 0 : survey_domain_check(registry, scheme_of(import), "--new-domain");

    if (r == 0 && !import->several_provinces)
        r = survey_provinces_check_bound(&import->provinces, &import->list.roster,
                                         scheme_of(import), registry, import->province);
    if (r == 0)
        r = import_names_look_at_record(&import->names, scheme_of(import), registry);
    if (r == 0)
        r = import_check_whole(import);
    return r;
}
