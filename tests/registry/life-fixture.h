/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIFE_FIXTURE_H
#define LIFE_FIXTURE_H

/* Anna's mailbox, as it can be when a step comes; and a change of an address. */
#include "registry/registry-fixture.h"

static const char anna_address[] = "anna.neri@ingpec.eu";
static const char mario_address[] = "mario.rossi@ingpec.eu";

static const struct who anna_known = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};

static inline void not_on_record(struct pecaddr_registry *registry)
{
    (void)registry;
}

static inline void reserved(struct pecaddr_registry *registry)
{
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_CLAIMED);
}

static inline void active(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(activate_mailbox(registry, anna_address, NULL, "test", &step_error));
}

static inline void active_with_expiry(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
}

static inline void active_and_left(struct pecaddr_registry *registry)
{
    active_with_expiry(registry);
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
}

static inline void retired(struct pecaddr_registry *registry)
{
    active_and_left(registry);
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
}

static inline void returned(struct pecaddr_registry *registry)
{
    retired(registry);
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_HELD);
}

static inline void released(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(release_mailbox(registry, anna_address, "test", &step_error));
}

static inline void imported(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = anna_address, .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = -1;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
}
static inline int change_to(struct pecaddr_registry *registry, const char *address,
                            const char *given, const char *surname,
                            struct pecaddr_assignment *assignment)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char present[PECADDR_ADDRESS_MAX + 1]; /* it may be that of `assignment` */
    int r;

    strcpy(present, address);
    *assignment = (struct pecaddr_assignment){.size = sizeof *assignment};
    r = change_mailbox(registry, pecaddr_scheme_ingpec(), present, text_of(given), text_of(surname),
                       "asked for it", assignment, &error);
    /* Outputs are untouched on failure, and a failure has its sentence. */
    if (r != PECADDR_OK)
        ck_assert_msg(assignment->address[0] == '\0' && error.code == r && error.message[0] != '\0',
                      "%d %s", r, error.message);
    return r;
}

#endif
