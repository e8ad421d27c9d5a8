/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/known.h"

#include "base/hash.h"

#include <string.h>

/* The keys by which what a transaction looks for is found and locked. */

enum key_kind {
    KEY_ADDRESS = 1,
    KEY_HOLDER,
    KEY_ENTRY,
    KEY_ID,
    KEY_RELEASED,
    KEY_FORGETTING,
    KEY_NAMESAKES,
    KEY_SURNAME
};

static uint64_t begin_key(enum key_kind kind)
{
    return hash_byte(HASH_BEGIN, (unsigned char)kind);
}

uint64_t registry_key_of_address(const char *address)
{
    return hash_end(hash_bytes(begin_key(KEY_ADDRESS), address, strlen(address)));
}

uint64_t registry_key_of_released(const char *address)
{
    return hash_end(hash_bytes(begin_key(KEY_RELEASED), address, strlen(address)));
}

uint64_t registry_key_of_holder(const char *domain, const char *holder)
{
    uint64_t key = hash_bytes(begin_key(KEY_HOLDER), holder, strlen(holder) + 1);

    return hash_end(hash_bytes(key, domain, strlen(domain)));
}

uint64_t registry_key_of_entry(const char *domain, const struct entry *entry)
{
    unsigned char bytes[] = {
        (unsigned char)entry->province[0],    (unsigned char)entry->province[1],
        (unsigned char)entry->section,        (unsigned char)entry->number,
        (unsigned char)(entry->number >> 8),  (unsigned char)(entry->number >> 16),
        (unsigned char)(entry->number >> 24),
    };
    uint64_t key = hash_bytes(begin_key(KEY_ENTRY), bytes, sizeof bytes);

    return hash_end(hash_bytes(key, domain, strlen(domain)));
}

uint64_t registry_key_of_namesakes(const struct namesakes *namesakes)
{
    uint64_t key =
        hash_bytes(begin_key(KEY_NAMESAKES), namesakes->surname, strlen(namesakes->surname) + 1);

    key = hash_bytes(key, namesakes->first, strlen(namesakes->first) + 1);
    key = hash_bytes(key, namesakes->province, sizeof namesakes->province);
    return hash_end(hash_bytes(key, namesakes->domain, strlen(namesakes->domain)));
}

uint64_t registry_key_of_surname(const char *domain, const char *surname)
{
    uint64_t key = hash_bytes(begin_key(KEY_SURNAME), surname, strlen(surname) + 1);

    return hash_end(hash_bytes(key, domain, strlen(domain)));
}

uint64_t registry_key_of_forgetting(void)
{
    return hash_end(begin_key(KEY_FORGETTING));
}

uint64_t registry_key_of_id(int64_t id)
{
    return hash_end(hash_bytes(begin_key(KEY_ID), &id, sizeof id));
}
