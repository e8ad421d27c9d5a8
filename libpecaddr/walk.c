/* SPDX-License-Identifier: BSD-3-Clause */
#include "walk.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "candidate.h"

enum walk_state {
    WALK_NONE = 0, /* none was begun, or the last could not be: zeroed memory is no walk */
    WALK_OPEN,     /* a question is open */
    WALK_ENDED
};

static_assert(sizeof(struct facts) <= sizeof((struct pecaddr_walk){0}.facts),
              "a walk has room for its person's facts");
static_assert(offsetof(struct facts, name) == 0, "what the name was folded to comes first");

struct facts pecaddr__walk_facts(const struct pecaddr_walk *walk)
{
    struct facts facts;

    memcpy(&facts, &walk->facts, sizeof facts);
    return facts;
}

/*
 * Tells the open question from any other: of another person, of an earlier walk in the same memory,
 * of another level of this one. The domain is the end of the address.
 */
static uint64_t mark_question(const struct pecaddr_walk *walk, const struct facts *facts)
{
    uint64_t mark = hash_number(HASH_BEGIN, walk->begun);

    mark = hash_number(mark, walk->mode);
    mark = hash_number(mark, walk->level);
    mark = hash_bytes(mark, walk->address, walk->address_size + 1);
    mark = hash_bytes(mark, facts->name.given, facts->name.given_size + 1);
    mark = hash_bytes(mark, facts->name.surname, facts->name.surname_size + 1);
    mark = hash_bytes(mark, facts->province, sizeof facts->province);
    mark = hash_bytes(mark, &facts->section, 1);
    mark = hash_number(mark, facts->number);
    return hash_bytes(mark, facts->holder, facts->holder_size);
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
    struct facts facts = pecaddr__walk_facts(walk);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    size_t local_size;

    for (; walk->level < levels; walk->level++) {
        walk->address_size = pecaddr__candidate_address(walk->scheme, &facts, walk->level,
                                                        walk->address, &local_size);
        walk->tried = walk->level + 1;
        if (!pecaddr__scheme_reserves(walk->scheme, walk->address, local_size)) {
            walk->mark = mark_question(walk, &facts);
            return;
        }
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
    int r;

    memset(&facts, 0, sizeof facts);
    r = pecaddr__candidate_read(scheme, person, scheme->needs, NULL, &facts, error);
    if (r != PECADDR_OK)
        return r;
    facts.name.size = sizeof facts.name;
    memcpy(&walk->facts, &facts, sizeof facts);
    walk->scheme = scheme;
    walk->person = person;
    walk->mode = mode;
    walk->state = WALK_OPEN;
    advance(walk);
    return PECADDR_OK;
}

bool pecaddr__walk_is_open(const struct pecaddr_walk *walk)
{
    return walk->state == WALK_OPEN;
}

void pecaddr__walk_ask(const struct pecaddr_walk *walk, struct pecaddr_query *ret_query)
{
    *ret_query = (struct pecaddr_query){
        .size = ret_query->size,
        .person = walk->person,
        .scheme = walk->scheme,
        .folded = &walk->facts.folded,
        .address = walk->address,
        .address_size = walk->address_size,
        .level = walk->level,
        .notes = walk->facts.folded.notes | walk->added_notes,
        .reserved = walk->reserved,
        .mark = walk->mark,
        .user = ret_query->user,
        .answer = PECADDR_UNANSWERED,
    };
}

bool pecaddr__walk_skips(const struct pecaddr_walk *walk)
{
    struct facts facts = pecaddr__walk_facts(walk);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    char local[LOCAL_PART_ROOM];

    for (unsigned level = 0; level < levels; level++)
        if (pecaddr__scheme_reserves(
                walk->scheme, local,
                pecaddr__candidate_local_part(walk->scheme, &facts, level, local)))
            return true;
    return false;
}

/* Whether a mailbox that a person is said to hold can be one: of the domain, RFC 5321 §4.1.2. */
static bool is_mailbox(const struct pecaddr_scheme *scheme,
                       const char held[PECADDR_ADDRESS_MAX + 1])
{
    size_t size = strnlen(held, PECADDR_ADDRESS_MAX + 1);
    const char *at = memchr(held, '@', size);
    size_t local_size = at ? (size_t)(at - held) : size;

    return size <= PECADDR_ADDRESS_MAX && at && local_size <= PECADDR_LOCAL_PART_MAX &&
           ascii_is_dot_atom(held, local_size) &&
           ascii_equal(at + 1, size - local_size - 1, scheme->domain, strlen(scheme->domain));
}

/* Whether a callback may refuse a person with this code: an error of the name, or of the facts. */
static bool is_reason(int failure)
{
    switch (failure) {
    case PECADDR_E_ENCODING:
    case PECADDR_E_MOJIBAKE:
    case PECADDR_E_UNEXPECTED:
    case PECADDR_E_SCRIPT:
    case PECADDR_E_EMPTY:
    case PECADDR_E_TOO_LONG:
    case PECADDR_E_PROVINCE:
    case PECADDR_E_REGISTER:
    case PECADDR_E_HOLDER:
    case PECADDR_E_REVIEW:
        return true;
    default:
        return false;
    }
}

/* What is wrong with an answer, and what to do; NULL when it is one. */
static const char *find_fault(const struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    if (!pecaddr__notes_are_known(query->added_notes))
        return "the callback added a note that is none: added_notes is a set of enum pecaddr_note";
    switch (query->answer) {
    case PECADDR_UNANSWERED:
        return "the callback left a question unanswered: set the answer of each query";
    case PECADDR_FREE:
        return walk->mode == PECADDR_CHECK ? NULL
                                           : "the callback answered PECADDR_FREE to a claim: claim "
                                             "the address, then answer PECADDR_CLAIMED";
    case PECADDR_CLAIMED:
        return walk->mode == PECADDR_CLAIM
                   ? NULL
                   : "the callback answered PECADDR_CLAIMED to a check: claim nothing, and answer "
                     "PECADDR_FREE";
    case PECADDR_HELD_ELSEWHERE:
        return is_mailbox(walk->scheme, query->held)
                   ? NULL
                   : "the callback answered PECADDR_HELD_ELSEWHERE without a mailbox: put an "
                     "address of the scheme's domain in held";
    case PECADDR_REFUSED:
        return is_reason(query->failure)
                   ? NULL
                   : "the callback answered PECADDR_REFUSED without a reason: put "
                     "PECADDR_E_HOLDER, "
                     "_REVIEW, _PROVINCE, _REGISTER or an error of the name in failure";
    case PECADDR_TAKEN:
    case PECADDR_HELD:
    case PECADDR_FAILED:
        return NULL;
    default:
        return "the callback gave an answer that is none: see enum pecaddr_answer";
    }
}

/*
 * The level of the candidate that a mailbox is. A candidate that the scheme reserves is no
 * person's, so its level would be one that pecaddr_match() denies.
 */
static unsigned level_of(const struct pecaddr_walk *walk, const char *local, size_t size)
{
    struct facts facts = pecaddr__walk_facts(walk);
    unsigned levels = pecaddr_scheme_levels(walk->scheme);
    char candidate[LOCAL_PART_ROOM];

    if (pecaddr__scheme_reserves(walk->scheme, local, size))
        return PECADDR_LEVEL_NONE;
    for (unsigned level = 0; level < levels; level++)
        if (pecaddr__candidate_local_part(walk->scheme, &facts, level, candidate) == size &&
            memcmp(candidate, local, size) == 0)
            return level;
    return PECADDR_LEVEL_NONE;
}

/* Ends with another mailbox, which this person has. */
static void take_elsewhere(struct pecaddr_walk *walk, const char *held)
{
    walk->address_size = strlen(held);
    for (size_t i = 0; i <= walk->address_size; i++)
        walk->address[i] = ascii_lower(held[i]);
    walk->found = level_of(walk, walk->address, strcspn(walk->address, "@"));
    end(walk, PECADDR_OK, PECADDR_HELD_ELSEWHERE);
}

void pecaddr__walk_fail(struct pecaddr_walk *walk, int failure, const char *message)
{
    walk->failure = failure;
    walk->message = message;
    end(walk, PECADDR_E_UNAVAILABLE, PECADDR_FAILED);
}

void pecaddr__walk_take(struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    const char *fault = find_fault(walk, query);

    if (fault) {
        pecaddr__walk_fail(walk, query->failure, fault);
        return;
    }
    walk->added_notes |= query->added_notes;
    walk->found = walk->level;
    switch (query->answer) {
    case PECADDR_TAKEN:
        walk->answer = PECADDR_TAKEN;
        walk->level++;
        advance(walk);
        break;
    case PECADDR_HELD_ELSEWHERE:
        take_elsewhere(walk, query->held);
        break;
    case PECADDR_REFUSED:
        end(walk, query->failure, PECADDR_REFUSED);
        break;
    case PECADDR_FAILED:
        pecaddr__walk_fail(walk, query->failure, NULL);
        break;
    default: /* free, claimed, held */
        end(walk, PECADDR_OK, query->answer);
        break;
    }
}

void pecaddr__walk_report(const struct pecaddr_walk *walk,
                          struct pecaddr_assignment *ret_assignment)
{
    bool found = walk->status == PECADDR_OK;

    ret_assignment->status = walk->status;
    ret_assignment->field = PECADDR_FIELD_NONE;
    ret_assignment->offset = 0;
    ret_assignment->message = walk->message ? walk->message : pecaddr_strerror(walk->status);
    ret_assignment->failure = walk->failure;
    ret_assignment->level = found ? walk->found : PECADDR_LEVEL_NONE;
    ret_assignment->notes = walk->facts.folded.notes | walk->added_notes;
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
    int r;

    if (STRUCT_FITS(walk)) /* whatever comes, the walk that it was is over */
        *walk = (struct pecaddr_walk){.size = walk->size, .begun = walk->begun + 1};
    r = person_check(scheme, person, error);
    if (r != PECADDR_OK)
        return r;
    if (!STRUCT_FITS(walk))
        return pecaddr__fail_argument(error, SIZE_FAULT("pecaddr_walk", "PECADDR_WALK_INIT"));
    if (mode != PECADDR_CHECK && mode != PECADDR_CLAIM)
        return pecaddr__fail_argument(error, "mode is neither PECADDR_CHECK nor PECADDR_CLAIM");
    return pecaddr__walk_begin(walk, scheme, person, mode, error);
}

EXPORT int pecaddr_walk_next(struct pecaddr_walk *walk, struct pecaddr_query *ret_query)
{
    if (!STRUCT_FITS(walk) || walk->state == WALK_NONE || !STRUCT_FITS(ret_query))
        return PECADDR_E_ARGUMENT;
    if (!pecaddr__walk_is_open(walk))
        return PECADDR_DONE;
    pecaddr__walk_ask(walk, ret_query);
    return PECADDR_OK;
}

EXPORT int pecaddr_walk_answer(struct pecaddr_walk *walk, const struct pecaddr_query *query)
{
    if (!STRUCT_FITS(walk) || !STRUCT_FITS(query))
        return PECADDR_E_ARGUMENT;
    if (!pecaddr__walk_is_open(walk) || query->address != walk->address ||
        query->mark != walk->mark)
        return PECADDR_E_STATE;
    pecaddr__walk_take(walk, query);
    return PECADDR_OK;
}

EXPORT int pecaddr_walk_result(const struct pecaddr_walk *walk,
                               struct pecaddr_assignment *ret_assignment)
{
    if (!STRUCT_FITS(walk) || !STRUCT_FITS(ret_assignment))
        return PECADDR_E_ARGUMENT;
    if (walk->state != WALK_ENDED)
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
