/* SPDX-License-Identifier: BSD-3-Clause */
#include "walk.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "candidate.h"

enum walk_state {
    WALK_RAW = 0, /* never begun: zeroed memory is no open walk */
    WALK_OPEN,    /* a question is open */
    WALK_ENDED
};

static_assert(sizeof(struct facts) <= sizeof((struct pecaddr_walk){0}.facts),
              "a walk has room for its person's facts");

static struct facts facts_of(const struct pecaddr_walk *walk)
{
    struct facts facts;

    memcpy(&facts, walk->facts, sizeof facts);
    return facts;
}

static void end(struct pecaddr_walk *walk, int status, enum pecaddr_answer answer)
{
    walk->state = WALK_ENDED;
    walk->status = status;
    walk->answer = answer;
}

/* Goes on to the next candidate that is not reserved, or ends. */
static void advance(struct pecaddr_walk *walk)
{
    struct facts facts = facts_of(walk);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    size_t local_size;

    for (; walk->level < levels; walk->level++) {
        walk->address_size = pecaddr__candidate_address(walk->scheme, &facts, walk->level,
                                                        walk->address, &local_size);
        walk->tried = walk->level + 1;
        if (!pecaddr__scheme_reserves(walk->scheme, walk->address, local_size))
            return;
        walk->reserved[walk->level / 8] |= (unsigned char)(1u << walk->level % 8);
        walk->answer = PECADDR_RESERVED;
    }
    end(walk, PECADDR_E_EXHAUSTED, walk->answer);
}

int pecaddr__walk_begin(struct pecaddr_walk *walk, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, enum pecaddr_mode mode,
                        struct pecaddr_error *error)
{
    struct facts facts;
    size_t size = walk->size;
    int r;

    memset(&facts, 0, sizeof facts);
    r = pecaddr__candidate_read(scheme, person, scheme->needs, NULL, &facts, error);
    if (r != PECADDR_OK)
        return r;
    *walk = (struct pecaddr_walk){
        .size = size, .scheme = scheme, .person = person, .mode = mode, .state = WALK_OPEN};
    memcpy(walk->facts, &facts, sizeof facts);
    advance(walk);
    return PECADDR_OK;
}

bool pecaddr__walk_is_open(const struct pecaddr_walk *walk)
{
    return walk->state == WALK_OPEN;
}

void pecaddr__walk_ask(const struct pecaddr_walk *walk, struct pecaddr_query *ret_query)
{
    ret_query->person = walk->person;
    ret_query->scheme = walk->scheme;
    ret_query->address = walk->address;
    ret_query->address_size = walk->address_size;
    ret_query->level = walk->level;
    ret_query->notes = facts_of(walk).name.notes;
    ret_query->reserved = walk->reserved;
    ret_query->answer = PECADDR_UNANSWERED;
    ret_query->failure = 0;
    ret_query->held[0] = '\0';
}

bool pecaddr__walk_skips(const struct pecaddr_walk *walk)
{
    struct facts facts = facts_of(walk);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    char local[LOCAL_PART_ROOM];

    for (unsigned level = 0; level < levels; level++)
        if (pecaddr__scheme_reserves(
                walk->scheme, local,
                pecaddr__candidate_local_part(walk->scheme, &facts, level, local)))
            return true;
    return false;
}

/* Whether a mailbox that a person is said to hold is one of the scheme's domain. */
static bool is_in_domain(const struct pecaddr_scheme *scheme, const char *address, size_t size)
{
    const char *at = memchr(address, '@', size);
    size_t domain_size = strlen(scheme->domain);

    return at && at > address && size - (size_t)(at + 1 - address) == domain_size &&
           ascii_equal(at + 1, domain_size, scheme->domain, domain_size);
}

/* Ends with the mailbox that this person has; its level is that of the candidate which it is. */
static bool take_elsewhere(struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    struct facts facts = facts_of(walk);
    size_t size = strnlen(query->held, sizeof query->held);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    size_t local_size;

    if (size == sizeof query->held || !is_in_domain(walk->scheme, query->held, size))
        return false;
    for (walk->found = 0; walk->found < levels; walk->found++) {
        walk->address_size = pecaddr__candidate_address(walk->scheme, &facts, walk->found,
                                                        walk->address, &local_size);
        if (ascii_equal(walk->address, walk->address_size, query->held, size))
            return true;
    }
    walk->found = PECADDR_LEVEL_NONE;
    walk->address_size = size;
    for (size_t i = 0; i <= size; i++)
        walk->address[i] = ascii_lower(query->held[i]);
    return true;
}

void pecaddr__walk_fail(struct pecaddr_walk *walk, int failure)
{
    walk->failure = failure;
    end(walk, PECADDR_E_UNAVAILABLE, PECADDR_FAILED);
}

void pecaddr__walk_take(struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    walk->found = walk->level;
    switch (query->answer) {
    case PECADDR_TAKEN:
        walk->answer = PECADDR_TAKEN;
        walk->level++;
        advance(walk);
        return;
    case PECADDR_FREE:
    case PECADDR_CLAIMED:
        if ((query->answer == PECADDR_FREE) == (walk->mode == PECADDR_CHECK)) {
            end(walk, PECADDR_OK, query->answer);
            return;
        }
        break;
    case PECADDR_HELD:
        end(walk, PECADDR_OK, PECADDR_HELD);
        return;
    case PECADDR_HELD_ELSEWHERE:
        if (take_elsewhere(walk, query)) {
            end(walk, PECADDR_OK, PECADDR_HELD_ELSEWHERE);
            return;
        }
        break;
    default:
        break;
    }
    pecaddr__walk_fail(walk, query->failure);
}

void pecaddr__walk_report(const struct pecaddr_walk *walk,
                          struct pecaddr_assignment *ret_assignment)
{
    bool found = walk->status == PECADDR_OK;

    ret_assignment->status = walk->status;
    ret_assignment->field = PECADDR_FIELD_NONE;
    ret_assignment->offset = 0;
    ret_assignment->message = pecaddr_strerror(walk->status);
    ret_assignment->failure = walk->failure;
    ret_assignment->level = found ? walk->found : PECADDR_LEVEL_NONE;
    ret_assignment->notes = facts_of(walk).name.notes;
    ret_assignment->table_version = pecaddr_table_version();
    ret_assignment->tried = walk->tried;
    ret_assignment->answer = walk->answer;
    memcpy(ret_assignment->reserved, walk->reserved, sizeof walk->reserved);
    ret_assignment->address_size = found ? walk->address_size : 0;
    memcpy(ret_assignment->address, walk->address, ret_assignment->address_size);
    ret_assignment->address[ret_assignment->address_size] = '\0';
}

void pecaddr__report_error(const struct pecaddr_error *error,
                           struct pecaddr_assignment *ret_assignment)
{
    *ret_assignment = (struct pecaddr_assignment){
        .size = ret_assignment->size,
        .status = error->code,
        .field = error->field,
        .offset = error->offset,
        .message = error->message,
        .level = PECADDR_LEVEL_NONE,
        .table_version = pecaddr_table_version(),
    };
}

EXPORT int pecaddr_walk_init(struct pecaddr_walk *walk, const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, enum pecaddr_mode mode,
                             struct pecaddr_error *error)
{
    if (!error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!walk || !struct_fits(walk, walk->size, sizeof *walk) || !scheme || !person_fits(person) ||
        (mode != PECADDR_CHECK && mode != PECADDR_CLAIM))
        return pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    return pecaddr__walk_begin(walk, scheme, person, mode, error);
}

static bool query_fits(const struct pecaddr_query *query)
{
    return query && struct_fits(query, query->size, sizeof *query);
}

EXPORT int pecaddr_walk_next(struct pecaddr_walk *walk, struct pecaddr_query *ret_query)
{
    if (!walk || walk->size < sizeof *walk || walk->state == WALK_RAW || !query_fits(ret_query))
        return PECADDR_E_ARGUMENT;
    if (!pecaddr__walk_is_open(walk))
        return PECADDR_DONE;
    pecaddr__walk_ask(walk, ret_query);
    return PECADDR_OK;
}

EXPORT int pecaddr_walk_answer(struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    if (!walk || walk->size < sizeof *walk || walk->state == WALK_RAW || !query_fits(query))
        return PECADDR_E_ARGUMENT;
    if (!pecaddr__walk_is_open(walk) || query->address != walk->address ||
        query->level != walk->level)
        return PECADDR_E_STATE;
    pecaddr__walk_take(walk, query);
    return PECADDR_OK;
}

EXPORT int pecaddr_walk_result(const struct pecaddr_walk *walk,
                               struct pecaddr_assignment *ret_assignment)
{
    if (!walk || walk->size < sizeof *walk || walk->state == WALK_RAW || !ret_assignment ||
        !struct_fits(ret_assignment, ret_assignment->size, sizeof *ret_assignment))
        return PECADDR_E_ARGUMENT;
    if (pecaddr__walk_is_open(walk))
        return PECADDR_E_STATE;
    pecaddr__walk_report(walk, ret_assignment);
    return PECADDR_OK;
}

EXPORT enum pecaddr_answer pecaddr_assignment_answer(const struct pecaddr_assignment *assignment,
                                                     unsigned level)
{
    if (level >= assignment->tried)
        return PECADDR_UNANSWERED;
    if (assignment->reserved[level / 8] & 1u << level % 8)
        return PECADDR_RESERVED;
    return level + 1 == assignment->tried ? assignment->answer : PECADDR_TAKEN;
}
