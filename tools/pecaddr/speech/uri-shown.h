/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef URI_SHOWN_H
#define URI_SHOWN_H

#include "runtime/memory.h"

/* Appends a URI as a message may show it: see pecaddr_registry_show_uri(). */
void uri_show(struct buffer *buffer, const char *uri);

#endif
