/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/identity.h"

#include "rules/state.h"

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
bool registry_same_words(const struct pecaddr_person *a, const struct pecaddr_person *b)
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
           registry_same_words(question->query->person, &person);
}

/* Who stands or stood on the entry of a question, sorted by what he could be to who asks. */
struct on_entry {
    const struct question *question;
    bool stands;           /* somebody stands there, and is in `record` */
    unsigned returning;    /* who left and has the same name; the last one is in `record` */
    unsigned moved;        /* who moved away and has the same name */
    struct record *record; /* the caller's */
};

/*
 * Whether a record may be the person's as far as codici fiscali go: not if both have one, for then
 * it would have been found by it.
 */
static bool may_be_holder(const struct question *question, const struct record *record)
{
    return question->holder[0] == '\0' || record->holder[0] == '\0';
}

static int look_at_entry(void *user, const struct record *record, enum standing standing)
{
    struct on_entry *found = user;

    if (standing == STANDS) {
        found->stands = true;
        *found->record = *record;
    } else if (found->stands || !may_be_holder(found->question, record) ||
               !has_same_name(found->question, record)) {
        return PECADDR_OK;
    } else if (standing == MOVED) {
        found->moved++;
    } else {
        found->returning++;
        *found->record = *record;
    }
    return PECADDR_OK;
}

/*
 * Who is known by the entry, SPEC §5: who stands there, if the name is the same and not both have a
 * codice fiscale. Where nobody does, he who left and comes back. One of the same name who moved
 * away may be this person in an old roster, or a homonym with a number that was used again: that,
 * like two who left, is a doubt, and doubt yields no address.
 */
static enum recognition recognise_by_entry(const struct on_entry *found)
{
    if (found->stands)
        return may_be_holder(found->question, found->record) &&
                       has_same_name(found->question, found->record)
                   ? KNOWN
                   : CONFLICT;
    if (found->returning + found->moved == 0)
        return STRANGER;
    return found->returning == 1 && found->moved == 0 ? KNOWN : CONFLICT;
}

/* Whoever had the codice fiscale of a question until it was replaced. */
struct replaced {
    const struct question *question;
    bool same_name; /* one of them has the same name */
};

static int look_at_replaced(void *user, const struct record *record)
{
    struct replaced *replaced = user;

    replaced->same_name = replaced->same_name || has_same_name(replaced->question, record);
    return PECADDR_OK;
}

/*
 * Whether a codice fiscale that nobody has was replaced by another: one with the same name is then
 * the same person in a roster that does not know it yet, or another whose codice fiscale was on
 * record by mistake. That, too, is a doubt; and it may have been on record by mistake of several.
 */
static int was_replaced(struct store *store, const struct question *question, bool *ret_replaced,
                        struct pecaddr_registry_error *error)
{
    struct replaced replaced = {.question = question};
    int r = store->ops->each_replaced(store, question->domain, question->holder, look_at_replaced,
                                      &replaced, error);

    *ret_replaced = replaced.same_name;
    return r;
}

/*
 * Identity, SPEC §5. Who is known by the codice fiscale is known wherever he registers, unless
 * another holder stands on the register entry. Who is not is known by the entry.
 */
static int recognise(struct store *store, const struct question *question, struct record *ret_known,
                     enum recognition *ret, struct pecaddr_registry_error *error)
{
    struct record on_entry;
    struct on_entry found = {.question = question, .record = &on_entry};
    int by_holder = PECADDR_NO_MATCH, r = PECADDR_OK;
    bool replaced = false;

    if (question->holder[0] != '\0') {
        by_holder =
            store->ops->find_holder(store, question->domain, question->holder, ret_known, error);
        if (by_holder != PECADDR_OK && by_holder != PECADDR_NO_MATCH)
            return by_holder;
    }
    *ret = KNOWN;
    if (by_holder == PECADDR_OK && registry_stands(ret_known) &&
        registry_entry_equal(&ret_known->entry, &question->entry))
        return PECADDR_OK;

    if (by_holder == PECADDR_NO_MATCH && question->holder[0] != '\0')
        r = was_replaced(store, question, &replaced, error);
    if (r == PECADDR_OK)
        r = store->ops->each_on_entry(store, question->domain, &question->entry, look_at_entry,
                                      &found, error);
    if (r != PECADDR_OK)
        return r;
    if (by_holder != PECADDR_OK) {
        *ret = replaced ? CONFLICT : recognise_by_entry(&found);
        if (*ret == KNOWN)
            *ret_known = on_entry;
    } else if (found.stands && strcmp(on_entry.address, ret_known->address) != 0) {
        *ret = CONFLICT;
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

void registry_set_name(struct record *record, const struct pecaddr_person *person)
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

    if (!registry_stands(known)) {
        add_reason(why, "the holder came back");
        after.left[0] = '\0';
    }
    if (known->state == PECADDR_STATE_RETIRED) {
        after.state = PECADDR_STATE_RESERVED;
        after.expires[0] = '\0';
    }
    if (known->holder[0] == '\0' && question->holder[0] != '\0') {
        add_reason(why, "codice fiscale put on record");
        strcpy(after.holder, question->holder);
    }
    if (!registry_entry_equal(&known->entry, &question->entry))
        set_entry(&after, &question->entry, why);
    if (known->given[0] == '\0' && known->surname[0] == '\0') {
        add_reason(why, "name put on record");
        registry_set_name(&after, question->query->person);
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

/* What the candidate of a query's person at a lower level was answered. */
static const char *answer_before(const struct pecaddr_query *query, unsigned level,
                                 const char *given_up)
{
    char address[PECADDR_ADDRESS_MAX + 1];

    if (query->reserved != NULL && (query->reserved[level / 8] >> (level % 8) & 1) != 0)
        return "reserved,";
    if (given_up != NULL &&
        pecaddr_candidate(query->scheme, query->person, level, address, sizeof address, NULL, NULL,
                          NULL) == PECADDR_OK &&
        strcmp(address, given_up) == 0)
        return "released,";
    return "taken,";
}

void registry_write_receipt(const struct pecaddr_query *query, const char *given_up,
                            char ret_receipt[RECEIPT_MAX])
{
    size_t size = 0;

    for (unsigned level = 0; level < query->level; level++) {
        const char *answer = answer_before(query, level, given_up);

        memcpy(ret_receipt + size, answer, strlen(answer));
        size += strlen(answer);
    }
    strcpy(ret_receipt + size, "claimed");
}

static int insert_claim(struct store *store, const struct question *question,
                        struct pecaddr_registry_error *error)
{
    const struct pecaddr_query *query = question->query;
    struct record record = {.state = PECADDR_STATE_RESERVED, .entry = question->entry};
    char receipt[RECEIPT_MAX];
    struct issue issue = {query->scheme, query->level, query->notes, receipt, 0};

    strcpy(record.address, query->address);
    strcpy(record.holder, question->holder);
    registry_set_name(&record, query->person);
    registry_write_receipt(query, NULL, receipt);
    return store->ops->insert(store, &record, &issue, "issued", error);
}

/*
 * External checks come first, then the claim. An address that is on record is taken, whatever is
 * known outside. Source: SPEC §5.
 */
static int settle_stranger(struct store *store, enum pecaddr_mode mode,
                           const struct question *question, struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = question->query;
    struct record other;
    int r = store->ops->find_address(store, query->address, &other, error);

    if (r == PECADDR_OK || (r == PECADDR_NO_MATCH && question->outside == PRESENCE_PRESENT)) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    if (r != PECADDR_NO_MATCH)
        return r;
    if (question->outside == PRESENCE_FAILED) {
        answer_failed(query, PECADDR_E_UNAVAILABLE);
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
