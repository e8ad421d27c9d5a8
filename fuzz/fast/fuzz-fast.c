/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The short cut for the names that most people have, held against the plain way.
 *
 * Input: a byte (bit 0: profile plain, bit 1: first given name only, bit 2: an initial only, bit 3:
 * a small budget), the given names, a newline, the surname.
 */
#include "../../libpecaddr/name-fast.h"
#include "../target.h"

static struct pecaddr_text text_of(struct bytes input)
{
    return (struct pecaddr_text){(const char *)input.data, input.size};
}

/* A copy whose end is the end of its memory, so that a read beyond it is seen. */
static struct pecaddr_text exact(struct bytes input, void **ret_memory)
{
    *ret_memory = malloc(input.size ? input.size : 1);
    HOLDS(*ret_memory);
    if (input.size)
        memcpy(*ret_memory, input.data, input.size);
    return text_of((struct bytes){*ret_memory, input.size});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = {data, size};
    uint8_t options = take_byte(&input);
    struct naming naming = {.budget = options & 8 ? 12 : 51,
                            .needs_given = true,
                            .needs_surname = true,
                            .given_first = options & 2,
                            .initial_only = options & 4};
    enum pecaddr_profile profile = options & 1 ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_folded fast = PECADDR_FOLDED_INIT;
    struct pecaddr_folded plain = PECADDR_FOLDED_INIT;
    struct holder_codes fast_codes;
    struct holder_codes plain_codes;
    bool fast_profiled = false;
    bool plain_profiled = false;
    void *memory[2];

    person.given = exact(take_line(&input), &memory[0]);
    person.surname = exact(input, &memory[1]);
    if (pecaddr__name_fast(&naming, profile, &person, &fast, &fast_profiled, &fast_codes)) {
        HOLDS(pecaddr__name_plain(&naming, profile, &person, NULL, &plain, &plain_profiled,
                                  &plain_codes, NULL) == PECADDR_OK);
        HOLDS(fast.notes == 0 && plain.notes == 0);
        HOLDS(fast.given_size == plain.given_size && fast.first_size == plain.first_size);
        HOLDS(fast.surname_size == plain.surname_size);
        HOLDS(strcmp(fast.given, plain.given) == 0 && strcmp(fast.surname, plain.surname) == 0);
        HOLDS(fast_profiled == plain_profiled);
        HOLDS(memcmp(&fast_codes, &plain_codes, sizeof fast_codes) == 0);
        HOLDS(pecaddr__name_fast(&naming, profile, &person, &plain, &plain_profiled, NULL));
        HOLDS(strcmp(fast.given, plain.given) == 0 && strcmp(fast.surname, plain.surname) == 0);
    }
    free(memory[0]);
    free(memory[1]);
    return 0;
}
