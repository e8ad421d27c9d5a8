/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "state.h"

#include <string.h>

/* What is on record, as it is listed and looked for. */

/* Names are looked for as they are folded; the one that is not given does not count. */
static int fold_names(const struct pecaddr_registry_search *asked, struct search *search,
                      struct pecaddr_registry_error *error)
{
    const struct pecaddr_text anything = PECADDR_TEXT("X");
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    int r;

    if (asked->given.size == 0 && asked->surname.size == 0)
        return PECADDR_OK;
    person.given = asked->given.size > 0 ? asked->given : anything;
    person.surname = asked->surname.size > 0 ? asked->surname : anything;
    r = pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, NULL);
    if (r != PECADDR_OK)
        return registry_fail(error, r, "the name that is looked for is none: %s",
                             pecaddr_strerror(r));
    if (asked->given.size > 0)
        strcpy(search->given, folded.given);
    if (asked->surname.size > 0)
        strcpy(search->surname, folded.surname);
    return PECADDR_OK;
}

static int read_holder(const char *holder, struct search *search,
                       struct pecaddr_registry_error *error)
{
    if (pecaddr_holder_check(pecaddr_text_of(holder), search->holder, sizeof search->holder,
                             NULL) == PECADDR_OK)
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no codice fiscale", SHOWN(holder));
}

static int read_entry(const struct pecaddr_registry_search *asked, struct search *search,
                      struct pecaddr_registry_error *error)
{
    const struct pecaddr_text province = asked->province;

    if (province.size > 0 &&
        !registry_province_fold(province.data, province.size, search->entry.province))
        return registry_fail(error, PECADDR_E_PROVINCE,
                             "a province is looked for by its sigla, such as MC");
    search->entry.section = registry_section_fold(asked->section);
    search->entry.number = asked->number;
    if ((asked->section != 0 && search->entry.section == 0) || asked->number > PECADDR_NUMBER_MAX)
        return registry_fail(error, PECADDR_E_REGISTER,
                             "a register entry has section A or B and a number up to 9999999");
    return PECADDR_OK;
}

/* Only what is in use expires, unless the caller says otherwise. */
static int read_state(const struct pecaddr_registry_search *asked, struct search *search,
                      struct pecaddr_registry_error *error)
{
    const char *day = asked->expires_before;

    if (asked->state != 0 && !pecaddr_state_name(asked->state))
        return registry_fail(error, PECADDR_E_ARGUMENT, "there is no such state");
    if (day && !registry_is_date(day))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: this is no day; write it as YYYY-MM-DD", SHOWN(day));
    if (day)
        strcpy(search->expires_before, day);
    search->state = asked->state == 0 && day ? PECADDR_STATE_ACTIVE : asked->state;
    search->released = asked->released || search->state == PECADDR_STATE_RELEASED;
    return PECADDR_OK;
}

static int read_search(const struct pecaddr_registry_search *asked, struct search *search,
                       struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (!STRUCT_FITS(asked) || !text_fits(asked->given) || !text_fits(asked->surname) ||
        !text_fits(asked->province))
        return registry_fail(error, PECADDR_E_ARGUMENT, "the search is none");
    search->without_entry = asked->without_entry;
    search->without_holder = asked->without_holder;
    if (asked->address)
        r = registry_read_address(asked->address, search->address, error);
    if (r == PECADDR_OK && asked->holder)
        r = read_holder(asked->holder, search, error);
    if (r == PECADDR_OK)
        r = read_entry(asked, search, error);
    if (r == PECADDR_OK)
        r = read_state(asked, search, error);
    return r == PECADDR_OK ? fold_names(asked, search, error) : r;
}

EXPORT int pecaddr_registry_find(struct pecaddr_registry *registry,
                                 const struct pecaddr_registry_search *search,
                                 int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                                 void *user, struct pecaddr_registry_error *error)
{
    struct search sought = {.address = ""};
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && !each)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r == PECADDR_OK && search)
        r = read_search(search, &sought, error);
    return r == PECADDR_OK ? registry->store->ops->each(registry->store, &sought, each, user, error)
                           : r;
}

EXPORT int pecaddr_registry_history(struct pecaddr_registry *registry, const char *address,
                                    int (*each)(void *user, const struct pecaddr_event *event),
                                    void *user, struct pecaddr_registry_error *error)
{
    char folded[PECADDR_ADDRESS_MAX + 1];
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && !each)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r == PECADDR_OK && address)
        r = registry_read_address(address, folded, error);
    return r == PECADDR_OK ? registry->store->ops->history(registry->store, address ? folded : NULL,
                                                           each, user, error)
                           : r;
}
