/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef AUDIT_TELL_H
#define AUDIT_TELL_H

#include "audit/audit.h"
#include "speech/fault-list.h"
#include "table/records.h"

/* What an audit found, as it is told: a line for each person and each orphaned mailbox, and the totals. */
struct audit_told {
    const struct pecaddr_scheme *scheme;
    struct records *records;
    unsigned char orders[26][26]; /* those that the roster has somebody of */
    size_t verdicts[VERDICTS];
    size_t levels[PECADDR_LEVELS_MAX];
    size_t functions, former, others; /* addresses besides */
    size_t unsaid, unsaid_line;       /* who has left by the roster alone, and the first of them */
    size_t back, back_line;           /* likewise, by the record alone */
};

void audit_tell_begin(struct audit_told *told, FILE *file, enum format format);

/* The roster has somebody of this Order. */
void audit_note_order(struct audit_told *told, struct pecaddr_text province);

/* A person, or an orphaned mailbox with `line` that of the list. `code` is that of an error of the row,
   or NULL. */
void audit_tell(struct audit_told *told, size_t line, const char *given, const char *surname,
                const struct finding *finding, const char *code);

/* The mailboxes that no one in the roster explains. */
void audit_tell_orphans(struct audit_told *told, struct book *book);

/* The mistakes that are of the whole roster; the result has those of each row. */
void audit_tell_faults(struct fault_list *faults, const char *roster, const char *result);

void audit_tell_totals(const struct audit_told *told);
int audit_is_all_right(const struct audit_told *told);

#endif
