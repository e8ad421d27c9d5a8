/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The trace of a name: each step with its bytes, in the order of SPEC §2. That a trace changes no
 * answer, and that its letters are those of the answer, each row of name-suite.h shows; the doubts
 * are in test-name-doubts.c and its kin.
 */
#include "core/name-suite.h"

START_TEST(every_character_has_its_step)
{
    static const struct traced rows[] = {
        {"letters and ends of words", T("A b"), T("C-D.e:"), 0, "ab.cde",
         "LETTER G0[A]a, WORD_END G1[ ], LETTER G2[b]b, LETTER S0[C]c, WORD_END S1[-], "
         "LETTER S2[D]d, WORD_END S3[.], LETTER S4[e]e, WORD_END S5[:]"},
        {"other ends of words", T("l·l"), T("a – b\u2010c"), 0, "ll.abc",
         "LETTER G0[l]l, WORD_END G1[·], LETTER G3[l]l, LETTER S0[a]a, WORD_END S1[ ], "
         "WORD_END S2[–], WORD_END S5[ ], LETTER S6[b]b, WORD_END S7[\u2010], LETTER S10[c]c"},
        {"each of several spaces", T(" A"), T("B \u3000"), 0, "a.b",
         "WORD_END G0[ ], LETTER G1[A]a, LETTER S0[B]b, WORD_END S1[ ], WORD_END S2[\u3000]"},
        {"what is ignored has none of its own", T("Ing. U"), T("B in C"), TITLE | MARITAL, "u.b",
         "TITLE G0[Ing.], WORD_END G4[ ], LETTER G5[U]u, MARITAL S2[in C], LETTER S0[B]b, "
         "WORD_END S1[ ]"},
    };

    expect_all_steps(pecaddr_scheme_ingpec(), rows, N_OF(rows));
}
END_TEST

START_TEST(letter_has_the_step_of_its_rule)
{
    static const struct traced rows[] = {
        {"each rule", T("Åøü æﬁɓò"), T("Rossi"), VARIANT, "aaoeueaefibo.rossi",
         "RING G0[Å]aa, STROKE G2[ø]oe, DIAERESIS G4[ü]ue, REGISTRY G7[æ]ae, "
         "COMPATIBLE G9[ﬁ]fi, LATIN G12[ɓ]b, BASE G14[ò]o, OTHER_PROFILE 0[]aouaefibo.rossi"},
        {"full width", T("Ａda"), T("Ｒossi"), 0, "ada.rossi",
         "COMPATIBLE G0[Ａ]a, COMPATIBLE S0[Ｒ]r"},
        {"full width with a mark", T("Ａ\u0301da"), T("Rossi"), 0, "ada.rossi",
         "BASE G0[Ａ\u0301]a"},
        {"full width with a diaeresis", T("Ada"), T("ｕ\u0308"), VARIANT, "ada.ue",
         "DIAERESIS S0[ｕ\u0308]ue, OTHER_PROFILE 0[]ada.u"},
        {"ordinal indicators", T("Mª"), T("Nº"), 0, "ma.no",
         "COMPATIBLE G1[ª]a, COMPATIBLE S1[º]o"},
        {"letters of the registry's table with a mark", T("Æ\u0301sa"), T("Rossi"), 0, "aesa.rossi",
         "REGISTRY G0[Æ\u0301]ae"},
        {"a stroke with a mark", T("Ada"), T("ø\u0301"), VARIANT, "ada.oe",
         "STROKE S0[ø\u0301]oe, OTHER_PROFILE 0[]ada.o"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(letter_and_its_marks_are_one_step)
{
    static const struct traced rows[] = {
        {"composed", T("Ada"), T("Müller"), VARIANT, "ada.mueller",
         "DIAERESIS S1[ü]ue, OTHER_PROFILE 0[]ada.muller"},
        {"decomposed", T("Ada"), T("Mu\u0308ller"), VARIANT, "ada.mueller",
         "DIAERESIS S1[u\u0308]ue, OTHER_PROFILE 0[]ada.muller"},
        {"of two marks", T("Ada"), T("Nguye\u0302\u0303n"), 0, "ada.nguyen",
         "BASE S4[e\u0302\u0303]e"},
        {"of a mark that does not compose", T("Ada"), T("Ros\u0332si"), 0, "ada.rossi",
         "BASE S2[s\u0332]s"},
        {"of marks that do not compose", T("Ada"), T("Ros\u0332\u0316si"), 0, "ada.rossi",
         "BASE S2[s\u0332\u0316]s"},
        {"last in the field", T("Ada"), T("Alu\u0300"), 0, "ada.alu", "BASE S2[u\u0300]u"},
        {"with a hidden code point", T("Ada"), T("Alu\u200B\u0300s"), HIDDEN, "ada.alus",
         "HIDDEN S3[\u200B], BASE S2[u\u200B\u0300]u"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(signs_have_their_steps)
{
    static const struct traced rows[] = {
        {"apostrophe", T("Ada"), T("D’Angelo"), 0, "ada.dangelo", "APOSTROPHE S1[’]"},
        {"each of two", T("Ada"), T("''Rossi"), 0, "ada.rossi",
         "APOSTROPHE S0['], APOSTROPHE S1[']"},
        {"hidden, each", T("\u200BA\U000E0001da"), T("Rossi\u00AD"), HIDDEN, "ada.rossi",
         "HIDDEN G0[\u200B], HIDDEN G4[\U000E0001], HIDDEN S5[\u00AD]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(steps_come_in_the_order_of_the_rules)
{
    static const struct traced rows[] = {
        {"hidden, comma, title, doubt, letters", T("I\u200Bng. Cav. Adà, Luisa"), T("Rossi"),
         HIDDEN | COMMA | TITLE | DOUBT, "cavada.rossi",
         "HIDDEN G1[\u200B], COMMA G17[, Luisa], TITLE G0[I\u200Bng.], DOUBT_ABBREVIATION "
         "G8[Cav.], BASE G15[à]a"},
        {"title, birth surname, marital word", T("Ada"), T("Ing. Neri nata Rossi in Bianchi"),
         TITLE | MARITAL, "ada.rossi",
         "TITLE S0[Ing.], BIRTH_SURNAME S0[Ing. Neri nata], MARITAL S21[in Bianchi]"},
        {"given names, surname, the two compared", T("Ing Del"), T("Ved. Del"), DOUBT,
         "ingdel.veddel",
         "DOUBT_TITLE G0[Ing], DOUBT_ABBREVIATION S0[Ved.], DOUBT_MARITAL S0[Ved.]"},
        {"both doubts of a surname", T("Del"), T("Del"), DOUBT, "del.del",
         "DOUBT_PARTICLES S0[Del], DOUBT_REPEATED S0[Del]"},
        {"dropped words and cuts", T("Alessandro Massimiliano"), T(FORTY TEN " Neri"), SHORTENED,
         "alessandro." FORTY "b",
         "WORD_DROPPED G0[]massimiliano, WORD_DROPPED S0[]neri, CUT S0[]artolomei"},
        {"the other profile last", T("Jörg Massimiliano"), T(FORTY "neri"), SHORTENED | VARIANT,
         "joerg." FORTY "neri",
         "DIAERESIS G1[ö]oe, WORD_DROPPED G0[]massimiliano, OTHER_PROFILE 0[]jorg." FORTY "neri"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(each_kind_of_doubt_tells_the_bytes_that_it_is_about)
{
    static const struct traced rows[] = {
        {"DOUBT_TITLE", T("Ì\u200Bng Ada"), T("Rossi"), HIDDEN | DOUBT, "ingada.rossi",
         "TITLE G0[Ì\u200Bng]"},
        {"DOUBT_TITLE_FULL", T("Àda Ingegne\u0300re"), T("Rossi"), DOUBT, "adaingegnere.rossi",
         "TITLE_FULL G5[Ingegne\u0300re]"},
        {"DOUBT_TITLE_REST after a title", T("Dott. s\u200Bà Ada"), T("Rossi"),
         HIDDEN | TITLE | DOUBT, "saada.rossi", "TITLE_REST G6[s\u200Bà]"},
        {"DOUBT_TITLE_REST glued", T("Dott.s\u200Bà Ada"), T("Rossi"), HIDDEN | TITLE | DOUBT,
         "saada.rossi", "TITLE_REST G5[s\u200Bà]"},
        {"DOUBT_TITLE_REST, ssa", T("À D.Ss\u200BàÀda"), T("Rossi"), HIDDEN | DOUBT,
         "adssaada.rossi", "TITLE_REST G5[Ss\u200Bà], MISREAD G12[À]"},
        {"DOUBT_TITLE_REST, a capital", T("Ing.dè\u200BＬuca"), T("Rossi"), HIDDEN | TITLE | DOUBT,
         "deluca.rossi", "TITLE_REST G10[Ｌ]"},
        {"DOUBT_ABBREVIATION", T("À Cà\u200Bv.Ada"), T("Rossi"), HIDDEN | DOUBT, "acavada.rossi",
         "ABBREVIATION G3[Cà\u200Bv.]"},
        {"DOUBT_ADDITION", T("Ada"), T("Àlba f\u200Bù"), HIDDEN | DOUBT, "ada.albafu",
         "ADDITION S6[f\u200Bù]"},
        {"DOUBT_INITIAL", T("Ada"), T("Àlba n\u0303\u200B.Neri"), HIDDEN | DOUBT, "ada.albanneri",
         "INITIAL S6[n\u0303\u200B.]"},
        {"DOUBT_MARITAL", T("Ada"), T("Àlba vèdo\u0300va"), DOUBT, "ada.albavedova",
         "MARITAL S6[vèdo\u0300va]"},
        {"DOUBT_MISREAD", T("ÀDAa\u0303"), T("À\u200BNoS\u030Cà"), HIDDEN | DOUBT, "adaa.anosa",
         "MISREAD G4[a\u0303], MISREAD S7[S\u030C], MISREAD S10[à]"},
        {"DOUBT_PARTICLES", T("Ada"), T(" De\u200B' Ｌa "), HIDDEN | DOUBT, "ada.dela",
         "PARTICLES S0[ De\u200B' Ｌa ]"},
        {"DOUBT_REPEATED", T("Alù"), T("\u200BAlu\u0300"), HIDDEN | DOUBT, "alu.alu",
         "REPEATED S0[\u200BAlu\u0300]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(steps_of_words_tell_the_bytes_that_they_are_about)
{
    static const struct traced rows[] = {
        {"comma", T("Ad\u200Bà, L\u0300uca"), T("Rossi"), HIDDEN | COMMA, "ada.rossi",
         "HIDDEN G2[\u200B], COMMA G7[, L\u0300uca], BASE G5[à]a"},
        {"title", T("Ù Ｉng\u200B. Ù"), T("Rossi"), HIDDEN | TITLE, "uu.rossi",
         "HIDDEN G8[\u200B], TITLE G3[Ｉng\u200B.], BASE G0[Ù]u, BASE G13[Ù]u"},
        {"birth surname", T("Ada"), T("Àlba n\u0303èe Ross"), MARITAL, "ada.ross",
         "BIRTH_SURNAME S0[Àlba n\u0303èe]"},
        {"marital word", T("Ada"), T("Alba ì\u0316n À"), MARITAL, "ada.alba",
         "MARITAL S5[ì\u0316n À]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_character_has_its_step,
        letter_has_the_step_of_its_rule,
        letter_and_its_marks_are_one_step,
        signs_have_their_steps,
        steps_come_in_the_order_of_the_rules,
        each_kind_of_doubt_tells_the_bytes_that_it_is_about,
        steps_of_words_tell_the_bytes_that_they_are_about,
    };

    return run_suite("name-trace", tests, N_OF(tests));
}
