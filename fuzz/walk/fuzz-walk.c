/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: a byte for the mode, the section, a byte each for four of the number's, two for the
 * province, the given names, a newline, the surname, a newline, and the script of the check: one
 * byte an answer (its low four bits; bit 4: fill in `held`, from the candidate that the high bits
 * name). A refusal has its reason in the high bits; 12 and 13 are an answer that gives and one that
 * takes with the note that they count, 14 is a mailbox held elsewhere, whose local part is the line
 * that follows.
 */
#include "../target.h"

#include <pecaddr/pecaddr.h>

struct script {
    struct bytes bytes;
    const struct pecaddr_person *person;
    unsigned asked;
};

static void answer_by_line(struct script *script, struct pecaddr_query *query)
{
    struct bytes line = take_line(&script->bytes);

    query->answer = PECADDR_HELD_ELSEWHERE;
    snprintf(query->held, sizeof query->held, "%.*s@%s", (int)line.size, (const char *)line.data,
             pecaddr_scheme_domain(query->scheme));
}

static void answer(struct script *script, enum pecaddr_mode mode, struct pecaddr_query *query)
{
    uint8_t byte = take_byte(&script->bytes);
    unsigned other = byte >> 5;

    HOLDS(query->answer == PECADDR_UNANSWERED && query->failure == 0 && query->added_notes == 0);
    HOLDS(strlen(query->address) == query->address_size);
    HOLDS(query->address_size <= PECADDR_ADDRESS_MAX);
    HOLDS(query->person == script->person);
    query->answer = (enum pecaddr_answer)(byte & 15);
    query->failure = (byte & 15) == PECADDR_REFUSED ? -(byte >> 4) : byte;
    if (byte & 16 && pecaddr_candidate(query->scheme, query->person, other, query->held,
                                       sizeof query->held, NULL, NULL, NULL) != PECADDR_OK)
        memset(query->held, 'x', sizeof query->held);
    if ((byte & 15) == 12 || (byte & 15) == 13) {
        query->answer = (byte & 15) == 13       ? PECADDR_TAKEN
                        : mode == PECADDR_CHECK ? PECADDR_FREE
                                                : PECADDR_CLAIMED;
        query->added_notes = (uint32_t)1 << (byte >> 4);
    }
    if ((byte & 15) == 14)
        answer_by_line(script, query);
    script->asked++;
}

static int ask(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        answer(user, mode, queries[i]);
    return 0;
}

static int exists(void *user, const char *address)
{
    struct script *script = user;

    (void)address;
    script->asked++;
    return take_byte(&script->bytes) & 15;
}

/* An address is only ever given by an answer that gives one. */
static void check_assignment(const struct pecaddr_assignment *assignment, enum pecaddr_mode mode,
                             unsigned asked)
{
    enum pecaddr_answer last = pecaddr_assignment_answer(assignment, assignment->tried - 1);
    enum pecaddr_answer issued = mode == PECADDR_CHECK ? PECADDR_FREE : PECADDR_CLAIMED;
    unsigned taken = 0;

    HOLDS(assignment->tried >= asked);
    for (unsigned level = 0; level + 1 < assignment->tried; level++) {
        enum pecaddr_answer before = pecaddr_assignment_answer(assignment, level);

        HOLDS(before == PECADDR_TAKEN || before == PECADDR_RESERVED);
        taken += before == PECADDR_TAKEN;
    }
    HOLDS(taken <= asked);
    if (assignment->status == PECADDR_OK) {
        HOLDS(last == issued || last == PECADDR_HELD || last == PECADDR_HELD_ELSEWHERE);
        HOLDS(assignment->address_size > 0);
    } else {
        HOLDS(assignment->status == PECADDR_E_EXHAUSTED ||
              (last == PECADDR_FAILED && assignment->status == PECADDR_E_UNAVAILABLE) ||
              (last == PECADDR_REFUSED && assignment->status <= PECADDR_E_ENCODING &&
               assignment->status >= PECADDR_E_REVIEW));
        HOLDS(assignment->address_size == 0 && assignment->address[0] == '\0');
        HOLDS(assignment->level == PECADDR_LEVEL_NONE);
    }
    HOLDS(strlen(assignment->address) == assignment->address_size);
}

/* An address has a level exactly when the person's data gives it under the scheme's own profile. */
static void check_address(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                          const struct pecaddr_assignment *assignment)
{
    struct pecaddr_text address = {assignment->address, assignment->address_size};
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
    enum pecaddr_profile profile = PECADDR_PROFILE_PLAIN;
    unsigned level = PECADDR_LEVEL_NONE;

    if (assignment->status != PECADDR_OK)
        return;
    HOLDS(strchr(assignment->address, '@') <= assignment->address + PECADDR_LOCAL_PART_MAX);
    HOLDS(pecaddr_parse(scheme, address, &parsed) == PECADDR_OK);
    HOLDS(pecaddr_match(scheme, person, address, &level, &profile, NULL) >= 0);
    if (profile == PECADDR_PROFILE_ANAGRAFE)
        HOLDS(level == assignment->level && level == parsed.level);
    else
        HOLDS(assignment->level == PECADDR_LEVEL_NONE);
}

static int walk(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode, struct script *script,
                struct pecaddr_assignment *ret_assignment)
{
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    int r = pecaddr_walk_init(&walk, scheme, script->person, mode, NULL);

    while (r == PECADDR_OK && (r = pecaddr_walk_next(&walk, &query)) == PECADDR_OK) {
        answer(script, mode, &query);
        r = pecaddr_walk_answer(&walk, &query);
        HOLDS(pecaddr_walk_answer(&walk, &query) == PECADDR_E_STATE);
    }
    return r == PECADDR_DONE ? pecaddr_walk_result(&walk, ret_assignment) : r;
}

static void check_batch(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode,
                        struct script script, const struct pecaddr_assignment *expected)
{
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_assignment *ret[] = {&assignment};

    HOLDS(pecaddr_resolve_batch(scheme, &script.person, 1, mode, ask, &script, NULL, 0, ret) ==
          PECADDR_OK);
    HOLDS(assignment.status == expected->status);
    HOLDS(assignment.level == expected->level);
    HOLDS(strcmp(assignment.address, expected->address) == 0);
}

/* The plain check: its answers 0 and 1 are free and taken, anything else failed. */
static void check_resolve(const struct pecaddr_scheme *scheme, struct script script)
{
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    int r = pecaddr_resolve(scheme, script.person, exists, &script, &assignment, &error);

    HOLDS(script.asked <= pecaddr_scheme_levels(scheme));
    if (r == PECADDR_OK)
        check_assignment(&assignment, PECADDR_CHECK, script.asked);
    else
        HOLDS(assignment.address_size == 0 && error.code == r);
    if (r == PECADDR_E_UNAVAILABLE)
        HOLDS(error.failure > 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct bytes input = {data, size};
    enum pecaddr_mode mode = take_byte(&input) & 1 ? PECADDR_CLAIM : PECADDR_CHECK;
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct script script = {.person = &person};
    char province[2];
    struct bytes line;
    int r;

    person.section = (char)take_byte(&input);
    for (int i = 0; i < 4; i++)
        person.number = person.number << 8 | take_byte(&input);
    province[0] = (char)take_byte(&input);
    province[1] = (char)take_byte(&input);
    person.province = (struct pecaddr_text){province, 2};
    line = take_line(&input);
    person.given = (struct pecaddr_text){(const char *)line.data, line.size};
    line = take_line(&input);
    person.surname = (struct pecaddr_text){(const char *)line.data, line.size};
    script.bytes = input;

    r = walk(scheme, mode, &script, &assignment);
    HOLDS(script.asked <= pecaddr_scheme_levels(scheme));
    if (r == PECADDR_OK) {
        check_assignment(&assignment, mode, script.asked);
        check_address(scheme, &person, &assignment);
    } else {
        HOLDS(r < 0 && script.asked == 0);
        assignment.status = r;
        assignment.level = PECADDR_LEVEL_NONE;
    }
    script = (struct script){.bytes = input, .person = &person};
    check_batch(scheme, mode, script, &assignment);
    check_resolve(scheme, script);
    return 0;
}
