/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Crashes and full disks: the registry in SQLite on a disk that stands still after the nth act, for
 * every n of a run, and loses power (crash-vfs.h). SPEC §5: a crash at any instant leaves each
 * transition whole or absent.
 *
 * `test-crash --long SEEDS` tries, for as many seeds, longer runs that are drawn by lot.
 */
#include "registry/sqlite/crash-trials.h"
#include "registry/sqlite/older-registry.h"

/* Scripts. */

static void be_nothing(const struct folder *folder)
{
    invented_schema = SCHEMA_PRESENT;
    ck_assert_int_ne(access(folder->file, F_OK), 0);
}

static void be_empty(const struct folder *folder)
{
    invented_schema = SCHEMA_PRESENT;
    init(folder);
}

static void be_old(const struct folder *folder)
{
    make_older_registry(folder);
}

/* A backup, in a folder of its own, and a registry that has gone on since. */
static char backup[96];

static void be_ahead_of_backup(const struct folder *folder)
{
    struct pecaddr_registry *registry;

    be_empty(folder);
    registry = open_uri(folder->uri);
    for (unsigned i = 0; i < 60; i++) {
        struct who who = {i % 2 == 0 ? "Ivo" : "Eva", "Sala", "MC", 'A', i + 1, NULL};

        if (i == 20)
            STEP(pecaddr_registry_backup(registry, backup, &step_error));
        ck_assert_int_eq(claim(registry, &who, 2), PECADDR_CLAIMED);
    }
    pecaddr_registry_close(registry);
}

static const struct step only_restore[] = {{.act = RESTORE, .address = backup}};

static void make_place_of_backup(struct folder *folder)
{
    make_folder(folder);
    snprintf(backup, sizeof backup, "%s/backup", folder->path);
}

static void remove_place_of_backup(const struct folder *folder)
{
    ck_assert_int_eq(unlink(backup), 0);
    remove_folder(folder);
}

/* A life of many, with all steps that SPEC §5 knows. */
static const struct step life[] = {
    {.act = CLAIM, .who = {"Anna", "Neri", "MC", 'A', 1, "NRENNA00A01Z001D"}},
    {.act = CLAIM, .who = {"Anna", "Neri", "MC", 'A', 2, "NRENNA00A01Z002I"}},
    {.act = CLAIM, .who = {"Anna", "Neri", "AN", 'A', 1, NULL}},
    {.act = CLAIM_ALL},
    {.act = ACTIVATE, .address = "anna.neri@ingpec.eu", .fact = "2024-12-31"},
    {.act = CHANGE_ADDRESS, .address = "anna.neri.mc@ingpec.eu"},
    {.act = CHANGE_ADDRESS, .address = "anna.neri.an@ingpec.eu", .fact = "Annalisa"},
    {.act = RELEASE, .address = "ivo.sala@ingpec.eu"},
    {.act = CLAIM, .who = {"Ivo", "Sala", "MC", 'A', 9, "SLAVIO00A01Z009X"}},
    {.act = IMPORT, .address = "pec01@ingpec.eu"},
    {.act = IMPORT,
     .address = "ugo.riva@ingpec.eu",
     .fact = "2025-12-31",
     .who = {"Ugo", "Riva", "MC", 'A', 3, "RVIGUO00A01Z003P"}},
    {.act = CHECKPOINT},
    {.act = CLAIM, .who = {"Ugo", "Riva", "AN", 'B', 7, "RVIGUO00A01Z003P"}},
    {.act = CLAIM, .who = {"Eva", "Longo", "MC", 'A', 5, "LNGVEA00A01Z005Z"}},
    {.act = RELINK, .address = "eva.longo@ingpec.eu", .fact = "LNGVEA00A01Z006B"},
    {.act = EXPIRE, .fact = "2025-01-01"},
    {.act = REOPEN},
    {.act = CLAIM, .who = {"Anna", "Neri", "MC", 'A', 1, "NRENNA00A01Z001D"}},
    {.act = RENEW, .address = "ugo.riva@ingpec.eu", .fact = "2026-12-31"},
    {.act = LEAVE, .address = "ugo.riva@ingpec.eu", .fact = "2025-06-30"},
    {.act = CLAIM, .who = {"Zoe", "Alba", "AN", 'B', 7, NULL}},
    {.act = RETIRE, .address = "ugo.riva@ingpec.eu"},
};

static const struct step only_init[] = {{.act = INIT}};

#define SCRIPT(text, before, which)                                                                \
    (struct script)                                                                                \
    {                                                                                              \
        .what = text, .make = before, .steps = which, .n = N_OF(which)                             \
    }

static void crash_each_way(struct script script, uint64_t seed)
{
    crash_everywhere(&script, (struct crash_plan){0}, seed);
    if (long_form)
        crash_everywhere(&script, (struct crash_plan){.not_power_safe = true}, seed);
    crash_everywhere(&script, (struct crash_plan){.rollback_journal = true}, seed);
}

START_TEST(a_crash_leaves_each_transition_whole_or_absent)
{
    struct script script = SCRIPT("life", be_empty, life);

    if (long_form) {
        crash_each_way(script, 1);
        return;
    }
    crash_everywhere(&script, (struct crash_plan){0}, 1);
    script.n = 3;
    crash_everywhere(&script, (struct crash_plan){.not_power_safe = true}, 1);
    script.n = 2;
    crash_everywhere(&script, (struct crash_plan){.rollback_journal = true}, 1);
}
END_TEST

START_TEST(init_that_crashes_leaves_nothing_or_a_whole_registry)
{
    crash_each_way(SCRIPT("init", be_nothing, only_init), 1);
}
END_TEST

START_TEST(a_migration_that_crashes_leaves_the_old_schema_or_the_new_one)
{
    crash_each_way(SCRIPT("migration", be_old, only_init), 1);
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

START_TEST(a_restore_that_crashes_leaves_the_registry_as_it_was_or_as_the_backup)
{
    struct folder place;

    make_place_of_backup(&place);
    crash_everywhere(&SCRIPT("restore", be_ahead_of_backup, only_restore), (struct crash_plan){0},
                     1);
    ck_assert_int_eq(unlink(backup), 0);
    crash_everywhere(&SCRIPT("restore", be_ahead_of_backup, only_restore),
                     (struct crash_plan){.rollback_journal = true}, 1);
    remove_place_of_backup(&place);
}
END_TEST

START_TEST(a_restore_that_finds_no_room_changes_nothing_and_says_so)
{
    struct folder place;

    make_place_of_backup(&place);
    fail_everywhere(&SCRIPT("restore", be_ahead_of_backup, only_restore), ACT_WRITE, SQLITE_FULL,
                    "make room", false);
    remove_place_of_backup(&place);
}
END_TEST

START_TEST(a_full_disk_is_an_error_that_says_so_and_nothing_is_done)
{
    struct script scripts[] = {SCRIPT("life", be_empty, life),
                               SCRIPT("init", be_nothing, only_init),
                               SCRIPT("migration", be_old, only_init)};

    if (!long_form)
        scripts[0].n = 6;
    for (size_t i = 0; i < N_OF(scripts); i++)
        fail_everywhere(&scripts[i], ACT_WRITE, SQLITE_FULL, "make room", false);
}
END_TEST

START_TEST(a_disk_that_fails_is_an_error_and_each_transition_is_whole_or_absent)
{
    static const struct {
        enum crash_act act;
        int failure;
        size_t steps; /* in the short form */
    } cases[] = {
        {ACT_WRITE, SQLITE_IOERR_WRITE, 1},
        {ACT_SYNC, SQLITE_IOERR_FSYNC, N_OF(life)},
        {ACT_SYNC_FOLDER, SQLITE_IOERR_DIR_FSYNC, N_OF(life)},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct script script = SCRIPT("life", be_empty, life);

        if (!long_form)
            script.n = cases[i].steps;
        fail_everywhere(&script, cases[i].act, cases[i].failure, "check the disk", true);
    }
}
END_TEST

/* Runs that are drawn by lot. */

#define LOT 40

/* Persons who share names and entries, so that all rules come into play. */
static void draw_step(struct step *step, uint64_t *seed)
{
    static const char *const addresses[] = {
        "anna.neri@ingpec.eu",       "anna.neri.mc@ingpec.eu",
        "anna.neri.an@ingpec.eu",    "anna.neri.mc.a1@ingpec.eu",
        "anna.neri.mc.a2@ingpec.eu", "anna.neri.an.a1@ingpec.eu",
        "anna.neri.an.a2@ingpec.eu", "pec01@ingpec.eu"};
    static const char *const holders[] = {"NRENNA00A01Z001D", "NRENNA00A01Z002I",
                                          "RVIGUO00A01Z003P", "SLAVIO00A01Z004L",
                                          "LNGVEA00A01Z005Z", NULL};
    static const char *const days[] = {"2024-12-31", "2025-06-30"};
    static const enum act acts[] = {CLAIM,    CLAIM,    CLAIM,   CLAIM,      CHANGE_ADDRESS,
                                    ACTIVATE, ACTIVATE, RELEASE, RETIRE,     LEAVE,
                                    RENEW,    RELINK,   IMPORT,  CHECKPOINT, REOPEN};

    *step = (struct step){.act = acts[crash_vfs_draw(seed, N_OF(acts))],
                          .address = addresses[crash_vfs_draw(seed, N_OF(addresses))]};
    step->who = (struct who){"Anna",
                             "Neri",
                             crash_vfs_draw(seed, 2) == 0 ? "MC" : "AN",
                             'A',
                             1 + crash_vfs_draw(seed, 3),
                             holders[crash_vfs_draw(seed, N_OF(holders))]};
    if (step->act == RELINK)
        step->fact = holders[crash_vfs_draw(seed, N_OF(holders) - 1)];
    else if (step->act != CHANGE_ADDRESS && step->act != IMPORT)
        step->fact = days[crash_vfs_draw(seed, N_OF(days))];
}

static uint64_t lots;

START_TEST(runs_drawn_by_lot_survive_a_crash_anywhere)
{
    for (uint64_t seed = 1; seed <= lots; seed++) {
        uint64_t state = seed;
        struct step steps[LOT];
        char what[32];

        for (size_t i = 0; i < LOT; i++)
            draw_step(&steps[i], &state);
        snprintf(what, sizeof what, "lot %llu", (unsigned long long)seed);
        crash_everywhere(
            &SCRIPT(what, be_empty, steps),
            (struct crash_plan){.not_power_safe = seed % 3 == 1, .rollback_journal = seed % 3 == 2},
            seed);
    }
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {
        a_crash_leaves_each_transition_whole_or_absent,
        init_that_crashes_leaves_nothing_or_a_whole_registry,
        a_migration_that_crashes_leaves_the_old_schema_or_the_new_one,
        a_restore_that_crashes_leaves_the_registry_as_it_was_or_as_the_backup,
        a_restore_that_finds_no_room_changes_nothing_and_says_so,
        a_full_disk_is_an_error_that_says_so_and_nothing_is_done,
        a_disk_that_fails_is_an_error_and_each_transition_is_whole_or_absent,
        runs_drawn_by_lot_survive_a_crash_anywhere,
    };

    if (argc > 1) {
        long_form = argc == 3 && strcmp(argv[1], "--long") == 0;
        lots = long_form ? strtoull(argv[2], NULL, 10) : 0;
        if (lots == 0) {
            fprintf(stderr, "usage: %s [--long LOTS]\n", argv[0]);
            return 2;
        }
    }
    return run_long_suite("crash", tests, N_OF(tests) - (long_form ? 0 : 1));
}
