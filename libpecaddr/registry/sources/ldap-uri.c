/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-source.h"

#include "base/ascii.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

    while ((name = registry_ldap_next_attribute(&list, &size)) != NULL)
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

    self->attributes = attributes ? attributes : "mail";
    self->filter = registry_uri_take(uri, "filter");
    if (!attributes_fit(self->attributes))
        return bad_uri(uri, N_("attribute is up to 16 names of attributes, joined by commas"),
                       error);
    if (!scope || strcmp(scope, "sub") == 0)
        self->scope = LDAP_SCOPE_SUBTREE;
    else if (strcmp(scope, "one") == 0)
        self->scope = LDAP_SCOPE_ONELEVEL;
    else
        return bad_uri(uri, N_("scope is sub or one"), error);
    if (self->filter && !filter_fits(self->filter))
        return bad_uri(uri,
                       N_("filter is one filter in brackets (RFC 4515), in which & is written %26"),
                       error);
    return PECADDR_OK;
}

static int bad_password(const char *path, const char *what, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE, "%s: the password cannot be read: %s",
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
    if (!self->password)
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
    self->ca = ca ? ca : LDAP_CA;
    self->start_tls = start_tls;
    if (start_tls && (strcmp(start_tls, "yes") != 0 || self->tls))
        return bad_uri(uri, N_("starttls is yes, and not for ldaps"), error);
    if (ca && (ca[0] == '\0' || (!self->tls && !self->start_tls)))
        return bad_uri(uri, N_("ca is a path, and for ldaps or starttls=yes only"), error);
    if (self->bind ? self->bind[0] == '\0' || !password : password != NULL)
        return bad_uri(uri, N_("bind=DN and password-file=PATH go together"), error);
    if (self->bind && !self->tls && !self->start_tls && !is_this_machine(self->host))
        return bad_uri(uri,
                       N_("the password would go over the network for all to read; write ldaps, "
                          "or starttls=yes"),
                       error);
    return password ? read_password(self, password, error) : PECADDR_OK;
}

int registry_ldap_read_uri(struct directory *self, struct uri *uri,
                           struct pecaddr_registry_error *error)
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
    self->text = malloc(registry_ldap_text_size(self));
    /* The texts stay where they are. */
    self->buffer = uri->buffer;
    uri->buffer = NULL;
    return self->text ? PECADDR_OK : registry_no_memory(error);
}
