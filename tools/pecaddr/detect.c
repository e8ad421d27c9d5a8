/* SPDX-License-Identifier: BSD-3-Clause */
#include "detect.h"

#include "command.h"
#include "message.h"
#include "text.h"

#include <string.h>

#include <unistr.h>

/* What a byte is in an encoding, as far as names go. */
enum byte_sense {
    SENSE_NONE,  /* no character, or a symbol that no letter stands before */
    SENSE_OTHER, /* an apostrophe, a dash, a degree …: may follow a letter */
    SENSE_UPPER,
    SENSE_LOWER,
};

static enum byte_sense windows_sense(unsigned char byte)
{
    switch (byte) {
    case 0x85: /* … */
    case 0x91: /* ‘ */
    case 0x92: /* ’ */
    case 0x94: /* ” */
    case 0x96: /* – */
    case 0x97: /* — */
    case 0xA0: /* no-break space */
    case 0xAA: /* ª */
    case 0xAD: /* soft hyphen */
    case 0xB0: /* ° */
    case 0xB4: /* ´ */
    case 0xBA: /* º */
        return SENSE_OTHER;
    case 0x8A: /* Š */
    case 0x8C: /* Œ */
    case 0x8E: /* Ž */
    case 0x9F: /* Ÿ */
        return SENSE_UPPER;
    case 0x9A: /* š */
    case 0x9C: /* œ */
    case 0x9E: /* ž */
        return SENSE_LOWER;
    case 0xD7: /* × */
    case 0xF7: /* ÷ */
        return SENSE_NONE;
    default:
        return byte < 0xC0 ? SENSE_NONE : byte < 0xDF ? SENSE_UPPER : SENSE_LOWER;
    }
}

/* Only the letters of Italian names; other languages' would make windows-1252 symbols look like it.
 */
static enum byte_sense dos_sense(unsigned char byte)
{
    switch (byte) {
    case 0xA6: /* ª */
    case 0xA7: /* º */
    case 0xF8: /* ° */
    case 0xEF: /* ´ */
    case 0xFF: /* no-break space */
        return SENSE_OTHER;
    case 0x80: /* Ç */
    case 0x8E: /* Ä */
    case 0x90: /* É */
    case 0x99: /* Ö */
    case 0x9A: /* Ü */
    case 0xB7: /* À */
    case 0xD4: /* È */
    case 0xDE: /* Ì */
    case 0xE3: /* Ò */
    case 0xEB: /* Ù */
        return SENSE_UPPER;
    case 0x81: /* ü */
    case 0x82: /* é */
    case 0x84: /* ä */
    case 0x85: /* à */
    case 0x87: /* ç */
    case 0x8A: /* è */
    case 0x8D: /* ì */
    case 0x94: /* ö */
    case 0x95: /* ò */
    case 0x97: /* ù */
    case 0xE1: /* ß */
        return SENSE_LOWER;
    default:
        return SENSE_NONE;
    }
}

/* A byte above ASCII right after an ASCII letter, and what stands around it. */
struct accent {
    unsigned char byte;
    unsigned char before;
    unsigned char after;
    size_t letters_before; /* of its word */
};

static int is_upper(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static int is_lower(unsigned char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* Whether it makes sense as Windows-1252: not with the signs of misread DOS text of SPEC §2. */
static int is_windows(const struct accent *accent)
{
    int ends_word = !is_upper(accent->after) && !is_lower(accent->after) && accent->after < 0x80;

    if (accent->byte == 0xB7) /* · between letters */
        return !ends_word;
    switch (windows_sense(accent->byte)) {
    case SENSE_UPPER:
        if (accent->byte == 0xDE || accent->byte == 0xD4) /* Þ Ô */
            return is_upper(accent->before) && !(ends_word && accent->letters_before >= 2);
        return is_upper(accent->before);
    case SENSE_LOWER:
        return is_lower(accent->before) || accent->letters_before == 1;
    case SENSE_OTHER:
        return 1;
    case SENSE_NONE:
        break;
    }
    return 0;
}

static int is_dos(const struct accent *accent)
{
    switch (dos_sense(accent->byte)) {
    case SENSE_UPPER:
        return is_upper(accent->before) && !is_lower(accent->after);
    case SENSE_LOWER:
        return (is_lower(accent->before) || accent->letters_before == 1) &&
               !is_upper(accent->after);
    case SENSE_OTHER:
        return 1;
    case SENSE_NONE:
        break;
    }
    return 0;
}

static void count(size_t *number, size_t *first_line, size_t line)
{
    if ((*number)++ == 0)
        *first_line = line;
}

/* The bytes of a line, each judged when the one after it is known. */
static void survey_accents(struct detection *detection, const char *line, size_t size,
                           size_t number)
{
    unsigned char before = 0;
    size_t letters = 0;

    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)line[i];
        unsigned char after = i + 1 < size ? (unsigned char)line[i + 1] : '\n';

        if (byte >= 0x80 && (is_upper(before) || is_lower(before))) {
            struct accent accent = {byte, before, after, letters};
            int windows = is_windows(&accent), dos = is_dos(&accent);

            if (dos && !windows)
                count(&detection->dos, &detection->dos_line, number);
            if (windows && !dos)
                count(&detection->windows, &detection->windows_line, number);
        }
        letters = is_upper(byte) || is_lower(byte) || byte >= 0x80 ? letters + 1 : 0;
        before = byte;
    }
}

static void survey_utf8(struct detection *detection, const char *line, size_t size, size_t number)
{
    for (size_t i = 0; i < size;) {
        ucs4_t c;
        int length =
            (unsigned char)line[i] < 0x80 ? 1 : u8_mbtoucr(&c, (const uint8_t *)line + i, size - i);

        if (length > 1)
            detection->good++;
        else if (length < 0)
            count(&detection->bad, &detection->bad_line, number);
        i += length > 0 ? (size_t)length : 1;
    }
}

static int survey(struct input *input, struct detection *detection)
{
    struct input_line line;
    int r;

    while ((r = input_line(input, &line)) > 0) {
        if (!detection->nul_line && memchr(line.data, '\0', line.size))
            detection->nul_line = input->line;
        if (text_is_ascii((struct pecaddr_text){line.data, line.size}))
            continue;
        survey_utf8(detection, line.data, line.size, input->line);
        survey_accents(detection, line.data, line.size, input->line);
    }
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

/* How many of the accents must speak for CP850 to each one that speaks for Windows-1252. */
#define DOS_MAJORITY 10

static int decide(struct detection *detection)
{
    struct encoding *encoding = &detection->encoding;

    if (detection->bad == 0 || detection->good > detection->bad)
        return encoding_named(encoding, "utf-8");
    if (detection->dos && detection->dos >= DOS_MAJORITY * detection->windows)
        return encoding_named(encoding, "cp850");
    return encoding_named(encoding, "windows-1252");
}

/* What people try first: the workbook itself. Its first bytes give it away. */
static int refuse_workbook(const struct input *input, const char *data, size_t size)
{
    static const char zip[] = "PK\x03\x04", ole[] = "\xD0\xCF\x11\xE0";

    if (size < 4 || (memcmp(data, zip, 4) != 0 && memcmp(data, ole, 4) != 0))
        return 0;
    message("%s is a spreadsheet's own file; open it, and save it as CSV (in Excel: \"CSV UTF-8\")",
            input->name);
    return EXIT_USAGE;
}

/* The byte order mark, and with it the encoding. */
static int read_bom(struct input *input, struct detection *detection)
{
    struct encoding *encoding = &detection->encoding;
    struct input_line line = {0};

    input->form = INPUT_BYTES;
    input->newline = '\n';
    if (input_line(input, &line) < 0)
        return EXIT_UNAVAILABLE;
    if (line.size >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0)
        encoding->kind = ENCODING_UTF8;
    else if (line.size >= 2 && memcmp(line.data, "\xFF\xFE", 2) == 0)
        encoding->kind = ENCODING_UTF16LE;
    else if (line.size >= 2 && memcmp(line.data, "\xFE\xFF", 2) == 0)
        encoding->kind = ENCODING_UTF16BE;
    else
        return refuse_workbook(input, line.data, line.size);
    encoding->has_bom = 1;
    encoding->name = encoding_kind_name(encoding->kind);
    detection->begin = encoding->kind == ENCODING_UTF8 ? 3 : 2;
    return 0;
}

/* What --encoding says. A byte order mark of that encoding is honoured; `utf-16` takes either. */
static int force(struct detection *detection, const char *name)
{
    struct encoding marked = detection->encoding;
    int r = encoding_named(&detection->encoding, name);

    if (r)
        return r;
    if (text_equal(text_of(name), "utf-16") && marked.kind == ENCODING_UTF16BE)
        detection->encoding = marked;
    if (detection->encoding.kind != marked.kind) {
        detection->encoding.has_bom = 0;
        detection->begin = 0;
    }
    return 0;
}

/* How the first line ends, all are taken to end. */
static int read_line_ending(struct input *input, struct detection *detection)
{
    struct input_line line = {0};

    if (input_line(input, &line) < 0)
        return EXIT_UNAVAILABLE;
    detection->newline = '\n';
    detection->line_ending = "\n";
    if (line.size && line.data[line.size - 1] == '\n') {
        if (line.size > 1 && line.data[line.size - 2] == '\r')
            detection->line_ending = "\r\n";
    } else if (line.size && memchr(line.data, '\r', line.size)) {
        detection->newline = '\r';
        detection->line_ending = "\r";
    }
    return input_seek(input, detection->begin, 0);
}

static enum input_form form_of(enum encoding_kind kind)
{
    return kind == ENCODING_UTF16LE   ? INPUT_UTF16LE
           : kind == ENCODING_UTF16BE ? INPUT_UTF16BE
                                      : INPUT_BYTES;
}

int detect(struct input *input, const char *forced, struct detection *ret_detection)
{
    struct detection *detection = ret_detection;
    int r;

    *detection = (struct detection){0};
    if ((r = read_bom(input, detection)) != 0 || (forced && (r = force(detection, forced)) != 0))
        return r;
    input->form = form_of(detection->encoding.kind);
    if ((r = input_seek(input, detection->begin, 0)) != 0 ||
        (r = read_line_ending(input, detection)) != 0)
        return r;
    input->newline = detection->newline;
    if ((r = survey(input, detection)) != 0 ||
        (!detection->encoding.kind && (r = decide(detection)) != 0))
        return r;
    return input_seek(input, detection->begin, 0);
}
