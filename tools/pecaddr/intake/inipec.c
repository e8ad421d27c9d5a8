/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/inipec.h"

#include "runtime/memory.h"
#include "speech/language.h"
#include "table/separated.h"

#include <string.h>

/* 31/12/2030 of 2030-12-31. */
static void append_day(struct buffer *line, const char *day)
{
    if (*day)
        buffer_format(line, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
}

static void append_text(struct buffer *line, const char *text)
{
    csv_cell(line, text, strlen(text), ';');
    buffer_text(line, ";");
}

void inipec_write(FILE *file, const struct inipec_member *member, enum inipec_state state,
                  const char *cancelled)
{
    struct buffer line = {0};

    append_text(&line, member->address);
    append_text(&line, member->given);
    append_text(&line, member->surname);
    if (member->section)
        buffer_format(&line, "%c ", member->section);
    buffer_format(&line, "%lu;", (unsigned long)member->number);
    append_text(&line, member->holder);
    buffer_format(&line, "%d;;", (int)state);
    append_day(&line, cancelled);
    buffer_text(&line, "\r\n");
    fwrite(line.data, 1, line.size, file);
    buffer_free(&line);
}

/* What a spreadsheet would run, or a line would end with, is no name of a person. */
static int is_name(const char *text)
{
    if (!*text || strchr("=+-@", *text))
        return 0;
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return 0;
    return 1;
}

const char *inipec_fault(const struct inipec_member *member)
{
    if (!is_name(member->given) || !is_name(member->surname))
        return N_("%s: left out, as INI-PEC needs the given names and the surname, and there is "
                  "none on record; put them on record with `pecaddr registry import`");
    if (!*member->holder)
        return N_("%s: left out, as INI-PEC needs the codice fiscale, and there is none on record; "
                  "put it on record with `pecaddr registry import` or the next roster");
    if (!member->number)
        return N_("%s: left out, as INI-PEC needs the registration number, and there is none on "
                  "record; put it on record with `pecaddr registry import` or the next roster");
    return NULL;
}
