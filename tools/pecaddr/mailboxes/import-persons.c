/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"
#include "member/on-record.h"
#include "speech/text.h"

/*
 * Rows that contradict each other: of a codice fiscale or a register entry that was dragged down, the first row
 * would come in with what is another's. Only what is in force counts: Orders use numbers again, and whoever moved
 * may have an ended mailbox of the entry of then.
 */

void import_persons_add(struct import *import, const struct list_entry *entry)
{
    if (import_state_of(import, entry) != PECADDR_STATE_RETIRED && !*entry->left)
        survey_persons_add(&import->persons, import->command.options.scheme, &entry->member.person,
                           entry->line, false);
}

static const char *describe(enum survey_contradiction contradiction)
{
    switch (contradiction) {
    case SURVEY_HOLDER_ENTRIES:
        return N_(
            "this codice fiscale stands on two register entries of this file, here and on line "
            "%zu");
    case SURVEY_HOLDER_NAMES:
        return N_("this codice fiscale stands with two names in this file, here and on line %zu");
    case SURVEY_ENTRY_NAMES:
        return N_("this register entry stands with two names in this file, here and on line %zu");
    default:
        return N_("this register entry stands beside two codici fiscali in this file, here and on "
                  "line %zu");
    }
}

int import_persons_deny(struct import *import, const struct list_entry *entry, struct fault *fault,
                        bool *ret_denied)
{
    const struct pecaddr_person *person = &entry->member.person;
    size_t other;
    enum survey_contradiction contradiction =
        survey_persons_contradiction(&import->persons, entry->line, &other);
    bool is_so = true;
    int r = 0;

    if (contradiction)
        r = on_record_so(import->dry_run ? import->preview : import->command.registry,
                         entry->address, person, &is_so);
    *ret_denied = !is_so;
    if (r != 0 || is_so)
        return r;
    fault->code = pecaddr_status_name(PECADDR_E_HOLDER);
    fault_set_what(fault, &import->list.chunk.arena, describe(contradiction), other);
    fault->what_to_do =
        N_("look whether a cell was filled down over others, or a codice fiscale is "
           "wrong; correct the row that is wrong");
    return 0;
}
