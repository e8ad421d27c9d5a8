/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/accent.h"

#include "speech/text.h"

#include <string.h>

/* What a byte is in an encoding, as far as names go. */
enum byte_sense {
    SENSE_NONE,  /* no character, or a symbol that no letter stands before */
    SENSE_OTHER, /* an apostrophe, a dash …: may follow a letter */
    SENSE_LAST,  /* ª º °: may follow a letter, and none follows it */
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
        return SENSE_LAST;
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

/* As dos_sense(). */
static enum byte_sense mac_sense(unsigned char byte)
{
    switch (byte) {
    case 0xA1: /* ° */
    case 0xBB: /* ª */
    case 0xBC: /* º */
        return SENSE_LAST;
    case 0xAB: /* ´ */
    case 0xC9: /* … */
    case 0xCA: /* no-break space */
    case 0xD0: /* – */
    case 0xD4: /* ‘ */
    case 0xD5: /* ’ */
        return SENSE_OTHER;
    case 0x80: /* Ä */
    case 0x82: /* Ç */
    case 0x83: /* É */
    case 0x84: /* Ñ */
    case 0x85: /* Ö */
    case 0x86: /* Ü */
    case 0xCB: /* À */
    case 0xE9: /* È */
    case 0xED: /* Ì */
    case 0xF1: /* Ò */
    case 0xF4: /* Ù */
        return SENSE_UPPER;
    case 0x88: /* à */
    case 0x8A: /* ä */
    case 0x8D: /* ç */
    case 0x8E: /* é */
    case 0x8F: /* è */
    case 0x93: /* ì */
    case 0x96: /* ñ */
    case 0x98: /* ò */
    case 0x9A: /* ö */
    case 0x9D: /* ù */
    case 0x9F: /* ü */
    case 0xA7: /* ß */
        return SENSE_LOWER;
    default:
        return SENSE_NONE;
    }
}

static enum byte_sense latin9_sense(unsigned char byte)
{
    switch (byte) {
    case 0xA6: /* Š */
    case 0xBC: /* Œ */
    case 0xBE: /* Ÿ */
        return SENSE_UPPER;
    case 0xA8: /* š */
    case 0xB8: /* ž */
    case 0xBD: /* œ */
        return SENSE_LOWER;
    default:
        return SENSE_NONE;
    }
}

int accent_is_upper(unsigned char byte)
{
    return ascii_is_upper((char)byte);
}

int accent_is_lower(unsigned char byte)
{
    return ascii_is_lower((char)byte);
}

static int ends_word(const struct accent *accent)
{
    return !accent_is_upper(accent->after) && !accent_is_lower(accent->after) &&
           accent->after < 0x80;
}

/* A lower-case letter after a capital that begins the word: "Zoë", but neither "MšLLER" nor "Pã",
   which are words in capitals, misread. */
static int follows_initial(const struct accent *accent)
{
    return accent->letters_before == 1 && !accent_is_upper(accent->after) && !ends_word(accent);
}

int accent_is_windows(const struct accent *accent)
{
    if (accent->byte == 0xB7) /* · between letters */
        return !ends_word(accent);
    switch (windows_sense(accent->byte)) {
    case SENSE_UPPER:
        if (accent->byte == 0xDE || accent->byte == 0xD4) /* Þ Ô */
            return accent_is_upper(accent->before) && !ends_word(accent);
        return accent_is_upper(accent->before);
    case SENSE_LOWER:
        return accent_is_lower(accent->before) || follows_initial(accent);
    case SENSE_OTHER:
        return 1;
    case SENSE_LAST:
    case SENSE_NONE:
        break;
    }
    return 0;
}

/* A letter of those that a sense knows, in a case that fits its word. */
static int fits(enum byte_sense sense, const struct accent *accent)
{
    switch (sense) {
    case SENSE_UPPER:
        return accent_is_upper(accent->before) && !accent_is_lower(accent->after);
    case SENSE_LOWER:
        return (accent_is_lower(accent->before) || accent->letters_before == 1) &&
               !accent_is_upper(accent->after);
    case SENSE_OTHER:
        return 1;
    case SENSE_LAST:
        return ends_word(accent);
    case SENSE_NONE:
        break;
    }
    return 0;
}

int accent_is_dos(const struct accent *accent)
{
    return fits(dos_sense(accent->byte), accent);
}

int accent_is_mac(const struct accent *accent)
{
    return fits(mac_sense(accent->byte), accent);
}

static int is_letter(unsigned char byte)
{
    return accent_is_upper(byte) || accent_is_lower(byte) ||
           (byte >= 0xC0 && windows_sense(byte) != SENSE_NONE);
}

/* "Mu¨ller", "Franc¸ois": an accent that was typed after its letter. */
static int may_be_misplaced(const struct accent *accent)
{
    return (accent->byte == 0xA8 && strchr("aeiouyAEIOUY", accent->before)) ||
           (accent->byte == 0xB8 && strchr("cstCST", accent->before));
}

int accent_is_latin9(const struct accent *accent)
{
    enum byte_sense sense = latin9_sense(accent->byte);

    if (sense == SENSE_NONE || may_be_misplaced(accent))
        return 0;
    if (accent->letters_before == 0) /* but for quantities: "3¼b", "½kg" */
        return sense == SENSE_UPPER && !ascii_is_digit((char)accent->before) &&
               is_letter(accent->after);
    if (sense == SENSE_UPPER)
        return accent_is_upper(accent->before) &&
               (is_letter(accent->after) || accent->letters_before >= 2);
    return accent_is_lower(accent->before) ||
           (accent->letters_before == 1 && accent_is_lower(accent->after));
}

int accent_is_acute(const struct accent *accent)
{
    return accent->byte == 0xB4 && is_letter(accent->before);
}
