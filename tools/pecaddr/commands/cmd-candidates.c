/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "command/person-options.h"
#include "commands/commands.h"
#include "member/person.h"
#include "runtime/exit-status.h"
#include "runtime/output.h"
#include "speech/message.h"
#include "speech/words.h"

#include <pecaddr/pecaddr.h>

static const struct usage usage = {
    "--given NAMES --surname NAMES\n"
    "       --province SIGLA --section A|B --number N",
    "Writes the addresses that the scheme has for one person, in the order in which\n"
    "they are tried: the first that is free is the person's. Notes on the name go to\n"
    "standard error. An address that is reserved (it belongs to a function) is given\n"
    "to nobody.\n"
    "\n"
    "--format csv and json have level, address and reserved, and code and error where\n"
    "the person's data has one.\n"
    "\n"
    "Exit status: 0 done; 1 the person's data has an error; 2 usage; 3 output\n"
    "unavailable.\n",
};

static const struct column columns[] = {
    {N_("level"), COLUMN_NUMBER},
    {N_("address"), COLUMN_TEXT},
    {NC_("flag", "reserved"), COLUMN_FLAG},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("error"), COLUMN_TEXT},
};

/* In a form for programs, an error of the person's data is a row. */
static int write_fault(const struct options *options, const struct fault *fault)
{
    struct buffer error = {0};
    struct records *records;
    struct output output;

    fault_report(NULL, 0, fault);
    if (options->format == FORMAT_TEXT)
        return EXIT_ROWS;
    output_open(&output, NULL);
    fault_describe(&error, fault);
    records = records_begin(output.file, options->format, columns, ARRAY_SIZE(columns));
    records_row(records, (const char *const[]){NULL, NULL, NULL, fault->code, error.data});
    records_end(records);
    buffer_free(&error);
    return output_commit(&output) ? EXIT_UNAVAILABLE : EXIT_ROWS;
}

static int write_candidates(const struct options *options, const struct pecaddr_person *person,
                            FILE *file)
{
    unsigned levels = pecaddr_scheme_levels(options->scheme);
    struct records *records = NULL;

    if (options->format != FORMAT_TEXT)
        records = records_begin(file, options->format, columns, ARRAY_SIZE(columns));
    for (unsigned level = 0; level < levels; level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved;

        if (pecaddr_candidate(options->scheme, person, level, address, sizeof address, NULL,
                              &reserved, NULL) != PECADDR_OK)
            break;
        if (records)
            records_row(records, (const char *const[]){number_text(level), address,
                                                       reserved ? "yes" : "no", NULL, NULL});
        else
            fprintf(file, "%s%s\n", address, reserved ? _("  (reserved, given to nobody)") : "");
    }
    records_end(records);
    return 0;
}

static int run(const struct options *options, const struct person_options *given)
{
    struct arena arena = {0};
    struct member member = member_from_options(given, &arena);
    struct output output;
    struct fault fault;
    uint32_t notes = 0;
    int status;

    if (member_fault(options->scheme, &member, &fault)) {
        status = write_fault(options, &fault);
    } else {
        pecaddr_local_part(options->scheme, &member.person, NULL,
                           (char[PECADDR_LOCAL_PART_MAX + 1]){0}, PECADDR_LOCAL_PART_MAX + 1, NULL,
                           &notes, NULL);
        output_open(&output, NULL);
        write_candidates(options, &member.person, output.file);
        status = output_commit(&output);
        remark_notes(notes, options->scheme, &member.person);
    }
    arena_free(&arena);
    return status;
}

int cmd_candidates(int argc, const char **argv)
{
    struct options options;
    struct person_options given = {0};
    const struct poptOption own[] = {
        PERSON_OPTIONS(given),
        POPT_TABLEEND,
    };
    int status = options_begin(&options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options.argument_count)
        status = options_fault(&options, "%s: the person is given by options only",
                               options.arguments[0]);
    if (status == OPTIONS_GO_ON && (status = person_options_check(&options, &given, 0)) == 0)
        status = run(&options, &given);
    options_end(&options);
    return status;
}
