/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CRASH_STEPS_H
#define CRASH_STEPS_H

/* What is done to a registry while the disk stands still or fails: scripts, and their steps. */
#include "registry/registry-fixture.h"

/* What is done to a registry, step by step: each is one transaction, and safe to do again. */
enum act {
    INIT,
    RESTORE,
    CLAIM,
    CLAIM_ALL,
    CHANGE_ADDRESS,
    ACTIVATE,
    RELEASE,
    RETIRE,
    LEAVE,
    RENEW,
    RELINK,
    EXPIRE,
    IMPORT,
    CHECKPOINT, /* by another program */
    REOPEN
};

struct step {
    enum act act;
    const char *address;
    const char *fact; /* a date, a codice fiscale, a corrected given name */
    struct who who;
};

/* A sequence of steps, and what the registry is after each when nothing goes wrong. */
struct script {
    const char *what;
    void (*make)(const struct folder *folder); /* what is there before */
    const struct step *steps;
    size_t n;
    char **states;         /* n + 1 */
    unsigned char *before; /* the file that is there before; NULL: none */
    size_t size;
    unsigned char *mark; /* and its mark; NULL: none */
    size_t mark_size;
};

struct run {
    const struct folder *folder;
    struct pecaddr_registry *registry;
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
};

#define TEXT(literal)                                                                              \
    (struct pecaddr_text)                                                                          \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Steps. */

static inline int assign_all(struct run *run, const struct who whos[], size_t n)
{
    struct pecaddr_person persons[4];
    const struct pecaddr_person *of_persons[4];
    struct pecaddr_assignment assignments[4];
    struct pecaddr_assignment *of_assignments[4];
    size_t size = pecaddr_batch_scratch_size(n);
    void *scratch = malloc(size);
    int r = PECADDR_OK;

    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < n; i++) {
        persons[i] = person_from(&whos[i]);
        of_persons[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment){.size = sizeof assignments[i]};
        of_assignments[i] = &assignments[i];
    }
    pecaddr_resolve_batch(pecaddr_scheme_ingpec(), of_persons, n, PECADDR_CLAIM,
                          pecaddr_registry_ask, run->registry, scratch, size, of_assignments);
    free(scratch);
    for (size_t i = 0; i < n; i++)
        if (assignments[i].status == PECADDR_E_UNAVAILABLE)
            r = assignments[i].failure;
    if (r != PECADDR_OK)
        snprintf(run->message, sizeof run->message, "%s", pecaddr_registry_message(run->registry));
    return r;
}

static inline int import_mailbox(struct run *run, const struct step *step,
                                 struct pecaddr_registry_error *error)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = step->address,
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = step->who.given,
                                            .surname = step->who.surname,
                                            .holder = step->who.holder,
                                            .province = step->who.province,
                                            .section = step->who.section,
                                            .number = step->who.number,
                                            .expires = step->fact};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = PECADDR_OK;
    int r = pecaddr_registry_import(run->registry, mailboxes, 1, 0, &result, NULL, error);

    return r == PECADDR_OK ? result : r;
}

static inline int change_address(struct run *run, const struct step *step,
                                 struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_text given = text_of(step->fact), surname = {NULL, 0};

    if (step->fact != NULL)
        surname = TEXT("Neri");
    return change_mailbox(run->registry, pecaddr_scheme_ingpec(), step->address, given, surname,
                          "wish", &assignment, error);
}

/* As another program that has the registry open: all of the log goes to the file. */
static inline int checkpoint(const struct run *run)
{
    sqlite3 *db = NULL;
    int result = sqlite3_open_v2(run->folder->file, &db, SQLITE_OPEN_READWRITE, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_close(db);
    return result == SQLITE_OK ? PECADDR_OK : PECADDR_E_STORAGE;
}

static inline void close_run(struct run *run)
{
    pecaddr_registry_close(run->registry);
    run->registry = NULL;
}

static inline int take_step(struct run *run, const struct step *step,
                            struct pecaddr_registry_error *error)
{
    static const struct who three[] = {{"Ugo", "Riva", "MC", 'A', 3, "RVIGUO00A01Z003P"},
                                       {"Ivo", "Sala", "AN", 'A', 4, "SLAVIO00A01Z004L"},
                                       {"Eva", "Longo", "MC", 'A', 5, NULL}};
    struct pecaddr_registry *registry;
    const char *address = step->address, *fact = step->fact;
    int r;

    if (step->act == INIT)
        return pecaddr_registry_init(run->folder->uri, error);
    if (step->act == RESTORE)
        return pecaddr_registry_restore(run->folder->uri, address, NULL, error);
    if (run->registry == NULL) {
        r = pecaddr_registry_open(run->folder->uri, &run->registry, error);
        if (r != PECADDR_OK)
            return r;
    }
    registry = run->registry;
    switch (step->act) {
    case CLAIM:
        return assign_all(run, &step->who, 1);
    case CLAIM_ALL:
        return assign_all(run, three, N_OF(three));
    case CHANGE_ADDRESS:
        return change_address(run, step, error);
    case ACTIVATE:
        return activate_mailbox(registry, address, fact, "in use", error);
    case RELEASE:
        return release_mailbox(registry, address, "not wanted", error);
    case RETIRE:
        return retire_mailbox(registry, address, "ended", error);
    case LEAVE:
        return leave_mailbox(registry, address, fact, "left", error);
    case RENEW:
        return renew_mailbox(registry, address, fact, "paid", error);
    case RELINK:
        return relink_mailbox(registry, address, fact, "final", error);
    case EXPIRE:
        return pecaddr_registry_expire(registry, fact, "expired", 0, NULL, NULL, NULL, error);
    case IMPORT:
        return import_mailbox(run, step, error);
    case CHECKPOINT:
        return checkpoint(run);
    default:
        close_run(run);
        return PECADDR_OK;
    }
}

/* Whether a step came to an end: done, found done, or refused by the rules. */
static inline bool do_step(struct run *run, const struct step *step)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r;

    run->message[0] = '\0';
    r = take_step(run, step, &error);
    if (r < 0 && run->message[0] == '\0')
        strcpy(run->message, error.message);
    return r != PECADDR_E_STORAGE;
}

/* Does the steps from one on; how many came to an end, those before included. */
static inline size_t do_steps(struct run *run, const struct script *script, size_t from)
{
    size_t i = from;

    while (i < script->n && do_step(run, &script->steps[i]))
        i++;
    return i;
}

#endif
