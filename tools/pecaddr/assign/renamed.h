/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef RENAMED_H
#define RENAMED_H

#include <pecaddr/registry.h>

/*
 * Holders who are on record under another name than the one that they were asked for by: the note
 * RENAMED. Nobody can decide which name is right who is not told both.
 */

/* The name under which an address is on record, to be freed; NULL where that is not known. */
char *renamed_on_record(struct pecaddr_registry *registry, const char *address);

#endif
