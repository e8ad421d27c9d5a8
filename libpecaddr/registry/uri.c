/* SPDX-License-Identifier: BSD-3-Clause */
#include "uri.h"

#include "base/percent.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Showing. */

/* A text of which no more is kept than what comes after the first `skip` bytes, and fits. */
struct shown {
    char *buffer;
    size_t capacity;
    size_t skip;
    size_t size;
};

static void show(struct shown *shown, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++, shown->size++)
        if (shown->size >= shown->skip && shown->size - shown->skip < shown->capacity)
            shown->buffer[shown->size - shown->skip] = text[i];
}

/*
 * Of a URI its kind, servers and path are shown, of a command its first word: no user, no password, no
 * parameter; and nothing but the kind of what is not written as its kind wants it, since any part of
 * that may be a password.
 */

#define ELLIPSIS "…"

enum form { NO_KIND, PATH, COMMAND, SERVERS };

/* How a URI goes on after its kind, whose size includes the colon. */
static enum form find_form(const char *text, size_t *ret_size)
{
    static const struct {
        const char *kind;
        enum form form;
    } kinds[] = {
        {"memory", PATH},  {"sqlite", PATH},   {"file", PATH},        {"exec", COMMAND},
        {"ldap", SERVERS}, {"ldaps", SERVERS}, {"postgres", SERVERS}, {"postgresql", SERVERS},
    };
    enum form form = NO_KIND;
    size_t size = 0;

    while (ascii_is_letter(text[size]))
        size++;
    for (size_t i = 0; i < ARRAY_SIZE(kinds) && text[size] == ':'; i++)
        if (ascii_equal(text, size, kinds[i].kind, strlen(kinds[i].kind)))
            form = kinds[i].form;
    /* No path begins so (registry_uri_file()), and a kind that is not known is none without it. */
    if (form != COMMAND && size > 0 && strncmp(text + size, "://", 3) == 0 &&
        (form != PATH || text[size + 3] != '/'))
        form = SERVERS;
    *ret_size = form != NO_KIND ? size + 1 : 0;
    return form;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* The size of `HOST:PORT`, or of several with commas between them; any of it may be missing. */
static size_t servers_size(const char *text)
{
    static const char name[] = LETTERS "0123456789-._%";
    const char *end = text;

    for (;; end++) {
        if (*end == '[') {
            end += 1 + strspn(end + 1, "0123456789abcdefABCDEF:.%");
            if (*end++ != ']')
                return 0;
        } else {
            end += strspn(end, name);
        }
        if (*end == ':')
            end += 1 + strspn(end + 1, "0123456789");
        if (*end != ',')
            return (size_t)(end - text);
    }
}

/* Whether a text is `NAME=VALUE`, or none or several of them, with `&` after each but the last. */
static bool is_parameters(const char *text)
{
    while (*text != '\0') {
        size_t name = strspn(text, LETTERS "-_");

        if (name == 0 || text[name] != '=')
            return false;
        text += strcspn(text, "&");
        text += *text == '&';
    }
    return true;
}

/*
 * `//USER:PASSWORD@HOST:PORT/PATH?NAME=VALUE`: where the host begins, and its size with the path's;
 * NULL: it is something else. Without a path no @ can be in a parameter: libpq would take what stands
 * before it for a password, in which a `?` may be and a `/` may not.
 */
static const char *find_servers(const char *text, size_t *ret_size)
{
    size_t user, servers, path;
    const char *rest;

    if (strncmp(text, "//", 2) != 0)
        return NULL;
    text += 2;
    user = strcspn(text, "@/");
    text += text[user] == '@' ? user + 1 : 0;
    servers = servers_size(text);
    path = text[servers] == '/' ? strcspn(text + servers, "?@") : 0;
    rest = text + servers + path;
    if (*rest == '?' ? !is_parameters(rest + 1) || (path == 0 && strchr(rest, '@')) : *rest != '\0')
        return NULL;
    *ret_size = servers + path;
    return text;
}

bool registry_uri_names_servers(const char *text)
{
    size_t size;

    return find_servers(text + strcspn(text, "/"), &size);
}

static void show_servers(struct shown *shown, const char *text)
{
    size_t size = 0;
    const char *servers = find_servers(text, &size);

    if (!servers) {
        show(shown, ELLIPSIS, strlen(ELLIPSIS));
        return;
    }
    show(shown, "//", 2);
    show(shown, servers, size);
}

/* What is told to a command may be secret. */
static void show_command(struct shown *shown, const char *text)
{
    size_t size = strspn(text, " ");

    size += strcspn(text + size, " \t\r\n?%=;&|<>()$`'\"\\*{}#!");
    show(shown, text, size);
    if (text[size] != '\0')
        show(shown, " " ELLIPSIS, strlen(" " ELLIPSIS));
}

static void show_parts(struct shown *shown, const char *text)
{
    size_t kind;
    enum form form = find_form(text, &kind);

    show(shown, text, kind);
    if (form == PATH)
        show(shown, text + kind, strcspn(text + kind, "?"));
    else if (form == COMMAND)
        show_command(shown, text + kind);
    else if (form == SERVERS)
        show_servers(shown, text + kind);
    else if (*text != '\0')
        show(shown, ELLIPSIS, strlen(ELLIPSIS));
}

/* Writes what fits of it, without a NUL; returns how long all of it is. */
static size_t show_uri(const char *text, size_t skip, char *buffer, size_t capacity)
{
    struct shown shown = {.buffer = buffer, .capacity = capacity, .skip = skip};

    show_parts(&shown, text);
    return shown.size;
}

const char *registry_uri_shown(const char *text, char buffer[SHOWN_MAX])
{
    char whole[SHOWN_MAX] = "";
    size_t size = show_uri(text, 0, whole, SHOWN_MAX - 1);
    const char *rest;

    if (size >= SHOWN_MAX) {
        show_uri(text, size - (SHOWN_MAX - 1), whole, SHOWN_MAX - 1);
        memcpy(whole, ELLIPSIS, strlen(ELLIPSIS));
        rest = whole + strlen(ELLIPSIS);
        while (utf8_goes_on(*rest))
            rest++;
        memmove(whole + strlen(ELLIPSIS), rest, strlen(rest) + 1);
    }
    return strcpy(buffer, whole);
}

EXPORT int pecaddr_registry_show_uri(const char *uri, char *buffer, size_t capacity,
                                     size_t *ret_size)
{
    size_t size;

    if (!uri || (!buffer && capacity > 0))
        return PECADDR_E_ARGUMENT;
    size = show_uri(uri, 0, NULL, 0);
    if (ret_size)
        *ret_size = size;
    if (size >= capacity)
        return PECADDR_E_CAPACITY;
    show_uri(uri, 0, buffer, size);
    buffer[size] = '\0';
    return PECADDR_OK;
}

/* Reading. */

/* The text up to a separator, which becomes its end; *rest is what follows, NULL without separator.
 */
static char *cut(char *text, char separator, char **rest)
{
    char *found = strchr(text, separator);

    *rest = NULL;
    if (found) {
        *found = '\0';
        *rest = found + 1;
    }
    return text;
}

static bool parse_parameters(struct uri *uri, char *text)
{
    while (text) {
        struct uri_parameter *parameter;
        char *rest, *value;

        if (uri->n_parameters == URI_PARAMETERS_MAX)
            return false;
        parameter = &uri->parameters[uri->n_parameters++];
        parameter->name = cut(cut(text, '&', &rest), '=', &value);
        if (!value || !percent_decode(value))
            return false;
        parameter->value = value;
        text = rest;
    }
    return true;
}

/* What libpq reads itself: see postgres/connection.c. */
static bool is_foreign(const char *kind)
{
    return strcmp(kind, "postgresql") == 0 || strcmp(kind, "postgres") == 0;
}

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error)
{
    struct uri uri = {.text = text};
    char *path, *parameters;
    int r;

    if (!strchr(text, ':'))
        return registry_fail(
            error, PECADDR_E_ARGUMENT,
            "this is not a URI, as it begins with no kind; write sqlite:PATH for a "
            "registry, file:PATH for a list");
    uri.buffer = malloc(strlen(text) + 1);
    if (!uri.buffer)
        return registry_no_memory(error);
    strcpy(uri.buffer, text);

    uri.kind = cut(uri.buffer, ':', &path);
    uri.path = path;
    if (is_foreign(uri.kind)) {
        *ret_uri = uri;
        return PECADDR_OK;
    }
    uri.path = cut(path, '?', &parameters);
    if (!percent_decode(path) || !parse_parameters(&uri, parameters)) {
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: not a URI of the form KIND:PATH?NAME=VALUE; in it, write %%25 for "
                          "%% and %%3F for ?",
                          SHOWN_URI(text));
        registry_uri_free(&uri);
        return r;
    }
    *ret_uri = uri;
    return PECADDR_OK;
}

void registry_uri_free(struct uri *uri)
{
    free(uri->buffer);
    uri->buffer = NULL;
}

const char *registry_uri_take(struct uri *uri, const char *name)
{
    for (size_t i = 0; i < uri->n_parameters; i++) {
        struct uri_parameter *parameter = &uri->parameters[i];

        if (!parameter->taken && strcmp(parameter->name, name) == 0) {
            parameter->taken = true;
            return parameter->value;
        }
    }
    return NULL;
}

int registry_uri_done(const struct uri *uri, struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < uri->n_parameters; i++)
        if (!uri->parameters[i].taken && strcmp(uri->parameters[i].name, "failover") == 0)
            return registry_fail(error, PECADDR_E_ARGUMENT,
                                 "%s: the parameter failover is for postgresql:// alone",
                                 SHOWN_URI(uri->text));
    for (size_t i = 0; i < uri->n_parameters; i++)
        if (!uri->parameters[i].taken)
            return registry_fail(error, PECADDR_E_ARGUMENT,
                                 "%s: the parameter %s is not known, or stands there twice",
                                 SHOWN_URI(uri->text), SHOWN(uri->parameters[i].name));
    return PECADDR_OK;
}

int registry_uri_timeout(struct uri *uri, unsigned least, unsigned *timeout,
                         struct pecaddr_registry_error *error)
{
    const char *text = registry_uri_take(uri, "timeout");
    unsigned seconds = 0;

    if (!text)
        return PECADDR_OK;
    for (const char *c = text; ascii_is_digit(*c) && seconds <= URI_TIMEOUT_MAX; c++)
        seconds = seconds * 10 + (unsigned)(*c - '0');
    if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0' || seconds < least ||
        seconds > URI_TIMEOUT_MAX)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: the timeout is a number of seconds from %u to %u",
                             SHOWN_URI(uri->text), least, URI_TIMEOUT_MAX);
    *timeout = seconds;
    return PECADDR_OK;
}

int registry_uri_file(const struct uri *uri, char **ret_path, struct pecaddr_registry_error *error)
{
    const char *path = uri->path;
    bool absolute = path[0] == '/';
    char *copy;

    if (path[0] == '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: there is no path after the colon",
                             SHOWN_URI(uri->text));
    /* RFC 8089: what follows two slashes is a host. */
    if (path[0] == '/' && path[1] == '/' && path[2] != '/')
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: after two slashes comes the name of a machine; write %s:PATH",
                             SHOWN_URI(uri->text), uri->kind);
    copy = malloc(strlen(path) + sizeof "./");
    if (!copy)
        return registry_no_memory(error);
    strcpy(copy, absolute ? "" : "./");
    strcat(copy, path);
    *ret_path = copy;
    return PECADDR_OK;
}
