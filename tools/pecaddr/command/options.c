/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/options.h"

#include "base/array.h"
#include "command/options-help.h"
#include "command/scheme-file.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "runtime/output.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/province.h"
#include "speech/text.h"
#include "table/cell.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_HELP = 1, VALUE_VERSION, VALUE_OWN };

static size_t count_options(const struct poptOption *table)
{
    size_t n = 0;

    while (table[n].longName || table[n].shortName || table[n].arg)
        n++;
    return n;
}

static void free_list(char **list)
{
    for (size_t i = 0; list && list[i]; i++)
        free(list[i]);
    free(list);
}

int options_fault(const struct options *options, const char *format, ...)
{
    struct buffer text = {0};
    va_list arguments;

    va_start(arguments, format);
    buffer_format_list(&text, gettext(format), arguments);
    va_end(arguments);
    message("%s (%s --help shows the usage)", text.data, poptGetInvocationName(options->context));
    buffer_free(&text);
    return EXIT_USAGE;
}

static int read_format(struct options *options)
{
    static const char *const names[] = {"text", "csv", "json", "sheet"};

    options->format = FORMAT_TEXT;
    if (!options->format_name)
        return OPTIONS_GO_ON;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (strcmp(options->format_name, names[i]) == 0) {
            options->format = (enum format)((size_t)FORMAT_TEXT + i);
            if (options->format == FORMAT_CSV || options->format == FORMAT_JSON)
                language_result_for_programs();
            return OPTIONS_GO_ON;
        }
    }
    return options_fault(options, "--format %s is not known: it is text, csv, json or sheet",
                         options->format_name);
}

/* A sheet is for people, and whoever opens it must not run what is in its cells. */
static int read_cells(struct options *options)
{
    if (!options->cells)
        return OPTIONS_GO_ON;
    if (strcmp(options->cells, "raw") != 0)
        return options_fault(options, "--cells %s is not known: it takes raw alone, for programs",
                             options->cells);
    if (options->format == FORMAT_SHEET)
        return options_fault(options, "--cells raw is for programs; without --format sheet");
    cell_pass_all();
    return OPTIONS_GO_ON;
}

void options_from_environment(char **value, const char *variable)
{
    const char *usual = getenv(variable);

    if (!*value && usual && *usual)
        *value = memory_copy(usual);
}

void options_province(char **province)
{
    struct buffer siglas = {0};
    size_t size;

    for (const char *at = *province; at; at = at[size] ? at + size + 1 : NULL) {
        struct pecaddr_text said = {at, size = strcspn(at, ",")};

        said = province_read(said);
        buffer_append(&siglas, said.data, said.size);
        buffer_append(&siglas, ",", at[size] ? 1 : 0);
    }
    if (!*province)
        return;
    free(*province);
    *province = siglas.data ? siglas.data : memory_copy("");
}

static void read_provinces(struct options *options)
{
    for (struct poptOption *option = options->own; option->longName; option++)
        if (strcmp(option->longName, "province") == 0)
            options_province(option->arg);
}

/* Which registry, where the command asks for one. */
static void read_environment(struct options *options)
{
    for (struct poptOption *option = options->own; option->longName; option++)
        if (strcmp(option->longName, "registry") == 0)
            options_from_environment(option->arg, "PECADDR_REGISTRY");
}

static int read_scheme(struct options *options)
{
    int r = 0;

    options->scheme = pecaddr_scheme_ingpec();
    if (options->scheme_name)
        r = scheme_load(options->scheme_name, &options->scheme, NULL);
    return r ? r : OPTIONS_GO_ON;
}

int print_version(void)
{
    struct output output;

    output_open(&output, NULL);
    fprintf(output.file, _("pecaddr %s, tables of version %u\n"), pecaddr_version(),
            (unsigned)pecaddr_table_version());
    return output_commit(&output);
}

/* An option with a value may be given once; a list any number of times. */
static int take_option(struct options *options, int value)
{
    size_t i = (size_t)(value - VALUE_OWN);
    const struct poptOption *option = &options->own[i];

    if ((option->argInfo & POPT_ARG_MASK) != POPT_ARG_STRING)
        return OPTIONS_GO_ON;
    if (options->given[i]) {
        free(options->given[i]);
        return options_fault(options, "--%s is given twice", option->longName);
    }
    options->given[i] = *(char **)option->arg;
    return OPTIONS_GO_ON;
}

static int read_options(struct options *options, const struct usage *usage)
{
    int r, status = OPTIONS_GO_ON;

    while (status == OPTIONS_GO_ON && (r = poptGetNextOpt(options->context)) > 0) {
        if (r == VALUE_HELP)
            return options_help(options->own, poptGetInvocationName(options->context), usage);
        if (r == VALUE_VERSION)
            return print_version();
        status = take_option(options, r);
    }
    if (status != OPTIONS_GO_ON)
        return status;
    if (r < -1)
        return options_fault(options, "%s: %s", poptBadOption(options->context, 0),
                             r == POPT_ERROR_BADOPT  ? _("there is no such option")
                             : r == POPT_ERROR_NOARG ? _("this option needs a value")
                                                     : poptStrerror(r));
    return OPTIONS_GO_ON;
}

int options_begin(struct options *options, int argc, const char **argv,
                  const struct poptOption *own, const struct usage *usage)
{
    const struct poptOption common[] = {
        {"scheme", 0, POPT_ARG_STRING, &options->scheme_name, 0,
         N_("naming scheme: ingpec (default) or another that `pecaddr scheme show` lists, or a "
            "scheme file"),
         N_("NAME|FILE")},
        {"format", 0, POPT_ARG_STRING, &options->format_name, 0,
         N_("text (default), csv, json, or sheet, for a spreadsheet"), N_("FORMAT")},
        {"cells", 0, POPT_ARG_STRING, &options->cells, 0,
         N_("raw: what a spreadsheet would run as a formula passes as it is, for programs"), "raw"},
        {"lang", 0, POPT_ARG_STRING, &options->lang, 0,
         N_("language: it or en; else that of the environment"), "it|en"},
        {"quiet", 'q', POPT_ARG_NONE, &options->quiet, 0, N_("errors only, no remarks"), NULL},
        {"help", 'h', POPT_ARG_NONE, NULL, VALUE_HELP, N_("show this help"), NULL},
        {"version", 0, POPT_ARG_NONE, NULL, VALUE_VERSION, N_("show the version"), NULL},
    };
    size_t own_count = count_options(own), n = own_count + ARRAY_SIZE(common);
    int status;

    *options = (struct options){0};
    options->own = memory_new((n + 1) * sizeof *options->own);
    options->given = memory_new((n + 1) * sizeof *options->given);
    if (own_count)
        memcpy(options->own, own, own_count * sizeof *own);
    memcpy(options->own + own_count, common, sizeof common);
    for (size_t i = 0; i < n; i++)
        if (!options->own[i].val)
            options->own[i].val = VALUE_OWN + (int)i;
    options->context = poptGetContext(NULL, argc, argv, options->own, 0);
    if (!options->context) {
        message("there is not enough memory");
        return EXIT_UNAVAILABLE;
    }
    if ((status = read_options(options, usage)) != OPTIONS_GO_ON ||
        (status = read_format(options)) != OPTIONS_GO_ON ||
        (status = read_cells(options)) != OPTIONS_GO_ON ||
        (status = read_scheme(options)) != OPTIONS_GO_ON)
        return status;
    read_provinces(options);
    read_environment(options);
    if (options->quiet)
        message_quiet();
    options->arguments = poptGetArgs(options->context);
    while (options->arguments && options->arguments[options->argument_count])
        options->argument_count++;
    return OPTIONS_GO_ON;
}

void options_end(struct options *options)
{
    for (const struct poptOption *option = options->own; option && option->longName; option++) {
        if ((option->argInfo & POPT_ARG_MASK) == POPT_ARG_STRING)
            free(*(char **)option->arg);
        else if ((option->argInfo & POPT_ARG_MASK) == POPT_ARG_ARGV)
            free_list(*(char ***)option->arg);
    }
    free(options->own);
    free(options->given);
    pecaddr_scheme_free(options->scheme);
    if (options->context)
        poptFreeContext(options->context);
    *options = (struct options){0};
}
