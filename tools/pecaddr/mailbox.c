/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailbox.h"

#include "memory.h"
#include "person.h"

const struct column mailbox_columns[MAILBOX_COLUMNS] = {
    {"pec", COLUMN_TEXT},     {"state", COLUMN_TEXT},    {"given", COLUMN_TEXT},
    {"surname", COLUMN_TEXT}, {"holder", COLUMN_TEXT},   {"province", COLUMN_TEXT},
    {"section", COLUMN_TEXT}, {"number", COLUMN_NUMBER}, {"level", COLUMN_NUMBER},
    {"notes", COLUMN_LIST},   {"receipt", COLUMN_LIST},  {"table_version", COLUMN_NUMBER},
    {"expires", COLUMN_TEXT}, {"left", COLUMN_TEXT},     {"updated", COLUMN_TEXT},
    {"scheme", COLUMN_TEXT},
};

/* The registry's empty text is a fact that is not known. */
static const char *known(const char *text)
{
    return text && *text ? text : NULL;
}

void mailbox_row(struct records *records, const struct pecaddr_mailbox *mailbox)
{
    char section[2] = {mailbox->section, '\0'};
    struct buffer notes = {0};

    buffer_text(&notes, "");
    notes_names(&notes, mailbox->notes);
    records_row(records,
                (const char *const[MAILBOX_COLUMNS]){
                    mailbox->address,
                    pecaddr_state_name(mailbox->state),
                    known(mailbox->given),
                    known(mailbox->surname),
                    known(mailbox->holder),
                    known(mailbox->province),
                    known(section),
                    mailbox->number ? number_text(mailbox->number) : NULL,
                    mailbox->level == PECADDR_LEVEL_NONE ? NULL : number_text(mailbox->level),
                    notes.data,
                    mailbox->receipt,
                    number_text(mailbox->table_version),
                    known(mailbox->expires),
                    known(mailbox->left),
                    known(mailbox->updated),
                    known(mailbox->scheme),
                });
    buffer_free(&notes);
}
