/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_KNOWN_H
#define PECADDR_REGISTRY_POSTGRES_KNOWN_H

#include "base/arena.h"
#include "store.h"

/* What a transaction knows: what it read, and what it is going to write. */

/* A record, in short. Texts are never NULL, and live as long as the transaction. */
struct fact {
    int64_t id; /* 0: this transaction puts it on record */
    int64_t revision;
    enum pecaddr_state state;
    bool used;
    bool forgotten;
    struct entry entry;
    const char *address;
    const char *holder;
    const char *expires;
    const char *left;
    const char *given;
    const char *surname;
    const char *given_letters;
    const char *surname_letters;
    unsigned phase; /* of the last write; PHASE_NONE */
};

/*
 * Writes are sent by set, in phases: all INSERTs that need nothing of other writes, then all
 * UPDATEs that need nothing but these, and so on. Even phases are INSERTs, odd ones UPDATEs.
 */
#define PHASE_INSERT 0u
#define PHASE_UPDATE 1u
#define PHASE_NONE   UINT32_MAX

struct write {
    struct fact fact; /* as it is to be */
    enum pecaddr_act act;
    const char *why;
    /* Of an INSERT. */
    int64_t scheme; /* 0: it is imported */
    unsigned level;
    uint32_t notes;
    const char *receipt;
    int64_t instead_of; /* 0: of none */
};

struct known {
    struct arena arena;
    struct fact *facts;
    size_t n_facts, max_facts;
    /* What is found by a key: a table of chains. */
    struct node *nodes;
    size_t n_nodes, max_nodes;
    uint32_t *heads;
    size_t n_heads;
    struct write *writes;
    size_t n_writes, max_writes;
    unsigned n_phases;
    bool no_memory;
};

/*
 * The keys by which a record is found, each as one number. What locks are taken on is made of
 * these numbers too: every version of the library must make the same ones.
 */
uint64_t registry_key_of_address(const char *address);
uint64_t registry_key_of_released(const char *address);
uint64_t registry_key_of_holder(const char *domain, const char *holder);
uint64_t registry_key_of_entry(const char *domain, const struct entry *entry);
/* Of those who may be one person by their names. */
uint64_t registry_key_of_namesakes(const struct namesakes *namesakes);
/* Of all who are forgotten: what becomes of one depends on who else is. */
uint64_t registry_key_of_forgetting(void);
/* Of what is known already: a row; whoever has a surname, by its letters. */
uint64_t registry_key_of_id(int64_t id);
uint64_t registry_key_of_surname(const char *domain, const char *surname);

void registry_known_clear(struct known *known);
void registry_known_free(struct known *known);

/* Whether the server was asked about a key, which is noted. */
bool registry_known_asked(const struct known *known, uint64_t key);
void registry_known_ask(struct known *known, uint64_t key);

/* Takes in a record that was read, but for one that is known already; NULL without memory. */
struct fact *registry_known_add(struct known *known, const struct fact *fact);

/* The record of an id, whether it lives or not; NULL: it was not read. */
struct fact *registry_known_id(const struct known *known, int64_t id);

/* The living record with a key; NULL: none. It is there until the next write or read. */
struct fact *registry_known_address(const struct known *known, const char *address);
struct fact *registry_known_holder(const struct known *known, const char *domain,
                                   const char *holder);
/* Those on an entry, one after the other: *place begins as 0; NULL: no more. */
struct fact *registry_known_on_entry(const struct known *known, const char *domain,
                                     const struct entry *entry, uint32_t *place);
/* Those who may be one person by their names, likewise: all, or all that were asked for. */
const struct fact *registry_known_namesake(const struct known *known,
                                           const struct namesakes *namesakes, uint32_t *place);
/* Those that were released at an address, also in this transaction, likewise. */
struct fact *registry_known_released(const struct known *known, const char *address,
                                     uint32_t *place);

/* Notes a write, and what is known from then on. known->no_memory says whether that failed. */
void registry_known_insert(struct known *known, const struct write *write);
void registry_known_amend(struct known *known, struct fact *fact, const struct write *write);

#endif
