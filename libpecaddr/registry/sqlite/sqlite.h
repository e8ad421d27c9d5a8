/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_H
#define PECADDR_REGISTRY_SQLITE_H

#include "sqlite/mark.h"
#include "sqlite/mount.h"
#include "store.h"

#include <sys/stat.h>

#include <sqlite3.h>

/* 'PECA': what makes an SQLite file a registry. */
#define APPLICATION_ID 0x50454341

/* The statements that are kept once they are prepared. */
enum sqlite_statement {
    BEGIN_CHECK,
    BEGIN_CLAIM,
    COMMIT,
    ROLLBACK,
    FIND_ADDRESS,
    FIND_HOLDER,
    FIND_ON_ENTRY,
    FIND_NAMESAKES,
    FIND_UNCERTAIN,
    ANY_UNCERTAIN,
    FIND_RELEASED,
    FIND_GIVEN_BACK,
    FIND_VERSIONS,
    FIND_RETURN,
    FIND_GIVEN_UP,
    FIND_HEIR,
    FIND_SCHEME,
    INSERT_SCHEME,
    COUNT_CHANGE,
    READ_REGISTRY,
    ANY_MAILBOX,
    BIND,
    RESUME,
    INSERT,
    AMEND_LIFE,
    AMEND,
    SQLITE_STATEMENTS
};

struct sqlite_store {
    struct store store;
    sqlite3 *db;
    sqlite3_stmt *prepared[SQLITE_STATEMENTS];
    char *path;       /* for messages, and to open */
    unsigned timeout; /* in seconds */
    int64_t give_up;  /* when the wait for another program ends */
    bool read_only;
    bool network_allowed; /* `?network=allow` */
    struct mount mount, mark_mount;
    /* The file that was opened; a store of this process alone has none. */
    bool has_file;
    dev_t device;
    ino_t inode;
    /* The scheme of the last claim in this transaction, and its row. */
    const struct pecaddr_scheme *scheme;
    sqlite3_int64 scheme_id;
    /* Of what this transaction writes: its number, 0 before the first, and the moment of that. */
    sqlite3_int64 change;
    char at[sizeof "2030-12-31T00:00:00.000Z"];
    /* Whether anybody is on record whom no codice fiscale tells for certain: nearly all Orders know all,
     * and are spared the look for each claim. */
    enum { UNCERTAIN_NOT_ASKED = 0, UNCERTAIN_NOBODY, UNCERTAIN_SOME } uncertain;
    /* The mark, as this transaction began; NULL: a store of this process alone has none. And which
     * registry it is, and how far, as this transaction found it. */
    char *mark_path;
    bool mark_of_uri; /* `?mark=PATH`, and not beside the file */
    struct mark mark;
    enum mark_finding mark_finding;
    struct mark now;
    char user[256]; /* for the history */
};

/* migrations.c: the schema; step i brings version i to version i + 1. */
size_t registry_sqlite_migrations(const char *const **ret_migrations);

/* connect.c */

/* A store for a URI, its file not opened yet. */
int registry_sqlite_new(struct uri *uri, struct sqlite_store **ret_self,
                        struct pecaddr_registry_error *error);
/* One for a path, as it is shown, which has no mark. */
int registry_sqlite_new_for(const char *path, struct sqlite_store **ret_self,
                            struct pecaddr_registry_error *error);
/* The path of the mark, unless the URI has said it. */
int registry_sqlite_find_mark(struct sqlite_store *self, struct pecaddr_registry_error *error);
/* `flags`: how, by SQLite's names. */
int registry_sqlite_connect(struct sqlite_store *self, const char *name, int flags,
                            struct pecaddr_registry_error *error);
void registry_sqlite_use_log(struct sqlite_store *self);
/* Runs SQL that gives no rows of interest. */
int registry_sqlite_execute(struct sqlite_store *self, const char *sql,
                            struct pecaddr_registry_error *error);

/* schema.c */

/* The version that this program makes. */
int registry_sqlite_schema_version(void);
/* 0: an empty file. */
int registry_sqlite_look_at_version(struct sqlite_store *self, int *ret_version,
                                    struct pecaddr_registry_error *error);
/* Whether tables, indexes and triggers are those of this version, to the letter. */
int registry_sqlite_check_schema(struct sqlite_store *self, struct pecaddr_registry_error *error);
/* Brings the schema up to date, whatever it is: all or nothing. */
int registry_sqlite_migrate(struct sqlite_store *self, struct pecaddr_registry_error *error);
/* A database in memory with the schema of this version, to be closed; SQLite's result. */
int registry_sqlite_make_reference(sqlite3 **ret_reference);

/* open.c */

/* A new registry in a file that is of no use unless it is synced as a whole; `shown` as above. */
int registry_sqlite_open_file(const char *name, const char *shown, struct store **ret_store,
                              struct pecaddr_registry_error *error);
/* Makes the file, empty and for nobody else, if it is not there. */
int registry_sqlite_make_file(const struct sqlite_store *self,
                              struct pecaddr_registry_error *error);

/* copy.c: as the members of store_ops. */

int registry_sqlite_pour(struct store *store, enum copied table, registry_put_fn *put,
                         void *put_user, struct pecaddr_registry_error *error);
int registry_sqlite_fill(struct store *store, const struct feed *feed,
                         struct pecaddr_registry_error *error);

/* failure.c */

/* What SQLite says, as a sentence that names the file and says what to do. */
int registry_sqlite_fail(const struct sqlite_store *self, int result,
                         struct pecaddr_registry_error *error);
int registry_sqlite_damaged(const struct sqlite_store *self, const char *what,
                            struct pecaddr_registry_error *error);

/* statement.c: prepares those that have to be there, whatever fails. */

int registry_sqlite_prepare(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* records.c: as the members of store_ops. */

int registry_sqlite_find_address(struct store *store, const char *address,
                                 struct record *ret_record, struct pecaddr_registry_error *error);
int registry_sqlite_find_holder(struct store *store, const char *domain, const char *holder,
                                struct record *ret_record, struct pecaddr_registry_error *error);
int registry_sqlite_each_namesake(struct store *store, const struct namesakes *namesakes,
                                  registry_on_record_fn *each, void *user,
                                  struct pecaddr_registry_error *error);
int registry_sqlite_each_released(struct store *store, const char *address,
                                  registry_on_record_fn *each, void *user,
                                  struct pecaddr_registry_error *error);
int registry_sqlite_each_given_back(struct store *store, const char *domain, const char *holder,
                                    const struct entry *entry, registry_on_record_fn *each,
                                    void *user, struct pecaddr_registry_error *error);
int registry_sqlite_each_version(struct store *store, const struct record *record,
                                 registry_on_record_fn *each, void *user,
                                 struct pecaddr_registry_error *error);
int registry_sqlite_find_return(struct store *store, const struct record *record,
                                char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error);
int registry_sqlite_find_given_up(struct store *store, const struct record *heir,
                                  struct record *ret_record, struct pecaddr_registry_error *error);
int registry_sqlite_find_heir(struct store *store, const struct record *given_up,
                              struct record *ret_record, struct pecaddr_registry_error *error);
int registry_sqlite_each_on_entry(struct store *store, const char *domain,
                                  const struct entry *entry, registry_on_record_fn *each,
                                  void *user, struct pecaddr_registry_error *error);
int registry_sqlite_insert(struct store *store, const struct record *record,
                           const struct issue *issue, enum pecaddr_act act, const char *why,
                           struct pecaddr_registry_error *error);
int registry_sqlite_amend(struct store *store, const struct record *before,
                          const struct record *after, enum pecaddr_act act, const char *why,
                          struct pecaddr_registry_error *error);

/* store.c */

extern const struct store_ops registry_sqlite_ops;

/* Sets self->now and its provinces to what is on record. */
int registry_sqlite_read_registry(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* Gives this transaction its number, self->change, if it has none yet. */
int registry_sqlite_count_change(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* place.c */

/* The parameter `network`. */
int registry_sqlite_take_network(struct sqlite_store *self, struct uri *uri,
                                 struct pecaddr_registry_error *error);

/* Whether the file, or its folder, lies where SQLite's locks hold, as far as that is known. */
int registry_sqlite_check_place(struct sqlite_store *self, struct pecaddr_registry_error *error);

/*
 * Why nothing can be written, or why the log cannot be that it takes even to read: a mount for
 * reading only, or a right that the user lacks. False: nothing of the kind.
 */
bool registry_sqlite_tell_obstacle(const struct sqlite_store *self, bool of_log,
                                   struct pecaddr_registry_error *error);

/* The same of a file that could not be made. */
int registry_sqlite_not_made(const struct sqlite_store *self, int number,
                             struct pecaddr_registry_error *error);

/* As warn() of a store. */
bool registry_sqlite_warn(struct store *store, struct pecaddr_registry_error *ret_warning);

/* verify.c: as the member of store_ops. */
int registry_sqlite_verify(struct store *store, const struct verifier *verifier,
                           struct pecaddr_registry_error *error);

/* list.c */

/* All mailboxes as they lie; after what one is read of, the letters of given names and surname. */
extern const char registry_sqlite_all_mailboxes[];
enum { REGISTRY_SQLITE_LETTERS = 23 };

/* False: something of it cannot be, and is given as unknown. */
bool registry_sqlite_read_mailbox(sqlite3_stmt *cells, struct pecaddr_mailbox *ret_mailbox);

/* As the members of store_ops. */

int registry_sqlite_each(struct store *store, const struct search *search,
                         int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                         struct pecaddr_registry_error *error);
int registry_sqlite_history(struct store *store, const char *address,
                            int (*each)(void *user, const struct pecaddr_event *event), void *user,
                            struct pecaddr_registry_error *error);
int registry_sqlite_each_expired(struct store *store, const char *day,
                                 int (*each)(void *user, const char *address), void *user,
                                 struct pecaddr_registry_error *error);

/* told.c: likewise. */

int registry_sqlite_last_told(struct store *store, const char *domain, const char *province,
                              struct pecaddr_told *ret_told, struct pecaddr_registry_error *error);
int registry_sqlite_tell(struct store *store, const char *domain, const char *province,
                         struct pecaddr_told *ret_told, struct pecaddr_registry_error *error);
int registry_sqlite_is_untold(struct store *store, const struct record *record, bool *ret_untold,
                              struct pecaddr_registry_error *error);

#endif
