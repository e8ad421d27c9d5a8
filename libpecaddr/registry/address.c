/* SPDX-License-Identifier: BSD-3-Clause */
#include "address.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <string.h>

/* `atext` of RFC 5322 §3.2.3, and the dot. */
static bool is_local_byte(char c)
{
    return c == '.' || ascii_is_atext(c);
}

bool registry_address_byte(char c)
{
    return c == '@' || is_local_byte(c);
}

/* Labels of letters, digits and inner hyphens: RFC 5321 §4.1.2. */
static bool domain_fits(const char *domain)
{
    char before = '.';

    for (; *domain != '\0'; domain++) {
        if (*domain == '.' ? before == '.' || before == '-'
                           : !ascii_is_letter(*domain) && !ascii_is_digit(*domain) &&
                                 (*domain != '-' || before == '.'))
            return false;
        before = *domain;
    }
    return before != '.' && before != '-';
}

bool registry_address_fold(const char *text, size_t size, char ret_address[PECADDR_ADDRESS_MAX + 1])
{
    char address[PECADDR_ADDRESS_MAX + 1];
    size_t local = 0;

    if (size > PECADDR_ADDRESS_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        address[i] = ascii_lower(text[i]);
    address[size] = '\0';
    while (is_local_byte(address[local]))
        local++;
    if (local == 0 || local > PECADDR_LOCAL_PART_MAX || address[local] != '@' ||
        strlen(address) != size || !domain_fits(address + local + 1))
        return false;
    memcpy(ret_address, address, size + 1);
    return true;
}

const char *registry_address_domain(const char *address)
{
    return strchr(address, '@') + 1;
}

bool registry_entry_complete(const struct entry *entry)
{
    return entry->province[0] != '\0' && entry->section != 0 && entry->number != 0;
}

bool registry_entry_equal(const struct entry *a, const struct entry *b)
{
    return strcmp(a->province, b->province) == 0 && a->section == b->section &&
           a->number == b->number;
}

bool registry_province_fold(const char *text, size_t size, char ret_province[3])
{
    char province[3] = "";

    if (size != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        province[i] = ascii_upper(text[i]);
        if (!ascii_is_upper(province[i]))
            return false;
    }
    memcpy(ret_province, province, sizeof province);
    return true;
}

char registry_section_fold(char section)
{
    section = ascii_upper(section);
    return section == 'A' || section == 'B' ? section : 0;
}

int registry_text_check(const char *text, size_t size)
{
    if (size > PECADDR_FIELD_MAX)
        return PECADDR_E_TOO_LONG;
    return utf8_check(text, size) == size ? PECADDR_OK : PECADDR_E_ENCODING;
}

bool registry_is_certain(const char *holder)
{
    static const char form[] = "AAAAAA00A00A000A";
    size_t i = 0;

    while (form[i] != '\0' && holder[i] != '\0' && (form[i] == '0') == (ascii_is_digit(holder[i])))
        i++;
    return form[i] == '\0';
}
