/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_ADDRESS_H
#define PECADDR_REGISTRY_ADDRESS_H

#include "base/text.h"

#include <pecaddr/registry.h>

/*
 * Puts an address into the form in which addresses are compared, ASCII lower case. What is already
 * in use need not be an address that a scheme would give: dots may stand anywhere in the local
 * part. False: no address.
 */
bool registry_address_fold(const char *text, size_t size,
                           char ret_address[PECADDR_ADDRESS_MAX + 1]);

const char *registry_address_domain(const char *address);

/* Whether a byte can be in an address, after folding. */
bool registry_address_byte(char c);

/* A register entry. Zero: unknown. province is upper case. */
struct entry {
    char province[3];
    char section;
    uint32_t number;
};

bool registry_entry_complete(const struct entry *entry);
bool registry_entry_equal(const struct entry *a, const struct entry *b);

/* A province as two upper-case letters; false if it is not two letters. */
bool registry_province_fold(const char *text, size_t size, char ret_province[3]);
/* A section as 'A' or 'B'; 0 if it is neither. */
char registry_section_fold(char section);

/* Whether a codice fiscale, folded, says for certain whose it is: a provisional one is replaced one day, and
 * where letters stand for digits two persons would have had the same. */
bool registry_is_certain(const char *holder);

/* PECADDR_OK, PECADDR_E_ENCODING or PECADDR_E_TOO_LONG (over PECADDR_FIELD_MAX). */
int registry_text_check(const char *text, size_t size);

#endif
