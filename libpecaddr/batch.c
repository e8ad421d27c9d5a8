/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Many persons with few questions, and exactly the outcome of one after the other.
 *
 * In a disjoint scheme an address can only be asked for at one level, so asking all persons for
 * level 0 in input order, then those that are left for level 1, and so on, gives each address to
 * the person who would have come first anyway. What breaks this is a person who occurs twice: the
 * second occurrence must find the mailbox that the first one was given; and a person one of whose
 * candidates is reserved, who would be a level ahead. So the batch is worked in segments, each as
 * long as no such person comes.
 *
 * Schemes whose rules overlap, or count, have segments of one person.
 */
#include <assert.h>
#include <stdalign.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "walk.h"

/* One person of the batch. */
struct row {
    struct pecaddr_walk walk;
    struct pecaddr_query query;
};

enum key_kind {
    KEY_HOLDER,  /* a codice fiscale */
    KEY_ENTRY,   /* province, section and number */
    KEY_NAMED,   /* the same and the name: Orders use numbers again */
    KEY_ADDRESS, /* an address given, when only checking */
    KEY_KINDS
};

/* What is known of a key: the rows (counted from 1, 0 is none) of the person whose key it is. */
struct slot {
    enum key_kind kind;
    size_t row;   /* the last one */
    size_t given; /* when only checking: one that was given an address */
};

struct batch {
    const struct pecaddr_scheme *scheme;
    enum pecaddr_mode mode;
    pecaddr_ask_fn *ask;
    void *user;
    const struct pecaddr_person *const *persons;
    struct pecaddr_assignment *const *ret;
    size_t n;
    size_t begun; /* rows whose walk has begun, or could not */
    int failure;  /* what ask returned, when it failed */
    struct row *rows;
    struct pecaddr_query **queries;
    struct slot *slots;
    size_t n_slots; /* a power of two, a quarter of it empty at least */
};

/* Enough for one row. */
#define SLOTS_MIN 8

static size_t slots_for(size_t n)
{
    size_t slots = SLOTS_MIN;

    while (slots < (KEY_KINDS + 1) * n)
        slots *= 2;
    return slots;
}

/* The tables stand one after the other: the first is aligned, and the others ask for no more. */
static_assert(alignof(struct row) >= alignof(struct slot), "slots may follow rows");
static_assert(alignof(struct slot) >= alignof(struct pecaddr_query *), "pointers may follow slots");

/* What is lost where the caller's memory begins between two rows. */
#define SLACK (alignof(struct row) - 1)

EXPORT size_t pecaddr_batch_scratch_size(size_t n)
{
    const size_t each = sizeof(struct row) + sizeof(struct pecaddr_query *);
    const size_t slots_of_each = 2 * (KEY_KINDS + 1); /* at most: they are a power of two */

    if (n > (SIZE_MAX - SLACK) / (each + slots_of_each * sizeof(struct slot)))
        return 0;
    return SLACK + n * each + slots_for(n) * sizeof(struct slot);
}

static struct facts facts_of(const struct batch *batch, size_t i)
{
    return pecaddr__walk_facts(&batch->rows[i].walk);
}

/*
 * Whether a register entry was given, with a province of two letters, right or wrong: the
 * callback may know somebody by it.
 */
static bool has_entry(const struct facts *facts)
{
    return facts->province[0] && facts->section && facts->number;
}

static bool has_right_entry(const struct facts *facts)
{
    return (facts->has & PLACEHOLDERS_OF_ENTRY) == PLACEHOLDERS_OF_ENTRY;
}

static bool has_key(const struct batch *batch, size_t i, enum key_kind kind)
{
    struct facts facts = facts_of(batch, i);

    switch (kind) {
    case KEY_HOLDER:
        return facts.holder_size > 0;
    case KEY_ENTRY:
        return has_entry(&facts);
    case KEY_NAMED:
        return has_right_entry(&facts);
    default:
        return batch->mode == PECADDR_CHECK;
    }
}

static uint64_t key_hash(const struct batch *batch, size_t i, enum key_kind kind)
{
    const struct pecaddr_walk *walk = &batch->rows[i].walk;
    struct facts facts = facts_of(batch, i);
    uint64_t hash = hash_number(HASH_BEGIN, kind);

    switch (kind) {
    case KEY_HOLDER:
        return hash_bytes(hash, facts.holder, facts.holder_size);
    case KEY_ENTRY:
    case KEY_NAMED: /* few names share an entry: it is told apart by the comparison */
        hash = hash_bytes(hash, facts.province, sizeof facts.province);
        hash = hash_bytes(hash, &facts.section, 1);
        return hash_number(hash, facts.number);
    default:
        return hash_bytes(hash, walk->address, walk->address_size);
    }
}

static bool same_text(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && memcmp(a, b, a_size) == 0;
}

static bool same_entry(const struct facts *a, const struct facts *b)
{
    return same_text(a->province, 2, b->province, 2) && a->section == b->section &&
           a->number == b->number;
}

static bool same_key(const struct batch *batch, size_t i, size_t k, enum key_kind kind)
{
    const struct pecaddr_walk *walk = &batch->rows[i].walk;
    const struct pecaddr_walk *other = &batch->rows[k].walk;
    struct facts a = facts_of(batch, i);
    struct facts b = facts_of(batch, k);

    switch (kind) {
    case KEY_HOLDER:
        return same_text(a.holder, a.holder_size, b.holder, b.holder_size);
    case KEY_ENTRY:
        return same_entry(&a, &b);
    case KEY_NAMED:
        return same_entry(&a, &b) && folded_equal(&a.name, &b.name);
    default:
        return same_text(walk->address, walk->address_size, other->address, other->address_size);
    }
}

/* The slot of a row's key: the one that holds it, or the empty one where it belongs. */
static struct slot *find_slot(const struct batch *batch, size_t i, enum key_kind kind)
{
    uint64_t at = key_hash(batch, i, kind);

    for (;; at++) {
        struct slot *slot = &batch->slots[at & (batch->n_slots - 1)];

        if (slot->row == 0 || (slot->kind == kind && same_key(batch, i, slot->row - 1, kind)))
            return slot;
    }
}

/* Whether the row (from 1) of a slot is there and has a codice fiscale. */
static bool knows_holder(const struct batch *batch, size_t row)
{
    return row > 0 && has_key(batch, row - 1, KEY_HOLDER);
}

/* The first row with a codice fiscale that was given an address is not replaced: SPEC §5. */
static void remember(const struct batch *batch, size_t i, enum key_kind kind, bool given)
{
    struct slot *slot = find_slot(batch, i, kind);

    slot->kind = kind;
    slot->row = i + 1;
    if (given && !knows_holder(batch, slot->given))
        slot->given = i + 1;
}

/*
 * Whether row i may not be asked beside the earlier rows of the segment: its person may be among
 * them, or a candidate of its own is reserved, so that it would be a level ahead of them.
 */
static bool must_wait(const struct batch *batch, size_t i, size_t start)
{
    return (has_key(batch, i, KEY_HOLDER) && find_slot(batch, i, KEY_HOLDER)->row > start) ||
           (has_key(batch, i, KEY_ENTRY) && find_slot(batch, i, KEY_ENTRY)->row > start) ||
           pecaddr__walk_skips(&batch->rows[i].walk);
}

static void report(const struct batch *batch, size_t i)
{
    pecaddr__walk_report(&batch->rows[i].walk, batch->ret[i]);
}

/* Begins the walk of the next row; a person in error has the outcome at once. */
static void begin_next(struct batch *batch)
{
    size_t i = batch->begun++;
    struct row *row = &batch->rows[i];
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    row->walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    row->query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    if (pecaddr__walk_begin(&row->walk, batch->scheme, batch->persons[i], batch->mode, &error) < 0)
        pecaddr__report_error(&error, batch->ret[i]);
    else if (!pecaddr__walk_is_open(&row->walk))
        report(batch, i);
}

/* Begins the walks of the next segment; returns its end, where a row may have begun that waits. */
static size_t begin_segment(struct batch *batch, size_t start)
{
    bool one_by_one = !batch->scheme->disjoint || batch->scheme->max_counter > 0;

    for (size_t i = start; i < batch->n; i++) {
        if (i > start && one_by_one)
            return i;
        if (i == batch->begun)
            begin_next(batch);
        if (!pecaddr__walk_is_open(&batch->rows[i].walk))
            continue;
        if (i > start && must_wait(batch, i, start))
            return i;
        for (enum key_kind kind = KEY_HOLDER; kind <= KEY_ENTRY; kind++)
            if (has_key(batch, i, kind))
                remember(batch, i, kind, false);
    }
    return batch->n;
}

/* The row (from 1) of this very person that was given an address earlier in the batch; or 0. */
static size_t given_to_same(const struct batch *batch, size_t i)
{
    bool holder = has_key(batch, i, KEY_HOLDER);
    size_t given = holder ? find_slot(batch, i, KEY_HOLDER)->given : 0;

    if (given || !has_key(batch, i, KEY_NAMED))
        return given;
    given = find_slot(batch, i, KEY_NAMED)->given;
    return holder && knows_holder(batch, given) ? 0 /* two codici fiscali are two persons */
                                                : given;
}

/* A check leaves no trace with the callback, so the batch itself keeps what was given to whom. */
static void remember_given(const struct batch *batch, size_t i)
{
    for (enum key_kind kind = KEY_HOLDER; kind <= KEY_ADDRESS; kind++)
        if (has_key(batch, i, kind))
            remember(batch, i, kind, true);
}

/* When only checking, the callback does not know what was given earlier in the batch. */
static void amend_check(const struct batch *batch, size_t i)
{
    struct row *row = &batch->rows[i];
    size_t given;

    if (row->query.answer != PECADDR_FREE && row->query.answer != PECADDR_TAKEN)
        return;
    given = given_to_same(batch, i);
    if (given) {
        const struct pecaddr_walk *earlier = &batch->rows[given - 1].walk;

        row->query.answer = PECADDR_HELD_ELSEWHERE;
        if (same_key(batch, i, given - 1, KEY_ADDRESS))
            row->query.answer = PECADDR_HELD;
        memcpy(row->query.held, earlier->address, earlier->address_size + 1);
        return;
    }
    if (row->query.answer == PECADDR_FREE && find_slot(batch, i, KEY_ADDRESS)->row)
        row->query.answer = PECADDR_TAKEN;
}

static void take_answer(const struct batch *batch, size_t i)
{
    struct row *row = &batch->rows[i];

    if (batch->mode == PECADDR_CHECK)
        amend_check(batch, i);
    pecaddr__walk_take(&row->walk, &row->query);
    if (pecaddr__walk_is_open(&row->walk))
        return;
    report(batch, i);
    if (batch->mode == PECADDR_CHECK && row->walk.status == PECADDR_OK)
        remember_given(batch, i);
}

/* ask failed as a whole: what was claimed or held stands; not even a refusal does. */
static void take_failure(const struct batch *batch, size_t i)
{
    struct row *row = &batch->rows[i];
    enum pecaddr_answer answer = row->query.answer;

    if (answer == PECADDR_CLAIMED || answer == PECADDR_HELD || answer == PECADDR_HELD_ELSEWHERE)
        pecaddr__walk_take(&row->walk, &row->query);
    if (row->walk.status != PECADDR_OK || pecaddr__walk_is_open(&row->walk))
        pecaddr__walk_fail(&row->walk, batch->failure, NULL);
    report(batch, i);
}

/* Asks every open walk of the segment its next question, in one call. */
static size_t ask_level(struct batch *batch, size_t start, size_t end)
{
    size_t n = 0;

    for (size_t i = start; i < end; i++) {
        struct row *row = &batch->rows[i];

        if (pecaddr__walk_is_open(&row->walk)) {
            pecaddr__walk_ask(&row->walk, &row->query);
            batch->queries[n++] = &row->query;
        }
    }
    if (n > 0)
        batch->failure = batch->ask(batch->user, batch->mode, batch->queries, n);
    return n;
}

static void run_segment(struct batch *batch, size_t start, size_t end)
{
    while (ask_level(batch, start, end) > 0) {
        for (size_t i = start; i < end; i++) {
            if (!pecaddr__walk_is_open(&batch->rows[i].walk))
                continue;
            if (batch->failure)
                take_failure(batch, i);
            else
                take_answer(batch, i);
        }
    }
}

/* After a failure nothing more is asked. */
static void fail_rest(struct batch *batch, size_t start)
{
    while (batch->begun < batch->n)
        begin_next(batch);
    for (size_t i = start; i < batch->n; i++) {
        if (pecaddr__walk_is_open(&batch->rows[i].walk)) {
            pecaddr__walk_fail(&batch->rows[i].walk, batch->failure, NULL);
            report(batch, i);
        }
    }
}

static int run(struct batch *batch)
{
    memset(batch->slots, 0, batch->n_slots * sizeof *batch->slots);
    for (size_t start = 0, end; start < batch->n; start = end) {
        end = begin_segment(batch, start);
        run_segment(batch, start, end);
        if (batch->failure) {
            fail_rest(batch, end);
            return PECADDR_E_UNAVAILABLE;
        }
    }
    return PECADDR_OK;
}

/* One person needs no memory of the caller's. */
static int run_one(struct batch *batch)
{
    struct row row;
    struct pecaddr_query *query;
    struct slot slots[SLOTS_MIN];

    batch->rows = &row;
    batch->queries = &query;
    batch->slots = slots;
    batch->n_slots = SLOTS_MIN;
    return run(batch);
}

/* Lays the tables out in the caller's memory, wherever it begins. */
static int run_in(struct batch *batch, void *scratch)
{
    uintptr_t begin = ((uintptr_t)scratch + SLACK) / alignof(struct row) * alignof(struct row);

    batch->rows = (struct row *)(void *)((char *)scratch + (begin - (uintptr_t)scratch));
    batch->slots = (struct slot *)(void *)(batch->rows + batch->n);
    batch->n_slots = slots_for(batch->n);
    batch->queries = (struct pecaddr_query **)(void *)(batch->slots + batch->n_slots);
    return run(batch);
}

static bool batch_fits(const struct batch *batch)
{
    if (!batch->scheme || !batch->ask || (batch->n > 0 && (!batch->persons || !batch->ret)) ||
        (batch->mode != PECADDR_CHECK && batch->mode != PECADDR_CLAIM))
        return false;
    for (size_t i = 0; i < batch->n; i++)
        if (!person_fits(batch->persons[i]) || !STRUCT_FITS(batch->ret[i]))
            return false;
    return true;
}

EXPORT int pecaddr_resolve_batch(const struct pecaddr_scheme *scheme,
                                 const struct pecaddr_person *const persons[], size_t n,
                                 enum pecaddr_mode mode, pecaddr_ask_fn *ask, void *user,
                                 void *scratch, size_t scratch_size,
                                 struct pecaddr_assignment *const ret[])
{
    struct batch batch = {.scheme = scheme,
                          .mode = mode,
                          .ask = ask,
                          .user = user,
                          .persons = persons,
                          .ret = ret,
                          .n = n};
    size_t needed = pecaddr_batch_scratch_size(n);

    if (needed == 0 || !batch_fits(&batch))
        return PECADDR_E_ARGUMENT;
    if (n == 0)
        return PECADDR_OK;
    if (n == 1)
        return run_one(&batch);
    if (!scratch || scratch_size < needed)
        return PECADDR_E_CAPACITY;
    return run_in(&batch, scratch);
}
