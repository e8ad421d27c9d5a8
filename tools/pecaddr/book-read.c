/* SPDX-License-Identifier: BSD-3-Clause */
#include "book-read.h"

#include "command.h"
#include "message.h"
#include "person.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* A registry. */

struct of_domain {
    struct book *book;
    const char *domain;
};

static int take_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    const struct of_domain *wanted = user;
    const char *at = strrchr(mailbox->address, '@');

    if (at && strcmp(at + 1, wanted->domain) == 0)
        book_add(wanted->book, mailbox, 0);
    return 0;
}

int book_read_registry(struct book *book, struct pecaddr_registry *registry, const char *domain)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct of_domain wanted = {book, domain};
    int r = pecaddr_registry_each(registry, NULL, NULL, 0, take_mailbox, &wanted, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    book_index(book);
    return 0;
}

/* A list. */

/* The columns of INI-PEC, which may come without a header. */
enum {
    INIPEC_ADDRESS,
    INIPEC_GIVEN,
    INIPEC_SURNAME,
    INIPEC_NUMBER,
    INIPEC_HOLDER,
    INIPEC_STATE,
    INIPEC_MIN
};

struct reading {
    struct book *book;
    struct roster roster;
    struct chunk chunk;
    size_t state_column; /* ROSTER_NO_COLUMN where there is none */
    int is_headless;
    size_t errors;
};

static const struct pecaddr_mailbox nothing_known = {
    .size = sizeof nothing_known,
    .address = "",
    .given = "",
    .surname = "",
    .holder = "",
    .province = "",
    .scheme = "",
    .left = "",
    .state = PECADDR_STATE_ACTIVE,
    .level = PECADDR_LEVEL_NONE,
};

static void report(struct reading *reading, size_t line, const struct fault *fault)
{
    reading->errors++;
    fault_report(reading->roster.input.name, line, fault);
}

/* What can not be an address: without its @, or with white space or controls in it. */
static int is_address(struct pecaddr_text text)
{
    size_t at = 0;

    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] <= ' ' || text.data[i] == 0x7F)
            return 0;
        if (text.data[i] == '@')
            at = at ? text.size : i;
    }
    return text.size <= PECADDR_ADDRESS_MAX && at > 0 && at + 1 < text.size;
}

static void add(struct reading *reading, struct pecaddr_mailbox *mailbox,
                struct pecaddr_text address, size_t line)
{
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_ARGUMENT),
        .field = PECADDR_FIELD_ADDRESS,
        .text = address,
        .what = "this is no address",
        .what_to_do = "a list has one address at the start of each line, or a column pec",
    };

    if (!is_address(address)) {
        report(reading, line, &fault);
        return;
    }
    mailbox->address = arena_copy(&reading->chunk.arena, address.data, address.size);
    book_add(reading->book, mailbox, line);
}

/* INI-PEC's Stato: 1 update, 2 insert, 3 delete; or the state of a registry's export. */
static enum pecaddr_state state_of(struct pecaddr_text text)
{
    if (text_equal(text, "3") || text_equal(text, "released"))
        return PECADDR_STATE_RELEASED;
    return text_equal(text, "retired") ? PECADDR_STATE_RETIRED : PECADDR_STATE_ACTIVE;
}

static const char *copy(struct reading *reading, struct pecaddr_text text)
{
    return arena_copy(&reading->chunk.arena, text.data, text.size);
}

static void read_row(struct reading *reading, const struct roster_row *row)
{
    struct arena *arena = &reading->chunk.arena;
    struct pecaddr_mailbox mailbox = nothing_known;
    struct pecaddr_text address;
    struct member member;

    if (row->fault != ROW_GOOD && !(reading->is_headless && row->fault == ROW_CELLS)) {
        struct fault fault = roster_fault(&reading->roster, row, arena);

        report(reading, row->fault == ROW_NUL ? row->fault_line : row->line, &fault);
        return;
    }
    address = row_text(&reading->roster, row, ROSTER_ADDRESS, arena);
    if (!address.size)
        return;
    member = member_from_row(&reading->roster, row, NULL, arena);
    if (member.has_fault)
        report(reading, member.fault_line, &member.fault);
    mailbox.given = copy(reading, text_trim(member.person.given));
    mailbox.surname = copy(reading, text_trim(member.person.surname));
    mailbox.province = copy(reading, member.person.province);
    mailbox.holder = copy(reading, member.person.holder);
    mailbox.section = member.person.section;
    mailbox.number = member.person.number;
    if (reading->state_column < row->n)
        mailbox.state = state_of(text_trim(row->cells[reading->state_column].text));
    add(reading, &mailbox, address, row->line);
}

static int read_rows(struct reading *reading)
{
    int r;

    if (reading->is_headless)
        read_row(reading, &reading->roster.header);
    while ((r = chunk_read(&reading->chunk, &reading->roster)) == 0 && reading->chunk.n)
        for (size_t i = 0; i < reading->chunk.n; i++)
            if (!reading->chunk.rows[i].is_blank)
                read_row(reading, &reading->chunk.rows[i]);
    return r;
}

static int is_comment(struct pecaddr_text text)
{
    return text.size && *text.data == '#';
}

static int read_lines(struct reading *reading)
{
    struct input *input = &reading->roster.input;
    struct input_line line;
    int r = input_seek(input, reading->roster.detection.begin, 0), in_long_line = 0;

    if (r)
        return r;
    while ((r = input_line(input, &line)) > 0) {
        struct pecaddr_mailbox mailbox = nothing_known;
        struct pecaddr_text word = text_first_word((struct pecaddr_text){line.data, line.size});

        if (word.size && !in_long_line && !is_comment(word))
            add(reading, &mailbox, word, input->line);
        in_long_line = line.partial;
        arena_clear(&reading->chunk.arena);
    }
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

static void use_inipec_columns(struct reading *reading)
{
    size_t *column = reading->roster.column;

    for (size_t i = 0; i < ROSTER_FIELDS; i++)
        column[i] = ROSTER_NO_COLUMN;
    column[ROSTER_ADDRESS] = INIPEC_ADDRESS;
    column[ROSTER_GIVEN] = INIPEC_GIVEN;
    column[ROSTER_SURNAME] = INIPEC_SURNAME;
    column[ROSTER_NUMBER] = INIPEC_NUMBER;
    column[ROSTER_HOLDER] = INIPEC_HOLDER;
    reading->state_column = INIPEC_STATE;
    reading->is_headless = 1;
}

static size_t find_state_column(const struct roster *roster)
{
    for (size_t i = 0; i < roster->header.n; i++) {
        struct pecaddr_text name = text_trim(roster->header.cells[i].text);

        if (text_equal(name, "stato") || text_equal(name, "state"))
            return i;
    }
    return ROSTER_NO_COLUMN;
}

static int read_list(struct reading *reading, const char *path)
{
    struct roster *roster = &reading->roster;
    int r = roster_open_list(roster, path);
    int begins_with_address;

    if (r)
        return r;
    if (!roster->header.n) {
        remark("%s: a list of no address", roster->input.name);
        return 0;
    }
    if (is_comment(text_trim(roster->header.cells[0].text))) {
        remark("%s: a list of addresses", roster->input.name);
        return read_lines(reading);
    }
    begins_with_address =
        roster->column[ROSTER_ADDRESS] == ROSTER_NO_COLUMN && roster->header.n &&
        memchr(roster->header.cells[0].text.data, '@', roster->header.cells[0].text.size) != NULL;
    if (begins_with_address && roster->header.n < INIPEC_MIN) {
        remark("%s: a list of addresses", roster->input.name);
        return read_lines(reading);
    }
    reading->state_column = find_state_column(roster);
    if (begins_with_address) {
        use_inipec_columns(reading);
        remark("%s: INI-PEC without its header", roster->input.name);
    } else if (roster->column[ROSTER_ADDRESS] == ROSTER_NO_COLUMN) {
        return roster_lacks(roster, ROSTER_ADDRESS);
    } else {
        roster_describe(roster);
    }
    return read_rows(reading);
}

/* Whether two lines on one address can be about one person. */
static int is_same_holder(const struct book_entry *a, const struct book_entry *b)
{
    if (*a->holder && *b->holder)
        return strcmp(a->holder, b->holder) == 0;
    return (!a->number || !b->number || a->number == b->number) &&
           (!*a->surname || !*b->surname || strcmp(a->surname, b->surname) == 0);
}

/* A later line on an address takes the place of those before it: INI-PEC's updates. One of another
   holder does so too, but only after the first was deleted. */
static void settle_repetitions(struct reading *reading)
{
    struct book *book = reading->book;

    for (size_t i = 0; i < book->n; i++) {
        struct book_entry *entry = &book->entries[i], *other;

        other = book_find(book, BOOK_ADDRESS, entry, NULL);
        if (other && other < entry && !is_same_holder(other, entry)) {
            struct buffer what = {0};
            struct fault fault = {
                .code = pecaddr_status_name(PECADDR_E_STATE),
                .field = PECADDR_FIELD_ADDRESS,
                .text = text_of(entry->address),
            };

            buffer_format(&what, "this address is another person's on line %zu", other->line);
            fault.what = what.data;
            report(reading, entry->line, &fault);
            buffer_free(&what);
            entry->is_gone = 1;
            continue;
        }
        if (other && other < entry)
            other->is_gone = 1;
        if (entry->state == PECADDR_STATE_RELEASED)
            entry->is_gone = 1;
    }
}

int book_read_list(struct book *book, const char *path, size_t *ret_errors)
{
    struct reading *reading = memory_new(sizeof *reading);
    int r;

    reading->book = book;
    reading->state_column = ROSTER_NO_COLUMN;
    reading->roster.input.fd = -1;
    r = read_list(reading, path);
    if (r == 0) {
        book_index(book);
        settle_repetitions(reading);
    }
    *ret_errors = reading->errors;
    roster_close(&reading->roster);
    arena_free(&reading->chunk.arena);
    free(reading);
    return r;
}
