/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/ldap-source.h"

#include <string.h>

/* A byte of an address becomes at most `\2a`. */
#define ESCAPED_MAX (PECADDR_ADDRESS_MAX * 3)

/* The attributes in turn; NULL at the end. */
const char *registry_ldap_next_attribute(const char **list, size_t *ret_size)
{
    const char *name = *list;

    if (!name)
        return NULL;
    *ret_size = strcspn(name, ",");
    *list = name[*ret_size] == ',' ? name + *ret_size + 1 : NULL;
    return name;
}

size_t registry_ldap_count_attributes(const struct directory *self)
{
    const char *list = self->attributes;
    size_t n = 0, size;

    while (registry_ldap_next_attribute(&list, &size))
        n++;
    return n;
}

/* Filters. */

/* RFC 4515 §3, as if any byte could stand in an address. */
static char *escape(char *out, const char *address)
{
    static const char digits[] = "0123456789abcdef";

    for (; *address != '\0'; address++) {
        if (!strchr("*()\\", *address)) {
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
    if (address)
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
    if (self->filter) {
        strcpy(self->text, "(&");
        strcat(self->text, self->filter);
    }
    return self->text + strlen(self->text);
}

static const char *end_filter(const struct directory *self, char *out)
{
    if (self->filter)
        *out++ = ')';
    *out = '\0';
    return self->text;
}

/* Finds the entries that have an address. */
const char *registry_ldap_filter_for_address(const struct directory *self, const char *address)
{
    const char *list = self->attributes, *name;
    char *out = begin_filter(self);
    size_t size;

    *out++ = '(';
    *out++ = '|';
    while ((name = registry_ldap_next_attribute(&list, &size)) != NULL)
        out = put_condition(out, name, size, address);
    *out++ = ')';
    return end_filter(self, out);
}

/* Finds the entries that have an attribute at all. */
const char *registry_ldap_filter_for_attribute(const struct directory *self, size_t index)
{
    const char *list = self->attributes;
    size_t size = 0;
    const char *name = registry_ldap_next_attribute(&list, &size);

    while (index-- > 0)
        name = registry_ldap_next_attribute(&list, &size);
    return end_filter(self, put_condition(begin_filter(self), name, size, NULL));
}

/* Room for the longest filter. */
size_t registry_ldap_text_size(const struct directory *self)
{
    const char *list = self->attributes;
    size_t all = sizeof "(&(|))" + (self->filter ? strlen(self->filter) : 0), size;

    while (registry_ldap_next_attribute(&list, &size))
        all += size + sizeof "(=)" + ESCAPED_MAX;
    return all;
}
