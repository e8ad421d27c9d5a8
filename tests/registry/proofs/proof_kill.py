#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""proof_kill.py [--rounds N] [--kills N] [--sets N] [--callers N] [--seed N] CLAIMANT STORE...

Kills: SIGKILL of callers and of the PostgreSQL server with all its processes, at random instants, while
addresses are claimed and taken through their life. STORE is sqlite or postgresql, whose server is this
proof's own. What is random depends on the seed, which is shown, and on the machine's timing.

Each round:
  alone     one caller, killed again and again, and what was not acknowledged is ordered anew; then on
            a server that is killed again and again, while the caller is left alone. In the end all is
            on record as after a run that nothing disturbed.
  crowd     several callers after the same names, both they and the server killed.
  inside    a caller that is killed in the middle of a transaction, while another wants the same names:
            the other goes on.
After each kill every order is on record wholly or not at all, and wholly if it was acknowledged.
"""

import argparse
import random
import signal
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import proof
from proof import Broken, Caller, Folder, Stopwatch, demand
from postgres_server import Cluster, ServerError, wait_until

LIVES = [
    ["claim"],
    ["claim", "activate"],
    ["claim", "activate", "retire"],
    ["claim", "intrude", "activate"],
    ["claim", "activate", "retire", "claim"],
    ["claim", "activate", "retire", "claim", "activate"],
    ["claim", "release"],
    ["claim", "release", "claim"],
    ["claim", "release", "claim", "activate"],
]
CHANGES = [["claim", "change"], ["claim", "change", "activate"], ["claim", "change", "release"]]
SETS_AT_ONCE = 4
CATCHES = 20  # callers that may be done before they are caught in a transaction


def lives_of(persons, chance, homonym_changes):
    """What becomes of each person of a few sets. Who has a corrected name, in an odd set, can always
    change; a homonym surely has a choice if first of the set."""
    lives, seen = {}, set()
    for person in persons:
        in_set = person // proof.HOMONYMS
        if person % 4 == 3:  # known by the register entry alone, and only claimed
            lives[person] = LIVES[0]
        elif in_set % 2 == 1:
            lives[person] = chance.choice(LIVES + CHANGES)
        elif not homonym_changes:
            lives[person] = LIVES[0]
        elif in_set not in seen:
            lives[person] = chance.choice(CHANGES)
        else:
            lives[person] = chance.choice(LIVES)
        seen.add(in_set)
    return lives


def orders_of(persons, chance, homonym_changes):
    """The orders for some persons: a few sets at once, first everybody's first order, and so on."""
    orders = []
    at_once = SETS_AT_ONCE * proof.HOMONYMS
    blocks = {}
    for person in persons:
        blocks.setdefault(person // at_once, []).append(person)
    for block in blocks.values():
        chance.shuffle(block)
        lives = lives_of(block, chance, homonym_changes)
        for step in range(max(map(len, LIVES))):
            orders += [(lives[person][step], person) for person in block
                       if step < len(lives[person])]
    return orders


class Worker:
    """Orders that are obeyed, by one caller after the other as long as they are killed."""

    def __init__(self, program, folder, registry, orders, chunk, tries=200):
        self.start = lambda rest, n: Caller(program, folder, registry.uri, rest, chunk, n)
        self.orders = orders
        self.repeats = 0  # of callers that were not killed
        self.callers = [self.start(orders, tries)]

    def acknowledged(self):
        return sum((caller.acknowledged() for caller in self.callers), [])

    def runs(self):
        return self.callers[-1].runs()

    def kill(self):
        self.callers[-1].kill()

    def go_on(self):
        """Orders anew what was not acknowledged to the caller that was killed."""
        caller = self.callers[-1]
        demand(caller.process.returncode in (-signal.SIGKILL, 0),
               "a caller gave up: %s" % caller.complaint())
        self.order_again()

    def order_again(self):
        """Orders what was not acknowledged; somebody may have obeyed all the same."""
        rest = self.callers[-1].rest()
        if rest:
            self.callers.append(self.start(rest, 200))

    def wait_for(self, n, chance):
        """Until the caller has acknowledged n orders more, and a moment longer; whether there is
        more to do."""
        caller = self.callers[-1]
        target = caller.count() + n
        while caller.count() < target and caller.runs():
            time.sleep(0.0002)
        time.sleep(chance.uniform(0, 0.006))
        return caller.runs()

    def finish(self):
        last = self.callers[-1]
        # One that was killed when it had nothing left to do but to end, was not ordered anew.
        if last.process.poll() != -signal.SIGKILL or last.rest():
            self.repeats += last.finish()
        told = [line[:2] for line in self.acknowledged()]
        demand(sorted(told) == sorted(self.orders), "not all orders were acknowledged")


def check(registry, workers):
    """Demands what must hold at every instant, while the callers go on. Returns how many orders are
    on record whose callers do not know."""
    told = sum((worker.acknowledged() for worker in workers), [])
    proof.check(registry)
    return proof.check_whole(registry, sum((worker.orders for worker in workers), []), told)


def check_end(registry, workers):
    """Demands it of all orders, when all are obeyed."""
    for worker in workers:
        worker.finish()
    demand(check(registry, workers) == 0, "orders are on record that nobody was told of")
    registry.check_storage()


class Round:
    """One round on one registry."""

    def __init__(self, options, registry, server, seed):
        self.options = options
        self.registry = registry
        self.server = server
        self.chance = random.Random(seed)
        self.kills = {"caller": 0, "server": 0}
        self.orders = 0
        self.untold = 0  # orders that were obeyed when a kill came, but not acknowledged

    def begin(self):
        proof.make_registry(self.options.claimant, self.registry)

    def work(self, folder, orders):
        self.orders += len(orders)
        chunk = self.chance.choice((1, 7, 64))
        return Worker(self.options.claimant, folder, self.registry, orders, chunk)

    def kill_caller(self, worker):
        worker.kill()
        self.kills["caller"] += 1

    def kill_server(self):
        self.server.kill()
        self.kills["server"] += 1
        self.server.start()

    def alone(self):
        persons = range(self.options.sets * proof.HOMONYMS)
        orders = orders_of(persons, self.chance, True)
        self.begin()
        with Folder() as folder:
            check_end(self.registry, [self.work(folder, orders)])
        undisturbed = proof.picture(self.registry)
        self.alone_under(orders, undisturbed, self.kill_caller)
        if self.server:
            self.alone_under(orders, undisturbed, lambda worker: self.kill_server())

    def alone_under(self, orders, undisturbed, kill):
        """The same orders, with kills."""
        self.begin()
        with Folder() as folder:
            worker = self.work(folder, orders)
            between = len(orders) // (self.options.kills + 1) // 2
            for _ in range(self.options.kills):
                if not worker.wait_for(self.chance.randint(0, between), self.chance):
                    break
                kill(worker)
                untold = check(self.registry, [worker])
                if not worker.runs():
                    self.untold += untold
                    worker.go_on()
            check_end(self.registry, [worker])
        demand(proof.picture(self.registry) == undisturbed,
               "what is on record is not what a run without kills gives")

    def crowd(self):
        n = self.options.callers
        self.begin()
        with Folder() as folder:
            workers = []
            for i in range(n):
                persons = [person for person in range(self.options.sets * proof.HOMONYMS)
                           if person // 2 % n == i]
                workers.append(self.work(folder, orders_of(persons, self.chance, False)))
            between = len(workers[0].orders) // (self.options.kills + 1) // 2
            for _ in range(self.options.kills):
                running = [worker for worker in workers if worker.runs()]
                if not running:
                    break
                worker = self.chance.choice(running)
                worker.wait_for(self.chance.randint(0, between), self.chance)
                if self.server and self.chance.randrange(3) == 0:
                    self.kill_server()
                else:
                    self.kill_caller(worker)
                check(self.registry, workers)
                if not worker.runs():
                    worker.go_on()
            check_end(self.registry, workers)
        # Where nothing was given back, nobody has a higher level than need be.
        proof.check_no_gap(self.registry, "(m.number - 1) / %d %% 2 = 0" % proof.HOMONYMS)

    def inside(self):
        """Two callers after the same names, the first killed while it is in a transaction."""
        persons = range(self.options.sets * proof.HOMONYMS)
        orders = [[("claim", person) for person in persons if person % 2 == i] for i in range(2)]
        for _ in range(CATCHES):
            self.begin()
            with Folder() as folder:
                first = self.work(folder, orders[0])
                if not self.stop_inside(first):
                    continue
                other = self.work(folder, orders[1])
                wait_until("the other caller to begin", lambda: self.has_begun(other))
                self.kill_caller(first)
                other.finish()
                first.go_on()
                check_end(self.registry, [first, other])
            proof.check_no_gap(self.registry)
            return
        raise Broken("no caller was caught in a transaction")

    def has_begun(self, worker):
        """Whether a caller has come far enough to ask for something that is locked, or is done."""
        return (not worker.runs() or worker.acknowledged() or self.server is None
                or self.registry.callers() > 1)

    def stop_inside(self, worker):
        """Stops a caller at random instants until it is one inside of a transaction; false: it was
        done before."""
        process = worker.callers[-1].process
        while worker.wait_for(0, self.chance):
            process.send_signal(signal.SIGSTOP)
            if self.server:
                wait_until("the server to have no work", lambda: not self.registry.is_busy())
            if self.registry.is_claimed_in():
                return True
            process.send_signal(signal.SIGCONT)
        return False


def prove(options, registry, server, store):
    """All rounds, with a sentence for each."""
    for number in range(options.rounds):
        seed = options.seed + number
        clock = Stopwatch()
        this = Round(options, registry, server, seed)
        try:
            this.alone()
            this.crowd()
            this.inside()
        except (Broken, ServerError) as error:
            raise Broken("seed %d: %s" % (seed, error)) from error
        demand(this.kills["caller"] >= options.kills and (this.kills["server"] > 0 or not server),
               "seed %d: too few kills: %s" % (seed, this.kills))
        print("kill, %s: seed %d: %d orders, %d callers and %d servers killed, %d orders obeyed but "
              "not acknowledged then; %.1f s" % (store, seed, this.orders, this.kills["caller"],
                                                 this.kills["server"], this.untold, clock()),
              flush=True)


def prove_sqlite(options):
    registry = proof.Sqlite()
    try:
        prove(options, registry, None, "sqlite")
    finally:
        registry.close()


def prove_postgresql(options):
    with Cluster() as cluster:
        server = cluster.server("server", durable=True)
        server.start()
        prove(options, proof.Postgres(server), server, "postgresql")
        log = server.tail()
        demand("PANIC" not in log, "the server's log tells of a panic")
        demand("automatic recovery in progress" in log, "the server was never killed in mid-work")


def prove_all(options):
    for store in options.stores:
        (prove_sqlite if store == "sqlite" else prove_postgresql)(options)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--sets", type=int, default=64)
    parser.add_argument("--callers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", action="store_true", help="files are not kept in memory")
    parser.add_argument("claimant")
    parser.add_argument("stores", nargs="+", choices=("sqlite", "postgresql"))
    return proof.prove(prove_all, parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
