/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/on-record.h"

#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

static bool has_holder(const struct pecaddr_reason *known, const struct pecaddr_person *person)
{
    char holder[PECADDR_HOLDER_MAX + 1] = "";

    return !person->holder.size ||
           (pecaddr_holder_check(person->holder, holder, sizeof holder, NULL) == PECADDR_OK &&
            strcmp(holder, known->holder) == 0);
}

static bool has_entry(const struct pecaddr_reason *known, const struct pecaddr_person *person)
{
    if (!person->province.size || !person->section || !person->number)
        return true;
    return known->number == person->number && known->section == ascii_upper(person->section) &&
           text_equal(person->province, known->province);
}

int on_record_so(struct pecaddr_registry *registry, const char *address,
                 const struct pecaddr_person *person, bool *ret_is_so)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason known = PECADDR_REASON_INIT;
    struct pecaddr_reason *const reasons[] = {&known};
    int result = PECADDR_NO_MATCH;
    int r = pecaddr_registry_look_up(registry, &address, 1, &result, reasons, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    *ret_is_so = result == PECADDR_OK && has_holder(&known, person) && has_entry(&known, person);
    return 0;
}
