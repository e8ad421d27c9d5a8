/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SPEC §2: what is kept, but may be no part of the name. Each row says which characters the trace
 * names, and for what reason.
 */
#include "core/name-suite.h"

START_TEST(title_without_its_dots_is_kept_in_doubt)
{
    static const char *const words[] = {"ing",   "dott",  "dottssa", "dr",      "drssa", "dssa",
                                        "arch",  "geom",  "prof",    "profssa", "avv",   "sig",
                                        "sigra", "signa", "rag",     "perind"};
    char field[200];
    char local[200];
    char doubts[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        snprintf(field, sizeof field, "%s Ada", words[i]);
        snprintf(local, sizeof local, "%sada.rossi", words[i]);
        snprintf(doubts, sizeof doubts, "TITLE G0[%s]", words[i]);
        expect_given_doubts(field, DOUBT, local, doubts);
        snprintf(field, sizeof field, "Rossi %s", words[i]);
        snprintf(local, sizeof local, "ada.rossi%s", words[i]);
        snprintf(doubts, sizeof doubts, "TITLE S6[%s]", words[i]);
        expect_surname_doubts(field, DOUBT, local, doubts);
        snprintf(local, sizeof local, "ada.%s", words[i]);
        snprintf(doubts, sizeof doubts, "TITLE S0[%s]", words[i]);
        expect_surname_doubts(words[i], DOUBT, local, doubts);
    }
}
END_TEST

START_TEST(title_without_its_dots_is_compared_as_words_are)
{
    static const struct traced rows[] = {
        {"upper case", T("MARIO ING"), T("Rossi"), DOUBT, "marioing.rossi", "TITLE G6[ING]"},
        {"mixed case", T("Dssa Ada"), T("Rossi"), DOUBT, "dssaada.rossi", "TITLE G0[Dssa]"},
        {"full width", T("Ｉｎｇ Ada"), T("Rossi"), DOUBT, "ingada.rossi", "TITLE G0[Ｉｎｇ]"},
        {"a mark", T("Íng Ada"), T("Rossi"), DOUBT, "ingada.rossi", "TITLE G0[Íng]"},
        {"a mark decomposed", T("I\u0301ng Ada"), T("Rossi"), DOUBT, "ingada.rossi",
         "TITLE G0[I\u0301ng]"},
        {"an apostrophe", T("DOTT' Ada"), T("Rossi"), DOUBT, "dottada.rossi", "TITLE G0[DOTT']"},
        {"an apostrophe in the middle", T("D'r Ada"), T("Rossi"), DOUBT, "drada.rossi",
         "TITLE G0[D'r]"},
        {"a chain is none", T("DottIng Ada"), T("Rossi"), 0, "dottingada.rossi", ""},
        {"a longer word is none", T("Ingo Ada"), T("Profi"), 0, "ingoada.profi", ""},
        {"a hyphen is a character of the word", T("Ing-Ada"), T("Rossi -Dr"), 0, "ingada.rossidr",
         ""},
        {"after a comma", T("Ada, Ing"), T("Rossi"), COMMA, "ada.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(other_word_with_a_dot_after_two_letters_is_kept_in_doubt)
{
    static const struct traced rows[] = {
        {"Cav.", T("Cav. Mario"), T("Rossi"), DOUBT, "cavmario.rossi", "ABBREVIATION G0[Cav.]"},
        {"Gio.Batta", T("Gio.Batta"), T("Rossi"), DOUBT, "giobatta.rossi", "ABBREVIATION G0[Gio.]"},
        {"in a surname", T("Ada"), T("Rossi Jun."), DOUBT, "ada.rossijun", "ABBREVIATION S6[Jun.]"},
        {"two letters", T("Ma. Luisa"), T("Rossi"), DOUBT, "maluisa.rossi", "ABBREVIATION G0[Ma.]"},
        {"one letter", T("M. Luisa"), T("Rossi"), 0, "mluisa.rossi", ""},
        {"initials", T("G.B. Luisa"), T("Rossi"), 0, "gbluisa.rossi", ""},
        {"two letters after an initial", T("G.Ba. Luisa"), T("Rossi"), DOUBT, "gbaluisa.rossi",
         "ABBREVIATION G2[Ba.]"},
        {"the first of two", T("Gio.Batta.Maria"), T("Rossi"), DOUBT, "giobattamaria.rossi",
         "ABBREVIATION G0[Gio.]"},
        {"each word", T("Cav. Gio. Mario"), T("Rossi"), DOUBT, "cavgiomario.rossi",
         "ABBREVIATION G0[Cav.], ABBREVIATION G5[Gio.]"},
        {"letters with accents", T("Nicolò. Luisa"), T("Rossi"), DOUBT, "nicololuisa.rossi",
         "ABBREVIATION G0[Nicolò.]"},
        {"marks before the dot", T("Ma\u0332. Luisa"), T("Rossi"), DOUBT, "maluisa.rossi",
         "ABBREVIATION G0[Ma\u0332.]"},
        {"marks are no letters", T("M\u0332\u0316. Luisa"), T("Rossi"), 0, "mluisa.rossi", ""},
        {"an apostrophe before the dot", T("Ma'. Luisa"), T("Rossi"), DOUBT, "maluisa.rossi",
         "ABBREVIATION G0[Ma'.]"},
        {"an apostrophe between the letters", T("D'A. Luisa"), T("Rossi"), DOUBT, "daluisa.rossi",
         "ABBREVIATION G0[D'A.]"},
        {"a hyphen between the letters", T("Anna-B. Luisa"), T("Rossi"), 0, "annabluisa.rossi", ""},
        {"a dash between the letters", T("Anna–B. Luisa"), T("Rossi"), 0, "annabluisa.rossi", ""},
        {"a colon between the letters", T("Anna:B. Luisa"), T("Rossi"), 0, "annabluisa.rossi", ""},
        {"a middle dot between the letters", T("L·a. Luisa"), T("Rossi"), 0, "laluisa.rossi", ""},
        {"a hyphen before the dot", T("Anna-. Luisa"), T("Rossi"), 0, "annaluisa.rossi", ""},
        {"two letters after a hyphen", T("Anna-Ma. Luisa"), T("Rossi"), DOUBT, "annamaluisa.rossi",
         "ABBREVIATION G5[Ma.]"},
        {"a dot that stands alone", T("Anna ."), T("Rossi"), 0, "anna.rossi", ""},
        {"after a glued title", T("Ing.Cav.Mario"), T("Rossi"), TITLE | DOUBT, "cavmario.rossi",
         "ABBREVIATION G4[Cav.]"},
        {"the dot of a glued title is none", T("Ing.M.Luisa"), T("Rossi"), TITLE, "mluisa.rossi",
         ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

static const char *const rests[] = {"a",  "o",  "r",  "sa", "ssa", "essa", "ra", "na",
                                    "re", "ri", "ta", "to", "tta", "tto",  "tra"};

START_TEST(what_hangs_on_a_title_is_kept_in_doubt)
{
    char field[200];
    char local[200];
    char doubts[200];

    for (size_t i = 0; i < N_OF(rests); i++) {
        const char *rest = rests[i];

        snprintf(local, sizeof local, "%snino.rossi", rest);
        snprintf(field, sizeof field, "Ing.%s Nino", rest);
        snprintf(doubts, sizeof doubts, "TITLE_REST G4[%s]", rest);
        expect_given_doubts(field, TITLE | DOUBT, local, doubts);
        snprintf(field, sizeof field, "Ing. %s Nino", rest);
        snprintf(doubts, sizeof doubts, "TITLE_REST G5[%s]", rest);
        expect_given_doubts(field, TITLE | DOUBT, local, doubts);
        snprintf(local, sizeof local, "%snino.rossi", rest);
        snprintf(field, sizeof field, "%s Nino", rest);
        expect_given_doubts(field, 0, local, "");
        snprintf(local, sizeof local, "ada.%s", rest);
        snprintf(field, sizeof field, "Ing. %s", rest);
        snprintf(doubts, sizeof doubts, "TITLE_REST S5[%s]", rest);
        expect_surname_doubts(field, TITLE | DOUBT, local, doubts);
    }
}
END_TEST

START_TEST(what_hangs_on_a_title_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"Dott.sa", T("Dott.sa Maria"), T("Rossi"), TITLE | DOUBT, "samaria.rossi",
         "TITLE_REST G5[sa]"},
        {"ING.RE", T("ING.RE UGO"), T("Rossi"), TITLE | DOUBT, "reugo.rossi", "TITLE_REST G4[RE]"},
        {"Dott. ssa", T("Dott. ssa Anna"), T("Rossi"), TITLE | DOUBT, "ssaanna.rossi",
         "TITLE_REST G6[ssa]"},
        {"with a mark", T("Ing. rè Ugo"), T("Rossi"), TITLE | DOUBT, "reugo.rossi",
         "TITLE_REST G5[rè]"},
        {"with an apostrophe", T("Dott.s'a Maria"), T("Rossi"), TITLE | DOUBT, "samaria.rossi",
         "TITLE_REST G5[s'a]"},
        {"full width", T("Dott. ｓａ Maria"), T("Rossi"), TITLE | DOUBT, "samaria.rossi",
         "TITLE_REST G6[ｓａ]"},
        {"with more letters", T("Ing.Renato Ugo"), T("Rossi"), TITLE, "renatougo.rossi", ""},
        {"with a dot after two letters", T("Dott.sa. Maria"), T("Rossi"), TITLE | DOUBT,
         "samaria.rossi", "ABBREVIATION G5[sa.]"},
        {"with a dot after one letter", T("Dott.a. Maria"), T("Rossi"), TITLE, "amaria.rossi", ""},
        {"with a hyphen", T("Dott.sa-Maria"), T("Rossi"), TITLE, "samaria.rossi", ""},
        {"not right after a title", T("Ing. Ugo re"), T("Rossi"), TITLE, "ugore.rossi", ""},
        {"after one that is glued", T("Ing.Ugo re"), T("Rossi"), TITLE, "ugore.rossi", ""},
        {"before a title", T("Sa Ing. Maria"), T("Rossi"), TITLE, "samaria.rossi", ""},
        {"after a junior title", T("Ing. jr sa Maria"), T("Rossi"), TITLE | DOUBT, "samaria.rossi",
         "TITLE_REST G8[sa]"},
        {"after one with a junior title at its end", T("Ing.jr sa Maria"), T("Rossi"),
         TITLE | DOUBT, "samaria.rossi", "TITLE_REST G7[sa]"},
        {"a hyphen between is no word", T("Ing. - sa Maria"), T("Rossi"), TITLE | DOUBT,
         "samaria.rossi", "TITLE_REST G7[sa]"},
        {"both ways", T("Ing. Dott.sa Maria"), T("Rossi"), TITLE | DOUBT, "samaria.rossi",
         "TITLE_REST G10[sa]"},
        {"as a surname", T("Ada"), T("Ing. Re"), TITLE | DOUBT, "ada.re", "TITLE_REST S5[Re]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(ssa_and_more_letters_right_after_a_dot_are_kept_in_doubt)
{
    static const struct traced rows[] = {
        {"after an initial", T("D.SSAANNA"), T("Rossi"), DOUBT, "dssaanna.rossi",
         "TITLE_REST G2[SSA]"},
        {"after the dot of a glued title", T("DOTT.SSAMARIA"), T("Rossi"), TITLE | DOUBT,
         "ssamaria.rossi", "TITLE_REST G5[SSA]"},
        {"in a later word", T("Anna D.ssaMaria"), T("Rossi"), DOUBT, "annadssamaria.rossi",
         "TITLE_REST G7[ssa]"},
        {"after a later dot", T("A.B.SSAANNA"), T("Rossi"), DOUBT, "abssaanna.rossi",
         "TITLE_REST G4[SSA]"},
        {"in a surname", T("Ada"), T("Dr.SSANERI"), TITLE | DOUBT, "ada.ssaneri",
         "TITLE_REST S3[SSA]"},
        {"full width", T("D.ｓｓａAnna"), T("Rossi"), DOUBT, "dssaanna.rossi",
         "TITLE_REST G2[ｓｓａ]"},
        {"with marks", T("D.ŚSÀANNA"), T("Rossi"), DOUBT, "dssaanna.rossi", "TITLE_REST G2[ŚSÀ]"},
        {"with marks that do not compose", T("D.S\u0332SAANNA"), T("Rossi"), DOUBT,
         "dssaanna.rossi", "TITLE_REST G2[S\u0332SA]"},
        {"with an apostrophe", T("D.SS'A'ANNA"), T("Rossi"), DOUBT, "dssaanna.rossi",
         "TITLE_REST G2[SS'A]"},
        {"a letter with a mark after it", T("D.SSAÉLIA"), T("Rossi"), DOUBT, "dssaelia.rossi",
         "TITLE_REST G2[SSA]"},
        {"without more letters", T("A.SSA Anna"), T("Rossi"), 0, "assaanna.rossi", ""},
        {"what hidden code points were moved over is no letter", T("A.S\u200BSA"), T("Rossi"),
         HIDDEN, "assa.rossi", ""},
        {"before a hyphen", T("A.SSA-ANNA"), T("Rossi"), 0, "assaanna.rossi", ""},
        {"before a dot it is another abbreviation", T("A.SSA.ANNA"), T("Rossi"), DOUBT,
         "assaanna.rossi", "ABBREVIATION G2[SSA.]"},
        {"not after a dot", T("Ssaanna"), T("Dassaro"), 0, "ssaanna.dassaro", ""},
        {"not right after a dot", T("D.ASSAANNA"), T("Rossi"), 0, "dassaanna.rossi", ""},
        {"ß is not ss", T("D.ßaanna"), T("Rossi"), 0, "dssaanna.rossi", ""},
        {"other letters", T("D.SSOANNA"), T("Rossi"), 0, "dssoanna.rossi", ""},
        {"æ is not a", T("D.ssæanna"), T("Rossi"), 0, "dssaeanna.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(capital_after_a_small_letter_in_what_is_glued_to_a_title_is_in_doubt)
{
    static const struct traced rows[] = {
        {"Sig.raMaria", T("Sig.raMaria"), T("Rossi"), TITLE | DOUBT, "ramaria.rossi",
         "TITLE_REST G6[M]"},
        {"in a name", T("Ing.DeLuca"), T("Rossi"), TITLE | DOUBT, "deluca.rossi",
         "TITLE_REST G6[L]"},
        {"in a surname", T("Ada"), T("Ing.DeLuca"), TITLE | DOUBT, "ada.deluca",
         "TITLE_REST S6[L]"},
        {"the first of two", T("Ing.DeLucaNeri"), T("Rossi"), TITLE | DOUBT, "delucaneri.rossi",
         "TITLE_REST G6[L]"},
        {"after a hyphen", T("Ing.Anna-DeLuca"), T("Rossi"), TITLE | DOUBT, "annadeluca.rossi",
         "TITLE_REST G11[L]"},
        {"after marks", T("Ing.De\u0332Luca"), T("Rossi"), TITLE | DOUBT, "deluca.rossi",
         "TITLE_REST G8[L]"},
        {"after an accent", T("Ing.DèLuca"), T("Rossi"), TITLE | DOUBT, "deluca.rossi",
         "TITLE_REST G7[L]"},
        {"at the end", T("Ing.deA"), T("Rossi"), TITLE | DOUBT, "dea.rossi", "TITLE_REST G6[A]"},
        {"full width", T("Ing.deＡda"), T("Rossi"), TITLE | DOUBT, "deada.rossi",
         "TITLE_REST G6[Ａ]"},
        {"an accent is misread, too", T("Ing.deÀda"), T("Rossi"), TITLE | DOUBT, "deada.rossi",
         "TITLE_REST G6[À], MISREAD G6[À]"},
        {"an apostrophe between", T("Ing.Dell'Orto"), T("Rossi"), TITLE, "dellorto.rossi", ""},
        {"a hyphen between", T("Ing.Anna-Maria"), T("Rossi"), TITLE, "annamaria.rossi", ""},
        {"upper case", T("ING.MARIA"), T("Rossi"), TITLE, "maria.rossi", ""},
        {"not in another word", T("Ing.Maria DeLuca"), T("Rossi"), TITLE, "mariadeluca.rossi", ""},
        {"not after a title that is a word", T("Ing. DeLuca"), T("Rossi"), TITLE, "deluca.rossi",
         ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(title_in_full_among_several_words_is_kept_in_doubt)
{
    static const char *const words[] = {"ingegnere",  "dottore",    "dottoressa",    "architetto",
                                        "geometra",   "professore", "professoressa", "avvocato",
                                        "avvocata",   "signor",     "signora",       "signorina",
                                        "ragioniere", "perito"};
    char field[200];
    char local[200];
    char doubts[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        snprintf(field, sizeof field, "%s Ada", words[i]);
        snprintf(local, sizeof local, "%sada.rossi", words[i]);
        snprintf(doubts, sizeof doubts, "TITLE_FULL G0[%s]", words[i]);
        expect_given_doubts(field, DOUBT, local, doubts);
        snprintf(field, sizeof field, "Rossi %s", words[i]);
        snprintf(local, sizeof local, "ada.rossi%s", words[i]);
        snprintf(doubts, sizeof doubts, "TITLE_FULL S6[%s]", words[i]);
        expect_surname_doubts(field, DOUBT, local, doubts);
        snprintf(local, sizeof local, "ada.%s", words[i]);
        expect_surname_doubts(words[i], 0, local, "");
        snprintf(field, sizeof field, "Del %s", words[i]);
        snprintf(local, sizeof local, "ada.del%s", words[i]);
        expect_surname_doubts(field, 0, local, "");
    }
}
END_TEST

START_TEST(title_in_full_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"in the middle", T("Mario Dottore Luigi"), T("Rossi"), DOUBT, "mariodottoreluigi.rossi",
         "TITLE_FULL G6[Dottore]"},
        {"each", T("Signora Dottoressa Ada"), T("Rossi"), DOUBT, "signoradottoressaada.rossi",
         "TITLE_FULL G0[Signora], TITLE_FULL G8[Dottoressa]"},
        {"with a mark", T("Dottôre Ada"), T("Rossi"), DOUBT, "dottoreada.rossi",
         "TITLE_FULL G0[Dottôre]"},
        {"a title is no second word", T("Ing. Dottore"), T("Rossi"), TITLE, "dottore.rossi", ""},
        {"after a title among several", T("Ing. Dottore Ada"), T("Rossi"), TITLE | DOUBT,
         "dottoreada.rossi", "TITLE_FULL G5[Dottore]"},
        {"a hyphen is no second word", T("- Dottore"), T("Rossi"), 0, "dottore.rossi", ""},
        {"what a comma cuts off is no second word", T("Dottore, Ada"), T("Rossi"), COMMA,
         "dottore.rossi", ""},
        {"what a marital word cuts off is no second word", T("Ada"), T("Perito in Neri"), MARITAL,
         "ada.perito", ""},
        {"after a particle in given names", T("Ada Del Dottore"), T("Rossi"), 0,
         "adadeldottore.rossi", ""},
        {"after a particle with an apostrophe at its end", T("Ada"), T("DELL' AVVOCATO"), 0,
         "ada.dellavvocato", ""},
        {"after a particle with an apostrophe before it", T("Ada"), T("'Del Dottore"), 0,
         "ada.deldottore", ""},
        {"after a particle with a mark that composes with nothing", T("Ada"), T("Le\u0332 Dottore"),
         DOUBT, "ada.ledottore", "TITLE_FULL S5[Dottore]"},
        {"after a particle with a mark", T("Ada"), T("Lê Dottore"), DOUBT, "ada.ledottore",
         "TITLE_FULL S4[Dottore]"},
        {"after a particle with an apostrophe between letters", T("Ada"), T("D'al Dottore"), DOUBT,
         "ada.daldottore", "TITLE_FULL S5[Dottore]"},
        {"after a particle with a hyphen", T("Ada"), T("Del- Dottore"), DOUBT, "ada.deldottore",
         "TITLE_FULL S5[Dottore]"},
        {"after a particle with a dot", T("Ada"), T("Del. Dottore"), DOUBT, "ada.deldottore",
         "ABBREVIATION S0[Del.], TITLE_FULL S5[Dottore]"},
        {"after the particle all", T("Ada"), T("All Avvocato"), 0, "ada.allavvocato", ""},
        {"after a particle with a full-width z", T("Ada"), T("ｚu Dottore"), 0, "ada.zudottore",
         ""},
        {"with a full-width Z", T("Ada"), T("Ｚu Dottore"), 0, "ada.zudottore", ""},
        {"with a full-width a", T("Ada"), T("ａll Dottore"), 0, "ada.alldottore", ""},
        {"with a full-width A", T("Ada"), T("Ａll Dottore"), 0, "ada.alldottore", ""},
        {"after Santo, which is a particle here", T("Ada"), T("Santo Dottore"), 0,
         "ada.santodottore", ""},
        {"after a particle, a title between", T("Ada"), T("Del Ing. Dottore"), TITLE,
         "ada.deldottore", ""},
        {"after a particle that is cut off", T("Ada"), T("De nee Dottore Rossi"), MARITAL | DOUBT,
         "ada.dottorerossi", "TITLE_FULL S7[Dottore]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(addition_among_several_words_is_kept_in_doubt)
{
    static const char *const words[] = {"iunior", "junior", "jr", "senior", "sr",    "ii",
                                        "iii",    "iv",     "fu", "detto",  "detta", "FU"};
    char field[200];
    char local[200];
    char doubts[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        char lower[20];

        snprintf(lower, sizeof lower, "%s", strcmp(words[i], "FU") == 0 ? "fu" : words[i]);
        snprintf(field, sizeof field, "Ada %s", words[i]);
        snprintf(local, sizeof local, "ada%s.rossi", lower);
        snprintf(doubts, sizeof doubts, "ADDITION G4[%s]", words[i]);
        expect_given_doubts(field, DOUBT, local, doubts);
        snprintf(field, sizeof field, "%s Rossi", words[i]);
        snprintf(local, sizeof local, "ada.%srossi", lower);
        snprintf(doubts, sizeof doubts, "ADDITION S0[%s]", words[i]);
        expect_surname_doubts(field, DOUBT, local, doubts);
        snprintf(local, sizeof local, "ada.%s", lower);
        expect_surname_doubts(words[i], 0, local, "");
    }
}
END_TEST

START_TEST(addition_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"v.va", T("v.va Ada"), T("Rossi"), DOUBT, "vvaada.rossi", "ADDITION G0[v.va]"},
        {"d.r", T("d.r Ada"), T("Rossi"), DOUBT, "drada.rossi", "ADDITION G0[d.r]"},
        {"V.VA in a surname", T("Ada"), T("V.VA Rossi"), DOUBT, "ada.vvarossi",
         "INITIAL S0[V.], ADDITION S0[V.VA]"},
        {"v.va alone", T("v.va"), T("Rossi"), 0, "vva.rossi", ""},
        {"d.r. is none", T("d.r. Ada"), T("Rossi"), 0, "drada.rossi", ""},
        {"vva is none", T("vva Ada"), T("Rossi"), 0, "vvaada.rossi", ""},
        {"jr. is another abbreviation", T("Ada"), T("Rossi jr."), DOUBT, "ada.rossijr",
         "ABBREVIATION S6[jr.]"},
        {"with a mark", T("Ada"), T("Rossi jùnior"), DOUBT, "ada.rossijunior",
         "ADDITION S6[jùnior]"},
        {"after a particle", T("Ada"), T("Della Fu Rossi"), DOUBT, "ada.dellafurossi",
         "ADDITION S6[Fu]"},
        {"a title is no second word", T("Ada"), T("Ing. Senior"), TITLE, "ada.senior", ""},
        {"i and v are none", T("Ada"), T("Rossi I V VI"), 0, "ada.rossiivvi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(surnames_word_of_one_letter_and_a_dot_is_kept_in_doubt)
{
    static const struct traced rows[] = {
        {"n. between", T("Ada"), T("Rossi n. Bianchi"), DOUBT, "ada.rossinbianchi",
         "INITIAL S6[n.]"},
        {"n. glued", T("Ada"), T("Rossi n.Bianchi"), DOUBT, "ada.rossinbianchi", "INITIAL S6[n.]"},
        {"alone", T("Ada"), T("R."), DOUBT, "ada.r", "INITIAL S0[R.]"},
        {"initials", T("Ada"), T("R.S. Neri"), DOUBT, "ada.rsneri", "INITIAL S0[R.]"},
        {"each word", T("Ada"), T("R. S. Neri"), DOUBT, "ada.rsneri",
         "INITIAL S0[R.], INITIAL S3[S.]"},
        {"with a mark", T("Ada"), T("Ñ. Neri"), DOUBT, "ada.nneri", "INITIAL S0[Ñ.]"},
        {"with marks that do not compose", T("Ada"), T("N\u0332\u0316. Neri"), DOUBT, "ada.nneri",
         "INITIAL S0[N\u0332\u0316.]"},
        {"with an apostrophe before it", T("Ada"), T("'n. Neri"), DOUBT, "ada.nneri",
         "INITIAL S0['n.]"},
        {"with an apostrophe before the dot", T("Ada"), T("n'. Neri"), DOUBT, "ada.nneri",
         "INITIAL S0[n'.]"},
        {"after a glued title", T("Ada"), T("Ing.R.Neri"), TITLE | DOUBT, "ada.rneri",
         "INITIAL S4[R.]"},
        {"two letters are another abbreviation", T("Ada"), T("Ro. Neri"), DOUBT, "ada.roneri",
         "ABBREVIATION S0[Ro.]"},
        {"and those of D'A.", T("Ada"), T("D'A. Neri"), DOUBT, "ada.daneri",
         "ABBREVIATION S0[D'A.]"},
        {"a letter and no dot", T("Ada"), T("N Neri"), 0, "ada.nneri", ""},
        {"a dot and no letter before it", T("Ada"), T(".Neri . Bianchi"), 0, "ada.neribianchi", ""},
        {"not at the beginning", T("Ada"), T("Neri-B."), 0, "ada.nerib", ""},
        {"a hyphen before it", T("Ada"), T("-N. Bianchi"), 0, "ada.nbianchi", ""},
        {"a hyphen before the dot", T("Ada"), T("N-. Bianchi"), 0, "ada.nbianchi", ""},
        {"a dot alone after it", T("Ada"), T("N . Bianchi"), 0, "ada.nbianchi", ""},
        {"in given names", T("N. Ada"), T("Rossi"), 0, "nada.rossi", ""},
        {"cut off", T("Ada"), T("Rossi in N. Neri"), MARITAL, "ada.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(marital_word_first_or_last_among_several_is_kept_in_doubt)
{
    static const struct {
        const char *word;
        const char *letters;
        bool in_given_names;
    } words[] = {
        {"ved", "ved", true},
        {"vedova", "vedova", true},
        {"cgt", "cgt", true},
        {"coniugata", "coniugata", true},
        {"coniugato", "coniugato", true},
        {"coniug", "coniug", true},
        {"sposata", "sposata", true},
        {"sposato", "sposato", true},
        {"maritata", "maritata", true},
        {"VEDOVA", "vedova", true},
        {"vèdova", "vedova", true},
        {"in", "in", false},
        {"IN", "in", false},
        {"'IN", "in", false},
        {"nata", "nata", false},
        {"nato", "nato", false},
        {"née", "nee", false},
        {"nee", "nee", false},
    };
    char field[200];
    char local[200];
    char doubts[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        const char *word = words[i].word;
        uint32_t notes = words[i].in_given_names ? DOUBT : 0;

        snprintf(field, sizeof field, "Rossi %s", word);
        snprintf(local, sizeof local, "ada.rossi%s", words[i].letters);
        snprintf(doubts, sizeof doubts, "MARITAL S6[%s]", word);
        expect_surname_doubts(field, DOUBT, local, doubts);
        snprintf(field, sizeof field, "Ugo %s", word);
        snprintf(local, sizeof local, "ugo%s.rossi", words[i].letters);
        snprintf(doubts, sizeof doubts, "MARITAL G4[%s]", word);
        expect_given_doubts(field, notes, local, notes ? doubts : "");
        snprintf(field, sizeof field, "%s Ugo", word);
        snprintf(local, sizeof local, "%sugo.rossi", words[i].letters);
        snprintf(doubts, sizeof doubts, "MARITAL G0[%s]", word);
        expect_given_doubts(field, notes, local, notes ? doubts : "");
        snprintf(local, sizeof local, "ada.%s", words[i].letters);
        expect_surname_doubts(word, 0, local, "");
        if (words[i].letters[0] == 'n')
            continue; /* first in a surname they tell the birth surname */
        snprintf(field, sizeof field, "%s Rossi", word);
        snprintf(local, sizeof local, "ada.%srossi", words[i].letters);
        snprintf(doubts, sizeof doubts, "MARITAL S0[%s]", word);
        expect_surname_doubts(field, DOUBT, local, doubts);
    }
}
END_TEST

START_TEST(marital_word_with_a_dot_first_or_last_is_two_doubts)
{
    static const struct traced rows[] = {
        {"ved. first", T("Ada"), T("ved. Rossi"), DOUBT, "ada.vedrossi",
         "ABBREVIATION S0[ved.], MARITAL S0[ved.]"},
        {"cgt. last", T("Ada"), T("Rossi cgt."), DOUBT, "ada.rossicgt",
         "ABBREVIATION S6[cgt.], MARITAL S6[cgt.]"},
        {"coniug. last in given names", T("Ada coniug."), T("Rossi"), DOUBT, "adaconiug.rossi",
         "ABBREVIATION G4[coniug.], MARITAL G4[coniug.]"},
        {"glued, first", T("Ada"), T("ved.Bianchi Rossi"), DOUBT, "ada.vedbianchirossi",
         "ABBREVIATION S0[ved.]"},
        {"alone", T("Ada"), T("ved."), DOUBT, "ada.ved", "ABBREVIATION S0[ved.]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(marital_word_after_a_particle_is_in_doubt_where_a_word_follows)
{
    static const struct traced rows[] = {
        {"vedova, a word after", T("Ada"), T("Della Vedova Rossi"), DOUBT, "ada.dellavedovarossi",
         "MARITAL S6[Vedova]"},
        {"vedova last", T("Ada"), T("Della Vedova"), 0, "ada.dellavedova", ""},
        {"nata, a word after", T("Ada"), T("De Nata Rossi"), DOUBT, "ada.denatarossi",
         "MARITAL S3[Nata]"},
        {"nata last", T("Ada"), T("De Nata"), 0, "ada.denata", ""},
        {"nato, a word after", T("Ada"), T("Di Nato Rossi"), DOUBT, "ada.dinatorossi",
         "MARITAL S3[Nato]"},
        {"nato last", T("Ada"), T("Di Nato"), 0, "ada.dinato", ""},
        {"sposato, a word after", T("Ada"), T("Lo Sposato Rossi"), DOUBT, "ada.losposatorossi",
         "MARITAL S3[Sposato]"},
        {"sposato last", T("Ada"), T("Lo Sposato"), 0, "ada.losposato", ""},
        {"other words last", T("Ada"), T("La Sposata"), DOUBT, "ada.lasposata",
         "MARITAL S3[Sposata]"},
        {"nee last", T("Ada"), T("De Nee"), DOUBT, "ada.denee", "MARITAL S3[Nee]"},
        {"in the middle", T("Ada"), T("Rossi Della Vedova Neri"), DOUBT, "ada.rossidellavedovaneri",
         "MARITAL S12[Vedova]"},
        {"a title is no word after", T("Ada"), T("Della Vedova Ing."), TITLE, "ada.dellavedova",
         ""},
        {"what is cut off is no word after", T("Ada"), T("Della Vedova in Neri"), MARITAL,
         "ada.dellavedova", ""},
        {"a marital word may be the word after", T("Ada"), T("Della Vedova in"), DOUBT,
         "ada.dellavedovain", "MARITAL S6[Vedova], MARITAL S13[in]"},
        {"after a particle with an apostrophe", T("Ada"), T("DE' NATA ROSSI"), DOUBT,
         "ada.denatarossi", "MARITAL S4[NATA]"},
        {"after a particle with a mark last", T("Ada"), T("Lê Vedova"), DOUBT, "ada.levedova",
         "MARITAL S4[Vedova]"},
        {"after the particle all", T("Ada"), T("All Vedova Rossi"), DOUBT, "ada.allvedovarossi",
         "MARITAL S4[Vedova]"},
        {"after Santo, which is a particle here", T("Ada"), T("Santo Nato"), 0, "ada.santonato",
         ""},
        {"last in given names", T("Della Vedova"), T("Rossi"), DOUBT, "dellavedova.rossi",
         "MARITAL G6[Vedova]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(what_is_in_doubt_and_left_out_is_no_doubt)
{
    static const struct traced rows[] = {
        {"after a comma", T("Ada, Cav. Ing NoŠ Vedova"), T("Rossi"), COMMA, "ada.rossi", ""},
        {"with a husband's name", T("Ada"), T("Rossi in Cav. Ing NoŠ n. Vedova"), MARITAL,
         "ada.rossi", ""},
        {"before nata", T("Ada"), T("Cav. Ing NoŠ n. nata Rossi"), MARITAL, "ada.rossi", ""},
        {"in given names", T("Ada in Cav. Ing NoŠ"), T("Rossi"), MARITAL, "ada.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

START_TEST(several_doubts_of_one_field_are_told_word_by_word)
{
    static const struct traced rows[] = {
        {"in given names", T("Ing Cav. Dottore NoŠ vedova"), T("Rossi"), DOUBT,
         "ingcavdottorenosvedova.rossi",
         "TITLE G0[Ing], ABBREVIATION G4[Cav.], TITLE_FULL G9[Dottore], MISREAD G19[Š], "
         "MARITAL G22[vedova]"},
        {"in a surname", T("Ada"), T("In n. Dr NICOLã jr"), DOUBT, "ada.inndrnicolajr",
         "MARITAL S0[In], INITIAL S3[n.], TITLE S6[Dr], MISREAD S14[ã], ADDITION S17[jr]"},
        {"of one word", T("Ada"), T("Ing.raDŠa.Neri Rossi"), TITLE | DOUBT, "ada.radsanerirossi",
         "TITLE_REST S6[D], ABBREVIATION S4[raDŠa.]"},
        {"of both fields", T("Ing Ada"), T("Dr"), DOUBT, "ingada.dr",
         "TITLE G0[Ing], TITLE S0[Dr]"},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        title_without_its_dots_is_kept_in_doubt,
        title_without_its_dots_is_compared_as_words_are,
        other_word_with_a_dot_after_two_letters_is_kept_in_doubt,
        what_hangs_on_a_title_is_kept_in_doubt,
        what_hangs_on_a_title_at_the_edges_of_the_rule,
        ssa_and_more_letters_right_after_a_dot_are_kept_in_doubt,
        capital_after_a_small_letter_in_what_is_glued_to_a_title_is_in_doubt,
        title_in_full_among_several_words_is_kept_in_doubt,
        title_in_full_at_the_edges_of_the_rule,
        addition_among_several_words_is_kept_in_doubt,
        addition_at_the_edges_of_the_rule,
        surnames_word_of_one_letter_and_a_dot_is_kept_in_doubt,
        marital_word_first_or_last_among_several_is_kept_in_doubt,
        marital_word_with_a_dot_first_or_last_is_two_doubts,
        marital_word_after_a_particle_is_in_doubt_where_a_word_follows,
        what_is_in_doubt_and_left_out_is_no_doubt,
        several_doubts_of_one_field_are_told_word_by_word,
    };

    return run_suite("name-doubts", tests, N_OF(tests));
}
