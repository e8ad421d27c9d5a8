/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FOREIGN_H
#define FOREIGN_H

#include "intake/input.h"

/* What people give for a roster and is none, though it may be named .csv: a workbook, a web page
   that a register calls .xls, a PDF … Looks at the first line that is handed out next: 0, or a
   status with a message that says what it is and what to do. */
int foreign_refuse(struct input *input);

#endif
