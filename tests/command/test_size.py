#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Memory does not grow with the file.

    test_size.py --pecaddr PATH [unittest options]
"""

import os
import re
import subprocess

import tool
from tool import HEADER, ToolTest, many_members


class Size(ToolTest):
    """Memory does not grow with the file."""

    def peak(self, arguments, lines_expected):
        """The peak of a run's memory in KiB, taken from the kernel while the run's last output does
        not yet fit its pipe. (What wait4() says would include the memory of this program.)"""
        env = dict(os.environ)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        with subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=env) as process:
            lines, peak = 0, 0
            while chunk := os.read(process.stdout.fileno(), 65536):
                lines += chunk.count(b"\n")
                if lines > lines_expected * 0.4:
                    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                        found = re.search(r"VmHWM:\s+(\d+)", status.read())
                    peak = max(peak, int(found[1]) if found else 0)
            err = process.stderr.read().decode()
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(lines, lines_expected)
        self.assertGreater(peak, 0)
        return peak

    def test_normalize_takes_the_same_memory_for_ten_times_the_lines(self):
        peaks = []
        for n in (tool.LINES, 10 * tool.LINES):
            with open(self.path("n.tsv"), "w", encoding="utf-8") as file:
                for row in many_members(n):
                    file.write("\t".join(row.split(";")[:2]) + "\n")
            peaks.append(self.peak(["normalize", "n.tsv"], n))
        self.assertLess(peaks[1], peaks[0] + 2048, peaks)

    def test_assign_takes_the_same_memory_for_ten_times_the_rows(self):
        peaks = []
        small = tool.ROWS // 2
        for n in (small, 10 * small):
            self.init(f"{n}.db")
            with open(self.path("r.csv"), "w", encoding="utf-8") as file:
                file.write(HEADER + "\n")
                for row in many_members(n):
                    file.write(row + "\n")
            peaks.append(self.peak(["assign", "r.csv", "--quiet", "--several-provinces", "--accept",
                                    "all", "--registry", f"sqlite:{n}.db"], n + 1))
        # SQLite's page cache fills up at first; it has a limit of its own.
        self.assertLess(peaks[1], peaks[0] + 32 * 1024, peaks)


if __name__ == "__main__":
    tool.main()
