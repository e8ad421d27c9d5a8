/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/commands.h"
#include "explain/explain.h"
#include "runtime/exit-status.h"
#include "runtime/output.h"

static const struct usage usage = {
    "--given NAMES --surname NAMES\n"
    "       --province SIGLA --section A|B --number N [--holder CF]\n"
    "       [--registry URI]",
    "Tells what became of each character of a name, by which rule, and which\n"
    "addresses follow. What is kept but in doubt is shown with its very characters\n"
    "and the reason; of a codice fiscale that contradicts the name, each half that\n"
    "does, beside what the name gives. With --registry the registry is asked (and not\n"
    "changed): what it says of each address, up to the one that the person would be\n"
    "given or has.\n"
    "\n"
    "--format csv is one table of the columns kind, field, position, input, output,\n"
    "rule, source; for a candidate, position is its level, output the address, rule\n"
    "the answer. --format json is one object: given, surname, steps, local_part,\n"
    "notes, candidates, error.\n"
    "\n"
    "Exit status: 0 done; 1 the person's data has an error; 2 usage; 3 registry or\n"
    "output unavailable.\n",
};

static int run(struct explain *explain)
{
    struct output output;
    int status = 0, written;

    explain->member = member_from_options(&explain->given, &explain->arena);
    explain_fold(explain);
    if (explain->uri && !explain->has_fault)
        status = explain_ask(explain);
    if (status && status != EXIT_ROWS)
        return status;
    output_open(&output, NULL);
    explain_tell(explain, output.file);
    written = output_commit(&output);
    if (explain->has_fault)
        fault_report(NULL, 0, &explain->fault);
    return written ? written : explain->has_fault ? EXIT_ROWS : EXIT_DONE;
}

int cmd_explain(int argc, const char **argv)
{
    struct explain explain = {0};
    const struct poptOption own[] = {
        PERSON_OPTIONS(explain.given),
        HOLDER_OPTION(explain.given),
        {"registry", 0, POPT_ARG_STRING, &explain.uri, 0,
         N_("ask this registry, such as sqlite:registry.db or postgresql://HOST/DATABASE"), "URI"},
        POPT_TABLEEND,
    };
    int status = options_begin(&explain.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && explain.options.argument_count)
        status = options_fault(&explain.options, "%s: the person is given by options only",
                               explain.options.arguments[0]);
    if (status == OPTIONS_GO_ON &&
        (status = person_options_check(&explain.options, &explain.given, explain.uri != NULL)) == 0)
        status = run(&explain);
    explain_end(&explain);
    return status;
}
