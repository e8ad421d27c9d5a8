/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: two fields become a local part, with notes, or an error at a byte. */
#include <stdbool.h>
#include <stdio.h>

#include "../libpecaddr/scheme.h"
#include "suite.h"

enum {
    HIDDEN = PECADDR_NOTE_HIDDEN,
    COMMA = PECADDR_NOTE_COMMA,
    TITLE = PECADDR_NOTE_TITLE,
    VARIANT = PECADDR_NOTE_VARIANT,
    MARITAL = PECADDR_NOTE_MARITAL,
    DOUBT = PECADDR_NOTE_DOUBT,
    SHORTENED = PECADDR_NOTE_SHORTENED
};

/* A name that has an answer. */
struct answer {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    uint32_t notes;
    const char *local;
};

/* A name that has none. */
struct refusal {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    int status;
    enum pecaddr_field field;
    size_t offset;
};

#define G PECADDR_FIELD_GIVEN
#define S PECADDR_FIELD_SURNAME

static struct pecaddr_scheme scheme_with_profile(enum pecaddr_profile profile)
{
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.profile = profile;
    return scheme;
}

static void expect_under(const struct pecaddr_scheme *scheme, const struct answer *row)
{
    struct pecaddr_person person = person_of(row->given, row->surname);
    struct pecaddr_error error = {.size = sizeof error};
    char local[PECADDR_LOCAL_PART_MAX + 1] = "";
    size_t size = 0;
    uint32_t notes = 0xdead;
    int r = pecaddr_local_part(scheme, &person, NULL, local, sizeof local, &size, &notes, &error);

    ck_assert_msg(r == PECADDR_OK, "%s: %s in field %d at byte %zu", row->what,
                  pecaddr_status_name(r), (int)error.field, error.offset);
    ck_assert_msg(strcmp(local, row->local) == 0, "%s: %s, expected %s", row->what, local,
                  row->local);
    ck_assert_msg(size == strlen(local), "%s: size %zu", row->what, size);
    ck_assert_msg(notes == row->notes, "%s: notes %#x, expected %#x", row->what, notes, row->notes);
}

static void expect(const struct answer *row)
{
    expect_under(pecaddr_scheme_ingpec(), row);
}

static void expect_plain(const struct answer *row)
{
    struct pecaddr_scheme plain = scheme_with_profile(PECADDR_PROFILE_PLAIN);

    expect_under(&plain, row);
}

static void expect_refusal(const struct refusal *row)
{
    struct pecaddr_person person = person_of(row->given, row->surname);
    struct pecaddr_error error = {.size = sizeof error};
    char local[PECADDR_LOCAL_PART_MAX + 1] = "untouched";
    size_t size = 99;
    uint32_t notes = 99;
    int r = pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local, &size,
                               &notes, &error);

    ck_assert_msg(r == row->status, "%s: %s %s, expected %s", row->what, pecaddr_status_name(r),
                  r == PECADDR_OK ? local : "", pecaddr_status_name(row->status));
    ck_assert_msg(error.code == r && error.field == row->field && error.offset == row->offset,
                  "%s: code %d field %d byte %zu, expected field %d byte %zu", row->what,
                  error.code, (int)error.field, error.offset, (int)row->field, row->offset);
    ck_assert_msg(strcmp(local, "untouched") == 0 && size == 99 && notes == 99,
                  "%s: an output was touched", row->what);
}

/* UTF-8 of a code point, with NUL. */
static void pecaddr__nfc_encode(uint32_t code, char out[5])
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

/* A surname made of `format`, whose %s is a code point; the given name is Ada. */
static void expect_code(const char *format, uint32_t code, uint32_t notes, const char *local)
{
    char character[5];
    char surname[200];
    char what[20];
    int size;

    pecaddr__nfc_encode(code, character);
    size = snprintf(surname, sizeof surname, format, character, character);
    snprintf(what, sizeof what, "U+%04X", code);
    expect(&(struct answer){what, T("Ada"), {surname, (size_t)size}, notes, local});
}

static void expect_code_refused(const char *format, uint32_t code, int status, size_t offset)
{
    char character[5];
    char surname[200];
    char what[20];
    int size;

    pecaddr__nfc_encode(code, character);
    size = snprintf(surname, sizeof surname, format, character, character);
    snprintf(what, sizeof what, "U+%04X", code);
    expect_refusal(&(struct refusal){what, T("Ada"), {surname, (size_t)size}, status, S, offset});
}

/* First table: letters. */

static const struct answer base_letters[] = {
    {"ASCII in upper case", T("ADA"), T("ROSSI"), 0, "ada.rossi"},
    {"grave", T("Niccolò"), T("Alù"), 0, "niccolo.alu"},
    {"grave, decomposed", T("Niccolo\u0300"), T("Alu\u0300"), 0, "niccolo.alu"},
    {"acute", T("José"), T("García"), 0, "jose.garcia"},
    {"tilde", T("Begoña"), T("Muñoz"), 0, "begona.munoz"},
    {"cedilla", T("Çlirim"), T("Françon"), 0, "clirim.francon"},
    {"circumflex", T("Benoît"), T("Châtel"), 0, "benoit.chatel"},
    {"caron and breve", T("Željko"), T("Călin"), 0, "zeljko.calin"},
    {"ogonek", T("Ada"), T("Wałęsa"), 0, "ada.walesa"},
    {"comma below", T("Ștefan"), T("Țurcanu"), 0, "stefan.turcanu"},
    {"dot above I", T("İbrahim"), T("Şahin"), 0, "ibrahim.sahin"},
    {"two marks", T("Ada"), T("Nguyễn"), 0, "ada.nguyen"},
    {"two marks, decomposed", T("Ada"), T("Nguye\u0302\u0303n"), 0, "ada.nguyen"},
    {"a mark that composes with nothing", T("Ada"), T("Ros\u0332si"), 0, "ada.rossi"},
    {"twelve marks", T("Ada"),
     T("Rossi\u0316\u0316\u0316\u0316\u0316\u0316\u0301\u0301\u0301\u0301\u0301\u0301"), 0,
     "ada.rossi"},
    {"diaeresis on E I Y is a mark", T("Zoë"), T("Naïÿ"), 0, "zoe.naiy"},
    {"ring on U is a mark", T("Ada"), T("Martinů"), 0, "ada.martinu"},
    {"Kelvin sign", T("Ada"), T("\u212Aoch"), 0, "ada.koch"},
    {"letter of Latin Extended with marks", T("Ada"), T("ǅ\u0301on"), 0, "ada.dzon"},
};

START_TEST(letter_with_marks_is_the_base_letter)
{
    expect(&base_letters[_i]);
}
END_TEST

static const struct answer umlauts[] = {
    {"Ä Ö Ü", T("ÄÖ"), T("Üb"), VARIANT, "aeoe.ueb"},
    {"ä ö ü", T("Jörg"), T("Müllär"), VARIANT, "joerg.muellaer"},
    {"decomposed", T("Ada"), T("Mu\u0308ller"), VARIANT, "ada.mueller"},
    {"a mark before it", T("Ada"), T("Mu\u0323\u0308ller"), VARIANT, "ada.mueller"},
    {"a mark above before it", T("Ada"), T("Mu\u0301\u0308ller"), VARIANT, "ada.mueller"},
    {"ǟ with macron", T("Ada"), T("Kǟs"), VARIANT, "ada.kaes"},
    {"ȫ with macron", T("Ada"), T("Rȫmer"), VARIANT, "ada.roemer"},
    {"ṏ with tilde", T("Ada"), T("Rṏmer"), VARIANT, "ada.roemer"},
    {"ǘ with acute", T("Ada"), T("Lǘ"), VARIANT, "ada.lue"},
    {"ṻ with macron", T("Ada"), T("Lṻ"), VARIANT, "ada.lue"},
    {"ơ with horn", T("Ada"), T("Rơ\u0308mer"), VARIANT, "ada.roemer"},
    {"U+0344 holds U+0308", T("Ada"), T("Ro\u0344mer"), VARIANT, "ada.roemer"},
    {"ring and diaeresis", T("Ada"), T("Ba\u030A\u0308r"), VARIANT, "ada.baer"},
    {"diaeresis and ring", T("Ada"), T("Ba\u0308\u030Ar"), VARIANT, "ada.baer"},
};

START_TEST(a_o_u_with_diaeresis_are_ae_oe_ue)
{
    expect(&umlauts[_i]);
}
END_TEST

static const struct answer rings[] = {
    {"Å", T("Åsa"), T("Rossi"), VARIANT, "aasa.rossi"},
    {"å", T("Ada"), T("Åkerblåm"), VARIANT, "ada.aakerblaam"},
    {"decomposed", T("A\u030Asa"), T("Rossi"), VARIANT, "aasa.rossi"},
    {"Angstrom sign", T("\u212Bsa"), T("Rossi"), VARIANT, "aasa.rossi"},
    {"ǻ with acute", T("Ada"), T("Kǻs"), VARIANT, "ada.kaas"},
    {"ạ with dot below", T("Ada"), T("Kạ\u030As"), VARIANT, "ada.kaas"},
};

START_TEST(a_with_ring_is_aa)
{
    expect(&rings[_i]);
}
END_TEST

static const struct answer strokes[] = {
    {"Ø", T("Øyvind"), T("Rossi"), VARIANT, "oeyvind.rossi"},
    {"ø", T("Ada"), T("Sørensen"), VARIANT, "ada.soerensen"},
    {"ǿ with acute", T("Ada"), T("Sǿren"), VARIANT, "ada.soeren"},
    {"ø with diaeresis", T("Ada"), T("Sø\u0308ren"), VARIANT, "ada.soeren"},
};

START_TEST(o_with_stroke_is_oe_with_or_without_marks)
{
    expect(&strokes[_i]);
}
END_TEST

static const struct answer registry_letters[] = {
    {"Æ", T("Æsa"), T("Læs"), 0, "aesa.laes"},
    {"Ǽ with acute", T("Ada"), T("Lǽs"), 0, "ada.laes"},
    {"æ with diaeresis", T("Ada"), T("Læ\u0308s"), 0, "ada.laes"},
    {"Œ", T("Œdipe"), T("Bœuf"), 0, "oedipe.boeuf"},
    {"ß", T("Ada"), T("Weiß"), 0, "ada.weiss"},
    {"ẞ", T("Ada"), T("WEIẞ"), 0, "ada.weiss"},
    {"Þ", T("Þór"), T("Aþel"), 0, "thor.athel"},
    {"Ĳ", T("Ĳsbrand"), T("Dĳk"), 0, "ijsbrand.dijk"},
    {"Ð", T("Ðuro"), T("Guðrun"), 0, "duro.gudrun"},
    {"Đ", T("Đuro"), T("Kađić"), 0, "duro.kadic"},
    {"Ħ", T("Ħal"), T("Saħ"), 0, "hal.sah"},
    {"ı", T("Ada"), T("Yıldız"), 0, "ada.yildiz"},
    {"Ł", T("Łukasz"), T("Małek"), 0, "lukasz.malek"},
    {"Ŀ", T("Ada"), T("Ŀuŀ"), 0, "ada.lul"},
    {"Ŋ", T("Ŋadi"), T("Baŋ"), 0, "nadi.ban"},
    {"ŉ", T("Ada"), T("ŉRossi"), 0, "ada.nrossi"},
    {"ĸ", T("Ada"), T("Eĸa"), 0, "ada.eka"},
    {"Ŧ", T("Ŧor"), T("Baŧ"), 0, "tor.bat"},
    {"ſ", T("Ada"), T("Roſi"), 0, "ada.rosi"},
    {"ẛ with dot above", T("Ada"), T("Roẛi"), 0, "ada.rosi"},
};

START_TEST(letters_of_the_registry_table)
{
    expect(&registry_letters[_i]);
}
END_TEST

static const struct answer compatible_letters[] = {
    {"full width", T("Ａｄａ"), T("ＲＯＳＳＩ"), 0, "ada.rossi"},
    {"full width with acute", T("Ada"), T("Ｒｏｓｓｅ\u0301"), 0, "ada.rosse"},
    {"full width with diaeresis", T("Ada"), T("Ｍｕ\u0308ller"), VARIANT, "ada.mueller"},
    {"full width with ring", T("Ａ\u030Asa"), T("Rossi"), VARIANT, "aasa.rossi"},
    {"ligatures", T("Ada"), T("ﬁﬂﬀﬃﬄ"), 0, "ada.fiflffffiffl"},
    {"ligatures of st", T("Ada"), T("Coﬅaﬆi"), 0, "ada.costasti"},
    {"ordinal indicators", T("Mª"), T("Nº"), 0, "ma.no"},
};

START_TEST(full_width_letters_and_ligatures_are_their_compatibility_letters)
{
    expect(&compatible_letters[_i]);
}
END_TEST

static const struct answer latin_letters[] = {
    {"lower-cased", T("Ada"), T("Ɓanda"), 0, "ada.banda"},
    {"dz", T("Ǆon"), T("ǆan"), 0, "dzon.dzan"},
    {"dotless j", T("Ada"), T("ȷon"), 0, "ada.jon"},
    {"aa", T("Ada"), T("Ꜳse"), 0, "ada.aase"},
    {"small capital", T("Ada"), T("ᴀldo"), 0, "ada.aldo"},
    {"Ʀ has no row, ʀ has R", T("Ada"), T("Ʀossi"), 0, "ada.rossi"},
    {"Ƕ has no row, ƕ has hv", T("Ada"), T("Ƕal"), 0, "ada.hval"},
    {"ɩ has no row, Ɩ has I", T("Ada"), T("Rossɩ"), 0, "ada.rossi"},
};

START_TEST(other_latin_letters_are_their_frozen_row_or_that_of_the_other_case)
{
    expect(&latin_letters[_i]);
}
END_TEST

static const struct refusal letterless[] = {
    {"schwa", T("Ada"), T("Roəssi"), PECADDR_E_UNEXPECTED, S, 2},
    {"open o", T("Ada"), T("Ɔssi"), PECADDR_E_UNEXPECTED, S, 0},
    {"a click, whose row is no letter", T("Aǃda"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 1},
    {"turned a", T("Ada"), T("Rossɐ"), PECADDR_E_UNEXPECTED, S, 4},
    {"gc=Lm", T("Ada"), T("Rossiʰ"), PECADDR_E_UNEXPECTED, S, 5},
    {"gc=Nl", T("Ada"), T("Rossi Ⅳ"), PECADDR_E_UNEXPECTED, S, 6},
};

START_TEST(latin_letter_without_letters_of_its_own_is_unexpected)
{
    expect_refusal(&letterless[_i]);
}
END_TEST

static const struct answer plain_letters[] = {
    {"Ä Ö Ü Å Ø", T("ÄÖÜ"), T("ÅØ"), VARIANT, "aou.ao"},
    {"ä ö ü å ø", T("Jörg"), T("Müllär"), VARIANT, "jorg.mullar"},
    {"with more marks", T("Ǻsa"), T("Lǘǿ"), VARIANT, "asa.luo"},
    {"full width", T("Ada"), T("Ｍｕ\u0308ller"), VARIANT, "ada.muller"},
    {"Æ Œ ß Þ stay", T("Æsa"), T("Œßþ"), 0, "aesa.oessth"},
    {"marks", T("Niccolò"), T("García"), 0, "niccolo.garcia"},
};

START_TEST(profile_plain_writes_a_o_u_for_umlauts_ring_and_stroke)
{
    expect_plain(&plain_letters[_i]);
}
END_TEST

#define TEN    "bartolomei"
#define TWENTY TEN TEN
#define FORTY  TWENTY TWENTY

static const struct answer no_variants[] = {
    {"ignored after a comma", T("Ada, Jörg"), T("Rossi"), COMMA, "ada.rossi"},
    {"ignored with the husband's name", T("Ada"), T("Rossi in Müller"), MARITAL, "ada.rossi"},
    {"ignored with what stands before nata", T("Ada"), T("Müller nata Rossi"), MARITAL,
     "ada.rossi"},
    {"in a dropped given name", T("Alessandro Jörg"), T(FORTY), SHORTENED, "alessandro." FORTY},
    {"cut off", T("Ada"), T(FORTY "giovanniö"), SHORTENED, "ada." FORTY "giovanni"},
};

START_TEST(variant_is_noted_only_where_the_local_parts_differ)
{
    expect(&no_variants[_i]);
}
END_TEST

/* Second table: what is no letter. */

static const uint32_t apostrophes[] = {
    0x0027, 0x0060, 0x00B4, 0x2018, 0x2019, 0x201B, 0x2032,
    0x2035, 0x02B9, 0x02BB, 0x02BC, 0x02BD, 0x02BE, 0x02BF,
    0x02C8, 0x02CA, 0x02CB, 0xA78B, 0xA78C, 0xFF07, /* canonically equivalent: */ 0x1FEF,
    0x1FFD, 0x0374,
};

START_TEST(apostrophe_is_deleted_without_note)
{
    uint32_t code = apostrophes[_i];

    expect_code("D%sAngelo", code, 0, "ada.dangelo");
    expect_code("D%s ANGELO", code, 0, "ada.dangelo");
    expect_code("ALU%s", code, 0, "ada.alu");
    expect_code("%sRossi", code, 0, "ada.rossi");
    expect_code("Rossi %s", code, 0, "ada.rossi");
    expect_code("Ro%s%sssi", code, 0, "ada.rossi");
}
END_TEST

static const struct answer elisions[] = {
    {"D'Angelo", T("Ada"), T("D'Angelo"), 0, "ada.dangelo"},
    {"D’ ANGELO", T("Ada"), T("D’ ANGELO"), 0, "ada.dangelo"},
    {"NICOLO'", T("NICOLO'"), T("Rossi"), 0, "nicolo.rossi"},
    {"DESIRE'E", T("DESIRE'E"), T("Rossi"), 0, "desiree.rossi"},
    {"with sanctified names", T("Niccolò"), T("D'Angelo De Sanctis"), 0,
     "niccolo.dangelodesanctis"},
};

START_TEST(elision_and_accent_need_no_guess)
{
    expect(&elisions[_i]);
}
END_TEST

static const uint32_t spaces[] = {
    0x0020, 0x00A0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
    0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
};

START_TEST(white_space_ends_a_word)
{
    uint32_t code = spaces[_i];

    expect_code("Di%sStasio", code, 0, "ada.distasio");
    expect_code("%sRossi%s", code, 0, "ada.rossi");
    expect_code("Rossi%sin%sBianchi", code, MARITAL, "ada.rossi");
    expect_code("Ing.%sRossi", code, TITLE, "ada.rossi");
}
END_TEST

static const uint32_t dashes[] = {
    0x058A, 0x05BE, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012,  0x2013, 0x2014,
    0x2015, 0x2E17, 0x2E1A, 0x2E3A, 0x2E3B, 0x2E40, 0x2E5D,  0x301C, 0x3030,
    0x30A0, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0x10EAD, 0x2212,
};

START_TEST(dash_between_letters_or_apostrophes_or_spaces_ends_a_word)
{
    uint32_t code = dashes[_i];

    expect_code("Rossi%sBianchi", code, 0, "ada.rossibianchi");
    expect_code("Alu'%s'Bianchi", code, 0, "ada.alubianchi");
    expect_code("Alu'%sBianchi", code, 0, "ada.alubianchi");
    expect_code("Rossi %s Bianchi", code, 0, "ada.rossibianchi");
    expect_code("Alu\u0300%sBianchi", code, 0, "ada.alubianchi");
}
END_TEST

START_TEST(dash_elsewhere_is_unexpected)
{
    uint32_t code = dashes[_i];

    expect_code_refused("Rossi %sBianchi", code, PECADDR_E_UNEXPECTED, 6);
    expect_code_refused("Rossi%s Bianchi", code, PECADDR_E_UNEXPECTED, 5);
    expect_code_refused("%sRossi", code, PECADDR_E_UNEXPECTED, 0);
    expect_code_refused("Rossi%s", code, PECADDR_E_UNEXPECTED, 5);
    expect_code_refused("Rossi%s%sBianchi", code, PECADDR_E_UNEXPECTED, 5);
}
END_TEST

static const struct answer word_ends[] = {
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
    {"its canonical equivalent", T("Marcel\u0387la"), T("Rossi"), 0, "marcella.rossi"},
    {"many spaces", T("  Maria   Grazia "), T(" Di  Stasio  "), 0, "mariagrazia.distasio"},
};

START_TEST(hyphen_dot_colon_and_middle_dot_end_a_word)
{
    expect(&word_ends[_i]);
}
END_TEST

static const struct refusal middle_dots[] = {
    {"first", T("·Ada"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 0},
    {"last", T("Ada·"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
    {"before a space", T("Ada· Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
    {"between spaces", T("Ada · Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
    {"after an apostrophe", T("Ada'·Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
    {"twice", T("Ada··Maria"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
};

START_TEST(middle_dot_not_between_letters_is_unexpected)
{
    expect_refusal(&middle_dots[_i]);
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
    uint32_t code = ignorables[_i];

    expect_code("Ros%ssi", code, HIDDEN, "ada.rossi");
    expect_code("%sRossi%s", code, HIDDEN, "ada.rossi");
    expect_code("Di %s Stasio", code, HIDDEN, "ada.distasio");
    expect_code("I%sng.%sRossi", code, HIDDEN | TITLE, "ada.rossi");
    expect_code("Rossi i%sn Bianchi", code, HIDDEN | MARITAL, "ada.rossi");
    expect_code("Mu%s\u0308ller", code, HIDDEN | VARIANT, "ada.mueller");
    expect_code("Rossi%s\u2013%sBianchi", code, HIDDEN, "ada.rossibianchi");
}
END_TEST

static const struct answer commas[] = {
    {"the rest is ignored", T("Mario, Luigi Carlo"), T("Rossi"), COMMA, "mario.rossi"},
    {"without space", T("Mario,Luigi"), T("Rossi"), COMMA, "mario.rossi"},
    {"nothing after it", T("Mario,"), T("Rossi"), COMMA, "mario.rossi"},
    {"the first of several", T("Mario, Luigi, Carlo"), T("Rossi"), COMMA, "mario.rossi"},
    {"ignored text may be anything", T("Mario, 3 ♥ Ж"), T("Rossi"), COMMA, "mario.rossi"},
    {"ignored title", T("Mario, Ing."), T("Rossi"), COMMA, "mario.rossi"},
    {"a space before it", T("Maria Grazia , Luisa"), T("Rossi"), COMMA, "mariagrazia.rossi"},
};

START_TEST(comma_in_given_names_ignores_the_rest)
{
    expect(&commas[_i]);
}
END_TEST

static const char *const titles[] = {
    "ing.",           "dott.",     "dott.ssa", "dr.",          "dr.ssa",
    "arch.",          "geom.",     "prof.",    "prof.ssa",     "avv.",
    "sig.",           "sig.ra",    "rag.",     "per.ind.",     "Ing.",
    "DOTT.SSA",       "Sig.Ra",    "aRcH.",    "Dott.Ing.",    "DOTT.ARCH.ING.",
    "Prof.Dott.Ing.", "Dott.ssa.", "Sig.ra.",  "Ing.Dott.ssa", "Dott.ssa.Ing.",
};

START_TEST(title_with_a_dot_is_ignored_as_a_whole_word)
{
    static const char *const formats[] = {"%s Rossi", "Rossi %s", "%s %s Rossi", "  %s   Rossi"};
    static const char *const inside = "Di %s Stasio";
    char field[200];

    for (size_t i = 0; i < N_OF(formats); i++) {
        snprintf(field, sizeof field, formats[i], titles[_i], titles[_i]);
        expect(&(struct answer){field, T("Ada"), text(field), TITLE, "ada.rossi"});
        expect(&(struct answer){field, text(field), T("Neri"), TITLE, "rossi.neri"});
    }
    snprintf(field, sizeof field, inside, titles[_i]);
    expect(&(struct answer){field, T("Ada"), text(field), TITLE, "ada.distasio"});
}
END_TEST

static const char *const glued_titles[] = {
    "ing.",      "dott.",          "dott.ssa.", "dr.",  "dr.ssa.", "arch.", "geom.",
    "prof.",     "prof.ssa.",      "avv.",      "sig.", "sig.ra.", "rag.",  "per.ind.",
    "Dott.Ing.", "DOTT.SSA.ARCH.",
};

START_TEST(title_glued_to_the_first_word_is_ignored)
{
    char field[200];

    snprintf(field, sizeof field, "%sMario", glued_titles[_i]);
    expect(&(struct answer){field, text(field), T("Rossi"), TITLE, "mario.rossi"});
    snprintf(field, sizeof field, "%sRossi Bianchi", glued_titles[_i]);
    expect(&(struct answer){field, T("Ada"), text(field), TITLE, "ada.rossibianchi"});
    snprintf(field, sizeof field, "Arch. %sRossi", glued_titles[_i]);
    expect(&(struct answer){field, T("Ada"), text(field), TITLE, "ada.rossi"});
}
END_TEST

static const struct answer title_corners[] = {
    {"glued to a later word it is kept", T("Mario Ing.Luigi"), T("Rossi"), DOUBT,
     "marioingluigi.rossi"},
    {"glued ssa without its dot", T("Dott.ssaMaria"), T("Rossi"), TITLE | DOUBT, "ssamaria.rossi"},
    {"full width", T("Ｉｎｇ. Mario"), T("Ｄｏｔｔ.Rossi"), TITLE, "mario.rossi"},
    {"the last of a glued chain has no dot", T("Dott.Ing Mario"), T("Rossi"), TITLE | DOUBT,
     "ingmario.rossi"},
    {"a word that begins like a title", T("Ingrid"), T("Archi"), 0, "ingrid.archi"},
    {"in both fields", T("Ing. Ada"), T("Dott.ssa Rossi"), TITLE, "ada.rossi"},
    {"dots of its own letters are no title", T("I.n.g. Ada"), T("Rossi"), 0, "ingada.rossi"},
};

START_TEST(title_at_the_edges_of_the_rule)
{
    expect(&title_corners[_i]);
}
END_TEST

static const struct answer doubtful_words[] = {
    {"ing", T("Ing Mario"), T("Rossi"), DOUBT, "ingmario.rossi"},
    {"in another case, last", T("Mario ING"), T("Rossi"), DOUBT, "marioing.rossi"},
    {"in a surname", T("Ada"), T("Dott Rossi"), DOUBT, "ada.dottrossi"},
    {"dottssa", T("Dottssa Ada"), T("Rossi"), DOUBT, "dottssaada.rossi"},
    {"dr", T("Dr Ada"), T("Rossi"), DOUBT, "drada.rossi"},
    {"drssa", T("Drssa Ada"), T("Rossi"), DOUBT, "drssaada.rossi"},
    {"arch", T("Arch Ada"), T("Rossi"), DOUBT, "archada.rossi"},
    {"geom", T("Geom Ada"), T("Rossi"), DOUBT, "geomada.rossi"},
    {"prof", T("Prof Ada"), T("Rossi"), DOUBT, "profada.rossi"},
    {"profssa", T("Profssa Ada"), T("Rossi"), DOUBT, "profssaada.rossi"},
    {"avv", T("Avv Ada"), T("Rossi"), DOUBT, "avvada.rossi"},
    {"sig", T("Sig Ada"), T("Rossi"), DOUBT, "sigada.rossi"},
    {"sigra", T("Sigra Ada"), T("Rossi"), DOUBT, "sigraada.rossi"},
    {"rag", T("Rag Ada"), T("Rossi"), DOUBT, "ragada.rossi"},
    {"perind", T("Perind Ada"), T("Rossi"), DOUBT, "perindada.rossi"},
    {"a chain is no title", T("DottIng Ada"), T("Rossi"), 0, "dottingada.rossi"},
    {"the only word", T("Ada"), T("Prof"), DOUBT, "ada.prof"},
    {"full width", T("Ｉｎｇ Ada"), T("Rossi"), DOUBT, "ingada.rossi"},
    {"another abbreviation", T("Cav. Mario"), T("Rossi"), DOUBT, "cavmario.rossi"},
    {"Gio.Batta", T("Gio.Batta"), T("Rossi"), DOUBT, "giobatta.rossi"},
    {"at the end", T("Mario"), T("Rossi Jun."), DOUBT, "mario.rossijun"},
    {"two letters", T("Ma. Luisa"), T("Rossi"), DOUBT, "maluisa.rossi"},
    {"letters with accents", T("Nicolò. Luisa"), T("Rossi"), DOUBT, "nicololuisa.rossi"},
};

START_TEST(dotless_title_and_other_abbreviations_are_kept_in_doubt)
{
    expect(&doubtful_words[_i]);
}
END_TEST

static const char *const marital_words[] = {
    "in", "ved",  "ved.",   "vedova", "cgt",       "cgt.",      "coniugata", "coniugato",
    "IN", "Ved.", "VEDOVA", "Cgt",    "CONIUGATA", "Coniugato", "ｉｎ",      "Ｖｅｄ.",
};

START_TEST(marital_word_and_the_rest_are_ignored)
{
    static const char *const formats[] = {"Rossi %s Bianchi", "Rossi  %s  Bianchi Neri",
                                          "Rossi %s Bianchi 3 ♥", "Rossi %s Bianchi %s Neri"};
    char field[200];

    for (size_t i = 0; i < N_OF(formats); i++) {
        snprintf(field, sizeof field, formats[i], marital_words[_i], marital_words[_i]);
        expect(&(struct answer){field, T("Ada"), text(field), MARITAL, "ada.rossi"});
    }
    snprintf(field, sizeof field, "De Santis-Neri %s Bianchi", marital_words[_i]);
    expect(&(struct answer){field, T("Ada"), text(field), MARITAL, "ada.desantisneri"});
}
END_TEST

static const struct answer marital_corners[] = {
    {"glued ved.", T("Ada"), T("Rossi ved.Bianchi"), MARITAL, "ada.rossi"},
    {"glued Ved.", T("Ada"), T("Rossi Ved.Bianchi Neri"), MARITAL, "ada.rossi"},
    {"glued cgt.", T("Ada"), T("ROSSI CGT.BIANCHI"), MARITAL, "ada.rossi"},
    {"the first marital word decides", T("Ada"), T("Rossi in Neri ved. Bianchi"), MARITAL,
     "ada.rossi"},
    {"in given names", T("Maria in Rosa"), T("Rossi"), MARITAL, "maria.rossi"},
    {"a title is no word before it", T("Ada"), T("Ing. in Bianchi"), TITLE | DOUBT,
     "ada.inbianchi"},
    {"after a title", T("Ada"), T("Ing. Rossi in Bianchi"), TITLE | MARITAL, "ada.rossi"},
    {"inside a word", T("Ada"), T("Rossin Bianchi"), 0, "ada.rossinbianchi"},
    {"inside a word with hyphens", T("Ada"), T("Rossi-in-Bianchi"), 0, "ada.rossiinbianchi"},
    {"ignored text keeps no doubt", T("Ada"), T("Rossi in Cav. Bianchi"), MARITAL, "ada.rossi"},
};

START_TEST(marital_word_at_the_edges_of_the_rule)
{
    expect(&marital_corners[_i]);
}
END_TEST

static const struct answer birth_surnames[] = {
    {"nata", T("Ada"), T("Bianchi nata Rossi"), MARITAL, "ada.rossi"},
    {"nato", T("Aldo"), T("Bianchi nato Rossi"), MARITAL, "aldo.rossi"},
    {"upper case", T("ADA"), T("BIANCHI NATA ROSSI"), MARITAL, "ada.rossi"},
    {"full width", T("Ada"), T("Bianchi ｎａｔａ Rossi"), MARITAL, "ada.rossi"},
    {"no word before it", T("Ada"), T("nata Rossi"), MARITAL, "ada.rossi"},
    {"several words after it", T("Ada"), T("Bianchi nata De Rossi Neri"), MARITAL,
     "ada.derossineri"},
    {"decided before the other marital words", T("Ada"), T("Bianchi in Verdi nata Rossi"), MARITAL,
     "ada.rossi"},
    {"then the other marital words", T("Ada"), T("Bianchi nata Rossi in Verdi"), MARITAL,
     "ada.rossi"},
    {"the last one decides", T("Ada"), T("Bianchi nata Verdi nata Rossi"), MARITAL, "ada.rossi"},
    {"the last one with a word after", T("Ada"), T("Bianchi nata Rossi nata"), MARITAL | DOUBT,
     "ada.rossinata"},
    {"what is ignored may be anything", T("Ada"), T("B1♥ nata Rossi"), MARITAL, "ada.rossi"},
    {"in given names, what follows is ignored", T("Ada nata Luisa"), T("Rossi"), MARITAL,
     "ada.rossi"},
    {"a title after it is no word", T("Ada"), T("Rossi nata Ing."), TITLE | DOUBT, "ada.rossinata"},
};

START_TEST(nata_gives_the_birth_surname)
{
    expect(&birth_surnames[_i]);
}
END_TEST

static const struct answer marital_doubts[] = {
    {"in first", T("Ada"), T("In Bianchi"), DOUBT, "ada.inbianchi"},
    {"in last", T("Ada"), T("Bianchi in"), DOUBT, "ada.bianchiin"},
    {"ved. last", T("Ada"), T("Bianchi ved."), DOUBT, "ada.bianchived"},
    {"vedova first", T("Ada"), T("Vedova Rossi"), DOUBT, "ada.vedovarossi"},
    {"vedova last", T("Ada"), T("Rossi Vedova"), DOUBT, "ada.rossivedova"},
    {"vedova last, after a particle", T("Ada"), T("Della Vedova"), 0, "ada.dellavedova"},
    {"coniugata last", T("Ada"), T("Rossi Coniugata"), DOUBT, "ada.rossiconiugata"},
    {"cgt first", T("Ada"), T("Cgt Rossi"), DOUBT, "ada.cgtrossi"},
    {"nata last", T("Ada"), T("Rossi nata"), DOUBT, "ada.rossinata"},
    {"nato last", T("Aldo"), T("Rossi NATO"), DOUBT, "aldo.rossinato"},
    {"glued, first", T("Ada"), T("ved.Bianchi Rossi"), DOUBT, "ada.vedbianchirossi"},
    {"left first after nata", T("Ada"), T("Bianchi nata in Rossi"), MARITAL | DOUBT, "ada.inrossi"},
    {"the only word", T("Ada"), T("Vedova"), 0, "ada.vedova"},
    {"the only word, nata", T("Ada"), T("Nata"), 0, "ada.nata"},
    {"the only word, in", T("Ada"), T("In"), 0, "ada.in"},
};

START_TEST(marital_word_first_or_last_is_kept_in_doubt)
{
    expect(&marital_doubts[_i]);
}
END_TEST

static const struct answer dos_signs[] = {
    {"upper after lower", T("NoŠ"), T("Rossi"), DOUBT, "nos.rossi"},
    {"upper after lower, decomposed", T("NoS\u030C"), T("Rossi"), DOUBT, "nos.rossi"},
    {"upper after lower with a mark", T("Noe\u0301Šlia"), T("Rossi"), DOUBT, "noeslia.rossi"},
    {"upper inside a surname", T("Ada"), T("McÈwan"), DOUBT, "ada.mcewan"},
    {"lower after upper", T("NICOLã"), T("Rossi"), DOUBT, "nicola.rossi"},
    {"Caps Lock on an Italian keyboard", T("NICOLò"), T("CEFALù-NERì"), 0, "nicolo.cefaluneri"},
    {"Caps Lock, decomposed", T("NICOLo\u0300"), T("Rossi"), 0, "nicolo.rossi"},
    {"à is no letter of Caps Lock that CP850 has not", T("NICOLà"), T("Rossi"), DOUBT,
     "nicola.rossi"},
    {"lower after the second letter", T("Ada"), T("ROèT"), DOUBT, "ada.roet"},
    {"an apostrophe ends the row of letters", T("Ada"), T("O'Níell"), 0, "ada.oniell"},
    {"Þ ends a word in upper case", T("NICOLÞ"), T("Rossi"), DOUBT, "nicolth.rossi"},
    {"Ô ends a word in upper case", T("NICOLÔ"), T("Rossi"), DOUBT, "nicolo.rossi"},
    {"Ô ends the first of two words", T("ELÔ MARIA"), T("Rossi"), DOUBT, "elomaria.rossi"},
    {"Ô after one letter", T("LÔ MARIA"), T("Rossi"), 0, "lomaria.rossi"},
    {"Ô before a hyphen", T("NICOLÔ-MARIA"), T("Rossi"), DOUBT, "nicolomaria.rossi"},
    {"Ô decomposed", T("NICOLO\u0302"), T("Rossi"), DOUBT, "nicolo.rossi"},
    {"lower after the first letter of its word", T("Mò"), T("Pò Lè-Rà"), 0, "mo.polera"},
    {"upper after upper", T("NICOLÒ"), T("MÈ"), 0, "nicolo.me"},
    {"lower after lower", T("Nicolò"), T("Alù"), 0, "nicolo.alu"},
    {"upper after an apostrophe", T("Ada"), T("Dell'Àquila"), 0, "ada.dellaquila"},
    {"upper after a hyphen", T("Ada"), T("Rossi-Èlia"), 0, "ada.rossielia"},
    {"Ô inside a word", T("JERÔME"), T("Rossi"), 0, "jerome.rossi"},
    {"Ô alone", T("Ada"), T("Ô"), 0, "ada.o"},
    {"Ô is another letter than Ồ", T("NICOLỒ"), T("Rossi"), 0, "nicolo.rossi"},
    {"Ô ends a word not in upper case", T("ô"), T("Rossi"), 0, "o.rossi"},
    {"full-width letters are ASCII letters", T("Ada"), T("NEＲｉ ｎＥri"), 0, "ada.nerineri"},
};

START_TEST(signs_of_misread_dos_text_are_doubt)
{
    expect(&dos_signs[_i]);
}
END_TEST

static const struct refusal lone_marks[] = {
    {"at the start", T("Ada"), T("\u0301Rossi"), PECADDR_E_UNEXPECTED, S, 0},
    {"after a space", T("Ada"), T("Di \u0301Stasio"), PECADDR_E_UNEXPECTED, S, 3},
    {"after an apostrophe", T("Ada"), T("D'\u0301Angelo"), PECADDR_E_UNEXPECTED, S, 2},
    {"after a hyphen", T("Ada-\u0300"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 4},
    {"after a hidden code point", T("\u200B\u0300Ada"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 3},
    {"the second of two", T("Ada"), T("D'\u0316\u0301"), PECADDR_E_UNEXPECTED, S, 2},
};

START_TEST(mark_without_a_letter_before_it_is_unexpected)
{
    expect_refusal(&lone_marks[_i]);
}
END_TEST

static const uint32_t unexpected[] = {
    /* digits and symbols */
    '0', '9', 0x0661, 0xFF11, 0x00B2, 0x00BD, '!', '"', '#', '$', '&', '(', ')', '*', '+', '/', ';',
    '<', '=', '>', '?', '@', '[', '\\', ']', '^', '_', '{', '|', '}', '~', 0x00A3, 0x00A8, 0x00AB,
    0x00AF, 0x00B8, 0x00D7, 0x201C, 0x201D, 0x201A, 0x2026, 0x20AC, 0x2665, 0xFF0C, 0xFF0E, 0xFFFD,
    0x1F600, 0x2165,
    /* controls */
    0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9F,
    /* noncharacters, private use, unassigned */
    0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0xE000, 0xF0000, 0x100000, 0x0378, 0x2FE0, 0x323B0};

START_TEST(what_belongs_in_no_name_is_unexpected)
{
    expect_code_refused("Ros%ssi", unexpected[_i], PECADDR_E_UNEXPECTED, 3);
    expect_code_refused("%s", unexpected[_i], PECADDR_E_UNEXPECTED, 0);
}
END_TEST

static const struct refusal offences[] = {
    {"NUL", T("Ada"), T("Ros\0si"), PECADDR_E_UNEXPECTED, S, 3},
    {"comma in a surname", T("Ada"), T("Rossi, Bianchi"), PECADDR_E_UNEXPECTED, S, 5},
    {"control in text ignored after a comma", T("Ada, Lu\tisa"), T("Rossi"), PECADDR_E_UNEXPECTED,
     G, 7},
    {"control in an ignored married name", T("Ada"), T("Rossi in Bian\nchi"), PECADDR_E_UNEXPECTED,
     S, 13},
    {"control before nata", T("Ada"), T("Bian\rchi nata Rossi"), PECADDR_E_UNEXPECTED, S, 4},
    {"NUL after a comma", T("Ada, \0"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 5},
    {"after a glued title", T("Ing.Mar1o"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 7},
};

START_TEST(offence_is_unexpected_at_its_byte)
{
    expect_refusal(&offences[_i]);
}
END_TEST

static const struct refusal ill_formed[] = {
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
    {"in an ignored married name", T("Ada"), T("Rossi in Nicol\xF2"), PECADDR_E_ENCODING, S, 14},
    {"before any offence", T("Ada"), T("1Rossi\xFF"), PECADDR_E_ENCODING, S, 6},
};

START_TEST(ill_formed_utf8_is_an_error_at_its_byte)
{
    expect_refusal(&ill_formed[_i]);
}
END_TEST

static const struct refusal mojibake[] = {
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
    {"Ã decomposed after a lower-case letter", T("NicolA\u0303"), T("Rossi"), PECADDR_E_MOJIBAKE, G,
     5},
    {"in ignored text", T("Ada, NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 10},
    {"in an ignored married name", T("Ada"), T("Rossi in CittÃ³"), PECADDR_E_MOJIBAKE, S, 13},
    {"before any offence", T("1NicolÃ²"), T("Rossi"), PECADDR_E_MOJIBAKE, G, 6},
};

START_TEST(mojibake_is_an_error_at_its_byte)
{
    expect_refusal(&mojibake[_i]);
}
END_TEST

static const struct answer no_mojibake[] = {
    {"Ã after an upper-case letter", T("JOÃO"), T("CONCEIÇÃO"), 0, "joao.conceicao"},
    {"ã", T("João"), T("Âtel"), 0, "joao.atel"},
    {"Ã first", T("Ãngela"), T("Â"), 0, "angela.a"},
    {"Ã after a space", T("Ada Ãngela"), T("Rossi"), 0, "adaangela.rossi"},
    {"two letters that are no UTF-8", T("Ada"), T("Réè"), 0, "ada.ree"},
};

START_TEST(names_that_look_like_mojibake_and_are_not)
{
    expect(&no_mojibake[_i]);
}
END_TEST

static const struct refusal scripts[] = {
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

START_TEST(letter_of_another_script_is_an_error)
{
    expect_refusal(&scripts[_i]);
}
END_TEST

static const struct refusal empty[] = {
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
};

START_TEST(field_with_nothing_left_is_empty)
{
    expect_refusal(&empty[_i]);
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
    expect(&answer);
    expect_refusal(&refusal);
    refusal.given = refusal.surname;
    refusal.field = G;
    expect_refusal(&refusal);
    memset(long_field, 0xFF, sizeof long_field);
    refusal.what = "too long before ill-formed";
    expect_refusal(&refusal);
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

static const struct refusal orders[] = {
    {"given names come before surnames", T(""), T("Ros\xFFsi"), PECADDR_E_EMPTY, G, 0},
    {"given mojibake before a surname's encoding", T("NicolÃ²"), T("\xFF"), PECADDR_E_MOJIBAKE, G,
     5},
    {"encoding before mojibake", T("NicolÃ²\xFF"), T("Rossi"), PECADDR_E_ENCODING, G, 9},
    {"the first offence from the left", T("Ada"), T("1Ж"), PECADDR_E_UNEXPECTED, S, 0},
    {"the first offence from the left, a letter", T("Ada"), T("Ж1"), PECADDR_E_SCRIPT, S, 0},
    {"an offence before empty", T("Ada"), T("' 1 '"), PECADDR_E_UNEXPECTED, S, 2},
    {"a control in ignored text after another offence", T("A1, \t"), T("Rossi"),
     PECADDR_E_UNEXPECTED, G, 1},
    {"a control in ignored text before another offence", T("Ada"), T("Bi\tanchi nata Ro1ssi"),
     PECADDR_E_UNEXPECTED, S, 2},
    {"offset after hidden code points", T("Ada"), T("\u200BRos\u200Bs1"), PECADDR_E_UNEXPECTED, S,
     10},
    {"offset after decomposed letters", T("Ada"), T("Alu\u0300s1"), PECADDR_E_UNEXPECTED, S, 6},
    {"offset after composed letters", T("Ada"), T("Alùs1"), PECADDR_E_UNEXPECTED, S, 5},
    {"offset after a title and spaces", T("  Ing.  1"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 8},
};

START_TEST(errors_are_in_order_and_at_the_byte_of_the_original)
{
    expect_refusal(&orders[_i]);
}
END_TEST

/* Words and length. */

static const struct answer joined[] = {
    {"as the real addresses are", T("Maria Grazia"), T("Di Stasio"), 0, "mariagrazia.distasio"},
    {"three and three", T("Anna Maria Luisa"), T("De Li Gotti"), 0, "annamarialuisa.deligotti"},
};

START_TEST(words_of_a_field_are_joined)
{
    expect(&joined[_i]);
}
END_TEST

static const struct answer first_given[] = {
    {"of two", T("Maria Grazia"), T("Rossi Bianchi"), 0, "maria.rossibianchi"},
    {"a white-space word keeps its hyphen", T("Maria-Grazia Luisa"), T("Rossi"), 0,
     "mariagrazia.rossi"},
    {"of one", T("Maria"), T("Rossi"), 0, "maria.rossi"},
    {"after a title", T("Ing. Maria Grazia"), T("Rossi"), TITLE, "maria.rossi"},
    {"after a glued title", T("Ing.Maria Grazia"), T("Rossi"), TITLE, "maria.rossi"},
    {"a variant in another name does not matter", T("Maria Jörg"), T("Rossi"), 0, "maria.rossi"},
};

START_TEST(given_first_takes_the_first_white_space_word)
{
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.given_first = true;
    expect_under(&scheme, &first_given[_i]);
}
END_TEST

/* B = 51. TEN letters each: the lengths are plain to see. */
static const struct answer lengths[] = {
    {"51 letters fit", T("Giovanni"), T(FORTY "tre"), 0, "giovanni." FORTY "tre"},
    {"52 are cut at the end of the surname", T("Giovanni"), T(FORTY "neri"), SHORTENED,
     "giovanni." FORTY "ner"},
    {"51 letters in many words fit", T("Roberto"), T("Neri " TWENTY " " TEN "-" TEN), 0,
     "roberto.neri" FORTY},
    {"the last given name is dropped first", T("Alessandro Massimiliano Francesco"), T(TWENTY "x"),
     SHORTENED, "alessandromassimiliano." TWENTY "x"},
    {"given names are dropped until it fits", T("Alessandro Massimiliano Francesco"), T(TWENTY TEN),
     SHORTENED, "alessandro." TWENTY TEN},
    {"one given name is always left", T("Alessandro Massimiliano"), T(FORTY TEN), SHORTENED,
     "alessandro." FORTY "b"},
    {"words at hyphens are dropped too", T("Alessandro-Massimiliano"), T(TWENTY TEN), SHORTENED,
     "alessandro." TWENTY TEN},
    {"given names before surnames", T("Alessandro Ada"), T(TWENTY " " TWENTY), SHORTENED,
     "alessandro." FORTY},
    {"then surname words from the last", T("Alessandro"), T(TEN " " TEN " " TEN " " TEN " " TEN),
     SHORTENED, "alessandro." FORTY},
    {"as many as it takes", T("Alessandro"), T(TEN " Neri " FORTY " " TEN), SHORTENED,
     "alessandro." TEN "neri"},
    {"the first surname word is left", T("Alessandro"), T(FORTY "xy " TEN), SHORTENED,
     "alessandro." FORTY "x"},
    {"what stays holds a word that is no particle", T("Ada"), T("De " FORTY TEN), SHORTENED,
     "ada.de" FORTY "bartol"},
    {"several particles are no name", T("Ada"), T("De La " FORTY TEN), SHORTENED,
     "ada.dela" FORTY "bart"},
    {"a particle and a word are one", T("Ada"), T("Della Torre " FORTY TEN), SHORTENED,
     "ada.dellatorre"},
    {"with the word goes the particle before it", T("Alessandro"), T(TWENTY TEN " Dalla " TEN),
     SHORTENED, "alessandro." TWENTY TEN},
    {"and all particles then at the end", T("Alessandro"), T(TWENTY TEN " De La " TEN), SHORTENED,
     "alessandro." TWENTY TEN},
    {"in given names too", T("Alessandro De Massimiliano"), T(TWENTY TEN), SHORTENED,
     "alessandro." TWENTY TEN},
    {"a particle with an accent or in upper case", T("Alessandro DÈ Massimiliano"), T(TWENTY TEN),
     SHORTENED, "alessandro." TWENTY TEN},
    {"as long as another word stays", T("Li Alessandro"), T(FORTY "tre"), SHORTENED,
     "li." FORTY "tre"},
    {"of two particles one stays", T("Li De Alessandro"), T(FORTY "tre"), SHORTENED,
     "li." FORTY "tre"},
    {"a particle at the end of what fits stays", T("Alessandro De"), T(TWENTY TEN " Di"), 0,
     "alessandrode." TWENTY TEN "di"},
    {"then the surname is cut to B less the given name", T(TEN), T(FORTY TWENTY), SHORTENED,
     TEN "." FORTY "b"},
    {"but not below half of B", T(FORTY), T(FORTY "x"), SHORTENED, TWENTY "bartol." TWENTY "barto"},
    {"a shorter surname is whole, the given name cut", T(FORTY), T(TWENTY), SHORTENED,
     TWENTY TEN "b." TWENTY},
    {"surname of just half of B", T(FORTY), T(TWENTY "borto"), SHORTENED,
     TWENTY "bartol." TWENTY "borto"},
    {"given name of 26, surname to half of B", T(TWENTY "bertol"), T(FORTY), SHORTENED,
     TWENTY "bertol." TWENTY "barto"},
    {"given name of 25, surname to the rest", T(TWENTY "berto"), T(FORTY), SHORTENED,
     TWENTY "berto." TWENTY "bartol"},
    {"titles and ignored text count nothing", T("Ing. Giovanni, Alessandro"),
     T(FORTY "tre in " TEN), TITLE | COMMA | MARITAL, "giovanni." FORTY "tre"},
    {"letters count as written out", T("Ada"), T(FORTY "weißßß"), SHORTENED,
     "ada." FORTY "weisssss"},
};

START_TEST(too_long_names_are_shortened_to_51_letters)
{
    expect(&lengths[_i]);
}
END_TEST

static const char *const particles[] = {
    "d",   "da",    "dal",  "dall", "dalla", "dalle", "dallo", "dai",  "dagli", "de",
    "dei", "degli", "del",  "dell", "della", "delle", "dello", "den",  "der",   "di",
    "do",  "dos",   "das",  "du",   "e",     "el",    "il",    "l",    "la",    "le",
    "li",  "lo",    "nell", "san",  "sant",  "santa", "santo", "sull", "al",    "alla",
    "gli", "ter",   "van",  "von",  "y",     "zu",    "zum",   "zur",  "af",
};

START_TEST(particle_before_a_dropped_word_goes_with_it)
{
    char surname[200];

    snprintf(surname, sizeof surname, FORTY " %s " TEN, particles[_i]);
    expect(&(struct answer){surname, T("Ada"), text(surname), SHORTENED, "ada." FORTY});
}
END_TEST

static const char *const no_particles[] = {"sul", "nel", "mac", "st",  "be",    "dalb",
                                           "a",   "i",   "o",   "con", "saint", "sanctis"};

START_TEST(other_words_are_no_particles)
{
    char surname[200];
    char local[200];

    snprintf(surname, sizeof surname, FORTY " %s " TEN, no_particles[_i]);
    snprintf(local, sizeof local, "ada." FORTY "%s", no_particles[_i]);
    expect(&(struct answer){surname, T("Ada"), text(surname), SHORTENED, local});
}
END_TEST

START_TEST(overlong_error_refuses_what_would_be_shortened)
{
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();
    struct pecaddr_person person = person_of(text("Giovanni"), text(FORTY "neri"));
    char local[PECADDR_LOCAL_PART_MAX + 1];

    scheme.naming.overlong_fail = true;
    ck_assert_int_eq(
        pecaddr_local_part(&scheme, &person, NULL, local, sizeof local, NULL, NULL, NULL),
        PECADDR_E_TOO_LONG);
    expect_under(&scheme, &lengths[0]);
}
END_TEST

START_TEST(one_budget_for_whoever_asks)
{
    struct pecaddr_person person = person_of(text("Giovanni"), text(FORTY "neri"));
    char local[PECADDR_LOCAL_PART_MAX + 1];

    person.number = 0;
    person.section = 0;
    person.province = (struct pecaddr_text){NULL, 0};
    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local,
                                        NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(local, "giovanni." FORTY "ner");
}
END_TEST

/* The trace. */

struct step {
    enum pecaddr_step_kind kind;
    enum pecaddr_field field;
    size_t offset;
    size_t length;
    char text[80];
};

struct steps {
    size_t n;
    struct step all[4096];
};

static void keep_step(void *user, const struct pecaddr_step *step)
{
    struct steps *steps = user;
    struct step *kept = &steps->all[steps->n++];

    ck_assert_uint_lt(steps->n, N_OF(steps->all));
    ck_assert_uint_eq(step->size, sizeof *step);
    ck_assert_uint_lt(step->text.size, sizeof kept->text);
    *kept = (struct step){step->kind, step->field, step->offset, step->length, ""};
    if (step->text.size > 0)
        memcpy(kept->text, step->text.data, step->text.size);
}

static struct steps traced;

static void trace_name(struct pecaddr_text given, struct pecaddr_text surname, char *local)
{
    struct pecaddr_person person = person_of(given, surname);
    struct pecaddr_trace trace = {sizeof trace, keep_step, &traced};

    traced.n = 0;
    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, &trace, local,
                                        PECADDR_LOCAL_PART_MAX + 1, NULL, NULL, NULL),
                     PECADDR_OK);
}

static bool is_letters(const struct step *step)
{
    return step->kind >= PECADDR_STEP_LETTER && step->kind <= PECADDR_STEP_TRANSLITERATED;
}

/* The expected steps, those that are ASCII letters and ends of words aside. */
static const struct {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct step steps[8];
} traces[] = {
    {"each letter by its rule",
     T("Åøü æﬁɓò"),
     T("Rossi"),
     {{PECADDR_STEP_RING, G, 0, 2, "aa"},
      {PECADDR_STEP_STROKE, G, 2, 2, "oe"},
      {PECADDR_STEP_DIAERESIS, G, 4, 2, "ue"},
      {PECADDR_STEP_REGISTRY, G, 7, 2, "ae"},
      {PECADDR_STEP_COMPATIBLE, G, 9, 3, "fi"},
      {PECADDR_STEP_LATIN, G, 12, 2, "b"},
      {PECADDR_STEP_BASE, G, 14, 2, "o"},
      {PECADDR_STEP_OTHER_PROFILE, 0, 0, 0, "aouaefibo.rossi"}}},
    {"a decomposed letter is one step",
     T("Ada"),
     T("Mu\u0308ller"),
     {{PECADDR_STEP_DIAERESIS, S, 1, 3, "ue"},
      {PECADDR_STEP_OTHER_PROFILE, 0, 0, 0, "ada.muller"}}},
    {"apostrophe", T("Ada"), T("D’Angelo"), {{PECADDR_STEP_APOSTROPHE, S, 1, 3, ""}}},
    {"hidden, comma, title, in the order of the rules",
     T("I\u200Bng. Ada, Luisa"),
     T("Rossi"),
     {{PECADDR_STEP_HIDDEN, G, 1, 3, ""},
      {PECADDR_STEP_COMMA, G, 11, 7, ""},
      {PECADDR_STEP_TITLE, G, 0, 7, ""}}},
    {"title, birth surname, marital word, in the order of the rules",
     T("Ada"),
     T("Ing. Neri nata Rossi in Bianchi"),
     {{PECADDR_STEP_TITLE, S, 0, 4, ""},
      {PECADDR_STEP_BIRTH_SURNAME, S, 0, 14, ""},
      {PECADDR_STEP_MARITAL, S, 21, 10, ""}}},
    {"doubts name the word",
     T("Ing Cav. Ada"),
     T("In Rossi"),
     {{PECADDR_STEP_DOUBT_TITLE, G, 0, 3, ""},
      {PECADDR_STEP_DOUBT_ABBREVIATION, G, 4, 4, ""},
      {PECADDR_STEP_DOUBT_MARITAL, S, 0, 2, ""}}},
    {"dropped words and cuts come last",
     T("Alessandro Massimiliano"),
     T(FORTY TEN " Neri"),
     {{PECADDR_STEP_WORD_DROPPED, G, 0, 0, "massimiliano"},
      {PECADDR_STEP_WORD_DROPPED, S, 0, 0, "neri"},
      {PECADDR_STEP_CUT, S, 0, 0, "artolomei"}}},
};

START_TEST(trace_tells_each_step_in_order_with_its_bytes)
{
    const struct step *expected = traces[_i].steps;
    char local[PECADDR_LOCAL_PART_MAX + 1];

    trace_name(traces[_i].given, traces[_i].surname, local);
    for (size_t i = 0; i < traced.n; i++) {
        const struct step *step = &traced.all[i];

        if (step->kind == PECADDR_STEP_LETTER || step->kind == PECADDR_STEP_WORD_END)
            continue;
        ck_assert_msg(step->kind == expected->kind && step->field == expected->field &&
                          step->offset == expected->offset && step->length == expected->length &&
                          strcmp(step->text, expected->text) == 0,
                      "%s: step %d of field %d at %zu+%zu '%s', expected %d of %d at %zu+%zu '%s'",
                      traces[_i].what, (int)step->kind, (int)step->field, step->offset,
                      step->length, step->text, (int)expected->kind, (int)expected->field,
                      expected->offset, expected->length, expected->text);
        expected++;
    }
    ck_assert_msg(expected == traces[_i].steps + 8 || expected->kind == 0, "%s: steps are missing",
                  traces[_i].what);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text given;
    size_t offset;
    size_t length;
} misread[] = {
    {"upper after lower", T("NoŠ"), 2, 2},    {"decomposed", T("Ada NoS\u030C"), 6, 3},
    {"lower after upper", T("NICOLã"), 5, 2}, {"Ô before an apostrophe", T("NICOLÔ'"), 5, 2},
    {"Ô ends a word", T("NICOLÔ ADA"), 5, 2},
};

START_TEST(trace_names_the_letter_that_may_be_misread)
{
    char local[PECADDR_LOCAL_PART_MAX + 1];
    size_t found = 0;

    trace_name(misread[_i].given, (struct pecaddr_text)T("Rossi"), local);
    for (size_t i = 0; i < traced.n; i++) {
        const struct step *step = &traced.all[i];

        if (step->kind != PECADDR_STEP_DOUBT_MISREAD)
            continue;
        found++;
        ck_assert_msg(step->field == G && step->offset == misread[_i].offset &&
                          step->length == misread[_i].length,
                      "%s: %zu+%zu", misread[_i].what, step->offset, step->length);
    }
    ck_assert_msg(found == 1, "%s: told %zu times", misread[_i].what, found);
}
END_TEST

/* What the letters of a field were, put together from the trace. */
static void join_letters(enum pecaddr_field field, char *joined_letters)
{
    *joined_letters = '\0';
    for (size_t i = 0; i < traced.n; i++)
        if (is_letters(&traced.all[i]) && traced.all[i].field == field)
            strcat(joined_letters, traced.all[i].text);
}

/* What was dropped and cut from a field, in the order in which it stood there. */
static void join_dropped(enum pecaddr_field field, char *dropped)
{
    char before[2048];

    *dropped = '\0';
    for (size_t i = 0; i < traced.n; i++) {
        const struct step *step = &traced.all[i];

        if ((step->kind == PECADDR_STEP_WORD_DROPPED || step->kind == PECADDR_STEP_CUT) &&
            step->field == field) {
            strcpy(before, dropped);
            strcpy(dropped, step->text);
            strcat(dropped, before);
        }
    }
}

static void check_letters(const struct answer *row)
{
    char local[PECADDR_LOCAL_PART_MAX + 1];
    char letters[2][2048];
    char whole[4200];
    char dropped[2][2048];
    char *dot;

    trace_name(row->given, row->surname, local);
    join_letters(G, letters[0]);
    join_letters(S, letters[1]);
    join_dropped(G, dropped[0]);
    join_dropped(S, dropped[1]);
    dot = strchr(local, '.');
    ck_assert_ptr_nonnull(dot);
    *dot = '\0';
    snprintf(whole, sizeof whole, "%s%s.%s%s", local, dropped[0], dot + 1, dropped[1]);
    ck_assert_msg(strlen(whole) == strlen(letters[0]) + 1 + strlen(letters[1]) &&
                      memcmp(whole, letters[0], strlen(letters[0])) == 0 &&
                      strcmp(whole + strlen(letters[0]) + 1, letters[1]) == 0,
                  "%s: letters %s.%s, address and dropped %s", row->what, letters[0], letters[1],
                  whole);
    for (size_t i = 0; i < traced.n; i++) {
        const struct step *step = &traced.all[i];
        size_t size = step->field == G ? row->given.size : row->surname.size;

        ck_assert_msg(step->offset + step->length <= size, "%s: a step beyond the field",
                      row->what);
    }
}

START_TEST(letters_of_the_trace_are_the_atoms_before_shortening)
{
    static const struct {
        const struct answer *rows;
        size_t n;
    } tables[] = {
        {base_letters, N_OF(base_letters)},
        {umlauts, N_OF(umlauts)},
        {registry_letters, N_OF(registry_letters)},
        {compatible_letters, N_OF(compatible_letters)},
        {latin_letters, N_OF(latin_letters)},
        {elisions, N_OF(elisions)},
        {word_ends, N_OF(word_ends)},
        {commas, N_OF(commas)},
        {title_corners, N_OF(title_corners)},
        {doubtful_words, N_OF(doubtful_words)},
        {marital_corners, N_OF(marital_corners)},
        {birth_surnames, N_OF(birth_surnames)},
        {marital_doubts, N_OF(marital_doubts)},
        {dos_signs, N_OF(dos_signs)},
        {lengths, N_OF(lengths)},
    };

    for (size_t i = 0; i < N_OF(tables); i++)
        for (size_t k = 0; k < tables[i].n; k++)
            check_letters(&tables[i].rows[k]);
}
END_TEST

START_TEST(a_trace_changes_no_answer)
{
    for (size_t i = 0; i < N_OF(lengths); i++) {
        char local[PECADDR_LOCAL_PART_MAX + 1];

        trace_name(lengths[i].given, lengths[i].surname, local);
        ck_assert_str_eq(local, lengths[i].local);
    }
}
END_TEST

static Suite *name_suite(void)
{
    Suite *suite = suite_create("name");
    TCase *tc = tcase_create("letters");

    ADD(tc, letter_with_marks_is_the_base_letter, base_letters);
    ADD(tc, a_o_u_with_diaeresis_are_ae_oe_ue, umlauts);
    ADD(tc, a_with_ring_is_aa, rings);
    ADD(tc, o_with_stroke_is_oe_with_or_without_marks, strokes);
    ADD(tc, letters_of_the_registry_table, registry_letters);
    ADD(tc, full_width_letters_and_ligatures_are_their_compatibility_letters, compatible_letters);
    ADD(tc, other_latin_letters_are_their_frozen_row_or_that_of_the_other_case, latin_letters);
    ADD(tc, latin_letter_without_letters_of_its_own_is_unexpected, letterless);
    ADD(tc, profile_plain_writes_a_o_u_for_umlauts_ring_and_stroke, plain_letters);
    ADD(tc, variant_is_noted_only_where_the_local_parts_differ, no_variants);
    suite_add_tcase(suite, tc);

    tc = tcase_create("signs");
    ADD(tc, apostrophe_is_deleted_without_note, apostrophes);
    ADD(tc, elision_and_accent_need_no_guess, elisions);
    ADD(tc, white_space_ends_a_word, spaces);
    ADD(tc, dash_between_letters_or_apostrophes_or_spaces_ends_a_word, dashes);
    ADD(tc, dash_elsewhere_is_unexpected, dashes);
    ADD(tc, hyphen_dot_colon_and_middle_dot_end_a_word, word_ends);
    ADD(tc, middle_dot_not_between_letters_is_unexpected, middle_dots);
    ADD(tc, ignorable_is_deleted_first_anywhere, ignorables);
    ADD(tc, comma_in_given_names_ignores_the_rest, commas);
    suite_add_tcase(suite, tc);

    tc = tcase_create("words");
    ADD(tc, title_with_a_dot_is_ignored_as_a_whole_word, titles);
    ADD(tc, title_glued_to_the_first_word_is_ignored, glued_titles);
    ADD(tc, title_at_the_edges_of_the_rule, title_corners);
    ADD(tc, dotless_title_and_other_abbreviations_are_kept_in_doubt, doubtful_words);
    ADD(tc, marital_word_and_the_rest_are_ignored, marital_words);
    ADD(tc, marital_word_at_the_edges_of_the_rule, marital_corners);
    ADD(tc, nata_gives_the_birth_surname, birth_surnames);
    ADD(tc, marital_word_first_or_last_is_kept_in_doubt, marital_doubts);
    ADD(tc, signs_of_misread_dos_text_are_doubt, dos_signs);
    suite_add_tcase(suite, tc);

    tc = tcase_create("errors");
    ADD(tc, mark_without_a_letter_before_it_is_unexpected, lone_marks);
    ADD(tc, what_belongs_in_no_name_is_unexpected, unexpected);
    ADD(tc, offence_is_unexpected_at_its_byte, offences);
    ADD(tc, ill_formed_utf8_is_an_error_at_its_byte, ill_formed);
    ADD(tc, mojibake_is_an_error_at_its_byte, mojibake);
    ADD(tc, names_that_look_like_mojibake_and_are_not, no_mojibake);
    ADD(tc, letter_of_another_script_is_an_error, scripts);
    ADD(tc, field_with_nothing_left_is_empty, empty);
    tcase_add_test(tc, field_of_1024_bytes_is_read_and_of_1025_is_too_long);
    tcase_add_test(tc, field_of_1024_bytes_of_anything_has_an_answer_or_an_error);
    ADD(tc, errors_are_in_order_and_at_the_byte_of_the_original, orders);
    suite_add_tcase(suite, tc);

    tc = tcase_create("length");
    ADD(tc, words_of_a_field_are_joined, joined);
    ADD(tc, given_first_takes_the_first_white_space_word, first_given);
    ADD(tc, too_long_names_are_shortened_to_51_letters, lengths);
    ADD(tc, particle_before_a_dropped_word_goes_with_it, particles);
    ADD(tc, other_words_are_no_particles, no_particles);
    tcase_add_test(tc, overlong_error_refuses_what_would_be_shortened);
    tcase_add_test(tc, one_budget_for_whoever_asks);
    suite_add_tcase(suite, tc);

    tc = tcase_create("trace");
    ADD(tc, trace_tells_each_step_in_order_with_its_bytes, traces);
    ADD(tc, trace_names_the_letter_that_may_be_misread, misread);
    tcase_add_test(tc, letters_of_the_trace_are_the_atoms_before_shortening);
    tcase_add_test(tc, a_trace_changes_no_answer);
    suite_add_tcase(suite, tc);
    return suite;
}

int main(void)
{
    return suite_run(name_suite());
}
