/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BOOK_READ_H
#define BOOK_READ_H

#include "audit/book.h"

/*
 * Reads the mailboxes of a domain from a registry. 0, or a status with a message.
 */
int book_read_registry(struct book *book, struct pecaddr_registry *registry, const char *domain);

/*
 * Reads a list (list.h).
 *
 *   path         of the file.
 *   ret_errors   how many lines could not be read; each is reported.
 *
 * 0, or a status with a message.
 */
int book_read_list(struct book *book, const char *path, size_t *ret_errors);

#endif
