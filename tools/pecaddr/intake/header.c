/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* What a column may be called, in lower case, with one space for whatever is no letter or digit. */
struct synonym {
    const char *name;
    enum roster_field field;
};

/*
 * Not among them, for what they may hold is something else, and would be permanent: `nominativo`
 * and `name` (full names), `n` and `nr` (the row), `matricola` (of a pension fund), `data
 * iscrizione`, `provincia di nascita`, `provincia residenza`, `comune`, `albo`.
 */
static const struct synonym synonyms[] = {
    {"nome", ROSTER_GIVEN},
    {"nomi", ROSTER_GIVEN},
    {"given", ROSTER_GIVEN},
    {"given name", ROSTER_GIVEN},
    {"given names", ROSTER_GIVEN},
    {"givenname", ROSTER_GIVEN},
    {"first name", ROSTER_GIVEN},
    {"firstname", ROSTER_GIVEN},
    {"forename", ROSTER_GIVEN},
    {"cognome", ROSTER_SURNAME},
    {"cognomi", ROSTER_SURNAME},
    {"surname", ROSTER_SURNAME},
    {"surnames", ROSTER_SURNAME},
    {"last name", ROSTER_SURNAME},
    {"lastname", ROSTER_SURNAME},
    {"family name", ROSTER_SURNAME},
    {"provincia", ROSTER_PROVINCE},
    {"prov", ROSTER_PROVINCE},
    {"province", ROSTER_PROVINCE},
    {"sigla", ROSTER_PROVINCE},
    {"sigla provincia", ROSTER_PROVINCE},
    {"sigla prov", ROSTER_PROVINCE},
    {"sigla ordine", ROSTER_PROVINCE},
    {"provincia ordine", ROSTER_PROVINCE},
    {"provincia dell ordine", ROSTER_PROVINCE},
    {"provincia albo", ROSTER_PROVINCE},
    {"provincia iscrizione", ROSTER_PROVINCE},
    {"provincia di iscrizione", ROSTER_PROVINCE},
    {"prov ordine", ROSTER_PROVINCE},
    {"prov albo", ROSTER_PROVINCE},
    {"prov iscrizione", ROSTER_PROVINCE},
    {"ordine", ROSTER_PROVINCE},
    {"ordine provinciale", ROSTER_PROVINCE},
    {"ordine di appartenenza", ROSTER_PROVINCE},
    {"sezione", ROSTER_SECTION},
    {"sez", ROSTER_SECTION},
    {"section", ROSTER_SECTION},
    {"sezione albo", ROSTER_SECTION},
    {"sezione dell albo", ROSTER_SECTION},
    {"sez albo", ROSTER_SECTION},
    {"albo sezione", ROSTER_SECTION},
    {"albo sez", ROSTER_SECTION},
    {"sez a b", ROSTER_SECTION},
    {"sezione a b", ROSTER_SECTION},
    {"numero", ROSTER_NUMBER},
    {"num", ROSTER_NUMBER},
    {"number", ROSTER_NUMBER},
    {"n albo", ROSTER_NUMBER},
    {"nr albo", ROSTER_NUMBER},
    {"num albo", ROSTER_NUMBER},
    {"numero albo", ROSTER_NUMBER},
    {"iscrizione", ROSTER_NUMBER},
    {"n iscr", ROSTER_NUMBER},
    {"n iscriz", ROSTER_NUMBER},
    {"n iscrizione", ROSTER_NUMBER},
    {"nr iscr", ROSTER_NUMBER},
    {"nr iscriz", ROSTER_NUMBER},
    {"nr iscrizione", ROSTER_NUMBER},
    {"nro iscrizione", ROSTER_NUMBER},
    {"n ro iscrizione", ROSTER_NUMBER},
    {"num iscr", ROSTER_NUMBER},
    {"num iscriz", ROSTER_NUMBER},
    {"num iscrizione", ROSTER_NUMBER},
    {"numero iscr", ROSTER_NUMBER},
    {"numero iscriz", ROSTER_NUMBER},
    {"numero iscrizione", ROSTER_NUMBER},
    {"n di iscrizione", ROSTER_NUMBER},
    {"n d iscrizione", ROSTER_NUMBER},
    {"numero di iscrizione", ROSTER_NUMBER},
    {"numero d iscrizione", ROSTER_NUMBER},
    {"n iscrizione albo", ROSTER_NUMBER},
    {"num iscrizione albo", ROSTER_NUMBER},
    {"numero iscrizione albo", ROSTER_NUMBER},
    {"iscrizione albo", ROSTER_NUMBER},
    {"iscr", ROSTER_NUMBER},
    {"iscr albo", ROSTER_NUMBER},
    {"albo n", ROSTER_NUMBER},
    {"albo nr", ROSTER_NUMBER},
    {"albo num", ROSTER_NUMBER},
    {"numero d ordine", ROSTER_NUMBER},
    {"registration", ROSTER_NUMBER},
    {"registration number", ROSTER_NUMBER},
    {"codice fiscale", ROSTER_HOLDER},
    {"codicefiscale", ROSTER_HOLDER},
    {"codice fisc", ROSTER_HOLDER},
    {"cod fiscale", ROSTER_HOLDER},
    {"cod fisc", ROSTER_HOLDER},
    {"codfiscale", ROSTER_HOLDER},
    {"codfisc", ROSTER_HOLDER},
    {"cod fis", ROSTER_HOLDER},
    {"codfis", ROSTER_HOLDER},
    {"codice fiscale p iva", ROSTER_HOLDER},
    {"codice fiscale partita iva", ROSTER_HOLDER},
    {"cod fisc p iva", ROSTER_HOLDER},
    {"c f p iva", ROSTER_HOLDER},
    {"cf p iva", ROSTER_HOLDER},
    {"c fiscale", ROSTER_HOLDER},
    {"c f", ROSTER_HOLDER},
    {"cf", ROSTER_HOLDER},
    {"holder", ROSTER_HOLDER},
    {"pec", ROSTER_ADDRESS},
    {"indirizzo pec", ROSTER_ADDRESS},
    {"expires", ROSTER_EXPIRES},
    {"scadenza", ROSTER_EXPIRES},
    {"data scadenza", ROSTER_EXPIRES},
    {"data di scadenza", ROSTER_EXPIRES},
    {"scadenza pec", ROSTER_EXPIRES},
    {"data scadenza pec", ROSTER_EXPIRES},
    {"data di scadenza pec", ROSTER_EXPIRES},
    {"state", ROSTER_STATE},
    {"stato", ROSTER_STATE},
    {"data cancellazione", ROSTER_CANCELLED},
    {"left", ROSTER_LEFT},
    {"uscita", ROSTER_LEFT},
    {"data uscita", ROSTER_LEFT},
};

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

enum roster_field header_field_named(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(synonyms); i++)
        if (strcmp(synonyms[i].name, name) == 0)
            return synonyms[i].field;
    return ROSTER_FIELDS;
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
