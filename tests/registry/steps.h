/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEPS_H
#define STEPS_H

/* The steps of a mailbox's life as one call each, and what is looked for most, as tests are about many
 * of them. */
#include <pecaddr/registry.h>
#include <stddef.h>

#define STEP_OF(...)                                                                               \
    &(struct pecaddr_registry_step)                                                                \
    {                                                                                              \
        .size = sizeof(struct pecaddr_registry_step), __VA_ARGS__                                  \
    }

static inline int activate_mailbox(struct pecaddr_registry *registry, const char *address,
                                   const char *expires, const char *why,
                                   struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_ACTIVATE,
                                 STEP_OF(.address = address, .date = expires, .why = why), NULL,
                                 error);
}

static inline int release_mailbox(struct pecaddr_registry *registry, const char *address,
                                  const char *why, struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_RELEASE,
                                 STEP_OF(.address = address, .why = why), NULL, error);
}

static inline int retire_mailbox(struct pecaddr_registry *registry, const char *address,
                                 const char *why, struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_RETIRE,
                                 STEP_OF(.address = address, .why = why), NULL, error);
}

static inline int leave_mailbox(struct pecaddr_registry *registry, const char *address,
                                const char *left, const char *why,
                                struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_LEAVE,
                                 STEP_OF(.address = address, .date = left, .why = why), NULL,
                                 error);
}

static inline int renew_mailbox(struct pecaddr_registry *registry, const char *address,
                                const char *expires, const char *why,
                                struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_RENEW,
                                 STEP_OF(.address = address, .date = expires, .why = why), NULL,
                                 error);
}

static inline int relink_mailbox(struct pecaddr_registry *registry, const char *address,
                                 const char *holder, const char *why,
                                 struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(registry, PECADDR_ACT_RELINK,
                                 STEP_OF(.address = address, .holder = holder, .why = why), NULL,
                                 error);
}

static inline int change_mailbox(struct pecaddr_registry *registry,
                                 const struct pecaddr_scheme *scheme, const char *address,
                                 struct pecaddr_text given, struct pecaddr_text surname,
                                 const char *why, struct pecaddr_assignment *ret_assignment,
                                 struct pecaddr_registry_error *error)
{
    return pecaddr_registry_change(registry,
                                   STEP_OF(.scheme = scheme, .address = address, .given = given,
                                           .surname = surname, .why = why),
                                   ret_assignment, NULL, error);
}

static inline int each_mailbox(struct pecaddr_registry *registry, const char *address,
                               const char *holder, int released,
                               int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                               void *user, struct pecaddr_registry_error *error)
{
    const struct pecaddr_registry_search search = {
        .size = sizeof search, .address = address, .holder = holder, .released = released};

    return pecaddr_registry_find(registry, &search, each, user, error);
}

#endif
