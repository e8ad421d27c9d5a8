/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_H
#define PECADDR_REGISTRY_POSTGRES_H

#include "base/arena.h"
#include "postgres/load.h"

/*
 * The store in PostgreSQL.
 *
 * - postgres-load.c: libpq, which is not linked.
 * - postgres-open.c: connects, makes and migrates the registry.
 * - postgres-server.c: sends statements, waits for what they give, and says what errors mean.
 * - postgres-known.c: what a transaction knows: what it read, and what it is going to write.
 * - postgres.c: records in and out: the SQL.
 *
 * No statement is kept prepared and no setting outlives its transaction, so that a pooler which
 * gives each transaction another session of the server (PgBouncer's transaction mode) does no harm.
 */

/* An array as the server reads it (its binary form), made element by element. */
struct array {
    char *bytes;
    size_t size;
    size_t capacity;
    uint32_t n;
    bool no_memory;
};

void registry_array_begin(struct array *array, uint32_t type);
/* An empty text and, as int4, a zero are unknown facts: NULL. */
void registry_array_text(struct array *array, const char *text, size_t size);
void registry_array_int4(struct array *array, uint32_t number);
void registry_array_int8(struct array *array, int64_t number);

/* The types of array elements; the numbers are the same in every PostgreSQL (pg_type.dat). */
enum { TYPE_INT8 = 20, TYPE_INT4 = 23, TYPE_TEXT = 25 };

/* What is known (postgres-known.c). */

/* A record, in short. Texts are never NULL, and live as long as the transaction. */
struct fact {
    int64_t id; /* 0: this transaction puts it on record */
    int64_t revision;
    enum pecaddr_state state;
    bool used;
    struct entry entry;
    const char *address;
    const char *holder;
    const char *expires;
    const char *left;
    const char *given;
    const char *surname;
    unsigned phase; /* of the last write; PHASE_NONE */
};

/*
 * Writes are sent by set, in phases: all INSERTs that need nothing of other writes, then all
 * UPDATEs that need nothing but these, and so on. Even phases are INSERTs, odd ones UPDATEs.
 */
#define PHASE_INSERT 0u
#define PHASE_UPDATE 1u
#define PHASE_NONE   UINT32_MAX

struct write {
    struct fact fact; /* as it is to be */
    const char *why;
    /* Of an INSERT. */
    int64_t scheme; /* 0: it is imported */
    unsigned level;
    uint32_t notes;
    const char *receipt;
    int64_t instead_of; /* 0: of none */
};

struct known {
    struct arena arena;
    struct fact *facts;
    size_t n_facts, max_facts;
    /* What is found by a key: a table of chains. */
    struct node *nodes;
    size_t n_nodes, max_nodes;
    uint32_t *heads;
    size_t n_heads;
    struct write *writes;
    size_t n_writes, max_writes;
    unsigned n_phases;
    bool no_memory;
};

/*
 * The keys by which a record is found, each as one number. What locks are taken on is made of
 * these numbers too: every version of the library must make the same ones.
 */
uint64_t registry_key_of_address(const char *address);
uint64_t registry_key_of_holder(const char *domain, const char *holder);
uint64_t registry_key_of_entry(const char *domain, const struct entry *entry);

void registry_known_clear(struct known *known);
void registry_known_free(struct known *known);

/* Whether the server was asked about a key, which is noted. */
bool registry_known_asked(const struct known *known, uint64_t key);
void registry_known_ask(struct known *known, uint64_t key);

/* Takes in a record that was read, but for one that is known already; NULL without memory. */
struct fact *registry_known_add(struct known *known, const struct fact *fact);
/* A record that is known has moved away from an entry. */
void registry_known_add_moved(struct known *known, const struct fact *fact,
                              const struct entry *entry);

/* The codice fiscale of a record that is known was another one before. */
void registry_known_add_replaced(struct known *known, const struct fact *fact, const char *holder);

/* The living record with a key; NULL: none. It is there until the next write or read. */
struct fact *registry_known_address(const struct known *known, const char *address);
struct fact *registry_known_holder(const struct known *known, const char *domain,
                                   const char *holder);
/* Those that had a codice fiscale until it was replaced, and those on an entry, one after the
 * other: *place begins as 0; NULL: no more. */
struct fact *registry_known_replaced(const struct known *known, const char *domain,
                                     const char *holder, uint32_t *place);
struct fact *registry_known_on_entry(const struct known *known, const char *domain,
                                     const struct entry *entry, uint32_t *place,
                                     enum standing *ret_standing);

/* Notes a write, and what is known from then on. known->no_memory says whether that failed. */
void registry_known_insert(struct known *known, const struct write *write);
void registry_known_amend(struct known *known, struct fact *fact, const struct write *write);

/* The store. */

#define PARAMETERS_MAX 17

struct postgres_store {
    struct store store;
    PQconninfoOption *options; /* of the URI */
    char *shown;               /* server and database, for messages */
    unsigned timeout;          /* in seconds */

    PGconn *conn;    /* NULL: there is no connection */
    bool writable;   /* it could be written to when it was made */
    bool read_only;  /* it can not be, as this transaction was told */
    bool committing; /* COMMIT has been sent */
    bool listing;    /* a list is being read, which may take longer */
    bool doubted;    /* the server warned while it committed */
    unsigned n_sent; /* statements whose results have not been received */

    /* What has gone wrong since the last success. */
    unsigned n_failures;
    bool unknown;    /* whether one of the commits was done */
    int64_t give_up; /* when no more is tried */

    enum pecaddr_mode mode;
    bool failed;   /* this transaction */
    bool begun;    /* this transaction, on the server */
    bool complete; /* all that this transaction looks for has been read */
    struct known known;
    struct array arrays[PARAMETERS_MAX];

    /* Schemes that are on record; and the one used last in this transaction, with its row. */
    struct scheme_row *rows;
    size_t n_rows;
    const struct pecaddr_scheme *scheme;
    int64_t scheme_id;
};

extern const struct store_ops registry_postgres_ops;

void registry_postgres_forget_schemes(struct postgres_store *self);

/*
 * Advisory locks are taken under this number, 'PECA'. 0: the registry as a whole; from 1 on, what
 * keys are spread over.
 */
#define REGISTRY_LOCKS "1346716481"

/* Connecting (postgres-open.c). */

/* Connects, unless there is a connection, and sees that what is there is the registry. */
int registry_postgres_connect(struct postgres_store *self, struct pecaddr_registry_error *error);
void registry_postgres_disconnect(struct postgres_store *self);

/* Statements (postgres-server.c). */

struct statement {
    const char *sql;
    int n;
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX];
    int formats[PARAMETERS_MAX];
};

void registry_statement_text(struct statement *statement, const char *text);
void registry_statement_array(struct statement *statement, const struct array *array);

/* Sends a statement; what it gives comes with registry_postgres_receive(). */
int registry_postgres_send(struct postgres_store *self, const struct statement *statement,
                           struct pecaddr_registry_error *error);
/*
 * Receives what all statements gave that were sent. After one that failed the server has ignored
 * the rest. *ret_last: what the last one gave, to be cleared; may be NULL.
 */
int registry_postgres_receive(struct postgres_store *self, PGresult **ret_last,
                              struct pecaddr_registry_error *error);
/* Runs SQL without parameters, which may take `seconds`. *ret_last as before. */
int registry_postgres_script(struct postgres_store *self, const char *sql, unsigned seconds,
                             PGresult **ret_last, struct pecaddr_registry_error *error);

/* Ends the transaction on the server, if there is one, or else the connection. */
void registry_postgres_roll_back(struct postgres_store *self);

/* A failure that trying again does not mend; `what` says what is wrong and what to do. */
int registry_postgres_fail(struct postgres_store *self, struct pecaddr_registry_error *error,
                           const char *what);
int registry_postgres_damaged(struct postgres_store *self, const char *what,
                              struct pecaddr_registry_error *error);

/*
 * One that may be tried again: gives `code`, STORE_AGAIN or STORE_UNKNOWN, or PECADDR_E_STORAGE
 * when that has been going on for as long as the timeout says.
 */
int registry_postgres_again(struct postgres_store *self, int code, const char *what,
                            struct pecaddr_registry_error *error);
int registry_postgres_no_connection(struct postgres_store *self, const char *why,
                                    struct pecaddr_registry_error *error);
void registry_postgres_forget_failures(struct postgres_store *self);
/* Waits a little before the next try. */
void registry_postgres_pause(const struct postgres_store *self);

/* The server, or this user, can only read. */
int registry_postgres_read_only(struct postgres_store *self, struct pecaddr_registry_error *error);

/* A text of the server's or libpq's as a part of a line. */
#define DETAIL_MAX   256
#define DETAIL(text) registry_postgres_detail(text, (char[DETAIL_MAX]){0})
const char *registry_postgres_detail(const char *text, char buffer[DETAIL_MAX]);

#endif
