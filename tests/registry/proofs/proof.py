# SPDX-License-Identifier: BSD-3-Clause
"""What the proofs of races, kills and failovers share: registries, callers, what must hold.

A caller is `claimant` (claimant.c), a program of its own: its orders and what was acknowledged to it
are files, so that nothing that it wrote before it was killed is lost. Orders are (order, person).

What must hold is asked of the database by SQL, not of the library: see check().
"""

import collections
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import postgres_server  # pylint: disable=wrong-import-position
from scratch import folder_in_memory  # pylint: disable=wrong-import-position

HOMONYMS = 16
PATIENCE = 300  # seconds for a caller to be done
DATABASE = "pecaddr"


class Broken(Exception):
    """Something that must hold does not."""


def demand(condition, what):
    if not condition:
        raise Broken(what)


def prove(run, options):
    """Runs a proof; the status for the system. A proof that is stopped from outside cleans up."""
    def stop(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    if not options.disk:
        use_memory()
    try:
        run(options)
    except (Broken, postgres_server.ServerError) as error:
        print("%s: %s" % (os.path.basename(sys.argv[0]), error))
        return 1
    return 0


def use_memory():
    """Lets temporary files lie in memory, as waiting for the disk proves nothing."""
    tempfile.tempdir = folder_in_memory(1 << 30)


# Registries.

class Sqlite:
    """A registry in a file."""

    name = "SQLite"
    prefix = ""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pecaddr-"))
        self.file = self.folder / "registry"
        self.uri = "sqlite:%s" % self.file

    def query(self, sql):
        """The rows that SQL gives, read beside the callers; `$` stands before each table."""
        database = sqlite3.connect("file:%s?mode=rw" % self.file, uri=True, timeout=60)
        try:
            return [tuple(row) for row in database.execute(sql.replace("$", self.prefix))]
        finally:
            database.close()

    def check_storage(self):
        """Whether the file is sound in itself, its indices included."""
        demand(self.query("PRAGMA integrity_check") == [("ok",)], "the file is damaged")
        demand(self.query("PRAGMA foreign_key_check") == [], "a reference leads nowhere")

    def is_claimed_in(self):
        """Whether somebody is in the middle of a transaction that writes."""
        database = sqlite3.connect(self.file, timeout=0, isolation_level=None)
        try:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
            return False
        except sqlite3.OperationalError:
            return True
        finally:
            database.close()

    def empty(self):
        """Leaves no registry."""
        for tail in ("", "-wal", "-shm", "-journal", "-mark"):
            pathlib.Path(str(self.file) + tail).unlink(missing_ok=True)

    def close(self):
        shutil.rmtree(self.folder)


class Postgres:
    """A registry on a server, which need not be the same for ever: see move()."""

    name = "PostgreSQL"
    prefix = "pecaddr."

    def __init__(self, server, uri=None):
        self.server = server
        self.uri = uri or server.uri(DATABASE)

    def query(self, sql):
        """The rows that SQL gives; `$` stands before each table."""
        text = self.server.sql("SELECT json_agg(to_json(ARRAY(SELECT value FROM json_each_text("
                               "to_json(q))))) FROM (%s) AS q;" % sql.replace("$", self.prefix),
                               DATABASE)
        return [tuple(row) for row in json.loads(text)] if text else []

    def check_storage(self):
        """Whether tables and indices are sound and agree."""
        self.server.sql("CREATE EXTENSION IF NOT EXISTS amcheck", DATABASE)
        self.server.sql("SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class AS c "
                        "ON c.oid = indexrelid WHERE relnamespace = 'pecaddr'::regnamespace",
                        DATABASE)
        demand(self.server.sql("SELECT count(*) FROM pg_class AS c, verify_heapam(c.oid) WHERE "
                               "c.relkind = 'r' AND relnamespace = 'pecaddr'::regnamespace",
                               DATABASE) == "0", "a table is damaged")

    def is_claimed_in(self):
        """Whether a caller has begun a transaction and the server waits for its next word."""
        return self.server.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND "
                               "state = 'idle in transaction'" % DATABASE) != "0"

    def is_busy(self):
        """Whether the server is working for a caller: one that was stopped amid a pipeline it waits for."""
        return self.server.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND "
                               "state = 'active' AND wait_event_type IS DISTINCT FROM 'Client'"
                               % DATABASE) != "0"

    def callers(self):
        """How many sessions there are."""
        return int(self.server.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '%s'"
                                   % DATABASE))

    def deadlocks(self):
        return int(self.server.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = '%s'"
                                   % DATABASE))

    def empty(self):
        """Leaves no registry."""
        self.server.sql("DROP DATABASE IF EXISTS %s WITH (FORCE)" % DATABASE)
        self.server.sql("CREATE DATABASE %s" % DATABASE)


# Callers.

class Caller:
    """A claimant at work."""

    def __init__(self, program, folder, uri, orders, chunk=64, tries=200):
        number = len(list(folder.glob("*.orders")))
        self.orders = list(orders)
        self.files = {kind: folder / ("%d.%s" % (number, kind))
                      for kind in ("orders", "acknowledged", "errors")}
        self.files["orders"].write_text(
            "".join("%s\n" % " ".join(map(str, order)) for order in self.orders), encoding="utf-8")
        with open(self.files["orders"], "rb") as given, \
                open(self.files["acknowledged"], "wb") as out, \
                open(self.files["errors"], "wb") as errors:
            # pylint: disable-next=consider-using-with
            self.process = subprocess.Popen([program, uri, str(chunk), str(tries)], stdin=given,
                                            stdout=out, stderr=errors,
                                            preexec_fn=postgres_server.die_with_parent)

    def acknowledged(self):
        """What was acknowledged: (order, person, level, address) each. A line is there when its end
        is."""
        text = self.files["acknowledged"].read_text(encoding="utf-8")
        lines = [line.split() for line in text.split("\n")[:-1]]
        return [(order, int(person), int(level), address)
                for order, person, level, address in (line for line in lines if len(line) == 4)]

    def count(self):
        """How many orders were acknowledged."""
        return self.files["acknowledged"].read_bytes().count(b"\n")

    def rest(self):
        """What is to be ordered again: what was not acknowledged."""
        done = collections.Counter((order, person) for order, person, *_ in self.acknowledged())
        rest = []
        for order in self.orders:
            if done[order] > 0:
                done[order] -= 1
            else:
                rest.append(order)
        return rest

    def runs(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def finish(self):
        """Waits until it is done; how often it had to try again."""
        status = self.process.wait(PATIENCE)
        demand(status == 0, "a caller ended with status %d: %s" % (status, self.complaint()))
        return int(self.complaint().rsplit(" ", 1)[1])

    def complaint(self):
        """What it wrote to stderr."""
        return self.files["errors"].read_text(encoding="utf-8", errors="replace")


class Folder:
    """A folder for the files of callers, for as long as a with block."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="pecaddr-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path)


def make_registry(program, registry):
    """An empty registry, made anew."""
    registry.empty()
    with Folder() as folder:
        Caller(program, folder, registry.uri, [("init",)]).finish()


# What must hold.

# Persons by their number, and the address that the rules give at a level (the names of claimant.c are
# plain letters, spaces and apostrophes): nothing that the library says is believed.
ATOM = "lower(replace(replace(%s, ' ', ''), '''', ''))"
CANDIDATE = """(CASE %(level)s
    WHEN 0 THEN %(given)s || '.' || %(surname)s
    WHEN 1 THEN %(given)s || '.' || %(surname)s || '.' || lower(coalesce(m.issued_province, m.province))
    WHEN 2 THEN %(given)s || '.' || %(surname)s || '.' || lower(coalesce(m.issued_province, m.province)) || '.'
                || lower(coalesce(m.issued_section, m.section))
                || coalesce(m.issued_number, m.number)
    END || '@ingpec.eu')"""


def candidate(level):
    return CANDIDATE % {"level": level, "given": ATOM % "m.given", "surname": ATOM % "m.surname"}


ALLOWED = ("('', 'reserved'), ('', 'active'), ('reserved', 'active'), ('reserved', 'released'), "
           "('active', 'retired'), ('retired', 'reserved')")

# Each gives what breaks the rule, as one column.
RULES = {
    "no address is live twice":
        "SELECT address AS broken FROM $mailbox WHERE state <> 'released' GROUP BY address "
        "HAVING count(*) > 1",
    "no holder has two live addresses":
        "SELECT holder AS broken FROM $mailbox WHERE state <> 'released' AND holder IS NOT NULL "
        "GROUP BY holder, domain HAVING count(*) > 1",
    "no register entry has two live addresses":
        "SELECT number AS broken FROM $mailbox WHERE state IN ('reserved', 'active') "
        "AND left_on IS NULL GROUP BY number, province, section, domain HAVING count(*) > 1",
    "what was active or retired is issued to nobody else":
        "SELECT m.address AS broken FROM $mailbox AS m JOIN $event AS h ON h.mailbox = m.id "
        "AND h.new_state IN ('active', 'retired') JOIN $mailbox AS o ON o.address = m.address "
        "AND o.id > m.id",
    "history has a line for each change":
        "SELECT address AS broken FROM $mailbox AS m WHERE revision <> "
        "(SELECT count(*) FROM $event AS h WHERE h.mailbox = m.id AND h.revision BETWEEN 1 AND m.revision)",
    "history has no line of anything else":
        "SELECT mailbox AS broken FROM $event WHERE NOT EXISTS (SELECT 1 FROM $mailbox AS m "
        "WHERE m.id = mailbox AND $event.revision BETWEEN 1 AND m.revision)",
    "each line of history begins where the one before ended":
        "SELECT h.mailbox AS broken FROM $event AS h LEFT JOIN $event AS b ON b.mailbox = h.mailbox "
        "AND b.revision = h.revision - 1 WHERE h.old_state IS DISTINCT FROM b.new_state",
    "history ends with the state that is on record":
        "SELECT address AS broken FROM $mailbox AS m JOIN $event AS h ON h.mailbox = m.id "
        "AND h.revision = m.revision WHERE h.new_state <> m.state",
    "history has no transition that is not allowed":
        "SELECT mailbox AS broken FROM $event WHERE coalesce(old_state, '') <> new_state "
        "AND (coalesce(old_state, ''), new_state) NOT IN (VALUES %s)" % ALLOWED,
    "each address is the one that the rules give at its level":
        "SELECT address AS broken FROM $mailbox AS m WHERE address <> %s" % candidate("m.level"),
}

NO_GAP = ("SELECT m.address FROM $mailbox AS m JOIN (SELECT 0 AS below UNION SELECT 1) AS l "
          "ON below < m.level WHERE m.state <> 'released' AND (%(lower)s = m.address OR %(lower)s "
          "NOT IN (SELECT address FROM $mailbox WHERE state <> 'released'))"
          % {"lower": candidate("below")})


def check(registry):
    """Demands what must hold at every instant."""
    broken = registry.query(" UNION ALL ".join(
        "SELECT '%s' AS rule, CAST(broken AS TEXT) AS what FROM (%s) AS q" % rule
        for rule in RULES.items()))
    demand(not broken, "it does not hold that %s: %s" % (broken[0] if broken else ("", "")))


def check_no_gap(registry, where="1 = 1"):
    """Demands that nobody has a higher level than need be; of those of whom nothing was given back,
    nor of their homonyms."""
    broken = registry.query(NO_GAP + " AND " + where)
    demand(not broken, "a lower level is free for %d: %s" % (len(broken), broken[:5]))


def levels(registry):
    """How many live addresses there are at each level."""
    return {int(level): int(n) for level, n in registry.query(
        "SELECT level, count(*) AS n FROM $mailbox WHERE state <> 'released' GROUP BY level "
        "ORDER BY level")}


def addresses(registry):
    """Who has which live address."""
    return {int(number) - 1: address for number, address in registry.query(
        "SELECT number, address FROM $mailbox WHERE state <> 'released' ORDER BY number")}


def check_acknowledged(registry, acknowledged):
    """Demands that a claim that was acknowledged is on record; nothing may have been given back."""
    found = addresses(registry)
    for order, person, _, address in acknowledged:
        demand(order != "claim" or found.get(person) == address,
               "%s of person %d was acknowledged, but on record is %s"
               % (address, person, found.get(person)))


# What each order does, to the letter of history: the transitions, those of one act together.
EVENTS = {
    "activate": [("reserved", "active")],
    "release": [("reserved", "released")],
    "retire": [("active", "retired")],
    "change": [("reserved", "released"), ("", "reserved")],
    "intrude": [],
}


def events_of(orders):
    """The transitions that a person's orders lead to, those of each order together."""
    events, last = [], ""
    for order in orders:
        if order == "claim":
            events.append([("retired" if last == "retire" else "", "reserved")])
        else:
            events.append(EVENTS[order])
        last = order
    return events


def check_whole(registry, orders, acknowledged):
    """Demands of each person that the orders up to some one are on record, each whole, no other,
    and all that were acknowledged. Returns how many orders are on record that were not."""
    recorded, ordered, told = (collections.defaultdict(list) for _ in range(3))
    for number, old, new in registry.query(
            "SELECT m.number, coalesce(h.old_state, '') AS old, h.new_state FROM $event AS h JOIN "
            "$mailbox AS m ON m.id = h.mailbox ORDER BY h.change, h.mailbox, h.revision"):
        recorded[int(number) - 1].append((old, new))
    for order, person in orders:
        ordered[person].append(order)
    for order, person, *_ in acknowledged:
        told[person].append(order)
    for person in recorded:
        demand(person in ordered, "nobody ordered anything for person %d" % person)
    untold = 0
    for person, mine in ordered.items():
        demand(told[person] == mine[:len(told[person])], "person %d: told out of order" % person)
        whole = [collections.Counter(sum(events_of(mine)[:n], []))
                 for n in range(len(told[person]), len(mine) + 1)]
        on_record = collections.Counter(recorded[person])
        demand(on_record in whole, "person %d: ordered %s, told %s, on record %s"
               % (person, mine, told[person], recorded[person]))
        untold += whole.index(on_record)
    return untold


def picture(registry):
    """All that is on record but times, authors and the database's own numbers."""
    found = registry.query(
        "SELECT number, address, revision, state, holder, province, section, given, surname, level, "
        "notes, receipt, issued_province, issued_section, issued_number, expires, left_on "
        "FROM $mailbox")
    found += registry.query(
        "SELECT m.number, m.address, m.revision, h.revision AS step, h.old_state, h.new_state, "
        "h.why FROM $event AS h JOIN $mailbox AS m ON m.id = h.mailbox")
    return sorted(found, key=repr)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self):
        self.begin = time.monotonic()

    def __call__(self):
        return time.monotonic() - self.begin
