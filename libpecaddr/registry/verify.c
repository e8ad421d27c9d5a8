/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

/*
 * Whether the rules still give what they gave, SPEC §5: the address of each mailbox that was
 * issued, derived again from its receipt: the name, the register entry of that time, scheme and
 * level.
 */
struct verification {
    const struct pecaddr_transliterator *transliterator;
    int (*each)(void *user, const struct pecaddr_mailbox *mailbox, int status,
                const char *expected);
    void *user;
    struct pecaddr_registry_error *error;
    /* The scheme of the mailbox before, which most have in common. */
    char *text;
    const struct pecaddr_scheme *scheme;
    int scheme_status;
};

static int use_scheme(struct verification *self, const char *text)
{
    if (self->text != NULL && strcmp(self->text, text) == 0)
        return self->scheme_status;
    pecaddr_scheme_free(self->scheme);
    free(self->text);
    self->scheme = NULL;
    self->text = malloc(strlen(text) + 1);
    if (self->text == NULL)
        return PECADDR_E_MEMORY;
    strcpy(self->text, text);
    self->scheme_status = pecaddr_scheme_parse((struct pecaddr_text){text, strlen(text)},
                                               self->transliterator, &self->scheme, NULL);
    return self->scheme_status;
}

/* Takes one answer off a receipt; NULL if it is another one. */
static const char *take_answer(const char *receipt, const char *answer)
{
    size_t size = strlen(answer);

    return receipt != NULL && strncmp(receipt, answer, size) == 0 ? receipt + size : NULL;
}

/*
 * Whether a receipt can be: an answer for each candidate, `reserved` for those that the scheme
 * reserves and for no other, at most one given up, and the last one claimed.
 */
static bool receipt_fits(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                         const struct pecaddr_mailbox *mailbox)
{
    const char *rest = mailbox->receipt;
    unsigned released = 0;

    for (unsigned level = 0; rest != NULL && level < mailbox->level; level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved = 0;

        if (pecaddr_candidate(scheme, person, level, address, sizeof address, NULL, &reserved,
                              NULL) != PECADDR_OK)
            return false;
        if (reserved != 0) {
            rest = take_answer(rest, "reserved,");
        } else if (take_answer(rest, "released,") != NULL) {
            rest = take_answer(rest, "released,");
            released++;
        } else {
            rest = take_answer(rest, "taken,");
        }
    }
    return released <= 1 && rest != NULL && strcmp(rest, "claimed") == 0;
}

/* PECADDR_OK, or why the rules do not give this address; `expected`: what they give. */
static int derive(struct verification *self, const struct pecaddr_mailbox *mailbox,
                  char expected[PECADDR_ADDRESS_MAX + 1])
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = {mailbox->issued_given, strlen(mailbox->issued_given)},
        .surname = {mailbox->issued_surname, strlen(mailbox->issued_surname)},
        .province = {mailbox->issued_province, strlen(mailbox->issued_province)},
        .section = mailbox->issued_section,
        .number = mailbox->issued_number,
    };
    int reserved = 0;
    int r;

    if (mailbox->table_version == 0 || mailbox->table_version > pecaddr_table_version())
        return PECADDR_E_SCHEME;
    r = use_scheme(self, mailbox->scheme);
    if (r != PECADDR_OK)
        return r;
    r = pecaddr_candidate(self->scheme, &person, mailbox->level, expected, PECADDR_ADDRESS_MAX + 1,
                          NULL, &reserved, NULL);
    if (r != PECADDR_OK)
        return r;
    if (reserved != 0 || strcmp(expected, mailbox->address) != 0)
        return PECADDR_NO_MATCH;
    return receipt_fits(self->scheme, &person, mailbox) ? PECADDR_OK : PECADDR_E_STATE;
}

/* One that came from elsewhere, or is only blocked, was given by no rule. */
static bool was_issued(const struct pecaddr_mailbox *mailbox)
{
    return strcmp(mailbox->receipt, "imported") != 0 && strcmp(mailbox->receipt, "blocked") != 0;
}

/* What was issued has a name, until its holder is forgotten. */
static bool is_forgotten(const struct pecaddr_mailbox *mailbox)
{
    return mailbox->state == PECADDR_STATE_RETIRED && mailbox->issued_given[0] == '\0' &&
           mailbox->issued_surname[0] == '\0';
}

static int verify_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct verification *self = user;
    char expected[PECADDR_ADDRESS_MAX + 1] = "";
    int status = PECADDR_OK;

    if (was_issued(mailbox))
        status = is_forgotten(mailbox) ? PECADDR_DONE : derive(self, mailbox, expected);
    if (status == PECADDR_E_MEMORY)
        return registry_no_memory(self->error);
    return self->each(self->user, mailbox, status,
                      status == PECADDR_OK || status == PECADDR_DONE ? mailbox->address : expected);
}

EXPORT int pecaddr_registry_verify(struct pecaddr_registry *registry,
                                   const struct pecaddr_transliterator *transliterator,
                                   int (*each)(void *user, const struct pecaddr_mailbox *mailbox,
                                               int status, const char *expected),
                                   void *user, struct pecaddr_registry_error *error)
{
    struct verification self = {
        .transliterator = transliterator, .each = each, .user = user, .error = error};
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && each == NULL)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r != PECADDR_OK)
        return r;
    r = pecaddr_registry_each(registry, NULL, NULL, 0, verify_mailbox, &self, error);
    pecaddr_scheme_free(self.scheme);
    free(self.text);
    return r;
}
