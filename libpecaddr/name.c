/* SPDX-License-Identifier: BSD-3-Clause */
#include "name-field.h"

/* A shorter surname is not looked for among the given names. */
#define REPEATED_MIN 3

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
    r = pecaddr__name_field(PECADDR_FIELD_GIVEN, person->given, naming, trace, folding,
                            &folding->given, error);
    if (r == PECADDR_OK)
        r = pecaddr__name_field(PECADDR_FIELD_SURNAME, person->surname, naming, trace, folding,
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

/* Of given names that begin alike: one has no more than the other, or more after all of it. */
static bool begin_alike(const struct whole_name *a, const struct whole_name *b)
{
    size_t size = a->given_size < b->given_size ? a->given_size : b->given_size;

    return memcmp(a->given, b->given, size) == 0;
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
                   same_letters(first.given, first.first_size, second.given, second.first_size) &&
                   begin_alike(&first, &second)
               ? PECADDR_OK
               : PECADDR_NO_MATCH;
}
