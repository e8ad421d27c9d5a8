#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What the built command loads when it starts, and what it says when a library is not there that a URI,
an encoding or a scheme needs: status 3, and what to install.

    test_loading.py --pecaddr PATH --no-library PATH --library SCHEME=SONAME... --icu SONAME
                    [unittest options]

SCHEME is one of URIs, SONAME the library that is loaded for it; NO-LIBRARY is the built no-library.c.
"""

import argparse
import glob
import os
import re
import shutil
import sys
import unittest

import tool
from tool import HEADER, ToolTest

NO_LIBRARY = None
LIBRARIES = {}
ICU = None
WHO = ["--given", "Mario", "--surname", "Rossi", "--province", "MC", "--section", "A", "--number", "1"]
# What the two client libraries bring with them, and what ICU does.
HEAVY = re.compile(r"lib(pq|ldap|lber|ssl|crypto|gnutls|krb5|gssapi_krb5|sasl2|icu\w+|stdc\+\+)\b.*\.so")
# How each kind of server is asked for, with a password that nobody may see.
ASKED = {
    "postgresql": [
        ["registry", "stats", "--registry", "postgresql://rossi:segreto@127.0.0.1:1/pec"],
        ["registry", "init", "--registry", "postgresql://rossi:segreto@127.0.0.1:1/pec"],
        ["assign", "r.csv", "--quiet", "--registry", "postgresql://rossi:segreto@127.0.0.1:1/pec"],
    ],
    "ldap": [
        ["assign", "r.csv", "--quiet", "--registry", "sqlite:registry.db",
         "--check", f"{scheme}://127.0.0.1:1/dc=pec"] for scheme in ("ldap", "ldaps")
    ],
}
PACKAGES = {"postgresql": "install PostgreSQL's client library, 14 or newer (Debian: libpq5)",
            "ldap": "install OpenLDAP's library (Debian 12: libldap-2.5-0)"}


class LoadingTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.init()
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.write("names.tsv", "Mario\tRossi\n")
        self.write("list.txt", "anna.neri@ingpec.eu\n")

    def loaded(self, status, *arguments):
        """The names of all libraries that are loaded while the command runs."""
        self.expect(status, *arguments, env={"LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": self.path("loader")})
        names = set()
        for path in glob.glob(self.path("loader.*")):
            with open(path, encoding="utf-8", errors="replace") as file:
                names.update(re.findall(r"calling init: \S*/(\S+)", file.read()))
            os.unlink(path)
        self.assertTrue(any(name.startswith("libsqlite3.so") for name in names), names)
        return names


class Servers(LoadingTest):
    """What URIs need."""

    def test_no_command_loads_the_client_library_of_a_server_that_it_does_not_ask(self):
        for arguments in (["candidates", *WHO], ["normalize", "names.tsv"],
                          ["check", "mario.rossi@ingpec.eu"], ["scheme", "show"], ["--version"],
                          ["registry", "init", "--registry", "sqlite:another.db"],
                          ["assign", "r.csv", "--quiet", "--registry", "sqlite:registry.db", "--check",
                           "file:list.txt", "--output", "out.csv"],
                          ["registry", "stats", "--registry", "sqlite:registry.db"],
                          ["report", "--registry", "sqlite:registry.db", "--output", "out.html"]):
            with self.subTest(command=arguments):
                self.assertEqual([name for name in self.loaded(0, *arguments) if HEAVY.match(name)], [])

    def test_who_asks_a_server_loads_its_library(self):
        for scheme, library in LIBRARIES.items():
            for arguments in ASKED[scheme]:
                with self.subTest(command=arguments):
                    names = self.loaded(3, *arguments)
                    self.assertIn(library, names)
                    # libpq itself is linked with libldap, but not the other way round.
                    if scheme == "ldap":
                        self.assertEqual([name for name in names if name.startswith("libpq.so")], [])

    def refused(self, scheme, reason, **environment):
        """Each command says what cannot be loaded, why, and what to install; nothing is issued."""
        for arguments in ASKED[scheme]:
            with self.subTest(command=arguments, reason=reason):
                result = self.expect(3, *arguments, env={"LC_ALL": "C", **environment})
                self.assertEqual(result.out, b"")
                self.assertEqual(len(result.errors), 1, result.err)
                self.assertIn("127.0.0.1:1/", result.err)
                self.assertIn(f"{LIBRARIES[scheme]} cannot be loaded (", result.err)
                self.assertIn(reason, result.err)
                self.assertIn(PACKAGES[scheme], result.err)
                self.assertNotIn("segreto", result.err)
        self.assertEqual(self.export(), [])

    def test_a_library_that_is_not_installed_is_status_3_with_the_package_to_install(self):
        preload = [NO_LIBRARY] + ([os.environ["LD_PRELOAD"]] if "LD_PRELOAD" in os.environ else [])
        options = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        for scheme, library in LIBRARIES.items():
            self.refused(scheme, "No such file or directory", LD_PRELOAD=" ".join(preload),
                         ASAN_OPTIONS=options, PECADDR_TEST_MISSING=library)

    def test_a_damaged_library_is_status_3_with_what_the_loader_says(self):
        for scheme, library in LIBRARIES.items():
            self.write(library, b"")
            self.refused(scheme, "file too short", LD_LIBRARY_PATH=self.folder)

    def test_a_library_without_a_function_that_is_needed_is_status_3_and_never_called(self):
        for scheme, library in LIBRARIES.items():
            # Any other library under its name, such as one that is much too old has few of the functions.
            shutil.copy(NO_LIBRARY, self.path(library))
            self.refused(scheme, "undefined symbol: ", LD_LIBRARY_PATH=self.folder)


class Icu(LoadingTest):
    """It is loaded for 8-bit texts and for schemes that transliterate."""

    def setUp(self):
        super().setUp()
        self.write("old.csv", f"{HEADER}\nNicolò;Rossi;MC;A;2;\n", "windows-1252")
        self.write("foreign.tsv", "Иван\tИванов\n")
        self.write("any.scheme", "name = any\ndomain = pec.example.it\nrule = {given}.{surname}\ntransliterate = icu\n")

    def asked(self):
        """What needs it, and what it gives."""
        return ([["assign", "old.csv", "--dry-run", "--output", "-", "--registry", "sqlite:registry.db"],
                 "nicolo.rossi@"],
                [["normalize", "foreign.tsv", "--scheme", "any.scheme"], "ivan.ivanov"],
                [["scheme", "show", "any.scheme"], "transliterate  icu"])

    def missing(self, *arguments, status=3):
        preload = [NO_LIBRARY] + ([os.environ["LD_PRELOAD"]] if "LD_PRELOAD" in os.environ else [])
        options = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return self.expect(status, *arguments, env={"LC_ALL": "C.UTF-8", "LD_PRELOAD": " ".join(preload),
                                                    "ASAN_OPTIONS": options, "PECADDR_TEST_MISSING": ICU})

    def test_it_is_loaded_when_it_is_needed(self):
        for arguments, given in self.asked():
            with self.subTest(command=arguments):
                self.assertIn(ICU, {name.split(" ")[0] for name in self.loaded(0, *arguments)})
                self.assertIn(given, self.expect(0, *arguments).out.decode("utf-8", "replace"))

    def test_where_it_is_missing_what_needs_it_is_status_3(self):
        for arguments, _ in self.asked():
            with self.subTest(command=arguments):
                result = self.missing(*arguments)
                self.assertIn(f"{ICU} cannot be loaded (", result.err)
                self.assertIn("install it", result.err)
                self.assertNotIn(b"@", result.out)

    def test_where_it_is_missing_all_else_goes_on(self):
        for arguments in (["candidates", *WHO], ["registry", "stats", "--registry", "sqlite:registry.db"],
                          ["assign", "r.csv", "--registry", "sqlite:registry.db", "--output", "out.csv"]):
            with self.subTest(command=arguments):
                self.assertNotIn(ICU, self.missing(*arguments, status=0).err)


def main():
    global NO_LIBRARY, ICU
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--no-library", required=True, help="the built no-library.c")
    parser.add_argument("--library", action="append", default=[], help="SCHEME=SONAME")
    parser.add_argument("--icu", required=True, help="the soname of libpecaddr-icu")
    arguments, rest = parser.parse_known_args()
    tool.PECADDR = os.path.abspath(arguments.pecaddr)
    NO_LIBRARY = os.path.abspath(arguments.no_library)
    ICU = arguments.icu
    LIBRARIES.update(library.split("=", 1) for library in arguments.library)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
