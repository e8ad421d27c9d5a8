/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2, first table: what letters become, under both profiles, and where VARIANT is noted. */
#include "core/made-scheme.h"
#include "core/name-suite.h"

START_TEST(letter_with_marks_is_the_base_letter)
{
    static const struct answer rows[] = {
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

    EXPECT(rows);
}
END_TEST

START_TEST(a_o_u_with_diaeresis_are_ae_oe_ue)
{
    static const struct answer rows[] = {
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

    EXPECT(rows);
}
END_TEST

START_TEST(a_with_ring_is_aa)
{
    static const struct answer rows[] = {
        {"Å", T("Åsa"), T("Rossi"), VARIANT, "aasa.rossi"},
        {"å", T("Ada"), T("Åkerblåm"), VARIANT, "ada.aakerblaam"},
        {"decomposed", T("A\u030Asa"), T("Rossi"), VARIANT, "aasa.rossi"},
        {"Angstrom sign", T("\u212Bsa"), T("Rossi"), VARIANT, "aasa.rossi"},
        {"ǻ with acute", T("Ada"), T("Kǻs"), VARIANT, "ada.kaas"},
        {"ạ with dot below", T("Ada"), T("Kạ\u030As"), VARIANT, "ada.kaas"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(o_with_stroke_is_oe_with_or_without_marks)
{
    static const struct answer rows[] = {
        {"Ø", T("Øyvind"), T("Rossi"), VARIANT, "oeyvind.rossi"},
        {"ø", T("Ada"), T("Sørensen"), VARIANT, "ada.soerensen"},
        {"ǿ with acute", T("Ada"), T("Sǿren"), VARIANT, "ada.soeren"},
        {"ø with diaeresis", T("Ada"), T("Sø\u0308ren"), VARIANT, "ada.soeren"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(letters_of_the_registry_table)
{
    static const struct answer rows[] = {
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

    EXPECT(rows);
}
END_TEST

START_TEST(full_width_letters_and_ligatures_are_their_compatibility_letters)
{
    static const struct answer rows[] = {
        {"full width", T("Ａｄａ"), T("ＲＯＳＳＩ"), 0, "ada.rossi"},
        {"full width with acute", T("Ada"), T("Ｒｏｓｓｅ\u0301"), 0, "ada.rosse"},
        {"full width with diaeresis", T("Ada"), T("Ｍｕ\u0308ller"), VARIANT, "ada.mueller"},
        {"full width with ring", T("Ａ\u030Asa"), T("Rossi"), VARIANT, "aasa.rossi"},
        {"ligatures", T("Ada"), T("ﬁﬂﬀﬃﬄ"), 0, "ada.fiflffffiffl"},
        {"ligatures of st", T("Ada"), T("Coﬅaﬆi"), 0, "ada.costasti"},
        {"ordinal indicators", T("Mª"), T("Nº"), 0, "ma.no"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(other_latin_letters_are_their_frozen_row_or_that_of_the_other_case)
{
    static const struct answer rows[] = {
        {"lower-cased", T("Ada"), T("Ɓanda"), 0, "ada.banda"},
        {"dz", T("Ǆon"), T("ǆan"), 0, "dzon.dzan"},
        {"dotless j", T("Ada"), T("ȷon"), 0, "ada.jon"},
        {"aa", T("Ada"), T("Ꜳse"), 0, "ada.aase"},
        {"small capital", T("Ada"), T("ᴀldo"), 0, "ada.aldo"},
        {"Ʀ has no row, ʀ has R", T("Ada"), T("Ʀossi"), 0, "ada.rossi"},
        {"Ƕ has no row, ƕ has hv", T("Ada"), T("Ƕal"), 0, "ada.hval"},
        {"ɩ has no row, Ɩ has I", T("Ada"), T("Rossɩ"), 0, "ada.rossi"},
    };

    EXPECT(rows);
}
END_TEST

START_TEST(latin_letter_without_letters_of_its_own_is_unexpected)
{
    static const struct refusal rows[] = {
        {"schwa", T("Ada"), T("Roəssi"), PECADDR_E_UNEXPECTED, S, 2},
        {"open o", T("Ada"), T("Ɔssi"), PECADDR_E_UNEXPECTED, S, 0},
        {"a click, whose row is no letter", T("Aǃda"), T("Rossi"), PECADDR_E_UNEXPECTED, G, 1},
        {"turned a", T("Ada"), T("Rossɐ"), PECADDR_E_UNEXPECTED, S, 4},
        {"gc=Lm", T("Ada"), T("Rossiʰ"), PECADDR_E_UNEXPECTED, S, 5},
        {"gc=Nl", T("Ada"), T("Rossi Ⅳ"), PECADDR_E_UNEXPECTED, S, 6},
    };

    REFUSE(rows);
}
END_TEST

START_TEST(profile_plain_writes_a_o_u_for_umlauts_ring_and_stroke)
{
    static const struct answer rows[] = {
        {"Ä Ö Ü Å Ø", T("ÄÖÜ"), T("ÅØ"), VARIANT, "aou.ao"},
        {"ä ö ü å ø", T("Jörg"), T("Müllär"), VARIANT, "jorg.mullar"},
        {"with more marks", T("Ǻsa"), T("Lǘǿ"), VARIANT, "asa.luo"},
        {"full width", T("Ada"), T("Ｍｕ\u0308ller"), VARIANT, "ada.muller"},
        {"Æ Œ ß Þ stay", T("Æsa"), T("Œßþ"), 0, "aesa.oessth"},
        {"marks", T("Niccolò"), T("García"), 0, "niccolo.garcia"},
    };

    struct pecaddr_scheme plain = ingpec_under(PECADDR_PROFILE_PLAIN);

    expect_answers(&plain, rows, N_OF(rows));
}
END_TEST

START_TEST(variant_is_noted_where_the_other_profile_gives_another_local_part)
{
    static const struct traced rows[] = {
        {"in given names", T("Jörg"), T("Rossi"), VARIANT, "joerg.rossi",
         "DIAERESIS G1[ö]oe, OTHER_PROFILE 0[]jorg.rossi"},
        {"in a surname", T("Ada"), T("Åkesson"), VARIANT, "ada.aakesson",
         "RING S0[Å]aa, OTHER_PROFILE 0[]ada.akesson"},
        {"in both", T("Jörg"), T("Sørensen"), VARIANT, "joerg.soerensen",
         "DIAERESIS G1[ö]oe, STROKE S1[ø]oe, OTHER_PROFILE 0[]jorg.sorensen"},
    };
    static const struct traced plain_rows[] = {
        {"under profile plain", T("Jörg"), T("Rossi"), VARIANT, "jorg.rossi",
         "DIAERESIS G1[ö]o, OTHER_PROFILE 0[]joerg.rossi"},
        {"shortened under the other profile alone", T("Ada"), T(FORTY "giovanöx"), VARIANT,
         "ada." FORTY "giovanox", "DIAERESIS S46[ö]o, OTHER_PROFILE 0[]ada." FORTY "giovanoe"},
    };
    struct pecaddr_scheme plain = ingpec_under(PECADDR_PROFILE_PLAIN);

    EXPECT_STEPS(rows);
    expect_steps(&plain, plain_rows, N_OF(plain_rows));
}
END_TEST

START_TEST(variant_is_not_noted_where_both_profiles_give_one_local_part)
{
    static const struct answer rows[] = {
        {"ignored after a comma", T("Ada, Jörg"), T("Rossi"), COMMA, "ada.rossi"},
        {"ignored with the husband's name", T("Ada"), T("Rossi in Müller"), MARITAL, "ada.rossi"},
        {"ignored with what stands before nata", T("Ada"), T("Müller nata Rossi"), MARITAL,
         "ada.rossi"},
        {"in a dropped given name", T("Alessandro Jörg"), T(FORTY), SHORTENED, "alessandro." FORTY},
        {"cut off", T("Ada"), T(FORTY "giovanniö"), SHORTENED, "ada." FORTY "giovanni"},
        {"cut off under one profile alone", T("Ada"), T(FORTY "giovannö"), SHORTENED,
         "ada." FORTY "giovanno"},
        {"letters that the profiles write alike", T("Zoë"), T("Weiß"), 0, "zoe.weiss"},
    };

    EXPECT(rows);
}
END_TEST

/* One person of the Order of Macerata under a scheme made from lines. */
struct under {
    const char *what;
    const char *lines;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    uint32_t notes;
    const char *local;
    const char *steps;
};

static void expect_under(const struct under *row)
{
    struct traced traced = {row->what,  row->given, row->surname,
                            row->notes, row->local, row->steps};

    expect_steps(make_scheme(row->lines), &traced, 1);
}

START_TEST(variant_is_of_the_local_part_that_the_schemes_first_rule_gives)
{
    static const struct under rows[] = {
        {"a rule without the name that differs", "rule = {given}.{number}", T("Ada"), T("Müller"),
         0, "ada.1234", "DIAERESIS S1[ü]ue"},
        {"a rule with it", "rule = {surname}.{number}", T("Ada"), T("Müller"), VARIANT,
         "mueller.1234", "DIAERESIS S1[ü]ue, OTHER_PROFILE 0[]muller.1234"},
        {"an initial that does not differ", "rule = {initial}.{surname}", T("Öl"), T("Rossi"), 0,
         "o.rossi", "DIAERESIS G0[Ö]oe"},
        {"a surname beside an initial", "rule = {initial}.{surname}", T("Öl"), T("Müller"), VARIANT,
         "o.mueller", "DIAERESIS G0[Ö]oe, DIAERESIS S1[ü]ue, OTHER_PROFILE 0[]o.muller"},
        {"a later rule that differs", "rule = {given}.{number}\nrule = {given}.{surname}.{number}",
         T("Ada"), T("Müller"), 0, "ada.1234", "DIAERESIS S1[ü]ue"},
        {"a rule without a dot", "rule = {given}{surname}", T("Ada"), T("Müller"), VARIANT,
         "adamueller", "DIAERESIS S1[ü]ue, OTHER_PROFILE 0[]adamuller"},
        {"a rule of other order", "rule = {surname}.{initial}", T("Ada"), T("Müller"), VARIANT,
         "mueller.a", "DIAERESIS S1[ü]ue, OTHER_PROFILE 0[]muller.a"},
        {"letters that join to the same", "profile = plain\nrule = {given}{surname}", T("Adä"),
         T("Erba"), VARIANT, "adaerba", "DIAERESIS G2[ä]a, OTHER_PROFILE 0[]adaeerba"},
        {"given names but the first do not count", "given = first\nrule = {given}.{surname}",
         T("Maria Jörg"), T("Rossi"), 0, "maria.rossi", "GIVEN_FIRST G5[ Jörg]"},
    };

    for (size_t i = 0; i < N_OF(rows); i++)
        expect_under(&rows[i]);
}
END_TEST

START_TEST(variant_is_not_noted_under_a_scheme_that_accepts_it)
{
    static const struct traced rows[] = {
        {"accepted", T("Jörg"), T("Müller"), 0, "joerg.mueller",
         "DIAERESIS G1[ö]oe, DIAERESIS S1[ü]ue"},
        {"other notes are noted", T("Ing. Jörg"), T("Rossi in Neri"), TITLE | MARITAL,
         "joerg.rossi", "TITLE G0[Ing.], DIAERESIS G6[ö]oe, MARITAL S6[in Neri]"},
    };
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.variant_accepted = true;
    expect_steps(&scheme, rows, N_OF(rows));
}
END_TEST

START_TEST(variant_is_noted_where_the_other_profile_has_no_local_part_at_all)
{
    static const struct under rows[] = {
        {"too long under anagrafe alone",
         "profile = plain\noverlong = error\nrule = {given}.{surname}", T("Ada"),
         T(FORTY TEN "giovannäti"), VARIANT, "ada." FORTY TEN "giovannati", "DIAERESIS S57[ä]a"},
        {"too long under neither", "profile = plain\noverlong = error\nrule = {given}.{surname}",
         T("Ada"), T(FORTY TEN "giovannät"), VARIANT, "ada." FORTY TEN "giovannat",
         "DIAERESIS S57[ä]a, OTHER_PROFILE 0[]ada." FORTY TEN "giovannaet"},
    };

    for (size_t i = 0; i < N_OF(rows); i++)
        expect_under(&rows[i]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        letter_with_marks_is_the_base_letter,
        a_o_u_with_diaeresis_are_ae_oe_ue,
        a_with_ring_is_aa,
        o_with_stroke_is_oe_with_or_without_marks,
        letters_of_the_registry_table,
        full_width_letters_and_ligatures_are_their_compatibility_letters,
        other_latin_letters_are_their_frozen_row_or_that_of_the_other_case,
        latin_letter_without_letters_of_its_own_is_unexpected,
        profile_plain_writes_a_o_u_for_umlauts_ring_and_stroke,
        variant_is_noted_where_the_other_profile_gives_another_local_part,
        variant_is_not_noted_where_both_profiles_give_one_local_part,
        variant_is_of_the_local_part_that_the_schemes_first_rule_gives,
        variant_is_not_noted_under_a_scheme_that_accepts_it,
        variant_is_noted_where_the_other_profile_has_no_local_part_at_all,
    };

    return run_suite("name-letters", tests, N_OF(tests));
}
