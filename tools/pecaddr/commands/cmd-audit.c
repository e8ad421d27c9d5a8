/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/audit-rows.h"
#include "audit/book-read.h"
#include "base/array.h"
#include "base/percent.h"
#include "command/options.h"
#include "command/registry-command.h"
#include "command/scheme-file.h"
#include "commands/commands.h"
#include "intake/roster.h"
#include "runtime/exit-status.h"
#include "runtime/output.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ROSTER --registry URI|file:LIST",
    "Compares a roster (as for assign) with the addresses that were given: those of a\n"
    "registry, or of a list. A list has one address at the start of each line; or is\n"
    "a CSV file with a column pec and those of a roster; or is INI-PEC: PEC, Nome,\n"
    "Cognome, Numero Iscrizione, Codice Fiscale, Stato, ... separated by \";\". It may\n"
    "be empty; a line of a list of addresses that begins with # is a comment.\n"
    "Nothing is changed.\n"
    "\n"
    "Each person is\n"
    "  right     has an address that the rules give; level is the rule's. What a\n"
    "            registry issued is judged by its record, so a transfer, a corrected\n"
    "            name or an older scheme since then does not make it wrong: why tells\n"
    "  differs   has an address that the rules do not give, or one that is an earlier\n"
    "            row's, for the reason in why; expected is what they would give\n"
    "  taken     has none: somebody else holds what the rules would give, or the row\n"
    "            contradicts what is on record, as why tells; expected is the first\n"
    "            address that nobody has\n"
    "  missing   has none, or a retired one\n"
    "  former    has none, and is no member any more by the roster (Data\n"
    "            cancellazione, Stato ...)\n"
    "  error     the roster's data of this person has an error\n"
    "and at the end is\n"
    "  orphaned  an address that no one in the roster explains. Addresses of Orders\n"
    "            that the roster has nobody of, of functions, and of those who left\n"
    "            are not told.\n"
    "\n"
    "A list with addresses only cannot tell homonyms apart: then any of them may\n"
    "have each of their addresses. If the roster has a column pec, that is compared\n"
    "too.\n"
    "\n"
    "Exit status: 0 all are right and no address is orphaned; 1 not all; 2 usage, or\n"
    "a file cannot be read; 3 registry or output unavailable.\n",
};

struct audit {
    struct options options;
    char *uri;
    char *output_path;
    char *encoding;
    char *separator;
    char *province;

    struct pecaddr_registry *registry;
    struct book book;
    struct auditor auditor;
    struct roster roster;
    struct output output;
    struct audit_told told;
    struct audit_rows rows;
    size_t list_errors;
};

/* The path of `file:PATH`, in which %XX is a byte; NULL with a message when it is none. */
static char *list_path(const struct audit *audit)
{
    char *path = memory_copy(audit->uri + strlen("file:"));

    if (!strchr(path, '?') && percent_decode(path))
        return path;
    options_fault(&audit->options, "--registry %s: in the path, %% is written %%25 and ? is %%3F",
                  audit->uri);
    free(path);
    return NULL;
}

/* A list without any address has been told as such. */
static void tell_domains(const struct audit *audit, const char *path)
{
    const char *domain = pecaddr_scheme_domain(audit->options.scheme);
    size_t n = audit->book.n, of_domain = 0;

    for (size_t i = 0; i < n; i++)
        of_domain += strcmp(strchr(audit->book.entries[i].address, '@') + 1, domain) == 0;
    if (n)
        registry_command_tell_list(path, of_domain, n - of_domain, domain);
}

static int read_list(struct audit *audit)
{
    char *path = list_path(audit);
    int r = EXIT_USAGE;

    if (path)
        r = book_read_list(&audit->book, path, &audit->list_errors);
    if (r == 0)
        tell_domains(audit, path);
    free(path);
    return r;
}

static int read_registry(struct audit *audit)
{
    int r = registry_open(audit->uri, &audit->registry);

    if (r)
        return r;
    return book_read_registry(&audit->book, audit->registry,
                              pecaddr_scheme_domain(audit->options.scheme));
}

static int is_list(const struct audit *audit)
{
    return strncmp(audit->uri, "file:", strlen("file:")) == 0;
}

/* The columns that the rules need, and without which nobody could be judged. */
static int check_columns(struct audit *audit)
{
    const struct pecaddr_scheme *scheme = audit->options.scheme;
    struct roster *roster = &audit->roster;
    const struct {
        enum roster_field field;
        int is_needed;
    } needed[] = {
        {ROSTER_GIVEN, !roster->names_persons},
        {ROSTER_SURNAME, !roster->names_persons},
        {ROSTER_PROVINCE, !audit->province && scheme_uses(scheme, "{province}")},
        {ROSTER_NUMBER, scheme_uses(scheme, "{number}")},
        {ROSTER_SECTION, roster->needs_section && scheme_uses(scheme, "{section}")},
    };

    for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
        if (needed[i].is_needed && roster->column[needed[i].field] == ROSTER_NO_COLUMN)
            return roster_lacks(roster, needed[i].field);
    return 0;
}

/* As for assign, the environment says the province where no column does. */
static int open_roster(struct audit *audit)
{
    int r =
        roster_open(&audit->roster, audit->options.arguments[0], audit->encoding, audit->separator);

    if (r == 0 && audit->roster.column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN)
        options_from_environment(&audit->province, "PECADDR_PROVINCE");
    if (r == 0)
        r = check_columns(audit);
    if (r == 0)
        roster_describe(&audit->roster);
    return r;
}

static int run(struct audit *audit)
{
    int r;

    if ((r = open_roster(audit)) != 0 ||
        (r = is_list(audit) ? read_list(audit) : read_registry(audit)) != 0)
        return r;
    audit->auditor = (struct auditor){
        .scheme = audit->options.scheme, .registry = audit->registry, .book = &audit->book};
    if ((r = auditor_begin(&audit->auditor)) != 0 ||
        (r = output_open(&audit->output, audit->output_path)) != 0)
        return r;
    audit->told.scheme = audit->options.scheme;
    audit_tell_begin(&audit->told, audit->output.file, audit->options.format);
    audit->rows.auditor = &audit->auditor;
    audit->rows.roster = &audit->roster;
    audit->rows.province = audit->province;
    audit->rows.told = &audit->told;
    audit->rows.output = &audit->output;
    interrupt_watch();
    progress_begin(audit->roster.input.fd, &audit->roster.input.offset, &audit->output);
    r = audit_rows_judge(&audit->rows);
    progress_end();
    if (r == 0)
        audit_tell_orphans(&audit->told, &audit->book);
    records_end(audit->told.records);
    if (r) {
        output_discard(&audit->output);
        return r;
    }
    r = output_commit(&audit->output);
    if (r)
        return r;
    audit_tell_faults(&audit->rows.faults, audit->roster.input.name, audit->output.name);
    survey_letters_tell(&audit->rows.letters, &audit->roster);
    audit_tell_totals(&audit->told);
    return audit_is_all_right(&audit->told) && !audit->list_errors ? EXIT_DONE : EXIT_ROWS;
}

static void audit_free(struct audit *audit)
{
    output_discard(&audit->output);
    auditor_end(&audit->auditor);
    book_free(&audit->book);
    pecaddr_registry_close(audit->registry);
    roster_close(&audit->roster);
    audit_rows_free(&audit->rows);
    options_end(&audit->options);
    free(audit);
}

int cmd_audit(int argc, const char **argv)
{
    struct audit *audit = memory_new(sizeof *audit);
    const struct poptOption own[] = {
        {"registry", 0, POPT_ARG_STRING, &audit->uri, 0,
         N_("where the addresses are on record, such as sqlite:registry.db or "
            "postgresql://HOST/DATABASE, or a list of them, such as file:list.txt"),
         "URI"},
        {"province", 0, POPT_ARG_STRING, &audit->province, 0,
         N_("of the whole roster, by sigla or name, such as MC"), "SIGLA"},
        OUTPUT_OPTION(*audit),
        ROSTER_OPTIONS(*audit),
        POPT_TABLEEND,
    };
    int status;

    audit->roster.input.fd = -1;
    status = options_begin(&audit->options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON && !audit->uri)
        status = options_fault(&audit->options,
                               "--registry is missing: where the addresses are on record, such as "
                               "sqlite:registry.db or file:list.txt");
    if (status == OPTIONS_GO_ON && audit->options.argument_count != 1)
        status = options_fault(&audit->options, audit->options.argument_count
                                                    ? N_("one roster at a time")
                                                    : N_("a roster is missing"));
    if (status == OPTIONS_GO_ON)
        status = run(audit);
    audit_free(audit);
    return status;
}
