/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: words that are no part of a name: after a comma, titles, married names. */
#include "core/name-suite.h"

START_TEST(comma_in_given_names_ignores_the_rest)
{
    static const struct traced rows[] = {
        {"the rest is ignored", T("Mario, Luigi Carlo"), T("Rossi"), COMMA, "mario.rossi",
         "COMMA G5[, Luigi Carlo]"},
        {"without space", T("Mario,Luigi"), T("Rossi"), COMMA, "mario.rossi", "COMMA G5[,Luigi]"},
        {"nothing after it", T("Mario,"), T("Rossi"), COMMA, "mario.rossi", "COMMA G5[,]"},
        {"the first of several", T("Mario, Luigi, Carlo"), T("Rossi"), COMMA, "mario.rossi",
         "COMMA G5[, Luigi, Carlo]"},
        {"ignored text may be anything", T("Mario, 3 ♥ Ж \u0301"), T("Rossi"), COMMA, "mario.rossi",
         "COMMA G5[, 3 ♥ Ж \u0301]"},
        {"a title after it", T("Mario, Ing. Cav."), T("Rossi"), COMMA, "mario.rossi",
         "COMMA G5[, Ing. Cav.]"},
        {"a title before it", T("Ing. Mario, Luigi"), T("Rossi"), TITLE | COMMA, "mario.rossi",
         "COMMA G10[, Luigi], TITLE G0[Ing.]"},
        {"a title right before it", T("Mario Ing.,Luigi"), T("Rossi"), TITLE | COMMA, "mario.rossi",
         "COMMA G10[,Luigi], TITLE G6[Ing.]"},
        {"a marital word before it has no word after", T("Maria in, Neri"), T("Rossi"), COMMA,
         "mariain.rossi", "COMMA G8[, Neri]"},
        {"the surname after it is not among the given names", T("Mario, Rossi"), T("Rossi"), COMMA,
         "mario.rossi", "COMMA G5[, Rossi]"},
        {"a space before it", T("Maria Grazia , Luisa"), T("Rossi"), COMMA, "mariagrazia.rossi",
         "COMMA G13[, Luisa]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

/* Titles. */

static const char *const titles[] = {
    "ing.",           "dott.",           "dott.ssa",      "dr.",
    "dr.ssa",         "d.ssa",           "arch.",         "geom.",
    "prof.",          "prof.ssa",        "avv.",          "sig.",
    "sig.ra",         "sig.na",          "rag.",          "per.ind.",
    "dott.ssa.",      "dr.ssa.",         "d.ssa.",        "prof.ssa.",
    "sig.ra.",        "sig.na.",         "Ing.",          "DOTT.SSA",
    "Sig.Ra",         "aRcH.",           "Dott.Ing.",     "DOTT.ARCH.ING.",
    "Prof.Dott.Ing.", "Ing.Dott.ssa",    "Dott.ssa.Ing.", "Per.Ind.Ing.",
    "Ｉｎｇ.",        "Sig.ra.Dott.ssa",
};

START_TEST(title_with_a_dot_is_ignored_as_a_whole_word)
{
    static const char *const formats[] = {"%s Rosa", "Rosa %s", "%s %s Rosa", "  %s   Rosa",
                                          "Rosa - %s"};
    char field[200];

    for (size_t i = 0; i < N_OF(titles); i++) {
        for (size_t k = 0; k < N_OF(formats); k++) {
            snprintf(field, sizeof field, formats[k], titles[i], titles[i]);
            expect_surname(field, TITLE, "ada.rosa");
            expect_given(field, TITLE, "rosa.rossi");
        }
        snprintf(field, sizeof field, "Di %s Stasio", titles[i]);
        expect_surname(field, TITLE, "ada.distasio");
    }
}
END_TEST

START_TEST(title_glued_to_the_first_word_before_a_letter_is_ignored)
{
    static const char *const glued[] = {
        "ing.",     "dott.",     "dott.ssa.",      "dr.",     "dr.ssa.",
        "d.ssa.",   "arch.",     "geom.",          "prof.",   "prof.ssa.",
        "avv.",     "sig.",      "sig.ra.",        "sig.na.", "rag.",
        "per.ind.", "Dott.Ing.", "DOTT.SSA.ARCH.", "Ｉｎｇ.",
    };
    char field[200];

    for (size_t i = 0; i < N_OF(glued); i++) {
        snprintf(field, sizeof field, "%sRosa", glued[i]);
        expect_given(field, TITLE, "rosa.rossi");
        snprintf(field, sizeof field, "%sRosa Bianchi", glued[i]);
        expect_surname(field, TITLE, "ada.rosabianchi");
        snprintf(field, sizeof field, "Arch. %sRosa", glued[i]);
        expect_surname(field, TITLE, "ada.rosa");
    }
}
END_TEST

START_TEST(title_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"in both fields", T("Ing. Ada"), T("Dott.ssa Rossi"), TITLE, "ada.rossi",
         "TITLE G0[Ing.], TITLE S0[Dott.ssa]"},
        {"each word that is one", T("Ing. Ada Arch. Luisa Dott."), T("Rossi"), TITLE,
         "adaluisa.rossi", "TITLE G0[Ing.], TITLE G9[Arch.], TITLE G21[Dott.]"},
        {"and one glued to what is left", T("Ing. Arch.Ada"), T("Rossi"), TITLE, "ada.rossi",
         "TITLE G0[Ing.], TITLE G5[Arch.]"},
        {"a chain glued", T("Dott.Ing.Mario"), T("Rossi"), TITLE, "mario.rossi",
         "TITLE G0[Dott.Ing.]"},
        {"a hyphen alone is no first word", T("- Ing.Mario"), T("Rossi"), TITLE, "mario.rossi",
         "TITLE G2[Ing.]"},
        {"glued to a later word it is kept", T("Mario Ing.Luigi"), T("Rossi"), DOUBT,
         "marioingluigi.rossi", "DOUBT_ABBREVIATION G6[Ing.]"},
        {"before a letter with a mark", T("Ing.Élia"), T("Rossi"), TITLE, "elia.rossi",
         "TITLE G0[Ing.], BASE G4[É]e"},
        {"of a chain what has a letter after it", T("Dott.Ing Mario"), T("Rossi"), TITLE | DOUBT,
         "ingmario.rossi", "TITLE G0[Dott.], DOUBT_TITLE G5[Ing]"},
        {"of a chain alone, too", T("Dott.Ing"), T("Rossi"), TITLE | DOUBT, "ing.rossi",
         "TITLE G0[Dott.], DOUBT_TITLE G5[Ing]"},
        {"of a chain before a hyphen", T("Dott.Ing.-Mario"), T("Rossi"), TITLE | DOUBT,
         "ingmario.rossi", "TITLE G0[Dott.], DOUBT_ABBREVIATION G5[Ing.]"},
        {"not before a hyphen", T("Ing.-Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G0[Ing.]"},
        {"not before an apostrophe", T("Ing.'Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G0[Ing.], APOSTROPHE G4[']"},
        {"not with two dots", T("Ing.. Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G0[Ing.]"},
        {"not after a dot", T(".Ing. Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G1[Ing.]"},
        {"ssa glued needs its own dot", T("Dott.ssaMaria"), T("Rossi"), TITLE | DOUBT,
         "ssamaria.rossi", "TITLE G0[Dott.], DOUBT_TITLE_REST G8[M], DOUBT_TITLE_REST G5[ssa]"},
        {"ssa in the middle of a chain, too", T("Dott.ssaIng. Maria"), T("Rossi"), TITLE | DOUBT,
         "ssaingmaria.rossi", "TITLE G0[Dott.], DOUBT_TITLE_REST G8[I], DOUBT_TITLE_REST G5[ssa]"},
        {"ra glued needs its own dot", T("SIG.RAMARIA"), T("Rossi"), TITLE, "ramaria.rossi",
         "TITLE G0[SIG.]"},
        {"na glued needs its own dot", T("SIG.NAANNA"), T("Rossi"), TITLE, "naanna.rossi",
         "TITLE G0[SIG.]"},
        {"with their dots", T("SIG.RA.MARIA"), T("SIG.NA.NERI"), TITLE, "maria.neri",
         "TITLE G0[SIG.RA.], TITLE S0[SIG.NA.]"},
        {"d. is none", T("D.SSAANNA"), T("Rossi"), DOUBT, "dssaanna.rossi",
         "DOUBT_TITLE_REST G2[SSA]"},
        {"per.ind is none", T("Per.Ind Mario"), T("Rossi"), DOUBT, "perindmario.rossi",
         "DOUBT_ABBREVIATION G0[Per.]"},
        {"Per. Ind. are none", T("Per. Ind. Mario"), T("Rossi"), DOUBT, "perindmario.rossi",
         "DOUBT_ABBREVIATION G0[Per.], DOUBT_ABBREVIATION G5[Ind.]"},
        {"with a mark it is none", T("Íng. Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G0[Íng.], BASE G0[Í]i"},
        {"with an apostrophe it is none", T("I'ng. Mario"), T("Rossi"), DOUBT, "ingmario.rossi",
         "DOUBT_ABBREVIATION G0[I'ng.], APOSTROPHE G1[']"},
        {"with marks glued it is none", T("Dótt.Mario"), T("Rossi"), DOUBT, "dottmario.rossi",
         "DOUBT_ABBREVIATION G0[Dótt.], BASE G1[ó]o"},
        {"a letter whose code ends as that of a title's", T("ŉng. Mario"), T("Rossi"), DOUBT,
         "nngmario.rossi", "DOUBT_ABBREVIATION G0[ŉng.], REGISTRY G0[ŉ]n"},
        {"a word that begins like a title", T("Ingrid"), T("Archi"), 0, "ingrid.archi", ""},
        {"dots of its own letters", T("I.n.g. Ada"), T("Rossi"), 0, "ingada.rossi", ""},
        {"a title cut off with a husband's name", T("Ada"), T("Rossi in Ing. Neri"),
         TITLE | MARITAL, "ada.rossi", "TITLE S9[Ing.], MARITAL S6[in Ing. Neri]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(junior_title_right_after_a_title_or_at_its_end_is_ignored)
{
    static const char *const formats[] = {
        "Ing. %s Rosa",      "Rosa Ing. %s",     "Ing.%s Rosa",
        "Dott.Ing. %s Rosa", "Dott.ssa %s Rosa", "Dott.ssa.%s Rosa",
        "Ing. - %s Rosa",    "Rosa Ing.%s",      "Dott.Ing.%s Rosa"};
    static const char *const juniors[] = {"iunior", "junior", "jr",  "jr.", "Iunior",
                                          "JUNIOR", "Jr",     "JR.", "ｊｒ"};
    char field[200];

    for (size_t i = 0; i < N_OF(juniors); i++) {
        for (size_t k = 0; k < N_OF(formats); k++) {
            snprintf(field, sizeof field, formats[k], juniors[i]);
            expect_given(field, TITLE, "rosa.rossi");
            expect_surname(field, TITLE, "ada.rosa");
        }
    }
}
END_TEST

START_TEST(junior_title_elsewhere_is_kept_in_doubt)
{
    static const struct traced rows[] = {
        {"a second one", T("Ing. jr jr Mario"), T("Rossi"), TITLE | DOUBT, "jrmario.rossi",
         "TITLE G0[Ing.], TITLE G5[jr], DOUBT_ADDITION G8[jr]"},
        {"a second one after one at the end", T("Ing.jr. jr Mario"), T("Rossi"), TITLE | DOUBT,
         "jrmario.rossi", "TITLE G0[Ing.jr.], DOUBT_ADDITION G8[jr]"},
        {"one with each title", T("Ing. jr Dott.jr Mario"), T("Rossi"), TITLE, "mario.rossi",
         "TITLE G0[Ing.], TITLE G5[jr], TITLE G8[Dott.jr]"},
        {"at the end of ssa without its dot", T("Ada"), T("Dott.ssajr"), TITLE | DOUBT, "ada.ssajr",
         "TITLE S0[Dott.], DOUBT_TITLE_REST S5[ssa]"},
        {"after a glued title", T("Ing.Mario jr"), T("Rossi"), TITLE | DOUBT, "mariojr.rossi",
         "TITLE G0[Ing.], DOUBT_ADDITION G10[jr]"},
        {"at the end of a glued title", T("Ing.jr.Mario"), T("Rossi"), TITLE | DOUBT,
         "jrmario.rossi", "TITLE G0[Ing.], DOUBT_ABBREVIATION G4[jr.]"},
        {"after a name", T("Ing. Mario jr"), T("Rossi"), TITLE | DOUBT, "mariojr.rossi",
         "TITLE G0[Ing.], DOUBT_ADDITION G11[jr]"},
        {"without a title", T("jr Mario"), T("Rossi"), DOUBT, "jrmario.rossi",
         "DOUBT_ADDITION G0[jr]"},
        {"without a title, with a dot", T("jr. Mario"), T("Rossi"), DOUBT, "jrmario.rossi",
         "DOUBT_ABBREVIATION G0[jr.]"},
        {"with a mark", T("Ing. júnior Mario"), T("Rossi"), TITLE | DOUBT, "juniormario.rossi",
         "TITLE G0[Ing.], DOUBT_ADDITION G5[júnior], BASE G6[ú]u"},
        {"with a dot that it has not", T("Ing. junior. Mario"), T("Rossi"), TITLE | DOUBT,
         "juniormario.rossi", "TITLE G0[Ing.], DOUBT_ABBREVIATION G5[junior.]"},
        {"iunior with a dot", T("Ing. iunior. Mario"), T("Rossi"), TITLE | DOUBT,
         "iuniormario.rossi", "TITLE G0[Ing.], DOUBT_ABBREVIATION G5[iunior.]"},
        {"of other words with a dot", T("Ing. ved. Mario"), T("Rossi"), TITLE | DOUBT,
         "vedmario.rossi", "TITLE G0[Ing.], DOUBT_ABBREVIATION G5[ved.], DOUBT_MARITAL G5[ved.]"},
        {"of other words", T("Ing. senior Mario"), T("Rossi"), TITLE | DOUBT, "seniormario.rossi",
         "TITLE G0[Ing.], DOUBT_ADDITION G5[senior]"},
        {"two at the end", T("Ing.jr.jr Mario"), T("Rossi"), TITLE | DOUBT, "jrjrmario.rossi",
         "TITLE G0[Ing.], DOUBT_ABBREVIATION G4[jr.]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

/* Married names. */

START_TEST(what_follows_nata_is_the_birth_surname)
{
    static const struct traced rows[] = {
        {"nata", T("Ada"), T("Bianchi nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi nata]"},
        {"nato", T("Aldo"), T("Bianchi nato Rossi"), MARITAL, "aldo.rossi",
         "BIRTH_SURNAME S0[Bianchi nato]"},
        {"née", T("Ada"), T("Bianchi née Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi née]"},
        {"nee", T("Ada"), T("Bianchi nee Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi nee]"},
        {"NÉE", T("Ada"), T("BIANCHI NÉE ROSSI"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[BIANCHI NÉE]"},
        {"NE'E", T("Ada"), T("BIANCHI NE'E ROSSI"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[BIANCHI NE'E]"},
        {"née decomposed", T("Ada"), T("Bianchi ne\u0301e Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi ne\u0301e]"},
        {"an apostrophe before it", T("Ada"), T("Bianchi 'nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi 'nata]"},
        {"full width", T("Ada"), T("Bianchi ｎａｔａ Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi ｎａｔａ]"},
        {"no word before it", T("Ada"), T("nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[nata]"},
        {"several words after it", T("Ada"), T("Bianchi nata De Rossi Neri"), MARITAL,
         "ada.derossineri", "BIRTH_SURNAME S0[Bianchi nata]"},
        {"decided before the other marital words", T("Ada"), T("Bianchi in Verdi nata Rossi"),
         MARITAL, "ada.rossi", "BIRTH_SURNAME S0[Bianchi in Verdi nata]"},
        {"then the other marital words", T("Ada"), T("Bianchi nata Rossi in Verdi"), MARITAL,
         "ada.rossi", "BIRTH_SURNAME S0[Bianchi nata], MARITAL S19[in Verdi]"},
        {"the last one decides", T("Ada"), T("Bianchi nata Verdi nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Bianchi nata Verdi nata]"},
        {"the last of different ones", T("Ada"), T("Bianchi nata Verdi née Rossi"), MARITAL,
         "ada.rossi", "BIRTH_SURNAME S0[Bianchi nata Verdi née]"},
        {"the last one with a word after", T("Ada"), T("Bianchi nata Rossi nata"), MARITAL | DOUBT,
         "ada.rossinata", "BIRTH_SURNAME S0[Bianchi nata], DOUBT_MARITAL S19[nata]"},
        {"which may be nata", T("Ada"), T("nata Nata"), MARITAL, "ada.nata",
         "BIRTH_SURNAME S0[nata]"},
        {"what is ignored may be anything", T("Ada"), T("B1♥ \u0301 nata Rossi"), MARITAL,
         "ada.rossi", "BIRTH_SURNAME S0[B1♥ \u0301 nata]"},
        {"after a particle with a mark", T("Ada"), T("Lê nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[Lê nata]"},
        {"after a particle with a mark that composes with nothing", T("Ada"),
         T("Le\u0332 nata Rossi"), MARITAL, "ada.rossi", "BIRTH_SURNAME S0[Le\u0332 nata]"},
        {"after a particle with an apostrophe between letters", T("Ada"), T("Dall'O' nata Rossi"),
         MARITAL, "ada.rossi", "BIRTH_SURNAME S0[Dall'O' nata]"},
        {"after a particle with a dot", T("Ada"), T("De. nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[De. nata]"},
        {"after a particle with a hyphen", T("Ada"), T("De- nata Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[De- nata]"},
        {"nee after a particle", T("Ada"), T("De nee Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[De nee]"},
        {"née after a particle", T("Ada"), T("De née Rossi"), MARITAL, "ada.rossi",
         "BIRTH_SURNAME S0[De née]"},
        {"an earlier one where the last is after a particle", T("Ada"),
         T("Verdi nata De Nata Rossi"), MARITAL | DOUBT, "ada.denatarossi",
         "BIRTH_SURNAME S0[Verdi nata], DOUBT_MARITAL S14[Nata]"},
        {"a title is no word after it", T("Ada"), T("Rossi nata Ing."), TITLE | DOUBT,
         "ada.rossinata", "TITLE S11[Ing.], DOUBT_MARITAL S6[nata]"},
        {"a hyphen is no word after it", T("Ada"), T("Rossi nata -"), DOUBT, "ada.rossinata",
         "DOUBT_MARITAL S6[nata]"},
        {"inside a word", T("Ada"), T("Bianchi Natale"), 0, "ada.bianchinatale", ""},
        {"with a dot", T("Ada"), T("Bianchi nata. Rossi"), DOUBT, "ada.bianchinatarossi",
         "DOUBT_ABBREVIATION S8[nata.]"},
        {"with a hyphen", T("Ada"), T("Bianchi nata- Rossi"), 0, "ada.bianchinatarossi", ""},
    };

    EXPECT_STEPS(rows);
}
END_TEST

static const char *const marital_words[] = {
    "in",        "ved",    "ved.",    "vedova",  "cgt",     "cgt.",     "coniugata",
    "coniugato", "coniug", "coniug.", "sposata", "sposato", "maritata", "IN",
    "Ved.",      "VEDOVA", "Cgt",     "CONIUG.", "Sposato", "ｉｎ",     "Ｖｅｄ.",
    "'IN",       "i'n",    "ìn",      "vedòva",  "VEDOVA'", "'ved.",    "vedo\u0300va",
};

START_TEST(marital_word_between_words_and_the_rest_are_ignored)
{
    static const char *const formats[] = {"Rosa %s Bianchi",
                                          "Rosa  %s  Bianchi Neri",
                                          "Rosa %s Bianchi 3 ♥",
                                          "Rosa %s Bianchi %s Neri",
                                          "Rosa %s Ж",
                                          "Rosa - %s Bianchi",
                                          "Rosa %s ə"};
    char field[200];

    for (size_t i = 0; i < N_OF(marital_words); i++) {
        for (size_t k = 0; k < N_OF(formats); k++) {
            snprintf(field, sizeof field, formats[k], marital_words[i], marital_words[i]);
            expect_surname(field, MARITAL, "ada.rosa");
            expect_given(field, MARITAL, "rosa.rossi");
        }
        snprintf(field, sizeof field, "De Santis-Neri %s Bianchi", marital_words[i]);
        expect_surname(field, MARITAL, "ada.desantisneri");
    }
}
END_TEST

START_TEST(words_of_birth_are_marital_words_in_given_names)
{
    static const char *const words[] = {"nata", "nato", "nee", "née", "NE'E", "NATA", "ｎａｔｏ"};
    char field[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        snprintf(field, sizeof field, "Rosa %s Bianchi", words[i]);
        expect_given(field, MARITAL, "rosa.rossi");
    }
}
END_TEST

START_TEST(marital_word_with_a_dot_may_be_glued_to_what_follows)
{
    static const char *const words[] = {"ved.", "cgt.",       "coniug.", "Ved.",
                                        "CGT.", "CONIUG.",    "v'ed.",   "'ved.",
                                        "véd.", "ve\u0301d.", "Ｖｅｄ."};
    static const char *const formats[] = {
        "Rosa %sBianchi",  "Rosa %sBianchi Neri", "Rosa %sÉlia",     "Rosa %s-Bianchi",
        "Rosa %s'Bianchi", "Rosa %s.Bianchi",     "Rosa %s3Bianchi", "Rosa %sЖ"};
    char field[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        for (size_t k = 0; k < N_OF(formats); k++) {
            snprintf(field, sizeof field, formats[k], words[i]);
            expect_surname(field, MARITAL, "ada.rosa");
            expect_given(field, MARITAL, "rosa.rossi");
        }
    }
}
END_TEST

START_TEST(marital_word_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"the first one and the rest", T("Ada"), T("Rossi in Neri ved. Bianchi"), MARITAL,
         "ada.rossi", "MARITAL S6[in Neri ved. Bianchi]"},
        {"a glued one first", T("Ada"), T("Rossi ved.Neri in Bianchi"), MARITAL, "ada.rossi",
         "MARITAL S6[ved.Neri in Bianchi]"},
        {"between marital words", T("Ada"), T("in in in"), MARITAL, "ada.in", "MARITAL S3[in in]"},
        {"in given names", T("Maria in Rosa"), T("Rossi"), MARITAL, "maria.rossi",
         "MARITAL G6[in Rosa]"},
        {"nata in given names, the first one", T("Maria nata Rosa nata Emma"), T("Rossi"), MARITAL,
         "maria.rossi", "MARITAL G6[nata Rosa nata Emma]"},
        {"vedova after a particle in given names", T("Della Vedova Rosa"), T("Rossi"), MARITAL,
         "della.rossi", "MARITAL G6[Vedova Rosa]"},
        {"nata after a particle in given names", T("De nata Rosa"), T("Rossi"), MARITAL, "de.rossi",
         "MARITAL G3[nata Rosa]"},
        {"a title is no word before it", T("Ada"), T("Ing. in Bianchi"), TITLE | DOUBT,
         "ada.inbianchi", "TITLE S0[Ing.], DOUBT_MARITAL S5[in]"},
        {"a title is no word after it", T("Ada"), T("Rossi vedova Ing."), TITLE | DOUBT,
         "ada.rossivedova", "TITLE S13[Ing.], DOUBT_MARITAL S6[vedova]"},
        {"a hyphen is no word before it", T("Ada"), T("- in Bianchi"), DOUBT, "ada.inbianchi",
         "DOUBT_MARITAL S2[in]"},
        {"a full stop is no word after it", T("Ada"), T("Rossi in ."), DOUBT, "ada.rossiin",
         "DOUBT_MARITAL S6[in]"},
        {"a glued one needs a word before it", T("Ada"), T("ved.Bianchi Rossi"), DOUBT,
         "ada.vedbianchirossi", "DOUBT_ABBREVIATION S0[ved.]"},
        {"a title is no word before a glued one", T("Ada"), T("Ing. ved.Bianchi"), TITLE | DOUBT,
         "ada.vedbianchi", "TITLE S0[Ing.], DOUBT_ABBREVIATION S5[ved.]"},
        {"a glued one needs a letter in the rest", T("Ada"), T("Rossi ved.- Bianchi"), DOUBT,
         "ada.rossivedbianchi", "DOUBT_ABBREVIATION S6[ved.]"},
        {"other words are not glued", T("Ada"), T("Rossi vedova.Bianchi"), DOUBT,
         "ada.rossivedovabianchi", "DOUBT_ABBREVIATION S6[vedova.]"},
        {"nor are longer ones", T("Ada"), T("Rossi aved.Bianchi"), DOUBT, "ada.rossiavedbianchi",
         "DOUBT_ABBREVIATION S6[aved.]"},
        {"with a dot that is not its own", T("Ada"), T("Rossi in. Bianchi"), DOUBT,
         "ada.rossiinbianchi", "DOUBT_ABBREVIATION S6[in.]"},
        {"with two dots", T("Ada"), T("Rossi ved.. Bianchi"), DOUBT, "ada.rossivedbianchi",
         "DOUBT_ABBREVIATION S6[ved.]"},
        {"sposata after a particle is one", T("Ada"), T("Della Torre Dalla Sposata Neri"), MARITAL,
         "ada.dellatorredalla", "MARITAL S18[Sposata Neri]"},
        {"what is left may be in doubt", T("Ada"), T("Della Sposata Neri"), MARITAL | DOUBT,
         "ada.della", "MARITAL S6[Sposata Neri], DOUBT_PARTICLES S0[Della Sposata Neri]"},
        {"vedova after a particle is none, a later one is", T("Ada"),
         T("Della Vedova Rossi in Neri"), MARITAL | DOUBT, "ada.dellavedovarossi",
         "MARITAL S19[in Neri], DOUBT_MARITAL S6[Vedova]"},
        {"after nata it needs a word before it again", T("Ada"), T("Bianchi nata in Rossi"),
         MARITAL | DOUBT, "ada.inrossi", "BIRTH_SURNAME S0[Bianchi nata], DOUBT_MARITAL S13[in]"},
        {"what hidden code points were moved over is no text", T("Ada"),
         T("Ro\u200Bs\u200Bs\u200Bi\u200B ved."), HIDDEN | DOUBT, "ada.rossived", NULL},
        {"a letter that is none of its own after it", T("Ada"), T("Rossi inß Neri"), 0,
         "ada.rossiinssneri", "REGISTRY S8[ß]ss"},
        {"inside a word", T("Ada"), T("Rossin Bianchi"), 0, "ada.rossinbianchi", ""},
        {"inside a word with hyphens", T("Ada"), T("Rossi-in-Bianchi"), 0, "ada.rossiinbianchi",
         ""},
        {"the only word", T("In"), T("Vedova"), 0, "in.vedova", ""},
        {"ignored text keeps no doubt", T("Ada"), T("Rossi in Cav. NoŠ"), MARITAL, "ada.rossi",
         "MARITAL S6[in Cav. NoŠ]"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(offence_behind_a_marital_word_that_is_none_is_told)
{
    static const struct refusal rows[] = {
        {"a digit is no word after it", T("Ada"), T("Rossi in 123"), PECADDR_E_UNEXPECTED, S, 9},
        {"a mark is no word after it", T("Ada"), T("Rossi in \u0301"), PECADDR_E_UNEXPECTED, S, 9},
        {"a digit after nata", T("Ada"), T("Rossi nata 123"), PECADDR_E_UNEXPECTED, S, 11},
        {"a digit is no word before it", T("Ada"), T("1 in Rossi"), PECADDR_E_UNEXPECTED, S, 0},
        {"a digit glued", T("Ada"), T("Rossi ved.1 Neri"), PECADDR_E_UNEXPECTED, S, 10},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(given_first_takes_the_first_white_space_word)
{
    static const struct traced rows[] = {
        {"of two", T("Maria Grazia"), T("Rossi Bianchi"), 0, "maria.rossibianchi",
         "GIVEN_FIRST G5[ Grazia]"},
        {"of one", T("Maria"), T("Rossi"), 0, "maria.rossi", ""},
        {"it keeps its hyphen", T("Maria-Grazia Luisa"), T("Rossi"), 0, "mariagrazia.rossi",
         "GIVEN_FIRST G12[ Luisa]"},
        {"what has no letter is none", T("- Maria Grazia"), T("Rossi"), 0, "maria.rossi",
         "GIVEN_FIRST G7[ Grazia]"},
        {"an apostrophe and a letter are one", T("' O' Maria"), T("Rossi"), 0, "o.rossi",
         "GIVEN_FIRST G4[ Maria], APOSTROPHE G0['], APOSTROPHE G3[']"},
        {"after a title", T("Ing. Maria Grazia"), T("Rossi"), TITLE, "maria.rossi",
         "TITLE G0[Ing.], GIVEN_FIRST G10[ Grazia]"},
        {"after a glued title", T("Ing.Maria Grazia"), T("Rossi"), TITLE, "maria.rossi",
         "TITLE G0[Ing.], GIVEN_FIRST G9[ Grazia]"},
        {"before a title", T("Maria Ing."), T("Rossi"), TITLE, "maria.rossi", "TITLE G6[Ing.]"},
        {"before a marital word", T("Maria Grazia in Neri"), T("Rossi"), MARITAL, "maria.rossi",
         "MARITAL G13[in Neri], GIVEN_FIRST G5[ Grazia in Neri]"},
        {"a doubt of another word does not count", T("Maria Cav. NoŠ"), T("Rossi"), 0,
         "maria.rossi", "GIVEN_FIRST G5[ Cav. NoŠ]"},
        {"a doubt of its own does", T("Cav. NoŠ"), T("Rossi"), DOUBT, "cav.rossi",
         "GIVEN_FIRST G4[ NoŠ], DOUBT_ABBREVIATION G0[Cav.]"},
        {"it is one of several words", T("Ingegnere Maria"), T("Rossi"), DOUBT, "ingegnere.rossi",
         "GIVEN_FIRST G9[ Maria], DOUBT_TITLE_FULL G0[Ingegnere]"},
        {"another is the last", T("Maria Vedova"), T("Rossi"), 0, "maria.rossi",
         "GIVEN_FIRST G5[ Vedova]"},
        {"the surname is held against all", T("Maria Rossi"), T("Rossi"), DOUBT, "maria.rossi",
         "GIVEN_FIRST G5[ Rossi], DOUBT_REPEATED S0[Rossi]"},
    };
    static const struct refusal refused[] = {
        {"another word is checked", T("Maria Lu1sa"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 8},
        {"another word of another script", T("Maria Ж"), T("Rossi"), PECADDR_E_SCRIPT, G, 6},
    };
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.given_first = true;
    expect_steps(&scheme, rows, N_OF(rows));
    expect_refusals(&scheme, refused, N_OF(refused));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        comma_in_given_names_ignores_the_rest,
        title_with_a_dot_is_ignored_as_a_whole_word,
        title_glued_to_the_first_word_before_a_letter_is_ignored,
        title_at_the_edges_of_the_rule,
        junior_title_right_after_a_title_or_at_its_end_is_ignored,
        junior_title_elsewhere_is_kept_in_doubt,
        what_follows_nata_is_the_birth_surname,
        marital_word_between_words_and_the_rest_are_ignored,
        words_of_birth_are_marital_words_in_given_names,
        marital_word_with_a_dot_may_be_glued_to_what_follows,
        marital_word_at_the_edges_of_the_rule,
        offence_behind_a_marital_word_that_is_none_is_told,
        given_first_takes_the_first_white_space_word,
    };

    return run_suite("name-words", tests, N_OF(tests));
}
