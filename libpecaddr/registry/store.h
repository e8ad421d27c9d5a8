/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_STORE_H
#define PECADDR_REGISTRY_STORE_H

#include "copied.h"
#include "record.h"
#include "uri.h"

#include <pecaddr/registry.h>

/* Told of a mailbox; what it is given lives until it returns. Not PECADDR_OK: stop. */
typedef int registry_on_record_fn(void *user, const struct record *record);

/* What a transaction is about; empty where that is not known. */
struct sought {
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1]; /* in the address's domain, as the entry */
    struct entry entry;
    struct namesakes namesakes;
    bool released; /* what was released at the address, too */
    bool forgets;  /* its holder is forgotten: others who are have to wait */
};

/* Gives the i-th, *ret_sought being empty; false: there is nothing to look for. */
typedef bool registry_sought_fn(const void *user, size_t i, struct sought *ret_sought);

/* Which mailboxes are looked for: all conditions have to hold. Empty texts and zeros are none. */
struct search {
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1];
    /* What the letters of the names begin with. */
    char given[PECADDR_LOCAL_PART_MAX + 1];
    char surname[PECADDR_LOCAL_PART_MAX + 1];
    struct entry entry; /* each fact of it by itself */
    enum pecaddr_state state;
    char expires_before[DATE_MAX + 1];
    bool without_entry; /* or without a part of it */
    bool without_holder;
    bool released; /* these too, though they are not on record any more */
};

/*
 * What a transaction may end with beside PECADDR_OK and an error, with the error's sentence written
 * for whoever does not try again. A store says so for as long as trying again makes sense.
 */
enum {
    STORE_AGAIN = 1001,  /* nothing was done; it can be tried again */
    STORE_UNKNOWN = 1002 /* all or nothing was done; what is safe to do twice can be tried again */
};

/* The store issues no new address: see may_issue. */
enum { STORE_STOPPED = 1003 };

/*
 * Who verifies a registry. What the functions return that is not PECADDR_OK ends it.
 *
 *   found     told what is not as it must be; NULL: nothing but mailboxes is looked at.
 *   mailbox   told each mailbox, with the letters of its names. `readable`: all that was read is what
 *             can be on record; what is not reads as unknown.
 */
struct verifier {
    int (*found)(void *user, const struct pecaddr_finding *finding);
    int (*mailbox)(void *user, const struct pecaddr_mailbox *mailbox, const char *given_letters,
                   const char *surname_letters, bool readable);
    void *user;
};

/*
 * A store: records, in transactions. Every function returns PECADDR_OK or an error and its
 * sentence; the find functions also PECADDR_NO_MATCH, and they find what is not released. Inside a
 * transaction any of them may return STORE_AGAIN; then it is over, but for rollback.
 */
struct store {
    const struct store_ops *ops;
    /* The provinces that it is bound to, as a transaction found it; empty: to none. */
    char provinces[PROVINCES_MAX];
    /* Those that whoever uses it is bound to, from the first look of a transaction on; likewise. */
    char own[PROVINCES_MAX];
    /* Nobody knows whether an earlier try of this transaction was done. */
    bool in_doubt;
};

struct store_ops {
    /* Said before the first try of a transaction: what failed before does not count for it. NULL:
     * makes no difference. */
    void (*call)(struct store *store);
    /* Mode CHECK: what is read is of one moment. Mode CLAIM: nobody else changes what was found
     * until the end, and what is committed was right when it was. */
    int (*begin)(struct store *store, enum pecaddr_mode mode, struct pecaddr_registry_error *error);
    /* What was written before may first be known to have failed here. Also STORE_UNKNOWN. */
    int (*commit)(struct store *store, struct pecaddr_registry_error *error);
    void (*rollback)(struct store *store);

    /*
     * Says, right after begin, which addresses, holders, entries and names this transaction is
     * about: so a server can lock them alone, and be asked for all in one go. `alone`: it looks for nothing
     * else. NULL: makes no difference.
     */
    int (*prefetch)(struct store *store, registry_sought_fn *get, const void *user, size_t n,
                    bool alone, struct pecaddr_registry_error *error);

    int (*find_address)(struct store *store, const char *address, struct record *ret_record,
                        struct pecaddr_registry_error *error);
    /* Any living mailbox of a codice fiscale in a domain. */
    int (*find_holder)(struct store *store, const char *domain, const char *holder,
                       struct record *ret_record, struct pecaddr_registry_error *error);
    /* Each mailbox whose holder is on a complete register entry in a domain, or was there last, in
     * any order. Returns what `each` did. */
    int (*each_on_entry)(struct store *store, const char *domain, const struct entry *entry,
                         registry_on_record_fn *each, void *user,
                         struct pecaddr_registry_error *error);
    /* Each living mailbox of those who may be one person by their names. Likewise. */
    int (*each_namesake)(struct store *store, const struct namesakes *namesakes,
                         registry_on_record_fn *each, void *user,
                         struct pecaddr_registry_error *error);
    /* Each mailbox that was released at an address, in any order. Returns what `each` did; not
     * PECADDR_OK: stop. */
    int (*each_released)(struct store *store, const char *address, registry_on_record_fn *each,
                         void *user, struct pecaddr_registry_error *error);
    /* Each mailbox of a domain that was released and whose holder is not forgotten, of a codice
     * fiscale or of a complete register entry: one or the other may be empty. In any order; one may
     * come twice. Likewise. */
    int (*each_given_back)(struct store *store, const char *domain, const char *holder,
                           const struct entry *entry, registry_on_record_fn *each, void *user,
                           struct pecaddr_registry_error *error);
    /* Each earlier version of a mailbox: who held it, as far as it was known then. Likewise. */
    int (*each_version)(struct store *store, const struct record *record,
                        registry_on_record_fn *each, void *user,
                        struct pecaddr_registry_error *error);
    /* The day, of UTC, on which a mailbox was last reserved at an address that was given back before, or
     * after it had ended; not in this transaction. Also PECADDR_NO_MATCH. */
    int (*find_return)(struct store *store, const struct record *record, char ret_day[DATE_MAX + 1],
                       struct pecaddr_registry_error *error);
    /* The mailbox that a holder gave up for one; and the one that came instead of one. */
    int (*find_given_up)(struct store *store, const struct record *heir, struct record *ret_record,
                         struct pecaddr_registry_error *error);
    int (*find_heir)(struct store *store, const struct record *given_up, struct record *ret_record,
                     struct pecaddr_registry_error *error);

    /* Whether new addresses may be issued: not where the database may have gone back in time.
     * PECADDR_OK; STORE_STOPPED with what to do, which is an answer: the transaction goes on; or an
     * error, after which nothing may stand. NULL: always. */
    int (*may_issue)(struct store *store, struct pecaddr_registry_error *error);
    /* The operator's word that it is the right one, though it may have gone back. A transaction of
     * its own. NULL: it never does. */
    int (*resume)(struct store *store, struct pecaddr_registry_error *error);

    /* Binds one in which nothing was ever put on record to provinces. A transaction of its own. Also
     * PECADDR_E_STATE. NULL: it cannot be bound. */
    int (*bind)(struct store *store, const char *provinces, struct pecaddr_registry_error *error);

    /* Puts a mailbox on record, its address known to be free. `why`: the operator's own words, or
     * an empty text. */
    int (*insert)(struct store *store, const struct record *record, const struct issue *issue,
                  enum pecaddr_act act, const char *why, struct pecaddr_registry_error *error);
    /* Changes the facts of `before`, as it was found in this transaction, to those of `after`. One
     * that was released can only be forgotten, after the one that came instead of it. */
    int (*amend)(struct store *store, const struct record *before, const struct record *after,
                 enum pecaddr_act act, const char *why, struct pecaddr_registry_error *error);

    /* Tells, by address, the active mailboxes that expired before a day: `YYYY-MM-DD`. */
    int (*each_expired)(struct store *store, const char *day,
                        int (*each)(void *user, const char *address), void *user,
                        struct pecaddr_registry_error *error);

    /* As the public functions; address and holder are folded. */
    int (*each)(struct store *store, const struct search *search,
                int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                struct pecaddr_registry_error *error);
    int (*history)(struct store *store, const char *address,
                   int (*each)(void *user, const struct pecaddr_event *event), void *user,
                   struct pecaddr_registry_error *error);

    /* What was told last of a domain, and of a province or, with an empty text, of all; and notes a
     * range of all that has changed since. Also PECADDR_NO_MATCH. */
    int (*last_told)(struct store *store, const char *domain, const char *province,
                     struct pecaddr_told *ret_told, struct pecaddr_registry_error *error);
    int (*tell)(struct store *store, const char *domain, const char *province,
                struct pecaddr_told *ret_told, struct pecaddr_registry_error *error);
    /* Whether somebody is told of a mailbox's domain, and of its province or of all, who has yet to be
     * told of its last change. */
    int (*is_untold)(struct store *store, const struct record *record, bool *ret_untold,
                     struct pecaddr_registry_error *error);

    /* Gives each row of a table, in order, as this transaction sees it (mode CHECK). Returns what `put`
     * did, or an error. */
    int (*pour)(struct store *store, enum copied table, registry_put_fn *put, void *put_user,
                struct pecaddr_registry_error *error);
    /* Takes in all that another store is made of, in a transaction of its own. PECADDR_E_STATE: it is
     * not empty. */
    int (*fill)(struct store *store, const struct feed *feed, struct pecaddr_registry_error *error);

    /* Looks at everything as it is at one moment, without the help of indexes. */
    int (*verify)(struct store *store, const struct verifier *verifier,
                  struct pecaddr_registry_error *error);

    /* What the operator should know of a store that could be opened all the same; false: nothing.
     * NULL: there never is anything. */
    bool (*warn)(struct store *store, struct pecaddr_registry_error *ret_warning);

    void (*close)(struct store *store);
};

int registry_sqlite_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_sqlite_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error);
/* An empty store of this handle alone, by SQLite's names: `:memory:`, or "" for a file. */
int registry_sqlite_open_private(const char *name, struct store **ret_store,
                                 struct pecaddr_registry_error *error);
/* Saves a store to a file in SQLite; `copy` fills one store with another. */
typedef int registry_copy_fn(struct store *from, struct store *to,
                             struct pecaddr_registry_error *error);
int registry_sqlite_backup(struct store *from, const char *path, registry_copy_fn *copy,
                           struct pecaddr_registry_error *error);
int registry_sqlite_restore(struct uri *uri, const char *path,
                            struct pecaddr_restored *ret_restored,
                            struct pecaddr_registry_error *error);
int registry_memory_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_memory_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error);
/* libpq reads the URI: see postgres/connection.c. */
int registry_postgres_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_postgres_open(struct uri *uri, struct store **ret_store,
                           struct pecaddr_registry_error *error);
/* `base` must outlive it. */
int registry_preview_open(struct store *base, struct store **ret_store,
                          struct pecaddr_registry_error *error);

/* NULL is accepted. */
void registry_store_close(struct store *store);

#endif
