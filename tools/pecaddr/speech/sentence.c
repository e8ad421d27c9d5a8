/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/sentence.h"

#include "base/ascii.h"
#include "speech/date.h"

#include <string.h>

/* A conversion of a format: `%`, what part it stands for (0: the next), and where it ends. */
struct conversion {
    size_t place;
    const char *end;
};

/* Reads the one at a `%`; 0: it is none that puts one part there. */
static int read_conversion(const char *text, struct conversion *ret_conversion)
{
    const char *c = text + 1;
    size_t place = 0;

    while (ascii_is_digit(*c) && place <= PECADDR_REGISTRY_PARTS_MAX)
        place = place * 10 + (size_t)(*c++ - '0');
    if (*c == '$' && place > 0)
        c++;
    else if (c > text + 1)
        return 0;
    c += strspn(c, "lz");
    if (*c == '\0' || !strchr("sduc", *c))
        return 0;
    *ret_conversion = (struct conversion){place, c + 1};
    return 1;
}

/* Whether a format has one conversion for each part, and all of them say which, or none. */
static int fits(const char *format, size_t n_parts)
{
    unsigned seen = 0;
    size_t n = 0, numbered = 0;

    for (const char *c = strchr(format, '%'); c; c = strchr(c, '%')) {
        struct conversion conversion;
        size_t place;

        if (c[1] == '%') {
            c += 2;
            continue;
        }
        if (!read_conversion(c, &conversion))
            return 0;
        n++;
        numbered += conversion.place > 0;
        place = conversion.place ? conversion.place : n;
        if (place > n_parts || (seen & 1u << place))
            return 0;
        seen |= 1u << place;
        c = conversion.end;
    }
    return n == n_parts && (numbered == 0 || numbered == n);
}

static const char *part_at(const struct pecaddr_registry_error *error, size_t place)
{
    const char *part = error->parts;

    while (--place > 0)
        part += strlen(part) + 1;
    return part;
}

static void append_part(struct buffer *buffer, const char *part)
{
    char date[DATE_SIZE];

    if (date_show(part, date) == 0)
        buffer_text(buffer, date);
    else /* the text of nothing is the head of the catalogue */
        buffer_text(buffer, *part ? gettext(part) : "");
}

int sentence_fill(struct buffer *buffer, const char *format,
                  const struct pecaddr_registry_error *error)
{
    size_t n = 0;

    if (error->n_parts > PECADDR_REGISTRY_PARTS_MAX || !fits(format, error->n_parts))
        return 0;
    while (*format) {
        size_t plain = strcspn(format, "%");
        struct conversion conversion;

        buffer_append(buffer, format, plain);
        format += plain;
        if (!*format)
            break;
        if (format[1] == '%') {
            buffer_text(buffer, "%");
            format += 2;
        } else if (read_conversion(format, &conversion)) {
            n++;
            append_part(buffer, part_at(error, conversion.place ? conversion.place : n));
            format = conversion.end;
        }
    }
    return 1;
}

void sentence_append(struct buffer *buffer, const struct pecaddr_registry_error *error, int code,
                     language_fn *in)
{
    if (!error->message[0])
        buffer_text(buffer, in(pecaddr_strerror(code)));
    else if ((in == in_result && result_is_for_programs()) || !error->sentence ||
             !sentence_fill(buffer, gettext(error->sentence), error))
        /* As it is: the library speaks English; a catalogue that does not fit it is not believed.
         */
        buffer_text(buffer, error->message);
}
