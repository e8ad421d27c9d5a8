/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_HANDLE_H
#define PECADDR_REGISTRY_HANDLE_H

#include "source.h"
#include "store.h"

#include <pecaddr/registry.h>

struct pecaddr_registry {
    struct store *store;
    struct source **sources;
    size_t n_sources;
    struct pecaddr_registry *base; /* of a preview: its sources are heard too */
    struct question *questions;    /* of one call, kept for the next */
    size_t capacity;
    void *scratch; /* of pecaddr_resolve_batch(), kept likewise */
    size_t scratch_size;
    /* Of the last call that asks: pecaddr_registry_ask(), or one that assigns. */
    struct pecaddr_registry_error error;
};

/* A registry that is there, and a caller's error that can be written; and that is no preview. */
int registry_check_handle(const struct pecaddr_registry *registry,
                          struct pecaddr_registry_error *error);
int registry_check_call(const struct pecaddr_registry *registry,
                        struct pecaddr_registry_error *error);

/* Folds an address that has to be there; checks a reason. */
int registry_read_address(const char *address, char ret_address[PECADDR_ADDRESS_MAX + 1],
                          struct pecaddr_registry_error *error);
int registry_check_why(const char *why, struct pecaddr_registry_error *error);

bool registry_reasons_fit(struct pecaddr_reason *const reasons[], size_t n);

/* hear.c: what the sources say. */

bool registry_has_sources(const struct pecaddr_registry *registry);
/* Of one address. */
enum presence registry_hear(struct pecaddr_registry *registry, const char *address,
                            struct pecaddr_registry_error *error);
/* Whether a question is answered only when sources are heard that were not. */
bool registry_needs_sources(const struct question *question);
/* Of the first n questions that need them. */
void registry_hear_sources(struct pecaddr_registry *registry, size_t n);

#endif
