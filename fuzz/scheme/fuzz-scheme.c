/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: the text of a scheme, a byte FF, which no UTF-8 has, and persons: for each a byte for the
 * length of the given names and one for each of their letters, the same for the surname, and a byte
 * each for the province, the section and the number.
 */
#include "../../libpecaddr/scheme.h"
#include "../target.h"

#define PERSONS       4
#define LEVELS        24 /* the first, of each person */
#define CANONICAL_MAX 65536

/* A local part that a person is given at a level. */
struct given {
    char local[PECADDR_LOCAL_PART_MAX + 1];
    unsigned level;
};

static int transliterate(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                         size_t *ret_size)
{
    (void)user;
    (void)text;
    (void)buffer;
    (void)capacity;
    (void)ret_size;
    return -1;
}

static const struct pecaddr_transliterator offered = {
    .size = sizeof offered, .name = "icu", .transliterate = transliterate};

/* The text. */

static void check_fault(struct pecaddr_text text, int r, const struct pecaddr_error *error)
{
    HOLDS(r == PECADDR_E_SCHEME || (r == PECADDR_E_TOO_LONG && text.size > error->offset));
    HOLDS(error->code == r && error->field == PECADDR_FIELD_SCHEME);
    HOLDS(error->message && *error->message);
    HOLDS(error->offset <= text.size);
    HOLDS(r == PECADDR_E_TOO_LONG || error->offset == 0 || error->offset == text.size ||
          text.data[error->offset - 1] == '\n');
}

/* The canonical text makes the same scheme, whose canonical text it is. */
static void check_canonical(const struct pecaddr_scheme *scheme)
{
    static char texts[2][CANONICAL_MAX];
    const struct pecaddr_scheme *again = NULL;
    size_t size;

    HOLDS(pecaddr_scheme_canonical(scheme, texts[0], CANONICAL_MAX, &size) == PECADDR_OK);
    HOLDS(pecaddr_scheme_parse((struct pecaddr_text){texts[0], size}, &offered, &again, NULL) ==
          PECADDR_OK);
    HOLDS(pecaddr_scheme_canonical(again, texts[1], CANONICAL_MAX, NULL) == PECADDR_OK);
    HOLDS(strcmp(texts[0], texts[1]) == 0);
    HOLDS(pecaddr_scheme_levels(scheme) == pecaddr_scheme_levels(again));
    HOLDS(pecaddr_scheme_is_disjoint(scheme) == pecaddr_scheme_is_disjoint(again));
    pecaddr_scheme_free(again);
}

/* Persons. */

static struct pecaddr_text take_letters(struct bytes *input, char letters[PECADDR_FIELD_MAX])
{
    uint8_t byte = take_byte(input);
    size_t size = byte < 0xE0 ? 1u + byte % 4 : 1u + 3u * (byte & 31); /* long ones, too */

    for (size_t i = 0; i < size; i++)
        letters[i] = (char)('a' + take_byte(input) % 26);
    return (struct pecaddr_text){letters, size};
}

static struct pecaddr_text take_province(struct bytes *input)
{
    static const char provinces[][3] = {"ag", "ba", "mc", "bb", "xx", "fo", "AB"};

    return pecaddr_text_of(provinces[take_byte(input) % ARRAY_SIZE(provinces)]);
}

/* What an address that a person is given is read back as. */
static void check_read_back(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
                            size_t local_size, unsigned level, int reserved)
{
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
    bool certain = pecaddr_scheme_is_disjoint(scheme);

    /* What is read back may be of a province that is no more: then it can be of two rules. */
    for (size_t i = 0; i + 1 < local_size; i++)
        if (pecaddr__scheme_has_province(scheme, address.data + i, true) &&
            !pecaddr__scheme_has_province(scheme, address.data + i, false))
            certain = false;
    HOLDS(pecaddr_parse(scheme, address, &parsed) == PECADDR_OK);
    HOLDS(parsed.kind == (reserved ? PECADDR_ADDRESS_RESERVED : PECADDR_ADDRESS_PERSON));
    if (!reserved)
        HOLDS(parsed.level == level || (parsed.level == PECADDR_LEVEL_NONE && !certain));
}

/* The local parts of a person's first levels; returns how many there are. */
static size_t give(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                   struct given given[LEVELS])
{
    unsigned level = 0;

    for (; level < LEVELS && level < pecaddr_scheme_levels(scheme); level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved;
        size_t size;
        size_t local_size;
        int r = pecaddr_candidate(scheme, person, level, address, sizeof address, &size, &reserved,
                                  NULL);

        HOLDS(r == PECADDR_OK || (level == 0 && r < 0));
        if (r != PECADDR_OK)
            return 0;
        local_size = strcspn(address, "@");
        HOLDS(local_size > 0 && local_size <= PECADDR_LOCAL_PART_MAX);
        HOLDS(strcmp(address + local_size + 1, pecaddr_scheme_domain(scheme)) == 0);
        check_read_back(scheme, (struct pecaddr_text){address, size}, local_size, level, reserved);
        memcpy(given[level].local, address, local_size);
        given[level].local[local_size] = '\0';
        given[level].level = level;
    }
    return level;
}

/* One local part at two levels is what only rules that overlap give. */
static void check_disjoint(const struct pecaddr_scheme *scheme, const struct given *given, size_t n)
{
    if (!pecaddr_scheme_is_disjoint(scheme))
        return;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            HOLDS(given[i].level == given[k].level || strcmp(given[i].local, given[k].local) != 0);
}

static void check_persons(const struct pecaddr_scheme *scheme, struct bytes input)
{
    struct given given[PERSONS * LEVELS];
    size_t n = 0;

    for (size_t i = 0; i < PERSONS; i++) {
        char letters[2][PECADDR_FIELD_MAX];
        struct pecaddr_person person = PECADDR_PERSON_INIT;

        person.given = take_letters(&input, letters[0]);
        person.surname = take_letters(&input, letters[1]);
        person.province = take_province(&input);
        person.section = "AB"[take_byte(&input) & 1];
        person.number = 1u + take_byte(&input);
        n += give(scheme, &person, given + n);
    }
    check_disjoint(scheme, given, n);
}

/* Clashes. */

/* A person with the data of a reading, and any for the rest, is given the local part. */
static void check_reading(const struct pecaddr_scheme *scheme, const struct pecaddr_parsed *reading,
                          const char *local)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    char address[PECADDR_ADDRESS_MAX + 1];
    int r;

    person.given = reading->given.size ? reading->given : PECADDR_TEXT("x");
    person.surname = reading->surname.size ? reading->surname : PECADDR_TEXT("x");
    person.province = reading->province.size ? reading->province : PECADDR_TEXT("mc");
    person.section = reading->section ? reading->section : 'A';
    person.number = reading->number ? reading->number : 1;
    r = pecaddr_candidate(scheme, &person, reading->level, address, sizeof address, NULL, NULL,
                          NULL);
    HOLDS(r == PECADDR_OK || r == PECADDR_E_PROVINCE); /* of a province that is no more */
    if (r == PECADDR_OK)
        HOLDS(strncmp(address, local, strlen(local)) == 0 && address[strlen(local)] == '@');
}

static void check_clashes(const struct pecaddr_scheme *scheme)
{
    struct pecaddr_parsed first = PECADDR_PARSED_INIT;
    struct pecaddr_parsed second = PECADDR_PARSED_INIT;
    char local[PECADDR_LOCAL_PART_MAX + 1];
    size_t n = 0;

    for (; pecaddr_scheme_clash(scheme, n, local, sizeof local, &first, &second) == PECADDR_OK;
         n++) {
        struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
        char address[PECADDR_ADDRESS_MAX + 1];

        snprintf(address, sizeof address, "%s@%s", local, pecaddr_scheme_domain(scheme));
        HOLDS(pecaddr_parse(scheme, pecaddr_text_of(address), &parsed) == PECADDR_OK);
        HOLDS(parsed.kind != PECADDR_ADDRESS_FOREIGN && parsed.level == PECADDR_LEVEL_NONE);
        HOLDS(first.level < second.level && second.level < pecaddr_scheme_levels(scheme));
        HOLDS(pecaddr_scheme_rule(scheme, first.level) !=
              pecaddr_scheme_rule(scheme, second.level));
        check_reading(scheme, &first, local);
        check_reading(scheme, &second, local);
    }
    HOLDS(pecaddr_scheme_is_disjoint(scheme) == (n == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, 0xFF, size) : NULL;
    size_t text_size = end ? (size_t)(end - data) : size;
    size_t taken = end ? text_size + 1 : size;
    struct pecaddr_text text = {(const char *)data, text_size};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    const struct pecaddr_scheme *scheme = NULL;
    int r = pecaddr_scheme_parse(text, &offered, &scheme, &error);

    if (r != PECADDR_OK) {
        HOLDS(!scheme);
        check_fault(text, r, &error);
        return 0;
    }
    check_canonical(scheme);
    check_clashes(scheme);
    check_persons(scheme, (struct bytes){data + taken, size - taken});
    pecaddr_scheme_free(scheme);
    return 0;
}
