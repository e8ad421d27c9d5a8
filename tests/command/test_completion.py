#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Completion of the command line, in bash as bash-completion loads it and in zsh at a terminal.

    test_completion.py --pecaddr PATH [unittest options]
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import tempfile
import threading

import tool
from scratch import folder_in_memory
from tool import ToolTest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SCRIPTS = os.path.join(ROOT, "tools", "completion")
ENGLISH = {"LC_ALL": "C", "LANGUAGE": ""}
# zsh blocks signals while it completes, and a leak sanitizer in what it starts then never ends.
NO_LEAKS = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"


class Completion:
    """What both shells have to offer; `offer(line)` gives it for a line with the cursor at its end. All is asked of
    one shell, in one folder, as at a terminal."""

    HELP = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="pecaddr-test-",
                                                                       dir=folder_in_memory(1 << 29)))
        os.mkdir(cls.inside("bin"))
        os.symlink(tool.PECADDR, cls.inside("bin/pecaddr"))
        os.mkdir(cls.inside("folder"))
        for name in ("roster.csv", "registry.db", "own.ini", "with space.csv", "folder/other.db"):
            with open(cls.inside(name), "wb"):
                pass
        with open(cls.inside("own.ini"), "w", encoding="utf-8") as file:
            file.write("name = own\ndomain = pec.example\nprovince = zz\nrule = {given}.{surname}.{province}\n")
        cls.start(dict(os.environ, COMPLETION=SCRIPTS, LANGUAGE="it", LC_ALL="it_IT.UTF-8",
                       PATH=cls.inside("bin") + ":" + os.environ["PATH"]))

    def setUp(self):
        """The folder is the class's."""

    @classmethod
    def inside(cls, name):
        return os.path.join(cls.folder, name)

    def help(self, *command):
        if command not in self.HELP:
            self.HELP[command] = self.expect(0, *command, "--help", env=ENGLISH).text
        return self.HELP[command]

    def commands(self, *group):
        return re.findall(r"^  ([a-z]+)  +\S", self.help(*group), re.MULTILINE)

    def options(self, *command):
        return re.findall(r"^  (?:-., |    )(--[a-z-]+)", self.help(*command), re.MULTILINE)

    def every_command(self):
        for command in self.commands():
            if command in ("registry", "scheme"):
                yield from ((command, nested) for nested in self.commands(command))
            else:
                yield (command,)

    def offered(self, line, expected):
        self.assertEqual(sorted(self.offer(line)), sorted(expected), line)

    def test_the_commands_are_those_of_the_help(self):
        commands = self.commands()
        self.assertGreater(len(commands), 6)
        self.offered("pecaddr ", commands + self.also)
        self.offered("pecaddr as", ["assign"])
        self.offered("pecaddr registry re", ["release", "retire", "renew", "relink", "restore", "resume"])
        self.offered("pecaddr scheme s", ["show"])

    def test_the_options_are_those_of_the_help_of_each_command(self):
        for command in self.every_command():
            options = self.options(*command)
            self.assertGreater(len(options), 4)
            self.offered(f"pecaddr {' '.join(command)} --", options)
        self.offered("pecaddr registry retire --exp", ["--expired"])

    def test_where_files_stand_files_are_offered(self):
        for line in ("assign ro", "assign --output ro", "audit ro", "registry import ro",
                     "registry activate --from ro", "normalize ro", "scheme check ro",
                     "assign --output=ro"):
            self.offered(f"pecaddr {line}", ["roster.csv"])
        self.offered("pecaddr check ", [])
        self.offered("pecaddr registry show ", [])

    def test_the_fixed_values(self):
        self.offered("pecaddr assign --format ", ["text", "csv", "json", "sheet"])
        self.offered("pecaddr assign --format=j", ["json"])
        self.offered("pecaddr explain --section ", ["A", "B"])
        self.offered("pecaddr check --lang ", ["it", "en"])
        self.offered("pecaddr registry renew --expires ", [])
        self.assertEqual(len(self.offer("pecaddr assign --separator ")), 4)

    def test_encodings_are_those_that_assign_takes(self):
        names = self.offer("pecaddr assign --encoding ")
        self.assertLessEqual({"utf-8", "utf-16le", "windows-1252", "iso-8859-15", "cp850"},
                             set(names))
        self.write("r.csv", "")
        for name in names:
            result = self.run_tool("assign", "r.csv", "--registry", "sqlite:no.db", "--encoding",
                                   name)
            self.assertNotIn("--encoding", result.err)
        self.offered("pecaddr registry activate --encoding cp", ["cp850"])

    def test_schemes_are_those_that_scheme_show_lists_and_files(self):
        names = [line.split(",")[0] for line in
                 self.expect(0, "scheme", "show", "--format", "csv").lines[1:]]
        offered = self.offer("pecaddr candidates --scheme ")
        self.assertLessEqual({*names, "own.ini"}, set(offered))
        self.offered("pecaddr scheme show ing", ["ingpec"])

    def test_provinces_are_those_of_the_scheme(self):
        self.assertEqual(len(self.offer("pecaddr assign --province ")), 106)
        self.offered("pecaddr assign --province M", ["MB", "MC", "ME", "MI", "MN", "MO", "MS", "MT"])
        self.offered("pecaddr assign --province mc", ["MC"])
        self.offered("pecaddr assign --province Z", [])
        self.offered("pecaddr assign --scheme own.ini --province Z", ["ZZ"])

    def test_registries_and_sources(self):
        """The kinds are those that the help names."""
        for command, option in ((("assign",), "registry"), (("assign",), "check"),
                                (("audit",), "registry"), (("registry", "change"), "check")):
            about = re.search(rf"^      --{option}[ =]URI(.*?)\n  (?:-., |    )--", self.help(*command),
                              re.DOTALL | re.MULTILINE).group(1)
            kinds = set(re.findall(r"\b[a-z]+:(?://|(?=[A-Za-z]))", about))
            self.assertGreater(len(kinds), 1)
            self.offered(f"pecaddr {' '.join(command)} --{option} ", kinds)

    def test_after_a_kind_there_is_a_path(self):
        self.offered("pecaddr assign --registry sqlite:reg", ["registry.db"])
        self.offered("pecaddr assign --check file:ro", ["roster.csv"])


class Bash(Completion, ToolTest):
    also = ["--help", "--version"]
    # For each line, its words and how many.
    SCRIPT = """
        source /usr/share/bash-completion/bash_completion
        source "$COMPLETION/pecaddr.bash"
        compopt() { options+=("$@"); }
        exec 3<&0 </dev/null
        while IFS= read -r COMP_LINE <&3 && read -r n <&3 && mapfile -t -u 3 -n "$n" COMP_WORDS; do
            COMP_POINT=${#COMP_LINE} COMP_CWORD=$((n - 1)) COMPREPLY=()
            _pecaddr pecaddr "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}" END
        done
    """

    @classmethod
    def start(cls, environment):
        cls.complaints = cls.enterClassContext(tempfile.TemporaryFile())
        cls.shell = cls.enterClassContext(subprocess.Popen(
            ["bash", "-c", cls.SCRIPT], cwd=cls.folder, env=environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=cls.complaints))

    def offer(self, line):
        words = re.findall(r"[:=]+|[^\s:=]+", line)  # as COMP_WORDBREAKS breaks them
        if line.endswith((" ", ":", "=")):
            words.append("")
        self.shell.stdin.write("".join(f"{text}\n" for text in (line, len(words), *words)))
        self.shell.stdin.flush()
        heard = []
        while heard[-1:] != ["END\n"]:
            heard.append(self.shell.stdout.readline())
            self.assertTrue(heard[-1], "bash has ended")
        self.complaints.seek(0)
        self.assertEqual(self.complaints.read(), b"", line)
        return [word for word in (word.rstrip("\n") for word in heard[:-1]) if word]

    def test_it_is_found_by_its_name(self):
        with open(os.path.join(ROOT, "tools", "completion", "meson.build"), encoding="utf-8") as file:
            build = file.read()
        self.assertIn("'bash-completion' / 'completions'", build)
        self.assertIn("rename: 'pecaddr'", build)


class Zsh(Completion, ToolTest):
    also = ["--help", "--version"]

    @classmethod
    def start(cls, environment):
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "complete.zsh"), cls.inside(".zshrc"))
        os.mkfifo(cls.inside("offered"))
        # Open for both, so that it has no end between two answers.
        cls.pipe = os.open(cls.inside("offered"), os.O_RDWR)
        environment.update(OFFERED=cls.inside("offered"), TERM="dumb", ZDOTDIR=cls.folder, ASAN_OPTIONS=NO_LEAKS)
        cls.child, cls.terminal = pty.fork()
        if cls.child == 0:
            os.chdir(cls.folder)
            os.execvpe("zsh", ["zsh", "-d", "-i"], environment)
        cls.addClassCleanup(cls.end)
        cls.drained = threading.Event()
        cls.shown = bytearray()
        threading.Thread(target=cls.drain, daemon=True).start()
        assert not cls.hear()

    @classmethod
    def end(cls):
        cls.drained.set()
        os.kill(cls.child, signal.SIGKILL)
        os.waitpid(cls.child, 0)
        os.close(cls.terminal)
        os.close(cls.pipe)

    @classmethod
    def drain(cls):
        """Reads what the shell shows, so that it does not wait for somebody to read it."""
        while not cls.drained.is_set():
            if select.select([cls.terminal], [], [], 0.1)[0]:
                try:
                    cls.shown += os.read(cls.terminal, 65536)
                except OSError:  # it has ended
                    return

    def type(self, keys):
        os.write(self.terminal, keys.encode("utf-8"))

    @classmethod
    def hear(cls):
        """The words that come through the pipe, up to END."""
        heard = b""
        while not heard.endswith(b"END\n"):
            while not select.select([cls.pipe], [], [], 1)[0]:
                if os.waitid(os.P_PID, cls.child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                    raise AssertionError(f"zsh has ended; it showed {bytes(cls.shown)!r}")
            heard += os.read(cls.pipe, 65536)
        return heard.decode("utf-8").splitlines()[:-1]

    def offer(self, line):
        self.type(f"\x15{line}\t")
        return self.hear()


if __name__ == "__main__":
    tool.main()
