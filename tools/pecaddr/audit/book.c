/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/book.h"

#include "base/hash.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

static const char *copy(struct book *book, const char *text, char (*change)(char))
{
    char *texts;

    if (!*text)
        return "";
    texts = arena_copy(&book->texts, text, strlen(text));
    for (char *c = texts; change && *c; c++)
        *c = change(*c);
    return texts;
}

/* Most names are those of now. */
static const char *copy_issued(struct book *book, const char *issued, const char *now)
{
    return strcmp(issued, now) == 0 ? now : copy(book, issued, NULL);
}

/* Few schemes made all addresses. */
static const char *copy_scheme(struct book *book, const char *text)
{
    if (!*text)
        return "";
    for (size_t i = 0; i < book->n_schemes; i++)
        if (strcmp(book->schemes[i], text) == 0)
            return book->schemes[i];
    book->schemes = memory_resize(book->schemes, (book->n_schemes + 1) * sizeof *book->schemes);
    return book->schemes[book->n_schemes++] = copy(book, text, NULL);
}

static void copy_province(char ret_province[3], const char *text)
{
    for (size_t i = 0; i < 2 && text[i]; i++)
        ret_province[i] = ascii_upper(text[i]);
}

void book_add(struct book *book, const struct pecaddr_mailbox *mailbox, size_t line)
{
    struct book_entry entry = {.line = line, .level = mailbox->level};

    if (book->n == book->capacity) {
        book->capacity = book->capacity ? 2 * book->capacity : 1024;
        book->entries = memory_resize(book->entries, book->capacity * sizeof *book->entries);
    }
    entry.address = copy(book, mailbox->address, ascii_lower);
    entry.given = copy(book, mailbox->given, NULL);
    entry.surname = copy(book, mailbox->surname, NULL);
    entry.holder = copy(book, mailbox->holder, ascii_upper);
    entry.scheme = copy_scheme(book, mailbox->scheme);
    entry.number = mailbox->number;
    entry.section = ascii_upper(mailbox->section);
    copy_province(entry.province, mailbox->province);
    entry.issued_given = copy_issued(book, mailbox->issued_given, entry.given);
    entry.issued_surname = copy_issued(book, mailbox->issued_surname, entry.surname);
    entry.issued_number = mailbox->issued_number;
    entry.issued_section = mailbox->issued_section;
    copy_province(entry.issued_province, mailbox->issued_province);
    entry.state = (unsigned char)mailbox->state;
    entry.has_left = *mailbox->left != '\0';
    book->entries[book->n++] = entry;
}

static size_t hash_of(enum book_key key, const struct book_entry *entry)
{
    const char *text = key == BOOK_ADDRESS  ? entry->address
                       : key == BOOK_HOLDER ? entry->holder
                                            : entry->province;
    uint64_t hash = hash_bytes(HASH_BEGIN, text, strlen(text));

    if (key == BOOK_ENTRY)
        hash = hash_byte(hash_number(hash, entry->number), (unsigned char)entry->section);
    return (size_t)hash_end(hash);
}

static int has_key(enum book_key key, const struct book_entry *entry)
{
    return key == BOOK_ADDRESS  ? 1
           : key == BOOK_HOLDER ? *entry->holder != '\0'
                                : entry->number != 0;
}

static int is_equal(enum book_key key, const struct book_entry *a, const struct book_entry *b)
{
    if (key == BOOK_ADDRESS)
        return strcmp(a->address, b->address) == 0;
    if (key == BOOK_HOLDER)
        return strcmp(a->holder, b->holder) == 0;
    return a->number == b->number && a->section == b->section &&
           strcmp(a->province, b->province) == 0;
}

/* Places in the indices are counted from 1, so that 0 is the end. */
void book_index(struct book *book)
{
    book->heads_count = 1024;
    while (book->heads_count < book->n)
        book->heads_count *= 2;
    for (size_t key = 0; key < BOOK_KEYS; key++) {
        book->heads[key] = memory_new(book->heads_count * sizeof *book->heads[key]);
        for (size_t i = book->n; i-- > 0;) {
            struct book_entry *entry = &book->entries[i];
            uint32_t *head =
                &book->heads[key][hash_of((enum book_key)key, entry) & (book->heads_count - 1)];

            if (!has_key((enum book_key)key, entry))
                continue;
            entry->next[key] = *head;
            *head = (uint32_t)i + 1;
        }
    }
}

struct book_entry *book_find(const struct book *book, enum book_key key,
                             const struct book_entry *like, const struct book_entry *after)
{
    uint32_t at =
        after ? after->next[key] : book->heads[key][hash_of(key, like) & (book->heads_count - 1)];

    for (; at; at = book->entries[at - 1].next[key])
        if (!book->entries[at - 1].is_gone && is_equal(key, &book->entries[at - 1], like))
            return &book->entries[at - 1];
    return NULL;
}

void book_free(struct book *book)
{
    for (size_t key = 0; key < BOOK_KEYS; key++)
        free(book->heads[key]);
    free(book->entries);
    free(book->schemes);
    arena_free(&book->texts);
    *book = (struct book){0};
}
