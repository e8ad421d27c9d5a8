/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Most names are one word of ASCII letters. Such a word is two numbers of eight bytes, and every
 * question about it (is it letters? what in lower case? is it a word that SPEC §2 names?) a few
 * operations on these. A field of sixteen bytes that is two words, or has one apostrophe or accent,
 * takes a few more; any other is read row of letters by row of letters. Whatever is not plain to
 * see goes the plain way, so nothing here sets a note: a word that may be no name, a letter that may be
 * misread, a name that is too long.
 */
#include "name-fast.h"

#include <assert.h>

#include "bytes16.h"
#include "fold.h"
#include "mojibake.h"
#include "word-list.h"

/*
 * A field with more bytes goes the plain way. What is read here has no more letters than bytes, so
 * that sixteen can be written wherever one more can.
 */
#define BYTES_MAX 48

static_assert(BYTES_MAX + LISTED_WORD_MAX <= PECADDR_LOCAL_PART_MAX,
              "a row of sixteen letters has room wherever one begins");
#define FAST_WORDS_MAX 16

/* The letters of a field, and what its words are. */
struct fast_field {
    enum pecaddr_profile profile;
    char *letters; /* PECADDR_LOCAL_PART_MAX + 1 */
    size_t size;
    size_t n_words;
    size_t first_size;
    unsigned any; /* the kinds of its words: of one at least, */
    unsigned all; /* and of every one */
    bool profiled;
    uint8_t starts[FAST_WORDS_MAX];
};

static inline void take_word(struct fast_field *field, size_t start, unsigned kinds)
{
    field->starts[field->n_words++] = (uint8_t)start;
    field->any |= kinds;
    field->all &= kinds;
}

/* A field of sixteen bytes at most, at one look. */
struct look {
    bool is_known;         /* else it has more, or none, and nothing is known of it */
    struct bytes16 bytes;  /* the ASCII letters in lower case */
    struct bytes16 others; /* the highest bit of each byte that is no ASCII letter */
};

static inline __attribute__((always_inline)) struct look look_at(struct pecaddr_text text)
{
    struct look look = {.is_known = false};
    uint64_t low;
    uint64_t high;

    if (text.size - 1 >= 16)
        return look;
    look.bytes = bytes16_load(text.data, text.size);
    look.is_known = true;
    low = letter_bits(look.bytes.low);
    high = letter_bits(look.bytes.high);
    look.others.low = low ^ (low_bits(text.size) & EACH(0x80));
    look.others.high = high ^ (bits_above(text.size) & EACH(0x80));
    look.bytes.low |= low >> 2; /* 0x80 to 0x20 */
    look.bytes.high |= high >> 2;
    return look;
}

static inline bool is_word(const struct look *look)
{
    return look->is_known && !(look->others.low | look->others.high);
}

/*
 * Two rows of letters with a space or an apostrophe between, or one with either at its end; false
 * where it is something else.
 */
static inline bool read_two_rows(const char *data, size_t size, const struct look *look,
                                 struct fast_field *field)
{
    uint64_t low = look->others.low;
    uint64_t high = look->others.high;
    size_t low_at = (size_t)__builtin_ctzll(low | UINT64_C(1) << 63) / 8;
    size_t high_at = 8 + (size_t)__builtin_ctzll(high | UINT64_C(1) << 63) / 8;
    size_t at = low ? low_at : high_at;
    struct bytes16 first;
    struct bytes16 second;

    if (!look->is_known || (low & (low - 1)) || (high & (high - 1)) || (low && high) || at == 0 ||
        (data[at] != ' ' && data[at] != '\''))
        return false;
    first = bytes16_first(look->bytes, at);
    second = bytes16_after(bytes16_after(look->bytes, at), 1);
    bytes16_store(field->letters, first);
    bytes16_store(field->letters + at, second);
    field->size = field->first_size = size - 1;
    if (data[at] == ' ' && at + 1 < size) {
        field->first_size = at;
        take_word(field, 0, word_kinds(first.low, first.high));
        take_word(field, at, word_kinds(second.low, second.high));
    } else {
        second = bytes16_up(second, at);
        take_word(field, 0, word_kinds(first.low | second.low, first.high | second.high));
    }
    return true;
}

/* A word while it is read: as words are compared, without marks. */
struct fast_word {
    size_t start; /* in the letters of its field */
    size_t size;
    struct bytes16 letters; /* as far as there is room */
};

static inline void add_to_word(struct fast_word *word, struct bytes16 row, size_t size)
{
    if (word->size < LISTED_WORD_MAX) {
        struct bytes16 moved = bytes16_up(row, word->size);

        word->letters.low |= moved.low;
        word->letters.high |= moved.high;
    }
    word->size += size;
}

/* Ends a word, if one has letters; false: there are too many. */
static inline bool end_word(struct fast_field *field, struct fast_word *word)
{
    bool listed = word->size <= LISTED_WORD_MAX;

    if (word->size > 0) {
        if (field->n_words == FAST_WORDS_MAX)
            return false;
        if (field->n_words == 0)
            field->first_size = field->size;
        take_word(field, word->start,
                  listed ? word_kinds(word->letters.low, word->letters.high) : 0);
    }
    *word = (struct fast_word){.start = field->size};
    return true;
}

/* Where a letter that is not ASCII stands: what is right before it. */
enum before { BEFORE_NONE, BEFORE_LOWER, BEFORE_FIRST_UPPER, BEFORE_UPPER };

static inline bool is_ascii_letter(unsigned char byte)
{
    unsigned char lower = byte | 0x20;

    return lower >= 'a' && lower <= 'z';
}

/* `accented` is the case of the letter that ends right before, where that is not ASCII. */
static enum before look_before(const unsigned char *bytes, size_t at, enum before accented)
{
    if (at == 0)
        return BEFORE_NONE;
    if (bytes[at - 1] >= 0x80)
        return accented;
    if (!is_ascii_letter(bytes[at - 1]))
        return BEFORE_NONE;
    if (bytes[at - 1] & 0x20)
        return BEFORE_LOWER;
    return at > 1 && (bytes[at - 2] >= 0x80 || is_ascii_letter(bytes[at - 2])) ? BEFORE_UPPER
                                                                               : BEFORE_FIRST_UPPER;
}

/* After a byte that is not ASCII a later byte of UTF-8, as Windows-1252 reads it, may be text that was
 * garbled. */
static bool is_later_byte(uint32_t code)
{
    return (pecaddr__mojibake_byte(code) & 0xC0) == 0x80;
}

/* Signs of DOS text misread, and of garbled text, wherever they stand: Â Ã Ô Þ. */
static bool is_suspect(uint32_t code)
{
    return code == 0xC2 || code == 0xC3 || code == 0xD4 || code == 0xDE;
}

/* A letter with marks that is its base letter under either profile, as nearly all are. */
static inline bool is_bare(const struct fold_record *record)
{
    return record->rule == PECADDR_STEP_BASE && !(record->flags & (FOLD_DIAERESIS | FOLD_RING));
}

/* Two bytes of UTF-8, of a letter of U+00C0 … U+017F. They stand for themselves in NFC. */
static inline bool is_accented(const unsigned char *bytes, size_t at, size_t size)
{
    return bytes[at] >= 0xC3 && bytes[at] <= 0xC5 && at + 1 < size &&
           (bytes[at + 1] & 0xC0) == 0x80;
}

/* What the tables know of such a letter; NULL where it has no letters or may be misread. */
static const struct fold_record *accented_record(const unsigned char *bytes, size_t at, size_t size,
                                                 enum before before)
{
    uint32_t code = (uint32_t)(bytes[at] & 0x1F) << 6 | (bytes[at + 1] & 0x3F);
    const struct fold_record *record = pecaddr__fold_lookup(code);
    bool upper = record->flags & FOLD_UPPER;
    bool is_last = at + 2 == size || bytes[at + 2] == ' ' || bytes[at + 2] == '\'';

    if (record->kind != CLASS_LETTER || is_suspect(code) ||
        (at > 0 && bytes[at - 1] >= 0x80 && is_later_byte(code)) ||
        (upper && before == BEFORE_LOWER) ||
        (!upper && before == BEFORE_UPPER && !(is_vowel_of_caps_lock(code) && is_last)))
        return NULL;
    return record;
}

/* The letters of one that is not ASCII: as they come out, and as words are compared. */
struct accented_letters {
    struct fold_letters letters;
    struct bytes16 compared;
    size_t compared_size;
};

static inline struct accented_letters letters_of(const struct fold_record *record,
                                                 enum pecaddr_profile profile)
{
    struct accented_letters accented = {{{record->letters[0]}, 1, PECADDR_STEP_BASE, false},
                                        {(unsigned char)record->letters[0], 0},
                                        1};

    if (is_bare(record))
        return accented;
    accented.letters = pecaddr__fold_letter(record, 0, profile);
    /* Words are compared without marks; what has none may be a particle as it comes out. */
    if (record->rule == PECADDR_STEP_BASE)
        return accented;
    accented.compared.low = 0;
    accented.compared_size = accented.letters.size;
    for (size_t i = 0; i < accented.letters.size; i++)
        accented.compared.low |= (uint64_t)(unsigned char)accented.letters.data[i] << 8 * i;
    return accented;
}

static inline void put_accented(struct fast_field *field, const struct fold_letters *letters)
{
    memcpy(field->letters + field->size, letters->data, sizeof letters->data);
    field->size += letters->size;
    field->profiled = field->profiled || letters->profiled;
}

/* One word of ASCII letters with one letter that is not; false where it is something else. */
static inline bool read_accented_word(const char *data, size_t size, const struct look *look,
                                      struct fast_field *field)
{
    const unsigned char *bytes = (const unsigned char *)data;
    unsigned others = gather(look->others.low, look->others.high);
    size_t at = (size_t)__builtin_ctz(others | 1u << 16);
    const struct fold_record *record;
    struct accented_letters accented;
    struct bytes16 first;
    struct bytes16 letter;
    struct bytes16 second;

    if (!look->is_known || others != 3u << at || !is_accented(bytes, at, size))
        return false;
    record = accented_record(bytes, at, size, look_before(bytes, at, BEFORE_NONE));
    if (!record)
        return false;
    accented = letters_of(record, field->profile);
    first = bytes16_first(look->bytes, at);
    second = bytes16_after(bytes16_after(look->bytes, at + 1), 1);
    bytes16_store(field->letters, first);
    field->size = at;
    put_accented(field, &accented.letters);
    bytes16_store(field->letters + field->size, second);
    field->size += size - at - 2;
    field->first_size = field->size;
    letter = bytes16_up(accented.compared, at);
    second = bytes16_up(second, at + accented.compared_size);
    take_word(
        field, 0,
        word_kinds(first.low | letter.low | second.low, first.high | letter.high | second.high));
    return true;
}

/* A letter that is not ASCII, by the tables; false where it is none, or may be misread. */
static bool read_accented(const unsigned char *bytes, size_t at, size_t size, enum before *accented,
                          struct fast_field *field, struct fast_word *word)
{
    enum before before = look_before(bytes, at, *accented);
    const struct fold_record *record = accented_record(bytes, at, size, before);
    struct accented_letters letters;

    if (!record)
        return false;
    letters = letters_of(record, field->profile);
    put_accented(field, &letters.letters);
    add_to_word(word, letters.compared, letters.compared_size);
    if (record->flags & FOLD_UPPER)
        *accented = before == BEFORE_NONE ? BEFORE_FIRST_UPPER : BEFORE_UPPER;
    else
        *accented = BEFORE_LOWER;
    return true;
}

/*
 * ’ after an ASCII character, or first: Windows-1252 has it where UTF-8 has a later byte, so after
 * another it may be text that was garbled.
 */
static inline bool is_apostrophe(const unsigned char *bytes, size_t at, size_t size)
{
    return size - at >= 3 && bytes[at] == 0xE2 && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x99 &&
           (at == 0 || bytes[at - 1] < 0x80);
}

/* Several words, apostrophes, accents: row of letters after row of letters. */
static bool read_rows(const char *data, size_t size, struct fast_field *field)
{
    const unsigned char *bytes = (const unsigned char *)data;
    enum before accented = BEFORE_NONE;
    struct fast_word word = {0};

    for (size_t at = 0; at < size;) {
        size_t rest = size - at < 16 ? size - at : 16;
        struct bytes16 row = bytes16_load(data + at, rest);
        size_t length = bytes16_letters(&row);

        if (length > 0) {
            row = bytes16_first(row, length);
            bytes16_store(field->letters + field->size, row);
            field->size += length;
            add_to_word(&word, row, length);
            at += length;
            continue;
        }
        if (bytes[at] == ' ') {
            if (!end_word(field, &word))
                return false;
        } else if (is_accented(bytes, at, size)) {
            if (!read_accented(bytes, at, size, &accented, field, &word))
                return false;
            at++;
        } else if (is_apostrophe(bytes, at, size)) {
            at += 2;
        } else if (bytes[at] != '\'') {
            return false;
        }
        at++;
    }
    return end_word(field, &word);
}

static inline void begin(struct fast_field *field, enum pecaddr_profile profile, char *letters)
{
    field->profile = profile;
    field->letters = letters;
    field->size = 0;
    field->n_words = 0;
    field->first_size = 0;
    field->any = 0;
    field->all = ~0u;
    field->profiled = false;
}

static inline bool read_field(struct pecaddr_text text, const struct look *look,
                              struct fast_field *field)
{
    if (is_word(look)) {
        bytes16_store(field->letters, look->bytes);
        field->size = field->first_size = text.size;
        take_word(field, 0, word_kinds(look->bytes.low, look->bytes.high));
        return true;
    }
    return read_two_rows(text.data, text.size, look, field) ||
           read_accented_word(text.data, text.size, look, field) ||
           (text.size <= BYTES_MAX && read_rows(text.data, text.size, field));
}

/* Whether a word among those of a field may be none of the name. */
static inline bool is_doubtful(const struct fast_field *field)
{
    const unsigned among_others = WORD_TITLE_FULL | WORD_ADDITION | WORD_BORN | WORD_MARITAL;

    return field->any &
           (field->n_words > 1 ? WORD_TITLE_DOTLESS | among_others : WORD_TITLE_DOTLESS);
}

/* Whether a surname's letters are those of whole neighbouring given names. */
static inline bool is_repeated(const struct fast_field *surname, const struct fast_field *given)
{
    if (surname->size > given->size)
        return false;
    for (size_t i = 0; i < given->n_words; i++) {
        size_t start = given->starts[i];

        if (given->letters[start] == surname->letters[0] && given->size - start >= surname->size &&
            memcmp(given->letters + start, surname->letters, surname->size) == 0)
            return true;
    }
    return false;
}

static __attribute__((noinline)) bool
fold_fields(const struct naming *naming, enum pecaddr_profile profile,
            const struct pecaddr_person *person, const struct look *given_look,
            const struct look *surname_look, struct pecaddr_folded *ret_folded, bool *ret_profiled,
            struct holder_codes *ret_codes)
{
    struct fast_field given;
    struct fast_field surname;
    size_t given_size;

    begin(&given, profile, ret_folded->given);
    begin(&surname, profile, ret_folded->surname);
    if (!read_field(person->given, given_look, &given) ||
        !read_field(person->surname, surname_look, &surname))
        return false;
    if (is_doubtful(&given) || is_doubtful(&surname) || given.size == 0 || surname.size == 0 ||
        (surname.all & (WORD_PARTICLE | WORD_SURNAME)) == WORD_PARTICLE ||
        is_repeated(&surname, &given))
        return false;
    given_size = naming->given_first ? given.first_size : given.size;
    if (naming->initial_only)
        given_size = 1;
    if (given_size + surname.size > naming->budget)
        return false;
    if (ret_codes)
        pecaddr__holder_encode_name(surname.letters, surname.size, given.letters, given.size,
                                    given.first_size, ret_codes);
    ret_folded->notes = 0;
    ret_folded->given_size = given_size;
    ret_folded->surname_size = surname.size;
    ret_folded->first_size = given.first_size < given_size ? given.first_size : given_size;
    ret_folded->given[given_size] = '\0';
    ret_folded->surname[surname.size] = '\0';
    *ret_profiled = given.profiled || surname.profiled;
    return true;
}

/* Two words that are nothing but a name, as most people have. */
static inline bool fold_words(const struct naming *naming, struct bytes16 given, size_t given_size,
                              struct bytes16 surname, size_t surname_size,
                              struct pecaddr_folded *ret_folded)
{
    unsigned given_kinds = word_kinds(given.low, given.high);
    unsigned surname_kinds = word_kinds(surname.low, surname.high);

    if ((given_kinds & WORD_TITLE_DOTLESS) ||
        (surname_kinds & (WORD_TITLE_DOTLESS | WORD_PARTICLE)) ||
        (given.low == surname.low && given.high == surname.high) ||
        given_size + surname_size > naming->budget || naming->initial_only)
        return false;
    ret_folded->notes = 0;
    ret_folded->given_size = ret_folded->first_size = given_size;
    ret_folded->surname_size = surname_size;
    bytes16_store(ret_folded->given, given);
    bytes16_store(ret_folded->surname, surname);
    ret_folded->given[given_size] = '\0';
    ret_folded->surname[surname_size] = '\0';
    return true;
}

bool pecaddr__name_fast(const struct naming *naming, enum pecaddr_profile profile,
                        const struct pecaddr_person *person, struct pecaddr_folded *ret_folded,
                        bool *ret_profiled, struct holder_codes *ret_codes)
{
    struct look given;
    struct look surname;

    if (!naming->needs_given || !naming->needs_surname)
        return false; /* a field that counts for nothing has rules of its own */
    given = look_at(person->given);
    surname = look_at(person->surname);
    if (is_word(&given) && is_word(&surname) && !ret_codes &&
        fold_words(naming, given.bytes, person->given.size, surname.bytes, person->surname.size,
                   ret_folded)) {
        *ret_profiled = false;
        return true;
    }
    return fold_fields(naming, profile, person, &given, &surname, ret_folded, ret_profiled,
                       ret_codes);
}
