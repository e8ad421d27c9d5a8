/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef URI_FILES_H
#define URI_FILES_H

/*
 * Which files a registry or a source may be made of, by its URI.
 *
 *   URI_REGISTRY   that of a `sqlite:`.
 *   URI_LIST       that of a `file:`.
 *   URI_PART       what SQLite keeps beside a registry, and its mark: there or not.
 *   URI_NAMED      what the URI names besides: the program of an `exec:` and all that stands in its
 *                  line, a password file, a certificate; what PostgreSQL reads by itself. It may name
 *                  no file at all.
 */
enum uri_file { URI_REGISTRY, URI_LIST, URI_PART, URI_NAMED };

/* Another answer than 0 ends. */
typedef int uri_file_fn(void *user, const char *path, enum uri_file which);

/* The last answer, or 0. */
int uri_files(const char *uri, uri_file_fn *file, void *user);

#endif
