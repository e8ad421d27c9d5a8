/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/registry-command.h"
#include "command/step.h"
#include "commands/commands.h"
#include "report/report.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

#include <string.h>

static const struct usage usage = {
    "--registry URI --output FILE",
    "Writes a page in Italian about all addresses on record, for a browser, a\n"
    "printer or a mail: totals, expiry, addresses by level and province, homonymy,\n"
    "issues over time, and the rows that a person should look at. With\n"
    "--without-names it names nobody, for the board. The page is one file and loads\n"
    "nothing from anywhere.\n"
    "\n"
    "--format json writes the same figures as one object, for programs; --format\n"
    "sheet its tables, one below the other, for a spreadsheet.\n"
    "\n"
    "--scheme says by which rules addresses are read that were imported; those that\n"
    "were issued say by themselves which name they have. Expiry is counted from\n"
    "today, or from DATE, such as 2030-12-31.\n"
    "\n"
    "Exit status: 0 done; 2 usage; 3 registry or output unavailable.\n",
};

struct report_command {
    struct registry_command command;
    char *today;
    char *title;
    int without_names;
    struct report *report;
};

static int run(struct report_command *self)
{
    struct registry_command *command = &self->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status = EXIT_DONE;

    if (r)
        return r;
    uri_show(&self->report->registry, command->uri);
    r = report_count(self->report, command->registry, &error);
    if (r < 0)
        status = message_registry(&error, r);
    else if (command->options.format == FORMAT_JSON)
        report_write_json(self->report, command->output.file);
    else if (command->options.format == FORMAT_SHEET)
        report_write_sheet(self->report, command->output.file);
    else
        report_write_page(self->report, command->output.file);
    status = registry_command_finish(command, status);
    if (status == EXIT_DONE && command->options.format == FORMAT_TEXT &&
        strcmp(command->output_path, "-") != 0)
        remark("%s is ready; open it with a browser", command->output_path);
    return status;
}

static int check(struct report_command *self)
{
    struct options *options = &self->command.options;
    struct report *report = self->report;
    int r;

    if (options->argument_count)
        return options_fault(options, "%s: all addresses are told", options->arguments[0]);
    if (options->format == FORMAT_CSV)
        return options_fault(options, "--format csv: a report is no table; it is a page (text), "
                                      "one object (json), or several tables (sheet)");
    if ((r = registry_command_check(&self->command)) != 0)
        return r;
    if (!self->command.output_path)
        return options_fault(options, "--output is missing: the page is for a browser, such as "
                                      "--output report.html (- is standard output)");
    date_today(report->made);
    date_today(report->today);
    report->scheme = options->scheme;
    report->title = self->title;
    report->without_names = self->without_names != 0;
    return self->today ? step_check_date(options, "today", self->today, DATE_ANY, report->today)
                       : 0;
}

int cmd_report(int argc, const char **argv)
{
    struct report_command self = {.report = memory_new(sizeof *self.report)};
    const struct poptOption own[] = {
        REGISTRY_OPTION(self.command),
        {"output", 0, POPT_ARG_STRING, &self.command.output_path, 0,
         N_("write the page there; - is standard output"), N_("FILE")},
        {"title", 0, POPT_ARG_STRING, &self.title, 0, N_("what stands at the head of the page"),
         N_("TEXT")},
        {"without-names", 0, POPT_ARG_NONE, &self.without_names, 0,
         N_("an edition without personal data"), NULL},
        {"today", 0, POPT_ARG_STRING, &self.today, 0, N_("from what day expiry is counted"),
         N_("DATE")},
        POPT_TABLEEND,
    };
    int status = options_begin(&self.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && (status = check(&self)) == 0)
        status = run(&self);
    registry_command_end(&self.command);
    report_free(self.report);
    return status;
}
