/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/settle.h"

#include "rules/bound.h"
#include "rules/holder.h"
#include "rules/letters.h"
#include "rules/reasons.h"
#include "state.h"

#include <string.h>

/* What is answered to whoever asks, and put on record. */

static void set_text(char *field, struct pecaddr_text text)
{
    memcpy(field, text.data, text.size);
    field[text.size] = '\0';
}

void registry_set_name(struct record *record, const struct pecaddr_person *person)
{
    set_text(record->given, person->given);
    set_text(record->surname, person->surname);
    registry_set_letters(record);
}

/* A claim never writes a name over a known one, but what was unknown of it: and no half of another
 * name beside a half that contradicts it. */
static bool gain_name(const struct question *question, struct record *record)
{
    const struct pecaddr_person *person = question->query->person;
    bool gained = (record->given[0] == '\0' || record->surname[0] == '\0') &&
                  registry_compare_asking(question, record).name != OTHER;

    if (!gained)
        return false;
    if (record->given[0] == '\0')
        set_text(record->given, person->given);
    if (record->surname[0] == '\0')
        set_text(record->surname, person->surname);
    registry_set_letters(record);
    return true;
}

/* What a claim by a known holder brings that is not on record yet. Source: SPEC §5. */
static int put_on_record(struct store *store, const struct question *question,
                         const struct record *known, struct pecaddr_registry_error *error)
{
    struct record after = *known;
    bool changed = !registry_stands(known);

    after.left[0] = '\0';
    if (known->state == PECADDR_STATE_RETIRED) {
        after.state = PECADDR_STATE_RESERVED;
        after.expires[0] = '\0';
    }
    if (known->holder[0] == '\0' && question->holder[0] != '\0') {
        strcpy(after.holder, question->holder);
        changed = true;
    }
    if (!registry_entry_equal(&known->entry, &question->entry)) {
        after.entry = question->entry;
        changed = true;
    }
    changed = gain_name(question, &after) || changed;
    if (!changed)
        return PECADDR_OK;
    return store->ops->amend(store, known, &after, PECADDR_ACT_CLAIM, "", error);
}

/* What a known holder's claim changes or brings back. */
static uint32_t notes_on_known(const struct record *known, const struct comparison *comparison)
{
    return (comparison->entry == OTHER ? (uint32_t)PECADDR_NOTE_MOVED : 0) |
           (registry_stands(known) ? 0 : (uint32_t)PECADDR_NOTE_RETURNED) |
           (comparison->name != UNKNOWN && !comparison->whole ? (uint32_t)PECADDR_NOTE_RENAMED : 0);
}

static void answer_known(const struct question *question, const struct record *known,
                         uint32_t notes)
{
    struct pecaddr_query *query = question->query;

    query->added_notes = notes;
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

static void answer_refused(struct pecaddr_query *query, int failure)
{
    query->answer = PECADDR_REFUSED;
    query->failure = failure;
}

/* What the candidate of a query's person at a lower level was answered. */
static const char *answer_before(const struct pecaddr_query *query, unsigned level,
                                 const char *given_up)
{
    char address[PECADDR_ADDRESS_MAX + 1];

    if (query->reserved && (query->reserved[level / 8] >> (level % 8) & 1) != 0)
        return "reserved,";
    if (given_up &&
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

/* As registry_set_name(), for what was folded already. */
static void set_folded_name(struct record *record, const struct holder *holder)
{
    set_text(record->given, holder->given);
    set_text(record->surname, holder->surname);
    strcpy(record->given_letters, holder->folded->given);
    strcpy(record->surname_letters, holder->folded->surname);
}

static int claim(struct store *store, const struct question *question,
                 struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = question->query;
    struct record record = {.state = PECADDR_STATE_RESERVED, .entry = question->entry};
    struct holder asks = registry_holder_asking(question);
    char receipt[RECEIPT_MAX];
    struct issue issue = {query->scheme, query->level, query->notes | query->added_notes, receipt,
                          0};
    int r;

    strcpy(record.address, query->address);
    strcpy(record.holder, question->holder);
    if (asks.folded)
        set_folded_name(&record, &asks);
    else
        registry_set_name(&record, query->person);
    registry_write_receipt(query, NULL, receipt);
    r = store->ops->insert(store, &record, &issue, PECADDR_ACT_ISSUE, "", error);
    if (r == PECADDR_OK)
        query->answer = PECADDR_CLAIMED;
    return r;
}

/* Claims an address that is free, unless the store issues none; whoever has one goes on. */
static int claim_free(struct store *store, const struct asking *asking,
                      const struct question *question, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry_error stopped = {.size = sizeof stopped};
    int r = store->ops->may_issue ? store->ops->may_issue(store, &stopped) : PECADDR_OK;

    if (r == PECADDR_OK)
        return claim(store, question, error);
    if (r != STORE_STOPPED)
        return registry_fail_with(error, r, &stopped);
    registry_fail_with(asking->told, PECADDR_E_STORAGE, &stopped);
    answer_failed(question->query, PECADDR_E_STORAGE);
    return PECADDR_OK;
}

/* A doubt waits for a person: no new address while a note to review is not accepted. */
static bool must_wait(const struct question *question)
{
    const struct pecaddr_query *query = question->query;
    uint32_t unseen =
        (query->notes | query->added_notes) & PECADDR_NOTES_REVIEW & ~query->person->accepted;

    if (unseen != 0)
        registry_refuse_unseen(question->reason, query->address, unseen);
    return unseen != 0;
}

/* Whether the codice fiscale contradicts the name that it comes with, and nobody has looked at that. */
static bool is_doubted(const struct question *question)
{
    const struct pecaddr_query *query = question->query;

    return (query->notes & (uint32_t)PECADDR_NOTE_CF_MISMATCH & ~query->person->accepted) != 0 &&
           registry_contradicts_itself(query->scheme, query->person);
}

/*
 * Where one of two facts that contradict each other would come on record beside what is there: the
 * codice fiscale of somebody else, or, by it, another's name and entry. A column that was sorted by
 * itself looks like that. Both on record as they are said are nothing new.
 */
static uint32_t doubts_of_holder(const struct question *question,
                                 const struct comparison *comparison)
{
    const struct pecaddr_query *query = question->query;

    if (!is_doubted(question) || (comparison->holder == SAME && comparison->whole))
        return 0;
    return query->notes & PECADDR_NOTES_REVIEW;
}

/* Whether a codice fiscale would come on record beside a name that it is not of, though it is of the
 * person's: the name agrees, but may be that of another of the family, whose number it is. */
static bool gains_anothers(const struct question *question, const struct record *known)
{
    return known->holder[0] == '\0' &&
           registry_contradicts_name(question->query->scheme, known, question->holder);
}

/* Whether a mailbox, or an earlier version of it, is of the entry that is asked for. */
struct former_entry {
    const struct entry *entry;
    bool found;
};

static int look_at_version(void *user, const struct record *version)
{
    struct former_entry *former = user;

    former->found = former->found || registry_entry_equal(&version->entry, former->entry);
    return PECADDR_OK;
}

/* Looks at the earlier versions of a mailbox, and at what its holder gave up for it. */
static int look_behind(struct store *store, const struct record *known, struct former_entry *former,
                       struct pecaddr_registry_error *error)
{
    struct record mailbox = *known, given_up;
    int r = PECADDR_OK;

    while (r == PECADDR_OK) {
        r = store->ops->each_version(store, &mailbox, look_at_version, former, error);
        if (r == PECADDR_OK && former->found)
            return r;
        if (r == PECADDR_OK)
            r = store->ops->find_given_up(store, &mailbox, &given_up, error);
        if (r == PECADDR_OK) {
            look_at_version(former, &given_up);
            mailbox = given_up;
        }
    }
    return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
}

/*
 * Where a holder would be back on an entry that he had left: he returns to it, or moves to one that he
 * was on before. An old roster looks like that.
 */
static int find_going_back(struct store *store, const struct question *question,
                           const struct record *known, uint32_t notes, uint32_t *ret_doubts,
                           struct pecaddr_registry_error *error)
{
    const uint32_t back = PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED;
    struct former_entry former = {.entry = &question->entry};
    int r = PECADDR_OK;

    *ret_doubts = 0;
    if ((notes & back & ~question->query->person->accepted) == 0)
        return r;
    look_at_version(&former, known);
    if ((notes & PECADDR_NOTE_MOVED) != 0)
        r = look_behind(store, known, &former, error);
    if (r == PECADDR_OK && former.found)
        *ret_doubts = notes & back;
    return r;
}

/* The notes for which a known holder's claim waits for a person, too. */
static int find_doubts(struct store *store, const struct question *question,
                       const struct record *known, const struct comparison *comparison,
                       uint32_t notes, uint32_t *ret_doubts, struct pecaddr_registry_error *error)
{
    const struct pecaddr_query *query = question->query;
    uint32_t doubts = doubts_of_holder(question, comparison), back;
    int r = find_going_back(store, question, known, notes, &back, error);

    doubts |= back;
    if (gains_anothers(question, known))
        doubts |= notes & PECADDR_NOTE_RENAMED;
    if (doubts != 0)
        doubts |= (query->notes | notes) & PECADDR_NOTES_REVIEW;
    *ret_doubts = doubts & ~query->person->accepted;
    return r;
}

static int settle_known(struct store *store, const struct asking *asking,
                        const struct question *question, const struct record *known,
                        struct pecaddr_registry_error *error)
{
    struct comparison comparison = registry_compare_asking(question, known);
    uint32_t notes = notes_on_known(known, &comparison), doubts = 0;
    int r = PECADDR_OK;

    if (asking->mode == PECADDR_CLAIM)
        r = find_doubts(store, question, known, &comparison, notes, &doubts, error);
    if (r == PECADDR_OK && doubts != 0) {
        registry_refuse_unseen_known(question->reason, known, &comparison, doubts);
        answer_refused(question->query, PECADDR_E_REVIEW);
        question->query->added_notes = notes;
        return r;
    }
    if (r == PECADDR_OK && asking->mode == PECADDR_CLAIM)
        r = put_on_record(store, question, known, error);
    if (r == PECADDR_OK)
        answer_known(question, known, notes);
    return r;
}

/* Tells of one who may be the person who asks: PECADDR_DONE. */
static int look_at_namesake(void *user, const struct record *record)
{
    const struct question *question = user;

    if (!registry_is_namesake(question, record))
        return PECADDR_OK;
    registry_tell_record(question->reason, record, NULL);
    return PECADDR_DONE;
}

/*
 * The person may have a mailbox already whose address is none of the candidates: of an older rule, of
 * more given names, or of another register entry.
 */
static int look_by_name(struct store *store, const struct question *question,
                        struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = question->query;
    struct holder asks = registry_holder_asking(question);
    struct namesakes namesakes;
    int r;

    if ((query->notes & PECADDR_NOTE_NAMESAKE) != 0)
        return PECADDR_OK;
    registry_namesakes_of(question->domain, &asks, &namesakes);
    r = store->ops->each_namesake(store, &namesakes, look_at_namesake, (void *)question, error);
    if (r == PECADDR_DONE)
        query->added_notes |= PECADDR_NOTE_NAMESAKE;
    return r == PECADDR_DONE ? PECADDR_OK : r;
}

/*
 * External checks come first, then the claim. An address that is on record is taken, whatever is
 * known outside. Source: SPEC §5.
 */
static int settle_stranger(struct store *store, const struct asking *asking,
                           const struct question *question, struct pecaddr_registry_error *error)
{
    struct pecaddr_query *query = question->query;
    struct record other;
    int r = store->ops->find_address(store, query->address, &other, error);

    if (r == PECADDR_OK) {
        query->answer = PECADDR_TAKEN;
        if (registry_is_namesake(question, &other)) {
            query->added_notes = PECADDR_NOTE_NAMESAKE;
            registry_tell_record(question->reason, &other, NULL);
        }
        return PECADDR_OK;
    }
    if (r != PECADDR_NO_MATCH)
        return r;
    if (question->outside == PRESENCE_PRESENT) {
        query->answer = PECADDR_TAKEN;
        return PECADDR_OK;
    }
    if (question->outside == PRESENCE_FAILED) {
        answer_failed(query, PECADDR_E_UNAVAILABLE);
        return PECADDR_OK;
    }
    r = look_by_name(store, question, error);
    if (r != PECADDR_OK)
        return r;
    if (asking->mode == PECADDR_CHECK)
        query->answer = PECADDR_FREE;
    else if (must_wait(question))
        answer_refused(query, PECADDR_E_REVIEW);
    else
        return claim_free(store, asking, question, error);
    return PECADDR_OK;
}

int registry_settle(struct store *store, const struct asking *asking, size_t i,
                    struct pecaddr_registry_error *error)
{
    const struct question *question = &asking->questions[i];
    struct record known;
    enum recognition recognition;
    int r;

    if (question->failure != 0) {
        registry_refuse_person(question->reason, question->failure);
        answer_refused(question->query, question->failure);
        return PECADDR_OK;
    }
    if (!registry_is_among(store->provinces, question->entry.province)) {
        registry_refuse_province(question->reason, question->entry.province);
        answer_refused(question->query, PECADDR_E_PROVINCE);
        return PECADDR_OK;
    }
    if (!registry_is_among(store->own, question->entry.province)) {
        registry_refuse_user(question->reason, "", question->entry.province, NULL);
        answer_refused(question->query, PECADDR_E_PROVINCE);
        return PECADDR_OK;
    }
    r = registry_recognise(store, asking, question, &known, &recognition, error);
    if (r != PECADDR_OK)
        return r;
    if (recognition == STRANGER)
        return settle_stranger(store, asking, question, error);
    if (recognition == REFUSED) {
        answer_refused(question->query, PECADDR_E_HOLDER);
        return PECADDR_OK;
    }
    return settle_known(store, asking, question, &known, error);
}
