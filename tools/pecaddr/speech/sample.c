/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/sample.h"

#include "speech/language.h"
#include "speech/message.h"

#include <unistd.h>

#define ON_A_TERMINAL 20

int sample_takes(struct sample *sample)
{
    if (sample->said >= ON_A_TERMINAL && isatty(STDERR_FILENO)) {
        sample->held_back++;
        return 0;
    }
    sample->said++;
    return 1;
}

void sample_end(const struct sample *sample)
{
    if (sample->held_back)
        message(ngettext("and %zu more row; with 2>FILE all are written to a file",
                         "and %zu more rows; with 2>FILE all are written to a file",
                         sample->held_back),
                sample->held_back);
}
