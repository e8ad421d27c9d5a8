/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-without.h"

#include "base/hash.h"
#include "command/step-fact.h"
#include "command/step-list.h"
#include "command/step-state.h"
#include "speech/language.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* The addresses of the file. */

static uint64_t hash_of(const char *address)
{
    return hash_end(hash_caseless(HASH_BEGIN, address, strlen(address)));
}

static int compare(const void *a, const void *b)
{
    uint64_t x, y;

    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static bool is_in_file(const struct taking *taking, const char *address)
{
    const struct buffer *addresses = &taking->addresses;
    uint64_t hash = hash_of(address);

    return addresses->size && bsearch(&hash, addresses->data, addresses->size / sizeof hash,
                                      sizeof hash, compare) != NULL;
}

int step_without_begin(struct taking *taking)
{
    struct buffer *addresses = &taking->addresses;
    struct list *list = taking->list;
    int r;

    if (!taking->columns.has_without)
        return 0;
    while ((r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++) {
            uint64_t hash = hash_of(list->entries[i].address);

            if (*list->entries[i].address)
                buffer_append(addresses, &hash, sizeof hash);
        }
    if (addresses->size)
        qsort(addresses->data, addresses->size / sizeof(uint64_t), sizeof(uint64_t), compare);
    return r ? r : list_rewind(list);
}

void step_without_end(struct taking *taking)
{
    buffer_free(&taking->addresses);
}

/* The record. */

/* Whether a row, by its own words or by --left, says that its holder left, and nothing in it against that. */
static bool says_left(const struct taking *taking, const struct list_entry *entry)
{
    const struct step_command *step = taking->step;
    struct list *list = taking->list;
    bool says = step_fact_of(step, list, entry) != NULL;
    struct fault fault;

    for (size_t i = 0; i < step_columns_of(list, entry->row) && !says; i++)
        says = step_columns_leaves(list, entry->row, i);
    return says && !(!step->fact && step_columns_is_of_member(&taking->columns, list, entry)) &&
           !step_state_denies(step->kind->act, list, &taking->columns, entry, &fault);
}

static bool is_looked_up(const struct taking *taking, const struct list_entry *entry)
{
    return !*entry->address && !entry->has_fault && !entry->member.has_fault &&
           step_taking_says_whose(entry) && says_left(taking, entry);
}

int step_without_look(struct taking *taking)
{
    const struct step_command *step = taking->step;
    const struct list *list = taking->list;
    const struct pecaddr_person *persons[CHUNK_ROWS];
    struct known *known;
    size_t n = 0;
    int r;

    if (!taking->columns.has_without)
        return 0;
    for (size_t k = 0; k < list->n; k++) {
        taking->is_looked_up[k] = is_looked_up(taking, &list->entries[k]);
        if (taking->is_looked_up[k])
            persons[n++] = &list->entries[k].member.person;
    }
    known = memory_new(n * sizeof *known);
    r = known_ask(step->command.registry, step->command.options.scheme, persons, n, known);
    if (r == 0)
        r = known_look_up(step->command.registry, known, n);
    for (size_t k = list->n; k-- > 0;)
        if (taking->is_looked_up[k])
            taking->known[k] = known[--n];
    free(known);
    return r;
}

/* The fault of the row. */

static void say_whose(struct taking *taking, const struct list_entry *entry,
                      const struct known *known, struct fault *fault)
{
    struct arena *arena = &taking->list->chunk.arena;
    struct buffer words = {0};

    step_describe_person(&words, &entry->member.person);
    if (known->is_asked)
        fault_set_what(fault, arena,
                       N_("the row has no address, and says that %s has left; this person has %s "
                          "on record, with the register entry %s, which stays a member's"),
                       words.data, known->address, known->entry);
    else
        fault_set_what(fault, arena,
                       N_("the row has no address, and says that %s has left; without the whole "
                          "name and register entry nobody can tell whether this person has a "
                          "mailbox"),
                       words.data);
    buffer_free(&words);
}

static const char *what_to_do(const struct known *known)
{
    if (!known->is_asked)
        return N_("fill in the address: pecaddr registry show finds it by --holder or --surname; "
                  "if there is none, leave the row out");
    return known->state == PECADDR_STATE_ACTIVE
               ? N_("if this person has left the Order, put it on record by the address: pecaddr "
                    "registry leave ADDRESS --left DAY; if only an entry was left for another, "
                    "leave the row out")
               : N_("if this person has left the Order, give the address back: pecaddr registry "
                    "release ADDRESS; if only an entry was left for another, leave the row out");
}

bool step_without_is_wrong(struct taking *taking, size_t k, struct fault *ret_fault)
{
    const struct list_entry *entry = &taking->list->entries[k];
    const struct known *known = &taking->known[k];

    if (!taking->is_looked_up[k] ||
        (known->is_asked &&
         (!known_is_of_order(known, &entry->member.person) || is_in_file(taking, known->address))))
        return false;
    *ret_fault = (struct fault){.code = pecaddr_status_name(PECADDR_E_STATE)};
    say_whose(taking, entry, known, ret_fault);
    ret_fault->what_to_do = what_to_do(known);
    return true;
}
