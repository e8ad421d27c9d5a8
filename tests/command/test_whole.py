#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Output is whole or not there; failures and interruptions in mid-run.

    test_whole.py --pecaddr PATH [unittest options]
"""

import os
import signal
import sqlite3
import subprocess
import time

import tool
from tool import HEADER, PERSON, ToolTest, many_members


class Whole(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("r.csv", f"{HEADER}\n" + "\n".join(many_members(tool.ROWS)) + "\n")
        # With a source that is to be asked the registry is given fewer rows at once.
        self.write("known.txt", "ordine.macerata@ingpec.eu\n")

    def leftovers(self):
        return [name for name in os.listdir(self.folder) if name.startswith(".")]

    def start(self, *arguments, registry="sqlite:registry.db"):
        return subprocess.Popen([tool.PECADDR, "assign", "r.csv", "--registry", registry, "--quiet",
                                 "--check", "file:known.txt", *self.ACCEPTED, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def stop_in_mid_run(self, process):
        """Halts a run that has written some of its output."""
        while process.poll() is None:
            time.sleep(0.001)
            for name in self.leftovers():
                if os.stat(self.path(name)).st_size > 0:
                    process.send_signal(signal.SIGSTOP)
                    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
                    return
        self.fail("the run was over before it could be stopped")

    def lock_in_mid_run(self, process):
        """Halts a run between two chunks, and holds its registry."""
        base = sqlite3.connect(self.path("registry.db"), timeout=0, isolation_level=None)
        self.addCleanup(base.close)
        while True:
            self.stop_in_mid_run(process)
            try:
                base.execute("BEGIN IMMEDIATE")
                return base
            except sqlite3.OperationalError:
                process.send_signal(signal.SIGCONT)

    def complete(self):
        """Runs again, and compares with a run that was never disturbed."""
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        self.init("undisturbed.db")
        self.assign(0, "r.csv", "--output", "undisturbed.csv", "--quiet",
                    registry="sqlite:undisturbed.db")
        self.assertEqual(*(self.settled(name) for name in ("out.csv", "undisturbed.csv")))
        self.assertEqual(len(self.export()), tool.ROWS)

    def test_killed_in_mid_run_there_is_no_half_file_and_running_again_completes_it(self):
        self.write("out.csv", "an older result\n")
        process = self.start("--output", "out.csv")
        self.stop_in_mid_run(process)
        process.kill()
        process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertEqual(self.read("out.csv"), b"an older result\n")
        done = len(self.export())
        self.assertTrue(0 < done < tool.ROWS, done)
        self.complete()

    def test_interrupted_it_ends_its_chunk_cleans_up_and_says_how_to_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name):
                name = f"{number.name}.db"
                uri = self.init(name)
                process = self.start("--output", "out.csv", registry=uri)
                self.stop_in_mid_run(process)
                process.send_signal(number)
                process.send_signal(signal.SIGCONT)
                err = process.communicate()[1].decode()
                self.assertEqual(process.returncode, -number)
                self.assertFalse(os.path.exists(self.path("out.csv")))
                self.assertEqual(self.leftovers(), [])
                done = len(self.export(uri))
                self.assertTrue(0 < done < tool.ROWS and done % 1000 == 0, done)
                self.assertEqual(err, f"pecaddr: interrupted: {done} rows have their address on "
                                 "record; run the same command again to complete the roster, "
                                 "nobody is given two\n")

    def test_a_registry_that_fails_in_mid_run_is_status_3_and_finished_chunks_stay(self):
        self.write("out.csv", "an older result\n")
        process = self.start("--output", "out.csv", registry="sqlite:registry.db?timeout=1")
        base = self.lock_in_mid_run(process)
        process.send_signal(signal.SIGCONT)
        err = process.communicate()[1].decode()
        base.execute("ROLLBACK")
        self.assertEqual(process.returncode, 3)
        self.assertEqual(self.read("out.csv"), b"an older result\n")
        self.assertEqual(self.leftovers(), [])
        done = len(self.export())
        self.assertTrue(0 < done < tool.ROWS, done)
        self.assertRegex(err, rf"stopped at r\.csv:\d+: {done} rows have their address on record; "
                              "run the same command again to complete the roster, nobody is given "
                              "two\n$")
        self.complete()

    def test_a_source_that_fails_in_mid_chunk_is_told_with_the_row_that_it_failed(self):
        self.write("three.csv", f"{HEADER}\nAda;Bo;MC;A;1;\nUgo;Foa;MC;A;2;\nEva;Re;MC;A;3;\n")
        self.write("ask.sh", "while read -r a; do case $a in ugo*) echo \"$a failed\";; "
                             "*) echo \"$a absent\";; esac; done\n")
        result = self.assign(3, "three.csv", "--check", "exec:sh ask.sh")
        self.assertRegex(result.err, r"stopped at three\.csv:3: \d rows have their address on record")

    def test_an_output_that_fails_in_mid_run_is_status_3(self):
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--output", "/dev/full")
        self.assertEqual(result.status, 3)
        self.assertIn("/dev/full cannot be written: No space left on device", result.err)
        done = len(self.export())
        self.assertTrue(0 < done < tool.ROWS, done)
        self.assertIn(f"{done} rows have their address on record", result.err)
        self.complete()

    def test_an_output_that_can_not_be_opened_stops_before_the_first_claim(self):
        for output in ("nosuch/out.csv", "."):
            result = self.assign(3, "r.csv", "--output", output)
            self.assertIn(f"pecaddr: {output} cannot be written", result.err)
        self.assertEqual(self.export(), [])

    def test_an_output_never_replaces_the_registry_or_a_source(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("list ?.txt", "mario.rossi@ingpec.eu\n")
        os.link(self.path("registry.db"), self.path("hard.db"))
        os.symlink("registry.db", self.path("soft.db"))
        base = sqlite3.connect(self.path("registry.db"))  # so that what stands beside it is there
        self.addCleanup(base.close)
        base.execute("SELECT * FROM sqlite_master").fetchall()
        self.assertTrue(os.path.exists(self.path("registry.db-wal")))
        before, sources = self.dump(), ["--check", "file:list %3F.txt"]
        for output in ("registry.db", "./registry.db", self.path("registry.db"), "hard.db",
                       "soft.db", "registry.db-wal", "registry.db-shm", "list ?.txt"):
            for uri in ("sqlite:registry.db", f"sqlite:{self.path('registry.db')}?timeout=1",
                        "sqlite:soft.db", "sqlite:re%67istry.db"):
                for command in (["assign", small, *sources], ["assign", small, *sources, "--dry-run"],
                                ["assign", *PERSON, *sources], ["registry", "export"]):
                    if output != "list ?.txt" or command[0] == "assign":
                        self.usage_error(f"pecaddr: --output {output}: this file is ", *command,
                                         "--registry", uri, "--output", output)
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.read("list ?.txt"), b"mario.rossi@ingpec.eu\n")
        self.assertEqual(self.leftovers(), [])

    def test_an_output_never_replaces_a_database(self):
        self.init("other.db")
        before = self.dump("other.db")
        for command in (["assign", "r.csv"], ["registry", "export"]):
            self.usage_error("pecaddr: --output other.db: this file is a database", *command,
                             "--registry", self.uri, "--output", "other.db")
        self.assertEqual(self.dump("other.db"), before)
        self.assertEqual(self.export(), [])

    def change_in_mid_run(self, change):
        """A run whose roster is changed after some chunks: its errors."""
        process = self.start("--output", "r.csv")
        self.stop_in_mid_run(process)
        change()
        changed = self.read("r.csv")
        process.send_signal(signal.SIGCONT)
        err = process.communicate()[1].decode().splitlines()
        self.assertEqual(process.returncode, 3, err)
        self.assertEqual(self.read("r.csv"), changed)
        self.assertEqual(self.leftovers(), [])
        return err

    def append(self):
        with open(self.path("r.csv"), "a", encoding="utf-8") as file:
            file.write("Anna;Bo;MC;A;9999999;\n")

    def rewrite(self):
        data = self.read("r.csv")
        with open(self.path("r.csv"), "r+b") as file:
            file.write(data)

    def replace(self):
        self.write("other.csv", self.read("r.csv"))
        os.rename(self.path("other.csv"), self.path("r.csv"))

    def test_a_roster_that_is_changed_while_it_is_read_is_status_3(self):
        for change in (self.append, self.rewrite, self.replace):
            with self.subTest(change.__name__):
                os.remove(self.path("registry.db"))
                self.init()
                err = self.change_in_mid_run(change)
                done = len(self.export())
                self.assertTrue(0 < done < tool.ROWS and done % 1000 == 0, done)
                self.assertEqual(err, [
                    "pecaddr: r.csv was changed while it was read; run the same command again",
                    f"pecaddr: {done} rows have their address on record; run the same command "
                    "again to complete the roster, nobody is given two"])

    def test_an_output_that_fails_at_its_end_says_what_is_on_record(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        for arguments, message in (
                (["--dry-run"], "a dry run: nothing is on record; run the same command again"),
                ([], "1 row has its address on record; run the same command again to complete "
                 "the roster, nobody is given two")):
            for output in (["--output", "/dev/full"], ["--output", "/dev/full", "--format=json"]):
                result = self.assign(3, small, *arguments, *output)
                self.assertEqual(result.errors[-2:], [
                    "pecaddr: /dev/full cannot be written: No space left on device",
                    f"pecaddr: {message}"])

    def test_an_output_in_the_making_is_its_owners_only(self):
        old = os.umask(0o022)
        try:
            process = self.start("--output", "out.csv")
        finally:
            os.umask(old)
        self.stop_in_mid_run(process)
        modes = [os.stat(self.path(name)).st_mode & 0o777 for name in self.leftovers()]
        process.send_signal(signal.SIGCONT)
        process.communicate()
        self.assertEqual(modes, [0o600])
        self.assertEqual(os.stat(self.path("out.csv")).st_mode & 0o777, 0o644)

    def test_the_rights_and_links_of_an_older_output_stay(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("real.csv", "old")
        os.chmod(self.path("real.csv"), 0o640)
        os.symlink("real.csv", self.path("link.csv"))
        self.assign(0, small, "--output", "link.csv")
        self.assertTrue(os.path.islink(self.path("link.csv")))
        self.assertIn(b"anna.bo@ingpec.eu", self.read("real.csv"))
        self.assertEqual(os.stat(self.path("real.csv")).st_mode & 0o777, 0o640)
        old = os.umask(0o027)
        try:
            self.assign(0, small, "--output", "new.csv")
        finally:
            os.umask(old)
        self.assertEqual(os.stat(self.path("new.csv")).st_mode & 0o777, 0o640)

    def test_the_roster_may_be_its_own_output(self):
        self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.assign(0, "small.csv", "--output", "small.csv")
        self.assertEqual(self.read("small.csv", "utf-8"),
                         f"{HEADER};pec;livello;nuovo;proposta;note;errore\nAnna;Bo;MC;A;1;;anna.bo@ingpec.eu;0;yes;;;\n")


if __name__ == "__main__":
    tool.main()
