/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_REASONS_H
#define PECADDR_REGISTRY_REASONS_H

#include "record.h"
#include "rules/holder.h"

#include <pecaddr/registry.h>

/* Each fills in what the caller wants to know of a refusal; `reason` may be NULL. */

/* Somebody is refused with a code, for what he says himself. */
void registry_refuse_person(struct pecaddr_reason *reason, int code);

/* The same for one fact of a row that comes in, of enum pecaddr_fact. */
void registry_refuse_fact(struct pecaddr_reason *reason, int code, uint32_t fact);

/* A record stands in the way; `comparison` of the person with it may be NULL. */
void registry_refuse_for(struct pecaddr_reason *reason, int code,
                         enum pecaddr_contradiction contradiction, const struct record *record,
                         const struct comparison *comparison);

/* The next candidate is asked for, or the same one again: of what was told the namesake stays. */
void registry_refuse_nobody_yet(struct pecaddr_reason *reason);

/* Notes have to be looked at before the candidate is this person's; of NAMESAKE it is told whose. */
void registry_refuse_unseen(struct pecaddr_reason *reason, const char *candidate, uint32_t notes);

/* The same, before a known holder's claim changes anything. */
void registry_refuse_unseen_known(struct pecaddr_reason *reason, const struct record *known,
                                  const struct comparison *comparison, uint32_t notes);

/*
 * A step is refused because it is meant for somebody else than the holder; also as an error.
 * Returns PECADDR_E_HOLDER.
 */
int registry_refuse_step(struct pecaddr_reason *reason, enum pecaddr_contradiction contradiction,
                         const struct record *record, const struct comparison *comparison,
                         struct pecaddr_registry_error *error);

/* Nobody is refused; this is the mailbox, and what differs. */
void registry_tell_record(struct pecaddr_reason *reason, const struct record *record,
                          const struct comparison *comparison);

/* Nobody is refused. */
void registry_refuse_nobody(struct pecaddr_reason *reason);

/* The registry is bound to other provinces than the person's. */
void registry_refuse_province(struct pecaddr_reason *reason, const char province[3]);

/* The same of a step; also as an error. Returns PECADDR_E_PROVINCE. */
int registry_refuse_step_in(struct pecaddr_reason *reason, const char province[3],
                            struct pecaddr_registry_error *error);

/*
 * Whoever uses it is; `address`: of what is on record with that province, or with none, or else empty.
 * Also as an error, which may be NULL. Returns PECADDR_E_PROVINCE.
 */
int registry_refuse_user(struct pecaddr_reason *reason, const char *address, const char province[3],
                         struct pecaddr_registry_error *error);

#endif
