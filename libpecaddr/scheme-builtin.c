/* SPDX-License-Identifier: BSD-3-Clause */
/* The schemes that come with the library, as the text of scheme files: doc/schemes.md. */
#include "base/text.h"

static const struct {
    const char *name;
    const char *text;
} builtins[] = {
    {"ingpec", "name = ingpec\n"
               "domain = ingpec.eu\n"
               "rule = {given}.{surname}\n"
               "rule = {given}.{surname}.{province}\n"
               "rule = {given}.{surname}.{province}.{section}{number}\n"
               "reserved = ordine.*\n"},
    /* The architects' national domain: the first given name alone. */
    {"archiworldpec", "name = archiworldpec\n"
                      "domain = archiworldpec.it\n"
                      "given = first\n"
                      "rule = {given}.{surname}\n"
                      "rule = {given}.{surname}.{counter}\n"},
    /* As several lawyers' Orders write it: no dot, so that the rules overlap. */
    {"nodot", "name = nodot\n"
              "domain = pec.example\n"
              "rule = {given}{surname}\n"
              "rule = {given}{surname}{province}\n"},
    {"initial", "name = initial\n"
                "domain = pec.example\n"
                "rule = {initial}.{surname}\n"
                "rule = {given}.{surname}\n"
                "rule = {given}.{surname}.{counter}\n"},
    {"counter", "name = counter\n"
                "domain = pec.example\n"
                "rule = {given}.{surname}\n"
                "rule = {given}.{surname}.{counter:03}\n"},
};

EXPORT const char *pecaddr_scheme_builtin(const char *name)
{
    for (size_t i = 0; name && i < ARRAY_SIZE(builtins); i++)
        if (strcmp(builtins[i].name, name) == 0)
            return builtins[i].text;
    return NULL;
}

EXPORT const char *pecaddr_scheme_builtin_at(size_t i)
{
    return i < ARRAY_SIZE(builtins) ? builtins[i].text : NULL;
}
