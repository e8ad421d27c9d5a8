/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/import.h"

#include "rules/identity.h"
#include "rules/letters.h"
#include "rules/state.h"

#include <string.h>

static bool is_known(const char *text)
{
    return text != NULL && text[0] != '\0';
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

        r = pecaddr_holder_check(holder, record.holder, sizeof record.holder, NULL);
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
    if (!read_date(mailbox->expires, record.expires) || !read_date(mailbox->left, record.left))
        return PECADDR_E_ARGUMENT;
    r = read_name(mailbox->given, record.given);
    if (r == PECADDR_OK)
        r = read_name(mailbox->surname, record.surname);
    if (r != PECADDR_OK)
        return r;
    registry_set_letters(&record);
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

static struct pecaddr_person name_of(const struct record *record)
{
    return (struct pecaddr_person){.size = sizeof(struct pecaddr_person),
                                   .given = {record->given, strlen(record->given)},
                                   .surname = {record->surname, strlen(record->surname)}};
}

static bool has_name(const struct record *record)
{
    return record->given[0] != '\0' || record->surname[0] != '\0';
}

static bool names_differ(const struct record *a, const struct record *b)
{
    struct pecaddr_person a_name = name_of(a), b_name = name_of(b);

    int whole = 0;

    return has_name(a) && has_name(b) &&
           (pecaddr_same_name(pecaddr_scheme_ingpec(), &a_name, &b_name, &whole, NULL) !=
                PECADDR_OK ||
            whole == 0) &&
           (strcmp(a->given, b->given) != 0 || strcmp(a->surname, b->surname) != 0);
}

/*
 * Whether what comes in is said of the holder on record: by the codice fiscale if both have one;
 * else nothing that both know, neither entry nor name, may differ (SPEC §5: Orders use numbers
 * again).
 */
static bool is_same_holder(const struct record *known, const struct record *incoming)
{
    if (known->holder[0] != '\0' && incoming->holder[0] != '\0')
        return strcmp(known->holder, incoming->holder) == 0;
    return !entries_differ(&known->entry, &incoming->entry) && !names_differ(known, incoming);
}

/* Whether something that comes in says that it is this holder, and not only that nothing differs.
 */
static bool is_said_of_holder(const struct record *known, const struct record *incoming)
{
    if (known->holder[0] != '\0' && incoming->holder[0] != '\0')
        return true;
    return (has_name(known) && has_name(incoming)) ||
           (registry_entry_complete(&known->entry) && registry_entry_complete(&incoming->entry));
}

/* Whether a fact that comes in is another one than that on record, which is kept. */
static bool contradicts(const struct record *known, const struct record *incoming)
{
    return entries_differ(&known->entry, &incoming->entry) || names_differ(known, incoming) ||
           differ(known->expires, incoming->expires) ||
           (incoming->left[0] != '\0' && strcmp(known->left, incoming->left) != 0);
}

/* Whether somebody else stands on an entry. */
struct neighbour {
    const char *address;
    bool found;
};

static int look_at_neighbour(void *user, const struct record *record, enum standing standing)
{
    struct neighbour *neighbour = user;

    if (standing == STANDS && strcmp(record->address, neighbour->address) != 0)
        neighbour->found = true;
    return PECADDR_OK;
}

/* Whether the holder has another mailbox than this address, or the entry, where one stands. */
static int find_other(struct store *store, const struct record *record, bool *ret_found,
                      struct pecaddr_registry_error *error)
{
    const char *domain = registry_address_domain(record->address);
    struct neighbour neighbour = {.address = record->address};
    struct record other;
    int r = PECADDR_NO_MATCH;

    if (record->holder[0] != '\0')
        r = store->ops->find_holder(store, domain, record->holder, &other, error);
    if (r != PECADDR_OK && r != PECADDR_NO_MATCH)
        return r;
    *ret_found = r == PECADDR_OK && strcmp(other.address, record->address) != 0;
    if (*ret_found || !registry_entry_complete(&record->entry) || !registry_stands(record))
        return PECADDR_OK;
    r = store->ops->each_on_entry(store, domain, &record->entry, look_at_neighbour, &neighbour,
                                  error);
    *ret_found = neighbour.found;
    return r;
}

static bool gain(char *known, const char *incoming)
{
    if (known[0] != '\0' || incoming[0] == '\0')
        return false;
    strcpy(known, incoming);
    return true;
}

/* Facts of the holder that were unknown; nothing that is on record is overwritten. */
static bool gain_facts(struct record *record, const struct record *incoming)
{
    bool gained = gain(record->holder, incoming->holder);

    gained = gain(record->given, incoming->given) || gained;
    gained = gain(record->surname, incoming->surname) || gained;
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
    bool activated = known->state == PECADDR_STATE_RESERVED;
    bool differs = contradicts(known, incoming);
    bool gained, expires, taken;
    int r;

    /* One that has ended is not brought to life, nor told anything new; and one that is reserved is
     * not activated, for ever, by a line that does not say whose it is. */
    if (!is_same_holder(known, incoming) || known->state == PECADDR_STATE_RETIRED ||
        (activated && !is_said_of_holder(known, incoming))) {
        *ret_result = PECADDR_E_STATE;
        return PECADDR_OK;
    }
    after.state = PECADDR_STATE_ACTIVE;
    gained = gain_facts(&after, incoming);
    if (gained)
        registry_set_letters(&after);
    expires = gain(after.expires, incoming->expires);
    if (!gained && !expires && !activated) {
        *ret_result = differs ? PECADDR_NO_MATCH : PECADDR_DONE;
        return PECADDR_OK;
    }
    r = find_other(store, &after, &taken, error);
    if (r != PECADDR_OK)
        return r;
    if (taken) {
        *ret_result = PECADDR_E_HOLDER;
        return PECADDR_OK;
    }
    *ret_result = differs ? PECADDR_NO_MATCH : PECADDR_OK;
    return store->ops->amend(store, known, &after, PECADDR_ACT_IMPORT, "", error);
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
    return store->ops->insert(store, incoming, &imported, PECADDR_ACT_IMPORT, "", error);
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
    if (r == PECADDR_OK)
        return import_known(store, &known, &incoming, ret_result, error);
    if (r == PECADDR_NO_MATCH)
        return import_new(store, &incoming, ret_result, error);
    return r;
}
