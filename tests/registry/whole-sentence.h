/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef WHOLE_SENTENCE_H
#define WHOLE_SENTENCE_H

/*
 * Every error of the registry that a test meets is looked at here: its message is its sentence with
 * its parts put in, so that a program can say the same in another language.
 */
#include <pecaddr/registry.h>
#include <stdio.h>

#include "registry/steps.h"
#include "suite.h"

static inline void fill_sentence(const struct pecaddr_registry_error *error, char *text,
                                 size_t capacity)
{
    const char *part = error->parts;
    size_t n = 0, size = 0;

    for (const char *c = error->sentence; *c != '\0'; c++) {
        if (*c != '%' || *++c == '%') {
            size += (size_t)snprintf(text + size, capacity - size, "%c", *c);
            continue;
        }
        while (strchr("sduc", *c) == NULL)
            c++;
        ck_assert_uint_lt(n++, error->n_parts);
        size += (size_t)snprintf(text + size, capacity - size, "%s", part);
        ck_assert_uint_lt(size, capacity);
        part += strlen(part) + 1;
    }
    ck_assert_uint_eq(n, error->n_parts);
    ck_assert_uint_le(n, PECADDR_REGISTRY_PARTS_MAX);
    ck_assert_uint_le((size_t)(part - error->parts), sizeof error->parts);
}

static inline int checked_error(int result, const struct pecaddr_registry_error *error)
{
    char text[2 * PECADDR_REGISTRY_PARTS_SIZE];
    size_t size;

    if (result >= 0 || error == NULL || error->size != sizeof *error || error->code != result)
        return result;
    ck_assert_msg(error->message[0] != '\0', "%s: no message", pecaddr_status_name(result));
    ck_assert_msg(error->sentence != NULL, "%s: no sentence", error->message);
    fill_sentence(error, text, sizeof text);
    size = strlen(error->message);
    /* A message that is too long is cut after a whole character. */
    if (size > sizeof error->message - 4 && strlen(text) > size)
        text[size] = '\0';
    ck_assert_str_eq(error->message, text);
    return result;
}

static inline int checked_failure(int result, const struct pecaddr_registry *registry)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    if (registry == NULL)
        return result;
    /* A source's failure is told also where every question has its answer. */
    if (pecaddr_registry_failure(registry, &error) != PECADDR_OK) {
        ck_assert_int_ge(result, 0);
        ck_assert_str_eq(pecaddr_registry_message(registry), "");
        return result;
    }
    ck_assert(result >= 0 || error.code == result);
    ck_assert_str_eq(error.message, pecaddr_registry_message(registry));
    checked_error(error.code, &error);
    return result;
}

#define pecaddr_registry_init(uri, error) checked_error(pecaddr_registry_init(uri, error), error)
#define pecaddr_registry_open(uri, ret, error)                                                     \
    checked_error(pecaddr_registry_open(uri, ret, error), error)
#define pecaddr_registry_preview(base, ret, error)                                                 \
    checked_error(pecaddr_registry_preview(base, ret, error), error)
#define pecaddr_registry_add_source(registry, uri, error)                                          \
    checked_error(pecaddr_registry_add_source(registry, uri, error), error)
#define pecaddr_registry_check_sources(registry, scheme, each, user, error)                        \
    checked_error(pecaddr_registry_check_sources(registry, scheme, each, user, error), error)
#define pecaddr_registry_ask(registry, mode, queries, n)                                           \
    checked_failure(pecaddr_registry_ask(registry, mode, queries, n), registry)
#define activate_mailbox(registry, address, expires, why, error)                                   \
    checked_error(activate_mailbox(registry, address, expires, why, error), error)
#define pecaddr_registry_step(registry, act, step, reason, error)                                  \
    checked_error(pecaddr_registry_step(registry, act, step, reason, error), error)
#define release_mailbox(registry, address, why, error)                                             \
    checked_error(release_mailbox(registry, address, why, error), error)
#define retire_mailbox(registry, address, why, error)                                              \
    checked_error(retire_mailbox(registry, address, why, error), error)
#define leave_mailbox(registry, address, left, why, error)                                         \
    checked_error(leave_mailbox(registry, address, left, why, error), error)
#define renew_mailbox(registry, address, expires, why, error)                                      \
    checked_error(renew_mailbox(registry, address, expires, why, error), error)
#define pecaddr_registry_expire(registry, day, why, dry_run, each, user, count, error)             \
    checked_error(pecaddr_registry_expire(registry, day, why, dry_run, each, user, count, error),  \
                  error)
#define relink_mailbox(registry, address, holder, why, error)                                      \
    checked_error(relink_mailbox(registry, address, holder, why, error), error)
#define pecaddr_registry_import(registry, mailboxes, n, dry_run, results, reasons, error)          \
    checked_error(                                                                                 \
        pecaddr_registry_import(registry, mailboxes, n, dry_run, results, reasons, error), error)
#define pecaddr_registry_find(registry, search, each, user, error)                                 \
    checked_error(pecaddr_registry_find(registry, search, each, user, error), error)
#define each_mailbox(registry, address, holder, all, each, user, error)                            \
    checked_error(each_mailbox(registry, address, holder, all, each, user, error), error)
#define pecaddr_registry_history(registry, address, each, user, error)                             \
    checked_error(pecaddr_registry_history(registry, address, each, user, error), error)
#define pecaddr_registry_verify(registry, transliterator, each, found, user, error)                \
    checked_error(pecaddr_registry_verify(registry, transliterator, each, found, user, error),     \
                  error)
#define change_mailbox(registry, scheme, address, given, surname, why, ret, error)                 \
    checked_error(change_mailbox(registry, scheme, address, given, surname, why, ret, error), error)

#endif
