/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_URI_H
#define PECADDR_REGISTRY_URI_H

#include "error.h"

#include <pecaddr/registry.h>

/*
 * A URI in its parts, `kind:path?name=value&name=value`. In path and values, %XX is the byte with
 * this hexadecimal number; `?` begins the parameters and is written %3F elsewhere, and `%` is
 * written %25. Nothing else is special. Parameters that no one takes are an error
 * (registry_uri_done()).
 */
#define URI_PARAMETERS_MAX 16
#define URI_TIMEOUT_MAX    3600u
struct uri {
    const char *text; /* as it was given; the caller's */
    char *buffer;
    const char *kind;
    const char *path;
    struct uri_parameter {
        const char *name;
        const char *value;
        bool taken;
    } parameters[URI_PARAMETERS_MAX];
    size_t n_parameters;
};

/* A URI as a message shows it: see pecaddr_registry_show_uri(); its end when it is long. */
#define SHOWN_URI(text) registry_uri_shown(text, (char[SHOWN_MAX]){0})
const char *registry_uri_shown(const char *text, char buffer[SHOWN_MAX]);

/* Whether a URI goes on as `//USER:PASSWORD@HOST:PORT/PATH?NAME=VALUE`, with nothing in doubt. */
bool registry_uri_names_servers(const char *text);

int registry_uri_parse(const char *text, struct uri *ret_uri, struct pecaddr_registry_error *error);
void registry_uri_free(struct uri *uri);

/* The value of a parameter, or NULL; and whether all parameters have been taken. */
const char *registry_uri_take(struct uri *uri, const char *name);
int registry_uri_done(const struct uri *uri, struct pecaddr_registry_error *error);

/* The parameter `timeout`: `least` to URI_TIMEOUT_MAX seconds. Not given, *timeout stays. */
int registry_uri_timeout(struct uri *uri, unsigned least, unsigned *timeout,
                         struct pecaddr_registry_error *error);

/*
 * A copy of the path for the file functions; one that could be read as an option of the storage
 * engine or as another kind of name begins with `./`. To be freed.
 */
int registry_uri_file(const struct uri *uri, char **ret_path, struct pecaddr_registry_error *error);

#endif
