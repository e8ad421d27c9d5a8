/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/row-results.h"

#include "base/array.h"
#include "speech/message.h"

enum { COLUMN_ERROR = 4 };

static const struct column columns[] = {
    {N_("line"), COLUMN_NUMBER},
    {N_("pec"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    [COLUMN_ERROR] = {N_("error"), COLUMN_TEXT},
};

struct records *row_results_begin(const struct registry_command *command)
{
    return command->options.format == FORMAT_TEXT
               ? NULL
               : records_begin(command->output.file, command->options.format, columns,
                               ARRAY_SIZE(columns));
}

void row_results_add(struct records *results, size_t line, const char *address, const char *result,
                     const char *code, const char *error)
{
    if (results)
        records_row(results, (const char *const[]){
                                 line ? number_text(line) : NULL,
                                 address,
                                 result,
                                 code,
                                 error,
                             });
}

void row_results_add_fault(struct records *results, size_t line, const char *address,
                           const struct fault *fault)
{
    struct buffer error = {0};

    fault_describe(&error, fault);
    row_results_add(results, line, address, NC_("result", "error"), fault->code, error.data);
    buffer_free(&error);
}

void row_results_tell_faults(const struct records *results, const struct registry_command *command,
                             struct fault_list *faults, const char *file)
{
    if (!fault_list_tell(faults, file, results ? command->output.name : NULL,
                         column_in_result(&columns[COLUMN_ERROR])) &&
        !results)
        message("with --format csv each row is told with its error");
}
