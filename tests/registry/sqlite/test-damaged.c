/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rows that the schema would not allow: texts too long, wrong types, unknown states, as a program
 * leaves them that switched the rules off, or a disk that garbled a page. Each public function
 * answers as if nothing had happened, where the damage is none of its concern, or says that the
 * registry is damaged; or, where a row that it would write is damaged in what it does not read, that
 * the registry refused it. Never anything else. SPEC §5.
 *
 * Columns are found in the schema, and what is damage is asked of it, too: whatever it refuses.
 *
 * `test-damaged --long` tries each value in each of three rows, else it is in one of them by turns.
 */
#include "registry/registry-calls.h"

/* Raw SQL. */

static bool try_sql(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Runs SQL, a format of SQLite's printf(). */
static void must_sql(sqlite3 *db, const char *format, ...)
{
    va_list arguments;
    char *sql;

    va_start(arguments, format);
    sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    if (!try_sql(db, sql))
        ck_abort_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_free(sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const char *first, const char *second)
{
    sqlite3_stmt *rows = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        ck_abort_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (first)
        sqlite3_bind_text(rows, 1, first, -1, SQLITE_STATIC);
    if (second)
        sqlite3_bind_text(rows, 2, second, -1, SQLITE_STATIC);
    return rows;
}

static const char *cell(sqlite3_stmt *rows, int column)
{
    return (const char *)sqlite3_column_text(rows, column);
}

static void copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int result = sqlite3_backup_step(backup, -1);

    if (sqlite3_backup_finish(backup) != SQLITE_OK || result != SQLITE_DONE)
        ck_abort_msg("backup: %s", sqlite3_errmsg(to));
}

static sqlite3 *open_in_memory(sqlite3 *from)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    copy_all(from, db);
    return db;
}

/* Databases without rules. */

static bool has_rowid(sqlite3 *db, const char *table)
{
    sqlite3_stmt *rows =
        prepare(db, "SELECT 1 FROM pragma_table_list(?1) WHERE wr = 0", table, NULL);
    bool has = sqlite3_step(rows) == SQLITE_ROW;

    sqlite3_finalize(rows);
    return has;
}

/* The columns of a table's primary key, to be freed; of one with row numbers, that. */
static char *key_of(sqlite3 *db, const char *table)
{
    sqlite3_stmt *rows =
        prepare(db,
                "SELECT group_concat('\"' || name || '\"') FROM "
                "(SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk)",
                table, NULL);
    char *key;

    ck_assert_int_eq(sqlite3_step(rows), SQLITE_ROW);
    key = sqlite3_mprintf("%s", has_rowid(db, table) ? "rowid" : cell(rows, 0));
    sqlite3_finalize(rows);
    return key;
}

/* The columns of a table without types and checks. */
static void add_columns(sqlite3 *db, const char *table, struct dumped *sql)
{
    bool rowid = has_rowid(db, table);
    sqlite3_stmt *columns =
        prepare(db, "SELECT name, pk FROM pragma_table_xinfo(?1) ORDER BY cid", table, NULL);
    const char *comma = "";

    while (sqlite3_step(columns) == SQLITE_ROW) {
        add_line(sql, "%s\"%s\"%s", comma, cell(columns, 0),
                 rowid && sqlite3_column_int(columns, 1) > 0 ? " INTEGER PRIMARY KEY" : "");
        comma = ", ";
    }
    sqlite3_finalize(columns);
}

/* Its keys, which are indexes. */
static void add_keys(sqlite3 *db, const char *table, struct dumped *sql)
{
    char *key = key_of(db, table);
    sqlite3_stmt *keys = prepare(db,
                                 "SELECT (SELECT group_concat('\"' || name || '\"') "
                                 "FROM pragma_index_info(list.name)) "
                                 "FROM pragma_index_list(?1) AS list WHERE origin = 'u' "
                                 "ORDER BY list.name",
                                 table, NULL);

    while (sqlite3_step(keys) == SQLITE_ROW)
        add_line(sql, ", UNIQUE (%s)", cell(keys, 0));
    sqlite3_finalize(keys);
    if (has_rowid(db, table))
        add_line(sql, ")");
    else
        add_line(sql, ", PRIMARY KEY (%s)) WITHOUT ROWID", key);
    sqlite3_free(key);
}

/* Takes triggers, types and checks from a database, and leaves its tables and indexes as they are. */
static void forget_rules(sqlite3 *db)
{
    sqlite3_stmt *tables =
        prepare(db, "SELECT name FROM sqlite_schema WHERE type = 'table'", NULL, NULL);

    must_sql(db, "PRAGMA writable_schema = ON");
    while (sqlite3_step(tables) == SQLITE_ROW) {
        struct dumped *sql = calloc(1, sizeof *sql);

        ck_assert_ptr_nonnull(sql);
        add_line(sql, "CREATE TABLE \"%s\" (", cell(tables, 0));
        add_columns(db, cell(tables, 0), sql);
        add_keys(db, cell(tables, 0), sql);
        must_sql(db, "UPDATE sqlite_schema SET sql = '%q' WHERE name = %Q", sql->text,
                 cell(tables, 0));
        free(sql);
    }
    sqlite3_finalize(tables);
    must_sql(db,
             "DELETE FROM sqlite_schema WHERE type = 'trigger'; PRAGMA writable_schema = RESET");
}

/* Takes the triggers alone: what is left refuses a value for what it is. */
static void forget_triggers(sqlite3 *db)
{
    must_sql(db, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger'; "
                 "PRAGMA writable_schema = RESET; PRAGMA foreign_keys = ON");
}

/* Gives a database the schema of another, to the letter. */
static void put_rules_back(sqlite3 *db, sqlite3 *whole)
{
    sqlite3_stmt *rows =
        prepare(whole, "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema", NULL, NULL);

    must_sql(db, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema");
    while (sqlite3_step(rows) == SQLITE_ROW)
        must_sql(db, "INSERT INTO sqlite_schema VALUES (%Q, %Q, %Q, %d, %Q)", cell(rows, 0),
                 cell(rows, 1), cell(rows, 2), sqlite3_column_int(rows, 3), cell(rows, 4));
    sqlite3_finalize(rows);
    must_sql(db, "PRAGMA writable_schema = RESET");
}

/* Damage. */

/* What a cell can be in place of what it should be: SQL, in which $ stands for what it is. */
static const char *const values[] = {
    "NULL",
    "x'00FF'",
    "''",
    "'zz'",
    "CAST($ AS TEXT) || substr(hex(zeroblob(1300)), 1, max(1, 1025 - length($)))",
    "CAST($ AS TEXT) || 'A'",
    "CAST($ AS TEXT) || char(0) || 'a'",
    "-1",
    "$ + 4294967296",
    "1.5",
};

static bool long_form;

/* One of many registries, and what every call says when nothing is damaged. */
struct damaged {
    struct folder folder;
    sqlite3 *whole;  /* in memory */
    sqlite3 *loose;  /* the same without rules */
    sqlite3 *strict; /* with those that look at values */
    sqlite3 *file;   /* another program's */
    sqlite3 *damaged;
    char mark_path[96];
    unsigned char *mark; /* beside the file */
    size_t mark_size;
    struct caller caller;
    struct dumped told[N_OF(calls)];
    bool listed; /* the list of mailboxes said so */
    unsigned long n, said, wrong;
};

static void begin_call(struct damaged *self)
{
    self->caller.error = (struct pecaddr_registry_error)PECADDR_REGISTRY_ERROR_INIT;
    self->caller.message = "";
    self->caller.expired = 0;
    pecaddr_registry_close(self->caller.preview);
    self->caller.preview = NULL;
    clear(&self->caller.told);
}

/* Makes the file what a database in memory is. Its mark must not know of more. */
static void put(struct damaged *self, sqlite3 *db)
{
    copy_all(db, self->file);
    write_file(self->mark_path, self->mark, self->mark_size);
}

static void make_all(struct damaged *self)
{
    pecaddr_registry_close(make_past(&self->folder));
    snprintf(self->mark_path, sizeof self->mark_path, "%s-mark", self->folder.file);
    self->mark = read_file(self->mark_path, &self->mark_size);
    ck_assert_int_eq(sqlite3_open(self->folder.file, &self->file), SQLITE_OK);
    must_sql(self->file, "PRAGMA synchronous = OFF");
    self->whole = open_in_memory(self->file);
    self->loose = open_in_memory(self->file);
    forget_rules(self->loose);
    self->strict = open_in_memory(self->file);
    forget_triggers(self->strict);
    ck_assert_int_eq(sqlite3_open(":memory:", &self->damaged), SQLITE_OK);
    self->caller.uri = self->folder.uri;
    self->caller.registry = open_uri(self->folder.uri);
    for (size_t i = 0; i < N_OF(calls); i++) {
        begin_call(self);
        put(self, self->whole);
        ck_assert_msg(calls[i].call(&self->caller) == PECADDR_OK, "%s: %s", calls[i].name,
                      self->caller.message);
        self->told[i] = self->caller.told;
    }
}

static void close_all(struct damaged *self)
{
    close_caller(&self->caller);
    sqlite3_close(self->whole);
    sqlite3_close(self->loose);
    sqlite3_close(self->strict);
    sqlite3_close(self->damaged);
    ck_assert_int_eq(sqlite3_close(self->file), SQLITE_OK);
    free(self->mark);
    remove_folder(&self->folder);
}

/* A cell that is damaged. */
struct place {
    const char *table;
    const char *column;
    const char *key;
    bool sought; /* rows are found by it */
    sqlite3_int64 row;
    const char *value;
};

/* The statement that damages it, to be freed. */
static char *damage_of(const struct place *place)
{
    sqlite3_str *text = sqlite3_str_new(NULL);

    sqlite3_str_appendf(text, "UPDATE \"%w\" SET \"%w\" = ", place->table, place->column);
    for (const char *c = place->value; *c != '\0'; c++) {
        if (*c == '$')
            sqlite3_str_appendf(text, "\"%w\"", place->column);
        else
            sqlite3_str_appendchar(text, 1, *c);
    }
    sqlite3_str_appendf(text,
                        " WHERE (%s) = (SELECT %s FROM \"%w\" ORDER BY %s LIMIT 1 "
                        "OFFSET %lld %% (SELECT max(1, count(*)) FROM \"%w\")) "
                        "AND \"%w\" IS NOT NULL",
                        place->key, place->key, place->table, place->key, place->row, place->table,
                        place->column);
    return sqlite3_str_finish(text);
}

/* Whether the schema refuses it. */
static bool is_damage(struct damaged *self, const char *sql)
{
    bool refused;

    must_sql(self->strict, "SAVEPOINT a");
    refused = !try_sql(self->strict, sql);
    must_sql(self->strict, "ROLLBACK TO a; RELEASE a");
    return refused;
}

/* Whether a call reads all rows, and so meets every damage. */
static bool reads_all(const struct call *call)
{
    return call->call == call_each || call->call == call_each_ever || call->call == call_history ||
           call->call == call_verify;
}

/* Whether it is about the mailbox of one address. */
static bool is_step(const struct call *call)
{
    return call->call == call_activate || call->call == call_release || call->call == call_retire ||
           call->call == call_leave || call->call == call_renew || call->call == call_change;
}

/*
 * A row that is damaged in what rows are found by is no longer found by what it was, which only a
 * look at all rows can tell: that is what lists and the engine's own check are for. Where it is
 * found all the same it must be known. History tells the facts of a mailbox by what changed; those
 * that it has now, the list of mailboxes knows.
 */
static bool may_miss(const struct damaged *self, const struct call *call, const struct place *place)
{
    if (call->call == call_history || call->call == call_history_of_address)
        return self->listed;
    if (!place->sought || reads_all(call))
        return false;
    return !is_step(call) || strstr(self->caller.message, "not on record") != NULL;
}

static void try_call(struct damaged *self, size_t i, const struct place *place)
{
    const struct call *call = &calls[i];
    int code;
    bool right, said;

    begin_call(self);
    code = call->call(&self->caller);
    right = code == PECADDR_OK && strcmp(self->caller.told.text, self->told[i].text) == 0;
    said = strstr(self->caller.message, self->folder.file) &&
           (strstr(self->caller.message, "damaged") ||
            (code != PECADDR_OK && (call->effect != READS || call->call == call_dry_run) &&
             strstr(self->caller.message, "refused")));
    if (call->call == call_each_ever)
        self->listed = said;
    self->said += said;
    if (!right && !said && !may_miss(self, call, place)) {
        self->wrong++;
        fprintf(stderr, "%s.%s = %s in row %lld: %s: %d %s\n", place->table, place->column,
                place->value, place->row, call->name, code, self->caller.message);
    }
}

static int count_finding(void *user, const struct pecaddr_finding *finding)
{
    size_t *n = user;

    (void)finding;
    ++*n;
    return 0;
}

static int ignore_mailbox(void *user, const struct pecaddr_mailbox *mailbox, int status,
                          const char *expected)
{
    (void)user;
    (void)mailbox;
    (void)status;
    (void)expected;
    return 0;
}

/* Verifying names each damage, whatever reads the row. */
static void try_verification(struct damaged *self, const struct place *place)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t n = 0;
    int code;

    put(self, self->damaged);
    code = pecaddr_registry_verify(self->caller.registry, NULL, ignore_mailbox, count_finding, &n,
                                   &error);
    if (code != PECADDR_OK || n == 0) {
        self->wrong++;
        fprintf(stderr, "%s.%s = %s in row %lld: not found: %d %s\n", place->table, place->column,
                place->value, place->row, code, error.message);
    }
}

static void try_place(struct damaged *self, const struct place *place)
{
    char *sql = damage_of(place);

    if (is_damage(self, sql)) {
        copy_all(self->loose, self->damaged);
        must_sql(self->damaged, "%s", sql);
        put_rules_back(self->damaged, self->whole);
        for (size_t i = 0; i < N_OF(calls); i++) {
            if (i == 0 || calls[i - 1].effect != READS)
                put(self, self->damaged);
            try_call(self, i, place);
        }
        try_verification(self, place);
        self->n++;
    }
    sqlite3_free(sql);
}

/* Whether an index is by a column, or for rows with certain values of it. */
static bool is_sought(sqlite3 *db, const char *table, const char *column)
{
    sqlite3_stmt *rows = prepare(
        db,
        "SELECT 1 FROM pragma_index_list(?1) AS list JOIN sqlite_schema AS made "
        "ON made.name = list.name WHERE ?2 IN (SELECT name FROM pragma_index_info(list.name)) "
        "OR instr(made.sql, ?2) > instr(made.sql, ' WHERE ')",
        table, column);
    bool sought = sqlite3_step(rows) == SQLITE_ROW;

    sqlite3_finalize(rows);
    return sought;
}

/* NULL is damage only where something must be; as any fact that must be belongs to others. */
static bool may_be_null(sqlite3_stmt *column)
{
    return sqlite3_column_int(column, 1) == 0;
}

/* In rows that calls are about, and in those of later changes. */
static const sqlite3_int64 rows[] = {4, 6, 23};

static void try_column(struct damaged *self, struct place *place, sqlite3_stmt *column)
{
    place->column = cell(column, 0);
    place->sought = is_sought(self->whole, place->table, place->column);
    for (size_t i = 0; i < N_OF(values); i++) {
        place->value = values[i];
        if (i == 0 && (may_be_null(column) || place->sought))
            continue;
        for (size_t k = 0; k < (long_form ? N_OF(rows) : 1); k++) {
            place->row = rows[(i + k) % N_OF(rows)];
            try_place(self, place);
        }
    }
}

static void try_table(struct damaged *self, const char *table)
{
    sqlite3_stmt *columns =
        prepare(self->whole, "SELECT name, \"notnull\" FROM pragma_table_xinfo(?1) WHERE pk = 0",
                table, NULL);
    char *key = key_of(self->whole, table);
    struct place place = {.table = table, .key = key};

    while (sqlite3_step(columns) == SQLITE_ROW)
        try_column(self, &place, columns);
    sqlite3_finalize(columns);
    sqlite3_free(key);
}

START_TEST(a_damaged_row_is_named_as_such_and_never_answered_with)
{
    static struct damaged self;
    sqlite3_stmt *tables;

    make_all(&self);
    tables = prepare(self.whole, "SELECT name FROM sqlite_schema WHERE type = 'table'", NULL, NULL);
    while (sqlite3_step(tables) == SQLITE_ROW)
        try_table(&self, cell(tables, 0));
    sqlite3_finalize(tables);
    printf("damaged: %lu cells that the schema refuses, %lu calls said so\n", self.n, self.said);
    ck_assert_uint_gt(self.n, 100);
    ck_assert_uint_eq(self.wrong, 0);
    close_all(&self);
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {
        a_damaged_row_is_named_as_such_and_never_answered_with,
    };

    long_form = argc == 2 && strcmp(argv[1], "--long") == 0;
    if (argc > 1 && !long_form) {
        fprintf(stderr, "usage: %s [--long]\n", argv[0]);
        return 2;
    }

    return run_long_suite("damaged", tests, N_OF(tests));
}
