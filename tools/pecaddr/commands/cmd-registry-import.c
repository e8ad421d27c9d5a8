/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/commands.h"
#include "mailboxes/import.h"
#include "member/list-days.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "FILE --registry URI",
    "Puts mailboxes on record that exist already, so that their addresses are given\n"
    "to nobody else. One that was only reserved here for the same person is active by\n"
    "it. FILE (- is standard input) is one of\n"
    "  a list    with one address at the start of each line, as for --check file:\n"
    "  a roster  CSV with a column pec, and of the columns of a roster (nome,\n"
    "            cognome, provincia, sezione, numero, codice_fiscale), scadenza and\n"
    "            uscita (the days on which the mailbox expires and the holder left\n"
    "            the Order: 2030-12-31 or 31/12/2030) and stato those that are known\n"
    "  INI-PEC   PEC, Nome, Cognome, Numero Iscrizione, Codice Fiscale, Stato, Data\n"
    "            Iscrizione, Data Cancellazione, separated by \";\", with or without\n"
    "            the row that names them\n"
    "Where FILE has no province, --province says it. Rows without an address are\n"
    "passed over; so are lines of a list that begin with #. A list that was cut in\n"
    "mid-line is refused.\n"
    "\n"
    "A file in which rows have another province than the registry's is refused, with\n"
    "nothing done: perhaps the column is of where people live. --several-provinces\n"
    "says that the mailboxes are of other Orders' members. So it is where addresses\n"
    "are on record, and none of the scheme's domain: --scheme may be a wrong one.\n"
    "--new-domain says that the registry is to have this domain, too.\n"
    "\n"
    "A mailbox is active, unless stato says otherwise, as registry export writes it:\n"
    "reserved (prenotato) or retired (cessato); released ones are passed over. Of\n"
    "INI-PEC the rows of Stato 3 or with a Data Cancellazione are retired. A row that\n"
    "says elsewhere that its mailbox is not active (Stato casella, Esito, Data\n"
    "attivazione, Disattivata), or without a day in uscita that its holder is no\n"
    "member (Deceduto, Sospeso, Trasferito a, Iscritto, Note), is refused. A column\n"
    "stato with words of members in any row, such as Iscritto, is of them in all. A\n"
    "result of assign, known by its columns livello, nuovo and proposta, makes none\n"
    "active: what is on record stays in its state, what was released is passed over,\n"
    "and the rest is reserved; addresses in proposta are nobody's yet.\n"
    "\n"
    "What contradicts the record is told with its line and with what is on record,\n"
    "and nothing on record is overwritten. So is what cannot be: a codice fiscale, a\n"
    "register entry or a state that is none, a day before 1990 or after 2100, or of\n"
    "leaving and still to come, or in a column in which one has the month first\n"
    "(10/25/2026); or an address that the row's name does not give, but that the\n"
    "rules give to somebody else of FILE or on record. The address of a row that is\n"
    "refused may be in use all the same: it is put on record as reserved for somebody\n"
    "unknown, and nobody is given it until the row comes in corrected, or registry\n"
    "release frees it. (A list that says of nobody whose an address is blocks nothing\n"
    "so.) An address of the scheme's domain in a column that is not read, and whose\n"
    "holder is not on record, is told and reserved in the same way.\n"
    "\n"
    "A codice fiscale that is not of the name beside it, and not on record, is\n"
    "refused as a wrong one. Where both are right, --accept CF_MISMATCH is a person's\n"
    "word.\n"
    "\n"
    "FILE is refused whole, with nothing done, where a tenth of its rows and at least\n"
    "five, or five that follow each other, contradict themselves, as where a column\n"
    "was sorted by itself or shifted: their address is somebody else's; their name\n"
    "gives the address at no level, unless --other-rule says that the addresses are\n"
    "of an older rule; or their codice fiscale is not of the name, unless it is\n"
    "accepted. What is on record as it comes in does not count.\n"
    "\n"
    "Rows are put on record 1000 at a time; running again does no harm. Ctrl-C ends\n"
    "those that are begun, and says how to go on. --dry-run says what would happen,\n"
    "and writes nothing.\n"
    "\n"
    "--format csv and json give for each row with an address: line, pec, result\n"
    "(done, already, passed or error), code and error.\n"
    "\n"
    "Exit status: 0 all are on record; 1 some are not, because of errors; 2 usage,\n"
    "or FILE cannot be read, or must not come in as it is; 3 registry unavailable.\n",
};

/* The registry, of which the list is held against all of it; and for --dry-run the preview that forgets. */
static int open_registry(struct import *import)
{
    struct registry_command *command = &import->command;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = registry_command_open(command);

    if (r || (r = import_survey_record(import)) != 0 || !import->dry_run)
        return r;
    r = pecaddr_registry_preview(command->registry, &import->preview, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* --accept: the one note for which a row of an import waits. */
static int read_accepted(struct import *import)
{
    const char *name = pecaddr_note_name(PECADDR_NOTE_CF_MISMATCH);

    if (!import->accept)
        return 0;
    if (!text_equal(text_of(import->accept), "all") && !text_equal(text_of(import->accept), name))
        return options_fault(&import->command.options, "--accept %s: it is %s", import->accept,
                             name);
    import->accepts_mismatch = 1;
    return 0;
}

/* --province is of the whole file. */
static int check_province(const struct import *import)
{
    const char *province = import->province;

    if (!province ||
        (strlen(province) == 2 && ascii_is_letter(province[0]) && ascii_is_letter(province[1])))
        return 0;
    return options_fault(&import->command.options,
                         "--province %s: give the Order's sigla, such as MC", province);
}

static int run(struct import *import)
{
    struct list *list = &import->list;
    struct registry_command *command = &import->command;
    int r = check_province(import);

    list->province = import->province;
    list->is_of_import = true;
    if (r != 0 || (r = read_accepted(import)) != 0 ||
        (r = list_open(list, command->options.arguments[0], import->encoding, import->separator)) !=
            0)
        return r;
    if (list->form == LIST_EMPTY)
        return list_lacks_all(list);
    import->is_result = list->roster.added[ADDED_LEVEL] != ROSTER_NO_COLUMN;
    if (import->is_result)
        remark("%s: a result of assign: what is on record stays in its state, and the rest is "
               "reserved",
               list->roster.input.name);
    if ((r = list_find_days(list, LIST_DAYS_OF_RECORD)) != 0 || (r = import_survey(import)) != 0 ||
        (r = open_registry(import)) != 0)
        return r;
    import_tell_begin(import);
    r = import_run(import);
    import_tell_faults(import);
    records_end(import->records);
    if (r != 0)
        return registry_command_finish(command, r);
    import_tell_totals(import);
    return registry_command_finish(command, import->errors ? EXIT_ROWS : EXIT_DONE);
}

static void import_free(struct import *import)
{
    buffer_free(&import->first_other);
    fault_list_free(&import->faults);
    import_names_free(&import->names);
    survey_persons_free(&import->persons);
    list_close(&import->list);
    pecaddr_registry_close(import->preview);
    registry_command_end(&import->command);
    free(import);
}

int cmd_registry_import(int argc, const char **argv)
{
    struct import *import = memory_new(sizeof *import);
    const struct poptOption own[] = {
        REGISTRY_OPTION(import->command),
        {"province", 0, POPT_ARG_STRING, &import->province, 0,
         N_("of the whole file, by sigla or name, such as MC"), "SIGLA"},
        {"several-provinces", 0, POPT_ARG_NONE, &import->several_provinces, 0,
         N_("also of provinces to which the registry is not bound"), NULL},
        {"accept", 0, POPT_ARG_STRING, &import->accept, 0,
         N_("a person has looked at the codici fiscali that are not of their names: CF_MISMATCH"),
         N_("NOTE")},
        {"other-rule", 0, POPT_ARG_NONE, &import->of_other_rule, 0,
         N_("also addresses of an older rule, which the names do not give"), NULL},
        {"new-domain", 0, POPT_ARG_NONE, &import->new_domain, 0,
         N_("no address of the scheme's domain is on record yet, but some of others"), NULL},
        {"dry-run", 0, POPT_ARG_NONE, &import->dry_run, 0,
         N_("say what would happen; write nothing"), NULL},
        {"encoding", 0, POPT_ARG_STRING, &import->encoding, 0,
         N_("the file's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "
            "iso-8859-15, cp850"),
         N_("NAME")},
        {"separator", 0, POPT_ARG_STRING, &import->separator, 0,
         N_("the file's; else found out: \";\", \",\", \"|\" or tab"), N_("CHARACTER")},
        POPT_TABLEEND,
    };
    struct options *options = &import->command.options;
    int status;

    import->list.roster.input.fd = -1;
    status = options_begin(options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON && options->argument_count != 1)
        status = options_fault(options, options->argument_count ? N_("one file at a time")
                                                                : N_("the file is missing"));
    if (status == OPTIONS_GO_ON && import->province && import->several_provinces)
        status = options_fault(options, "either --province or --several-provinces; not both");
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&import->command)) == 0)
        status = run(import);
    import_free(import);
    return status;
}
