# SPDX-License-Identifier: BSD-3-Clause
"""A terminal, as a program sees one.

    terminal = Terminal(columns=80)
    with subprocess.Popen([…], stderr=terminal.end) as process:
        text = terminal.sent()
"""

import fcntl
import os
import pty
import struct
import termios


class Terminal:
    """One of so many columns. `end` is the program's."""

    def __init__(self, columns=80):
        self.ours, self.end = pty.openpty()
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def sent(self):
        """All that is written to it, until every program that has it has ended."""
        os.close(self.end)
        data = b""
        try:
            while part := os.read(self.ours, 65536):
                data += part
        except OSError:  # how a terminal without a writer ends
            pass
        os.close(self.ours)
        return data.decode("utf-8")
