/* SPDX-License-Identifier: BSD-3-Clause */
#include "name.h"

#include "base/utf8.h"
#include "mojibake.h"
#include "shorten.h"

/* Stops reading a field: what is wrong, and at which byte. */
struct fault {
    int code;
    size_t offset;
};

/* A name being folded: both fields' letters, and what was seen on the way. */
struct folding {
    enum pecaddr_profile profile;
    uint32_t notes;
    bool profiled; /* a letter was seen that the two profiles write apart */
    struct atom given;
    struct atom surname;
};

/* A shorter surname is not looked for among the given names. */
#define REPEATED_MIN 3

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

static int read_field(enum pecaddr_field which, struct pecaddr_text text,
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

static unsigned kinds_of(const struct atom *atom, size_t i)
{
    return word_kinds_of(atom->letters + atom->words[i].start, atom->words[i].size);
}

/* `De La`: a surname that no name is. `Santo` is one, and so is a word with a mark, such as `Lê`.
 */
static bool is_particles_only(const struct atom *surname)
{
    for (size_t i = 0; i < surname->n_words; i++)
        if (surname->words[i].marked ||
            (kinds_of(surname, i) & (WORD_PARTICLE | WORD_SURNAME)) != WORD_PARTICLE)
            return false;
    return surname->n_words > 0;
}

/* Whether the letters of a surname are those of whole neighbouring given names. */
static bool is_among(const struct atom *surname, const struct atom *given)
{
    if (surname->size < REPEATED_MIN)
        return false;
    for (size_t i = 0; i < given->n_words; i++) {
        const char *letters = given->letters + given->words[i].start;
        size_t size = 0;

        for (size_t k = i; k < given->n_words && size < surname->size; k++)
            size += given->words[k].size;
        if (size == surname->size && memcmp(letters, surname->letters, size) == 0)
            return true;
    }
    return false;
}

/* A doubt about the whole surname. */
static void doubt_surname(struct pecaddr_text surname, const struct pecaddr_trace *trace,
                          enum pecaddr_step_kind kind, struct folding *folding)
{
    struct pecaddr_step step = {.size = sizeof step,
                                .kind = kind,
                                .field = PECADDR_FIELD_SURNAME,
                                .length = surname.size,
                                .text = {"", 0}};

    folding->notes |= PECADDR_NOTE_DOUBT;
    if (trace)
        trace->step(trace->user, &step);
}

/* Keeps the letters up to a size at which a word ends. */
static void keep_words(struct atom *atom, size_t size, size_t n_words)
{
    atom->size = size;
    atom->n_words = n_words;
}

static void keep_initial(struct atom *atom)
{
    keep_words(atom, 1, 1);
    atom->words[0].size = 1;
}

/* Reads both fields; nothing is cut. */
static int read_name(const struct naming *naming, enum pecaddr_profile profile,
                     const struct pecaddr_person *person, const struct pecaddr_trace *trace,
                     struct folding *folding, struct pecaddr_error *error)
{
    int r;

    folding->notes = 0;
    folding->profiled = false;
    folding->profile = profile;
    r = read_field(PECADDR_FIELD_GIVEN, person->given, naming, trace, folding, &folding->given,
                   error);
    if (r == PECADDR_OK)
        r = read_field(PECADDR_FIELD_SURNAME, person->surname, naming, trace, folding,
                       &folding->surname, error);
    if (r != PECADDR_OK)
        return r;
    if (is_particles_only(&folding->surname))
        doubt_surname(person->surname, trace, PECADDR_STEP_DOUBT_PARTICLES, folding);
    if (is_among(&folding->surname, &folding->given))
        doubt_surname(person->surname, trace, PECADDR_STEP_DOUBT_REPEATED, folding);
    return PECADDR_OK;
}

/* What a field counts for the length of a local part. */
static size_t counted(bool needed, const struct atom *atom)
{
    return needed ? atom->size : 0;
}

/* Keeps what the scheme has of a name, and as much as fits. */
static int fit_name(const struct naming *naming, const struct pecaddr_trace *trace,
                    struct folding *folding, struct pecaddr_error *error)
{
    struct atom *given = &folding->given;
    struct atom *surname = &folding->surname;
    size_t surname_size = surname->size;
    size_t surname_words = surname->n_words;
    size_t given_size;
    size_t given_words;

    if (naming->given_first)
        keep_words(given, given->first_size, given->first_words);
    given_size = given->size;
    given_words = given->n_words;
    if (naming->needs_given && naming->initial_only)
        keep_initial(given);
    if (counted(naming->needs_given, given) + counted(naming->needs_surname, surname) <=
        naming->budget)
        return PECADDR_OK;
    if (naming->overlong_fail)
        return pecaddr__fail(error, PECADDR_E_TOO_LONG,
                             naming->needs_surname ? PECADDR_FIELD_SURNAME : PECADDR_FIELD_GIVEN,
                             0);
    /* What counts for nothing is set aside, and is whole again afterwards. */
    if (!naming->needs_given)
        keep_words(given, 0, 0);
    if (!naming->needs_surname)
        keep_words(surname, 0, 0);
    pecaddr__shorten(given, surname, naming->budget, trace);
    if (!naming->needs_given)
        keep_words(given, given_size, given_words);
    if (!naming->needs_surname)
        keep_words(surname, surname_size, surname_words);
    folding->notes |= PECADDR_NOTE_SHORTENED;
    return PECADDR_OK;
}

/* Letters and a NUL; a field that no rule needs may have more than any address, and is cut. */
static size_t take_letters(const struct atom *atom, char letters[PECADDR_LOCAL_PART_MAX + 1])
{
    size_t size = atom->size < PECADDR_LOCAL_PART_MAX ? atom->size : PECADDR_LOCAL_PART_MAX;

    memset(letters, 0, PECADDR_LOCAL_PART_MAX + 1);
    memcpy(letters, atom->letters, size);
    return size;
}

int pecaddr__name_plain(const struct naming *naming, enum pecaddr_profile profile,
                        const struct pecaddr_person *person, const struct pecaddr_trace *trace,
                        struct pecaddr_folded *ret_folded, bool *ret_profiled,
                        struct holder_codes *ret_codes, struct pecaddr_error *error)
{
    struct folding folding;
    size_t first_size;
    int r = read_name(naming, profile, person, trace, &folding, error);

    if (r != PECADDR_OK)
        return r;
    if (ret_codes)
        pecaddr__holder_encode_name(folding.surname.letters, folding.surname.size,
                                    folding.given.letters, folding.given.size,
                                    folding.given.first_size, ret_codes);
    first_size = folding.given.first_size;
    r = fit_name(naming, trace, &folding, error);
    if (r != PECADDR_OK)
        return r;
    ret_folded->notes = folding.notes;
    ret_folded->given_size = take_letters(&folding.given, ret_folded->given);
    ret_folded->surname_size = take_letters(&folding.surname, ret_folded->surname);
    ret_folded->first_size =
        first_size < ret_folded->given_size ? first_size : ret_folded->given_size;
    *ret_profiled = folding.profiled;
    return PECADDR_OK;
}

/* What is compared of a name, whole: pecaddr_same_name(). */
struct whole_name {
    size_t given_size;
    size_t first_size;
    size_t surname_size;
    char given[PECADDR_FIELD_MAX];
    char surname[PECADDR_FIELD_MAX];
};

/* Reads one in memory of its own, since two names while they are read would need too much. */
static int read_whole(const struct naming *naming, const struct pecaddr_person *person,
                      struct whole_name *ret_name, struct pecaddr_error *error)
{
    struct folding folding;
    int r = read_name(naming, naming->profile, person, NULL, &folding, error);

    if (r != PECADDR_OK)
        return r;
    ret_name->given_size = folding.given.size;
    ret_name->first_size = folding.given.first_size;
    ret_name->surname_size = folding.surname.size;
    memcpy(ret_name->given, folding.given.letters, folding.given.size);
    memcpy(ret_name->surname, folding.surname.letters, folding.surname.size);
    return PECADDR_OK;
}

static bool same_letters(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && memcmp(a, b, a_size) == 0;
}

int pecaddr__name_agree(const struct naming *naming, const struct pecaddr_person *a,
                        const struct pecaddr_person *b, bool *ret_whole,
                        struct pecaddr_error *error)
{
    struct whole_name first;
    struct whole_name second;
    int r = read_whole(naming, a, &first, error);

    if (r == PECADDR_OK)
        r = read_whole(naming, b, &second, error);
    if (r != PECADDR_OK)
        return r;
    *ret_whole = same_letters(first.given, first.given_size, second.given, second.given_size);
    return same_letters(first.surname, first.surname_size, second.surname, second.surname_size) &&
                   same_letters(first.given, first.first_size, second.given, second.first_size)
               ? PECADDR_OK
               : PECADDR_NO_MATCH;
}
