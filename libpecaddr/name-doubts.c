/* SPDX-License-Identifier: BSD-3-Clause */
#include "field.h"

/* What is kept, but may be no part of the name, or misread: SPEC §2. */

/* How CP850's à and â look in upper-case text that was read as Windows-1252. */
#define THORN             0xDEu
#define CIRCUMFLEX_O      0xD4u
#define SHARP_S           0xDFu
#define FEMININE_ORDINAL  0xAAu
#define MASCULINE_ORDINAL 0xBAu

static void doubt(struct field *field, size_t first, size_t end, enum pecaddr_step_kind kind)
{
    field->notes |= PECADDR_NOTE_DOUBT;
    pecaddr__field_step(field, kind, first, end, "", 0);
}

static void doubt_word(struct field *field, const struct field_word *word,
                       enum pecaddr_step_kind kind)
{
    doubt(field, word->start, word->end, kind);
}

static bool is_upper(const struct field *field, size_t i)
{
    return field_record(field, i)->flags & FOLD_UPPER;
}

static bool is_lower(const struct field *field, size_t i)
{
    return field_record(field, i)->flags & FOLD_LOWER;
}

/* The first character that is no mark. */
static size_t after_marks(const struct field *field, size_t at, size_t end)
{
    while (at < end && field_kind(field, at) == CLASS_MARK)
        at++;
    return at;
}

/* `Sig.raMaria`: a capital right after a lower-case letter in what is glued to a title. */
static void doubt_glued_capital(struct field *field, const struct field_word *word)
{
    for (size_t i = word->start; i < word->end;) {
        size_t next = after_marks(field, i + 1, word->end);

        if (next < word->end && is_lower(field, i) && is_upper(field, next)) {
            doubt(field, next, next + 1, PECADDR_STEP_DOUBT_TITLE_REST);
            return;
        }
        i = next;
    }
}

/* Where `ssa` ends that stands at a place with more letters after it; the place if it does not. */
static size_t ssa_end(const struct field *field, size_t at, size_t end)
{
    static const char ssa[] = "ssa";
    size_t found = 0;
    size_t stop = at;

    for (size_t i = at; i < end; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_MARK || kind == CLASS_APOSTROPHE)
            continue;
        if (found == strlen(ssa))
            return is_letter(kind) ? stop : at;
        if (field_record(field, i)->letters[0] != ssa[found] ||
            (field->characters[i].code >= 0x80 &&
             field_record(field, i)->rule != PECADDR_STEP_BASE))
            return at;
        found++;
        stop = i + 1;
    }
    return at;
}

/* `D.SSAANNA`, `DOTT.SSAMARIA`: an `ssa` that hangs on a title and on the name. */
static bool doubt_ssa(struct field *field, const struct field_word *word)
{
    for (size_t i = word->start; i < word->end; i++) {
        bool after_dot = i == word->start ? word->glued : field_kind(field, i - 1) == CLASS_DOT;
        size_t stop = after_dot ? ssa_end(field, i, word->end) : i;

        if (stop > i) {
            doubt(field, i, stop, PECADDR_STEP_DOUBT_TITLE_REST);
            return true;
        }
    }
    return false;
}

/* A dot right after two or more letters: `Cav.`, `Gio.Batta`, but not the initials `G.B.`. */
static void doubt_abbreviation(struct field *field, const struct field_word *word)
{
    size_t letters = 0;
    size_t first = word->start;

    for (size_t i = word->start; i < word->end; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_DOT && letters >= 2) {
            doubt(field, first, i + 1, PECADDR_STEP_DOUBT_ABBREVIATION);
            return;
        }
        if (is_letter(kind)) {
            letters++;
        } else if (kind != CLASS_MARK && kind != CLASS_APOSTROPHE) {
            letters = 0;
            first = i + 1;
        }
    }
}

/* `n. Bianchi`, `n.Bianchi`: one letter and a dot at the beginning of a surname's word. */
static void doubt_initial(struct field *field, const struct field_word *word)
{
    size_t letters = 0;

    for (size_t i = word->start; i < word->end && letters < 2; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_DOT && letters == 1) {
            doubt(field, word->start, i + 1, PECADDR_STEP_DOUBT_INITIAL);
            return;
        }
        if (is_letter(kind))
            letters++;
        else if (kind != CLASS_MARK && kind != CLASS_APOSTROPHE)
            return;
    }
}

static void doubt_title(struct field *field, const struct field_word *word)
{
    if (word->kinds & WORD_TITLE_DOTLESS)
        doubt_word(field, word, PECADDR_STEP_DOUBT_TITLE);
    if ((word->after_title || word->glued) && word->kinds & WORD_TITLE_REST)
        doubt_word(field, word, PECADDR_STEP_DOUBT_TITLE_REST);
    if (word->glued)
        doubt_glued_capital(field, word);
    if ((word->has_dot || word->glued) && !doubt_ssa(field, word))
        doubt_abbreviation(field, word);
}

/*
 * A marital word that was kept: first or last in the field, or after a particle with a word after
 * it (`De Nata Rossi`; `Della Vedova` alone is a surname).
 */
static bool is_doubtful_marital(const struct field *field, const struct field_words *words,
                                size_t i)
{
    unsigned kinds = words->at[i].kinds;

    if (field->which == PECADDR_FIELD_GIVEN)
        return kinds & WORD_MARITAL && !(kinds & WORD_IN) && (i == 0 || i + 1 == words->n);
    if (kinds & WORD_NOT_AFTER_PARTICLE && i > 0 && is_particle(&words->at[i - 1]))
        return i + 1 < words->n;
    return kinds & (WORD_MARITAL | WORD_BORN) && (i == 0 || i + 1 == words->n);
}

/* Words that are in doubt beside others only. */
static void doubt_among(struct field *field, const struct field_words *words, size_t i)
{
    const struct field_word *word = &words->at[i];
    bool after_particle = i > 0 && is_particle(&words->at[i - 1]);

    if (word->kinds & WORD_TITLE_FULL && !after_particle)
        doubt_word(field, word, PECADDR_STEP_DOUBT_TITLE_FULL);
    if (word->kinds & WORD_ADDITION)
        doubt_word(field, word, PECADDR_STEP_DOUBT_ADDITION);
    if (is_doubtful_marital(field, words, i))
        doubt_word(field, word, PECADDR_STEP_DOUBT_MARITAL);
}

/* A row of letters and their marks, as far as it was looked at. */
struct letter_run {
    size_t letters;
    size_t last;    /* the letter before */
    bool all_upper; /* all so far */
};

/* Whether the letter at `i`, which is not ASCII, looks misread after the letter before it. */
static bool is_misread(const struct field *field, const struct letter_run *run, size_t i,
                       size_t end)
{
    uint32_t code = field->characters[i].code;
    size_t next = i + 1;

    if (is_upper(field, i))
        return is_lower(field, run->last);
    if (code == FEMININE_ORDINAL || code == MASCULINE_ORDINAL) {
        next = after_marks(field, next, end);
        return next < end && is_letter(field_kind(field, next));
    }
    if (!is_lower(field, i) || !is_upper(field, run->last) || run->letters < 2)
        return false;
    if (next < end && field_kind(field, next) == CLASS_MARK)
        return true;
    if (is_vowel_of_caps_lock(code))
        return next < end && is_letter(field_kind(field, next));
    return code != SHARP_S;
}

static void end_run(struct field *field, struct letter_run *run)
{
    uint32_t last = run->letters > 2 && run->all_upper ? field->characters[run->last].code : 0;

    if (last == THORN || last == CIRCUMFLEX_O)
        doubt(field, run->last, run->last + 1, PECADDR_STEP_DOUBT_MISREAD);
    run->letters = 0;
}

/* The signs of DOS text that was read as Windows-1252 or Latin-1. */
static void doubt_misread(struct field *field, const struct field_word *word)
{
    struct letter_run run = {0};

    for (size_t i = word->start; i < word->end; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_MARK)
            continue;
        if (!is_letter(kind)) {
            end_run(field, &run);
            continue;
        }
        if (run.letters > 0 && field->characters[i].code >= 0x80 &&
            is_misread(field, &run, i, word->end))
            doubt(field, i, i + 1, PECADDR_STEP_DOUBT_MISREAD);
        run.all_upper = (run.letters == 0 || run.all_upper) && is_upper(field, i);
        run.last = i;
        run.letters++;
    }
    end_run(field, &run);
}

void pecaddr__name_doubts(struct field *field, const struct field_words *words)
{
    for (size_t i = 0; i < words->kept; i++) {
        const struct field_word *word = &words->at[i];

        doubt_title(field, word);
        if (field->which == PECADDR_FIELD_SURNAME && word->has_dot)
            doubt_initial(field, word);
        if (words->n > 1)
            doubt_among(field, words, i);
        doubt_misread(field, word);
    }
}
