/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef AGAIN_H
#define AGAIN_H

#include "assign/assign-work.h"

/*
 * What is to be done with the rows that wait, and with those of --review: the command that takes them
 * again, as it can be given to a shell. All that was said of the roster, and that FILE's few rows do not
 * say of themselves, is said in it.
 */
void again_tell(const struct work *work);

#endif
