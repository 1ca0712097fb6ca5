"""Replay: how fast a ledger is followed, counted and read under any lens, beside plain ways to do the same.

Every ratio compares two medians of one run; seconds differ from machine to machine, and from hour to hour.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from eventsourcing.persistence import JSONTranscoder

from bench.ledgers import DAYS, FIRST_DAY, ledger_of
from domain.ledger import Ledger
from projections import incidents
from projections.changes import between
from projections.counts import grouped
from projections.follow import Follower
from projections.looking import COUNTED, had_happened_by, resolve, seen
from projections.proving.rebuild import rebuild
from projections.selection import Selection
from projections.store import Store

if TYPE_CHECKING:
    from eventsourcing.persistence import Notification

    from domain.lens import Lens

RUNS = 31
SMALL = 10_000
# What is counted plainly are the same rows with parties in lists: to split words in each count would be a poor rival.
_LISTED = (
    "CREATE TABLE listed_versions AS SELECT * REPLACE (list_filter(string_split(perpetrators, chr(10)),"
    " lambda slug: slug <> '') AS perpetrators) FROM incident_versions ORDER BY row"
)
_PLAIN = (
    "SELECT party, v.nature, v.attribution, count(*) FROM listed_versions v, UNNEST(v.perpetrators) p(party)"
    " WHERE {seen} AND {happened} AND {counted} GROUP BY ALL"
)


@dataclass(frozen=True)
class Measured:
    """One line of the table: what was done, how long it took, and how that compares with the baseline beside it."""

    what: str
    milliseconds: float
    baseline: str = ""
    baseline_milliseconds: float | None = None

    @property
    def times_as_fast(self) -> float | None:
        """The baseline's time to ours."""
        if self.baseline_milliseconds is None:
            return None
        return round(self.baseline_milliseconds / self.milliseconds, 2)


def measure(size: int, folder: Path, on_progress: Callable[[int], None]) -> list[Measured]:
    """Rebuild the tables of a ledger of so many incidents, and read from them under random lenses."""
    with TemporaryDirectory(prefix="truceline-bench-") as room:
        ledger = Ledger.at(f"sqlite:///{ledger_of(size, folder, on_progress)}", create=False)
        try:
            path = Path(room) / "projections.duckdb"
            lines = _rebuilt(ledger, path)
            with _followed(ledger, path) as store:
                lines += [*_read(store, random.Random(size)), *_beside_smaller(store, folder, size)]
        finally:
            ledger.close()
    return lines


@contextmanager
def _followed(ledger: Ledger, path: Path) -> Iterator[Store]:
    """The tables as a server opens them."""
    store = Store(path)
    try:
        Follower(ledger, store).catch_up()
        yield store
    finally:
        store.close()


def peak_megabytes() -> int:
    """The most memory that this process and one worker for each processor have held together, at the worst."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child * (os.cpu_count() or 1)) // 1024


def _rebuilt(ledger: Ledger, path: Path) -> list[Measured]:
    """All facts folded into tables, beside the library reading the same log: as events, and merely as JSON."""
    began = time.perf_counter()
    done = rebuild(ledger, path)
    proven = time.perf_counter() - began
    what = f"rebuild {done.facts:,} facts ({done.facts / done.seconds:,.0f} a second)"
    held = peak_megabytes()
    transcoder = JSONTranscoder()
    as_events = _selected(ledger, ledger.mapper.to_domain_event)
    as_json = _selected(ledger, lambda stored: transcoder.decode(stored.state))
    return [
        Measured(what, done.seconds * 1000, "the library selects and decodes them", as_events * 1000),
        Measured("the same", done.seconds * 1000, "the library selects them and parses JSON", as_json * 1000),
        Measured(f"the same, and proven by brute force; {held:,} MB at the most", proven * 1000),
    ]


def _selected(ledger: Ledger, read: Callable[[Notification], object]) -> float:
    """Seconds for the library to select every fact and for one process to read it."""
    position, began = 0, time.perf_counter()
    while stored := ledger.stored_after(position, 2000):
        for one in stored:
            read(one)
        position = stored[-1].id
    return time.perf_counter() - began


def _beside_smaller(store: Store, folder: Path, size: int) -> list[Measured]:
    """What the same count costs in a ledger of 10,000 incidents: how the index grows."""
    if size <= SMALL:
        return []
    ledger = Ledger.at(f"sqlite:///{ledger_of(SMALL, folder)}", create=False)
    chance, few = random.Random(size), Store()
    try:
        Follower(ledger, few).catch_up()
        many = _median(lambda lens: _counted(store, lens), lambda: _lens(store, chance, None))
        less = _median(lambda lens: _counted(few, lens), lambda: _lens(few, chance, None))
    finally:
        few.close()
        ledger.close()
    return [Measured("count per party, newest position", many, f"the same at {SMALL:,} incidents", less)]


def _read(store: Store, chance: random.Random) -> list[Measured]:
    """Counts and pages under lenses of their own."""

    def newest() -> Lens:
        return _lens(store, chance, None)

    def earlier() -> Lens:
        return _lens(store, chance, chance.randrange(1, store.position))

    # A server reads in many threads, each by itself; the plain query may use every processor.
    store.rows(f"SET threads = {os.cpu_count() or 1}")
    store.rows(_LISTED)
    group_by = _median(lambda lens: _plain_count(store, lens), newest)
    store.rows("DROP TABLE listed_versions")
    store.rows("SET threads = 1")
    counts = [
        Measured(f"count per party, {where}", _median(lambda lens: _counted(store, lens), when), beside, group_by)
        for where, when, beside in (
            ("newest position", newest, "a plain GROUP BY of the versions"),
            ("an earlier position", earlier, "the same"),
        )
    ]
    return [*counts, *_pages(store, newest)]


def _pages(store: Store, newest: Callable[[], Lens]) -> list[Measured]:
    (stream,) = store.rows("SELECT id FROM incident_versions ORDER BY row DESC LIMIT 1")[0]
    some = Selection(perpetrator="north", nature="violation")
    days = (_day(store, "2018-03-01"), _day(store, "2018-03-02"))
    reads: dict[str, Callable[[Lens], object]] = {
        "a filtered page of 50": lambda lens: incidents.page(store, lens, some, limit=50, after=None),
        "one incident and its history": lambda lens: (
            incidents.one(store, lens, stream),
            incidents.history(store, stream, lens),
        ),
        "what changed in a day": lambda _: between(store, *days, Selection()),
    }
    return [Measured(what, _median(read, newest)) for what, read in reads.items()]


def _plain_count(store: Store, lens: Lens) -> None:
    cut, values = seen(lens)
    happened, moments = had_happened_by(lens)
    store.rows(_PLAIN.format(seen=cut, happened=happened, counted=COUNTED), [*values, *moments])


def _counted(store: Store, lens: Lens) -> list[dict[str, Any]]:
    return grouped(store, lens, Selection(), ["party"])


def _lens(store: Store, chance: random.Random, position: int | None) -> Lens:
    moments = [FIRST_DAY + timedelta(minutes=chance.randrange(DAYS * 1440)) for _ in range(2)]
    as_of, known_at = (moment.isoformat() for moment in sorted(moments))
    return resolve(store, as_of=as_of, known_at=known_at, position=None if position is None else str(position))


def _day(store: Store, day: str) -> Lens:
    return resolve(store, known_at=day)


def _median(read: Callable[[Lens], object], lens: Callable[[], Lens]) -> float:
    """The median time of a read under lenses of their own, in milliseconds; the first one warms up."""
    times = []
    for _ in range(RUNS + 1):
        through = lens()
        began = time.perf_counter()
        read(through)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:]) * 1000


def as_json(lines: list[Measured]) -> list[dict[str, Any]]:
    """The table for machines."""
    return [asdict(line) | {"times_as_fast": line.times_as_fast} for line in lines]
