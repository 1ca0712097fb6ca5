"""Importing: how fast rows of a file are in the log, beside the plain library storing equal events.

The whole way is measured: a file of UCDP's form opened, read, validated, decided by the commands of the API, encoded,
and stored in an SQLite log with its guards. The baseline is given its events ready made, as plain dictionaries: it
reads no file and checks nothing, and only makes aggregates and saves them in batches of the same size. It stores as
many as were imported: its speed falls as its index grows, by a fifth from the first 10,000 to 100,000.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import active_children
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from api.exchange.files.opening import open_table
from api.exchange.intake.crew import processors
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report
from api.exchange.intake.stretch import ROWS
from api.exchange.reading.ucdp import UcdpGed
from bench.ged import write_ged
from domain.ledger import Ledger
from domain.log.stored import Stored
from projections.follow import Follower
from projections.store import Store

EVERY = 100_000
"""Rows after which memory is looked at."""

STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Imported:
    """What was done with so many incidents, in how many seconds."""

    what: str
    incidents: int
    seconds: float

    @property
    def per_second(self) -> int:
        """Incidents a second."""
        return round(self.incidents / self.seconds)


@dataclass
class Memory:
    """The megabytes that this process and those that decide for it have held at the most, by how many rows are in."""

    held: dict[int, int] = field(default_factory=dict)

    def note(self, rows: int) -> None:
        """Look once for every 100,000 rows; only Linux says it while they run."""
        done = rows // EVERY * EVERY
        if done and done not in self.held and STATUS.exists():
            self.held[done] = sum(map(_most_held, [os.getpid(), *(one.pid for one in active_children())]))


def _most_held(process: int | None) -> int:
    said = Path(f"/proc/{process}/status").read_text()
    return int(said.partition("VmHWM:")[2].split()[0]) // 1024


class Plain(Aggregate):
    """An incident as the library's guide would write it: two events with all that ours carry."""

    @event("Reported")
    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.claims: list[dict[str, Any]] = []

    @event("ClaimAdded")
    def add_claim(self, said: dict[str, Any]) -> None:
        """Keep a claim."""
        self.claims.append(said)


def measure(size: int, folder: Path, moved: Callable[[int], None] = lambda _: None) -> list[Imported]:
    """Import a file of so many rows, follow it, and let the library store equal events."""
    file = write_ged(folder / f"ged-{size}.csv", size)
    with (
        TemporaryDirectory(prefix="truceline-bench-") as room,
        closing(Ledger.at(f"sqlite:///{Path(room, 'ledger.db')}")) as ledger,
    ):
        first = _import("import", ledger, file, moved)
        again = _import("the same file again", ledger, file, moved)
        followed = _followed(ledger, Path(room, "projections"), size)
        plain = _plain(_said(ledger, size), f"{Path(room, 'plain.db')}")
    return [first, plain, again, followed]


def peak_megabytes() -> int:
    """The most memory that this process and one worker for each processor have held together, at the worst."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child * processors()) // 1024


def _import(what: str, ledger: Ledger, file: Path, moved: Callable[[int], None]) -> Imported:
    began = time.perf_counter()
    origin = Origin(UcdpGed.scheme, file.name, digest_of_file(file), "bench")
    report = Report.begun(origin, UcdpGed.name, dry_run=False)
    with open_table(file) as table:
        Intake(ledger, UcdpGed(), origin, Asked(register_parties=True), report, moved).take_in(table.rows)
    if not report.is_clean:
        raise AssertionError(report.as_json())
    return Imported(what, report.rows, time.perf_counter() - began)


def _followed(ledger: Ledger, path: Path, size: int) -> Imported:
    began = time.perf_counter()
    with closing(Store(path)) as store:
        Follower(ledger, store).catch_up()
    return Imported("projections caught up", size, time.perf_counter() - began)


def _said(ledger: Ledger, size: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """What our two events of each incident say."""
    facts = (one for one in _stored(ledger) if one.name.startswith("incident."))
    for _ in range(size):
        opening, claim = islice(facts, 2)
        yield json.loads(opening.state), json.loads(claim.state)


def _stored(ledger: Ledger) -> Iterator[Stored]:
    position = 0
    while some := ledger.undecoded_after(position, 2000):
        yield from some
        position = some[-1].position


def _plain(said: Iterator[tuple[dict[str, Any], dict[str, Any]]], path: str) -> Imported:
    """The library's own way, with its own settings for a file; what it is given is made ready outside its time."""
    app: Application[UUID] = Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path})
    incidents, seconds = 0, 0.0
    while some := [*islice(said, ROWS)]:
        began = time.perf_counter()
        made = []
        for opening, claim in some:
            incident = Plain(said=opening)
            incident.add_claim(claim)
            made.append(incident)
        app.save(*made)
        seconds += time.perf_counter() - began
        incidents += len(some)
    app.close()
    return Imported("the library creates and saves equal events", incidents, seconds)


def as_json(lines: list[Imported]) -> list[dict[str, object]]:
    """The figures for machines."""
    return [asdict(line) | {"per_second": line.per_second} for line in lines]
