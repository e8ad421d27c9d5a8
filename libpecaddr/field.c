/* SPDX-License-Identifier: BSD-3-Clause */
#include "field.h"

void pecaddr__field_step(const struct field *field, enum pecaddr_step_kind kind, size_t first,
                         size_t end, const char *text, size_t size)
{
    struct pecaddr_step step;
    size_t stop;

    if (!field->trace)
        return;
    stop = end < field->n ? field->characters[end].offset : field->text.size;
    step = (struct pecaddr_step){.size = sizeof step,
                                 .kind = kind,
                                 .field = field->which,
                                 .offset = field->characters[first].offset,
                                 .text = {text, size}};
    step.length = stop > step.offset ? stop - step.offset : 0;
    field->trace->step(field->trace->user, &step);
}
