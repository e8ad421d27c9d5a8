#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The command in Italian and in English (SPEC §6, --lang), at a terminal and not.

    test_language.py --pecaddr PATH [unittest options]

The catalogue is the one beside the built command. All names are invented.
"""

import argparse
import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

from terminal import Terminal

PECADDR = None
CATALOGUE = None
PERSON = ["--given", "Mario", "--surname", "Rossi", "--province", "MC", "--section", "A", "--number",
          "1"]
GROUPS = {
    "scheme": ["show", "check"],
    "registry": ["init", "import", "export", "show", "activate", "release", "change", "retire",
                 "leave", "renew", "relink", "correct", "forget", "history", "verify", "stats",
                 "backup", "restore",
                 "resume", "copy"],
}
COMMANDS = [["normalize"], ["candidates"], ["explain"], ["check"], ["assign"], ["audit"],
            ["report"]] + [
    [group, command] for group, commands in GROUPS.items() for command in commands]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
HEADER = "nome;cognome;provincia;sezione;numero;codice_fiscale"
ROSTER = HEADER + """
Mario;Rossi;MC;A;1;
Mario;Rossi;MC;A;2;
Nicolò;D’Angelo;MC;A;3;
Ing Luca;Müller;MC;A;4;RSSMRA80A01H501U
M4rio;Bianchi;MC;A;5;
NICOLÃ²;Verdi;MC;A;6;
Luca;Gallo;XX;A;7;
Luca;Greco;MC;C;8;
Luca;Conti;MC;A;0;
Luca;Fontana;MC;A;10;XYZ
Иван;Costa;MC;A;11;
;Marino;MC;A;12;
Anna;Rizzo
Mario;Neri;MC;A;13;
Paolo;Neri;MC;A;13;
"""
# Words of English sentences that no Italian one has.
ENGLISH = re.compile(r"(?<![-\w.])(the|is|of|was|were|and|with|are|not|has|have|this|that|which|there|"
                     r"can|its|be|by|where|what|who|other|whole|here|such)(?![-\w])", re.IGNORECASE)


class LanguageTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pecaddr-language-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("r.csv", ROSTER)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(text.encode())

    def environment(self, env):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith("LC_") and name not in ("LANG", "LANGUAGE", "NO_COLOR")}
        return dict(kept, **env)

    def run_tool(self, *arguments, env=None, stdin=b"", status=None):
        done = subprocess.run([PECADDR, *arguments], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, cwd=self.folder,
                              env=self.environment(env or {}), timeout=120, check=False)
        if status is not None:
            self.assertEqual(done.returncode, status, (arguments, done.stderr.decode()))
        return done

    def said(self, *arguments, env=None):
        done = self.run_tool(*arguments, env=env)
        return done.stdout.decode() + done.stderr.decode()

    def make_registry(self, name="registry.db"):
        uri = f"sqlite:{name}"
        self.run_tool("registry", "init", "--registry", uri, status=0)
        self.run_tool("assign", "r.csv", "--registry", uri, "--output", "o.csv", status=1)
        return uri


class Choice(LanguageTest):
    ITALIAN, ENGLISH = "questa opzione non esiste", "there is no such option"

    def test_the_environment_says_the_language_as_gettext_reads_it(self):
        nowhere = os.path.join(self.folder, "no-locales")
        cases = [
            ({}, self.ENGLISH),
            ({"LANG": "it_IT.UTF-8"}, self.ITALIAN),
            ({"LANG": "it_IT.UTF-8", "LOCPATH": nowhere}, self.ITALIAN),
            ({"LANG": "it_CH"}, self.ITALIAN),
            ({"LANG": "italian"}, self.ITALIAN),
            ({"LC_MESSAGES": "it_IT.UTF-8", "LANG": "en_US.UTF-8"}, self.ITALIAN),
            ({"LC_ALL": "it_IT.UTF-8", "LANG": "tr_TR.UTF-8"}, self.ITALIAN),
            ({"LC_ALL": "", "LANG": "it_IT"}, self.ITALIAN),
            ({"LANGUAGE": "it:en", "LANG": "en_US.UTF-8"}, self.ITALIAN),
            ({"LANGUAGE": "fr:it", "LANG": "en_US.UTF-8"}, self.ITALIAN),
            ({"LANGUAGE": "en:it", "LANG": "it_IT.UTF-8"}, self.ENGLISH),
            ({"LANGUAGE": "fr", "LANG": "it_IT.UTF-8"}, self.ENGLISH),
            ({"LANGUAGE": "it", "LC_ALL": "C"}, self.ENGLISH),
            ({"LC_ALL": "C", "LANG": "it_IT.UTF-8"}, self.ENGLISH),
            ({"LC_ALL": "POSIX", "LANG": "it_IT.UTF-8"}, self.ENGLISH),
            ({"LANG": "en_US.UTF-8"}, self.ENGLISH),
            ({"LANG": "tr_TR.UTF-8"}, self.ENGLISH),
            ({"LANG": "iteration"}, self.ENGLISH),
        ]
        for env, sentence in cases:
            with self.subTest(env=env):
                self.assertIn(sentence, self.said("check", "--bogus", env=env))

    def test_lang_comes_before_the_environment_wherever_it_stands(self):
        for env in ({"LC_ALL": "C"}, {"LANG": "it_IT.UTF-8"}, {"LANGUAGE": "en", "LANG": "tr_TR.UTF-8"}):
            for line in (["--lang", "{}", "check", "--bogus"], ["check", "--lang={}", "--bogus"],
                         ["check", "--bogus", "--lang", "{}"]):
                for lang, sentence in (("it", self.ITALIAN), ("en", self.ENGLISH)):
                    with self.subTest(env=env, line=line, lang=lang):
                        self.assertIn(sentence,
                                      self.said(*[word.format(lang) for word in line], env=env))

    def test_after_two_dashes_lang_is_an_argument(self):
        self.assertIn("--lang", self.run_tool("check", "--", "--lang", status=1).stdout.decode())

    def test_another_language_is_a_usage_error(self):
        for line in (["--lang", "fr"], ["check", "a@b.it", "--lang", "IT"], ["check", "--lang="],
                     ["check", "a@b.it", "--lang"], ["check", "a@b.it", "--lang=it", "--lang", "it"]):
            with self.subTest(line=line):
                done = self.run_tool(*line, status=2)
                self.assertIn(b"--lang", done.stderr)
                self.assertEqual(done.stdout, b"")
        self.assertIn("--lang fr non esiste", self.said("--lang", "fr", env={"LANG": "it_IT.UTF-8"}))

    def test_without_a_command_the_usage_is_in_the_language(self):
        for line, begin in ((["--lang", "it"], "Uso: "), (["--lang", "en"], "Usage: "),
                            (["registry", "--lang", "it"], "Uso: ")):
            self.assertTrue(self.run_tool(*line, status=2).stderr.decode().startswith(begin), line)

    def test_only_messages_obey_the_locale(self):
        for locale in ("it_IT.UTF-8", "tr_TR.UTF-8"):
            done = self.run_tool("candidates", *PERSON, "--format", "json", env={"LC_ALL": locale})
            self.assertIn(b'"mario.rossi.mc.a1@ingpec.eu"', done.stdout)


class Italian(LanguageTest):
    """What the command says with --lang it."""

    def run_tool(self, *arguments, env=None, stdin=b"", status=None):
        return super().run_tool(*arguments, "--lang", "it", env=env, stdin=stdin, status=status)

    def check_italian(self, text, what):
        for line in text.splitlines():
            found = ENGLISH.search(line)
            self.assertIsNone(found, f"{what}: {found and found.group()!r} in {line!r}")

    def test_help_is_italian_and_fits_a_terminal(self):
        lines = [["--help"], *[[group, "--help"] for group in GROUPS],
                 *[[*command, "--help"] for command in COMMANDS]]
        for line in lines:
            with self.subTest(line=line):
                text = self.run_tool(*line, status=0).stdout.decode()
                self.assertTrue(text.startswith("Uso: pecaddr"), text)
                self.assertLessEqual(max(map(len, text.splitlines())), 80)
                self.check_italian(text, line)
                for command in COMMANDS:
                    if line == [*command, "--help"]:
                        self.assertIn("[OPZIONE...]", text)
                        self.assertIn("mostra questo aiuto", text)
                        self.assertIn("Codice di uscita:", text)

    def test_the_columns_of_help_stand_below_each_other(self):
        text = self.run_tool("assign", "--help", status=0).stdout.decode()
        columns = {match.start(1) for match in
                   (re.match(r"(?:  -\w, |      )--\S+ {2,}(\S)", line)
                    for line in text.splitlines()) if match}
        self.assertEqual(len(columns), 1, text)

    def test_usage_errors_are_italian(self):
        for command in COMMANDS:
            for options, sentence in ((["--bogus"], "questa opzione non esiste"),
                                      (["--format", "xml"], "--format xml non esiste"),
                                      (["--scheme", "nosuch"], "lo schema nosuch non esiste")):
                with self.subTest(command=command, options=options):
                    done = self.run_tool(*command, *options, status=2)
                    self.assertIn(sentence, done.stderr.decode())
                    self.check_italian(done.stderr.decode(), command)
        self.assertIn("non esiste il comando bogus", self.said("bogus"))
        self.assertIn("non esiste il comando registry bogus", self.said("registry", "bogus"))

    def test_nothing_that_is_said_is_english(self):
        uri = ["--registry", self.make_registry()]
        self.write("list.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza;uscita\n"
                               "mario.rossi@ingpec.eu;Luca;Gallo;AN;B;9;2030-99-99;\n"
                               "luca.gallo@ingpec.eu;Luca;Gallo;AN;B;9;2030-01-01;2090-01-01\n"
                               "anna.riva@ingpec.eu;Anna;Riva;AN;B;10;2030-01-01;2020-01-01\n"
                               "kaputt;;;;;;;\n;;;;;;;\n")
        self.write("others.txt", "a@b.it\n")
        self.write("cut.txt", "a@ingpec.eu\nb@ingpec.e")
        self.write("plain.txt", "a@b.it\nb@b.it,c@b.it\nkaputt\n")
        self.write("bad.ini", "name = x\nrul = y\n")
        self.write("wide.ini", "name = x\ndomain = pec.example\nrule = {given}{surname}\n"
                               "rule = {given}{surname}{province}\n")
        self.write("all.ini", "name = x\ndomain = pec.example\nrule = {given}\nreserved = *\n")
        self.write("empty.csv", "")
        self.write("nohead.csv", "a;b\n1;2\n")
        self.write("twice.csv", "nome;nome;cognome;provincia;iscrizione\n")
        self.write("n.tsv", "Mario\tRossi\nMario Rossi\nM4rio\tRossi\nDott. Luca\tNata Costa Di Meo\n")
        self.write("quote.csv", HEADER + '\nMario;"Rossi;MC;A;1;\nLuca;Gallo;MC;A;2;\n')
        why = ["--why", "x", *uri]
        lines = [
            ["normalize", "n.tsv"], ["normalize", "--notes", "nosuch.tsv"], ["normalize", "."],
            ["candidates", *PERSON], ["candidates"],
            ["candidates", *PERSON[2:], "--given", "Dott. Nicolò, Luca"],
            ["explain", *PERSON, *uri], ["explain", *PERSON[2:], "--given", "M4rio"],
            ["explain", *PERSON[2:], "--given", "Ing Dott. Nicolò\u200b O'Ælø ﬁ, Luca"],
            ["explain", *PERSON[2:], "--given", "Maria " * 30],
            ["check", "mario.rossi@ingpec.eu", "a@b.it", "ordine.x@ingpec.eu"], ["check"],
            ["assign", "r.csv", *uri], ["assign", "r.csv", "--dry-run", *uri],
            ["assign", *PERSON, *uri], ["assign", *PERSON, *uri, "--dry-run"],
            ["assign", "nosuch.csv", *uri], ["assign", "empty.csv", *uri],
            ["assign", "nohead.csv", *uri], ["assign", "twice.csv", *uri], ["assign"],
            ["assign", "quote.csv", *uri], ["assign", "r.csv", *uri, "--output", "registry.db"],
            ["assign", "r.csv", *uri, "--output", "no/folder/o.csv"],
            ["assign", "r.csv", *uri, "--encoding", "nosuch"],
            ["assign", "r.csv", *uri, "--separator", "x"], ["assign", "r.csv", *uri, "--province", "XX"],
            ["audit", "r.csv", *uri], ["audit", "r.csv", "--registry", "file:list.csv"],
            ["audit", "r.csv", "--registry", "file:plain.txt"],
            ["scheme", "show"], ["scheme", "check", "bad.ini", "wide.ini", "all.ini", "no.ini"],
            ["registry", "init", *uri], ["registry", "import", "list.csv", *uri],
            ["registry", "import", "plain.txt", *uri], ["registry", "import", "empty.csv", *uri],
            ["registry", "show", *uri], ["registry", "show", "a@b.it", *uri],
            ["registry", "stats", *uri], ["registry", "verify", *uri],
            ["registry", "export", *uri, "--all"],
            ["registry", "activate", "nicolo.dangelo@ingpec.eu", "--expires", "2090-01-01", *why],
            ["registry", "activate", "nicolo.dangelo@ingpec.eu", "--expires", "1800-01-01", *why],
            ["registry", "renew", "nicolo.dangelo@ingpec.eu", "--expires", "2091-01-01", *why],
            ["registry", "renew", "nicolo.dangelo@ingpec.eu", "--expires", "2020-01-01", *why],
            ["registry", "leave", "nicolo.dangelo@ingpec.eu", "--left", "2020-01-01", *why],
            ["registry", "leave", "nicolo.dangelo@ingpec.eu", "--left", "2090-01-01", *why],
            ["registry", "retire", "nicolo.dangelo@ingpec.eu", *why],
            ["registry", "retire", "--expired", *why],
            ["registry", "change", "mario.rossi.mc@ingpec.eu", *why],
            ["registry", "release", "mario.rossi@ingpec.eu", *why], ["registry", "release", *uri],
            ["registry", "release", "nicolo.dangelo@ingpec.eu", *why],
            ["registry", "change", "nicolo.dangelo@ingpec.eu", *why],
            ["registry", "activate", "nobody@ingpec.eu", *why],
            ["registry", "relink", "mario.rossi.mc@ingpec.eu", "--holder", "XXX", *why],
            ["registry", "correct", "mario.rossi.mc@ingpec.eu", "--given", "M4rio", "--surname", "Rossi",
             *why],
            ["registry", "correct", "nicolo.dangelo@ingpec.eu", "--given", "Nicola", "--surname",
             "D’Angelo", *why],
            ["registry", "forget", "mario.rossi.mc@ingpec.eu", *why],
            ["registry", "forget", "nicolo.dangelo@ingpec.eu", *why],
            ["registry", "forget", "nicolo.dangelo@ingpec.eu", *why],
            ["registry", "backup", "b.db", *uri], ["registry", "backup", "b.db", *uri],
            ["registry", "restore", "none.db", *uri], ["registry", "restore", "b.db", *uri],
            ["registry", "restore", "b.db", "--registry", "postgresql:///pec"],
            ["registry", "copy", uri[1], uri[1]],
            ["registry", "resume", *uri], ["registry", "resume", "--registry", "sqlite:nosuch.db"],
            ["registry", "show", "--registry", "sqlite:nosuch.db"],
            ["registry", "show", "--registry", "nosuch:x"], ["registry", "show", "--registry", "x"],
            ["registry", "show", "--registry", "sqlite:r.csv"],
            ["registry", "export", *uri, "--inipec"], ["report", *uri], ["report", *uri, "--format",
                                                                         "csv"],
            ["assign", "r.csv", *uri, "--review", "review.csv", "--output", "out.csv"],
            ["assign", "r.csv", *uri, "--review", "r.csv"],
            ["assign", "r.csv", *uri, "--check", "file:nosuch.txt"],
            ["assign", "r.csv", *uri, "--check", "file:others.txt"],
            ["assign", "r.csv", *uri, "--check", "file:others.txt?empty=allow", "--dry-run"],
            ["assign", "r.csv", *uri, "--check", "file:others.txt?empty=no"],
            ["assign", "r.csv", *uri, "--check", "file:cut.txt"],
            ["audit", "r.csv", "--registry", "file:others.txt"],
            ["assign", "r.csv", *uri, "--check", "exec:false"],
            ["assign", "r.csv", *uri, "--check", "exec:cat?canary=a@b.it"],
        ]
        for line in lines:
            with self.subTest(line=line):
                text = self.said(*line)
                self.check_italian(text, line)
                self.assertNotIn("msgid", text)

    def test_the_column_errore_is_italian_and_its_name_is_what_it_always_is(self):
        text = self.run_tool("assign", "r.csv", "--registry", "memory:", status=1).stdout.decode()
        self.assertTrue(text.startswith(HEADER + ";pec;livello;nuovo;proposta;note;errore\n"))
        self.assertIn("UNEXPECTED: nome, carattere 2, '4': questo carattere non può stare in un nome",
                      text)

    def test_the_rows_for_a_person_are_italian_also_beside_a_result_for_programs(self):
        for i, form in enumerate(("json", "csv", "sheet", "text")):
            with self.subTest(form):
                done = self.run_tool("assign", "r.csv", "--registry", "memory:", "--several-provinces", "--format",
                                     form, "--review", f"{i}.csv", status=1)
                with open(os.path.join(self.folder, f"{i}.csv"), encoding="utf-8-sig") as file:
                    looked = file.read()
                self.assertIn("UNEXPECTED: nome, carattere 2, '4': questo carattere non può stare in un nome", looked)
                self.assertIn("REVIEW: NAMESAKE: ", looked)
                self.check_italian(looked, form)
                if form in ("json", "csv"):
                    self.assertIn("this character does not belong in a name", done.stdout.decode())

    def test_titles_states_and_answers_are_italian_in_tables(self):
        uri = ["--registry", self.make_registry()]
        for line, words in (
                (["registry", "show"], ["indirizzo", "stato", "livello", "prenotato"]),
                (["registry", "stats"], ["gruppo", "prenotati", "tutti", "omonimi", "entro 30 giorni"]),
                (["registry", "history"], ["quando", "prenotato", "motivo"]),
                (["audit", "r.csv"], ["esito", "corretto", "errore"]),
                (["explain", *PERSON], ["campo", "diventa", "parte locale", "già di questa persona"])):
            text = self.run_tool(*line, *uri).stdout.decode()
            for word in words:
                self.assertIn(word, text)

    def test_what_the_registry_writes_as_a_reason_is_italian_and_a_persons_reason_stays(self):
        uri = ["--registry", self.make_registry()]
        old = "mario.rossi@ingpec.eu"
        moved = ["--given", "Mario", "--surname", "Rossi", "--province", "MC", "--section", "A",
                 "--number", "77", "--holder", "RSSMRA99A01H501F"]
        self.run_tool("registry", "change", old, "--why", "issued: x; y", *uri, status=0)
        changed = self.run_tool("registry", "history", old, *uri).stdout.decode().splitlines()
        self.assertTrue(changed[1].endswith("assegnato"))
        self.assertRegex(changed[2], r"cambiato in \S+@ingpec.eu: issued: x; y$")
        self.run_tool("assign", *moved, "--accept", "NAMESAKE", *uri, status=0)
        self.run_tool("assign", *moved[:-3], "78", *moved[-2:], *uri, status=0)
        self.run_tool("registry", "import", "-", *uri, status=0, stdin=b"ugo.foa@ingpec.eu\n")
        text = self.run_tool("registry", "history", *uri).stdout.decode()
        self.assertRegex(text, r"assegnato al posto di mario.rossi@ingpec.eu: issued: x; y")
        self.assertIn("  trasferito da MC A 77", text)
        self.assertIn("  importato\n", text)
        holder = self.run_tool("registry", "show", "--holder", moved[-1], *uri).stdout.decode()
        address = holder.splitlines()[1].split()[0]
        self.run_tool("registry", "relink", address, "--holder", "80012345676", "--why", "issued",
                      *uri, status=0)
        self.assertIn("  corretto il codice fiscale: issued\n",
                      self.run_tool("registry", "history", address, *uri).stdout.decode())

    def test_the_rules_are_shown_with_italian_names_but_where_a_scheme_is_shown(self):
        rule = "{nome}.{cognome}.{provincia}.{sezione}{numero}"
        uri = ["--registry", self.make_registry()]
        self.assertIn(rule, self.said("assign", "r.csv", *uri, "--dry-run", "--output", "o.csv"))
        self.assertIn(rule, self.said("audit", "r.csv", *uri))
        self.assertIn(rule, self.run_tool("explain", *PERSON).stdout.decode())
        self.assertIn("{given}.{surname}", self.run_tool("scheme", "show", "ingpec").stdout.decode())
        self.assertIn("{given}.{surname}",
                      self.run_tool("explain", *PERSON, "--format", "csv").stdout.decode())

    def test_numbers_of_things_have_their_plural(self):
        uri = ["--registry", self.make_registry()]
        for n, (address, word) in enumerate((("mario.rossi@ingpec.eu", "1 casella scaduta"),
                                             (None, "0 caselle scadute"))):
            if address:
                self.run_tool("registry", "import", "-", *uri, status=0,
                              stdin=f"pec;nome;cognome;provincia;sezione;numero;scadenza\n{address};"
                                    "Mario;Rossi;MC;A;1;2020-01-01\n".encode())
            self.assertIn(word, self.said("registry", "retire", "--expired", "--why", "x", *uri), n)


class Machines(LanguageTest):
    def test_csv_and_json_are_the_same_in_every_language(self):
        uri = ["--registry", self.make_registry()]
        why = ["--why", "x", *uri]
        self.write("n.tsv", "Mario\tRossi\nM4rio\tRossi\nIng Luca\tCosta\n")
        self.write("wide.ini", "name = x\ndomain = pec.example\nrule = {given}{surname}\n"
                               "rule = {given}{surname}{province}\n")
        self.write("bad.ini", "name = x\nrul = y\n")
        self.write("dates.csv", "pec;scadenza\nmario.rossi@ingpec.eu;2020-01-01\n"
                                "mario.rossi.mc@ingpec.eu;\nkaputt;\n")
        self.write("list.txt", "mario.rossi@ingpec.eu\nluca.verdi@ingpec.eu\n")
        lines = [
            ["normalize", "n.tsv"], ["candidates", *PERSON], ["explain", *PERSON, *uri],
            ["explain", *PERSON[2:], "--given", "M4rio"],
            ["explain", *PERSON[2:], "--given", "Ing Dott. Nicolò Ö"],
            ["check", "mario.rossi@ingpec.eu", "a@b.it", "ordine.x@ingpec.eu"],
            ["assign", "r.csv", "--registry", "memory:"],
            ["assign", "r.csv", "--registry", "memory:"],
            ["assign", *PERSON, *uri], ["audit", "r.csv", *uri],
            ["audit", "r.csv", "--registry", "file:list.txt"],
            ["scheme", "show"], ["scheme", "show", "ingpec"], ["scheme", "show", "wide.ini"],
            ["scheme", "check", "wide.ini", "bad.ini"],
            ["registry", "show", *uri], ["registry", "export", "--all", *uri],
            ["registry", "history", *uri], ["registry", "verify", *uri], ["registry", "stats", *uri],
            ["registry", "activate", "--from", "dates.csv", "--addresses-alone", *why],
            ["registry", "release", "mario.rossi@ingpec.eu", "nosuch@ingpec.eu", *why],
            ["registry", "change", "mario.rossi@ingpec.eu", *why],
        ]
        for line in lines:
            for form in ("csv", "json"):
                with self.subTest(line=line, form=form):
                    answers = []
                    for lang in ("it", "en"):
                        for tail in ("", "-mark"):
                            shutil.copy(os.path.join(self.folder, "registry.db" + tail),
                                        os.path.join(self.folder, "kept.db" + tail))
                        answers.append(self.run_tool(*line, "--format", form, "--lang", lang))
                        for tail in ("", "-mark"):
                            shutil.move(os.path.join(self.folder, "kept.db" + tail),
                                        os.path.join(self.folder, "registry.db" + tail))
                    self.assertEqual(answers[0].stdout.decode(), answers[1].stdout.decode())
                    self.assertEqual(answers[0].returncode, answers[1].returncode)
                    self.assertTrue(answers[0].stdout)


class Catalogue(unittest.TestCase):
    DIRECTIVE = re.compile(r"%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?(?:zu|llu|lu|[sduc%])")

    def test_every_note_step_and_answer_of_the_header_has_words(self):
        with open(os.path.join(ROOT, "include", "pecaddr", "pecaddr.h"), encoding="utf-8") as file:
            header = file.read()
        with open(os.path.join(ROOT, "tools", "pecaddr", "speech", "words.c"),
                  encoding="utf-8") as file:
            words = file.read()
        for enum, of_one in (("note", "case {}:"), ("step_kind", "[{}] ="), ("answer", "case {}:")):
            body = re.search(rf"^enum pecaddr_{enum} \{{(.*?)^\}};", header,
                             re.MULTILINE | re.DOTALL)[1]
            names = re.findall(r"^    (PECADDR_[A-Z_]+) = ", body, re.MULTILINE)
            self.assertGreater(len(names), 5)
            for name in names:
                with self.subTest(name):
                    self.assertIn(of_one.format(name), words)

    def test_a_translation_has_the_placeholders_of_its_sentence(self):
        with open(CATALOGUE, "rb") as file:
            sentences = gettext.GNUTranslations(file)._catalog
        self.assertGreater(len(sentences), 500)
        for key, text in sentences.items():
            sentence = key[0] if isinstance(key, tuple) else key
            if sentence:
                kinds = [re.sub(r"[-\d]", "", found) for found in self.DIRECTIVE.findall(sentence)]
                given = [re.sub(r"[-\d]", "", found) for found in self.DIRECTIVE.findall(text)]
                self.assertEqual(given, kinds, sentence)


class AtTerminal(LanguageTest):
    """Colours, and tables in columns."""

    def at_terminal(self, stream, *arguments, env=None, columns=80):
        """What is written to a stream that is a terminal, the other being none."""
        terminal = Terminal(columns)
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: terminal.end}
        other = "stderr" if stream == "stdout" else "stdout"
        with subprocess.Popen([PECADDR, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                              env=self.environment(dict({"TERM": "xterm"}, **(env or {}))),
                              **streams) as process:
            text = terminal.sent()
            piped = getattr(process, other).read()
        return text.replace("\r\n", "\n"), piped.decode()

    def test_at_a_terminal_errors_reviews_and_titles_have_colours(self):
        text, piped = self.at_terminal("stderr", "assign", "r.csv", "--registry", "memory:")
        self.assertIn("r.csv:6: M4rio Bianchi: \033[1;31mUNEXPECTED\033[0m: given names", text)
        self.assertNotIn("\033", piped)
        text, piped = self.at_terminal("stderr", "candidates", *PERSON[2:], "--given", "Ing Mario")
        self.assertRegex(text, "^\033\\[33mnote: DOUBT: [^\033]*\033\\[0m\n$")
        self.assertNotIn("\033", piped)
        text, _ = self.at_terminal("stderr", "candidates", *PERSON[2:], "--given", "Ing. Mario")
        self.assertRegex(text, "^note: TITLE: ")
        text, _ = self.at_terminal("stdout", "check", "mario.rossi@ingpec.eu")
        self.assertTrue(text.startswith("\033[1maddress"), text)
        self.assertNotIn("\033", text.splitlines()[1])

    def test_where_a_terminal_has_no_room_what_to_look_at_stands_below_who_it_is(self):
        line = ["assign", "r.csv", "--registry", "memory:", "--lang", "en"]
        beside = "VARIANT,DOUBT,CF_MISMATCH  letters like"
        below = (r"\n  5  Ing Luca Müller  ingluca.mueller@ingpec.eu  VARIANT,DOUBT,CF_MISMATCH\n"
                 r"     letters like")
        narrow, _ = self.at_terminal("stderr", *line, env={"NO_COLOR": "1"})
        self.assertRegex(narrow, below)
        wide, _ = self.at_terminal("stderr", *line, env={"NO_COLOR": "1"}, columns=400)
        self.assertRegex(wide, beside)
        self.assertRegex(self.run_tool(*line).stderr.decode(), beside)

    def test_no_color_dumb_terminals_and_pipes_have_none(self):
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}):
            for stream, line in (("stderr", ["assign", "r.csv", "--registry", "memory:"]),
                                 ("stdout", ["check", "a@b.it"])):
                with self.subTest(env=env, stream=stream):
                    self.assertNotIn("\033", self.at_terminal(stream, *line, env=env)[0])
        self.assertIn("\033", self.at_terminal("stdout", "check", "a@b.it", env={"NO_COLOR": ""})[0])
        done = self.run_tool("assign", "r.csv", "--registry", "memory:", env={"TERM": "xterm"})
        self.assertNotIn(b"\033", done.stdout + done.stderr)

    def test_results_for_programs_have_no_colour_even_at_a_terminal(self):
        for form in ("csv", "json"):
            self.assertNotIn("\033", self.at_terminal("stdout", "check", "a@b.it", "--format", form)[0])

    def test_what_a_file_says_can_not_colour_a_terminal(self):
        self.write("evil.csv", HEADER + "\n\033[31mMario;Rossi;MC;A;1;\n")
        text, _ = self.at_terminal("stderr", "assign", "evil.csv", "--registry", "memory:")
        self.assertNotIn("\033[31m", text)
        self.assertIn("U+001B", text)

    @staticmethod
    def width(text):
        return sum(0 if unicodedata.combining(c) else
                   2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

    def test_tables_are_aligned_by_what_is_seen(self):
        addresses = ["ab@b.it", "日本語@b.it", "e\u0301e\u0301@b.it", "😀@b.it", "ｱｲ@b.it", "ＡＢ@b.it",
                     "è@b.it", "한국@b.it"]
        for lang, title, word in (("en", "kind", "foreign"), ("it", "tipo", "estraneo")):
            text = self.run_tool("check", *addresses, "--lang", lang).stdout.decode()
            lines = text.splitlines()
            columns = {self.width(lines[0][:lines[0].index(title)])}
            columns |= {self.width(line[:line.index(word)]) for line in lines[1:]}
            self.assertEqual(len(lines), 1 + len(addresses))
            self.assertEqual(len(columns), 1, text)

    def test_titles_with_accents_are_aligned(self):
        with open(CATALOGUE, "rb") as file:
            self.assertTrue(gettext.GNUTranslations(file).gettext("yes") == "sì")
        uri = self.make_registry()
        text = self.run_tool("registry", "stats", "--registry", uri, "--lang", "it").stdout.decode()
        self.assertEqual(len({self.width(line) for line in text.splitlines()}), 1, text)


def main():
    global PECADDR, CATALOGUE
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    CATALOGUE = os.path.join(os.path.dirname(PECADDR), "po", "it", "LC_MESSAGES", "pecaddr.mo")
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
