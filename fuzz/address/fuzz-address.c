/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: a byte for the scheme, one for the section, three for the number, two for the province,
 * the given names, a newline, the surname, a newline; the rest is an address. As one can hardly be
 * found by chance, `@` at its end stands for `@` and the scheme's domain.
 */
#include "../target.h"

#include <pecaddr/pecaddr.h>

#define ANYBODY "name = other\ndomain = example.org\n"

static const char *const texts[] = {
    ANYBODY "rule = {given}{surname}\nrule = {given}{surname}{province}\n"
            "rule = {given}{surname}{province}{section}{number}\n",
    ANYBODY "rule = {given}.{surname}\nrule = {given}.{surname}.{counter:03}\nmax-counter = 999\n",
    ANYBODY "rule = {initial}.{surname}\nrule = {surname}.{given}.{number}\n"
            "rule = {initial}{surname}{section}{number}.{province}\nreserved = *.neri\n",
    ANYBODY "rule = {given}.{surname}\nrule = {given}.{surname}.{section}{number}\n"
            "overlong = error\nprofile = plain\ngiven = first\nprovince = xx\n",
};

#define SCHEMES (1 + sizeof texts / sizeof *texts)

/* Each is made once. */
static const struct pecaddr_scheme *scheme_number(size_t i)
{
    static const struct pecaddr_scheme *schemes[SCHEMES];

    if (!schemes[0])
        schemes[0] = pecaddr_scheme_ingpec();
    if (!schemes[i])
        HOLDS(pecaddr_scheme_parse(pecaddr_text_of(texts[i - 1]), NULL, &schemes[i], NULL) ==
              PECADDR_OK);
    return schemes[i];
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The rest of an input as an address; its `@` at the end has the domain of the scheme after it. */
static struct pecaddr_text take_address(struct bytes *input, const struct pecaddr_scheme *scheme,
                                        char *buffer, size_t capacity)
{
    const char *domain = pecaddr_scheme_domain(scheme);
    size_t size = input->size < capacity / 2 ? input->size : capacity / 2;

    if (size > 0)
        memcpy(buffer, input->data, size);
    if (size > 0 && buffer[size - 1] == '@') {
        memcpy(buffer + size, domain, strlen(domain));
        size += strlen(domain);
    }
    return (struct pecaddr_text){buffer, size};
}

/* A text that was read is absent or a stretch of the address. */
static void check_inside(struct pecaddr_text part, struct pecaddr_text address)
{
    if (part.size == 0)
        return;
    HOLDS(part.data >= address.data);
    HOLDS(part.data + part.size <= address.data + address.size);
}

static void check_parsed(const struct pecaddr_parsed *parsed, struct pecaddr_text address)
{
    HOLDS(parsed->size == sizeof *parsed);
    check_inside(parsed->given, address);
    check_inside(parsed->surname, address);
    check_inside(parsed->province, address);
    HOLDS(parsed->number <= PECADDR_NUMBER_MAX);
    HOLDS(parsed->section == 0 || parsed->section == 'A' || parsed->section == 'B');
    HOLDS(parsed->province.size == 0 || parsed->province.size == 2);
    if (parsed->kind == PECADDR_ADDRESS_PERSON)
        return;
    HOLDS(parsed->kind == PECADDR_ADDRESS_FOREIGN || parsed->kind == PECADDR_ADDRESS_RESERVED);
    HOLDS(parsed->level == PECADDR_LEVEL_NONE);
    HOLDS(parsed->given.size == 0 && parsed->surname.size == 0 && parsed->province.size == 0);
    HOLDS(parsed->section == 0 && parsed->number == 0);
}

/* What an address is, whatever its case; its texts stand in it as it was given. */
static struct pecaddr_parsed parse(const struct pecaddr_scheme *scheme, struct pecaddr_text address)
{
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
    char other[2048];

    HOLDS(address.size <= sizeof other);
    HOLDS(pecaddr_parse(scheme, address, &parsed) == PECADDR_OK);
    check_parsed(&parsed, address);
    for (int i = 0; i < 2; i++) {
        struct pecaddr_parsed again = PECADDR_PARSED_INIT;

        for (size_t k = 0; k < address.size; k++)
            other[k] = i ? upper(address.data[k]) : lower(address.data[k]);
        HOLDS(pecaddr_parse(scheme, (struct pecaddr_text){other, address.size}, &again) ==
              PECADDR_OK);
        HOLDS(again.kind == parsed.kind && again.level == parsed.level);
        HOLDS(again.given.size == parsed.given.size && again.surname.size == parsed.surname.size);
        HOLDS(again.section == parsed.section && again.number == parsed.number);
        if (parsed.province.size > 0)
            HOLDS(again.province.data - other == parsed.province.data - address.data);
    }
    return parsed;
}

/* An address that is somebody's is of a person's form, at that level where one is certain. */
static int match(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                 struct pecaddr_text address, unsigned *ret_level)
{
    enum pecaddr_profile profile = (enum pecaddr_profile)0;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_parsed parsed;
    int r = pecaddr_match(scheme, person, address, ret_level, &profile, &error);

    HOLDS(error.code == (r < 0 ? r : 0));
    if (r != PECADDR_OK) {
        HOLDS(r < 0 || r == PECADDR_NO_MATCH);
        HOLDS(profile == (enum pecaddr_profile)0);
        return r;
    }
    parsed = parse(scheme, address);
    HOLDS(profile == PECADDR_PROFILE_ANAGRAFE || profile == PECADDR_PROFILE_PLAIN);
    HOLDS(parsed.kind == PECADDR_ADDRESS_PERSON);
    HOLDS(parsed.level == *ret_level ||
          (parsed.level == PECADDR_LEVEL_NONE && !pecaddr_scheme_is_disjoint(scheme)));
    return r;
}

/* The parts of an address, where it can be read in one way only, are data that give it. */
static void check_parts(const struct pecaddr_scheme *scheme, struct pecaddr_text address)
{
    struct pecaddr_parsed parsed = parse(scheme, address);
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    unsigned level = 0;
    int r;

    if (parsed.level == PECADDR_LEVEL_NONE || parsed.surname.size == 0)
        return;
    person.given = parsed.given;
    person.surname = parsed.surname;
    person.province = parsed.province;
    person.section = parsed.section;
    person.number = parsed.number;
    r = match(scheme, &person, address, &level);
    HOLDS(r == PECADDR_OK && level == parsed.level);
}

/* Every candidate of a person reads back as what it is. */
static void check_candidates(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person)
{
    unsigned levels = pecaddr_scheme_levels(scheme);

    for (unsigned level = 0; level < levels; level += 1 + level / 4) {
        char buffer[PECADDR_ADDRESS_MAX + 1];
        struct pecaddr_text address = {buffer, 0};
        unsigned found = PECADDR_LEVEL_NONE;
        int reserved;
        int r = pecaddr_candidate(scheme, person, level, buffer, sizeof buffer, &address.size,
                                  &reserved, NULL);

        if (r != PECADDR_OK)
            return;
        HOLDS((parse(scheme, address).kind == PECADDR_ADDRESS_RESERVED) == (reserved == 1));
        r = match(scheme, person, address, &found);
        HOLDS(r == (reserved ? PECADDR_NO_MATCH : PECADDR_OK));
        HOLDS(reserved || found == level || (found < level && !pecaddr_scheme_is_disjoint(scheme)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = {data, size};
    const struct pecaddr_scheme *scheme = scheme_number(take_byte(&input) % SCHEMES);
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_text address;
    char buffer[2048];
    char province[2];
    struct bytes line;
    unsigned level;

    person.section = (char)take_byte(&input);
    for (int i = 0; i < 3; i++)
        person.number = person.number << 8 | take_byte(&input);
    province[0] = (char)take_byte(&input);
    province[1] = (char)take_byte(&input);
    person.province = (struct pecaddr_text){province, 2};
    line = take_line(&input);
    person.given = (struct pecaddr_text){(const char *)line.data, line.size};
    line = take_line(&input);
    person.surname = (struct pecaddr_text){(const char *)line.data, line.size};
    address = take_address(&input, scheme, buffer, sizeof buffer);

    check_parts(scheme, address);
    match(scheme, &person, address, &level);
    check_candidates(scheme, &person);
    return 0;
}
