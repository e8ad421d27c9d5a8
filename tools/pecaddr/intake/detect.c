/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/detect.h"

#include "intake/accent.h"
#include "intake/foreign.h"
#include "intake/icu.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <unistr.h>

static void count(size_t *number, size_t *first_line, size_t line)
{
    if ((*number)++ == 0)
        *first_line = line;
}

/* One byte above ASCII. */
static void judge_accent(struct detection *detection, const struct accent *accent, size_t number)
{
    if (accent->byte < 0xA0)
        detection->c1++;
    if (accent_is_latin9(accent))
        count(&detection->latin9, &detection->latin9_line, number);
    if (accent_is_acute(accent))
        count(&detection->acute, &detection->acute_line, number);
    if (accent_is_upper(accent->before) || accent_is_lower(accent->before)) {
        int windows = accent_is_windows(accent), dos = accent_is_dos(accent),
            mac = accent_is_mac(accent);

        if (dos && !windows)
            count(&detection->dos, &detection->dos_line, number);
        if (windows && !dos)
            count(&detection->windows, &detection->windows_line, number);
        if (dos && windows)
            count(&detection->either, &detection->either_line, number);
        if (mac && !windows && !dos)
            count(&detection->mac, &detection->mac_line, number);
    }
}

/* The first byte that is a letter in the encodings of Cyrillic, Greek, Hebrew and Arabic. */
#define FOREIGN_FIRST 0xB0

/* The bytes of a line, each judged when the one after it is known. */
static void survey_accents(struct detection *detection, const char *line, size_t size,
                           size_t number)
{
    struct accent accent = {.before = '\n'};
    size_t in_a_row = 0;

    for (size_t i = 0; i < size; i++) {
        accent.byte = (unsigned char)line[i];
        accent.after = i + 1 < size ? (unsigned char)line[i + 1] : '\n';
        if (accent.byte >= 0x80)
            judge_accent(detection, &accent, number);
        in_a_row = accent.byte >= FOREIGN_FIRST ? in_a_row + 1 : 0;
        detection->high += in_a_row > 0;
        if (in_a_row > 2)
            count(&detection->foreign, &detection->foreign_line, number);
        accent.letters_before =
            ascii_is_letter(line[i]) || accent.byte >= 0x80 ? accent.letters_before + 1 : 0;
        accent.before = accent.byte;
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

/* Lines for ICU to guess from: those with bytes above ASCII. */
#define SAMPLE_MAX ((size_t)32 * 1024)

static void keep_sample(struct buffer *sample, const char *line, size_t size)
{
    size_t room = SAMPLE_MAX - sample->size;

    buffer_append(sample, line, size < room ? size : room);
}

static int survey(struct input *input, struct detection *detection, struct buffer *sample)
{
    struct input_line line;
    int r;

    while ((r = input_line(input, &line)) > 0) {
        if (!detection->nul_line && memchr(line.data, '\0', line.size))
            detection->nul_line = input->line;
        detection->unended_line =
            line.size && line.data[line.size - 1] != input->newline ? input->line : 0;
        if (text_is_ascii((struct pecaddr_text){line.data, line.size}))
            continue;
        survey_utf8(detection, line.data, line.size, input->line);
        survey_accents(detection, line.data, line.size, input->line);
        keep_sample(sample, line.data, line.size);
    }
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

/* How many accents must speak for an encoding to each one that speaks for Windows-1252. */
#define MAJORITY 10

/* Fewer accents of a Macintosh may be damage. */
#define MAC_MIN 3

/* The text of an old Macintosh is what nobody expects: whether it is read so is said by force. */
static int refuse_mac(const struct input *input, const struct detection *detection)
{
    message("%s:%zu: the accents make sense only as the text of an old Macintosh; force --encoding "
            "macintosh, or the one that is right, such as --encoding windows-1252",
            input->name, detection->mac_line);
    return EXIT_USAGE;
}

/* Fewer may be damage. */
#define FOREIGN_MIN 10

/* Read as Windows-1252 it would give letters, and so addresses, that nobody's name has. */
static int refuse_foreign(const struct input *input, const struct detection *detection)
{
    message("%s:%zu: the letters are of another alphabet, in an encoding that is not found out; "
            "export the file as UTF-8, or say which it is, such as --encoding windows-1251",
            input->name, detection->foreign_line);
    return EXIT_USAGE;
}

/* What ICU believes the text to be, if it is rather sure, and if that is read otherwise than as
   Windows-1252 (of which ISO-8859-1 is a part, but for controls). */
static int ask_icu(struct detection *detection, const struct buffer *sample)
{
    enum { SURE = 50 };
    UErrorCode error = U_ZERO_ERROR;
    const struct icu *icu = icu_load();
    UCharsetDetector *detector;
    const UCharsetMatch *match;
    const char *name;

    if (!icu)
        return EXIT_UNAVAILABLE;
    detector = icu->detector_open(&error);
    icu->detector_set_text(detector, sample->data, (int32_t)sample->size, &error);
    match = icu->detector_detect(detector, &error);
    if (U_SUCCESS(error) && match && icu->match_confidence(match, &error) >= SURE) {
        name = icu->match_name(match, &error);
        if (strcmp(name, "ISO-8859-1") == 0 || strcmp(name, "windows-1252") == 0)
            detection->how = DETECTED_FOUND;
        else if (encoding_is_known(icu, name))
            snprintf(detection->other, sizeof detection->other, "%s", name);
    }
    icu->detector_close(detector);
    return 0;
}

static int decide(const struct input *input, struct detection *detection,
                  const struct buffer *sample)
{
    struct encoding *encoding = &detection->encoding;

    detection->how = DETECTED_FOUND;
    if (detection->bad == 0 || detection->good > detection->bad)
        return encoding_named(encoding, "utf-8");
    if (detection->dos && detection->dos >= MAJORITY * detection->windows)
        return encoding_named(encoding, "cp850");
    if (detection->mac >= MAC_MIN && detection->mac >= MAJORITY * detection->windows)
        return refuse_mac(input, detection);
    if (detection->foreign >= FOREIGN_MIN && 2 * detection->foreign >= detection->high)
        return refuse_foreign(input, detection);
    if (detection->latin9 && !detection->acute && !detection->c1)
        return encoding_named(encoding, "iso-8859-15");
    if (!detection->c1) {
        int r;

        detection->how = DETECTED_ASSUMED;
        if ((r = ask_icu(detection, sample)) != 0)
            return r;
    }
    return encoding_named(encoding, "windows-1252");
}

/*
 * UTF-16 without its mark. What Italian rosters are made of is ASCII and Latin-1, and of each such
 * character one byte is NUL, always the same half. A stray NUL in 8-bit text is far from a third of
 * the bytes; a file of another kind has them in both halves.
 */
static int guess_utf16(const struct input *input, enum encoding_kind *ret_kind)
{
    char bytes[4096];
    ssize_t size = pread(input->fd, bytes, sizeof bytes, 0);
    size_t nuls[2] = {0};

    *ret_kind = (enum encoding_kind)0;
    if (size < 0) {
        input_complain(input);
        return EXIT_UNAVAILABLE;
    }
    for (size_t i = 0; i < (size_t)size; i++)
        nuls[i % 2] += !bytes[i];
    if (3 * (nuls[0] + nuls[1]) >= (size_t)size && !nuls[0] != !nuls[1])
        *ret_kind = nuls[1] ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    return 0;
}

/* The byte order mark, and with it the encoding; or UTF-16 without one. */
static int read_mark(struct input *input, struct detection *detection)
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
        return guess_utf16(input, &encoding->kind);
    encoding->has_bom = 1;
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
    detection->how = DETECTED_FORCED;
    if (text_equal(text_of(name), "utf-16") && marked.kind == ENCODING_UTF16BE)
        detection->encoding = marked;
    detection->is_unmarked_utf16 =
        !marked.has_bom && marked.kind && detection->encoding.kind != marked.kind;
    if (detection->encoding.kind != marked.kind || !marked.has_bom) {
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

/* What its mark or its NULs say, or what is forced. */
static int begin(struct input *input, const char *forced, struct detection *detection)
{
    struct encoding *encoding = &detection->encoding;
    int r = read_mark(input, detection);

    if (r)
        return r;
    if (encoding->kind) {
        encoding->name = encoding_kind_name(encoding->kind);
        detection->how = encoding->has_bom ? DETECTED_MARK : DETECTED_FOUND;
    }
    if (forced && (r = force(detection, forced)) != 0)
        return r;
    input->form = form_of(encoding->kind);
    return input_seek(input, detection->begin, 0);
}

int detection_holds_for_parts(const struct detection *detection)
{
    int is_usual = strcmp(detection->encoding.name, "windows-1252") == 0 && !detection->dos &&
                   !detection->mac && !detection->latin9;

    return detection->how != DETECTED_FORCED && (!detection->bad || is_usual);
}

int detect(struct input *input, const char *forced, struct detection *ret_detection)
{
    struct detection *detection = ret_detection;
    struct buffer sample = {0};
    int r;

    *detection = (struct detection){0};
    if ((r = begin(input, forced, detection)) != 0 || (r = foreign_refuse(input)) != 0 ||
        (r = input_seek(input, detection->begin, 0)) != 0 ||
        (r = read_line_ending(input, detection)) != 0)
        return r;
    input->newline = detection->newline;
    r = survey(input, detection, &sample);
    if (r == 0 && !detection->encoding.kind)
        r = decide(input, detection, &sample);
    buffer_free(&sample);
    return r ? r : input_seek(input, detection->begin, 0);
}
