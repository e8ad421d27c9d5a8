/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/holder.h"

#include <string.h>

/* What two sides know of one holder each, compared fact by fact: SPEC §5. */

struct holder registry_holder_of(const struct record *record)
{
    return (struct holder){
        .holder = record->holder,
        .entry = record->entry,
        .given = {record->given, strlen(record->given)},
        .surname = {record->surname, strlen(record->surname)},
    };
}

static bool same_text(struct pecaddr_text a, struct pecaddr_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool has_name(const struct holder *holder)
{
    return holder->given.size > 0 || holder->surname.size > 0;
}

static bool has_part_of_entry(const struct holder *holder)
{
    const struct entry *entry = &holder->entry;

    return entry->province[0] != '\0' || entry->section != 0 || entry->number != 0;
}

bool registry_is_known(const struct holder *holder)
{
    return holder->holder[0] != '\0' || has_name(holder) || has_part_of_entry(holder);
}

/* A field that both know. */
static bool share_name(const struct holder *a, const struct holder *b)
{
    return (a->given.size > 0 && b->given.size > 0) || (a->surname.size > 0 && b->surname.size > 0);
}

static bool share_entry(const struct entry *a, const struct entry *b)
{
    return (a->province[0] != '\0' && b->province[0] != '\0') ||
           (a->section != 0 && b->section != 0) || (a->number != 0 && b->number != 0);
}

/* Of a name of which one field is not on record, the other one is compared. */
static struct pecaddr_person name_beside(const struct holder *holder, const struct holder *other)
{
    return (struct pecaddr_person){
        .size = sizeof(struct pecaddr_person),
        .given = holder->given.size > 0 ? holder->given : other->given,
        .surname = holder->surname.size > 0 ? holder->surname : other->surname,
    };
}

/* Names that cannot be folded agree when they are the same to the byte. */
static void compare_names(const struct pecaddr_scheme *scheme, const struct holder *a,
                          const struct holder *b, struct comparison *comparison)
{
    struct pecaddr_person one = name_beside(a, b), other = name_beside(b, a);
    int whole = 0;
    int r;

    if (!share_name(a, b))
        return;
    if (same_text(one.given, other.given) && same_text(one.surname, other.surname)) {
        comparison->name = SAME;
        comparison->whole = true;
        return;
    }
    r = pecaddr_same_name(scheme, &one, &other, &whole, NULL);
    comparison->name = r == PECADDR_OK ? SAME : OTHER;
    comparison->whole = r == PECADDR_OK && whole != 0;
}

static void compare_codici_fiscali(const char *a, const char *b, struct comparison *comparison)
{
    struct pecaddr_text one = {a, strlen(a)}, other = {b, strlen(b)};
    int omocodia = 0;

    if (one.size == 0 || other.size == 0)
        return;
    comparison->holder = same_text(one, other) ? SAME : OTHER;
    if (comparison->holder == OTHER &&
        pecaddr_same_holder(one, other, &omocodia) == PECADDR_NO_MATCH)
        comparison->omocodia = omocodia != 0;
}

static enum likeness compare_entries(const struct entry *a, const struct entry *b)
{
    if ((a->province[0] != '\0' && b->province[0] != '\0' &&
         strcmp(a->province, b->province) != 0) ||
        (a->section != 0 && b->section != 0 && a->section != b->section) ||
        (a->number != 0 && b->number != 0 && a->number != b->number))
        return OTHER;
    return registry_entry_complete(a) && registry_entry_complete(b) ? SAME : UNKNOWN;
}

struct comparison registry_compare(const struct pecaddr_scheme *scheme, const struct holder *a,
                                   const struct holder *b)
{
    struct comparison comparison = {.entry = compare_entries(&a->entry, &b->entry)};

    compare_codici_fiscali(a->holder, b->holder, &comparison);
    compare_names(scheme, a, b, &comparison);
    comparison.any = comparison.holder != UNKNOWN || comparison.name != UNKNOWN ||
                     share_entry(&a->entry, &b->entry);
    return comparison;
}

/* A codice fiscale is that of one holder, but where entry and name both say that it is a slip. */
static bool share_codice_fiscale(const struct comparison *comparison)
{
    return comparison->holder == SAME && (comparison->entry != OTHER || comparison->name != OTHER);
}

/* As the letters on record are: rules/letters.h. A name of which the given half is unknown is folded
 * with the other half in its place. */
static bool fold_name(const struct holder *holder, struct pecaddr_folded *ret_folded)
{
    struct pecaddr_person name = PECADDR_PERSON_INIT;

    name.given = holder->given.size > 0 ? holder->given : holder->surname;
    name.surname = holder->surname;
    return pecaddr_fold(pecaddr_scheme_ingpec(), &name, ret_folded, NULL) == PECADDR_OK;
}

void registry_namesakes_of(const char *domain, const struct holder *holder,
                           struct namesakes *ret_namesakes)
{
    struct pecaddr_folded own = PECADDR_FOLDED_INIT;
    const struct pecaddr_folded *folded = holder->folded ? holder->folded : &own;

    ret_namesakes->domain = domain;
    ret_namesakes->all = !registry_is_certain(holder->holder);
    strcpy(ret_namesakes->province, holder->entry.province);
    ret_namesakes->surname[0] = ret_namesakes->first[0] = '\0';
    if (!holder->folded && !fold_name(holder, &own))
        return;
    strcpy(ret_namesakes->surname, folded->surname);
    if (holder->given.size > 0) {
        memcpy(ret_namesakes->first, folded->given, folded->first_size);
        ret_namesakes->first[folded->first_size] = '\0';
    }
}

bool registry_may_be_same(const struct comparison *comparison)
{
    return share_codice_fiscale(comparison) ||
           (comparison->holder == UNKNOWN && comparison->name != OTHER &&
            (comparison->name == SAME || comparison->entry != OTHER));
}

bool registry_are_one(const struct comparison *comparison)
{
    return share_codice_fiscale(comparison) ||
           (comparison->holder == UNKNOWN && comparison->name == SAME && comparison->entry == SAME);
}

bool registry_contradicts_itself(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *person)
{
    const uint32_t has_more = PECADDR_MISMATCH_GIVEN | PECADDR_MISMATCH_FIRST_FITS;
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;

    return pecaddr_holder_compare(scheme, person, &comparison, NULL) == PECADDR_NO_MATCH &&
           comparison.mismatch != has_more;
}

bool registry_contradicts_name(const struct pecaddr_scheme *scheme, const struct record *record,
                               const char *holder)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = pecaddr_text_of(record->given);
    person.surname = pecaddr_text_of(record->surname);
    person.holder = pecaddr_text_of(holder);
    return person.holder.size > 0 && person.given.size > 0 && person.surname.size > 0 &&
           registry_contradicts_itself(scheme, &person);
}

uint32_t registry_facts_that_are(const struct comparison *comparison, enum likeness likeness)
{
    return (comparison->holder == likeness ? (uint32_t)PECADDR_FACT_HOLDER : 0) |
           (comparison->entry == likeness ? (uint32_t)PECADDR_FACT_ENTRY : 0) |
           (comparison->name == likeness ? (uint32_t)PECADDR_FACT_NAME : 0);
}
