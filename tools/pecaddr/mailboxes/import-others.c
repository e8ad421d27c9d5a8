/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"

#include "member/row-addresses.h"
#include "intake/header.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* An address that stands in a row beside the one that is read. */
struct other {
    size_t line, column;
    char address[PECADDR_ADDRESS_MAX + 1];
};

static void begin(struct row_addresses *addresses, struct import *import,
                  const struct list_entry *entry)
{
    row_addresses_begin(addresses, &import->list.roster, import->command.options.scheme, entry->row,
                        &import->list.chunk.arena);
}

/* The next one that is not the row's own. */
static bool next(struct row_addresses *addresses, const struct list_entry *entry)
{
    while (row_addresses_next(addresses))
        if (!text_equal(text_of(entry->address), addresses->address) &&
            !text_equal(text_of(entry->found), addresses->address))
            return true;
    return false;
}

void import_look_for_others(struct import *import)
{
    const struct list *list = &import->list;

    for (size_t i = 0; i < list->n && !import->has_others; i++) {
        struct row_addresses addresses;

        if (!list->entries[i].row)
            continue;
        begin(&addresses, import, &list->entries[i]);
        import->has_others = next(&addresses, &list->entries[i]);
    }
}

/* Those of the chunk that was read. */
static void find(struct import *import, struct buffer *found)
{
    for (size_t i = 0; i < import->list.n; i++) {
        const struct list_entry *entry = &import->list.entries[i];
        struct other other = {.line = entry->line};
        struct row_addresses addresses;

        begin(&addresses, import, entry);
        while (next(&addresses, entry)) {
            other.column = addresses.column;
            memcpy(other.address, addresses.address, sizeof other.address);
            buffer_append(found, &other, sizeof other);
        }
    }
}

static void note(struct import *import, const struct other *other)
{
    struct buffer column = {0}, error = {0};

    header_show(&import->list.roster, other->column, &column);
    if (import->others++ == 0)
        buffer_format(&import->first_other, _("%s on line %zu, column %s"), other->address,
                      other->line, column.data);
    import->errors++;
    import->blocked++;
    buffer_format(&error, in_result(N_("it stands in column %s, which is not read")), column.data);
    import_tell_other(import, other->line, other->address, error.data);
    buffer_free(&error);
    buffer_free(&column);
}

/* Whether nobody's name came with it, now or before. */
static bool is_blocked(int result, const struct pecaddr_reason *known)
{
    return result == PECADDR_OK ||
           (result == PECADDR_DONE && known->state == PECADDR_STATE_RESERVED && !*known->holder &&
            !*known->given && !*known->surname && !known->number);
}

/* Blocks some of them; those whose holder is on record, however that came, need no more. */
static int block(struct import *import, const struct other others[], size_t n)
{
    int r;

    import->n = 0;
    for (size_t i = 0; i < n; i++)
        import_add_blocked(import, others[i].address, PECADDR_STATE_RESERVED);
    r = import_put(import);
    for (size_t i = 0; i < n && r == 0; i++)
        if (is_blocked(import->results[i], &import->reasons[i]))
            note(import, &others[i]);
    return r;
}

int import_block_others(struct import *import)
{
    struct buffer found = {0};
    const struct other *others;
    size_t n;
    int r = 0;

    find(import, &found);
    others = (const struct other *)(const void *)found.data;
    n = found.size / sizeof *others;
    for (size_t i = 0; i < n && r == 0; i += CHUNK_ROWS)
        r = block(import, others + i, n - i < CHUNK_ROWS ? n - i : CHUNK_ROWS);
    buffer_free(&found);
    return r;
}
