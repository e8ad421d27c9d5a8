/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/mailbox.h"

#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/words.h"

#include <stdio.h>
#include <string.h>

const struct column mailbox_columns[MAILBOX_COLUMNS_AND_ERROR] = {
    {N_("pec"), COLUMN_TEXT},
    {N_("state"), COLUMN_WORD},
    {N_("given"), COLUMN_TEXT},
    {N_("surname"), COLUMN_TEXT},
    {N_("holder"), COLUMN_TEXT},
    {N_("province"), COLUMN_TEXT},
    {N_("section"), COLUMN_TEXT},
    {N_("number"), COLUMN_NUMBER},
    {N_("level"), COLUMN_NUMBER},
    {N_("notes"), COLUMN_LIST},
    {"receipt", COLUMN_LIST | COLUMN_FOR_PROGRAMS},
    {"table_version", COLUMN_NUMBER | COLUMN_FOR_PROGRAMS},
    {N_("expires"), COLUMN_DATE},
    {N_("left"), COLUMN_DATE},
    {N_("updated"), COLUMN_MOMENT},
    {N_("created"), COLUMN_MOMENT},
    {"issued_province", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {"issued_section", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {"issued_number", COLUMN_NUMBER | COLUMN_FOR_PROGRAMS},
    {"scheme", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("error"), COLUMN_TEXT},
};

/* The registry's empty text is a fact that is not known. */
static const char *known(const char *text)
{
    return text && *text ? text : NULL;
}

const char *entry_words(char buffer[ENTRY_WORDS_SIZE], const char *province, char section,
                        uint32_t number)
{
    if (section && number)
        snprintf(buffer, ENTRY_WORDS_SIZE, "%.8s%s%c %lu", province, *province ? " " : "", section,
                 (unsigned long)number);
    else if (number)
        snprintf(buffer, ENTRY_WORDS_SIZE, "%.8s%s%lu", province, *province ? " " : "",
                 (unsigned long)number);
    else
        snprintf(buffer, ENTRY_WORDS_SIZE, "%.8s", province);
    return buffer;
}

int mailbox_is_transferred(const struct pecaddr_mailbox *mailbox)
{
    return mailbox->issued_number && (mailbox->issued_number != mailbox->number ||
                                      mailbox->issued_section != mailbox->section ||
                                      strcmp(mailbox->issued_province, mailbox->province) != 0);
}

/* The library has the names; they are said in the language. */
const char *state_words(enum pecaddr_state state)
{
    switch (state) {
    case PECADDR_STATE_RESERVED:
        return N_("reserved");
    case PECADDR_STATE_ACTIVE:
        return N_("active");
    case PECADDR_STATE_RETIRED:
        return N_("retired");
    case PECADDR_STATE_RELEASED:
        return N_("released");
    }
    return "";
}

void mailbox_describe(struct buffer *buffer, const struct pecaddr_mailbox *mailbox)
{
    char entry[ENTRY_WORDS_SIZE];

    buffer_text(buffer, gettext(state_words(mailbox->state)));
    if (*mailbox->given || *mailbox->surname)
        buffer_format(buffer, ", %s %s", mailbox->given, mailbox->surname);
    if (*mailbox->holder)
        buffer_format(buffer, ", %s", mailbox->holder);
    if (*entry_words(entry, mailbox->province, mailbox->section, mailbox->number))
        buffer_format(buffer, ", %s", entry);
}

void mailbox_row(struct records *records, const struct pecaddr_mailbox *mailbox)
{
    char section[2] = {mailbox->section, '\0'};
    char issued_section[2] = {mailbox->issued_section, '\0'};
    struct buffer notes = {0};

    buffer_text(&notes, "");
    notes_names(&notes, mailbox->notes);
    records_row(records,
                (const char *const[MAILBOX_COLUMNS_AND_ERROR]){
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
                    known(mailbox->created),
                    known(mailbox->issued_province),
                    known(issued_section),
                    mailbox->issued_number ? number_text(mailbox->issued_number) : NULL,
                    known(mailbox->scheme),
                });
    buffer_free(&notes);
}

void mailbox_absent_row(struct records *records, const char *address, const char *holder,
                        const char *error)
{
    const char *cells[MAILBOX_COLUMNS_AND_ERROR] = {0};

    for (size_t i = 0; i < MAILBOX_COLUMNS; i++)
        if (column_kind(&mailbox_columns[i]) == COLUMN_LIST)
            cells[i] = "";
    cells[0] = address;
    cells[4] = holder;
    cells[MAILBOX_COLUMNS] = pecaddr_status_name(PECADDR_E_STATE);
    cells[MAILBOX_COLUMNS + 1] = error;
    records_row(records, cells);
}
