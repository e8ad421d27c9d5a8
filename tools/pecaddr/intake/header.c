/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

const char *const header_added[ADDED_COUNT] = {
    "pec", "livello", "nuovo", "proposta", "note", "errore",
};

const char *const header_field_columns[ROSTER_FIELDS] = {
    [ROSTER_GIVEN] = "nome",         [ROSTER_SURNAME] = "cognome",
    [ROSTER_PROVINCE] = "provincia", [ROSTER_SECTION] = "sezione",
    [ROSTER_NUMBER] = "numero",      [ROSTER_HOLDER] = "codice_fiscale",
    [ROSTER_ADDRESS] = "pec",        [ROSTER_EXPIRES] = "scadenza",
    [ROSTER_STATE] = "stato",        [ROSTER_CANCELLED] = "data cancellazione",
    [ROSTER_LEFT] = "uscita",
};

void header_simplify(const struct roster *roster, const struct roster_cell *cell,
                     struct buffer *name)
{
    struct arena arena = {0};
    struct pecaddr_text text;
    size_t offset;

    buffer_clear(name);
    if (encoding_decode(&roster->detection.encoding, &arena, cell->text, &text, &offset) == 0) {
        for (size_t i = 0; i < text.size; i++) {
            char c = ascii_lower(text.data[i]);

            if (ascii_is_letter(c) || ascii_is_digit(c))
                buffer_append(name, &c, 1);
            else if (name->size && name->data[name->size - 1] != ' ')
                buffer_text(name, " ");
        }
        if (name->size && name->data[name->size - 1] == ' ')
            name->data[--name->size] = '\0';
    }
    arena_free(&arena);
}

size_t header_count_known(const struct roster *roster, const struct roster_row *header)
{
    struct buffer name = {0};
    size_t known = 0;

    for (size_t i = 0; i < header->n; i++) {
        header_simplify(roster, &header->cells[i], &name);
        known += header_field_named(name.data) != ROSTER_FIELDS;
    }
    buffer_free(&name);
    return known;
}

/* So much of a cell, in bytes. */
#define SHOWN_SIZE 40

void header_show_cell(const struct roster *roster, struct buffer *buffer,
                      const struct roster_cell *cell)
{
    struct arena arena = {0};
    struct pecaddr_text text = cell->text;
    size_t offset;

    encoding_decode(&roster->detection.encoding, &arena, cell->text, &text, &offset);
    text = text_trim(text);
    for (offset = 0; offset < SHOWN_SIZE && offset < text.size;)
        offset += text_character(text, offset);
    text.size = offset;
    buffer_text(buffer, "\"");
    text_show(buffer, text);
    buffer_text(buffer, "\"");
    arena_free(&arena);
}

void header_show(const struct roster *roster, size_t column, struct buffer *buffer)
{
    if (column < roster->header.n && text_trim(roster->header.cells[column].text).size)
        header_show_cell(roster, buffer, &roster->header.cells[column]);
    else
        buffer_text(buffer, _("(no name)"));
}

static int twice(const struct roster *roster, enum roster_field field, size_t first, size_t second)
{
    struct buffer one = {0}, other = {0};

    header_show_cell(roster, &one, &roster->header.cells[first]);
    header_show_cell(roster, &other, &roster->header.cells[second]);
    message("%s: columns %zu and %zu, %s and %s, are both taken for %s; rename the one that is not",
            roster->input.name, first + 1, second + 1, one.data, other.data,
            header_field_columns[field]);
    buffer_free(&one);
    buffer_free(&other);
    return EXIT_USAGE;
}

/* The columns that pecaddr adds, in a file that it wrote: side by side as it wrote them, or, when
   somebody moved them, each once. Anything else (a register's own column `note`) is not ours. */
static void find_added(struct roster *roster)
{
    size_t n = roster->header.n, *where = memory_new((n + 1) * sizeof *where), found = 0;
    size_t times[ADDED_COUNT] = {0};
    struct buffer name = {0};

    for (size_t i = 0; i < n; i++) {
        header_simplify(roster, &roster->header.cells[i], &name);
        where[i] = ADDED_COUNT;
        for (size_t k = 0; k < ADDED_COUNT; k++)
            if (strcmp(name.data, header_added[k]) == 0)
                where[i] = k;
    }
    for (size_t i = 0; i < n; i++) {
        if (where[i] < ADDED_COUNT && times[where[i]]++ == 0) {
            roster->added[where[i]] = i;
            found++;
        }
    }
    for (size_t k = 0; k < ADDED_COUNT; k++)
        found -= times[k] > 1;
    if (found != ADDED_COUNT)
        for (size_t k = 0; k < ADDED_COUNT; k++)
            roster->added[k] = ROSTER_NO_COLUMN;
    for (size_t i = 0; i + ADDED_COUNT <= n; i++) {
        size_t k = 0;

        while (k < ADDED_COUNT && where[i + k] == k)
            k++;
        if (k == ADDED_COUNT)
            while (k-- > 0)
                roster->added[k] = i + k;
    }
    free(where);
    buffer_free(&name);
}

int header_find_columns(struct roster *roster)
{
    struct buffer name = {0};
    int r = 0;

    for (size_t i = 0; i < ROSTER_FIELDS; i++)
        roster->column[i] = ROSTER_NO_COLUMN;
    find_added(roster);
    for (size_t i = 0; i < roster->header.n && r == 0; i++) {
        enum roster_field field;

        header_simplify(roster, &roster->header.cells[i], &name);
        field = header_field_named(name.data);
        if (field == ROSTER_FIELDS)
            continue;
        /* Of several columns of addresses, the one that pecaddr wrote. */
        if (field == ROSTER_ADDRESS && roster->added[ADDED_PEC] != ROSTER_NO_COLUMN) {
            roster->column[field] = roster->added[ADDED_PEC];
            continue;
        }
        if (roster->column[field] != ROSTER_NO_COLUMN && field != ROSTER_ADDRESS &&
            field < ROSTER_STATE)
            r = twice(roster, field, roster->column[field], i);
        roster->column[field] = i;
        if (field == ROSTER_NUMBER)
            roster->needs_section = !strstr(name.data, "iscr") && !strstr(name.data, "reg") &&
                                    !strstr(name.data, "albo");
    }
    buffer_free(&name);
    roster->names_persons = roster->column[ROSTER_GIVEN] != ROSTER_NO_COLUMN &&
                            roster->column[ROSTER_SURNAME] != ROSTER_NO_COLUMN;
    return r;
}
