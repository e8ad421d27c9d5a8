/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REGISTRY_FIXTURE_H
#define REGISTRY_FIXTURE_H

/*
 * What the tests of the registry share: registries, raw SQL, persons, questions. No person here is
 * a real one: no country of birth has a code below Z100.
 *
 * Most tests are about every registry. with-postgres.py runs them on PostgreSQL, with a database
 * for each test; else they run in memory and on files of SQLite.
 */
#include <pecaddr/registry.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include <sqlite3.h>

#include "registry/postgres-fixture.h"
#include "registry/whole-sentence.h"
#include "suite.h"

/* Files. */

/*
 * A folder for the files of a test, and the registry in it. On PostgreSQL `file` stands for a
 * database, which has the name of the folder: raw SQL runs there.
 */
struct folder {
    char path[64];
    char file[80];
    char uri[POSTGRES_URI_MAX];
};

/* Where files are for the tests: in memory if possible, where waiting for the disk takes no time.
 */
static inline const char *parent_folder(void)
{
    const char *parent = getenv("TMPDIR");

    if (parent != NULL && strlen(parent) < 32)
        return parent;
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* The database that stands for a file: of `…/pecaddr-XXXXXX/registry.copy`, pecaddr-XXXXXX.copy. */
static inline void database_of(const char *file, char ret_name[64])
{
    const char *base = strrchr(file, '/'), *name = base;

    ck_assert_ptr_nonnull(base);
    while (name > file && name[-1] != '/')
        name--;
    snprintf(ret_name, 64, "%.*s%s", (int)(base - name), name, base + strlen("/registry"));
}

static inline void uri_of_file(const char *file, char ret_uri[POSTGRES_URI_MAX])
{
    char database[64];

    if (on_postgres()) {
        database_of(file, database);
        postgres_uri(database, OWNER, ret_uri);
    } else {
        snprintf(ret_uri, POSTGRES_URI_MAX, "sqlite:%s", file);
    }
}

static inline void make_folder(struct folder *folder)
{
    snprintf(folder->path, sizeof folder->path, "%s/pecaddr-XXXXXX", parent_folder());
    ck_assert_ptr_nonnull(mkdtemp(folder->path));
    snprintf(folder->file, sizeof folder->file, "%s/registry", folder->path);
    uri_of_file(folder->file, folder->uri);
}

static inline void remove_folder(const struct folder *folder)
{
    static const char *const tails[] = {"",           "-wal",  "-shm",      "-journal", "-mark",
                                        ".copy-mark", ".copy", ".copy-wal", ".copy-shm"};
    char path[128];

    for (size_t i = 0; i < N_OF(tails); i++) {
        snprintf(path, sizeof path, "%s%s", folder->file, tails[i]);
        unlink(path);
    }
    ck_assert_int_eq(rmdir(folder->path), 0);
    if (on_postgres())
        postgres_drop_all();
}

static inline void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

/* All bytes of a file, to be freed. */
static inline unsigned char *read_file(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "r");
    unsigned char *bytes;
    long size;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    rewind(file);
    bytes = malloc((size_t)size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    *ret_size = (size_t)size;
    return bytes;
}

static inline void copy_file(const char *from, const char *to)
{
    size_t size;
    unsigned char *bytes = read_file(from, &size);

    write_file(to, bytes, size);
    free(bytes);
}

/* Raw SQL, as another program would run it. */

static inline int first_column(void *user, int n, char **values, char **names)
{
    char *buffer = user;

    (void)n;
    (void)names;
    snprintf(buffer, 256, "%s", values[0] != NULL ? values[0] : "");
    return 0;
}

static inline bool run_sqlite(const char *file, const char *sql, char buffer[256])
{
    sqlite3 *db;
    char *message = NULL;
    int result;

    buffer[0] = '\0';
    ck_assert_int_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 60000);
    /* Debian's SQLite has them on, others do not: replacing a row then asks no delete trigger. */
    ck_assert_int_eq(sqlite3_exec(db, "PRAGMA recursive_triggers = OFF", NULL, NULL, NULL),
                     SQLITE_OK);
    result = sqlite3_exec(db, sql, first_column, buffer, &message);
    if (result != SQLITE_OK)
        snprintf(buffer, 256, "%s", message != NULL ? message : "?");
    sqlite3_free(message);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    return result == SQLITE_OK;
}

/*
 * Runs SQL on a file, or the database that stands for it, as the owner; buffer receives the first
 * column of the last row, or why it failed.
 */
static inline bool run_sql(const char *file, const char *sql, char buffer[256])
{
    char database[64], text[POSTGRES_TEXT_MAX];
    bool done;

    if (!on_postgres())
        return run_sqlite(file, sql, buffer);
    database_of(file, database);
    done = postgres_sql(database, OWNER, sql, text);
    snprintf(buffer, 256, "%.255s", text);
    return done;
}

static inline void do_sql(const char *file, const char *sql)
{
    char buffer[256];

    ck_assert_msg(run_sql(file, sql, buffer), "%s: %s", sql, buffer);
}

static inline int count_sql(const char *file, const char *sql)
{
    char buffer[256];

    ck_assert_msg(run_sql(file, sql, buffer), "%s: %s", sql, buffer);
    return atoi(buffer);
}

/*
 * From now on the database refuses mailboxes whose address is LIKE a pattern, for a reason of its
 * own, `strange`; and no longer.
 */
static inline void forbid_addresses(const char *file, const char *pattern)
{
    char sql[512];

    snprintf(sql, sizeof sql,
             on_postgres() ? "CREATE FUNCTION public.strange() RETURNS trigger LANGUAGE plpgsql AS "
                             "'BEGIN RAISE ''strange''; END'; "
                             "CREATE TRIGGER strange BEFORE INSERT ON mailbox FOR EACH ROW "
                             "WHEN (NEW.address LIKE '%s') EXECUTE FUNCTION public.strange()"
                           : "CREATE TRIGGER strange BEFORE INSERT ON mailbox "
                             "WHEN NEW.address LIKE '%s' BEGIN SELECT RAISE(ABORT, 'strange'); END",
             pattern);
    do_sql(file, sql);
}

static inline void allow_addresses(const char *file)
{
    do_sql(file, on_postgres() ? "DROP TRIGGER strange ON mailbox" : "DROP TRIGGER strange");
}

/* Moves a mailbox of SQLite through its life by raw SQL. */
#define CHANGE_BY(act, why)                                                                        \
    "revision = revision + 1, change = (SELECT change FROM registry), changed_by = 'test', "       \
    "changed_act = '" act "', changed_why = '" why "'"
#define CHANGE CHANGE_BY("claim", "test")

static inline void set_state(const char *file, const char *address, const char *state)
{
    char sql[512];

    snprintf(sql, sizeof sql,
             "UPDATE mailbox SET state = '%s', released = '%s' = 'released', "
             "used = used OR '%s' = 'active', " CHANGE
             " WHERE address = '%s' AND state <> 'released'",
             state, state, state, address);
    do_sql(file, sql);
}

/* Persons and questions. */

struct who {
    const char *given;
    const char *surname;
    const char *province;
    char section;
    uint32_t number;
    const char *holder; /* NULL: not known */
};

/*
 * A codice fiscale that is well formed and begins with the six letters of a name, a different one
 * for each number below 10,000.
 */
static inline const char *holder_of(const char *letters, unsigned number, char holder[17])
{
    snprintf(holder, 17, "%s%02uA01Z0%02uA", letters, number / 100 % 100, number % 100);
    while (pecaddr_holder_check(pecaddr_text_of(holder), NULL, 0, NULL) != PECADDR_OK)
        holder[15]++;
    return holder;
}
#define CF_OF(letters, number) holder_of(letters, number, (char[17]){0})
#define CF(number)             CF_OF("NRENNA", number) /* of Anna Neri */

/* The same for any name. */
static inline const char *holder_for(const char *given, const char *surname, unsigned number,
                                     char holder[17])
{
    struct pecaddr_holder_comparison name = PECADDR_HOLDER_COMPARISON_INIT;
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    char letters[7];

    person.given = pecaddr_text_of(given);
    person.surname = pecaddr_text_of(surname);
    person.holder = pecaddr_text_of(holder_of("XXXXXX", 0, holder));
    pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &name, NULL);
    snprintf(letters, sizeof letters, "%s%s", name.surname, name.given);
    return holder_of(letters, number, holder);
}

static inline struct pecaddr_text text_of(const char *chars)
{
    return pecaddr_text_of(chars);
}

/* Somebody has looked at all that a claim may wait for. */
#define ANY_NOTE ((uint32_t)(PECADDR_NOTES_REVIEW | PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED))

static inline struct pecaddr_person person_from(const struct who *who)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = text_of(who->given);
    person.surname = text_of(who->surname);
    person.province = text_of(who->province);
    person.holder = text_of(who->holder);
    person.section = who->section;
    person.number = who->number;
    person.accepted = ANY_NOTE;
    return person;
}

/* A question with the memory that it needs. */
struct question {
    struct pecaddr_person person;
    struct pecaddr_folded folded;
    struct pecaddr_query query;
    unsigned char reserved[PECADDR_LEVELS_MAX / 8];
    char address[PECADDR_ADDRESS_MAX + 1];
};

static inline void make_question(struct question *question, const struct who *who, unsigned level)
{
    struct pecaddr_person whole;

    memset(question, 0, sizeof *question);
    question->person = person_from(who);
    question->query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    question->query.person = &question->person;
    question->query.scheme = pecaddr_scheme_ingpec();
    question->query.address = question->address;
    question->query.level = level;
    question->query.reserved = question->reserved;
    /* The address is that of a person whose data is right, whatever is asked. */
    whole = question->person;
    whole.holder = text_of(NULL);
    whole.province = text_of("MC");
    whole.section = 'A';
    whole.number = who->number > 0 && who->number <= PECADDR_NUMBER_MAX ? who->number : 1;
    if (who->province != NULL && strlen(who->province) == 2)
        whole.province = text_of(who->province);
    ck_assert_int_eq(pecaddr_candidate(question->query.scheme, &whole, level, question->address,
                                       sizeof question->address, &question->query.address_size,
                                       NULL, NULL),
                     PECADDR_OK);
    question->folded = (struct pecaddr_folded)PECADDR_FOLDED_INIT;
    ck_assert_int_eq(pecaddr_fold(question->query.scheme, &whole, &question->folded, NULL),
                     PECADDR_OK);
    question->query.folded = &question->folded;
    question->query.notes = question->folded.notes;
}

/* The answer to one question; `question` keeps the rest. */
static inline enum pecaddr_answer ask(struct pecaddr_registry *registry, enum pecaddr_mode mode,
                                      const struct who *who, unsigned level,
                                      struct question *question)
{
    struct pecaddr_query *const queries[] = {&question->query};

    make_question(question, who, level);
    ck_assert_msg(pecaddr_registry_ask(registry, mode, queries, 1) == 0, "%s",
                  pecaddr_registry_message(registry));
    return question->query.answer;
}

static inline enum pecaddr_answer check(struct pecaddr_registry *registry, const struct who *who,
                                        unsigned level)
{
    struct question question;

    return ask(registry, PECADDR_CHECK, who, level, &question);
}

static inline enum pecaddr_answer claim(struct pecaddr_registry *registry, const struct who *who,
                                        unsigned level)
{
    struct question question;

    return ask(registry, PECADDR_CLAIM, who, level, &question);
}

/* Why a claim was refused; 0 if it was not. */
static inline int claim_failure(struct pecaddr_registry *registry, const struct who *who,
                                unsigned level)
{
    struct question question;

    return ask(registry, PECADDR_CLAIM, who, level, &question) == PECADDR_REFUSED
               ? question.query.failure
               : 0;
}

/* The mailbox that a claim says is held elsewhere; an empty text if it says anything else. */
static inline const char *claim_elsewhere(struct pecaddr_registry *registry, const struct who *who,
                                          unsigned level, struct question *question)
{
    return ask(registry, PECADDR_CLAIM, who, level, question) == PECADDR_HELD_ELSEWHERE
               ? question->query.held
               : "";
}

static inline struct pecaddr_registry *open_uri(const char *uri)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    ck_assert_msg(pecaddr_registry_open(uri, &registry, &error) == PECADDR_OK, "%s", error.message);
    return registry;
}

static inline struct pecaddr_registry *open_memory(void)
{
    return open_uri("memory:");
}

/* An empty registry that nothing but its handle is needed of: in memory, or a database, which is
 * dropped after the test. */
static inline struct pecaddr_registry *open_new(void)
{
    char name[] = "/tmp/pecaddr-XXXXXX", uri[POSTGRES_URI_MAX];

    if (!on_postgres())
        return open_memory();
    /* The folder lends its name, which no other has. */
    ck_assert_ptr_nonnull(mkdtemp(name));
    ck_assert_int_eq(rmdir(name), 0);
    postgres_make(strrchr(name, '/') + 1, true);
    postgres_uri(strrchr(name, '/') + 1, OWNER, uri);
    return open_uri(uri);
}

static inline void init(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char database[64];

    if (on_postgres()) {
        database_of(folder->file, database);
        postgres_make(database, true);
    } else {
        ck_assert_msg(pecaddr_registry_init(folder->uri, &error) == PECADDR_OK, "%s",
                      error.message);
    }
}

static inline struct pecaddr_registry *make_registry(struct folder *folder)
{
    make_folder(folder);
    init(folder);
    return open_uri(folder->uri);
}

/* A copy of a closed registry, in the same folder. */
static inline void copy_registry(const struct folder *folder, char ret_uri[POSTGRES_URI_MAX])
{
    char from[64], to[64], file[96], from_mark[96], to_mark[112];

    snprintf(file, sizeof file, "%s.copy", folder->file);
    uri_of_file(file, ret_uri);
    if (on_postgres()) {
        database_of(folder->file, from);
        database_of(file, to);
        postgres_copy(from, to);
        postgres_settle_in(to);
    } else {
        copy_file(folder->file, file);
        snprintf(from_mark, sizeof from_mark, "%s-mark", folder->file);
        snprintf(to_mark, sizeof to_mark, "%s-mark", file);
        copy_file(from_mark, to_mark);
    }
}

static const struct who mario = {"Mario", "Rossi", "MC", 'A', 1, NULL};

/* What is on record. */

/* The texts of a mailbox, copied. */
struct kept {
    unsigned n;
    struct pecaddr_mailbox mailbox;
    char texts[14][1200];
};

static inline const char *keep(char buffer[1200], const char *text)
{
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_lt(strlen(text), 1200);
    return strcpy(buffer, text);
}

static inline int keep_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct kept *kept = user;

    kept->n++;
    kept->mailbox = *mailbox;
    kept->mailbox.address = keep(kept->texts[0], mailbox->address);
    kept->mailbox.given = keep(kept->texts[1], mailbox->given);
    kept->mailbox.surname = keep(kept->texts[2], mailbox->surname);
    kept->mailbox.holder = keep(kept->texts[3], mailbox->holder);
    kept->mailbox.province = keep(kept->texts[4], mailbox->province);
    kept->mailbox.scheme = keep(kept->texts[5], mailbox->scheme);
    kept->mailbox.receipt = keep(kept->texts[6], mailbox->receipt);
    kept->mailbox.expires = keep(kept->texts[7], mailbox->expires);
    kept->mailbox.updated = keep(kept->texts[8], mailbox->updated);
    kept->mailbox.left = keep(kept->texts[9], mailbox->left);
    kept->mailbox.created = keep(kept->texts[10], mailbox->created);
    kept->mailbox.issued_province = keep(kept->texts[11], mailbox->issued_province);
    kept->mailbox.issued_given = keep(kept->texts[12], mailbox->issued_given);
    kept->mailbox.issued_surname = keep(kept->texts[13], mailbox->issued_surname);
    return 0;
}

/* The living mailbox of an address. */
static inline const struct pecaddr_mailbox *look(struct pecaddr_registry *registry,
                                                 const char *address, struct kept *kept)
{
    memset(kept, 0, sizeof *kept);
    ck_assert_int_eq(each_mailbox(registry, address, NULL, 0, keep_mailbox, kept, NULL),
                     PECADDR_OK);
    ck_assert_msg(kept->n == 1, "%s: %u on record", address, kept->n);
    return &kept->mailbox;
}

/* `from>to act fact=before… > other: why`. */
static inline void describe_event(const struct pecaddr_event *event, char *text, size_t capacity)
{
    static const char *const names[] = {"holder", "entry", "name", "expires", "left"};
    char befores[N_OF(names)][2 * PECADDR_FIELD_MAX + 2];
    size_t size;

    snprintf(befores[0], sizeof befores[0], "%s", event->holder);
    snprintf(befores[1], sizeof befores[1], "%s%.1s%.0u", event->province,
             event->section != 0 ? &event->section : "", (unsigned)event->number);
    snprintf(befores[2], sizeof befores[2], "%s%s%s", event->given,
             event->surname[0] != '\0' ? " " : "", event->surname);
    snprintf(befores[3], sizeof befores[3], "%s", event->expires);
    snprintf(befores[4], sizeof befores[4], "%s", event->left);
    snprintf(text, capacity, "%s>%s %s", event->from == 0 ? "" : pecaddr_state_name(event->from),
             pecaddr_state_name(event->to), pecaddr_act_name(event->act));
    for (size_t i = 0; i < N_OF(names); i++) {
        ck_assert((event->facts & 1u << i) != 0 || befores[i][0] == '\0');
        size = strlen(text);
        if ((event->facts & 1u << i) != 0)
            snprintf(text + size, capacity - size, " %s=%.2049s", names[i], befores[i]);
    }
    size = strlen(text);
    snprintf(text + size, capacity - size, "%s%s%s%s", event->other[0] != '\0' ? " > " : "",
             event->other, event->why[0] != '\0' ? ": " : "", event->why);
    ck_assert_uint_lt(strlen(text), capacity - 1);
}

struct told {
    unsigned n;
    char text[4096];
};

static inline int tell_event(void *user, const struct pecaddr_event *event)
{
    struct told *told = user;
    size_t size = strlen(told->text);

    told->n++;
    ck_assert_uint_eq(event->size, sizeof *event);
    ck_assert_uint_eq(strlen(event->at), strlen("2024-01-01T00:00:00.000Z"));
    ck_assert(event->by[0] != '\0');
    describe_event(event, told->text + size, sizeof told->text - size);
    strcat(told->text, "\n");
    return 0;
}

/* The history of an address: a line each. */
static inline const char *history(struct pecaddr_registry *registry, const char *address,
                                  struct told *told)
{
    memset(told, 0, sizeof *told);
    ck_assert_int_eq(pecaddr_registry_history(registry, address, tell_event, told, NULL),
                     PECADDR_OK);
    return told->text;
}

static inline unsigned count_events(struct pecaddr_registry *registry)
{
    struct told told;

    history(registry, NULL, &told);
    return told.n;
}

/* The steps of a life, which must be possible. */

#define STEP(call)                                                                                 \
    do {                                                                                           \
        struct pecaddr_registry_error step_error = {.size = sizeof step_error};                    \
        int step_result = (call);                                                                  \
                                                                                                   \
        ck_assert_msg(step_result == PECADDR_OK, "%s: %d %s", #call, step_result,                  \
                      step_error.message);                                                         \
    } while (0)

/* Takes a mailbox that is reserved to another state; the reason of each step is `test`. */
static inline void bring_to(struct pecaddr_registry *registry, const char *address,
                            enum pecaddr_state state)
{
    if (state == PECADDR_STATE_RELEASED)
        STEP(release_mailbox(registry, address, "test", &step_error));
    if (state == PECADDR_STATE_ACTIVE || state == PECADDR_STATE_RETIRED)
        STEP(activate_mailbox(registry, address, NULL, "test", &step_error));
    if (state == PECADDR_STATE_RETIRED)
        STEP(retire_mailbox(registry, address, "test", &step_error));
}

/* All that a registry tells, as one text. */

#define DUMP_MAX 65536

/* Nobody new is given an address, and it is said why; in a file also what to do. */
static inline void assert_stopped(struct pecaddr_registry *registry, const struct who *who,
                                  const char *said)
{
    struct pecaddr_person person = person_from(who);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, NULL, &error),
                     PECADDR_E_STORAGE);
    ck_assert_int_eq(assignment.status, PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(assignment.failure, PECADDR_E_STORAGE);
    ck_assert_msg(strstr(error.message, said) != NULL, "%s", error.message);
    ck_assert_ptr_nonnull(strstr(error.message, "issues no new address"));
    if (!on_postgres())
        ck_assert_ptr_nonnull(strstr(error.message, "pecaddr registry resume"));
}

/* Numbers that look random, the same in each run. */
static inline uint32_t next_number(uint32_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

struct dumped {
    size_t size;
    char text[DUMP_MAX];
};

__attribute__((format(printf, 2, 3))) static inline int add_line(struct dumped *all,
                                                                 const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(all->text + all->size, sizeof all->text - all->size, format, arguments);
    va_end(arguments);
    if (size <= 0 || (size_t)size >= sizeof all->text - all->size)
        ck_abort_msg("%s does not fit", format);
    all->size += (size_t)size;
    return 0;
}

static inline int dump_mailbox(void *user, const struct pecaddr_mailbox *m)
{
    return add_line(
        user,
        "%s %s '%s' '%s' %s %s %c %u issued '%s' '%s' %s %c %u scheme %zu table %u level %u notes "
        "%u %s expires %s left %s created %s updated %s\n",
        m->address, pecaddr_state_name(m->state), m->given, m->surname, m->holder, m->province,
        m->section != 0 ? m->section : '-', m->number, m->issued_given, m->issued_surname,
        m->issued_province, m->issued_section != 0 ? m->issued_section : '-', m->issued_number,
        strlen(m->scheme), m->table_version, m->level, m->notes, m->receipt, m->expires, m->left,
        m->created, m->updated);
}

static inline int dump_event(void *user, const struct pecaddr_event *e)
{
    char text[4096];

    describe_event(e, text, sizeof text);
    return add_line(user, "%s %s by %s: %s\n", e->address, e->at, e->by, text);
}

static inline void dump_registry(struct pecaddr_registry *registry, struct dumped *all)
{
    all->size = 0;
    all->text[0] = '\0';
    ck_assert_int_eq(each_mailbox(registry, NULL, NULL, 1, dump_mailbox, all, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, dump_event, all, NULL), PECADDR_OK);
}

/* The database as a whole. */

/* Whether each transition is whole or absent, and history complete. */
static inline void assert_whole(const char *file)
{
    char text[256];

    if (!on_postgres()) {
        ck_assert(run_sql(file, "PRAGMA integrity_check", text));
        ck_assert_str_eq(text, "ok");
    }
    ck_assert_int_eq(
        count_sql(file, "SELECT count(*) FROM mailbox AS m WHERE revision <> "
                        "(SELECT count(*) FROM event WHERE mailbox = m.id) OR state <> (SELECT "
                        "new_state FROM event WHERE mailbox = m.id AND revision = m.revision)"),
        0);
}

/* All mailboxes as one text. */
static const char dump[] =
    "SELECT group_concat(line, ';') FROM (SELECT address || province || number || holder || "
    "receipt || revision AS line FROM mailbox ORDER BY address)";

static inline void dump_file(const char *file, char text[8192])
{
    sqlite3_stmt *statement;
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db, dump, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    snprintf(text, 8192, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/*
 * A case for tests of a registry, without databases left between them. Some tests take longer than
 * Check would wait: Meson's timeout is the one that counts.
 */
static inline TCase *registry_case(const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, 0);
    if (on_postgres())
        /* Before, since nothing comes after a test that fails. */
        tcase_add_checked_fixture(tcase, postgres_drop_all, NULL);
    return tcase;
}

/*
 * Whether one of many cases is tried, of rules that are once for all engines: in PostgreSQL, where
 * each registry is long in the making, one of eight; all where PECADDR_TEST_LONG is in the
 * environment.
 */
static inline bool is_in_share(size_t i)
{
    return !on_postgres() || getenv("PECADDR_TEST_LONG") != NULL || i % 8 == 0;
}

/* Such rows, each as a test of its own, whose number is _i; `offset` is added to it for the share. */
static inline void add_rows(TCase *tcase, const TTest *test, size_t n, size_t offset)
{
    for (size_t i = 0; i < n; i++)
        if (is_in_share(i + offset))
            tcase_add_loop_test(tcase, test, (int)i, (int)i + 1);
}

static inline int run_long_suite(const char *name, const TTest *const tests[], size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = registry_case(name);

    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}

#endif
