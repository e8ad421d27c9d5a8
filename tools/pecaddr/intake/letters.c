/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/letters.h"

#include "base/array.h"
#include "speech/text.h"

#include <string.h>
#include <unistr.h>

const char *letters_encoding(enum letters_of of)
{
    return of == LETTERS_OF_1254 ? "windows-1254" : "windows-1250";
}

/* The bytes of Windows-1252 that the judgement is about, in lower case. */
enum {
    S_CARON = 0x9A, /* š */
    OE = 0x9C,      /* œ: ś */
    Z_CARON = 0x9E, /* ž */
    Y_UPPER = 0x9F, /* Ÿ: ź */
    FEMININE = 0xAA,
    MASCULINE = 0xBA,
    A_TILDE = 0xE3,  /* ã: ă */
    AE = 0xE6,       /* æ: ć */
    E_GRAVE = 0xE8,  /* è: č */
    E_CIRCUM = 0xEA, /* ê: ę */
    I_GRAVE = 0xEC,  /* ì: ě */
    ETH = 0xF0,      /* ð: đ, ğ */
    N_TILDE = 0xF1,  /* ñ: ń */
    O_GRAVE = 0xF2,  /* ò: ň */
    O_TILDE = 0xF5,  /* õ: ő */
    O_STROKE = 0xF8, /* ø: ř */
    U_GRAVE = 0xF9,  /* ù: ů */
    Y_ACUTE = 0xFD,  /* ý: ı */
    THORN = 0xFE,    /* þ: ţ, ş */
};

/* A letter of a word, with those around it in lower case; 0 where the word begins or ends. */
struct place {
    unsigned char before;
    unsigned char letter;
    unsigned char after;
    size_t letters_before;
    int is_after_lower; /* the letter before is no capital */
};

/* Signs that are letters in Windows-1250. */
static int is_sign(unsigned char byte)
{
    return byte && strchr("\xA3\xA5\xAA\xAF\xB3\xB9\xBA\xBC\xBE\xBF", byte);
}

static unsigned char lower_of(unsigned char byte)
{
    if (byte < 0x80)
        return (unsigned char)ascii_lower((char)byte);
    if (byte == 0x8A || byte == 0x8C || byte == 0x8E)
        return byte + 0x10;
    return byte >= 0xC0 && byte < 0xDF && byte != 0xD7 ? byte + 0x20 : byte;
}

static int is_letter(unsigned char byte)
{
    unsigned char lower = lower_of(byte);

    return ascii_is_letter((char)byte) || lower == S_CARON || lower == OE || lower == Z_CARON ||
           byte == Y_UPPER || (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7);
}

static int is_vowel(unsigned char lower)
{
    /* aeiou, and with accents àáâãäå èéêë ìíîï òóôõö ùúûü */
    return lower && strchr("aeiou\xE0\xE1\xE2\xE3\xE4\xE5\xE8\xE9\xEA\xEB\xEC\xED\xEE\xEF"
                           "\xF2\xF3\xF4\xF5\xF6\xF9\xFA\xFB\xFC",
                           lower);
}

static int is_consonant(unsigned char lower)
{
    return ascii_is_letter((char)lower) && !is_vowel(lower) && lower != 'y';
}

static int is_one_of(unsigned char lower, const char *letters)
{
    return lower && strchr(letters, lower);
}

/* ż Ł ł … inside a word or at its beginning, Ł ł at its end. A mark after a word is none: Rossi¹. */
static int is_strange_sign(const struct place *place)
{
    if (place->letter == FEMININE || place->letter == MASCULINE)
        return place->after && place->letters_before != 1;
    return place->after ||
           ((place->letter == 0xA3 || place->letter == 0xB3) && place->letters_before > 1);
}

/* Lefèvre, Noè and Michièl are none. */
static int is_strange_e(const struct place *place)
{
    if (!place->before)
        return is_vowel(place->after);
    if (!place->after)
        return place->before == 'a';
    return is_vowel(place->before) && is_vowel(place->after);
}

/* Schœn, Lebœuf and Œdipe are none. */
static int is_strange_oe(const struct place *place)
{
    return place->before ? is_vowel(place->before) : is_one_of(place->after, "clmw");
}

/* Where no Italian, German or French name has it, and Windows-1250 has a likely letter. */
static int is_strange_1250(const struct place *place)
{
    if (is_sign(place->letter))
        return is_strange_sign(place);
    switch (place->letter) {
    case OE:
        return is_strange_oe(place);
    case Y_UPPER:
        return place->is_after_lower;
    case A_TILDE: /* João and Guimarães are none */
        return is_consonant(place->after) || is_one_of(place->after, "iu");
    case AE: /* Lætitia and Kjær are none */
        return is_vowel(place->before) || (!place->after && place->letters_before > 1);
    case E_GRAVE:
        return is_strange_e(place);
    case E_CIRCUM:
        return is_one_of(place->after, "bgk");
    case ETH:
        return !is_vowel(place->before) && place->before != Y_ACUTE;
    case N_TILDE:
        return is_consonant(place->after) || (!place->after && place->letters_before > 1);
    case O_TILDE: /* Simões is none */
        return place->after != 'e' && (place->before || place->after);
    case O_STROKE: /* Jørgensen and Østergaard are none */
        return is_vowel(place->before) || is_vowel(place->after);
    case THORN: /* Niţu, Ioniţă, Ionuţ */
        return is_one_of(place->after, "u\xE3") || (!place->after && place->before == 'u');
    default:
        return 0;
    }
}

static int is_strange_1254(const struct place *place)
{
    switch (place->letter) {
    case ETH:
        return is_vowel(place->before) || place->before == Y_ACUTE;
    case Y_ACUTE: /* Novotný is the same in all */
        return place->after || !is_one_of(place->before, "hknv");
    case THORN:
        return 1;
    default:
        return 0;
    }
}

/* Where an accent may have been set to show the stress, or a name is of few. */
static int is_rare(const struct place *place)
{
    switch (place->letter) {
    case A_TILDE:
        return !place->after && place->before;
    case E_GRAVE:
        return place->after ? place->after == 'i' : place->before == 'i';
    case I_GRAVE:
    case O_GRAVE:
    case U_GRAVE:
        return is_consonant(place->after);
    default:
        return 0;
    }
}

/* A letter that is another in Windows-1250, but for those of which an accent is all that is certain. */
static int is_other_in_1250(unsigned char lower)
{
    return is_one_of(lower, "\x9C\xE0\xE3\xE5\xE6\xE8\xEA\xEC\xEF\xF0\xF1\xF2\xF5\xF8\xF9\xFB\xFE");
}

/* What is known of a word. */
struct word {
    size_t rare;
    int has_caron; /* š ž: the same in both, and of the names that Windows-1250 is for */
    int has_other;
};

static void add_letter(struct letters *letters, struct word *word, const struct place *place)
{
    if (is_strange_1250(place)) {
        letters->is_strange = 1;
        letters->of = LETTERS_OF_1250;
    } else if (!letters->is_strange && is_strange_1254(place)) {
        letters->is_strange = 1;
        letters->of = LETTERS_OF_1254;
    }
    word->rare += is_rare(place) ? 1 : 0;
    word->has_caron |= place->letter == S_CARON || place->letter == Z_CARON;
    word->has_other |= is_other_in_1250(place->letter);
}

static void end_word(struct letters *letters, struct word *word)
{
    if (!letters->is_strange && (word->rare > 1 || (word->has_caron && word->has_other)))
        *letters = (struct letters){.is_strange = 1, .of = LETTERS_OF_1250};
    letters->is_rare |= word->rare > 0;
    *word = (struct word){0};
}

struct letters letters_judge(struct pecaddr_text name)
{
    struct letters letters = {0};
    struct word word = {0};
    struct place place = {0};

    if (text_is_ascii(name))
        return letters;
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        unsigned char next = i + 1 < name.size ? (unsigned char)name.data[i + 1] : 0;

        if (!is_letter(byte) && !is_sign(byte)) {
            end_word(&letters, &word);
            place = (struct place){0};
            continue;
        }
        place.letter = lower_of(byte);
        place.after = is_letter(next) || is_sign(next) ? lower_of(next) : 0;
        add_letter(&letters, &word, &place);
        place.before = place.letter;
        place.is_after_lower = byte == place.letter;
        place.letters_before++;
    }
    end_word(&letters, &word);
    return letters;
}

/* A character as its byte of Windows-1252; an apostrophe stands for what is no letter, and 0 for a letter that
   it has not. */
static unsigned char byte_of(uint32_t c)
{
    static const struct {
        uint32_t character;
        unsigned char byte;
    } letters[] = {{0x152, 0x8C}, {0x153, 0x9C}, {0x160, 0x8A}, {0x161, 0x9A},
                   {0x178, 0x9F}, {0x17D, 0x8E}, {0x17E, 0x9E}};

    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF))
        return (unsigned char)c;
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
        if (letters[i].character == c)
            return letters[i].byte;
    return c >= 0x2000 && c < 0x2070 ? '\'' : 0;
}

/* UTF-8 that was read as Windows-1252 is an error of its own, MOJIBAKE. */
static int is_utf8_misread(const char bytes[], size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned char lead = (unsigned char)bytes[i], next = (unsigned char)bytes[i + 1];

        if (lead >= 0xC2 && lead <= 0xC5 && next >= 0x80 && next < 0xC0)
            return 1;
    }
    return 0;
}

struct letters letters_judge_utf8(struct pecaddr_text name)
{
    const uint8_t *at = (const uint8_t *)name.data, *end = at + name.size;
    char bytes[256];
    struct letters letters;
    size_t n = 0;

    if (text_is_ascii(name))
        return (struct letters){0};
    while (at < end && n < sizeof bytes) {
        ucs4_t c;
        int size = u8_mbtoucr(&c, at, (size_t)(end - at));

        bytes[n] = (char)(size > 0 ? byte_of(c) : 0);
        if (!bytes[n++])
            return (struct letters){0};
        at += size;
    }
    if (is_utf8_misread(bytes, n))
        return (struct letters){0};
    letters = letters_judge((struct pecaddr_text){bytes, n});
    letters.is_misread = 1;
    return letters;
}
