#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The built command on registries that cannot be used: status 3, a sentence that names the registry and
says what to do, and nothing changed.

    test_faults.py --pecaddr PATH --elsewhere PATH [unittest options]
"""

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PECADDR = None
ELSEWHERE = None
NOBODY = 65534
APPLICATION = 0x50454341
ROSTER = "nome;cognome;provincia;sezione;numero\nMario;Rossi;MC;A;1\nAnna;Neri;MC;A;2\n"
WHO = ["--given", "Mario", "--surname", "Rossi", "--province", "MC", "--section", "A",
       "--number", "1"]
# Each way to ask for something, and whether it writes.
COMMANDS = [
    (["assign", "roster.csv", "--output", "out/put.csv"], True),
    (["assign", "roster.csv", "--dry-run"], False),
    (["explain", *WHO], False),
    (["audit", "roster.csv"], False),
    (["registry", "show", "mario.rossi@ingpec.eu"], False),
    (["registry", "export"], False),
    (["registry", "export", "--inipec", "--since", "2020-01-01"], False),
    (["registry", "history"], False),
    (["registry", "verify"], False),
    (["registry", "stats"], False),
    (["report", "--output", "out/put.html"], False),
    (["registry", "activate", "mario.rossi@ingpec.eu", "--why", "x"], True),
    (["registry", "release", "mario.rossi@ingpec.eu", "--why", "x"], True),
]


class FaultTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="pecaddr-faults-", dir=parent)
        self.addCleanup(self.remove)
        os.chmod(self.folder, 0o755)
        with open(self.path("roster.csv"), "w", encoding="utf-8") as file:
            file.write(ROSTER)
        os.mkdir(self.path("out"))
        os.chmod(self.path("out"), 0o777)

    def remove(self):
        for folder, _, _ in os.walk(self.folder):
            os.chmod(folder, 0o700)
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run_tool(self, *arguments, registry="r.db", before=None, as_nobody=False, **elsewhere):
        """Runs the command; as another user, who has no rights of the owner's; on files that lie
        elsewhere than they do (elsewhere.c)."""
        env = dict(os.environ)
        if elsewhere:
            env["LD_PRELOAD"] = " ".join([ELSEWHERE, *os.environ.get("LD_PRELOAD", "").split()])
            env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
            env.update({f"PECADDR_TEST_{name.upper()}": value for name, value in elsewhere.items()})

        def prepare():
            if as_nobody and os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            if before:
                before()
        done = subprocess.run([PECADDR, *arguments, "--registry", f"sqlite:{registry}"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                              timeout=120, preexec_fn=prepare, env=env)
        return done.returncode, done.stdout, done.stderr.decode("utf-8")

    def make(self, name="r.db"):
        # What a test has deleted was no registry that anybody misses.
        if not os.path.exists(self.path(name)) and os.path.exists(self.path(name + "-mark")):
            os.remove(self.path(name + "-mark"))
        status, _, err = self.run_tool("registry", "init", registry=name)
        self.assertEqual(status, 0, err)
        # What nobody has written to for long: no log beside it.
        with open(self.path(name), "rb") as file:
            return file.read()

    def files(self):
        """All that is in the folder."""
        found = {}
        for name in os.listdir(self.folder):
            if os.path.isfile(self.path(name)):
                with open(self.path(name), "rb") as file:
                    found[name] = file.read()
        return found

    def refused(self, sentences, *arguments, unchanged=True, **options):
        before = self.files() if unchanged else None
        status, out, err = self.run_tool(*arguments, **options)
        said = f"{' '.join(arguments)}\n{err}\n{out!r}"
        self.assertEqual(status, 3, said)
        self.assertEqual(out, b"", said)
        for sentence in (options.get("registry", "r.db"), *sentences):
            self.assertIn(sentence, err, said)
        if unchanged:
            self.assertEqual(self.files(), before, said)


class Unusable(FaultTest):
    """Files that are no registry, or not one that this version can use."""

    def kinds(self):
        """Each kind of file: how it is made, and what is said of it."""
        def write(data):
            with open(self.path("r.db"), "wb") as file:
                file.write(data)

        def sql(*statements):
            base = sqlite3.connect(self.path("r.db"))
            base.execute("PRAGMA journal_mode = DELETE")
            for statement in statements:
                base.execute(statement)
            base.commit()
            base.close()

        def garbled():
            data = bytearray(self.make())
            data[100:3100] = b"U" * 3000
            write(data)

        def changed(*statements):
            self.make()
            sql(*statements)

        return [
            ("a text", lambda: write(b"PEC;Nome;Cognome\n" * 100), "no registry", "check the path"),
            ("another database", lambda: sql("CREATE TABLE t (x)"), "another program",
             "check the path"),
            ("a truncated registry", lambda: write(self.make()[:8192]), "damaged", "backup"),
            ("a registry cut in a page", lambda: write(self.make()[:5000]), "damaged", "backup"),
            ("a garbled registry", garbled, "damaged", "backup"),
            ("a registry without a trigger", lambda: changed("DROP TRIGGER mailbox_never_deleted"),
             "damaged", "backup"),
            ("a newer registry", lambda: changed("PRAGMA user_version = 99"), "newer version",
             "install"),
        ]

    def test_each_command_refuses_each_kind_of_file_and_leaves_it_as_it_was(self):
        for what, make, *sentences in self.kinds():
            make()
            for arguments, _ in COMMANDS:
                with self.subTest(what=what, command=arguments):
                    self.refused(sentences, *arguments)
            with self.subTest(what=what, command="registry init"):
                self.refused(sentences, "registry", "init")
            os.unlink(self.path("r.db"))

    def test_an_empty_file_and_none_are_refused_with_the_command_that_makes_one(self):
        for there in (False, True):
            if there:
                open(self.path("r.db"), "wb").close()
            for arguments, _ in COMMANDS:
                with self.subTest(there=there, command=arguments):
                    self.refused(["pecaddr registry init --registry sqlite:r.db"], *arguments)

    def test_a_folder_that_is_not_there_is_named(self):
        self.refused(["check the path"], "registry", "init", registry="none/r.db")


class Rights(FaultTest):
    """Who may not read or write is told what he needs; and leaves nothing in the owner's way."""

    def setUp(self):
        super().setUp()
        self.make()
        status, _, err = self.run_tool("assign", "roster.csv", "--output", "out.csv")
        self.assertEqual(status, 0, err)

    def forbid(self, file, folder):
        os.chmod(self.path("r.db"), file)
        os.chmod(self.folder, folder)

    def test_who_may_not_read_is_refused(self):
        self.forbid(0o600 if os.geteuid() == 0 else 0, 0o755)
        for arguments, _ in COMMANDS:
            with self.subTest(command=arguments):
                self.refused(["no permission"], *arguments, as_nobody=True,
                             unchanged=os.geteuid() == 0)

    def test_who_may_only_read_may_not_write(self):
        for folder in (0o755, 0o777):
            self.forbid(0o444, folder)
            for arguments, writes in COMMANDS:
                before = self.files()["r.db"]
                with self.subTest(command=arguments, folder=oct(folder)):
                    if writes:
                        self.refused(["right to write"], *arguments, as_nobody=True,
                                     unchanged=folder == 0o755)
                    self.assertEqual(self.files()["r.db"], before)

    def test_what_a_reader_left_beside_it_is_named_with_what_to_do(self):
        """Who may write to the folder alone, and reads, keeps out who may write the registry."""
        self.forbid(0o666, 0o777)
        open(self.path("r.db-shm"), "wb").close()
        os.chmod(self.path("r.db-shm"), 0o444)
        for arguments, _ in COMMANDS:
            with self.subTest(command=arguments):
                self.refused(["-shm", "delete that file"], *arguments, as_nobody=True)

    def test_a_registry_is_not_made_where_one_may_not_write(self):
        os.mkdir(self.path("closed"), 0o555)
        self.refused(["cannot be made", "right to write"], "registry", "init",
                     registry="closed/r.db", as_nobody=True)
        self.assertEqual(os.listdir(self.path("closed")), [])


class Elsewhere(FaultTest):
    """Where SQLite's locks do not hold."""

    NFS = "6969"
    UNKNOWN = "12345678"

    def test_a_registry_of_another_machine_is_refused_unless_its_uri_allows_it(self):
        self.refused(["file system of another machine", "network=allow"], "registry", "init",
                     statfs=self.NFS)
        self.make()
        for arguments, _ in COMMANDS:
            with self.subTest(command=arguments):
                self.refused(["file system of another machine", "network=allow"], *arguments,
                             statfs=self.NFS)
        status, _, err = self.run_tool("assign", "roster.csv", "--output", "out.csv", statfs=self.NFS,
                                       registry="r.db?network=allow")
        self.assertEqual(status, 0, err)
        self.assertNotIn("machine", err)

    def test_of_a_kind_that_is_not_known_the_operator_is_told(self):
        status, _, err = self.run_tool("registry", "init", statfs=self.UNKNOWN)
        self.assertEqual(status, 0, err)
        self.assertIn("r.db: this lies on a file system that is not known here", err)
        for arguments, _ in [(["audit", "roster.csv"], False), *COMMANDS[:4]]:
            with self.subTest(command=arguments):
                _, _, err = self.run_tool(*arguments, statfs=self.UNKNOWN)
                self.assertEqual(err.count("r.db: this lies on a file system that is not known here"),
                                 1, err)
                _, _, err = self.run_tool(*arguments, statfs=self.UNKNOWN,
                                          registry="r.db?network=allow")
                self.assertNotIn("not known here", err)


    def test_a_mount_for_reading_only_is_told_as_such(self):
        self.make()
        for arguments, _ in COMMANDS:
            with self.subTest(command=arguments):
                self.refused(["cannot be", "mounted for reading only"], *arguments,
                             registry=self.path("r.db"), read_only=self.folder)


class Full(FaultTest):
    """A disk that takes no more: the file cannot grow."""

    def test_a_full_disk_is_status_3_and_the_same_command_completes(self):
        self.make()

        def full():
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

        status, _, err = self.run_tool("assign", "roster.csv", "--output", "out.csv", before=full)
        self.assertEqual(status, 3, err)
        self.assertIn("r.db", err)
        self.assertIn("run", err)
        base = sqlite3.connect(self.path("r.db"))
        self.assertEqual(base.execute("SELECT count(*) FROM mailbox").fetchone(), (0,))
        base.close()
        status, _, err = self.run_tool("assign", "roster.csv", "--output", "out.csv")
        self.assertEqual(status, 0, err)
        with open(self.path("out.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read().count("@ingpec.eu"), 2)


def main():
    global PECADDR, ELSEWHERE
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--elsewhere", required=True, help="the built elsewhere.c")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    ELSEWHERE = os.path.abspath(arguments.elsewhere)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
