/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_ERROR_H
#define PECADDR_REGISTRY_ERROR_H

#include "base/text.h"

#include <pecaddr/registry.h>

/*
 * Fills in the caller's error, if there is one, and returns `code`, so that a function can end with
 * `return registry_fail(…)`. The format is a literal, a whole sentence in English, for a program
 * may say it in another language; it has no conversions but %s %c %d %u %zu %lu %llu, and at most
 * PECADDR_REGISTRY_PARTS_MAX of them.
 */
int registry_fail(struct pecaddr_registry_error *error, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for an error whose sentence is there already, or in another struct. */
int registry_fail_as(struct pecaddr_registry_error *error, int code);
int registry_fail_with(struct pecaddr_registry_error *error, int code,
                       const struct pecaddr_registry_error *failure);

/* Nothing went wrong. */
void registry_no_failure(struct pecaddr_registry_error *error);

/* Marks a constant text that is put into a sentence, for those who make catalogues of them. */
#define N_(text) text

int registry_no_memory(struct pecaddr_registry_error *error);

/* What an errno means, in English whatever the locale. */
const char *registry_reason(int number);

/* A path or URI as a message shows it: whole, or its end when it is long. */
#define SHOWN_MAX   168
#define SHOWN(text) registry_shown(text, (char[SHOWN_MAX]){0})
const char *registry_shown(const char *text, char buffer[SHOWN_MAX]);

/* What another program said, as a message shows it: its beginning, `?` for what is not ASCII. */
#define QUOTED_MAX         81
#define QUOTED(text, size) registry_quoted(text, size, (char[QUOTED_MAX]){0})
const char *registry_quoted(const char *text, size_t size, char buffer[QUOTED_MAX]);

/* Whether the caller's error, which may be NULL, is of a size that is known. */
bool registry_error_fits(const struct pecaddr_registry_error *error);

#endif
