/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SOURCE_FIXTURE_H
#define SOURCE_FIXTURE_H

/* A registry in memory, a list in a file, and questions about names that may be in it. */
#include <pecaddr/registry.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "registry/whole-sentence.h"
#include "suite.h"

/* A folder for the files of a test, and the list in it. */
struct folder {
    char path[64];
    char list[80];
    char uri[96];
};

static inline void make_folder(struct folder *folder)
{
    const char *parent = getenv("TMPDIR");

    snprintf(folder->path, sizeof folder->path, "%.40s/pecaddr-XXXXXX",
             parent != NULL ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder->path));
    snprintf(folder->list, sizeof folder->list, "%s/list", folder->path);
    snprintf(folder->uri, sizeof folder->uri, "file:%s", folder->list);
}

static inline void remove_folder(const struct folder *folder)
{
    unlink(folder->list);
    ck_assert_int_eq(rmdir(folder->path), 0);
}

static inline void write_bytes(const struct folder *folder, const char *bytes, size_t size)
{
    FILE *file = fopen(folder->list, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static inline void write_list(const struct folder *folder, const char *text)
{
    write_bytes(folder, text, strlen(text));
}

static inline struct pecaddr_registry *open_memory(void)
{
    struct pecaddr_registry *registry = NULL;

    ck_assert_int_eq(pecaddr_registry_open("memory:", &registry, NULL), PECADDR_OK);
    return registry;
}

/* What adding a source says, and its sentence. */
static inline int add(struct pecaddr_registry *registry, const char *uri,
                      char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_add_source(registry, uri, &error);

    strcpy(message, error.message);
    if (r != PECADDR_OK)
        ck_assert_int_eq(error.code, r);
    return r;
}

static inline void add_well(struct pecaddr_registry *registry, const char *uri)
{
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    ck_assert_msg(add(registry, uri, message) == PECADDR_OK, "%s", message);
}

/* A question about a person of MC, whose name gives the local part; the answer, with its failure.
 */
static inline struct pecaddr_query ask_about(struct pecaddr_registry *registry,
                                             enum pecaddr_mode mode, const char *given,
                                             const char *surname, uint32_t number, unsigned level)
{
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = text(given),
                                    .surname = text(surname),
                                    .province = text("MC"),
                                    .section = 'A',
                                    .number = number};
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    char address[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_query query = {.size = sizeof query,
                                  .person = &person,
                                  .scheme = pecaddr_scheme_ingpec(),
                                  .folded = &folded,
                                  .address = address,
                                  .level = level};
    struct pecaddr_query *const queries[] = {&query};

    ck_assert_int_eq(pecaddr_candidate(query.scheme, &person, level, address, sizeof address,
                                       &query.address_size, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_fold(query.scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_ask(registry, mode, queries, 1), 0);
    query.person = NULL;
    query.folded = NULL;
    query.address = NULL;
    return query;
}

static inline enum pecaddr_answer check_name(struct pecaddr_registry *registry, const char *given,
                                             const char *surname)
{
    return ask_about(registry, PECADDR_CHECK, given, surname, 1, 0).answer;
}

/* Opens a list of this text and asks whether mario.rossi@ingpec.eu is in it. */
static inline enum pecaddr_answer is_mario_in(const struct folder *folder, const char *bytes,
                                              size_t size)
{
    struct pecaddr_registry *registry = open_memory();
    enum pecaddr_answer answer;

    write_bytes(folder, bytes, size);
    add_well(registry, folder->uri);
    answer = check_name(registry, "Mario", "Rossi");
    pecaddr_registry_close(registry);
    return answer;
}

#endif
