#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What doc/automation.md tells its readers to install and to type works: every file is put in place,
every command is run, in the order of the page. What the page has under /var, /etc and /usr/local
stands under a folder of the test.

    test_automation.py --pecaddr PATH [unittest options]
"""

import os
import re
import shutil
import stat
import subprocess
import unittest

import tool
from tool import ToolTest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PAGE = os.path.join(ROOT, "doc", "automation.md")
SYSTEM = ("/var/lib/pecaddr", "/etc/pecaddr", "/etc/systemd/system", "/usr/local/bin")
STATUSES = r"^\| ([0-9]) \|"


def blocks():
    """Each block of the page: its language, what it is for (may be empty), its text."""
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    return re.findall(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Page(ToolTest):
    def setUp(self):
        super().setUp()
        self.root = self.path("root")
        for folder in SYSTEM:
            os.makedirs(self.root + folder)
        os.symlink(os.path.join(ROOT, "doc"), self.path("doc"))
        os.symlink(os.path.abspath(tool.PECADDR), self.root + "/usr/local/bin/pecaddr")
        self.database = os.environ.get("PECADDR_TEST_POSTGRES")
        self.ran = []

    def placed(self, text):
        """With the folders of the system under the test's own."""
        for folder in SYSTEM:
            text = re.sub(rf"(?<![\w.-]){re.escape(folder)}", self.root + folder, text)
        return text

    def environment(self):
        environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="Europe/Rome",
                           PATH=f"{self.root}/usr/local/bin:{os.environ['PATH']}")
        environment.pop("LANGUAGE", None)
        if self.database:
            environment["PGOPTIONS"] = "-c client_min_messages=warning"
        return environment

    def shell(self, text, **more):
        """Runs a script; returns what it prints. None of it may fail."""
        self.ran.append(text)
        result = subprocess.run(["bash", "-euo", "pipefail", "-c", self.placed(text)], cwd=self.folder,
                                env={**self.environment(), **more}, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=120)
        self.assertEqual(result.returncode, 0, f"{text}\n{result.stdout}{result.stderr}")
        return result.stdout

    def install(self, name, text):
        path = self.root + name
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.placed(text))
        if text.startswith("#!"):
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)

    def crontab(self, text):
        """Settings, then lines of five fields and a command: each command is run as cron does."""
        settings = {}
        lines = [line for line in text.splitlines() if line]
        for line in lines:
            if re.match(r"\w+=", line):
                name, _, settings[name] = self.placed(line).partition("=")
                continue
            self.assertRegex(line, r"^([\d*/,-]+ +){5}[^%]+$")
            self.assertEqual(self.shell(line.split(None, 5)[5], **settings), "", line)
        self.assertTrue(settings)

    def test_every_command_of_the_page_works(self):
        exports = ""
        for language, purpose, text in blocks():
            if purpose.startswith("file="):
                self.install(purpose.removeprefix("file="), text)
            elif purpose == "root":
                self.assertTrue(all(line.startswith("systemctl ") for line in text.splitlines()))
            elif language == "crontab":
                self.crontab(text)
            elif language == "sql" or purpose == "psql":
                if self.database:
                    self.in_database(exports, language, text)
            else:
                self.assertEqual(language, "sh")
                self.shell(exports + text)
                exports += "".join(re.findall(r"^export .*\n", text, re.MULTILINE))
        self.assertGreaterEqual(len(self.ran), 7)

    def in_database(self, exports, language, text):
        """psql without a database named is that of the test."""
        if language == "sql":
            self.shell(f"psql --quiet --set ON_ERROR_STOP=1 --file - '{self.database}' <<'END'\n"
                       f"{text}END\n")
            return
        printed = self.shell(f"{exports}psql() {{ command psql --dbname '{self.database}' \"$@\"; }}\n"
                             f"{text}")
        self.assertRegex(printed, r"reserved +\| +[1-9]")

    def test_the_statuses_are_those_of_the_manual(self):
        with open(PAGE, encoding="utf-8") as file:
            self.assertEqual(re.findall(STATUSES, file.read(), re.MULTILINE), ["0", "1", "2", "3"])

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not there")
    def test_the_units_are_such_as_systemd_takes(self):
        units = []
        for _, purpose, text in blocks():
            if purpose.startswith("file="):
                self.install(purpose.removeprefix("file="), text)
                if purpose.endswith((".service", ".timer")):
                    units.append(self.root + purpose.removeprefix("file="))
        self.assertEqual(len(units), 2)
        result = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True,
                                text=True, env=dict(os.environ, SYSTEMD_UNIT_PATH=self.root +
                                                    "/etc/systemd/system:"))
        ours = [line for line in result.stderr.splitlines() if "pecaddr" in line]
        self.assertEqual(ours, [], result.stderr)
        calendar, = re.findall(r"OnCalendar=(.*)", "".join(text for _, _, text in blocks()))
        subprocess.run(["systemd-analyze", "calendar", calendar], check=True, capture_output=True)


if __name__ == "__main__":
    tool.main()
