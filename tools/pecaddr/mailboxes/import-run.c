/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"

#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"

static const char *file_name(const struct import *import)
{
    return import->list.roster.input.name;
}

/* Those that are on record so far. */
static size_t on_record(const struct import *import)
{
    return import->added + import->present + import->differing;
}

static int stop(struct import *import, int r, const struct pecaddr_registry_error *error)
{
    import_tell_faults(import);
    message_registry(error, r);
    if (import->dry_run)
        message("stopped at %s:%zu", file_name(import), import->list.entries[0].line);
    else
        message("stopped at %s:%zu: %zu mailboxes before it are on record; run again for the rest",
                file_name(import), import->list.entries[0].line, on_record(import));
    return EXIT_UNAVAILABLE;
}

int import_put(struct import *import)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    const unsigned flags = (import->has_facts ? PECADDR_IMPORT_BLOCK : 0) |
                           (import->accepts_mismatch ? PECADDR_IMPORT_ACCEPT_MISMATCH : 0);
    int r = PECADDR_OK;

    if (import->n)
        r = pecaddr_registry_import(import->dry_run ? import->preview : import->command.registry,
                                    import->pointers, import->n, flags, import->results,
                                    import->reason_pointers, &error);
    return r == PECADDR_OK ? 0 : stop(import, r, &error);
}

/* Puts the mailboxes of a chunk on record, and then tells of its rows in their order. */
static int import_chunk(struct import *import)
{
    int r = import_read(import);

    if (r == 0)
        r = import_put(import);
    if (r != 0)
        return r;
    import_tell(import);
    import_look_for_others(import);
    return 0;
}

static int interrupted(struct import *import)
{
    import_tell_faults(import);
    message("interrupted before %s:%zu: %zu mailboxes before it are on record; run the same "
            "command again for the rest",
            file_name(import), import->list.entries[0].line,
            import->dry_run ? 0 : on_record(import));
    return EXIT_UNAVAILABLE;
}

/* Does something with each chunk that is read. */
static int each_chunk(struct import *import, int chunk(struct import *import))
{
    size_t done = 0;
    int r;

    progress_begin(import->list.roster.input.fd, &import->list.roster.input.offset, NULL);
    while ((r = list_read(&import->list)) == 0 && import->list.n) {
        r = interrupt_came() ? interrupted(import) : chunk(import);
        if (r != 0)
            break;
        progress_tell(done += import->list.n);
    }
    progress_end();
    return r;
}

int import_run(struct import *import)
{
    int r;

    interrupt_watch();
    r = each_chunk(import, import_chunk);
    if (r != 0 || !import->has_others)
        return r;
    /* When all that says whose an address is has come in. */
    r = list_rewind(&import->list);
    return r != 0 ? r : each_chunk(import, import_block_others);
}
