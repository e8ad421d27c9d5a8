/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign-work.h"
#include "command/scheme-file.h"
#include "intake/header.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/memory.h"
#include "speech/interrupted.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/province.h"
#include "speech/text.h"
#include "speech/words.h"

#include <stdlib.h>

/* What is on record when the command ends early, and how to go on; `rows` have their address. */
static void say_what_stands(struct work *work, const char *why, size_t rows)
{
    work_tell_faults(work, 0);
    if (work->assign->dry_run && work->assign->output.reader_is_gone)
        return; /* nothing stands, and who reads no more knows why */
    if (work->assign->dry_run)
        message("%sa dry run: nothing is on record; run the same command again", why);
    else
        message(ngettext("%s%zu row has its address on record; run the same command again to "
                         "complete the roster, nobody is given two",
                         "%s%zu rows have their address on record; run the same command again to "
                         "complete the roster, nobody is given two",
                         rows),
                why, rows);
}

/* The line of the first row of the chunk that got no answer for a reason that is not its own. */
static size_t line_that_failed(const struct work *work)
{
    for (size_t i = 0; i < work->chunk.n; i++)
        if (work->is_asked[i] && work->outcomes[i].status == PECADDR_E_UNAVAILABLE)
            return work->chunk.rows[i].line;
    return work->chunk.rows[0].line;
}

/* The registry or a source gave up in the chunk: who has been given an address in it has it. */
static int give_up(struct work *work, const struct pecaddr_registry_error *error)
{
    struct buffer why = {0};
    size_t done = 0;

    for (size_t i = 0; i < work->chunk.n; i++)
        done += work->is_asked[i] && work->outcomes[i].status == PECADDR_OK;
    work_tell_faults(work, 0);
    message_unavailable(error);
    buffer_format(&why, _("stopped at %s:%zu: "), work->roster.input.name, line_that_failed(work));
    say_what_stands(work, why.data, work->given_now + work->held + done);
    buffer_free(&why);
    return EXIT_UNAVAILABLE;
}

static int check_outputs(struct work *work)
{
    int r = output_check(&work->assign->output);

    return r == 0 && work->review.file.file ? output_check(&work->review.file) : r;
}

/* A source is asked about each row. */
static size_t rows_at_once(const struct assign *assign)
{
    return assign->sources ? CHUNK_ROWS : CHUNK_ROWS_MAX;
}

static int assign_chunks(struct work *work)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t most = rows_at_once(work->assign);
    int r;

    while ((r = chunk_read(&work->chunk, &work->roster, most)) == 0 && work->chunk.n) {
        if (interrupt_came()) {
            say_what_stands(work, _("interrupted: "), work->given_now + work->held);
            return EXIT_UNAVAILABLE;
        }
        if ((r = work_prepare(work)) != 0)
            break;
        if (work_ask(work, &error) != 0)
            return give_up(work, &error);
        work_write(work);
        if ((r = check_outputs(work)) != 0)
            break;
        progress_tell(work->rows);
    }
    if (r)
        say_what_stands(work, "", work->given_now + work->held);
    return r;
}

/* Opening. */

/* The columns without which no row can have an address. */
static int check_columns(struct work *work)
{
    struct roster *roster = &work->roster;

    if (!roster->names_persons)
        return roster_lacks(roster, roster->column[ROSTER_GIVEN] == ROSTER_NO_COLUMN
                                        ? ROSTER_GIVEN
                                        : ROSTER_SURNAME);
    if (roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN && !work->assign->given.province)
        return roster_lacks(roster, ROSTER_PROVINCE);
    if (roster->column[ROSTER_NUMBER] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_NUMBER);
    if (roster->column[ROSTER_SECTION] == ROSTER_NO_COLUMN && roster->needs_section)
        return roster_lacks(roster, ROSTER_SECTION);
    return 0;
}

static const char *province_said_by(const struct assign *assign)
{
    return assign->province_is_usual ? "PECADDR_PROVINCE" : "--province";
}

/* --province is one of the Orders', whatever the rows say. */
static int check_province(const struct assign *assign)
{
    struct buffer advice = {0};
    int status;

    if (!assign->given.province ||
        scheme_takes_province(assign->options.scheme, assign->given.province))
        return 0;
    if (!province_advise(&advice, text_of(assign->given.province), in_language))
        buffer_text(&advice, _("give the Order's sigla, such as MC"));
    status = options_fault(&assign->options, "%s %s: %s; %s", province_said_by(assign),
                           assign->given.province, gettext(pecaddr_strerror(PECADDR_E_PROVINCE)),
                           advice.data);
    buffer_free(&advice);
    return status;
}

/* Which column says the province: with --province none does, whatever it is called; the
   environment says it where there is no column. */
static void choose_province(struct work *work)
{
    struct roster *roster = &work->roster;
    char **province = &work->assign->given.province;
    const char *usual = getenv("PECADDR_PROVINCE");
    struct buffer column = {0};

    if (roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN) {
        work->assign->province_is_usual =
            !*province && usual && *usual && !work->assign->several_provinces;
        if (work->assign->province_is_usual) {
            *province = memory_copy(usual);
            options_province(province);
        }
    } else if (*province) {
        header_show(roster, roster->column[ROSTER_PROVINCE], &column);
        remark("%s: column %s is not asked: --province %s says it of all", roster->input.name,
               column.data, *province);
        roster->column[ROSTER_PROVINCE] = ROSTER_NO_COLUMN;
        buffer_free(&column);
    }
}

static int open_roster(struct work *work)
{
    const struct assign *assign = work->assign;
    int r = roster_open(&work->roster, assign->options.arguments[0], assign->encoding,
                        assign->separator);

    work->roster.is_sheet = assign->options.format == FORMAT_SHEET;
    if (r == 0) {
        choose_province(work);
        r = check_columns(work);
    }
    if (r == 0)
        r = check_province(assign);
    if (r == 0) {
        roster_describe(&work->roster);
        scheme_remark_overlap(assign->options.scheme);
    }
    return r;
}

static int open_review(struct work *work)
{
    int r;

    if (!work->assign->review_path)
        return 0;
    r = output_open_for(&work->review.file, "--review", work->assign->review_path);
    if (r == 0 && output_would_replace(work->assign->review_path))
        return options_fault(&work->assign->options,
                             "--review %s: this file is there already, and what was corrected in "
                             "it would be lost; give another name, or move the file away",
                             work->assign->review_path);
    if (r == 0)
        roster_write_header(&work->roster, &work->review.file);
    return r;
}

/* Both files, or neither: that of --review first, for a result without the list of what is left to do
   would say that all is well. */
static int end_outputs(struct work *work, int r)
{
    struct assign *assign = work->assign;

    records_end(work->records);
    if (r == 0) {
        if (work->review.file.file)
            r = output_commit(&work->review.file);
        if (r == 0)
            r = output_commit(&assign->output);
        if (r)
            output_take_back(&work->review.file);
        if (r)
            say_what_stands(work, "", work->given_now + work->held);
    }
    if (r) {
        output_discard(&assign->output);
        output_discard(&work->review.file);
    }
    return r;
}

/* The roster is read once before anybody is given an address. SPEC §6. */
static int survey_rows(struct work *work, const struct survey_terms *terms)
{
    int r;

    while ((r = chunk_read(&work->chunk, &work->roster, CHUNK_ROWS)) == 0 && work->chunk.n) {
        if (interrupt_came()) {
            say_what_stands(work, _("interrupted: "), 0);
            return EXIT_UNAVAILABLE;
        }
        r = survey_add(&work->survey, &work->roster, terms, &work->chunk);
        if (r)
            return r;
        progress_tell(work->survey.rows);
    }
    return r;
}

static int survey(struct work *work)
{
    struct assign *assign = work->assign;
    const struct survey_terms terms = {
        .scheme = assign->options.scheme,
        .registry = assign->registry,
        .province = assign->given.province,
        .said_by = province_said_by(assign),
        .may_be_several = assign->several_provinces,
        .may_be_renumbered = assign->renumbered,
        .may_be_renamed = assign->renamed,
        .may_contradict = assign->accepts_mismatch,
        .has_sources = assign->sources != NULL,
        .may_be_homonyms = assign->homonyms,
        .members = work->members,
    };
    int r;

    progress_begin(work->roster.input.fd, &work->roster.input.offset, &assign->output);
    r = survey_rows(work, &terms);
    progress_end();
    if (r == 0)
        r = survey_end(&work->survey, &work->roster, &terms);
    return r ? r : roster_restart(&work->roster);
}

/* A result may take the place of its roster, of which it keeps all; JSON keeps but what was read. */
static int replaceable(const struct work *work)
{
    return work->assign->options.format == FORMAT_JSON ? -1 : work->roster.input.fd;
}

static int run(struct work *work)
{
    struct assign *assign = work->assign;
    int r;

    if ((r = open_roster(work)) != 0 || (r = assign_open(assign, replaceable(work))) != 0 ||
        (r = open_review(work)) != 0)
        return r;
    interrupt_watch();
    if ((r = survey(work)) != 0 || (r = assign_open_preview(assign)) != 0)
        return r;
    work_begin_output(work);
    progress_begin(work->roster.input.fd, &work->roster.input.offset, &assign->output);
    r = assign_chunks(work);
    progress_end();
    r = end_outputs(work, r);
    work_tell_faults(work, r == 0);
    if (r == 0) {
        work_write_totals(work);
        roster_remark_formulas(&work->roster);
    }
    return r                                                           ? r
           : (work->errors + work->waiting + work->ended > work->over) ? EXIT_ROWS
                                                                       : EXIT_DONE;
}

int assign_roster(struct assign *assign)
{
    struct work *work = memory_new(sizeof *work);
    int r;

    work->assign = assign;
    work->roster.input.fd = -1;
    r = run(work);
    review_free(&work->review);
    buffer_free(&work->first_ended);
    fault_list_free(&work->faults);
    survey_free(&work->survey);
    movers_free(&work->movers);
    roster_close(&work->roster);
    arena_free(&work->chunk.arena);
    free(work);
    return r;
}
