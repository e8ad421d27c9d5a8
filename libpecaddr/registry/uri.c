/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* In place. A `%` that begins no byte is a mistake, and a NUL would end the text. */
static bool decode(char *text)
{
    char *out = text;

    for (const char *in = text; *in != '\0'; in++) {
        int high, low;

        if (*in != '%') {
            *out++ = *in;
            continue;
        }
        high = hex_value(in[1]);
        low = high < 0 ? -1 : hex_value(in[2]);
        if (low < 0 || high + low == 0)
            return false;
        *out++ = (char)(high * 16 + low);
        in += 2;
    }
    *out = '\0';
    return true;
}

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
        if (value == NULL || !decode(value))
            return false;
        parameter->value = value;
        text = rest;
    }
    return true;
}

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error)
{
    struct uri uri = {.text = text};
    char *path, *parameters;
    int r;

    if (strchr(text, ':') == NULL)
        return registry_fail(
            error, PECADDR_E_ARGUMENT,
            "%s: not a URI; write sqlite:PATH for a registry, file:PATH for a list", SHOWN(text));
    uri.buffer = malloc(strlen(text) + 1);
    if (uri.buffer == NULL)
        return registry_no_memory(error);
    strcpy(uri.buffer, text);

    uri.kind = cut(uri.buffer, ':', &path);
    uri.path = cut(path, '?', &parameters);
    if (!decode(path) || !parse_parameters(&uri, parameters)) {
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: not a URI of the form KIND:PATH?NAME=VALUE; in it, write %%25 for "
                          "%% and %%3F for ?",
                          SHOWN(text));
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
                                 SHOWN(uri->text), SHOWN(uri->parameters[i].name));
    return PECADDR_OK;
}

int registry_uri_file(const struct uri *uri, char **ret_path, struct pecaddr_registry_error *error)
{
    const char *path = uri->path;
    bool absolute = path[0] == '/';
    char *copy;

    if (path[0] == '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: there is no path after the colon",
                             SHOWN(uri->text));
    /* RFC 8089: what follows two slashes is a host. */
    if (path[0] == '/' && path[1] == '/' && path[2] != '/')
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: after two slashes comes the name of a machine; write %s:PATH",
                             SHOWN(uri->text), uri->kind);
    copy = malloc(strlen(path) + sizeof "./");
    if (copy == NULL)
        return registry_no_memory(error);
    strcpy(copy, absolute ? "" : "./");
    strcat(copy, path);
    *ret_path = copy;
    return PECADDR_OK;
}
