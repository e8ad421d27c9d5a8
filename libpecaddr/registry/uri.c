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
 * What is hidden is what may be a password, also in a text that is no URI because of a slip: rather
 * too much than too little.
 */

/* Whether a text begins with a word, whatever its case. */
static bool begins(const char *text, const char *word)
{
    while (*word != '\0' && ascii_lower(*text) == *word) {
        text++;
        word++;
    }
    return *word == '\0';
}

static bool holds(const char *text, const char *end, const char *word)
{
    for (; text < end; text++)
        if (begins(text, word))
            return true;
    return false;
}

/* Where `//` stands at the start of a text or after its kind, what follows; or NULL. */
static const char *find_authority(const char *text)
{
    text += strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    text += *text == ':';
    return strncmp(text, "//", 2) == 0 ? text + 2 : NULL;
}

/* `HOST/…` or `HOST:PORT/…` of a directory, in which an @ is part of a parameter. */
static bool is_directory(const char *text, const char *host)
{
    const char *end = host + strcspn(host, *host == '[' ? "]/?@" : ":/?@");

    if (!begins(text, "ldap:") && !begins(text, "ldaps:"))
        return false;
    end += *end == ']';
    if (*end == ':')
        end += 1 + strspn(end + 1, "0123456789");
    return *end == '/' && strcspn(end, "?") < strcspn(end, "@");
}

/*
 * The password of `USER:PASSWORD@HOST`; ret_end is NULL where there is none. One that is not
 * written as a URI wants it may hold any character, so that it reaches to the last @.
 */
static const char *find_password(const char *text, const char **ret_end)
{
    bool is_path = begins(text, "sqlite:") || begins(text, "file:") || begins(text, "memory:");
    const char *host = find_authority(text);
    const char *colon;

    *ret_end = NULL;
    if (is_path && (host == NULL || *host == '/'))
        return NULL;
    if (host != NULL && is_directory(text, host))
        return NULL;
    colon = strchr(host != NULL ? host : text, ':');
    *ret_end = colon != NULL ? strrchr(colon, '@') : NULL;
    return *ret_end != NULL ? colon + 1 : NULL;
}

/* Whether what stands before a `=` is the name of a secret; one written with %XX could be. */
static bool is_secret(const char *text, const char *equals)
{
    const char *name;

    while (equals > text && equals[-1] == ' ')
        equals--;
    name = equals;
    while (name > text && strchr(" \t\r\n?&=;,/:()'\"", name[-1]) == NULL)
        name--;
    return holds(name, equals, "pass") || holds(name, equals, "pw") ||
           holds(name, equals, "secret") || holds(name, equals, "%");
}

/* Whether another parameter follows a `&`, which may also be part of a value. */
static bool is_parameter(const char *text)
{
    return text[strcspn(text, "&=")] == '=';
}

/* A value ends where the next parameter begins; without a `?` before it, where a word or what is in
   quotes ends, as in `host=h password='x y'`. */
static const char *value_end(const char *value, bool in_uri)
{
    char quote;

    if (in_uri) {
        value += strcspn(value, "&");
        while (*value != '\0' && !is_parameter(value + 1))
            value += 1 + strcspn(value + 1, "&");
        return value;
    }
    value += strspn(value, " \t");
    quote = *value == '\'' || *value == '"' ? *value++ : '\0';
    while (*value != '\0' && (quote != '\0' ? *value != quote : strchr(" \t\r\n", *value) == NULL))
        value += *value == '\\' && value[1] != '\0' ? 2 : 1;
    return value;
}

static void show_masked(struct shown *shown, const char *text)
{
    const char *question = strchr(text, '?');
    const char *password_end;
    const char *password = find_password(text, &password_end);
    const char *hidden = text; /* up to here */

    for (const char *c = text; *c != '\0'; c++) {
        bool was_hidden = c > text && c <= hidden;

        if (c == password && password_end > hidden)
            hidden = password_end;
        if (c > text && c[-1] == '=' && is_secret(text, c - 1)) {
            const char *end = value_end(c, question != NULL && question < c);

            if (end > hidden)
                hidden = end;
        }
        if (c >= hidden)
            show(shown, c, 1);
        else if (!was_hidden)
            show(shown, "***", 3);
    }
}

/* The first word: what is told to a command may be secret. */
static void show_command(struct shown *shown, const char *text)
{
    size_t kind = strlen("exec:");
    size_t word = strspn(text + kind, " ");

    while (text[kind + word] != '\0' &&
           strchr(" \t\r\n?%=;&|<>()$`'\"\\*{}#!", text[kind + word]) == NULL)
        word++;
    show(shown, text, kind + word);
    if (text[kind + word] == '?')
        show_masked(shown, text + kind + word);
    else if (text[kind + word] != '\0')
        show(shown, " \xE2\x80\xA6", 4);
}

/* Writes what fits of it, without a NUL; returns how long all of it is. */
static size_t show_uri(const char *text, size_t skip, char *buffer, size_t capacity)
{
    struct shown shown = {.buffer = buffer, .capacity = capacity, .skip = skip};

    if (begins(text, "exec:"))
        show_command(&shown, text);
    else
        show_masked(&shown, text);
    return shown.size;
}

const char *registry_uri_shown(const char *text, char buffer[SHOWN_MAX])
{
    char whole[SHOWN_MAX] = "";
    size_t size = show_uri(text, 0, whole, SHOWN_MAX - 1);
    const char *rest;

    if (size >= SHOWN_MAX) {
        show_uri(text, size - (SHOWN_MAX - 1), whole, SHOWN_MAX - 1);
        memcpy(whole, "\xE2\x80\xA6", 3);
        rest = whole + 3;
        while (utf8_goes_on(*rest))
            rest++;
        memmove(whole + 3, rest, strlen(rest) + 1);
    }
    return strcpy(buffer, whole);
}

EXPORT int pecaddr_registry_show_uri(const char *uri, char *buffer, size_t capacity,
                                     size_t *ret_size)
{
    size_t size;

    if (uri == NULL || (buffer == NULL && capacity > 0))
        return PECADDR_E_ARGUMENT;
    size = show_uri(uri, 0, NULL, 0);
    if (ret_size != NULL)
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
    if (found != NULL) {
        *found = '\0';
        *rest = found + 1;
    }
    return text;
}

static bool parse_parameters(struct uri *uri, char *text)
{
    while (text != NULL) {
        struct uri_parameter *parameter;
        char *rest, *value;

        if (uri->n_parameters == URI_PARAMETERS_MAX)
            return false;
        parameter = &uri->parameters[uri->n_parameters++];
        parameter->name = cut(cut(text, '&', &rest), '=', &value);
        if (value == NULL || !percent_decode(value))
            return false;
        parameter->value = value;
        text = rest;
    }
    return true;
}

/* What libpq reads itself: see postgres-open.c. */
static bool is_foreign(const char *kind)
{
    return strcmp(kind, "postgresql") == 0 || strcmp(kind, "postgres") == 0;
}

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error)
{
    struct uri uri = {.text = text};
    char *path, *parameters;
    int r;

    if (strchr(text, ':') == NULL)
        return registry_fail(
            error, PECADDR_E_ARGUMENT,
            "%s: not a URI; write sqlite:PATH for a registry, file:PATH for a list",
            SHOWN_URI(text));
    uri.buffer = malloc(strlen(text) + 1);
    if (uri.buffer == NULL)
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

    if (text == NULL)
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
    if (copy == NULL)
        return registry_no_memory(error);
    strcpy(copy, absolute ? "" : "./");
    strcat(copy, path);
    *ret_path = copy;
    return PECADDR_OK;
}
