/* SPDX-License-Identifier: BSD-3-Clause */
#include "codice-fiscale.h"

#include "language.h"
#include "text.h"

#include <string.h>

/*
 * The letters of a codice fiscale that come from the name, DM 23 Dec 1976 (GU 345, 29 Dec 1976),
 * art. 2–3: three of the surname, then three of the given names.
 */
#define CODE_SIZE       CODICE_FISCALE_LETTERS
#define PERSONAL_SIZE   16 /* else a provisional one, of digits */
#define CONSONANTS_KEPT 4

/* What a code takes from a field: its first consonants and vowels. */
struct letters {
    char consonants[CONSONANTS_KEPT];
    size_t consonant_count;
    char vowels[CODE_SIZE];
    size_t vowel_count;
};

struct name_letters {
    struct letters given;
    struct letters surname;
};

/* A name as each profile reads it: what the library did, and what it would do under `plain`. */
struct reading {
    struct name_letters anagrafe;
    struct name_letters plain;
};

static void add(struct letters *letters, char c)
{
    if (memchr("aeiou", c, 5)) {
        if (letters->vowel_count < CODE_SIZE)
            letters->vowels[letters->vowel_count++] = c;
    } else if (letters->consonant_count < CONSONANTS_KEPT) {
        letters->consonants[letters->consonant_count++] = c;
    }
}

static void add_to(struct name_letters *name, enum pecaddr_field field, const char *data,
                   size_t size)
{
    for (size_t i = 0; i < size; i++)
        add(field == PECADDR_FIELD_GIVEN ? &name->given : &name->surname, data[i]);
}

/* The letters before any are dropped for length. */
static void take_step(void *user, const struct pecaddr_step *step)
{
    struct reading *reading = user;
    size_t plain_size = step->text.size;

    switch (step->kind) {
    case PECADDR_STEP_DIAERESIS:
    case PECADDR_STEP_RING:
    case PECADDR_STEP_STROKE:
        plain_size = plain_size ? 1 : 0;
        break;
    case PECADDR_STEP_LETTER:
    case PECADDR_STEP_BASE:
    case PECADDR_STEP_REGISTRY:
    case PECADDR_STEP_COMPATIBLE:
    case PECADDR_STEP_LATIN:
        break;
    default:
        return;
    }
    add_to(&reading->anagrafe, step->field, step->text.data, step->text.size);
    add_to(&reading->plain, step->field, step->text.data, plain_size);
}

/* Consonants, then vowels, then X. */
static void make_surname_code(const struct letters *letters, char code[CODE_SIZE])
{
    for (size_t i = 0; i < CODE_SIZE; i++) {
        size_t vowel = i - letters->consonant_count;

        if (i < letters->consonant_count)
            code[i] = text_upper(letters->consonants[i]);
        else
            code[i] = vowel < letters->vowel_count ? text_upper(letters->vowels[vowel]) : 'X';
    }
}

/* Of four or more consonants the second is left out. */
static void make_given_code(const struct letters *letters, char code[CODE_SIZE])
{
    static const size_t places[CODE_SIZE] = {0, 2, 3};

    make_surname_code(letters, code);
    for (size_t i = 0; i < CODE_SIZE && letters->consonant_count == CONSONANTS_KEPT; i++)
        code[i] = text_upper(letters->consonants[places[i]]);
}

/* What a name gives under one profile, and how that agrees with the letters of a codice fiscale. */
static struct codice_fiscale_match compare(const struct letters *surname,
                                           const struct letters *given, const char *holder)
{
    struct codice_fiscale_match match = {0};

    make_surname_code(surname, match.surname);
    make_given_code(given, match.given);
    match.surname_differs = memcmp(match.surname, holder, CODE_SIZE) != 0;
    match.given_differs = memcmp(match.given, holder + CODE_SIZE, CODE_SIZE) != 0;
    return match;
}

static int halves(const struct codice_fiscale_match *match)
{
    return match->surname_differs + match->given_differs;
}

static int fits_swapped(const struct name_letters *name, const char *holder)
{
    struct codice_fiscale_match match = compare(&name->given, &name->surname, holder);

    return halves(&match) == 0;
}

/* Both halves have to agree under the same profile; where they do under neither, that one is told
   which contradicts less. */
static struct codice_fiscale_match match_of(const struct reading *reading, const char *holder)
{
    struct codice_fiscale_match match =
        compare(&reading->anagrafe.surname, &reading->anagrafe.given, holder);
    struct codice_fiscale_match plain =
        compare(&reading->plain.surname, &reading->plain.given, holder);

    if (halves(&plain) < halves(&match))
        match = plain;
    match.is_swapped = halves(&match) && (fits_swapped(&reading->anagrafe, holder) ||
                                          fits_swapped(&reading->plain, holder));
    return match;
}

int codice_fiscale_contradicts(const struct pecaddr_person *person,
                               struct codice_fiscale_match *ret_match)
{
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    struct reading reading = {0};
    struct pecaddr_trace trace = {sizeof trace, take_step, &reading};

    *ret_match = (struct codice_fiscale_match){0};
    if (person->holder.size != PERSONAL_SIZE)
        return 0;
    /* The built-in scheme: it leaves no given name out, as the codice fiscale does not. */
    if (pecaddr_local_part(pecaddr_scheme_ingpec(), person, &trace, local_part, sizeof local_part,
                           NULL, NULL, NULL) != PECADDR_OK)
        return 0;
    *ret_match = match_of(&reading, person->holder.data);
    return halves(ret_match) > 0;
}

uint32_t codice_fiscale_notes(const struct pecaddr_person *person)
{
    struct codice_fiscale_match match;

    return codice_fiscale_contradicts(person, &match) ? (uint32_t)PECADDR_NOTE_CF_MISMATCH : 0;
}

void codice_fiscale_describe(struct buffer *buffer, const struct pecaddr_person *person,
                             language_fn *in)
{
    struct codice_fiscale_match match;
    char found[2][CODE_SIZE + 1] = {{0}};

    if (!codice_fiscale_contradicts(person, &match)) {
        buffer_text(buffer, in(N_("the codice fiscale does not fit the name; check both")));
        return;
    }
    memcpy(found[0], person->holder.data, CODE_SIZE);
    memcpy(found[1], person->holder.data + CODE_SIZE, CODE_SIZE);
    if (match.is_swapped)
        buffer_format(
            buffer,
            in(N_("the codice fiscale begins with %s %s, which fits if given names and "
                  "surname are exchanged; check whether each stands in the other's place")),
            found[0], found[1]);
    else if (match.surname_differs && match.given_differs)
        buffer_format(
            buffer,
            in(N_("the codice fiscale begins with %s %s, and this name gives %s %s; check "
                  "both")),
            found[0], found[1], match.surname, match.given);
    else if (match.surname_differs)
        buffer_format(buffer,
                      in(N_("the codice fiscale has %s for the surname, and this surname gives %s; "
                            "check both")),
                      found[0], match.surname);
    else
        buffer_format(buffer,
                      in(N_("the codice fiscale has %s for the given names, and these given names "
                            "give %s; check both")),
                      found[1], match.given);
}
