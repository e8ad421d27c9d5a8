/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <string.h>

static bool is_known(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static int read_digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* YYYY-MM-DD, and a day that the calendar has. */
static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;

    if (strlen(text) != DATE_MAX || text[4] != '-' || text[7] != '-')
        return false;
    year = read_digits(text, 4);
    month = read_digits(text + 5, 2);
    day = read_digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    if (month == 2 && day == 29)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1];
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

/* The facts of a mailbox that are there, checked and folded; PECADDR_OK, or what is wrong. */
static int read_mailbox(const struct pecaddr_mailbox *mailbox, struct record *ret_record)
{
    struct record record = {.state = PECADDR_STATE_ACTIVE};
    int r;

    if (mailbox->address == NULL ||
        !registry_address_fold(mailbox->address, strlen(mailbox->address), record.address))
        return PECADDR_E_ARGUMENT;
    if (is_known(mailbox->holder)) {
        struct pecaddr_text holder = {mailbox->holder, strlen(mailbox->holder)};

        r = pecaddr_holder_check(holder, record.holder, sizeof record.holder);
        if (r != PECADDR_OK)
            return r;
    }
    if (is_known(mailbox->province) &&
        !registry_province_fold(mailbox->province, strlen(mailbox->province),
                                record.entry.province))
        return PECADDR_E_PROVINCE;
    record.entry.section = registry_section_fold(mailbox->section);
    record.entry.number = mailbox->number;
    if ((mailbox->section != 0 && record.entry.section == 0) ||
        mailbox->number > PECADDR_NUMBER_MAX)
        return PECADDR_E_REGISTER;
    if (is_known(mailbox->expires)) {
        if (!is_date(mailbox->expires))
            return PECADDR_E_ARGUMENT;
        strcpy(record.expires, mailbox->expires);
    }
    r = read_name(mailbox->given, record.given);
    if (r == PECADDR_OK)
        r = read_name(mailbox->surname, record.surname);
    if (r == PECADDR_OK)
        *ret_record = record;
    return r;
}

/* Two facts of which one may be unknown: whether they contradict each other. */
static bool differ(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

static bool entries_differ(const struct entry *a, const struct entry *b)
{
    return differ(a->province, b->province) ||
           (a->section != 0 && b->section != 0 && a->section != b->section) ||
           (a->number != 0 && b->number != 0 && a->number != b->number);
}

/*
 * Whether what comes in is said of the holder on record: by the codice fiscale if both have one
 * (and then the entry on record is the newer), by the entry, or else by the name as it is written.
 */
static bool is_same_holder(const struct record *known, const struct record *incoming)
{
    if (known->holder[0] != '\0' && incoming->holder[0] != '\0')
        return strcmp(known->holder, incoming->holder) == 0;
    if (entries_differ(&known->entry, &incoming->entry))
        return false;
    if (registry_entry_complete(&known->entry) && registry_entry_complete(&incoming->entry))
        return true;
    return !differ(known->given, incoming->given) && !differ(known->surname, incoming->surname);
}

/* Whether the holder or the entry has another mailbox: one in which `address` is not the address.
 */
static int find_other(struct store *store, const struct record *record, bool *ret_found,
                      struct pecaddr_registry_error *error)
{
    const char *domain = registry_address_domain(record->address);
    struct record other;
    int r = PECADDR_NO_MATCH;

    if (record->holder[0] != '\0')
        r = store->ops->find_holder(store, domain, record->holder, &other, error);
    *ret_found = r == PECADDR_OK && strcmp(other.address, record->address) != 0;
    if (r < 0 || *ret_found || !registry_entry_complete(&record->entry))
        return r < 0 ? r : PECADDR_OK;

    r = store->ops->find_entry(store, domain, &record->entry, &other, error);
    *ret_found = r == PECADDR_OK && strcmp(other.address, record->address) != 0;
    return r < 0 ? r : PECADDR_OK;
}

static bool gain(char *known, const char *incoming)
{
    if (known[0] != '\0' || incoming[0] == '\0')
        return false;
    strcpy(known, incoming);
    return true;
}

/* Facts that were unknown; nothing that is on record is overwritten. */
static bool gain_facts(struct record *record, const struct record *incoming)
{
    bool gained = gain(record->holder, incoming->holder);

    gained = gain(record->given, incoming->given) || gained;
    gained = gain(record->surname, incoming->surname) || gained;
    gained = gain(record->expires, incoming->expires) || gained;
    if (!registry_entry_complete(&record->entry) &&
        !entries_differ(&record->entry, &incoming->entry)) {
        gained = gain(record->entry.province, incoming->entry.province) || gained;
        if (record->entry.section == 0 && incoming->entry.section != 0) {
            record->entry.section = incoming->entry.section;
            gained = true;
        }
        if (record->entry.number == 0 && incoming->entry.number != 0) {
            record->entry.number = incoming->entry.number;
            gained = true;
        }
    }
    return gained;
}

static int import_known(struct store *store, const struct record *known,
                        const struct record *incoming, int *ret_result,
                        struct pecaddr_registry_error *error)
{
    struct record after = *known;
    bool taken;
    int r;

    if (!is_same_holder(known, incoming)) {
        *ret_result = PECADDR_E_STATE;
        return PECADDR_OK;
    }
    /* One that has ended is not brought to life, nor told anything new. */
    if (known->state == PECADDR_STATE_RETIRED || !gain_facts(&after, incoming)) {
        *ret_result = PECADDR_DONE;
        return PECADDR_OK;
    }
    r = find_other(store, &after, &taken, error);
    if (r != PECADDR_OK)
        return r;
    if (taken) {
        *ret_result = PECADDR_E_HOLDER;
        return PECADDR_OK;
    }
    *ret_result = PECADDR_OK;
    return store->ops->amend(store, known, &after, "import: put on record what was unknown", error);
}

static int import_new(struct store *store, const struct record *incoming, int *ret_result,
                      struct pecaddr_registry_error *error)
{
    static const struct issue imported = {.receipt = "imported"};
    bool taken;
    int r = find_other(store, incoming, &taken, error);

    if (r != PECADDR_OK)
        return r;
    if (taken) {
        *ret_result = PECADDR_E_HOLDER;
        return PECADDR_OK;
    }
    *ret_result = PECADDR_OK;
    return store->ops->insert(store, incoming, &imported, "import", error);
}

int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, int *ret_result,
                        struct pecaddr_registry_error *error)
{
    struct record incoming, known;
    int r;

    *ret_result = read_mailbox(mailbox, &incoming);
    if (*ret_result != PECADDR_OK)
        return PECADDR_OK;
    r = store->ops->find_address(store, incoming.address, &known, error);
    if (r < 0)
        return r;
    if (r == PECADDR_OK)
        return import_known(store, &known, &incoming, ret_result, error);
    return import_new(store, &incoming, ret_result, error);
}
