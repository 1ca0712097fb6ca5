"""Latency: how long after its commit a write is readable, in a large ledger, with a follower as a server has one."""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from eventsourcing.popo import POPOTrackingRecorder

from bench.copying import copy_facts
from bench.ledgers import DAYS, FIRST_DAY, PARTIES, claim_of, ledger_of, report_of
from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Correction
from domain.ledger import Ledger
from projections.follow import Follower
from projections.store import Store
from tests.postgres import fresh_database, running_cluster

PATIENCE = 30.0
"""Seconds after which a write that does not show is an error."""

BESIDE = 20
"""Of so many writes, one is awaited as the library does it."""

_SHOWN = "SELECT max(position_from) FROM incident_versions WHERE id = ?"


@dataclass(frozen=True)
class Latency:
    """Milliseconds of many waits."""

    what: str
    writes: int
    median: float
    p99: float
    most: float


class Awaited(POPOTrackingRecorder):
    """How the library waits until its own projections show a position: it looks, and sleeps a tenth of a second."""

    def __init__(self, follower: Follower) -> None:
        super().__init__()
        self.follower = follower

    def max_tracking_id(self, application_name: str) -> int | None:  # noqa: ARG002 - the library's signature
        """The position that the tables show."""
        return self.follower.store.position


class Writer:
    """Records a mixture: new incidents, claims about old ones, and corrections."""

    def __init__(self, ledger: Ledger, incidents: list[UUID], first: int) -> None:
        self.ledger, self.incidents, self.number = ledger, incidents, first
        self.chance = random.Random(first)
        self.committed = 0.0
        ledger.when_appended(self._commit)

    def write(self) -> tuple[UUID, int]:
        """Record something; answers the incident and the position."""
        day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        perpetrator, victim = self.chance.sample(PARTIES, 2)
        claim = claim_of(self.chance, day, perpetrator, victim, self.chance.randrange(9))
        clerk, luck = Clerk(self.ledger, "bench"), self.chance.random()
        if luck < 0.5:
            self.number += 1
            report = report_of(self.chance, self.number, day, victim, claim)
            recorded = clerk.open(Incident.report, report)
        elif luck < 0.85:
            recorded = clerk.change(
                Incident, self._any(), Incident.add_claim, ClaimAddition.model_validate(claim), clerk
            )
        else:
            moved = {"occurred": {"from": day.date().isoformat()}, "reason": "another night"}
            recorded = clerk.change(Incident, self._any(), Incident.correct, Correction.model_validate(moved), clerk)
        return recorded.id, recorded.position

    def _any(self) -> UUID:
        return self.chance.choice(self.incidents)

    def _commit(self) -> None:
        self.committed = time.perf_counter()


def measure(
    size: int, folder: Path, writes: int, database: str, on_progress: Callable[[int], None] = lambda _: None
) -> list[Latency]:
    """Write into a copy of a made-up ledger of so many incidents, and wait for each write to be readable."""
    made = ledger_of(size, folder, on_progress)
    with tempfile.TemporaryDirectory(prefix="truceline-bench-") as room, _copied(made, Path(room), database) as url:
        ledger, store = Ledger.at(url, create=False), Store(Path(room, "projections"))
        follower = Follower(ledger, store)
        follower.catch_up()
        follower.start()
        try:
            return _measured(follower, writes, size)
        finally:
            follower.stop()
            store.close()
            ledger.close()


def _measured(follower: Follower, writes: int, size: int) -> list[Latency]:
    open_ones = (
        "SELECT id FROM incident_versions GROUP BY id HAVING bool_and(standing <> 'retracted') ORDER BY id LIMIT 20000"
    )
    writer = Writer(follower.ledger, [stream for (stream,) in follower.store.rows(open_ones)], size)
    readable: dict[bool, list[float]] = {True: [], False: []}
    read: list[float] = []
    library = Awaited(follower)
    for number in range(writes + writes // BESIDE):
        stream, position = writer.write()
        ours = number % (BESIDE + 1) < BESIDE
        if ours:
            shown = follower.wait_for(position, PATIENCE)
        else:
            library.wait("incidents", position, PATIENCE)
            shown = True
        readable[ours].append(time.perf_counter() - writer.committed)
        # A read that begins here finds it: each time, one does.
        found = follower.store.rows(_SHOWN, [stream])[0][0] == position
        if ours:
            read.append(time.perf_counter() - writer.committed)
        if not (shown and found):
            raise AssertionError(f"position {position} does not show after {PATIENCE} s: {follower.failure}")
    return [
        _summed("commit to readable", readable[True]),
        _summed("the same, and read", read),
        _summed("commit to readable, awaited as the library waits", readable[False]),
    ]


def _summed(what: str, seconds: list[float]) -> Latency:
    ordered = sorted(1000 * one for one in seconds)
    place = min(len(ordered) - 1, int(0.99 * len(ordered)))
    figures = (round(one, 2) for one in (statistics.median(ordered), ordered[place], ordered[-1]))
    return Latency(what, len(ordered), *figures)


@contextmanager
def _copied(ledger: Path, room: Path, database: str) -> Iterator[str]:
    """The address of a copy that may be written to."""
    if database == "sqlite":
        yield f"sqlite:///{shutil.copy(ledger, room / 'ledger.db')}"
        return
    with running_cluster() as cluster, fresh_database(cluster) as url:
        copy_facts(ledger, url)
        yield url


def as_json(lines: list[Latency]) -> list[dict[str, object]]:
    """The figures for machines, in milliseconds."""
    return [asdict(line) for line in lines]
