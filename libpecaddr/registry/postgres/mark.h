/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_MARK_H
#define PECADDR_REGISTRY_POSTGRES_MARK_H

#include "postgres/statement.h"

/*
 * The registry's mark: on which server, which timeline of its log, in which database and table it was
 * when its owner last said so, in a row that nobody else writes. A dump that was restored, a clone,
 * a standby that was promoted and a recovery to a point in time are somewhere else: what was issued
 * since would be issued again. Source: SPEC §5.
 */

/* Asks where the registry is, together with what else is sent. */
int registry_postgres_send_place(struct connection *self, struct pecaddr_registry_error *error);

/* Whether new addresses may be issued where it is, which has been heard. As may_issue of a store. */
int registry_postgres_judge_place(const struct connection *self,
                                  struct pecaddr_registry_error *error);

#endif
