/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/import-facts.h"

#include "rules/holder.h"
#include "rules/letters.h"
#include "state.h"

#include <string.h>

/* What a row of an import says, each fact checked and folded. */

static bool is_known(const char *text)
{
    return text && text[0] != '\0';
}

static int read_name(const char *text, char ret_name[PECADDR_FIELD_MAX + 1])
{
    int r = PECADDR_OK;

    if (!is_known(text))
        return r;
    r = registry_text_check(text, strlen(text));
    if (r == PECADDR_OK)
        strcpy(ret_name, text);
    return r;
}

static bool read_date(const char *text, char ret_date[DATE_MAX + 1])
{
    if (!is_known(text))
        return true;
    if (!registry_is_date(text))
        return false;
    strcpy(ret_date, text);
    return true;
}

/* A codice fiscale, where one is there. */
static int read_holder(const char *text, char ret_holder[PECADDR_HOLDER_MAX + 1])
{
    return is_known(text) ? pecaddr_holder_check(pecaddr_text_of(text), ret_holder,
                                                 PECADDR_HOLDER_MAX + 1, NULL)
                          : PECADDR_OK;
}

static int read_entry(const struct pecaddr_mailbox *mailbox, struct entry *ret_entry)
{
    struct entry entry = {.section = registry_section_fold(mailbox->section),
                          .number = mailbox->number};

    if (is_known(mailbox->province) &&
        !registry_province_fold(mailbox->province, strlen(mailbox->province), entry.province))
        return PECADDR_E_PROVINCE;
    if ((mailbox->section != 0 && entry.section == 0) || mailbox->number > PECADDR_NUMBER_MAX)
        return PECADDR_E_REGISTER;
    *ret_entry = entry;
    return PECADDR_OK;
}

bool registry_import_is_as_on_record(const struct pecaddr_mailbox *mailbox)
{
    return mailbox->state == 0;
}

static int read_state(const struct pecaddr_mailbox *mailbox, enum pecaddr_state *ret_state)
{
    *ret_state = registry_import_is_as_on_record(mailbox) ? PECADDR_STATE_RESERVED : mailbox->state;
    return *ret_state == PECADDR_STATE_RESERVED || *ret_state == PECADDR_STATE_ACTIVE ||
                   *ret_state == PECADDR_STATE_RETIRED
               ? PECADDR_OK
               : PECADDR_E_ARGUMENT;
}

static int read_expires(const struct pecaddr_mailbox *mailbox, struct record *record)
{
    return read_date(mailbox->expires, record->expires) ? PECADDR_OK : PECADDR_E_ARGUMENT;
}

static int read_left(const struct pecaddr_mailbox *mailbox, struct record *record)
{
    if (!read_date(mailbox->left, record->left) ||
        (record->left[0] != '\0' && mailbox->state == PECADDR_STATE_RESERVED))
        return PECADDR_E_ARGUMENT;
    return PECADDR_OK;
}

static int read_since(const struct pecaddr_mailbox *mailbox)
{
    return !is_known(mailbox->since) || registry_is_date(mailbox->since) ? PECADDR_OK
                                                                         : PECADDR_E_ARGUMENT;
}

int registry_import_read_facts(const struct pecaddr_mailbox *mailbox, struct record *ret_record,
                               uint32_t *ret_fact)
{
    const struct {
        int code;
        enum pecaddr_fact fact;
    } read[] = {
        {read_state(mailbox, &ret_record->state), PECADDR_FACT_STATE},
        {read_holder(mailbox->holder, ret_record->holder), PECADDR_FACT_HOLDER},
        {read_entry(mailbox, &ret_record->entry), PECADDR_FACT_ENTRY},
        {read_expires(mailbox, ret_record), PECADDR_FACT_EXPIRES},
        {read_left(mailbox, ret_record), PECADDR_FACT_LEFT},
        {read_since(mailbox), PECADDR_FACT_STATE},
        {read_name(mailbox->given, ret_record->given), PECADDR_FACT_NAME},
        {read_name(mailbox->surname, ret_record->surname), PECADDR_FACT_NAME},
    };

    registry_set_letters(ret_record);
    for (size_t i = 0; i < ARRAY_SIZE(read); i++)
        if (read[i].code != PECADDR_OK) {
            *ret_fact = (uint32_t)read[i].fact;
            return read[i].code;
        }
    return PECADDR_OK;
}

bool registry_import_knows(const struct record *record)
{
    const struct holder holder = registry_holder_of(record);

    return registry_is_known(&holder);
}

bool registry_import_is_blocked(const struct pecaddr_mailbox *mailbox)
{
    return is_known(mailbox->receipt) && strcmp(mailbox->receipt, RECEIPT_BLOCKED) == 0;
}

bool registry_import_has_facts(const struct pecaddr_mailbox *mailbox)
{
    struct record record = {.id = 0};
    uint32_t wrong;

    registry_import_read_facts(mailbox, &record, &wrong);
    return !registry_import_is_blocked(mailbox) && registry_import_knows(&record);
}

bool registry_import_read_address(const struct pecaddr_mailbox *mailbox,
                                  char ret_address[PECADDR_ADDRESS_MAX + 1])
{
    return mailbox->address &&
           registry_address_fold(mailbox->address, strlen(mailbox->address), ret_address);
}

bool registry_import_seeks(const struct pecaddr_mailbox *mailbox, struct sought *ret_sought)
{
    read_holder(mailbox->holder, ret_sought->holder);
    read_entry(mailbox, &ret_sought->entry);
    ret_sought->released = registry_import_is_as_on_record(mailbox);
    return registry_import_read_address(mailbox, ret_sought->address);
}
