/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/text.h"

#include "base/utf8.h"

#include <string.h>

#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

struct pecaddr_text text_of(const char *text)
{
    return (struct pecaddr_text){text, text ? strlen(text) : 0};
}

int text_equal(struct pecaddr_text text, const char *ascii)
{
    return ascii_equal(text.data, text.size, ascii, strlen(ascii));
}

size_t text_word_at_start(struct pecaddr_text text, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t size = strlen(words[i]);

        if (text.size >= size && text_equal((struct pecaddr_text){text.data, size}, words[i]) &&
            (text.size == size || !ascii_is_letter(text.data[size])))
            return size;
    }
    return 0;
}

/* The character at an offset, which is below the size; -1 and one byte where there is none. */
static int32_t decode(struct pecaddr_text text, size_t offset, size_t *ret_length)
{
    ucs4_t c;
    int length = u8_mbtoucr(&c, (const uint8_t *)text.data + offset, text.size - offset);

    *ret_length = length > 0 ? (size_t)length : 1;
    return length > 0 ? (int32_t)c : -1;
}

static size_t space_at(struct pecaddr_text text, size_t offset)
{
    size_t length;
    int32_t c = decode(text, offset, &length);

    return c >= 0 && uc_is_property_white_space((ucs4_t)c) ? length : 0;
}

struct pecaddr_text text_trim(struct pecaddr_text text)
{
    size_t length, back;

    while (text.size && (length = space_at(text, 0)) > 0) {
        text.data += length;
        text.size -= length;
    }
    while (text.size) {
        for (back = 1; back < 4 && back < text.size; back++)
            if (!utf8_goes_on(text.data[text.size - back]))
                break;
        if (space_at(text, text.size - back) != back)
            break;
        text.size -= back;
    }
    return text;
}

const char *text_next_word(const char *words)
{
    const char *space = strchr(words, ' ');

    return space ? space + 1 : words + strlen(words);
}

int text_is_ascii(struct pecaddr_text text)
{
    unsigned char seen = 0;

    for (size_t i = 0; i < text.size; i++)
        seen |= (unsigned char)text.data[i];
    return seen < 0x80;
}

int text_is_utf8(struct pecaddr_text text, size_t *ret_offset)
{
    size_t good = utf8_check(text.data, text.size);

    if (good < text.size)
        *ret_offset = good;
    return good == text.size;
}

size_t text_character(struct pecaddr_text text, size_t offset)
{
    size_t length;

    if (offset >= text.size)
        return 0;
    decode(text, offset, &length);
    return length;
}

size_t text_position(struct pecaddr_text text, size_t offset)
{
    size_t position = 1;

    for (size_t i = 0; i < offset && i < text.size; position++)
        i += text_character(text, i);
    return position;
}

/* Whether a character is best named by its number: it shows nothing, or moves what is around it. */
static int is_unshowable(ucs4_t c)
{
    if (c == ' ')
        return 0;
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z) ||
           uc_is_property_default_ignorable_code_point(c);
}

void text_show(struct buffer *buffer, struct pecaddr_text text)
{
    size_t length;

    for (size_t i = 0; i < text.size; i += length) {
        int32_t c = decode(text, i, &length);

        if (c < 0)
            buffer_format(buffer, "\\x%02X", (unsigned)(unsigned char)text.data[i]);
        else if (is_unshowable((ucs4_t)c))
            buffer_format(buffer, "U+%04X", (unsigned)c);
        else
            buffer_append(buffer, text.data + i, length);
    }
}

void text_escape_json(struct buffer *buffer, struct pecaddr_text json)
{
    size_t length;

    for (size_t i = 0; i < json.size; i += length) {
        int32_t c = decode(json, i, &length);

        if (c < 0x7F || !is_unshowable((ucs4_t)c))
            buffer_append(buffer, json.data + i, length);
        else if (c < 0x10000)
            buffer_format(buffer, "\\u%04x", (unsigned)c);
        else
            buffer_format(buffer, "\\u%04x\\u%04x", 0xD7C0 + ((unsigned)c >> 10),
                          0xDC00 + ((unsigned)c & 0x3FF));
    }
}

void text_show_character(struct buffer *buffer, struct pecaddr_text text, size_t offset)
{
    size_t length;
    int32_t c = decode(text, offset, &length);

    if (c < 0) {
        buffer_format(buffer, "byte \\x%02X", (unsigned)(unsigned char)text.data[offset]);
    } else if (is_unshowable((ucs4_t)c) ||
               uc_is_general_category_withtable((ucs4_t)c, UC_CATEGORY_MASK_M)) {
        buffer_format(buffer, "U+%04X", (unsigned)c);
    } else {
        buffer_format(buffer, "'%.*s'", (int)length, text.data + offset);
        if (c >= 0x80)
            buffer_format(buffer, " (U+%04X)", (unsigned)c);
    }
}

size_t text_width(struct pecaddr_text text)
{
    size_t width = 0, length;

    for (size_t i = 0; i < text.size; i += length) {
        int32_t c = decode(text, i, &length);
        int columns = c < 0 ? 1 : uc_width((ucs4_t)c, "UTF-8");

        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

struct pecaddr_text text_first_word(struct pecaddr_text line)
{
    struct pecaddr_text word = text_trim(line);
    size_t size = 0;

    if (word.size && *word.data == '"') {
        word.data++;
        word.size--;
    }
    while (size < word.size && !strchr(" \t;,\"", word.data[size]))
        size++;
    word.size = size;
    return word;
}

char *text_name(struct pecaddr_text given, struct pecaddr_text surname)
{
    enum { WIDTH_MAX = 40 };
    struct buffer name = {0}, safe = {0};
    struct pecaddr_text text;
    size_t width = 0;

    buffer_append(&name, given.data, given.size);
    buffer_text(&name, " ");
    buffer_append(&name, surname.data, surname.size);
    buffer_text(&safe, "");
    text = text_trim((struct pecaddr_text){name.data, name.size});
    for (size_t at = 0, size; (size = text_character(text, at)) > 0; at += size) {
        struct pecaddr_text character = {text.data + at, size};

        width += text_width(character);
        if (width > WIDTH_MAX) {
            buffer_text(&safe, "...");
            break;
        }
        text_show(&safe, character);
    }
    buffer_free(&name);
    return safe.data;
}
