/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_POSTGRES_H
#define PECADDR_REGISTRY_POSTGRES_POSTGRES_H

#include "postgres/known.h"
#include "postgres/statement.h"

#include <stdlib.h>

/*
 * The store in PostgreSQL, from below:
 *
 * - load.c: libpq, which is not linked;
 * - failure.c, connection.c, statement.c: sentences, the connection, statements and their results;
 * - schema.c: whether what is there is a registry, whole; making and migrating it;
 * - mark.c: whether it is where it was when its owner last said so;
 * - keys.c, known.c: what a transaction knows: what it read, and what it is going to write;
 * - transaction.c, read.c, given-back.c, write.c, list.c: records in and out;
 * - verify.c, rules.c: whether all is as it must be;
 * - open.c: the store as a whole.
 *
 * No statement is kept prepared and no setting outlives its transaction, so that a pooler which
 * gives each transaction another session of the server (PgBouncer's transaction mode) does no harm.
 */
struct postgres_store {
    struct store store;
    struct connection connection;

    enum pecaddr_mode mode;
    bool complete; /* all that this transaction looks for has been read */
    struct known known;
    struct array arrays[PARAMETERS_MAX];
    struct array locks;

    /* Schemes that are on record; and the one used last in this transaction, with its row. */
    struct scheme_row *rows;
    size_t n_rows;
    unsigned n_times; /* of the connection that they were read in */
    const struct pecaddr_scheme *scheme;
    int64_t scheme_id;
};

static inline struct postgres_store *postgres_of(struct store *store)
{
    return (struct postgres_store *)store;
}

/* How many keys or records one statement has: none takes long, and none needs much memory. */
#define PIECE 4096

/* transaction.c */

int registry_postgres_check_memory(const struct postgres_store *self,
                                   struct pecaddr_registry_error *error);
int registry_postgres_send_sql(struct postgres_store *self, const char *sql,
                               struct pecaddr_registry_error *error);
/* `list`: for one that reads all, and may take long. */
int registry_postgres_send_settings(struct postgres_store *self, bool list,
                                    struct pecaddr_registry_error *error);
/*
 * What claims lock: the rows of pecaddr.bucket, over which keys are spread. Every version of the
 * library must spread them in the same way.
 */
#define REGISTRY_BUCKETS 1024

static inline void mark_bucket(bool marks[REGISTRY_BUCKETS], uint64_t key)
{
    marks[(key >> 32) % REGISTRY_BUCKETS] = true;
}

/* Begins on the server, together with the first statement of the transaction. Who claims locks the
 * buckets that are marked; NULL: all. */
int registry_postgres_start(struct postgres_store *self, const bool marks[REGISTRY_BUCKETS],
                            struct pecaddr_registry_error *error);
void registry_postgres_call(struct store *store);
int registry_postgres_begin(struct store *store, enum pecaddr_mode mode,
                            struct pecaddr_registry_error *error);

/* read.c */

static inline int64_t number_at(const PGresult *result, int row, int column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

/* A record as read.sql gives it; false: it cannot be one. Its texts live as long as the result. */
bool registry_postgres_fact_at(const PGresult *result, int row, struct fact *ret_fact);
void registry_postgres_record_of(const struct postgres_store *self, const struct fact *fact,
                                 struct record *ret_record);
int registry_postgres_may_issue(struct store *store, struct pecaddr_registry_error *error);
int registry_postgres_prefetch(struct store *store, registry_sought_fn *get, const void *user,
                               size_t n, bool alone, struct pecaddr_registry_error *error);
int registry_postgres_find_address(struct store *store, const char *address,
                                   struct record *ret_record, struct pecaddr_registry_error *error);
int registry_postgres_find_holder(struct store *store, const char *domain, const char *holder,
                                  struct record *ret_record, struct pecaddr_registry_error *error);
int registry_postgres_each_released(struct store *store, const char *address,
                                    registry_on_record_fn *each, void *user,
                                    struct pecaddr_registry_error *error);
int registry_postgres_each_namesake(struct store *store, const struct namesakes *namesakes,
                                    registry_on_record_fn *each, void *user,
                                    struct pecaddr_registry_error *error);
int registry_postgres_each_on_entry(struct store *store, const char *domain,
                                    const struct entry *entry, registry_on_record_fn *each,
                                    void *user, struct pecaddr_registry_error *error);

/* given-back.c: as the members of store_ops. */

int registry_postgres_each_given_back(struct store *store, const char *domain, const char *holder,
                                      const struct entry *entry, registry_on_record_fn *each,
                                      void *user, struct pecaddr_registry_error *error);
int registry_postgres_each_version(struct store *store, const struct record *record,
                                   registry_on_record_fn *each, void *user,
                                   struct pecaddr_registry_error *error);
int registry_postgres_find_return(struct store *store, const struct record *record,
                                  char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error);
int registry_postgres_find_given_up(struct store *store, const struct record *heir,
                                    struct record *ret_record,
                                    struct pecaddr_registry_error *error);
int registry_postgres_find_heir(struct store *store, const struct record *given_up,
                                struct record *ret_record, struct pecaddr_registry_error *error);

/* write.c */

/* Schemes that are known to be on record: all, or those only that a transaction that was rolled
 * back put there. */
void registry_postgres_forget_schemes(struct postgres_store *self, bool all);
int registry_postgres_insert(struct store *store, const struct record *record,
                             const struct issue *issue, enum pecaddr_act act, const char *why,
                             struct pecaddr_registry_error *error);
int registry_postgres_amend(struct store *store, const struct record *before,
                            const struct record *after, enum pecaddr_act act, const char *why,
                            struct pecaddr_registry_error *error);
int registry_postgres_commit(struct store *store, struct pecaddr_registry_error *error);
void registry_postgres_rollback(struct store *store);

/* copy.c: as the members of store_ops. */

int registry_postgres_pour(struct store *store, enum copied table, registry_put_fn *put,
                           void *put_user, struct pecaddr_registry_error *error);
int registry_postgres_fill(struct store *store, const struct feed *feed,
                           struct pecaddr_registry_error *error);

/* list.c */

/* Where mailbox.sql has the letters of given names; those of the surname are next. */
enum { REGISTRY_POSTGRES_LETTERS = 23 };

/* A row of mailbox.sql. False: its state is none. */
bool registry_postgres_read_mailbox(const PGresult *rows, int row,
                                    struct pecaddr_mailbox *ret_mailbox);
int registry_postgres_each_expired(struct store *store, const char *day,
                                   int (*each)(void *user, const char *address), void *user,
                                   struct pecaddr_registry_error *error);
int registry_postgres_each(struct store *store, const struct search *search,
                           int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                           void *user, struct pecaddr_registry_error *error);
int registry_postgres_history(struct store *store, const char *address,
                              int (*each)(void *user, const struct pecaddr_event *event),
                              void *user, struct pecaddr_registry_error *error);

/* told.c */

int registry_postgres_last_told(struct store *store, const char *domain, const char *province,
                                struct pecaddr_told *ret_told,
                                struct pecaddr_registry_error *error);
int registry_postgres_tell(struct store *store, const char *domain, const char *province,
                           struct pecaddr_told *ret_told, struct pecaddr_registry_error *error);
int registry_postgres_is_untold(struct store *store, const struct record *record, bool *ret_untold,
                                struct pecaddr_registry_error *error);

/* verify.c */

int registry_postgres_verify(struct store *store, const struct verifier *verifier,
                             struct pecaddr_registry_error *error);

#endif
