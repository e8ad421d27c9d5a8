/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "intake/icu.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/sentence.h"
#include "table/mailbox.h"

static const struct usage usage = {
    "--registry URI",
    "Looks whether the registry is whole, and changes nothing:\n"
    "  the database checks itself, and its rules are compared with those of this\n"
    "  version; in PostgreSQL as far as this user may, and what could not be checked\n"
    "  is told as a note;\n"
    "  what must hold is asked of it: no address, holder or register entry twice, no\n"
    "  line of history missing, no step that cannot be, no date that is none;\n"
    "  every address is derived again from what was kept when it was issued: name,\n"
    "  register entry, scheme, what each candidate was answered. Those that the rules\n"
    "  do not give any more are listed, with what the rules would give, and why.\n"
    "An address that is listed stays as it is; that it is listed says that the\n"
    "registry was changed by other means than pecaddr, or is damaged.\n"
    "\n"
    "What was imported was not issued here, and is counted only. --scheme means\n"
    "nothing here: the scheme of each address is on record.\n"
    "\n"
    "Exit status: 0 all is well; 1 not all; 2 usage; 3 registry or output\n"
    "unavailable.\n",
};

struct verify {
    struct registry_command command;
    struct records *records;
    size_t right, imported, forgotten, wrong, faults;
};

static const struct column columns[] = {
    {N_("address"), COLUMN_TEXT},
    {N_("state"), COLUMN_WORD},
    {N_("given"), COLUMN_TEXT},
    {N_("surname"), COLUMN_TEXT},
    {N_("entry"), COLUMN_TEXT},
    {N_("receipt"), COLUMN_LIST},
    {N_("expected"), COLUMN_TEXT},
    {N_("why"), COLUMN_TEXT},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS}, /* people have all of this in the sentence */
    {"what", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {"revision", COLUMN_NUMBER | COLUMN_FOR_PROGRAMS},
};

static const char *code_of(int status)
{
    return status == PECADDR_NO_MATCH ? "DIFFERS" : pecaddr_status_name(status);
}

static void describe(struct buffer *why, int status)
{
    buffer_format(why, "%s: ", code_of(status));
    switch (status) {
    case PECADDR_NO_MATCH:
        buffer_text(why, in_result("the rules give another address, or reserve this one"));
        break;
    case PECADDR_E_STATE:
        buffer_text(why, in_result("the rules give it, but never with this receipt"));
        break;
    case PECADDR_E_SCHEME:
        buffer_text(why,
                    in_result("this version cannot read its scheme, or lacks its tables; use the "
                              "version that issued it, or a newer one"));
        break;
    default:
        buffer_text(why, in_result(pecaddr_strerror(status)));
        break;
    }
}

static int verify_mailbox(void *user, const struct pecaddr_mailbox *mailbox, int status,
                          const char *expected)
{
    struct verify *verify = user;
    char entry[ENTRY_WORDS_SIZE];
    struct buffer why = {0};

    if (status == PECADDR_OK && mailbox->level == PECADDR_LEVEL_NONE)
        verify->imported++;
    else if (status == PECADDR_OK)
        verify->right++;
    else if (status == PECADDR_DONE)
        verify->forgotten++;
    progress_tell(verify->right + verify->imported + verify->forgotten + verify->wrong);
    if (status == PECADDR_OK || status == PECADDR_DONE)
        return interrupt_came() ? PECADDR_DONE : 0;
    verify->wrong++;
    describe(&why, status);
    records_row(verify->records, (const char *const[]){
                                     mailbox->address,
                                     pecaddr_state_name(mailbox->state),
                                     mailbox->given,
                                     mailbox->surname,
                                     entry_words(entry, mailbox->issued_province,
                                                 mailbox->issued_section, mailbox->issued_number),
                                     mailbox->receipt,
                                     *expected ? expected : NULL,
                                     why.data,
                                     code_of(status),
                                     NULL,
                                     NULL,
                                 });
    buffer_free(&why);
    return interrupt_came() || ferror(verify->command.output.file) ? PECADDR_DONE : 0;
}

static const char *text_or_null(const char *text)
{
    return *text ? text : NULL;
}

/* What else is not as it must be, as the registry says it. */
static int verify_finding(void *user, const struct pecaddr_finding *finding)
{
    struct verify *verify = user;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct buffer why = {0};

    pecaddr_finding_tell(finding, &told);
    if (finding->kind == PECADDR_FINDING_UNCHECKED) {
        remark_registry(&told);
        return interrupt_came() ? PECADDR_DONE : 0;
    }
    verify->faults++;
    buffer_format(&why, "%s: ", pecaddr_finding_name(finding->kind));
    sentence_append(&why, &told, told.code, in_result);
    records_row(verify->records, (const char *const[]){
                                     text_or_null(finding->address),
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL,
                                     why.data,
                                     pecaddr_finding_name(finding->kind),
                                     text_or_null(finding->what),
                                     finding->revision ? number_text(finding->revision) : NULL,
                                 });
    buffer_free(&why);
    return interrupt_came() || ferror(verify->command.output.file) ? PECADDR_DONE : 0;
}

static int run(struct verify *verify)
{
    struct registry_command *command = &verify->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status;
    const struct icu *icu;

    if (r)
        return r;
    /* Without it the addresses of schemes that transliterate cannot be derived, and are listed. */
    icu = icu_load();
    verify->records =
        records_begin(command->output.file, command->options.format, columns, ARRAY_SIZE(columns));
    interrupt_watch();
    progress_begin(-1, NULL, &command->output);
    r = pecaddr_registry_verify(command->registry, icu ? icu->transliterator() : NULL,
                                verify_mailbox, verify_finding, verify, &error);
    progress_end();
    records_end(verify->records);
    status = r < 0                            ? message_registry(&error, r)
             : verify->wrong + verify->faults ? EXIT_ROWS
                                              : EXIT_DONE;
    if (interrupt_came())
        status = interrupt_stops_reading();
    status = registry_command_finish(command, status);
    if (status <= EXIT_ROWS) {
        remark("right    %8zu", verify->right);
        remark("imported %8zu", verify->imported);
        if (verify->forgotten)
            remark("forgotten %7zu", verify->forgotten);
        remark("wrong    %8zu", verify->wrong);
        if (verify->faults)
            remark("faults   %8zu", verify->faults);
    }
    return status;
}

int cmd_registry_verify(int argc, const char **argv)
{
    struct verify verify = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(verify.command),
        OUTPUT_OPTION(verify.command),
        POPT_TABLEEND,
    };
    struct options *options = &verify.command.options;
    int status = options_begin(options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options->argument_count)
        status = options_fault(options, "%s: all addresses are verified", options->arguments[0]);
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&verify.command)) == 0)
        status = run(&verify);
    registry_command_end(&verify.command);
    return status;
}
