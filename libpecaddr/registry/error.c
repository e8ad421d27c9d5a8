/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Takes off a UTF-8 character that was cut in the middle, at the end of a text. */
static void drop_cut_character(char *text)
{
    size_t size = strlen(text);
    size_t start = size;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0)
        text[start - 1] = '\0';
}

int registry_fail(struct pecaddr_registry_error *error, int code, const char *format, ...)
{
    va_list arguments;
    int size;

    if (error == NULL)
        return code;
    error->code = code;
    va_start(arguments, format);
    size = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (size < 0)
        error->message[0] = '\0';
    else if ((size_t)size >= sizeof error->message)
        drop_cut_character(error->message);
    return code;
}

int registry_fail_as(struct pecaddr_registry_error *error, int code)
{
    if (error != NULL)
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
        return "no such file or folder";
    case EACCES:
    case EPERM:
        return "no permission";
    case EISDIR:
        return "it is a folder";
    case ENOTDIR:
        return "part of the path is no folder";
    case EROFS:
        return "the file system is read-only";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    case EIO:
        return "the disk can not be read or written";
    case ELOOP:
        return "too many symbolic links";
    case ENAMETOOLONG:
        return "the name is too long";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    case ECONNREFUSED:
        return "nobody answers at this port";
    case EHOSTUNREACH:
    case ENETUNREACH:
        return "there is no way to this machine";
    case ETIMEDOUT:
        return "no answer in time";
    default:
        return "the operating system refused";
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
    while (text < end && ((unsigned char)*text & 0xC0) == 0x80)
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

bool registry_struct_fits(const void *object, size_t size, size_t known)
{
    const unsigned char *bytes = object;

    if (size < known)
        return false;
    for (size_t i = known; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

bool registry_error_fits(const struct pecaddr_registry_error *error)
{
    return error == NULL || registry_struct_fits(error, error->size, sizeof *error);
}
