/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2, RFC 5321 §4.5.3.1: names that are too long. In `ingpec` B is 51 letters. */
#include "core/made-scheme.h"
#include "core/name-suite.h"

START_TEST(names_of_51_letters_fit)
{
    static const struct traced rows[] = {
        {"in two words", T("Giovanni"), T(FORTY "tre"), 0, "giovanni." FORTY "tre", ""},
        {"in many words", T("Roberto"), T("Neri " TWENTY " " TEN "-" TEN), 0, "roberto.neri" FORTY,
         ""},
        {"a particle at the end stays", T("Alessandro De"), T(TWENTY TEN " Neri Van"), 0,
         "alessandrode." TWENTY TEN "nerivan", ""},
        {"titles and ignored text count nothing", T("Ing. Giovanni, Alessandro"),
         T(FORTY "tre in " TEN), TITLE | COMMA | MARITAL, "giovanni." FORTY "tre",
         "COMMA G13[, Alessandro], TITLE G0[Ing.], MARITAL S44[in " TEN "]"},
        {"nor do signs", T("G'i'o'v'a'n'n'i'"), T(FORTY "-t-r-e"), 0, "giovanni." FORTY "tre",
         "APOSTROPHE G1['], APOSTROPHE G3['], APOSTROPHE G5['], APOSTROPHE G7['], APOSTROPHE "
         "G9['], APOSTROPHE G11['], APOSTROPHE G13['], APOSTROPHE G15[']"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(given_names_are_dropped_first_from_the_last)
{
    static const struct traced rows[] = {
        {"one", T("Alessandro Massimiliano Francesco"), T(TWENTY "x"), SHORTENED,
         "alessandromassimiliano." TWENTY "x", "WORD_DROPPED G0[]francesco"},
        {"until it fits", T("Alessandro Massimiliano Francesco"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]francesco, WORD_DROPPED G0[]massimiliano"},
        {"one is left", T("Alessandro Massimiliano"), T(FORTY TEN), SHORTENED,
         "alessandro." FORTY "b", "WORD_DROPPED G0[]massimiliano, CUT S0[]artolomei"},
        {"to 51 letters", T("Alessandro Leo"), T(FORTY "x"), SHORTENED, "alessandro." FORTY "x",
         "WORD_DROPPED G0[]leo"},
        {"and no further", T("Alessandro Leo Ada"), T(TWENTY TEN "bartolom"), SHORTENED,
         "alessandroleo." TWENTY TEN "bartolom", "WORD_DROPPED G0[]ada"},
        {"words end at a hyphen", T("Alessandro-Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano"},
        {"and at a dash", T("Alessandro–Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano"},
        {"and at a dot", T("A.Massimiliano"), T(FORTY), SHORTENED, "a." FORTY,
         "WORD_DROPPED G0[]massimiliano"},
        {"and at a colon", T("Alessandro:Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano"},
        {"and at a middle dot", T("Alessandro·Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano"},
        {"empty words are none", T("Alessandro -. - Massimiliano :-"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano"},
        {"an apostrophe ends none", T("Alessandro'Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandromassimiliano." TWENTY "bartolome", "APOSTROPHE G10['], CUT S0[]i"},
        {"before surnames", T("Alessandro Ada"), T(TWENTY " " TWENTY), SHORTENED,
         "alessandro." FORTY, "WORD_DROPPED G0[]ada"},
        {"a title between is none", T("Alessandro Ing. Massimiliano"), T(TWENTY TEN),
         TITLE | SHORTENED, "alessandro." TWENTY TEN,
         "TITLE G11[Ing.], WORD_DROPPED G0[]massimiliano"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(surname_words_are_dropped_next_while_a_word_that_is_no_particle_stays)
{
    static const struct traced rows[] = {
        {"from the last", T("Alessandro"), T(TEN " " TEN " " TEN " " TEN " Neri"), SHORTENED,
         "alessandro." FORTY, "WORD_DROPPED S0[]neri"},
        {"as many as it takes", T("Alessandro"), T(TEN " Neri " FORTY " Rossi"), SHORTENED,
         "alessandro." TEN "neri", "WORD_DROPPED S0[]rossi, WORD_DROPPED S0[]" FORTY},
        {"to 51 letters", T("Alessandro"), T(FORTY "-x " TEN), SHORTENED, "alessandro." FORTY "x",
         "WORD_DROPPED S0[]" TEN},
        {"the first word is left", T("Alessandro"), T(FORTY "xy " TEN), SHORTENED,
         "alessandro." FORTY "x", "WORD_DROPPED S0[]" TEN ", CUT S0[]y"},
        {"a particle is no name", T("Ada"), T("De " FORTY TEN), SHORTENED, "ada.de" FORTY "bartol",
         "CUT S0[]omei"},
        {"several particles are none", T("Ada"), T("De La " FORTY TEN), SHORTENED,
         "ada.dela" FORTY "bart", "CUT S0[]olomei"},
        {"Santo is a particle here", T("Ada"), T("Santo " FORTY TEN), SHORTENED,
         "ada.santo" FORTY "bar", "CUT S0[]tolomei"},
        {"a particle and a word are one", T("Ada"), T("Della Torre " FORTY TEN), SHORTENED,
         "ada.dellatorre", "WORD_DROPPED S0[]" FORTY TEN},
        {"a word and a particle are one", T("Ada"), T("Torre Della " FORTY TEN), SHORTENED,
         "ada.torre", "WORD_DROPPED S0[]" FORTY TEN ", WORD_DROPPED S0[]della"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(with_a_dropped_word_go_the_particles_then_at_the_end)
{
    static const struct traced rows[] = {
        {"one", T("Alessandro"), T(TWENTY TEN " Dalla " TEN), SHORTENED, "alessandro." TWENTY TEN,
         "WORD_DROPPED S0[]" TEN ", WORD_DROPPED S0[]dalla"},
        {"all", T("Alessandro"), T(TWENTY TEN " De La " TEN), SHORTENED, "alessandro." TWENTY TEN,
         "WORD_DROPPED S0[]" TEN ", WORD_DROPPED S0[]la, WORD_DROPPED S0[]de"},
        {"in given names", T("Alessandro De Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN, "WORD_DROPPED G0[]massimiliano, WORD_DROPPED G0[]de"},
        {"though it would fit with them", T("Alessandro De La Massimiliano"), T(TWENTY "bartol"),
         SHORTENED, "alessandro." TWENTY "bartol",
         "WORD_DROPPED G0[]massimiliano, WORD_DROPPED G0[]la, WORD_DROPPED G0[]de"},
        {"in upper case, with an accent", T("Alessandro DÈ Massimiliano"), T(TWENTY TEN), SHORTENED,
         "alessandro." TWENTY TEN,
         "BASE G12[È]e, WORD_DROPPED G0[]massimiliano, WORD_DROPPED G0[]de"},
        {"Lê is le here", T("Ada"), T(FORTY " Lê " TEN), SHORTENED, "ada." FORTY,
         "BASE S42[ê]e, WORD_DROPPED S0[]" TEN ", WORD_DROPPED S0[]le"},
        {"and Dall'O dallo", T("Ada"), T(FORTY " Dall'O " TEN), SHORTENED, "ada." FORTY,
         "APOSTROPHE S45['], WORD_DROPPED S0[]" TEN ", WORD_DROPPED S0[]dallo"},
        {"as long as another word stays", T("Li Alessandro"), T(FORTY "tre"), SHORTENED,
         "li." FORTY "tre", "WORD_DROPPED G0[]alessandro"},
        {"of two particles one stays", T("Li De Alessandro"), T(FORTY "tre"), SHORTENED,
         "li." FORTY "tre", "WORD_DROPPED G0[]alessandro, WORD_DROPPED G0[]de"},
        {"those of the other field stay", T("Alessandro Massimiliano"), T(TWENTY "barto Neri De"),
         SHORTENED, "alessandro." TWENTY "bartoneride", "WORD_DROPPED G0[]massimiliano"},
        {"a particle that is the last word goes alone", T("Alessandro De"), T(FORTY "x"), SHORTENED,
         "alessandro." FORTY "x", "WORD_DROPPED G0[]de"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(then_the_surname_is_cut_to_half_of_b_at_least_and_the_given_name_to_the_rest)
{
    static const struct traced rows[] = {
        {"by one letter", T("Giovanni"), T(FORTY "neri"), SHORTENED, "giovanni." FORTY "ner",
         "CUT S0[]i"},
        {"to B less the given name", T(TEN), T(FORTY TWENTY), SHORTENED, TEN "." FORTY "b",
         "CUT S0[]artolomei" TEN},
        {"not below half of B", T(FORTY), T(FORTY "x"), SHORTENED, TWENTY "bartol." TWENTY "barto",
         "CUT S0[]lomei" TEN "x, CUT G0[]omei" TEN},
        {"a shorter surname is whole", T(FORTY), T(TWENTY), SHORTENED, TWENTY TEN "b." TWENTY,
         "CUT G0[]artolomei"},
        {"a surname of just half of B", T(FORTY), T(TWENTY "borto"), SHORTENED,
         TWENTY "bartol." TWENTY "borto", "CUT G0[]omei" TEN},
        {"a given name of 26", T(TWENTY "bertol"), T(FORTY), SHORTENED,
         TWENTY "bertol." TWENTY "barto", "CUT S0[]lomei" TEN},
        {"a given name of 25", T(TWENTY "berto"), T(FORTY), SHORTENED,
         TWENTY "berto." TWENTY "bartol", "CUT S0[]omei" TEN},
        {"a given name of B", T(FORTY TEN "x"), T(FORTY), SHORTENED,
         TWENTY "bartol." TWENTY "barto", "CUT S0[]lomei" TEN ", CUT G0[]omei" TWENTY "x"},
        {"a given name longer than B", T(FORTY TWENTY), T(FORTY), SHORTENED,
         TWENTY "bartol." TWENTY "barto", "CUT S0[]lomei" TEN ", CUT G0[]omei" TWENTY TEN},
        {"a given name longer than B, a surname of one letter", T(FORTY TWENTY), T("O"), SHORTENED,
         FORTY TEN ".o", "CUT G0[]" TEN},
        {"letters count as they are written", T("Ada"), T(FORTY "weißßß"), SHORTENED,
         "ada." FORTY "weisssss",
         "REGISTRY S43[ß]ss, REGISTRY S45[ß]ss, REGISTRY S47[ß]ss, CUT S0[]s"},
    };

    EXPECT_STEPS(rows);
}
END_TEST

START_TEST(half_of_an_even_b_is_half)
{
    static const struct traced rows[] = {
        {"64 letters fit", T(FORTY), T(TWENTY "neri"), 0, FORTY TWENTY "neri", ""},
        {"32 letters each", T(FORTY), T(TWENTY TEN "neri" TEN), SHORTENED,
         TWENTY TEN "ba" TWENTY TEN "ne", "CUT S0[]ri" TEN ", CUT G0[]rtolomei"},
    };

    expect_steps(make_scheme("rule = {given}{surname}"), rows, N_OF(rows));
}
END_TEST

/* The other profile's local part is compared as it would be given. */
START_TEST(profiles_that_give_the_same_once_one_is_shortened_are_no_variant)
{
    static const struct traced rows[] = {
        {"the letter more is cut", T(TEN), T(FORTY "ö"), 0, TEN "." FORTY "o", "DIAERESIS S40[ö]o"},
        {"another letter is cut", T(TEN), T(TWENTY TEN "bartolomöox"), VARIANT,
         TEN "." TWENTY TEN "bartolomoox", NULL},
    };
    struct pecaddr_scheme plain = ingpec_under(PECADDR_PROFILE_PLAIN);

    expect_steps(&plain, rows, N_OF(rows));
}
END_TEST

START_TEST(field_that_no_rule_needs_counts_nothing)
{
    static const struct traced surname_rows[] = {
        {"a surname of B letters", T("Ada"), T(FORTY TEN "rossin"), 0, FORTY TEN "rossin.1234", ""},
        {"given names of any length", T(FORTY TWENTY " " FORTY), T(FORTY TEN "rossi"), 0,
         FORTY TEN "rossi.1234", ""},
        {"a surname too long, given names of any length", T(FORTY TWENTY), T(FORTY TEN "rossini"),
         SHORTENED, FORTY TEN "rossin.1234", "CUT S0[]i"},
        {"surname words too long", T(FORTY " Ada"), T(FORTY " De " TWENTY), SHORTENED,
         FORTY ".1234", "WORD_DROPPED S0[]" TWENTY ", WORD_DROPPED S0[]de"},
    };
    static const struct traced given_rows[] = {
        {"a given name of B letters", T(FORTY TEN "rossin"), T("Neri"), 0, FORTY TEN "rossin.1234",
         ""},
        {"a surname of any length", T(FORTY TEN "rossi"), T(FORTY TWENTY), 0,
         FORTY TEN "rossi.1234", ""},
        {"a given name too long, a surname of any length", T(FORTY TEN "rossini"), T(FORTY TWENTY),
         SHORTENED, FORTY TEN "rossin.1234", "CUT G0[]i"},
        {"given names too long", T(FORTY " De " TWENTY), T(FORTY " Neri"), SHORTENED, FORTY ".1234",
         "WORD_DROPPED G0[]" TWENTY ", WORD_DROPPED G0[]de"},
    };

    expect_steps(make_scheme("rule = {surname}.{number}"), surname_rows, N_OF(surname_rows));
    expect_steps(make_scheme("rule = {given}.{number}"), given_rows, N_OF(given_rows));
}
END_TEST

START_TEST(initial_counts_one_letter)
{
    static const struct traced rows[] = {
        {"given names of any length", T(FORTY TWENTY " " FORTY), T(FORTY TWENTY "tu"), 0,
         "b." FORTY TWENTY "tu", ""},
        {"a surname too long", T("Ada Maria"), T(FORTY TWENTY "tre"), SHORTENED,
         "a." FORTY TWENTY "tr", "CUT S0[]e"},
        {"surname words too long", T("Ada Maria"), T(FORTY TWENTY " Neri"), SHORTENED,
         "a." FORTY TWENTY, "WORD_DROPPED S0[]neri"},
        {"an initial that is written with two letters", T("Þór"), T("Rossi"), 0, "t.rossi",
         "REGISTRY G0[Þ]th, BASE G2[ó]o"},
    };

    expect_steps(make_scheme("rule = {initial}.{surname}"), rows, N_OF(rows));
}
END_TEST

START_TEST(first_given_name_alone_counts_where_the_scheme_has_the_first)
{
    static const struct traced rows[] = {
        {"others of any length", T("Giovanni " FORTY), T(FORTY "tre"), 0, "giovanni." FORTY "tre",
         "GIVEN_FIRST G8[ " FORTY "]"},
        {"two words at a hyphen are two", T("Giovanni-Neri Ada"), T(FORTY "tre"), SHORTENED,
         "giovanni." FORTY "tre", "GIVEN_FIRST G13[ Ada], WORD_DROPPED G0[]neri"},
    };
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.given_first = true;
    expect_steps(&scheme, rows, N_OF(rows));
}
END_TEST

static const char *const particles[] = {
    "all",  "d",   "da",    "dal",  "dall", "dalla", "dalle", "dallo", "dai",  "dagli",
    "de",   "dei", "degli", "del",  "dell", "della", "delle", "dello", "den",  "der",
    "di",   "do",  "dos",   "das",  "du",   "e",     "el",    "il",    "l",    "la",
    "le",   "li",  "lo",    "nell", "san",  "sant",  "santa", "santo", "sull", "al",
    "alla", "gli", "ter",   "van",  "von",  "y",     "zu",    "zum",   "zur",  "af",
};

START_TEST(particle_before_a_dropped_word_goes_with_it)
{
    char field[200];
    char local[200];

    for (size_t i = 0; i < N_OF(particles); i++) {
        snprintf(field, sizeof field, FORTY " %s " TEN, particles[i]);
        expect_surname(field, SHORTENED, "ada." FORTY);
        snprintf(field, sizeof field, FORTY " %s " TEN, particles[i]);
        snprintf(local, sizeof local, FORTY ".rossi");
        expect_given(field, SHORTENED, local);
    }
}
END_TEST

START_TEST(other_words_are_no_particles)
{
    static const char *const words[] = {"sul", "nel", "mac", "st",    "be",      "dalb", "a",
                                        "i",   "o",   "con", "saint", "sanctis", "zus",  "dee"};
    char field[200];
    char local[200];

    for (size_t i = 0; i < N_OF(words); i++) {
        snprintf(field, sizeof field, FORTY " %s " TEN, words[i]);
        snprintf(local, sizeof local, "ada." FORTY "%s", words[i]);
        expect_surname(field, SHORTENED, local);
    }
}
END_TEST

START_TEST(overlong_error_refuses_what_would_be_shortened)
{
    static const struct traced fitting[] = {
        {"51 letters", T("Giovanni"), T(FORTY "tre"), 0, "giovanni." FORTY "tre", ""},
    };
    static const struct refusal rows[] = {
        {"52 letters", T("Giovanni"), T(FORTY "neri"), PECADDR_E_TOO_LONG, S, 0},
        {"given names that would be dropped", T("Ada " FORTY), T("  " TEN), PECADDR_E_TOO_LONG, S,
         0},
        {"other errors come first", T("Ada"), T(FORTY FORTY "1"), PECADDR_E_UNEXPECTED, S, 80},
    };
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.overlong_fail = true;
    expect_steps(&scheme, fitting, N_OF(fitting));
    expect_refusals(&scheme, rows, N_OF(rows));
}
END_TEST

START_TEST(overlong_error_is_of_the_field_that_the_rules_need)
{
    static const struct refusal given[] = {
        {"given names", T(FORTY TWENTY), T("Rossi"), PECADDR_E_TOO_LONG, G, 0},
    };
    static const struct refusal surname[] = {
        {"a surname", T("Ada"), T(FORTY TWENTY), PECADDR_E_TOO_LONG, S, 0},
    };
    static const struct traced fitting[] = {
        {"a surname of any length", T("Ada"), T(FORTY TWENTY), 0, "ada.1234", ""},
    };

    expect_refusals(make_scheme("overlong = error\nrule = {given}.{number}"), given, N_OF(given));
    expect_refusals(make_scheme("overlong = error\nrule = {surname}.{number}"), surname,
                    N_OF(surname));
    expect_steps(make_scheme("overlong = error\nrule = {given}.{number}"), fitting, N_OF(fitting));
}
END_TEST

START_TEST(one_budget_for_whoever_asks)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    char local[PECADDR_LOCAL_PART_MAX + 1];

    person.given = text("Giovanni");
    person.surname = text(FORTY "neri");
    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local,
                                        NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(local, "giovanni." FORTY "ner");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        names_of_51_letters_fit,
        given_names_are_dropped_first_from_the_last,
        surname_words_are_dropped_next_while_a_word_that_is_no_particle_stays,
        with_a_dropped_word_go_the_particles_then_at_the_end,
        then_the_surname_is_cut_to_half_of_b_at_least_and_the_given_name_to_the_rest,
        half_of_an_even_b_is_half,
        profiles_that_give_the_same_once_one_is_shortened_are_no_variant,
        field_that_no_rule_needs_counts_nothing,
        initial_counts_one_letter,
        first_given_name_alone_counts_where_the_scheme_has_the_first,
        particle_before_a_dropped_word_goes_with_it,
        other_words_are_no_particles,
        overlong_error_refuses_what_would_be_shortened,
        overlong_error_is_of_the_field_that_the_rules_need,
        one_budget_for_whoever_asks,
    };

    return run_suite("shorten", tests, N_OF(tests));
}
