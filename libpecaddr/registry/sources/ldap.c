/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-source.h"

#include "base/ascii.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
#define ATTRIBUTES_MAX  16

/*
 * How many questions are under way at once. Servers end a connection on which too many wait:
 * OpenLDAP after 100, where nobody has bound (conn_max_pending).
 */
#define WINDOW 32

/* A byte of an address becomes at most `\2a`. */
#define ESCAPED_MAX (PECADDR_ADDRESS_MAX * 3)

/* The attributes in turn; NULL at the end. */
static const char *next_attribute(const char **list, size_t *ret_size)
{
    const char *name = *list;

    if (name == NULL)
        return NULL;
    *ret_size = strcspn(name, ",");
    *list = name[*ret_size] == ',' ? name + *ret_size + 1 : NULL;
    return name;
}

static size_t count_attributes(const struct directory *self)
{
    const char *list = self->attributes;
    size_t n = 0, size;

    while (next_attribute(&list, &size) != NULL)
        n++;
    return n;
}

/* Filters. */

/* RFC 4515 §3, as if any byte could stand in an address. */
static char *escape(char *out, const char *address)
{
    static const char digits[] = "0123456789abcdef";

    for (; *address != '\0'; address++) {
        if (strchr("*()\\", *address) == NULL) {
            *out++ = *address;
            continue;
        }
        *out++ = '\\';
        *out++ = digits[(unsigned char)*address >> 4];
        *out++ = digits[(unsigned char)*address & 15];
    }
    *out = '\0';
    return out;
}

/* `(NAME=ADDRESS)`, or `(NAME=*)` without an address. */
static char *put_condition(char *out, const char *name, size_t size, const char *address)
{
    *out++ = '(';
    memcpy(out, name, size);
    out += size;
    *out++ = '=';
    if (address != NULL)
        out = escape(out, address);
    else
        *out++ = '*';
    *out++ = ')';
    return out;
}

/* Begins `(&FILTER…)`, or nothing where there is no filter; end_filter() ends it. */
static char *begin_filter(const struct directory *self)
{
    self->text[0] = '\0';
    if (self->filter != NULL) {
        strcpy(self->text, "(&");
        strcat(self->text, self->filter);
    }
    return self->text + strlen(self->text);
}

static const char *end_filter(const struct directory *self, char *out)
{
    if (self->filter != NULL)
        *out++ = ')';
    *out = '\0';
    return self->text;
}

/* Finds the entries that have an address. */
static const char *filter_for_address(const struct directory *self, const char *address)
{
    const char *list = self->attributes, *name;
    char *out = begin_filter(self);
    size_t size;

    *out++ = '(';
    *out++ = '|';
    while ((name = next_attribute(&list, &size)) != NULL)
        out = put_condition(out, name, size, address);
    *out++ = ')';
    return end_filter(self, out);
}

/* Finds the entries that have an attribute at all. */
static const char *filter_for_attribute(const struct directory *self, size_t index)
{
    const char *list = self->attributes;
    size_t size = 0;
    const char *name = next_attribute(&list, &size);

    while (index-- > 0)
        name = next_attribute(&list, &size);
    return end_filter(self, put_condition(begin_filter(self), name, size, NULL));
}

/* Room for the longest filter. */
static size_t text_size(const struct directory *self)
{
    const char *list = self->attributes;
    size_t all = sizeof "(&(|))" + (self->filter != NULL ? strlen(self->filter) : 0), size;

    while (next_attribute(&list, &size) != NULL)
        all += size + sizeof "(=)" + ESCAPED_MAX;
    return all;
}

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
    return batch->addresses != NULL ? batch->addresses[index] : filter_for_attribute(self, index);
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
    const char *filter = batch->addresses != NULL
                             ? filter_for_address(self, batch->addresses[index])
                             : filter_for_attribute(self, index);
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

    if (search == NULL)
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
        if (self->ld == NULL) {
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

/* The URI. */

static int bad_uri(const struct uri *uri, const char *what, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_ARGUMENT, "%s: %s", SHOWN_URI(uri->text), what);
}

/* The size of a host at the start of a text, a name or a numeric address; 0: there is none. */
static size_t host_size(const char *text)
{
    size_t size = 0;

    if (text[0] == '[') {
        size = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
        return size > 1 && text[size] == ']' ? size + 1 : 0;
    }
    size = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");
    return text[0] == '-' ? 0 : size;
}

static bool port_fits(const char *text, size_t size)
{
    unsigned port = 0;

    if (size == 0 || size > 5)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!ascii_is_digit(text[i]))
            return false;
        port = port * 10 + (unsigned)(text[i] - '0');
    }
    return port > 0 && port <= 65535;
}

/* `//HOST[:PORT]/BASE` */
static bool read_path(struct directory *self, const char *path)
{
    const char *host = path, *port = self->tls ? "636" : "389";
    size_t size, port_size = strlen(port);

    if (strncmp(path, "//", 2) != 0)
        return false;
    host += 2;
    size = host_size(host);
    if (size == 0 || size >= sizeof self->host)
        return false;
    path = host + size;
    if (*path == ':') {
        port = path + 1;
        port_size = strcspn(port, "/");
        path = port + port_size;
    }
    if (*path != '/' || !port_fits(port, port_size))
        return false;
    memcpy(self->host, host, size);
    memcpy(self->port, port, port_size);
    self->base = path + 1;
    snprintf(self->server, sizeof self->server, "%s://%s:%s", self->tls ? "ldaps" : "ldap",
             self->host, self->port);
    return true;
}

/* `keystring *(";" option)`, RFC 4512 §2.5. */
static bool attribute_fits(const char *name, size_t size)
{
    char before = ';';

    for (size_t i = 0; i < size; i++) {
        bool fits =
            ascii_is_letter(name[i]) ||
            (before != ';' && (ascii_is_digit(name[i]) || name[i] == '-' || name[i] == ';'));

        if (!fits)
            return false;
        before = name[i];
    }
    return before != ';';
}

static bool attributes_fit(const char *list)
{
    const char *name;
    size_t size, n = 0;

    while ((name = next_attribute(&list, &size)) != NULL)
        if (!attribute_fits(name, size) || ++n > ATTRIBUTES_MAX)
            return false;
    return true;
}

/* One filter in brackets, so that nothing of it is left over beside what is added to it. */
static bool filter_fits(const char *filter)
{
    size_t depth = 0;

    do {
        if (*filter == '(')
            depth++;
        else if (depth == 0)
            return false;
        else if (*filter == ')')
            depth--;
    } while (*++filter != '\0' && depth > 0);
    return *filter == '\0' && depth == 0;
}

static int read_search(struct directory *self, struct uri *uri,
                       struct pecaddr_registry_error *error)
{
    const char *attributes = registry_uri_take(uri, "attribute");
    const char *scope = registry_uri_take(uri, "scope");

    self->attributes = attributes != NULL ? attributes : "mail";
    self->filter = registry_uri_take(uri, "filter");
    if (!attributes_fit(self->attributes))
        return bad_uri(uri, N_("attribute is up to 16 names of attributes, joined by commas"),
                       error);
    if (scope == NULL || strcmp(scope, "sub") == 0)
        self->scope = LDAP_SCOPE_SUBTREE;
    else if (strcmp(scope, "one") == 0)
        self->scope = LDAP_SCOPE_ONELEVEL;
    else
        return bad_uri(uri, N_("scope is sub or one"), error);
    if (self->filter != NULL && !filter_fits(self->filter))
        return bad_uri(uri,
                       N_("filter is one filter in brackets (RFC 4515), in which & is written %26"),
                       error);
    return PECADDR_OK;
}

static int bad_password(const char *path, const char *what, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE, "%s: the password can not be read: %s",
                         SHOWN(path), what);
}

/* The whole file, up to a size; -1 with errno. */
static ssize_t read_whole(const char *path, char *buffer, size_t capacity)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t size = 0;
    ssize_t got = fd < 0 ? -1 : 1;

    while (got > 0 && size < capacity) {
        got = read(fd, buffer + size, capacity - size);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            size += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    return got < 0 ? -1 : (ssize_t)size;
}

/* One line. A simple bind without a password would be one as nobody: RFC 4513 §5.1.2. */
static int read_password(struct directory *self, const char *path,
                         struct pecaddr_registry_error *error)
{
    char text[1024];
    ssize_t got = read_whole(path, text, sizeof text);
    size_t size = got > 0 ? (size_t)got : 0;

    if (got < 0)
        return bad_password(path, registry_reason(errno), error);
    if (size == sizeof text)
        return bad_password(path, N_("it is longer than 1,023 bytes"), error);
    text[size] = '\0';
    if (strlen(text) != size)
        return bad_password(path, N_("there is a NUL in it"), error);
    size = strcspn(text, "\r\n");
    if (text[size + strspn(text + size, "\r\n")] != '\0')
        return bad_password(path, N_("it is more than one line"), error);
    if (size == 0)
        return bad_password(path, N_("it is empty"), error);
    text[size] = '\0';
    self->password = malloc(size + 1);
    if (self->password == NULL)
        return registry_no_memory(error);
    strcpy(self->password, text);
    return PECADDR_OK;
}

static bool is_this_machine(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 ||
           strcmp(host, "[::1]") == 0;
}

static int read_security(struct directory *self, struct uri *uri,
                         struct pecaddr_registry_error *error)
{
    const char *start_tls = registry_uri_take(uri, "starttls");
    const char *ca = registry_uri_take(uri, "ca");
    const char *password = registry_uri_take(uri, "password-file");

    self->bind = registry_uri_take(uri, "bind");
    self->ca = ca != NULL ? ca : LDAP_CA;
    self->start_tls = start_tls != NULL;
    if (start_tls != NULL && (strcmp(start_tls, "yes") != 0 || self->tls))
        return bad_uri(uri, N_("starttls is yes, and not for ldaps"), error);
    if (ca != NULL && (ca[0] == '\0' || (!self->tls && !self->start_tls)))
        return bad_uri(uri, N_("ca is a path, and for ldaps or starttls=yes only"), error);
    if (self->bind != NULL ? self->bind[0] == '\0' || password == NULL : password != NULL)
        return bad_uri(uri, N_("bind=DN and password-file=PATH go together"), error);
    if (self->bind != NULL && !self->tls && !self->start_tls && !is_this_machine(self->host))
        return bad_uri(uri,
                       N_("the password would go over the network for all to read; write ldaps, "
                          "or starttls=yes"),
                       error);
    return password != NULL ? read_password(self, password, error) : PECADDR_OK;
}

static int read_uri(struct directory *self, struct uri *uri, struct pecaddr_registry_error *error)
{
    int r;

    self->tls = strcmp(uri->kind, "ldaps") == 0;
    if (!read_path(self, uri->path))
        return bad_uri(uri, N_("not of the form ldap://HOST[:PORT]/BASE"), error);
    if (self->base[0] == '\0')
        return bad_uri(uri, N_("there is no base after the host, such as dc=example,dc=it"), error);
    r = read_search(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_uri_timeout(uri, 1, &self->timeout, error);
    if (r == PECADDR_OK)
        r = read_security(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_uri_done(uri, error);
    if (r != PECADDR_OK)
        return r;
    self->text = malloc(text_size(self));
    /* The texts stay where they are. */
    self->buffer = uri->buffer;
    uri->buffer = NULL;
    return self->text != NULL ? PECADDR_OK : registry_no_memory(error);
}

/*
 * That base and filter are right shows in an entry that has the attribute: where nobody has it, or
 * nobody may ask for it, each address would seem absent.
 */
static int prove(struct directory *self, struct pecaddr_registry_error *error)
{
    enum presence presence[ATTRIBUTES_MAX];
    size_t n = count_attributes(self);

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
                                 SHOWN(filter_for_attribute(self, i)));
    return PECADDR_OK;
}

int registry_ldap_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    struct directory *self = calloc(1, sizeof *self);
    int r;

    if (self == NULL)
        return registry_no_memory(error);
    self->source.ops = &directory_ops;
    self->timeout = TIMEOUT_DEFAULT;
    r = read_uri(self, uri, error);
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
