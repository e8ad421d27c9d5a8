#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""proof_race.py [--sets N] [--callers N] [--chunk N] [--seed N] CLAIMANT STORE...

Race: callers on their own, all after the same names at once. Each set is of sixteen homonyms in nine
Orders; each caller has one person of each set, in an order of its own within the chunks, which all
work through together; of every fourth set it asks for a person of its neighbour's too, and after each
chunk others ask on the entries, or with the codici fiscali, of some of those who have an address. STORE
is sqlite, postgresql, whose server is this proof's own, or pgbouncer, which stands before such a server
in transaction mode, with a session for four callers; the status is 77 if it is not installed.

Afterwards every person has one address, none is given twice, nobody has a higher level than need be,
history is complete, nothing of what was acknowledged is missing, everybody was told the same, the others
were all refused, and the server has seen no deadlock.
"""

import argparse
import collections
import random
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import proof
from proof import Caller, Folder, Stopwatch, demand
from postgres_server import Cluster, NotInstalled, Pooler


def orders_of(caller, options):
    """The persons whom a caller claims: chunk by chunk as everybody, within a chunk as it likes. Each of
    a chunk has an address before the first of the next, or somebody else, asks."""
    chance = random.Random(options.seed * 1000 + caller)
    orders = []
    for begin in range(0, options.sets, options.chunk):
        sets = range(begin, min(begin + options.chunk, options.sets))
        mine = [number * proof.HOMONYMS + caller % proof.HOMONYMS for number in sets]
        mine += [number * proof.HOMONYMS + (caller + 1) % proof.HOMONYMS
                 for number in sets if number % 4 == 0]
        chance.shuffle(mine)
        orders += [("claim", person) for person in mine]
        orders += [("intrude", person) for person in mine if person // proof.HOMONYMS % 8 == 0]
    return orders


def race(registry, options):
    """Lets all callers run and demands what must hold; the sentence with the figures."""
    proof.make_registry(options.claimant, registry)
    with Folder() as folder:
        clock = Stopwatch()
        callers = [Caller(options.claimant, folder, registry.uri, orders_of(i, options),
                          options.chunk) for i in range(options.callers)]
        repeats = sum(caller.finish() for caller in callers)
        seconds = clock()
        told = [line for caller in callers for line in caller.acknowledged()]
        asked = sum(len(caller.orders) for caller in callers)
    claimed = [line for line in told if line[0] == "claim"]
    persons = {order[1] for i in range(options.callers) for order in orders_of(i, options)}

    proof.check(registry)
    proof.check_no_gap(registry)
    proof.check_acknowledged(registry, told)
    registry.check_storage()
    demand(len(told) == asked, "%d of %d orders were acknowledged" % (len(told), asked))
    demand(set(proof.addresses(registry)) == persons, "not everybody has an address")
    demand(all(n == 1 for n in collections.Counter(
        person for person, _ in {(line[1], line[3]) for line in claimed}).values()),
           "somebody was told two addresses")
    found = proof.levels(registry)
    demand(found.get(0) == options.sets, "not one of each set has level 0: %s" % found)
    demand(options.callers < proof.HOMONYMS or set(found) == {0, 1, 2}, "levels %s" % found)
    return ("%d callers, %d claims of %d persons: %s; %d times others refused; %.1f s, %.0f orders/s; "
            "tried again %d times"
            % (options.callers, len(claimed), len(persons),
               ", ".join("level %d: %d" % pair for pair in sorted(found.items())),
               asked - len(claimed), seconds, asked / seconds, repeats))


def race_in_sqlite(options):
    registry = proof.Sqlite()
    try:
        return race(registry, options)
    finally:
        registry.close()


def race_in_postgresql(options):
    with Cluster() as cluster:
        server = cluster.server("server")
        server.start()
        registry = proof.Postgres(server)
        sentence = race(registry, options)
        demand(registry.deadlocks() == 0, "%d deadlocks" % registry.deadlocks())
        demand("deadlock" not in server.tail(), "the server's log tells of a deadlock")
        return sentence + "; no deadlock"


def race_behind_pgbouncer(options):
    with Cluster() as cluster:
        server = cluster.server("server")
        server.start()
        with Pooler(server, proof.DATABASE, -(-options.callers // 4)) as pooler:
            sentence = race(proof.Postgres(server, server.uri(proof.DATABASE, port=pooler.PORT)),
                            options)
        demand("deadlock" not in server.tail(), "the server's log tells of a deadlock")
        return sentence


RACES = {"sqlite": race_in_sqlite, "postgresql": race_in_postgresql,
         "pgbouncer": race_behind_pgbouncer}


def race_in_all(options):
    for store in options.stores:
        sentence = RACES[store](options)
        print("race, %s: %s" % (store, sentence), flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--sets", type=int, default=2000)
    parser.add_argument("--callers", type=int, default=16)
    parser.add_argument("--chunk", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", action="store_true", help="files are not kept in memory")
    parser.add_argument("claimant")
    parser.add_argument("stores", nargs="+", choices=sorted(RACES))
    try:
        return proof.prove(race_in_all, parser.parse_args())
    except NotInstalled as error:
        print("proof_race.py: %s" % error)
        return 77


if __name__ == "__main__":
    sys.exit(main())
