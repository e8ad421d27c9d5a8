/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/known.h"

#include "state.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a transaction knows: the records that it has read, as its own writes leave them, and these
 * writes, which are sent when it ends.
 */

/* Memory. */

static const char *keep(struct known *known, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy;

    if (size == 1)
        return "";
    copy = arena_take(&known->arena, size, 1);
    if (!copy) {
        known->no_memory = true;
        return "";
    }
    memcpy(copy, text, size);
    return copy;
}

/* Room for one more element; without memory the last one is lost, and `no_memory` says so. */
static bool reserve(struct known *known, void **elements, size_t n, size_t *max, size_t size)
{
    size_t wanted = *max > 0 ? *max * 2 : 256;
    void *larger;

    if (n < *max)
        return true;
    larger =
        n < UINT32_MAX / 2 && wanted <= SIZE_MAX / size ? realloc(*elements, wanted * size) : NULL;
    if (!larger) {
        known->no_memory = true;
        return false;
    }
    *elements = larger;
    *max = wanted;
    return true;
}

/* Nodes: what is known of a key. */

enum node_kind {
    ASKED = 1, /* the server was asked about it */
    FOUND,     /* a record has it, or had it in this transaction */
    VACATED    /* a write in this transaction has made it free */
};

struct node {
    uint64_t key;
    enum node_kind kind;
    uint32_t next;
    uint32_t fact;  /* FOUND */
    unsigned phase; /* VACATED */
};

#define NODE_NONE UINT32_MAX

static uint32_t first_node(const struct known *known, uint64_t key)
{
    return known->n_heads > 0 ? known->heads[key & (known->n_heads - 1)] : NODE_NONE;
}

static void link_node(struct known *known, uint32_t i)
{
    uint32_t *head = &known->heads[known->nodes[i].key & (known->n_heads - 1)];

    known->nodes[i].next = *head;
    *head = i;
}

/* As many chains as there is room for nodes. */
static bool widen(struct known *known)
{
    uint32_t *heads = realloc(known->heads, known->max_nodes * sizeof *heads);

    if (!heads) {
        known->no_memory = true;
        return false;
    }
    memset(heads, 0xFF, known->max_nodes * sizeof *heads);
    known->heads = heads;
    known->n_heads = known->max_nodes;
    for (uint32_t i = 0; i < known->n_nodes; i++)
        link_node(known, i);
    return true;
}

static void add_node(struct known *known, const struct node *node)
{
    void *nodes = known->nodes;
    bool fits = reserve(known, &nodes, known->n_nodes, &known->max_nodes, sizeof *node);

    known->nodes = nodes;
    if (!fits || (known->n_heads != known->max_nodes && !widen(known)))
        return;
    known->nodes[known->n_nodes] = *node;
    link_node(known, (uint32_t)known->n_nodes++);
}

void registry_known_ask(struct known *known, uint64_t key)
{
    add_node(known, &(struct node){.key = key, .kind = ASKED});
}

bool registry_known_asked(const struct known *known, uint64_t key)
{
    for (uint32_t i = first_node(known, key); i != NODE_NONE; i = known->nodes[i].next)
        if (known->nodes[i].kind == ASKED && known->nodes[i].key == key)
            return true;
    return false;
}

void registry_known_clear(struct known *known)
{
    arena_clear(&known->arena);
    known->n_facts = 0;
    known->n_writes = 0;
    known->n_phases = 0;
    known->no_memory = false;
    /* What one large transaction needed is not swept after each small one. */
    if (known->n_nodes < known->n_heads / 8) {
        free(known->nodes);
        free(known->heads);
        known->nodes = NULL;
        known->heads = NULL;
        known->max_nodes = known->n_heads = 0;
    } else if (known->n_nodes > 0) {
        memset(known->heads, 0xFF, known->n_heads * sizeof *known->heads);
    }
    known->n_nodes = 0;
}

void registry_known_free(struct known *known)
{
    arena_free(&known->arena);
    free(known->facts);
    free(known->nodes);
    free(known->heads);
    free(known->writes);
    *known = (struct known){0};
}

/* Facts. */

static bool is_living(const struct fact *fact)
{
    return fact->state != PECADDR_STATE_RELEASED;
}

static bool is_in(const struct fact *fact, const char *domain)
{
    return strcmp(registry_address_domain(fact->address), domain) == 0;
}

static void find_by(struct known *known, uint64_t key, uint32_t fact)
{
    for (uint32_t i = first_node(known, key); i != NODE_NONE; i = known->nodes[i].next)
        if (known->nodes[i].kind == FOUND && known->nodes[i].key == key &&
            known->nodes[i].fact == fact)
            return;
    add_node(known, &(struct node){.key = key, .kind = FOUND, .fact = fact});
}

/* Makes a record be found by what it has. */
static void index_fact(struct known *known, uint32_t i)
{
    const struct fact *fact = &known->facts[i];
    const char *domain = registry_address_domain(fact->address);

    find_by(known, registry_key_of_address(fact->address), i);
    if (fact->holder[0] != '\0')
        find_by(known, registry_key_of_holder(domain, fact->holder), i);
    if (registry_entry_complete(&fact->entry))
        find_by(known, registry_key_of_entry(domain, &fact->entry), i);
    if (fact->surname_letters[0] != '\0')
        find_by(known, registry_key_of_surname(domain, fact->surname_letters), i);
    if (fact->id != 0)
        find_by(known, registry_key_of_id(fact->id), i);
}

/* A copy whose texts live as long as the transaction. */
static struct fact keep_texts(struct known *known, const struct fact *fact)
{
    struct fact kept = *fact;

    kept.address = keep(known, fact->address);
    kept.holder = keep(known, fact->holder);
    kept.expires = keep(known, fact->expires);
    kept.left = keep(known, fact->left);
    kept.given = keep(known, fact->given);
    kept.surname = keep(known, fact->surname);
    kept.given_letters = keep(known, fact->given_letters);
    kept.surname_letters = keep(known, fact->surname_letters);
    return kept;
}

static struct fact *add_fact(struct known *known, const struct fact *fact)
{
    void *facts = known->facts;
    bool fits = reserve(known, &facts, known->n_facts, &known->max_facts, sizeof *fact);

    known->facts = facts;
    if (!fits)
        return NULL;
    known->facts[known->n_facts] = *fact;
    index_fact(known, (uint32_t)known->n_facts);
    return &known->facts[known->n_facts++];
}

struct fact *registry_known_id(const struct known *known, int64_t id)
{
    uint64_t key = registry_key_of_id(id);

    for (uint32_t i = first_node(known, key); i != NODE_NONE; i = known->nodes[i].next)
        if (known->nodes[i].kind == FOUND && known->nodes[i].key == key &&
            known->facts[known->nodes[i].fact].id == id)
            return &known->facts[known->nodes[i].fact];
    return NULL;
}

struct fact *registry_known_add(struct known *known, const struct fact *fact)
{
    struct fact *read = registry_known_id(known, fact->id);
    struct fact kept;

    if (read)
        return read;
    kept = keep_texts(known, fact);
    return add_fact(known, &kept);
}

struct fact *registry_known_address(const struct known *known, const char *address)
{
    uint64_t key = registry_key_of_address(address);

    for (uint32_t i = first_node(known, key); i != NODE_NONE; i = known->nodes[i].next) {
        const struct node *node = &known->nodes[i];
        struct fact *fact = &known->facts[node->fact];

        if (node->kind == FOUND && node->key == key && is_living(fact) &&
            strcmp(fact->address, address) == 0)
            return fact;
    }
    return NULL;
}

struct fact *registry_known_holder(const struct known *known, const char *domain,
                                   const char *holder)
{
    uint64_t key = registry_key_of_holder(domain, holder);

    for (uint32_t i = first_node(known, key); i != NODE_NONE; i = known->nodes[i].next) {
        const struct node *node = &known->nodes[i];
        struct fact *fact = &known->facts[node->fact];

        if (node->kind == FOUND && node->key == key && is_living(fact) &&
            strcmp(fact->holder, holder) == 0 && is_in(fact, domain))
            return fact;
    }
    return NULL;
}

struct fact *registry_known_on_entry(const struct known *known, const char *domain,
                                     const struct entry *entry, uint32_t *place)
{
    uint64_t key = registry_key_of_entry(domain, entry);
    uint32_t i = *place == 0 ? first_node(known, key) : known->nodes[*place - 1].next;

    for (; i != NODE_NONE; i = known->nodes[i].next) {
        const struct node *node = &known->nodes[i];
        struct fact *fact = &known->facts[node->fact];

        if (node->kind == FOUND && node->key == key && is_living(fact) && is_in(fact, domain) &&
            registry_entry_equal(&fact->entry, entry)) {
            *place = i + 1;
            return fact;
        }
    }
    return NULL;
}

static bool is_namesake(const struct fact *fact, const struct namesakes *namesakes)
{
    const char *province = fact->entry.province;

    return is_living(fact) && is_in(fact, namesakes->domain) &&
           (province[0] == '\0' || namesakes->province[0] == '\0' ||
            strcmp(province, namesakes->province) == 0) &&
           fact->given_letters[0] != '\0' &&
           strcmp(fact->surname_letters, namesakes->surname) == 0 &&
           strncmp(fact->given_letters, namesakes->first, strlen(namesakes->first)) == 0;
}

const struct fact *registry_known_namesake(const struct known *known,
                                           const struct namesakes *namesakes, uint32_t *place)
{
    uint64_t key = registry_key_of_surname(namesakes->domain, namesakes->surname);
    uint32_t i = *place == 0 ? first_node(known, key) : known->nodes[*place - 1].next;

    for (; i != NODE_NONE; i = known->nodes[i].next) {
        const struct node *node = &known->nodes[i];

        if (node->kind == FOUND && node->key == key &&
            is_namesake(&known->facts[node->fact], namesakes)) {
            *place = i + 1;
            return &known->facts[node->fact];
        }
    }
    return NULL;
}

struct fact *registry_known_released(const struct known *known, const char *address,
                                     uint32_t *place)
{
    uint64_t key = registry_key_of_address(address);
    uint32_t i = *place == 0 ? first_node(known, key) : known->nodes[*place - 1].next;

    for (; i != NODE_NONE; i = known->nodes[i].next) {
        const struct node *node = &known->nodes[i];
        struct fact *fact = &known->facts[node->fact];

        if (node->kind == FOUND && node->key == key && !is_living(fact) &&
            strcmp(fact->address, address) == 0) {
            *place = i + 1;
            return fact;
        }
    }
    return NULL;
}

/* Writes. */

/* The keys that a record has for itself alone, as the unique indexes of the schema have them. */
struct own_keys {
    size_t n;
    uint64_t keys[3];
};

static struct own_keys own_keys_of(const struct fact *fact)
{
    const char *domain = registry_address_domain(fact->address);
    struct own_keys own = {0};

    if (!is_living(fact))
        return own;
    own.keys[own.n++] = registry_key_of_address(fact->address);
    if (fact->holder[0] != '\0')
        own.keys[own.n++] = registry_key_of_holder(domain, fact->holder);
    if (registry_is_standing(fact->state, fact->left) && registry_entry_complete(&fact->entry))
        own.keys[own.n++] = registry_key_of_entry(domain, &fact->entry);
    return own;
}

static bool has_key(const struct own_keys *own, uint64_t key)
{
    for (size_t i = 0; i < own->n; i++)
        if (own->keys[i] == key)
            return true;
    return false;
}

/* The first phase of a kind after those of the writes that have to come before: those that make
 * the record's keys free, and `last`, that of the record itself. */
static unsigned phase_after(const struct known *known, const struct own_keys *own, unsigned last,
                            unsigned first)
{
    unsigned phase = last == PHASE_NONE || last < first ? first : last + 1;

    for (size_t k = 0; k < own->n; k++)
        for (uint32_t i = first_node(known, own->keys[k]); i != NODE_NONE; i = known->nodes[i].next)
            if (known->nodes[i].kind == VACATED && known->nodes[i].key == own->keys[k] &&
                known->nodes[i].phase >= phase)
                phase = known->nodes[i].phase + 1;
    return phase % 2 == first ? phase : phase + 1;
}

static bool add_write(struct known *known, const struct write *write)
{
    void *writes = known->writes;
    bool fits = reserve(known, &writes, known->n_writes, &known->max_writes, sizeof *write);

    known->writes = writes;
    if (!fits)
        return false;
    known->writes[known->n_writes++] = *write;
    if (known->n_phases <= write->fact.phase)
        known->n_phases = write->fact.phase + 1;
    return true;
}

void registry_known_insert(struct known *known, const struct write *write)
{
    struct write kept = *write;
    struct own_keys own;

    kept.fact = keep_texts(known, &write->fact);
    kept.why = keep(known, write->why);
    kept.receipt = keep(known, write->receipt);
    if (known->no_memory)
        return;
    own = own_keys_of(&kept.fact);
    kept.fact.id = 0;
    kept.fact.revision = 1;
    kept.fact.used = kept.fact.used || kept.fact.state != PECADDR_STATE_RESERVED;
    kept.fact.phase = phase_after(known, &own, PHASE_NONE, PHASE_INSERT);
    if (add_write(known, &kept))
        add_fact(known, &kept.fact);
}

/* Notes what a change makes free for others. */
static void vacate(struct known *known, const struct fact *before, const struct fact *after)
{
    struct own_keys old = own_keys_of(before), own = own_keys_of(after);

    for (size_t i = 0; i < old.n; i++)
        if (!has_key(&own, old.keys[i]))
            add_node(known,
                     &(struct node){.key = old.keys[i], .kind = VACATED, .phase = after->phase});
}

void registry_known_amend(struct known *known, struct fact *fact, const struct write *write)
{
    const struct fact before = *fact;
    struct write kept = *write;
    struct own_keys own;

    kept.fact = keep_texts(known, &write->fact);
    kept.why = keep(known, write->why);
    if (known->no_memory)
        return;
    own = own_keys_of(&kept.fact);
    kept.fact.id = before.id;
    kept.fact.revision = before.revision + 1;
    kept.fact.used = before.used || kept.fact.state == PECADDR_STATE_ACTIVE ||
                     kept.fact.state == PECADDR_STATE_RETIRED;
    kept.fact.phase = phase_after(known, &own, before.phase, PHASE_UPDATE);
    if (!add_write(known, &kept))
        return;
    *fact = kept.fact;
    index_fact(known, (uint32_t)(fact - known->facts));
    vacate(known, &before, fact);
}
