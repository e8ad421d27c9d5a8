/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/chunk.h"

#include "runtime/exit-status.h"

int chunk_read(struct chunk *chunk, struct roster *roster, size_t most)
{
    arena_clear(&chunk->arena);
    chunk->n = 0;
    while (chunk->n < most && chunk->arena.size < CHUNK_BYTES) {
        int r = roster_next(roster, &chunk->arena, &chunk->rows[chunk->n]);

        if (r < 0)
            return EXIT_UNAVAILABLE;
        if (r == 0)
            break;
        chunk->n++;
    }
    return roster_check_unchanged(roster);
}
