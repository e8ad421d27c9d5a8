/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is shown of a URI, whatever it is: no part that may be secret. Input: the URI.
 *
 * What a URI of PostgreSQL keeps secret libpq says itself. Of any, a word (SECRET) is: in a parameter, in
 * what names a user, after the name of a command.
 */
#include "../target.h"

#include <libpq-fe.h>
#include <pecaddr/registry.h>
#include <stdbool.h>
#include <strings.h>

#define SECRET   "geheim"
#define TEXT_MAX 2048

static bool begins(const char *text, const char *kind)
{
    return strncasecmp(text, kind, strlen(kind)) == 0;
}

/* The same to any buffer that is large enough, and none to a smaller one. */
static void show(const char *text, char shown[3 * TEXT_MAX])
{
    char other[3 * TEXT_MAX];
    size_t size = 0;

    HOLDS(pecaddr_registry_show_uri(text, NULL, 0, &size) == PECADDR_E_CAPACITY);
    HOLDS(size < sizeof other);
    memset(other, '#', sizeof other);
    HOLDS(pecaddr_registry_show_uri(text, other, size, NULL) == PECADDR_E_CAPACITY);
    HOLDS(other[0] == '#');
    HOLDS(pecaddr_registry_show_uri(text, other, size + 1, NULL) == PECADDR_OK);
    HOLDS(strlen(other) == size && other[size + 1] == '#');
    HOLDS(pecaddr_registry_show_uri(text, shown, 3 * TEXT_MAX, &size) == PECADDR_OK);
    HOLDS(strcmp(shown, other) == 0);
}

/* Whether a text stands in what libpq reads of a URI beside its secrets. */
static bool is_said_besides(const PQconninfoOption *options, const char *secret)
{
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (option->val && strchr(option->dispchar, '*') == NULL && strstr(option->val, secret))
            return true;
    return false;
}

/* Of PostgreSQL. What is short may stand anywhere by chance. */
static void check_passwords(const char *text, const char *shown)
{
    PQconninfoOption *options = PQconninfoParse(text, NULL);

    if (!options)
        return;
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (option->val && strchr(option->dispchar, '*') != NULL && strlen(option->val) > 3 &&
            !strstr("postgresql://postgres://", option->val) &&
            !is_said_besides(options, option->val))
            HOLDS(!strstr(shown, option->val));
    PQconninfoFree(options);
}

/* Where the parameters begin, and the size of what stands before them that names a user: none, where it
 * may be something else. */
static const char *find_parameters(const char *text, size_t *ret_user)
{
    const char *servers = strstr(text, "://");
    size_t user = servers ? 3 + strcspn(servers + 3, "@/") : 0;

    *ret_user = servers && servers[user] == '@' ? (size_t)(servers - text) + user : 0;
    return text + *ret_user + strcspn(text + *ret_user, "?");
}

/* Whether the word is secret, wherever it stands. */
static bool is_secret(const char *text)
{
    bool is_path = begins(text, "sqlite:") || begins(text, "file:") || begins(text, "memory:");
    bool is_command = begins(text, "exec:");
    size_t kind = strcspn(text, ":"), user;
    const char *parameters = find_parameters(text, &user);
    const char *name = text + kind + (is_command ? 1 + strspn(text + kind + 1, " ") : 0);

    for (const char *found = text; (found = strstr(found, SECRET)) != NULL; found++) {
        bool is_parameter = found > parameters;
        bool is_user = !is_path && !is_command && found > text + kind && found < text + user;
        bool is_argument = is_command && found > name + strcspn(name, " ");

        if (!is_parameter && !is_user && !is_argument)
            return false;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TEXT_MAX], shown[3 * TEXT_MAX];

    size = size < TEXT_MAX - 1 ? size : TEXT_MAX - 1;
    memcpy(text, data, size);
    text[size] = '\0';
    show(text, shown);
    if (is_secret(text))
        HOLDS(!strstr(shown, SECRET));
    if (begins(text, "postgres"))
        check_passwords(text, shown);
    return 0;
}
