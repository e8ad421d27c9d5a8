/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/review.h"

#include "runtime/terminal.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/mailbox.h"
#include "table/records.h"

#include <stdlib.h>

static void describe_perhaps_nothing(struct buffer *buffer, const struct member *member,
                                     language_fn *in)
{
    int is_given = member->perhaps_nothing == PECADDR_FIELD_GIVEN;
    struct pecaddr_text text = text_trim(is_given ? member->person.given : member->person.surname);

    buffer_format(buffer,
                  in(is_given ? N_("the given names are %.*s, which may stand for an empty cell")
                              : N_("the surname is %.*s, which may stand for an empty cell")),
                  (int)text.size, text.data);
}

/* Who is on record at an address: `a.neri@..., Anna Neri, NRENNA..., MC A 5`, as far as it is known. */
static void describe_holder(struct buffer *buffer, const struct pecaddr_reason *reason)
{
    char entry[ENTRY_WORDS_SIZE];

    buffer_text(buffer, reason->address);
    if (*reason->given || *reason->surname)
        buffer_format(buffer, ", %s%s%s", reason->given,
                      *reason->given && *reason->surname ? " " : "", reason->surname);
    if (*reason->holder)
        buffer_format(buffer, ", %s", reason->holder);
    if (*entry_words(entry, reason->province, reason->section, reason->number))
        buffer_format(buffer, ", %s", entry);
}

static void describe_namesake(struct buffer *buffer, const struct pecaddr_reason *reason,
                              language_fn *in)
{
    struct buffer holder = {0};

    describe_holder(&holder, reason);
    if (*reason->given || *reason->surname)
        buffer_format(
            buffer,
            in(N_("a person of the same name has an address already, %s; check that it is "
                  "somebody else")),
            holder.data);
    else
        buffer_format(buffer,
                      in(N_("an address of this name is on record, %s, and not whose it is; check "
                            "that it is somebody else's")),
                      holder.data);
    buffer_free(&holder);
}

/* What a holder's claim waits for who would be back on an entry that he had left. */
static void describe_going_back(struct buffer *buffer, uint32_t note,
                                const struct pecaddr_reason *reason, language_fn *in)
{
    char entry[ENTRY_WORDS_SIZE], date[DATE_SIZE];

    if (note == PECADDR_NOTE_MOVED)
        buffer_format(buffer,
                      in(N_("this person was on this register entry before, and is on record on %s "
                            "since; check that the row is not of an older roster")),
                      entry_words(entry, reason->province, reason->section, reason->number));
    else if (*reason->left)
        buffer_format(buffer,
                      in(N_("this person left on %s, as is on record; check that the row is not of "
                            "an older roster, and that the person is a member again")),
                      date_words(reason->left, in, date));
    else
        buffer_text(
            buffer,
            in(N_("the mailbox of this person has ended, as is on record; check that the row "
                  "is not of an older roster, and that the person is to have it again")));
}

void review_describe_renamed(struct buffer *buffer, const char *on_record, language_fn *in)
{
    buffer_format(
        buffer, in(N_("this person is on record under another name, %s; check which one is right")),
        on_record);
}

static void describe_renamed_holder(struct buffer *buffer, const struct pecaddr_reason *reason,
                                    language_fn *in)
{
    char *name = text_name(text_of(reason->given), text_of(reason->surname));

    review_describe_renamed(buffer, name, in);
    free(name);
}

void review_describe_note(struct buffer *buffer, uint32_t note, const struct pecaddr_scheme *scheme,
                          const struct pecaddr_reason *reason, const struct member *member,
                          language_fn *in)
{
    if (note == PECADDR_NOTE_DOUBT && member->doubted && member->letters.is_misread)
        buffer_format(buffer,
                      in(N_("the letters look like %s that was misread before; look how the name "
                            "is written")),
                      member->doubted);
    else if (note == PECADDR_NOTE_DOUBT && member->doubted)
        buffer_format(buffer,
                      in(N_("the letters look like %s: with --encoding %s they are read so")),
                      member->doubted, member->doubted);
    else if (note == PECADDR_NOTE_DOUBT && member->perhaps_nothing)
        describe_perhaps_nothing(buffer, member, in);
    else if (note == PECADDR_NOTE_NAMESAKE && *reason->address)
        describe_namesake(buffer, reason, in);
    else if (reason->contradiction == PECADDR_CONTRADICTION_REVIEW &&
             (note == PECADDR_NOTE_MOVED || note == PECADDR_NOTE_RETURNED))
        describe_going_back(buffer, note, reason, in);
    else if (note == PECADDR_NOTE_RENAMED &&
             reason->contradiction == PECADDR_CONTRADICTION_REVIEW &&
             (*reason->given || *reason->surname))
        describe_renamed_holder(buffer, reason, in);
    else
        note_describe(buffer, note, scheme, &member->person, in);
}

/* What each of the notes says, one after the other. */
static void describe_notes(struct buffer *buffer, const struct pecaddr_scheme *scheme,
                           const struct pecaddr_reason *reason, const struct member *member,
                           int with_names, language_fn *in)
{
    int is_first = 1;

    for (uint32_t note = 1; note && note <= reason->notes; note <<= 1) {
        const char *name = reason->notes & note ? pecaddr_note_name(note) : NULL;

        if (!name)
            continue;
        if (!is_first)
            buffer_text(buffer, "; ");
        if (with_names)
            buffer_format(buffer, "%s: ", name);
        review_describe_note(buffer, note, scheme, reason, member, in);
        is_first = 0;
    }
}

struct fault review_fault(const struct pecaddr_scheme *scheme, const struct pecaddr_reason *reason,
                          const struct member *member, const char *what_to_do, struct arena *arena)
{
    struct fault fault = {.code = pecaddr_status_name(PECADDR_E_REVIEW), .what_to_do = what_to_do};
    struct buffer what = {0};

    describe_notes(&what, scheme, reason, member, 1, in_language);
    fault.what = arena_copy(arena, what.data, what.size);
    buffer_clear(&what);
    describe_notes(&what, scheme, reason, member, 1, in_result);
    fault.what_english = arena_copy(arena, what.data, what.size);
    buffer_free(&what);
    return fault;
}

void review_add(struct review *review, const struct pecaddr_scheme *scheme, size_t line,
                const struct member *member, const struct pecaddr_reason *reason, uint32_t notes)
{
    struct buffer names = {0}, meaning = {0};

    review->notes |= notes;
    if (review->count++ >= REVIEW_LISTED_MAX)
        return;
    notes_names(&names, reason->notes);
    describe_notes(&meaning, scheme, reason, member, 0, in_language);
    review->rows[review->n++] = (struct review_row){
        .line = line,
        .name = text_name(member->person.given, member->person.surname),
        .address = memory_copy(reason->candidate),
        .notes = names.data,
        .meaning = meaning.data,
    };
}

/* The widest of each column. */
struct widths {
    size_t line, name, address, notes;
};

static void widen(size_t *width, const char *text)
{
    size_t size = text_width(text_of(text));

    if (size > *width)
        *width = size;
}

static struct widths widths_of(const struct review *review)
{
    struct widths widths = {0};

    for (size_t i = 0; i < review->n; i++) {
        widen(&widths.line, number_text(review->rows[i].line));
        widen(&widths.name, review->rows[i].name);
        widen(&widths.address, review->rows[i].address);
        widen(&widths.notes, review->rows[i].notes);
    }
    return widths;
}

static void append_cell(struct buffer *line, const char *text, size_t width)
{
    size_t taken = text_width(text_of(text));

    buffer_format(line, "%s%*s  ", text, (int)(width > taken ? width - taken : 0), "");
}

static void tell_row(const struct review_row *row, const struct widths *widths)
{
    struct buffer line = {0};

    buffer_format(&line, "  %*zu  ", (int)widths->line, row->line);
    append_cell(&line, row->name, widths->name);
    if (widths->address)
        append_cell(&line, row->address, widths->address);
    append_cell(&line, row->notes, widths->notes);
    buffer_text(&line, row->meaning);
    remark("%s", line.data);
    buffer_free(&line);
}

/* What a terminal has no room for in one line: what is wrong stands below who it is. */
static void tell_row_below(const struct review_row *row, const struct widths *widths)
{
    struct buffer lines = {0};

    buffer_format(&lines, "  %*zu  %s  ", (int)widths->line, row->line, row->name);
    if (*row->address)
        buffer_format(&lines, "%s  ", row->address);
    buffer_text(&lines, row->notes);
    remark("%s", lines.data);
    buffer_clear(&lines);
    buffer_format(&lines, "  %*s  %s", (int)widths->line, "", row->meaning);
    remark("%s", lines.data);
    buffer_free(&lines);
}

static int is_too_wide(const struct review *review, const struct widths *widths)
{
    size_t columns = terminal_columns(stderr), meaning = 0;
    size_t before = widths->line + widths->name + widths->notes + 8 +
                    (widths->address ? widths->address + 2 : 0);

    for (size_t i = 0; i < review->n; i++)
        widen(&meaning, review->rows[i].meaning);
    return columns && before + meaning > columns;
}

static void tell_heading(const struct review *review)
{
    remark(
        ngettext("%zu row waits, without an address, for a person to look at it:",
                 "%zu rows wait, without an address, for a person to look at them:", review->count),
        review->count);
}

static void tell_list(const struct review *review)
{
    struct widths widths = widths_of(review);
    int is_below = is_too_wide(review, &widths);

    tell_heading(review);
    for (size_t i = 0; i < review->n; i++) {
        if (is_below)
            tell_row_below(&review->rows[i], &widths);
        else
            tell_row(&review->rows[i], &widths);
    }
    if (review->count > review->n && review->file.name)
        remark("  and %zu more", review->count - review->n);
    else if (review->count > review->n)
        remark("  and %zu more; --review FILE writes them all", review->count - review->n);
}

/* Accepted, it would be a second mailbox of one person, silently, for ever. */
static void tell_namesakes(const struct review *review)
{
    if (review->notes & (uint32_t)PECADDR_NOTE_NAMESAKE)
        remark("NAMESAKE: accept it only if it is somebody else; if it is the same person: pecaddr "
               "registry relink ADDRESS --holder CF --why WORDS, the same codice fiscale (or the "
               "same provisional one) in the row, and the same command again; to a mailbox without "
               "a register entry on record, registry import of a line with address, name and entry "
               "adds it");
}

void review_tell(const struct review *review)
{
    if (!review->count)
        return;
    tell_list(review);
    tell_namesakes(review);
}

void review_free(struct review *review)
{
    output_discard(&review->file);
    for (size_t i = 0; i < review->n; i++) {
        free(review->rows[i].name);
        free(review->rows[i].address);
        free(review->rows[i].notes);
        free(review->rows[i].meaning);
    }
}
