/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "table/mailbox.h"
#include "table/reason.h"

static const struct usage usage = {
    "[ADDRESS] --registry URI",
    "Shows what happened to an address, or to all, the oldest first: when, by which\n"
    "user of the database or of the machine, from which state to which, and why.\n"
    "Where the holder moved to another register entry, or the codice fiscale, the\n"
    "name or a date was corrected, the one before is shown.\n"
    "\n"
    "A table is without columns that nobody has anything in, and has the time of\n"
    "this machine; --format csv and json have every column, and UTC.\n"
    "\n"
    "Exit status: 0 done; 1 the address was never on record; 2 usage; 3 registry or\n"
    "output unavailable.\n",
};

struct history {
    struct registry_command command;
    struct records *records;
    size_t shown;
};

static const struct column columns[] = {
    {N_("at"), COLUMN_MOMENT},
    {N_("by"), COLUMN_TEXT},
    {N_("address"), COLUMN_TEXT},
    {N_("from"), COLUMN_WORD},
    {N_("to"), COLUMN_WORD},
    {"act", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},   /* people have it in the reason, */
    {"other", COLUMN_TEXT | COLUMN_FOR_PROGRAMS}, /* and this too */
    {N_("holder_before"), COLUMN_TEXT | COLUMN_RARE},
    {N_("name_before"), COLUMN_TEXT | COLUMN_RARE},
    {N_("entry_before"), COLUMN_TEXT | COLUMN_RARE},
    {N_("expires_before"), COLUMN_DATE | COLUMN_RARE},
    {N_("left_before"), COLUMN_DATE | COLUMN_RARE},
    {N_("why"), COLUMN_TEXT},
};

static int show_event(void *user, const struct pecaddr_event *event)
{
    struct history *history = user;
    const bool is_for_people = !result_is_for_programs();
    char entry[ENTRY_WORDS_SIZE];
    struct buffer why = {0}, name = {0};

    buffer_text(&why, "");
    buffer_format(&name, "%s%s%s", event->given, *event->given && *event->surname ? " " : "",
                  event->surname);
    if (is_for_people)
        reason_show(&why, event);
    history->shown++;
    entry_words(entry, event->province, event->section, event->number);
    records_row(history->records, (const char *const[]){
                                      event->at,
                                      event->by,
                                      event->address,
                                      event->from ? pecaddr_state_name(event->from) : NULL,
                                      pecaddr_state_name(event->to),
                                      pecaddr_act_name(event->act),
                                      *event->other ? event->other : NULL,
                                      *event->holder ? event->holder : NULL,
                                      *name.data ? name.data : NULL,
                                      *entry ? entry : NULL,
                                      *event->expires ? event->expires : NULL,
                                      *event->left ? event->left : NULL,
                                      is_for_people ? why.data
                                      : *event->why ? event->why
                                                    : NULL,
                                  });
    buffer_free(&why);
    buffer_free(&name);
    return ferror(history->command.output.file) ? PECADDR_DONE : 0;
}

static int run(struct history *history)
{
    struct registry_command *command = &history->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    const char *address = command->options.argument_count ? command->options.arguments[0] : NULL;
    int r = registry_command_open(command), status = EXIT_DONE;

    if (r)
        return r;
    history->records =
        records_begin(command->output.file, command->options.format, columns, ARRAY_SIZE(columns));
    r = pecaddr_registry_history(command->registry, address, show_event, history, &error);
    records_end(history->records);
    if (r < 0) {
        status = message_registry(&error, r);
    } else if (address && !history->shown) {
        message("%s: not on record", address);
        status = EXIT_ROWS;
    }
    return registry_command_finish(command, status);
}

int cmd_registry_history(int argc, const char **argv)
{
    struct history history = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(history.command),
        OUTPUT_OPTION(history.command),
        POPT_TABLEEND,
    };
    struct options *options = &history.command.options;
    int status = options_begin(options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options->argument_count > 1)
        status = options_fault(options, "one address at a time, or none for all");
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&history.command)) == 0)
        status = run(&history);
    registry_command_end(&history.command);
    return status;
}
