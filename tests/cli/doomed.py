"""Work that is killed half-way: done in a process that is forked from one in which all is imported already."""

import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from api.cli import app
from domain.ledger import Ledger
from projections import follow, loading
from projections.follow import Follower
from projections.proving.digest import differing
from projections.store import Store

WORKSHOP = get_context("forkserver")
WORKSHOP.set_forkserver_preload([__name__])
MARK = "DOOMED_AT"
"""A variable by which every process of one test is found."""
PATIENCE = 30.0


def follow_in_batches(url: str, projections: str) -> None:
    follow.BATCH = 7
    _follow(url, projections)


def load_in_parts(url: str, projections: str) -> None:
    follow.BATCH = 4
    follow.MANY = 8  # type: ignore[attr-defined]
    loading.PART, loading.AT_ONCE = 60, 2
    _follow(url, projections)


def rebuild(url: str, projections: str) -> None:
    follow.BATCH = 7
    app(["rebuild", "--json", "--database", url, "--projections", projections], standalone_mode=False)


def _follow(url: str, projections: str) -> None:
    ledger, store = Ledger.at(url, create=False), Store(projections)
    Follower(ledger, store).catch_up()
    store.close()
    ledger.close()


def ended_within(seconds: float, work: Callable[[], None]) -> bool:
    """Begin work in a process of its own, and kill that after so long; answers whether it was done by then."""
    process = WORKSHOP.Process(target=work)
    process.start()
    process.join(seconds)
    with suppress(ProcessLookupError):
        process.kill()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode == 0


Work = Callable[[str, str], None]


@dataclass
class Doom:
    """Does one kind of work on one ledger, and kills it at points of its own choice."""

    work: Work
    url: str
    home: Path
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.mark = f"{MARK}={self.home}"
        self.temporary = self.home.with_name("temporary")
        self.temporary.mkdir(exist_ok=True)
        began = time.monotonic()
        assert self.ends_after(PATIENCE)
        self.longest = time.monotonic() - began

    def ends_after(self, seconds: float) -> bool:
        """Start, and kill after so long; answers whether it was done by then."""
        return ended_within(seconds, partial(_work, self.work, self.url, str(self.home), str(self.temporary)))

    def kill_once(self) -> None:
        """Begin anew, now and then from where it was killed before, until it has been killed."""
        while True:
            if self.chance.random() < 0.5:
                self.home.unlink(missing_ok=True)
                self.home.with_name(f"{self.home.name}.wal").unlink(missing_ok=True)
            if not self.ends_after(self.chance.uniform(0, self.longest)):
                return
            self.home.unlink()

    def check_nothing_is_left(self) -> None:
        """No process goes on, and no folder stays."""
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while processes_with(self.mark) or any(self.temporary.iterdir()):
            assert time.monotonic() < deadline, (processes_with(self.mark), [*self.temporary.iterdir()])
            pause.wait(0.02)


def _work(work: Work, url: str, projections: str, temporary: str) -> None:
    os.environ[MARK] = projections
    tempfile.tempdir = temporary
    work(url, projections)


def processes_with(mark: str) -> list[int]:
    """The processes that were started with a variable in their environment, where the system tells (Linux)."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in environment.read_bytes().split(b"\0"):
                found.append(int(environment.parent.name))
    return found


def check_whole(store: Store) -> None:
    """The tables show every fact up to their position, once, and none beyond it."""
    told = "SELECT count(*), count(DISTINCT position), coalesce(max(position), 0) FROM facts"
    assert store.rows(told) == [(store.position,) * 3]


def check_goes_on(ledger: Ledger, store: Store, fresh: Store) -> None:
    """Followed on from where they stand, the tables are those of a fresh replay."""
    Follower(ledger, store).catch_up()
    assert store.progress == fresh.progress
    assert differing(store, fresh) == {}
