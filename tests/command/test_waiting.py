#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What somebody who waits for the command sees, and may do: the progress line of a terminal, and Ctrl-C.

    test_waiting.py --pecaddr PATH --quick-clock PATH --interrupted-file PATH [unittest options]

Nothing here waits: the command's clock is quick-clock.c, and it is halted by what it writes to a pipe that
nobody reads, or by a source that it asks.
"""

import argparse
import fcntl
import os
import re
import resource
import signal
import subprocess
import sys
import unittest

import tool
from terminal import Terminal
from tool import HEADER, ToolTest, many_members, preloaded, rows_of

QUICK_CLOCK = None
INTERRUPTED_FILE = None
PROGRESS = re.compile(r"\d+ done, \d+ a second(; \d+%, .* left)?")
PIPE = 4096  # bytes that a pipe holds, the fewest


def screen_of(stream):
    """The lines that stand on a terminal in the end."""
    lines, at = [""], 0
    for part in re.findall(r"\r\x1b\[K|\r\n|[^\r\x1b]+|.", stream, re.DOTALL):
        if part == "\r\n":
            lines.append("")
            at = 0
        elif part == "\r\x1b[K":
            lines[-1], at = "", 0
        elif part[0] in "\r\x1b":
            raise AssertionError(f"{part!r} in {stream!r}")
        else:
            lines[-1] = lines[-1][:at] + part
            at += len(part)
    return lines


class Waiting(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def members(self, n):
        self.write("r.csv", f"{HEADER}\n" + "\n".join(many_members(n, 1)) + "\n")

    def list(self, n):
        self.write("list.csv", "pec\n" + "".join(f"mario.rossi{i}@ingpec.eu\n" for i in range(n)))

    def start(self, *arguments, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
                   "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, **options)

    def leftovers(self):
        return [name for name in os.listdir(self.folder) if name.startswith(".")]

    def reserved(self):
        return len(self.export())


class Progress(Waiting):
    """The progress line is drawn on a terminal only, and nothing of it stays."""

    def environment(self, **changes):
        return {**preloaded(QUICK_CLOCK), "TERM": "xterm", "NO_COLOR": "1", **changes}

    def forget_list(self):
        """A file of --review is made once."""
        if os.path.exists(self.path("look.csv")):
            os.remove(self.path("look.csv"))

    def run_tool(self, *arguments, **options):
        self.forget_list()
        return super().run_tool(*arguments, **options)

    def on_terminal(self, *arguments, with_output=False, columns=100, **changes):
        """Runs with stderr on a terminal, and stdout too if with_output: what was sent to it."""
        self.forget_list()
        terminal = Terminal(columns)
        process = self.start(*arguments, stderr=terminal.end,
                             stdout=terminal.end if with_output else subprocess.DEVNULL,
                             env=self.environment(**changes))
        sent = terminal.sent()
        self.assertIn(process.wait(), (0, 1), sent)
        return sent

    def commands(self):
        """Work that takes long; the last rows have errors, so that it is told in between."""
        self.members(4500)
        self.list(4500)
        for name, bad in (("r.csv", "Mari0;Re;MC;A;9999;\n" * 3), ("list.csv", "no-address\n" * 3)):
            with open(self.path(name), "a", encoding="utf-8") as file:
                file.write(bad)
        self.write("names.tsv", "Mario\tRossi\n" * 100 + "Mari0\tRossi\n")
        self.write("few.csv", "".join(f"mario.rossi{i}@ingpec.eu\n" for i in range(4500)) + "none@x.y\n")
        registry = ["--registry", self.uri]
        return [
            ["assign", "r.csv", *registry, "--output", "out.csv"],
            ["assign", "r.csv", *registry, "--review", "look.csv"],
            ["audit", "r.csv", *registry],
            ["registry", "import", "list.csv", *registry],
            ["registry", "renew", "--from", "few.csv", "--expires", "2090-01-01", "--why", "x",
             *registry],
            ["normalize", "names.tsv"],
            ["registry", "verify", *registry],
            ["registry", "export", *registry],
        ]

    def test_it_is_drawn_on_a_terminal_and_nothing_of_it_stays(self):
        for command in self.commands():
            with self.subTest(command):
                sent = self.on_terminal(*command)
                self.assertRegex(sent, PROGRESS)
                left = screen_of(sent)
                # The same again says the same, but for how much of it is new.
                piped = self.run_tool(*command, env=self.environment())
                self.assertNotRegex("\n".join(left), PROGRESS)
                self.assertEqual([self.begin_of(line) for line in left[:-1]],
                                 [self.begin_of(line) for line in piped.errors])
                self.assertEqual(left[-1], "")

    @staticmethod
    def begin_of(line):
        return re.sub(r"^\d+$", "N", line.split(" ")[0])

    def test_percent_and_time_are_told_where_the_size_is_known(self):
        for command in self.commands():
            sent = self.on_terminal(*command)
            knows = command[:2] not in (["registry", "verify"], ["registry", "export"])
            with self.subTest(command):
                self.assertEqual(bool(re.search(r"\d+%, \d+ .*left", sent)), knows)

    def test_of_a_pipe_the_size_is_not_known(self):
        with open(self.path("names.tsv"), "w", encoding="utf-8") as file:
            file.write("Mario\tRossi\n" * 100)
        read, write = os.pipe()
        os.write(write, b"Mario\tRossi\n" * 100)
        os.close(write)
        terminal = Terminal()
        process = self.start("normalize", stdin=read, stderr=terminal.end, env=self.environment())
        os.close(read)
        sent = terminal.sent()
        process.wait()
        self.assertRegex(sent, r"\d+ done, \d+ a second\r")
        self.assertNotIn("%", sent)

    def test_nothing_is_drawn_where_nobody_would_see_it_or_it_would_disturb(self):
        for command in self.commands():
            with self.subTest(command):
                piped = self.run_tool(*command, env=self.environment())
                self.assertNotRegex(piped.err, PROGRESS)
                self.assertNotIn("\x1b", piped.err)
                for sent in (self.on_terminal(*command, TERM="dumb"),
                             self.on_terminal(*command, TERM=""),
                             self.on_terminal(*command, "--quiet"),
                             self.on_terminal(*command, columns=10)):
                    self.assertNotRegex(sent, PROGRESS)
                    self.assertNotIn("\x1b", sent)

    def test_nothing_is_drawn_between_results_on_the_same_terminal(self):
        self.members(4500)
        for command in (["assign", "r.csv", "--registry", self.uri],
                        ["registry", "export", "--registry", self.uri]):
            with self.subTest(command):
                self.assertNotIn("\x1b", self.on_terminal(*command, with_output=True))


class CtrlC(Waiting):
    """What is begun is ended, what stands is told, and how to go on; a second one ends at once."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def full_pipe(self):
        """A pipe that holds as little as may be."""
        read, write = os.pipe()
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, PIPE)
        return os.fdopen(read, "rb"), write

    def interrupt_at(self, line, number, *arguments, stream="stderr"):
        """Sends a signal when a line with this text has been read: what was told, and the status."""
        reader, write = self.full_pipe()
        process = self.start(*arguments, **{stream: write})
        os.close(write)
        told = []
        with reader:
            for text in reader:
                told.append(text.decode("utf-8"))
                if line and line in told[-1]:
                    process.send_signal(number)
                    line = None
            err = "".join(told) if stream == "stderr" else process.stderr.read().decode("utf-8")
        if process.stderr:
            process.stderr.close()
        return process.wait(), err.splitlines()

    def source(self, *signals, at):
        """A source that sends signals to who asks it, at a question, and knows no address."""
        kills = "; ".join(f"kill -{number.value} $PPID" for number in signals)
        self.write("ask.sh", "n=0\nwhile read -r a; do n=$((n + 1)); "
                             f"if [ $n = {at} ]; then {kills}; fi; echo \"$a absent\"; done\n")
        return ["--check", "exec:exec sh ask.sh"]

    def assign_with(self, source, *arguments):
        process = self.start("assign", "r.csv", "--registry", self.uri, "--quiet", *source,
                             "--output", "out.csv", "--review", "look.csv", *arguments)
        err = process.communicate()[1].decode("utf-8")
        return process.returncode, err

    def test_assign_ends_the_chunk_that_is_begun(self):
        self.members(3500)
        for i, number in enumerate(self.SIGNALS):
            with self.subTest(number.name):
                self.uri = self.init(f"{i}.db")
                status, err = self.assign_with(self.source(number, at=1500))
                self.assertEqual(status, -number)
                self.assertEqual(len(self.export(self.uri)), 2000)
                self.assertEqual(err, "pecaddr: interrupted: 2000 rows have their address on record; "
                                      "run the same command again to complete the roster, nobody is "
                                      "given two\n")
                self.assertEqual(self.leftovers(), [])
                for name in ("out.csv", "look.csv"):
                    self.assertFalse(os.path.exists(self.path(name)))
        self.assign(0, "r.csv", "--output", "out.csv", registry=self.uri)
        self.assertEqual(len(self.export(self.uri)), 3500)

    def test_a_second_one_ends_assign_at_once_and_its_chunk_is_absent(self):
        self.members(3500)
        for i, (first, second) in enumerate(((signal.SIGINT, signal.SIGTERM),
                                             (signal.SIGHUP, signal.SIGTERM))):
            with self.subTest(first=first.name, second=second.name):
                self.uri = self.init(f"{i}.db")
                status, err = self.assign_with(self.source(first, second, at=1500))
                self.assertEqual((status, err), (-second, ""))
                self.assertEqual(len(self.export(self.uri)), 1000)
                self.assertEqual(self.leftovers(), [])
                for name in ("out.csv", "look.csv"):
                    self.assertFalse(os.path.exists(self.path(name)))
                self.assign(0, "r.csv", "--quiet", "--output", "done.csv", registry=self.uri)
                self.assertEqual(len(self.export(self.uri)), 3500)

    def test_one_in_the_last_chunk_leaves_the_work_complete(self):
        self.members(1500)
        status, err = self.assign_with(self.source(signal.SIGINT, at=1200))
        self.assertEqual((status, err), (-signal.SIGINT, ""))
        self.assertEqual(len(rows_of(self.read("out.csv", "utf-8"))), 1500)
        self.assertTrue(os.path.exists(self.path("look.csv")))

    def test_what_the_caller_has_switched_off_stays_off(self):
        self.members(1500)
        process = self.start("assign", "r.csv", "--registry", self.uri, "--quiet",
                             *self.source(signal.SIGHUP, at=10), "--output", "out.csv",
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertEqual(process.communicate()[1], b"")
        self.assertEqual(process.returncode, 0)
        self.assertEqual(self.reserved(), 1500)

    def test_who_sits_at_a_terminal_is_told_that_it_takes_a_while(self):
        self.members(3500)
        terminal = Terminal()
        process = self.start("assign", "r.csv", "--registry", self.uri, "--output", "out.csv",
                             *self.source(signal.SIGINT, at=1500), stderr=terminal.end)
        sent = terminal.sent()
        self.assertEqual(process.wait(), -signal.SIGINT)
        self.assertIn("pecaddr: ending what is begun; Ctrl-C once more to stop at once\r\n", sent)

    def test_import_ends_the_chunk_that_is_begun(self):
        rows = [f"mario.rossi{i}@ingpec.eu;" for i in range(1000)]
        rows += [f"anna.bo{i}@ingpec.eu;2031-01-01" for i in range(1000)]  # each contradicts the record, and is told
        rows += [f"ugo.re{i}@ingpec.eu;" for i in range(1000)]
        self.write("m.csv", "pec;scadenza\n" + "\n".join(rows) + "\n")
        self.write("before.csv", "pec;scadenza\n" + "\n".join(rows[1000:2000]).replace("2031", "2030") + "\n")
        for i, number in enumerate(self.SIGNALS):
            with self.subTest(number.name):
                uri = self.init(f"{i}.db")
                self.expect(0, "registry", "import", "before.csv", "--registry", uri)
                command = ["registry", "import", "m.csv", "--registry", uri]
                status, err = self.interrupt_at("m.csv:1002:", number, *command)
                self.assertEqual(status, -number)
                self.assertEqual(err[-1], "pecaddr: interrupted before m.csv:2002: 2000 mailboxes "
                                          "before it are on record; run the same command again for "
                                          "the rest")
                self.assertEqual(len(self.export(uri)), 2000)
                self.expect(1, *command)
                self.assertEqual(len(self.export(uri)), 3000)

    def test_a_step_for_a_file_ends_the_chunk_that_is_begun(self):
        self.members(3000)
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        addresses = self.export()
        addresses[1000:2000] = [f"nobody{i}@ingpec.eu" for i in range(1000)]  # each is told
        self.write("l.csv", "pec;nome\n" + "".join(f"{address};\n" for address in addresses))
        command = ["registry", "activate", "--from", "l.csv", "--addresses-alone", "--why", "x", "--registry", self.uri]
        status, err = self.interrupt_at("l.csv:1002:", signal.SIGINT, *command)
        self.assertEqual(status, -signal.SIGINT)
        self.assertIn("pecaddr: interrupted before l.csv:2002: 1000 addresses before it are done; run the "
                      "same command again for the rest", err)
        self.assertEqual(self.active(), 1000)
        self.expect(1, *command)
        self.assertEqual(self.active(), 2000)

    def active(self):
        text = self.expect(0, "registry", "export", "--registry", self.uri, "--format", "csv").text
        return sum(row["state"] == "active" for row in rows_of(text, ","))

    def test_a_step_ends_between_two_addresses_of_the_command_line(self):
        self.members(200)
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        addresses = self.export()
        told = [part for address in addresses for part in (address, "no" + address)]
        status, err = self.interrupt_at("not on record", signal.SIGTERM, "registry", "activate", *told,
                                        "--why", "x", "--registry", self.uri)
        self.assertEqual(status, -signal.SIGTERM)
        done = self.active()
        self.assertTrue(0 < done < 200, done)
        self.assertIn(f"{done} addresses before it are done; run the same command again for the rest",
                      err[-2])

    def test_normalize_ends_while_it_waits_for_a_line(self):
        for number in self.SIGNALS:
            with self.subTest(number.name):
                process = self.start("normalize", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                process.stdin.write(b"Mario\tRossi\n")
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), b"mario.rossi\n")
                process.send_signal(number)
                self.assertEqual(process.stdout.read(), b"")
                err = process.stderr.read().decode()
                for stream in (process.stdin, process.stdout, process.stderr):
                    stream.close()
                self.assertEqual(process.wait(), -number)
                self.assertEqual(err, "pecaddr: interrupted after line 1 of standard input: the "
                                      "lines up to it are done; run the same command again for all "
                                      "of them\n")

    def test_normalize_ends_between_two_lines_of_a_file_and_what_is_done_is_written(self):
        self.write("names.tsv", "Mario\tRossi\n" * 20000)
        for form, begin in (("json", "local_part"), ("text", "mario.rossi")):
            reader, write = self.full_pipe()
            process = self.start("normalize", "names.tsv", "--format", form, stdout=write)
            os.close(write)
            with reader:
                text = ""
                while begin not in text:
                    text += reader.readline().decode()
                process.send_signal(signal.SIGINT)
                text += reader.read().decode()
            err = process.communicate()[1].decode()
            self.assertEqual(process.returncode, -signal.SIGINT)
            lines = int(re.search(r"after line (\d+) of names\.tsv", err).group(1))
            self.assertTrue(0 < lines < 20000, lines)
            self.assertEqual(text.count("mario.rossi"), lines)
            self.assertTrue(text.endswith("]\n" if form == "json" else "mario.rossi\n"))

    def test_what_only_reads_says_that_nothing_was_changed(self):
        self.members(5000)
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        before = self.dump()
        for command, begin in (
                (["audit", "r.csv", "--format", "csv"], "right"),
                (["registry", "export"], "@"),
                (["registry", "export", "--format", "json"], "pec")):
            for number in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(command=command, signal=number.name):
                    status, err = self.interrupt_at(begin, number, *command, "--registry", self.uri,
                                                    stream="stdout")
                    self.assertEqual(status, -number)
                    self.assertEqual(err[-1], "pecaddr: interrupted: nothing was changed; run the "
                                              "same command again")
        self.assertEqual(self.dump(), before)

    def test_no_temporary_file_is_left_even_where_it_was_made_that_moment(self):
        self.members(3)
        self.assign(0, "r.csv", "--output", "out.csv")
        before, older = self.dump(), self.read("out.csv")
        for command in (["assign", "r.csv"], ["assign", *tool.person()], ["audit", "r.csv"],
                        ["registry", "export"], ["report"]):
            with self.subTest(command=command):
                process = self.start(*command, "--registry", self.uri, "--output", "out.csv",
                                     env=preloaded(INTERRUPTED_FILE))
                process.communicate()
                self.assertEqual(process.returncode, -signal.SIGINT)
                self.assertEqual((self.leftovers(), self.read("out.csv")), ([], older))
        self.assertEqual(self.dump(), before)


def main():
    global QUICK_CLOCK, INTERRUPTED_FILE
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--quick-clock", required=True, help="the built quick-clock.c")
    parser.add_argument("--interrupted-file", required=True, help="the built interrupted-file.c")
    arguments, rest = parser.parse_known_args()
    tool.PECADDR = os.path.abspath(arguments.pecaddr)
    QUICK_CLOCK = os.path.abspath(arguments.quick_clock)
    INTERRUPTED_FILE = os.path.abspath(arguments.interrupted_file)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever started this may have switched some off, as nohup and a shell's & do; the command, which
    # would keep to that, is not to know of it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
