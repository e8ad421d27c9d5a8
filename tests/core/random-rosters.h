/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef RANDOM_ROSTERS_H
#define RANDOM_ROSTERS_H

/* Schemes of each kind, rosters drawn by lot, and who is on record before them. */
#include "core/batch-model.h"
#include "core/made-scheme.h"
#include "scheme.h"

/* A small generator, the same on every machine. */
static uint64_t random_state;

static inline uint32_t random_below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % n;
}

static inline bool chance(uint32_t percent)
{
    return random_below(100) < percent;
}

/* Schemes. */

static const struct pecaddr_scheme *overlapping;
static const struct pecaddr_scheme *counter;
/* Disjoint, but persons whose first candidate is reserved are a level ahead of others. */
static const struct pecaddr_scheme *skipping;

static inline void make_schemes(void)
{
    overlapping = make_scheme("rule = {given}{surname}\nrule = {given}{surname}{province}\n"
                              "rule = {given}{surname}{province}{section}{number}");
    counter = make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\n"
                          "max-counter = 4");
    skipping = make_scheme("rule = {given}.{surname}\nrule = {initial}.{surname}.{province}\n"
                           "reserved = ada.neri\nreserved = ad.aneri\nreserved = anna.neri");
}

static inline const struct pecaddr_scheme *scheme_number(int i)
{
    const struct pecaddr_scheme *schemes[] = {pecaddr_scheme_ingpec(), overlapping, counter,
                                              skipping};

    return schemes[i];
}

/* Rosters. */

static const char *const siglas[][2] = {{"MC", "mc"}, {"AN", "an"}};

/* Somebody, who comes in one or more rows. */
struct somebody {
    struct pecaddr_person person;
    size_t sigla;
    bool has_holder;
    bool shares_entry; /* with another codice fiscale: then the codice fiscale is always there */
};

static inline void make_somebody(struct somebody *people, uint32_t i, uint32_t n_names)
{
    struct somebody *it = &people[i];
    uint32_t name = random_below(n_names);

    *it = (struct somebody){.person = person_of(model_names[name].given, model_names[name].surname),
                            .sigla = random_below(2)};
    it->person.section = chance(70) ? 'A' : 'B';
    it->person.number = 100 + i;
    it->has_holder = chance(60);
    if (i > 0 && chance(10) && people[i - 1].has_holder) {
        it->has_holder = true;
        it->sigla = people[i - 1].sigla;
        it->person.section = people[i - 1].person.section;
        it->person.number = people[i - 1].person.number;
        it->shares_entry = people[i - 1].shares_entry = true;
    }
}

/* What is wrong in some rows; a scheme that needs no entry takes an entry that is none. */
static inline void spoil(struct pecaddr_person *row, const struct pecaddr_scheme *scheme)
{
    if (chance(3))
        row->surname = text("Ne3ri");
    if (chance(2))
        row->given = text("");
    if (chance(2) && row->holder.size > 0)
        row->holder.size--;
    if (chance(scheme == counter ? 10 : 2))
        row->province = text("XX");
    if (chance(scheme == counter ? 10 : 2))
        row->section = 'C';
    if (chance(scheme == counter ? 20 : 2))
        row->number = chance(50) ? 0 : 10000000;
}

/* A row in which somebody comes: under another name, without codice fiscale, moved, wrong. */
static inline struct pecaddr_person make_row(const struct somebody *people, uint32_t i,
                                             uint32_t n_names, uint32_t *moves,
                                             const struct pecaddr_scheme *scheme)
{
    const struct somebody *it = &people[i];
    struct pecaddr_person row = it->person;

    if (chance(15)) {
        uint32_t name = random_below(n_names);

        row.given = model_names[name].given;
        row.surname = model_names[name].surname;
    }
    if (it->has_holder)
        row.holder = text(model_holders[i][chance(75) ? 0 : 1 + random_below(2)]);
    if (!it->shares_entry && it->has_holder) {
        if (chance(20))
            row.holder = (struct pecaddr_text){NULL, 0};
        else if (chance(15))
            row.number = 1000 + (*moves)++;
    }
    row.province = text(siglas[it->sigla][chance(15)]);
    if (chance(15))
        row.section = row.section == 'A' ? 'a' : 'b';
    spoil(&row, scheme);
    return row;
}

/* A roster and a registry in which some of its persons, and others, have mailboxes already. */
static inline void make_case(const struct pecaddr_scheme *scheme, struct roster *roster,
                             struct registry *registry, bool repeated)
{
    static struct roster earlier;
    static struct outcome ignored;
    struct somebody people[MODEL_HOLDERS];
    uint32_t n_names = 1 + random_below(MODEL_NAMES);
    uint32_t n_people = 1 + random_below(MODEL_HOLDERS);
    uint32_t moves = 0;

    *registry = (struct registry){.salt = random_below(1u << 30)};
    for (uint32_t i = 0; i < n_people; i++) {
        make_somebody(people, i, n_names);
        if (!repeated && people[i].shares_entry) {
            people[i].person.number = 100 + i;
            people[i].shares_entry = false;
        }
    }
    earlier.n = chance(50) ? 0 : 1 + random_below(5);
    for (size_t row = 0; row < earlier.n; row++) {
        earlier.rows[row] = make_row(people, random_below(n_people), n_names, &moves, scheme);
    }
    model_one_by_one(registry, scheme, PECADDR_CLAIM, &earlier, &ignored);
    roster->n = repeated ? 1 + random_below(ROWS_MAX) : n_people;
    for (size_t row = 0; row < roster->n; row++) {
        uint32_t i = repeated ? random_below(n_people) : (uint32_t)row;

        roster->rows[row] = make_row(people, i, n_names, &moves, scheme);
    }
    for (uint32_t k = random_below(4); k > 0; k--) {
        const struct pecaddr_person *it = &roster->rows[random_below((uint32_t)roster->n)];

        model_take(registry, scheme, it, random_below(3));
    }
    if (chance(30))
        registry->refuse = random_below(30);
    if (chance(50))
        registry->note = random_below(60);
    if (chance(50)) {
        registry->fail = random_below(20);
        registry->fail_row = random_below(20);
        registry->fail_before = chance(50);
    }
}

#endif
