/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/full-name.h"

#include "speech/language.h"
#include "speech/text.h"

enum result {
    DIVIDED,
    WITHOUT_PROOF, /* no codice fiscale, or a provisional one, which has no letters */
    CONTRADICTED,  /* no division agrees */
    OPEN,          /* several names agree */
};

/* More words are no name. */
#define CUTS_MAX 24

struct division {
    const struct pecaddr_scheme *scheme;
    struct pecaddr_person found; /* the first that agrees */
    size_t n;                    /* how many names do */
    struct pecaddr_text other_surname;
};

/* Whether two parts of the cell are a name that the codice fiscale agrees with. */
static void try_parts(struct division *division, struct pecaddr_text given,
                      struct pecaddr_text surname)
{
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    struct pecaddr_person person = division->found;
    int is_whole = 0;

    person.given = given;
    person.surname = surname;
    if (pecaddr_holder_compare(division->scheme, &person, &comparison, NULL) != PECADDR_OK)
        return;
    if (!division->n) {
        division->found = person;
        division->n = 1;
    } else if (pecaddr_same_name(division->scheme, &division->found, &person, &is_whole, NULL) !=
                   PECADDR_OK ||
               !is_whole) {
        division->n++;
        division->other_surname = surname;
    }
}

/* The two parts on both sides of a byte, where a word ends or a comma stands there. */
static int cut(struct pecaddr_text text, size_t at, struct pecaddr_text *ret_left,
               struct pecaddr_text *ret_right)
{
    struct pecaddr_text left = {text.data, at}, rest = {text.data + at, text.size - at}, right;

    if (ascii_is_letter(*rest.data))
        return 0;
    if (*rest.data == ',') {
        rest = (struct pecaddr_text){rest.data + 1, rest.size - 1};
        left = text_trim(left);
    }
    right = text_trim(rest);
    if (right.data == text.data + at || !right.size || text_trim(left).size != left.size)
        return 0;
    *ret_left = left;
    *ret_right = right;
    return 1;
}

static enum result divide(struct division *division, struct pecaddr_text text)
{
    struct pecaddr_text holder = division->found.holder, left, right;
    size_t size = 0, cuts = 0;

    if (pecaddr_holder_check(holder, NULL, 0, &size) != PECADDR_OK || size != PECADDR_HOLDER_MAX)
        return WITHOUT_PROOF;
    for (size_t i = 1; i < text.size && cuts < CUTS_MAX; i++) {
        if (!cut(text, i, &left, &right))
            continue;
        cuts++;
        try_parts(division, right, left);
        try_parts(division, left, right);
    }
    if (!division->n || cuts == CUTS_MAX)
        return CONTRADICTED;
    return division->n == 1 ? DIVIDED : OPEN;
}

/* What the whole of it would be an error for in any field. */
static int is_broken(struct pecaddr_text text, struct fault *ret_fault)
{
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    person.given = text;
    person.surname = text_of("x");
    if (pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, &error) == PECADDR_OK)
        return 0;
    *ret_fault = fault_of(&error, &person);
    return 1;
}

static struct fault fault_of_result(const struct division *division, enum result why,
                                    struct pecaddr_text text, struct arena *arena)
{
    struct pecaddr_text holder = division->found.holder;
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_HOLDER),
        .field = PECADDR_FIELD_GIVEN,
        .text = text,
        .offset = text.size, /* the cell as a whole */
        .what_to_do =
            N_("correct the one that is wrong; if both are right, use pecaddr assign --given … "
               "--surname …"),
    };

    if (is_broken(text, &fault)) {
        fault.what_to_do = fault.text.size ? fault.what_to_do : N_("fill in the name");
    } else if (why == WITHOUT_PROOF) {
        fault.what = holder.size
                         ? N_("a provisional codice fiscale has no letters that prove "
                              "where the surname ends")
                         : N_("without a codice fiscale nothing proves where the surname ends");
        fault.what_to_do =
            N_("fill in the codice fiscale, or use pecaddr assign --given … --surname …");
    } else if (why == CONTRADICTED) {
        fault_set_what(
            &fault, arena,
            N_("however it is divided into given names and surname, it does not agree with the "
               "codice fiscale %s"),
            arena_copy(arena, holder.data, holder.size));
    } else {
        fault_set_what(
            &fault, arena,
            N_("the surname may be \"%s\" or \"%s\": the codice fiscale agrees with both"),
            arena_copy(arena, division->found.surname.data, division->found.surname.size),
            arena_copy(arena, division->other_surname.data, division->other_surname.size));
        fault.what_to_do = N_("use pecaddr assign --given … --surname …");
    }
    fault.name = N_("full name");
    return fault;
}

void member_divide_name(struct member *member, struct pecaddr_text text, struct arena *arena)
{
    struct division division = {.scheme = pecaddr_scheme_ingpec(), .found = PECADDR_PERSON_INIT};
    enum result result;

    text = text_trim(text);
    division.found.holder = member->person.holder;
    result = divide(&division, text);
    if (result == DIVIDED) {
        member->naming = NAMING_DIVIDED;
        member->person.given = division.found.given;
        member->person.surname = division.found.surname;
        return;
    }
    member->naming = NAMING_WHOLE;
    member->person.surname = text;
    if (member->has_fault)
        return;
    member->has_fault = 1;
    member->fault = fault_of_result(&division, result, text, arena);
}
