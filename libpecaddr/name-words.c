/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ascii.h"
#include "field.h"

/*
 * SPEC §2. A title that does not end in a dot must have its own when something is glued to it. What
 * decides that a title is ignored is compared to the letter; what only sets a note is not.
 */
static const char *const titles[] = {
    "ing.",  "dott.",    "dott.ssa", "dr.",  "dr.ssa", "d.ssa",  "arch.", "geom.",
    "prof.", "prof.ssa", "avv.",     "sig.", "sig.ra", "sig.na", "rag.",  "per.ind.",
};

/* Section B of a register, DPR 328/2001: with the title right before it. */
static const char *const junior_titles[] = {"iunior", "junior", "jr", "jr."};

/* Those with a dot may have the spouse's surname right after it. */
static const char *const glued_marital_words[] = {"ved.", "cgt.", "coniug."};

/* Whether the characters from `at`, before `end`, begin with an ASCII text, in any case. */
static bool begins_with(const struct field *field, size_t at, size_t end, const char *text)
{
    for (; *text; text++, at++)
        if (at == end || field->characters[at].code >= 0x80 ||
            ascii_lower((char)field->characters[at].code) != *text)
            return false;
    return true;
}

static bool equals(const struct field *field, size_t at, size_t end, const char *text)
{
    return end - at == strlen(text) && begins_with(field, at, end, text);
}

static bool has_letter(const struct field *field, size_t at, size_t end)
{
    for (; at < end; at++)
        if (is_letter(field_kind(field, at)))
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

/* DPR 396/2000 art. 35: given names after a comma are not used. */
static void ignore_after_comma(struct field *field)
{
    for (size_t i = 0; i < field->n; i++) {
        if (field->characters[i].code == ',') {
            ignore(field, i, field->n, PECADDR_STEP_COMMA, PECADDR_NOTE_COMMA);
            return;
        }
    }
}

/* The words between white space; what has no letter is none. */
static void split(const struct field *field, struct field_words *words)
{
    struct field_word word = {0};
    bool inside = false;
    bool lettered = false;

    words->n = 0;
    for (size_t i = 0; i <= field->n; i++) {
        bool ended = i == field->n || field->characters[i].ignored;
        enum fold_class kind = ended ? CLASS_SPACE : field_kind(field, i);

        if (kind != CLASS_SPACE) {
            if (!inside)
                word = (struct field_word){.start = (uint16_t)i};
            inside = true;
            lettered = lettered || is_letter(kind);
            word.has_dot = word.has_dot || kind == CLASS_DOT;
            word.end = (uint16_t)(i + 1);
        } else if (inside) {
            if (lettered)
                words->at[words->n++] = word;
            inside = lettered = false;
        }
        if (ended)
            return;
    }
}

/*
 * Where the longest title ends that stands at a place in a word; the place itself when there is
 * none. `glued` becomes the end of the longest one that has a letter right after it, if one has.
 */
static size_t title_end(const struct field *field, size_t at, size_t end, size_t *glued)
{
    size_t longest = at;

    for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
        size_t stop = at + strlen(titles[i]);

        if (!begins_with(field, at, end, titles[i]))
            continue;
        if (field->characters[stop - 1].code != '.' && stop < end) {
            if (field->characters[stop].code != '.')
                continue;
            stop++;
        }
        if (stop > longest)
            longest = stop;
        if (stop > *glued && stop < end && is_letter(field_kind(field, stop)))
            *glued = stop;
    }
    return longest;
}

static bool is_junior(const struct field *field, size_t at, size_t end)
{
    for (size_t i = 0; i < ARRAY_SIZE(junior_titles); i++)
        if (equals(field, at, end, junior_titles[i]))
            return true;
    return false;
}

/* How far the titles reach with which a word begins. */
struct title_chain {
    size_t end;    /* of the last title */
    size_t glued;  /* of the last one with a letter right after it; the word's start if none has */
    bool is_whole; /* the word is titles only */
    bool has_junior;
};

static struct title_chain read_titles(const struct field *field, const struct field_word *word)
{
    struct title_chain chain = {.end = word->start, .glued = word->start};
    size_t next;

    if (!word->has_dot)
        return chain;
    while (chain.end < word->end &&
           (next = title_end(field, chain.end, word->end, &chain.glued)) > chain.end)
        chain.end = next;
    chain.is_whole = chain.end == word->end;
    if (!chain.is_whole && chain.end > word->start &&
        field->characters[chain.end - 1].code == '.' && is_junior(field, chain.end, word->end))
        chain.is_whole = chain.has_junior = true;
    return chain;
}

static void ignore_title(struct field *field, size_t first, size_t end)
{
    ignore(field, first, end, PECADDR_STEP_TITLE, PECADDR_NOTE_TITLE);
}

/*
 * Ignores the words that are titles, a junior title with each, and the titles glued to the first
 * word that is none.
 */
static void ignore_titles(struct field *field, struct field_words *words)
{
    size_t kept = 0;

    for (size_t i = 0; i < words->n; i++) {
        struct field_word word = words->at[i];
        struct title_chain chain = read_titles(field, &word);

        if (chain.is_whole) {
            ignore_title(field, word.start, word.end);
            if (!chain.has_junior && i + 1 < words->n &&
                is_junior(field, words->at[i + 1].start, words->at[i + 1].end)) {
                i++;
                ignore_title(field, words->at[i].start, words->at[i].end);
            }
            if (i + 1 < words->n)
                words->at[i + 1].after_title = true;
            continue;
        }
        if (kept == 0 && chain.glued > word.start) {
            ignore_title(field, word.start, chain.glued);
            word.start = (uint16_t)chain.glued;
            word.glued = true;
        }
        words->at[kept++] = word;
    }
    words->n = kept;
}

/* Which of the words of SPEC §2 this is, without marks and apostrophes. */
static void spell(const struct field *field, struct field_word *word)
{
    char letters[LISTED_WORD_MAX];
    size_t size = 0;
    bool after_apostrophe = false;

    for (size_t i = word->start; i < word->end; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_MARK) {
            word->marked = true;
        } else if (kind == CLASS_APOSTROPHE) {
            after_apostrophe = size > 0;
        } else {
            if (size == LISTED_WORD_MAX)
                return;
            letters[size++] = fold_compared(field->characters[i].code, field_record(field, i));
            word->marked = word->marked || after_apostrophe || field->characters[i].code >= 0x80;
        }
    }
    word->kinds = (uint16_t)word_kinds_of(letters, size);
}

static bool follows_particle(const struct field_words *words, size_t i)
{
    return i > 0 && is_particle(&words->at[i - 1]);
}

/* Whether a word may be a marital one of this field: `Della Vedova` has none. */
static bool may_be_marital(const struct field *field, const struct field_words *words, size_t i)
{
    return field->which == PECADDR_FIELD_GIVEN || !(words->at[i].kinds & WORD_NOT_AFTER_PARTICLE) ||
           !follows_particle(words, i);
}

/* After the last `nata` comes the birth surname, which alone identifies. */
static void select_birth_surname(struct field *field, struct field_words *words)
{
    for (size_t i = words->n; i-- > 0;) {
        if (i + 1 == words->n || !(words->at[i].kinds & WORD_BORN) ||
            !may_be_marital(field, words, i))
            continue;
        ignore(field, 0, words->at[i].end, PECADDR_STEP_BIRTH_SURNAME, PECADDR_NOTE_MARITAL);
        words->n -= i + 1;
        memmove(words->at, words->at + i + 1, words->n * sizeof *words->at);
        return;
    }
}

/* `ved.Bianchi`: marks and apostrophes are nothing here either. */
static bool is_glued_marital(const struct field *field, const struct field_word *word)
{
    char letters[LISTED_WORD_MAX] = {0};
    size_t size = 0;
    size_t at = word->start;

    if (!word->has_dot)
        return false;
    while (at < word->end && size < LISTED_WORD_MAX && (size == 0 || letters[size - 1] != '.')) {
        enum fold_class kind = field_kind(field, at);

        if (kind != CLASS_MARK && kind != CLASS_APOSTROPHE)
            letters[size++] = fold_compared(field->characters[at].code, field_record(field, at));
        at++;
    }
    for (size_t i = 0; i < ARRAY_SIZE(glued_marital_words); i++)
        if (size == strlen(glued_marital_words[i]) &&
            memcmp(letters, glued_marital_words[i], size) == 0)
            return has_letter(field, at, word->end);
    return false;
}

/* `ROSSI IN BIANCHI`, `ROSSI ved.Bianchi`: what follows is the spouse's. */
static void ignore_married_name(struct field *field, struct field_words *words)
{
    const unsigned kinds =
        field->which == PECADDR_FIELD_GIVEN ? WORD_MARITAL | WORD_BORN : WORD_MARITAL;

    for (size_t i = 1; i < words->n; i++) {
        bool between = words->at[i].kinds & kinds && i + 1 < words->n;

        if (!is_glued_marital(field, &words->at[i]) &&
            !(between && may_be_marital(field, words, i)))
            continue;
        ignore(field, words->at[i].start, field->n, PECADDR_STEP_MARITAL, PECADDR_NOTE_MARITAL);
        words->n = i;
        return;
    }
}

/* Keeps the first given name. */
static void keep_first(struct field *field, struct field_words *words)
{
    size_t end;

    if (words->n < 2)
        return;
    end = words->at[0].end;
    for (size_t i = end; i < field->n; i++)
        field->characters[i].unused = true;
    pecaddr__field_step(field, PECADDR_STEP_GIVEN_FIRST, end, field->n, "", 0);
    words->kept = 1;
}

void pecaddr__name_words(struct field *field, bool given_first, struct field_words *ret_words)
{
    if (field->which == PECADDR_FIELD_GIVEN)
        ignore_after_comma(field);
    split(field, ret_words);
    ignore_titles(field, ret_words);
    for (size_t i = 0; i < ret_words->n; i++)
        spell(field, &ret_words->at[i]);
    if (field->which == PECADDR_FIELD_SURNAME)
        select_birth_surname(field, ret_words);
    ignore_married_name(field, ret_words);
    ret_words->kept = ret_words->n;
    if (field->which == PECADDR_FIELD_GIVEN && given_first)
        keep_first(field, ret_words);
}
