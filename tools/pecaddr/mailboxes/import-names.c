/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import-names.h"

#include "base/hash.h"
#include "speech/codice-fiscale.h"
#include "speech/language.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * A row that contradicts itself, as far as can be seen.
 *
 *   address         its hash: of 64 bits, so that two of a hundred thousand addresses are one by chance in
 *                   a file of many millions. Then a row too many is refused.
 *   holder, entry   hashes of the codice fiscale, and of the whole entry; 0: it has none.
 *   line            up to half a thousand million.
 *   how             enum how.
 *   other           whose the address is by name, from 1; 0: nobody else's.
 */
#define LINE_BITS 29
#define HOW_BITS  3
#define LINE_MASK ((1U << LINE_BITS) - 1)
#define HOW_MASK  ((1U << HOW_BITS) - 1)
struct doubted {
    uint64_t address;
    uint32_t holder, entry;
    uint32_t line : LINE_BITS;
    uint32_t how : HOW_BITS;
    uint32_t other;
};

/* Bits: the name does not give the address with the row's entry; at no level, with whatever entry; the
   codice fiscale is not of the name. */
enum how { HOW_DOUBTED = 1, HOW_UNLIKE = 2, HOW_MISMATCHED = 4 };

/* Somebody else: on a line of the file, or on record with an address. */
struct other {
    const char *name;
    size_t line;
    const char *address;
};

static uint64_t hash_address(const char *address, size_t size)
{
    return hash_end(hash_caseless(HASH_BEGIN, address, size));
}

static uint32_t shorten(uint64_t hash)
{
    uint32_t half = (uint32_t)(hash_end(hash) >> 32);

    return half ? half : 1;
}

static uint32_t hash_holder(const struct pecaddr_person *person)
{
    return person->holder.size
               ? shorten(hash_caseless(HASH_BEGIN, person->holder.data, person->holder.size))
               : 0;
}

static uint32_t hash_entry(const struct pecaddr_person *person)
{
    uint64_t hash;

    if (person->province.size != 2 || !person->section || !person->number)
        return 0;
    hash = hash_caseless(HASH_BEGIN, person->province.data, person->province.size);
    hash = hash_byte(hash, (unsigned char)ascii_upper(person->section));
    return shorten(hash_number(hash, person->number));
}

/* Only what makes candidates: a codice fiscale that is wrong is no fault of the name. */
static struct pecaddr_person name_of(const struct pecaddr_person *person)
{
    struct pecaddr_person named = *person;

    named.given = text_trim(person->given);
    named.surname = text_trim(person->surname);
    named.holder = (struct pecaddr_text){0};
    return named;
}

/* Of the scheme's domain, in whatever form, and not what it reserves. */
static bool may_be_persons(const struct pecaddr_scheme *scheme, const char *address,
                           struct pecaddr_parsed *ret_parsed)
{
    const char *domain = strrchr(address, '@');

    *ret_parsed = (struct pecaddr_parsed)PECADDR_PARSED_INIT;
    return domain && text_equal(text_of(domain + 1), pecaddr_scheme_domain(scheme)) &&
           pecaddr_parse(scheme, text_of(address), ret_parsed) == PECADDR_OK &&
           ret_parsed->kind != PECADDR_ADDRESS_RESERVED;
}

/* Whoever moved has the address of the entry of then, and a list may lack entries: the name alone is
   held against it. */
static bool is_unlike(const struct pecaddr_scheme *scheme, const struct pecaddr_person *named,
                      const char *address, const struct pecaddr_parsed *parsed)
{
    struct pecaddr_person then = *named;

    then.province = parsed->province;
    then.section = parsed->section;
    then.number = parsed->number;
    return pecaddr_match(scheme, &then, text_of(address), NULL, NULL, NULL) == PECADDR_NO_MATCH;
}

static uint32_t how_named(const struct pecaddr_scheme *scheme, const struct list_entry *entry,
                          const struct pecaddr_person *named, const struct pecaddr_parsed *parsed)
{
    if (pecaddr_match(scheme, named, text_of(entry->address), NULL, NULL, NULL) == PECADDR_OK)
        return 0;
    return HOW_DOUBTED | (is_unlike(scheme, named, entry->address, parsed) ? HOW_UNLIKE : 0U);
}

/* As the registry judges it: one that fits the first given name alone is of the name. */
static bool is_mismatched(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person)
{
    const uint32_t has_more = PECADDR_MISMATCH_GIVEN | PECADDR_MISMATCH_FIRST_FITS;
    uint32_t mismatch = codice_fiscale_mismatch(scheme, person);

    return mismatch && mismatch != has_more;
}

static void note(struct import_names *names, const struct list_entry *entry, uint32_t how)
{
    const struct pecaddr_person *person = &entry->member.person;

    if (names->n == names->capacity) {
        names->capacity = names->capacity ? 2 * names->capacity : 256;
        names->doubted = memory_resize(names->doubted, names->capacity * sizeof *names->doubted);
    }
    names->doubted[names->n++] = (struct doubted){
        .address = hash_address(entry->address, strlen(entry->address)),
        .holder = hash_holder(person),
        .entry = hash_entry(person),
        .line = (uint32_t)entry->line & LINE_MASK,
        .how = how & HOW_MASK,
    };
}

void import_names_add(struct import_names *names, const struct pecaddr_scheme *scheme,
                      const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;
    const struct pecaddr_person named = name_of(person);
    struct pecaddr_parsed parsed;
    uint32_t how = 0;

    if (!named.given.size || !named.surname.size)
        return;
    if (may_be_persons(scheme, entry->address, &parsed)) {
        names->named++;
        how |= how_named(scheme, entry, &named, &parsed);
    }
    if (person->holder.size) {
        names->with_holder++;
        how |= is_mismatched(scheme, person) ? HOW_MISMATCHED : 0U;
    }
    if (how)
        note(names, entry, how);
}

bool import_names_are_exchanged(const struct pecaddr_scheme *scheme, const struct list_entry *entry)
{
    const struct pecaddr_person named = name_of(&entry->member.person);
    struct pecaddr_person exchanged = named;
    struct pecaddr_parsed parsed;

    exchanged.given = named.surname;
    exchanged.surname = named.given;
    return may_be_persons(scheme, entry->address, &parsed) &&
           !is_unlike(scheme, &exchanged, entry->address, &parsed);
}

static int compare_addresses(const void *a, const void *b)
{
    uint64_t one = ((const struct doubted *)a)->address,
             other = ((const struct doubted *)b)->address;

    return (one > other) - (one < other);
}

static int compare_lines(const void *a, const void *b)
{
    uint32_t one = ((const struct doubted *)a)->line, other = ((const struct doubted *)b)->line;

    return (one > other) - (one < other);
}

static void sort(struct import_names *names, int compare(const void *a, const void *b))
{
    if (names->n)
        qsort(names->doubted, names->n, sizeof *names->doubted, compare);
}

void import_names_end(struct import_names *names)
{
    sort(names, compare_addresses);
}

bool import_names_are_doubted(const struct import_names *names)
{
    return names->n != 0;
}

/* The first of those that have an address; those that have it follow it. */
static struct doubted *find(const struct import_names *names, uint64_t address)
{
    size_t low = 0, high = names->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (names->doubted[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return names->doubted + low;
}

/* Whom the scheme may give an address. */
struct named {
    struct pecaddr_person person;
    size_t line; /* of the file; 0: on record with: */
    const char *address;
    uint32_t kept; /* among the others, from 1 */
};

static bool are_same(uint32_t one, uint32_t other)
{
    return one != 0 && one == other;
}

static uint32_t keep(struct import_names *names, const struct named *named)
{
    char *name = text_name(named->person.given, named->person.surname);

    if (names->other_count == names->other_capacity) {
        names->other_capacity = names->other_capacity ? 2 * names->other_capacity : 256;
        names->others = memory_resize(names->others, names->other_capacity * sizeof *names->others);
    }
    names->others[names->other_count++] = (struct other){
        .name = arena_copy(&names->texts, name, strlen(name)),
        .line = named->line,
        .address = arena_copy(&names->texts, named->address, strlen(named->address)),
    };
    free(name);
    return (uint32_t)names->other_count;
}

/* An address is the named person's by the scheme: it is nobody else's of those that have it. */
static void claim(struct import_names *names, struct named *named, const char *address, size_t size)
{
    uint64_t hash = hash_address(address, size);
    const struct doubted *end = names->doubted + names->n;

    for (struct doubted *at = find(names, hash); at < end && at->address == hash; at++) {
        uint32_t holder = hash_holder(&named->person), entry = hash_entry(&named->person);

        if (!(at->how & HOW_DOUBTED) || at->other || are_same(at->holder, holder) ||
            are_same(at->entry, entry))
            continue;
        if (!named->kept)
            named->kept = keep(names, named);
        at->other = named->kept;
    }
}

/* At the first level by the name alone, at the others by the whole entry. */
static void claim_all(struct import_names *names, const struct pecaddr_scheme *scheme,
                      struct named *named)
{
    const struct pecaddr_person person = name_of(&named->person);
    const char *domain = pecaddr_scheme_domain(scheme);
    char address[PECADDR_ADDRESS_MAX + 1];
    unsigned levels = pecaddr_scheme_levels(scheme);
    size_t size;

    if (!person.given.size || !person.surname.size ||
        pecaddr_local_part(scheme, &person, NULL, address, sizeof address, &size, NULL, NULL) !=
            PECADDR_OK ||
        size + 1 + strlen(domain) > PECADDR_ADDRESS_MAX)
        return;
    address[size] = '@';
    memcpy(address + size + 1, domain, strlen(domain) + 1);
    claim(names, named, address, strlen(address));
    for (unsigned level = 1; level < levels; level++) {
        if (pecaddr_candidate(scheme, &person, level, address, sizeof address, &size, NULL, NULL) !=
            PECADDR_OK)
            return;
        claim(names, named, address, size);
    }
}

void import_names_look_at(struct import_names *names, const struct pecaddr_scheme *scheme,
                          const struct list_entry *entry)
{
    struct named named = {
        .person = entry->member.person, .line = entry->line, .address = entry->address};

    claim_all(names, scheme, &named);
}

struct look {
    struct import_names *names;
    const struct pecaddr_scheme *scheme;
};

/* Somebody is known to have it. */
static bool has_holder(const struct pecaddr_mailbox *mailbox)
{
    return *mailbox->given || *mailbox->surname || *mailbox->holder || mailbox->number;
}

/* What is on record as it comes in, or contradicts the record, is nothing that the file says alone. */
static void leave_to_registry(struct import_names *names, const struct pecaddr_mailbox *mailbox)
{
    uint64_t hash = hash_address(mailbox->address, strlen(mailbox->address));
    const struct doubted *end = names->doubted + names->n;

    for (struct doubted *at = find(names, hash); at < end && at->address == hash; at++) {
        if (has_holder(mailbox))
            at->how &= HOW_MISMATCHED;
        if (*mailbox->holder)
            at->how &= HOW_DOUBTED | HOW_UNLIKE;
    }
}

static int look_at_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    const struct look *look = user;
    struct named named = {.person = PECADDR_PERSON_INIT, .address = mailbox->address};

    named.person.given = text_of(mailbox->given);
    named.person.surname = text_of(mailbox->surname);
    named.person.holder = text_of(mailbox->holder);
    named.person.province = text_of(mailbox->province);
    named.person.section = mailbox->section;
    named.person.number = mailbox->number;
    leave_to_registry(look->names, mailbox);
    claim_all(look->names, look->scheme, &named);
    return 0;
}

/* Whoever else the address of a row may be, by the row's name. */
static bool is_crossed(const struct doubted *doubted)
{
    return doubted->other && doubted->how & HOW_DOUBTED;
}

/* Rows of one kind, in their order. */
struct run {
    size_t n, longest;
    uint32_t line; /* of the last */
};

static void run_add(struct run *run, const struct doubted *doubted)
{
    run->n = run->n && doubted->line - run->line <= 2 ? run->n + 1 : 1;
    run->line = doubted->line;
    if (run->n > run->longest)
        run->longest = run->n;
}

static void count(struct import_names *names)
{
    struct run crossed = {0}, unlike = {0}, mismatched = {0};

    for (size_t i = 0; i < names->n; i++) {
        const struct doubted *doubted = &names->doubted[i];

        if (is_crossed(doubted)) {
            names->crossed++;
            run_add(&crossed, doubted);
        }
        if (doubted->how & HOW_UNLIKE) {
            names->unlike++;
            run_add(&unlike, doubted);
        }
        if (doubted->how & HOW_MISMATCHED) {
            names->mismatched++;
            run_add(&mismatched, doubted);
        }
    }
    names->crossed_close = crossed.longest;
    names->unlike_close = unlike.longest;
    names->mismatched_close = mismatched.longest;
}

/* An address with another entry that nobody else has by name is as good as any. */
static void keep_faulty(struct import_names *names)
{
    size_t kept = 0;

    for (size_t i = 0; i < names->n; i++) {
        const struct doubted *doubted = &names->doubted[i];

        if (!is_crossed(doubted) && !(doubted->how & (HOW_UNLIKE | HOW_MISMATCHED)))
            continue;
        names->doubted[kept++] = *doubted;
    }
    names->n = names->capacity = kept;
    names->doubted = memory_resize(names->doubted, (kept + 1) * sizeof *names->doubted);
    sort(names, compare_lines);
    count(names);
}

int import_names_look_at_record(struct import_names *names, const struct pecaddr_scheme *scheme,
                                struct pecaddr_registry *registry)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct look look = {names, scheme};
    int r;

    if (!names->n)
        return 0;
    r = pecaddr_registry_find(registry, NULL, look_at_mailbox, &look, &error);
    keep_faulty(names);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

static void describe(const struct other *other, const char *name, struct arena *arena,
                     struct fault *fault)
{
    if (other->line)
        fault_set_what(fault, arena,
                       N_("the row is of %s, and by the rules this address is that of %s, on line "
                          "%zu"),
                       name, other->name, other->line);
    else
        fault_set_what(fault, arena,
                       N_("the row is of %s, and by the rules this address is that of %s, on "
                          "record with %s"),
                       name, other->name, other->address);
    fault->what_to_do =
        N_("if the column of addresses was sorted by itself or shifted, make the file again; else "
           "correct the row; one that its holder has by a former name comes in with that name, "
           "and registry correct writes the one of today");
}

static const struct doubted *find_row(const struct import_names *names,
                                      const struct list_entry *entry)
{
    const struct doubted wanted = {.line = (uint32_t)entry->line & LINE_MASK};

    return names->n
               ? bsearch(&wanted, names->doubted, names->n, sizeof *names->doubted, compare_lines)
               : NULL;
}

bool import_names_deny(const struct import_names *names, const struct list_entry *entry,
                       struct arena *arena, struct fault *ret_fault)
{
    const struct pecaddr_person *person = &entry->member.person;
    const struct doubted *found = find_row(names, entry);
    char *name;

    if (!found || !is_crossed(found))
        return false;
    name = text_name(person->given, person->surname);
    ret_fault->code = pecaddr_status_name(PECADDR_E_HOLDER);
    describe(&names->others[found->other - 1], name, arena, ret_fault);
    free(name);
    return true;
}

bool import_names_are_unlike(const struct import_names *names, const struct list_entry *entry)
{
    const struct doubted *found = find_row(names, entry);

    return found && found->how & HOW_UNLIKE;
}

bool import_names_are_mismatched(const struct import_names *names, const struct list_entry *entry)
{
    const struct doubted *found = find_row(names, entry);

    return found && found->how & HOW_MISMATCHED;
}

void import_names_free(struct import_names *names)
{
    free(names->doubted);
    free(names->others);
    arena_free(&names->texts);
}
