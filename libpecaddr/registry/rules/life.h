/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_LIFE_H
#define PECADDR_REGISTRY_LIFE_H

#include "rules/holder.h"
#include "store.h"

#include <pecaddr/registry.h>

/* One step of a mailbox's life, inside a transaction. */
struct step {
    int (*run)(struct store *store, const struct step *step, struct pecaddr_registry_error *error);
    const char *address;               /* folded */
    const char *date;                  /* activate, renew, leave, expire */
    bool may_be_earlier;               /* renew: than on record */
    bool is_listed;                    /* retire: by a list, which may be an old one */
    const char *since;                 /* activate: the day by such a list, or NULL */
    const char *holder;                /* relink: folded */
    const struct pecaddr_person *name; /* correct: known to fold */
    enum pecaddr_act act;
    const char *why;
    /* For whom it is meant; NULL: whoever holds it. */
    const struct holder *meant;
    const struct pecaddr_scheme *scheme;
    struct pecaddr_reason *reason; /* may be NULL */
};

/* The mailbox that a step is about, if the step is meant for its holder. Source: SPEC §5. */
int registry_find_meant(struct store *store, const struct step *step, struct record *ret_known,
                        struct pecaddr_registry_error *error);

/* Whether it may be meant for the holder of a record, as far as is said whom it is meant for. */
bool registry_is_meant(const struct step *step, const struct record *record);

/* Whether a step is meant for the holder of a mailbox, and for nobody else's as well. Of one who was
 * forgotten nothing is known, and nothing can be done to it. */
int registry_check_meant(struct store *store, const struct step *step, const struct record *known,
                         struct pecaddr_registry_error *error);

/* Whether the one that a step is meant for gave the address back: PECADDR_DONE. */
int registry_look_for_own(struct store *store, const struct step *step,
                          struct pecaddr_registry_error *error);

/* Whether a list has an earlier day of activation, which may be NULL or empty, than that on which its holder
 * had a reserved mailbox back: PECADDR_DONE, and that day. Source: SPEC §5. */
int registry_look_for_return(struct store *store, const struct record *known, const char *since,
                             char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error);

/* Tells that an address is nobody's: PECADDR_E_STATE. */
int registry_not_on_record(const char *address, struct pecaddr_registry_error *error);

/* Does it, as each step ends, if whoever uses the registry may. */
int registry_change_record(struct store *store, const struct step *step, const struct record *known,
                           const struct record *after, struct pecaddr_registry_error *error);

int registry_activate(struct store *store, const struct step *step,
                      struct pecaddr_registry_error *error);
int registry_release(struct store *store, const struct step *step,
                     struct pecaddr_registry_error *error);
int registry_retire(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error);
int registry_leave(struct store *store, const struct step *step,
                   struct pecaddr_registry_error *error);
int registry_renew(struct store *store, const struct step *step,
                   struct pecaddr_registry_error *error);
int registry_relink(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error);

int registry_correct(struct store *store, const struct step *step,
                     struct pecaddr_registry_error *error);
int registry_forget(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error);

/* Retires one that is still active and has still expired, and tells what is on record of it;
 * PECADDR_DONE: it is or has not. */
int registry_retire_expired(struct store *store, const struct step *step, struct record *ret_known,
                            struct pecaddr_registry_error *error);

#endif
