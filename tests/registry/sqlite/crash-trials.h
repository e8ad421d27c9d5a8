/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CRASH_TRIALS_H
#define CRASH_TRIALS_H

/*
 * A script is stopped after each act in turn, or each act of a kind fails in turn; what is left is
 * looked at.
 */
#include "registry/sqlite/crash-states.h"

/* Everything is tried. */
static bool long_form;

/* Crashes. */

struct crash {
    const struct script *script;
    const struct crash_plan *plan;
    struct folder folder;
    size_t acknowledged; /* steps */
    enum crash_loss loss;
    uint64_t seed;
};

static inline const char *name_of(const struct crash *crash)
{
    static const char *const losses[] = {[LOSE_ALL] = "all that was not synced is lost",
                                         [LOSE_NONE] = "nothing is lost",
                                         [LOSE_SOME] = "some is lost"};
    static char name[256];

    snprintf(name, sizeof name, "%s%s%s, stopped after act %lu, %s (seed %llu), %zu steps done",
             crash->script->what, crash->plan->rollback_journal ? ", rollback journal" : "",
             crash->plan->not_power_safe ? ", not power safe" : "", crash->plan->stop_after,
             losses[crash->loss], (unsigned long long)crash->seed, crash->acknowledged);
    return name;
}

static inline void refuse(const struct crash *crash, const char *state)
{
    fprintf(stderr, "%s:\n%s\nwhere this was to be:\n%s\n", name_of(crash), state,
            crash->script->states[crash->acknowledged]);
    ck_abort_msg("%s: something else is on record", name_of(crash));
}

/* Where the backup is in its place, what was there is beside it. */
static inline void assert_kept_aside(const struct crash *crash, const char *state)
{
    const struct script *script = crash->script;
    char path[128], *kept;

    if (script->steps[0].act != RESTORE || strcmp(state, script->states[1]) != 0)
        return;
    kept = read_state(aside_of(&crash->folder, "1", path));
    ck_assert_msg(strcmp(kept, script->states[0]) == 0, "%s: what was there is not kept",
                  name_of(crash));
    sqlite3_free(kept);
}

/* What was acknowledged is there, and at most the step that was in hand; nothing else. */
static inline void assert_whole_or_absent(const struct crash *crash)
{
    const struct script *script = crash->script;
    char *state = read_state(crash->folder.file);
    size_t step = crash->acknowledged;

    if (strcmp(state, script->states[step]) != 0 &&
        (step == script->n || strcmp(state, script->states[step + 1]) != 0))
        refuse(crash, state);
    assert_kept_aside(crash, state);
    sqlite3_free(state);
}

/* The rest of the run, with what was in hand done again. */
static inline void assert_runs_to_the_end(struct crash *crash)
{
    const struct script *script = crash->script;
    struct run run = {.folder = &crash->folder};
    size_t done = do_steps(&run, script, crash->acknowledged);
    char *state;

    ck_assert_msg(done == script->n, "%s: step %zu: %s", name_of(crash), done, run.message);
    close_run(&run);
    state = read_state(crash->folder.file);
    if (strcmp(state, script->states[script->n]) != 0)
        refuse(crash, state);
    sqlite3_free(state);
}

struct tally {
    unsigned long stops[ACTS]; /* by the act before */
    unsigned long outcomes;
};

static inline void assert_survives(struct crash *crash, enum crash_loss loss, uint64_t seed,
                                   bool run_on, struct tally *tally)
{
    crash->loss = loss;
    crash->seed = seed;
    crash_vfs_lose_power(loss, seed);
    assert_whole_or_absent(crash);
    put_mark_back(crash->script, &crash->folder);
    if (run_on)
        assert_runs_to_the_end(crash);
    remove_asides(&crash->folder);
    tally->outcomes++;
}

/* Runs a script on the disk that crashes. */
static inline size_t run_with_plan(const struct script *script, struct folder *folder,
                                   const struct crash_plan *plan)
{
    struct run run = {.folder = folder};
    size_t done;

    make_folder(folder);
    if (script->before != NULL)
        write_file(folder->file, script->before, script->size);
    put_mark_back(script, folder);
    crash_vfs_install();
    crash_vfs_start(folder->path, plan);
    done = do_steps(&run, script, 0);
    close_run(&run);
    crash_vfs_remove();
    return done;
}

/*
 * What can be on the disk after a stop, for one n: everything is lost that can be, some of it, by
 * lots, or nothing. What was synced is another only after a sync, so everything is lost then. The
 * short form draws one lot, loses nothing at each eighth n, and goes on at each second; the long
 * form does all at each. False: the run ended before.
 */
static inline bool crash_once(const struct script *script, const struct crash_plan *plan,
                              uint64_t seed, struct tally *tally)
{
    unsigned seeds = long_form ? 4 : 1;
    unsigned long n = plan->stop_after;
    struct crash crash = {.script = script, .plan = plan};
    enum crash_act last;
    bool stopped;

    crash.acknowledged = run_with_plan(script, &crash.folder, plan);
    stopped = crash_vfs_stopped();
    ck_assert_msg(stopped || crash.acknowledged == script->n, "%s", name_of(&crash));
    last = crash_vfs_last_act();
    tally->stops[last] += stopped;
    if (long_form || !stopped || last == ACT_NONE || last == ACT_SYNC || last == ACT_SYNC_FOLDER)
        assert_survives(&crash, LOSE_ALL, 0, true, tally);
    for (unsigned i = 0; i < seeds; i++)
        assert_survives(&crash, LOSE_SOME, seed * 1000003 + n * seeds + i, long_form || n % 2 == 0,
                        tally);
    if (long_form || n % 8 == 0)
        assert_survives(&crash, LOSE_NONE, 0, true, tally);
    crash_vfs_forget();
    remove_folder(&crash.folder);
    return stopped;
}

static inline const char *way_of(const struct crash_plan *plan)
{
    return plan->rollback_journal ? ", rollback journal"
           : plan->not_power_safe ? ", not power safe"
                                  : "";
}

static inline void print_tally(const struct script *script, const struct crash_plan *plan,
                               const struct tally *tally)
{
    printf("crash: %s%s: %lu stops after a write, %lu after a sync, %lu after a file was made or "
           "deleted, %lu after its folder was synced, %lu after it was cut; %lu outcomes: all "
           "whole\n",
           script->what, way_of(plan), tally->stops[ACT_WRITE], tally->stops[ACT_SYNC],
           tally->stops[ACT_NAME], tally->stops[ACT_SYNC_FOLDER], tally->stops[ACT_TRUNCATE],
           tally->outcomes);
    fflush(stdout);
}

/* Every n of a run. */
static inline void crash_everywhere(struct script *script, struct crash_plan plan, uint64_t seed)
{
    struct tally tally = {0};

    learn_states(script, &plan);
    plan.stop_after = 0;
    while (crash_once(script, &plan, seed, &tally))
        plan.stop_after++;
    ck_assert_uint_gt(tally.stops[ACT_WRITE], 0);
    ck_assert_uint_gt(tally.stops[ACT_SYNC], 0);
    print_tally(script, &plan, &tally);
    forget_states(script);
}

/* Acts that fail. */

/*
 * From the nth act of a kind on all fail, as on a full disk; then there is room again, and the very
 * same handles go on. False: the run ended before.
 */
static inline bool fail_once(const struct script *script, const struct crash_plan *plan,
                             const char *sentence, bool whole_or_absent)
{
    struct folder folder;
    struct run run = {.folder = &folder};
    bool failed;
    size_t done;
    char *state;

    make_folder(&folder);
    if (script->before != NULL)
        write_file(folder.file, script->before, script->size);
    put_mark_back(script, &folder);
    crash_vfs_install();
    crash_vfs_start(folder.path, plan);
    done = do_steps(&run, script, 0);
    failed = crash_vfs_failures() > 0;
    ck_assert(failed || done == script->n);
    if (done < script->n && script->steps[done].act != CHECKPOINT)
        ck_assert_msg(strstr(run.message, sentence) != NULL &&
                          strstr(run.message, folder.file) != NULL,
                      "%s: act %lu: %s", script->what, plan->fails_from, run.message);
    crash_vfs_fail(ACT_NONE, SQLITE_OK);
    state = read_state(folder.file);
    if (strcmp(state, script->states[done]) != 0 &&
        (!whole_or_absent || done == script->n || strcmp(state, script->states[done + 1]) != 0))
        ck_abort_msg("%s: act %lu failed: %s, and yet this is on record:\n%.2000s", script->what,
                     plan->fails_from, run.message, state);
    sqlite3_free(state);
    done = do_steps(&run, script, done);
    ck_assert_msg(done == script->n, "%s: act %lu had failed, then step %zu: %s", script->what,
                  plan->fails_from, done, run.message);
    close_run(&run);
    crash_vfs_remove();
    crash_vfs_forget();
    state = read_state(folder.file);
    ck_assert_msg(strcmp(state, script->states[script->n]) == 0, "%s: act %lu", script->what,
                  plan->fails_from);
    sqlite3_free(state);
    remove_asides(&folder);
    remove_folder(&folder);
    return failed;
}

static inline void fail_everywhere(struct script *script, enum crash_act act, int failure,
                                   const char *sentence, bool whole_or_absent)
{
    struct crash_plan plan = {.stop_after = CRASH_NEVER, .fails = act, .failure = failure};

    learn_states(script, &plan);
    do
        plan.fails_from++;
    while (fail_once(script, &plan, sentence, whole_or_absent));
    ck_assert_uint_gt(plan.fails_from, 2);
    printf("fault: %s, %s fails: tried at %lu of them, nothing half done\n", script->what,
           failure == SQLITE_FULL ? "a full disk: a write"
           : act == ACT_WRITE     ? "a write"
           : act == ACT_SYNC      ? "a sync"
                                  : "the sync of a folder",
           plan.fails_from - 1);
    fflush(stdout);
    forget_states(script);
}

#endif
