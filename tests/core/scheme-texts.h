/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCHEME_TEXTS_H
#define SCHEME_TEXTS_H

#include <stdbool.h>

#include "suite.h"

/* Texts of schemes, in pieces, and schemes made from them. */

#define LOCAL_SIZE     (PECADDR_LOCAL_PART_MAX + 1)
#define ADDRESS_SIZE   (PECADDR_ADDRESS_MAX + 1)
#define CANONICAL_SIZE 65536
#define HEAD           "name = x\ndomain = pec.example\n"
#define RULE           "rule = {given}.{surname}\n"
#define COUNTED        "rule = {given}.{surname}.{counter}\n"
#define PLAIN          HEAD RULE
/* What is left to its default, as the canonical text writes it. */
#define DEFAULTS "profile = anagrafe\ngiven = all\ntransliterate = none\noverlong = shorten\n"
#define TEN      "aaaaaaaaaa"
#define SIXTY    TEN TEN TEN TEN TEN TEN

static inline int parse(struct pecaddr_text source, const struct pecaddr_scheme **ret_scheme,
                        struct pecaddr_error *error)
{
    *error = (struct pecaddr_error){.size = sizeof *error, .message = ""};
    return pecaddr_scheme_parse(source, NULL, ret_scheme, error);
}

/* The scheme of a whole text, to be freed. */
static inline const struct pecaddr_scheme *made(const char *source)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;
    int r = parse(text(source), &scheme, &error);

    ck_assert_msg(r == PECADDR_OK, "%s at %zu of:\n%s", error.message, error.offset, source);
    ck_assert_ptr_nonnull(scheme);
    return scheme;
}

static inline void canonical_of(const struct pecaddr_scheme *scheme, char canonical[CANONICAL_SIZE])
{
    ck_assert_int_eq(pecaddr_scheme_canonical(scheme, canonical, CANONICAL_SIZE, NULL), PECADDR_OK);
}

static inline void ck_canonical(const char *source, const char *expected)
{
    const struct pecaddr_scheme *scheme = made(source);
    static char canonical[CANONICAL_SIZE];

    canonical_of(scheme, canonical);
    ck_assert_msg(strcmp(canonical, expected) == 0, "%sgives:\n%snot:\n%s", source, canonical,
                  expected);
    pecaddr_scheme_free(scheme);
}

/* Where the line of a byte begins. */
static inline size_t line_start(const char *source, size_t at)
{
    while (at > 0 && source[at - 1] != '\n')
        at--;
    return at;
}

/* Copies without the ^, and says where it was. */
static inline size_t without_caret(const char *source, char *copy)
{
    size_t caret = strcspn(source, "^");

    strcpy(copy, source);
    if (copy[caret])
        memmove(copy + caret, copy + caret + 1, strlen(copy + caret));
    return caret;
}

/*
 * A text is refused with a message that begins so, and that has an example. The faulty line begins
 * at ^, which is no part of the text; none: at the end of the text.
 */
static inline void ck_fault(const char *marked, const char *message)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;
    char source[2000];
    size_t caret = without_caret(marked, source);
    size_t offset = caret < strlen(marked) ? line_start(source, caret) : caret;
    int r = parse(text(source), &scheme, &error);

    ck_assert_msg(r == PECADDR_E_SCHEME, "%s: %d", source, r);
    ck_assert_int_eq(error.code, PECADDR_E_SCHEME);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SCHEME);
    ck_assert_msg(strncmp(error.message, message, strlen(message)) == 0, "%s: %s, not %s", source,
                  error.message, message);
    ck_assert_msg(error.offset == offset, "%s: %zu, not %zu: %s", source, error.offset, offset,
                  error.message);
    ck_assert_msg(strchr(error.message, '`') != NULL, "no example: %s", error.message);
    ck_assert_ptr_null(scheme);
}

/* The local part of a person's candidate. */
static inline void candidate(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, unsigned level,
                             char local[LOCAL_SIZE], int *ret_reserved)
{
    struct pecaddr_error error = {.size = sizeof error, .message = ""};
    char address[ADDRESS_SIZE];
    int r =
        pecaddr_candidate(scheme, person, level, address, ADDRESS_SIZE, NULL, ret_reserved, &error);

    ck_assert_msg(r == PECADDR_OK, "level %u: %s", level, error.message);
    ck_assert_uint_le(strcspn(address, "@"), PECADDR_LOCAL_PART_MAX);
    sprintf(local, "%.*s", (int)strcspn(address, "@"), address);
}

/* Writes a letter so many times. */
static inline void repeat(char c, size_t n, char *ret)
{
    memset(ret, c, n);
    ret[n] = '\0';
}

#endif
