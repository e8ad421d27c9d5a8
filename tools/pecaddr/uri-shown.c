/* SPDX-License-Identifier: BSD-3-Clause */
#include "uri-shown.h"

#include "text.h"

#include <string.h>

/* The rules are those of libpecaddr/registry/uri.c: rather too much is hidden than too little. */

/* Whether a text begins with a word, whatever its case. */
static int begins(const char *text, const char *word)
{
    while (*word != '\0' && text_lower(*text) == *word) {
        text++;
        word++;
    }
    return *word == '\0';
}

static int holds(const char *text, const char *end, const char *word)
{
    for (; text < end; text++)
        if (begins(text, word))
            return 1;
    return 0;
}

/* Where `//` stands at the start of a text or after its kind, what follows; or NULL. */
static const char *find_authority(const char *text)
{
    text += strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    text += *text == ':';
    return strncmp(text, "//", 2) == 0 ? text + 2 : NULL;
}

/* `HOST/…` or `HOST:PORT/…` of a directory, in which an @ is part of a parameter. */
static int is_directory(const char *text, const char *host)
{
    const char *end = host + strcspn(host, *host == '[' ? "]/?@" : ":/?@");

    if (!begins(text, "ldap:") && !begins(text, "ldaps:"))
        return 0;
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
    int is_path = begins(text, "sqlite:") || begins(text, "file:") || begins(text, "memory:");
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
static int is_secret(const char *text, const char *equals)
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
static int is_parameter(const char *text)
{
    return text[strcspn(text, "&=")] == '=';
}

/* A value ends where the next parameter begins; without a `?` before it, where a word or what is in
   quotes ends, as in `host=h password='x y'`. */
static const char *value_end(const char *value, int in_uri)
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

static void show_masked(struct buffer *buffer, const char *text)
{
    const char *question = strchr(text, '?');
    const char *password_end;
    const char *password = find_password(text, &password_end);
    const char *hidden = text; /* up to here */

    for (const char *c = text; *c != '\0'; c++) {
        int was_hidden = c > text && c <= hidden;

        if (c == password && password_end > hidden)
            hidden = password_end;
        if (c > text && c[-1] == '=' && is_secret(text, c - 1)) {
            const char *end = value_end(c, question != NULL && question < c);

            if (end > hidden)
                hidden = end;
        }
        if (c >= hidden)
            buffer_append(buffer, c, 1);
        else if (!was_hidden)
            buffer_text(buffer, "***");
    }
}

/* The first word: what is told to a command may be secret. */
static void show_command(struct buffer *buffer, const char *text)
{
    size_t kind = strlen("exec:");
    size_t word = strspn(text + kind, " ");

    while (text[kind + word] != '\0' &&
           strchr(" \t\r\n?%=;&|<>()$`'\"\\*{}#!", text[kind + word]) == NULL)
        word++;
    buffer_append(buffer, text, kind + word);
    if (text[kind + word] == '?')
        show_masked(buffer, text + kind + word);
    else if (text[kind + word] != '\0')
        buffer_text(buffer, " …");
}

void uri_show(struct buffer *buffer, const char *uri)
{
    buffer_text(buffer, "");
    if (begins(uri, "exec:"))
        show_command(buffer, uri);
    else
        show_masked(buffer, uri);
}
