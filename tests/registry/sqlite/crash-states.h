/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CRASH_STATES_H
#define CRASH_STATES_H

/* What is on record after each step of a script that nothing disturbs. */
#include "registry/sqlite/crash-steps.h"
#include "registry/sqlite/crash-vfs.h"

static inline sqlite3 *open_file(const char *file)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return db;
}

/* The first column of the only row, which `text` receives. */
static inline const char *ask_sql(sqlite3 *db, const char *sql, char text[256])
{
    char *message = NULL;

    text[0] = '\0';
    ck_assert_msg(sqlite3_exec(db, sql, first_column, text, &message) == SQLITE_OK, "%s: %s", sql,
                  message);
    return text;
}

static inline void tell_rows(sqlite3 *db, const char *sql, sqlite3_str *text)
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
static inline char *tell_all(sqlite3 *db)
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
static inline void assert_complete(sqlite3 *db)
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
static inline char *read_state(const char *file)
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

static inline const char *mark_of(const struct folder *folder, char path[96])
{
    snprintf(path, 96, "%s-mark", folder->file);
    return path;
}

/* The mark as it was before the run: it is never waited for, and after a crash may be the old one. */
static inline void put_mark_back(const struct script *script, const struct folder *folder)
{
    char path[96];

    unlink(mark_of(folder, path));
    if (script->mark != NULL)
        write_file(path, script->mark, script->mark_size);
}

/* What a restore keeps beside the registry, whole or in pieces. */
static inline const char *aside_of(const struct folder *folder, const char *tail, char path[128])
{
    snprintf(path, 128, "%s-aside-%s", folder->file, tail);
    return path;
}

static inline void remove_asides(const struct folder *folder)
{
    static const char *const tails[] = {"1", "1-journal", "1-wal", "1-shm", "2", "2-journal"};
    char path[128];

    for (size_t i = 0; i < N_OF(tails); i++)
        unlink(aside_of(folder, tails[i], path));
}

/* Runs a script undisturbed, and keeps the states. */
static inline void learn_states(struct script *script, const struct crash_plan *plan)
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

static inline void forget_states(struct script *script)
{
    for (size_t i = 0; i <= script->n; i++)
        sqlite3_free(script->states[i]);
    free(script->states);
    free(script->before);
    free(script->mark);
    script->before = script->mark = NULL;
}

#endif
