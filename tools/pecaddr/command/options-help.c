/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/options-help.h"

#include "runtime/memory.h"
#include "runtime/output.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

enum { LINE_WIDTH = 79, GAP = 5 };

/* `  -q, --quiet`, `      --output=FILE`. */
static void append_option(struct buffer *buffer, const struct poptOption *option)
{
    if (option->shortName)
        buffer_format(buffer, "  -%c, --%s", option->shortName, option->longName);
    else
        buffer_format(buffer, "      --%s", option->longName);
    if (option->argDescrip)
        buffer_format(buffer, "=%s", gettext(option->argDescrip));
}

static size_t option_width(const struct poptOption *option)
{
    struct buffer text = {0};
    size_t width;

    append_option(&text, option);
    width = text_width((struct pecaddr_text){text.data, text.size});
    buffer_free(&text);
    return width;
}

/* Words in lines that begin at a column; the first line is there already, up to this column. */
static void append_wrapped(struct buffer *buffer, const char *words, size_t column)
{
    size_t at = column;

    while (*words) {
        size_t size = strcspn(words, " ");
        size_t width = text_width((struct pecaddr_text){words, size});

        if (at > column && at + 1 + width > LINE_WIDTH) {
            buffer_format(buffer, "\n%*s", (int)column, "");
            at = column;
        } else if (at > column) {
            buffer_text(buffer, " ");
            at++;
        }
        buffer_append(buffer, words, size);
        at += width;
        words += size + strspn(words + size, " ");
    }
    buffer_text(buffer, "\n");
}

static void append_options(struct buffer *buffer, const struct poptOption *table)
{
    size_t column = 0;

    for (const struct poptOption *option = table; option->longName; option++)
        if (option_width(option) + GAP > column)
            column = option_width(option) + GAP;
    for (const struct poptOption *option = table; option->longName; option++) {
        append_option(buffer, option);
        buffer_format(buffer, "%*s", (int)(column - option_width(option)), "");
        append_wrapped(buffer, gettext(option->descrip), column);
    }
}

int options_help(const struct poptOption *table, const char *name, const struct usage *usage)
{
    struct buffer text = {0};
    struct output output;

    buffer_format(&text, _("Usage: %s [OPTION...] %s\n"), name, gettext(usage->arguments));
    append_options(&text, table);
    buffer_format(&text, "\n%s", gettext(usage->about));
    output_open(&output, NULL);
    fwrite(text.data, 1, text.size, output.file);
    buffer_free(&text);
    return output_commit(&output);
}
