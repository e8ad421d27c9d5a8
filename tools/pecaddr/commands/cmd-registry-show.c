/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "intake/entry.h"
#include "runtime/exit-status.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/mailbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "[ADDRESS...] --registry URI\n"
    "   or: pecaddr registry show [--given NAMES] [--surname NAMES] [--holder CF]\n"
    "       [--province SIGLA] [--section A|B] [--number N] [--state STATE]\n"
    "       [--expires-before DATE] [--without-entry] [--without-holder]\n"
    "       --registry URI",
    "Shows what is on record of some addresses, of those for whom all conditions\n"
    "hold, or of all. Names are compared as they stand in addresses, and a beginning\n"
    "is enough: --surname \"de l\" finds DE LUCA. Addresses that were taken back are\n"
    "left out unless --all is given. --expires-before shows active mailboxes, unless\n"
    "--state is given; --without-holder also those that an import only blocked.\n"
    "\n"
    "entry is the holder's register entry now; issued, the one with which the address\n"
    "was issued, where it was another; expires, when the mailbox does; left, when\n"
    "the holder left the Order. --format csv and json give all that is on record, and\n"
    "code and error of what is not.\n"
    "\n"
    "A table is without columns that nobody has anything in, and has the time of\n"
    "this machine; --format csv and json have every column, and UTC.\n"
    "\n"
    "Exit status: 0 done; 1 an address or person is not on record; 2 usage; 3\n"
    "registry or output unavailable.\n",
};

struct show {
    struct registry_command command;
    struct pecaddr_registry_search search;
    char *holder;
    char *given;
    char *surname;
    char *province;
    char *section;
    char *number;
    char *state;
    char *expires_before;
    char day[DATE_SIZE];
    int any; /* any condition but for an address */
    struct records *records;
    size_t shown;
};

static const struct column columns[] = {
    {N_("address"), COLUMN_TEXT},
    {N_("state"), COLUMN_WORD},
    {N_("level"), COLUMN_NUMBER},
    {N_("given"), COLUMN_TEXT},
    {N_("surname"), COLUMN_TEXT},
    {N_("entry"), COLUMN_TEXT},
    {N_("issued"), COLUMN_TEXT | COLUMN_RARE},
    {N_("holder"), COLUMN_TEXT | COLUMN_RARE},
    {N_("expires"), COLUMN_DATE | COLUMN_RARE},
    {N_("left"), COLUMN_DATE | COLUMN_RARE},
    {N_("notes"), COLUMN_LIST | COLUMN_RARE},
    {N_("created"), COLUMN_MOMENT},
    {N_("updated"), COLUMN_MOMENT},
};

static int show_row(struct records *records, const struct pecaddr_mailbox *mailbox)
{
    char entry[ENTRY_WORDS_SIZE], issued[ENTRY_WORDS_SIZE] = "";
    struct buffer notes = {0};

    buffer_text(&notes, "");
    notes_names(&notes, mailbox->notes);
    if (mailbox_is_transferred(mailbox))
        entry_words(issued, mailbox->issued_province, mailbox->issued_section,
                    mailbox->issued_number);
    records_row(records,
                (const char *const[]){
                    mailbox->address,
                    pecaddr_state_name(mailbox->state),
                    mailbox->level == PECADDR_LEVEL_NONE ? NULL : number_text(mailbox->level),
                    mailbox->given,
                    mailbox->surname,
                    entry_words(entry, mailbox->province, mailbox->section, mailbox->number),
                    issued,
                    mailbox->holder,
                    mailbox->expires,
                    mailbox->left,
                    notes.data,
                    mailbox->created,
                    mailbox->updated,
                });
    buffer_free(&notes);
    return 0;
}

static int show_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct show *show = user;

    show->shown++;
    if (show->command.options.format == FORMAT_TEXT)
        show_row(show->records, mailbox);
    else
        mailbox_row(show->records, mailbox);
    return ferror(show->command.output.file) ? PECADDR_DONE : 0;
}

/* The conditions as they were given. */
static const char *write_conditions(const struct show *show, struct buffer *conditions)
{
    const struct {
        const char *name, *value;
    } given[] = {
        {"given", show->given},
        {"surname", show->surname},
        {"holder", show->holder},
        {"province", show->province},
        {"section", show->section},
        {"number", show->number},
        {"state", show->state},
        {"expires-before", show->expires_before},
        {"without-entry", show->search.without_entry ? "" : NULL},
        {"without-holder", show->search.without_holder ? "" : NULL},
    };

    buffer_text(conditions, "");
    for (size_t i = 0; i < ARRAY_SIZE(given); i++)
        if (given[i].value)
            buffer_format(conditions, "%s--%s%s%s", conditions->size > 0 ? " " : "", given[i].name,
                          *given[i].value ? " " : "", given[i].value);
    return conditions->data;
}

/* What was asked for and is not there; in a form for programs, that is a row. */
static void tell_absent(const struct show *show, const char *address)
{
    const char *sentence = !address    ? N_("nobody is on record with %s")
                           : show->any ? N_("%s: not on record for these conditions")
                                       : N_("%s: not on record");
    struct buffer conditions = {0};
    const char *what = address ? address : write_conditions(show, &conditions);
    struct buffer error = {0};

    message(sentence, what);
    if (show->command.options.format != FORMAT_TEXT) {
        buffer_format(&error, in_result(sentence), what);
        mailbox_absent_row(show->records, address, show->holder, error.data);
    }
    buffer_free(&error);
    buffer_free(&conditions);
}

/* One address, or NULL for all: what there is of it, or a message that there is nothing. */
static int show_address(struct show *show, const char *address)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t before = show->shown;
    int r;

    show->search.address = address;
    r = pecaddr_registry_find(show->command.registry, &show->search, show_mailbox, show, &error);
    if (r < 0)
        return message_registry(&error, r);
    if (show->shown > before || (!address && !show->any))
        return EXIT_DONE;
    tell_absent(show, address);
    return EXIT_ROWS;
}

static int run(struct show *show)
{
    struct registry_command *command = &show->command;
    const struct options *options = &command->options;
    int status = registry_command_open(command);

    if (status)
        return status;
    show->records =
        options->format == FORMAT_TEXT
            ? records_begin(command->output.file, FORMAT_TEXT, columns, ARRAY_SIZE(columns))
            : records_begin(command->output.file, options->format, mailbox_columns,
                            MAILBOX_COLUMNS_AND_ERROR);
    if (!options->argument_count)
        status = show_address(show, NULL);
    for (size_t i = 0; i < options->argument_count && status <= EXIT_ROWS; i++) {
        int r = show_address(show, options->arguments[i]);

        status = r > status ? r : status;
    }
    records_end(show->records);
    return registry_command_finish(command, status);
}

/* A state by its name, in English or as people are told it; 0: there is none of this name. */
static enum pecaddr_state state_of(const char *word)
{
    const char *name;

    for (enum pecaddr_state state = 1; (name = pecaddr_state_name(state)) != NULL; state++)
        if (strcmp(word, name) == 0 || strcmp(word, gettext(name)) == 0)
            return state;
    return 0;
}

static int read_entry(struct show *show)
{
    const struct options *options = &show->command.options;
    char *end = NULL;
    unsigned long number = 0;

    if (show->province)
        show->search.province = text_of(show->province);
    if (show->section &&
        section_parse(text_of(show->section), false, &show->search.section) != ENTRY_FINE)
        return options_fault(options, "--section %s: give A or B", show->section);
    if (show->number && ascii_is_digit(show->number[0])) {
        errno = 0;
        number = strtoul(show->number, &end, 10);
    }
    if (show->number && (!end || *end || errno || number < 1 || number > PECADDR_NUMBER_MAX))
        return options_fault(options, "--number %s: give a number from 1 to 9999999", show->number);
    show->search.number = (uint32_t)number;
    return 0;
}

/* What can be told before the registry is opened. */
static int read_conditions(struct show *show)
{
    const struct options *options = &show->command.options;
    const char *fault;

    show->any = show->holder || show->given || show->surname || show->province || show->section ||
                show->number || show->state || show->expires_before || show->search.without_entry ||
                show->search.without_holder;
    show->search.holder = show->holder;
    if (show->given)
        show->search.given = text_of(show->given);
    if (show->surname)
        show->search.surname = text_of(show->surname);
    if (show->state && (show->search.state = state_of(show->state)) == 0)
        return options_fault(options, "--state %s: give reserved, active, retired or released",
                             show->state);
    if (show->expires_before) {
        fault = date_fault(text_of(show->expires_before), DATE_ANY, show->day);
        if (fault)
            return options_fault(options, "--expires-before %s: %s; %s", show->expires_before,
                                 gettext(fault),
                                 gettext(date_advice(text_of(show->expires_before))));
        show->search.expires_before = show->day;
    }
    return read_entry(show);
}

int cmd_registry_show(int argc, const char **argv)
{
    struct show show = {.search = PECADDR_REGISTRY_SEARCH_INIT};
    const struct poptOption own[] = {
        REGISTRY_OPTION(show.command),
        {"given", 0, POPT_ARG_STRING, &show.given, 0,
         N_("with these given names, or their beginning"), N_("NAMES")},
        {"surname", 0, POPT_ARG_STRING, &show.surname, 0, N_("with this surname, or its beginning"),
         N_("NAMES")},
        {"holder", 0, POPT_ARG_STRING, &show.holder, 0,
         N_("of the person with this codice fiscale"), "CF"},
        {"province", 0, POPT_ARG_STRING, &show.province, 0,
         N_("members of the Order of this province, by sigla or name, such as MC"), "SIGLA"},
        {"section", 0, POPT_ARG_STRING, &show.section, 0, N_("in this register section"), "A|B"},
        {"number", 0, POPT_ARG_STRING, &show.number, 0, N_("with this registration number"), "N"},
        {"state", 0, POPT_ARG_STRING, &show.state, 0,
         N_("in this state: reserved, active, retired or released"), N_("STATE")},
        {"expires-before", 0, POPT_ARG_STRING, &show.expires_before, 0,
         N_("that expire before this day, such as 2030-12-31"), N_("DATE")},
        {"without-entry", 0, POPT_ARG_NONE, &show.search.without_entry, 0,
         N_("whose register entry is not on record"), NULL},
        {"without-holder", 0, POPT_ARG_NONE, &show.search.without_holder, 0,
         N_("whose codice fiscale is not on record"), NULL},
        {"all", 0, POPT_ARG_NONE, &show.search.released, 0,
         N_("also addresses that were taken back"), NULL},
        OUTPUT_OPTION(show.command),
        POPT_TABLEEND,
    };
    int status = options_begin(&show.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && (status = read_conditions(&show)) == 0 &&
        (status = registry_command_check(&show.command)) == 0)
        status = run(&show);
    registry_command_end(&show.command);
    return status;
}
