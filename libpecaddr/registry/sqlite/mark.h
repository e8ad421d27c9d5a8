/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_MARK_H
#define PECADDR_REGISTRY_SQLITE_MARK_H

#include "error.h"

#include <pecaddr/registry.h>

/*
 * The mark beside a registry: which registry it is, and how far it was. A file that was put back
 * from a backup knows less than its mark, and what was issued since would be issued again. It is a
 * hint for the operator, written after each commit and never waited for: after a power failure it
 * may know less than the registry, never more. Source: SPEC §5.
 */
#define MARK_ID_SIZE 32
struct mark {
    char id[MARK_ID_SIZE + 1];
    int64_t epoch;  /* counts up each time that the operator says that all is well */
    int64_t change; /* the last transaction that wrote */
};

/* What a mark says of a registry. */
enum mark_finding {
    MARK_FITS = 0,
    MARK_NONE,       /* there is no mark */
    MARK_UNREADABLE, /* there is, and it cannot be read */
    MARK_ANOTHER,    /* it is of another registry */
    MARK_AHEAD       /* it knows of later changes */
};

/* The mark of a path, to be freed: beside the file that the path leads to. NULL without memory. */
char *registry_mark_path(const char *path);

/* Reads a mark; MARK_FITS when it could be read. */
enum mark_finding registry_mark_read(const char *path, struct mark *ret_mark);

/* What a mark that was read says of a registry that is so far. */
enum mark_finding registry_mark_compare(const struct mark *mark, const struct mark *registry);

/*
 * Writes a mark, unless the one that is there is of the same registry and further; `anew`: whatever
 * is there. False: it could not be written, and errno says why.
 */
bool registry_mark_write(const char *path, const struct mark *mark, bool anew);

/* Says what a finding means, and what to do. Returns PECADDR_E_STORAGE. */
int registry_mark_fail(enum mark_finding finding, const char *registry, const char *mark,
                       struct pecaddr_registry_error *error);

#endif
