/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Crashes and full disks: the registry in SQLite on a disk that stands still after the nth act, for
 * every n of a run, and loses power (crash-vfs.h). SPEC §5: a crash at any instant leaves each
 * transition whole or absent.
 *
 * `test-crash --long SEEDS` tries, for as many seeds, longer runs that are drawn by lot.
 */
#include "registry/sqlite/crash-vfs.h"

#include "registry/sqlite/older-registry.h"

/* What is done to a registry, step by step: each is one transaction, and safe to do again. */
enum act {
    INIT,
    RESTORE,
    CLAIM,
    CLAIM_ALL,
    CHANGE_ADDRESS,
    ACTIVATE,
    RELEASE,
    RETIRE,
    LEAVE,
    RENEW,
    RELINK,
    EXPIRE,
    IMPORT,
    CHECKPOINT, /* by another program */
    REOPEN
};

struct step {
    enum act act;
    const char *address;
    const char *fact; /* a date, a codice fiscale, a corrected given name */
    struct who who;
};

/* A sequence of steps, and what the registry is after each when nothing goes wrong. */
struct script {
    const char *what;
    void (*make)(const struct folder *folder); /* what is there before */
    const struct step *steps;
    size_t n;
    char **states;         /* n + 1 */
    unsigned char *before; /* the file that is there before; NULL: none */
    size_t size;
    unsigned char *mark; /* and its mark; NULL: none */
    size_t mark_size;
};

/* Everything is tried. */
static bool long_form;

struct run {
    const struct folder *folder;
    struct pecaddr_registry *registry;
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
};

#define TEXT(literal)                                                                              \
    (struct pecaddr_text)                                                                          \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Steps. */

static int assign_all(struct run *run, const struct who whos[], size_t n)
{
    struct pecaddr_person persons[4];
    const struct pecaddr_person *of_persons[4];
    struct pecaddr_assignment assignments[4];
    struct pecaddr_assignment *of_assignments[4];
    size_t size = pecaddr_batch_scratch_size(n);
    void *scratch = malloc(size);
    int r = PECADDR_OK;

    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < n; i++) {
        persons[i] = person_from(&whos[i]);
        of_persons[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment){.size = sizeof assignments[i]};
        of_assignments[i] = &assignments[i];
    }
    pecaddr_resolve_batch(pecaddr_scheme_ingpec(), of_persons, n, PECADDR_CLAIM,
                          pecaddr_registry_ask, run->registry, scratch, size, of_assignments);
    free(scratch);
    for (size_t i = 0; i < n; i++)
        if (assignments[i].status == PECADDR_E_UNAVAILABLE)
            r = assignments[i].failure;
    if (r != PECADDR_OK)
        snprintf(run->message, sizeof run->message, "%s", pecaddr_registry_message(run->registry));
    return r;
}

static int import_mailbox(struct run *run, const struct step *step,
                          struct pecaddr_registry_error *error)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = step->address,
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = step->who.given,
                                            .surname = step->who.surname,
                                            .holder = step->who.holder,
                                            .province = step->who.province,
                                            .section = step->who.section,
                                            .number = step->who.number,
                                            .expires = step->fact};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_OK;
    int r = pecaddr_registry_import(run->registry, mailboxes, 1, 0, &result, NULL, error);

    return r == PECADDR_OK ? result : r;
}

static int change_address(struct run *run, const struct step *step,
                          struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_text given = text_of(step->fact), surname = {NULL, 0};

    if (step->fact != NULL)
        surname = TEXT("Neri");
    return change_mailbox(run->registry, pecaddr_scheme_ingpec(), step->address, given, surname,
                          "wish", &assignment, error);
}

/* As another program that has the registry open: all of the log goes to the file. */
static int checkpoint(const struct run *run)
{
    sqlite3 *db = NULL;
    int result = sqlite3_open_v2(run->folder->file, &db, SQLITE_OPEN_READWRITE, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_close(db);
    return result == SQLITE_OK ? PECADDR_OK : PECADDR_E_STORAGE;
}

static void close_run(struct run *run)
{
    pecaddr_registry_close(run->registry);
    run->registry = NULL;
}

static int take_step(struct run *run, const struct step *step, struct pecaddr_registry_error *error)
{
    static const struct who three[] = {{"Ugo", "Riva", "MC", 'A', 3, "RVIGUO00A01Z003P"},
                                       {"Ivo", "Sala", "AN", 'A', 4, "SLAVIO00A01Z004L"},
                                       {"Eva", "Longo", "MC", 'A', 5, NULL}};
    struct pecaddr_registry *registry;
    const char *address = step->address, *fact = step->fact;
    int r;

    if (step->act == INIT)
        return pecaddr_registry_init(run->folder->uri, error);
    if (step->act == RESTORE)
        return pecaddr_registry_restore(run->folder->uri, address, NULL, error);
    if (run->registry == NULL) {
        r = pecaddr_registry_open(run->folder->uri, &run->registry, error);
        if (r != PECADDR_OK)
            return r;
    }
    registry = run->registry;
    switch (step->act) {
    case CLAIM:
        return assign_all(run, &step->who, 1);
    case CLAIM_ALL:
        return assign_all(run, three, N_OF(three));
    case CHANGE_ADDRESS:
        return change_address(run, step, error);
    case ACTIVATE:
        return activate_mailbox(registry, address, fact, "in use", error);
    case RELEASE:
        return release_mailbox(registry, address, "not wanted", error);
    case RETIRE:
        return retire_mailbox(registry, address, "ended", error);
    case LEAVE:
        return leave_mailbox(registry, address, fact, "left", error);
    case RENEW:
        return renew_mailbox(registry, address, fact, "paid", error);
    case RELINK:
        return relink_mailbox(registry, address, fact, "final", error);
    case EXPIRE:
        return pecaddr_registry_expire(registry, fact, "expired", 0, NULL, NULL, NULL, error);
    case IMPORT:
        return import_mailbox(run, step, error);
    case CHECKPOINT:
        return checkpoint(run);
    default:
        close_run(run);
        return PECADDR_OK;
    }
}

/* Whether a step came to an end: done, found done, or refused by the rules. */
static bool do_step(struct run *run, const struct step *step)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r;

    run->message[0] = '\0';
    r = take_step(run, step, &error);
    if (r < 0 && run->message[0] == '\0')
        strcpy(run->message, error.message);
    return r != PECADDR_E_STORAGE;
}

/* Does the steps from one on; how many came to an end, those before included. */
static size_t do_steps(struct run *run, const struct script *script, size_t from)
{
    size_t i = from;

    while (i < script->n && do_step(run, &script->steps[i]))
        i++;
    return i;
}

/* The registry. */

static sqlite3 *open_file(const char *file)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return db;
}

/* The first column of the only row, which `text` receives. */
static const char *ask_sql(sqlite3 *db, const char *sql, char text[256])
{
    char *message = NULL;

    text[0] = '\0';
    ck_assert_msg(sqlite3_exec(db, sql, first_column, text, &message) == SQLITE_OK, "%s: %s", sql,
                  message);
    return text;
}

static void tell_rows(sqlite3 *db, const char *sql, sqlite3_str *text)
{
    sqlite3_stmt *rows = NULL;
    int result;

    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
    while ((result = sqlite3_step(rows)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            if (strcmp(sqlite3_column_name(rows, i), "at") != 0 &&
                strcmp(sqlite3_column_name(rows, i), "changed_at") != 0)
                sqlite3_str_appendf(text, "%s|", sqlite3_column_text(rows, i));
        sqlite3_str_appendchar(text, 1, '\n');
    }
    ck_assert_int_eq(result, SQLITE_DONE);
    sqlite3_finalize(rows);
}

/* All that is on record but the time, to be freed; what is no registry yet is an empty text. */
static char *tell_all(sqlite3 *db)
{
    sqlite3_str *text = sqlite3_str_new(db);
    char number[256];

    if (strcmp(ask_sql(db, "SELECT count(*) FROM sqlite_schema", number), "0") != 0) {
        tell_rows(db, "PRAGMA application_id", text);
        tell_rows(db, "PRAGMA user_version", text);
        tell_rows(db, "SELECT * FROM scheme ORDER BY id", text);
        tell_rows(db, "SELECT * FROM mailbox ORDER BY id", text);
        tell_rows(db, "SELECT * FROM history ORDER BY mailbox, revision", text);
        tell_rows(db, "SELECT epoch, change, provinces FROM registry", text);
    }
    sqlite3_str_appendchar(text, 1, '\n');
    return sqlite3_str_finish(text);
}

/* History is complete, and goes on from line to line; nobody has an address twice. */
static void assert_complete(sqlite3 *db)
{
    static const char *const none[] = {
        "SELECT id FROM mailbox AS m WHERE revision <> (SELECT count(*) FROM event "
        "WHERE mailbox = m.id) OR state <> (SELECT new_state FROM event "
        "WHERE mailbox = m.id AND revision = m.revision)",
        "SELECT mailbox FROM history WHERE revision NOT BETWEEN 1 AND "
        "(SELECT revision - 1 FROM mailbox WHERE id = mailbox)",
        "SELECT address FROM mailbox NOT INDEXED WHERE state <> 'released' GROUP BY address "
        "HAVING count(*) > 1",
        "SELECT holder FROM mailbox NOT INDEXED WHERE state <> 'released' AND holder IS NOT NULL "
        "GROUP BY holder, domain HAVING count(*) > 1",
    };
    char text[256];

    ck_assert_str_eq(ask_sql(db, "PRAGMA integrity_check", text), "ok");
    for (size_t i = 0; i < N_OF(none); i++)
        ck_assert_msg(ask_sql(db, none[i], text)[0] == '\0', "%s: %s", none[i], text);
}

/* What is on record, all of it in order, to be freed. */
static char *read_state(const char *file)
{
    char *state;
    sqlite3 *db;

    if (access(file, F_OK) != 0)
        return sqlite3_mprintf("\n");
    db = open_file(file);
    state = tell_all(db);
    if (strcmp(state, "\n") != 0)
        assert_complete(db);
    sqlite3_close(db);
    return state;
}

static const char *mark_of(const struct folder *folder, char path[96])
{
    snprintf(path, 96, "%s-mark", folder->file);
    return path;
}

/* The mark as it was before the run: it is never waited for, and after a crash may be the old one. */
static void put_mark_back(const struct script *script, const struct folder *folder)
{
    char path[96];

    unlink(mark_of(folder, path));
    if (script->mark != NULL)
        write_file(path, script->mark, script->mark_size);
}

/* What a restore keeps beside the registry, whole or in pieces. */
static const char *aside_of(const struct folder *folder, const char *tail, char path[128])
{
    snprintf(path, 128, "%s-aside-%s", folder->file, tail);
    return path;
}

static void remove_asides(const struct folder *folder)
{
    static const char *const tails[] = {"1", "1-journal", "1-wal", "1-shm", "2", "2-journal"};
    char path[128];

    for (size_t i = 0; i < N_OF(tails); i++)
        unlink(aside_of(folder, tails[i], path));
}

/* Runs a script undisturbed, and keeps the states. */
static void learn_states(struct script *script, const struct crash_plan *plan)
{
    struct folder folder;
    struct run run = {.folder = &folder};
    char mark[96];

    script->states = calloc(script->n + 1, sizeof *script->states);
    ck_assert_ptr_nonnull(script->states);
    make_folder(&folder);
    script->make(&folder);
    if (plan->rollback_journal && access(folder.file, F_OK) == 0)
        do_sql(folder.file, "PRAGMA journal_mode = DELETE");
    script->states[0] = read_state(folder.file);
    if (access(folder.file, F_OK) == 0)
        script->before = read_file(folder.file, &script->size);
    if (access(mark_of(&folder, mark), F_OK) == 0)
        script->mark = read_file(mark, &script->mark_size);
    for (size_t i = 0; i < script->n; i++) {
        ck_assert_msg(do_step(&run, &script->steps[i]), "%s: step %zu: %s", script->what, i,
                      run.message);
        script->states[i + 1] = read_state(folder.file);
    }
    close_run(&run);
    remove_asides(&folder);
    remove_folder(&folder);
}

static void forget_states(struct script *script)
{
    for (size_t i = 0; i <= script->n; i++)
        sqlite3_free(script->states[i]);
    free(script->states);
    free(script->before);
    free(script->mark);
    script->before = script->mark = NULL;
}

/* Crashes. */

struct crash {
    const struct script *script;
    const struct crash_plan *plan;
    struct folder folder;
    size_t acknowledged; /* steps */
    enum crash_loss loss;
    uint64_t seed;
};

static const char *name_of(const struct crash *crash)
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

static void refuse(const struct crash *crash, const char *state)
{
    fprintf(stderr, "%s:\n%s\nwhere this was to be:\n%s\n", name_of(crash), state,
            crash->script->states[crash->acknowledged]);
    ck_abort_msg("%s: something else is on record", name_of(crash));
}

/* Where the backup is in its place, what was there is beside it. */
static void assert_kept_aside(const struct crash *crash, const char *state)
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
static void assert_whole_or_absent(const struct crash *crash)
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
static void assert_runs_to_the_end(struct crash *crash)
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

static void assert_survives(struct crash *crash, enum crash_loss loss, uint64_t seed, bool run_on,
                            struct tally *tally)
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
static size_t run_with_plan(const struct script *script, struct folder *folder,
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
static bool crash_once(const struct script *script, const struct crash_plan *plan, uint64_t seed,
                       struct tally *tally)
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

static const char *way_of(const struct crash_plan *plan)
{
    return plan->rollback_journal ? ", rollback journal"
           : plan->not_power_safe ? ", not power safe"
                                  : "";
}

static void print_tally(const struct script *script, const struct crash_plan *plan,
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
static void crash_everywhere(struct script *script, struct crash_plan plan, uint64_t seed)
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
static bool fail_once(const struct script *script, const struct crash_plan *plan,
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

static void fail_everywhere(struct script *script, enum crash_act act, int failure,
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
