/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "commands/commands.h"
#include "intake/input.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "runtime/output.h"
#include "speech/message.h"
#include "speech/text.h"

#include <pecaddr/pecaddr.h>

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ADDRESS... | -",
    "Tells whether addresses follow the scheme, and what they say: the level of the\n"
    "rule, names, province, section and number. With - the addresses are read from\n"
    "standard input, one per line.\n"
    "\n"
    "kind is person; reserved (of a function or an Order, never a person's); or\n"
    "foreign (the scheme does not give this address).\n"
    "\n"
    "Exit status: 0 all follow the scheme; 1 some do not; 2 usage; 3 output\n"
    "unavailable.\n",
};

static const struct column columns[] = {
    {N_("address"), COLUMN_TEXT}, {N_("kind"), COLUMN_WORD},     {N_("level"), COLUMN_NUMBER},
    {N_("given"), COLUMN_TEXT},   {N_("surname"), COLUMN_TEXT},  {N_("province"), COLUMN_TEXT},
    {N_("section"), COLUMN_TEXT}, {N_("number"), COLUMN_NUMBER},
};

struct check {
    struct options options;
    struct records *records;
    int has_foreign;
};

static const char *kind_name(enum pecaddr_address_kind kind)
{
    return kind == PECADDR_ADDRESS_PERSON     ? NC_("kind", "person")
           : kind == PECADDR_ADDRESS_RESERVED ? NC_("kind", "reserved")
                                              : NC_("kind", "foreign");
}

/* A piece of the address, or NULL where it has none. */
static char *piece(struct pecaddr_text text)
{
    char *copy;

    if (!text.size)
        return NULL;
    copy = memory_new(text.size + 1);
    return memcpy(copy, text.data, text.size);
}

static void check_address(struct check *check, struct pecaddr_text address)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    char section[2] = {0}, *texts[4];

    if (pecaddr_parse(check->options.scheme, address, &parsed) != PECADDR_OK)
        parsed.kind = PECADDR_ADDRESS_FOREIGN;
    check->has_foreign |= parsed.kind == PECADDR_ADDRESS_FOREIGN;
    section[0] = parsed.section;
    texts[0] = piece(address);
    texts[1] = piece(parsed.given);
    texts[2] = piece(parsed.surname);
    texts[3] = piece(parsed.province);
    records_row(check->records,
                (const char *const[]){
                    texts[0] ? texts[0] : "",
                    kind_name(parsed.kind),
                    parsed.kind == PECADDR_ADDRESS_PERSON && parsed.level != PECADDR_LEVEL_NONE
                        ? number_text(parsed.level)
                        : NULL,
                    texts[1],
                    texts[2],
                    texts[3],
                    *section ? section : NULL,
                    parsed.number ? number_text(parsed.number) : NULL,
                });
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        free(texts[i]);
}

static int check_lines(struct check *check)
{
    struct input input;
    struct input_line line;
    int r = input_open(&input, "-"), in_long_line = 0;

    if (r == 0 && input_skip_bom(&input) < 0)
        r = -1;
    while (r >= 0 && (r = input_line(&input, &line)) > 0) {
        struct pecaddr_text address = text_trim((struct pecaddr_text){line.data, line.size});

        /* No address is as long as the buffer: the first piece is foreign, the others are skipped.
         */
        if (address.size && !in_long_line)
            check_address(check, address);
        in_long_line = line.partial;
    }
    input_close(&input);
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

static int run(struct check *check)
{
    const struct options *options = &check->options;
    struct output output;
    int status = 0, written;

    output_open(&output, NULL);
    check->records = records_begin(output.file, options->format, columns, ARRAY_SIZE(columns));
    if (options->argument_count == 1 && strcmp(options->arguments[0], "-") == 0)
        status = check_lines(check);
    else
        for (size_t i = 0; i < options->argument_count; i++)
            check_address(check, text_of(options->arguments[i]));
    records_end(check->records);
    written = output_commit(&output);
    return status ? status : written ? written : check->has_foreign ? EXIT_ROWS : EXIT_DONE;
}

int cmd_check(int argc, const char **argv)
{
    struct check check = {0};
    const struct poptOption own[] = {POPT_TABLEEND};
    int status = options_begin(&check.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && !check.options.argument_count)
        status = options_fault(&check.options, "an address is missing");
    if (status == OPTIONS_GO_ON)
        status = run(&check);
    options_end(&check.options);
    return status;
}
