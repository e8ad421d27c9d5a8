/* SPDX-License-Identifier: BSD-3-Clause */
#include "name.h"

#include <string.h>
#include <unistr.h>

#include "shorten.h"
#include "fold.h"
#include "mojibake.h"

/* Stops reading a field: what is wrong, and at which byte. */
struct fault {
    int code;
    size_t offset;
};

/* A name being folded: both fields' letters, and what was seen on the way. */
struct folding {
    uint32_t notes;
    bool profiled; /* a letter was seen that the two profiles write apart */
    struct atom given;
    struct atom surname;
};

/* From a full-width letter to its ASCII letter. */
#define WIDE_OFFSET 0xFEE0u

static bool is_wide_letter(uint32_t code)
{
    return (code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A);
}

static const struct fold_record *record_at(const struct field *field, size_t i)
{
    return pecaddr__fold_lookup(field->characters[i].code);
}

static enum fold_class kind_at(const struct field *field, size_t i)
{
    return (enum fold_class)record_at(field, i)->kind;
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
        if (kind_at(field, i) == CLASS_IGNORABLE) {
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
    const uint8_t *bytes = (const uint8_t *)field->text.data;
    const uint8_t *ill_formed;
    size_t garbled;

    if (field->text.size > PECADDR_FIELD_MAX)
        return (struct fault){PECADDR_E_TOO_LONG, PECADDR_FIELD_MAX};
    if (field->text.size == 0)
        return (struct fault){PECADDR_E_EMPTY, 0};
    ill_formed = u8_check(bytes, field->text.size);
    if (ill_formed)
        return (struct fault){PECADDR_E_ENCODING, (size_t)(ill_formed - bytes)};
    field->n = pecaddr__nfc_decode(field->text.data, field->text.size, field->characters);
    field->n = pecaddr__nfc_compose(field->characters, field->n);
    garbled = pecaddr__mojibake_find(field->characters, field->n);
    if (garbled < field->n)
        return (struct fault){PECADDR_E_MOJIBAKE, field->characters[garbled].offset};
    clean(field);
    return (struct fault){PECADDR_OK, 0};
}

static bool is_letter(enum fold_class kind)
{
    return kind == CLASS_LETTER || kind == CLASS_LETTERLESS || kind == CLASS_FOREIGN;
}

/* What stands before a character, marks passed over as they belong to their letter. */
static enum fold_class kind_before(const struct field *field, size_t i)
{
    while (i-- > 0)
        if (kind_at(field, i) != CLASS_MARK)
            return kind_at(field, i);
    return CLASS_OTHER;
}

static enum fold_class kind_after(const struct field *field, size_t i)
{
    return i + 1 < field->n ? kind_at(field, i + 1) : CLASS_OTHER;
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

/* The letters of one word so far, for the signs of DOS text that was misread. */
struct casing {
    size_t letters;
    bool all_upper;
    bool after_upper; /* the letter right before is upper case */
    bool after_lower;
    uint32_t last;
};

static void doubt_misread(struct field *field, size_t i)
{
    field->notes |= PECADDR_NOTE_DOUBT;
    pecaddr__field_step(field, PECADDR_STEP_DOUBT_MISREAD, i, i + 1, "", 0);
}

static void casing_letter(struct casing *casing, struct field *field, size_t i)
{
    unsigned flags = record_at(field, i)->flags;
    uint32_t code = field->characters[i].code;

    if (code >= 0x80 && (((flags & FOLD_UPPER) && casing->after_lower) ||
                         ((flags & FOLD_LOWER) && casing->after_upper && casing->letters > 1)))
        doubt_misread(field, i);
    casing->all_upper = (casing->letters == 0 || casing->all_upper) && (flags & FOLD_UPPER);
    casing->after_upper = flags & FOLD_UPPER;
    casing->after_lower = flags & FOLD_LOWER;
    casing->last = code;
    casing->letters++;
}

/* Þ and Ô are how à and â of CP850 look in upper-case text read as Windows-1252. */
static void casing_word_end(struct casing *casing, struct field *field, size_t i)
{
    if (casing->letters > 1 && casing->all_upper && (casing->last == 0xDE || casing->last == 0xD4))
        doubt_misread(field, i - 1);
    *casing = (struct casing){0};
}

static void append(struct atom *atom, const struct fold_letters *letters, bool new_word)
{
    struct word *word;

    if (new_word)
        atom->words[atom->n_words++] = (struct word){.start = (uint16_t)atom->size};
    word = &atom->words[atom->n_words - 1];
    memcpy(atom->letters + atom->size, letters->data, letters->size);
    atom->size += letters->size;
    word->size = (uint16_t)(word->size + letters->size);
}

/* The end of a letter at `i` and the marks that follow it. */
static size_t cluster_end(const struct field *field, size_t i, unsigned *ret_marks)
{
    size_t end = i + 1;

    *ret_marks = 0;
    while (end < field->n && kind_at(field, end) == CLASS_MARK)
        *ret_marks |= record_at(field, end++)->flags & (FOLD_DIAERESIS | FOLD_RING);
    return end;
}

static bool ends_word(const struct field *field, size_t i)
{
    switch (kind_at(field, i)) {
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

/* A letter and its marks; returns where they end. */
static size_t read_letter(struct field *field, size_t i, struct casing *casing,
                          const struct naming *naming, struct folding *folding, struct atom *atom)
{
    unsigned marks;
    size_t end = cluster_end(field, i, &marks);
    struct fold_letters letters = pecaddr__fold_letter(record_at(field, i), marks, naming->profile);

    if (letters.rule == PECADDR_STEP_LETTER && end > i + 1)
        letters.rule = PECADDR_STEP_BASE;
    if (letters.rule == PECADDR_STEP_LETTER && field->characters[i].wide)
        letters.rule = PECADDR_STEP_COMPATIBLE;
    if (field->characters[i].unused)
        return end;
    pecaddr__field_step(field, letters.rule, i, end, letters.data, letters.size);
    append(atom, &letters, casing->letters == 0);
    casing_letter(casing, field, i);
    folding->profiled |= letters.profiled;
    return end;
}

/* Characters → letters, from the left, until the first offence. */
static struct fault read_letters(struct field *field, const struct naming *naming,
                                 struct folding *folding, struct atom *atom)
{
    struct casing casing = {0};
    size_t end;

    for (size_t i = 0; i < field->n; i = end) {
        enum fold_class kind = kind_at(field, i);

        end = i + 1;
        if (kind == CLASS_CONTROL) {
            return (struct fault){PECADDR_E_UNEXPECTED, field->characters[i].offset};
        } else if (field->characters[i].ignored) {
            casing_word_end(&casing, field, i);
        } else if (kind == CLASS_LETTER) {
            end = read_letter(field, i, &casing, naming, folding, atom);
        } else if (kind == CLASS_APOSTROPHE) {
            casing.after_upper = casing.after_lower = false;
            pecaddr__field_step(field, PECADDR_STEP_APOSTROPHE, i, end, "", 0);
        } else if (ends_word(field, i)) {
            casing_word_end(&casing, field, i);
            pecaddr__field_step(field, PECADDR_STEP_WORD_END, i, end, "", 0);
        } else {
            int code = kind == CLASS_FOREIGN ? PECADDR_E_SCRIPT : PECADDR_E_UNEXPECTED;

            return (struct fault){code, field->characters[i].offset};
        }
    }
    casing_word_end(&casing, field, field->n);
    return (struct fault){atom->size > 0 ? PECADDR_OK : PECADDR_E_EMPTY, 0};
}

/*
 * Whether every letter of a field is of another script, and nothing else stands in it than names
 * have, so that the whole can be transliterated: ICU makes letters of signs too (№ becomes `No`).
 */
static bool is_foreign(const struct field *field)
{
    bool foreign = false;

    for (size_t i = 0; i < field->n; i++) {
        enum fold_class kind = kind_at(field, i);

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

    while (kind_at(field, i) != CLASS_FOREIGN)
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
        composed,
        pecaddr__nfc_encode(field->characters, field->n, (uint8_t *)composed, sizeof composed)};
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

static int read_field(enum pecaddr_field which, struct pecaddr_text text,
                      const struct naming *naming, const struct pecaddr_trace *trace,
                      struct folding *folding, struct atom *atom, struct pecaddr_error *error)
{
    struct field field;
    struct fault fault;

    field.which = which;
    field.text = text;
    field.trace = trace;
    field.notes = 0;
    atom->size = 0;
    atom->n_words = 0;
    fault = read_characters(&field);
    if (fault.code == PECADDR_OK && naming->transliterator && is_foreign(&field))
        fault = read_transliterated(&field, naming);
    if (fault.code == PECADDR_OK) {
        pecaddr__name_words_select(&field, naming->given_first);
        fault = read_letters(&field, naming, folding, atom);
        if (fault.code != PECADDR_OK && field.notes & PECADDR_NOTE_TRANSLITERATED)
            fault = (struct fault){PECADDR_E_SCRIPT, field.characters[0].offset};
    }
    if (fault.code != PECADDR_OK)
        return pecaddr__fail(error, fault.code, which, fault.offset);
    folding->notes |= field.notes;
    return PECADDR_OK;
}

static void keep_initial(struct atom *atom)
{
    atom->size = 1;
    atom->n_words = 1;
    atom->words[0].size = 1;
}

/* Folds under the one profile of `naming`, without a look at the other. */
static int fold_once(const struct naming *naming, struct pecaddr_text given,
                     struct pecaddr_text surname, const struct pecaddr_trace *trace,
                     struct folding *folding, struct pecaddr_error *error)
{
    int r;

    folding->notes = 0;
    folding->profiled = false;
    r = read_field(PECADDR_FIELD_GIVEN, given, naming, trace, folding, &folding->given, error);
    if (r == PECADDR_OK)
        r = read_field(PECADDR_FIELD_SURNAME, surname, naming, trace, folding, &folding->surname,
                       error);
    if (r == PECADDR_OK && naming->initial_only)
        keep_initial(&folding->given);
    if (r != PECADDR_OK || folding->given.size + folding->surname.size <= naming->budget)
        return r;
    if (naming->overlong_fail)
        return pecaddr__fail(error, PECADDR_E_TOO_LONG, PECADDR_FIELD_SURNAME, 0);
    pecaddr__shorten(&folding->given, &folding->surname, naming->budget, trace);
    folding->notes |= PECADDR_NOTE_SHORTENED;
    return PECADDR_OK;
}

static void take_name(const struct folding *folding, struct name *name)
{
    name->notes = folding->notes;
    name->given_size = (unsigned char)folding->given.size;
    name->surname_size = (unsigned char)folding->surname.size;
    memcpy(name->given, folding->given.letters, folding->given.size);
    memcpy(name->surname, folding->surname.letters, folding->surname.size);
}

static bool same_atoms(const struct name *a, const struct name *b)
{
    return a->given_size == b->given_size && a->surname_size == b->surname_size &&
           memcmp(a->given, b->given, a->given_size) == 0 &&
           memcmp(a->surname, b->surname, a->surname_size) == 0;
}

static void report_other(const struct pecaddr_trace *trace, const struct name *other)
{
    char text[2 * PECADDR_LOCAL_PART_MAX + 1];
    struct pecaddr_step step = {.size = sizeof step, .kind = PECADDR_STEP_OTHER_PROFILE};

    memcpy(text, other->given, other->given_size);
    text[other->given_size] = '.';
    memcpy(text + other->given_size + 1, other->surname, other->surname_size);
    step.text = (struct pecaddr_text){text, (size_t)other->given_size + 1 + other->surname_size};
    trace->step(trace->user, &step);
}

int pecaddr__name_fold(const struct naming *naming, struct pecaddr_text given,
                       struct pecaddr_text surname, const struct pecaddr_trace *trace,
                       struct name *ret_name, struct pecaddr_error *error)
{
    struct naming other_naming = *naming;
    struct name other;
    struct folding folding;
    int r = fold_once(naming, given, surname, trace, &folding, error);

    if (r != PECADDR_OK)
        return r;
    take_name(&folding, ret_name);
    if (!folding.profiled)
        return PECADDR_OK;
    other_naming.profile = other_profile(naming->profile);
    r = fold_once(&other_naming, given, surname, NULL, &folding, NULL);
    if (r == PECADDR_OK)
        take_name(&folding, &other);
    if (r == PECADDR_OK && same_atoms(ret_name, &other))
        return PECADDR_OK;
    ret_name->notes |= PECADDR_NOTE_VARIANT;
    if (r == PECADDR_OK && trace)
        report_other(trace, &other);
    return PECADDR_OK;
}
