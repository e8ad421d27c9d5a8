/* SPDX-License-Identifier: BSD-3-Clause */
#include "finding.h"
#include "handle.h"
#include "rules/letters.h"
#include "state.h"

#include <stdlib.h>
#include <string.h>

/*
 * Whether a registry is what it must be, SPEC §5. What a database can be asked, the stores ask: see
 * invariants.sql. Here is what only the rules know of a mailbox: whether each fact is one, whether its
 * letters are those of the name, and whether the rules still give what they gave, which is the address
 * of each mailbox that was issued, derived again from its receipt: the name, the register entry of
 * that time, scheme and level.
 */
struct verification {
    struct verifier verifier;
    const struct pecaddr_transliterator *transliterator;
    int (*each)(void *user, const struct pecaddr_mailbox *mailbox, int status,
                const char *expected);
    int (*found)(void *user, const struct pecaddr_finding *finding);
    void *user;
    struct pecaddr_registry_error *error;
    /* The scheme of the mailbox before, which most have in common. */
    char *text;
    const struct pecaddr_scheme *scheme;
    int scheme_status;
};

static int use_scheme(struct verification *self, const char *text)
{
    if (self->text && strcmp(self->text, text) == 0)
        return self->scheme_status;
    pecaddr_scheme_free(self->scheme);
    free(self->text);
    self->scheme = NULL;
    self->text = malloc(strlen(text) + 1);
    if (!self->text)
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

    return receipt && strncmp(receipt, answer, size) == 0 ? receipt + size : NULL;
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

    for (unsigned level = 0; rest && level < mailbox->level; level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved = 0;

        if (pecaddr_candidate(scheme, person, level, address, sizeof address, NULL, &reserved,
                              NULL) != PECADDR_OK)
            return false;
        if (reserved != 0) {
            rest = take_answer(rest, "reserved,");
        } else if (take_answer(rest, "released,")) {
            rest = take_answer(rest, "released,");
            released++;
        } else {
            rest = take_answer(rest, "taken,");
        }
    }
    return released <= 1 && rest && strcmp(rest, "claimed") == 0;
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

static int derive_mailbox(struct verification *self, const struct pecaddr_mailbox *mailbox)
{
    char expected[PECADDR_ADDRESS_MAX + 1] = "";
    int status = PECADDR_OK;

    if (was_issued(mailbox))
        status = is_forgotten(mailbox) ? PECADDR_DONE : derive(self, mailbox, expected);
    if (status == PECADDR_E_MEMORY)
        return registry_no_memory(self->error);
    return self->each(self->user, mailbox, status,
                      status == PECADDR_OK || status == PECADDR_DONE ? mailbox->address : expected);
}

/* Facts. */

static bool is_address(const char *text)
{
    char folded[PECADDR_ADDRESS_MAX + 1];

    return registry_address_fold(text, strlen(text), folded) && strcmp(text, folded) == 0;
}

static bool is_holder(const char *text)
{
    size_t size = strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    return text[size] == '\0' && (size == 0 || size == 11 || size == 16);
}

static bool is_province(const char *text)
{
    char folded[3];

    return text[0] == '\0' ||
           (registry_province_fold(text, strlen(text), folded) && strcmp(text, folded) == 0);
}

static bool is_entry(const char *province, char section, uint32_t number)
{
    return is_province(province) && section == registry_section_fold(section) &&
           number <= PECADDR_NUMBER_MAX;
}

static bool is_name(const char *text)
{
    return registry_text_check(text, strlen(text)) == PECADDR_OK;
}

static bool is_date_or_unknown(const char *text)
{
    return text[0] == '\0' || registry_is_date(text);
}

/* What of a mailbox cannot be, as words_of() in finding.c has it; NULL: nothing. */
static const char *wrong_fact(const struct pecaddr_mailbox *mailbox)
{
    if (!is_address(mailbox->address))
        return "address";
    if (mailbox->state == 0)
        return "state";
    if (!is_holder(mailbox->holder))
        return "holder";
    if (!is_entry(mailbox->province, mailbox->section, mailbox->number) ||
        !is_entry(mailbox->issued_province, mailbox->issued_section, mailbox->issued_number))
        return "entry";
    if (!is_name(mailbox->given) || !is_name(mailbox->surname) || !is_name(mailbox->issued_given) ||
        !is_name(mailbox->issued_surname))
        return "name";
    if (!is_date_or_unknown(mailbox->expires))
        return "expires";
    if (!is_date_or_unknown(mailbox->left))
        return "left_on";
    if (mailbox->receipt[0] == '\0')
        return "receipt";
    if (mailbox->level != PECADDR_LEVEL_NONE && mailbox->level >= PECADDR_LEVELS_MAX)
        return "level";
    return NULL;
}

static int tell(struct verification *self, const struct pecaddr_mailbox *mailbox,
                enum pecaddr_finding_kind kind, const char *what)
{
    const struct pecaddr_finding finding = {
        .size = sizeof finding,
        .kind = kind,
        .address = mailbox->address,
        .other = "",
        .what = what,
        .detail = "",
    };

    return self->found(self->user, &finding);
}

static int check_letters(struct verification *self, const struct pecaddr_mailbox *mailbox,
                         const char *given_letters, const char *surname_letters)
{
    struct record record = {0};

    strcpy(record.given, mailbox->given);
    strcpy(record.surname, mailbox->surname);
    registry_set_letters(&record);
    if (strcmp(record.given_letters, given_letters) == 0 &&
        strcmp(record.surname_letters, surname_letters) == 0)
        return PECADDR_OK;
    return tell(self, mailbox, PECADDR_FINDING_LETTERS, "");
}

static int verify_mailbox(void *user, const struct pecaddr_mailbox *mailbox,
                          const char *given_letters, const char *surname_letters, bool readable)
{
    struct verification *self = user;
    const char *wrong = wrong_fact(mailbox);
    int r = PECADDR_OK;

    if (self->found && (wrong || !readable))
        return tell(self, mailbox, PECADDR_FINDING_VALUE, wrong ? wrong : N_("a fact"));
    if (self->found)
        r = check_letters(self, mailbox, given_letters, surname_letters);
    if (r != PECADDR_OK || mailbox->state == PECADDR_STATE_RELEASED)
        return r;
    return derive_mailbox(self, mailbox);
}

static int pass_finding(void *user, const struct pecaddr_finding *finding)
{
    struct verification *self = user;

    return self->found(self->user, finding);
}

EXPORT int pecaddr_registry_verify(struct pecaddr_registry *registry,
                                   const struct pecaddr_transliterator *transliterator,
                                   int (*each)(void *user, const struct pecaddr_mailbox *mailbox,
                                               int status, const char *expected),
                                   int (*found)(void *user, const struct pecaddr_finding *finding),
                                   void *user, struct pecaddr_registry_error *error)
{
    struct verification self = {.transliterator = transliterator,
                                .each = each,
                                .found = found,
                                .user = user,
                                .error = error};
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && !each)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is nobody to tell");
    if (r != PECADDR_OK)
        return r;
    self.verifier = (struct verifier){
        .found = found ? pass_finding : NULL, .mailbox = verify_mailbox, .user = &self};
    r = registry->store->ops->verify(registry->store, &self.verifier, error);
    pecaddr_scheme_free(self.scheme);
    free(self.text);
    return r;
}
