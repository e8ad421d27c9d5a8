/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/reasons.h"

#include "error.h"

#include <string.h>

/* Why somebody is refused, as fields. */

/* Sets all but the size; what a newer caller's struct has beyond is zero already. */
static void begin(struct pecaddr_reason *reason, int code, enum pecaddr_contradiction contradiction)
{
    size_t size = reason->size;

    *reason = (struct pecaddr_reason){.size = size, .code = code, .contradiction = contradiction};
}

void registry_refuse_nobody(struct pecaddr_reason *reason)
{
    if (reason)
        begin(reason, PECADDR_OK, PECADDR_CONTRADICTION_NONE);
}

void registry_refuse_person(struct pecaddr_reason *reason, int code)
{
    if (reason)
        begin(reason, code, PECADDR_CONTRADICTION_PERSON);
}

void registry_refuse_province(struct pecaddr_reason *reason, const char province[3])
{
    if (!reason)
        return;
    begin(reason, PECADDR_E_PROVINCE, PECADDR_CONTRADICTION_PROVINCE);
    strcpy(reason->province, province);
}

void registry_refuse_fact(struct pecaddr_reason *reason, int code, uint32_t fact)
{
    registry_refuse_person(reason, code);
    if (reason)
        reason->refused = fact;
}

/* Its beginning, where it is too long, without half a character. */
static void copy_name(const char *name, char ret_name[PECADDR_REASON_NAME_MAX + 1])
{
    size_t size = strnlen(name, PECADDR_REASON_NAME_MAX + 1);

    if (size > PECADDR_REASON_NAME_MAX)
        for (size = PECADDR_REASON_NAME_MAX; ((unsigned char)name[size] & 0xC0) == 0x80;)
            size--;
    memcpy(ret_name, name, size);
    ret_name[size] = '\0';
}

void registry_refuse_for(struct pecaddr_reason *reason, int code,
                         enum pecaddr_contradiction contradiction, const struct record *record,
                         const struct comparison *comparison)
{
    if (!reason)
        return;
    begin(reason, code, contradiction);
    if (comparison) {
        reason->differs = registry_facts_that_are(comparison, OTHER);
        reason->unknown = registry_facts_that_are(comparison, UNKNOWN);
        reason->omocodia = comparison->omocodia;
    }
    reason->state = record->state;
    strcpy(reason->address, record->address);
    strcpy(reason->holder, record->holder);
    strcpy(reason->province, record->entry.province);
    reason->section = record->entry.section;
    reason->number = record->entry.number;
    strcpy(reason->expires, record->expires);
    strcpy(reason->left, record->left);
    copy_name(record->given, reason->given);
    copy_name(record->surname, reason->surname);
}

void registry_tell_record(struct pecaddr_reason *reason, const struct record *record,
                          const struct comparison *comparison)
{
    registry_refuse_for(reason, PECADDR_OK, PECADDR_CONTRADICTION_NONE, record, comparison);
}

void registry_refuse_nobody_yet(struct pecaddr_reason *reason)
{
    if (!reason)
        return;
    if (reason->contradiction != PECADDR_CONTRADICTION_NONE &&
        (reason->notes & (uint32_t)PECADDR_NOTE_NAMESAKE) == 0)
        registry_refuse_nobody(reason);
    reason->code = PECADDR_OK;
    reason->contradiction = PECADDR_CONTRADICTION_NONE;
    reason->notes = 0;
    reason->candidate[0] = '\0';
}

/* Tells why to whoever wants it as fields, and to whoever wants it as a sentence; returns the code. */
static int refuse(const struct pecaddr_reason *own, struct pecaddr_reason *reason,
                  struct pecaddr_registry_error *error)
{
    if (reason) {
        size_t size = reason->size;

        *reason = *own;
        reason->size = size;
    }
    if (error)
        pecaddr_reason_tell(own, error);
    return own->code;
}

int registry_refuse_step(struct pecaddr_reason *reason, enum pecaddr_contradiction contradiction,
                         const struct record *record, const struct comparison *comparison,
                         struct pecaddr_registry_error *error)
{
    struct pecaddr_reason own = PECADDR_REASON_INIT;

    registry_refuse_for(&own, PECADDR_E_HOLDER, contradiction, record, comparison);
    return refuse(&own, reason, error);
}

int registry_refuse_step_in(struct pecaddr_reason *reason, const char province[3],
                            struct pecaddr_registry_error *error)
{
    struct pecaddr_reason own = PECADDR_REASON_INIT;

    registry_refuse_province(&own, province);
    return refuse(&own, reason, error);
}

int registry_refuse_user(struct pecaddr_reason *reason, const char *address, const char province[3],
                         struct pecaddr_registry_error *error)
{
    struct pecaddr_reason own = PECADDR_REASON_INIT;

    begin(&own, PECADDR_E_PROVINCE, PECADDR_CONTRADICTION_USER);
    strcpy(own.address, address);
    strcpy(own.province, province);
    return refuse(&own, reason, error);
}

void registry_refuse_unseen(struct pecaddr_reason *reason, const char *candidate, uint32_t notes)
{
    if (!reason)
        return;
    if ((notes & PECADDR_NOTE_NAMESAKE) == 0)
        registry_refuse_nobody(reason);
    reason->code = PECADDR_E_REVIEW;
    reason->contradiction = PECADDR_CONTRADICTION_REVIEW;
    reason->notes = notes;
    strcpy(reason->candidate, candidate);
}

void registry_refuse_unseen_known(struct pecaddr_reason *reason, const struct record *known,
                                  const struct comparison *comparison, uint32_t notes)
{
    registry_refuse_for(reason, PECADDR_E_REVIEW, PECADDR_CONTRADICTION_REVIEW, known, comparison);
    if (!reason)
        return;
    reason->notes = notes;
    strcpy(reason->candidate, known->address);
}
