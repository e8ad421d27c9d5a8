#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A registry in PostgreSQL that is moved from server to server: whatever may lack what was issued last issues
nothing new, and doc/registry.md says what to do, in commands that are run here as they stand there. SPEC §5.

    test_moved.py --pecaddr PATH [unittest options]
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
# pylint: disable=wrong-import-position
import postgres_server
from postgres_server import Cluster, wait_until
from scratch import folder_in_memory

PECADDR = None
DOCUMENT = (ROOT / "doc" / "registry.md").read_text(encoding="utf-8")
DATABASE = "pec"
HEADER = "nome;cognome;provincia;sezione;numero;codice_fiscale\n"
ANNA = "Anna;Neri;MC;A;5;NRENNA00A01Z001D\n"
# Assigned before it was moved, and lost.
BRUNO = "Bruno;Galli;MC;A;6;GLLBRN00A01Z001C\n"
# Another one of that name, who comes after.
HOMONYM = "Bruno;Galli;AN;A;7;\n"
# Who was in use as INI-PEC has it.
INI_PEC = ("PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data Iscrizione;Data Cancellazione\n"
           "anna.neri@ingpec.eu;Anna;Neri;A 5;NRENNA00A01Z001D;2;;\n")

ROLES = """
CREATE ROLE pecaddr_owner LOGIN;
CREATE ROLE pecaddr_issuer NOLOGIN;
CREATE ROLE pecaddr_reader NOLOGIN;
CREATE ROLE ordine_mc LOGIN IN ROLE pecaddr_issuer;
"""


def commands(beginning):
    """The block of shell commands of the document that begins so."""
    found = [block for block in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.M | re.S)
             if block.startswith(beginning)]
    assert len(found) == 1, "%d blocks of doc/registry.md begin with %r" % (len(found), beginning)
    return found[0]


class Moved(unittest.TestCase):
    def setUp(self):
        self.cluster = self.enterContext(Cluster(folder_in_memory(2 << 30)))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.first = self.cluster.server("first", settings={"wal_level": "logical"})
        self.first.start()
        self.first.sql(ROLES)
        self.first.sql("CREATE DATABASE %s OWNER pecaddr_owner" % DATABASE)
        (self.folder / "ini-pec.csv").write_text(INI_PEC, encoding="utf-8")
        self.pecaddr(0, "registry", "init", "--registry", self.uri(self.first, "pecaddr_owner"))
        self.assign(self.first, ANNA)

    @staticmethod
    def uri(server, user="ordine_mc", **parameters):
        return server.uri(DATABASE, user, **parameters)

    def pecaddr(self, status, *arguments):
        """Runs the command; what it prints and what it says."""
        done = subprocess.run([PECADDR, *map(str, arguments)], check=False, text=True, cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, "LC_ALL": "C"})
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout, done.stderr

    def assign(self, server, row, status=0, output="out.csv", **parameters):
        (self.folder / "roster.csv").write_text(HEADER + row, encoding="utf-8")
        arguments = ["assign", "roster.csv", "--registry", self.uri(server, **parameters), "--output",
                     output]
        _, said = self.pecaddr(status, *arguments)
        return (self.folder / output).read_text(encoding="utf-8"), said

    def lose(self):
        """Somebody is issued an address that nobody will have heard of."""
        self.assertIn("bruno.galli@ingpec.eu", self.assign(self.first, BRUNO, output="addresses.csv")[0])

    def run_document(self, beginning, first, second):
        """Runs commands of the document, whose db1 and db2 are these servers."""
        def here(match):
            server = first if match[2] == "db1" else second
            return "'%s'" % self.uri(server, match[1])

        text, n = re.subn(r"'postgresql://(\w+)@(db[12])\.example/pec'", here, commands(beginning))
        self.assertGreater(n, 0)
        path = "%s:%s:%s" % (os.path.dirname(PECADDR), postgres_server.programs(), os.environ["PATH"])
        done = subprocess.run(["bash", "-euc", text], check=False, text=True, cwd=self.folder,
                              env={**os.environ, "LC_ALL": "C", "PATH": path},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, text + done.stdout)

    def goes_on_as_documented(self, server, why):
        """Nothing new is issued, for this reason, and all else goes on; after what the document says
        new addresses are, and what was lost is not issued again."""
        _, said = self.assign(server, HOMONYM, status=3)
        self.assertIn(why, said)
        self.assertIn("pecaddr registry resume", said)
        self.assertIn("anna.neri@ingpec.eu", self.assign(server, ANNA)[0])
        self.pecaddr(0, "registry", "activate", "anna.neri@ingpec.eu", "--why", "x", "--registry",
                     self.uri(server))
        self.run_document("# What was issued last", self.first, server)
        self.assertIn("bruno.galli.an@ingpec.eu", self.assign(server, HOMONYM)[0])

    def test_a_standby_that_was_promoted(self):
        standby = self.first.standby("standby")
        standby.start()
        self.first.wait_until_replayed(standby)
        # The standby is cut off, and what comes then is lost.
        standby.pause()
        self.lose()
        self.first.kill()
        standby.resume()
        standby.promote()
        self.goes_on_as_documented(standby, "timeline 2, on record is 1")

    def test_a_clone_beside_the_one_that_is_in_use(self):
        clone = self.first.standby("clone")
        clone.start()
        self.first.wait_until_replayed(clone)
        clone.promote()
        self.lose()
        self.goes_on_as_documented(clone, "timeline 2, on record is 1")
        # The one that is in use is what it was.
        self.assign(self.first, "Carla;Longo;MC;A;8;\n")

    def test_a_recovery_to_a_point_in_time(self):
        recovered = self.first.standby("recovered", settings={
            "restore_command": "cp %s/pg_wal/%%f %%p" % self.first.data,
            "recovery_target_name": "before", "recovery_target_action": "promote"})
        self.first.sql("SELECT pg_create_restore_point('before')")
        self.lose()
        self.first.sql("SELECT pg_switch_wal()")
        (recovered.data / "standby.signal").rename(recovered.data / "recovery.signal")
        recovered.start()
        wait_until("the recovery to end", lambda: recovered.sql("SELECT pg_is_in_recovery()") == "f")
        self.goes_on_as_documented(recovered, "timeline 2, on record is 1")

    def other_server(self):
        other = self.cluster.server("other", settings={"wal_level": "logical"})
        other.start()
        other.sql(ROLES)
        other.sql("CREATE DATABASE %s OWNER pecaddr_owner" % DATABASE)
        return other

    def test_a_dump_that_was_restored_on_another_server(self):
        other = self.other_server()
        self.run_document("pg_dump", self.first, other)
        self.lose()
        self.run_document("psql", self.first, other)
        self.goes_on_as_documented(other, "on another server")

    def test_a_dump_that_was_restored_beside_the_one_that_is_in_use(self):
        self.run_document("pg_dump", self.first, self.first)
        self.lose()
        self.first.sql("ALTER DATABASE pec RENAME TO former; CREATE DATABASE pec OWNER pecaddr_owner")
        self.run_document("psql", self.first, self.first)
        self.goes_on_as_documented(self.first, "in another database or table")

    def test_a_dump_that_was_restored_in_the_same_database(self):
        self.run_document("pg_dump", self.first, self.first)
        self.lose()
        self.first.sql("DROP SCHEMA pecaddr CASCADE", DATABASE)
        self.run_document("psql", self.first, self.first)
        self.goes_on_as_documented(self.first, "in another database or table")

    def test_a_copy_by_logical_replication(self):
        other = self.other_server()
        schema = self.cluster.run(self.first.program("pg_dump"), "--schema=pecaddr", "--schema-only",
                                  "--dbname=" + self.uri(self.first, "postgres"))
        other.sql("SET client_min_messages = warning;" + schema, DATABASE)
        self.first.sql("CREATE PUBLICATION pec FOR ALL TABLES", DATABASE)
        other.sql("CREATE SUBSCRIPTION pec CONNECTION '%s' PUBLICATION pec"
                  % self.uri(self.first, "postgres"), DATABASE)
        wait_until("the rows to come", lambda: other.sql(
            "SELECT count(*) FROM pecaddr.mailbox", DATABASE) == "1" and other.sql(
                "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'", DATABASE) == "0")
        other.sql("DROP SUBSCRIPTION pec", DATABASE)
        self.lose()
        self.pecaddr(0, "registry", "init", "--registry", self.uri(other, "pecaddr_owner"))
        self.goes_on_as_documented(other, "on another server")

    def test_a_failover_that_the_uri_provides_for(self):
        standby = self.first.standby("standby", listen=False)
        standby.start()
        self.first.wait_for_standby(standby)
        both = {"host": "%s,%s" % (self.cluster.folder, self.cluster.folder),
                "port": "%d,%d" % (self.first.port, standby.port), "failover": "synchronous"}
        self.assertIn("bruno.galli@ingpec.eu", self.assign(self.first, BRUNO, **both)[0])
        self.first.kill()
        standby.promote()
        # Nobody is waited for, until the next standby follows.
        _, said = self.assign(standby, HOMONYM, status=3, **both)
        self.assertIn("waits for no standby", said)
        self.assertIn("bruno.galli@ingpec.eu", self.assign(standby, BRUNO, **both)[0])
        following = standby.standby("following")
        following.start()
        standby.wait_for_standby(following)
        self.assertIn("bruno.galli.an@ingpec.eu", self.assign(standby, HOMONYM, **both)[0])
        # Nothing was put on record: who does not say so is still stopped.
        self.assertIn("timeline 2, on record is 1",
                      self.assign(standby, "Carla;Longo;MC;A;8;\n", status=3)[1])


def main():
    global PECADDR  # pylint: disable=global-statement
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
