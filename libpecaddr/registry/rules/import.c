/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/import.h"

#include "rules/bound.h"
#include "rules/holder.h"
#include "rules/import-facts.h"
#include "rules/letters.h"
#include "rules/life.h"
#include "rules/reasons.h"
#include "rules/released.h"
#include "state.h"

#include <string.h>

static bool contradicts_name(const struct record *record, const char *holder)
{
    return registry_contradicts_name(pecaddr_scheme_ingpec(), record, holder);
}

/* Whether the facts say who somebody is: a province is that of many. */
static bool says_whose(const struct record *record)
{
    return record->holder[0] != '\0' || record->given[0] != '\0' || record->surname[0] != '\0' ||
           record->entry.number != 0;
}

/* Two facts of which one may be unknown: whether they contradict each other. */
static bool differ(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

/* A row that comes in, and what becomes of it. */
struct row {
    struct record incoming;
    const char *since; /* the day on which it was activated, by the list; NULL or empty */
    bool as_on_record; /* its state is that on record; a new one is reserved */
    bool may_block;
    bool accepts_mismatch;
    bool contradicts_itself;
    int result;
    struct pecaddr_reason *reason;
};

static struct comparison compare(const struct row *row, const struct record *record)
{
    struct holder known = registry_holder_of(record), incoming = registry_holder_of(&row->incoming);

    return registry_compare(pecaddr_scheme_ingpec(), &incoming, &known);
}

static void refuse(struct row *row, int code, enum pecaddr_contradiction contradiction,
                   const struct record *record, const struct comparison *comparison)
{
    row->result = code;
    registry_refuse_for(row->reason, code, contradiction, record, comparison);
}

/* Whether somebody else stands on an entry. */
struct neighbour {
    const char *address;
    struct record *record;
    bool found;
};

static int look_at_neighbour(void *user, const struct record *record)
{
    struct neighbour *neighbour = user;

    if (registry_stands(record) && strcmp(record->address, neighbour->address) != 0) {
        neighbour->found = true;
        *neighbour->record = *record;
    }
    return PECADDR_OK;
}

/* Whether the holder has another mailbox than this address, or the entry, where one stands. */
static int find_other(struct store *store, const struct record *record, struct record *ret_other,
                      bool *ret_found, struct pecaddr_registry_error *error)
{
    const char *domain = registry_address_domain(record->address);
    struct neighbour neighbour = {.address = record->address, .record = ret_other};
    int r = PECADDR_NO_MATCH;

    if (record->holder[0] != '\0')
        r = store->ops->find_holder(store, domain, record->holder, ret_other, error);
    if (r != PECADDR_OK && r != PECADDR_NO_MATCH)
        return r;
    *ret_found = r == PECADDR_OK && strcmp(ret_other->address, record->address) != 0;
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

static bool gain_entry(struct entry *known, const struct entry *incoming)
{
    bool gained = gain(known->province, incoming->province);

    if (known->section == 0 && incoming->section != 0) {
        known->section = incoming->section;
        gained = true;
    }
    if (known->number == 0 && incoming->number != 0) {
        known->number = incoming->number;
        gained = true;
    }
    return gained;
}

/* Facts of the holder that were unknown; nothing that is on record is overwritten. */
static bool gain_facts(struct record *record, const struct row *row,
                       const struct comparison *comparison)
{
    const struct record *incoming = &row->incoming;
    bool gained = gain(record->holder, incoming->holder);

    /* No half of another name beside a half that contradicts it. */
    if (comparison->name != OTHER) {
        gained = gain(record->given, incoming->given) || gained;
        gained = gain(record->surname, incoming->surname) || gained;
    }
    if (comparison->entry == UNKNOWN)
        gained = gain_entry(&record->entry, &incoming->entry) || gained;
    registry_set_letters(record);
    return gained;
}

/* Whether something that comes in says that it is this holder, and not only that nothing differs;
 * where nothing is known of any, whether it says who it is. */
static bool is_said_of_holder(const struct record *known, const struct record *incoming,
                              const struct comparison *comparison)
{
    return comparison->holder == SAME || comparison->name == SAME || comparison->entry == SAME ||
           (!says_whose(known) && says_whose(incoming));
}

/* The facts that come in otherwise than they are on record in the end. */
static uint32_t find_differences(const struct record *after, const struct row *row,
                                 const struct comparison *comparison)
{
    const struct record *incoming = &row->incoming;
    uint32_t facts = registry_facts_that_are(comparison, OTHER);

    if (comparison->name == SAME && !comparison->whole)
        facts |= (uint32_t)PECADDR_FACT_NAME;
    if (differ(after->expires, incoming->expires))
        facts |= (uint32_t)PECADDR_FACT_EXPIRES;
    if (incoming->left[0] != '\0' && strcmp(after->left, incoming->left) != 0)
        facts |= (uint32_t)PECADDR_FACT_LEFT;
    if (!row->as_on_record && after->state != incoming->state)
        facts |= (uint32_t)PECADDR_FACT_STATE;
    return facts;
}

/*
 * What comes in of it, and whether anything does. One that has ended is not brought to life, nor told
 * anything new. One that is reserved ends only where nothing was known of it but that it may be in use,
 * as of one that is blocked: then the row says all, also that its holder left.
 */
static bool take_in(struct record *record, const struct row *row,
                    const struct comparison *comparison)
{
    const struct record *incoming = &row->incoming;
    bool whose = !registry_import_knows(record) && says_whose(incoming);
    bool turns = record->state == PECADDR_STATE_RESERVED &&
                 (incoming->state == PECADDR_STATE_ACTIVE ||
                  (incoming->state == PECADDR_STATE_RETIRED && whose));
    bool gained;

    if (record->state == PECADDR_STATE_RETIRED)
        return false;
    if (turns)
        record->state = incoming->state;
    if (turns && whose)
        strcpy(record->left, incoming->left);
    gained = (registry_import_knows(record) || says_whose(incoming)) &&
             gain_facts(record, row, comparison);
    return gain(record->expires, incoming->expires) || gained || turns;
}

/* Whether the list may be one of before its holder had a reserved mailbox again. Of one that was only blocked
 * the row says all. */
static int find_past(struct store *store, const struct record *known, const struct row *row,
                     bool *ret_is_past, struct pecaddr_registry_error *error)
{
    const bool turns = row->incoming.state == PECADDR_STATE_ACTIVE && registry_import_knows(known);
    char day[DATE_MAX + 1];
    int r = turns ? registry_look_for_return(store, known, row->since, day, error) : PECADDR_OK;

    *ret_is_past = r == PECADDR_DONE;
    return *ret_is_past ? PECADDR_OK : r;
}

/* What comes in of a holder who is known, under an address that is on record. */
static int import_same(struct store *store, const struct record *known,
                       const struct comparison *comparison, struct row *row,
                       struct pecaddr_registry_error *error)
{
    struct record after = *known, other;
    bool is_past, is_new, taken;
    uint32_t differs;
    int r = find_past(store, known, row, &is_past, error);

    if (r != PECADDR_OK)
        return r;
    is_new = !is_past && take_in(&after, row, comparison);
    differs = find_differences(&after, row, comparison);
    registry_tell_record(row->reason, known, comparison);
    if (row->reason)
        row->reason->differs = differs;
    row->result = differs != 0 ? PECADDR_NO_MATCH : PECADDR_DONE;
    if (!is_new)
        return PECADDR_OK;
    r = find_other(store, &after, &other, &taken, error);
    if (r != PECADDR_OK)
        return r;
    if (taken) {
        struct comparison with_other = compare(row, &other);

        refuse(row, PECADDR_E_HOLDER, PECADDR_CONTRADICTION_MAILBOX, &other, &with_other);
        return PECADDR_OK;
    }
    if (!registry_may_change(store, known, &after, PECADDR_ACT_IMPORT)) {
        row->result =
            registry_refuse_user(row->reason, known->address, known->entry.province, NULL);
        return PECADDR_OK;
    }
    row->result = differs != 0 ? PECADDR_NO_MATCH : PECADDR_OK;
    return store->ops->amend(store, known, &after, PECADDR_ACT_IMPORT, "", error);
}

/* Codice fiscale and name of the line: one of the two is somebody else's. */
static void refuse_contradicting(struct row *row)
{
    row->result = PECADDR_E_HOLDER;
    registry_refuse_fact(row->reason, row->result,
                         (uint32_t)PECADDR_FACT_HOLDER | (uint32_t)PECADDR_FACT_NAME);
}

/* One that is reserved is not activated, for ever, by a line that does not say whose it is. */
static int import_known(struct store *store, const struct record *known, struct row *row,
                        struct pecaddr_registry_error *error)
{
    struct comparison comparison = compare(row, known);
    enum pecaddr_state state = row->incoming.state;

    if (!registry_may_be_same(&comparison) ||
        (comparison.holder == UNKNOWN && comparison.entry == OTHER) ||
        (known->state == PECADDR_STATE_RETIRED && state != PECADDR_STATE_RETIRED &&
         !row->as_on_record) ||
        (known->state == PECADDR_STATE_RESERVED && state == PECADDR_STATE_ACTIVE &&
         !is_said_of_holder(known, &row->incoming, &comparison))) {
        refuse(row, PECADDR_E_STATE, PECADDR_CONTRADICTION_ADDRESS, known, &comparison);
        return PECADDR_OK;
    }
    /* It is not of the line's name, or not of that on record. */
    if (known->holder[0] == '\0' &&
        (row->contradicts_itself ||
         (!row->accepts_mismatch && contradicts_name(known, row->incoming.holder)))) {
        refuse_contradicting(row);
        return PECADDR_OK;
    }
    return import_same(store, known, &comparison, row, error);
}

/*
 * An address whose facts are refused may be in use all the same: nobody is to be given it. It comes
 * on record without a holder, for a person to look at. Source: SPEC §5.
 */
static int block(struct store *store, const struct row *row, struct pecaddr_registry_error *error)
{
    static const struct issue blocked = {.receipt = RECEIPT_BLOCKED};
    struct record record = {.state = PECADDR_STATE_RESERVED};

    if (row->reason)
        row->reason->blocked = 1;
    strcpy(record.address, row->incoming.address);
    return store->ops->insert(store, &record, &blocked, PECADDR_ACT_BLOCK, "", error);
}

static int import_new(struct store *store, struct row *row, struct pecaddr_registry_error *error)
{
    static const struct issue imported = {.receipt = "imported"};
    struct record other;
    bool taken = false;
    int r = PECADDR_OK;

    /* Nobody who left is given an address. */
    if (row->result == PECADDR_OK && row->as_on_record && row->incoming.left[0] != '\0') {
        row->result = PECADDR_E_ARGUMENT;
        registry_refuse_fact(row->reason, row->result, PECADDR_FACT_LEFT);
    }
    if (row->result == PECADDR_OK && row->contradicts_itself)
        refuse_contradicting(row);
    if (row->result == PECADDR_OK)
        r = find_other(store, &row->incoming, &other, &taken, error);
    if (r != PECADDR_OK)
        return r;
    if (taken) {
        struct comparison comparison = compare(row, &other);

        refuse(row, PECADDR_E_HOLDER, PECADDR_CONTRADICTION_MAILBOX, &other, &comparison);
    } else if (row->result == PECADDR_OK && !registry_may_begin(store, &row->incoming)) {
        row->result = registry_refuse_user(row->reason, "", row->incoming.entry.province, NULL);
    }
    if (row->result != PECADDR_OK)
        return row->may_block ? block(store, row, error) : PECADDR_OK;
    return store->ops->insert(store, &row->incoming, &imported, PECADDR_ACT_IMPORT, "", error);
}

/* What is on record under the address. Where nothing is said of its state, that is also what was
 * released there: it stays nobody's. */
static int find_known(struct store *store, const struct row *row, struct record *ret_known,
                      struct pecaddr_registry_error *error)
{
    const char *address = row->incoming.address;
    int r = store->ops->find_address(store, address, ret_known, error);

    return r == PECADDR_NO_MATCH && row->as_on_record
               ? registry_find_released(store, address, ret_known, error)
               : r;
}

/* There already: it is told, and nothing comes in of it. */
static void pass_over(struct row *row, const struct record *known)
{
    row->result = PECADDR_DONE;
    registry_tell_record(row->reason, known, NULL);
}

static int import_blocked(struct store *store, struct row *row,
                          struct pecaddr_registry_error *error)
{
    struct record known;
    int r = find_known(store, row, &known, error);

    if (r == PECADDR_NO_MATCH)
        return block(store, row, error);
    if (r == PECADDR_OK)
        pass_over(row, &known);
    return r;
}

static int import_facts(struct store *store, const struct pecaddr_mailbox *mailbox, struct row *row,
                        struct pecaddr_registry_error *error)
{
    struct record known;
    uint32_t wrong = 0;
    int r;

    row->result = registry_import_read_facts(mailbox, &row->incoming, &wrong);
    if (row->result != PECADDR_OK)
        registry_refuse_fact(row->reason, row->result, wrong);
    row->contradicts_itself = row->result == PECADDR_OK && !row->accepts_mismatch &&
                              contradicts_name(&row->incoming, row->incoming.holder);
    r = find_known(store, row, &known, error);
    if (r == PECADDR_NO_MATCH)
        return import_new(store, row, error);
    if (r == PECADDR_OK && known.state == PECADDR_STATE_RELEASED)
        pass_over(row, &known);
    else if (r == PECADDR_OK && row->result == PECADDR_OK)
        r = import_known(store, &known, row, error);
    return r;
}

int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, unsigned flags,
                        int *ret_result, struct pecaddr_reason *reason,
                        struct pecaddr_registry_error *error)
{
    struct row row = {.as_on_record = registry_import_is_as_on_record(mailbox),
                      .may_block = (flags & PECADDR_IMPORT_BLOCK) != 0,
                      .accepts_mismatch = (flags & PECADDR_IMPORT_ACCEPT_MISMATCH) != 0,
                      .since = mailbox->since,
                      .reason = reason};
    int r = PECADDR_OK;

    registry_refuse_nobody(reason);
    if (!registry_import_read_address(mailbox, row.incoming.address)) {
        row.result = PECADDR_E_ARGUMENT;
        registry_refuse_person(reason, row.result);
    } else if (registry_import_is_blocked(mailbox)) {
        r = import_blocked(store, &row, error);
    } else {
        r = import_facts(store, mailbox, &row, error);
    }
    *ret_result = row.result;
    return r;
}
