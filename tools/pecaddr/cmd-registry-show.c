/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "mailbox.h"
#include "message.h"
#include "person.h"
#include "registry-command.h"

#include <string.h>

static const struct usage usage = {
    "[ADDRESS...] --registry URI",
    "Shows what is on record of some addresses, of the person with a codice fiscale,\n"
    "or of all. Addresses that were taken back are left out unless --all is given.\n"
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
    char *holder;
    int all;
    struct records *records;
    size_t shown;
};

static const struct column columns[] = {
    {N_("address"), COLUMN_TEXT},   {N_("state"), COLUMN_WORD},   {N_("level"), COLUMN_NUMBER},
    {N_("given"), COLUMN_TEXT},     {N_("surname"), COLUMN_TEXT}, {N_("entry"), COLUMN_TEXT},
    {N_("issued"), COLUMN_RARE},    {N_("holder"), COLUMN_RARE},  {N_("expires"), COLUMN_RARE},
    {N_("left"), COLUMN_RARE},      {N_("notes"), COLUMN_RARE},   {N_("created"), COLUMN_MOMENT},
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

/* What was asked for and is not there; in a form for programs, that is a row. */
static void tell_absent(const struct show *show, const char *address)
{
    const char *sentence = address && show->holder ? N_("%s: not on record for this codice fiscale")
                                                   : N_("%s: not on record");
    const char *what = address ? address : show->holder;
    struct buffer error = {0};

    message(sentence, what);
    if (show->command.options.format == FORMAT_TEXT)
        return;
    buffer_format(&error, in_result(sentence), what);
    mailbox_absent_row(show->records, address, show->holder, error.data);
    buffer_free(&error);
}

/* One address, or NULL for all: what there is of it, or a message that there is nothing. */
static int show_address(struct show *show, const char *address)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t before = show->shown;
    int r = pecaddr_registry_each(show->command.registry, address, show->holder, show->all,
                                  show_mailbox, show, &error);

    if (r < 0)
        return message_registry(&error, r);
    if (show->shown > before || (!address && !show->holder))
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

int cmd_registry_show(int argc, const char **argv)
{
    struct show show = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(show.command),
        {"holder", 0, POPT_ARG_STRING, &show.holder, 0,
         N_("of the person with this codice fiscale"), "CF"},
        {"all", 0, POPT_ARG_NONE, &show.all, 0, N_("also addresses that were taken back"), NULL},
        OUTPUT_OPTION(show.command),
        POPT_TABLEEND,
    };
    int status = options_begin(&show.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && (status = registry_command_check(&show.command)) == 0)
        status = run(&show);
    registry_command_end(&show.command);
    return status;
}
