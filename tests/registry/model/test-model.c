/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every order of events, SPEC §5: all states that the model (model.h) can reach and every event out
 * of each state, replayed on a registry. After each step the answer, its notes and its reason, and
 * all that is on record are those of the model, and after each walk all of history; what no address,
 * codice fiscale or entry may have twice is asked by SQL, as another program would. Now and then an
 * older state of a file is put back, from which all goes on as from there.
 *
 *   test-model memory|database [WORLD SHARE]...
 *
 * The database is a file of SQLite or, beside with-postgres.py, one of PostgreSQL. WORLD is one of
 * model-worlds.c, all of them if none is given. SHARE n: every event out of each n-th state only, and
 * what lies on the way there; 1, as it is if not given, is all.
 */
#include <inttypes.h>

#include "registry/model/model-replay.h"

/* How often the invariants are asked, in steps. */
#define CHECK_EVERY 500

/* How often an older state is put back, and how much older it is, in steps. */
#define KEEP_EVERY 200
#define KEEP_FOR   7

/* An older state. */

static void close_registry(struct replay *replay)
{
    pecaddr_registry_close(replay->registry);
    replay->registry = NULL;
}

static void copy_name(const struct replay *replay, char name[96])
{
    snprintf(name, 96, "%s.copy", replay->folder.file);
}

static void keep_state(struct replay *replay)
{
    char name[96];

    copy_name(replay, name);
    close_registry(replay);
    copy_file(replay->folder.file, name);
    replay->registry = open_uri(replay->folder.uri);
    replay->kept = replay->here;
    replay->kept_at = replay->steps;
    replay->is_kept = true;
}

/* Who is not on record, and would be given an address. */
static int ask_as_stranger(struct replay *replay, struct pecaddr_registry_error *error)
{
    const struct who zeno = {"Zeno", "Neri", "MC", 'A', 99, NULL};
    struct pecaddr_person person = person_from(&zeno);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    return pecaddr_registry_assign(replay->registry, replay->scheme, &person, &assignment, NULL,
                                   error);
}

/* A registry that knows less than it did issues no new address until it is resumed. */
static void resume(struct replay *replay)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    if (ask_as_stranger(replay, &error) != PECADDR_E_STORAGE)
        replay_differ(replay, "an older state issues a new address");
    if (pecaddr_registry_resume(replay->registry, &error) != PECADDR_OK)
        replay_differ(replay, "%s", error.message);
}

/* Puts it back while nobody has the file open. */
static void restore_state(struct replay *replay)
{
    bool is_older = replay->here.n_lines > replay->kept.n_lines;
    char name[96];

    copy_name(replay, name);
    close_registry(replay);
    copy_file(name, replay->folder.file);
    replay->registry = open_uri(replay->folder.uri);
    replay->here = replay->kept;
    replay->is_kept = false;
    replay->restored++;
    if (is_older)
        resume(replay);
    replay_compare_record(replay);
    replay_compare_history(replay);
}

/* Walks. */

static void begin_registry(struct replay *replay)
{
    replay->registry = replay->in_memory ? open_memory() : make_registry(&replay->folder);
    replay->elsewhere = 0;
    replay_bind(replay, replay->graph.world->bound);
}

static void end_registry(struct replay *replay)
{
    replay_check_invariants(replay);
    close_registry(replay);
    if (!replay->in_memory)
        remove_folder(&replay->folder);
}

static void begin_walk(struct replay *replay)
{
    if (replay->walks % WALKS == 0)
        begin_registry(replay);
    replay_begin_walk(replay);
    replay->is_kept = false;
}

static void end_walk(struct replay *replay, bool last)
{
    replay_end_walk(replay);
    if (last || replay->walks % WALKS == 0)
        end_registry(replay);
}

/* Goes a way, or a part of it, if an older state is put back meanwhile. */
static void go(struct replay *replay, const size_t way[], size_t length)
{
    bool in_file = !replay->in_memory && !on_postgres();

    while (length > 0) {
        replay_step(replay, &replay->graph.transitions[way[--length]]);
        if (replay->steps % CHECK_EVERY == 0)
            replay_check_invariants(replay);
        if (in_file && replay->steps % KEEP_EVERY == 0)
            keep_state(replay);
        if (replay->is_kept && replay->steps >= replay->kept_at + KEEP_FOR) {
            restore_state(replay);
            return;
        }
    }
}

/*
 * Walks until all is covered, each time the shortest way to something new. What was active is never
 * given up, so there is not always a way: then from the beginning.
 */
static void replay_all(struct replay *replay)
{
    struct graph *graph = &replay->graph;
    size_t *way = calloc(graph->n_states + 1, sizeof *way);
    size_t length;

    ck_assert_ptr_nonnull(way);
    begin_walk(replay);
    for (;;) {
        length = graph_find_way(graph, replay->here.at, way);
        if (length > 0) {
            go(replay, way, length);
        } else if (replay->is_kept && replay->steps > replay->kept_at) {
            restore_state(replay);
        } else if (graph_find_way(graph, 0, way) > 0) {
            end_walk(replay, false);
            begin_walk(replay);
        } else {
            break;
        }
    }
    end_walk(replay, true);
    free(way);
}

/* What was met. */

/* Each row of the table of SPEC §5, whatever it says `any` and `or` of. */
static void check_likeness(const struct replay *replay)
{
    unsigned missing = 0;
    char text[96];

    for (unsigned h = 0; h < N_HOLDER; h++)
        for (unsigned e = 0; e < N_ENTRY; e++)
            for (unsigned n = 0; n < N_NAME; n++)
                if (!replay->met.likeness[h][e][n]) {
                    fprintf(stderr, "nobody asked with %s\n",
                            model_describe((struct model_likeness){h, e, n}, text));
                    missing++;
                }
    ck_assert_uint_eq(missing, 0);
}

static void check_met(const struct replay *replay)
{
    const struct world *world = replay->graph.world;
    const struct model_met *met = &replay->met;

    if (world->meets_table)
        check_likeness(replay);
    for (unsigned i = 0; i < N_OF(met->answers); i++)
        ck_assert_msg((world->answers >> i & 1) == 0 || met->answers[i],
                      "no claim had the answer %u", i);
    for (unsigned i = 0; i < N_OF(met->reasons); i++)
        ck_assert_msg((world->reasons >> i & 1) == 0 || met->reasons[i],
                      "no claim had the reason %u", i);
    for (unsigned i = 0; i < N_OF(met->notes); i++)
        ck_assert_msg((world->notes >> i & 1) == 0 || met->notes[i], "no claim had the notes %x",
                      i);
    /* All that the world has was met, in any share of it. */
    ck_assert_int_eq(memcmp(met, &replay->graph.met, sizeof *met), 0);
}

/* The arguments, which a test of Check does not get otherwise. */
static bool in_memory;
enum { SHARES_MAX = 16 };
static struct {
    const struct world *world;
    uint32_t share;
} shares[SHARES_MAX];

static void print_result(const struct replay *replay)
{
    const struct graph *graph = &replay->graph;

    printf("model (%s, %s): %" PRIu32 " states, %zu transitions covered of %zu, %" PRIu64
           " steps in %" PRIu64 " walks, invariants checked %" PRIu64 " times",
           graph->world->name, replay_backend(replay), graph->n_states, replay->n_covered,
           graph->n_transitions, replay->steps, replay->walks, replay->checks);
    if (replay->n_given_back > 0)
        printf(", %" PRIu64 " that were given back forgotten", replay->n_given_back);
    if (replay->restored > 0)
        printf(", an older state put back %" PRIu64 " times", replay->restored);
    printf("\n");
    fflush(stdout);
}

START_TEST(a_registry_does_in_every_order_of_events_what_the_model_does)
{
    struct replay *replay = calloc(1, sizeof *replay);
    struct graph *graph = &replay->graph;

    ck_assert_ptr_nonnull(replay);
    replay->in_memory = in_memory;
    graph->world = shares[_i].world;
    graph->share = shares[_i].share;
    graph_make(graph);
    replay_all(replay);
    print_result(replay);
    ck_assert_uint_ge(replay->n_covered, graph->n_transitions / graph->share / 2);
    if (graph->share == 1)
        ck_assert_uint_eq(replay->n_covered, graph->n_transitions);
    check_met(replay);
    graph_free(graph);
    free(replay->lines);
    free(replay);
}
END_TEST

/* Reads pairs of a world and a share; how many, or -1. */
static int read_shares(char *arguments[], int n)
{
    if (n % 2 != 0 || n > 2 * SHARES_MAX)
        return -1;
    for (int i = 0; i < n / 2; i++) {
        for (size_t k = 0; k < n_worlds; k++)
            if (strcmp(worlds[k].name, arguments[2 * i]) == 0)
                shares[i].world = &worlds[k];
        shares[i].share = (uint32_t)strtoul(arguments[2 * i + 1], NULL, 10);
        if (shares[i].world == NULL || shares[i].share == 0)
            return -1;
    }
    return n / 2;
}

int main(int argc, char *argv[])
{
    Suite *suite = suite_create("model");
    TCase *tcase = registry_case("model");
    int n = argc > 2 ? read_shares(argv + 2, argc - 2) : (int)n_worlds;

    if (argc < 2 || n < 0 || (strcmp(argv[1], "memory") != 0 && strcmp(argv[1], "database") != 0)) {
        fprintf(stderr, "usage: test-model memory|database [WORLD SHARE]...\n");
        return EXIT_FAILURE;
    }
    in_memory = strcmp(argv[1], "memory") == 0;
    for (size_t i = 0; argc == 2 && i < n_worlds; i++) {
        shares[i].world = &worlds[i];
        shares[i].share = 1;
    }
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_registry_does_in_every_order_of_events_what_the_model_does, 0, n);
    return suite_run(suite);
}
