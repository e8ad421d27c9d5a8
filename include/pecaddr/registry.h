/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_H
#define PECADDR_REGISTRY_H

#include <pecaddr/pecaddr.h>

/*
 * libpecaddr-registry: who holds which mailbox, kept so that no address is ever issued twice.
 *
 * A registry is named by a URI:
 *   memory:        lives as long as the handle; for tests and previews.
 *   sqlite:PATH    one file; one Order, or one server for all. `?timeout=SECONDS` after the path:
 *                  how long to wait for another program that is writing (10, at most 3600).
 * Beside it stand any number of read-only sources, each a set of addresses known to exist:
 *   file:PATH      a list, one address at the start of each line.
 * In a PATH only `%` and `?` are special, and are written %25 and %3F.
 *
 * A holder is a codice fiscale and a register entry (domain, province, section, number). Each
 * holder has at most one live mailbox in a domain, and each mailbox one holder, for ever; the
 * database itself keeps both, whoever writes to it. Source: SPEC §5.
 *
 * Conventions are those of pecaddr.h. A handle belongs to one thread at a time, and not to the
 * child of a fork(); any number of handles, threads, processes and (on a server) machines may work
 * on one registry at once.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct pecaddr_registry;

/* The longest message of the registry, with its NUL, in bytes. */
#define PECADDR_REGISTRY_MESSAGE_MAX 512

/*
 * Why a call failed: the code it returned, and a sentence in English that names the file or server
 * and says what to do. Size is set by the caller; written only when the function fails. Every
 * function that takes one accepts NULL.
 */
struct pecaddr_registry_error {
    size_t size;
    int code;
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
};

/*
 * The life of a mailbox: reserved → active → retired; reserved → released (free again for anyone);
 * retired → reserved for the same holder only. Active is immutable. The numbers are permanent.
 */
enum pecaddr_state {
    PECADDR_STATE_RESERVED = 1, /* issued, not yet activated */
    PECADDR_STATE_ACTIVE = 2,   /* activated: its address can never be changed */
    PECADDR_STATE_RETIRED = 3,  /* ended; never issued to anyone else */
    PECADDR_STATE_RELEASED = 4  /* given back before it was activated */
};

/* `reserved`, `active`, `retired`, `released`; NULL for another number. Since 1.0. */
const char *pecaddr_state_name(enum pecaddr_state state);

/*
 * What the registry keeps of a mailbox. Texts are NUL-terminated and never NULL; empty where the
 * fact is unknown, as for a mailbox that was imported from a plain list.
 *
 *   holder     codice fiscale in upper case.
 *   section, number   0 where unknown.
 *   scheme     the canonical text of the scheme under which it was issued.
 *   level      PECADDR_LEVEL_NONE for a mailbox that was imported, not issued.
 *   receipt    what each candidate was answered, from level 0, joined by commas: `taken`,
 *              `reserved`, and last `claimed`; `imported`.
 *   expires, left   dates YYYY-MM-DD: when the mailbox expires, when the holder left the Order.
 *   updated    when it last changed, UTC, ISO 8601.
 */
struct pecaddr_mailbox {
    size_t size;
    const char *address;
    enum pecaddr_state state;
    const char *given;
    const char *surname;
    const char *holder;
    const char *province;
    char section;
    uint32_t number;
    const char *scheme;
    uint32_t table_version;
    unsigned level;
    uint32_t notes;
    const char *receipt;
    const char *expires;
    const char *left;
    const char *updated;
};

/*
 * One line of a mailbox's history.
 *
 *   at      UTC, ISO 8601.   by   the user of the database or of the machine.
 *   from    0 when the mailbox was made.   from == to   a fact other than the state changed.
 *   why     the reason in words.
 */
struct pecaddr_event {
    size_t size;
    const char *address;
    const char *at;
    const char *by;
    enum pecaddr_state from;
    enum pecaddr_state to;
    const char *why;
};

/*
 * Makes a registry where there is none, or brings the schema of an old one up to date. A registry
 * that is there already keeps all it holds.
 *
 *   uri    `memory:` is refused: it can not be kept.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT (the URI); PECADDR_E_STORAGE (unreachable, no rights,
 * full, no registry but something else, or made by a newer version); PECADDR_E_MEMORY.
 * Source: SPEC §5, §6. Since 1.0.
 */
int pecaddr_registry_init(const char *uri, struct pecaddr_registry_error *error);

/*
 * Opens a registry that is there; never makes one, since a mistyped path would start from empty
 * and issue every address again. (`memory:` is empty each time by its nature.)
 *
 *   ret_registry   to be closed by pecaddr_registry_close().
 *
 * Returns: as pecaddr_registry_init(). Since 1.0.
 */
int pecaddr_registry_open(const char *uri, struct pecaddr_registry **ret_registry,
                          struct pecaddr_registry_error *error);

/*
 * Opens a preview of a registry: it answers claims as `base` would, to the letter, and forgets them
 * when it is closed; nothing is written to `base`. What it remembers goes to a temporary file of
 * the storage engine when it is large.
 *
 *   base   must outlive the preview, and may not be used meanwhile. Sources of `base` are
 *          consulted.
 *
 * A preview answers questions; what else is asked of it is answered PECADDR_E_ARGUMENT.
 *
 * Returns: as pecaddr_registry_open(). Since 1.0.
 */
int pecaddr_registry_preview(struct pecaddr_registry *base, struct pecaddr_registry **ret_registry,
                             struct pecaddr_registry_error *error);

/* Closes a registry and its sources. NULL is accepted. Since 1.0. */
void pecaddr_registry_close(struct pecaddr_registry *registry);

/*
 * Adds a source of addresses that exist, `file:PATH`. Every question is put to the sources, in the
 * order in which they were added, before the claim. A source that says present makes a candidate
 * taken, unless the registry knows that very address as this person's; one that can not answer
 * makes the question fail. Between the source's answer and the claim no atomicity is possible.
 *
 * `?canary=ADDRESS` after the path names an address that must be found, or the source is refused.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT (the URI); PECADDR_E_STORAGE (unreadable, not a list of
 * addresses, canary not found); PECADDR_E_MEMORY. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_add_source(struct pecaddr_registry *registry, const char *uri,
                                struct pecaddr_registry_error *error);

/*
 * Answers questions: a pecaddr_ask_fn whose `user` is the struct pecaddr_registry.
 *
 * Mode CLAIM: one transaction for all n; the holder is looked up in the same transaction as the
 * claim. When it fails, none of the claims stands. Mode CHECK writes nothing.
 *
 * The holder is known by the codice fiscale, in upper case; without one, by the register entry when
 * the name on record gives the same local part. A known holder is answered PECADDR_HELD or
 * PECADDR_HELD_ELSEWHERE, and a codice fiscale or a register entry that is new is put on record (a
 * claim), with a line of history. What contradicts the record is answered PECADDR_FAILED with
 * failure PECADDR_E_HOLDER, and nothing is done: two codici fiscali on one entry, an entry re-used
 * under another name, a codice fiscale whose form or check character is wrong. An incomplete entry
 * is answered PECADDR_FAILED with PECADDR_E_PROVINCE or PECADDR_E_REGISTER, a name that gives no
 * local part with the error of pecaddr_local_part(), a source's silence with PECADDR_E_UNAVAILABLE.
 *
 * Returns: 0 when every question has its own answer; PECADDR_E_STORAGE, _MEMORY or _ARGUMENT when
 * the whole failed; pecaddr_registry_message() has the sentence. Source: SPEC §4, §5. Since 1.0.
 */
int pecaddr_registry_ask(void *registry, enum pecaddr_mode mode,
                         struct pecaddr_query *const queries[], size_t n);

/*
 * The sentence of the last failure of pecaddr_registry_ask() on this handle, also of a source that
 * could not answer, or an empty text; it lives until the next call on the handle. Since 1.0.
 */
const char *pecaddr_registry_message(const struct pecaddr_registry *registry);

/*
 * Gives back an address that is reserved: it is free again for anyone, at once. The operator's
 * explicit act.
 *
 *   address   any case.
 *   why       the reason, for the history; at most 500 bytes of UTF-8, not empty.
 *
 * Returns: PECADDR_OK; PECADDR_E_STATE (not on record, or not reserved: an active address can
 * never be given back); PECADDR_E_ARGUMENT; PECADDR_E_STORAGE. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_release(struct pecaddr_registry *registry, const char *address,
                             const char *why, struct pecaddr_registry_error *error);

/*
 * Brings in mailboxes that exist already, as active. One transaction.
 *
 *   mailboxes   address is required; given, surname, holder and the entry may be unknown (NULL or
 *               empty). Of the rest only expires is read.
 *   results     n numbers: PECADDR_OK, brought in now, or what was unknown of it put on record;
 *               PECADDR_DONE, the very same is there already; PECADDR_E_STATE, the address is there
 *               with another holder; PECADDR_E_HOLDER, the holder has another mailbox, or the
 * codice fiscale is wrong; PECADDR_E_ARGUMENT, no address, or no date; _PROVINCE, _REGISTER,
 *               _ENCODING, _TOO_LONG, the entry or the name can not be kept. Conflicts are never
 *               overwritten.
 *
 * Returns: PECADDR_OK when each has its result; PECADDR_E_STORAGE, _MEMORY, _ARGUMENT when nothing
 * was done. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_import(struct pecaddr_registry *registry,
                            const struct pecaddr_mailbox *const mailboxes[], size_t n,
                            int results[], struct pecaddr_registry_error *error);

/*
 * Tells each mailbox that has ever been on record, live ones only unless `all`, ordered by address.
 *
 *   address   only this one, any case; NULL for all.
 *   holder    only of this codice fiscale, any case; NULL for all.
 *   each      told each; what it is given lives until it returns, and it may not call back into
 *             the handle. A non-zero answer stops.
 *
 * Returns: PECADDR_OK; what `each` returned; PECADDR_E_STORAGE, _MEMORY, _ARGUMENT. Since 1.0.
 */
int pecaddr_registry_each(struct pecaddr_registry *registry, const char *address,
                          const char *holder, int all,
                          int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                          void *user, struct pecaddr_registry_error *error);

/*
 * Tells the history of an address, or of all, oldest first. As pecaddr_registry_each(). Since 1.0.
 */
int pecaddr_registry_history(struct pecaddr_registry *registry, const char *address,
                             int (*each)(void *user, const struct pecaddr_event *event), void *user,
                             struct pecaddr_registry_error *error);

/*
 * Whether a codice fiscale is well formed: 16 characters with a right check character (omocodia
 * included), in any case, or the 11 digits of a provisional one with a right check digit.
 *
 *   buffer   receives it in upper case: 17 bytes suffice. May be NULL.
 *
 * A provisional one of zeros only, which old registers fill in where they have none, is refused.
 *
 * Returns: PECADDR_OK; PECADDR_E_HOLDER; PECADDR_E_CAPACITY. Source: DM 23 Dec 1976; SPEC §6.
 * Since 1.0.
 */
int pecaddr_holder_check(struct pecaddr_text holder, char *buffer, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
