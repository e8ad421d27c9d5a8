/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/standing.h"

#include "base/array.h"
#include "intake/coming.h"
#include "intake/header.h"
#include "intake/stand-in.h"
#include "speech/date.h"
#include "speech/text.h"
#include "table/cell.h"

#include <string.h>

/* What happens to a member whose standing ends. */
static const char *const ends[] = {"cancell", "cessa", "deces",   "deced",  "defunt", "morte",
                                   "dimiss",  "radia", "sospen",  "sospes", "espuls", "decad",
                                   "deceas",  "death", "suspend", "cancel", "resign", "expel",
                                   "uscita",  "canc ", "cess ",   "dimess"};

/* Of these, what somebody comes back from; and what nobody does, or what is no leaving. */
static const char *const leaving[] = {"cancell", "cessa",  "dimiss", "radia",     "decad",
                                      "cancel",  "resign", "uscita", "trasferit", "trasferim",
                                      "ritirat", "canc ",  "cess ",  "dimess"};
static const char *const final[] = {"deces", "deced",  "defunt", "mort",    "deceas",
                                    "death", "sospen", "sospes", "suspend", "espuls"};

/* Of columns, by their whole names: `Trasferito da` is of somebody who came. */
static const char *const departures[] = {
    "trasferito a",      "trasferita a",         "trasferito ad altro ordine",
    "trasferito presso", "data fine iscrizione", "fine iscrizione"};

/* What a remark says of somebody who may be no member any more. */
static const char *const remarks[] = {"deced",
                                      "deces",
                                      "defunt",
                                      "deceas",
                                      "radiat",
                                      "radiazion",
                                      "espuls",
                                      "dimiss",
                                      "dimess",
                                      "cancell",
                                      "cessat",
                                      "cessazion",
                                      "sospes",
                                      "sospen",
                                      "decadut",
                                      "decadenz",
                                      "trasferito a",
                                      "trasferita a",
                                      "trasferimento a",
                                      "trasferito da ",
                                      "trasferito dal ",
                                      "trasferito dall ",
                                      "trasferita da ",
                                      "trasferita dal ",
                                      "trasferita dall ",
                                      "trasferimento da ",
                                      "trasferimento dal ",
                                      "trasferimento dall ",
                                      "trasferito presso",
                                      "trasferita presso",
                                      "altro ordine"};

static int is_leaving(const char *text)
{
    return header_has_word(text, leaving, ARRAY_SIZE(leaving)) &&
           !header_has_word(text, final, ARRAY_SIZE(final));
}

enum standing_kind standing_kind_named(const char *name)
{
    /* Of a mailbox or a fee, or that it is over. */
    static const char *const others[] = {"pec",    "casella", "domicil", "scaden",  "quot",
                                         "fine",   "revoc",   "termin",  "riam",    "reint",
                                         "reiscr", "polizz",  "societ",  "azienda", "annull"};
    static const char *const states[] = {"stato",
                                         "state",
                                         "status",
                                         "stato iscrizione",
                                         "stato iscritto",
                                         "stato albo",
                                         "stato socio",
                                         "situazione",
                                         "situazione iscrizione",
                                         "posizione",
                                         "condizione",
                                         "posizione albo",
                                         "stato attuale",
                                         "stato professionista",
                                         "stato dell iscrizione",
                                         "stato ordine",
                                         "situazione albo"};
    static const char *const actives[] = {"attivo", "attiva",      "iscritto attivo",
                                          "active", "in attivita", "e attivo"};
    static const char *const enrolled[] = {"iscritto", "iscritta", "iscritto albo",
                                           "iscritto all albo", "in albo"};
    static const char *const texts[] = {
        "note",          "nota",       "annotazioni", "annotazione",  "osservazioni",
        "osservazione",  "causale",    "causali",     "motivo",       "motivazione",
        "commento",      "commenti",   "variazione",  "variazioni",   "provvedimento",
        "provvedimenti", "notes",      "remarks",     "note interne", "note segreteria",
        "altre note",    "descrizione"};

    if (header_is_one_of(name, states, ARRAY_SIZE(states)))
        return STANDING_STATE;
    if (header_is_one_of(name, actives, ARRAY_SIZE(actives)))
        return STANDING_ACTIVE;
    if (header_is_one_of(name, enrolled, ARRAY_SIZE(enrolled)))
        return STANDING_ENROLLED;
    if (header_is_one_of(name, texts, ARRAY_SIZE(texts)))
        return STANDING_REMARK;
    if (header_is_one_of(name, departures, ARRAY_SIZE(departures)))
        return STANDING_LEAVING;
    if ((header_has_word(name, ends, ARRAY_SIZE(ends)) || strcmp(name, "left") == 0) &&
        !header_has_word(name, others, ARRAY_SIZE(others)))
        return is_leaving(name) ? STANDING_LEAVING : STANDING_EVENT;
    return STANDING_NONE;
}

/* Dashes and quotation marks as printers have them: U+2010 to U+201F. */
static bool is_mark(struct pecaddr_text text, size_t at)
{
    return at + 2 < text.size && memcmp(text.data + at, "\xE2\x80", 2) == 0 &&
           (unsigned char)text.data[at + 2] >= 0x90 && (unsigned char)text.data[at + 2] <= 0x9F;
}

/* Letters and digits in lower case, one space for all else; the arrow of `MC -> AN` in its word. */
static const char *simplify(struct pecaddr_text text, struct arena *arena)
{
    static const char arrow[] = " a ";
    char *simple = arena_new(arena, (sizeof arrow - 1) * text.size + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)ascii_lower(text.data[i]);

        if (is_mark(text, i)) {
            c = ' ';
            i += 2;
        }
        if (ascii_is_letter((char)c) || ascii_is_digit((char)c) || c >= 0x80)
            simple[n++] = (char)c;
        else if (c == '>' && n)
            for (const char *at = arrow + (simple[n - 1] == ' '); *at; at++)
                simple[n++] = *at;
        else if (n && simple[n - 1] != ' ')
            simple[n++] = ' ';
    }
    while (n && simple[n - 1] == ' ')
        n--;
    simple[n] = '\0';
    return simple;
}

static int is_yes(const char *value)
{
    static const char *const words[] = {"si", "s\xC3\xAC", "s\xC3\x8C", "s",   "x",
                                        "1",  "true",      "vero",      "yes", "y"};

    return header_is_one_of(value, words, ARRAY_SIZE(words));
}

static int is_no(const char *value)
{
    static const char *const words[] = {"no", "n",       "0",       "false", "falso",
                                        "f",  "nessuno", "nessuna", "mai"};

    return header_is_one_of(value, words, ARRAY_SIZE(words));
}

/* A date of noughts, or at the end of all days, as databases have it for none. */
static int is_no_date(const char *value)
{
    static const char *const never[] = {"9999", "2999"};
    size_t noughts = strspn(value, "0 ");

    return !value[noughts] || strncmp(value, "0000 00 00", 10) == 0 ||
           strncmp(value, "00 00 0000", 10) == 0 ||
           header_has_word(value, never, ARRAY_SIZE(never));
}

static enum standing judge_state(const char *value)
{
    static const char *const good[] = {
        "attiv",    "iscritt", "effettiv", "ordinari", "regolar",   "active",   "registered",
        "enrolled", "member",  "reserved", "prenotat", "reiscritt", "riammess", "reintegrat"};
    static const char *const left[] = {"trasferit", "trasferim", "ritirat",  "retired",
                                       "inattiv",   "inactive",  "disattiv", "revocat",
                                       "ex",        "mort",      "annullat"};
    /* A state in which people live, and whether they are married. */
    static const char *const others[] = {
        "italia", "italy",  "it",     "ita",   "repubblica italiana",
        "celibe", "nubile", "libero", "libera"};
    static const char *const married[] = {"coniugat", "sposat", "vedov", "divorziat", "separat"};
    int is_good = header_has_word(value, good, ARRAY_SIZE(good));
    int has_ended = header_has_word(value, ends, ARRAY_SIZE(ends)) ||
                    header_has_word(value, left, ARRAY_SIZE(left));
    int is_denied = strncmp(value, "non ", 4) == 0 || strncmp(value, "not ", 4) == 0;
    enum coming coming = coming_of(value);

    if (coming == COMING_LAST && !is_denied)
        return STANDING_MEMBER;
    if (coming == COMING_UNCLEAR || coming == COMING_OPEN)
        return STANDING_UNKNOWN;
    if (strcmp(value, "1") == 0 || strcmp(value, "2") == 0 ||
        header_is_one_of(value, others, ARRAY_SIZE(others)) ||
        header_has_word(value, married, ARRAY_SIZE(married)))
        return STANDING_MEMBER;
    if (strcmp(value, "3") == 0 || (has_ended && !is_good && !is_denied))
        return is_leaving(value) ? STANDING_LEFT : STANDING_ENDED;
    if (is_good && !has_ended)
        return is_denied ? STANDING_ENDED : STANDING_MEMBER;
    return STANDING_UNKNOWN;
}

/* People write there whatever they want: it is never certain of whom. */
static enum standing judge_remark(const char *value)
{
    enum coming coming = coming_of(value);

    if (coming == COMING_LAST)
        return STANDING_MEMBER;
    if (coming == COMING_UNCLEAR || coming == COMING_OPEN)
        return STANDING_UNKNOWN;
    return header_has_word(value, remarks, ARRAY_SIZE(remarks)) ? STANDING_UNKNOWN
                                                                : STANDING_MEMBER;
}

/* Where it is said when or why somebody left, that he came back is a matter for a person. */
static enum standing judge_leaving(enum standing_kind kind, const char *value)
{
    if (!*value || is_no(value) || is_no_date(value))
        return STANDING_MEMBER;
    if (coming_of(value) >= COMING_OPEN)
        return STANDING_UNKNOWN;
    return kind == STANDING_EVENT || header_has_word(value, final, ARRAY_SIZE(final))
               ? STANDING_ENDED
               : STANDING_LEFT;
}

/* What a cell says; `value` is simplified. */
static enum standing judge(enum standing_kind kind, const char *value)
{
    switch (kind) {
    case STANDING_EVENT:
    case STANDING_LEAVING:
        return judge_leaving(kind, value);
    case STANDING_STATE:
        return *value ? judge_state(value) : STANDING_MEMBER;
    case STANDING_ACTIVE:
        return is_yes(value) ? STANDING_MEMBER : is_no(value) ? STANDING_ENDED : STANDING_UNKNOWN;
    case STANDING_ENROLLED:
        return is_no(value) ? STANDING_ENDED : judge_remark(value);
    case STANDING_REMARK:
        return judge_remark(value);
    case STANDING_NONE:
        break;
    }
    return STANDING_MEMBER;
}

static enum standing judge_cell(const struct roster *roster, enum standing_kind kind,
                                struct pecaddr_text text, struct arena *arena)
{
    const char *value = "";
    size_t offset;

    /* What is no text of the encoding is none that is known. */
    if (encoding_decode(&roster->detection.encoding, arena, text, &text, &offset) != 0)
        return STANDING_UNKNOWN;
    text = text_trim(cell_meant(text));
    if (text.size && stand_in_read(text, ROSTER_FIELDS) == STAND_IN_NONE) {
        value = simplify(text, arena);
        if (!*value && kind != STANDING_REMARK)
            return STANDING_UNKNOWN; /* a mark: a star, a cross, a question mark */
    }
    return judge(kind, value);
}

/* Whether the suspension that began on a day has ended on one that has passed: `Data sospensione` beside
   `Data fine sospensione`. */
static bool is_over(const struct roster *roster, const struct roster_row *row, size_t column)
{
    static const char *const suspension[] = {"sospen", "sospes", "suspen"};
    static const char *const over[] = {"fine ", "termin", "scaden", "revoc"};
    char began[DATE_SIZE], ended[DATE_SIZE], today[DATE_SIZE];
    size_t n_ends = 0;

    if (roster->standing[column] != STANDING_EVENT ||
        !header_column_has_word(roster, column, suspension, ARRAY_SIZE(suspension)) ||
        date_read(text_trim(cell_meant(row->cells[column].text)), began) != 0)
        return false;
    date_today(today);
    for (size_t i = 0; i < row->n && i < roster->header.n; i++) {
        struct pecaddr_text text = text_trim(cell_meant(row->cells[i].text));

        if (roster->standing[i] != STANDING_NONE || !text.size ||
            !header_column_has_word(roster, i, suspension, ARRAY_SIZE(suspension)) ||
            !header_column_has_word(roster, i, over, ARRAY_SIZE(over)))
            continue;
        if (date_read(text, ended) != 0 || strcmp(ended, began) < 0 || strcmp(ended, today) >= 0)
            return false;
        n_ends++;
    }
    return n_ends > 0;
}

enum standing standing_of_row(const struct roster *roster, const struct roster_row *row,
                              struct arena *arena, size_t *ret_column)
{
    enum standing gravest = STANDING_MEMBER;

    for (size_t i = 0; i < row->n && i < roster->header.n; i++) {
        enum standing_kind kind = roster->standing[i];
        enum standing found;

        if (kind == STANDING_NONE || i == roster->column[ROSTER_NUMBER])
            continue;
        found = judge_cell(roster, kind, row->cells[i].text, arena);
        if (found > gravest && !is_over(roster, row, i)) {
            gravest = found;
            *ret_column = i;
        }
    }
    return gravest;
}

bool standing_denies(const struct roster *roster, const struct roster_row *row, size_t column,
                     struct arena *arena)
{
    enum standing_kind kind = roster->standing[column];
    struct buffer value = {0};
    enum standing standing;
    bool is_denied;

    if (kind == STANDING_NONE || column == roster->column[ROSTER_NUMBER])
        return false;
    standing = judge_cell(roster, kind, row->cells[column].text, arena);
    if (kind == STANDING_REMARK)
        return standing != STANDING_MEMBER;
    buffer_text(&value, "");
    header_simplify(roster, &row->cells[column], &value);
    /* `Non deceduto` where a day or a yes is expected. */
    is_denied = (kind == STANDING_EVENT || kind == STANDING_LEAVING) &&
                (strncmp(value.data, "non ", 4) == 0 || strncmp(value.data, "not ", 4) == 0);
    buffer_free(&value);
    return !is_denied && standing >= STANDING_LEFT;
}

/* Whether a text speaks of a suspension, and of nothing graver. */
static bool is_of_suspension(const char *text)
{
    static const char *const suspended[] = {"sospen", "sospes", "suspend"};
    static const char *const graver[] = {"deces",  "deced", "defunt", "mort",
                                         "deceas", "death", "espuls"};

    return header_has_word(text, suspended, ARRAY_SIZE(suspended)) &&
           !header_has_word(text, graver, ARRAY_SIZE(graver)) &&
           !header_has_word(text, leaving, ARRAY_SIZE(leaving));
}

bool standing_suspends(const struct roster *roster, const struct roster_row *row, size_t column,
                       struct arena *arena)
{
    enum standing_kind kind = roster->standing[column];
    struct buffer text = {0};
    bool is;

    if (!standing_denies(roster, row, column, arena))
        return false;
    header_simplify(roster, &row->cells[column], &text);
    is = text.data && is_of_suspension(text.data);
    if (!is && (kind == STANDING_EVENT || kind == STANDING_LEAVING)) {
        header_simplify(roster, &roster->header.cells[column], &text);
        is = is_of_suspension(text.data);
    }
    buffer_free(&text);
    return is;
}

bool standing_leaves(const struct roster *roster, const struct roster_row *row, size_t column,
                     struct arena *arena)
{
    return standing_denies(roster, row, column, arena) &&
           !standing_suspends(roster, row, column, arena);
}

bool standing_affirms(const struct roster *roster, const struct roster_row *row, size_t column)
{
    static const char *const words[] = {
        "attiv",  "iscritt", "effettiv", "ordinari",   "regolar",  "active",    "enrolled",
        "member", "1 ",      "2 ",       "registered", "riammess", "reiscritt", "reintegrat"};
    enum standing_kind kind = roster->standing[column];
    struct buffer value = {0};
    bool is_said;

    if ((kind != STANDING_STATE && kind != STANDING_ACTIVE && kind != STANDING_ENROLLED) ||
        column == roster->column[ROSTER_NUMBER])
        return false;
    buffer_text(&value, "");
    header_simplify(roster, &row->cells[column], &value);
    is_said = (kind != STANDING_STATE && is_yes(value.data)) ||
              (header_has_word(value.data, words, ARRAY_SIZE(words)) &&
               judge_state(value.data) == STANDING_MEMBER);
    buffer_free(&value);
    return is_said;
}
