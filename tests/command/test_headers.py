#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Headers of rosters as register programs export them: each column is understood, or told in a line with why it
is not read, and never taken for what it is not.

    test_headers.py --pecaddr PATH [unittest options]
"""

import os

import tool
from tool import ToolTest, codice_fiscale, rows_of

NAMES = ["Anna Bo", "Luca Re", "Ugo Foa", "Ada Foa", "Pia Riva", "Ivo Neri", "Lea Sala", "Rita Villa"]


def table(header, *columns, rows=4):
    """A roster of so many people: each further column is a value for all, or a list."""
    people = [name.split() for name in NAMES[:rows]]
    lines = [header]
    for i, (given, surname) in enumerate(people):
        lines.append(";".join([surname, given, *(str(column if isinstance(column, (str, int)) else column[i])
                                                 for column in columns)]))
    return "\n".join(lines) + "\n"


NUMBERS = [1044, 87, 1530, 412, 955, 23, 660, 78]


class HeaderTest(ToolTest):
    SEVERAL = ""

    def setUp(self):
        super().setUp()
        self.uri = "memory:"

    def assigned(self, text, *arguments, status=0, says=()):
        self.write("r.csv", text)
        result = self.expect(status, "assign", "r.csv", "--registry", self.uri, *arguments)
        for sentence in says:
            self.assertIn(sentence, result.err)
        return result

    def refused(self, text, *says, arguments=()):
        result = self.assigned(text, *arguments, status=2, says=says)
        self.assertEqual(result.out, b"")
        return result

    def entries(self, text, *arguments, says=()):
        """The register entries on record, in the order of the rows."""
        self.uri = self.init()
        result = self.assigned(text, *arguments, says=says)
        show = rows_of(self.expect(0, "registry", "show", "--registry", self.uri, "--given", "",
                                   "--format", "csv").text, ",")
        found = {row["pec"]: f"{row['province']} {row['section']} {row['number']}" for row in show}
        os.remove(self.path("registry.db"))
        self.uri = "memory:"
        return [found[row["pec"]] for row in rows_of(result.text)]

    EXPECTED = [f"MC A {number}" for number in NUMBERS[:4]]


class Numbers(HeaderTest):
    WAY_OUT = "; if it is the right one, call it numero iscrizione"

    def test_a_number_after_an_address_is_not_the_registers(self):
        for before in ("Via", "Indirizzo", "Civico", "CAP", "Indirizzo residenza", "Recapito", "Località"):
            for name in ("Numero", "N.", "N°", "Num.", "Nr."):
                with self.subTest(before=before, name=name):
                    self.refused(table(f"cognome;nome;provincia;sezione;{before};{name}", "MC", "A", "x", NUMBERS),
                                 "there is no column numero",
                                 f'column "{name}" is not read: it stands after "{before}", and may be the number '
                                 "of that" + self.WAY_OUT)

    def test_nor_further_on_but_right_after_the_section(self):
        self.refused(table("cognome;nome;sezione;Via;Città;provincia ordine;numero", "A", "x", "y", "MC", NUMBERS),
                     'it stands after "Via"')
        self.assertEqual(self.entries(table("cognome;nome;Via;Città;Prov. Ordine;Sez.;Numero", "x", "y", "MC", "A",
                                            NUMBERS)), self.EXPECTED)

    def test_nor_that_of_a_telephone_or_a_document(self):
        for before in ("Telefono", "Cell.", "Documento", "Polizza RC"):
            self.refused(table(f"cognome;nome;provincia;sezione;{before};Numero", "MC", "A", "x", NUMBERS),
                         f'it stands after "{before}"')

    def test_where_the_registers_own_number_stands_too_it_is_read(self):
        self.assertEqual(self.entries(table("cognome;nome;provincia;sezione;N. iscr.;Via;Numero", "MC", "A", NUMBERS,
                                            "x", [1, 3, 3, 7]), says=['column "Numero" is not read']), self.EXPECTED)
        self.assertEqual(self.entries(table("cognome;nome;provincia;sezione;Numero iscrizione;Numero", "MC", "A",
                                            NUMBERS, [9, 3, 3, 7]),
                                      says=['column "Numero" is not read: "Numero iscrizione" is read']), self.EXPECTED)

    def test_the_address_of_a_mailbox_is_no_place(self):
        for name in ("Indirizzo PEC", "Indirizzo e-mail", "Domicilio digitale"):
            self.assertEqual(self.entries(table(f"cognome;nome;provincia;{name};Numero;Sezione", "MC", "", NUMBERS,
                                                "A")), self.EXPECTED)

    def test_what_counts_the_rows_is_not_the_registers(self):
        for name in ("N.", "N°", "Nr.", "N.ro", "Nro", "Numero d'ordine", "Posizione", "Matricola"):
            for values in ([1, 2, 3, 4], ["1.", "2.", "3.", "4."]):
                with self.subTest(name):
                    self.refused(table(f"cognome;nome;provincia;sezione;{name}", "MC", "A", values),
                                 f'column "{name}" is not read: it counts the rows' + self.WAY_OUT)
        self.refused("N.;cognome;nome;provincia;sezione\n1;Bo;Anna;MC;A\n", "it counts the rows")
        self.refused("Numero;cognome;nome;provincia;sezione\n1;Bo;Anna;MC;A\n2;Re;Ugo;MC;A\n3;Re;Ada;MC;A\n",
                     "it counts the rows")

    def test_nor_where_rows_were_deleted_from_a_list_sorted_by_surname(self):
        rows = [f"{number};{surname};Anna;MC;A" for number, surname in
                zip((2, 3, 5, 9, 10, 14), ("Alba", "Bassi", "Conti", "Donati", "Ferri", "Greco"))]
        self.refused("\n".join(["N.;cognome;nome;provincia;sezione", *rows, ""]), "it counts the rows")

    def test_a_number_alone_is_the_registers_by_many_names(self):
        for name in ("N.", "N°", "Nr.", "N.ro", "Nro", "Matricola", "Posizione", "Numero d'ordine", "Iscr.",
                     "Albo n.", "Numero", "Num.", "N.ro iscr.", "Nro iscriz."):
            with self.subTest(name):
                self.assertEqual(self.entries(table(f"cognome;nome;provincia;sezione;{name}", "MC", "A", NUMBERS)),
                                 self.EXPECTED)

    def test_a_section_may_stand_with_its_sector(self):
        for name in ("Sezione e settore", "Sez./Settore"):
            with self.subTest(name):
                self.assertEqual(self.entries(table(f"cognome;nome;provincia;{name};Numero", "MC",
                                                    "A - civile e ambientale", NUMBERS)), self.EXPECTED)

    def test_of_two_vague_ones_neither_is_chosen(self):
        self.refused(table("cognome;nome;provincia;sezione;N.;Matricola", "MC", "A", NUMBERS, [9, 7, 8, 5]),
                     '"N." and "Matricola", are both taken for numero')
        self.assertEqual(self.entries(table("cognome;nome;provincia;sezione;N.;Matricola", "MC", "A", [1, 2, 3, 4],
                                            NUMBERS), says=['"N." is not read: it counts the rows']), self.EXPECTED)
        self.assertEqual(self.entries(table("cognome;nome;provincia;sezione;Matricola;Numero", "MC", "A",
                                            [9, 7, 8, 5], NUMBERS),
                                      says=['column "Matricola" is not read: "Numero" is read']), self.EXPECTED)

    def test_numbers_that_several_people_have_are_none_of_a_register(self):
        self.refused(table("cognome;nome;provincia;sezione;numero;via", "MC", "A", [1, 12, 1, 1, 12, 5, 3, 1], "x",
                           rows=8), 'column "numero" is not read: several people have the same number in it, as on '
                     "lines 2 and 4" + self.WAY_OUT)
        # A slip is an error of its row; and other Orders have the same numbers.
        self.assigned(table("cognome;nome;provincia;sezione;numero", "MC", "A", [11, 12, 11, 14]), status=1)
        self.assigned(table("cognome;nome;provincia;sezione;numero", ["MC", "AN", "AP", "FM"], "A", 12),
                      "--several-provinces")

    def test_words_are_no_number(self):
        self.refused(table("cognome;nome;provincia;sezione;Posizione", "MC", "A", "Iscritto"),
                     'column "Posizione" is not read: no number stands in it, as on line 2')


class Provinces(HeaderTest):
    WAY_OUT = "; if it is the right one, call it provincia ordine"

    def test_a_province_right_after_a_place_is_that_places(self):
        for before in ("Comune", "Città", "CAP", "Luogo di nascita", "Nato a", "Residenza", "Indirizzo",
                       "Comune nascita", "Data di nascita"):
            for name in ("Prov", "Provincia", "Sigla"):
                with self.subTest(before=before, name=name):
                    text = table(f"cognome;nome;{before};{name};iscrizione", "x", "MC", [f"A {n}" for n in NUMBERS])
                    self.refused(text, "there is no column provincia", f'column "{name}" is not read: it stands '
                                 f'after "{before}", and is the province of that' + self.WAY_OUT,
                                 "--province says it for all")
                    self.assigned(text, "--province", "MC", says=[f'column "{name}" is not read'])
        self.assertNotIn("not read", self.assigned(table(
            "cognome;nome;Comune;Prov. Ordine;iscrizione", "x", "MC", [f"A {n}" for n in NUMBERS])).err)

    def test_several_of_places_and_one_of_the_order(self):
        self.assertEqual(self.entries(table(
            "cognome;nome;Luogo di nascita;Prov;Comune;Prov;Provincia Ordine;sezione;numero", "x", "RM", "y", "AN",
            "MC", "A", NUMBERS), says=['it stands after "Luogo di nascita"', 'it stands after "Comune"']),
            self.EXPECTED)
        self.assertEqual(self.entries(table(
            "cognome;nome;provincia;Prov. Ordine;sezione;numero", "AN", "MC", "A", NUMBERS),
            says=['column "provincia" is not read: "Prov. Ordine" is read']), self.EXPECTED)

    def test_a_province_that_names_another_thing_is_told(self):
        for name in ("Prov. res.", "Prov. nascita", "Provincia di residenza", "Sigla prov. nascita"):
            text = table(f"cognome;nome;{name};iscrizione", "AN", [f"A {n}" for n in NUMBERS])
            said = f'column "{name}" is not read: by its name it is not the Order\'s province' + self.WAY_OUT
            self.refused(text, "there is no column provincia", said)
            self.assigned(text, "--province", "MC", says=[said])


class Others(HeaderTest):
    def test_a_sector_is_the_section_where_that_stands_in_it(self):
        for name in ("Settore", "Albo", "Sett."):
            self.assertEqual(self.entries(table(f"cognome;nome;provincia;{name};numero", "MC", "A", NUMBERS)),
                             self.EXPECTED)
            for values in (["A", "B", "C", "A"], "civile", ["a", "a,b,c", "c", "b"], "Ingegneri", ""):
                with self.subTest(name=name, values=values):
                    self.refused(table(f"cognome;nome;provincia;{name};numero", "MC", values, NUMBERS),
                                 "there is no column sezione", f'column "{name}" is not read: '
                                 + ("what stands in it is not the section A or B" if values else
                                    "nothing stands in it"))
        self.assertNotIn('"Settore"', self.assigned(table(
            "cognome;nome;provincia;sezione;Settore;numero", "MC", "A", "A", NUMBERS)).err.split("columns", 1)[1])

    def test_codici_fiscali_by_another_name_are_told(self):
        holders = [codice_fiscale(i, "RSSMRA") for i in range(4)]
        text = table("cognome;nome;provincia;iscrizione;Tessera", "MC", [f"A {n}" for n in NUMBERS], holders)
        self.assigned(text, says=['column "Tessera" is not read: it has codici fiscali, as on line 2; if it is the '
                                  "right one, call it codice_fiscale", "codice fiscale: 0 with, 4 without"])
        self.assertNotIn("Tessera", self.assigned(text.replace("H00", "H01")).err)

    def test_the_holder_by_many_names(self):
        for name in ("Codice fiscale / P.IVA", "C.F./P.IVA", "Cod. Fis.", "Cod. Fisc. / P.IVA", "CODFIS", "C.F."):
            self.assigned(table(f"cognome;nome;provincia;iscrizione;{name}", "MC", [f"A {n}" for n in NUMBERS], "x"),
                          status=1, says=["HOLDER"])

    def test_eleven_digits_where_a_firms_partita_iva_may_stand_are_nobodys_codice_fiscale(self):
        """Two homonyms of one firm had one mailbox by it."""
        for name, status in (("Cod. Fisc. / P.IVA", 1), ("C.F./P.IVA", 1), ("Codice fiscale/Partita IVA", 1), ("Codice fiscale", 0)):
            with self.subTest(name):
                result = self.assigned(table(f"cognome;nome;provincia;iscrizione;{name}", "MC", [f"A {n}" for n in NUMBERS],
                                             [codice_fiscale(1, "BOXNNA"), "00743110157", "", ""]), "--accept", "all",
                                       status=status)
                said = (f'r.csv:3: HOLDER: column "{name}", "00743110157": by its column this may be the partita IVA of a firm, '
                        "which is that of several persons; write the member's own codice fiscale, of 16 characters")
                self.assertEqual(said in result.err, status == 1, result.err)
                self.assertEqual([bool(row["pec"]) for row in rows_of(result.text)], [True, not status, True, True])

    def test_a_name_that_begins_like_ours_is_told(self):
        result = self.assigned(table("cognome;nome;provincia;iscrizione;Nome 2;N. telefono;Data iscrizione", "MC",
                                     [f"A {n}" for n in NUMBERS], "x", "y", "z"),
                               says=['column "Nome 2" is not read: its name is not one of those that are known'])
        self.assertNotIn("telefono", result.err)
        self.assertNotIn("Data iscrizione", result.err)

    def test_of_two_columns_of_mailboxes_one_is_taken_and_both_are_looked_at(self):
        header = "cognome;nome;provincia;iscrizione;{};{}"
        numbers = [f"A {n}" for n in NUMBERS]
        for first, second in (("PEC", "Domicilio digitale"), ("Email PEC", "Posta certificata")):
            text = table(header.format(first, second), "MC", numbers, "old@pec.it", ["anna.bo@ingpec.eu", "", "", ""])
            self.refused(text, f'column "{second}" is not read: "{first}" is taken for the mailbox; if it is the '
                         "right one, rename the other",
                         f'1 address of ingpec.eu stands in it that is not on record, anna.bo@ingpec.eu on line 2, column "{second}"')
            # What is empty is not meant.
            text = table(header.format(first, second), "MC", numbers, "", ["anna.bo@ingpec.eu", "", "", ""])
            uri = self.init()
            self.write("r.csv", text)
            self.expect(0, "registry", "import", "r.csv", "--registry", uri)
            self.assertEqual(self.export(), ["anna.bo@ingpec.eu"])
            os.remove(self.path("registry.db"))


if __name__ == "__main__":
    tool.main()
