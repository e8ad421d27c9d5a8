/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Who asks. */
enum recognition {
    STRANGER, /* nobody on record */
    KNOWN,    /* the holder of a mailbox on record */
    CONFLICT  /* contradicts what is on record */
};

static bool same_text(struct pecaddr_text a, struct pecaddr_text b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/*
 * Whether two names are the same as a whole: under a scheme that uses an initial only, or the first
 * given name, Mario and Marco have one local part. Names that `ingpec` can not fold, of another
 * script, must be the same to the byte.
 */
static bool has_same_words(const struct pecaddr_person *a, const struct pecaddr_person *b)
{
    const struct pecaddr_scheme *whole = pecaddr_scheme_ingpec();
    char a_part[PECADDR_LOCAL_PART_MAX + 1], b_part[PECADDR_LOCAL_PART_MAX + 1];

    if (same_text(a->given, b->given) && same_text(a->surname, b->surname))
        return true;
    return pecaddr_local_part(whole, a, NULL, a_part, sizeof a_part, NULL, NULL, NULL) ==
               PECADDR_OK &&
           pecaddr_local_part(whole, b, NULL, b_part, sizeof b_part, NULL, NULL, NULL) ==
               PECADDR_OK &&
           strcmp(a_part, b_part) == 0;
}

/*
 * Whether a record on the person's entry is this person's, judged by the name: Orders use numbers
 * again, and a name may be spelt in several ways that give one local part. Source: SPEC §5.
 */
static bool has_same_name(const struct question *question, const struct record *record)
{
    struct pecaddr_person person = *question->query->person;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];

    person.size = sizeof person;
    person.given = (struct pecaddr_text){record->given, strlen(record->given)};
    person.surname = (struct pecaddr_text){record->surname, strlen(record->surname)};
    return pecaddr_local_part(question->query->scheme, &person, NULL, local_part, sizeof local_part,
                              NULL, NULL, NULL) == PECADDR_OK &&
           strcmp(local_part, question->local_part) == 0 &&
           has_same_words(question->query->person, &person);
}

/*
 * Identity, SPEC §5. Who is known by the codice fiscale is known wherever he registers, unless the
 * register entry is another living holder's. Who is not is known by the entry, if not both have a
 * codice fiscale and the name is the same.
 */
static int recognise(struct store *store, const struct question *question, struct record *ret_known,
                     enum recognition *ret, struct pecaddr_registry_error *error)
{
    struct record on_entry;
    int by_holder = PECADDR_NO_MATCH, by_entry;

    if (question->holder[0] != '\0') {
        by_holder =
            store->ops->find_holder(store, question->domain, question->holder, ret_known, error);
        if (by_holder < 0)
            return by_holder;
    }
    *ret = KNOWN;
    if (by_holder == PECADDR_OK && ret_known->state != PECADDR_STATE_RETIRED &&
        registry_entry_equal(&ret_known->entry, &question->entry))
        return PECADDR_OK;

    by_entry = store->ops->find_entry(store, question->domain, &question->entry, &on_entry, error);
    if (by_entry < 0)
        return by_entry;
    if (by_entry == PECADDR_NO_MATCH) {
        *ret = by_holder == PECADDR_OK ? KNOWN : STRANGER;
    } else if (by_holder == PECADDR_OK) {
        *ret = strcmp(on_entry.address, ret_known->address) == 0 ? KNOWN : CONFLICT;
    } else if ((question->holder[0] != '\0' && on_entry.holder[0] != '\0') ||
               !has_same_name(question, &on_entry)) {
        *ret = CONFLICT;
    } else {
        *ret_known = on_entry;
    }
    return PECADDR_OK;
}

/* Adds a clause to the reason that history will give. */
__attribute__((format(printf, 2, 3))) static void add_reason(char why[WHY_MAX + 1],
                                                             const char *format, ...)
{
    size_t size = strlen(why);
    va_list arguments;

    if (size > 0)
        size += (size_t)snprintf(why + size, WHY_MAX + 1 - size, "; ");
    va_start(arguments, format);
    vsnprintf(why + size, WHY_MAX + 1 - size, format, arguments);
    va_end(arguments);
}

static void set_entry(struct record *record, const struct entry *entry, char why[WHY_MAX + 1])
{
    const struct entry *old = &record->entry;

    if (registry_entry_complete(old))
        add_reason(why, "transfer from %s %c %u to %s %c %u", old->province, old->section,
                   (unsigned)old->number, entry->province, entry->section, (unsigned)entry->number);
    else
        add_reason(why, "register entry put on record");
    record->entry = *entry;
}

/* A question whose name does not fold or fit has failed before. */
static void set_name(struct record *record, const struct pecaddr_person *person)
{
    memcpy(record->given, person->given.data, person->given.size);
    record->given[person->given.size] = '\0';
    memcpy(record->surname, person->surname.data, person->surname.size);
    record->surname[person->surname.size] = '\0';
}

/* What a claim by a known holder brings that is not on record yet. Source: SPEC §5. */
static int put_on_record(struct store *store, const struct question *question,
                         const struct record *known, struct pecaddr_registry_error *error)
{
    struct record after = *known;
    char why[WHY_MAX + 1] = "";

    if (known->state == PECADDR_STATE_RETIRED) {
        add_reason(why, "the holder came back");
        after.state = PECADDR_STATE_RESERVED;
        after.left[0] = '\0';
    }
    if (known->holder[0] == '\0' && question->holder[0] != '\0') {
        add_reason(why, "codice fiscale put on record");
        strcpy(after.holder, question->holder);
    }
    if (!registry_entry_equal(&known->entry, &question->entry))
        set_entry(&after, &question->entry, why);
    if (known->given[0] == '\0' && known->surname[0] == '\0') {
        add_reason(why, "name put on record");
        set_name(&after, question->query->person);
    }
    if (why[0] == '\0')
        return PECADDR_OK;
    return store->ops->amend(store, known, &after, why, error);
}

static void answer_known(struct pecaddr_query *query, const struct record *known)
{
    if (strcmp(query->address, known->address) == 0) {
        query->answer = PECADDR_HELD;
    } else {
        query->answer = PECADDR_HELD_ELSEWHERE;
        strcpy(query->held, known->address);
    }
}

static void answer_failed(struct pecaddr_query *query, int failure)
{
    query->answer = PECADDR_FAILED;
    query->failure = failure;
}

/* What each candidate was answered, up to this one, which is being claimed. */
#define RECEIPT_MAX (PECADDR_LEVELS_MAX * sizeof "reserved,")
static void write_receipt(const struct pecaddr_query *query, char receipt[RECEIPT_MAX])
{
    size_t size = 0;

    for (unsigned level = 0; level < query->level; level++) {
        bool reserved =
            query->reserved != NULL && (query->reserved[level / 8] >> (level % 8) & 1) != 0;
        const char *answer = reserved ? "reserved," : "taken,";

        memcpy(receipt + size, answer, strlen(answer));
        size += strlen(answer);
    }
    strcpy(receipt + size, "claimed");
}

static int insert_claim(struct store *store, const struct question *question,
                        struct pecaddr_registry_error *error)
{
    const struct pecaddr_query *query = question->query;
    struct record record = {.state = PECADDR_STATE_RESERVED, .entry = question->entry};
    char receipt[RECEIPT_MAX];
    struct issue issue = {query->scheme, query->level, query->notes, receipt};

    strcpy(record.address, query->address);
    strcpy(record.holder, question->holder);
    set_name(&record, query->person);
    write_receipt(query, receipt);
    return store->ops->insert(store, &record, &issue, "issued", error);
}

/* External checks come first, then the claim. Source: SPEC §5. */
static int settle_stranger(struct store *store, enum pecaddr_mode mode,
                           const struct question *question, struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = question->query;
    struct record other;
    int r;

    if (question->outside == PRESENCE_FAILED) {
        answer_failed(query, PECADDR_E_UNAVAILABLE);
        return PECADDR_OK;
    }
    if (question->outside == PRESENCE_PRESENT) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    r = store->ops->find_address(store, query->address, &other, error);
    if (r < 0)
        return r;
    if (r == PECADDR_OK) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    if (mode == PECADDR_CHECK) {
        query->answer = PECADDR_FREE;
        return PECADDR_OK;
    }
    r = insert_claim(store, question, error);
    if (r == PECADDR_OK)
        query->answer = PECADDR_CLAIMED;
    return r;
}

int registry_settle(struct store *store, enum pecaddr_mode mode, struct question *question,
                    struct pecaddr_registry_error *error)
{
    struct record known;
    enum recognition recognition;
    int r;

    if (question->failure != 0) {
        answer_failed(question->query, question->failure);
        return PECADDR_OK;
    }
    r = recognise(store, question, &known, &recognition, error);
    if (r != PECADDR_OK)
        return r;
    if (recognition == STRANGER)
        return settle_stranger(store, mode, question, error);
    if (recognition == CONFLICT) {
        answer_failed(question->query, PECADDR_E_HOLDER);
        return PECADDR_OK;
    }
    if (mode == PECADDR_CLAIM)
        r = put_on_record(store, question, &known, error);
    if (r == PECADDR_OK)
        answer_known(question->query, &known);
    return r;
}
