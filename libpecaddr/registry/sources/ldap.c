/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-source.h"

#include <stdlib.h>
#include <string.h>

/*
 * A directory (RFC 4511) in which an address exists when an entry has it.
 *
 *   ldap://HOST[:PORT]/BASE, ldaps://HOST[:PORT]/BASE, and the parameters
 *   attribute=mail,…   any of which may have the address (mail)
 *   scope=sub|one      all below the base and the base itself, or right below it (sub)
 *   filter=(…)         what an entry must be besides (nothing); & is written %26
 *   bind=DN  password-file=PATH   who asks (nobody)
 *   starttls=yes  ca=PATH         how the connection is secured, who signs (the system's)
 *   timeout=SECONDS    for all that a call does, up to 256 questions (10)
 *
 * Whether letters' case matters is the attribute's matching rule; that of `mail` and of all that is
 * derived from it ignores it (RFC 4524 §2.16).
 *
 * Nothing counts as absent but a search that succeeded and found nothing: a referral, a search
 * reference, a search that was cut short, a base that is gone, are failures. An entry that came is
 * present, however the search ended: it was asked for one only, and for none of its attributes.
 *
 * The base may not be empty: this is the root DSE, which is no part of any tree (RFC 4512 §5.1),
 * so that a search below it finds nobody, or whom is the server's choice.
 */

#define TIMEOUT_DEFAULT 10u

/*
 * How many questions are under way at once. Servers end a connection on which too many wait:
 * OpenLDAP after 100, where nobody has bound (conn_max_pending).
 */
#define WINDOW 32

/* Questions. */

/* What is asked in one call: each address, or without addresses each attribute. */
struct batch {
    const char *const *addresses;
    size_t n;
    enum presence *presence;
    size_t next; /* to be sent */
    int64_t deadline;
    struct search {
        int id;
        size_t index;
        bool found;
        bool elsewhere; /* the server says that another one knows more */
    } searches[WINDOW]; /* under way */
    size_t n_searches;
    int lost; /* why the connection was lost: a result code */
};

enum outcome { OUTCOME_DONE, OUTCOME_LATE, OUTCOME_LOST };

static const char *subject(const struct directory *self, const struct batch *batch, size_t index)
{
    return batch->addresses ? batch->addresses[index]
                            : registry_ldap_filter_for_attribute(self, index);
}

static void say_failed(const struct directory *self, const struct batch *batch, size_t index,
                       const char *why, struct pecaddr_registry_error *error)
{
    registry_fail(error, PECADDR_E_STORAGE, "%s: no answer about %s below %s: %s", self->server,
                  SHOWN(subject(self, batch, index)), SHOWN(self->base), why);
}

/* libldap's word for what happened last on the connection. */
static enum outcome lose(const struct directory *self, struct batch *batch)
{
    ldap_get_option(self->ld, LDAP_OPT_RESULT_CODE, &batch->lost);
    if (batch->lost == LDAP_SUCCESS)
        batch->lost = LDAP_SERVER_DOWN;
    return OUTCOME_LOST;
}

static int send_search(const struct directory *self, struct batch *batch)
{
    char none[] = LDAP_NO_ATTRS;
    char *attributes[] = {none, NULL};
    size_t index = batch->next;
    const char *filter = batch->addresses
                             ? registry_ldap_filter_for_address(self, batch->addresses[index])
                             : registry_ldap_filter_for_attribute(self, index);
    int id = 0;
    int r = ldap_search_ext(self->ld, self->base, self->scope, filter, attributes, 1, NULL, NULL,
                            NULL, 1, &id);

    if (r == LDAP_SUCCESS)
        batch->searches[batch->n_searches++] = (struct search){.id = id, .index = index};
    return r;
}

/* Sends what can be sent without waiting. */
static enum outcome send_searches(const struct directory *self, struct batch *batch,
                                  struct pecaddr_registry_error *error)
{
    for (; batch->next < batch->n && batch->n_searches < WINDOW; batch->next++) {
        int r;

        if (batch->presence[batch->next] != PRESENCE_FAILED)
            continue; /* answered before the connection was lost */
        r = send_search(self, batch);
        if (r == LDAP_BUSY && batch->n_searches > 0)
            break; /* the last one is still going out */
        if (r == LDAP_FILTER_ERROR)
            say_failed(self, batch, batch->next, N_("the filter is not one of RFC 4515"), error);
        else if (r != LDAP_SUCCESS)
            return lose(self, batch);
    }
    return OUTCOME_DONE;
}

/* NULL: one that was given up, or a notice that nobody asked for. */
static struct search *find_search(struct batch *batch, int id)
{
    for (size_t i = 0; i < batch->n_searches; i++)
        if (batch->searches[i].id == id)
            return &batch->searches[i];
    return NULL;
}

static enum presence conclude(const struct directory *self, const struct batch *batch,
                              const struct search *search, LDAPMessage *message,
                              struct pecaddr_registry_error *error)
{
    char reason[LDAP_REASON_MAX];
    char *text = NULL;
    int code = LDAP_OTHER;
    int r = ldap_parse_result(self->ld, message, &code, NULL, &text, NULL, NULL, 0);
    enum presence presence = PRESENCE_FAILED;

    if (r != LDAP_SUCCESS)
        code = r;
    /* Sizes are limited by what was found. */
    if (search->found || code == LDAP_SIZELIMIT_EXCEEDED)
        presence = PRESENCE_PRESENT;
    else if (code == LDAP_SUCCESS && !search->elsewhere)
        presence = PRESENCE_ABSENT;
    else if (code == LDAP_SUCCESS)
        say_failed(self, batch, search->index,
                   N_("the server refers to another one; ask that one as well, or a smaller base"),
                   error);
    else
        say_failed(self, batch, search->index, registry_ldap_reason(code, text, reason), error);
    ldap_memfree(text);
    return presence;
}

static void take_message(const struct directory *self, struct batch *batch, LDAPMessage *message,
                         struct pecaddr_registry_error *error)
{
    struct search *search = find_search(batch, ldap_msgid(message));

    if (!search)
        return;
    switch (ldap_msgtype(message)) {
    case LDAP_RES_SEARCH_ENTRY:
        search->found = true;
        break;
    case LDAP_RES_SEARCH_REFERENCE:
        search->elsewhere = true;
        break;
    case LDAP_RES_SEARCH_RESULT:
        batch->presence[search->index] = conclude(self, batch, search, message, error);
        *search = batch->searches[--batch->n_searches];
        break;
    default:
        break;
    }
}

static enum outcome converse(const struct directory *self, struct batch *batch,
                             struct pecaddr_registry_error *error)
{
    enum outcome outcome = OUTCOME_DONE;

    batch->next = 0;
    batch->n_searches = 0;
    for (;;) {
        struct timeval left = registry_ldap_time_left(batch->deadline);
        LDAPMessage *message = NULL;
        int r;

        outcome = send_searches(self, batch, error);
        if (outcome != OUTCOME_DONE || batch->n_searches == 0)
            return outcome;
        if (registry_time_left(batch->deadline) == 0)
            return OUTCOME_LATE;
        r = ldap_result(self->ld, LDAP_RES_ANY, LDAP_MSG_ONE, &left, &message);
        if (r == 0)
            return OUTCOME_LATE;
        if (r < 0)
            return lose(self, batch);
        take_message(self, batch, message, error);
        ldap_msgfree(message);
    }
}

/* The server need not go on with what nobody waits for. */
static void give_up(const struct directory *self, const struct batch *batch,
                    struct pecaddr_registry_error *error)
{
    registry_fail(error, PECADDR_E_STORAGE, "%s: no answer about %s below %s: not within %u s",
                  self->server, SHOWN(subject(self, batch, batch->searches[0].index)),
                  SHOWN(self->base), self->timeout);
    for (size_t i = 0; i < batch->n_searches; i++)
        ldap_abandon_ext(self->ld, batch->searches[i].id, NULL, NULL);
}

/*
 * Asks all. A server may end a connection that was idle: what it has not answered is asked again on
 * a new one, once.
 */
static void ask_all(struct directory *self, struct batch *batch,
                    struct pecaddr_registry_error *error)
{
    bool is_new = false;
    enum outcome outcome = OUTCOME_LOST;

    while (outcome == OUTCOME_LOST) {
        if (!self->ld) {
            if (is_new || registry_ldap_connect(self, batch->deadline, error) != PECADDR_OK)
                return;
            is_new = true;
        }
        outcome = converse(self, batch, error);
        if (outcome == OUTCOME_LATE)
            give_up(self, batch, error);
        else if (outcome == OUTCOME_LOST && is_new)
            registry_fail(error, PECADDR_E_STORAGE, "%s: the connection was lost: %s", self->server,
                          ldap_err2string(batch->lost));
        if (outcome != OUTCOME_DONE)
            registry_ldap_disconnect(self);
    }
}

static void ask(struct directory *self, const char *const addresses[], size_t n,
                enum presence ret_presence[], struct pecaddr_registry_error *error)
{
    struct batch batch = {
        .addresses = addresses,
        .n = n,
        .presence = ret_presence,
        .deadline = registry_now() + self->timeout * 1000,
    };
    struct registry_ldap_hush hush;

    for (size_t i = 0; i < n; i++)
        ret_presence[i] = PRESENCE_FAILED;
    registry_ldap_hush(&hush);
    ask_all(self, &batch, error);
    registry_ldap_unhush(&hush);
}

static void directory_ask(struct source *source, const char *const addresses[], size_t n,
                          enum presence ret_presence[], struct pecaddr_registry_error *error)
{
    ask((struct directory *)source, addresses, n, ret_presence, error);
}

static void directory_close(struct source *source)
{
    struct directory *self = (struct directory *)source;
    struct registry_ldap_hush hush;

    registry_ldap_hush(&hush);
    registry_ldap_disconnect(self);
    registry_ldap_unhush(&hush);
    free(self->password);
    free(self->text);
    free(self->buffer);
    free(self);
}

static const struct source_ops directory_ops = {.ask = directory_ask, .close = directory_close};

/*
 * That base and filter are right shows in an entry that has the attribute: where nobody has it, or
 * nobody may ask for it, each address would seem absent.
 */
static int prove(struct directory *self, struct pecaddr_registry_error *error)
{
    enum presence presence[ATTRIBUTES_MAX];
    size_t n = registry_ldap_count_attributes(self);

    ask(self, NULL, n, presence, error);
    for (size_t i = 0; i < n; i++)
        if (presence[i] == PRESENCE_FAILED)
            return PECADDR_E_STORAGE;
    for (size_t i = 0; i < n; i++)
        if (presence[i] == PRESENCE_ABSENT)
            return registry_fail(error, PECADDR_E_STORAGE,
                                 "%s: nobody below %s is found by %s, so that this source would "
                                 "protect none; check base, attribute, filter, and the right to "
                                 "search",
                                 self->server, SHOWN(self->base),
                                 SHOWN(registry_ldap_filter_for_attribute(self, i)));
    return PECADDR_OK;
}

int registry_ldap_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    struct directory *self = calloc(1, sizeof *self);
    int r;

    if (!self)
        return registry_no_memory(error);
    self->source.ops = &directory_ops;
    self->timeout = TIMEOUT_DEFAULT;
    r = registry_ldap_read_uri(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_load_libldap(uri, error);
    if (r == PECADDR_OK)
        r = prove(self, error);
    if (r == PECADDR_OK)
        *ret_source = &self->source;
    else
        directory_close(&self->source);
    return r;
}
