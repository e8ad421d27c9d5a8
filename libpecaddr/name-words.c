/* SPDX-License-Identifier: BSD-3-Clause */
#include "field.h"

#include <string.h>

#include "base/ascii.h"
#include "fold.h"

/* A word between white space: the characters from `start` up to `end`. */
struct span {
    uint16_t start;
    uint16_t end;
};

struct spans {
    size_t n;
    struct span at[WORDS_MAX];
};

/* SPEC §2. A title that does not end in a dot must have its own when something is glued to it. */
static const char *const titles[] = {
    "ing.",  "dott.",    "dott.ssa", "dr.",  "dr.ssa", "arch.", "geom.",
    "prof.", "prof.ssa", "avv.",     "sig.", "sig.ra", "rag.",  "per.ind.",
};

static const char *const birth_words[] = {"nata", "nato"};

static const char *const marital_words[] = {
    "in", "ved", "ved.", "vedova", "cgt", "cgt.", "coniugata", "coniugato",
};

static const char *const glued_marital_words[] = {"ved.", "cgt."};

static bool code_is(uint32_t code, char wanted)
{
    return code < 0x80 && ascii_lower((char)code) == wanted;
}

static size_t span_size(struct span span)
{
    return (size_t)(span.end - span.start);
}

static const struct character *span_start(const struct field *field, struct span span)
{
    return field->characters + span.start;
}

/* Whether a word begins with an ASCII text, in any case. */
static bool begins_with(const struct field *field, struct span span, const char *text)
{
    size_t size = strlen(text);

    if (span_size(span) < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!code_is(span_start(field, span)[i].code, text[i]))
            return false;
    return true;
}

static bool equals(const struct field *field, struct span span, const char *text)
{
    return span_size(span) == strlen(text) && begins_with(field, span, text);
}

static bool equals_any(const struct field *field, struct span span, const char *const texts[],
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (equals(field, span, texts[i]))
            return true;
    return false;
}

static void ignore(struct field *field, size_t first, size_t end, enum pecaddr_step_kind kind,
                   uint32_t note)
{
    for (size_t i = first; i < end; i++)
        field->characters[i].ignored = true;
    field->notes |= note;
    pecaddr__field_step(field, kind, first, end, "", 0);
}

static void doubt(struct field *field, struct span span, enum pecaddr_step_kind kind)
{
    field->notes |= PECADDR_NOTE_DOUBT;
    pecaddr__field_step(field, kind, span.start, span.end, "", 0);
}

/* DPR 396/2000 art. 35: given names after a comma are not used. */
static void ignore_after_comma(struct field *field)
{
    for (size_t i = 0; i < field->n; i++) {
        if (pecaddr__fold_lookup(field->characters[i].code)->kind == CLASS_COMMA) {
            ignore(field, i, field->n, PECADDR_STEP_COMMA, PECADDR_NOTE_COMMA);
            return;
        }
    }
}

static void split(const struct field *field, struct spans *spans)
{
    bool inside = false;

    spans->n = 0;
    for (size_t i = 0; i < field->n && !field->characters[i].ignored; i++) {
        if (pecaddr__fold_lookup(field->characters[i].code)->kind == CLASS_SPACE) {
            inside = false;
        } else if (!inside) {
            spans->at[spans->n++] = (struct span){(uint16_t)i, (uint16_t)(i + 1)};
            inside = true;
        } else {
            spans->at[spans->n - 1].end = (uint16_t)(i + 1);
        }
    }
}

/* The length of the title at the beginning of a word, with its dot; 0 when there is none. */
static size_t title_length(const struct field *field, struct span span)
{
    size_t longest = 0;

    for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
        size_t size = strlen(titles[i]);

        if (!begins_with(field, span, titles[i]))
            continue;
        if (titles[i][size - 1] != '.' && span_size(span) > size) {
            if (!code_is(span_start(field, span)[size].code, '.'))
                continue;
            size++;
        }
        if (size > longest)
            longest = size;
    }
    return longest;
}

/* The end of the chain of titles with which a word begins. */
static uint16_t titles_end(const struct field *field, struct span span)
{
    size_t length;

    while (span.start < span.end && (length = title_length(field, span)) > 0)
        span.start = (uint16_t)(span.start + length);
    return span.start;
}

/* Ignores the words that are titles, and the titles glued to the first word which is none. */
static void ignore_titles(struct field *field, struct spans *spans)
{
    size_t kept = 0;

    for (size_t i = 0; i < spans->n; i++) {
        struct span span = spans->at[i];
        uint16_t end = titles_end(field, span);

        if (kept > 0 && end < span.end)
            end = span.start;
        if (end > span.start)
            ignore(field, span.start, end, PECADDR_STEP_TITLE, PECADDR_NOTE_TITLE);
        span.start = end;
        if (end < span.end)
            spans->at[kept++] = span;
    }
    spans->n = kept;
}

/* After `nata` or `nato` comes the birth surname, which alone identifies. */
static void select_birth_surname(struct field *field, struct spans *spans)
{
    for (size_t i = spans->n; i-- > 0;) {
        if (i + 1 == spans->n ||
            !equals_any(field, spans->at[i], birth_words, ARRAY_SIZE(birth_words)))
            continue;
        ignore(field, 0, spans->at[i].end, PECADDR_STEP_BIRTH_SURNAME, PECADDR_NOTE_MARITAL);
        spans->n -= i + 1;
        memmove(spans->at, spans->at + i + 1, spans->n * sizeof *spans->at);
        return;
    }
}

static bool is_glued_marital(const struct field *field, struct span span)
{
    for (size_t i = 0; i < ARRAY_SIZE(glued_marital_words); i++)
        if (begins_with(field, span, glued_marital_words[i]) &&
            span_size(span) > strlen(glued_marital_words[i]))
            return true;
    return false;
}

static bool is_marital(const struct field *field, struct span span)
{
    return equals_any(field, span, marital_words, ARRAY_SIZE(marital_words));
}

/* `ROSSI IN BIANCHI`, `ROSSI ved.Bianchi`: what follows is the spouse's. */
static void ignore_married_name(struct field *field, struct spans *spans)
{
    for (size_t i = 1; i < spans->n; i++) {
        if (!is_glued_marital(field, spans->at[i]) &&
            !(i + 1 < spans->n && is_marital(field, spans->at[i])))
            continue;
        ignore(field, spans->at[i].start, field->n, PECADDR_STEP_MARITAL, PECADDR_NOTE_MARITAL);
        spans->n = i;
        return;
    }
}

static void doubt_marital_word(struct field *field, struct span span)
{
    if (is_marital(field, span) || equals_any(field, span, birth_words, ARRAY_SIZE(birth_words)))
        doubt(field, span, PECADDR_STEP_DOUBT_MARITAL);
}

/* The size of a title without its dots, if a word begins with it; else 0. */
static size_t dotless_length(const struct field *field, struct span span, const char *title)
{
    size_t size = 0;

    for (; *title; title++) {
        if (*title == '.')
            continue;
        if (size == span_size(span) || !code_is(span_start(field, span)[size].code, *title))
            return 0;
        size++;
    }
    return size;
}

/*
 * Titles without their dots: `Ing Mario`, `DottIng`. The chain may have to be split otherwise than
 * it seems (`sigra` `g…`, but `sig` `rag`), so every place where a title may end is tried.
 */
static bool is_dotless_title(const struct field *field, struct span span)
{
    bool reached[CHARACTERS_MAX + 1];
    size_t size = span_size(span);

    memset(reached, false, size + 1);
    reached[0] = true;
    for (size_t at = 0; at < size; at++) {
        struct span rest = {(uint16_t)(span.start + at), span.end};

        for (size_t i = 0; reached[at] && i < ARRAY_SIZE(titles); i++)
            reached[at + dotless_length(field, rest, titles[i])] = true;
    }
    return reached[size];
}

/* `ssaMaria` of `Dott.ssaMaria`: `ssa` has no dot of its own, but surely a space is missing. */
static bool is_half_title(const struct field *field, struct span span)
{
    return span.start > 0 && field->characters[span.start - 1].ignored &&
           begins_with(field, span, "ssa");
}

/* A dot right after two or more letters: `Cav.`, `Gio.Batta`, but not the initials `G.B.`. */
static bool is_abbreviation(const struct field *field, struct span span)
{
    size_t letters = 0;

    for (size_t i = span.start; i < span.end; i++) {
        switch (pecaddr__fold_lookup(field->characters[i].code)->kind) {
        case CLASS_DOT:
            if (letters >= 2)
                return true;
            letters = 0;
            break;
        case CLASS_LETTER:
            letters++;
            break;
        case CLASS_MARK:
        case CLASS_APOSTROPHE:
            break;
        default:
            letters = 0;
            break;
        }
    }
    return false;
}

static void doubt_words(struct field *field, const struct spans *spans)
{
    for (size_t i = 0; i < spans->n; i++) {
        if (is_dotless_title(field, spans->at[i]) || is_half_title(field, spans->at[i]))
            doubt(field, spans->at[i], PECADDR_STEP_DOUBT_TITLE);
        else if (is_abbreviation(field, spans->at[i]))
            doubt(field, spans->at[i], PECADDR_STEP_DOUBT_ABBREVIATION);
    }
    if (field->which == PECADDR_FIELD_SURNAME && spans->n > 1) {
        doubt_marital_word(field, spans->at[0]);
        doubt_marital_word(field, spans->at[spans->n - 1]);
    }
}

static bool holds_letter(const struct field *field, struct span span)
{
    for (size_t i = span.start; i < span.end; i++)
        if (pecaddr__fold_lookup(field->characters[i].code)->kind == CLASS_LETTER)
            return true;
    return false;
}

/* Keeps the first given name that has letters. */
static void keep_first(struct field *field, struct spans *spans)
{
    size_t first = 0;

    while (first < spans->n && !holds_letter(field, spans->at[first]))
        first++;
    if (first + 1 >= spans->n)
        return;
    for (size_t i = spans->at[first].end; i < field->n; i++)
        field->characters[i].unused = true;
    pecaddr__field_step(field, PECADDR_STEP_GIVEN_FIRST, spans->at[first].end, field->n, "", 0);
    spans->n = first + 1;
}

void pecaddr__name_words_select(struct field *field, bool given_first)
{
    struct spans spans;

    if (field->which == PECADDR_FIELD_GIVEN)
        ignore_after_comma(field);
    split(field, &spans);
    ignore_titles(field, &spans);
    if (field->which == PECADDR_FIELD_SURNAME) {
        select_birth_surname(field, &spans);
        ignore_married_name(field, &spans);
    } else if (given_first) {
        keep_first(field, &spans);
    }
    doubt_words(field, &spans);
}
