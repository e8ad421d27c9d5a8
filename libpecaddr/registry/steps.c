/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "meant.h"
#include "rules/life.h"
#include "rules/reasons.h"
#include "state.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

/*
 * The steps of a mailbox's life as the caller asks for them: many in one transaction, each of which is
 * done or refused by itself. One alone is a batch of one.
 */

/* A step, made ready. */
struct ready {
    struct step step;
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1];
    struct pecaddr_person name;
    struct meant meant;
    int failure; /* what is wrong with it, else 0 */
};

struct batch {
    struct ready *all;
    size_t n;
    bool dry_run;
    int *results;
    struct pecaddr_registry_error *const *errors;
};

static bool sought_by_step(const void *user, size_t i, struct sought *ret_sought)
{
    const struct batch *batch = user;
    const struct ready *ready = &batch->all[i];

    if (ready->failure != PECADDR_OK)
        return false;
    strcpy(ret_sought->address, ready->address);
    strcpy(ret_sought->holder, ready->holder);
    ret_sought->released = ready->step.run == registry_release;
    ret_sought->forgets = ready->step.run == registry_forget;
    return true;
}

/* Whether it is of this step alone: the transaction goes on. */
static bool is_of_one(int r)
{
    return r == PECADDR_OK || r == PECADDR_DONE || r == PECADDR_E_STATE || r == PECADDR_E_HOLDER ||
           r == PECADDR_E_PROVINCE;
}

static int run_steps(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct batch *batch = user;
    int r = registry_prefetch(store, sought_by_step, batch, batch->n, false, error);

    for (size_t i = 0; r == PECADDR_OK && i < batch->n; i++) {
        const struct step *step = &batch->all[i].step;
        struct pecaddr_registry_error *own = batch->errors ? batch->errors[i] : NULL;
        int result;

        if (batch->all[i].failure != PECADDR_OK)
            continue;
        registry_refuse_nobody(step->reason);
        result = step->run(store, step, own ? own : error);
        if (is_of_one(result))
            batch->results[i] = result;
        else
            r = own ? registry_fail_with(error, result, own) : result;
        if (own && result >= PECADDR_OK)
            registry_no_failure(own);
    }
    return r == PECADDR_OK && batch->dry_run ? WOULD_BE_DONE : r;
}

/* What each act does, and which fields of the caller's step it reads. */
static const struct deed {
    int (*run)(struct store *store, const struct step *step, struct pecaddr_registry_error *error);
    bool needs_date;
    bool takes_date;
    bool takes_holder;
    bool takes_name;
    bool may_be_earlier;
    bool may_be_listed;
    bool takes_since;
} deeds[] = {
    [PECADDR_ACT_ACTIVATE] = {.run = registry_activate, .takes_date = true, .takes_since = true},
    [PECADDR_ACT_RELEASE] = {.run = registry_release},
    [PECADDR_ACT_RETIRE] = {.run = registry_retire, .may_be_listed = true},
    [PECADDR_ACT_LEAVE] = {.run = registry_leave, .needs_date = true, .takes_date = true},
    [PECADDR_ACT_RENEW] = {.run = registry_renew,
                           .needs_date = true,
                           .takes_date = true,
                           .may_be_earlier = true},
    [PECADDR_ACT_RELINK] = {.run = registry_relink, .takes_holder = true},
    [PECADDR_ACT_CORRECT] = {.run = registry_correct, .takes_name = true},
    [PECADDR_ACT_FORGET] = {.run = registry_forget},
};

int registry_read_meant(const struct pecaddr_person *person, struct meant *ret_meant,
                        struct pecaddr_registry_error *error)
{
    struct entry *entry = &ret_meant->holder.entry;

    if (!person_texts_fit(person))
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
                             holder ? SHOWN(holder) : "");
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

static int check_day(const char *day, struct pecaddr_registry_error *error)
{
    if (!day || registry_is_date(day))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: this is no day; write a day that the calendar has as YYYY-MM-DD",
                         SHOWN(day));
}

/* What can be said of a step before the registry is asked. */
static int read_step(const struct pecaddr_registry_step *given, const struct deed *deed,
                     struct ready *ready, struct pecaddr_registry_error *error)
{
    struct step *step = &ready->step;
    int r = registry_read_address(given->address, ready->address, error);

    step->run = deed->run;
    step->address = ready->address;
    step->why = given->why;
    step->date = !given->date && deed->needs_date ? "" : given->date;
    step->may_be_earlier = given->earlier != 0;
    step->is_listed = given->listed != 0;
    step->since = given->since;
    step->scheme = given->scheme ? given->scheme : pecaddr_scheme_ingpec();
    if (r == PECADDR_OK)
        r = registry_check_why(given->why, error);
    if (r == PECADDR_OK)
        r = check_day(step->date, error);
    if (r == PECADDR_OK)
        r = check_day(step->since, error);
    if (r == PECADDR_OK && deed->takes_holder)
        r = read_codice_fiscale(given->holder, ready->holder, error);
    if (deed->takes_holder)
        step->holder = ready->holder;
    if (r == PECADDR_OK && deed->takes_name)
        r = read_name(given, &ready->name, step->scheme, error);
    if (deed->takes_name)
        step->name = &ready->name;
    if (r == PECADDR_OK && given->person) {
        r = registry_read_meant(given->person, &ready->meant, error);
        step->meant = &ready->meant.holder;
    }
    return r;
}

/* Whether a step is given what its act takes, and nothing else. */
static bool step_fits(const struct pecaddr_registry_step *given, const struct deed *deed,
                      const struct pecaddr_reason *reason,
                      const struct pecaddr_registry_error *error)
{
    return STRUCT_FITS(given) && (!reason || STRUCT_FITS(reason)) && registry_error_fits(error) &&
           (!given->date || deed->takes_date) && (!given->earlier || deed->may_be_earlier) &&
           (!given->listed || deed->may_be_listed) && (!given->since || deed->takes_since) &&
           (!given->holder || deed->takes_holder) &&
           (given->given.size + given->surname.size == 0 || deed->takes_name);
}

static bool steps_fit(const struct deed *deed, const struct pecaddr_registry_step *const steps[],
                      size_t n, struct pecaddr_reason *const reasons[],
                      struct pecaddr_registry_error *const errors[])
{
    for (size_t i = 0; i < n; i++)
        if (!step_fits(steps[i], deed, reasons ? reasons[i] : NULL, errors ? errors[i] : NULL) ||
            (steps[i]->dry_run != 0) != (steps[0]->dry_run != 0))
            return false;
    return true;
}

static const struct deed *deed_of(enum pecaddr_act act)
{
    size_t i = (size_t)act;

    return i < ARRAY_SIZE(deeds) && deeds[i].run ? &deeds[i] : NULL;
}

/* Nothing was done: what was said of one or another of them is of nothing that stands. */
static void untell(const struct batch *batch, struct pecaddr_reason *const reasons[],
                   const struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < batch->n; i++) {
        if (reasons)
            registry_refuse_nobody(reasons[i]);
        if (batch->errors && batch->errors[i] && batch->errors[i] != error)
            registry_no_failure(batch->errors[i]);
    }
}

/* Reads all, and does those that can be; the results are kept apart until they stand. */
static int do_steps(struct pecaddr_registry *registry, enum pecaddr_act act,
                    const struct pecaddr_registry_step *const steps[],
                    struct pecaddr_reason *const reasons[], struct batch *batch,
                    struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < batch->n; i++) {
        struct ready *ready = &batch->all[i];

        ready->step.act = act;
        ready->step.reason = reasons ? reasons[i] : NULL;
        registry_refuse_nobody(ready->step.reason);
        ready->failure =
            read_step(steps[i], deed_of(act), ready, batch->errors ? batch->errors[i] : NULL);
        if (ready->failure != PECADDR_OK)
            registry_refuse_person(ready->step.reason, ready->failure);
        batch->results[i] = ready->failure;
    }
    return registry_transact(registry->store, PECADDR_CLAIM, false, run_steps, batch, error);
}

EXPORT int pecaddr_registry_step_batch(struct pecaddr_registry *registry, enum pecaddr_act act,
                                       const struct pecaddr_registry_step *const steps[], size_t n,
                                       int results[], struct pecaddr_reason *const reasons[],
                                       struct pecaddr_registry_error *const errors[],
                                       struct pecaddr_registry_error *error)
{
    struct batch batch = {.n = n, .errors = errors};
    int r = registry_check_call(registry, error);

    if (r != PECADDR_OK)
        return r;
    if (!deed_of(act) || (n > 0 && (!steps || !results)) ||
        !steps_fit(deed_of(act), steps, n, reasons, errors))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there is no such step, or it is given what it does not take");
    if (n == 0)
        return PECADDR_OK;
    batch.dry_run = steps[0]->dry_run != 0;
    batch.all = calloc(n, sizeof *batch.all);
    batch.results = calloc(n, sizeof *batch.results);
    r = batch.all && batch.results ? do_steps(registry, act, steps, reasons, &batch, error)
                                   : registry_no_memory(error);
    if (r == WOULD_BE_DONE)
        r = PECADDR_OK;
    if (r == PECADDR_OK)
        memcpy(results, batch.results, n * sizeof *results);
    else
        untell(&batch, reasons, error);
    free(batch.all);
    free(batch.results);
    return r;
}

EXPORT int pecaddr_registry_step(struct pecaddr_registry *registry, enum pecaddr_act act,
                                 const struct pecaddr_registry_step *step,
                                 struct pecaddr_reason *ret_reason,
                                 struct pecaddr_registry_error *error)
{
    int result = PECADDR_OK;
    int r =
        pecaddr_registry_step_batch(registry, act, &step, 1, &result, &ret_reason, &error, error);

    return r == PECADDR_OK ? result : r;
}
