/* SPDX-License-Identifier: BSD-3-Clause */
#include "chunk.h"
#include "command.h"
#include "message.h"
#include "person.h"
#include "registry-command.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "FILE --registry URI",
    "Puts mailboxes on record that exist already, as active, so that their addresses\n"
    "are given to nobody else. FILE (- is standard input) is a list with one address\n"
    "at the start of each line, or a CSV file with a column pec, and of the columns\n"
    "of a roster (nome, cognome, provincia, sezione, numero, codice_fiscale) and\n"
    "scadenza (YYYY-MM-DD) those that are known. Rows without an address are passed\n"
    "over.\n"
    "\n"
    "Only active mailboxes can be brought in: of a file with a column state (such as\n"
    "registry export writes) the rows that say released are passed over, reserved\n"
    "and retired are errors. With the columns of INI-PEC, rows of Stato 3 or with a\n"
    "Data Cancellazione are passed over.\n"
    "\n"
    "What contradicts the record is told with its line, and nothing on record is\n"
    "overwritten. Rows are put on record 1000 at a time; running again does no harm.\n"
    "\n"
    "Exit status: 0 all are on record; 1 some are not, because of errors; 2 usage,\n"
    "or FILE can not be read; 3 registry unavailable.\n",
};

struct import {
    struct registry_command command;
    char *encoding;
    char *separator;
    struct roster roster;
    struct chunk chunk;
    struct arena list_arena;

    /* The mailboxes of a chunk, and where each stands in the file. */
    struct pecaddr_mailbox mailboxes[CHUNK_ROWS];
    const struct pecaddr_mailbox *pointers[CHUNK_ROWS];
    size_t lines[CHUNK_ROWS];
    int results[CHUNK_ROWS];
    size_t n;

    size_t added, present, errors, without;
    size_t released, cancelled;
};

static void report(struct import *import, size_t line, const struct fault *fault)
{
    import->errors++;
    fault_report(import->roster.input.name, line, fault);
}

/* Why a mailbox was not put on record. */
static struct fault fault_of_result(int result, const struct pecaddr_mailbox *mailbox)
{
    struct fault fault = {
        .code = pecaddr_status_name(result),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(mailbox->address),
        .what = pecaddr_strerror(result),
    };

    switch (result) {
    case PECADDR_E_STATE:
        fault.what = "this address is on record for somebody else";
        fault.what_to_do =
            "compare with `pecaddr registry show`, and correct the one that is wrong";
        break;
    case PECADDR_E_HOLDER:
        fault.what =
            *mailbox->holder
                ? "this person has another mailbox on record, or the codice fiscale is wrong"
                : "the register entry has another mailbox or another name on record";
        fault.what_to_do =
            "compare with `pecaddr registry show`, and correct the one that is wrong";
        break;
    case PECADDR_E_ARGUMENT:
        fault.what = *mailbox->expires
                         ? "this is no address, or its date is not in the form YYYY-MM-DD"
                         : "this is no address";
        break;
    default:
        break;
    }
    return fault;
}

static void add(struct import *import, const struct pecaddr_mailbox *mailbox, size_t line)
{
    import->mailboxes[import->n] = *mailbox;
    import->pointers[import->n] = &import->mailboxes[import->n];
    import->lines[import->n] = line;
    import->n++;
}

static const struct pecaddr_mailbox nothing_known = {
    .size = sizeof nothing_known,
    .address = "",
    .given = "",
    .surname = "",
    .holder = "",
    .province = "",
    .scheme = "",
    .receipt = "",
    .expires = "",
    .left = "",
    .updated = "",
    .level = PECADDR_LEVEL_NONE,
};

/* Puts the collected mailboxes on record. */
static int flush(struct import *import)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = PECADDR_OK;

    if (import->n)
        r = pecaddr_registry_import(import->command.registry, import->pointers, import->n,
                                    import->results, &error);
    if (r != PECADDR_OK) {
        message_registry(&error, r);
        message("stopped at %s:%zu: %zu mailboxes before it are on record; run again for the rest",
                import->roster.input.name, import->lines[0], import->added + import->present);
        return EXIT_UNAVAILABLE;
    }
    for (size_t i = 0; i < import->n; i++) {
        if (import->results[i] == PECADDR_OK) {
            import->added++;
        } else if (import->results[i] == PECADDR_DONE) {
            import->present++;
        } else {
            struct fault fault = fault_of_result(import->results[i], &import->mailboxes[i]);

            report(import, import->lines[i], &fault);
        }
    }
    import->n = 0;
    return 0;
}

static const char *copy(struct arena *arena, struct pecaddr_text text)
{
    return arena_copy(arena, text.data, text.size);
}

/* Whether a row is one to bring in: one whose state says otherwise is counted, or its error told.
 */
static int is_active(struct import *import, const struct roster_row *row, const char *address)
{
    struct roster *roster = &import->roster;
    struct arena *arena = &import->chunk.arena;
    struct pecaddr_text state = row_text(roster, row, ROSTER_STATE, arena);
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_STATE),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(address),
        .what_to_do = "bring it in when its mailbox has been activated",
    };

    if (text_equal(state, pecaddr_state_name(PECADDR_STATE_RELEASED))) {
        import->released++;
        return 0;
    }
    /* INI-PEC, SPEC §6. */
    if (text_equal(state, "3") || row_text(roster, row, ROSTER_CANCELLED, arena).size) {
        import->cancelled++;
        return 0;
    }
    if (text_equal(state, pecaddr_state_name(PECADDR_STATE_RESERVED))) {
        fault.what = "this address is only reserved; only active mailboxes can be brought in";
    } else if (text_equal(state, pecaddr_state_name(PECADDR_STATE_RETIRED))) {
        fault.what = "this mailbox is retired; only active mailboxes can be brought in";
        fault.what_to_do = NULL;
    } else {
        return 1;
    }
    report(import, row->line, &fault);
    return 0;
}

static void add_row(struct import *import, const struct roster_row *row)
{
    struct roster *roster = &import->roster;
    struct arena *arena = &import->chunk.arena;
    struct pecaddr_mailbox mailbox = nothing_known;
    struct member member;

    if (row->fault != ROW_GOOD) {
        struct fault fault = roster_fault(roster, row, arena);

        report(import, row->fault == ROW_NUL ? row->fault_line : row->line, &fault);
        return;
    }
    mailbox.address = copy(arena, row_text(roster, row, ROSTER_ADDRESS, arena));
    if (!*mailbox.address) {
        import->without++;
        return;
    }
    if (!is_active(import, row, mailbox.address))
        return;
    member = member_from_row(roster, row, NULL, arena);
    if (member.has_fault) {
        report(import, member.fault_line, &member.fault);
        return;
    }
    mailbox.given = copy(arena, text_trim(member.person.given));
    mailbox.surname = copy(arena, text_trim(member.person.surname));
    mailbox.province = copy(arena, member.person.province);
    mailbox.holder = copy(arena, member.person.holder);
    mailbox.section = member.person.section;
    mailbox.number = member.person.number;
    mailbox.expires = copy(arena, row_text(roster, row, ROSTER_EXPIRES, arena));
    add(import, &mailbox, row->line);
}

static int import_rows(struct import *import)
{
    int r;

    while ((r = chunk_read(&import->chunk, &import->roster)) == 0 && import->chunk.n) {
        for (size_t i = 0; i < import->chunk.n; i++)
            if (!import->chunk.rows[i].is_blank || import->chunk.rows[i].fault != ROW_GOOD)
                add_row(import, &import->chunk.rows[i]);
        if ((r = flush(import)) != 0)
            break;
    }
    return r;
}

static int import_list(struct import *import)
{
    struct input *input = &import->roster.input;
    struct input_line line;
    int r = input_seek(input, import->roster.detection.begin, 0), in_long_line = 0;

    while (r == 0) {
        int more = input_line(input, &line);

        if (more < 0)
            return EXIT_UNAVAILABLE;
        if (more && !in_long_line) {
            struct pecaddr_mailbox mailbox = nothing_known;
            struct pecaddr_text word = text_first_word((struct pecaddr_text){line.data, line.size});

            mailbox.address = copy(&import->list_arena, word);
            if (word.size && *word.data != '#')
                add(import, &mailbox, input->line);
        }
        in_long_line = more && line.partial;
        if (!more || import->n == CHUNK_ROWS || import->list_arena.size > CHUNK_BYTES) {
            if ((r = roster_check_unchanged(&import->roster)) == 0)
                r = flush(import);
            arena_clear(&import->list_arena);
        }
        if (!more)
            break;
    }
    return r;
}

/* A list has no header: its first line is an address. */
static int is_list(const struct roster *roster)
{
    const struct roster_row *first = &roster->header;

    return roster->column[ROSTER_ADDRESS] == ROSTER_NO_COLUMN && first->n &&
           memchr(first->cells[0].text.data, '@', first->cells[0].text.size);
}

static int run(struct import *import)
{
    struct options *options = &import->command.options;
    int r =
        roster_open(&import->roster, options->arguments[0], import->encoding, import->separator);
    int list = r == 0 && is_list(&import->roster);

    if (r == 0 && !list && import->roster.column[ROSTER_ADDRESS] == ROSTER_NO_COLUMN)
        r = roster_lacks(&import->roster, ROSTER_ADDRESS);
    if (r != 0 || (r = registry_command_open(&import->command)) != 0)
        return r;
    if (list)
        remark("%s: a list of addresses", import->roster.input.name);
    else
        roster_describe(&import->roster);
    r = list ? import_list(import) : import_rows(import);
    if (r)
        return r;
    remark("%zu new on record, %zu already there, %zu with errors, %zu rows without an address",
           import->added, import->present, import->errors, import->without);
    if (import->released)
        remark("%zu rows passed over: their address was released", import->released);
    if (import->cancelled)
        remark("%zu rows passed over: INI-PEC has cancelled their address", import->cancelled);
    return import->errors ? EXIT_ROWS : EXIT_DONE;
}

static void import_free(struct import *import)
{
    roster_close(&import->roster);
    arena_free(&import->chunk.arena);
    arena_free(&import->list_arena);
    registry_command_end(&import->command);
    free(import);
}

int cmd_registry_import(int argc, const char **argv)
{
    struct import *import = memory_new(sizeof *import);
    const struct poptOption own[] = {
        REGISTRY_OPTION(import->command),
        {"encoding", 0, POPT_ARG_STRING, &import->encoding, 0,
         "the file's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "
         "iso-8859-15, cp850",
         "NAME"},
        {"separator", 0, POPT_ARG_STRING, &import->separator, 0,
         "the file's; else found out: \";\", \",\", \"|\" or tab", "CHARACTER"},
        POPT_TABLEEND,
    };
    struct options *options = &import->command.options;
    int status;

    import->roster.input.fd = -1;
    status = options_begin(options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON && options->argument_count != 1)
        status = options_fault(options, options->argument_count ? "one file at a time"
                                                                : "the file is missing");
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&import->command)) == 0)
        status = run(import);
    import_free(import);
    return status;
}
