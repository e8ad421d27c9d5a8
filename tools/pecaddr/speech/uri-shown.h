/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef URI_SHOWN_H
#define URI_SHOWN_H

#include "memory.h"

/*
 * Appends a URI as a message may show it: what may be a password becomes `***`, that before the @
 * of a server and each parameter's that is called so, and of a command its first word is shown.
 */
void uri_show(struct buffer *buffer, const char *uri);

#endif
