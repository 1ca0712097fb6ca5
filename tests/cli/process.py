"""A `truceline serve` of a test's own: on loopback, on a free port, ended by its own id."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

TRUCELINE = str(Path(sys.executable).with_name("truceline"))
KEY = "a-key-for-tests"
DEADLINE = 60.0
"""Seconds after which a test gives up on a process; far more than it needs on a busy machine."""


class Running:
    """A command at work, whose standard output is read as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def line_with(self, words: str) -> str:
        """Read up to the line that holds these words."""
        while line := self.lines.get(timeout=DEADLINE):
            if words in line:
                return line
        raise AssertionError(f"it ended without {words!r}: {self.complaints()}")

    def complaints(self) -> str:
        """What it said on standard error, once it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; answers its exit code, negative where the signal itself ended it."""
        self.process.send_signal(how)
        return self.process.wait(DEADLINE)

    def leave(self) -> None:
        """See to it that it is gone."""
        with self.process:
            self.process.kill()
            self.reader.join(DEADLINE)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")


@dataclass
class Serving:
    """A server that is ready, and a client that holds an admin's key."""

    running: Running
    client: httpx2.Client


OWN_SETTINGS = ("TRUCELINE_", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
"""A developer's own. Where no bytecode is kept, every start compiles all of ours anew: a fifth of its time."""


def environment(**variables: str) -> dict[str, str]:
    """Keep a developer's own settings out of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SETTINGS)}
    return kept | {"COLUMNS": "80"} | variables


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Carry out a command in a process of its own."""
    return subprocess.run(
        [TRUCELINE, *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


@contextmanager
def started(*arguments: str, **variables: str) -> Iterator[Running]:
    """Start a command, and see to it that it is gone afterwards."""
    process = subprocess.Popen(
        [TRUCELINE, *arguments],
        env=environment(TRUCELINE_BOOTSTRAP_KEY=KEY, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Running(process)
    try:
        yield running
    finally:
        running.leave()


@contextmanager
def serving(database: str, **variables: str) -> Iterator[Serving]:
    """Serve a ledger until the block ends."""
    with started("serve", "--database", database, "--port", "0", **variables) as running:
        address = running.line_with(" at http://").rpartition(" at ")[2].split()[0]
        headers = {"Authorization": f"Bearer {KEY}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=DEADLINE, trust_env=False) as client:
            wait_until_ready(client)
            yield Serving(running, client)


def wait_until_ready(client: httpx2.Client) -> None:
    """Ask until it is; its socket listens from the start, so the first answer comes when it can."""
    deadline = time.monotonic() + DEADLINE
    pause = threading.Event()
    while client.get("/ready").status_code != 200:
        assert time.monotonic() < deadline, "not ready"
        pause.wait(0.02)
