"""A headless Chromium told what to do over its pipe: what a page loads, how wide it is, how it prints."""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
# It listens on descriptor 3 and answers on 4.
AS_THREE_AND_FOUR = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for end, wanted in zip(ends, (3, 4)):
    os.dup2(end, wanted)
os.execvp(sys.argv[3], sys.argv[3:])
"""
SECONDS = 60.0
OWN_SCHEMES = ("file:", "data:", "about:")


class Page:
    """One tab. `requests`: every address it asked for."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._out, self._in = to_browser, from_browser
        self._number, self._waiting, self._session = 0, b"", ""
        self.requests: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._ask(f"{domain}.enable")

    def open(self, path: Path, width: int) -> None:
        """Load the file in a window so wide."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", **size)
        self._ask("Page.navigate", url=path.resolve().as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives in the page."""
        return self._ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def printed(self) -> bytes:
        """The page as PDF, on the paper its style sheet asks for."""
        return b64decode(self._ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            assert select([self._in], [], [], SECONDS)[0], "the browser does not answer"
            read = os.read(self._in, 1 << 16)
            assert read, "the browser ended"
            self._waiting += read
        line, _, self._waiting = self._waiting.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message


@contextmanager
def browser_page(profile: Path) -> Iterator[Page]:
    """A tab of a Chromium of its own, ended with the test."""
    assert CHROMIUM is not None, "Chromium is not installed"
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()

    own = [sys.executable, "-c", AS_THREE_AND_FOUR, str(theirs_in), str(theirs_out)]
    words = [CHROMIUM, *FLAGS, *QUIET, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    running = subprocess.Popen(
        [*own, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(theirs_in, theirs_out)
    )
    for descriptor in (theirs_in, theirs_out):  # where the browser ends, reading ends
        os.close(descriptor)
    try:
        yield Page(ours_out, ours_in)
    finally:
        running.terminate()
        running.wait(timeout=20)
        for descriptor in (ours_out, ours_in):
            os.close(descriptor)
