/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/interrupted.h"

#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/progress.h"

#include <unistd.h>

void interrupt_watch(void)
{
    struct buffer notice = {0};

    if (!message_is_quiet() && isatty(STDERR_FILENO))
        buffer_format(&notice, "%specaddr: %s\n", progress_can_wipe() ? PROGRESS_WIPE : "\n",
                      _("ending what is begun; Ctrl-C once more to stop at once"));
    interrupt_note(notice.data);
    buffer_free(&notice);
}

int interrupt_stops_reading(void)
{
    if (!interrupt_came())
        return 0;
    message("interrupted: nothing was changed; run the same command again");
    return EXIT_UNAVAILABLE;
}
