/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef AUDIT_SUBJECT_H
#define AUDIT_SUBJECT_H

#include "audit/audit.h"

/* A person being judged. */
struct subject {
    const struct pecaddr_person *person;
    const struct answer *answer;
    struct pecaddr_text address;
    size_t line;
    int is_former;
    uint32_t notes;
    char holder[PECADDR_HOLDER_MAX + 1];
    char province[3];
    char section;
};

/* holders.c: who holds what. */

struct pecaddr_person audit_person_of(const struct book_entry *entry);

int audit_has_name(const struct book_entry *entry);

int audit_is_of_domain(const char *address, const char *domain);

/* Names are the same that have the same letters, also those that the scheme's rules leave out. SPEC
   §5. */
int audit_is_named(const struct auditor *auditor, const struct subject *subject, const char *given,
                   const char *surname);

/* Whether what is known of a mailbox says that it is somebody else's. */
int audit_is_anothers(const struct auditor *auditor, const struct subject *subject,
                      const struct book_entry *entry);

/* By register entry, of which a list may not say the province or the section: then somebody else's
   number is no contradiction. ret_other: who else is on the entry. */
struct book_entry *audit_find_entry(const struct auditor *auditor, const struct subject *subject,
                                    struct book_entry **ret_other);

struct book_entry *audit_find_address(const struct auditor *auditor, const char *address);

/* why.c: why an address is, or is not, right. */

/* The scheme under which a mailbox was issued; that of the audit where it is the same or unknown.
   NULL: a scheme that this version cannot read. */
const struct pecaddr_scheme *audit_scheme_of(struct auditor *auditor,
                                             const struct book_entry *entry);

/* Whether the rules give a mailbox's address to a person, at the level on record if it is. */
int audit_gives(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                const struct book_entry *entry, unsigned *ret_level);

/* Whether the record itself explains the address, by the name and entry with which it was issued:
   1 and why, 0, or -1 with a message. */
int audit_explain_by_record(struct auditor *auditor, const struct subject *subject,
                            struct finding *finding);

/* The best guess why an address is none that the rules give. */
void audit_explain_difference(const struct auditor *auditor, const struct subject *subject,
                              struct finding *finding);

void audit_expect_level(const struct auditor *auditor, const struct subject *subject,
                        struct finding *finding);

/* Whether an earlier row that is somebody else by its name or register entry has the mailbox. */
int audit_is_of_another_row(const struct auditor *auditor, const struct subject *subject,
                            const struct book_entry *entry);

void audit_explain_mailbox(struct auditor *auditor, const struct subject *subject,
                           struct book_entry *entry);

#endif
