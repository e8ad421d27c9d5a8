/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/again.h"

#include "base/ascii.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/uri-shown.h"
#include "speech/words.h"

#include <string.h>

/* A word of a command line, which a shell takes as it is. */
static void append_word(struct buffer *command, const char *word)
{
    static const char plain[] = "_@%+=:,./-";
    bool is_plain = *word != '\0';

    for (const char *c = word; *c; c++)
        is_plain &= ascii_is_letter(*c) || ascii_is_digit(*c) || strchr(plain, *c) ||
                    (unsigned char)*c >= 0x80;
    if (is_plain) {
        buffer_text(command, word);
        return;
    }
    buffer_text(command, "'");
    for (const char *c = word; *c; c++)
        if (*c == '\'')
            buffer_text(command, "'\\''");
        else
            buffer_append(command, c, 1);
    buffer_text(command, "'");
}

static void append_option(struct buffer *command, const char *option, const char *value)
{
    buffer_format(command, " %s ", option);
    append_word(command, value);
}

static void append_flag(struct buffer *command, const char *option, int is_given)
{
    if (is_given)
        buffer_format(command, " %s", option);
}

/* One in which a password stands is not shown: it is among what is to be said as before. */
static void append_uri(struct buffer *command, struct buffer *as_before, const char *option,
                       const char *uri)
{
    struct buffer shown = {0};

    uri_show(&shown, uri);
    if (strcmp(shown.data, uri) == 0)
        append_option(command, option, uri);
    else if (!as_before->size || !strstr(as_before->data, option))
        buffer_format(as_before, "%s%s", as_before->size ? ", " : "", option);
    buffer_free(&shown);
}

/* How the file is read that pecaddr wrote in the roster's form; a sheet says it of itself. */
static void append_form(struct buffer *command, const struct work *work)
{
    const struct roster *roster = &work->roster;

    if (roster->is_sheet)
        return;
    if (!detection_holds_for_parts(&roster->detection))
        append_option(command, "--encoding", roster->detection.encoding.name);
    if (work->assign->separator)
        append_option(command, "--separator",
                      roster->separator == '\t' ? "tab" : (const char[]){roster->separator, '\0'});
}

static void append_options(struct buffer *command, struct buffer *as_before,
                           const struct work *work)
{
    const struct assign *assign = work->assign;

    append_form(command, work);
    if (assign->given.province)
        append_option(command, "--province", assign->given.province);
    append_flag(command, "--several-provinces", assign->several_provinces);
    append_flag(command, "--renumbered", assign->renumbered);
    append_flag(command, "--renamed", assign->renamed);
    append_flag(command, "--homonyms", assign->homonyms);
    append_flag(command, "--new-domain", assign->new_domain);
    append_flag(command, "--cells raw", assign->options.cells != NULL);
    append_flag(command, "--dry-run", assign->dry_run);
    if (assign->options.scheme_name)
        append_option(command, "--scheme", assign->options.scheme_name);
    append_uri(command, as_before, "--registry", assign->uri);
    for (char **source = assign->sources; source && *source; source++)
        append_uri(command, as_before, "--check", *source);
}

static void tell_file(const struct work *work)
{
    const struct review *review = &work->review;
    struct buffer command = {0}, as_before = {0}, notes = {0}, terms = {0};
    size_t rows = review->count + review->errors;

    buffer_text(&command, "pecaddr assign ");
    /* What begins so is an option. */
    buffer_text(&command, *review->file.name == '-' ? "./" : "");
    append_word(&command, review->file.name);
    notes_names(&notes, review->notes);
    if (review->count)
        buffer_format(&command, " --accept %s", notes.data);
    append_options(&command, &as_before, work);
    buffer_text(&terms, "");
    if (as_before.size)
        buffer_format(&terms, _(", with %s as before"), as_before.data);
    if (work->assign->output_path)
        buffer_text(&terms, _(", with another file as --output"));
    if (review->count)
        remark(ngettext("%s has %zu row to be corrected or confirmed; then%s: %s",
                        "%s has %zu rows to be corrected or confirmed; then%s: %s", rows),
               review->file.name, rows, terms.data, command.data);
    else
        remark(ngettext("%s has %zu row to be corrected; then%s: %s",
                        "%s has %zu rows to be corrected; then%s: %s", rows),
               review->file.name, rows, terms.data, command.data);
    buffer_free(&command);
    buffer_free(&as_before);
    buffer_free(&notes);
    buffer_free(&terms);
}

/* The roster itself is given again, with all that was accepted of it. */
static void tell_roster(const struct work *work)
{
    const struct assign *assign = work->assign;
    struct buffer notes = {0};

    if (assign->accepts_all)
        buffer_text(&notes, "all,");
    notes_names(&notes, work->review.notes | assign->accepted);
    remark("correct those that are wrong; then, for those that are right, run again with "
           "--accept %s",
           notes.data);
    buffer_free(&notes);
}

void again_tell(const struct work *work)
{
    const struct review *review = &work->review;

    if (review->count && work->assign->accepts_all)
        remark(
            "--accept all is not enough: what was not seen before, and a return to an entry that "
            "was left, is accepted by its name");
    if (review->file.name && (review->count || review->errors))
        tell_file(work);
    else if (review->count)
        tell_roster(work);
}
