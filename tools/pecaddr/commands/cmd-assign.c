/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign.h"
#include "assign/review.h"
#include "command/person-options.h"
#include "command/registry-command.h"
#include "command/survey-domain.h"
#include "commands/commands.h"
#include "runtime/memory.h"
#include "speech/message.h"
#include "speech/words.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ROSTER --registry URI\n"
    "   or: pecaddr assign [OPTION...] --given NAMES --surname NAMES\n"
    "       --province SIGLA --section A|B --number N [--holder CF] --registry URI",
    "Gives each member of a roster (a CSV file; - is standard input), or one person,\n"
    "the first address that is free, and puts it on record. Who has an address keeps\n"
    "it: running again gives everybody the same.\n"
    "\n"
    "The roster's first row names its columns, in any order: nome, cognome,\n"
    "provincia (or --province), sezione, numero (or one column iscrizione, such as\n"
    "\"A 1234\"), and if known codice_fiscale; or in English: given, surname,\n"
    "province, section, number, holder. All other columns pass through unchanged.\n"
    "Added are: pec; livello, the rule that gave the address, from 0; nuovo, whether\n"
    "it was given now; proposta, the address that a dry run, or a row that waits,\n"
    "would give; note, what a person should look at; errore, why a row has no\n"
    "address. Columns so named in a file that pecaddr wrote are replaced.\n"
    "\n"
    "Separator and encoding are found out, and shown before work starts: by a line\n"
    "sep= and a byte order mark; else by what the bytes prove (UTF-16, UTF-8, DOS\n"
    "text as CP850, ISO-8859-15); else it is Windows-1252. --encoding also takes\n"
    "others, such as windows-1250 or macintosh. The output has the same. Cells that\n"
    "a spreadsheet would run as formulas are written with an apostrophe in front.\n"
    "\n"
    "The roster is read once before anybody is given an address, and what it says of\n"
    "itself is told. It is refused, with nothing done, when several provinces stand\n"
    "in it, or another than the registry's (--province MC says it of all rows, and no\n"
    "column is asked; PECADDR_PROVINCE where there is none; --several-provinces that\n"
    "it is right so); or addresses of the domain that are not on record: they are\n"
    "brought in first, by registry import; or when a tenth of the members are not as\n"
    "on record, as when a column was sorted by itself: of another number or Order\n"
    "(--renumbered that it is right so), of another name (--renamed), or with codici\n"
    "fiscali that are not of the names (--accept CF_MISMATCH); or when nearly all who\n"
    "are new have a mailbox by --check (--homonyms that it is others'). One codice\n"
    "fiscale on two entries, or with two names, as when a cell was filled down, is an\n"
    "error of its rows; so is an entry with two names, and an address that is on\n"
    "record as another's. Columns that look like those that are read, and are not,\n"
    "are told with the reason. Whoever has left or is suspended, by a column such as\n"
    "Data cancellazione, Data decesso or Stato, is given no new address.\n"
    "\n"
    "Where addresses are on record, and none of the scheme's domain, nothing is done:\n"
    "by a wrong --scheme everybody would have a second address. --new-domain says\n"
    "that the registry is to have this domain, too.\n"
    "\n"
    "Rows are put on record up to 4000 at a time. --output is written beside its\n"
    "final name and moved into place when it is complete: if anything fails before\n"
    "that, an older file stays as it was, what is on record stays on record, and\n"
    "running again completes it with the same addresses. On standard output, rows\n"
    "that were finished are written.\n"
    "\n"
    "What else a URI can say (timeouts, parameters) is in doc/registry.md; in a path\n"
    "or command % is written %25, and ? is written %3F.\n"
    "\n"
    "A doubt waits: a row with a note that asks for a look by a person is given no\n"
    "new address. It has REVIEW in errore, and in proposta the address that it would\n"
    "be. --accept DOUBT,VARIANT or --accept all says that somebody has looked at\n"
    "such rows. --review FILE writes them, and the rows with errors, in the roster's\n"
    "own form: correct FILE where it is wrong, and give it to assign as a roster,\n"
    "with --accept. A FILE that is there already is never overwritten. Who has an\n"
    "address keeps it in any case, but whoever would be back on a register entry\n"
    "that was left, as in a roster of last month, waits until --accept RETURNED or\n"
    "MOVED, which are not among all.\n"
    "\n"
    "Ctrl-C ends the chunk that is begun, and says how to go on; once more ends at\n"
    "once, and nothing is left half done by it.\n"
    "\n"
    "--format json gives an array of objects (line, given, surname, address, level,\n"
    "new, proposal, notes, code, error) instead of the roster's own form, code being\n"
    "that of the error; for one person text is the address.\n"
    "\n"
    "Exit status: 0 all have an address; 1 some rows have errors or wait, the others\n"
    "are done; 2 usage, or a roster that must not be done as it is; 3 registry,\n"
    "source or output unavailable.\n",
};

static int open_registry(struct assign *assign)
{
    const struct pecaddr_scheme *scheme = assign->options.scheme;
    int r = registry_open(assign->uri, &assign->registry);

    if (r == 0 && !assign->new_domain)
        r = survey_domain_check(assign->registry, scheme, "--new-domain");
    return r ? r : registry_command_add_sources(assign->registry, assign->sources, scheme);
}

int assign_open_preview(struct assign *assign)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = assign->dry_run ? pecaddr_registry_preview(assign->registry, &assign->preview, &error)
                            : PECADDR_OK;

    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

int assign_open(struct assign *assign, int roster)
{
    int r = open_registry(assign);

    return r ? r : output_open_over(&assign->output, assign->output_path, roster);
}

struct pecaddr_registry *assign_answering(const struct assign *assign)
{
    return assign->preview ? assign->preview : assign->registry;
}

static int has_person(const struct person_options *given)
{
    return given->given || given->surname || given->section || given->number || given->holder;
}

static const char *how_to_accept(const struct assign *assign)
{
    if (assign->accepts_all)
        return has_person(&assign->given)
                   ? N_("correct what is wrong, or, if nothing is, accept the note by its name "
                        "with "
                        "--accept: all is not enough")
                   : N_("correct the row, or, if it is right, accept the note by its name with "
                        "--accept: all is not enough");
    return has_person(&assign->given)
               ? N_("correct what is wrong, or, if all is right, accept the note with --accept")
               : N_("correct the row, or, if it is right, accept the note with --accept");
}

struct fault assign_fault(const struct assign *assign, const struct member *member,
                          const struct pecaddr_assignment *outcome,
                          const struct pecaddr_reason *reason, struct arena *arena)
{
    if (reason->contradiction == PECADDR_CONTRADICTION_REVIEW)
        return review_fault(assign->options.scheme, reason, member, how_to_accept(assign), arena);
    return fault_of_refusal(outcome, reason, &member->person, arena);
}

int is_new(const struct pecaddr_assignment *outcome)
{
    return outcome->answer == PECADDR_CLAIMED;
}

/* A note by its name, or all that ask for review, of which a holder who would be back where he had left
   is none; 0: there is no such note. */
static uint32_t accepted_by(struct pecaddr_text name)
{
    uint32_t note = 1;

    if (text_equal(name, "all"))
        return PECADDR_NOTES_REVIEW;
    while (note && (!(note & NOTES_THAT_WAIT) || !text_equal(name, pecaddr_note_name(note))))
        note <<= 1;
    return note;
}

/* The notes of --accept, joined by commas. */
static int read_accepted(struct assign *assign)
{
    const char *at = assign->accept;

    while (at) {
        struct pecaddr_text name = {at, strcspn(at, ",")};
        uint32_t notes = accepted_by(text_trim(name));

        if (!notes) {
            struct buffer names = {0};
            int r;

            notes_names(&names, NOTES_THAT_WAIT);
            r = name.size
                    ? options_fault(&assign->options, "--accept %.*s: it is all, or some of %s",
                                    (int)name.size, name.data, names.data)
                    : options_fault(&assign->options,
                                    "--accept has an empty note: it is all, or some of %s",
                                    names.data);
            buffer_free(&names);
            return r;
        }
        if (notes == PECADDR_NOTES_REVIEW)
            assign->accepts_all = notes;
        else
            assign->accepted |= notes;
        assign->accepts_mismatch |= notes == PECADDR_NOTE_CF_MISMATCH;
        at = at[name.size] ? at + name.size + 1 : NULL;
    }
    return 0;
}

/* The options of one person, and of a roster, do not mix. */
static int run_person(struct assign *assign)
{
    const struct options *options = &assign->options;
    int r;

    if (options->argument_count)
        return options_fault(options, "either a roster, or one person; not both");
    if (assign->encoding || assign->separator)
        return options_fault(options, "--encoding and --separator are for rosters");
    if (assign->review_path)
        return options_fault(options, "--review is for rosters");
    if (assign->several_provinces)
        return options_fault(options, "--several-provinces is for rosters");
    if (assign->renumbered)
        return options_fault(options, "--renumbered is for rosters");
    if (assign->renamed)
        return options_fault(options, "--renamed is for rosters");
    if (assign->homonyms)
        return options_fault(options, "--homonyms is for rosters");
    r = person_options_check(options, &assign->given, 1);
    return r ? r : assign_person(assign);
}

static int run(struct assign *assign)
{
    const struct options *options = &assign->options;
    int r;

    if (!assign->uri)
        return options_fault(options, "--registry is missing: where the addresses are on record, "
                                      "such as sqlite:registry.db");
    if ((r = read_accepted(assign)) != 0)
        return r;
    if (has_person(&assign->given))
        return run_person(assign);
    if (assign->given.province && assign->several_provinces)
        return options_fault(options, "either --province or --several-provinces; not both");
    if (options->argument_count != 1)
        return options_fault(options, options->argument_count ? N_("one roster at a time")
                                                              : N_("a roster is missing"));
    return assign_roster(assign);
}

static void assign_end(struct assign *assign)
{
    output_discard(&assign->output);
    pecaddr_registry_close(assign->preview);
    pecaddr_registry_close(assign->registry);
    options_end(&assign->options);
}

int cmd_assign(int argc, const char **argv)
{
    struct assign assign = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(assign),
        SOURCE_OPTION(assign),
        OUTPUT_OPTION(assign),
        {"dry-run", 0, POPT_ARG_NONE, &assign.dry_run, 0,
         N_("the same result, but nothing is put on record"), NULL},
        {"accept", 0, POPT_ARG_STRING, &assign.accept, 0,
         N_("a person has looked at the rows with these notes, such as VARIANT,DOUBT, or all: they "
            "are given their addresses"),
         N_("NOTES")},
        {"review", 0, POPT_ARG_STRING, &assign.review_path, 0,
         N_("write the rows that wait for a person, and those with errors, there"), N_("FILE")},
        ROSTER_OPTIONS(assign),
        {"several-provinces", 0, POPT_ARG_NONE, &assign.several_provinces, 0,
         N_("the roster is of the Orders of several provinces"), NULL},
        {"renumbered", 0, POPT_ARG_NONE, &assign.renumbered, 0,
         N_("the register was renumbered: many members have another number than on record"), NULL},
        {"renamed", 0, POPT_ARG_NONE, &assign.renamed, 0,
         N_("the names on record are wrong: many members have another one"), NULL},
        {"new-domain", 0, POPT_ARG_NONE, &assign.new_domain, 0,
         N_("no address of the scheme's domain is on record yet, but some of others"), NULL},
        {"homonyms", 0, POPT_ARG_NONE, &assign.homonyms, 0,
         N_("the mailboxes that --check knows are of others of the same names"), NULL},
        PERSON_OPTIONS(assign.given),
        HOLDER_OPTION(assign.given),
        POPT_TABLEEND,
    };
    int status;

    status = options_begin(&assign.options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON)
        status = run(&assign);
    assign_end(&assign);
    return status;
}
