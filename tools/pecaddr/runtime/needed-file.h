/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NEEDED_FILE_H
#define NEEDED_FILE_H

/*
 * Whether a result may be written there: 0, or EXIT_USAGE with a message where the file is the
 * registry or the list of a URI (or what SQLite keeps beside its file), whatever it is called.
 *
 *   option   that names the result, for the message: `--output`.
 *   output   NULL and "-" are standard output.
 *   uri      one that has been opened; of `sqlite:`, `file:`, or without a file.
 */
int needed_file_check(const char *option, const char *output, const char *uri);

/* The same of a file that the command reads, such as a scheme's; NULL, "-" and a name that is no
   file are none. */
int needed_path_check(const char *option, const char *output, const char *path);

/* Whether two names of files, there or to be made, name the same one; NULL and "-" are standard
   output. */
int is_same_path(const char *path, const char *other);

#endif
