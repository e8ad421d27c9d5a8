/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/uri-shown.h"

#include <pecaddr/registry.h>
#include <stdlib.h>

void uri_show(struct buffer *buffer, const char *uri)
{
    char *shown;
    size_t size = 0;

    pecaddr_registry_show_uri(uri, NULL, 0, &size);
    shown = memory_new(size + 1);
    pecaddr_registry_show_uri(uri, shown, size + 1, NULL);
    buffer_append(buffer, shown, size);
    free(shown);
}
