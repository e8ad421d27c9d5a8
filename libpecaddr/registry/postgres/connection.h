/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_CONNECTION_H
#define PECADDR_REGISTRY_POSTGRES_CONNECTION_H

#include "postgres/load.h"
#include "record.h"

/* A text of the server's or libpq's as a part of a line. */
#define DETAIL_MAX   256
#define DETAIL(text) registry_postgres_detail(text, (char[DETAIL_MAX]){0})
const char *registry_postgres_detail(const char *text, char buffer[DETAIL_MAX]);

/* What a URI says of a server that another takes the place of. */
enum failover { FAILOVER_UNSAID, FAILOVER_SYNCHRONOUS, FAILOVER_ALLOW_LOSS };

/* Where the registry is, as this transaction was told: see mark.c. Timelines count from 1. */
struct place {
    bool heard;
    bool same_server;
    bool same_table;
    bool waits;           /* a commit waits for a standby */
    int64_t timeline;     /* 0: none is on record */
    int64_t timeline_now; /* 0: a standby */
};

/* A connection to a server, and what has gone wrong with it. */
struct connection {
    PQconninfoOption *options;     /* of the URI */
    char *shown;                   /* server and database, for messages */
    char provinces[PROVINCES_MAX]; /* that the registry is bound to, as it was connected to */
    unsigned timeout;              /* in seconds */
    enum failover failover;
    bool several; /* servers may be meant; known once it is connected */

    PGconn *conn;     /* NULL: there is no connection */
    unsigned n_times; /* it was lost or closed: what was known of its session is known no more */
    bool writable;    /* it could be written to when it was made */
    /* As this transaction was told: that it cannot be; what this user is bound to. */
    bool read_only;
    char own[PROVINCES_MAX];
    bool committing; /* COMMIT has been sent */
    bool listing;    /* a list is being read, which may take longer */
    bool doubted;    /* the server warned while it committed */
    unsigned n_sent; /* statements whose results have not been received */

    /* What has gone wrong since the last success. */
    unsigned n_failures;
    bool unknown;    /* whether one of the commits was done */
    int64_t give_up; /* when no more is tried */

    /* The last statement that failed: its SQLSTATE, and what the server said. */
    char state[6];
    char detail[DETAIL_MAX];

    bool failed; /* this transaction */
    bool begun;  /* this transaction, on the server */
    struct place place;
};

/* Reads the URI; connection.c says what libpq reads itself. */
int registry_postgres_read_uri(struct connection *self, const char *uri,
                               struct pecaddr_registry_error *error);
/* Connects, whatever is there. */
int registry_postgres_open_connection(struct connection *self,
                                      struct pecaddr_registry_error *error);
void registry_postgres_disconnect(struct connection *self);
/* Frees what belongs to it, which a half-made one may lack. */
void registry_postgres_free_connection(struct connection *self);

/* Whole sentences, each about the server and one text; and after a try of which nothing is known.
 */
enum saying { PLAIN, NO_CONNECTION, DAMAGED, BUSY, STOPPED, NO_RIGHT, REGISTRY_REFUSED, REFUSED };

/* A failure that trying again does not mend; `what` says what is wrong and what to do. */
int registry_postgres_fail(struct connection *self, struct pecaddr_registry_error *error,
                           const char *what);
int registry_postgres_fail_saying(struct connection *self, enum saying saying, const char *text,
                                  struct pecaddr_registry_error *error);
int registry_postgres_damaged(struct connection *self, const char *what,
                              struct pecaddr_registry_error *error);

/*
 * One that may be tried again: gives `code`, STORE_AGAIN or STORE_UNKNOWN, or PECADDR_E_STORAGE
 * when that has been going on for as long as the timeout says.
 */
int registry_postgres_again(struct connection *self, int code, const char *what,
                            struct pecaddr_registry_error *error);
int registry_postgres_no_connection(struct connection *self, const char *why,
                                    struct pecaddr_registry_error *error);
void registry_postgres_forget_failures(struct connection *self);
/* Waits a little before the next try. */
void registry_postgres_pause(const struct connection *self);

#endif
