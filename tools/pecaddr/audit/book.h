/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BOOK_H
#define BOOK_H

#include "runtime/memory.h"

#include <pecaddr/registry.h>

#include <stdint.h>

/*
 * The mailboxes that a registry or a list holds, to be found by address, codice fiscale or register
 * entry: some 200 bytes of memory for each.
 */

/* A mailbox. Texts are empty and numbers 0 where the fact is unknown. */
struct book_entry {
    const char *address; /* in lower case */
    const char *given;
    const char *surname;
    const char *holder; /* in upper case */
    const char *scheme; /* canonical text; the same pointer for the same text */
    uint32_t level;     /* PECADDR_LEVEL_NONE: not issued by a registry */
    uint32_t number;
    char section;
    char province[3]; /* in upper case */
    /* With which it was issued; empty and 0 where that is not known. */
    const char *issued_given;
    const char *issued_surname;
    uint32_t issued_number;
    char issued_section;
    char issued_province[3];
    unsigned char state;
    unsigned char has_left;     /* the holder left the Order */
    unsigned char is_gone;      /* taken out of the list by a later line */
    unsigned char is_update;    /* as in struct list_entry */
    unsigned char is_cancelled; /* the same: nobody else may be given it */
    unsigned char is_explained;
    size_t line;           /* of the list; 0 in a registry */
    size_t explained_line; /* of the roster: whose it is */
    size_t former_line;    /* of the roster: where its holder has left another entry; or 0 */
    /* What that line says; NULL where it could not be read. */
    const char *explained_given;
    const char *explained_surname;
    uint32_t explained_number;
    char explained_section;
    char explained_province[3];
    uint32_t next[3]; /* its own: in each index */
};

enum book_key { BOOK_ADDRESS, BOOK_HOLDER, BOOK_ENTRY, BOOK_KEYS };

struct book {
    struct book_entry *entries;
    size_t n;
    /* The rest is its own. */
    size_t capacity;
    struct arena texts;
    uint32_t *heads[BOOK_KEYS];
    size_t heads_count;
    const char **schemes;
    size_t n_schemes;
};

/* Adds a mailbox; its texts are copied. */
void book_add(struct book *book, const struct pecaddr_mailbox *mailbox, size_t line);

/* Makes the indices, when all are added. */
void book_index(struct book *book);

/*
 * The mailboxes that have the key of `like`: the first when `after` is NULL, then the next after
 * it; NULL when there is no other. What is gone is never found.
 */
struct book_entry *book_find(const struct book *book, enum book_key key,
                             const struct book_entry *like, const struct book_entry *after);

void book_free(struct book *book);

#endif
