# SPDX-License-Identifier: BSD-3-Clause
"""
Chromium without a window, spoken to over a pair of pipes (--remote-debugging-pipe): messages of its
DevTools protocol, JSON that ends in NUL. Nothing listens on a port, and no library is needed.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class ChromiumError(Exception):
    pass


class Chromium:
    """One browser with one page; `with Chromium() as page:` ends it and removes its profile."""

    LIMIT = 60  # seconds in which an answer must come; a fault, not a pace

    def __init__(self, program=None):
        self.program = program or shutil.which("chromium") or shutil.which("chromium-browser")
        if not self.program:
            raise ChromiumError("chromium is not installed (Debian: chromium)")
        self.events = []
        self.number = 0
        self.pending = b""

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="pecaddr-chromium-")
        try:
            self._start()
            targets = self._call("Target.getTargets")["targetInfos"]
            page = next(t for t in targets if t["type"] == "page")
            self.session = None
            self.session = self._call("Target.attachToTarget", targetId=page["targetId"],
                                      flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network", "Security"):
                self._call(domain + ".enable")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        self.input, self.output = ours_in, ours_out
        command = [self.program, "--headless=new", "--remote-debugging-pipe", "--no-first-run",
                   "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update",
                   "--disable-sync", "--disable-extensions", "--hide-scrollbars",
                   "--user-data-dir=" + self.profile, "about:blank"]
        if os.geteuid() == 0:  # its sandbox refuses root
            command.insert(1, "--no-sandbox")

        # The protocol's pipes are file descriptors 3 and 4 of the browser.
        # Both are moved out of the way first, as either may be the other's number.
        def place():
            reader, writer = os.dup(theirs_in), os.dup(theirs_out)
            while reader in (3, 4):
                reader = os.dup(reader)
            while writer in (3, 4):
                writer = os.dup(writer)
            os.dup2(reader, 3)
            os.dup2(writer, 4)

        self.log = tempfile.TemporaryFile()
        self.session = None
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log,
                                            stderr=self.log, close_fds=False, preexec_fn=place,
                                            start_new_session=True,
                                            env=dict(os.environ, HOME=self.profile))
        finally:
            os.close(theirs_in)
            os.close(theirs_out)

    def __exit__(self, *_):
        process = getattr(self, "process", None)
        if process:
            try:
                self.session = None
                self._call("Browser.close")
                process.wait(timeout=20)
            except (ChromiumError, OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
        for descriptor in (getattr(self, "input", None), getattr(self, "output", None)):
            if descriptor is not None:
                os.close(descriptor)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _read(self):
        limit = time.monotonic() + self.LIMIT
        while b"\0" not in self.pending:
            left = limit - time.monotonic()
            ready = left > 0 and select.select([self.input], [], [], left)[0]
            data = os.read(self.input, 1 << 20) if ready else b""
            if not data:
                self.log.seek(0)
                raise ChromiumError("chromium does not answer:\n" +
                                    self.log.read().decode("utf-8", "replace")[-3000:])
            self.pending += data
        message, _, self.pending = self.pending.partition(b"\0")
        return json.loads(message)

    def _call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        while True:
            answer = self._read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise ChromiumError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def call(self, method, **params):
        return self._call(method, **params)

    def open(self, path):
        """Loads a file, and answers when it is there."""
        self.events.clear()
        self._call("Page.navigate", url="file://" + os.path.abspath(path))
        while not any(e["method"] == "Page.loadEventFired" for e in self.events):
            message = self._read()
            if "method" in message:
                self.events.append(message)

    def evaluate(self, expression):
        """The value of an expression of JavaScript in the page, which itself has none."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True,
                            awaitPromise=True)
        if "exceptionDetails" in answer:
            raise ChromiumError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def resize(self, width, height=900):
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                   deviceScaleFactor=1, mobile=False)

    def colours(self, scheme):
        self._call("Emulation.setEmulatedMedia",
                   features=[{"name": "prefers-color-scheme", "value": scheme}])

    def complaints(self):
        """What the page, or the browser about it, said in the log or on the console."""
        return [e for e in self.events
                if e["method"] in ("Log.entryAdded", "Runtime.consoleAPICalled",
                                   "Runtime.exceptionThrown")]

    def requests(self):
        return [e["params"]["request"]["url"] for e in self.events
                if e["method"] == "Network.requestWillBeSent"]
