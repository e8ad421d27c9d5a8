/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "meant.h"
#include "rules/life.h"
#include "rules/reasons.h"
#include "rules/state.h"
#include "transact.h"

#include <string.h>

/* The steps of a mailbox's life as the caller asks for them. */

static bool sought_by_step(const void *user, size_t i, struct sought *ret_sought)
{
    const struct step *step = user;

    (void)i;
    strcpy(ret_sought->address, step->address);
    if (step->holder != NULL)
        strcpy(ret_sought->holder, step->holder);
    return true;
}

static int run_step(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct step *step = user;
    int r = registry_prefetch(store, sought_by_step, step, 1, false, error);

    return r == PECADDR_OK ? step->run(store, step, error) : r;
}

static int try_step(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    int r = run_step(store, user, error);

    return r == PECADDR_OK ? WOULD_BE_DONE : r;
}

/* Checks what the caller gave, and does the step. */
static int do_step(struct pecaddr_registry *registry, const struct step *given, bool dry,
                   struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    struct step step = *given;
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK)
        r = registry_read_address(given->address, address, error);
    if (r == PECADDR_OK)
        r = registry_check_why(given->why, error);
    if (r == PECADDR_OK && given->date != NULL && !registry_is_date(given->date))
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: this is no day; write a day that the calendar has as YYYY-MM-DD",
                          SHOWN(given->date));
    if (r != PECADDR_OK)
        return r;
    step.address = address;
    r = registry_transact(registry->store, PECADDR_CLAIM, false, dry ? try_step : run_step, &step,
                          error);
    return r == WOULD_BE_DONE ? PECADDR_OK : r;
}

/* What each act does, and which fields of the caller's step it reads. */
static const struct deed {
    int (*run)(struct store *store, const struct step *step, struct pecaddr_registry_error *error);
    bool needs_date;
    bool takes_date;
    bool takes_holder;
    bool takes_name;
} deeds[] = {
    [PECADDR_ACT_ACTIVATE] = {.run = registry_activate, .takes_date = true},
    [PECADDR_ACT_RELEASE] = {.run = registry_release},
    [PECADDR_ACT_RETIRE] = {.run = registry_retire},
    [PECADDR_ACT_LEAVE] = {.run = registry_leave, .needs_date = true, .takes_date = true},
    [PECADDR_ACT_RENEW] = {.run = registry_renew, .needs_date = true, .takes_date = true},
    [PECADDR_ACT_RELINK] = {.run = registry_relink, .takes_holder = true},
    [PECADDR_ACT_CORRECT] = {.run = registry_correct, .takes_name = true},
    [PECADDR_ACT_FORGET] = {.run = registry_forget},
};

int registry_read_meant(const struct pecaddr_person *person, struct meant *ret_meant,
                        struct pecaddr_registry_error *error)
{
    struct entry *entry = &ret_meant->holder.entry;

    if (!STRUCT_FITS(person) || !text_fits(person->given) || !text_fits(person->surname) ||
        !text_fits(person->province) || !text_fits(person->holder))
        return registry_fail(error, PECADDR_E_ARGUMENT, "the person is none");
    *ret_meant = (struct meant){.holder = {.given = person->given, .surname = person->surname}};
    ret_meant->holder.holder = ret_meant->codice_fiscale;
    if (person->holder.size > 0 &&
        pecaddr_holder_check(person->holder, ret_meant->codice_fiscale,
                             sizeof ret_meant->codice_fiscale, NULL) != PECADDR_OK)
        return registry_fail(error, PECADDR_E_HOLDER,
                             "the codice fiscale of the person that this is meant for is none");
    if (person->province.size > 0 &&
        !registry_province_fold(person->province.data, person->province.size, entry->province))
        return registry_fail(error, PECADDR_E_PROVINCE,
                             "the province of the person that this is meant for is none");
    entry->section = registry_section_fold(person->section);
    entry->number = person->number;
    if ((person->section != 0 && entry->section == 0) || person->number > PECADDR_NUMBER_MAX)
        return registry_fail(error, PECADDR_E_REGISTER,
                             "the register entry of the person that this is meant for is none");
    return PECADDR_OK;
}

static int read_codice_fiscale(const char *holder, char ret_folded[PECADDR_HOLDER_MAX + 1],
                               struct pecaddr_registry_error *error)
{
    if (pecaddr_holder_check(pecaddr_text_of(holder), ret_folded, PECADDR_HOLDER_MAX + 1, NULL) !=
        PECADDR_OK)
        return registry_fail(error, PECADDR_E_HOLDER,
                             "%s: this is no codice fiscale; compare it with the person's document",
                             holder != NULL ? SHOWN(holder) : "");
    return PECADDR_OK;
}

/* A name that is right gives letters, or is none. */
static int read_name(const struct pecaddr_registry_step *given, struct pecaddr_person *ret_name,
                     const struct pecaddr_scheme *scheme, struct pecaddr_registry_error *error)
{
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_error fault = {.size = sizeof fault};
    int r;

    *ret_name = (struct pecaddr_person){
        .size = sizeof *ret_name, .given = given->given, .surname = given->surname};
    r = pecaddr_fold(scheme, ret_name, &folded, &fault);
    return r == PECADDR_OK ? r
                           : registry_fail(error, r, "the right name is none: %s", fault.message);
}

EXPORT int pecaddr_registry_step(struct pecaddr_registry *registry, enum pecaddr_act act,
                                 const struct pecaddr_registry_step *given,
                                 struct pecaddr_reason *ret_reason,
                                 struct pecaddr_registry_error *error)
{
    const struct deed *deed = (size_t)act < ARRAY_SIZE(deeds) ? &deeds[act] : NULL;
    char folded[PECADDR_HOLDER_MAX + 1];
    struct step step = {.act = act, .reason = ret_reason};
    struct pecaddr_person name;
    struct meant meant;
    int r = PECADDR_OK;

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (deed == NULL || deed->run == NULL || !STRUCT_FITS(given) ||
        (ret_reason != NULL && !STRUCT_FITS(ret_reason)) ||
        (given->date != NULL && !deed->takes_date) ||
        (given->holder != NULL && !deed->takes_holder) ||
        (given->given.size + given->surname.size > 0 && !deed->takes_name))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no such step, or it is given what it does not take");
    registry_refuse_nobody(ret_reason);
    step.run = deed->run;
    step.address = given->address;
    step.why = given->why;
    step.date = given->date == NULL && deed->needs_date ? "" : given->date;
    step.scheme = given->scheme != NULL ? given->scheme : pecaddr_scheme_ingpec();
    if (deed->takes_holder)
        r = read_codice_fiscale(given->holder, folded, error);
    if (deed->takes_holder)
        step.holder = folded;
    if (deed->takes_name) {
        r = read_name(given, &name, step.scheme, error);
        step.name = &name;
    }
    if (r == PECADDR_OK && given->person != NULL) {
        r = registry_read_meant(given->person, &meant, error);
        step.meant = &meant.holder;
    }
    if (r != PECADDR_OK) {
        registry_refuse_person(ret_reason, r);
        return r;
    }
    return do_step(registry, &step, given->dry_run != 0, error);
}
