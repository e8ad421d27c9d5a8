/* SPDX-License-Identifier: BSD-3-Clause */
#include "name-field.h"

#include "base/utf8.h"
#include "mojibake.h"

/* Stops reading a field: what is wrong, and at which byte. */
struct fault {
    int code;
    size_t offset;
};

/* From a full-width letter to its ASCII letter. */
#define WIDE_OFFSET 0xFEE0u

static bool is_wide_letter(uint32_t code)
{
    return (code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A);
}

/*
 * Invisible code points go first, and a full-width letter is its ASCII letter; what either kept
 * apart may compose.
 */
static void clean(struct field *field)
{
    bool changed = false;
    size_t kept = 0;

    for (size_t i = 0; i < field->n; i++) {
        if (field_kind(field, i) == CLASS_IGNORABLE) {
            pecaddr__field_step(field, PECADDR_STEP_HIDDEN, i, i + 1, "", 0);
            field->notes |= PECADDR_NOTE_HIDDEN;
            changed = true;
            continue;
        }
        field->characters[kept] = field->characters[i];
        if (is_wide_letter(field->characters[kept].code)) {
            field->characters[kept].code -= WIDE_OFFSET;
            field->characters[kept].wide = true;
            changed = true;
        }
        kept++;
    }
    if (changed)
        field->n = pecaddr__nfc_compose(field->characters, kept);
}

/* The checks of the whole field, in the order of SPEC §2. */
static struct fault read_characters(struct field *field)
{
    size_t well_formed;
    size_t garbled;

    if (field->text.size > PECADDR_FIELD_MAX)
        return (struct fault){PECADDR_E_TOO_LONG, PECADDR_FIELD_MAX};
    well_formed = utf8_check(field->text.data, field->text.size);
    if (well_formed < field->text.size)
        return (struct fault){PECADDR_E_ENCODING, well_formed};
    field->n = pecaddr__nfc_decode(field->text.data, field->text.size, field->characters);
    field->n = pecaddr__nfc_compose(field->characters, field->n);
    garbled = pecaddr__mojibake_find(field->characters, field->n);
    if (garbled < field->n)
        return (struct fault){PECADDR_E_MOJIBAKE, field->characters[garbled].offset};
    clean(field);
    return (struct fault){PECADDR_OK, 0};
}

/* What stands before a character, marks passed over as they belong to their letter. */
static enum fold_class kind_before(const struct field *field, size_t i)
{
    while (i-- > 0)
        if (field_kind(field, i) != CLASS_MARK)
            return field_kind(field, i);
    return CLASS_OTHER;
}

static enum fold_class kind_after(const struct field *field, size_t i)
{
    return i + 1 < field->n ? field_kind(field, i + 1) : CLASS_OTHER;
}

static bool dash_ends_word(const struct field *field, size_t i)
{
    enum fold_class before = kind_before(field, i);
    enum fold_class after = kind_after(field, i);

    if (before == CLASS_SPACE && after == CLASS_SPACE)
        return true;
    return (is_letter(before) || before == CLASS_APOSTROPHE) &&
           (is_letter(after) || after == CLASS_APOSTROPHE);
}

/* A word of an atom while its letters come. */
struct word_state {
    bool inside;
    bool after_apostrophe; /* which stands after a letter of the word */
};

static void append(struct atom *atom, const struct fold_letters *letters, bool marked,
                   struct word_state *state)
{
    struct word *word;

    if (!state->inside)
        atom->words[atom->n_words++] = (struct word){.start = (uint16_t)atom->size};
    word = &atom->words[atom->n_words - 1];
    word->marked = word->marked || marked || state->after_apostrophe;
    memcpy(atom->letters + atom->size, letters->data, letters->size);
    atom->size += letters->size;
    word->size = (uint16_t)(word->size + letters->size);
    *state = (struct word_state){.inside = true};
}

/* Where the first word between white space ends; what comes later ends nothing any more. */
static void end_first(struct atom *atom)
{
    if (atom->first_size > 0)
        return;
    atom->first_size = atom->size;
    atom->first_words = atom->n_words;
}

/* The end of a letter at `i` and the marks that follow it. */
static size_t cluster_end(const struct field *field, size_t i, unsigned *ret_marks)
{
    size_t end = i + 1;

    *ret_marks = 0;
    while (end < field->n && field_kind(field, end) == CLASS_MARK)
        *ret_marks |= field_record(field, end++)->flags & (FOLD_DIAERESIS | FOLD_RING);
    return end;
}

static bool ends_word(const struct field *field, size_t i)
{
    switch (field_kind(field, i)) {
    case CLASS_SPACE:
    case CLASS_HYPHEN:
    case CLASS_DOT:
    case CLASS_COLON:
        return true;
    case CLASS_DASH:
        return dash_ends_word(field, i);
    case CLASS_MIDDLE_DOT:
        return is_letter(kind_before(field, i)) && is_letter(kind_after(field, i));
    default:
        return false;
    }
}

/* Tells the trace of characters, unless they are of a name that the scheme leaves out. */
static void used_step(const struct field *field, enum pecaddr_step_kind kind, size_t first,
                      size_t end, const char *text, size_t size)
{
    if (!field->characters[first].unused)
        pecaddr__field_step(field, kind, first, end, text, size);
}

/* Whether a letter of NFC has marks of its own. */
static bool is_composed(const struct fold_record *record, uint32_t code)
{
    uint32_t parts[4];

    return record->rule == PECADDR_STEP_BASE ||
           (record->rule != PECADDR_STEP_LETTER && pecaddr__nfc_decompose(code, parts) > 1);
}

/* A letter and its marks; returns where they end. */
static size_t read_letter(const struct field *field, size_t i, struct word_state *state,
                          struct folding *folding, struct atom *atom)
{
    unsigned marks;
    size_t end = cluster_end(field, i, &marks);
    const struct fold_record *record = field_record(field, i);
    struct fold_letters letters = pecaddr__fold_letter(record, marks, folding->profile);

    if (letters.rule == PECADDR_STEP_LETTER && end > i + 1)
        letters.rule = PECADDR_STEP_BASE;
    if (letters.rule == PECADDR_STEP_LETTER && field->characters[i].wide)
        letters.rule = PECADDR_STEP_COMPATIBLE;
    append(atom, &letters, end > i + 1 || is_composed(record, field->characters[i].code), state);
    folding->profiled |= letters.profiled;
    used_step(field, letters.rule, i, end, letters.data, letters.size);
    return end;
}

/* Characters → letters, from the left, until the first offence. */
static struct fault read_letters(const struct field *field, struct folding *folding,
                                 struct atom *atom)
{
    struct word_state state = {0};
    size_t end;

    for (size_t i = 0; i < field->n; i = end) {
        enum fold_class kind = field_kind(field, i);

        end = i + 1;
        if (kind == CLASS_CONTROL) {
            return (struct fault){PECADDR_E_UNEXPECTED, field->characters[i].offset};
        } else if (field->characters[i].ignored) {
            state = (struct word_state){0};
        } else if (kind == CLASS_LETTER) {
            end = read_letter(field, i, &state, folding, atom);
        } else if (kind == CLASS_APOSTROPHE) {
            state.after_apostrophe = state.inside;
            used_step(field, PECADDR_STEP_APOSTROPHE, i, end, "", 0);
        } else if (ends_word(field, i)) {
            state = (struct word_state){0};
            if (kind == CLASS_SPACE)
                end_first(atom);
            used_step(field, PECADDR_STEP_WORD_END, i, end, "", 0);
        } else {
            int code = kind == CLASS_FOREIGN ? PECADDR_E_SCRIPT : PECADDR_E_UNEXPECTED;

            return (struct fault){code, field->characters[i].offset};
        }
    }
    end_first(atom);
    return (struct fault){PECADDR_OK, 0};
}

/*
 * Whether every letter of a field is of another script, and nothing else stands in it than names
 * have, so that the whole can be transliterated: ICU makes letters of signs too (№ becomes `No`).
 */
static bool is_foreign(const struct field *field)
{
    bool foreign = false;

    for (size_t i = 0; i < field->n; i++) {
        enum fold_class kind = field_kind(field, i);

        if (kind == CLASS_LETTER || kind == CLASS_LETTERLESS || kind == CLASS_OTHER ||
            kind == CLASS_CONTROL)
            return false;
        foreign |= kind == CLASS_FOREIGN;
    }
    return foreign;
}

static size_t first_foreign(const struct field *field)
{
    size_t i = 0;

    while (field_kind(field, i) != CLASS_FOREIGN)
        i++;
    return i;
}

/*
 * Reads what the scheme's transliterator makes of a field instead. Where nothing comes of it, the
 * fault is that of a field without transliteration.
 */
static struct fault read_transliterated(struct field *field, const struct naming *naming)
{
    const struct pecaddr_transliterator *transliterator = naming->transliterator;
    const struct pecaddr_trace *trace = field->trace;
    struct pecaddr_text original = field->text;
    uint16_t offset = field->characters[first_foreign(field)].offset;
    struct fault refused = {PECADDR_E_SCRIPT, offset};
    char composed[3 * PECADDR_FIELD_MAX];
    char latin[PECADDR_FIELD_MAX];
    struct pecaddr_text text = {
        composed, pecaddr__nfc_encode(field->characters, field->n, composed, sizeof composed)};
    struct fault fault;
    size_t size = 0;

    if (transliterator->transliterate(transliterator->user, text, latin, sizeof latin, &size) ||
        size > sizeof latin)
        return refused;
    pecaddr__field_step(field, PECADDR_STEP_TRANSLITERATED, 0, field->n, latin, size);
    field->text = (struct pecaddr_text){latin, size};
    field->trace = NULL;
    fault = read_characters(field);
    field->text = original;
    field->trace = trace;
    for (size_t i = 0; i == 0 || i < field->n; i++)
        field->characters[i].offset = offset;
    field->notes |= PECADDR_NOTE_TRANSLITERATED;
    return fault.code == PECADDR_OK ? fault : refused;
}

int pecaddr__name_field(enum pecaddr_field which, struct pecaddr_text text,
                        const struct naming *naming, const struct pecaddr_trace *trace,
                        struct folding *folding, struct atom *atom, struct pecaddr_error *error)
{
    bool needed = which == PECADDR_FIELD_GIVEN ? naming->needs_given : naming->needs_surname;
    struct field_words words;
    struct field field;
    struct fault fault;

    field.which = which;
    field.text = text;
    field.trace = trace;
    field.notes = 0;
    atom->size = 0;
    atom->n_words = 0;
    atom->first_size = 0;
    fault = read_characters(&field);
    if (fault.code == PECADDR_OK && naming->transliterator && is_foreign(&field))
        fault = read_transliterated(&field, naming);
    if (fault.code == PECADDR_OK) {
        pecaddr__name_words(&field, naming->given_first, &words);
        pecaddr__name_doubts(&field, &words);
        fault = read_letters(&field, folding, atom);
        if (fault.code == PECADDR_OK && atom->size == 0 && needed)
            fault = (struct fault){PECADDR_E_EMPTY, 0};
        if (fault.code != PECADDR_OK && field.notes & PECADDR_NOTE_TRANSLITERATED)
            fault = (struct fault){PECADDR_E_SCRIPT, field.characters[0].offset};
    }
    if (fault.code != PECADDR_OK)
        return pecaddr__fail(error, fault.code, which, fault.offset);
    folding->notes |= field.notes;
    return PECADDR_OK;
}
