#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""proof_failover.py [--rounds N] [--sets N] [--callers N] [--seed N] CLAIMANT

Failover: a primary with a synchronous standby, and callers that know both by one URI with
failover=synchronous. All servers are this proof's own, on the loopback interface. The rounds take turns:
  killed    the primary is killed with all its processes in mid-load, and the standby promoted.
  hangs     the primary stops answering, with its connections open; the standby is promoted.
  in doubt  the standby hangs, so that no commit is acknowledged; callers give up after `timeout=`, some
            with an outcome that they are told is unknown. Then the primary is killed and the standby
            promoted, or, every other time, the standby comes back; the orders are given again.
  unsaid    the URI names the primary alone and says nothing of a failover. It is killed, the standby
            promoted, and the callers are sent there: nothing new is issued until the owner says `resume`.
A server that was promoted issues nothing new before a standby follows it. Each time the callers carry on
by themselves to the end (in doubt and unsaid: when ordered again). Afterwards
nothing that was acknowledged is lost, each order is on record once and wholly, no address is given
twice, and history is complete. The next round's primary is the server that was promoted, with a standby
made anew.
"""

import argparse
import random
import shutil
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import proof
from proof import Broken, Folder, Postgres, Stopwatch, demand
from proof_kill import Worker, check, check_end, orders_of
from postgres_server import Cluster, ServerError

PASSWORD = "right"
CHUNK = 16


class Pair(Postgres):
    """A registry on a primary with a synchronous standby."""

    def __init__(self, cluster):
        server = cluster.server("server0", durable=True, listen=True)
        server.start()
        server.sql("ALTER ROLE postgres PASSWORD '%s'" % PASSWORD)
        super().__init__(server)
        self.standby = None
        self.n = 0

    def follow(self):
        """Makes a standby that is waited for."""
        self.n += 1
        self.standby = self.server.standby("server%d" % self.n, durable=True, listen=True)
        self.standby.start()
        self.server.wait_for_standby(self.standby)

    def name(self, servers, parameters):
        """The callers' URI."""
        self.uri = ("postgresql://postgres:%s@%s/%s?target_session_attrs=read-write&connect_timeout=2"
                    "&%s" % (PASSWORD, ",".join("127.0.0.1:%d" % server.port for server in servers),
                             proof.DATABASE, parameters))

    def pair(self, timeout, reverse):
        """Makes a standby; the callers' URI, which names the primary first, or last."""
        self.follow()
        servers = [self.server, self.standby]
        if reverse:
            servers.reverse()
        self.name(servers, "failover=synchronous&timeout=%d" % timeout)

    def promote(self):
        """The standby becomes the server, and gets a standby of its own."""
        self.standby.promote()
        self.server = self.standby
        self.follow()

    def part(self):
        """Removes the standby."""
        self.server.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.server.reload()
        remove(self.standby)
        self.standby = None

    def empty(self):
        """Leaves no registry, and no standby to wait for."""
        self.uri = self.server.uri(proof.DATABASE)
        self.server.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.server.reload()
        super().empty()


def remove(server):
    """A server that is no longer needed."""
    server.kill()
    shutil.rmtree(server.data)


class Round:
    """One failover."""

    def __init__(self, options, pair, seed):
        self.options = options
        self.registry = pair
        self.chance = random.Random(seed)
        self.acknowledged = 0
        self.silence = 0.0

    def begin(self, folder, timeout, tries=2000, alone=False):
        """A registry, a standby, and the callers at work up to a random instant. `alone`: they know
        the primary alone."""
        proof.make_registry(self.options.claimant, self.registry)
        self.registry.pair(timeout, self.chance.random() < 0.5)
        if alone:
            self.registry.name([self.registry.server], "timeout=%d" % timeout)
        workers = []
        for i in range(self.options.callers):
            persons = [person for person in range(self.options.sets * proof.HOMONYMS)
                       if person // 2 % self.options.callers == i]
            workers.append(Worker(self.options.claimant, folder, self.registry,
                                  orders_of(persons, self.chance, False), CHUNK, tries))
        self.wait_for_half(workers)
        return workers

    def wait_for_half(self, workers):
        """Until whoever is fastest has done some part of the first half: the others have more to do."""
        target = self.chance.randint(1, min(len(worker.orders) for worker in workers) // 2)
        while all(worker.callers[-1].count() < target and worker.runs() for worker in workers):
            time.sleep(0.0002)
        time.sleep(self.chance.uniform(0, 0.006))
        demand(all(worker.runs() for worker in workers), "the callers were done too early")

    def carry_on(self, workers):
        """What was acknowledged before, and how long it took until something was again."""
        clock = Stopwatch()
        before = self.count(workers)
        self.acknowledged = before
        self.promote()
        while self.count(workers) == before and any(worker.runs() for worker in workers):
            time.sleep(0.01)
        self.silence = clock()

    @staticmethod
    def count(workers):
        return sum(len(worker.acknowledged()) for worker in workers)

    def promote(self):
        self.registry.promote()

    def end(self, workers):
        check_end(self.registry, workers)
        proof.check_no_gap(self.registry, "(m.number - 1) / %d %% 2 = 0" % proof.HOMONYMS)
        return "%d orders, %d acknowledged before" % (
            sum(len(worker.orders) for worker in workers), self.acknowledged)

    def end_undisturbed(self, workers):
        """The same, where the callers were left alone."""
        return "%s, the next %.1f s after; tried again %d times by callers" % (
            self.end(workers), self.silence, sum(worker.repeats for worker in workers))

    def killed(self):
        old = self.registry.server
        with Folder() as folder:
            workers = self.begin(folder, 60)
            old.kill()
            self.carry_on(workers)
            sentence = self.end_undisturbed(workers)
        remove(old)
        return sentence

    def hangs(self):
        old = self.registry.server
        with Folder() as folder:
            workers = self.begin(folder, 8)
            old.pause()
            self.carry_on(workers)
            sentence = self.end_undisturbed(workers)
        remove(old)
        return sentence

    def in_doubt(self):
        old = self.registry.server
        with Folder() as folder:
            workers = self.begin(folder, 2, tries=1)
            standby = self.registry.standby
            standby.pause()
            complaints = [self.give_up(worker) for worker in workers]
            demand(any("unknown" in complaint for complaint in complaints),
                   "nobody was told of an unknown outcome: %s" % complaints)
            self.acknowledged = self.count(workers)
            if self.chance.random() < 0.5:
                old.kill()
                standby.resume()
                self.registry.promote()
            else:
                standby.resume()
            untold = check(self.registry, workers)
            for worker in workers:
                worker.order_again()
            sentence = "%s; %d orders obeyed that were in doubt" % (self.end(workers), untold)
        if self.registry.server is not old:
            remove(old)
        return sentence

    def unsaid(self):
        old = self.registry.server
        with Folder() as folder:
            workers = self.begin(folder, 2, tries=1, alone=True)
            old.kill()
            for worker in workers:
                self.give_up(worker)
            self.acknowledged = self.count(workers)
            self.registry.promote()
            self.registry.name([self.registry.server], "timeout=30")
            untold = check(self.registry, workers)
            before = self.registry.query("SELECT count(*) AS n FROM $mailbox")
            complaints = [self.be_stopped(worker) for worker in workers]
            demand(all("issues no new address" in complaint for complaint in complaints),
                   "somebody was not stopped: %s" % complaints)
            demand(self.registry.query("SELECT count(*) AS n FROM $mailbox") == before,
                   "something new was issued")
            proof.Caller(self.options.claimant, folder, self.registry.uri, [("resume",)]).finish()
            for worker in workers:
                worker.order_again()
            sentence = "%s; %d orders obeyed that were in doubt; stopped until resume" % (
                self.end(workers), untold)
        remove(old)
        return sentence

    def be_stopped(self, worker):
        """Orders the rest of a caller who is to try once; what it complains of."""
        rest = worker.callers[-1].rest()
        demand(any(order == "claim" for order, _ in rest), "nobody new is left")
        worker.callers.append(worker.start(rest, 1))
        return self.give_up(worker)

    @staticmethod
    def give_up(worker):
        """Waits until a caller, which is to try once, has given up; what it complains of."""
        caller = worker.callers[-1]
        status = caller.process.wait(proof.PATIENCE)
        demand(status == 1, "a caller did not give up, but ended with status %d" % status)
        return caller.complaint()


def fail_over(options):
    with Cluster() as cluster:
        pair = Pair(cluster)
        for number in range(options.rounds):
            kind = ("killed", "hangs", "in_doubt", "unsaid")[number % 4]
            seed = options.seed + number
            clock = Stopwatch()
            try:
                sentence = getattr(Round(options, pair, seed), kind)()
                pair.part()
            except (Broken, ServerError) as error:
                raise Broken("%s: seed %d: %s" % (kind, seed, error)) from error
            print("failover, %s: seed %d: %s; %.1f s" % (kind.replace("_", " "), seed, sentence,
                                                         clock()), flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--sets", type=int, default=64)
    parser.add_argument("--callers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", action="store_true", help="files are not kept in memory")
    parser.add_argument("claimant")
    return proof.prove(fail_over, parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
