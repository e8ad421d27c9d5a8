/* SPDX-License-Identifier: BSD-3-Clause */
#include "error.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Takes off a character that was cut in the middle, at the end of a text. */
static void drop_cut_character(char *text)
{
    text[utf8_whole(text, strlen(text))] = '\0';
}

/* The text of one conversion, `%` and all before it read; false: one that is not known here. */
static bool write_part(const char **format, va_list *arguments, char *part, size_t capacity)
{
    const char *c = *format;
    int size;

    if (*c == 's')
        size = snprintf(part, capacity, "%s", va_arg(*arguments, const char *));
    else if (*c == 'd')
        size = snprintf(part, capacity, "%d", va_arg(*arguments, int));
    else if (*c == 'u')
        size = snprintf(part, capacity, "%u", va_arg(*arguments, unsigned));
    else if (*c == 'c')
        size = snprintf(part, capacity, "%c", va_arg(*arguments, int));
    else if (strncmp(c, "zu", 2) == 0)
        size = snprintf(part, capacity, "%zu", va_arg(*arguments, size_t));
    else if (strncmp(c, "lu", 2) == 0)
        size = snprintf(part, capacity, "%lu", va_arg(*arguments, unsigned long));
    else if (strncmp(c, "llu", 3) == 0)
        size = snprintf(part, capacity, "%llu", va_arg(*arguments, unsigned long long));
    else
        return false;
    if (size < 0)
        part[0] = '\0';
    else if ((size_t)size >= capacity)
        drop_cut_character(part);
    *format += strcspn(c, "sduc") + 1;
    return true;
}

static void forget_parts(struct pecaddr_registry_error *error)
{
    error->sentence = NULL;
    error->n_parts = 0;
    error->parts[0] = '\0';
}

/* Each conversion by itself, so that a program can put them into a sentence of another language. */
static void write_parts(struct pecaddr_registry_error *error, const char *format,
                        va_list *arguments)
{
    size_t used = 0;

    forget_parts(error);
    for (const char *c = format; *c != '\0';) {
        size_t places = PECADDR_REGISTRY_PARTS_MAX - error->n_parts;

        if (*c++ != '%')
            continue;
        if (*c == '%') {
            c++;
            continue;
        }
        /* A byte is kept for the end of each that may follow. */
        if (places == 0 ||
            !write_part(&c, arguments, error->parts + used, sizeof error->parts - used - places)) {
            forget_parts(error);
            return;
        }
        used += strlen(error->parts + used) + 1;
        error->n_parts++;
    }
    error->sentence = format;
}

int registry_fail(struct pecaddr_registry_error *error, int code, const char *format, ...)
{
    va_list arguments;
    int size;

    if (!error)
        return code;
    error->code = code;
    va_start(arguments, format);
    size = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (size < 0)
        error->message[0] = '\0';
    else if ((size_t)size >= sizeof error->message)
        drop_cut_character(error->message);
    va_start(arguments, format);
    write_parts(error, format, &arguments);
    va_end(arguments);
    return code;
}

int registry_fail_with(struct pecaddr_registry_error *error, int code,
                       const struct pecaddr_registry_error *failure)
{
    size_t size;

    if (!error)
        return code;
    size = error->size;
    *error = *failure;
    error->size = size;
    error->code = code;
    return code;
}

void registry_no_failure(struct pecaddr_registry_error *error)
{
    error->code = PECADDR_OK;
    error->message[0] = '\0';
    forget_parts(error);
}

int registry_fail_as(struct pecaddr_registry_error *error, int code)
{
    if (error)
        error->code = code;
    return code;
}

int registry_no_memory(struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_MEMORY, "there is no memory left");
}

/* strerror() obeys the locale. */
const char *registry_reason(int number)
{
    switch (number) {
    case ENOENT:
        return N_("no such file or folder");
    case EACCES:
    case EPERM:
        return N_("no permission");
    case EISDIR:
        return N_("it is a folder");
    case ENOTDIR:
        return N_("part of the path is no folder");
    case EROFS:
        return N_("the file system is read-only");
    case ENOSPC:
    case EDQUOT:
        return N_("the disk is full");
    case EIO:
        return N_("the disk cannot be read or written");
    case ELOOP:
        return N_("too many symbolic links");
    case ENAMETOOLONG:
        return N_("the name is too long");
    case EMFILE:
    case ENFILE:
        return N_("too many open files");
    case ECONNREFUSED:
        return N_("nobody answers at this port");
    case EHOSTUNREACH:
    case ENETUNREACH:
        return N_("there is no way to this machine");
    case ETIMEDOUT:
        return N_("no answer in time");
    default:
        return N_("the operating system refused");
    }
}

const char *registry_shown(const char *text, char buffer[SHOWN_MAX])
{
    static const char ellipsis[] = "…";
    size_t size = strlen(text);
    const char *end = text + size;

    if (size < SHOWN_MAX)
        return text;
    text = end - (SHOWN_MAX - sizeof ellipsis);
    while (text < end && utf8_goes_on(*text))
        text++;
    memcpy(buffer, ellipsis, sizeof ellipsis - 1);
    memcpy(buffer + sizeof ellipsis - 1, text, (size_t)(end - text) + 1);
    return buffer;
}

const char *registry_quoted(const char *text, size_t size, char buffer[QUOTED_MAX])
{
    size_t n = size < QUOTED_MAX - 1 ? size : QUOTED_MAX - 1;

    for (size_t i = 0; i < n; i++)
        buffer[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    buffer[n] = '\0';
    return buffer;
}

bool registry_error_fits(const struct pecaddr_registry_error *error)
{
    return !error || STRUCT_FITS(error);
}
