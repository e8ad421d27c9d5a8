/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NEEDED_FILE_H
#define NEEDED_FILE_H

/*
 * What no result may destroy. Whoever opens a file, a registry or a source tells it here, and
 * output_open() refuses to write there, whatever it is called then.
 */

/* An open file that is read. One that is no regular file is none. */
void needed_file_opened(int fd);

/* A registry or source that was opened: the files that its URI names (uri-files.h). */
void needed_uri_opened(const char *uri);

/*
 * Whether a result may be written there: 0, or EXIT_USAGE with a message.
 *
 *   option   that names the result, for the message: `--output`.
 *   path     NULL and "-" are standard output.
 *   except   an open file that the result may take the place of, or -1.
 */
int needed_file_check(const char *option, const char *path, int except);

/* Whether two names of files, there or to be made, name the same one; NULL and "-" are standard
   output. */
int is_same_path(const char *path, const char *other);

#endif
