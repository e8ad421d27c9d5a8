/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FUZZ_QUIET_H
#define PECADDR_FUZZ_QUIET_H

#include "target.h"

#include <unistd.h>

/*
 * The command within a fuzz target.
 */

/* What it says from here to quiet_end() is not shown. */
void quiet_begin(void);
void quiet_end(void);

/* A folder for the files of a target, gone with it; and an input as a file in it. */
extern struct quiet_folder {
    char path[64], input[80], output[80];
} quiet_folder;
void quiet_write(struct bytes input);

#endif
