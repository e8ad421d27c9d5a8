/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"
#include "intake/outcome.h"
#include "intake/standing.h"
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
    [ROSTER_GIVEN] = "nome",
    [ROSTER_SURNAME] = "cognome",
    [ROSTER_PROVINCE] = "provincia",
    [ROSTER_SECTION] = "sezione",
    [ROSTER_NUMBER] = "numero",
    [ROSTER_HOLDER] = "codice_fiscale",
    [ROSTER_FULL_NAME] = "nominativo",
    [ROSTER_ADDRESS] = "pec",
    [ROSTER_EXPIRES] = "scadenza",
    [ROSTER_STATE] = "stato",
    [ROSTER_CANCELLED] = "data cancellazione",
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

bool header_column_has_word(const struct roster *roster, size_t column, const char *const stems[],
                            size_t n)
{
    struct buffer name = {0};
    bool has;

    buffer_text(&name, "");
    header_simplify(roster, &roster->header.cells[column], &name);
    has = header_has_word(name.data, stems, n);
    buffer_free(&name);
    return has;
}

size_t header_count_known(const struct roster *roster, const struct roster_row *header)
{
    struct buffer name = {0};
    size_t known = 0;

    for (size_t i = 0; i < header->n; i++) {
        header_simplify(roster, &header->cells[i], &name);
        known += header_named(name.data).field != ROSTER_FIELDS;
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

bool roster_is_proposal(const struct roster *roster, size_t column)
{
    for (size_t i = 0; i < ADDED_COUNT; i++)
        if (i != ADDED_PEC && roster->added[i] == column)
            return true;
    return false;
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

/* Of the columns that are called by a field, the one whose name is plainest, the first or the last of
   several; how many there are of it. */
static size_t choose(struct roster *roster, const struct header_name named[],
                     enum roster_field field, size_t *ret_second)
{
    size_t chosen = ROSTER_NO_COLUMN;

    *ret_second = ROSTER_NO_COLUMN;
    for (size_t i = 0; i < roster->header.n; i++) {
        if (named[i].field != field || roster->unread[i].reason)
            continue;
        if (chosen == ROSTER_NO_COLUMN || named[i].clarity > named[chosen].clarity) {
            chosen = i;
            *ret_second = ROSTER_NO_COLUMN;
        } else if (named[i].clarity == named[chosen].clarity && *ret_second == ROSTER_NO_COLUMN) {
            *ret_second = i;
        }
    }
    return chosen;
}

/* The others are noted, but for a sector beside the section: nobody takes it for that. */
static void note_others(struct roster *roster, const struct header_name named[],
                        enum roster_field field, size_t chosen)
{
    for (size_t i = 0; i < roster->header.n; i++)
        if (i != chosen && named[i].field == field && !roster->unread[i].reason &&
            field != ROSTER_SECTION)
            roster->unread[i] = (struct roster_unread){
                .reason = field == ROSTER_ADDRESS ? UNREAD_ADDRESSES : UNREAD_BESIDE,
                .field = field,
                .other = chosen};
}

/* A person's fact stands in one column alone. */
static int choose_fact(struct roster *roster, const struct header_name named[],
                       enum roster_field field)
{
    size_t second, chosen = choose(roster, named, field, &second);

    if (second != ROSTER_NO_COLUMN)
        return twice(roster, field, chosen, second);
    roster->column[field] = chosen;
    if (chosen != ROSTER_NO_COLUMN)
        note_others(roster, named, field, chosen);
    return 0;
}

/* Of what a mailbox has, several may do: of addresses the column that pecaddr wrote. */
static void choose_mailbox(struct roster *roster, const struct header_name named[])
{
    for (enum roster_field field = ROSTER_ADDRESS; field < ROSTER_FIELDS; field++) {
        size_t second;

        roster->column[field] = choose(roster, named, field, &second);
        if (field != ROSTER_ADDRESS)
            continue;
        if (roster->added[ADDED_PEC] != ROSTER_NO_COLUMN)
            roster->column[field] = roster->added[ADDED_PEC];
        if (roster->column[field] == ROSTER_NO_COLUMN)
            continue;
        roster->unread[roster->column[field]].reason = UNREAD_NO_REASON;
        note_others(roster, named, field, roster->column[field]);
    }
}

/* Whether the number alone stands in a column that is called so, and not the section with it. */
static int is_number_alone(const char *name)
{
    return !strstr(name, "iscr") && !strstr(name, "reg") && !strstr(name, "albo");
}

/* A name in one column is read only by a codice fiscale. */
static int needs_full_name(const struct roster *roster)
{
    return roster->column[ROSTER_GIVEN] == ROSTER_NO_COLUMN &&
           roster->column[ROSTER_SURNAME] == ROSTER_NO_COLUMN &&
           roster->column[ROSTER_HOLDER] != ROSTER_NO_COLUMN;
}

/* What the columns of an entry and of the codice fiscale are called, where that is not what messages call
   them. */
static void note_names(struct roster *roster, const char *const names[])
{
    static const char *const ours[] = {"provincia",      "province", "sezione",
                                       "section",        "numero",   "number",
                                       "codice fiscale", "holder",   "nominativo"};

    for (enum roster_field field = ROSTER_PROVINCE; field <= ROSTER_FULL_NAME; field++) {
        size_t column = roster->column[field];
        struct buffer name = {0};

        if (column == ROSTER_NO_COLUMN || header_is_one_of(names[column], ours, ARRAY_SIZE(ours)))
            continue;
        header_show(roster, column, &name);
        roster->called[field] = arena_copy(&roster->header_arena, name.data, name.size);
        buffer_free(&name);
    }
}

/* `Cod. Fisc. / P.IVA`: of eleven digits there nobody knows whose they are. */
static bool is_of_firms(const struct roster *roster, const char *const names[])
{
    static const char *const words[] = {"iva ", "piva ", "partita "};
    size_t column = roster->column[ROSTER_HOLDER];

    return column != ROSTER_NO_COLUMN && header_has_word(names[column], words, ARRAY_SIZE(words));
}

static int find_columns(struct roster *roster, const struct header_name named[],
                        const char *const names[])
{
    int r;

    header_look_beside(roster, named, names);
    if ((r = header_look_at_values(roster, named)) != 0)
        return r;
    for (enum roster_field field = 0; field < ROSTER_ADDRESS; field++)
        if ((field != ROSTER_FULL_NAME || needs_full_name(roster)) &&
            (r = choose_fact(roster, named, field)) != 0)
            return r;
    choose_mailbox(roster, named);
    note_names(roster, names);
    if (roster->column[ROSTER_NUMBER] != ROSTER_NO_COLUMN)
        roster->needs_section = is_number_alone(names[roster->column[ROSTER_NUMBER]]) &&
                                !roster->has_sections[roster->column[ROSTER_NUMBER]];
    roster->has_sectors = roster->column[ROSTER_SECTION] != ROSTER_NO_COLUMN &&
                          named[roster->column[ROSTER_SECTION]].is_sector;
    roster->has_firms = is_of_firms(roster, names);
    roster->names_persons = (roster->column[ROSTER_GIVEN] != ROSTER_NO_COLUMN &&
                             roster->column[ROSTER_SURNAME] != ROSTER_NO_COLUMN) ||
                            roster->column[ROSTER_FULL_NAME] != ROSTER_NO_COLUMN;
    return 0;
}

int header_find_columns(struct roster *roster)
{
    size_t n = roster->header.n;
    struct header_name *named = memory_new((n + 1) * sizeof *named);
    const char **names = memory_new((n + 1) * sizeof *names);
    struct buffer name = {0};
    int r;

    find_added(roster);
    roster->unread = arena_new(&roster->header_arena, (n + 1) * sizeof *roster->unread);
    roster->standing = arena_new(&roster->header_arena, (n + 1) * sizeof *roster->standing);
    roster->outcome = arena_new(&roster->header_arena, (n + 1) * sizeof *roster->outcome);
    roster->has_sections = arena_new(&roster->header_arena, (n + 1) * sizeof *roster->has_sections);
    for (size_t i = 0; i < n; i++) {
        header_simplify(roster, &roster->header.cells[i], &name);
        names[i] = arena_copy(&roster->header_arena, name.data, name.size);
        named[i] = header_named(names[i]);
        roster->standing[i] =
            roster_is_proposal(roster, i) ? STANDING_NONE : standing_kind_named(names[i]);
        roster->outcome[i] =
            roster_is_proposal(roster, i) ? OUTCOME_NONE : outcome_kind_named(names[i]);
        roster->unread[i] = (struct roster_unread){.other = ROSTER_NO_COLUMN};
        roster->has_sections[i] = false;
    }
    r = find_columns(roster, named, names);
    buffer_free(&name);
    free(names);
    free(named);
    return r;
}
