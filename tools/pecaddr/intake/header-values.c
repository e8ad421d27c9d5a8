/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "intake/entry.h"
#include "intake/stand-in.h"
#include "runtime/exit-status.h"
#include "speech/text.h"
#include "table/cell.h"

#include <stdlib.h>
#include <string.h>

/* What the first rows say of columns whose names leave it open. */

#define LOOKED_AT 500

/* A row's entry as one such column has it, and whose it is. */
struct seen {
    uint64_t entry, name;
    size_t line;
};

/* What stands in a column. */
struct values {
    size_t n;                  /* cells that are not empty */
    size_t numbers, digits;    /* that are a number alone, that have a digit */
    size_t sections;           /* of numbers that name the section, too */
    size_t first, last;        /* of the numbers */
    size_t steps, rises;       /* that are the one before and one more, or more */
    size_t addresses, holders; /* that look like these */
    size_t wrong_line;         /* the first that is not what the name says */
    size_t holder_line;
    struct seen *seen; /* of a number that is not called so beyond doubt */
    size_t seen_count;
};

struct looked {
    struct values *columns;
    size_t given, surname, province, section; /* by their names */
    size_t rows, sorted;                      /* that are sorted by surname */
    struct buffer last_surname;
};

static struct pecaddr_text cell_text(const struct roster_row *row, size_t column)
{
    if (column >= row->n)
        return (struct pecaddr_text){0};
    return text_trim(cell_meant(row->cells[column].text));
}

static int is_bare_number(const struct header_name *named)
{
    return named->field == ROSTER_NUMBER && named->clarity != HEADER_SURE;
}

static int is_sector(const struct header_name *named)
{
    return named->field == ROSTER_SECTION && named->clarity == HEADER_VAGUE;
}

/* A number alone, also as `12.`; 0 where it is none. */
static size_t number_of(struct pecaddr_text text)
{
    size_t number = 0, i = 0;

    for (; i < text.size && i < 9 && ascii_is_digit(text.data[i]); i++)
        number = 10 * number + (size_t)(text.data[i] - '0');
    if (i && i + 1 == text.size && (text.data[i] == '.' || text.data[i] == ')'))
        i++;
    return i == text.size ? number : 0;
}

static int is_holder(struct pecaddr_text text)
{
    char holder[PECADDR_HOLDER_MAX + 1];

    return text.size >= 16 && text.size < 40 && ascii_is_letter(*text.data) &&
           pecaddr_holder_check(text, holder, sizeof holder, NULL) == PECADDR_OK;
}

static int has_digit(struct pecaddr_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_digit(text.data[i]))
            return 1;
    return 0;
}

static uint64_t hash_cell(uint64_t hash, const struct roster_row *row, size_t column)
{
    struct pecaddr_text text = cell_text(row, column);

    return hash_byte(hash_caseless(hash, text.data, text.size), ';');
}

static void look_at_number(struct values *values, const struct looked *looked,
                           const struct roster_row *row, size_t column)
{
    struct pecaddr_text text = cell_text(row, column);
    size_t number = number_of(text);
    uint32_t ignored;
    char section = 0;

    if (!number && entry_parse(text, &section, &ignored) == ENTRY_FINE && section)
        values->sections++;
    if (has_digit(text))
        values->digits++;
    else if (!values->wrong_line)
        values->wrong_line = row->line;
    if (number) {
        values->first = values->numbers++ ? values->first : number;
        values->steps += values->numbers > 1 && number == values->last + 1;
        values->rises += values->numbers > 1 && number > values->last;
        values->last = number;
    }
    if (!values->seen)
        values->seen = memory_new(LOOKED_AT * sizeof *values->seen);
    values->seen[values->seen_count++] = (struct seen){
        .entry = hash_cell(hash_cell(hash_cell(HASH_BEGIN, row, column), row, looked->section), row,
                           looked->province),
        .name = hash_cell(hash_cell(HASH_BEGIN, row, looked->given), row, looked->surname),
        .line = row->line,
    };
}

static void look_at_section(struct values *values, const struct roster *roster,
                            const struct header_name *named, const struct roster_row *row,
                            size_t column)
{
    struct pecaddr_text text = cell_text(row, column);
    struct arena arena = {0};
    size_t offset;
    char section;

    if ((encoding_decode(&roster->detection.encoding, &arena, text, &text, &offset) != 0 ||
         section_parse(text, named->is_sector, &section) != ENTRY_FINE) &&
        !values->wrong_line)
        values->wrong_line = row->line;
    arena_free(&arena);
}

static void look_at_cell(struct looked *looked, const struct roster *roster,
                         const struct header_name *named, const struct roster_row *row,
                         size_t column)
{
    struct values *values = &looked->columns[column];
    struct pecaddr_text text = cell_text(row, column);

    if (!text.size || text.size > 1000 || stand_in_read(text, named->field) != STAND_IN_NONE)
        return;
    values->n++;
    if (is_bare_number(named))
        look_at_number(values, looked, row, column);
    else if (is_sector(named))
        look_at_section(values, roster, named, row, column);
    else if (named->field == ROSTER_ADDRESS)
        values->addresses += memchr(text.data, '@', text.size) != NULL;
    else if (named->field == ROSTER_FIELDS && is_holder(text) && values->holders++ == 0)
        values->holder_line = row->line;
}

/* Whether the rows are sorted by surname, as far as ASCII goes. */
static void look_at_order(struct looked *looked, const struct roster_row *row)
{
    struct pecaddr_text surname = cell_text(row, looked->surname);
    struct buffer *last = &looked->last_surname;
    size_t i = 0;

    if (surname.size > 100)
        surname.size = 100;
    while (i < surname.size && i < last->size &&
           ascii_lower(surname.data[i]) == ascii_lower(last->data[i]))
        i++;
    looked->sorted += i == last->size || (i < surname.size && ascii_lower(surname.data[i]) >
                                                                  ascii_lower(last->data[i]));
    buffer_clear(last);
    buffer_append(last, surname.data, surname.size);
}

static size_t column_named(const struct roster *roster, const struct header_name named[],
                           enum roster_field field)
{
    for (size_t i = 0; i < roster->header.n; i++)
        if (named[i].field == field && !roster->unread[i].reason &&
            named[i].clarity != HEADER_VAGUE)
            return i;
    return ROSTER_NO_COLUMN;
}

static int look(struct roster *roster, const struct header_name named[], struct looked *looked)
{
    struct arena arena = {0};
    int r = 1;

    looked->given = column_named(roster, named, ROSTER_GIVEN);
    looked->surname = column_named(roster, named, ROSTER_SURNAME);
    if (looked->surname == ROSTER_NO_COLUMN)
        looked->surname = column_named(roster, named, ROSTER_FULL_NAME);
    looked->province = column_named(roster, named, ROSTER_PROVINCE);
    looked->section = column_named(roster, named, ROSTER_SECTION);
    while (r > 0 && looked->rows < LOOKED_AT) {
        struct roster_row row;

        if ((r = roster_next(roster, &arena, &row)) <= 0)
            break;
        if (!row.is_blank && !row.fault) {
            looked->rows++;
            look_at_order(looked, &row);
            for (size_t i = 0; i < roster->header.n; i++)
                look_at_cell(looked, roster, &named[i], &row, i);
        }
        arena_clear(&arena);
    }
    arena_free(&arena);
    return r < 0 ? EXIT_UNAVAILABLE : roster_restart(roster);
}

/*
 * Numbers that count the rows: from 1 on, nearly each one more than the one before; or each greater
 * than the one before while the rows are sorted by surname, as after some of them were deleted.
 */
static int counts_rows(const struct values *values, const struct looked *looked)
{
    size_t n = values->numbers;

    if (!n || n < values->n || n < looked->rows)
        return 0;
    if (values->first == 1 && 10 * values->steps >= 9 * (n - 1))
        return 1;
    return n >= 6 && values->rises == n - 1 && looked->sorted == looked->rows;
}

/* Numbers of houses are the same again and again; slips are few. */
static int repeats(const struct values *values, struct roster_unread *unread)
{
    size_t times = 0;

    for (size_t i = 0; i < values->seen_count; i++)
        for (size_t k = 0; k < i; k++)
            if (values->seen[k].entry == values->seen[i].entry &&
                values->seen[k].name != values->seen[i].name) {
                if (times++ == 0) {
                    unread->line = values->seen[k].line;
                    unread->other_line = values->seen[i].line;
                }
                break;
            }
    return times >= 3 && 10 * times > values->seen_count;
}

static void judge_number(struct roster *roster, const struct header_name *named,
                         const struct looked *looked, size_t column)
{
    const struct values *values = &looked->columns[column];
    struct roster_unread unread = {.field = ROSTER_NUMBER, .other = ROSTER_NO_COLUMN};
    int is_vague = named->clarity == HEADER_VAGUE;
    /* A list of numbers and mailboxes, without names, is one of the register's numbers. */
    int may_count =
        is_vague || (column == 0 && values->numbers > 2 && looked->surname != ROSTER_NO_COLUMN);

    if (is_vague && values->n && 2 * values->digits < values->n) {
        unread.reason = UNREAD_NO_NUMBERS;
        unread.line = values->wrong_line;
    } else if (may_count && counts_rows(values, looked)) {
        unread.reason = UNREAD_COUNTER;
    } else if (repeats(values, &unread)) {
        unread.reason = UNREAD_REPEATS;
    }
    if (unread.reason)
        roster->unread[column] = unread;
}

static void judge(struct roster *roster, const struct header_name *named,
                  const struct looked *looked, size_t column)
{
    const struct values *values = &looked->columns[column];

    roster->has_sections[column] = values->sections && 2 * values->sections >= values->n;
    if (is_bare_number(named))
        judge_number(roster, named, looked, column);
    else if (is_sector(named) && (values->wrong_line || !values->n))
        roster->unread[column] = (struct roster_unread){.reason = UNREAD_NO_SECTION,
                                                        .field = ROSTER_SECTION,
                                                        .other = ROSTER_NO_COLUMN,
                                                        .line = values->wrong_line};
    else if (named->field == ROSTER_FIELDS && values->holders && 2 * values->holders >= values->n)
        roster->unread[column] = (struct roster_unread){.reason = UNREAD_HOLDERS,
                                                        .field = ROSTER_HOLDER,
                                                        .other = ROSTER_NO_COLUMN,
                                                        .line = values->holder_line};
}

/* Of several columns of addresses those in which none stands are not meant. */
static void judge_addresses(struct roster *roster, const struct header_name named[],
                            const struct looked *looked)
{
    size_t with = ROSTER_NO_COLUMN;

    for (size_t i = roster->header.n; i--;)
        if (named[i].field == ROSTER_ADDRESS && looked->columns[i].addresses)
            with = i;
    for (size_t i = 0; i < roster->header.n && with != ROSTER_NO_COLUMN; i++)
        if (named[i].field == ROSTER_ADDRESS && !looked->columns[i].addresses)
            roster->unread[i] = (struct roster_unread){
                .reason = UNREAD_BESIDE, .field = ROSTER_ADDRESS, .other = with};
}

int header_look_at_values(struct roster *roster, const struct header_name named[])
{
    struct looked looked = {0};
    size_t n = roster->header.n, known = 0;
    int r;

    for (size_t i = 0; i < n; i++)
        known += named[i].field != ROSTER_FIELDS;
    if (!known)
        return 0;
    looked.columns = memory_new((n + 1) * sizeof *looked.columns);
    memset(looked.columns, 0, (n + 1) * sizeof *looked.columns);
    r = look(roster, named, &looked);
    for (size_t i = 0; i < n && r == 0; i++)
        if (!roster->unread[i].reason)
            judge(roster, &named[i], &looked, i);
    if (r == 0)
        judge_addresses(roster, named, &looked);
    for (size_t i = 0; i < n; i++)
        free(looked.columns[i].seen);
    free(looked.columns);
    buffer_free(&looked.last_surname);
    return r;
}
