/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"

#include <string.h>

/* What is said of a header: which columns are read, and what to do where one is missing. */

static void show_header(const struct roster *roster, struct buffer *buffer)
{
    enum { SHOWN_MAX = 20 };

    for (size_t i = 0; i < roster->header.n && i < SHOWN_MAX; i++) {
        if (i)
            buffer_text(buffer, ", ");
        header_show_cell(roster, buffer, &roster->header.cells[i]);
    }
    if (roster->header.n > SHOWN_MAX)
        buffer_format(buffer, _(" and %zu more"), roster->header.n - SHOWN_MAX);
}

/* The columns of some fields, each by both its names: how many. */
static size_t show_columns(const struct roster *roster, struct buffer *buffer, size_t fields)
{
    size_t known = 0;

    for (size_t i = 0; i < fields; i++) {
        if (roster->column[i] == ROSTER_NO_COLUMN)
            continue;
        buffer_format(buffer, "%s%s ", known++ ? ", " : "", header_field_columns[i]);
        header_show_cell(roster, buffer, &roster->header.cells[roster->column[i]]);
    }
    return known;
}

/* `Rinnovata il`. */
static bool looks_like_renewal(const char *name)
{
    static const char *const renewals[] = {"rinnov"}, *const days[] = {"il ", "dal ", "fino "};

    return header_has_word(name, renewals, ARRAY_SIZE(renewals)) &&
           header_has_word(name, days, ARRAY_SIZE(days));
}

/* Whether a column that is not known looks as if it said when a mailbox begins or ends: by a word
   that begins so, unless it is about something else. */
static bool looks_like_date(const char *name)
{
    static const char *const words[] = {"scad",  "expir", "data",  "date",
                                        "uscit", "cessa", "cancel"};
    static const char *const others[] = {"nascita", "birth", "iscrizione"};

    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        if (strstr(name, others[i]))
            return false;
    return header_has_word(name, words, ARRAY_SIZE(words)) || looks_like_renewal(name);
}

/* Whether a column that is not known looks as if it said what became of a mailbox. */
static bool looks_like_outcome(const char *name)
{
    static const char *const words[] = {"esito",  "esiti",      "stato ",   "errore", "errori",
                                        "motivo", "motivazion", "conferma", "scart"};
    static const char *const others[] = {"civile ",       "nascita ",  "residenza ",
                                         "cittadinanza ", "famiglia ", "estero ",
                                         "nazione ",      "matrimon",  "iscrizione "};

    return header_has_word(name, words, ARRAY_SIZE(words)) &&
           !header_has_word(name, others, ARRAY_SIZE(others));
}

/* The columns that are not known, and look like something: all, those of standing and of outcome, or those
   that are not. */
enum unread { UNREAD_ALL, UNREAD_OF_STANDING, UNREAD_OF_NOTHING };

static bool is_among(const struct roster *roster, size_t column, enum unread which)
{
    bool is_of_standing =
        roster->standing[column] != STANDING_NONE || roster->outcome[column] != OUTCOME_NONE;

    return which == UNREAD_ALL || is_of_standing == (which == UNREAD_OF_STANDING);
}

static struct buffer list_unread(const struct roster *roster, enum unread which,
                                 bool (*looks_so)(const char *name))
{
    struct buffer name = {0}, unread = {0};

    for (size_t i = 0; i < roster->header.n; i++) {
        header_simplify(roster, &roster->header.cells[i], &name);
        if (!name.size || header_named(name.data).field != ROSTER_FIELDS ||
            roster_is_proposal(roster, i) || !looks_so(name.data) || !is_among(roster, i, which))
            continue;
        buffer_text(&unread, unread.size ? ", " : "");
        header_show_cell(roster, &unread, &roster->header.cells[i]);
    }
    buffer_free(&name);
    return unread;
}

/* What may have been meant for a date of a mailbox and is none: nobody should believe it read. */
static void remark_dates(const struct roster *roster, enum unread which)
{
    struct buffer unread = list_unread(roster, which, looks_like_date), expires = {0};

    if (unread.size && roster->column[ROSTER_EXPIRES] != ROSTER_NO_COLUMN) {
        header_show(roster, roster->column[ROSTER_EXPIRES], &expires);
        remark("%s: not read: %s; the date of expiry is that of column %s, and that of leaving "
               "stands in a column uscita",
               roster->input.name, unread.data, expires.data);
    } else if (unread.size) {
        remark("%s: not read: %s; a date of expiry stands in a column scadenza, that of leaving in "
               "a column uscita",
               roster->input.name, unread.data);
    }
    buffer_free(&unread);
    buffer_free(&expires);
}

/* Those by which a row can be refused, though no day is taken from them. */
static void remark_standing(const struct roster *roster)
{
    struct buffer found = list_unread(roster, UNREAD_OF_STANDING, looks_like_date);

    if (found.size)
        remark(
            "%s: read only for what contradicts that a mailbox is active, or its holder a member: "
            "%s; the day of leaving stands in a column uscita",
            roster->input.name, found.data);
    buffer_free(&found);
}

/* The same of what became of it. */
static void remark_outcomes(const struct roster *roster)
{
    struct buffer unread = list_unread(roster, UNREAD_OF_NOTHING, looks_like_outcome);

    if (unread.size)
        remark("%s: not read: %s; what became of a mailbox stands in a column esito, stato casella "
               "or errore",
               roster->input.name, unread.data);
    buffer_free(&unread);
}

/* How the encoding is known, in a word. */
static const char *how_detected(enum detected how)
{
    switch (how) {
    case DETECTED_FORCED:
        return _("forced");
    case DETECTED_MARK:
        return _("byte order mark");
    case DETECTED_FOUND:
        return _("found out");
    case DETECTED_ASSUMED:
        break;
    }
    return _("assumed");
}

static void remark_letter(const char *file, size_t line, const char *encoding)
{
    remark("%s:%zu: this may be a letter of %s; if the names with accents are wrong, force "
           "--encoding %s",
           file, line, encoding, encoding);
}

/* What in the file's bytes a person should look at before trusting how they are read. */
static void remark_encoding(const struct roster *roster)
{
    const struct detection *detection = &roster->detection;
    const char *file = roster->input.name;

    if (detection->encoding.kind == ENCODING_TABLE && detection->dos && detection->windows)
        remark("%s: accents of two encodings are mixed: windows-1252 on line %zu (in all %zu), "
               "cp850 on line %zu (in all %zu); look at them before you trust the result",
               file, detection->windows_line, detection->windows, detection->dos_line,
               detection->dos);
    if (detection->encoding.kind == ENCODING_UTF8 && detection->bad)
        remark("%s: not all of it is UTF-8; the first such byte is on line %zu: was the file put "
               "together from several?",
               file, detection->bad_line);
    if (detection->how == DETECTED_FORCED)
        return;
    if (detection->other[0])
        remark("%s: it may be %s: look at the names with accents, and if they are wrong, force "
               "--encoding %s",
               file, detection->other, detection->other);
    if (detection->encoding.kind == ENCODING_TABLE && detection->latin9 &&
        (detection->acute || detection->c1))
        remark_letter(file, detection->latin9_line, "iso-8859-15");
    if (detection->encoding.kind == ENCODING_TABLE && detection->either && !detection->dos &&
        !detection->windows)
        remark_letter(file, detection->either_line, "cp850");
}

/* Whether a file that was cut short lost a part of what pecaddr reads, and nothing shows it. (A
   codice fiscale has its check character.) */
static void remark_unended(const struct roster *roster)
{
    for (size_t i = 0; i < ROSTER_ADDRESS && roster->detection.unended_line; i++)
        if (i != ROSTER_HOLDER && roster->column[i] + 1 == roster->header.n)
            remark("%s:%zu: the last line has no line end: if the file was cut short, so may be "
                   "its last cell",
                   roster->input.name, roster->detection.unended_line);
}

static void describe(const struct roster *roster, size_t fields)
{
    const struct detection *detection = &roster->detection;
    struct buffer text = {0};
    char separator[] = {roster->separator, '\0'};
    size_t known = show_columns(roster, &text, fields);

    remark(ngettext("%s: %s (%s), separator %s%s%s, column %s",
                    "%s: %s (%s), separator %s%s%s, columns %s", known),
           roster->input.name, detection->encoding.name, how_detected(detection->how),
           *separator == '\t' ? "" : "\"", *separator == '\t' ? "TAB" : separator,
           *separator == '\t' ? "" : "\"", text.data ? text.data : "");
    buffer_free(&text);
    remark_encoding(roster);
    remark_unended(roster);
}

void roster_describe(const struct roster *roster)
{
    describe(roster, ROSTER_ADDRESS);
    header_tell_unread(roster);
}

void roster_describe_list(const struct roster *roster, bool is_of_step, bool is_of_import)
{
    describe(roster, ROSTER_FIELDS);
    header_tell_unread(roster);
    remark_dates(roster, is_of_step || is_of_import ? UNREAD_OF_NOTHING : UNREAD_ALL);
    if (is_of_step)
        remark_outcomes(roster);
    if (is_of_import)
        remark_standing(roster);
}

/* A row below the header that names columns: its line, or 0. */
static size_t line_of_later_header(struct roster *roster)
{
    enum { LOOKED_AT = 20 };
    struct arena arena = {0};
    size_t line = 0;

    for (int i = 0; i < LOOKED_AT && !line; i++) {
        struct roster_row row;

        if (roster_next(roster, &arena, &row) <= 0)
            break;
        if (header_count_known(roster, &row) >= 2)
            line = row.line;
    }
    arena_free(&arena);
    return line;
}

/* What holds a full name. */
static const char *const full_names[] = {
    "name",
    "denominazione",
    "professionista",
    "iscritto",
};

static int is_full_name(const char *name)
{
    return header_named(name).field == ROSTER_FULL_NAME ||
           header_is_one_of(name, full_names, ARRAY_SIZE(full_names));
}

/* Full names have their own advice: which column holds them. */
static void advise_on_names(const struct roster *roster)
{
    struct buffer name = {0}, shown = {0};

    for (size_t i = 0; i < roster->header.n && !shown.size; i++) {
        header_simplify(roster, &roster->header.cells[i], &name);
        if (name.size && is_full_name(name.data))
            header_show_cell(roster, &shown, &roster->header.cells[i]);
    }
    if (shown.size)
        message("%s seems to hold full names; given names and surname must be two columns: no "
                "program can split a full name rightly, unless by the codice fiscale; export them "
                "apart from the register, or in a column nominativo beside one codice_fiscale",
                shown.data);
    else
        message("given names and surname must be two columns: no program can split a full name "
                "rightly");
    buffer_free(&name);
    buffer_free(&shown);
}

/* What else can be the matter than the name of a column. */
static void advise_on_column(const struct roster *roster, enum roster_field field, size_t known)
{
    if (field == ROSTER_ADDRESS)
        return;
    if (roster->header.n == 1)
        message("all of the first row is one column: if the separator is another, force it with "
                "--separator");
    else if (!known)
        message("the first row must name the columns, such as "
                "nome;cognome;provincia;sezione;numero;codice_fiscale");
    if (field == ROSTER_GIVEN || field == ROSTER_SURNAME)
        advise_on_names(roster);
    else if (field == ROSTER_PROVINCE)
        message("of a roster of one Order --province says it for all, such as --province MC");
    else if (field == ROSTER_NUMBER || field == ROSTER_SECTION)
        message("the register entry can stand in one column, iscrizione, such as A 1234, or in "
                "two, sezione and numero");
}

int roster_lacks(struct roster *roster, enum roster_field field)
{
    struct buffer found = {0};
    size_t known = header_count_known(roster, &roster->header);
    size_t later = known < 2 ? line_of_later_header(roster) : 0;

    show_header(roster, &found);
    message("%s: there is no column %s; the first row has %s; rename the right column, or add it",
            roster->input.name, header_field_columns[field], found.data);
    buffer_free(&found);
    if (later)
        message("the columns seem to be named on line %zu: delete the lines before it", later);
    header_blame_unread(roster, field);
    if (!later)
        advise_on_column(roster, field, known);
    return EXIT_USAGE;
}

void roster_remark_formulas(const struct roster *roster)
{
    struct buffer name = {0};
    size_t n = roster->formulas.n;

    if (!n)
        return;
    header_show(roster, roster->formulas.column, &name);
    remark(ngettext("%zu cell that a spreadsheet would run as a formula was written with an "
                    "apostrophe before it: on line %zu, column %s",
                    "%zu cells that a spreadsheet would run as formulas were written with an "
                    "apostrophe before them; the first on line %zu, column %s",
                    n),
           n, roster->formulas.line, name.data);
    buffer_free(&name);
}
