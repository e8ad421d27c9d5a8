/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A disk that cannot be read: the registry in SQLite while a look at its files fails (crash-vfs.h),
 * each in turn, once or from then on, for each public function. A call then fails with a sentence
 * that names the file, what is on record is whole or absent, and a list that stopped half way is
 * never told as a whole one. The very same handle goes on when the disk does. SPEC §5.
 *
 * The library's cache would make most reads needless; it is emptied before each call, and made so
 * small that pages are read again and again.
 *
 * `test-read-errors --long` tries each look, whatever their number, with each call in each state of
 * the files. The short form leaves out more and more of them after the first ones, which are much
 * alike.
 */
#include "registry/registry-calls.h"
#include "registry/sqlite/crash-vfs.h"

static bool long_form;

/* The library's connections. */

static sqlite3 *first_connection; /* since this was NULL */
static sqlite3 *last_connection;

static int note_connection(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    if (!first_connection)
        first_connection = db;
    last_connection = db;
    return SQLITE_OK;
}

/* Takes the memory for pages from a connection, but for what is in use. */
static void empty_cache(sqlite3 *db)
{
    if (sqlite3_exec(db, "PRAGMA cache_size = 1", NULL, NULL, NULL) != SQLITE_OK)
        ck_abort_msg("%s", sqlite3_errmsg(db));
    sqlite3_db_release_memory(db);
}

/* That of a preview's own store. */
static void empty_last_cache(void)
{
    empty_cache(last_connection);
}

/* What is there before. */

static const char *const tails[] = {"", "-wal", "-journal", "-mark", "-shm"};
#define MARK 3

/* The files of a registry; NULL: not there. What is shared is never kept. */
struct past {
    unsigned char *bytes[N_OF(tails)];
    size_t sizes[N_OF(tails)];
};

static void keep_files(const struct folder *folder, struct past *ret_past)
{
    memset(ret_past, 0, sizeof *ret_past);
    for (size_t i = 0; i < N_OF(tails) - 1; i++) {
        char path[96];

        snprintf(path, sizeof path, "%s%s", folder->file, tails[i]);
        if (access(path, F_OK) == 0)
            ret_past->bytes[i] = read_file(path, &ret_past->sizes[i]);
    }
}

static void put_files(const struct folder *folder, const struct past *past)
{
    for (size_t i = 0; i < N_OF(tails); i++) {
        char path[96];

        snprintf(path, sizeof path, "%s%s", folder->file, tails[i]);
        unlink(path);
        if (past->bytes[i])
            write_file(path, past->bytes[i], past->sizes[i]);
    }
}

static void forget_files(struct past *past)
{
    for (size_t i = 0; i < N_OF(tails); i++)
        free(past->bytes[i]);
}

/* As a program leaves it that closes it. */
static void be_closed(struct past *ret_past)
{
    struct folder folder;

    pecaddr_registry_close(make_past(&folder));
    keep_files(&folder, ret_past);
    ck_assert_ptr_null(ret_past->bytes[1]);
    remove_folder(&folder);
}

/* As a program leaves it that was killed: much of it is in the log alone. */
static void be_in_the_log(struct past *ret_past)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_past(&folder);

    keep_files(&folder, ret_past);
    ck_assert_uint_gt(ret_past->sizes[1], 65536);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}

/* With a rollback journal, for where the file system allows no log. */
static void be_without_log(struct past *ret_past)
{
    struct folder folder;

    pecaddr_registry_close(make_past(&folder));
    do_sql(folder.file, "PRAGMA journal_mode = DELETE");
    keep_files(&folder, ret_past);
    remove_folder(&folder);
}

/* The same, as a program leaves it that was killed in the middle of a transaction. */
static void be_half_written(struct past *ret_past)
{
    static const char write[] =
        "PRAGMA cache_size = 1; BEGIN; INSERT INTO scheme (text) "
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) "
        "SELECT 'half ' || i FROM n";
    struct folder folder;
    sqlite3 *db = NULL;

    pecaddr_registry_close(make_past(&folder));
    do_sql(folder.file, "PRAGMA journal_mode = DELETE");
    ck_assert_int_eq(sqlite3_open(folder.file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, write, NULL, NULL, NULL), SQLITE_OK);
    keep_files(&folder, ret_past);
    ck_assert_uint_gt(ret_past->sizes[2], 4096);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    remove_folder(&folder);
}

static void be_nothing(struct past *ret_past)
{
    memset(ret_past, 0, sizeof *ret_past);
}

/* What goes wrong. */

struct fault {
    const char *name;
    enum crash_act look;
    int failure;
    const char *sentence; /* NULL: any */
};

static const struct fault faults[] = {
    {"a read", LOOK_READ, SQLITE_IOERR_READ, "check the disk"},
    {"a read at the end of a file", LOOK_READ, SQLITE_IOERR_SHORT_READ, NULL},
    {"the look at a file's size", LOOK_SIZE, SQLITE_IOERR_FSTAT, "check the disk"},
    {"opening a file", LOOK_OPEN, SQLITE_CANTOPEN, "cannot be opened"},
    {"the look whether a file is there", LOOK_ACCESS, SQLITE_IOERR_ACCESS, "check the disk"},
    {"locking a file", LOOK_LOCK, SQLITE_IOERR_LOCK, "check the disk"},
    {"sharing memory", LOOK_SHARE, SQLITE_IOERR_SHMMAP, "check the disk"},
};

/* Trials: one call, with one look that fails. */

struct trial {
    const struct call *call;
    const struct fault *fault;
    const struct past *past;
    struct crash_plan plan;
    bool once;
    unsigned long n; /* the look that fails */
    /* What comes of it undisturbed. */
    struct dumped before, after, told;
    size_t expired;

    struct folder folder;
    struct caller caller;
    sqlite3 *connection; /* of the caller's registry */
    sqlite3 *watch;      /* another program's */
    sqlite3 *kept;       /* what is on record before, in memory */
};

static const char *name_of(const struct trial *trial)
{
    static char name[256];

    snprintf(name, sizeof name, "%s%s, %s fails, the %luth%s", trial->call->name,
             trial->plan.rollback_journal ? " with a rollback journal" : "", trial->fault->name,
             trial->n, trial->once ? "" : " and all that follow");
    return name;
}

/* Whether a text is of one run alone: a moment, or the number of a registry, which is drawn. */
static bool is_of_its_time(const char *text)
{
    return sqlite3_strglob("20[0-9][0-9]-*T*Z", text) == 0 ||
           (strlen(text) == 32 && strspn(text, "0123456789abcdef") == 32);
}

/* Adds a row, but what in it is of its time. */
static int tell_row(void *user, int n, char **values, char **names)
{
    (void)names;
    for (int i = 0; i < n; i++) {
        add_line(user, "%s|", !values[i] ? "" : is_of_its_time(values[i]) ? "then" : values[i]);
    }
    return add_line(user, "\n");
}

static int add_select(void *user, int n, char **values, char **names)
{
    (void)n;
    (void)names;
    return add_line(user, "SELECT * FROM \"%s\";", values[0]);
}

static void run_on(sqlite3 *db, const char *sql, int (*each)(void *, int, char **, char **),
                   struct dumped *told)
{
    char *message = NULL;

    ck_assert_msg(sqlite3_exec(db, sql, each, told, &message) == SQLITE_OK, "%s: %s", sql, message);
}

static sqlite3 *open_plainly(const struct folder *folder)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(folder->file, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        ck_abort_msg("%s: %s", folder->file, sqlite3_errmsg(db));
    return db;
}

static void tell_rows(sqlite3 *db, struct dumped *told)
{
    static struct dumped selects;

    clear(&selects);
    run_on(db, "SELECT name FROM sqlite_schema WHERE type = 'table'", add_select, &selects);
    if (selects.size > 0)
        run_on(db, "PRAGMA application_id; PRAGMA user_version", tell_row, told);
    run_on(db, selects.text, tell_row, told);
}

/* All that is on record, as another program finds it; nothing, where there is no registry yet. */
static void tell_all(const struct trial *trial, struct dumped *told)
{
    sqlite3 *db = trial->watch;

    clear(told);
    if (access(trial->folder.file, F_OK) != 0)
        return;
    if (!db)
        db = open_plainly(&trial->folder);
    tell_rows(db, told);
    if (!trial->watch)
        sqlite3_close(db);
}

/* Copies all of a database to another, as a backup does. */
static void copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int result = sqlite3_backup_step(backup, -1);

    if (sqlite3_backup_finish(backup) != SQLITE_OK || result != SQLITE_DONE)
        ck_abort_msg("backup: %s", sqlite3_errmsg(to));
}

static void close_all(struct trial *trial)
{
    close_caller(&trial->caller);
    ck_assert_int_eq(sqlite3_close(trial->watch), SQLITE_OK);
    trial->watch = NULL;
}

static void open_again(struct trial *trial)
{
    struct caller *caller = &trial->caller;

    close_caller(caller);
    first_connection = NULL;
    caller->registry = open_uri(trial->folder.uri);
    trial->connection = first_connection;
}

/* The files as they were before, and a handle on them. */
static void begin_call(struct trial *trial)
{
    close_all(trial);
    put_files(&trial->folder, trial->past);
    crash_vfs_start(trial->folder.path, &trial->plan);
    if (trial->call->opens)
        return;
    open_again(trial);
    trial->watch = open_plainly(&trial->folder);
    run_on(trial->watch, "PRAGMA synchronous = OFF", NULL, NULL);
}

/* What is on record as it was before; by its mark, too, which knows of more. */
static void put_back(struct trial *trial)
{
    char path[96];

    copy_all(trial->kept, trial->watch);
    snprintf(path, sizeof path, "%s%s", trial->folder.file, tails[MARK]);
    write_file(path, trial->past->bytes[MARK], trial->past->sizes[MARK]);
}

/* What is on record as it was before, and nothing of it in memory. */
static void begin(struct trial *trial)
{
    struct caller *caller = &trial->caller;

    caller->error = (struct pecaddr_registry_error)PECADDR_REGISTRY_ERROR_INIT;
    caller->expired = 0;
    clear(&caller->told);
    if (trial->call->opens)
        begin_call(trial);
    else if (trial->call->effect != READS)
        put_back(trial);
    pecaddr_registry_close(caller->preview);
    caller->preview = NULL;
    if (!trial->call->opens)
        empty_cache(trial->connection);
}

static void learn(struct trial *trial)
{
    struct caller *caller = &trial->caller;
    int code;

    begin_call(trial);
    if (!trial->call->opens)
        copy_all(trial->watch, trial->kept);
    tell_all(trial, &trial->before);
    begin(trial);
    code = trial->call->call(caller);
    ck_assert_msg(code == PECADDR_OK, "%s: %d %s", trial->call->name, code, caller->message);
    trial->told = caller->told;
    trial->expired = caller->expired;
    tell_all(trial, &trial->after);
    ck_assert((trial->call->effect == READS) ==
              (strcmp(trial->before.text, trial->after.text) == 0));
}

/* A sentence that says what is wrong, and with which file; a preview's own has no name. */
static void assert_said_why(const struct trial *trial, int code)
{
    const char *message = trial->caller.message;
    const char *sentence = trial->fault->sentence;

    ck_assert_msg(code == PECADDR_E_STORAGE, "%s: %d %s", name_of(trial), code, message);
    ck_assert_msg(strstr(message, trial->folder.file) != NULL ||
                      (trial->call->previews && strncmp(message, "memory:", 7) == 0),
                  "%s: %s", name_of(trial), message);
    ck_assert_msg(!sentence || strstr(message, sentence) != NULL, "%s: %s", name_of(trial),
                  message);
}

/* Nothing but what is true was told; all of it, if the call says so. */
static void assert_told_right(const struct trial *trial, int code)
{
    const struct dumped *told = &trial->caller.told;
    bool right = code == PECADDR_OK ? strcmp(told->text, trial->told.text) == 0
                                    : strncmp(told->text, trial->told.text, told->size) == 0;

    ck_assert_msg(right, "%s: answered %d, %s\nand told:\n%s\nwhere this was to be:\n%s",
                  name_of(trial), code, trial->caller.message, told->text, trial->told.text);
}

/*
 * What is on record is what was, or what was to be; the latter, after a failure, only where that is
 * called unknown. Whether it is what was.
 */
static bool assert_whole_or_absent(const struct trial *trial, int code)
{
    static struct dumped now;
    bool before, after, unknown = strstr(trial->caller.message, "unknown") != NULL;
    /* Whoever makes a registry looks at it afterwards; one that is there is no harm. */
    bool harmless = trial->call->call == call_init;

    tell_all(trial, &now);
    before = strcmp(now.text, trial->before.text) == 0;
    after = strcmp(now.text, trial->after.text) == 0;
    if (trial->call->effect == WRITES_ONE_BY_ONE)
        return !after;
    ck_assert_msg(code == PECADDR_OK ? after : before || (after && (unknown || harmless)),
                  "%s: answered %d, %s\nand this is on record:\n%s", name_of(trial), code,
                  trial->caller.message, now.text);
    return before;
}

/*
 * The very same handle goes on, to where it would have come. Only of a file that is cut SQLite
 * keeps what it took for its end, until it is opened again.
 */
static void assert_goes_on(struct trial *trial)
{
    static struct dumped now;
    struct caller *caller = &trial->caller;
    bool unknown = strstr(caller->message, "unknown") != NULL;
    int code;

    if (trial->fault->failure == SQLITE_IOERR_SHORT_READ && !trial->call->opens)
        open_again(trial);
    clear(&caller->told);
    code = trial->call->call(caller);
    ck_assert_msg(code == PECADDR_OK, "%s, then: %d %s", name_of(trial), code, caller->message);
    assert_told_right(trial, code);
    ck_assert_msg(caller->expired == trial->expired ||
                      (unknown && caller->expired + 1 == trial->expired),
                  "%s: %zu expired", name_of(trial), caller->expired);
    tell_all(trial, &now);
    ck_assert_msg(strcmp(now.text, trial->after.text) == 0, "%s, then:\n%s", name_of(trial),
                  now.text);
}

struct tally {
    unsigned long failed;  /* calls */
    unsigned long without; /* that did without what failed */
};

/* False: there was no such look. */
static bool try_once(struct trial *trial, struct tally *tally)
{
    bool failed;
    int code;

    begin(trial);
    crash_vfs_fail_at(trial->fault->look, trial->n, trial->once, trial->fault->failure);
    code = trial->call->call(&trial->caller);
    failed = crash_vfs_failures() > 0;
    crash_vfs_fail(ACT_NONE, SQLITE_OK);
    ck_assert_msg(failed || code == PECADDR_OK, "%s: %d %s", name_of(trial), code,
                  trial->caller.message);
    if (code != PECADDR_OK)
        assert_said_why(trial, code);
    assert_told_right(trial, code);
    if (assert_whole_or_absent(trial, code) && code != PECADDR_OK)
        assert_goes_on(trial);
    tally->failed += code != PECADDR_OK;
    tally->without += failed && code == PECADDR_OK;
    return failed;
}

/* Each look, or of many, which are much alike, a share. */
static void try_each_look(struct trial *trial, bool once, struct tally *tally)
{
    trial->once = once;
    trial->n = 1;
    while (try_once(trial, tally))
        trial->n += long_form ? 1 : 1 + trial->n / 3;
}

static void assert_no_damage(struct trial *trial)
{
    clear(&trial->told);
    run_on(trial->watch, "PRAGMA integrity_check", tell_row, &trial->told);
    ck_assert_str_eq(trial->told.text, "ok|\n");
}

static void try_call(struct trial *trial, const struct call *call, struct tally tallies[])
{
    static const struct past nothing;

    trial->call = call;
    make_folder(&trial->folder);
    ck_assert_int_eq(sqlite3_open(":memory:", &trial->kept), SQLITE_OK);
    trial->caller.uri = trial->folder.uri;
    crash_vfs_install();
    learn(trial);
    for (size_t i = 0; i < N_OF(faults); i++) {
        trial->fault = &faults[i];
        /* A disk that comes back at once is tried with reads alone. */
        if (long_form || faults[i].failure != SQLITE_IOERR_SHORT_READ)
            try_each_look(trial, false, &tallies[i]);
        if (long_form || faults[i].look == LOOK_READ)
            try_each_look(trial, true, &tallies[i]);
    }
    if (trial->watch)
        assert_no_damage(trial);
    close_all(trial);
    ck_assert_int_eq(sqlite3_close(trial->kept), SQLITE_OK);
    crash_vfs_remove();
    crash_vfs_forget();
    put_files(&trial->folder, &nothing);
    remove_folder(&trial->folder);
}

/* Each of n calls, or in the short form the first ones. */
static void try_calls(const char *what, void (*make)(struct past *ret_past), bool rollback_journal,
                      const struct call tried[], size_t n)
{
    struct tally tallies[N_OF(faults)] = {{0}};
    static struct trial trial;
    struct past past;

    ck_assert_int_eq(sqlite3_auto_extension((void (*)(void))note_connection), SQLITE_OK);
    make(&past);
    trial.past = &past;
    trial.plan =
        (struct crash_plan){.stop_after = CRASH_NEVER, .rollback_journal = rollback_journal};
    trial.caller.previewed = empty_last_cache;
    for (size_t i = 0; i < n; i++)
        try_call(&trial, &tried[i], tallies);
    forget_files(&past);
    sqlite3_reset_auto_extension();
    ck_assert_uint_gt(tallies[0].failed, 0);
    for (size_t i = 0; i < N_OF(faults); i++)
        if (tallies[i].failed + tallies[i].without > 0)
            printf("read errors: %s, %s fails: %lu calls failed and did nothing, %lu did without\n",
                   what, faults[i].name, tallies[i].failed, tallies[i].without);
    fflush(stdout);
}

START_TEST(what_can_not_be_read_is_an_error_and_nothing_is_told_as_whole_or_half_done)
{
    try_calls("a registry", be_closed, false, calls, N_OF(calls));
}
END_TEST

START_TEST(a_log_that_can_not_be_read_is_an_error_and_nothing_is_half_done)
{
    try_calls("a registry in its log", be_in_the_log, false, calls,
              long_form ? N_OF(calls) : CALLS_SHORT);
}
END_TEST

START_TEST(the_same_where_there_is_no_log)
{
    try_calls("a registry without log", be_without_log, true, calls,
              long_form ? N_OF(calls) : CALLS_SHORT);
}
END_TEST

START_TEST(a_journal_that_can_not_be_read_never_lets_half_a_transaction_be_seen)
{
    try_calls("a registry half written", be_half_written, true, calls,
              long_form ? N_OF(calls) : CALLS_SHORT);
}
END_TEST

START_TEST(init_makes_a_registry_or_says_why_not)
{
    static const struct call makes = {"init", call_init, WRITES, true, false};

    try_calls("no registry", be_nothing, false, &makes, 1);
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {
        what_can_not_be_read_is_an_error_and_nothing_is_told_as_whole_or_half_done,
        a_log_that_can_not_be_read_is_an_error_and_nothing_is_half_done,
        the_same_where_there_is_no_log,
        a_journal_that_can_not_be_read_never_lets_half_a_transaction_be_seen,
        init_makes_a_registry_or_says_why_not,
    };

    long_form = argc == 2 && strcmp(argv[1], "--long") == 0;
    if (argc > 1 && !long_form) {
        fprintf(stderr, "usage: %s [--long]\n", argv[0]);
        return 2;
    }
    return run_long_suite("read-errors", tests, N_OF(tests));
}
