/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/row-addresses.h"

#include "speech/text.h"

#include <string.h>

static bool is_local(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || strchr(".-_+", c) != NULL;
}

static bool is_domain(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '-' || c == '.';
}

/* The address around an @, if it is of a domain. */
static bool read_around(struct pecaddr_text text, size_t at, const char *domain,
                        char ret_address[PECADDR_ADDRESS_MAX + 1])
{
    size_t begin = at, size = strlen(domain), end = at + 1 + size;

    while (begin && is_local(text.data[begin - 1]))
        begin--;
    if (begin == at || end > text.size || end - begin > PECADDR_ADDRESS_MAX ||
        !text_equal((struct pecaddr_text){text.data + at + 1, size}, domain) ||
        (end < text.size && is_domain(text.data[end]) &&
         (text.data[end] != '.' || (end + 1 < text.size && is_domain(text.data[end + 1])))))
        return false;
    for (size_t i = begin; i < end; i++)
        ret_address[i - begin] = ascii_lower(text.data[i]);
    ret_address[end - begin] = '\0';
    return true;
}

static bool next_in_cell(struct row_addresses *self)
{
    while (self->offset < self->text.size) {
        const char *at =
            memchr(self->text.data + self->offset, '@', self->text.size - self->offset);
        struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

        if (!at)
            return false;
        self->offset = (size_t)(at - self->text.data) + 1;
        if (read_around(self->text, self->offset - 1, pecaddr_scheme_domain(self->scheme),
                        self->address) &&
            pecaddr_parse(self->scheme, pecaddr_text_of(self->address), &parsed) == PECADDR_OK &&
            parsed.kind != PECADDR_ADDRESS_RESERVED)
            return true;
    }
    return false;
}

/* The text of the column, where an address may stand in it. */
static void open_cell(struct row_addresses *self)
{
    struct pecaddr_text text = self->row->cells[self->column].text;
    size_t offset;

    self->offset = 0;
    self->text = (struct pecaddr_text){0};
    if (text.size && memchr(text.data, '@', text.size) &&
        !roster_is_proposal(self->roster, self->column) &&
        encoding_decode(&self->roster->detection.encoding, self->arena, text, &text, &offset) == 0)
        self->text = text;
}

void row_addresses_begin(struct row_addresses *addresses, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, const struct roster_row *row,
                         struct arena *arena)
{
    *addresses =
        (struct row_addresses){.roster = roster, .scheme = scheme, .row = row, .arena = arena};
    if (row->n)
        open_cell(addresses);
}

bool row_addresses_next(struct row_addresses *addresses)
{
    while (!next_in_cell(addresses)) {
        if (addresses->column + 1 >= addresses->row->n)
            return false;
        addresses->column++;
        open_cell(addresses);
    }
    return true;
}
