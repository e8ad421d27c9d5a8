/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A preview is held to what real claims do, and batches to what one by one gives, on rosters dense
 * with homonyms, repeats, transfers and conflicts. SPEC §4, §5.
 */
#include "registry-fixture.h"

/* The preview. */

/* Numbers that look random, the same in each run. */
static uint32_t next_number(uint32_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

#define ROSTER 40

struct roster {
    struct who who[ROSTER];
    char holders[ROSTER][17];
    struct pecaddr_person persons[ROSTER];
    const struct pecaddr_person *pointers[ROSTER];
};

/* Persons from a small world, in which they meet: homonyms, repeats, transfers, conflicts. */
static void fill_roster(struct roster *roster, uint32_t *state)
{
    static const char *const given[] = {"Mario", "MARIO", "Anna", "Màrio"};
    static const char *const surnames[] = {"Rossi", "Ros-si", "Neri", "Macerata"};

    for (size_t i = 0; i < ROSTER; i++) {
        struct who *who = &roster->who[i];

        *who = (struct who){.given = given[next_number(state, N_OF(given))],
                            .surname = surnames[next_number(state, N_OF(surnames))],
                            .province = next_number(state, 2) == 0 ? "MC" : "AN",
                            .section = next_number(state, 4) == 0 ? 'B' : 'A',
                            .number = 1 + next_number(state, 4)};
        if (next_number(state, 16) == 0)
            who->given = "Ordine";
        if (next_number(state, 5) < 3)
            who->holder = holder_of(next_number(state, 10), roster->holders[i]);
        roster->persons[i] = person_from(who);
        roster->pointers[i] = &roster->persons[i];
    }
}

/* Some of what is on record lives on. */
static void let_live(const char *file, uint32_t *state)
{
    static const char *const lives[][2] = {
        {NULL, NULL}, {"active", NULL}, {"active", "retired"}, {"released", NULL}};
    static char sql[ROSTER * 2 * 160];
    size_t size = 0;

    sql[0] = '\0';
    for (int id = 1; id <= ROSTER; id++) {
        const char *const *life = lives[next_number(state, N_OF(lives))];

        for (int i = 0; i < 2 && life[i] != NULL; i++)
            size += (size_t)snprintf(sql + size, sizeof sql - size,
                                     "UPDATE mailbox SET state = '%s', " CHANGE " WHERE id = %d;",
                                     life[i], id);
    }
    do_sql(file, sql);
}

/* What a roster is given, in batches of `step`. */
static void resolve(struct pecaddr_registry *registry, const struct roster *roster, size_t step,
                    enum pecaddr_mode mode, struct pecaddr_assignment results[ROSTER])
{
    struct pecaddr_assignment *pointers[ROSTER];
    size_t scratch_size = pecaddr_batch_scratch_size(ROSTER);
    void *scratch = malloc(scratch_size);

    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < ROSTER; i++) {
        results[i] = (struct pecaddr_assignment){.size = sizeof results[i]};
        pointers[i] = &results[i];
    }
    for (size_t i = 0; i < ROSTER; i += step)
        ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), roster->pointers + i,
                                               step < ROSTER - i ? step : ROSTER - i, mode,
                                               pecaddr_registry_ask, registry, scratch,
                                               scratch_size, pointers + i),
                         PECADDR_OK);
    free(scratch);
}

static void assert_same(const struct pecaddr_assignment *a, const struct pecaddr_assignment *b,
                        uint32_t seed, size_t i)
{
    ck_assert_msg(a->status == b->status && a->failure == b->failure && a->level == b->level &&
                      a->answer == b->answer && a->tried == b->tried &&
                      strcmp(a->address, b->address) == 0,
                  "seed %u, person %zu: %d %d %s, %d %d %s", seed, i, a->status, a->failure,
                  a->address, b->status, b->failure, b->address);
}

/* One registry with a past, and a copy of it. */
static void make_past(struct folder *folder, struct roster *roster, uint32_t *state)
{
    struct pecaddr_assignment results[ROSTER];
    struct pecaddr_registry *registry = make_registry(folder);
    char copy[96];

    fill_roster(roster, state);
    resolve(registry, roster, ROSTER, PECADDR_CLAIM, results);
    pecaddr_registry_close(registry);
    let_live(folder->file, state);
    snprintf(copy, sizeof copy, "%s.copy", folder->file);
    copy_file(folder->file, copy);
}

START_TEST(a_preview_answers_as_real_claims_would_and_writes_nothing)
{
    unsigned statuses[4] = {0};

    for (uint32_t seed = 1; seed <= 60; seed++) {
        struct pecaddr_assignment real[ROSTER], previewed[ROSTER];
        struct pecaddr_registry *base, *preview = NULL, *copy;
        uint32_t state = seed * 2654435761u;
        struct roster roster;
        struct folder folder;
        size_t size, now_size;
        unsigned char *before, *now;
        char uri[128];

        make_past(&folder, &roster, &state);
        before = read_file(folder.file, &size);
        snprintf(uri, sizeof uri, "%s.copy", folder.uri);
        base = open_uri(folder.uri);
        copy = open_uri(uri);
        ck_assert_int_eq(pecaddr_registry_preview(base, &preview, NULL), PECADDR_OK);
        /* Three rosters, each on what the one before left. */
        for (int i = 0; i < 3; i++) {
            fill_roster(&roster, &state);
            resolve(copy, &roster, 1 + next_number(&state, ROSTER), PECADDR_CLAIM, real);
            resolve(preview, &roster, 1 + next_number(&state, ROSTER), PECADDR_CLAIM, previewed);
            for (size_t j = 0; j < ROSTER; j++) {
                assert_same(&real[j], &previewed[j], seed, j);
                statuses[real[j].status == PECADDR_OK
                             ? (real[j].answer == PECADDR_CLAIMED ? 0 : 1)
                             : (real[j].failure == PECADDR_E_HOLDER ? 2 : 3)]++;
            }
            resolve(copy, &roster, 1, PECADDR_CHECK, real);
            resolve(preview, &roster, 1, PECADDR_CHECK, previewed);
            for (size_t j = 0; j < ROSTER; j++)
                assert_same(&real[j], &previewed[j], seed, j);
        }
        pecaddr_registry_close(preview);
        pecaddr_registry_close(base);
        pecaddr_registry_close(copy);
        now = read_file(folder.file, &now_size);
        ck_assert(size == now_size && memcmp(before, now, size) == 0);
        free(before);
        free(now);
        remove_folder(&folder);
    }
    /* All kinds of outcome were met often: claimed, held, HOLDER. */
    for (int i = 0; i < 3; i++)
        ck_assert_uint_gt(statuses[i], 300);
}
END_TEST

START_TEST(batches_of_any_size_give_what_one_by_one_gives)
{
    for (uint32_t seed = 1; seed <= 40; seed++) {
        struct pecaddr_assignment single[ROSTER], batched[ROSTER];
        struct pecaddr_registry *one, *many;
        uint32_t state = seed * 40503u;
        struct roster roster;
        struct folder folder;
        char uri[128];

        make_past(&folder, &roster, &state);
        snprintf(uri, sizeof uri, "%s.copy", folder.uri);
        one = open_uri(folder.uri);
        many = open_uri(uri);
        fill_roster(&roster, &state);
        resolve(one, &roster, 1, PECADDR_CLAIM, single);
        resolve(many, &roster, 1 + next_number(&state, ROSTER), PECADDR_CLAIM, batched);
        for (size_t i = 0; i < ROSTER; i++)
            assert_same(&single[i], &batched[i], seed, i);
        pecaddr_registry_close(one);
        pecaddr_registry_close(many);
        assert_whole(folder.file);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(a_preview_knows_of_transfers_that_it_only_saw)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    const struct who moved = {"Anna", "Neri", "AN", 'A', 6, CF(1)};
    const struct who next = {"Luca", "Verdi", "MC", 'A', 5, CF(2)};
    const struct who onto = {"Ivo", "Sala", "AN", 'A', 6, CF(3)};
    struct pecaddr_registry *base = open_memory(), *preview = NULL;

    ck_assert_int_eq(claim(base, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(pecaddr_registry_preview(base, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(claim_failure(preview, &next, 0), PECADDR_E_HOLDER);
    ck_assert_int_eq(claim(preview, &moved, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(preview, &next, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim_failure(preview, &onto, 0), PECADDR_E_HOLDER);
    pecaddr_registry_close(preview);
    /* Nothing of it happened. */
    ck_assert_uint_eq(count_events(base), 1);
    ck_assert_int_eq(claim_failure(base, &next, 0), PECADDR_E_HOLDER);
    pecaddr_registry_close(base);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_preview_answers_as_real_claims_would_and_writes_nothing,
        batches_of_any_size_give_what_one_by_one_gives,
        a_preview_knows_of_transfers_that_it_only_saw,
    };

    return run_long_suite("preview", tests, N_OF(tests));
}
