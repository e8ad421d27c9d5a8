/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign.h"
#include "assign/renamed.h"
#include "assign/review.h"
#include "base/array.h"
#include "command/person-options.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/words.h"

#include <stdlib.h>

static const struct column columns[] = {
    {N_("address"), COLUMN_TEXT},      {N_("level"), COLUMN_NUMBER},
    {NC_("flag", "new"), COLUMN_FLAG}, {N_("proposal"), COLUMN_TEXT},
    {N_("notes"), COLUMN_LIST},        {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("error"), COLUMN_TEXT},
};

static int ask(struct assign *assign, const struct member *member,
               struct pecaddr_assignment *outcome, struct pecaddr_reason *reason)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    if (pecaddr_registry_assign(assign_answering(assign), assign->options.scheme, &member->person,
                                outcome, reason, &error) == PECADDR_OK)
        return 0;
    message_unavailable(&error);
    message("run the same command again: nobody is given two addresses");
    return EXIT_UNAVAILABLE;
}

static void write_records(const struct assign *assign, const struct pecaddr_assignment *outcome)
{
    struct records *records =
        records_begin(assign->output.file, assign->options.format, columns, ARRAY_SIZE(columns));
    struct buffer names = {0};

    buffer_text(&names, "");
    notes_names(&names, outcome->notes);
    records_row(records,
                (const char *const[]){
                    assign->dry_run ? NULL : outcome->address,
                    outcome->level == PECADDR_LEVEL_NONE ? NULL : number_text(outcome->level),
                    is_new(outcome) ? "yes" : "no",
                    assign->dry_run ? outcome->address : NULL,
                    names.data,
                    NULL,
                    NULL,
                });
    records_end(records);
    buffer_free(&names);
}

/* Why the person has no address; in a form for programs, that is a row of the output, which is
 * open. */
static int write_fault(struct assign *assign, const struct fault *fault,
                       const struct pecaddr_reason *reason)
{
    struct buffer error = {0}, names = {0};
    struct records *records;
    int r;

    fault_report(NULL, 0, fault);
    if (*reason->candidate)
        remark("note: the address would be %s", reason->candidate);
    if (assign->options.format == FORMAT_TEXT)
        return EXIT_ROWS;
    buffer_text(&names, "");
    notes_names(&names, reason->notes);
    fault_describe(&error, fault);
    records =
        records_begin(assign->output.file, assign->options.format, columns, ARRAY_SIZE(columns));
    records_row(records, (const char *const[]){NULL, NULL, NULL,
                                               *reason->candidate ? reason->candidate : NULL,
                                               names.data, fault->code, error.data});
    records_end(records);
    buffer_free(&error);
    buffer_free(&names);
    r = output_commit(&assign->output);
    return r ? r : EXIT_ROWS;
}

static void remark_renamed(const struct assign *assign, const char *address)
{
    char *on_record = renamed_on_record(assign->registry, address);
    struct buffer sentence = {0};

    if (on_record)
        review_describe_renamed(&sentence, on_record, in_language);
    else
        buffer_text(&sentence, in_language(note_sentence(PECADDR_NOTE_RENAMED)));
    remark_review("note: %s: %s", pecaddr_note_name(PECADDR_NOTE_RENAMED), sentence.data);
    remark("if the name on record is to be corrected: pecaddr registry correct %s --given NAMES "
           "--surname NAMES --why WORDS",
           address);
    buffer_free(&sentence);
    free(on_record);
}

/* Of a namesake with whose mailbox it is; of another name with which it is. */
static void remark_all_notes(const struct assign *assign, const struct member *member,
                             const struct pecaddr_assignment *outcome,
                             const struct pecaddr_reason *reason)
{
    const struct pecaddr_scheme *scheme = assign->options.scheme;
    const uint32_t namesake = PECADDR_NOTE_NAMESAKE, renamed = PECADDR_NOTE_RENAMED;
    struct buffer sentence = {0};

    remark_notes(outcome->notes & ~(namesake | renamed), scheme, &member->person);
    if (outcome->notes & renamed)
        remark_renamed(assign, outcome->address);
    if (!(outcome->notes & namesake))
        return;
    review_describe_note(&sentence, namesake, scheme, reason, member, in_language);
    remark_review("note: %s: %s", pecaddr_note_name(namesake), sentence.data);
    buffer_free(&sentence);
}

static int write_outcome(struct assign *assign, const struct member *member,
                         const struct pecaddr_assignment *outcome,
                         const struct pecaddr_reason *reason)
{
    int r;

    if (assign->options.format == FORMAT_TEXT)
        fprintf(assign->output.file, "%s\n", outcome->address);
    else
        write_records(assign, outcome);
    if (!is_new(outcome))
        remark("note: this person had the address already");
    if (assign->dry_run)
        remark("note: a dry run: nothing was put on record");
    remark_all_notes(assign, member, outcome, reason);
    r = output_commit(&assign->output);
    if (r && assign->dry_run)
        message("a dry run: nothing is on record; run the same command again");
    else if (r)
        message("%s is on record as this person's; run the same command again to have it written",
                outcome->address);
    return r;
}

static int run(struct assign *assign, struct arena *arena)
{
    struct member member = member_from_options(&assign->given, arena);
    struct pecaddr_assignment outcome = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct fault fault;
    int r, is_wrong = member_fault(assign->options.scheme, &member, &fault);

    if (is_wrong && assign->options.format == FORMAT_TEXT)
        return write_fault(assign, &fault, &reason);
    if ((r = assign_open(assign, -1)) != 0 || (r = assign_open_preview(assign)) != 0)
        return r;
    if (is_wrong)
        return write_fault(assign, &fault, &reason);
    member.person.accepted = assign->accepted | assign->accepts_all;
    if ((r = ask(assign, &member, &outcome, &reason)) != 0)
        return r;
    if (outcome.status == PECADDR_OK)
        return write_outcome(assign, &member, &outcome, &reason);
    fault = assign_fault(assign, &member, &outcome, &reason, arena);
    return write_fault(assign, &fault, &reason);
}

int assign_person(struct assign *assign)
{
    struct arena arena = {0};
    int r = run(assign, &arena);

    arena_free(&arena);
    return r;
}
