/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2, second table but for its words: what is no letter, errors and their order. */
#include "core/name-suite.h"

/* UTF-8 of a code point, with NUL. */
static void encode(uint32_t code, char out[5])
{
    memset(out, 0, 5);
    if (code < 0x80) {
        out[0] = (char)code;
    } else if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
    } else {
        out[0] = (char)(0xF0 | code >> 18);
        out[1] = (char)(0x80 | (code >> 12 & 0x3F));
        out[2] = (char)(0x80 | (code >> 6 & 0x3F));
        out[3] = (char)(0x80 | (code & 0x3F));
    }
}

/* A surname with each %s a character, of one answer. */
struct surname {
    const char *format;
    uint32_t notes;
    const char *local;
};

/* One that has none. */
struct refused_surname {
    const char *format;
    size_t offset;
};

/* Each surname with each code point; the given name is Ada. */
static void expect_codes(const uint32_t *codes, size_t n_codes, const struct surname *rows,
                         size_t n_rows)
{
    char character[5];
    char field[200];
    char what[250];

    for (size_t i = 0; i < n_codes; i++) {
        encode(codes[i], character);
        for (size_t k = 0; k < n_rows; k++) {
            struct answer answer = {what, T("Ada"), {field, 0}, rows[k].notes, rows[k].local};

            answer.surname.size =
                (size_t)snprintf(field, sizeof field, rows[k].format, character, character);
            snprintf(what, sizeof what, "U+%04X in %s", (unsigned)codes[i], rows[k].format);
            expect_answers(pecaddr_scheme_ingpec(), &answer, 1);
        }
    }
}

static void refuse_codes(const uint32_t *codes, size_t n_codes, const struct refused_surname *rows,
                         size_t n_rows)
{
    char character[5];
    char field[200];
    char what[250];

    for (size_t i = 0; i < n_codes; i++) {
        encode(codes[i], character);
        for (size_t k = 0; k < n_rows; k++) {
            struct refusal refusal = {what, T("Ada"),      {field, 0}, PECADDR_E_UNEXPECTED,
                                      S,    rows[k].offset};

            refusal.surname.size =
                (size_t)snprintf(field, sizeof field, rows[k].format, character, character);
            snprintf(what, sizeof what, "U+%04X in %s", (unsigned)codes[i], rows[k].format);
            expect_refusals(pecaddr_scheme_ingpec(), &refusal, 1);
        }
    }
}

static const uint32_t apostrophes[] = {
    0x0027, 0x0060, 0x00B4, 0x2018, 0x2019, 0x201B, 0x2032,
    0x2035, 0x02B9, 0x02BB, 0x02BC, 0x02BD, 0x02BE, 0x02BF,
    0x02C8, 0x02CA, 0x02CB, 0xA78B, 0xA78C, 0xFF07, /* canonically equivalent: */ 0x1FEF,
    0x1FFD, 0x0374,
};

START_TEST(apostrophe_is_deleted_without_note)
{
    static const struct surname rows[] = {
        {"D%sAngelo", 0, "ada.dangelo"}, {"D%s ANGELO", 0, "ada.dangelo"},
        {"ALU%s", 0, "ada.alu"},         {"%sRossi", 0, "ada.rossi"},
        {"Rossi %s", 0, "ada.rossi"},    {"Ro%s%sssi", 0, "ada.rossi"},
    };

    expect_codes(apostrophes, N_OF(apostrophes), rows, N_OF(rows));
}
END_TEST

START_TEST(elision_and_accent_need_no_guess)
{
    static const struct answer rows[] = {
        {"D'Angelo", T("Ada"), T("D'Angelo"), 0, "ada.dangelo"},
        {"D’ ANGELO", T("Ada"), T("D’ ANGELO"), 0, "ada.dangelo"},
        {"NICOLO'", T("NICOLO'"), T("Rossi"), 0, "nicolo.rossi"},
        {"DESIRE'E", T("DESIRE'E"), T("Rossi"), 0, "desiree.rossi"},
        {"with sanctified names", T("Niccolò"), T("D'Angelo De Sanctis"), 0,
         "niccolo.dangelodesanctis"},
    };

    EXPECT(rows);
}
END_TEST

static const uint32_t spaces[] = {
    0x0020, 0x00A0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
    0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
};

START_TEST(white_space_ends_a_word)
{
    static const struct surname rows[] = {
        {"Di%sStasio", 0, "ada.distasio"},
        {"%sRossi%s", 0, "ada.rossi"},
        {"Rossi%sin%sBianchi", MARITAL, "ada.rossi"},
        {"Ing.%sRossi", TITLE, "ada.rossi"},
    };

    expect_codes(spaces, N_OF(spaces), rows, N_OF(rows));
}
END_TEST

static const uint32_t dashes[] = {
    0x058A, 0x05BE, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012,  0x2013, 0x2014,
    0x2015, 0x2E17, 0x2E1A, 0x2E3A, 0x2E3B, 0x2E40, 0x2E5D,  0x301C, 0x3030,
    0x30A0, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0x10EAD, 0x2212,
};

START_TEST(dash_between_letters_or_apostrophes_or_spaces_ends_a_word)
{
    static const struct surname rows[] = {
        {"Rossi%sBianchi", 0, "ada.rossibianchi"},   {"Alu'%s'Bianchi", 0, "ada.alubianchi"},
        {"Alu'%sBianchi", 0, "ada.alubianchi"},      {"Alu%s'Bianchi", 0, "ada.alubianchi"},
        {"Rossi %s Bianchi", 0, "ada.rossibianchi"}, {"Alu\u0300%sBianchi", 0, "ada.alubianchi"},
        {"Alu\u0332%sBianchi", 0, "ada.alubianchi"},
    };

    expect_codes(dashes, N_OF(dashes), rows, N_OF(rows));
}
END_TEST

START_TEST(dash_elsewhere_is_unexpected)
{
    static const struct refused_surname rows[] = {
        {"Rossi %sBianchi", 6},  {"Rossi%s Bianchi", 5},
        {"%sRossi", 0},          {"Rossi%s", 5},
        {"Rossi%s%sBianchi", 5}, {"Rossi.%sBianchi", 6},
        {"Rossi%s-Bianchi", 5},  {"Rossi %s", 6},
        {"%s Rossi", 0},         {"R\u200Bo\u200Bssi%s", 11},
    };

    refuse_codes(dashes, N_OF(dashes), rows, N_OF(rows));
}
END_TEST

/* Nothing stands before it, however many characters come. */
START_TEST(dash_or_middle_dot_that_is_first_is_unexpected)
{
    static const char *const signs[] = {"–", "·"};
    char field[400];

    for (size_t i = 0; i < N_OF(signs); i++) {
        size_t size = strlen(signs[i]);

        memset(field, 'm', sizeof field);
        memcpy(field, signs[i], size);
        for (; size <= sizeof field; size++) {
            struct refusal row = {signs[i], T("Ada"), {field, size}, PECADDR_E_UNEXPECTED, S, 0};

            expect_refusals(pecaddr_scheme_ingpec(), &row, 1);
        }
    }
}
END_TEST

START_TEST(hyphen_dot_colon_and_middle_dot_end_a_word)
{
    static const struct answer rows[] = {
        {"hyphen", T("Maria-Grazia"), T("Rossi-Bianchi"), 0, "mariagrazia.rossibianchi"},
        {"hyphen anywhere", T("-Ada-"), T("- Rossi -Bianchi-"), 0, "ada.rossibianchi"},
        {"two hyphens", T("Ada"), T("Rossi--Bianchi"), 0, "ada.rossibianchi"},
        {"dot after one letter", T("G. B."), T("Rossi"), 0, "gb.rossi"},
        {"dots after single letters", T("G.B."), T("Rossi"), 0, "gb.rossi"},
        {"dot before a letter", T(".Ada"), T("Rossi"), 0, "ada.rossi"},
        {"dot that stands alone", T("Ada ."), T("Rossi"), 0, "ada.rossi"},
        {"colon", T("Maria:Grazia:"), T(": Rossi"), 0, "mariagrazia.rossi"},
        {"middle dot", T("Marcel·la"), T("Rossi"), 0, "marcella.rossi"},
        {"middle dot after a mark", T("Marcel\u0301·la"), T("Rossi"), 0, "marcella.rossi"},
        {"middle dot after a mark that composes with nothing", T("Marcel\u0332·la"), T("Rossi"), 0,
         "marcella.rossi"},
        {"its canonical equivalent", T("Marcel\u0387la"), T("Rossi"), 0, "marcella.rossi"},
        {"many spaces", T("  Maria   Grazia "), T(" Di  Stasio  "), 0, "mariagrazia.distasio"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(middle_dot_not_between_letters_is_unexpected)
{
    static const struct refusal rows[] = {
        {"first", T("·Ada"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 0},
        {"last", T("Ada·"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
        {"before a space", T("Ada· Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
        {"between spaces", T("Ada · Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
        {"after an apostrophe", T("Ada'·Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
        {"last, behind hidden code points", T("A\u200Bd\u200Ba·"), T("Rossi"), PECADDR_E_UNEXPECTED,
         G, 9},
        {"twice", T("Ada··Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
    };

    REFUSE(rows);
}
END_TEST

/* First and last of each range of Default_Ignorable_Code_Point, assigned or not. */
static const uint32_t ignorables[] = {
    0x00AD,  0x034F,  0x061C,  0x115F,  0x1160,  0x17B4,  0x17B5,  0x180B,  0x180E,
    0x180F,  0x200B,  0x200C,  0x200D,  0x200E,  0x200F,  0x202A,  0x202E,  0x2060,
    0x2064,  0x2065,  0x2066,  0x206F,  0x3164,  0xFE00,  0xFE0F,  0xFEFF,  0xFFA0,
    0xFFF0,  0xFFF8,  0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0001, 0xE0002,
    0xE001F, 0xE0020, 0xE007F, 0xE0080, 0xE00FF, 0xE0100, 0xE01EF, 0xE01F0, 0xE0FFF,
};

START_TEST(ignorable_is_deleted_first_anywhere)
{
    static const struct surname rows[] = {
        {"Ros%ssi", HIDDEN, "ada.rossi"},
        {"%sRossi%s", HIDDEN, "ada.rossi"},
        {"Di %s Stasio", HIDDEN, "ada.distasio"},
        {"I%sng.%sRossi", HIDDEN | TITLE, "ada.rossi"},
        {"Rossi i%sn Bianchi", HIDDEN | MARITAL, "ada.rossi"},
        {"Mu%s\u0308ller", HIDDEN | VARIANT, "ada.mueller"},
        {"Rossi%s\u2013%sBianchi", HIDDEN, "ada.rossibianchi"},
        {"No\u0161%s", HIDDEN, "ada.nos"},
        {"No%s\u0160", HIDDEN | DOUBT, "ada.nos"},
        {"D%se", HIDDEN | DOUBT, "ada.de"},
        {"Ca%sv.%s Rossi", HIDDEN | DOUBT, "ada.cavrossi"},
    };

    expect_codes(ignorables, N_OF(ignorables), rows, N_OF(rows));
}
END_TEST

START_TEST(mark_without_a_letter_before_it_is_unexpected)
{
    static const struct refusal rows[] = {
        {"at the start", T("Ada"), T("\u0301Rossi"), PECADDR_E_UNEXPECTED, S, 0},
        {"after a space", T("Ada"), T("Di \u0301Stasio"), PECADDR_E_UNEXPECTED, S, 3},
        {"after an apostrophe", T("Ada"), T("D'\u0301Angelo"), PECADDR_E_UNEXPECTED, S, 2},
        {"after a hyphen", T("Ada-\u0300"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
        {"after a hidden code point", T("\u200B\u0300Ada"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
        {"the second of two", T("Ada"), T("D'\u0316\u0301"), PECADDR_E_UNEXPECTED, S, 2},
    };

    REFUSE(rows);
}
END_TEST

static const uint32_t unexpected[] = {
    /* digits and symbols */
    '0', '9', 0x0661, 0xFF11, 0x00B2, 0x00BD, '!', '"', '#', '$', '&', '(', ')', '*', '+', '/', ';',
    '<', '=', '>', '?', '@', '[', '\\', ']', '^', '_', '{', '|', '}', '~', 0x00A3, 0x00A8, 0x00AB,
    0x00AF, 0x00B8, 0x00D7, 0x201C, 0x201D, 0x201A, 0x2026, 0x20AC, 0x2665, 0xFF0C, 0xFF0E, 0xFF20,
    0xFF3B, 0xFF40, 0xFF5B, 0xFFFD, 0x1F600, 0x2165,
    /* controls */
    0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9F,
    /* noncharacters, private use, unassigned */
    0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0xE000, 0xF0000, 0x100000, 0x0378, 0x2FE0, 0x323B0};

START_TEST(what_belongs_in_no_name_is_unexpected)
{
    static const struct refused_surname rows[] = {
        {"Ros%ssi", 3},
        {"%s", 0},
    };

    refuse_codes(unexpected, N_OF(unexpected), rows, N_OF(rows));
}
END_TEST

START_TEST(offence_is_unexpected_at_its_byte)
{
    static const struct refusal rows[] = {
        {"NUL", T("Ada"), T("Ros\0si"), PECADDR_E_UNEXPECTED, S, 3},
        {"comma in a surname", T("Ada"), T("Rossi, Bianchi"), PECADDR_E_UNEXPECTED, S, 5},
        {"control in text ignored after a comma", T("Ada, Lu\tisa"), T("Rossi"),
         PECADDR_E_UNEXPECTED, G, 7},
        {"control in an ignored married name", T("Ada"), T("Rossi in Bian\nchi"),
         PECADDR_E_UNEXPECTED, S, 13},
        {"control before nata", T("Ada"), T("Bian\rchi nata Rossi"), PECADDR_E_UNEXPECTED, S, 4},
        {"NUL after a comma", T("Ada, \0"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 5},
        {"after a glued title", T("Ing.Mar1o"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 7},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(ill_formed_utf8_is_an_error_at_its_byte)
{
    static const struct refusal rows[] = {
        {"lone continuation", T("Ada"), T("Ros\x80si"), PECADDR_E_ENCODING, S, 3},
        {"Windows-1252", T("Nicol\xF2"), T("Rossi"), PECADDR_E_ENCODING, G, 5},
        {"truncated", T("Ada"), T("Ross\xC3"), PECADDR_E_ENCODING, S, 4},
        {"truncated in the middle", T("Ada"), T("Ros\xE2\x80si"), PECADDR_E_ENCODING, S, 3},
        {"overlong slash", T("Ada"), T("\xC0\xAF"), PECADDR_E_ENCODING, S, 0},
        {"overlong NUL", T("Ada"), T("\xE0\x80\x80"), PECADDR_E_ENCODING, S, 0},
        {"surrogate", T("Ada"), T("Ro\xED\xA0\x80"), PECADDR_E_ENCODING, S, 2},
        {"beyond Unicode", T("Ada"), T("R\xF4\x90\x80\x80"), PECADDR_E_ENCODING, S, 1},
        {"byte FF", T("Ada"), T("Rossi\xFF"), PECADDR_E_ENCODING, S, 5},
        {"in ignored text", T("Ada, Luisa\xE8"), T("Rossi"), PECADDR_E_ENCODING, G, 10},
        {"in an ignored married name", T("Ada"), T("Rossi in Nicol\xF2"), PECADDR_E_ENCODING, S,
         14},
        {"before any offence", T("Ada"), T("1Rossi\xFF"), PECADDR_E_ENCODING, S, 6},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(mojibake_is_an_error_at_its_byte)
{
    static const struct refusal rows[] = {
        {"ò", T("NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 5},
        {"à, with no-break space", T("Ada"), T("CittÃ\u00A0"), PECADDR_E_MOJIBAKE, S, 4},
        {"É, by Windows-1252", T("Ã‰lia"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 0},
        {"É, by Latin-1",
         T("Ã\xC2\x89"
           "lia"),
         T("Rossi"), PECADDR_E_MOJIBAKE, G, 0},
        {"š", T("Å¡ime"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 0},
        {"Ș", T("È˜tefan"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 0},
        {"’", T("Ada"), T("Dâ€™Angelo"), PECADDR_E_MOJIBAKE, S, 1},
        {"–", T("Ada"), T("Rossiâ€“Bianchi"), PECADDR_E_MOJIBAKE, S, 5},
        {"no-break space", T("Ada"), T("RossiÂ\u00A0Bianchi"), PECADDR_E_MOJIBAKE, S, 5},
        {"twice", T("NicolÃƒÂ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 5},
        {"decomposed", T("NICOLA\u0303²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 5},
        {"Ã after a lower-case letter", T("NicolÃ"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 5},
        {"Â after a lower-case letter", T("Ada"), T("RossiÂ Bianchi"), PECADDR_E_MOJIBAKE, S, 5},
        {"Ã decomposed after a lower-case letter", T("NicolA\u0303"), T("Rossi"),
         PECADDR_E_MOJIBAKE, G, 5},
        {"in ignored text", T("Ada, NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 10},
        {"in an ignored married name", T("Ada"), T("Rossi in CittÃ³"), PECADDR_E_MOJIBAKE, S, 13},
        {"before any offence", T("1NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 6},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(names_that_look_like_mojibake_and_are_not)
{
    static const struct answer rows[] = {
        {"Ã after an upper-case letter", T("JOÃO"), T("CONCEIÇÃO"), 0, "joao.conceicao"},
        {"ã", T("João"), T("Âtel"), 0, "joao.atel"},
        {"Ã first", T("Ãngela"), T("Â"), 0, "angela.a"},
        {"Ã after a space", T("Ada Ãngela"), T("Rossi"), 0, "adaangela.rossi"},
        {"two letters that are no UTF-8", T("Ada"), T("Réè"), 0, "ada.ree"},
        {"Ì before a no-break space", T("Ada"), T("FORLÌ\u00A0NERI"), 0, "ada.forlineri"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(letter_of_another_script_is_an_error)
{
    static const struct refusal rows[] = {
        {"Cyrillic", T("Иван"), T("Rossi"), PECADDR_E_SCRIPT, G, 0},
        {"Greek", T("Ada"), T("Παπας"), PECADDR_E_SCRIPT, S, 0},
        {"one Cyrillic letter among Latin ones", T("Ada"), T("Rоssi"), PECADDR_E_SCRIPT, S, 1},
        {"Hebrew", T("Ada"), T("כהן"), PECADDR_E_SCRIPT, S, 0},
        {"Arabic", T("Ada"), T("حسن"), PECADDR_E_SCRIPT, S, 0},
        {"Han", T("Ada"), T("王"), PECADDR_E_SCRIPT, S, 0},
        {"Hangul", T("Ada"), T("김"), PECADDR_E_SCRIPT, S, 0},
        {"Georgian", T("Ada"), T("Rossi გ"), PECADDR_E_SCRIPT, S, 6},
        {"beyond U+FFFF", T("Ada"), T("\U00010400"), PECADDR_E_SCRIPT, S, 0},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(field_with_nothing_left_is_empty)
{
    static const struct refusal rows[] = {
        {"no text", {NULL, 0}, T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"no bytes", T(""), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"no surname", T("Ada"), {NULL, 0}, PECADDR_E_EMPTY, S, 0},
        {"spaces", T("Ada"), T("   "), PECADDR_E_EMPTY, S, 0},
        {"an apostrophe", T("Ada"), T("'"), PECADDR_E_EMPTY, S, 0},
        {"ends of words", T("- . :"), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"a hidden code point", T("Ada"), T("\u200B"), PECADDR_E_EMPTY, S, 0},
        {"a title", T("Ing."), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"a title in a surname", T("Ada"), T("Dott. Ing."), PECADDR_E_EMPTY, S, 0},
        {"a comma first", T(", Mario"), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"a title and its junior title", T("Ing. Junior"), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"full stops and hyphens among titles", T("Ing. - ."), T("Rossi"), PECADDR_E_EMPTY, G, 0},
        {"a title before a comma", T("Ing., Mario"), T("Rossi"), PECADDR_E_EMPTY, G, 0},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(field_of_1024_bytes_is_read_and_of_1025_is_too_long)
{
    char long_field[PECADDR_FIELD_MAX + 1];
    struct refusal refusal = {"1025 bytes",       T("Ada"), {long_field, 1025},
                              PECADDR_E_TOO_LONG, S,        1024};
    struct answer answer = {"1024 bytes", T("Ada"), {long_field, 1024}, 0, "ada.rossi"};

    memset(long_field, ' ', sizeof long_field);
    memcpy(long_field + 500, "Rossi", 5);
    expect_answers(pecaddr_scheme_ingpec(), &answer, 1);
    expect_refusals(pecaddr_scheme_ingpec(), &refusal, 1);
    refusal.given = refusal.surname;
    refusal.field = G;
    expect_refusals(pecaddr_scheme_ingpec(), &refusal, 1);
    memset(long_field, 0xFF, sizeof long_field);
    refusal.what = "too long before ill-formed";
    expect_refusals(pecaddr_scheme_ingpec(), &refusal, 1);
}
END_TEST

/* As many code points, words, marks and letters as 1,024 bytes can hold. */
START_TEST(field_of_1024_bytes_of_anything_has_an_answer_or_an_error)
{
    static const struct {
        const char *unit;
        int status;
    } rows[] = {
        {"a", PECADDR_OK},
        {"a ", PECADDR_OK},
        {"a-", PECADDR_OK},
        {"ﬃ", PECADDR_OK},
        {"ß", PECADDR_OK},
        {"Ǆ", PECADDR_OK},
        {"'", PECADDR_E_EMPTY},
        {"\u0390", PECADDR_E_SCRIPT},
        {"\u0344", PECADDR_E_UNEXPECTED},
        {"Ing. ", PECADDR_E_EMPTY},
        {"in ", PECADDR_OK},
        {"nata ", PECADDR_OK},
        {"ve.", PECADDR_OK},
        {"\u200B", PECADDR_E_EMPTY},
        {"\U0001D160", PECADDR_E_UNEXPECTED},
        {"Ing.", PECADDR_E_EMPTY},
        {"\u1E69", PECADDR_OK},
        {"Ḯ", PECADDR_OK},
    };
    char field[PECADDR_FIELD_MAX];

    for (size_t i = 0; i < N_OF(rows); i++) {
        size_t unit = strlen(rows[i].unit);
        size_t size = sizeof field - sizeof field % unit;
        struct pecaddr_text whole = {field, size};
        struct pecaddr_person person;
        char local[PECADDR_LOCAL_PART_MAX + 1];
        int r;

        for (size_t at = 0; at < size; at += unit)
            memcpy(field + at, rows[i].unit, unit);
        person = person_of((struct pecaddr_text)T("Ada"), whole);
        r = pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local, NULL,
                               NULL, NULL);
        ck_assert_msg(r == rows[i].status, "surname of %s: %d", rows[i].unit, r);
        person = person_of(whole, whole);
        r = pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local, NULL,
                               NULL, NULL);
        ck_assert_msg(r == rows[i].status, "both of %s: %d", rows[i].unit, r);
    }
}
END_TEST

START_TEST(errors_are_in_order_and_at_the_byte_of_the_original)
{
    static const struct refusal rows[] = {
        {"given names come before surnames", T(""), T("Ros\xFFsi"), PECADDR_E_EMPTY, G, 0},
        {"given mojibake before a surname's encoding", T("NicolÃ²"), T("\xFF"), PECADDR_E_MOJIBAKE,
         G, 5},
        {"encoding before mojibake", T("NicolÃ²\xFF"), T("Rossi"), PECADDR_E_ENCODING, G, 9},
        {"the first offence from the left", T("Ada"), T("1Ж"), PECADDR_E_UNEXPECTED, S, 0},
        {"the first offence from the left, a letter", T("Ada"), T("Ж1"), PECADDR_E_SCRIPT, S, 0},
        {"an offence before empty", T("Ada"), T("' 1 '"), PECADDR_E_UNEXPECTED, S, 2},
        {"a control in ignored text after another offence", T("A1, \t"), T("Rossi"),
         PECADDR_E_UNEXPECTED, G, 1},
        {"a control in ignored text before another offence", T("Ada"), T("Bi\tanchi nata Ro1ssi"),
         PECADDR_E_UNEXPECTED, S, 2},
        {"offset after hidden code points", T("Ada"), T("\u200BRos\u200Bs1"), PECADDR_E_UNEXPECTED,
         S, 10},
        {"offset after decomposed letters", T("Ada"), T("Alu\u0300s1"), PECADDR_E_UNEXPECTED, S, 6},
        {"offset after composed letters", T("Ada"), T("Alùs1"), PECADDR_E_UNEXPECTED, S, 5},
        {"offset after a title and spaces", T("  Ing.  1"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 8},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(words_of_a_field_are_joined)
{
    static const struct answer rows[] = {
        {"as the real addresses are", T("Maria Grazia"), T("Di Stasio"), 0, "mariagrazia.distasio"},
        {"three and three", T("Anna Maria Luisa"), T("De Li Gotti"), 0, "annamarialuisa.deligotti"},
    };

    EXPECT(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        apostrophe_is_deleted_without_note,
        elision_and_accent_need_no_guess,
        white_space_ends_a_word,
        dash_between_letters_or_apostrophes_or_spaces_ends_a_word,
        dash_elsewhere_is_unexpected,
        dash_or_middle_dot_that_is_first_is_unexpected,
        hyphen_dot_colon_and_middle_dot_end_a_word,
        middle_dot_not_between_letters_is_unexpected,
        ignorable_is_deleted_first_anywhere,
        mark_without_a_letter_before_it_is_unexpected,
        what_belongs_in_no_name_is_unexpected,
        offence_is_unexpected_at_its_byte,
        ill_formed_utf8_is_an_error_at_its_byte,
        mojibake_is_an_error_at_its_byte,
        names_that_look_like_mojibake_and_are_not,
        letter_of_another_script_is_an_error,
        field_with_nothing_left_is_empty,
        field_of_1024_bytes_is_read_and_of_1025_is_too_long,
        field_of_1024_bytes_of_anything_has_an_answer_or_an_error,
        errors_are_in_order_and_at_the_byte_of_the_original,
        words_of_a_field_are_joined,
    };

    return run_suite("name", tests, N_OF(tests));
}
