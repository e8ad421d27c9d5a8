/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef AUDIT_H
#define AUDIT_H

#include "audit/book.h"

#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdbool.h>

/*
 * Whether a person has the address that is right. SPEC §4, §6.
 *
 * An address that a registry issued is judged by its record: it was made from the name, entry and
 * scheme that stand there, and can never be changed, so a later transfer, a corrected name or
 * another scheme does not make it wrong. A list knows no such facts.
 */
enum verdict {
    VERDICT_RIGHT,
    VERDICT_DIFFERS,  /* this person's address is none that the rules give */
    VERDICT_TAKEN,    /* held by somebody else, and this person has none */
    VERDICT_MISSING,  /* none */
    VERDICT_FORMER,   /* none, and is no member any more by the roster */
    VERDICT_ERROR,    /* what is written down of the person has an error */
    VERDICT_ORPHANED, /* no one in the roster explains it */
    VERDICTS
};

extern const char *const verdict_names[VERDICTS];

/* A roster's person, and what was found. */
struct finding {
    enum verdict verdict;
    struct book_entry *entry;               /* the mailbox that it is about, or NULL */
    unsigned level;                         /* PECADDR_LEVEL_NONE where there is none */
    char expected[PECADDR_ADDRESS_MAX + 1]; /* what the rules would give; or empty */
    bool is_unsaid; /* right, but the roster says that he is no member, and the record does not */
    bool is_back;   /* right, but the record says that he has left, and the roster does not */
    struct buffer why;
};

/* What a judgement is made from; filled in by the caller, but for what is its own. */
struct auditor {
    const struct pecaddr_scheme *scheme;
    struct pecaddr_registry *registry; /* NULL: the book is a list */
    struct book *book;
    /* Its own. */
    char *canonical;
    const struct pecaddr_scheme *other_profile;
    const char *older_text;
    const struct pecaddr_scheme *older;
};

/* 0; or a status with a message. auditor_end() is called in any case. */
int auditor_begin(struct auditor *auditor);
void auditor_end(struct auditor *auditor);

/* What a registry said of a person, whom it was asked to give an address, and forgot. */
struct answer {
    struct pecaddr_assignment assignment;
    struct pecaddr_reason reason;
};

/*
 * Judges a person whose data has no error.
 *
 *   answer      of the registry; NULL where the book is a list.
 *   address     what the roster itself says the address is; empty where it does not.
 *   line        of the roster.
 *   is_former   whether the person is no member any more by the roster, and needs no address.
 *
 * 0, or a status with a message. The mailbox found is marked as explained; ret_finding->why is to
 * be freed.
 */
int auditor_judge(struct auditor *auditor, const struct pecaddr_person *person,
                  const struct answer *answer, struct pecaddr_text address, size_t line,
                  int is_former, struct finding *ret_finding);

/* The mailbox of a codice fiscale, if there is one. */
struct book_entry *auditor_find_holder(const struct auditor *auditor, struct pecaddr_text holder);

#endif
