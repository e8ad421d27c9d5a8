/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "command/scheme-file.h"
#include "commands/commands.h"
#include "runtime/output.h"
#include "speech/message.h"

#include <pecaddr/pecaddr.h>

static const struct usage usage = {
    "FILE...",
    "Tells whether scheme files are right. A fault is told with its line and an\n"
    "example of right; a warning, where rules overlap, shows two persons who could\n"
    "get one address.\n"
    "\n"
    "--format csv and json have file, line, status (ok, warning or error),\n"
    "code and message.\n"
    "\n"
    "Exit status: 0 all are right, whatever the warnings; 2 some are not, or usage;\n"
    "3 output unavailable.\n",
};

static const struct column columns[] = {
    {N_("file"), COLUMN_TEXT},    {N_("line"), COLUMN_NUMBER},
    {N_("status"), COLUMN_WORD},  {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("message"), COLUMN_TEXT},
};

static void tell(struct records *records, FILE *file, const char *name, size_t line,
                 const char *status, const char *message)
{
    const char *code = *status == 'e' ? pecaddr_status_name(PECADDR_E_SCHEME) : NULL;

    if (records)
        records_row(records, (const char *const[]){name, line ? number_text(line) : NULL, status,
                                                   code, message});
    else
        fprintf(file, "%s: %s: %s\n", name, *status == 'o' ? "OK" : "WARNING", message);
}

static void tell_good(struct records *records, FILE *file, const char *name,
                      const struct pecaddr_scheme *scheme)
{
    unsigned levels = pecaddr_scheme_levels(scheme);
    unsigned rules = scheme_rule_first(scheme, levels - 1) + 1;
    struct buffer text = {0};

    buffer_format(&text,
                  in_result_plural("scheme %s, domain %s, %u rule, ",
                                   "scheme %s, domain %s, %u rules, ", rules),
                  pecaddr_scheme_name(scheme), pecaddr_scheme_domain(scheme), rules);
    buffer_format(&text,
                  in_result_plural("at most %u address for one person",
                                   "at most %u addresses for one person", levels),
                  levels);
    tell(records, file, name, 0, NC_("status", "ok"), text.data);
    buffer_clear(&text);
    for (size_t i = 0; scheme_clash_words(scheme, i, &text, in_result); i++) {
        tell(records, file, name, 0, NC_("status", "warning"), text.data);
        buffer_clear(&text);
    }
    if (scheme_reserves_example(scheme))
        tell(records, file, name, 0, NC_("status", "warning"),
             in_result("every address of the example is reserved: are the rules, or what is "
                       "reserved, too wide? See pecaddr scheme show"));
    buffer_free(&text);
}

static int check_file(struct records *records, FILE *file, const char *name)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct scheme_fault fault = {0};
    int r = scheme_load(name, &scheme, &fault);

    if (r == 0)
        tell_good(records, file, name, scheme);
    else if (records && fault.message.data)
        tell(records, file, name, fault.line, NC_("status", "error"), fault.message.data);
    pecaddr_scheme_free(scheme);
    buffer_free(&fault.message);
    return r;
}

static int run(const struct options *options)
{
    struct output output;
    struct records *records = NULL;
    int status = 0, written;

    output_open(&output, NULL);
    if (options->format != FORMAT_TEXT)
        records = records_begin(output.file, options->format, columns, ARRAY_SIZE(columns));
    for (size_t i = 0; i < options->argument_count; i++) {
        int r = check_file(records, output.file, options->arguments[i]);

        status = r > status ? r : status;
    }
    records_end(records);
    written = output_commit(&output);
    return written ? written : status;
}

int cmd_scheme_check(int argc, const char **argv)
{
    struct options options;
    const struct poptOption own[] = {POPT_TABLEEND};
    int status = options_begin(&options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && !options.argument_count)
        status = options_fault(&options, "a scheme file is missing");
    if (status == OPTIONS_GO_ON)
        status = run(&options);
    options_end(&options);
    return status;
}
