/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/encoding.h"

#include "base/array.h"
#include "intake/icu.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unistr.h>

struct encoding_name {
    const char *name;
    enum encoding_kind kind;
    const char *shown;
    const char *icu;
};

static const struct encoding_name encodings[] = {
    {"utf-8", ENCODING_UTF8, "utf-8", NULL},
    {"utf-16le", ENCODING_UTF16LE, "utf-16le", NULL},
    {"utf-16be", ENCODING_UTF16BE, "utf-16be", NULL},
    {"windows-1252", ENCODING_TABLE, "windows-1252", "windows-1252"},
    {"iso-8859-1", ENCODING_TABLE, "iso-8859-1", "iso-8859-1"},
    {"iso-8859-15", ENCODING_TABLE, "iso-8859-15", "iso-8859-15"},
    {"cp850", ENCODING_TABLE, "cp850", "ibm-850"},
    /* Other names of the same. */
    {"utf8", ENCODING_UTF8, "utf-8", NULL},
    {"utf-16", ENCODING_UTF16LE, "utf-16le", NULL},
    {"cp1252", ENCODING_TABLE, "windows-1252", "windows-1252"},
    {"latin1", ENCODING_TABLE, "iso-8859-1", "iso-8859-1"},
    {"latin9", ENCODING_TABLE, "iso-8859-15", "iso-8859-15"},
    {"dos", ENCODING_TABLE, "cp850", "ibm-850"},
    {"ibm850", ENCODING_TABLE, "cp850", "ibm-850"},
    {"ibm-850", ENCODING_TABLE, "cp850", "ibm-850"},
};

const char *encoding_kind_name(enum encoding_kind kind)
{
    for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
        if (encodings[i].kind == kind)
            return encodings[i].shown;
    return NULL;
}

const char *encoding_names(void)
{
    return "utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, iso-8859-15, cp850";
}

static UChar32 character_of(const struct icu *icu, UConverter *converter, unsigned byte,
                            UErrorCode *error)
{
    char c = (char)(unsigned char)byte;
    const char *source = &c;

    return icu->converter_next(converter, &source, &c + 1, error);
}

/* The bytes that an encoding leaves undefined come from ICU as U+FFFD, or as the controls U+0080 to
   U+009F: in a name they are nothing either way, and it says more that they are no characters. */
static int is_undefined(UChar32 character)
{
    return character == 0xFFFD || (character >= 0x80 && character < 0xA0);
}

/* Fills in the table of an 8-bit encoding from ICU's. ASCII is itself: IBM's tables have a few
   controls elsewhere. */
static void fill_table(struct encoding *encoding, const struct icu *icu, UConverter *converter,
                       UErrorCode *error)
{
    for (unsigned byte = 0; byte < 256 && U_SUCCESS(*error); byte++) {
        UChar32 character = byte < 0x80 ? (UChar32)byte : character_of(icu, converter, byte, error);
        uint8_t utf8[4] = {0};
        int32_t length = 0;

        if (is_undefined(character))
            continue;
        U8_APPEND_UNSAFE(utf8, length, (uint32_t)character);
        memcpy(encoding->utf8[byte], utf8, sizeof utf8);
    }
}

static int make_table(struct encoding *encoding, const char *icu_name)
{
    UErrorCode error = U_ZERO_ERROR;
    const struct icu *icu = icu_load();
    UConverter *converter;

    if (!icu)
        return EXIT_UNAVAILABLE;
    converter = icu->converter_open(icu_name, &error);
    fill_table(encoding, icu, converter, &error);
    icu->converter_close(converter);
    if (U_FAILURE(error)) {
        message("the tables of %s are missing from ICU: %s", encoding->name,
                icu->error_name(error));
        return EXIT_UNAVAILABLE;
    }
    return 0;
}

/* Whether each byte is a character, and what separates cells and rows is where ASCII has it. */
static int is_like_ascii(const struct icu *icu, UConverter *converter, UErrorCode *error)
{
    UConverterType type = icu->converter_type(converter);

    if (type != UCNV_SBCS && type != UCNV_LATIN_1 && type != UCNV_US_ASCII)
        return 0;
    for (unsigned byte = '\t'; byte < 0x7F && U_SUCCESS(*error); byte++) {
        if (byte == '\r' + 1)
            byte = ' ';
        if (character_of(icu, converter, byte, error) != (UChar32)byte)
            return 0;
    }
    return U_SUCCESS(*error);
}

/* Any other that ICU has. */
static int open_other(struct encoding *encoding, const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    const struct icu *icu = icu_load();
    UConverter *converter;
    int is_usable;

    if (!icu)
        return EXIT_UNAVAILABLE;
    converter = *name ? icu->converter_open(name, &error) : NULL;
    is_usable = converter && U_SUCCESS(error) && is_like_ascii(icu, converter, &error);
    if (is_usable) {
        encoding->kind = ENCODING_TABLE;
        encoding->name = name;
        fill_table(encoding, icu, converter, &error);
    } else if (converter && U_SUCCESS(error)) {
        message("--encoding %s: a roster cannot be read in it, since it does not have one byte for "
                "each character, or not the letters of ASCII; save the file as UTF-8",
                name);
    } else {
        message("--encoding %s is not known; it is one of %s, or another of one byte for each "
                "character, such as windows-1250, iso-8859-2, macintosh or ibm-437",
                name, encoding_names());
    }
    icu->converter_close(converter);
    return is_usable ? 0 : EXIT_USAGE;
}

int encoding_is_known(const struct icu *icu, const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = icu->converter_open(name, &error);
    int is_known = U_SUCCESS(error) && is_like_ascii(icu, converter, &error);

    icu->converter_close(converter);
    return is_known;
}

int encoding_named(struct encoding *encoding, const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(encodings); i++) {
        if (text_equal(text_of(name), encodings[i].name)) {
            encoding->kind = encodings[i].kind;
            encoding->name = encodings[i].shown;
            return encodings[i].icu ? make_table(encoding, encodings[i].icu) : 0;
        }
    }
    return open_other(encoding, name);
}

int encoding_decode(const struct encoding *encoding, struct arena *arena, struct pecaddr_text cell,
                    struct pecaddr_text *ret_text, size_t *ret_offset)
{
    char *text;
    size_t size = 0;

    if (encoding->kind != ENCODING_TABLE) {
        if (!text_is_utf8(cell, ret_offset))
            return -1;
        *ret_text = cell;
        return 0;
    }
    if (text_is_ascii(cell)) {
        *ret_text = cell;
        return 0;
    }
    text = arena_new(arena, 3 * cell.size);
    for (size_t i = 0; i < cell.size; i++) {
        const char *utf8 = encoding->utf8[(unsigned char)cell.data[i]];
        size_t length = cell.data[i] ? strlen(utf8) : 1;

        if (!length) {
            *ret_offset = i;
            return -1;
        }
        memcpy(text + size, utf8, length);
        size += length;
    }
    *ret_text = (struct pecaddr_text){text, size};
    return 0;
}

/* The byte that is a character in an 8-bit encoding, or -1. */
static int byte_of(const struct encoding *encoding, const char *character, size_t length)
{
    for (int byte = 0x80; byte < 0x100; byte++)
        if (strlen(encoding->utf8[byte]) == length &&
            memcmp(encoding->utf8[byte], character, length) == 0)
            return byte;
    return -1;
}

void encoding_encode(const struct encoding *encoding, struct buffer *buffer,
                     struct pecaddr_text text)
{
    size_t length;

    if (encoding->kind != ENCODING_TABLE || text_is_ascii(text)) {
        buffer_append(buffer, text.data, text.size);
        return;
    }
    for (size_t i = 0; i < text.size; i += length) {
        ucs4_t c = 0;
        int byte;

        length = text_character(text, i);
        byte = length == 1 ? (unsigned char)text.data[i] : byte_of(encoding, text.data + i, length);
        if (byte >= 0) {
            char as_char = (char)(unsigned char)byte;

            buffer_append(buffer, &as_char, 1);
        } else {
            u8_mbtouc(&c, (const uint8_t *)text.data + i, length);
            buffer_format(buffer, "U+%04X", (unsigned)c);
        }
    }
}

static void write_unit(const struct encoding *encoding, FILE *file, unsigned unit)
{
    unsigned low = unit & 0xFF, high = unit >> 8;

    putc_unlocked((int)(encoding->kind == ENCODING_UTF16LE ? low : high), file);
    putc_unlocked((int)(encoding->kind == ENCODING_UTF16LE ? high : low), file);
}

/* The reverse of what input.c does, so that an unpaired surrogate comes out as it went in. */
static void write_utf16(const struct encoding *encoding, FILE *file, const uint8_t *data,
                        size_t size)
{
    for (size_t i = 0; i < size;) {
        uint32_t c;

        if (data[i] == 0xFF) { /* half a unit at the end of the file */
            i++;
            continue;
        }
        U8_NEXT_UNSAFE(data, i, c);
        if (c < 0x10000) {
            write_unit(encoding, file, c);
        } else {
            write_unit(encoding, file, U16_LEAD(c));
            write_unit(encoding, file, U16_TRAIL(c));
        }
    }
}

void encoding_write(const struct encoding *encoding, FILE *file, const char *data, size_t size)
{
    if (encoding->kind == ENCODING_UTF16LE || encoding->kind == ENCODING_UTF16BE)
        write_utf16(encoding, file, (const uint8_t *)data, size);
    else if (size)
        fwrite(data, 1, size, file);
}

void encoding_write_bom(const struct encoding *encoding, FILE *file)
{
    if (encoding->has_bom)
        encoding_write(encoding, file, "\xEF\xBB\xBF", 3);
}
