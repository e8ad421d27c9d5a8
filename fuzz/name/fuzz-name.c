/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: a byte (bit 0: profile plain, bit 1: first given name only, bit 2: never shorten), the
 * given names, a newline, the surname.
 */
#include <uninorm.h>
#include <unistr.h>

#include "../../libpecaddr/scheme.h"
#include "../target.h"

struct answer {
    int code;
    uint32_t notes;
    enum pecaddr_field field;
    size_t offset;
    size_t size;
    char local[PECADDR_LOCAL_PART_MAX + 1];
};

static struct pecaddr_text text_of(struct bytes input)
{
    return (struct pecaddr_text){(const char *)input.data, input.size};
}

static void count_step(void *user, const struct pecaddr_step *step)
{
    size_t *n = user;

    HOLDS(step->size == sizeof *step);
    HOLDS(step->kind > 0);
    HOLDS(step->text.data != NULL);
    ++*n;
}

static struct answer fold(const struct pecaddr_scheme *scheme, struct pecaddr_text given,
                          struct pecaddr_text surname, const struct pecaddr_trace *trace)
{
    struct pecaddr_person person = {.size = sizeof person, .given = given, .surname = surname};
    struct pecaddr_error error = {.size = sizeof error};
    struct answer answer = {.size = 12345, .notes = 54321};

    answer.code = pecaddr_local_part(scheme, &person, trace, answer.local, sizeof answer.local,
                                     &answer.size, &answer.notes, &error);
    answer.field = error.field;
    answer.offset = error.offset;
    return answer;
}

static void check_success(const struct pecaddr_scheme *scheme, const struct answer *answer)
{
    const char *dot = strchr(answer->local, '.');
    struct answer again;

    HOLDS(strlen(answer->local) == answer->size);
    HOLDS(answer->size <= PECADDR_LOCAL_PART_MAX - strlen(".mc.a9999999"));
    HOLDS(strspn(answer->local, "abcdefghijklmnopqrstuvwxyz.") == answer->size);
    HOLDS(dot && dot > answer->local && dot[1] && !strchr(dot + 1, '.'));
    HOLDS(answer->notes < PECADDR_NOTE_CF_MISMATCH * 2);
    again = fold(scheme, (struct pecaddr_text){answer->local, (size_t)(dot - answer->local)},
                 (struct pecaddr_text){dot + 1, strlen(dot + 1)}, NULL);
    HOLDS(again.code == PECADDR_OK);
    HOLDS(strcmp(again.local, answer->local) == 0);
}

static void check_error(const struct answer *answer, struct pecaddr_text given,
                        struct pecaddr_text surname)
{
    size_t size = answer->field == PECADDR_FIELD_GIVEN ? given.size : surname.size;

    HOLDS(answer->code >= PECADDR_E_TOO_LONG && answer->code <= PECADDR_E_ENCODING);
    HOLDS(answer->field == PECADDR_FIELD_GIVEN || answer->field == PECADDR_FIELD_SURNAME);
    HOLDS(answer->offset < size || answer->offset == 0);
    HOLDS(answer->size == 12345 && answer->notes == 54321);
}

/* A text in another normalization form; NULL if it is none or would be too long a field. */
static uint8_t *normalized(uninorm_t form, struct pecaddr_text text, size_t *ret_size)
{
    uint8_t *other;

    if (text.size == 0 || u8_check((const uint8_t *)text.data, text.size))
        return NULL;
    other = u8_normalize(form, (const uint8_t *)text.data, text.size, NULL, ret_size);
    HOLDS(other);
    if (*ret_size <= PECADDR_FIELD_MAX)
        return other;
    free(other);
    return NULL;
}

static void check_equivalent(const struct pecaddr_scheme *scheme, const struct answer *answer,
                             struct pecaddr_text given, struct pecaddr_text surname)
{
    const uninorm_t forms[] = {UNINORM_NFC, UNINORM_NFD};

    if (given.size > PECADDR_FIELD_MAX || surname.size > PECADDR_FIELD_MAX)
        return;
    for (size_t i = 0; i < 2; i++) {
        size_t given_size, surname_size;
        uint8_t *other_given = normalized(forms[i], given, &given_size);
        uint8_t *other_surname = normalized(forms[i], surname, &surname_size);

        if (other_given && other_surname) {
            struct answer other =
                fold(scheme, (struct pecaddr_text){(const char *)other_given, given_size},
                     (struct pecaddr_text){(const char *)other_surname, surname_size}, NULL);

            HOLDS(other.code == answer->code);
            HOLDS(other.notes == answer->notes);
            HOLDS(other.code != PECADDR_OK || strcmp(other.local, answer->local) == 0);
        }
        free(other_given);
        free(other_surname);
    }
}

static void check_repair(struct pecaddr_text text)
{
    char repaired[3 * PECADDR_FIELD_MAX + 1];
    char again[3 * PECADDR_FIELD_MAX + 1];
    size_t size;
    int r = pecaddr_repair(text, repaired, sizeof repaired, &size);

    if (r != PECADDR_OK || size > PECADDR_FIELD_MAX)
        return;
    HOLDS(size == 0 || !u8_check((const uint8_t *)repaired, size));
    HOLDS(pecaddr_repair((struct pecaddr_text){repaired, size}, again, sizeof again, &size) ==
          PECADDR_OK);
    HOLDS(memcmp(again, repaired, size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = {data, size};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();
    size_t steps = 0;
    struct pecaddr_trace trace = {.size = sizeof trace, .step = count_step, .user = &steps};
    uint8_t options = take_byte(&input);
    struct pecaddr_text given = text_of(take_line(&input));
    struct pecaddr_text surname = text_of(input);
    struct answer answer;
    struct answer traced;

    scheme.naming.profile = options & 1 ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
    scheme.naming.given_first = options & 2;
    scheme.naming.overlong_fail = options & 4;
    answer = fold(&scheme, given, surname, NULL);
    traced = fold(&scheme, given, surname, &trace);
    HOLDS(answer.code == traced.code && answer.notes == traced.notes);
    HOLDS(strcmp(answer.local, traced.local) == 0);
    HOLDS(answer.code != PECADDR_OK || steps >= 2);
    if (answer.code == PECADDR_OK)
        check_success(&scheme, &answer);
    else
        check_error(&answer, given, surname);
    check_equivalent(&scheme, &answer, given, surname);
    check_repair(given);
    check_repair(surname);
    return 0;
}
