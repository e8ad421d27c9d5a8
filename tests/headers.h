/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the header's macros promise a program in C or C++ (SPEC §7): headers.c and headers.cc
 * include this, and are compiled with no warning allowed. MESON_VERSION is the version that Meson
 * knows.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include <pecaddr/icu.h>
#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>
#include <pecaddr/icu.h>
#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdio.h>
#include <string.h>

/* Returns 1 when a fact is none. */
static inline int wrong(int holds, const char *fact)
{
    if (!holds)
        fprintf(stderr, "does not hold: %s\n", fact);
    return !holds;
}

#define WRONG(fact) wrong(fact, #fact)

/* Of a struct whose first member is its size: that is right, and all the rest is zero. */
static inline int wrong_start(const void *object, size_t size, const char *name)
{
    unsigned char bytes[4096];
    size_t said;
    size_t i;

    if (wrong(size <= sizeof bytes, name))
        return 1;
    memcpy(bytes, object, size);
    memcpy(&said, object, sizeof said);
    if (wrong(said == size, name))
        return 1;
    for (i = sizeof said; i < size; i++)
        if (wrong(bytes[i] == 0, name))
            return 1;
    return 0;
}

/* Static, so that bytes between members are zero, too. */
#define WRONG_START(type, initialiser)                                                             \
    do {                                                                                           \
        static const struct type object = initialiser;                                             \
        n += wrong_start(&object, sizeof object, #initialiser);                                    \
    } while (0)

static inline int wrong_starts(void)
{
    int n = 0;

    WRONG_START(pecaddr_assignment, PECADDR_ASSIGNMENT_INIT);
    WRONG_START(pecaddr_error, PECADDR_ERROR_INIT);
    WRONG_START(pecaddr_folded, PECADDR_FOLDED_INIT);
    WRONG_START(pecaddr_holder_comparison, PECADDR_HOLDER_COMPARISON_INIT);
    WRONG_START(pecaddr_parsed, PECADDR_PARSED_INIT);
    WRONG_START(pecaddr_person, PECADDR_PERSON_INIT);
    WRONG_START(pecaddr_query, PECADDR_QUERY_INIT);
    WRONG_START(pecaddr_step, PECADDR_STEP_INIT);
    WRONG_START(pecaddr_trace, PECADDR_TRACE_INIT);
    WRONG_START(pecaddr_transliterator, PECADDR_TRANSLITERATOR_INIT);
    WRONG_START(pecaddr_walk, PECADDR_WALK_INIT);
    WRONG_START(pecaddr_registry_error, PECADDR_REGISTRY_ERROR_INIT);
    WRONG_START(pecaddr_mailbox, PECADDR_MAILBOX_INIT);
    WRONG_START(pecaddr_event, PECADDR_EVENT_INIT);
    WRONG_START(pecaddr_source_count, PECADDR_SOURCE_COUNT_INIT);
    return n;
}

/* Literals as texts: also in a static struct, also with NUL in them. */
static inline int wrong_texts(void)
{
    static const struct {
        int number;
        struct pecaddr_text text;
    } kept = {1, PECADDR_TEXT_INIT("Niccolò")};
    struct pecaddr_text text = PECADDR_TEXT("D'Angelo");
    struct pecaddr_text holed = PECADDR_TEXT("a\0b");
    struct pecaddr_text empty = PECADDR_TEXT("");
    struct pecaddr_text absent = pecaddr_text_of(NULL);
    char name[] = "De Sanctis";
    struct pecaddr_text of = pecaddr_text_of(name);

    return WRONG(kept.text.size == strlen("Niccolò")) +
           WRONG(memcmp(kept.text.data, "Niccolò", kept.text.size) == 0) +
           WRONG(text.size == strlen("D'Angelo")) +
           WRONG(memcmp(text.data, "D'Angelo", text.size) == 0) + WRONG(holed.size == 3) +
           WRONG(holed.data[2] == 'b') + WRONG(empty.size == 0) + WRONG(empty.data != NULL) +
           WRONG(absent.data == NULL) + WRONG(absent.size == 0) + WRONG(of.data == name) +
           WRONG(of.size == strlen(name)) + WRONG(pecaddr_text_of("").size == 0) +
           WRONG(pecaddr_text_of("").data != NULL);
}

/* One version, however it is asked for. */
static inline int wrong_versions(void)
{
    char said[64];

    snprintf(said, sizeof said, "%d.%d.%d", PECADDR_VERSION_MAJOR, PECADDR_VERSION_MINOR,
             PECADDR_VERSION_PATCH);
    return WRONG(strcmp(said, MESON_VERSION) == 0) +
           WRONG(strcmp(PECADDR_VERSION, MESON_VERSION) == 0) +
           WRONG(strcmp(pecaddr_version(), MESON_VERSION) == 0) +
           WRONG(PECADDR_VERSION_NUMBER / 10000 == PECADDR_VERSION_MAJOR) +
           WRONG(PECADDR_VERSION_NUMBER / 100 % 100 == PECADDR_VERSION_MINOR) +
           WRONG(PECADDR_VERSION_NUMBER % 100 == PECADDR_VERSION_PATCH);
}

static inline int nobody(void *user, const char *address)
{
    (void)user;
    (void)address;
    return 0;
}

/* Each library is there, and answers. */
static inline int wrong_answers(void)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    person.given = PECADDR_TEXT("Niccolò");
    person.surname = PECADDR_TEXT("D'Angelo De Sanctis");
    person.province = PECADDR_TEXT("MC");
    person.section = 'A';
    person.number = 1234;
    return WRONG(pecaddr_resolve(pecaddr_scheme_ingpec(), &person, nobody, NULL, &assignment,
                                 NULL) == PECADDR_OK) +
           WRONG(strcmp(assignment.address, "niccolo.dangelodesanctis@ingpec.eu") == 0) +
           WRONG(pecaddr_state_name(PECADDR_STATE_ACTIVE) != NULL) +
           WRONG(pecaddr_icu_transliterator() != NULL);
}

#endif
