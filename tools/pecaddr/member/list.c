/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/list.h"

#include "intake/header.h"
#include "intake/inipec.h"
#include "member/list-cut.h"
#include "member/list-new.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/date.h"

#include <string.h>

/* What it is. */

static int has_at(struct pecaddr_text text)
{
    return text.size && memchr(text.data, '@', text.size) != NULL;
}

static int is_inipec(const struct roster_row *row)
{
    struct pecaddr_text state;

    if (row->n < INIPEC_MIN || row->n > INIPEC_COLUMNS)
        return 0;
    state = text_trim(row->cells[INIPEC_STATE].text);
    return text_equal(state, "1") || text_equal(state, "2") || text_equal(state, "3");
}

static void use_inipec_columns(struct roster *roster)
{
    static const size_t columns[ROSTER_FIELDS] = {
        [ROSTER_GIVEN] = INIPEC_GIVEN,         [ROSTER_SURNAME] = INIPEC_SURNAME,
        [ROSTER_PROVINCE] = ROSTER_NO_COLUMN,  [ROSTER_SECTION] = ROSTER_NO_COLUMN,
        [ROSTER_NUMBER] = INIPEC_NUMBER,       [ROSTER_HOLDER] = INIPEC_HOLDER,
        [ROSTER_FULL_NAME] = ROSTER_NO_COLUMN, [ROSTER_ADDRESS] = INIPEC_ADDRESS,
        [ROSTER_EXPIRES] = ROSTER_NO_COLUMN,   [ROSTER_STATE] = INIPEC_STATE,
        [ROSTER_LEFT] = ROSTER_NO_COLUMN,      [ROSTER_CANCELLED] = INIPEC_CANCELLED,
    };

    memcpy(roster->column, columns, sizeof columns);
}

/* A header that says nothing, over a line that begins with an address. */
static int is_header_of_lines(struct list *list)
{
    struct roster *roster = &list->roster;
    struct roster_row second;

    return header_count_known(roster, &roster->header) == 0 &&
           roster_next(roster, &list->chunk.arena, &second) > 0 && second.n &&
           has_at(second.cells[0].text);
}

static int find_form(struct list *list)
{
    struct roster *roster = &list->roster;

    if (!roster->header.n) {
        list->form = LIST_EMPTY;
    } else if (roster->column[ROSTER_ADDRESS] != ROSTER_NO_COLUMN) {
        list->form = roster->header.n > 1 ? LIST_ROWS : LIST_LINES;
    } else if (!has_at(roster->header.cells[0].text)) {
        if (!is_header_of_lines(list))
            return roster_lacks(roster, ROSTER_ADDRESS);
        list->form = LIST_LINES;
    } else if (is_inipec(&roster->header)) {
        use_inipec_columns(roster);
        list->form = LIST_INIPEC;
    } else {
        list->form = LIST_LINES;
    }
    return 0;
}

int list_rewind(struct list *list)
{
    list->n = 0;
    list->in_long_line = 0;
    list->ends_with_entry = 0;
    switch (list->form) {
    case LIST_LINES:
        list->may_be_header = 1;
        return roster_rewind(&list->roster);
    case LIST_INIPEC:
        list->is_first_row = 1;
        return roster_restart(&list->roster);
    case LIST_ROWS:
        return roster_restart(&list->roster);
    case LIST_EMPTY:
        break;
    }
    return 0;
}

static void describe(const struct list *list)
{
    const struct roster *roster = &list->roster;

    switch (list->form) {
    case LIST_EMPTY:
        remark("%s: a list of no address", roster->input.name);
        break;
    case LIST_LINES:
        remark("%s: a list of addresses", roster->input.name);
        break;
    case LIST_INIPEC:
        remark("%s: INI-PEC without its header", roster->input.name);
        break;
    case LIST_ROWS:
        roster_describe_list(roster, list->is_of_step, list->is_of_import);
        break;
    }
}

int list_open(struct list *list, const char *path, const char *encoding, const char *separator)
{
    int r = roster_open_list(&list->roster, path, encoding, separator);

    if (r != 0 || (r = find_form(list)) != 0)
        return r;
    list_find_new(list);
    list_find_record(list);
    describe(list);
    if ((r = list_rewind(list)) != 0 || (r = list_check_end(list)) != 0)
        return r;
    return list_rewind(list);
}

void list_close(struct list *list)
{
    roster_close(&list->roster);
    arena_free(&list->chunk.arena);
}

int list_lacks_all(const struct list *list)
{
    message("%s: there is no address in this file; check that it is the right one",
            list->roster.input.name);
    return EXIT_USAGE;
}

/* Reading. */

static struct list_entry *new_entry(struct list *list, size_t line)
{
    struct list_entry *entry = &list->entries[list->n++];

    list->ends_with_entry = 1;
    *entry = (struct list_entry){
        .line = line,
        .address = "",
        .found = "",
        .other_state = "",
        .member.person.size = sizeof entry->member.person,
        .holder = "",
        .expires = "",
        .left = "",
        .cancelled = "",
    };
    return entry;
}

/* What cannot be an address: without its @, or with white space or controls in it. */
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

static void blame_address(struct list_entry *entry, struct pecaddr_text text)
{
    entry->has_fault = 1;
    entry->fault_line = entry->line;
    entry->fault = (struct fault){
        .code = pecaddr_status_name(PECADDR_E_ARGUMENT),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text,
        .what = N_("this is no address"),
        .what_to_do = N_("a list has one address at the start of each line, or a column pec"),
    };
}

/* A source refuses the list for it: nobody would hear of the second one. */
static void blame_second_address(struct list_entry *entry)
{
    blame_address(entry, text_of(entry->address));
    entry->fault.what = N_("another address follows on this line");
    entry->fault.what_to_do = N_("a list has one address on each line: give the other a line, or "
                                 "name the columns, such as pec");
}

static void set_address(struct list *list, struct list_entry *entry, struct pecaddr_text text)
{
    entry->address = arena_copy(&list->chunk.arena, text.data, text.size);
    if (text.size && !is_address(text))
        blame_address(entry, text_of(entry->address));
}

/* As registry export and registry show write them. */
static enum pecaddr_state state_of(struct pecaddr_text text)
{
    static const char *const italian[] = {
        [PECADDR_STATE_RESERVED] = "prenotato",
        [PECADDR_STATE_ACTIVE] = "attivo",
        [PECADDR_STATE_RETIRED] = "cessato",
        [PECADDR_STATE_RELEASED] = "liberato",
    };

    for (enum pecaddr_state state = PECADDR_STATE_RESERVED; state <= PECADDR_STATE_RELEASED;
         state++)
        if (text_equal(text, pecaddr_state_name(state)) || text_equal(text, italian[state]))
            return state;
    return (enum pecaddr_state)0;
}

/* The state of a row, be it INI-PEC's. */
static void set_state(struct list *list, struct list_entry *entry, const struct roster_row *row)
{
    struct arena *arena = &list->chunk.arena;
    struct pecaddr_text state = row_text(&list->roster, row, ROSTER_STATE, arena);

    entry->state = state_of(state);
    entry->is_update = text_equal(state, "1");
    entry->is_cancelled = text_equal(state, "3") || *entry->cancelled;
    if (state.size && !entry->state && !entry->is_update && !text_equal(state, "2") &&
        !text_equal(state, "3"))
        entry->other_state = arena_copy(arena, state.data, state.size);
}

/* The address of a row that is broken: the one in its column, or else the first that is one, as
   cells may be shifted. */
static const char *find_address(const struct list *list, const struct roster_row *row,
                                struct arena *arena)
{
    size_t column = list->roster.column[ROSTER_ADDRESS];

    for (size_t i = 0; i <= row->n; i++) {
        size_t at = i ? i - 1 : column;
        struct pecaddr_text text =
            at < row->n ? text_trim(row->cells[at].text) : (struct pecaddr_text){0};

        if (!roster_is_proposal(&list->roster, at) && is_address(text))
            return arena_copy(arena, text.data, text.size);
    }
    return "";
}

static const char *date_of(struct list *list, const struct roster_row *row, enum roster_field field)
{
    struct arena *arena = &list->chunk.arena;
    struct pecaddr_text text = row_text(&list->roster, row, field, arena);
    char date[DATE_SIZE];

    if (date_read(text, date) == 0)
        return arena_copy(arena, date, strlen(date));
    return arena_copy(arena, text.data, text.size);
}

/* A comment, where rows begin with their address. */
static int is_comment(const struct list *list, const struct roster_row *row)
{
    return list->roster.column[ROSTER_ADDRESS] == 0 && row->n && row->cells[0].text.size &&
           *row->cells[0].text.data == '#';
}

/* INI-PEC without its header may leave out the last cells. */
static int is_bad(const struct list *list, const struct roster_row *row)
{
    return row->fault != ROW_GOOD && !(list->form == LIST_INIPEC && row->fault == ROW_CELLS &&
                                       row->n >= INIPEC_MIN && row->n <= INIPEC_COLUMNS);
}

static void add_row(struct list *list, const struct roster_row *row)
{
    struct roster *roster = &list->roster;
    struct arena *arena = &list->chunk.arena;
    struct list_entry *entry;
    struct pecaddr_text holder;

    list->ends_with_entry = 0;
    if ((row->is_blank && row->fault == ROW_GOOD) || is_comment(list, row))
        return;
    entry = new_entry(list, row->line);
    entry->row = row;
    entry->n_cells = row->n;
    entry->is_open = row->fault == ROW_UNCLOSED;
    if (row->fault == ROW_CELLS && roster_lacked_cells(roster, row))
        return;
    if (is_bad(list, row)) {
        entry->has_fault = 1;
        entry->fault = roster_fault(roster, row, arena);
        entry->fault_line = row->fault == ROW_NUL ? row->fault_line : row->line;
        entry->found = find_address(list, row, arena);
        return;
    }
    set_address(list, entry, row_text(roster, row, ROSTER_ADDRESS, arena));
    entry->member = member_from_row(roster, row, list->province, arena);
    holder = entry->member.person.holder.size ? entry->member.person.holder
                                              : row_text(roster, row, ROSTER_HOLDER, arena);
    entry->holder = arena_copy(arena, holder.data, holder.size);
    entry->expires = date_of(list, row, ROSTER_EXPIRES);
    entry->left = date_of(list, row, ROSTER_LEFT);
    entry->cancelled = date_of(list, row, ROSTER_CANCELLED);
    set_state(list, entry, row);
    entry->is_new = list_new_of(list, row);
}

static int read_rows(struct list *list)
{
    int r;

    if (list->is_first_row) {
        list->is_first_row = 0;
        add_row(list, &list->roster.header);
        return roster_check_unchanged(&list->roster);
    }
    do {
        r = chunk_read(&list->chunk, &list->roster, CHUNK_ROWS);
        for (size_t i = 0; i < list->chunk.n && r == 0; i++)
            add_row(list, &list->chunk.rows[i]);
    } while (r == 0 && list->chunk.n && !list->n);
    return r;
}

static int is_separator(char c)
{
    return c == ' ' || c == '\t' || c == ';' || c == ',';
}

static struct pecaddr_text without_line_end(const struct input_line *line)
{
    struct pecaddr_text text = {line->data, line->size};

    while (text.size && (text.data[text.size - 1] == '\n' || text.data[text.size - 1] == '\r'))
        text.size--;
    return text;
}

/*
 * A line's first field, and what follows it.
 *
 *   is_broken   its quotes are not closed, or not the whole of it.
 */
struct first_field {
    struct pecaddr_text text;
    struct pecaddr_text rest;
    int is_broken;
};

static struct first_field first_field(struct pecaddr_text line)
{
    const char *at = line.data, *end = line.data + line.size, *field_end, *rest;
    struct first_field field = {0};

    while (at < end && *at == ' ')
        at++;
    if (at < end && *at == '"') {
        field_end = memchr(at + 1, '"', (size_t)(end - at - 1));
        at++;
        rest = field_end ? field_end + 1 : end;
        field.is_broken = !field_end || (rest < end && !is_separator(*rest));
        field_end = field_end ? field_end : end;
    } else {
        field_end = at;
        while (field_end < end && !is_separator(*field_end))
            field_end++;
        rest = field_end;
    }
    field.text = (struct pecaddr_text){at, (size_t)(field_end - at)};
    field.rest = (struct pecaddr_text){rest, (size_t)(end - rest)};
    return field;
}

/* A remark of the list's maker is none. */
static int has_more(struct pecaddr_text rest)
{
    size_t i = 0;

    while (i < rest.size && is_separator(rest.data[i]))
        i++;
    return i < rest.size && rest.data[i] != '#';
}

/* How many cells follow the first, and whether a quote of them is open. */
static void count_cells(struct list_entry *entry, struct pecaddr_text rest)
{
    if (!rest.size || *rest.data == ' ')
        return;
    for (size_t i = 0; i < rest.size; i++) {
        entry->is_open = entry->is_open != (rest.data[i] == '"');
        entry->n_cells += !entry->is_open && is_separator(rest.data[i]) && rest.data[i] != ' ';
    }
}

static int is_blank(const struct first_field *field)
{
    for (size_t i = 0; i < field->rest.size; i++)
        if (!is_separator(field->rest.data[i]))
            return 0;
    return !field->text.size && !field->is_broken;
}

static void add_line(struct list *list, struct pecaddr_text line)
{
    struct first_field field = first_field(line);
    int is_header = list->may_be_header && !has_at(line);
    struct list_entry *entry;

    list->ends_with_entry = 0;
    if (is_blank(&field) || (field.text.size && *field.text.data == '#'))
        return;
    list->may_be_header = 0;
    if (is_header)
        return;
    entry = new_entry(list, list->roster.input.line);
    count_cells(entry, field.rest);
    entry->has_more = has_more(field.rest);
    set_address(list, entry, field.is_broken ? line : field.text);
    entry->is_open = entry->is_open || field.is_broken;
    if (field.is_broken || !field.text.size)
        blame_address(entry, text_of(entry->address));
    else if (!entry->has_fault && has_at(field.rest))
        blame_second_address(entry);
}

static int read_lines(struct list *list)
{
    struct arena *arena = &list->chunk.arena;
    struct input_line line;
    int r = 1;

    arena_clear(arena);
    while (list->n < CHUNK_ROWS && arena->size < CHUNK_BYTES &&
           (r = input_line(&list->roster.input, &line)) > 0) {
        if (!list->in_long_line)
            add_line(list, without_line_end(&line));
        list->in_long_line = line.partial;
    }
    return r < 0 ? EXIT_UNAVAILABLE : roster_check_unchanged(&list->roster);
}

int list_read(struct list *list)
{
    list->n = 0;
    switch (list->form) {
    case LIST_LINES:
        return read_lines(list);
    case LIST_ROWS:
    case LIST_INIPEC:
        return read_rows(list);
    case LIST_EMPTY:
        break;
    }
    return 0;
}
