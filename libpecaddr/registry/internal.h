/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_INTERNAL_H
#define PECADDR_REGISTRY_INTERNAL_H

#include <stdbool.h>

#include <pecaddr/registry.h>

/*
 * How libpecaddr-registry is made.
 *
 * - registry.c: the public functions: the handle, its sources, questions in, answers out.
 * - identity.c: who a person is and what is done about it, the rules of SPEC §5, once for all
 *   stores; import.c: the same for mailboxes that exist already; life.c: what becomes of a
 *   mailbox that was issued.
 * - A store keeps records, and knows no rules but those that its database holds: sqlite.c,
 *   memory.c; preview.c lays one store over another.
 * - A source knows which addresses exist elsewhere: file.c.
 * - uri.c: the text that names a store or a source. address.c, holder.c, error.c: what an
 *   address is, what a codice fiscale is, what went wrong.
 */

#define EXPORT            __attribute__((visibility("default")))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

#define HOLDER_MAX 16
#define DATE_MAX   10
#define WHY_MAX    500

/* Errors (error.c). */

/*
 * Fills in the caller's error, if there is one, and returns `code`, so that a function can end with
 * `return registry_fail(…)`.
 */
int registry_fail(struct pecaddr_registry_error *error, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

int registry_no_memory(struct pecaddr_registry_error *error);

/* What an errno means, in English whatever the locale. */
const char *registry_reason(int number);

/* A path or URI as a message shows it: whole, or its end when it is long. */
#define SHOWN_MAX   168
#define SHOWN(text) registry_shown(text, (char[SHOWN_MAX]){0})
const char *registry_shown(const char *text, char buffer[SHOWN_MAX]);

/*
 * Whether a struct of the caller, `size` bytes by its own word, holds all that this library knows
 * (`known` bytes) and nothing beyond that it does not know: the tail must be zero.
 */
bool registry_struct_fits(const void *object, size_t size, size_t known);
bool registry_error_fits(const struct pecaddr_registry_error *error);

/* URIs (uri.c). */

/*
 * A URI in its parts, `kind:path?name=value&name=value`. In path and values, %XX is the byte with
 * this hexadecimal number; `?` begins the parameters and is written %3F elsewhere, and `%` is
 * written %25. Nothing else is special. Parameters that no one takes are an error
 * (registry_uri_done()).
 */
#define URI_PARAMETERS_MAX 4
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

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error);
void registry_uri_free(struct uri *uri);

/* The value of a parameter, or NULL; and whether all parameters have been taken. */
const char *registry_uri_take(struct uri *uri, const char *name);
int registry_uri_done(const struct uri *uri, struct pecaddr_registry_error *error);

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

/* Stores (sqlite.c, memory.c, preview.c). */

/* What a store knows of a living mailbox. Empty texts and zeros are unknown. */
struct record {
    const struct store *store; /* that it came from, and to which `id` and `revision` belong */
    int64_t id;
    int64_t revision;
    enum pecaddr_state state;
    struct entry entry;
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[HOLDER_MAX + 1];
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
};

/*
 * A store: records, in transactions. Every function returns PECADDR_OK or an error and its
 * sentence; the find functions also PECADDR_NO_MATCH, and they find what is not released.
 */
struct store {
    const struct store_ops *ops;
};

struct store_ops {
    /* Mode CHECK: what is read is of one moment. Mode CLAIM: nobody else writes until the end. */
    int (*begin)(struct store *store, enum pecaddr_mode mode, struct pecaddr_registry_error *error);
    int (*commit)(struct store *store, struct pecaddr_registry_error *error);
    void (*rollback)(struct store *store);

    int (*find_address)(struct store *store, const char *address, struct record *ret_record,
                        struct pecaddr_registry_error *error);
    /* Any living mailbox of a codice fiscale in a domain. */
    int (*find_holder)(struct store *store, const char *domain, const char *holder,
                       struct record *ret_record, struct pecaddr_registry_error *error);
    /* The reserved or active mailbox of a register entry in a domain: retired ones have none. */
    int (*find_entry)(struct store *store, const char *domain, const struct entry *entry,
                      struct record *ret_record, struct pecaddr_registry_error *error);

    /* Puts a mailbox on record, its address known to be free. */
    int (*insert)(struct store *store, const struct record *record, const struct issue *issue,
                  const char *why, struct pecaddr_registry_error *error);
    /* Changes the facts of `before`, as it was found in this transaction, to those of `after`. */
    int (*amend)(struct store *store, const struct record *before, const struct record *after,
                 const char *why, struct pecaddr_registry_error *error);

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
/* `base` must outlive it. */
int registry_preview_open(struct store *base, struct store **ret_store,
                          struct pecaddr_registry_error *error);

/* NULL is accepted. */
void registry_store_close(struct store *store);

/* Sources (file.c). */

/* What a source says; nothing at all counts as failed. */
enum presence { PRESENCE_FAILED = 0, PRESENCE_ABSENT, PRESENCE_PRESENT };

struct source {
    const struct source_ops *ops;
};

struct source_ops {
    /* Answers n questions. `error`: the sentence for the last one that failed. */
    void (*ask)(struct source *source, const char *const addresses[], size_t n,
                enum presence ret_presence[], struct pecaddr_registry_error *error);
    void (*close)(struct source *source);
};

int registry_file_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error);

void registry_source_close(struct source *source);

/* The rules (identity.c, import.c, life.c). */

/* A question, made ready: name, holder and entry checked and folded, the sources heard. */
struct question {
    struct pecaddr_query *query;
    const char *domain;
    int failure; /* what is wrong with it, else 0 */
    enum presence outside;
    struct entry entry;
    char holder[HOLDER_MAX + 1];                 /* empty: none was given */
    char local_part[PECADDR_LOCAL_PART_MAX + 1]; /* at level 0 */
};

/* Answers one question inside a transaction of `mode`. After an error nothing may stand. */
int registry_settle(struct store *store, enum pecaddr_mode mode, struct question *question,
                    struct pecaddr_registry_error *error);

/* Brings in one mailbox inside a transaction. */
int registry_import_one(struct store *store, const struct pecaddr_mailbox *mailbox, int *ret_result,
                        struct pecaddr_registry_error *error);

/* Gives back one address, folded, inside a transaction. */
int registry_release_one(struct store *store, const char *address, const char *why,
                         struct pecaddr_registry_error *error);

#endif
