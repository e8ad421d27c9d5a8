#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Small faults put on purpose into the core, or into the registry's rules, its URIs and its SQLite: which of
them the tests see.

    run.py [--scope core|registry] [--sample N] [--seed S] [--files GLOB] [--jobs N] [--results FILE]

Each mutant (mutants.py) is compiled in a copy of the sources under build/mutation, and the tests are run
that could see it, its own first, until one does. What was found is put down at once in FILE (default:
build/mutation/SCOPE.jsonl), so that a run which was ended goes on where it was. A mutant that does not
compile, or whose program is that of the source, is none. Those that no test sees are listed, but for the
equivalent ones, which judged.tsv names with the reason: no input tells them from the source.

--sample   so many, by chance; else all. --seed decides which. --files: of these sources alone.
Of the core (some 6,000) a mutant takes about 3 s; of the registry (as many) longer, as its tests do.

The status is 1 where fewer were seen than have to be: 96 % of the core's, 93 % of the registry's.
"""

import argparse
import fnmatch
import glob
import json
import math
import os
import queue
import random
import resource
import shlex
import shutil
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
from mutants import mutants_of  # pylint: disable=wrong-import-position

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCES = {"core": ["libpecaddr/*.c"],
           "registry": ["libpecaddr/registry/rules/*.c", "libpecaddr/registry/uri.c",
                        "libpecaddr/registry/sqlite/*.c"]}
LEAST = {"core": 96, "registry": 93}
# Tests that do the same thousands of times come last.
LONG = {"crash", "damaged", "read-errors", "model-memory", "model-sqlite", "name-fast"}


def all_mutants(scope, files):
    for pattern in SOURCES[scope]:
        for path in sorted(glob.glob(pattern, root_dir=ROOT)):
            if fnmatch.fnmatch(path, files):
                with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                    yield from mutants_of(path, file.read())


def read_judged():
    """The names of the equivalent ones, with the reason."""
    judged = {}
    with open(os.path.join(ROOT, "tests/mutation/judged.tsv"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.rstrip("\n").split("\t", 2)
                judged[name] = reason
    return judged


class Bench:
    """A copy of the sources, in which one mutant after the other is tried."""

    def __init__(self, number, scope):
        self.folder = os.path.join(ROOT, "build/mutation", str(number))
        self.build = os.path.join(self.folder, "build/mutant")
        self.scope = scope
        self.copy()
        options = ["-Dtests=enabled", "-Doptimization=1", "-Ddebug=false", "-Dc_args=-w", "-Dldap=disabled",
                   "-Dpostgres=disabled"]
        self.call(["tools/configure.sh", "build/mutant", *options])
        self.tests = [test for test in json.loads(self.call(["meson", "introspect", "--tests", self.build]))
                      if "pecaddr:" + scope in test["suite"] and test["cmd"][0].startswith(self.build)]
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as file:
            self.commands = json.load(file)
        self.programs = {}
        self.call(["ninja", "-C", self.build, *{self.target(test) for test in self.tests}])
        for test in self.tests:
            begin = resource.getrusage(resource.RUSAGE_CHILDREN)
            if self.run(test, 600) is not None:
                raise RuntimeError(f"{test['name']} fails without a fault: nothing can be learned")
            end = resource.getrusage(resource.RUSAGE_CHILDREN)  # of other benches too: the limit is wider for it
            test["seconds"] = end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime

    def copy(self):
        files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                               capture_output=True).stdout.decode().split("\0")
        for path in filter(None, files):
            source, copy = os.path.join(ROOT, path), os.path.join(self.folder, path)
            if not os.path.exists(source):
                continue
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            if not os.path.exists(copy) or open(source, "rb").read() != open(copy, "rb").read():
                shutil.copy(source, copy)

    def call(self, words):
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def target(self, test):
        return os.path.relpath(test["cmd"][0], self.build)

    def run(self, test, seconds):
        """None, or how it failed: within so many seconds of processor time, which other work does not use up."""
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))

        environment = {**os.environ, **test["env"], "CK_FORK": "no", "CK_DEFAULT_TIMEOUT": "0"}
        try:
            done = subprocess.run(test["cmd"], cwd=self.build, env=environment, timeout=20 * seconds,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit, check=False)
        except subprocess.TimeoutExpired:
            return "no end"
        return "failed" if done.returncode else None

    def order(self, path):
        """Its own test first, as it is called; then the short ones."""
        own = os.path.basename(path)[:-len(".c")]
        return sorted(self.tests, key=lambda test: (not test["name"].startswith(own), test["name"] in LONG,
                                                    test["seconds"]))

    def compile(self, path):
        """What the compiler makes of a source; None: it does not compile."""
        entry = next(entry for entry in self.commands
                     if os.path.normpath(os.path.join(entry["directory"], entry["file"])) ==
                     os.path.join(self.folder, path))
        words = shlex.split(entry["command"])
        made = os.path.join(self.folder, "mutant.o")
        words[words.index("-o") + 1] = made
        for option in ("-MQ", "-MF"):
            at = words.index(option)
            del words[at:at + 2]
        words.remove("-MD")
        done = subprocess.run(words, cwd=entry["directory"], capture_output=True, check=False)
        if done.returncode:
            return None
        with open(made, "rb") as file:
            return file.read()

    def attempt(self, mutant):
        """(result, test): `seen` and by which, `unseen`, or `none`."""
        path = os.path.join(self.folder, mutant.path)
        with open(path, encoding="utf-8") as file:
            source = file.read()
        if mutant.path not in self.programs:
            self.programs[mutant.path] = self.compile(mutant.path)
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(mutant.apply(source))
            program = self.compile(mutant.path)
            if program is None or program == self.programs[mutant.path]:
                return "none", ""
            for test in self.order(mutant.path):
                made = subprocess.run(["ninja", "-C", self.build, self.target(test)], capture_output=True, check=False)
                if made.returncode:
                    return "none", ""
                if self.run(test, 10 + 5 * test["seconds"]) is not None:
                    return "seen", test["name"]
            return "unseen", ""
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)


def read_results(path):
    """The results of an earlier run, by mutant."""
    results = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                result = json.loads(line)
                results[result["name"]] = result
    return results


def try_all(mutants, path, scope, jobs):
    """Tries each, and adds what was found to the file."""
    waiting = queue.Queue()
    for mutant in mutants:
        waiting.put(mutant)
    lock = threading.Lock()

    def work(number):
        bench = Bench(number, scope)
        while True:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            result, test = bench.attempt(mutant)
            found = {"name": mutant.name, "result": result, "test": test, "path": mutant.path, "line": mutant.line,
                     "function": mutant.function, "operator": mutant.operator, "text": mutant.text, "new": mutant.new}
            with lock, open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(found, ensure_ascii=False) + "\n")

    workers = [threading.Thread(target=work, args=(number,)) for number in range(min(jobs, len(mutants)))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def tell(mutants, results, scope):
    """The survivors, and the share that was seen; the status."""
    judged = read_judged()
    found = [results[mutant.name] for mutant in mutants if mutant.name in results]
    real = [one for one in found if one["result"] != "none" and one["name"] not in judged]
    unseen = [one for one in real if one["result"] == "unseen"]
    for one in unseen:
        print(f"{one['name']}  {one['path']}:{one['line']} {one['function']}(): {one['operator']}: "
              f"{one['text']}  ->  {one['new']}")
    for name in sorted(judged.keys() & {one["name"] for one in found if one["result"] == "seen"}):
        print(f"{name}  is judged to be equivalent, and was seen")
    seen = len(real) - len(unseen)
    share = 100 * seen / len(real) if real else 0
    equivalent = sum(one["result"] == "unseen" and one["name"] in judged for one in found)
    print(f"{scope}: {seen} of {len(real)} seen, {share:.1f} % (at least {LEAST[scope]} %); besides "
          f"{equivalent} equivalent, {sum(one['result'] == 'none' for one in found)} none; "
          f"{len(mutants) - len(found)} not tried")
    return 0 if real and len(found) == len(mutants) and share >= LEAST[scope] else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scope", choices=sorted(SOURCES), default="core")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--files", default="*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--results")
    options = parser.parse_args()
    mutants = list(all_mutants(options.scope, options.files))
    if options.sample is not None and options.sample < len(mutants):
        mutants = random.Random(options.seed).sample(mutants, options.sample)
    os.makedirs(os.path.join(ROOT, "build/mutation"), exist_ok=True)
    path = options.results or os.path.join(ROOT, "build/mutation", options.scope + ".jsonl")
    results = read_results(path)
    missing = [mutant for mutant in mutants if mutant.name not in results]
    print(f"{options.scope}: {len(mutants)} mutants, {len(missing)} to be tried", flush=True)
    if missing:
        try_all(missing, path, options.scope, options.jobs)
    return tell(mutants, read_results(path), options.scope)


if __name__ == "__main__":
    sys.exit(main())
