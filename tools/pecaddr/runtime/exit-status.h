/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

/*
 * What the command ends with (SPEC §6). Where several apply, the highest.
 */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_ROWS = 1,        /* some rows have errors; the others are done */
    EXIT_USAGE = 2,       /* the command line, the scheme, or a roster that cannot be read */
    EXIT_UNAVAILABLE = 3, /* registry, source or output */
};

#endif
