/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_OUTSIDE_H
#define SURVEY_OUTSIDE_H

#include "assign/survey-record.h"

/*
 * Whether those of a roster who are new to the registry have their mailboxes already: where a source
 * (--check) has the simplest address of nearly all of them, and the registry has not, they are hardly
 * all homonyms of somebody else. It is the roster of another Order, or their mailboxes were never
 * brought in, and each would be given a second one.
 */

/* 0, or a status with a message. */
int survey_outside_check(const struct survey_record *record, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry);

#endif
