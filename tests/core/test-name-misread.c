/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: letters as they stand in DOS text that was misread are in doubt. */
#include "core/name-suite.h"

START_TEST(capital_with_an_accent_right_after_a_small_letter_is_in_doubt)
{
    static const struct traced rows[] = {
        {"last", T("NoŠ"), T("Rossi"), DOUBT, "nos.rossi", "MISREAD G2[Š]"},
        {"decomposed", T("NoS\u030C"), T("Rossi"), DOUBT, "nos.rossi", "MISREAD G2[S\u030C]"},
        {"in a later word", T("Ada NoS\u030C"), T("Rossi"), DOUBT, "adanos.rossi",
         "MISREAD G6[S\u030C]"},
        {"in the middle", T("Ada"), T("McÈwan"), DOUBT, "ada.mcewan", "MISREAD S2[È]"},
        {"after a letter with an accent", T("Noe\u0301Šlia"), T("Rossi"), DOUBT, "noeslia.rossi",
         "MISREAD G5[Š]"},
        {"after marks that do not compose", T("Noa\u0332Šlia"), T("Rossi"), DOUBT, "noaslia.rossi",
         "MISREAD G5[Š]"},
        {"each", T("NoŠaŠ"), T("Rossi"), DOUBT, "nosas.rossi", "MISREAD G2[Š], MISREAD G5[Š]"},
        {"another capital", T("Ada"), T("NoÞa"), DOUBT, "ada.notha", "MISREAD S2[Þ]"},
        {"ASCII", T("Ada"), T("McDonald"), 0, "ada.mcdonald", ""},
        {"ASCII with marks that do not compose", T("Ada"), T("McD\u0332onald"), 0, "ada.mcdonald",
         ""},
        {"full width", T("Ada"), T("NEＲｉ ｎＥri"), 0, "ada.nerineri", ""},
        {"after a capital", T("NICOLÒ"), T("MÈ"), 0, "nicolo.me", ""},
        {"first", T("Òscar"), T("Èlia"), 0, "oscar.elia", ""},
        {"after an apostrophe", T("Ada"), T("Dell'Àquila"), 0, "ada.dellaquila", ""},
        {"after a hyphen", T("Ada"), T("Rossi-Èlia"), 0, "ada.rossielia", ""},
        {"after a dot", T("M.Èlia"), T("Rossi"), 0, "melia.rossi", ""},
        {"after white space", T("Ada Èlia"), T("Rossi"), 0, "adaelia.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(small_letter_with_an_accent_after_a_capital_that_is_not_the_first_is_in_doubt)
{
    static const struct traced rows[] = {
        {"last", T("NICOLã"), T("Rossi"), DOUBT, "nicola.rossi", "MISREAD G5[ã]"},
        {"à", T("NICOLà"), T("Rossi"), DOUBT, "nicola.rossi", "MISREAD G5[à]"},
        {"é", T("CANTé"), T("Rossi"), DOUBT, "cante.rossi", "MISREAD G4[é]"},
        {"in the middle", T("Ada"), T("ROãT"), DOUBT, "ada.roat", "MISREAD S2[ã]"},
        {"after marks that do not compose", T("NICOL\u0332ã"), T("Rossi"), DOUBT, "nicola.rossi",
         "MISREAD G7[ã]"},
        {"after the second letter", T("Ada"), T("ROã"), DOUBT, "ada.roa", "MISREAD S2[ã]"},
        {"after the second letter, the first with an accent", T("Ada"), T("ÀRã"), DOUBT, "ada.ara",
         "MISREAD S3[ã]"},
        {"after the first letter", T("Mã"), T("Rã"), 0, "ma.ra", ""},
        {"after the first letter of a word at a hyphen", T("ADA-Mã"), T("NERI'Rã"), 0,
         "adama.nerira", ""},
        {"after an apostrophe and one letter", T("Ada"), T("O'Níell"), 0, "ada.oniell", ""},
        {"right after an apostrophe", T("Ada"), T("DELL'àquila"), 0, "ada.dellaquila", ""},
        {"first", T("ãDA"), T("Rossi"), 0, "ada.rossi", ""},
        {"after a small letter", T("Nicolã"), T("Alú"), 0, "nicola.alu", ""},
        {"ASCII", T("Ada"), T("ROSSi"), 0, "ada.rossi", ""},
        {"ASCII with marks that do not compose", T("Ada"), T("ROSSi\u0332"), 0, "ada.rossi", ""},
        {"full width", T("Ada"), T("ROSSｉ"), 0, "ada.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(caps_lock_writes_four_small_letters_at_the_end_of_a_word_and_sharp_s)
{
    static const struct traced rows[] = {
        {"è", T("MOSè"), T("Rossi"), 0, "mose.rossi", ""},
        {"ì", T("Ada"), T("FORLì"), 0, "ada.forli", ""},
        {"ò", T("NICOLò"), T("Rossi"), 0, "nicolo.rossi", ""},
        {"ù", T("Ada"), T("CEFALù"), 0, "ada.cefalu", ""},
        {"decomposed", T("NICOLo\u0300"), T("Rossi"), 0, "nicolo.rossi", ""},
        {"before a hyphen", T("NICOLò-MARIA"), T("Rossi"), 0, "nicolomaria.rossi", ""},
        {"before a dash", T("NICOLò–MARIA"), T("Rossi"), 0, "nicolomaria.rossi", ""},
        {"before white space", T("NICOLò MARIA"), T("Rossi"), 0, "nicolomaria.rossi", ""},
        {"before an apostrophe", T("NICOLò'"), T("Rossi"), 0, "nicolo.rossi", ""},
        {"before a dot", T("NICOLò."), T("Rossi"), DOUBT, "nicolo.rossi",
         "ABBREVIATION G0[NICOLò.]"},
        {"è before a letter", T("Ada"), T("ROèT"), DOUBT, "ada.roet", "MISREAD S2[è]"},
        {"ì before a letter", T("Ada"), T("ROìT"), DOUBT, "ada.roit", "MISREAD S2[ì]"},
        {"ò before a letter", T("Ada"), T("RAòT"), DOUBT, "ada.raot", "MISREAD S2[ò]"},
        {"ù before a letter", T("Ada"), T("ROùT"), DOUBT, "ada.rout", "MISREAD S2[ù]"},
        {"with one more mark", T("NICOLò\u0332"), T("Rossi"), DOUBT, "nicolo.rossi",
         "MISREAD G5[ò]"},
        {"ò with a mark that composes", T("NICOLồ"), T("Rossi"), DOUBT, "nicolo.rossi",
         "MISREAD G5[ồ]"},
        {"a letter further on", T("Ada"), T("NERò'S"), 0, "ada.neros", ""},
        {"ß", T("Ada"), T("GROß"), 0, "ada.gross", ""},
        {"ß before a letter", T("Ada"), T("GROßE"), 0, "ada.grosse", ""},
        {"ß with a mark", T("Ada"), T("GROß\u0301E"), DOUBT, "ada.grosse", "MISREAD S3[ß]"},
        {"other letters of Latin-1", T("Ada"), T("GROðE"), DOUBT, "ada.grode", "MISREAD S3[ð]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(thorn_or_o_with_circumflex_at_the_end_of_a_word_in_capitals_is_in_doubt)
{
    static const struct traced rows[] = {
        {"Þ", T("NICOLÞ"), T("Rossi"), DOUBT, "nicolth.rossi", "MISREAD G5[Þ]"},
        {"Ô", T("NICOLÔ"), T("Rossi"), DOUBT, "nicolo.rossi", "MISREAD G5[Ô]"},
        {"decomposed", T("NICOLO\u0302"), T("Rossi"), DOUBT, "nicolo.rossi", "MISREAD G5[O\u0302]"},
        {"full width", T("NICOLＯ\u0302"), T("Rossi"), DOUBT, "nicolo.rossi",
         "MISREAD G5[Ｏ\u0302]"},
        {"before white space", T("ELÔ MARIA"), T("Rossi"), DOUBT, "elomaria.rossi",
         "MISREAD G2[Ô]"},
        {"before a hyphen", T("NICOLÔ-MARIA"), T("Rossi"), DOUBT, "nicolomaria.rossi",
         "MISREAD G5[Ô]"},
        {"before an apostrophe", T("NICOLÔ'"), T("Rossi"), DOUBT, "nicolo.rossi", "MISREAD G5[Ô]"},
        {"after two letters with accents", T("ÈLÔ"), T("Rossi"), DOUBT, "elo.rossi",
         "MISREAD G3[Ô]"},
        {"in a word at a hyphen", T("Ada-ELÔ"), T("Rossi"), DOUBT, "adaelo.rossi", "MISREAD G6[Ô]"},
        {"in each word", T("NICOLÞ"), T("ALÔ CANTÞ"), DOUBT, "nicolth.alocantth",
         "MISREAD G5[Þ], MISREAD S2[Ô], MISREAD S9[Þ]"},
        {"after one letter", T("LÔ MARIA"), T("LÞ"), 0, "lomaria.lth", ""},
        {"after one letter and an apostrophe", T("Ada"), T("DELL'LÔ"), 0, "ada.delllo", ""},
        {"alone", T("Ada"), T("Ô"), 0, "ada.o", ""},
        {"inside a word", T("JERÔME"), T("AÞEL"), 0, "jerome.athel", ""},
        {"small", T("Nicolô"), T("Nicolþ"), 0, "nicolo.nicolth", ""},
        {"in a word with a small letter", T("NiCOLÔ"), T("nICOLÞ"), 0, "nicolo.nicolth", ""},
        {"other letters with a circumflex", T("NICOLÂ"), T("NERÎ"), 0, "nicola.neri", ""},
        {"Ô with more marks that compose", T("NICOLỒ"), T("Rossi"), 0, "nicolo.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(ordinal_indicator_between_two_letters_is_in_doubt)
{
    static const struct traced rows[] = {
        {"ª", T("Ada"), T("Gonªalves"), DOUBT, "ada.gonaalves", "MISREAD S3[ª]"},
        {"º", T("Ada"), T("NIºO"), DOUBT, "ada.nioo", "MISREAD S2[º]"},
        {"each is a letter to the other", T("Ada"), T("Mªªs"), DOUBT, "ada.maas",
         "MISREAD S1[ª], MISREAD S3[ª]"},
        {"through marks", T("Ada"), T("Mª\u0332s"), DOUBT, "ada.mas", "MISREAD S1[ª]"},
        {"after marks", T("Ada"), T("M\u0332ºs"), DOUBT, "ada.mos", "MISREAD S3[º]"},
        {"before a letter with an accent", T("Ada"), T("Mªè"), DOUBT, "ada.mae", "MISREAD S1[ª]"},
        {"after the second letter, too", T("ADAªS"), T("Rossi"), DOUBT, "adaas.rossi",
         "MISREAD G3[ª]"},
        {"last", T("Mª"), T("Nº"), 0, "ma.no", ""},
        {"last in its word", T("Mª Luisa"), T("Rossi"), 0, "maluisa.rossi", ""},
        {"last with a mark", T("Mª\u0332"), T("Rossi"), 0, "ma.rossi", ""},
        {"first", T("ªMaria"), T("ºRossi"), 0, "amaria.orossi", ""},
        {"an apostrophe before it", T("M'ªs"), T("Rossi"), 0, "mas.rossi", ""},
        {"an apostrophe after it", T("Mª's"), T("Rossi"), 0, "mas.rossi", ""},
        {"a hyphen after it", T("Mª-Luisa"), T("Rossi"), 0, "maluisa.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        capital_with_an_accent_right_after_a_small_letter_is_in_doubt,
        small_letter_with_an_accent_after_a_capital_that_is_not_the_first_is_in_doubt,
        caps_lock_writes_four_small_letters_at_the_end_of_a_word_and_sharp_s,
        thorn_or_o_with_circumflex_at_the_end_of_a_word_in_capitals_is_in_doubt,
        ordinal_indicator_between_two_letters_is_in_doubt,
    };

    return run_suite("name-misread", tests, N_OF(tests));
}
