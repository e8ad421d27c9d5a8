/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: a surname is held against particles and given names; the doubt is about all of it. */
#include "core/name-suite.h"

static const char *const particles[] = {
    "all",   "d",   "da",  "dal",   "dall", "dalla", "dalle", "dallo", "dai",
    "dagli", "de",  "dei", "degli", "del",  "dell",  "della", "delle", "dello",
    "den",   "der", "di",  "do",    "dos",  "das",   "du",    "e",     "el",
    "il",    "l",   "la",  "le",    "lo",   "nell",  "sull",  "al",    "alla",
    "gli",   "ter", "van", "von",   "y",    "zu",    "zum",   "zur",   "af",
};

START_TEST(surname_of_particles_only_is_in_doubt)
{
    static const char *const formats[] = {"%s", "%s'", " %s ", "%s-%s", "%s %s", "'%s", "DE %s"};
    char field[200];
    char doubts[250];

    for (size_t i = 0; i < N_OF(particles); i++) {
        for (size_t k = 0; k < N_OF(formats); k++) {
            char local[200];
            const char *p = particles[i];

            snprintf(field, sizeof field, formats[k], p, p);
            snprintf(doubts, sizeof doubts, "PARTICLES S0[%s]", field);
            snprintf(local, sizeof local, "ada.%s%s%s", k == 6 ? "de" : "", p,
                     k == 3 || k == 4 ? p : "");
            expect_surname_doubts(field, DOUBT, local, doubts);
        }
        snprintf(field, sizeof field, "%s Rossi", particles[i]);
        snprintf(doubts, sizeof doubts, "ada.%srossi", particles[i]);
        expect_surname_doubts(field, 0, doubts, "");
    }
}
END_TEST

START_TEST(surname_of_particles_only_at_the_edges_of_the_rule)
{
    static const struct traced rows[] = {
        {"De", T("Ada"), T("De"), DOUBT, "ada.de", "PARTICLES S0[De]"},
        {"LO", T("Ada"), T("LO"), DOUBT, "ada.lo", "PARTICLES S0[LO]"},
        {"DE'", T("Ada"), T("DE'"), DOUBT, "ada.de", "PARTICLES S0[DE']"},
        {"De La", T("Ada"), T("De La"), DOUBT, "ada.dela", "PARTICLES S0[De La]"},
        {"full width", T("Ada"), T("Ｄｅ"), DOUBT, "ada.de", "PARTICLES S0[Ｄｅ]"},
        {"ended by dots", T("Ada"), T("D.L."), DOUBT, "ada.dl",
         "INITIAL S0[D.], PARTICLES S0[D.L.]"},
        {"after a title", T("Ada"), T("Ing. De"), TITLE | DOUBT, "ada.de", "PARTICLES S0[Ing. De]"},
        {"after a glued title", T("Ada"), T("Ing.De"), TITLE | DOUBT, "ada.de",
         "PARTICLES S0[Ing.De]"},
        {"before a husband's name", T("Ada"), T("De in Rossi"), MARITAL | DOUBT, "ada.de",
         "PARTICLES S0[De in Rossi]"},
        {"Di Santo", T("Ada"), T("Di Santo"), 0, "ada.disanto", ""},
        {"Santo", T("Ada"), T("Santo"), 0, "ada.santo", ""},
        {"San", T("Ada"), T("San"), 0, "ada.san", ""},
        {"Sant'", T("Ada"), T("Sant'"), 0, "ada.sant", ""},
        {"Della Santa", T("Ada"), T("Della Santa"), 0, "ada.dellasanta", ""},
        {"Li", T("Ada"), T("Li"), 0, "ada.li", ""},
        {"Li Van", T("Ada"), T("Li Van"), 0, "ada.livan", ""},
        {"a mark", T("Ada"), T("Lê"), 0, "ada.le", ""},
        {"a mark decomposed", T("Ada"), T("Le\u0302"), 0, "ada.le", ""},
        {"a mark that composes with nothing", T("Ada"), T("Le\u0332"), 0, "ada.le", ""},
        {"a mark on the first letter", T("Ada"), T("Ðè"), 0, "ada.de", ""},
        {"a mark on a letter that is a row of the registry", T("Ada"), T("Daẛ"), 0, "ada.das", ""},
        {"that letter without it", T("Ada"), T("Daſ"), DOUBT, "ada.das", "PARTICLES S0[Daſ]"},
        {"a mark in one of two words", T("Ada"), T("De Lê"), 0, "ada.dele", ""},
        {"an apostrophe between letters", T("Ada"), T("Dall'O'"), 0, "ada.dallo", ""},
        {"an apostrophe between letters in one of two words", T("Ada"), T("De D'al"), 0,
         "ada.dedal", ""},
        {"apostrophes before and after", T("Ada"), T("'De'"), DOUBT, "ada.de",
         "PARTICLES S0['De']"},
        {"an apostrophe before a hyphen", T("Ada"), T("De'-La"), DOUBT, "ada.dela",
         "PARTICLES S0[De'-La]"},
        {"an apostrophe right after white space", T("Ada"), T("De 'La"), DOUBT, "ada.dela",
         "PARTICLES S0[De 'La]"},
        {"as given names", T("De La"), T("Rossi"), 0, "dela.rossi", ""},
        {"a longer word", T("Ada"), T("Dea"), 0, "ada.dea", ""},
    };
    static const struct traced plain_rows[] = {
        {"Dü under profile plain has a mark", T("Ada"), T("Dü"), VARIANT, "ada.du", ""},
    };
    struct pecaddr_scheme plain = ingpec_under(PECADDR_PROFILE_PLAIN);

    EXPECT_DOUBTS(rows);
    expect_doubts(&plain, plain_rows, N_OF(plain_rows));
}
END_TEST

START_TEST(surname_that_is_also_among_the_given_names_is_in_doubt)
{
    static const struct traced rows[] = {
        {"the first given name", T("Rossi Emma"), T("Rossi"), DOUBT, "rossiemma.rossi",
         "REPEATED S0[Rossi]"},
        {"the last", T("Emma Rossi"), T("Rossi"), DOUBT, "emmarossi.rossi", "REPEATED S0[Rossi]"},
        {"in the middle", T("Emma Rossi Ada"), T("Rossi"), DOUBT, "emmarossiada.rossi",
         "REPEATED S0[Rossi]"},
        {"all", T("ROSSI"), T("Rossi"), DOUBT, "rossi.rossi", "REPEATED S0[Rossi]"},
        {"two words that are one given name", T("Maria Deluca"), T("De Luca"), DOUBT,
         "mariadeluca.deluca", "REPEATED S0[De Luca]"},
        {"one word that is two given names", T("Maria De Luca"), T("Deluca"), DOUBT,
         "mariadeluca.deluca", "REPEATED S0[Deluca]"},
        {"two words that are two", T("Maria De Luca"), T("De Luca"), DOUBT, "mariadeluca.deluca",
         "REPEATED S0[De Luca]"},
        {"all given names of three", T("De La Torre"), T("Delatorre"), DOUBT, "delatorre.delatorre",
         "REPEATED S0[Delatorre]"},
        {"words ended by a hyphen", T("Emma-Rossi"), T("Rossi"), DOUBT, "emmarossi.rossi",
         "REPEATED S0[Rossi]"},
        {"words ended by a dash", T("Rossi–Emma"), T("Rossi"), DOUBT, "rossiemma.rossi",
         "REPEATED S0[Rossi]"},
        {"a word ended by a dot", T("E.Rossi"), T("Rossi"), DOUBT, "erossi.rossi",
         "REPEATED S0[Rossi]"},
        {"with other accents", T("Nicolò Ada"), T("NICOLO'"), DOUBT, "nicoloada.nicolo",
         "REPEATED S0[NICOLO']"},
        {"under the scheme's profile", T("Mueller Ada"), T("Müller"), VARIANT | DOUBT,
         "muellerada.mueller", "REPEATED S0[Müller]"},
        {"after a title", T("Ing. Rossi"), T("Rossi"), TITLE | DOUBT, "rossi.rossi",
         "REPEATED S0[Rossi]"},
        {"after a glued title", T("Ing.Rossi Emma"), T("Dott.Rossi"), TITLE | DOUBT,
         "rossiemma.rossi", "REPEATED S0[Dott.Rossi]"},
        {"a title between is none", T("De Ing. Luca"), T("Deluca"), TITLE | DOUBT, "deluca.deluca",
         "REPEATED S0[Deluca]"},
        {"the birth surname", T("Rossi Emma"), T("Neri nata Rossi"), MARITAL | DOUBT,
         "rossiemma.rossi", "REPEATED S0[Neri nata Rossi]"},
        {"three letters", T("Pia Emma"), T("Pia"), DOUBT, "piaemma.pia", "REPEATED S0[Pia]"},
        {"both doubts", T("Del Emma"), T("Del"), DOUBT, "delemma.del",
         "PARTICLES S0[Del], REPEATED S0[Del]"},
        {"not what shortening leaves of it", T("Alessandro Massimiliano Rossi"), T("Rossi " FORTY),
         SHORTENED, "alessandro.rossi", ""},
        {"among given names that are dropped", T(FORTY " Rossi"), T("Rossi"), DOUBT,
         FORTY "rossi.rossi", "REPEATED S0[Rossi]"},
        {"two letters", T("Re Emma"), T("Re"), 0, "reemma.re", ""},
        {"one letter", T("O Emma"), T("O'"), 0, "oemma.o", ""},
        {"part of a word, its beginning", T("Rossina"), T("Rossi"), 0, "rossina.rossi", ""},
        {"part of a word, its end", T("Derossi"), T("Rossi"), 0, "derossi.rossi", ""},
        {"part of two words", T("Maro Ssina"), T("Rossi"), 0, "marossina.rossi", ""},
        {"a word and part of the next", T("De Lucia"), T("Deluc"), 0, "delucia.deluc", ""},
        {"words that are no neighbours", T("De Maria Luca"), T("Deluca"), 0, "demarialuca.deluca",
         ""},
        {"more than there is", T("Emma Ros"), T("Rossi"), 0, "emmaros.rossi", ""},
        {"before it, two words that are the surname", T("Emma Ros Si"), T("Rossi"), DOUBT,
         "emmarossi.rossi", "REPEATED S0[Rossi]"},
        {"after it, one of them: nothing is left of the name before", T("Emma Ros"), T("Rossi"), 0,
         "emmaros.rossi", ""},
        {"the same letters in other order", T("Luca De"), T("Deluca"), 0, "lucade.deluca", ""},
        {"a comma before it", T("Emma, Rossi"), T("Rossi"), COMMA, "emma.rossi", ""},
        {"a marital word before it", T("Emma in Rossi"), T("Rossi"), MARITAL, "emma.rossi", ""},
        {"one word of the surname", T("Rossi Emma"), T("Rossi Neri"), 0, "rossiemma.rossineri", ""},
        {"the husband's name", T("Neri Emma"), T("Rossi in Neri"), MARITAL, "neriemma.rossi", ""},
    };

    EXPECT_DOUBTS(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        surname_of_particles_only_is_in_doubt,
        surname_of_particles_only_at_the_edges_of_the_rule,
        surname_that_is_also_among_the_given_names_is_in_doubt,
    };

    return run_suite("name-surname", tests, N_OF(tests));
}
