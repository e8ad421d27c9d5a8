/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A preview is held to what real claims do, and batches to what one by one gives, on rosters dense
 * with homonyms, repeats, transfers and conflicts. SPEC §4, §5.
 */
#include "registry/registry-fixture.h"

/* The preview. */

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
            who->holder = holder_of("RSSMRA", next_number(state, 10), roster->holders[i]);
        roster->persons[i] = person_from(who);
        roster->pointers[i] = &roster->persons[i];
    }
}

struct addresses {
    size_t n;
    char address[ROSTER][PECADDR_ADDRESS_MAX + 1];
};

static int add_address(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct addresses *addresses = user;

    strcpy(addresses->address[addresses->n++], mailbox->address);
    return 0;
}

/* Some of what is on record lives on. */
static void let_live(struct pecaddr_registry *registry, uint32_t *state)
{
    struct addresses all = {0};

    ck_assert_int_eq(each_mailbox(registry, NULL, NULL, 0, add_address, &all, NULL), PECADDR_OK);
    for (size_t i = 0; i < all.n; i++) {
        const char *address = all.address[i];

        bring_to(registry, address,
                 (enum pecaddr_state)(PECADDR_STATE_RESERVED + next_number(state, 4)));
        if (next_number(state, 8) == 0)
            /* Only who is active can leave. */
            leave_mailbox(registry, address, "2024-02-29", "test", NULL);
    }
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
static void make_past(struct folder *folder, char copy_uri[POSTGRES_URI_MAX], struct roster *roster,
                      uint32_t *state)
{
    struct pecaddr_assignment results[ROSTER];
    struct pecaddr_registry *registry = make_registry(folder);

    fill_roster(roster, state);
    resolve(registry, roster, ROSTER, PECADDR_CLAIM, results);
    let_live(registry, state);
    pecaddr_registry_close(registry);
    copy_registry(folder, copy_uri);
}

START_TEST(a_preview_answers_as_real_claims_would_and_writes_nothing)
{
    static struct dumped before, now;
    const unsigned rounds = on_postgres() ? 3 : 60;
    unsigned statuses[4] = {0};

    for (uint32_t seed = 1; seed <= rounds; seed++) {
        struct pecaddr_assignment real[ROSTER], previewed[ROSTER];
        struct pecaddr_registry *base, *preview = NULL, *copy;
        uint32_t state = seed * 2654435761u;
        struct roster roster;
        struct folder folder;
        char uri[POSTGRES_URI_MAX];
        size_t size, now_size;
        unsigned char *bytes = NULL, *now_bytes;

        make_past(&folder, uri, &roster, &state);
        if (!on_postgres())
            bytes = read_file(folder.file, &size);
        base = open_uri(folder.uri);
        dump_registry(base, &before);
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
                             : (real[j].status == PECADDR_E_HOLDER ? 2 : 3)]++;
            }
            resolve(copy, &roster, 1, PECADDR_CHECK, real);
            resolve(preview, &roster, 1, PECADDR_CHECK, previewed);
            for (size_t j = 0; j < ROSTER; j++)
                assert_same(&real[j], &previewed[j], seed, j);
        }
        pecaddr_registry_close(preview);
        dump_registry(base, &now);
        ck_assert_str_eq(now.text, before.text);
        pecaddr_registry_close(base);
        pecaddr_registry_close(copy);
        /* Of a file not a byte is changed. */
        if (!on_postgres()) {
            now_bytes = read_file(folder.file, &now_size);
            ck_assert(size == now_size && memcmp(bytes, now_bytes, size) == 0);
            free(now_bytes);
        }
        free(bytes);
        remove_folder(&folder);
    }
    /* All kinds of outcome were met often: claimed, held, HOLDER. */
    for (int i = 0; i < 3; i++)
        ck_assert_uint_gt(statuses[i], 5 * rounds);
}
END_TEST

START_TEST(batches_of_any_size_give_what_one_by_one_gives)
{
    /* On a server it takes longer, and the rules are the same code. */
    for (uint32_t seed = 1; seed <= (on_postgres() ? 4 : 40); seed++) {
        struct pecaddr_assignment single[ROSTER], batched[ROSTER];
        struct pecaddr_registry *one, *many;
        uint32_t state = seed * 40503u;
        struct roster roster;
        struct folder folder;
        char uri[POSTGRES_URI_MAX];

        make_past(&folder, uri, &roster, &state);
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
    const struct who next = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};
    const struct who onto = {"Ivo", "Sala", "AN", 'A', 6, CF_OF("SLAVIO", 3)};
    struct pecaddr_registry *base = open_new(), *preview = NULL;

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
