/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_H
#define PECADDR_REGISTRY_H

#include <pecaddr/pecaddr.h>

/*
 * libpecaddr-registry: who holds which mailbox, kept so that no address is ever issued twice.
 *
 * A registry is named by a URI:
 *   memory:        lives as long as the handle; for tests and previews.
 *   sqlite:PATH    one file; one Order, or one server for all. Parameters, joined by `&`:
 *                    timeout=SECONDS   how long to wait for another program that is writing (10, at
 *                                      most 3600)
 *                    network=allow     the file may lie on a file system of another machine: nobody
 *                                      else ever uses it. Without it one that is mounted from
 *                                      another machine (NFS, SMB, AFS, Ceph, 9p, sshfs …) is
 *                                      refused, as SQLite's locks do not hold there, and one of a
 *                                      kind that is not known is told by pecaddr_registry_warning()
 *                  Beside it stands PATH-mark, which says how far the registry was. One that knows less
 *                  than its mark was put back from a copy, and would issue again what was issued since:
 *                  it issues no new address, like one without a mark, until pecaddr_registry_resume().
 *                    mark=PATH         where the mark is instead, such as on another disk
 *   postgresql://USER@HOST[:PORT][,HOST…]/DATABASE, postgres://…   a server, for many Orders and
 *                  machines, where this build has PostgreSQL (12 or newer, database in UTF8). libpq
 *                  reads it: TLS, passwords and timeouts are as its documentation says.
 *                    timeout=SECONDS   our own parameter: how long a call waits for the server, and
 *                                      for others who are writing; and how long it goes on trying
 *                                      after a lost connection or a conflict (30, 1 to 3600)
 *                    failover=…        our own too: what may be lost when another server takes the
 *                                      place of this one, see below: `synchronous` or `allow-loss`
 *                  Of several hosts the one is used that can be written to, unless it says
 *                  target_session_attrs: with `any`, one that only can be read answers checks.
 *                  Its owner has put on record on which server it is, on which timeline of the
 *                  server's log (a promotion begins one, and so does the end of a recovery), in
 *                  which database and table. Elsewhere it may lack what was issued last, and issues
 *                  no new address until pecaddr_registry_resume(). A failover is one such change;
 *                  for a failover the URI can say beforehand what is to become of it:
 *                    failover=synchronous   each commit waits for the server that would be promoted:
 *                                      a later timeline is passed, but nothing new is issued while
 *                                      the server waits for none (synchronous_standby_names)
 *                    failover=allow-loss    whatever is there issues, though it may issue an address
 *                                      again that was lost
 *                  With several hosts and neither of them nothing new is issued.
 *                  The user who makes the registry owns it; others are given the roles
 *                  pecaddr_issuer, who issues addresses and can break no rule, or pecaddr_reader.
 *                  Each pecaddr_registry_init() gives these two their rights, if they are there.
 * Beside it stand any number of read-only sources, each a set of addresses known to exist:
 *   file:PATH      a list, one address at the start of each line; rows without one are skipped. One
 *                  whose addresses are not in the first column, or in more than it, is refused; so
 *                  is one that was cut in mid-line. `?empty=allow`: it may hold no address of a
 *                  scheme's domain, or none at all; without it, each question of that domain fails.
 *                  One that is changed while it is in use answers no more.
 *   exec:COMMAND   a command of the shell, which answers each line `ADDRESS` with the line
 *                  `ADDRESS absent`, `ADDRESS present` or `ADDRESS failed`, in order and at once,
 *                  until its input ends. `?timeout=SECONDS`: for each answer (10, 1 to 3600). Its
 *                  standard input and output are a socket. To end it, its whole process group is
 *                  killed; a descendant that has left the group (setsid, a daemon) survives that.
 *   ldap://HOST[:PORT]/BASE, ldaps://HOST[:PORT]/BASE   a directory, where this build has LDAP; an
 *                  address exists when an entry has it. Parameters, joined by `&`:
 *                    attribute=NAME,…   in any of these attributes (mail)
 *                    scope=sub|one      below BASE and at it, or right below it (sub)
 *                    filter=(…)         and for which this holds too; `&` in it is written %26
 *                    bind=DN, password-file=PATH   as whom to ask (nobody); the file is one line
 *                    starttls=yes       secures an ldap: connection
 *                    ca=PATH            who may sign the server's certificate (the system's)
 *                    timeout=SECONDS    for all that a block of 256 questions needs (10, 1 to 3600)
 *                                       but the look-up of HOST's name, which only the resolver's
 *                                       own timeouts limit (resolv.conf)
 *                  Aliases and referrals are never followed. Neither libldap's files nor its
 *                  variables of the environment change any of it.
 * libpq and libldap are loaded when such a URI is first opened, from where the system has them, and
 * stay loaded; a program that opens none needs neither. While one cannot be loaded, the answer is
 * PECADDR_E_STORAGE.
 * In a PATH or COMMAND or BASE only `%` and `?` are special, and are written %25 and %3F. What messages
 * show of a URI: see pecaddr_registry_show_uri().
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

/* The longest reason for a step of a mailbox's life, in bytes. */
#define PECADDR_REASON_MAX 200

/* How many parts a sentence of the registry has at most, and all of them, in bytes. */
#define PECADDR_REGISTRY_PARTS_MAX  8
#define PECADDR_REGISTRY_PARTS_SIZE 1024

/*
 * Why a call failed: the code it returned, and a sentence in English that names the file or server
 * and says what to do. Size is set by the caller; written only when the function fails. Every
 * function that takes one accepts NULL.
 *
 *   message    the whole sentence, ready to be shown; its end is cut off where it is too long.
 *   sentence   the same as a format of printf(), for programs that say it in another language: a
 *              constant of the library, which lives as long as that is loaded, and by which a
 *              translation can be found. It has the conversions %s %c %d %u %zu %lu %llu and %%.
 *              NULL: there is only the message.
 *   n_parts, parts   the text of each conversion but %%, in order, each ended by a NUL. A part may
 *              be a constant text of the library too (what an errno means, the name of a state).
 */
struct pecaddr_registry_error {
    size_t size;
    int code;
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    const char *sentence;
    size_t n_parts;
    char parts[PECADDR_REGISTRY_PARTS_SIZE];
};
#define PECADDR_REGISTRY_ERROR_INIT PECADDR_SIZED_INIT(pecaddr_registry_error)

/*
 * The life of a mailbox: reserved → active → retired; reserved → released (free again for anyone);
 * retired → reserved for the same holder only. The address of one that is or was active can never
 * change, nor be released. The numbers are permanent.
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
 * What is done to a mailbox: the kind of each line of its history. The numbers are permanent.
 */
enum pecaddr_act {
    PECADDR_ACT_ISSUE = 1,    /* issued */
    PECADDR_ACT_IMPORT = 2,   /* brought in, or what was unknown of it put on record */
    PECADDR_ACT_BLOCK = 3,    /* brought in without its facts, which were refused */
    PECADDR_ACT_CLAIM = 4,    /* the holder asked again: new facts of his, or he came back */
    PECADDR_ACT_ACTIVATE = 5, /* those that follow: see pecaddr_registry_step() */
    PECADDR_ACT_RELEASE = 6,
    PECADDR_ACT_CHANGE = 7, /* one released, and another issued instead of it */
    PECADDR_ACT_CORRECT = 8,
    PECADDR_ACT_RENEW = 9,
    PECADDR_ACT_LEAVE = 10,
    PECADDR_ACT_RETIRE = 11,
    PECADDR_ACT_EXPIRE = 12, /* retired as it expired */
    PECADDR_ACT_RELINK = 13,
    PECADDR_ACT_FORGET = 14 /* what is known of the holder of a retired one was erased */
};

/* `issue`, `import`, `block` and so on; NULL for another number. Since 1.0. */
const char *pecaddr_act_name(enum pecaddr_act act);

/*
 * What the registry keeps of a mailbox. Texts are NUL-terminated and never NULL; empty where the
 * fact is unknown, as for a mailbox that was imported from a plain list.
 *
 *   holder     codice fiscale in upper case.
 *   section, number   0 where unknown.
 *   scheme     the canonical text of the scheme under which it was issued.
 *   level      PECADDR_LEVEL_NONE for a mailbox that was imported, not issued.
 *   notes      enum pecaddr_note bits with which it was issued, those on the codice fiscale of that
 *              time among them; 0 for a mailbox that was imported.
 *   receipt    what each candidate was answered, from level 0, joined by commas: `taken`,
 *              `reserved`, `released` (given up in the same act: pecaddr_registry_change()), and
 *              last `claimed`; `imported`; `blocked`, imported without its facts.
 *   expires, left   dates YYYY-MM-DD: when the mailbox expires, when the holder left the Order.
 *   issued_province, issued_section, issued_number   the register entry when it was issued, which
 *              the address may contain; province, section and number are the holder's now.
 *   issued_given, issued_surname   likewise the name.
 *   created, updated   when it was put on record and when it last changed, UTC, ISO 8601.
 *   since      for pecaddr_registry_import() alone, else empty: YYYY-MM-DD: the day on which it was
 *              activated, by the list.
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
    const char *created;
    const char *issued_province;
    char issued_section;
    uint32_t issued_number;
    const char *issued_given;
    const char *issued_surname;
    const char *since;
};
#define PECADDR_MAILBOX_INIT PECADDR_SIZED_INIT(pecaddr_mailbox)

/*
 * The facts of a mailbox beside its state, as bits: which of them a change set, be it for the first
 * time. The numbers are permanent.
 */
enum pecaddr_fact {
    PECADDR_FACT_HOLDER = 1,  /* the codice fiscale */
    PECADDR_FACT_ENTRY = 2,   /* the register entry */
    PECADDR_FACT_NAME = 4,    /* given names or surname */
    PECADDR_FACT_EXPIRES = 8, /* the day on which it expires */
    PECADDR_FACT_LEFT = 16,   /* the day on which the holder left the Order */
    PECADDR_FACT_STATE = 32   /* the state: in a reason alone, as an event has it by itself */
};

/*
 * One line of a mailbox's history.
 *
 *   change  the number of the transaction: those of a range were told by pecaddr_registry_tell().
 *   at      UTC, ISO 8601.   by   the user of the database or of the machine.
 *   from    0 when the mailbox was made.   from == to   a fact other than the state changed.
 *   act     what was done.   why   the operator's own words; empty where none were asked for.
 *   other   of PECADDR_ACT_CHANGE: the address that this one was changed to, or that it was issued
 *           instead of; else empty.
 *   holder   the codice fiscale that the change replaced, or empty.
 *   province, section, number   the register entry that the change replaced, or empty and 0.
 *   given, surname   the name that the change replaced, or empty.
 *   expires, left   the dates YYYY-MM-DD that the change replaced, or empty.
 *   facts   what changed beside the state, of enum pecaddr_fact: a fact that is among them and
 *           empty here was unknown before. 0 when the mailbox was made.
 */
struct pecaddr_event {
    size_t size;
    const char *address;
    const char *at;
    const char *by;
    enum pecaddr_state from;
    enum pecaddr_state to;
    enum pecaddr_act act;
    const char *why;
    const char *other;
    const char *holder;
    const char *province;
    char section;
    uint32_t number;
    const char *given;
    const char *surname;
    const char *expires;
    const char *left;
    uint32_t facts;
    uint64_t change;
};
#define PECADDR_EVENT_INIT PECADDR_SIZED_INIT(pecaddr_event)

/*
 * Makes a registry where there is none, or brings the schema of an old one up to date. A registry
 * that is there already keeps all it holds.
 *
 *   uri    `memory:` is refused: it cannot be kept.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT (the URI); PECADDR_E_STORAGE (unreachable, no rights,
 * full, no registry but something else, or made by a newer version; or the client library cannot
 * be loaded); PECADDR_E_MEMORY. Source: SPEC §5, §6. Since 1.0.
 */
int pecaddr_registry_init(const char *uri, struct pecaddr_registry_error *error);

/*
 * Binds a registry in which nothing was ever put on record to provinces: from then on it answers
 * questions about persons of another Order, claims among them, with PECADDR_E_PROVINCE. What is in use elsewhere
 * can still be imported. To be called right after pecaddr_registry_init(), while nobody else has it open.
 *
 *   provinces   their sigle, joined by commas, any case: `MC`, `AN,MC`.
 *
 * Returns: PECADDR_OK; PECADDR_DONE, it was bound so already; PECADDR_E_STATE, something was put on record;
 * PECADDR_E_ARGUMENT; PECADDR_E_STORAGE, also where the user of a server is not the owner;
 * PECADDR_E_MEMORY. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_bind(struct pecaddr_registry *registry, const char *provinces,
                          struct pecaddr_registry_error *error);

/*
 * The provinces that a registry is bound to, in order, as `AN,MC`; an empty text: it is bound to none.
 *
 *   buffer     receives them, NUL-terminated.
 *   capacity   in bytes, with the NUL; 0, and NULL for buffer, to be told the size.
 *   ret_size   receives the size without the NUL, also with PECADDR_E_CAPACITY. May be NULL.
 *
 * Returns: PECADDR_OK; PECADDR_E_CAPACITY; PECADDR_E_ARGUMENT; PECADDR_E_STORAGE; PECADDR_E_MEMORY.
 * Since 1.0.
 */
int pecaddr_registry_provinces(struct pecaddr_registry *registry, char *buffer, size_t capacity,
                               size_t *ret_size, struct pecaddr_registry_error *error);

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
 * Opens a preview of a registry: it answers claims and imports as `base` would, to the letter, and
 * forgets them when it is closed; nothing is written to `base`. What it remembers goes to a temporary file of
 * the storage engine when it is large.
 *
 *   base   must outlive the preview, and may not be used meanwhile. Sources of `base` are
 *          consulted.
 *
 * A preview answers questions, and takes in mailboxes as pecaddr_registry_import() does; what else is
 * asked of it is answered PECADDR_E_ARGUMENT.
 *
 * Returns: as pecaddr_registry_open(). Since 1.0.
 */
int pecaddr_registry_preview(struct pecaddr_registry *base, struct pecaddr_registry **ret_registry,
                             struct pecaddr_registry_error *error);

/* Closes a registry and its sources. NULL is accepted. Since 1.0. */
void pecaddr_registry_close(struct pecaddr_registry *registry);

/*
 * The operator's word that this is the right registry, though it may have gone back in time: what
 * was issued since then is known to be on record again, or to be nobody's. A registry that is older
 * than its mark, or on PostgreSQL not where it is on record (see above), issues no new address until
 * then; all else goes on. On PostgreSQL only its owner can say so.
 *
 * Returns: PECADDR_OK; PECADDR_E_STORAGE, also where the user is not the owner; PECADDR_E_MEMORY; PECADDR_E_ARGUMENT. Source: SPEC §5.
 * Since 1.0.
 */
int pecaddr_registry_resume(struct pecaddr_registry *registry,
                            struct pecaddr_registry_error *error);

/*
 * Copies one registry whole into another, which is empty: mailboxes with all that was ever told of
 * them, released ones too, with days, moments, authors and receipts; schemes, ranges told, provinces.
 * Each may be in SQLite or PostgreSQL. From then on `to` is the registry, and nobody may go on using
 * `from`, which would issue again what is issued in `to`.
 *
 *   from   is only read, as it is at one moment. Others may write to it meanwhile, and then nothing
 *          is copied.
 *   to     is made by pecaddr_registry_init(), and nothing was ever put on record in it. In PostgreSQL
 *          the copy is made by the user who owns it: no issuer can. It takes over the identity of
 *          `from`, and issues new addresses if `from` does: what was put back from a copy goes on
 *          waiting for pecaddr_registry_resume().
 *
 * It is one transaction: all is there, or nothing. Memory does not grow with the registries.
 *
 * Returns: PECADDR_OK; PECADDR_E_STATE, something is on record in `to`; PECADDR_E_STORAGE (also when
 * `from` is damaged, or was written to meanwhile); PECADDR_E_MEMORY; PECADDR_E_ARGUMENT.
 * Threads: neither is used by another call meanwhile. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_copy(struct pecaddr_registry *from, struct pecaddr_registry *to,
                          struct pecaddr_registry_error *error);

/*
 * Saves a registry that is in use to a file, as it is at one moment; from PostgreSQL too. The file is
 * a registry in SQLite without a mark: it issues no new address where it lies. Others may write to
 * the registry meanwhile (to one in SQLite without a write-ahead log they wait).
 *
 *   path   where no file is. It is written beside, checked, brought to the disk, and then moved there.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT, also when there is a file already; PECADDR_E_STORAGE;
 * PECADDR_E_MEMORY. After a failure there is no such file. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_backup(struct pecaddr_registry *registry, const char *path,
                            struct pecaddr_registry_error *error);

/* What became of what lay where a registry was restored. The numbers are permanent. */
enum pecaddr_restoration {
    PECADDR_RESTORED_OVER = 1,  /* it was a registry, of which a copy is kept, or an empty file */
    PECADDR_RESTORED_ANEW = 2,  /* nothing lay there */
    PECADDR_RESTORED_BESIDE = 3 /* it could not be opened, and was moved aside with its logs */
};

/*
 * How a registry was restored. Size is set by the caller.
 *
 *   aside   where what lay there is now, an empty text if nothing did: the file itself, whose logs have
 *           this name with `-wal`, `-shm` or `-journal` at its end; or the copy of a registry, to the last
 *           change before this, which issues no new address where it lies, and is the caller's to delete.
 */
#define PECADDR_ASIDE_MAX 4200
struct pecaddr_restored {
    size_t size;
    enum pecaddr_restoration what;
    char aside[PECADDR_ASIDE_MAX + 1];
};
#define PECADDR_RESTORED_INIT PECADDR_SIZED_INIT(pecaddr_restored)

/*
 * Puts a backup back into a registry in SQLite, in one transaction under its lock: whoever has the
 * registry open goes on with it, as it is then. What was issued since the backup is not known to it:
 * it issues no new address until pecaddr_registry_resume(); all else goes on.
 *
 *   uri    of the registry, as for pecaddr_registry_open(). It need not be there. A registry that is
 *          there is copied first, and a file that cannot be opened is moved aside. Into PostgreSQL nothing is restored: copy the backup to a new,
 *          empty database (pecaddr_registry_copy()).
 *   path   the backup, which is checked before anything is written. It is of the registry that is
 *          there, or was.
 *   ret_restored   may be NULL.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT (no registry in SQLite; the backup is the registry itself);
 * PECADDR_E_STATE, the backup is of another registry; PECADDR_E_STORAGE, also when the backup is
 * damaged; PECADDR_E_MEMORY. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_restore(const char *uri, const char *path,
                             struct pecaddr_restored *ret_restored,
                             struct pecaddr_registry_error *error);

/*
 * What the operator of a registry should know though it could be opened: that it lies on a file
 * system which is not known to be one of this machine.
 *
 *   ret_error   size set by the caller. Its code is PECADDR_OK.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH, there is nothing to know; PECADDR_E_ARGUMENT. Source: SPEC
 * §5. Since 1.0.
 */
int pecaddr_registry_warning(const struct pecaddr_registry *registry,
                             struct pecaddr_registry_error *ret_error);

/*
 * Adds a source of addresses that exist, by its URI (see above). Every question that
 * the registry cannot answer by itself (the person is known, or the address is on record) is put
 * to the sources, in the order in which they were added, before the claim. A source that says
 * present makes a candidate taken; one that cannot answer makes the question fail. Between the
 * source's answer and the claim no atomicity is possible.
 *
 * A source proves itself: a list must hold an address, one of the domain that is asked about too
 * (pecaddr_registry_check_sources() says so before the first question), and in a directory each attribute must be
 * found in some entry. `?canary=ADDRESS` names an address that must be found, of any source; it is
 * the only proof of a command, which first runs when it is first asked.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT (the URI, or this build has no LDAP); PECADDR_E_STORAGE
 * (unreadable, unreachable, protects nobody, canary not found); PECADDR_E_MEMORY. Source: SPEC §5.
 * Since 1.0.
 */
int pecaddr_registry_add_source(struct pecaddr_registry *registry, const char *uri,
                                struct pecaddr_registry_error *error);

/*
 * What a list (`file:`) that was added as a source holds, seen from a domain: a line is an address.
 *
 *   source      its path, as messages show it.
 *   of_domain   how many addresses are of the domain.
 *   of_others   how many are of others, and protect nobody there.
 */
struct pecaddr_source_count {
    size_t size;
    const char *source;
    uint64_t of_domain;
    uint64_t of_others;
};
#define PECADDR_SOURCE_COUNT_INIT PECADDR_SIZED_INIT(pecaddr_source_count)

/*
 * Says before the first question whether the sources can protect anybody in the domain of a scheme:
 * a list that holds no address of it, unless its URI says `empty=allow`, is most likely the wrong
 * one, and makes each question of that domain fail. Commands and directories are not asked.
 *
 *   each   told of each list that may be asked, in the order in which they were added, before the
 *          first that may not; what it is given lives until it returns. A non-zero answer stops.
 *          NULL: nobody is told.
 *
 * Returns: PECADDR_OK; PECADDR_E_STORAGE, a list protects nobody there; what `each` returned;
 * PECADDR_E_ARGUMENT. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_check_sources(struct pecaddr_registry *registry,
                                   const struct pecaddr_scheme *scheme,
                                   int (*each)(void *user,
                                               const struct pecaddr_source_count *count),
                                   void *user, struct pecaddr_registry_error *error);

/*
 * Answers questions: a pecaddr_ask_fn whose `user` is the struct pecaddr_registry.
 *
 * Mode CLAIM: one transaction for all n; the holder is looked up in the same transaction as the
 * claim. When it fails, none of the claims stands, or the outcome is unknown, as the message then
 * says; asking again is safe. Mode CHECK writes nothing.
 *
 * Who the person is, is decided by the table of SPEC §5: no fact recognises anybody whom another
 * contradicts. A known holder is answered PECADDR_HELD or PECADDR_HELD_ELSEWHERE, and what was
 * unknown of him is put on record (a claim); added_notes tells PECADDR_NOTE_MOVED, his register
 * entry is another one now, _RETURNED, he had left and has his mailbox again, _RENAMED, his whole
 * name is on record otherwise. _NAMESAKE is added where the holder of a taken candidate, or of any
 * address on record under the name, may be the person.
 *
 * PECADDR_REFUSED, with nothing done: PECADDR_E_HOLDER, what is on record contradicts the person;
 * _PROVINCE, _REGISTER, the entry is not whole; an error of the name; in mode CLAIM
 * PECADDR_E_REVIEW, the address would be new and a note of PECADDR_NOTES_REVIEW is not among
 * person.accepted; or the holder is known, and a codice fiscale that contradicts the person's name
 * (_CF_MISMATCH, not accepted) would come on record, or is there beside another name; or he would be
 * back on a register entry that he had left (_RETURNED to it, or _MOVED to it again, not accepted).
 * Two register entries of one codice fiscale in one call are never a transfer: PECADDR_E_HOLDER.
 * pecaddr_registry_assign() and _assign_batch() tell the reasons.
 *
 * PECADDR_FAILED with PECADDR_E_UNAVAILABLE: a source gave no answer.
 *
 * Returns: 0 when every question has its own answer; PECADDR_E_STORAGE, _MEMORY or _ARGUMENT when
 * the whole failed; pecaddr_registry_message() has the sentence. Source: SPEC §4, §5. Since 1.0.
 */
int pecaddr_registry_ask(void *registry, enum pecaddr_mode mode,
                         struct pecaddr_query *const queries[], size_t n);

/*
 * What contradicts, where a person, a row or a step is refused. The numbers are permanent.
 */
enum pecaddr_contradiction {
    PECADDR_CONTRADICTION_NONE = 0,
    PECADDR_CONTRADICTION_PERSON = 1, /* the person as given: name, codice fiscale or entry is wrong
                                         or lacks, which the code says */
    PECADDR_CONTRADICTION_NAME = 2,   /* the codice fiscale is on record under another name, and on
                                         another entry, or its holder had left */
    PECADDR_CONTRADICTION_ENTRY = 3,  /* somebody else is on the register entry */
    PECADDR_CONTRADICTION_FORMER = 4, /* the number and the name of one who left, and no codice
                                         fiscale that tells whether it is he */
    PECADDR_CONTRADICTION_ENTRIES = 5, /* one codice fiscale on two register entries in one call */
    PECADDR_CONTRADICTION_REVIEW = 6,  /* notes that nobody has accepted */
    PECADDR_CONTRADICTION_MAILBOX = 7, /* the holder, or the entry, has another mailbox */
    PECADDR_CONTRADICTION_ADDRESS = 8, /* the address is on record as another holder's */
    PECADDR_CONTRADICTION_MEANT =
        9, /* a step is meant for somebody who is not the holder; or, where
                                          nothing differs, of whom nothing can be compared */
    PECADDR_CONTRADICTION_PROVINCE = 10, /* the registry is bound to other provinces; `province` is
                                            the person's */
    PECADDR_CONTRADICTION_USER = 11,     /* whoever asks is; `province` is the person's, or that of
                                            the mailbox on record at `address` */
    PECADDR_CONTRADICTION_HOMONYM = 12   /* a step is meant for one who may as well be the holder of
                                            another mailbox, or is, by the codice fiscale: that at
                                            `address` */
};

/* The longest name in a reason, in bytes; longer ones are cut. */
#define PECADDR_REASON_NAME_MAX 255

/*
 * Why somebody was refused, as fields: who holds what, and which facts differ. Texts are
 * NUL-terminated, and empty where there is nothing to tell.
 *
 *   code            the error, as in the result; PECADDR_OK: nobody was refused.
 *   contradiction   what contradicts.
 *   differs         enum pecaddr_fact bits (HOLDER, ENTRY, NAME): known on both sides, and not the
 *                   same. Of a row of an import that is of the holder on record, each fact that is
 *                   kept as it was (also EXPIRES, LEFT, STATE).
 *   unknown         the same: not known on one side.
 *   refused         of a row of an import: the enum pecaddr_fact that cannot be, two where they
 *                   contradict each other (HOLDER, NAME); 0, with PECADDR_E_ARGUMENT: the address.
 *   blocked         of a row of an import: 1 when its address is on record now without its facts.
 *   omocodia        1 when the codici fiscali differ by omocodia alone.
 *   notes           of CONTRADICTION_REVIEW: the notes that nobody has accepted.
 *   candidate       the address that it would be; of a known holder, that he has.
 *   address …       the mailbox on record that stands in the way, and its holder. Where a note is
 *                   NAMESAKE, also when nobody was refused: that of whoever may be the same person.
 */
struct pecaddr_reason {
    size_t size;
    int code;
    enum pecaddr_contradiction contradiction;
    uint32_t differs;
    uint32_t unknown;
    uint32_t refused;
    int blocked;
    int omocodia;
    uint32_t notes;
    char candidate[PECADDR_ADDRESS_MAX + 1];
    char address[PECADDR_ADDRESS_MAX + 1];
    enum pecaddr_state state;
    char holder[PECADDR_HOLDER_MAX + 1];
    char province[3];
    char section;
    uint32_t number;
    char expires[11];
    char left[11];
    char given[PECADDR_REASON_NAME_MAX + 1];
    char surname[PECADDR_REASON_NAME_MAX + 1];
};
#define PECADDR_REASON_INIT PECADDR_SIZED_INIT(pecaddr_reason)

/*
 * Says a reason as a sentence: who holds what, which facts differ, and what to do.
 *
 *   ret_error   size set by the caller; its code is the reason's.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH, the reason has nothing to say; PECADDR_E_ARGUMENT.
 * Thread rule: any. Source: SPEC §5. Since 1.0.
 */
int pecaddr_reason_tell(const struct pecaddr_reason *reason,
                        struct pecaddr_registry_error *ret_error);

/*
 * Gives one person an address, or tells the one that this person has: the one call that most
 * programs need. Safe against others who issue at the same time, and safe to repeat.
 *
 *   person           as in pecaddr_walk_init(), with the register entry and, where known, the
 *                    codice fiscale. `accepted`: the notes that somebody has looked at.
 *   ret_assignment   size set by the caller: the address, or in `status` why there is none.
 *   ret_reason       size set by the caller; why this person was refused. May be NULL.
 *
 * Returns: PECADDR_OK, ret_assignment has the outcome, be it a refusal; PECADDR_E_ARGUMENT;
 * PECADDR_E_STORAGE, _UNAVAILABLE (a source gave no answer), _MEMORY when nobody was given anything
 * or the outcome is unknown, as the sentence says: then ret_assignment tells what is known, and
 * asking again is safe. Source: SPEC §4, §5. Since 1.0.
 */
int pecaddr_registry_assign(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
                            const struct pecaddr_person *person,
                            struct pecaddr_assignment *ret_assignment,
                            struct pecaddr_reason *ret_reason,
                            struct pecaddr_registry_error *error);

/*
 * The same for many persons, who are answered as if one after the other.
 *
 *   ret_assignments   n pointers, sizes set by the caller.
 *   ret_reasons       n pointers, each of which may be NULL; or NULL.
 *
 * Returns: as pecaddr_registry_assign(): what is not PECADDR_OK is of everybody whose assignment
 * says PECADDR_E_UNAVAILABLE; the others' outcomes stand. Source: SPEC §4, §5. Since 1.0.
 */
int pecaddr_registry_assign_batch(struct pecaddr_registry *registry,
                                  const struct pecaddr_scheme *scheme,
                                  const struct pecaddr_person *const persons[], size_t n,
                                  struct pecaddr_assignment *const ret_assignments[],
                                  struct pecaddr_reason *const ret_reasons[],
                                  struct pecaddr_registry_error *error);

/*
 * Why the last call of pecaddr_registry_ask(), _assign() or _assign_batch() on this handle failed, also
 * a source that could not answer, or an empty text; it lives until the next call on the handle. Since 1.0.
 */
const char *pecaddr_registry_message(const struct pecaddr_registry *registry);

/*
 * The same with the parts of its sentence.
 *
 *   ret_error   size set by the caller. Its code is that of the failure, of a source's too.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH, there was no failure; PECADDR_E_ARGUMENT. Since 1.0.
 */
int pecaddr_registry_failure(const struct pecaddr_registry *registry,
                             struct pecaddr_registry_error *ret_error);

/*
 * Writes a URI as a message may show it: its kind, servers and path, of a command the first word. No
 * user, password or parameter is shown; and of a text that is not written as its kind wants it only
 * the kind, and `…`.
 *
 *   uri        NUL-terminated.
 *   buffer     receives it, NUL-terminated.
 *   capacity   in bytes, with the NUL; 0, and NULL for buffer, to be told the size.
 *   ret_size   receives its size without the NUL, also with PECADDR_E_CAPACITY. May be NULL.
 *
 * Returns: PECADDR_OK; PECADDR_E_CAPACITY; PECADDR_E_ARGUMENT. Thread rule: any. Since 1.0.
 */
int pecaddr_registry_show_uri(const char *uri, char *buffer, size_t capacity, size_t *ret_size);

/*
 * A step of a mailbox's life, and whom it is meant for.
 *
 *   address   of a mailbox that is on record and not released; any case. NUL-terminated.
 *   why       the reason, for the history; 1 to PECADDR_REASON_MAX bytes of UTF-8.
 *   date      YYYY-MM-DD: ACTIVATE, when the mailbox expires, or NULL, not known or as it is on
 *             record; RENEW, the same; LEAVE, the day on which the holder left the Order. Else NULL.
 *   holder    RELINK: the codice fiscale that is right, any case. Else NULL.
 *   given, surname   CORRECT: the name that is right. Else empty.
 *   person    for whom it is meant, as far as known: name, codice fiscale, register entry, any of
 *             which may be empty; NULL: whoever holds it. Where the table of SPEC §5 would not say
 *             that this is the holder, nothing is done; a register entry that differs is told where
 *             name or codice fiscale agree, and where nothing else is known nothing is done.
 *   scheme    folds the names of `person`; NULL: pecaddr_scheme_ingpec().
 *   dry_run   not 0: nothing is written, and what would happen is answered.
 *   earlier   RENEW: not 0: `date` may be earlier than the expiry on record, which is wrong. Else 0.
 *   listed    RETIRE: not 0: the mailbox stands in a list of those that have ended, which may be one of
 *             before its holder had it back. Else 0.
 *   since     ACTIVATE: YYYY-MM-DD: the day on which it was activated by a list, which may be one of before
 *             its holder had it back; NULL: not known. Else NULL.
 */
struct pecaddr_registry_step {
    size_t size;
    const char *address;
    const char *why;
    const char *date;
    const char *holder;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    const struct pecaddr_person *person;
    const struct pecaddr_scheme *scheme;
    int dry_run;
    int earlier;
    int listed;
    const char *since;
};
#define PECADDR_REGISTRY_STEP_INIT PECADDR_SIZED_INIT(pecaddr_registry_step)

/*
 * Does one step, in one transaction: the operator's explicit act.
 *
 *   act   PECADDR_ACT_ACTIVATE   reserved → active: the mailbox is in use, and its address can
 *                                never be changed again. An active one without a date gets one; with
 *                                another it is PECADDR_E_STATE: it is renewed. So is one that was given
 *                                back or had ended, and was reserved again after the day `since`.
 *         PECADDR_ACT_RELEASE    reserved → released: the address is free again for anyone, at
 *                                once. (Nobody moves up to it; who has another address keeps that.)
 *                                One that is or was active can never be given back; one that is
 *                                nobody's now, and that this person gave back, is PECADDR_DONE.
 *         PECADDR_ACT_RETIRE     active → retired: the mailbox has ended. Its address is never
 *                                issued to anyone else; its register entry is free for others. By a list, one
 *                                that was retired before and is active again is PECADDR_E_STATE.
 *         PECADDR_ACT_LEAVE      of an active or retired mailbox: its holder left the Order. The
 *                                mailbox outlives membership; its register entry is free for others.
 *         PECADDR_ACT_RENEW      of an active mailbox: until when it is paid for. An earlier day than on
 *                                record is PECADDR_E_STATE, unless it is said to be right.
 *         PECADDR_ACT_RELINK     the holder has another codice fiscale: a corrected one, the final
 *                                one instead of a provisional one, or the first that is known, also
 *                                of a retired mailbox. That the person is the same is the
 *                                operator's word, which no rule checks.
 *         PECADDR_ACT_CORRECT    the holder's name is another one: at any time; the address stays,
 *                                and the name that it was issued for stays with its receipt. Before
 *                                activation pecaddr_registry_change() gives the address that fits.
 *         PECADDR_ACT_FORGET     of a retired mailbox: names, codice fiscale and register entry are
 *                                erased, in its history too; the address stays blocked for ever.
 *                                So they are of each mailbox that its holder gave back: what was
 *                                given up for it, and what was released under the same codice
 *                                fiscale, or entry and name; not as long as anybody else, as now
 *                                on record, may be that holder. PECADDR_E_STATE where a directory
 *                                is told (pecaddr_registry_tell()), and not yet of its end.
 *   ret_reason   size set by the caller; who stands in the way. When the step was done, `differs`
 *                has PECADDR_FACT_ENTRY where the person's entry is another one. May be NULL.
 *
 * Returns: PECADDR_OK; PECADDR_DONE, it was so already and nothing was written; PECADDR_E_STATE, not
 * on record, or not in a state from which this step leads; PECADDR_E_HOLDER, the mailbox is another
 * person's, or the codice fiscale is wrong or has another mailbox; the errors of pecaddr_fold() for
 * a name that is none; PECADDR_E_ARGUMENT; PECADDR_E_STORAGE; PECADDR_E_MEMORY. After an error nothing was done, but for one whose message
 * says that the outcome is unknown: pecaddr_registry_find() tells. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_step(struct pecaddr_registry *registry, enum pecaddr_act act,
                          const struct pecaddr_registry_step *step,
                          struct pecaddr_reason *ret_reason, struct pecaddr_registry_error *error);

/*
 * Does one act for many mailboxes, in one transaction, in their order: each as pecaddr_registry_step()
 * does it, by itself; one that is refused keeps no other from being done.
 *
 *   steps       n of them; `dry_run` is the same in all. In a dry run each finds what those before it
 *               would have done.
 *   results     n numbers: what pecaddr_registry_step() returns for each.
 *   reasons     n pointers, each of which may be NULL, as ret_reason there; or NULL.
 *   errors      n pointers, each of which may be NULL, to what is told of each; or NULL.
 *
 * Returns: PECADDR_OK when each has its result; PECADDR_E_ARGUMENT; PECADDR_E_STORAGE and
 * PECADDR_E_MEMORY: nothing was done, or it is unknown whether all was, as the message says; taking the
 * steps again does no harm, and what was done is PECADDR_DONE then. Some hundreds at once cost the least
 * for each. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_step_batch(struct pecaddr_registry *registry, enum pecaddr_act act,
                                const struct pecaddr_registry_step *const steps[], size_t n,
                                int results[], struct pecaddr_reason *const reasons[],
                                struct pecaddr_registry_error *const errors[],
                                struct pecaddr_registry_error *error);

/*
 * Retires every active mailbox that expired before a day, up to 500 in one transaction. One that is
 * renewed meanwhile is left alone.
 *
 *   day         YYYY-MM-DD: as the library has no clock, the caller says what today is.
 *   why         the reason, for the history; 1 to PECADDR_REASON_MAX bytes of UTF-8.
 *   dry_run     not 0: nothing is written, and what would happen is told.
 *   each        told each one, by address, when it stands that it is retired: address, state, name,
 *               codice fiscale, entry, expires and left, and nothing of how it was issued. What it is
 *               given lives until it returns, and it may not call back into the handle. After an
 *               answer that is not 0 those of the same transaction are told, and it stops. May be
 *               NULL.
 *   ret_count   how many were retired, also when it fails half way; may be NULL.
 *
 * Returns: PECADDR_OK; what `each` answered; PECADDR_E_ARGUMENT; PECADDR_E_STORAGE;
 * PECADDR_E_MEMORY. Run again, it goes on. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_expire(struct pecaddr_registry *registry, const char *day, const char *why,
                            int dry_run,
                            int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                            void *user, size_t *ret_count, struct pecaddr_registry_error *error);

/*
 * Gives the holder of a reserved mailbox another address, as a homonym may ask for and as a name
 * that was corrected needs: the first candidate that is free and is not the present address. The
 * new claim and the release of the old address are one transaction. Sources are heard.
 *
 *   step             as in pecaddr_registry_step(): the present address, the reason, the person that
 *                    it is meant for, whether it is a dry run; the scheme is of the domain of the
 *                    address; given, surname: the name as it is right, both empty: as it is on
 *                    record. Date and holder are NULL.
 *   ret_assignment   size set by the caller: the new address.
 *   ret_reason       size set by the caller; who stands in the way. May be NULL.
 *
 * Returns: as pecaddr_registry_step(); PECADDR_DONE, it was changed already: ret_assignment has the
 * address that its holder has now, PECADDR_HELD_ELSEWHERE; also PECADDR_E_EXHAUSTED, there is no other address;
 * PECADDR_E_PROVINCE, the registry is bound to others than the holder's; PECADDR_E_UNAVAILABLE, a
 * source gave no answer; the errors of pecaddr_local_part(). Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_change(struct pecaddr_registry *registry,
                            const struct pecaddr_registry_step *step,
                            struct pecaddr_assignment *ret_assignment,
                            struct pecaddr_reason *ret_reason,
                            struct pecaddr_registry_error *error);

/*
 * What verifying a registry can find, beside addresses that the rules do not give any more. The
 * numbers are permanent.
 */
enum pecaddr_finding_kind {
    PECADDR_FINDING_UNCHECKED = 1, /* no fault: something could not be looked at, and why */
    PECADDR_FINDING_ENGINE = 2,    /* the database's own check says that it is damaged */
    PECADDR_FINDING_INDEX = 3,     /* indexes give another answer than the tables */
    PECADDR_FINDING_RULE = 4, /* a table, trigger, constraint, right … is not this version's */
    PECADDR_FINDING_ADDRESS_TWICE = 5, /* two living mailboxes have one address */
    PECADDR_FINDING_HOLDER_TWICE = 6,  /* a holder has two living mailboxes in a domain */
    PECADDR_FINDING_ENTRY_TWICE = 7,   /* two holders stand on one register entry */
    PECADDR_FINDING_REVISION = 8,      /* versions lack, are too many, or belong to no mailbox */
    PECADDR_FINDING_BEGINNING = 9,     /* a mailbox began as none can */
    PECADDR_FINDING_STEP = 10,         /* a version follows on one that it cannot follow on */
    PECADDR_FINDING_USED = 11,      /* that it was in use, or never was, contradicts its history */
    PECADDR_FINDING_FORGOTTEN = 12, /* something is left of a holder who was forgotten */
    PECADDR_FINDING_ISSUED = 13,    /* what it was issued for lacks, or is not what its first
                                       version says */
    PECADDR_FINDING_CHANGE = 14,    /* a transaction that the registry has not come to yet */
    PECADDR_FINDING_NO_SCHEME = 15, /* its scheme is not on record, or one is there twice */
    PECADDR_FINDING_INSTEAD = 16,   /* it was changed to another, or is there instead of another,
                                       and they do not belong together */
    PECADDR_FINDING_TOLD = 17,      /* ranges that INI-PEC was told overlap, or leave a gap */
    PECADDR_FINDING_REGISTRY = 18,  /* what the registry knows of itself is not there, or is there
                                       twice */
    PECADDR_FINDING_VALUE = 19,     /* a fact that is none: no date, no codice fiscale … */
    PECADDR_FINDING_LETTERS = 20    /* the letters on record are not those of the names */
};

/* `UNCHECKED`, `ENGINE`, `INDEX` and so on; NULL for another number. Thread rule: any. Since 1.0. */
const char *pecaddr_finding_name(enum pecaddr_finding_kind kind);

/*
 * One thing that was found. Texts are NUL-terminated and never NULL; empty where there is nothing to
 * tell. They live until the callback returns.
 *
 *   address    of the mailbox that it is about.
 *   other      the second address of two that do not belong together.
 *   revision   the version of the mailbox, from 1; of TOLD the number of the range; 0: all.
 *   what       the fact, rule, index or question that it is about, in English: a constant of the
 *              library, or what the database calls it.
 *   detail     the database's own words; of UNCHECKED, why; of RULE, `missing`, `changed`, `added`.
 */
struct pecaddr_finding {
    size_t size;
    enum pecaddr_finding_kind kind;
    const char *address;
    const char *other;
    uint64_t revision;
    const char *what;
    const char *detail;
};
#define PECADDR_FINDING_INIT PECADDR_SIZED_INIT(pecaddr_finding)

/*
 * Says a finding as a sentence, and what to do.
 *
 *   ret_error   size set by the caller; its code is PECADDR_OK for what was not checked, else
 *               PECADDR_E_STATE.
 *
 * Returns: PECADDR_OK; PECADDR_E_ARGUMENT. Thread rule: any. Source: SPEC §5. Since 1.0.
 */
int pecaddr_finding_tell(const struct pecaddr_finding *finding,
                         struct pecaddr_registry_error *ret_error);

/*
 * Looks whether a registry is what it must be, at one moment, in bounded memory; nothing is written.
 *
 * First, unless `found` is NULL: what must hold is asked of the database, through its indexes and
 * without them; the database checks itself (SQLite: PRAGMA integrity_check; PostgreSQL: amcheck,
 * where the extension is there and this user may call it); and its rules are compared with those
 * that this version makes. In PostgreSQL the bodies of functions are compared to the letter, and the
 * rest as the server itself writes what this version would make: that takes the right to make
 * temporary tables (TEMPORARY), which are rolled back, on a server that can be written to. What
 * could not be done is told as PECADDR_FINDING_UNCHECKED.
 *
 * Then every living address is derived again from what was kept when it was issued: name, register
 * entry, scheme, level, receipt.
 *
 *   transliterator   for schemes that ask for one: see pecaddr_scheme_parse(). May be NULL.
 *   each             told each living mailbox, in any order, with `status` PECADDR_OK where the rules
 *                    still give its address (or where it was imported or blocked, and nothing is to be derived);
 *                    PECADDR_DONE where its holder was forgotten, and nothing can be; and if not,
 *                    why, and the address that they give, or an empty text: PECADDR_NO_MATCH,
 *                    another address; PECADDR_E_STATE, a receipt that cannot be; the errors of
 *                    pecaddr_scheme_parse() and pecaddr_candidate(). PECADDR_E_SCHEME also for
 *                    tables that this version does not have. As in pecaddr_registry_find(). With
 *                    `found`, one with a fact that is none is told as PECADDR_FINDING_VALUE alone.
 *   found            told what else was found, as `each` is; NULL: nothing else is looked at.
 *
 * Returns: as pecaddr_registry_find(); what a callback returned. Findings are no failure. Source:
 * SPEC §5. Since 1.0.
 */
int pecaddr_registry_verify(struct pecaddr_registry *registry,
                            const struct pecaddr_transliterator *transliterator,
                            int (*each)(void *user, const struct pecaddr_mailbox *mailbox,
                                        int status, const char *expected),
                            int (*found)(void *user, const struct pecaddr_finding *finding),
                            void *user, struct pecaddr_registry_error *error);

/*
 * How mailboxes are brought in. Since 1.0.
 *
 *   PECADDR_IMPORT_DRY_RUN   nothing is written, and what would happen is answered. What would happen in
 *                            several calls, one after the other, a preview says: it is brought in there.
 *   PECADDR_IMPORT_BLOCK     others of the same list, of which these are a part, have a valid fact: see
 *                            below.
 *   PECADDR_IMPORT_ACCEPT_MISMATCH   a person has looked at codici fiscali that are not of the names
 *                            beside them (PECADDR_NOTE_CF_MISMATCH): they are right.
 */
enum pecaddr_import {
    PECADDR_IMPORT_DRY_RUN = 1,
    PECADDR_IMPORT_BLOCK = 2,
    PECADDR_IMPORT_ACCEPT_MISMATCH = 4
};

/*
 * Brings in mailboxes that exist already. One transaction. Into a preview, too.
 *
 *   mailboxes   address is required; given, surname, holder and the entry may be unknown (NULL or
 *               empty). Of the rest only state, expires, left, since and receipt are read. State is
 *               reserved, active, which activates one that was only reserved here for the same holder
 *               (not one that was given back or had ended, and was reserved again after the day `since`:
 *               the list may be one of before that, and nothing of it comes in), or
 *               retired, which also ends one of whose holder nothing was on record; a
 *               mailbox that is in use is active. 0 says nothing of the state, as the
 *               result of an assignment does not: what is on record stays in its state, what was
 *               released here and is nobody's stays so, and what is new is reserved. The receipt
 *               `blocked` is the caller's word that the facts are not to be believed, such as those
 *               of a row that cannot be read: its address alone comes in, as below, unless it is on
 *               record, or stays released as above.
 *   flags       of enum pecaddr_import, or 0.
 *   results     n numbers: PECADDR_OK, brought in now, or what was unknown of it put on record;
 *               PECADDR_DONE, the very same is there already, or it stays released (which is the
 *               state in its reason); PECADDR_NO_MATCH, it is there, of the same holder, but name,
 *               entry, a date or the state differs, and is kept as it was on record;
 *               PECADDR_E_STATE, the address is there with another holder, or retired, or reserved
 *               and nothing is said of whose it is; PECADDR_E_HOLDER, the holder or the entry has
 *               another mailbox, or the codice fiscale is wrong or, where it is not on record, not
 *               of this name, which nobody has accepted; PECADDR_E_ARGUMENT, no address, no
 *               date, no such state, or left and not active or retired; _PROVINCE, _REGISTER,
 *               _ENCODING, _TOO_LONG, the entry or the name cannot be kept. Conflicts are never
 *               overwritten.
 *   reasons     n pointers, each of which may be NULL: which mailbox on record it is about, and
 *               which facts differ; or NULL.
 *
 * An address that is not on record, and whose facts are refused, may be in use all the same: it is
 * put on record as reserved, with the receipt `blocked` and no holder, so that nobody is given it.
 * It is released after a look. A list that has not one valid fact may be any text with addresses in
 * it, and blocks nothing; what is known of it is what is in this call, and PECADDR_IMPORT_BLOCK.
 *
 * Returns: PECADDR_OK when each has its result; PECADDR_E_MEMORY, _ARGUMENT when nothing was done;
 * PECADDR_E_STORAGE when nothing was done, or it is unknown whether all was: import again, which
 * does no harm. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_import(struct pecaddr_registry *registry,
                            const struct pecaddr_mailbox *const mailboxes[], size_t n,
                            unsigned flags, int results[], struct pecaddr_reason *const reasons[],
                            struct pecaddr_registry_error *error);

/*
 * Who is looked for: every condition that is given has to hold. Size is set by the caller; texts may
 * be NULL or empty, numbers 0.
 *
 *   address    this one, any case. NUL-terminated.
 *   holder     of this codice fiscale, any case. NUL-terminated.
 *   given, surname   of these names, as they are folded: `De L` finds `DE LUCA` and `D'ELIA` alike. A
 *              beginning is enough. One whose name cannot be folded is not found by it.
 *   province, section, number   on this register entry, or with this part of it.
 *   state      in this state.
 *   expires_before   that expire before this day, YYYY-MM-DD; active ones, unless a state is given.
 *   without_entry, without_holder   of which the register entry, or a part of it, or the codice
 *              fiscale is not on record; so it is of one that was blocked, and of one forgotten.
 *   released   not 0: those that were released, too.
 *
 * An address, a codice fiscale, a surname, a register number and what expires are found by an index;
 * for the rest all mailboxes are read. Since 1.0.
 */
struct pecaddr_registry_search {
    size_t size;
    const char *address;
    const char *holder;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    char section;
    uint32_t number;
    enum pecaddr_state state;
    const char *expires_before;
    int without_entry;
    int without_holder;
    int released;
};
#define PECADDR_REGISTRY_SEARCH_INIT PECADDR_SIZED_INIT(pecaddr_registry_search)

/*
 * Tells each mailbox that is looked for, ordered by address.
 *
 *   search   NULL: all that are on record and not released.
 *   each     told each; what it is given lives until it returns, and it may not call back into
 *            the handle. A non-zero answer stops.
 *
 * Returns: PECADDR_OK; what `each` returned; the errors of pecaddr_fold() for a name; PECADDR_E_PROVINCE,
 * _REGISTER, such an entry cannot be; PECADDR_E_STORAGE, _MEMORY, _ARGUMENT. Source: SPEC §5, §6.
 * Since 1.0.
 */
int pecaddr_registry_find(struct pecaddr_registry *registry,
                          const struct pecaddr_registry_search *search,
                          int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                          void *user, struct pecaddr_registry_error *error);

/*
 * Tells which of many addresses are on record, and whose: all as of one moment, and read together,
 * where pecaddr_registry_find() would go to the server for each. In a preview, too.
 *
 *   addresses   n texts, NUL-terminated, in any case; one may stand there twice.
 *   results     n numbers: PECADDR_OK, it is on record; PECADDR_NO_MATCH, it is nobody's;
 *               PECADDR_E_ARGUMENT, it is no address.
 *   reasons     n pointers, size set by the caller, each of which may be NULL: the mailbox on record
 *               at the address, and its holder. Of one that is nobody's and was given back, state is
 *               PECADDR_STATE_RELEASED, and the holder is the last; else all is empty. Or NULL.
 *
 * Returns: PECADDR_OK when each has its result; PECADDR_E_STORAGE, _MEMORY, _ARGUMENT. Source: SPEC
 * §5. Since 1.0.
 */
int pecaddr_registry_look_up(struct pecaddr_registry *registry, const char *const addresses[],
                             size_t n, int results[], struct pecaddr_reason *const reasons[],
                             struct pecaddr_registry_error *error);

/*
 * Tells the history of an address, or of all, oldest first. As pecaddr_registry_find(). Since 1.0.
 */
int pecaddr_registry_history(struct pecaddr_registry *registry, const char *address,
                             int (*each)(void *user, const struct pecaddr_event *event), void *user,
                             struct pecaddr_registry_error *error);

/*
 * A range of changes that a directory outside, such as INI-PEC, was told of together. Ranges of a
 * domain and province follow each other without a gap, so that each change is told once, whatever
 * the hour and the order in which transactions end.
 *
 *   number     counts from 1.
 *   from, to   of struct pecaddr_event, `change`: those from `from` to `to`, both included.
 *   at, by     when (UTC, ISO 8601) and by whom, as in struct pecaddr_event.
 *
 * Source: SPEC §5. Since 1.0.
 */
struct pecaddr_told {
    size_t size;
    uint64_t number;
    uint64_t from;
    uint64_t to;
    char at[32];
    char by[128];
};
#define PECADDR_TOLD_INIT PECADDR_SIZED_INIT(pecaddr_told)

/*
 * Notes that all changes that no directory was told of yet are told of now: to be called before they
 * are written down, which pecaddr_registry_last_told() lets do again. What another transaction is
 * about to write meanwhile comes in the next range.
 *
 *   domain     of the addresses.
 *   province   of the Order whose members are told of, as its sigla; NULL or empty: of all. The ranges
 *              of each, and of all, are apart.
 *   ret_told   size set by the caller.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH, nothing has changed since, and nothing was noted;
 * PECADDR_E_ARGUMENT; PECADDR_E_STORAGE: when the message says that the outcome is unknown,
 * pecaddr_registry_last_told() tells; PECADDR_E_MEMORY. Source: SPEC §5. Since 1.0.
 */
int pecaddr_registry_tell(struct pecaddr_registry *registry, const char *domain,
                          const char *province, struct pecaddr_told *ret_told,
                          struct pecaddr_registry_error *error);

/*
 * The range that was told last; PECADDR_NO_MATCH: none was. As pecaddr_registry_tell(), but nothing is
 * written. Since 1.0.
 */
int pecaddr_registry_last_told(struct pecaddr_registry *registry, const char *domain,
                               const char *province, struct pecaddr_told *ret_told,
                               struct pecaddr_registry_error *error);

#ifdef __cplusplus
}
#endif

#endif
