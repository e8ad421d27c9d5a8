/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_INTERNAL_H
#define PECADDR_REGISTRY_INTERNAL_H

#include "base/text.h"

#include <pecaddr/registry.h>

/*
 * How libpecaddr-registry is made.
 *
 * - registry.c: the public functions: the handle, its sources, questions in, answers out.
 * - identity.c: who a person is and what is done about it, the rules of SPEC §5, once for all
 *   stores; import.c: the same for mailboxes that exist already; life.c: what becomes of a
 *   mailbox that was issued; verify.c: whether the rules still give an address.
 * - A store keeps records, and knows no rules but those that its database holds: sqlite.c,
 *   memory.c, postgres.c; preview.c lays one store over another.
 * - A source knows which addresses exist elsewhere: file.c, exec.c, ldap.c.
 * - uri.c: the text that names a store or a source. address.c, scheme.c, error.c, clock.c: what an
 *   address is, what text a scheme has, what went wrong, how long it may take. load.c: libraries
 *   that only some URIs need.
 */

#define DATE_MAX 10
#define WHY_MAX  500

/* Errors (error.c). */

/*
 * Fills in the caller's error, if there is one, and returns `code`, so that a function can end with
 * `return registry_fail(…)`. The format is a literal, a whole sentence in English, for a program
 * may say it in another language; it has no conversions but %s %c %d %u %zu %lu %llu, and at most
 * PECADDR_REGISTRY_PARTS_MAX of them.
 */
int registry_fail(struct pecaddr_registry_error *error, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for an error whose sentence is there already, or in another struct. */
int registry_fail_as(struct pecaddr_registry_error *error, int code);
int registry_fail_with(struct pecaddr_registry_error *error, int code,
                       const struct pecaddr_registry_error *failure);

/* Nothing went wrong. */
void registry_no_failure(struct pecaddr_registry_error *error);

/* Marks a constant text that is put into a sentence, for those who make catalogues of them. */
#define N_(text) text

int registry_no_memory(struct pecaddr_registry_error *error);

/* What an errno means, in English whatever the locale. */
const char *registry_reason(int number);

/* A path or URI as a message shows it: whole, or its end when it is long. */
#define SHOWN_MAX   168
#define SHOWN(text) registry_shown(text, (char[SHOWN_MAX]){0})
const char *registry_shown(const char *text, char buffer[SHOWN_MAX]);

/* What another program said, as a message shows it: its beginning, `?` for what is not ASCII. */
#define QUOTED_MAX         81
#define QUOTED(text, size) registry_quoted(text, size, (char[QUOTED_MAX]){0})
const char *registry_quoted(const char *text, size_t size, char buffer[QUOTED_MAX]);

/* Whether the caller's error, which may be NULL, is of a size that is known. */
bool registry_error_fits(const struct pecaddr_registry_error *error);

/* Time (clock.c), in milliseconds. */

/* Since some moment in the past. */
int64_t registry_now(void);

/* Until a deadline; 0 once it has passed. */
int registry_time_left(int64_t deadline);

/* Libraries that are loaded when a URI needs them (load.c). */

/* What is used of one: its names, and the table of pointers to them, in the same order. */
struct library {
    const char *soname;
    const char *const *names;
    size_t n;    /* at most LIBRARY_NAMES_MAX */
    void *table; /* all NULL until it is loaded */
};

/* Of a list of names X(…): each as a member of the table, of the type that its header says; and as
 * a text. */
#define LIBRARY_POINTER(name) __typeof__(name) *name;
#define LIBRARY_NAME(name)    #name,
#define LIBRARY_NAMES_MAX     64

/*
 * Loads a library and fills in its table, once for all threads; false: it can not be loaded, or is
 * too old. The next call tries again.
 */
bool registry_load(const struct library *library, char ret_why[SHOWN_MAX]);

/* URIs (uri.c). */

/*
 * A URI in its parts, `kind:path?name=value&name=value`. In path and values, %XX is the byte with
 * this hexadecimal number; `?` begins the parameters and is written %3F elsewhere, and `%` is
 * written %25. Nothing else is special. Parameters that no one takes are an error
 * (registry_uri_done()).
 */
#define URI_PARAMETERS_MAX 16
#define URI_TIMEOUT_MAX    3600u
struct uri {
    const char *text; /* as it was given; the caller's */
    char *buffer;
    const char *kind;
    const char *path;
    struct uri_parameter {
        const char *name;
        const char *value;
        bool taken;
    } parameters[URI_PARAMETERS_MAX];
    size_t n_parameters;
};

/* A URI as a message shows it: without passwords, and its end when it is long. */
#define SHOWN_URI(text) registry_uri_shown(text, (char[SHOWN_MAX]){0})
const char *registry_uri_shown(const char *text, char buffer[SHOWN_MAX]);

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error);
void registry_uri_free(struct uri *uri);

/* The value of a parameter, or NULL; and whether all parameters have been taken. */
const char *registry_uri_take(struct uri *uri, const char *name);
int registry_uri_done(const struct uri *uri, struct pecaddr_registry_error *error);

/* The parameter `timeout`: `least` to URI_TIMEOUT_MAX seconds. Not given, *timeout stays. */
int registry_uri_timeout(struct uri *uri, unsigned least, unsigned *timeout,
                         struct pecaddr_registry_error *error);

/*
 * A copy of the path for the file functions; one that could be read as an option of the storage
 * engine or as another kind of name begins with `./`. To be freed.
 */
int registry_uri_file(const struct uri *uri, char **ret_path, struct pecaddr_registry_error *error);

/* Addresses and other facts (address.c). */

/*
 * Puts an address into the form in which addresses are compared, ASCII lower case. What is already
 * in use need not be an address that a scheme would give: dots may stand anywhere in the local
 * part. False: no address.
 */
bool registry_address_fold(const char *text, size_t size,
                           char ret_address[PECADDR_ADDRESS_MAX + 1]);

const char *registry_address_domain(const char *address);

/* Whether a byte can be in an address, after folding. */
bool registry_address_byte(char c);

/* A register entry. Zero: unknown. province is upper case. */
struct entry {
    char province[3];
    char section;
    uint32_t number;
};

bool registry_entry_complete(const struct entry *entry);
bool registry_entry_equal(const struct entry *a, const struct entry *b);

/* A province as two upper-case letters; false if it is not two letters. */
bool registry_province_fold(const char *text, size_t size, char ret_province[3]);
/* A section as 'A' or 'B'; 0 if it is neither. */
char registry_section_fold(char section);

/* PECADDR_OK, PECADDR_E_ENCODING or PECADDR_E_TOO_LONG (over PECADDR_FIELD_MAX). */
int registry_text_check(const char *text, size_t size);

/* The canonical text of a scheme, which stores keep once, to be freed (scheme.c). */
int registry_scheme_text(const struct pecaddr_scheme *scheme, char **ret_text,
                         struct pecaddr_registry_error *error);

/* Questions. */

/* What a source says; nothing at all counts as failed. */
enum presence { PRESENCE_FAILED = 0, PRESENCE_ABSENT, PRESENCE_PRESENT };

/* A question, made ready: name, holder and entry checked and folded, the sources heard. */
struct question {
    struct pecaddr_query *query;
    const char *domain;
    int failure; /* what is wrong with it, else 0 */
    enum presence outside;
    struct entry entry;
    char holder[PECADDR_HOLDER_MAX + 1];         /* empty: none was given */
    char local_part[PECADDR_LOCAL_PART_MAX + 1]; /* at level 0 */
};

/* Stores (sqlite.c, memory.c, postgres.c, preview.c). */

/* What a store knows of a living mailbox. Empty texts and zeros are unknown. */
struct record {
    const struct store *store; /* that it came from, and to which `id` and `revision` belong */
    int64_t id;
    int64_t revision;
    enum pecaddr_state state;
    bool used;          /* it was active once: its address is never anybody else's */
    struct entry entry; /* the holder's now, or the last */
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1];
    char expires[DATE_MAX + 1];
    char left[DATE_MAX + 1];
    char given[PECADDR_FIELD_MAX + 1];
    char surname[PECADDR_FIELD_MAX + 1];
};

/* How a mailbox was issued; scheme NULL: it was imported. */
struct issue {
    const struct pecaddr_scheme *scheme;
    unsigned level;
    uint32_t notes;
    const char *receipt;
    int64_t instead_of; /* the id of the mailbox that its holder gave up for it; 0: none */
};

/* How a mailbox that is no longer released came to a register entry, and whether it is still there.
 */
enum standing {
    STANDS = 1, /* reserved or active, its holder in the Order: one at most for each entry */
    LEFT,       /* retired, or its holder left the Order: nobody else came from there since */
    MOVED       /* its holder, known by the codice fiscale, moved to another entry, with this
                   mailbox or with one that he had before and gave up for it */
};

/* Told of each mailbox on an entry; what it is given lives until it returns. Not PECADDR_OK: stop.
 */
typedef int registry_on_entry_fn(void *user, const struct record *record, enum standing standing);

/* The same of a mailbox alone. */
typedef int registry_on_record_fn(void *user, const struct record *record);

/*
 * What a transaction may end with beside PECADDR_OK and an error, with the error's sentence written
 * for whoever does not try again. A store says so for as long as trying again makes sense.
 */
enum {
    STORE_AGAIN = 1001,  /* nothing was done; it can be tried again */
    STORE_UNKNOWN = 1002 /* all or nothing was done; what is safe to do twice can be tried again */
};

/*
 * A store: records, in transactions. Every function returns PECADDR_OK or an error and its
 * sentence; the find functions also PECADDR_NO_MATCH, and they find what is not released. Inside a
 * transaction any of them may return STORE_AGAIN; then it is over, but for rollback.
 */
struct store {
    const struct store_ops *ops;
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
     * Says, right after begin, that this transaction looks for nothing but the addresses, holders
     * and entries of these questions, and writes nothing but what they lead to: so a server can be
     * asked for all in one go, and be told all in one go. NULL: makes no difference.
     */
    int (*prefetch)(struct store *store, const struct question questions[], size_t n,
                    struct pecaddr_registry_error *error);

    int (*find_address)(struct store *store, const char *address, struct record *ret_record,
                        struct pecaddr_registry_error *error);
    /* Any living mailbox of a codice fiscale in a domain. */
    int (*find_holder)(struct store *store, const char *domain, const char *holder,
                       struct record *ret_record, struct pecaddr_registry_error *error);
    /* Each living mailbox in a domain whose holder's codice fiscale was this one until it was
     * replaced by another, in any order. One may be told twice. Returns what `each` did. */
    int (*each_replaced)(struct store *store, const char *domain, const char *holder,
                         registry_on_record_fn *each, void *user,
                         struct pecaddr_registry_error *error);
    /* Each mailbox that stands or stood on a complete register entry in a domain, in any order. One
     * that moved away may be told twice. Returns what `each` did. */
    int (*each_on_entry)(struct store *store, const char *domain, const struct entry *entry,
                         registry_on_entry_fn *each, void *user,
                         struct pecaddr_registry_error *error);

    /* Puts a mailbox on record, its address known to be free. */
    int (*insert)(struct store *store, const struct record *record, const struct issue *issue,
                  const char *why, struct pecaddr_registry_error *error);
    /* Changes the facts of `before`, as it was found in this transaction, to those of `after`. */
    int (*amend)(struct store *store, const struct record *before, const struct record *after,
                 const char *why, struct pecaddr_registry_error *error);

    /* Tells, by address, the active mailboxes that expired before a day: `YYYY-MM-DD`. */
    int (*each_expired)(struct store *store, const char *day,
                        int (*each)(void *user, const char *address), void *user,
                        struct pecaddr_registry_error *error);

    /* As the public functions; address and holder are folded. */
    int (*each)(struct store *store, const char *address, const char *holder, bool all,
                int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                struct pecaddr_registry_error *error);
    int (*history)(struct store *store, const char *address,
                   int (*each)(void *user, const struct pecaddr_event *event), void *user,
                   struct pecaddr_registry_error *error);

    void (*close)(struct store *store);
};

int registry_sqlite_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_sqlite_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error);
/* An empty store of this handle alone, by SQLite's names: `:memory:`, or "" for a file. */
int registry_sqlite_open_private(const char *name, struct store **ret_store,
                                 struct pecaddr_registry_error *error);
int registry_memory_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_memory_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error);
/* libpq reads the URI: see postgres.c. */
int registry_postgres_init(struct uri *uri, struct pecaddr_registry_error *error);
int registry_postgres_open(struct uri *uri, struct store **ret_store,
                           struct pecaddr_registry_error *error);
/* `base` must outlive it. */
int registry_preview_open(struct store *base, struct store **ret_store,
                          struct pecaddr_registry_error *error);

/* NULL is accepted. */
void registry_store_close(struct store *store);

/* Sources (file.c, exec.c, ldap.c). */

struct source {
    const struct source_ops *ops;
};

struct source_ops {
    /* Answers n questions. `error`: when one failed, the sentence for the last that did. */
    void (*ask)(struct source *source, const char *const addresses[], size_t n,
                enum presence ret_presence[], struct pecaddr_registry_error *error);
    void (*close)(struct source *source);
};

int registry_file_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);
int registry_exec_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);
/* For the kinds `ldap` and `ldaps`. */
int registry_ldap_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);

void registry_source_close(struct source *source);

/* The rules (identity.c, import.c, life.c, verify.c). */

/* Answers one question inside a transaction of `mode`. After an error nothing may stand. */
int registry_settle(struct store *store, enum pecaddr_mode mode, struct question *question,
                    struct pecaddr_registry_error *error);

/* Whether two persons have one name, however it is spelt (identity.c). */
bool registry_same_words(const struct pecaddr_person *a, const struct pecaddr_person *b);

/* Puts the name of a person, known to fold and fit, on record. */
void registry_set_name(struct record *record, const struct pecaddr_person *person);

/* The state of a name as in pecaddr_state_name(); 0 for another name or NULL (life.c). */
enum pecaddr_state registry_state_of(const char *name);

/* The mailbox that a step is about; PECADDR_E_STATE when there is none. */
int registry_find_mailbox(struct store *store, const char *address, struct record *ret_known,
                          struct pecaddr_registry_error *error);

/* Whether a mailbox stands on its register entry: see enum standing. `left` is empty or a date. */
bool registry_is_standing(enum pecaddr_state state, const char *left);
bool registry_stands(const struct record *record);

/*
 * What each candidate was answered up to a query's, which is being claimed. `given_up`: the address
 * that is released in the same act, or NULL.
 */
#define RECEIPT_MAX (PECADDR_LEVELS_MAX * sizeof "released,")
void registry_write_receipt(const struct pecaddr_query *query, const char *given_up,
                            char ret_receipt[RECEIPT_MAX]);

/* Whether a text is a day of the calendar, YYYY-MM-DD. */
bool registry_is_date(const char *text);

/* Brings in one mailbox inside a transaction. */
int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, int *ret_result,
                        struct pecaddr_registry_error *error);

/* One step of a mailbox's life, inside a transaction. */
struct step {
    int (*run)(struct store *store, const struct step *step, struct pecaddr_registry_error *error);
    const char *address; /* folded */
    const char *date;    /* activate, renew, leave, expire */
    const char *holder;  /* relink: folded */
    const char *why;
};

/* The handle (registry.c). */

/* A registry that is there and is no preview, and a caller's error that can be written. */
int registry_check_call(const struct pecaddr_registry *registry,
                        struct pecaddr_registry_error *error);

/* Folds an address that has to be there; checks a reason. */
int registry_read_address(const char *address, char ret_address[PECADDR_ADDRESS_MAX + 1],
                          struct pecaddr_registry_error *error);
int registry_check_why(const char *why, struct pecaddr_registry_error *error);

struct store *registry_store(struct pecaddr_registry *registry);

/*
 * Runs `body` in a transaction, which is committed when it returns PECADDR_OK; again, when the
 * store says that it may be tried again. `repeatable`: doing it twice does no harm.
 */
typedef int registry_body_fn(struct store *store, void *user, struct pecaddr_registry_error *error);
int registry_transact(struct pecaddr_registry *registry, enum pecaddr_mode mode, bool repeatable,
                      registry_body_fn *body, void *user, struct pecaddr_registry_error *error);

/* What the sources say of one address. */
enum presence registry_hear(struct pecaddr_registry *registry, const char *address,
                            struct pecaddr_registry_error *error);

#endif
