/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "runtime/memory.h"
#include "speech/language.h"

#include <pecaddr/registry.h>

/*
 * What the registry says of a failure, in_language or in_result (language.h). The library speaks
 * English; its sentence is looked up, and so is each part of it, since a part may be a text of the
 * library too: what an errno means, the name of a state. (No path or address of a message can be
 * mistaken for one: they have a dot, a colon or an @.)
 *
 *   error   without a message: what pecaddr_strerror() says of the code.
 */
void sentence_append(struct buffer *buffer, const struct pecaddr_registry_error *error, int code,
                     language_fn *in);

/*
 * Appends a format with the parts of an error in the place of its conversions, `%1$s` being the
 * first part wherever it stands. 0: the format does not fit the parts, and nothing is appended.
 */
int sentence_fill(struct buffer *buffer, const char *format,
                  const struct pecaddr_registry_error *error);

#endif
