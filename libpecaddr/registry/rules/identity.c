/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/identity.h"

#include "rules/holder.h"
#include "rules/reasons.h"
#include "state.h"

#include <string.h>

struct holder registry_holder_asking(const struct question *question)
{
    const struct pecaddr_query *query = question->query;

    return (struct holder){
        .holder = question->holder,
        .entry = question->entry,
        .given = query->person->given,
        .surname = query->person->surname,
        .folded = query->scheme == pecaddr_scheme_ingpec() ? query->folded : NULL,
    };
}

struct comparison registry_compare_asking(const struct question *question,
                                          const struct record *record)
{
    struct holder asks = registry_holder_asking(question), known = registry_holder_of(record);

    return registry_compare(question->query->scheme, &asks, &known);
}

static enum recognition refuse(const struct question *question,
                               enum pecaddr_contradiction contradiction,
                               const struct record *record, const struct comparison *comparison)
{
    registry_refuse_for(question->reason, PECADDR_E_HOLDER, contradiction, record, comparison);
    return REFUSED;
}

/* Who stands on the entry of a question; and one of the name who left it, and could be the person
 * for all that the codici fiscali say. */
struct on_entry {
    const struct question *question;
    bool stands;
    bool left;
    struct record standing;
    struct record former;
};

static int look_at_entry(void *user, const struct record *record)
{
    struct on_entry *found = user;
    struct comparison comparison;

    if (registry_stands(record)) {
        found->stands = true;
        found->standing = *record;
    } else if (!found->left) {
        comparison = registry_compare_asking(found->question, record);
        if (comparison.holder == UNKNOWN && comparison.name == SAME) {
            found->left = true;
            found->former = *record;
        }
    }
    return PECADDR_OK;
}

/* Whether somebody is said to be the holder that a question is about, on another register entry. */
static bool is_elsewhere(const struct question *question, const struct pecaddr_person *person)
{
    struct entry entry = {.section = registry_section_fold(person->section),
                          .number = person->number};

    return registry_province_fold(person->province.data, person->province.size, entry.province) &&
           !registry_entry_equal(&entry, &question->entry) &&
           pecaddr_same_holder(person->holder, pecaddr_text_of(question->holder), NULL) ==
               PECADDR_OK;
}

/* Whether the call asks about the holder on another register entry too: then neither is a transfer,
 * but one of the two wrong. */
static bool is_asked_twice(const struct asking *asking, const struct question *question)
{
    for (size_t i = 0; i < asking->n_persons; i++)
        if (is_elsewhere(question, asking->persons[i]))
            return true;
    for (size_t i = 0; !asking->persons && i < asking->n; i++)
        if (strcmp(asking->questions[i].domain, question->domain) == 0 &&
            is_elsewhere(question, asking->questions[i].query->person))
            return true;
    return false;
}

/*
 * The codice fiscale is known, and whoever stands on the entry is another. It alone recognises
 * nobody: on another entry, or after leaving, the name has to agree.
 */
static enum recognition recognise_by_holder(const struct asking *asking,
                                            const struct question *question,
                                            const struct record *known,
                                            const struct on_entry *found)
{
    struct comparison comparison = registry_compare_asking(question, known);

    if (found->stands) {
        struct comparison there = registry_compare_asking(question, &found->standing);

        return refuse(question, PECADDR_CONTRADICTION_ENTRY, &found->standing, &there);
    }
    if (registry_stands(known) && comparison.entry != OTHER)
        return KNOWN;
    if (comparison.name == OTHER)
        return refuse(question, PECADDR_CONTRADICTION_NAME, known, &comparison);
    if (comparison.entry == OTHER && is_asked_twice(asking, question))
        return refuse(question, PECADDR_CONTRADICTION_ENTRIES, known, &comparison);
    return KNOWN;
}

/*
 * The codice fiscale is not known: whoever stands on the entry, if not both have one and the names
 * agree. "The same number, the same name" of one who left may be the next of that name: what was
 * ever active comes back by the codice fiscale and the name alone.
 */
static enum recognition recognise_by_entry(const struct question *question,
                                           const struct on_entry *found)
{
    if (found->stands) {
        struct comparison comparison = registry_compare_asking(question, &found->standing);

        return comparison.holder == UNKNOWN && comparison.name == SAME
                   ? KNOWN
                   : refuse(question, PECADDR_CONTRADICTION_ENTRY, &found->standing, &comparison);
    }
    if (found->left) {
        struct comparison comparison = registry_compare_asking(question, &found->former);

        return refuse(question, PECADDR_CONTRADICTION_FORMER, &found->former, &comparison);
    }
    return STRANGER;
}

int registry_recognise(struct store *store, const struct asking *asking,
                       const struct question *question, struct record *ret_known,
                       enum recognition *ret, struct pecaddr_registry_error *error)
{
    struct on_entry found = {.question = question};
    int by_holder = PECADDR_NO_MATCH, r;

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

    r = store->ops->each_on_entry(store, question->domain, &question->entry, look_at_entry, &found,
                                  error);
    if (r != PECADDR_OK)
        return r;
    *ret = by_holder == PECADDR_OK ? recognise_by_holder(asking, question, ret_known, &found)
                                   : recognise_by_entry(question, &found);
    if (*ret == KNOWN && by_holder != PECADDR_OK)
        *ret_known = found.standing;
    return PECADDR_OK;
}

bool registry_is_namesake(const struct question *question, const struct record *record)
{
    struct comparison comparison = registry_compare_asking(question, record);
    bool provisional = strlen(record->holder) != strlen(question->holder);
    bool apart = comparison.holder == OTHER && !comparison.omocodia && !provisional;
    bool here = record->entry.province[0] == '\0' ||
                strcmp(record->entry.province, question->entry.province) == 0;

    return comparison.name != OTHER && !apart && here;
}
