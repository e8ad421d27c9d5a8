/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NEEDED_FILE_H
#define NEEDED_FILE_H

/*
 * Whether a result may be written there: 0, or EXIT_USAGE with a message where the file is the
 * registry or the list of a URI (or what SQLite keeps beside its file), whatever it is called.
 *
 *   output   NULL and "-" are standard output.
 *   uri      one that has been opened; of `sqlite:`, `file:`, or without a file.
 */
int needed_file_check(const char *output, const char *uri);

#endif
